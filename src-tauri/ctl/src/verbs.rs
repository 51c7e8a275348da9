//! What each verb does.

use std::fmt::Display;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use studiolo_api::{WireError, describe, dispatch};
use studiolo_core::access::{By, Origin};
use studiolo_core::accounts::grants::service::settled;
use studiolo_core::backup::{self, Opener};
use studiolo_core::documents::WordReader;
use studiolo_core::key::{Key, KeySource, RecoveryCode};
use studiolo_core::settings::NewOffice;
use studiolo_core::time::Clock;
use studiolo_core::{Error, Office, OpenOptions, audit, documents, jobs, location};

use crate::arguments::{Arguments, KeyVerb, Verb};
use crate::demo;
use crate::status::Status;

type Result<T, E = WireError> = std::result::Result<T, E>;

const OWNER: By = By::owner(Origin::CommandLine);

/// Runs the verb; what it answers is on stdout.
pub async fn run(arguments: Arguments) -> Result<Status> {
    let key = arguments.key();
    let at = Place { office: arguments.office, key };
    match arguments.verb {
        Verb::Init { firm, owner, email, time_zone, language, country } => {
            let new = NewOffice {
                firm,
                owner_name: owner,
                owner_email: email,
                time_zone,
                language,
                country,
                catch_mail: false,
            };
            at.init(new).await
        }
        Verb::Call { command, request } => at.call(&command, request.as_deref()).await,
        Verb::Api => print(&describe()),
        Verb::Serve => at.serve().await,
        Verb::Tick => {
            let office = at.open().await?;
            let ticked = jobs::tick(&office).await;
            office.close().await;
            print(&json!(ticked))
        }
        Verb::Backup { file } => {
            let office = at.open().await?;
            let made = backup::make(&office, &OWNER, &file, std::future::pending()).await;
            office.close().await;
            print(&json!(made?))
        }
        Verb::Restore { file, dir, recovery_code } => at.restore(&file, &dir, recovery_code).await,
        Verb::Verify { anchors } => at.verify(anchors.as_deref()).await,
        Verb::Key { verb: KeyVerb::Export } => {
            let office = at.open().await?;
            println!("{}", office.key().to_hex());
            office.close().await;
            Ok(Status::Done)
        }
        Verb::Demo { dir } => demo::play(&dir, at.key).await,
    }
}

/// Which office, and where its key is.
struct Place {
    office: Option<PathBuf>,
    key: KeySource,
}

impl Place {
    fn folder(&self) -> Result<PathBuf> {
        let folder = self.office.clone().ok_or_else(|| bad_usage("--office DIR is missing"))?;
        // Absolute, so that what is printed and kept holds from anywhere.
        std::path::absolute(folder).map_err(|error| Error::from(error).into())
    }

    fn options(&self) -> Result<OpenOptions> {
        Ok(OpenOptions {
            folder: self.folder()?,
            key: self.key.clone(),
            clock: Clock::System,
            program: "studioloctl",
            words: WordReader::this_program(),
        })
    }

    async fn open(&self) -> Result<Arc<Office>> {
        Ok(Office::open(self.options()?).await?)
    }

    async fn init(&self, new: NewOffice) -> Result<Status> {
        let options = self.options()?;
        let folder = options.folder.clone();
        let code = Office::init(options, new).await?;
        if let Some(program) = location::synced_by(&folder) {
            eprintln!(
                "{program} keeps this folder in step with a server: that can damage an office that is open. Keep it elsewhere."
            );
        }
        eprintln!("Print this recovery code and keep it apart from the computer. It is shown only now.");
        print(&json!({ "office": folder, "recovery_code": code.to_string() }))
    }

    async fn call(&self, command: &str, request: Option<&str>) -> Result<Status> {
        let text = match request {
            None => "{}".to_owned(),
            Some("-") => {
                let mut text = String::new();
                std::io::stdin()
                    .read_to_string(&mut text)
                    .map_err(|error| Error::invalid("request", error))?;
                text
            }
            Some(text) => text.to_owned(),
        };
        let request: Value = serde_json::from_str(&text)
            .map_err(|error| WireError::from(Error::invalid("request", format!("is no JSON: {error}"))))?;
        let office = self.open().await?;
        let account = request.get("account_id").cloned();
        let mut reply = dispatch(&office, &OWNER, command, request).await;
        if command == "mail.begin_oauth"
            && let Ok(begun) = &reply
        {
            // The browser brings its answer to this process: the page is told at once, and how it went at the end.
            print(begun)?;
            settled(&office).await;
            let account = account.map_or_else(|| json!({}), |id| json!({ "account_id": id }));
            reply = dispatch(&office, &OWNER, "mail.oauth_state", account).await;
        }
        office.close().await;
        print(&reply?)
    }

    async fn serve(&self) -> Result<Status> {
        let office = self.open().await?;
        // Listened for before anybody can know that it is ready: a signal that finds no listener ends it on the spot.
        let stopped = stopped().map_err(Error::from)?;
        let running = jobs::start(&office);
        print(&json!({ "ready": true, "portal": null }))?;
        stopped.await;
        running.shutdown().await;
        office.close().await;
        Ok(Status::Done)
    }

    async fn restore(&self, file: &Path, folder: &Path, with_code: bool) -> Result<Status> {
        let opener = match &self.key {
            KeySource::File(path) if path.exists() && !with_code => Opener::Key(Key::from_hex(
                &std::fs::read_to_string(path).map_err(|error| Error::MissingKey(error.to_string()))?,
            )?),
            _ => {
                eprintln!("Recovery code:");
                let mut code = String::new();
                std::io::stdin()
                    .read_line(&mut code)
                    .map_err(|error| Error::invalid("recovery_code", error))?;
                Opener::Code(RecoveryCode::parse(&code)?)
            }
        };
        print(&json!(backup::restore(file, folder, &opener, &self.key).await?))
    }

    async fn verify(&self, anchors: Option<&Path>) -> Result<Status> {
        let office = self.open().await?;
        let checked = async {
            let wrong = office.store().check().await?;
            let rewritten = documents::verify(&office, &OWNER).await?;
            let (verdict, anchored) = match anchors {
                None => (audit::service::verify(&office, &OWNER).await?, None),
                Some(folder) => {
                    let (verdict, anchored) = audit::service::verify_against(&office, &OWNER, folder).await?;
                    (verdict, Some(anchored))
                }
            };
            Ok::<_, Error>((wrong, rewritten, verdict, anchored))
        }
        .await;
        office.close().await;
        let (wrong, rewritten, verdict, anchored) = checked?;
        let whole = wrong.is_empty() && rewritten.is_empty();
        let ok = whole && verdict.ok && anchored.as_ref().is_none_or(|anchored| anchored.ok);
        let mut found = json!({ "ok": ok, "database": wrong, "documents": rewritten, "audit": verdict });
        if let Some(anchored) = anchored {
            found["anchors"] = json!(anchored);
        }
        print(&found)?;
        Ok(if ok { Status::Done } else { Status::Refused })
    }
}

fn print(value: &impl Display) -> Result<Status> {
    match writeln!(std::io::stdout(), "{value}") {
        // Whoever listened has heard enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(WireError {
            code: "disk_error".into(),
            message: format!("it is done, but the answer could not be written: {error}"),
            params: json!({}),
        }),
        _ => Ok(Status::Done),
    }
}

fn bad_usage(message: &str) -> WireError {
    WireError { code: "bad_usage".into(), message: message.into(), params: json!({}) }
}

/// From now on listens for SIGTERM and Ctrl-C; ends when one comes.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// From now on listens for Ctrl-C; ends when it comes.
#[cfg(windows)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
