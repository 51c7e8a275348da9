//! A mailbox lives by chance: mails come, go and come twice, all are numbered anew in another order, sessions end at any byte, the
//! office is dropped at any step. Whatever was there while a session went through is taken in, and nothing is taken in twice.
//!
//! 300 sessions; 10,000 with `STUDIOLO_LONG=1`.

mod server;

use std::collections::BTreeSet;
use std::env;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use serde_json::{Value, json};
use studiolo_core::intake::collect;
use studiolo_testkit::TestOffice;

use super::intake::{PAOLO, asked};
use server::{Chance, Mail, Mailbox, Shared};

/// Sessions of one office.
const SESSIONS: u64 = 300;

/// What must be in the office, and how often a word may be there: once.
struct Life {
    office: TestOffice,
    chat: String,
    rinaldi: String,
    mailbox: Shared,
    /// The mails that were in the mailbox while a session went through.
    must: BTreeSet<String>,
}

#[tokio::test]
async fn no_mail_is_lost_and_none_is_taken_in_twice_whatever_happens_to_the_mailbox() {
    let long = env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1");
    for seed in 0..if long { 10_000_u64.div_ceil(SESSIONS) } else { 1 } {
        live(seed).await;
    }
}

async fn live(seed: u64) {
    let (office, cast, chat, sent) = asked().await;
    let mailbox: Shared =
        Arc::new(Mutex::new(Mailbox::new(seed, move |number, chance| one_mail(&sent, number, chance))));
    let port = server::start(mailbox.clone()).await;
    let account = json!({ "host": "127.0.0.1", "port": port, "security": "none",
        "username": "elena@studiovannini.example", "password": "segreta", "plus_addresses": true });
    office.call_from_shell("mail.set_receiving", account).await;
    let mut life = Life { office, chat, rinaldi: cast.rinaldi, mailbox, must: BTreeSet::new() };
    let (mut whole, mut broken) = (0, 0);
    for number in 0..SESSIONS {
        if life.session(false).await {
            whole += 1;
        } else {
            broken += 1;
        }
        if number % 50 == 49 {
            life.check(seed).await;
        }
        if number % 100 == 99 {
            life.office.reopen().await;
        }
    }
    assert!(life.session(true).await);
    life.check(seed).await;
    assert!(whole > 50 && broken > 50, "{whole} sessions went through, {broken} did not");
}

impl Life {
    /// One look at the mailbox; whether it went through.
    async fn session(&mut self, quietly: bool) -> bool {
        let (there, steps) = {
            let mut mailbox = self.mailbox.lock().unwrap();
            let steps = mailbox.weather(quietly);
            (mailbox.to_be_taken_in(), steps)
        };
        let went_through = match up_to(steps, collect::once(self.office.office())).await {
            Some(done) => done.unwrap().1.is_empty(),
            None => false,
        };
        if went_through {
            // What went in the meantime may have gone before it was looked at.
            let still = self.mailbox.lock().unwrap().to_be_taken_in();
            self.must.extend(there.intersection(&still).cloned());
        }
        went_through
    }

    async fn check(&self, seed: u64) {
        let thread = self.office.thread(&self.chat).await;
        let kept = self.office.call("quarantine.list", json!({})).await;
        let joined = thread["messages"].as_array().unwrap().iter().skip(1).map(|message| &message["text"]);
        let kept = kept["mails"].as_array().unwrap().iter().map(|mail| &mail["subject"]);
        let words = once(joined.chain(kept), seed);
        assert!(self.must.is_subset(&words), "seed {seed}: lost {:?}", self.must.difference(&words));
        assert!(
            words.iter().all(|word| !word.starts_with("nostro")),
            "seed {seed}: what is no answer was taken in"
        );
        let list = self.office.call("documents.list", json!({ "client_id": self.rinaldi })).await;
        once(list["documents"].as_array().unwrap().iter().map(|document| &document["sha256"]), seed);
    }
}

/// These words, none of which may be there twice.
fn once<'v>(words: impl Iterator<Item = &'v Value>, seed: u64) -> BTreeSet<String> {
    let mut met = BTreeSet::new();
    for word in words {
        assert!(met.insert(word.as_str().unwrap().to_owned()), "seed {seed}: twice {word}");
    }
    met
}

/// Lets work go on for so many steps, then drops it where it stands.
async fn up_to<T>(mut steps: Option<u64>, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| {
        match &mut steps {
            Some(0) => return Poll::Ready(None),
            Some(left) => *left -= 1,
            None => {}
        }
        work.as_mut().poll(context).map(Some)
    })
    .await
}

/// A mail that comes: mostly an answer, at times with a file; else a mail of Paolo's that answers nothing, or one that is nobody's business.
fn one_mail(sent: &str, number: u64, chance: &mut Chance) -> Mail {
    let word = format!("Risposta {number}.");
    let head = |from: &str, subject: &str| {
        format!("From: {from}\r\nSubject: {subject}\r\nMessage-ID: <{number}@x>\r\n")
    };
    let answers = format!("In-Reply-To: {sent}\r\n");
    let (bytes, word) = match chance.below(10) {
        0 => (head("spam@example.example", "nostro") + "\r\nnostro\r\n", None),
        1 => (head(PAOLO, "nostro") + &answers + "Auto-Submitted: auto-replied\r\n\r\nnostro\r\n", None),
        2 => (head(PAOLO, &word) + "\r\nUna cosa nuova.\r\n", Some(word)),
        3 => {
            let parts = format!(
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{word}\r\n--b\r\nContent-Type: text/plain; name=conto.txt\r\n\r\nsaldo {number}\r\n--b--\r\n"
            );
            (head(PAOLO, "Re: IVA") + &answers + &parts, Some(word))
        }
        _ => (head(PAOLO, "Re: IVA") + &answers + "\r\n" + &word + "\r\n", Some(word)),
    };
    // One that was there before the account was set may be shown again, by a restored mailbox for one.
    let old = chance.one_in(15);
    let bytes = if old { bytes.replace("Risposta", "nostro") } else { bytes };
    Mail { bytes: bytes.into_bytes().into(), old, word: word.filter(|_| !old) }
}
