//! The office: its folder, store, clock and event bus.

mod act;
mod folder;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use sqlx::Sqlite;
use tokio::sync::{Notify, broadcast};

use crate::access::{self, Action, By};
use crate::accounts;
use crate::accounts::grants::Desk;
use crate::documents;
use crate::error::{Error, Result};
use crate::events::{Change, ChangeKind, EventBus};
use crate::id::{AccountId, OfficeId};
use crate::intake;
use crate::jobs::{Board, LoopStatus};
use crate::key::{Key, KeySource, RecoveryCode};
use crate::location;
use crate::outbox;
use crate::settings::{self, NewOffice, Settings};
use crate::store::{self, Store};
use crate::time::{Clock, Instant};

pub(crate) use act::Act;
pub(crate) use folder::{LABEL, Label, make_private, sync_folder, write_label};
use folder::{Unfinished, lock, read_label};

/// How to open an office.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// The office's folder.
    pub folder: PathBuf,
    /// Where its key is.
    pub key: KeySource,
    /// Its clock.
    pub clock: Clock,
    /// Name of the program, told to whoever finds the office open already.
    pub program: &'static str,
    /// What reads the words of documents; without it the search knows their names alone.
    pub words: Option<documents::WordReader>,
}

/// How long an office that closes waits for a sign-in that is being renewed.
const GRACE: std::time::Duration = std::time::Duration::from_secs(3);

/// An open office.
#[derive(Debug)]
pub struct Office {
    folder: PathBuf,
    words: Option<documents::WordReader>,
    synced_by: Option<&'static str>,
    key: Key,
    id: OfficeId,
    store: Store,
    clock: Clock,
    events: EventBus,
    /// Wakes the reminders' loop: something changed that may be due sooner.
    pub(crate) reminders_wake: Notify,
    /// Wakes the outbox's loop: there is mail to send.
    pub(crate) outbox_wake: Notify,
    /// Held by the one who writes documents.
    pub(crate) documents: tokio::sync::Mutex<documents::Keeper>,
    /// Held by the one pass that sends.
    pub(crate) sending: tokio::sync::Mutex<()>,
    /// What the outbox knows of the servers that mail leaves by.
    pub(crate) roads: outbox::Roads,
    /// What is known of the mailboxes that are read.
    pub(crate) intake: intake::Board,
    /// Where the servers of mail accounts are looked for.
    discovery: accounts::Discovery,
    /// Pictures of received mails that lie elsewhere.
    pictures: intake::original::Pictures,
    /// Wakes the loop that reads mail: an account was changed.
    pub(crate) intake_wake: Notify,
    /// Wakes the loop that saves copies of sent mail.
    pub(crate) sent_wake: Notify,
    /// Held by the one who takes a mail in.
    pub(crate) receiving: tokio::sync::Mutex<()>,
    /// The sign-ins by providers that are under way.
    pub(crate) grants: Desk,
    itself: OnceLock<Weak<Self>>,
    /// What the loops are doing.
    pub(crate) board: Board,
    acts: AtomicU64,
    lock: fs::File,
}

impl Office {
    /// Makes a new office in a folder that is new or empty of one, and returns its recovery code, which is
    /// shown once and kept nowhere.
    ///
    /// # Errors
    /// [`Error::OfficeExists`], [`Error::NetworkShare`], [`Error::Invalid`] for bad settings, and what the disk and
    /// keyring say. What was begun is then taken away again.
    pub async fn init(options: OpenOptions, new: NewOffice) -> Result<RecoveryCode> {
        let settings = new.check()?;
        let file = options.folder.join(store::FILE);
        if file.exists() {
            return Err(Error::OfficeExists(options.folder));
        }
        location::check(&options.folder)?;
        let new_folder = !options.folder.exists();
        make_private(&options.folder)?;
        let (id, key, code) = (OfficeId::new(), Key::generate()?, RecoveryCode::generate()?);
        let made = async {
            let lock = lock(&options)?;
            key.keep(&options.key, id).await?;
            let built = build(&options, &settings, id, &key, &code, &file).await;
            if built.is_err() {
                key.forget(&options.key, id).await;
            }
            // Said aloud: a program that is being started at this moment holds a copy of the file for an instant longer.
            let _ = lock.unlock();
            built
        }
        .await;
        if made.is_err() && new_folder {
            let _ = fs::remove_dir_all(&options.folder);
        }
        made.map(|()| code)
    }

    /// Opens the office; it stays locked against every other process until it is dropped.
    ///
    /// # Errors
    /// Each its own: [`Error::NoOffice`], [`Error::OfficeLocked`], [`Error::MissingKey`],
    /// [`Error::WrongKey`], [`Error::NewerSchema`], [`Error::Damaged`], [`Error::DiskFull`],
    /// [`Error::ReadOnly`], [`Error::NetworkShare`]. Nothing was written.
    pub async fn open(options: OpenOptions) -> Result<Arc<Self>> {
        let file = options.folder.join(store::FILE);
        if !file.exists() {
            return Err(Error::NoOffice(options.folder));
        }
        location::check(&options.folder)?;
        let lock = lock(&options)?;
        let label = read_label(&options.folder)?;
        let key = Key::load(&options.key, label.office_id).await?;
        if key.check() != label.key_check {
            return Err(Error::WrongKey("it is another office's".into()));
        }
        let store = Store::open(&file, &key, false).await?;
        let office = Self {
            synced_by: location::synced_by(&options.folder),
            folder: options.folder,
            words: options.words,
            key,
            id: label.office_id,
            store,
            clock: options.clock,
            events: EventBus::default(),
            reminders_wake: Notify::new(),
            outbox_wake: Notify::new(),
            documents: tokio::sync::Mutex::default(),
            sending: tokio::sync::Mutex::default(),
            roads: outbox::Roads::default(),
            intake: intake::Board::default(),
            discovery: accounts::Discovery::default(),
            pictures: intake::original::Pictures::default(),
            intake_wake: Notify::new(),
            sent_wake: Notify::new(),
            receiving: tokio::sync::Mutex::default(),
            grants: Desk::default(),
            itself: OnceLock::new(),
            board: Board::default(),
            acts: AtomicU64::new(0),
            lock,
        };
        let ready = async {
            outbox::recover(&office).await?;
            documents::recover(&office).await?;
            crate::reminders::service::recompute_if_stale(&office).await
        }
        .await;
        if let Err(error) = ready {
            office.close().await;
            return Err(error);
        }
        let office = Arc::new(office);
        let _ = office.itself.set(Arc::downgrade(&office));
        Ok(office)
    }

    /// The office, for work that goes on when whoever asked for it is gone; `None` while it is being opened.
    pub(crate) fn itself(&self) -> Option<Arc<Self>> {
        self.itself.get().and_then(Weak::upgrade)
    }

    /// The office's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The program that keeps this folder in step with a server, as far as could be told when the office was opened.
    pub const fn synced_by(&self) -> Option<&'static str> {
        self.synced_by
    }

    /// Where clients' documents lie.
    pub fn documents_folder(&self) -> PathBuf {
        self.folder.join(documents::FOLDER)
    }

    /// What reads the words of documents.
    pub(crate) const fn words(&self) -> Option<&documents::WordReader> {
        self.words.as_ref()
    }

    /// The office's id.
    pub const fn id(&self) -> OfficeId {
        self.id
    }

    /// The key, for those who may export it.
    pub const fn key(&self) -> &Key {
        &self.key
    }

    /// The present instant by the office's clock.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// What the outbox knows of the servers that mail leaves by.
    pub const fn roads(&self) -> &outbox::Roads {
        &self.roads
    }

    /// What is known of an account's mailbox that is read.
    pub fn intake(&self, account: AccountId) -> intake::IntakeState {
        self.intake.read(account)
    }

    /// Where the servers of mail accounts are looked for.
    pub const fn discovery(&self) -> &accounts::Discovery {
        &self.discovery
    }

    /// Pictures of received mails that lie elsewhere, as far as the owner asked for them.
    pub const fn pictures(&self) -> &intake::original::Pictures {
        &self.pictures
    }

    /// What the loops of this process are doing.
    pub fn loops(&self) -> Vec<LoopStatus> {
        self.board.read()
    }

    /// Listens for what changes.
    pub fn events(&self) -> broadcast::Receiver<Arc<[Change]>> {
        self.events.subscribe()
    }

    /// Tells listeners of something that is not in the store: the road to the server, a loop.
    pub(crate) fn tell(&self, kind: ChangeKind) {
        self.events.publish(vec![Change::to(kind)]);
    }

    /// The store, for services and for `verify`.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// How many acts of people have come to their commit since the office was opened.
    pub(crate) fn acts(&self) -> u64 {
        self.acts.load(Ordering::SeqCst)
    }

    /// Asks for leave to look, and hands out a reader.
    pub(crate) async fn read(&self, by: &By) -> Result<sqlx::pool::PoolConnection<Sqlite>> {
        access::check(&by.actor, Action::Read)?;
        Ok(self.store.read().acquire().await?)
    }

    /// Asks for leave to change, and begins an act.
    pub(crate) async fn begin<'o>(&'o self, by: &By) -> Result<Act<'o>> {
        access::check(&by.actor, Action::Write)?;
        let tx = self.store.begin().await?;
        Ok(Act::new(self, tx, by.clone()))
    }

    /// Closes the store and gives the office free. Loops must have been stopped.
    pub async fn close(&self) {
        // A refresh token that a provider has just changed is still written down.
        let _ = tokio::time::timeout(GRACE, self.grants.close()).await;
        self.store.close().await;
        let _ = self.lock.unlock();
    }
}

/// Makes the office's database and what stands beside it.
async fn build(
    options: &OpenOptions,
    settings: &Settings,
    id: OfficeId,
    key: &Key,
    code: &RecoveryCode,
    file: &Path,
) -> Result<()> {
    // Built beside and renamed last: there is a whole office or none.
    let unfinished = Unfinished::at(options.folder.join("studiolo.db.new"));
    let store = Store::open(&unfinished.0, key, true).await?;
    let sealed = key.seal(code);
    let written = async {
        let mut tx = store.begin().await?;
        settings::store::insert(&mut tx, id, settings, &sealed?, options.clock.now()).await?;
        Ok::<_, Error>(tx.commit().await?)
    };
    let written = written.await;
    let closed = store.close_whole().await;
    written.and(closed)?;
    fs::create_dir_all(options.folder.join("backups"))?;
    documents::make_root(&options.folder, id)?;
    write_label(&options.folder, &Label { office_id: id, key_check: key.check() })?;
    fs::rename(&unfinished.0, file)?;
    sync_folder(&options.folder)
}
