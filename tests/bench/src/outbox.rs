//! 5,000 due reminders, each to another client, sent durably through a null server on this computer.
//!
//! Ours is one pass of the office's own loops: each reminder is found due, written into the encrypted outbox, asked
//! once more whether it is still wanted, written as a letter, sent, and its answer recorded in mail, item and audit
//! trail. Both peers only send: nodemailer writes and sends the same letter to as many addresses over its pool,
//! smtp-source sends bytes of the letter's size over as many connections as we use.

use std::time::Instant;

use serde_json::{Value, json};
use studiolo_core::jobs;
use studiolo_core::letters::{self, Kind, Language, Letter, LetterItem, Written};
use studiolo_core::richtext::Document;

use crate::figure::{Figure, Turns};
use crate::office::{BenchOffice, MESSAGE, SUBJECT};
use crate::peers::{self, Sink};
use crate::{Outcome, seed};

const MAILS: usize = 5_000;

/// Mondays, which are no holidays in Italy; on each the next reminder of every chat is overdue.
const MONDAYS: [&str; 5] = ["2026-04-27", "2026-05-04", "2026-05-11", "2026-05-18", "2026-05-25"];

/// Runs it.
pub async fn run() -> Outcome {
    let sink = Sink::start().await?;
    let bench = BenchOffice::new().await?;
    bench.send_to(sink.address()).await?;
    eprintln!("outbox: writing to {MAILS} clients");
    let clients = seed::clients(&bench, MAILS).await?;
    bench.write_to(&clients).await?;
    pass(&bench).await?;

    let letter = letter()?;
    let size = letter.text.len() + letter.html.len();
    let job = nodemailer_job(&sink, &letter);
    let (mut ours, mut nodemailer, mut smtp_source) = (Turns::default(), Turns::default(), Turns::default());
    for monday in MONDAYS {
        // The day's backup is made before the window opens, so that it is no part of the measured pass.
        bench.clock_to(&format!("{monday}T05:00:00Z"))?;
        jobs::tick(&bench.office).await;
        bench.clock_to(&format!("{monday}T08:00:00Z"))?;
        let start = Instant::now();
        pass(&bench).await?;
        ours.add_rate(MAILS, start.elapsed());
        nodemailer.add_rate(MAILS, peers::nodemailer(&job)?);
        smtp_source.add_rate(MAILS, peers::smtp_source(&sink, MAILS, size)?);
    }
    bench.close().await?;

    let beside = |name, peer, limit| {
        let peer = Some((name, peer));
        Figure { bench: "outbox", metric: "reminders_sent_durably_per_second", ours: &ours, peer, limit }
            .print();
    };
    beside("nodemailer pooled, not durable", &nodemailer, Some(3.0));
    beside("smtp-source (C), not durable, bytes made once", &smtp_source, None);
    Ok(())
}

/// One pass of every loop, which must send all the mails.
async fn pass(bench: &BenchOffice) -> Outcome {
    let ticked = jobs::tick(&bench.office).await;
    if ticked.outbox.accepted == u64::try_from(MAILS)? && ticked.errors.is_empty() {
        return Ok(());
    }
    Err(format!("{MAILS} mails were to be accepted, and the pass did {ticked:?}").into())
}

/// A reminder's letter as each of ours is.
fn letter() -> Outcome<Written> {
    let body = Document::from_text(MESSAGE)?;
    let item = LetterItem {
        subject: SUBJECT.into(),
        body: &body,
        written_at: "2026-04-22T14:05:00Z".parse()?,
        open_tasks: Vec::new(),
        documents: Vec::new(),
        link: None,
        reminder: Some((1, 99)),
    };
    Ok(letters::write(&Letter {
        kind: Kind::Reminder,
        language: Language::It,
        firm: "Studio Vannini".into(),
        owner_name: "Elena Vannini".into(),
        contact_name: "Paolo Rinaldi".into(),
        client_name: "Officine Rinaldi S.r.l.".into(),
        items: vec![item],
        zone: chrono_tz::Europe::Rome,
    })?)
}

fn nodemailer_job(sink: &Sink, letter: &Written) -> Value {
    json!({
        "host": sink.address().ip().to_string(),
        "port": sink.address().port(),
        "mails": MAILS,
        "letter": {
            "from": "Elena Vannini <elena@studiovannini.example>",
            "replyTo": "Elena Vannini <elena@studiovannini.example>",
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "headers": { "Auto-Submitted": "auto-generated" },
        },
    })
}
