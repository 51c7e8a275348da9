//! An SMTP server that takes mail and says what a test wants it to say.
//!
//! For tests that need thousands of mails, or answers that a real server gives only on its bad days. It speaks
//! plain SMTP on loopback, on a thread of its own, and keeps a ledger of every mail whose final dot arrived.

mod dialogue;

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use crate::background::Background;

const PATIENCE: Duration = Duration::from_mins(1);

/// The sink; it ends when dropped.
pub struct SmtpSink {
    address: SocketAddr,
    book: Arc<Book>,
    _background: Background,
}

/// What a recipient's mail meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// 250.
    Accept,
    /// This reply to RCPT.
    AtRecipient(u16, &'static str),
    /// This reply to the final dot.
    AtMessage(u16, &'static str),
    /// The connection ends in place of a reply to RCPT.
    CutAtRecipient,
    /// The message arrives whole; the connection ends in place of its reply.
    CutBeforeReply,
    /// The message is accepted, its 250 sent, then the connection ends.
    CutAfterReply,
    /// The message arrives whole; the reply never comes, the connection stays.
    Stall,
    /// The message arrives whole; its 250 waits for [`SmtpSink::let_go`].
    Late,
}

/// One recipient's copy of a message whose final dot arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SinkMail {
    /// Envelope sender.
    pub sender: String,
    /// Envelope recipient.
    pub recipient: String,
    /// Message-ID with its angle brackets; empty if there is none.
    pub message_id: String,
    /// The message, its dots undoubled.
    pub bytes: Vec<u8>,
    /// True once the whole 250 was handed to the system.
    pub accepted: bool,
}

/// What the connections share.
struct Book {
    pipelining: bool,
    script: Mutex<HashMap<String, VecDeque<Answer>>>,
    ledger: Mutex<Vec<SinkMail>>,
    connections: watch::Sender<usize>,
    open: watch::Sender<usize>,
    arrived: watch::Sender<usize>,
    let_go: Notify,
}

impl SmtpSink {
    /// Starts one that offers PIPELINING.
    pub fn start() -> Self {
        Self::start_with(true)
    }

    /// Starts one that does not.
    pub fn start_without_pipelining() -> Self {
        Self::start_with(false)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the next mails to `recipient` meet, in this order; all others are accepted.
    pub fn answer(&self, recipient: &str, answers: impl IntoIterator<Item = Answer>) {
        let mut script = self.book.script.lock().unwrap();
        script.entry(recipient.to_owned()).or_default().extend(answers);
    }

    /// Every mail whose final dot arrived, in the order of arrival.
    pub fn mails(&self) -> Vec<SinkMail> {
        self.book.ledger.lock().unwrap().clone()
    }

    /// Sends the 250 of a mail whose answer is late.
    pub fn let_go(&self) {
        self.book.let_go.notify_one();
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        *self.book.connections.borrow()
    }

    /// Waits until at least `count` mails arrived, and returns all that did. Panics after a minute.
    pub async fn wait_for(&self, count: usize) -> Vec<SinkMail> {
        let mut arrived = self.book.arrived.subscribe();
        let enough = timeout(PATIENCE, arrived.wait_for(|number| *number >= count)).await;
        assert!(enough.is_ok(), "waited for {count} mails, {} arrived", self.mails().len());
        self.mails()
    }

    /// Waits until nobody is connected any more, and returns how many mails have arrived: after a client was killed,
    /// what it had already sent is in the ledger then. Panics after a minute.
    pub async fn wait_until_silent(&self) -> usize {
        let mut open = self.book.open.subscribe();
        let silent = timeout(PATIENCE, open.wait_for(|number| *number == 0)).await;
        assert!(silent.is_ok(), "a client stays connected");
        *self.book.arrived.borrow()
    }

    fn start_with(pipelining: bool) -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let book = Arc::new(Book {
            pipelining,
            script: Mutex::default(),
            ledger: Mutex::default(),
            connections: watch::Sender::new(0),
            open: watch::Sender::new(0),
            arrived: watch::Sender::new(0),
            let_go: Notify::new(),
        });
        let shared = Arc::clone(&book);
        let background = Background::run("smtp-sink", move || async move {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                shared.connections.send_modify(|number| *number += 1);
                shared.open.send_modify(|number| *number += 1);
                let book = Arc::clone(&shared);
                tokio::spawn(async move {
                    dialogue::serve(stream, Arc::clone(&book)).await;
                    book.open.send_modify(|number| *number -= 1);
                });
            }
        });
        Self { address, book, _background: background }
    }
}

impl Book {
    fn next_answer(&self, recipient: &str) -> Answer {
        let mut script = self.script.lock().unwrap();
        script.get_mut(recipient).and_then(VecDeque::pop_front).unwrap_or(Answer::Accept)
    }

    /// Writes mails down; returns the line of the first, for [`Book::accept`].
    fn record(&self, mails: Vec<SinkMail>) -> usize {
        let mut ledger = self.ledger.lock().unwrap();
        let first = ledger.len();
        ledger.extend(mails);
        self.arrived.send_replace(ledger.len());
        first
    }

    /// Sends the 250 and writes that down under one lock, so that whoever has seen the reply finds it here. The
    /// writer has nothing waiting, so that so few bytes fit in the system's buffer.
    fn accept(&self, first: usize, count: usize, writer: &OwnedWriteHalf) -> io::Result<()> {
        let mut ledger = self.ledger.lock().unwrap();
        let reply = b"250 accepted\r\n";
        if writer.try_write(reply)? < reply.len() {
            return Err(io::ErrorKind::WriteZero.into());
        }
        for mail in &mut ledger[first..first + count] {
            mail.accepted = true;
        }
        Ok(())
    }
}
