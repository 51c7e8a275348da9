//! Documents: a first look at 100,000 files, a look at them unchanged, their hashes, the way of one event to its row, and a
//! zip of 10,000 entries; beside programs that do a part of it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use studiolo_core::Office;
use studiolo_core::clients::{self, ClientKind};
use studiolo_core::documents::import::{self, Import};
use studiolo_core::documents::{Access, scan, service};
use studiolo_core::events::ChangeKind;
use studiolo_core::id::ClientId;
use studiolo_core::jobs;

use crate::Outcome;
use crate::figure::{Figure, Turns};
use crate::office::{BenchOffice, ELENA, folder};
use crate::peers::{peak_memory, present_memory};
use crate::window::family;

const CLIENTS: usize = 25;
/// Folders of one client, and files of one folder: 100,000 files in 2,500 folders.
const FOLDERS: usize = 100;
const FILES: usize = 40;
const ALL: usize = CLIENTS * FOLDERS * FILES;

/// Turns of what is quick.
const TURNS: usize = 5;

/// Events of which each is waited for.
const EVENTS: usize = 60;

/// Entries of the zip, and how large they are on average: 193 MB in all.
const ENTRIES: usize = 10_000;
const ENTRY: usize = 19_300;

/// Runs it.
pub async fn run() -> Outcome {
    let (bench, clients) = office_with_files().await?;
    let office = &bench.office;
    let documents = office.documents_folder();
    let client = clients.first().copied().ok_or("no client")?;
    let mut looks = Looks::default();
    let memory = Memory::of_idle()?;
    looks.take(office, 0).await?;
    memory.say("looked")?;
    hashes(office, &documents).await?;
    memory.say("hashed")?;
    look_again(office, &documents).await?;
    events(office, client).await?;
    memory.say("loops and words")?;
    zip(office, client).await?;
    memory.print()?;
    bench.close().await?;
    for turn in 1..TURNS {
        let (bench, _) = office_with_files().await?;
        looks.take(&bench.office, turn).await?;
        bench.close().await?;
    }
    looks.print();
    Ok(())
}

/// An office that has never looked at its files.
async fn office_with_files() -> Outcome<(BenchOffice, Vec<ClientId>)> {
    let bench = BenchOffice::new().await?;
    let clients = make_clients(&bench.office).await?;
    eprintln!("documents: writing {ALL} files");
    fill(&bench.office, &clients).await?;
    Ok((bench, clients))
}

/// First looks, each at an office of its own: names, sizes and identities of all files, durable.
#[derive(Default)]
struct Looks {
    ours: Turns,
    watchman: Turns,
}

impl Looks {
    /// Whoever comes second finds warmer caches, so they take turns in that too.
    async fn take(&mut self, office: &Office, turn: usize) -> Outcome {
        let documents = office.documents_folder();
        if turn.is_multiple_of(2) {
            self.watchman.add_milliseconds(crawl(&documents)?);
        }
        let start = Instant::now();
        scan::look_at_all(office).await?;
        let took = start.elapsed();
        eprintln!("documents: first look {turn}: {} ms", took.as_millis());
        self.ours.add_milliseconds(took);
        if !turn.is_multiple_of(2) {
            self.watchman.add_milliseconds(crawl(&documents)?);
        }
        Ok(())
    }

    fn print(&self) {
        Figure {
            bench: "documents",
            metric: "first_look_ms",
            ours: &self.ours,
            peer: Some(("watchman, its first crawl, in memory", &self.watchman)),
            limit: Some(0.6),
        }
        .print();
    }
}

async fn make_clients(office: &Office) -> Outcome<Vec<ClientId>> {
    let mut made = Vec::with_capacity(CLIENTS);
    for number in 0..CLIENTS {
        let name = format!("Cliente {number}");
        let (client, _) = clients::service::create(office, &ELENA, &name, ClientKind::Company, &[]).await?;
        service::welcome(office, client, &name).await;
        made.push(client);
    }
    Ok(made)
}

async fn fill(office: &Office, clients: &[ClientId]) -> Outcome {
    for client in clients {
        let root = service::list(office, &ELENA, *client).await?.root;
        for number in 0..FOLDERS {
            let folder = root.join(format!("Archivio {}", number % 4)).join(format!("Pratica {number}"));
            fs::create_dir_all(&folder)?;
            for file in 0..FILES {
                let text = format!("{client} {number} {file} ").repeat(20);
                fs::write(folder.join(format!("Documento {file}.txt")), text)?;
            }
        }
    }
    written()
}

/// Waits until all that was written before is on the disk: whoever makes something durable would wait for that too.
fn written() -> Outcome {
    quiet(&mut Command::new("sync"))
}

/// The hashes of all files.
async fn hashes(office: &Office, documents: &Path) -> Outcome {
    let (mut hashed, mut sums) = (Turns::default(), Turns::default());
    hashed.add_milliseconds(settle(office).await?);
    let start = Instant::now();
    quiet(
        Command::new("sh").current_dir(documents).args(["-c", "find . -type f -print0 | xargs -0 sha256sum"]),
    )?;
    sums.add_milliseconds(start.elapsed());
    Figure {
        bench: "documents",
        metric: "hashes_ms",
        ours: &hashed,
        peer: Some(("sha256sum", &sums)),
        limit: None,
    }
    .print();
    Ok(())
}

/// Hashes all that waits for it. That files must stand still for a while before is no work, and not in what it took.
async fn settle(office: &Office) -> Outcome<Duration> {
    let mut took = Duration::ZERO;
    loop {
        let start = Instant::now();
        let wait = scan::settle(office).await?;
        took += start.elapsed();
        match wait {
            None => return Ok(took),
            Some(wait) => tokio::time::sleep(wait).await,
        }
    }
}

async fn look_again(office: &Office, documents: &Path) -> Outcome {
    let (mut ours, mut find) = (Turns::default(), Turns::default());
    for _ in 0..TURNS {
        let start = Instant::now();
        scan::look_at_all(office).await?;
        ours.add_milliseconds(start.elapsed());
        let start = Instant::now();
        quiet(Command::new("find").arg(documents).args(["-printf", "%p %s %T@ %i\\n"]))?;
        find.add_milliseconds(start.elapsed());
    }
    Figure {
        bench: "documents",
        metric: "look_again_ms",
        ours: &ours,
        peer: Some(("find", &find)),
        limit: None,
    }
    .print();
    Ok(())
}

/// From the write of a new file to the commit of its row, while the loops run and the words of all are read.
async fn events(office: &Arc<Office>, client: ClientId) -> Outcome {
    let running = jobs::start(office);
    let root = service::list(office, &ELENA, client).await?.root.join("Dichiarazioni");
    tokio::time::sleep(Duration::from_secs(10)).await;
    let mut times = Vec::with_capacity(EVENTS);
    for number in 0..EVENTS {
        let mut changes = office.events();
        let start = Instant::now();
        fs::write(root.join(format!("Nuovo {number}.txt")), "nuovo")?;
        loop {
            let heard = tokio::time::timeout(Duration::from_secs(30), changes.recv()).await??;
            if heard.iter().any(|change| change.kind == ChangeKind::Documents) {
                break;
            }
        }
        times.push(start.elapsed());
        // Published by then: its second event is not taken for the next file's first.
        tokio::time::sleep(Duration::from_secs(4)).await;
    }
    running.shutdown().await;
    times.sort_unstable();
    for (metric, rank) in [("event_to_row_p50_ms", EVENTS / 2), ("event_to_row_p99_ms", EVENTS * 99 / 100)] {
        let mut turns = Turns::default();
        turns.add_milliseconds(times.get(rank).copied().unwrap_or_default());
        Figure { bench: "documents", metric, ours: &turns, peer: None, limit: None }.print();
    }
    Ok(())
}

/// A zip checked, unpacked, hashed and on record.
async fn zip(office: &Office, client: ClientId) -> Outcome {
    let around = folder()?;
    let (mut ours, mut unzip, mut bsdtar) = (Turns::default(), Turns::default(), Turns::default());
    for turn in 0..3 {
        // Another zip into another folder each time: bytes that the office has already are not new to it, and just after many
        // files are deleted some file systems make new ones slowly.
        let archive = archive(around.path(), turn)?;
        let name = format!("Zip {turn}");
        let folder_id = service::create_folder(office, &ELENA, client, &name, Access::View).await?;
        let wanted = Import { folder_id, below: String::new(), paths: vec![archive.clone()], choose: None };
        written()?;
        let start = Instant::now();
        let done = import::import(office, &ELENA, wanted, &import::unwatched()).await?;
        ours.add_milliseconds(start.elapsed());
        if done.accepted.len() != ENTRIES {
            return Err(format!("{} of {ENTRIES} entries were taken in", done.accepted.len()).into());
        }
        let to = around.path().join(format!("unzip{turn}"));
        let start = Instant::now();
        quiet(Command::new("unzip").arg("-q").arg(&archive).arg("-d").arg(&to))?;
        unzip.add_milliseconds(start.elapsed());
        let to = around.path().join(format!("bsdtar{turn}"));
        fs::create_dir_all(&to)?;
        let start = Instant::now();
        quiet(Command::new("bsdtar").arg("-xf").arg(&archive).arg("-C").arg(&to))?;
        bsdtar.add_milliseconds(start.elapsed());
    }
    let print =
        |peer, limit| Figure { bench: "documents", metric: "zip_ms", ours: &ours, peer, limit }.print();
    print(Some(("unzip, which only unpacks", &unzip)), Some(1.0));
    print(Some(("bsdtar, which only unpacks", &bsdtar)), None);
    Ok(())
}

/// Words that pack about as well as office files do.
fn archive(around: &Path, turn: usize) -> Outcome<PathBuf> {
    let from = around.join(format!("pratica{turn}"));
    for number in 0..ENTRIES {
        let folder = from.join(format!("{}", number % 100));
        fs::create_dir_all(&folder)?;
        let mut text = String::with_capacity(ENTRY + 32);
        let mut state = (turn * ENTRIES + number) as u64 + 1;
        while text.len() < ENTRY {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            write!(text, "{:x} fattura ", state >> 40)?;
        }
        fs::write(folder.join(format!("{number}.txt")), text)?;
    }
    let archive = from.with_extension("zip");
    quiet(Command::new("zip").current_dir(&from).args(["-q", "-r", "-D"]).arg(&archive).arg("."))?;
    Ok(archive)
}

/// How long watchman's first crawl takes: from a server that runs to the answer that knows all files.
fn crawl(documents: &Path) -> Outcome<Duration> {
    let around = folder()?;
    let socket = around.path().join("socket");
    let state = around.path().join("state");
    let mut server = Command::new("watchman")
        .args(["--foreground", "--sockname"])
        .arg(&socket)
        .arg("--statefile")
        .arg(&state)
        .arg("--logfile")
        .arg(around.path().join("log"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("watchman: {error}"))?;
    let asked = |arguments: &[&str]| {
        let mut command = Command::new("watchman");
        command.arg("--sockname").arg(&socket).arg("--no-spawn").args(arguments);
        quiet(&mut command)
    };
    let up = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        // Whoever is asked without a server answers what needs none.
        asked(&["get-pid"]).is_ok()
    });
    let start = Instant::now();
    let documents = documents.to_string_lossy();
    let done = asked(&["watch", &documents]).and_then(|()| asked(&["find", &documents, "*.none"]));
    let time = start.elapsed();
    let _ = server.kill();
    let _ = server.wait();
    if up { done.map(|()| time) } else { Err("watchman did not start".into()) }
}

/// Runs a program whose words nobody reads, but for its complaints.
fn quiet(command: &mut Command) -> Outcome {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command.output().map_err(|error| format!("{name}: {error}"))?;
    let said = String::from_utf8_lossy(&done.stderr);
    if done.status.success() {
        Ok(())
    } else {
        Err(format!("{name} ended with {}: {said}", done.status).into())
    }
}

/// The most memory that the office has had since it was idle, with that of the process that reads words.
struct Memory {
    idle: f64,
    /// The most that a process it started was seen with, MB.
    reader: Arc<Mutex<f64>>,
    _watching: Watching,
}

/// Ends the watch when it is dropped.
struct Watching(Arc<AtomicBool>);

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Memory {
    fn of_idle() -> Outcome<Self> {
        let (reader, ended) = (Arc::new(Mutex::new(0.0)), Arc::new(AtomicBool::new(false)));
        let (seen, stop) = (reader.clone(), ended.clone());
        std::thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                for process in family(std::process::id()).unwrap_or_default() {
                    let is_reader = fs::read_to_string(format!("/proc/{process}/cmdline"))
                        .is_ok_and(|line| line.ends_with("read-words\0"));
                    if is_reader && let Ok(peak) = peak_memory(&process.to_string()) {
                        let mut most = seen.lock().unwrap_or_else(PoisonError::into_inner);
                        *most = peak.max(*most);
                    }
                }
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        Ok(Self { idle: present_memory("self")?, reader, _watching: Watching(ended) })
    }

    fn over_idle(&self) -> Outcome<(f64, f64)> {
        let reader = *self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        Ok((peak_memory("self")? - self.idle, reader))
    }

    fn say(&self, after: &str) -> Outcome {
        let (office, reader) = self.over_idle()?;
        eprintln!(
            "documents: peak memory over idle, {after}: {office:.0} MB, reader of words {reader:.0} MB"
        );
        Ok(())
    }

    fn print(&self) -> Outcome {
        let (office, reader) = self.over_idle()?;
        for (metric, peak, limit) in
            [("peak_memory_over_idle_mb", office, Some(120.0)), ("word_reader_peak_memory_mb", reader, None)]
        {
            let mut ours = Turns::default();
            ours.add(peak);
            Figure { bench: "documents", metric, ours: &ours, peer: None, limit }.print();
        }
        Ok(())
    }
}
