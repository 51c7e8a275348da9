//! Sending: a few workers, each with its own session, and one recorder.
//!
//! A worker claims a group, sends it mail by mail and hands each answer to the recorder, which makes answers
//! durable in groups of at most 32, at most 50 ms old. Only mails whose answers were not durable yet can go
//! twice, and only after a crash.

use std::path::Path;
use std::time::Duration;

use studiolo_mail::{SendError, Session, Timeouts};
use tokio::sync::mpsc;
use tokio::time::timeout_at;
use tokio_util::sync::CancellationToken;

use super::claim::{GROUP, claim, still_wanted};
use super::compose::Outgoing;
use super::record::record;
use crate::access::By;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::MailId;
use crate::office::Office;
use crate::outbox::{self, Outcome, RoadState, SendingAccount};
use crate::settings;

/// Sessions that are used side by side.
const WORKERS: usize = 2;

/// An answer is durable this soon.
const RECORD_WITHIN: Duration = Duration::from_millis(50);

/// A full disk is tried again this often: the answers must not be lost while the office runs.
const RECORD_AGAIN: Duration = Duration::from_secs(2);

/// "Service not available, closing transmission channel" (RFC 5321 section 4.2.3).
const CLOSING: u16 = 421;

/// What one pass did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Sent {
    /// Mails that the server accepted.
    pub accepted: u64,
    /// Mails that it refused, for now or for good, or whose answer was lost.
    pub not_accepted: u64,
}

/// Sends everything that may leave now. Ends early, with all answers recorded, when `stop` is cancelled or the
/// road is blocked.
pub async fn send_due(office: &Office, stop: &CancellationToken) -> Result<Sent> {
    if office.road.again_at().is_some() {
        return Ok(Sent::default());
    }
    let by = By::system();
    let settings = settings::service::get(office, &by).await?;
    let road = if settings.catch_mail {
        Road::Folder
    } else {
        match settings::service::account(office, &by).await? {
            Some(account) => Road::Server(Box::new(account)),
            None => return Ok(Sent::default()),
        }
    };
    settle(office, &by).await?;
    let mut sent = Sent::default();
    // What broke, or was changed under way, is due again at once.
    while !stop.is_cancelled() && office.road.again_at().is_none() {
        let pass = pass(office, &road, stop).await?;
        sent.accepted += pass.accepted;
        sent.not_accepted += pass.not_accepted;
        if pass.answers == 0 {
            break;
        }
    }
    Ok(sent)
}

/// One run of the workers, until no mail is due.
async fn pass(office: &Office, road: &Road, stop: &CancellationToken) -> Result<Pass> {
    let (answers, queue) = mpsc::channel(4 * WORKERS * usize::try_from(GROUP).unwrap_or(1));
    let workers = async {
        let (one, other) =
            tokio::join!(work(office, road, &answers, stop), work(office, road, &answers, stop));
        drop(answers);
        one.and(other)
    };
    let (worked, recorded) = tokio::join!(workers, keep_records(office, queue, stop));
    worked.and(recorded)
}

/// How many answers one run brought.
#[derive(Default)]
struct Pass {
    answers: u64,
    accepted: u64,
    not_accepted: u64,
}

/// A clock that was set back: mail written in what is now the future does not wait for that.
async fn settle(office: &Office, by: &By) -> Result<()> {
    if !outbox::store::written_ahead_of(&mut *office.read(by).await?, office.now()).await? {
        return Ok(());
    }
    let mut act = office.begin(by).await?;
    let now = act.now;
    outbox::store::settle(act.db(), now).await?;
    act.commit().await
}

enum Road {
    Server(Box<SendingAccount>),
    /// A demo office: mail is caught in its folder.
    Folder,
}

type Answer = (MailId, Outcome);

async fn work(
    office: &Office,
    road: &Road,
    answers: &mpsc::Sender<Answer>,
    stop: &CancellationToken,
) -> Result<()> {
    let mut session = None;
    while !stop.is_cancelled() && office.road.again_at().is_none() {
        let acts = office.acts();
        let group = claim(office).await?;
        if group.is_empty() {
            break;
        }
        for outgoing in group {
            let id = outgoing.mail.mail_id;
            let outcome = if stop.is_cancelled() {
                Outcome::Untried(String::new())
            } else if office.acts() != acts && !still_wanted(office, &outgoing.mail).await? {
                // Claimed again at once, it is withdrawn or written anew.
                Outcome::Untried(String::new())
            } else {
                match road {
                    Road::Folder => catch(office.folder(), &outgoing).await,
                    Road::Server(account) => send(office, account, &mut session, &outgoing).await,
                }
            };
            if answers.send((id, outcome)).await.is_err() {
                break;
            }
        }
    }
    if let Some(session) = session {
        Session::quit(session).await;
    }
    Ok(())
}

async fn send(
    office: &Office,
    account: &SendingAccount,
    session: &mut Option<Session>,
    outgoing: &Outgoing,
) -> Outcome {
    if let Some((_, why)) = office.road.blocked().filter(|_| office.road.again_at().is_some()) {
        return Outcome::Untried(why);
    }
    let mut open = match session.take() {
        Some(open) if open.is_usable() => open,
        _ => match connect(office, account).await {
            Ok(open) => open,
            Err(why) => return Outcome::Untried(why),
        },
    };
    let sent = open.send(&outgoing.from, &outgoing.to, &outgoing.bytes).await;
    *session = Some(open);
    match sent {
        Ok(_) => Outcome::Accepted,
        Err(error) if error.concerns_account() => {
            block(office, RoadState::Refused, error.to_string());
            Outcome::Untried(error.to_string())
        }
        // A server that takes so many mails a connection: the next one has a new one.
        Err(SendError::Transient { reply, .. }) if reply.code == CLOSING => {
            Outcome::Broken(reply.to_string())
        }
        Err(SendError::Transient { reply, .. }) => Outcome::Deferred(reply.to_string()),
        Err(SendError::Permanent { reply, .. }) => Outcome::Refused(reply.to_string()),
        Err(SendError::Broken { detail }) => Outcome::Broken(detail),
        Err(SendError::Uncertain { detail }) => Outcome::Uncertain(detail),
    }
}

async fn connect(office: &Office, account: &SendingAccount) -> std::result::Result<Session, String> {
    let road = account.road().map_err(|error| error.to_string())?;
    match Session::connect(&road, Timeouts::default()).await {
        Ok(session) => {
            if office.road.blocked().is_some() {
                office.road.clear();
                office.tell(ChangeKind::Office);
            }
            Ok(session)
        }
        Err(error) => {
            let state = if error.is_temporary() { RoadState::Unreachable } else { RoadState::Refused };
            block(office, state, error.to_string());
            Err(error.to_string())
        }
    }
}

fn block(office: &Office, state: RoadState, why: String) {
    tracing::info!(?state, why, "mail waits: the server cannot be used");
    office.road.block(state, why);
    office.tell(ChangeKind::Office);
}

/// Writes the mail as a file named by its Message-ID: caught twice, it is there once.
async fn catch(folder: &Path, outgoing: &Outgoing) -> Outcome {
    let folder = folder.join("outbox-caught");
    let file = folder.join(format!("{}.eml", outgoing.mail.mail_id));
    let write = async {
        tokio::fs::create_dir_all(&folder).await?;
        tokio::fs::write(&file, &outgoing.bytes).await
    };
    match write.await {
        Ok(()) => Outcome::Accepted,
        Err(error) => Outcome::Deferred(error.to_string()),
    }
}

/// Makes answers durable until every worker is done.
async fn keep_records(
    office: &Office,
    mut queue: mpsc::Receiver<Answer>,
    stop: &CancellationToken,
) -> Result<Pass> {
    let mut pass = Pass::default();
    while let Some(first) = queue.recv().await {
        let mut group = vec![first];
        let deadline = tokio::time::Instant::now() + RECORD_WITHIN;
        while i64::try_from(group.len()).is_ok_and(|len| len < GROUP) {
            match timeout_at(deadline, queue.recv()).await {
                Ok(Some(answer)) => group.push(answer),
                Ok(None) | Err(_) => break,
            }
        }
        keep(office, &group, stop).await?;
        for (_, outcome) in &group {
            pass.answers += 1;
            match outcome {
                Outcome::Accepted => pass.accepted += 1,
                Outcome::Untried(_) => {}
                _ => pass.not_accepted += 1,
            }
        }
    }
    Ok(pass)
}

/// Records a group, again and again while the disk refuses: what the server accepted must not be forgotten.
async fn keep(office: &Office, group: &[Answer], stop: &CancellationToken) -> Result<()> {
    loop {
        match record(office, group).await {
            Err(error @ (Error::DiskFull | Error::DiskError(_) | Error::ReadOnly(_)))
                if !stop.is_cancelled() =>
            {
                tracing::error!(%error, "answers of the mail server wait for the disk");
                tokio::select! {
                    () = tokio::time::sleep(RECORD_AGAIN) => {}
                    () = stop.cancelled() => {}
                }
            }
            done => return done,
        }
    }
}
