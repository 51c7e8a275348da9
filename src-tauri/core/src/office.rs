//! The office: its folder, store, clock and event bus, and the one shape that every act has.

use std::fs;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{Sqlite, SqliteConnection, Transaction};
use studiolo_mail::EmailAddress;
use tokio::sync::{Notify, broadcast};

use crate::access::{self, Action, Actor, By};
use crate::audit;
use crate::error::{Error, Result};
use crate::events::{Change, ChangeKind, EventBus};
use crate::id::{ClientId, OfficeId};
use crate::jobs::{Board, LoopStatus};
use crate::key::{Key, KeySource, RecoveryCode};
use crate::outbox;
use crate::settings::{self, NewOffice, Settings};
use crate::store::{self, Store};
use crate::time::{Clock, Instant};

/// File name of the lock inside the office's folder; it names who holds it.
const LOCK: &str = "office.lock";

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
}

/// An open office.
#[derive(Debug)]
pub struct Office {
    folder: PathBuf,
    key: Key,
    id: OfficeId,
    store: Store,
    clock: Clock,
    events: EventBus,
    /// Wakes the reminders' loop: something changed that may be due sooner.
    pub(crate) reminders_wake: Notify,
    /// Wakes the outbox's loop: there is mail to send.
    pub(crate) outbox_wake: Notify,
    /// Held by the one pass that sends.
    pub(crate) sending: tokio::sync::Mutex<()>,
    /// What the outbox knows of the sending account's server.
    pub(crate) road: outbox::Road,
    /// What the loops are doing.
    pub(crate) board: Board,
    acts: AtomicU64,
    lock: fs::File,
}

/// What stands beside the database in clear: enough to find the key, nothing about clients.
#[derive(Serialize, Deserialize)]
pub(crate) struct Label {
    pub office_id: OfficeId,
    pub key_check: String,
}

impl Office {
    /// Makes a new office in a folder that is new or empty of one, and returns its recovery code, which is
    /// shown once and kept nowhere.
    ///
    /// # Errors
    /// [`Error::OfficeExists`], [`Error::Invalid`] for bad settings, and what the disk and keyring say. What
    /// was begun is then taken away again.
    pub async fn init(options: OpenOptions, new: NewOffice) -> Result<RecoveryCode> {
        let settings = new.check()?;
        let file = options.folder.join(store::FILE);
        if file.exists() {
            return Err(Error::OfficeExists(options.folder));
        }
        let new_folder = !options.folder.exists();
        fs::create_dir_all(&options.folder)?;
        let (id, key, code) = (OfficeId::new(), Key::generate()?, RecoveryCode::generate()?);
        let made = async {
            let _lock = lock(&options)?;
            key.keep(&options.key, id).await?;
            let built = build(&options, &settings, id, &key, &code, &file).await;
            if built.is_err() {
                key.forget(&options.key, id).await;
            }
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
    /// [`Error::ReadOnly`]. Nothing was written.
    pub async fn open(options: OpenOptions) -> Result<Arc<Self>> {
        let file = options.folder.join(store::FILE);
        if !file.exists() {
            return Err(Error::NoOffice(options.folder));
        }
        let lock = lock(&options)?;
        let label = read_label(&options.folder)?;
        let key = Key::load(&options.key, label.office_id).await?;
        if key.check() != label.key_check {
            return Err(Error::WrongKey("it is another office's".into()));
        }
        let store = Store::open(&file, &key, false).await?;
        let office = Self {
            folder: options.folder,
            key,
            id: label.office_id,
            store,
            clock: options.clock,
            events: EventBus::default(),
            reminders_wake: Notify::new(),
            outbox_wake: Notify::new(),
            sending: tokio::sync::Mutex::default(),
            road: outbox::Road::default(),
            board: Board::default(),
            acts: AtomicU64::new(0),
            lock,
        };
        let ready = async {
            outbox::recover(&office).await?;
            crate::reminders::service::recompute_if_stale(&office).await
        }
        .await;
        if let Err(error) = ready {
            office.close().await;
            return Err(error);
        }
        Ok(Arc::new(office))
    }

    /// The office's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
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

    /// What is in the way of mail, with the server's or system's words; `None`: nothing that is known.
    pub fn road(&self) -> Option<(outbox::RoadState, String)> {
        self.road.blocked()
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
        Ok(Act {
            office: self,
            tx,
            now: self.now(),
            by: by.clone(),
            changes: Vec::new(),
            actor_name: None,
            audit_head: None,
            sender: None,
        })
    }

    /// Closes the store and gives the office free. Loops must have been stopped.
    pub async fn close(&self) {
        self.store.close().await;
        let _ = self.lock.unlock();
    }
}

/// One act: a change, the mails that it causes, its audit rows and its inbox row, in one transaction.
/// Dropped without [`Act::commit`], nothing of it happened.
#[derive(Debug)]
pub(crate) struct Act<'o> {
    office: &'o Office,
    tx: Transaction<'static, Sqlite>,
    /// The instant of the act: read once.
    pub now: Instant,
    by: By,
    changes: Vec<Change>,
    actor_name: Option<String>,
    audit_head: audit::Head,
    sender: Option<EmailAddress>,
}

impl Act<'_> {
    /// The connection that the act writes on.
    pub fn db(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }

    /// Notes what listeners should fetch again.
    pub fn changed(&mut self, kind: ChangeKind, id: impl ToString) {
        self.changes.push(Change::of(kind, id));
    }

    /// Appends to the audit trail.
    pub async fn record(
        &mut self,
        action: &str,
        object: &str,
        client: Option<ClientId>,
        details: Value,
    ) -> Result<()> {
        let actor = self.actor_name().await?;
        let client_id = client.map(|id| id.to_string()).unwrap_or_default();
        let entry = audit::Entry {
            actor: &actor,
            action,
            object,
            client_id: &client_id,
            origin: self.by.origin.as_str(),
            details,
        };
        audit::append(&mut self.tx, &mut self.audit_head, self.now, entry).await
    }

    /// The name of who acts, as the audit trail keeps it.
    async fn actor_name(&mut self) -> Result<String> {
        if self.actor_name.is_none() {
            self.actor_name = Some(match &self.by.actor {
                Actor::System => "system".to_owned(),
                Actor::Owner => settings::store::owner_name(&mut self.tx).await?,
                Actor::Contact(id) => crate::clients::store::contact_name(&mut self.tx, *id).await?,
            });
        }
        Ok(self.actor_name.clone().unwrap_or_default())
    }

    /// Number and hash of the audit trail's last row, those of this act included.
    pub async fn trail_head(&mut self) -> Result<(i64, String)> {
        if self.audit_head.is_none() {
            self.audit_head = Some(audit::store::head(&mut self.tx).await?);
        }
        Ok(self.audit_head.clone().unwrap_or_default())
    }

    /// The address that mails of this act come from: the sending account's, else the owner's.
    pub async fn sender(&mut self) -> Result<EmailAddress> {
        if let Some(sender) = &self.sender {
            return Ok(sender.clone());
        }
        let address = match settings::store::account(&mut self.tx).await? {
            Some(account) => account.from_address,
            None => settings::store::get(&mut self.tx).await?.owner_email,
        };
        let sender: EmailAddress = address.parse().map_err(|error| Error::invalid("from_address", error))?;
        self.sender = Some(sender.clone());
        Ok(sender)
    }

    /// Makes the act durable, then tells listeners and wakes the loops that it concerns.
    pub async fn commit(self) -> Result<()> {
        // Counted before it stands: whoever sees the count asks the store, and waits there for this act's end.
        if self.by.actor != Actor::System {
            self.office.acts.fetch_add(1, Ordering::SeqCst);
        }
        self.tx.commit().await?;
        let touches = |kinds: &[ChangeKind]| self.changes.iter().any(|c| kinds.contains(&c.kind));
        if touches(&[ChangeKind::Outbox, ChangeKind::Settings]) {
            self.office.outbox_wake.notify_one();
        }
        if touches(&[ChangeKind::Chat, ChangeKind::Client, ChangeKind::Settings]) {
            self.office.reminders_wake.notify_one();
        }
        self.office.events.publish(self.changes);
        Ok(())
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
    let mut tx = store.begin().await?;
    settings::store::insert(&mut tx, id, settings, &key.seal(code)?, options.clock.now()).await?;
    tx.commit().await?;
    store.close_whole().await?;
    for folder in ["Documents", "backups"] {
        fs::create_dir_all(options.folder.join(folder))?;
    }
    write_label(&options.folder, &Label { office_id: id, key_check: key.check() })?;
    fs::rename(&unfinished.0, file)?;
    sync_folder(&options.folder)
}

/// A database under construction; what is left of it goes away when it is dropped.
struct Unfinished(PathBuf);

impl Unfinished {
    fn at(file: PathBuf) -> Self {
        let unfinished = Self(file);
        unfinished.remove();
        unfinished
    }

    fn remove(&self) {
        for tail in ["", "-wal", "-shm"] {
            let mut name = self.0.clone().into_os_string();
            name.push(tail);
            let _ = fs::remove_file(name);
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        self.remove();
    }
}

fn lock(options: &OpenOptions) -> Result<fs::File> {
    let path = options.folder.join(LOCK);
    let mut file = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
        let mut holder = String::new();
        // Windows does not let others read a locked file: then the holder stays unnamed.
        let _ = file.read_to_string(&mut holder);
        let holder =
            if holder.trim().is_empty() { "another program".into() } else { holder.trim().to_owned() };
        return Err(Error::OfficeLocked { holder });
    }
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "{} (process {})", options.program, std::process::id())?;
    Ok(file)
}

/// Makes the names in a folder durable, where the system does not do that by itself.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn label_file(folder: &Path) -> PathBuf {
    folder.join("office.json")
}

pub(crate) fn write_label(folder: &Path, label: &Label) -> Result<()> {
    let text = serde_json::to_string_pretty(label).map_err(|error| Error::DiskError(error.to_string()))?;
    let mut file = fs::File::create(label_file(folder))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

fn read_label(folder: &Path) -> Result<Label> {
    let damaged = |why: String| Error::Damaged(format!("office.json: {why}"));
    let text = fs::read_to_string(label_file(folder)).map_err(|error| damaged(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))
}
