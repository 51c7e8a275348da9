//! The running office, as the shell needs it: the only file here that knows the core and the command table.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};
use studiolo_core::access::{By, Origin};
use studiolo_core::events::Change;
use studiolo_core::key::KeySource;
use studiolo_core::office::{Office, OpenOptions};
use studiolo_core::settings::{NO_ADDRESS_YET, NewOffice};
use studiolo_core::time::Clock;
use studiolo_core::{demo, jobs};
use tokio::sync::broadcast;

use crate::arguments::{Place, Which};

pub use studiolo_api::WireError;
pub use studiolo_core::error::Error as OpenError;
pub use studiolo_core::events::Change as OfficeChange;

/// What one commit changed.
pub type Changes = Arc<[Change]>;

/// An open office whose loops run.
pub struct Running {
    office: Arc<Office>,
    loops: Mutex<Option<jobs::Running>>,
}

/// How the office is, as far as the tray shows it: a part of what `office.state` replies.
#[derive(Debug, Deserialize)]
pub struct State {
    /// `it` or `en`.
    pub language: String,
    /// Whether the owner has paused all reminders.
    pub reminders_paused: bool,
    /// What becomes of mail.
    pub sending: Sending,
}

/// How mail gets out.
#[derive(Debug, Deserialize)]
pub struct Sending {
    /// `unset`, `caught`, `ready`, `unreachable` or `refused`.
    pub state: String,
    /// Number of mails that wait.
    pub queued: u64,
}

impl Running {
    /// Runs one command of the table for the window.
    pub async fn call(&self, command: &str, request: Value) -> Result<Value, WireError> {
        studiolo_api::dispatch(&self.office, &By::owner(Origin::Window), command, request).await
    }

    /// What is committed from now on.
    pub fn changes(&self) -> broadcast::Receiver<Changes> {
        self.office.events()
    }

    /// How the office is; `None`, with a line in the log, when it can't be told.
    pub async fn state(&self) -> Option<State> {
        let reply = match self.call("office.state", json!({})).await {
            Ok(reply) => reply,
            Err(error) => {
                tracing::warn!(code = %error.code, "the office's state can't be read");
                return None;
            }
        };
        serde_json::from_value(reply)
            .inspect_err(|error| tracing::warn!(%error, "the office's state can't be understood"))
            .ok()
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
    let options =
        |key| OpenOptions { folder: place.folder.clone(), key, clock: Clock::System, program: "studiolo" };
    let opened = Office::open(options(key.clone())).await;
    let (office, code) = match (opened, place.which) {
        (Err(OpenError::NoOffice(_)), Which::Default) => {
            let (key, code) = make(options, key).await?;
            (Office::open(options(key)).await?, Some(code))
        }
        (Err(OpenError::NoOffice(_)), Which::Demo) => {
            let now = Clock::System.now();
            demo::make(place.folder.clone(), key.clone(), now, |step| tracing::info!("{step}")).await?;
            (Office::open(options(key)).await?, None)
        }
        (opened, _) => (opened?, None),
    };
    let loops = jobs::start(&office);
    Ok((Running { office, loops: Mutex::new(Some(loops)) }, code))
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
