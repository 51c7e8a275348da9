//! The peers, each a program of its own that says how long its work took, its start not counted.

use std::ffi::OsString;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::net::TcpStream;

use crate::Outcome;
use crate::office::folder;

/// Connections that smtp-source uses side by side: as many as our outbox.
const SESSIONS: &str = "2";

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(10);

/// Postfix's smtp-sink: takes every mail and throws it away. It ends when dropped.
pub struct Sink {
    process: Child,
    address: SocketAddr,
}

impl Sink {
    /// Starts one and waits until it listens.
    pub async fn start() -> Outcome<Self> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let mut command = Command::new(postfix("smtp-sink"));
        if is_root() {
            // It refuses to stay root.
            command.args(["-u", "nobody"]);
        }
        let process = command.arg(address.to_string()).arg("1000").spawn()?;
        let sink = Self { process, address };
        let start = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            if start.elapsed() > PATIENCE {
                return Err(format!("smtp-sink does not listen on {address}").into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(sink)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How SQLite keeps a commit whole.
#[derive(Debug, Clone, Copy)]
pub enum Journal {
    /// By a rollback journal: as SQLite comes.
    Delete,
    /// By a write-ahead log.
    Wal,
}

/// How long nodemailer takes for the mails of `job`, see peers/nodemailer.mjs.
pub fn nodemailer(job: &Value) -> Outcome<Duration> {
    let mut command = Command::new("node");
    command.arg(peers()?.join("nodemailer.mjs"));
    seconds(command, &job.to_string())
}

/// How long smtp-source takes for so many mails of `size` bytes.
pub fn smtp_source(sink: &Sink, mails: usize, size: usize) -> Outcome<Duration> {
    let mut command = Command::new(postfix("smtp-source"));
    command.args(["-d", "-s", SESSIONS, "-m", &mails.to_string(), "-l", &size.to_string()]);
    command.args(["-f", "elena@studiovannini.example", "-t", "paolo@officinerinaldi.example"]);
    let start = Instant::now();
    let status = command.arg(sink.address().to_string()).status()?;
    if status.success() { Ok(start.elapsed()) } else { Err(format!("smtp-source failed: {status}").into()) }
}

/// How long `APScheduler` takes to add so many jobs, see peers/timers.py.
pub fn apscheduler(journal: Journal, jobs: usize) -> Outcome<Duration> {
    let folder = folder()?;
    let mut command = Command::new(variable("STUDIOLO_BENCH_PYTHON")?);
    command.arg(peers()?.join("timers.py")).arg(folder.path().join("jobs.sqlite")).arg(jobs.to_string());
    command.arg(match journal {
        Journal::Delete => "DELETE",
        Journal::Wal => "WAL",
    });
    seconds(command, "")
}

/// How long a package of Python takes to read what was said out of the texts of `job`, see peers/replies.py.
pub fn reply_text(package: &str, job: &str) -> Outcome<Duration> {
    let mut command = Command::new(variable("STUDIOLO_BENCH_PYTHON")?);
    command.arg(peers()?.join("replies.py")).arg(package);
    seconds(command, job)
}

/// The most memory that a process has had so far, by its number or as `self`, MB.
pub fn peak_memory(process: &str) -> Outcome<f64> {
    memory(process, "VmHWM:")
}

/// The memory that a process has now, by its number or as `self`, MB.
pub fn present_memory(process: &str) -> Outcome<f64> {
    memory(process, "VmRSS:")
}

fn memory(process: &str, which: &str) -> Outcome<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with(which)).ok_or("no such line")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1e3)
}

/// Runs a program that reads `input` and prints seconds.
fn seconds(mut command: Command, input: &str) -> Outcome<Duration> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed: {}", output.status).into());
    }
    Ok(Duration::from_secs_f64(String::from_utf8(output.stdout)?.trim().parse()?))
}

fn peers() -> Outcome<PathBuf> {
    Ok(variable("STUDIOLO_BENCH_PEERS")?.into())
}

fn variable(name: &str) -> Outcome<OsString> {
    std::env::var_os(name).ok_or_else(|| format!("{name} is not set: run `cargo xtask bench`").into())
}

/// Debian keeps it where only root looks for programs.
fn postfix(name: &str) -> PathBuf {
    let place = Path::new("/usr/sbin").join(name);
    if place.exists() { place } else { name.into() }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
