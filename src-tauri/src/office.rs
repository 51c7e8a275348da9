//! The running office, as the shell needs it: this alone here knows the core and the command table.

mod restoring;
mod state;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::value::RawValue;
use serde_json::{Value, json};
use studiolo_core::access::{By, Origin};
use studiolo_core::documents::{WordReader, outside};
use studiolo_core::events::Change;
use studiolo_core::id::DocumentId;
use studiolo_core::intake::original::{self, Which as WhichMail};
use studiolo_core::key::KeySource;
use studiolo_core::office::{Office, OpenOptions};
use studiolo_core::settings::{NO_ADDRESS_YET, NewOffice};
use studiolo_core::time::Clock;
use studiolo_core::{backup, demo, documents, evidence, jobs, letters, reminders, settings};
use tokio::sync::broadcast;

use crate::arguments::{Place, Which};
use crate::words::Words;

pub use restoring::Restored;
pub use state::State;
#[cfg(test)]
pub use state::{Loop, Sending, Told};
pub use studiolo_api::WireError;
pub use studiolo_api::documents::DocumentsImportReply as ImportReply;
pub use studiolo_api::templates::TemplatesAddDocumentsReply as ToTemplateReply;
pub use studiolo_core::documents::import::Watch as ImportWatch;
pub use studiolo_core::documents::outside::Use;
pub use studiolo_core::error::Error as OpenError;
pub use studiolo_core::events::Change as OfficeChange;
pub use studiolo_core::id::{ChatId, ClientId};
pub use studiolo_core::intake::original::POLICY as MAIL_POLICY;
pub use studiolo_core::notices::{Feed, Group, Kind, Notice, Open, What};
pub use studiolo_core::richtext::Link;

/// What one commit changed.
pub type Changes = Arc<[Change]>;

/// An open office whose loops run.
pub struct Running {
    office: Arc<Office>,
    /// Where its key is kept.
    kept_at: KeySource,
    loops: Mutex<Option<jobs::Running>>,
    feed: Mutex<Option<Feed>>,
}

impl Running {
    /// Runs one command of the table for the window.
    pub async fn call(&self, command: &str, request: Value) -> Result<Box<RawValue>, WireError> {
        studiolo_api::dispatch(&self.office, &By::owner(Origin::Window), command, request).await
    }

    /// Takes in files of this computer that the owner picked, as `documents.import` does.
    pub async fn import(&self, request: Value, watch: &ImportWatch) -> Result<ImportReply, WireError> {
        let request = serde_json::from_value(request)
            .map_err(|error| WireError::invalid("request", &error.to_string()))?;
        Ok(studiolo_api::documents::import_from(&self.office, &By::owner(Origin::Window), request, watch)
            .await?)
    }

    /// Reads files of this computer that the owner picked into a template, as `templates.add_documents` does.
    pub async fn add_to_template(
        &self,
        request: Value,
        watch: &ImportWatch,
    ) -> Result<ToTemplateReply, WireError> {
        let request = serde_json::from_value(request)
            .map_err(|error| WireError::invalid("request", &error.to_string()))?;
        let owner = By::owner(Origin::Window);
        Ok(studiolo_api::templates::add_documents_from(&self.office, &owner, request, watch).await?)
    }

    /// Where a document lies, for a use that is written into the audit trail.
    pub async fn document(&self, document_id: &str, to: Use) -> Result<PathBuf, WireError> {
        let id = document(document_id)?;
        Ok(outside::path_on_disk(&self.office, &By::owner(Origin::Window), id, to).await?)
    }

    /// What a copy of a document is called.
    pub async fn document_name(&self, document_id: &str) -> Result<String, WireError> {
        Ok(outside::name_of(&self.office, &By::owner(Origin::Window), document(document_id)?).await?)
    }

    /// Saves a copy of a document.
    pub async fn save_document(&self, document_id: &str, to: PathBuf) -> Result<(), WireError> {
        Ok(outside::save_copy(&self.office, &By::owner(Origin::Window), document(document_id)?, to).await?)
    }

    /// Writes down that a document was dropped on another program.
    pub async fn document_dragged(&self, document_id: &str) -> Result<(), WireError> {
        Ok(outside::dragged(&self.office, &By::owner(Origin::Window), document(document_id)?).await?)
    }

    /// The bytes of a document that the window shows.
    pub async fn document_bytes(&self, document_id: &str) -> Result<Arc<[u8]>, WireError> {
        Ok(documents::opened::bytes(&self.office, &By::owner(Origin::Window), document(document_id)?).await?)
    }

    /// A receipt of certified mail as it came: what its copy is called, and its bytes.
    pub async fn evidence(&self, evidence_id: &str) -> Result<(String, Vec<u8>), WireError> {
        let id = evidence_id.parse().map_err(|_| WireError::invalid("evidence_id", "is no id"))?;
        let (name, bytes) = evidence::service::copy(&self.office, &By::owner(Origin::Window), id).await?;
        Ok((format!("{}.eml", file_name(&name)), bytes))
    }

    /// A received mail as a document for its frame: `message` or `quarantine`, and an id.
    pub async fn mail_document(&self, kind: &str, id: &str) -> Result<String, WireError> {
        let no_id = |_| WireError::invalid("id", "is no id");
        let which = match kind {
            "message" => WhichMail::Message(id.parse().map_err(no_id)?),
            "quarantine" => WhichMail::Kept(id.parse().map_err(no_id)?),
            _ => return Err(WireError::invalid("kind", "is not one of message, quarantine")),
        };
        Ok(original::view(&self.office, &By::owner(Origin::Window), which).await?.paper.document())
    }

    /// What is committed from now on.
    pub fn changes(&self) -> broadcast::Receiver<Changes> {
        self.office.events()
    }

    /// How the office is; `None`, with a line in the log, when it can't be told.
    pub async fn state(&self) -> Option<State> {
        let read = self.read_state().await;
        read.inspect_err(|error| tracing::warn!(code = %error.code, "the office's state can't be read")).ok()
    }

    async fn read_state(&self) -> Result<State, WireError> {
        let told = serde_json::from_str(self.call("office.state", json!({})).await?.get())
            .map_err(|error| WireError::internal(&error.to_string()))?;
        let (office, by) = (&self.office, By::system());
        let settings = settings::service::get(office, &by).await?;
        let words = |at| letters::date_time(settings.language, at, settings.time_zone);
        let next = reminders::service::next_due(office, &by).await?;
        Ok(State {
            told,
            next_reminder: next.map(|at| if at > office.now() { words(at) } else { String::new() }),
            last_backup: backup::last(office).map(|header| words(header.created_at)),
        })
    }

    /// Pauses every reminder, or lets them go on.
    pub async fn pause(&self, paused: bool) {
        if let Err(error) = self.call("reminders.pause_all", json!({ "paused": paused })).await {
            tracing::warn!(code = %error.code, paused, "the reminders could not be paused or resumed");
        }
    }

    /// The office's folder.
    pub fn folder(&self) -> &Path {
        self.office.folder()
    }

    /// The shell's words in the office's language.
    pub async fn words(&self) -> Result<Words, WireError> {
        let settings = settings::service::get(&self.office, &By::system()).await?;
        Ok(Words::of(settings.language.code()))
    }

    /// What a backup of today is called, unless the owner says otherwise: the firm's name and the day. With it the
    /// office's language.
    pub async fn backup_name(&self) -> Result<(String, String), WireError> {
        let settings = settings::service::get(&self.office, &By::system()).await?;
        let day = self.office.now().with_timezone(&settings.time_zone).format("%Y-%m-%d");
        let name = format!("{} {day}.{}", file_name(&settings.firm), backup::EXTENSION);
        Ok((name, settings.language.code().to_owned()))
    }

    /// Makes a backup at this path, which the owner chose; what was there is replaced once the new one is proved. Whether
    /// it was made, and not given up before.
    pub async fn back_up(
        &self,
        target: &Path,
        given_up: impl Future<Output = ()>,
    ) -> Result<bool, WireError> {
        let by = By::owner(Origin::Window);
        let new = !target.exists();
        let file = if new { target.to_owned() } else { target.with_added_extension("new") };
        match backup::make(&self.office, &by, &file, given_up).await {
            Err(OpenError::Cancelled) => return Ok(false),
            made => made?,
        };
        if !new {
            std::fs::rename(&file, target).map_err(OpenError::from)?;
        }
        Ok(true)
    }

    /// The feed of notices, which began before the loops; for one taker.
    pub fn feed(&self) -> Option<Feed> {
        self.feed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Looks for news; whether anything waits to be shown.
    pub async fn look(&self, feed: &mut Feed) -> bool {
        let looked = feed.look(&self.office).await;
        looked.inspect_err(|error| tracing::warn!(%error, "news can't be read")).unwrap_or_default()
    }

    /// What is to be shown now, and whether its content is hidden.
    pub async fn show(&self, feed: &mut Feed) -> Option<(Group, bool)> {
        let shown = feed.show(&self.office).await;
        shown.inspect_err(|error| tracing::warn!(%error, "news can't be shown")).unwrap_or_default()
    }

    /// Stops the loops, each at the end of its step, and closes the office.
    pub async fn close(&self) {
        let loops = self.loops.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(loops) = loops
            && !loops.shutdown().await
        {
            tracing::warn!("a loop had to be left behind");
        }
        self.office.close().await;
    }
}

fn document(id: &str) -> Result<DocumentId, WireError> {
    id.parse().map_err(|_| WireError::invalid("document_id", "is no id"))
}

// A name that every system takes for a file.
fn file_name(name: &str) -> String {
    let refused = |character: char| character.is_control() || r#"/\:*?"<>|"#.contains(character);
    let safe: String = name.chars().map(|c| if refused(c) { '-' } else { c }).take(80).collect();
    safe.trim().trim_end_matches('.').to_owned()
}

/// Opens the office of this place and starts its loops. The default office and the demo are made where there is none;
/// the recovery code of the office just made comes with it, this once.
pub async fn open(place: &Place) -> Result<(Running, Option<String>), OpenError> {
    let custom = Place::custom_key_file();
    let key = match (&place.key_file, place.which) {
        (Some(file), _) => KeySource::File(file.clone()),
        (None, Which::Demo) => demo::key(&place.folder),
        (None, Which::Default) if custom.exists() => KeySource::File(custom),
        (None, Which::Default | Which::Named) => KeySource::Keyring,
    };
    let options = |key| OpenOptions {
        folder: place.folder.clone(),
        key,
        clock: Clock::System,
        program: "studiolo",
        words: WordReader::this_program(),
    };
    let opened = Office::open(options(key.clone())).await;
    let (office, key, code) = match (opened, place.which) {
        (Err(OpenError::NoOffice(_)), Which::Default) => {
            let (key, code) = make(options, key).await?;
            (Office::open(options(key.clone())).await?, key, Some(code))
        }
        (Err(OpenError::NoOffice(_)), Which::Demo) => {
            let now = Clock::System.now();
            demo::make(place.folder.clone(), key.clone(), now, |step| tracing::info!("{step}")).await?;
            (Office::open(options(key.clone())).await?, key, None)
        }
        (opened, _) => (opened?, key, None),
    };
    let feed = Mutex::new(Some(Feed::begin(&office).await?));
    let loops = Mutex::new(Some(jobs::start(&office)));
    Ok((Running { office, kept_at: key, loops, feed }, code))
}

// Without a keyring on this computer the key goes into a file that only the owner may read.
async fn make(
    options: impl Fn(KeySource) -> OpenOptions,
    key: KeySource,
) -> Result<(KeySource, String), OpenError> {
    match (Office::init(options(key.clone()), first_office()).await, &key) {
        (Err(OpenError::MissingKey(why)), KeySource::Keyring) => {
            let file = Place::custom_key_file();
            tracing::warn!(%why, file = %file.display(), "no keyring: the office's key is kept in a file");
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let key = KeySource::File(file);
            let code = Office::init(options(key.clone()), first_office()).await?;
            Ok((key, code.to_string()))
        }
        (made, _) => Ok((key, made?.to_string())),
    }
}

// What the owner has not been asked yet. Nothing leaves before they give an address of their own, since there is no
// sending account either.
fn first_office() -> NewOffice {
    let language = if crate::words::system_language() == "it" { "it" } else { "en" };
    NewOffice {
        firm: "Studiolo".to_owned(),
        owner_name: std::env::var(if cfg!(windows) { "USERNAME" } else { "USER" })
            .ok()
            .filter(|name| !name.trim().is_empty())
            .unwrap_or_else(|| "Studiolo".to_owned()),
        owner_email: NO_ADDRESS_YET.to_owned(),
        time_zone: "Europe/Rome".to_owned(),
        language: language.to_owned(),
        country: "IT".to_owned(),
        catch_mail: false,
    }
}

#[cfg(test)]
mod tests;
