//! Mail in: 10,000 answers taken in from a mailbox at a real Dovecot, what a client said read out of a mail's text, and how soon an
//! answer is in the office that has come while it listens.
//!
//! The peers do a part of it: mbsync fetches the same mails to files and notmuch indexes them, neither encrypted nor joined to
//! anything; the two readers of reply texts are Python, each in one process.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use studiolo_core::access::{By, Origin};
use studiolo_core::accounts::{self, ReceivingAccount};
use studiolo_core::events::ChangeKind;
use studiolo_core::intake::collect;
use studiolo_core::{jobs, outbox};
use studiolo_mail::intake::reply;
use studiolo_testkit::MailServer;

use crate::figure::{Figure, Turns};
use crate::office::{BenchOffice, ELENA, MESSAGE, SUBJECT, folder};
use crate::{Outcome, peers, seed};

const MAILS: usize = 10_000;

/// Clients who answer, each as often as all others.
const CLIENTS: usize = 500;

/// Turns of what takes long, and of what is quick.
const TURNS: usize = 3;
const QUICK_TURNS: usize = 5;

/// Mails that are waited for one by one.
const EVENTS: usize = 60;

/// Whose mailbox it is.
const MAILBOX: &str = "elena@example.test";
const PASSWORD: &str = "segreta";

/// Elena in her terminal: only from there comes the path of an authority's certificate.
const SHELL: By = By::owner(Origin::CommandLine);

/// Runs it.
pub async fn run() -> Outcome {
    // First, while this process has had no use for much memory.
    taken_in().await?;
    reply_text()?;
    latency().await
}

/// Words that a client writes above a quoted message.
fn answer_text(number: usize) -> String {
    let mut text = format!("Buongiorno, per la pratica {number} ");
    for word in 0..number % 60 {
        let _ = write!(text, "le mando il documento {word} che mi ha chiesto, ");
    }
    text += "e a venerdì.\n\nPaolo Rinaldi\n\nIl giorno mer 22 apr 2026 alle ore 16:05 Elena Vannini <elena@studiovannini.example> ha scritto:\n";
    MESSAGE.lines().for_each(|line| {
        let _ = writeln!(text, "> {line}");
    });
    text
}

fn reply_text() -> Outcome {
    let texts: Vec<String> = (0..MAILS).map(answer_text).collect();
    let job = json!({ "texts": texts }).to_string();
    let (mut ours, mut languages, mut one) = (Turns::default(), Turns::default(), Turns::default());
    let each =
        |time: Duration| time.as_secs_f64() * 1e6 / f64::from(u32::try_from(MAILS).unwrap_or(u32::MAX));
    for _ in 0..QUICK_TURNS {
        let start = Instant::now();
        for text in &texts {
            black_box(reply::said(&reply::parts(text)));
        }
        ours.add(each(start.elapsed()));
        languages.add(each(peers::reply_text("mail-parser-reply", &job)?));
        one.add(each(peers::reply_text("email-reply-parser", &job)?));
    }
    for (name, peer) in
        [("mail-parser-reply, Italian and English", &languages), ("email-reply-parser, English", &one)]
    {
        let peer = Some((name, peer));
        Figure { bench: "intake", metric: "reply_text_us", ours: &ours, peer, limit: None }.print();
    }
    Ok(())
}

async fn taken_in() -> Outcome {
    let (mut ours, mut peer) = (Turns::default(), Turns::default());
    let (mut memory, mut peers_memory) = (Turns::default(), Turns::default());
    for turn in 0..TURNS {
        eprintln!("intake: turn {} of {TURNS}", turn + 1);
        let server = MailServer::start();
        let bench = office(&server, CLIENTS).await?;
        for first in (0..MAILS).step_by(CLIENTS) {
            server.lay(MAILBOX, &answers(&bench, first..first + CLIENTS).await?);
        }
        // The peak so far is forgotten.
        fs::write("/proc/self/clear_refs", "5")?;
        let idle = peers::peak_memory("self")?;
        let start = Instant::now();
        let (collected, troubles) = collect::once(&bench.office).await?;
        ours.add_rate(MAILS, start.elapsed());
        // Later turns find the room that the first one took.
        if turn == 0 {
            memory.add(peers::peak_memory("self")? - idle);
        }
        let joined = collected.map(|collected| collected.joined);
        if joined != Some(u64::try_from(MAILS)?) || !troubles.is_empty() {
            return Err(format!("{MAILS} answers were to join, and {joined:?} did: {troubles:?}").into());
        }
        bench.close().await?;
        let (time, most) = fetch_and_index(&server)?;
        peer.add_rate(MAILS, time);
        peers_memory.add(most);
    }
    let name = "mbsync, then notmuch new: files, not encrypted";
    let print = |metric, ours: &Turns, peer| {
        Figure { bench: "intake", metric, ours, peer: Some((name, peer)), limit: None }.print();
    };
    print("mails_taken_in_per_second", &ours, &peer);
    print("peak_memory_over_idle_mb", &memory, &peers_memory);
    Ok(())
}

/// An office with so many clients that were written to, which has looked at the empty mailbox once.
async fn office(server: &MailServer, count: usize) -> Outcome<BenchOffice> {
    let bench = BenchOffice::new().await?;
    server.add_user(MAILBOX, PASSWORD);
    let account = ReceivingAccount {
        host: server.host().into(),
        port: server.imaps_port(),
        security: "tls".into(),
        username: MAILBOX.into(),
        password: PASSWORD.into(),
        address: MAILBOX.into(),
        folder: "INBOX".into(),
        ca_file: server.ca_file().to_string_lossy().into_owned(),
        allow_plain: false,
        authserv_id: "mx.example.test".into(),
        plus_addresses: true,
    };
    accounts::service::set_receiving(&bench.office, &SHELL, None, account).await?;
    collect::once(&bench.office).await?;
    let clients = seed::clients(&bench, count).await?;
    bench.write_to(&clients).await?;
    Ok(bench)
}

/// Answers of these numbers to what was written, in turn by every client.
async fn answers(bench: &BenchOffice, numbers: Range<usize>) -> Outcome<Vec<Vec<u8>>> {
    let written = outbox::service::list(&bench.office, &ELENA, None).await?;
    let answer = |(number, mail): (usize, &outbox::MailRow)| {
        format!(
            "From: Paolo Rinaldi <{}>\r\nTo: {MAILBOX}\r\nSubject: Re: {SUBJECT}\r\nMessage-ID: <{number}@phone.example>\r\n\
             In-Reply-To: {}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
            mail.address,
            mail.message_id,
            answer_text(number)
        )
        .into_bytes()
    };
    let first = numbers.start % written.len().max(1);
    Ok(numbers.zip(written.iter().cycle().skip(first)).map(answer).collect())
}

/// How long mbsync and notmuch take one after the other, and the most memory that either had, MB.
fn fetch_and_index(server: &MailServer) -> Outcome<(Duration, f64)> {
    let around = folder()?;
    let files = around.path().join("mail");
    fs::create_dir(&files)?;
    let channel = format!(
        "IMAPAccount a\nHost {}\nPort {}\nUser {MAILBOX}\nPass {PASSWORD}\nSSLType IMAPS\nCertificateFile {}\n\nIMAPStore far\nAccount a\n\n\
         MaildirStore near\nPath {files}/\nInbox {files}/INBOX\n\nChannel a\nFar :far:\nNear :near:\nPatterns INBOX\nSync Pull\nCreate Near\nSyncState *\n",
        server.host(),
        server.imaps_port(),
        server.ca_file().display(),
        files = files.display(),
    );
    let settings =
        format!("[database]\npath={}\n[user]\nname=Elena\nprimary_email={MAILBOX}\n", files.display());
    let (sync, index) = (around.path().join("mbsyncrc"), around.path().join("notmuchrc"));
    fs::write(&sync, channel)?;
    fs::write(&index, settings)?;
    let start = Instant::now();
    let fetching = most_memory(Command::new("mbsync").arg("-q").arg("-c").arg(&sync).arg("a"))?;
    let indexing =
        most_memory(Command::new("notmuch").env("NOTMUCH_CONFIG", &index).args(["new", "--quiet"]))?;
    let time = start.elapsed();
    let fetched = count(&files.join("INBOX").join("new"))? + count(&files.join("INBOX").join("cur"))?;
    if fetched == MAILS {
        Ok((time, fetching.max(indexing)))
    } else {
        Err(format!("mbsync fetched {fetched} mails").into())
    }
}

fn count(folder: &Path) -> Outcome<usize> {
    Ok(fs::read_dir(folder)?.count())
}

/// Runs a program to its end; the most memory that it was seen with, MB.
fn most_memory(command: &mut Command) -> Outcome<f64> {
    let name = command.get_program().to_string_lossy().into_owned();
    let child = command.stdout(Stdio::null()).spawn();
    let mut child = child.map_err(|error| format!("{name}: {error}"))?;
    let mut most = 0.0_f64;
    loop {
        if let Some(status) = child.try_wait()? {
            return if status.success() {
                Ok(most)
            } else {
                Err(format!("{name} ended with {status}").into())
            };
        }
        // It may have ended since.
        most = most.max(peers::peak_memory(&child.id().to_string()).unwrap_or_default());
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// From the moment when a mail lies in the mailbox to the commit of its message, while the office listens.
async fn latency() -> Outcome {
    let server = MailServer::start();
    let bench = office(&server, 1).await?;
    let answers = answers(&bench, 0..EVENTS + 1).await?;
    let running = jobs::start(&bench.office);
    let mut times = Vec::with_capacity(EVENTS);
    for (number, answer) in answers.into_iter().enumerate() {
        let mut changes = bench.office.events();
        let start = Instant::now();
        server.lay(MAILBOX, &[answer]);
        loop {
            let heard = tokio::time::timeout(Duration::from_mins(1), changes.recv()).await??;
            if heard.iter().any(|change| change.kind == ChangeKind::Chat) {
                break;
            }
        }
        // The first may have come before anybody listened.
        if number > 0 {
            times.push(start.elapsed());
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    running.shutdown().await;
    bench.close().await?;
    times.sort_unstable();
    for (metric, rank) in
        [("mail_to_message_p50_ms", EVENTS / 2), ("mail_to_message_p99_ms", EVENTS * 99 / 100)]
    {
        let mut turns = Turns::default();
        turns.add_milliseconds(times.get(rank).copied().unwrap_or_default());
        Figure { bench: "intake", metric, ours: &turns, peer: None, limit: None }.print();
    }
    Ok(())
}
