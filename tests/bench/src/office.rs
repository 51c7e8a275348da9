//! A real office on the disk of the build folder: a temporary folder may be in memory, where nothing is durable.

use std::net::SocketAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use studiolo_core::access::{By, Origin};
use studiolo_core::accounts::{self, SendingAccount};
use studiolo_core::chats::NewChat;
use studiolo_core::chats::service::create;
use studiolo_core::documents::WordReader;
use studiolo_core::id::ClientId;
use studiolo_core::key::KeySource;
use studiolo_core::richtext::Document;
use studiolo_core::settings::{NewOffice, PolicyChange};
use studiolo_core::time::{Clock, ManualClock};
use studiolo_core::{Office, OpenOptions};
use tempfile::TempDir;

use crate::Outcome;

/// What the owner writes to every client.
pub const MESSAGE: &str = "Buongiorno,\n\nper chiudere la dichiarazione mi servono l’estratto conto di marzo e le \
                           fatture dei fornitori. Può mandarmeli entro venerdì?\n\nGrazie e a presto,\nElena Vannini";

/// Its subject.
pub const SUBJECT: &str = "Estratto conto di marzo";

/// The office's folder, and its key, within the folder of a benchmark.
pub const OFFICE: &str = "office";
/// See [`OFFICE`].
pub const KEY: &str = "office.key";

/// Who acts in benchmarks: Elena, the owner, at her window.
pub const ELENA: By = By::owner(Origin::Window);

/// An open office on a clock that stands until it is moved. Its sending window is the one of a new office: working
/// days from 9.
pub struct BenchOffice {
    /// The office.
    pub office: Arc<Office>,
    clock: ManualClock,
    folder: TempDir,
}

impl BenchOffice {
    /// A new office, on Wednesday 22 April 2026 at 16:05 in Rome.
    pub async fn new() -> Outcome<Self> {
        Self::at(instant("2026-04-22T14:05:00Z")?).await
    }

    /// A new office at this instant.
    pub async fn at(now: DateTime<Utc>) -> Outcome<Self> {
        let folder = folder()?;
        let clock = ManualClock::at(now);
        let options = OpenOptions {
            folder: folder.path().join(OFFICE),
            key: KeySource::File(folder.path().join(KEY)),
            clock: Clock::Manual(clock.clone()),
            program: "a benchmark",
            words: WordReader::this_program(),
        };
        let new = NewOffice {
            firm: "Studio Vannini".into(),
            owner_name: "Elena Vannini".into(),
            owner_email: "elena@studiovannini.example".into(),
            time_zone: "Europe/Rome".into(),
            language: "it".into(),
            country: "IT".into(),
            catch_mail: false,
        };
        Office::init(options.clone(), new).await?;
        Ok(Self { office: Office::open(options).await?, clock, folder })
    }

    /// Sends through the server at `address`, on this computer.
    pub async fn send_to(&self, address: SocketAddr) -> Outcome {
        let account = SendingAccount {
            host: address.ip().to_string(),
            port: address.port(),
            security: "none".into(),
            username: String::new(),
            password: String::new(),
            from_name: "Elena Vannini".into(),
            from_address: "elena@studiovannini.example".into(),
            ca_file: String::new(),
            allow_plain: false,
        };
        Ok(accounts::service::set_sending(&self.office, &ELENA, None, account).await?)
    }

    /// Puts the clock to an instant such as `2026-04-27T08:00:00Z`.
    pub fn clock_to(&self, text: &str) -> Outcome {
        self.clock.set(instant(text)?);
        Ok(())
    }

    /// One chat with each of these clients in one act, with a reminder every three days.
    pub async fn write_to(&self, clients: &[ClientId]) -> Outcome {
        let new = NewChat {
            clients: clients.to_vec(),
            template: None,
            subject: Some(SUBJECT.into()),
            body: Some(Document::from_text(MESSAGE)?),
            reminder: Some(PolicyChange { every_days: Some(3), max_count: Some(99) }),
            tasks: Vec::new(),
            attachments: None,
            undo_seconds: 0,
            allow_no_recipient: false,
            draft: None,
        };
        create(&self.office, &ELENA, new).await?;
        Ok(())
    }

    /// Closes it and takes its folder away.
    pub async fn close(self) -> Outcome {
        self.office.close().await;
        Ok(self.folder.close()?)
    }

    /// Closes it and leaves it there, for another program to open.
    pub async fn leave(self) -> TempDir {
        self.office.close().await;
        self.folder
    }
}

/// A folder beside this program, hence on the disk where it was built.
pub fn folder() -> Outcome<TempDir> {
    let program = std::env::current_exe()?;
    let beside = program.parent().ok_or("this program stands in no folder")?;
    Ok(tempfile::Builder::new().prefix("bench-").tempdir_in(beside)?)
}

fn instant(text: &str) -> Outcome<DateTime<Utc>> {
    Ok(text.parse()?)
}
