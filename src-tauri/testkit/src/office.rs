//! A real office in a folder of its own, on a clock that the test moves: Elena Vannini's in Arezzo, on Wednesday
//! 22 April 2026 at 16:05.

use std::cell::RefCell;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use chrono::{NaiveDate, TimeZone, Utc};
use serde_json::{Value, json};
use studiolo_api::WireError;
use studiolo_core::access::{By, Origin};
use studiolo_core::documents::WordReader;
use studiolo_core::jobs::{self, Ticked};
use studiolo_core::key::KeySource;
use studiolo_core::settings::NewOffice;
use studiolo_core::time::{Clock, Instant, ManualClock};
use studiolo_core::{Office, OpenOptions};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// The office of a test. What its acts cause is done by [`TestOffice::tick`], as the loops would.
pub struct TestOffice {
    folder: TempDir,
    clock: ManualClock,
    office: Arc<Office>,
}

/// Officine Rinaldi S.r.l. and its contacts, both with NOTIFY.
#[derive(Debug, Clone)]
pub struct Cast {
    /// Officine Rinaldi S.r.l.
    pub rinaldi: String,
    /// `paolo@officinerinaldi.example`.
    pub paolo: String,
    /// `giulia@officinerinaldi.example`.
    pub giulia: String,
}

/// An instant by the clock on the wall in Rome; the first of the two where it is repeated.
pub fn rome(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Instant {
    let civil = NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, minute, 0).unwrap();
    chrono_tz::Europe::Rome.from_local_datetime(&civil).earliest().unwrap().with_timezone(&Utc)
}

impl TestOffice {
    /// A new office whose mail is caught in its folder.
    pub async fn new() -> Self {
        Self::make(true).await
    }

    /// A new office without a sending account: mail waits.
    pub async fn without_account() -> Self {
        Self::make(false).await
    }

    /// A new office that sends to a server on this computer, unprotected.
    pub async fn sending_to(server: SocketAddr) -> Self {
        let office = Self::make(false).await;
        office.send_to(server).await;
        office
    }

    /// The same office, whose documents' words this program reads.
    pub async fn reading_words(mut self, reader: WordReader) -> Self {
        self.office.close().await;
        let options = OpenOptions { words: Some(reader), ..self.options() };
        self.office = Office::open(options).await.unwrap();
        self
    }

    async fn make(catch_mail: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = ManualClock::at(rome(2026, 4, 22, 16, 5));
        let new = NewOffice {
            firm: "Studio Vannini".into(),
            owner_name: "Elena Vannini".into(),
            owner_email: "elena@studiovannini.example".into(),
            time_zone: "Europe/Rome".into(),
            language: "it".into(),
            country: "IT".into(),
            catch_mail,
        };
        let options = options(&folder, &clock);
        Office::init(options.clone(), new).await.unwrap();
        let office = Office::open(options).await.unwrap();
        Self { folder, clock, office }
    }

    /// Sets the sending account to a server on this computer, unprotected.
    pub async fn send_to(&self, server: SocketAddr) {
        let account = json!({ "host": server.ip().to_string(), "port": server.port(), "security": "none",
            "from_name": "Elena Vannini", "from_address": "elena@studiovannini.example" });
        self.call("mail.set_sending", account).await;
    }

    /// The open office.
    pub fn office(&self) -> &Arc<Office> {
        &self.office
    }

    /// Its folder.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    /// What opens it.
    pub fn options(&self) -> OpenOptions {
        options(&self.folder, &self.clock)
    }

    /// One command by Elena at her window, which must go well.
    pub async fn call(&self, command: &str, request: Value) -> Value {
        self.try_call(command, request).await.unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    /// One command by Elena at her window.
    pub async fn try_call(&self, command: &str, request: Value) -> Result<Value, WireError> {
        dispatch(&self.office, &By::owner(Origin::Window), command, request).await
    }

    /// One command by Elena through `studioloctl`, which must go well: paths are taken from there alone.
    pub async fn call_from_shell(&self, command: &str, request: Value) -> Value {
        let done = self.try_call_from_shell(command, request).await;
        done.unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    /// One command by Elena through `studioloctl`.
    pub async fn try_call_from_shell(&self, command: &str, request: Value) -> Result<Value, WireError> {
        dispatch(&self.office, &By::owner(Origin::CommandLine), command, request).await
    }

    /// One pass of every loop; no loop may fail.
    pub async fn tick(&self) -> Ticked {
        let ticked = self.tick_badly().await;
        assert_eq!(ticked.errors, []);
        ticked
    }

    /// One pass of every loop, whatever happens.
    pub async fn tick_badly(&self) -> Ticked {
        jobs::tick(&self.office).await
    }

    /// Moves the clock, then runs one pass of every loop.
    pub async fn at(&self, at: Instant) -> Ticked {
        self.clock.set(at);
        self.tick().await
    }

    /// Moves the clock and runs nothing.
    pub fn clock_to(&self, at: Instant) {
        self.clock.set(at);
    }

    /// Closes the office and opens it again, as a new process would.
    pub async fn reopen(&mut self) {
        self.office.close().await;
        self.office = Office::open(self.options()).await.unwrap();
    }

    /// Makes Officine Rinaldi S.r.l. with Paolo and Giulia.
    pub async fn cast(&self) -> Cast {
        let made = self
            .call(
                "clients.create",
                json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [
                    { "name": "Paolo Rinaldi", "email": "paolo@officinerinaldi.example", "notify": true, "login": false },
                    { "name": "Giulia Rinaldi", "email": "giulia@officinerinaldi.example", "notify": true, "login": false },
                ] }),
            )
            .await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Cast {
            rinaldi: text(&made["client_id"]),
            paolo: text(&made["contact_ids"][0]),
            giulia: text(&made["contact_ids"][1]),
        }
    }

    /// Elena writes to a client, with a reminder every `days`, `count` times; the chat's id.
    pub async fn write(&self, client: &str, subject: &str, days: u32, count: u32) -> String {
        let made = self
            .call(
                "chats.create",
                json!({ "client_ids": [client], "subject": subject, "body": "Buongiorno Paolo, mi mandi l’estratto conto?",
                    "reminder": { "every_days": days, "max_count": count } }),
            )
            .await;
        made["chats"][0]["chat_id"].as_str().unwrap().to_owned()
    }

    /// The thread as the window gets it.
    pub async fn thread(&self, chat: &str) -> Value {
        self.call("chats.get", json!({ "chat_id": chat })).await
    }

    /// Every mail of the outbox, oldest first, as `kind state to`.
    pub async fn mails(&self) -> Vec<String> {
        let list = self.call("outbox.list", json!({})).await;
        let mut mails: Vec<String> = list["mails"]
            .as_array()
            .unwrap()
            .iter()
            .map(|mail| {
                let word = |key: &str| mail[key].as_str().unwrap().to_owned();
                format!("{} {} {}", word("kind"), word("state"), word("to"))
            })
            .collect();
        mails.reverse();
        mails
    }

    /// The actions of the audit trail, oldest first.
    pub async fn actions(&self) -> Vec<String> {
        let list = self.call("audit.list", json!({ "limit": 1000 })).await;
        let mut actions: Vec<String> = list["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["action"].as_str().unwrap().to_owned())
            .collect();
        actions.reverse();
        actions
    }
}

fn options(folder: &TempDir, clock: &ManualClock) -> OpenOptions {
    OpenOptions {
        folder: folder.path().join("office"),
        key: KeySource::File(folder.path().join("office.key")),
        clock: Clock::Manual(clock.clone()),
        program: "a test",
        words: None,
    }
}

impl Drop for TestOffice {
    fn drop(&mut self) {
        close_at_end(&self.office);
    }
}

/// How long an office may take to close that somebody still uses.
const PATIENCE: Duration = Duration::from_secs(5);

thread_local! {
    static TO_CLOSE: RefCell<ToClose> = const { RefCell::new(ToClose(Vec::new())) };
}

/// Closes an office once the test's own runtime is gone, and before the test counts as ended. SQLCipher takes its memory
/// down as soon as a process ends, also under the threads of stores that are still closing: those of the last test.
pub fn close_at_end(office: &Arc<Office>) {
    TO_CLOSE.with_borrow_mut(|to_close| to_close.0.push(office.clone()));
}

/// The offices of the tests of one thread, closed when it ends.
struct ToClose(Vec<Arc<Office>>);

impl Drop for ToClose {
    fn drop(&mut self) {
        let offices = std::mem::take(&mut self.0);
        // A thread that is ending can't run anything itself.
        let closing = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                for office in offices {
                    tokio::time::timeout(PATIENCE, office.close()).await.map_err(io::Error::other)?;
                }
                Ok::<_, io::Error>(())
            })
        });
        if let Ok(Err(error)) = closing.join() {
            eprintln!("an office was not closed: {error}");
        }
    }
}

/// A token that nobody cancels, for those who run a loop's work by hand.
pub fn never() -> CancellationToken {
    CancellationToken::new()
}

/// One command of the table, its reply read.
pub async fn dispatch(
    office: &Arc<Office>,
    by: &By,
    command: &str,
    request: Value,
) -> Result<Value, WireError> {
    let reply = studiolo_api::dispatch(office, by, command, request).await?;
    Ok(serde_json::from_str(reply.get()).unwrap())
}
