//! Sending: a few workers, each with its own session.
//!
//! A worker claims a group and sends it mail by mail. What it hears is made durable with the next claim, in groups of
//! at most 32, or alone when that takes longer, so that no answer is older than 50 ms. Only mails whose answers were
//! not durable yet can go twice, and only after a crash.

use std::path::Path;
use std::time::Duration;

use futures_util::future::join_all;
use studiolo_mail::{EmailAddress, SendError, Session};
use tokio::time::{sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use super::claim::{Claimed, Road, Way, record_and_claim, still_wanted, ways};
use super::compose::Outgoing;
use super::record::{Heard, record};
use crate::access::By;
use crate::accounts::{self, SendingAccount, grants};
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::AccountId;
use crate::office::Office;
use crate::outbox::{self, Outcome, RoadState};
use crate::sent;
use crate::settings;

/// An answer waits this long for others to be recorded with it: with its turn at the store and the commit it is
/// durable within 50 ms.
const RECORD_WITHIN: Duration = Duration::from_millis(25);

/// A full disk, or a busy store, is tried again this often: the answers must not be lost while the office runs.
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

/// Sends everything that may leave now. Ends early, with all answers recorded, when `stop` is cancelled or all roads are
/// blocked.
pub async fn send_due(office: &Office, stop: &CancellationToken) -> Result<Sent> {
    let mut ways = ways(office).await?;
    ways.retain(|way| is_open(office, *way));
    if ways.is_empty() {
        return Ok(Sent::default());
    }
    let _alone = office.sending.lock().await;
    // What a pass that failed left unfinished.
    outbox::recover(office).await?;
    settle(office, &By::system()).await?;
    let mut sent = Sent::default();
    // Side by side: a server that is slow holds up no other account's mail.
    for way in join_all(ways.into_iter().map(|way| send_by(office, stop, way))).await {
        let Sent { accepted, not_accepted } = way?;
        sent.accepted += accepted;
        sent.not_accepted += not_accepted;
    }
    Ok(sent)
}

async fn send_by(office: &Office, stop: &CancellationToken, way: Way) -> Result<Sent> {
    let mut sent = Sent::default();
    // What broke, or was changed under way, is due again at once.
    while !stop.is_cancelled() && is_open(office, way) {
        let pass = pass(office, stop, way).await?;
        sent.accepted += pass.accepted;
        sent.not_accepted += pass.not_accepted;
        if pass.answers == 0 {
            break;
        }
    }
    Ok(sent)
}

/// Whether nothing is known to be in the way.
fn is_open(office: &Office, way: Way) -> bool {
    match way {
        Way::Folder => true,
        Way::Account(account) => office.roads.again_at(account).is_none(),
    }
}

/// One run of the workers, until no mail is due.
async fn pass(office: &Office, stop: &CancellationToken, way: Way) -> Result<Pass> {
    let (mut one, mut other) = (Worker::new(office, stop, way), Worker::new(office, stop, way));
    let (one, other) = tokio::join!(one.work(), other.work());
    let (one, other) = (one?, other?);
    Ok(Pass {
        answers: one.answers + other.answers,
        accepted: one.accepted + other.accepted,
        not_accepted: one.not_accepted + other.not_accepted,
    })
}

/// How many answers one run brought.
#[derive(Default, Clone, Copy)]
struct Pass {
    answers: u64,
    accepted: u64,
    not_accepted: u64,
}

/// A clock that was set back: no mail waits for what is now the far future.
async fn settle(office: &Office, by: &By) -> Result<()> {
    if !outbox::store::waits_ahead_of(&mut *office.read(by).await?, office.now()).await? {
        return Ok(());
    }
    let mut act = office.begin(by).await?;
    let now = act.now;
    outbox::store::settle(act.db(), now).await?;
    act.commit().await
}

/// Whom a letter comes from, whom it goes to, and its bytes.
type Envelope<'a> = (&'a EmailAddress, &'a EmailAddress, &'a [u8]);

/// A session, and the account that it was opened with.
type Open = Option<(SendingAccount, Session)>;

/// One of those who send side by side.
struct Worker<'a> {
    office: &'a Office,
    stop: &'a CancellationToken,
    way: Way,
    session: Open,
    /// What is not durable yet, oldest first.
    heard: Vec<Heard>,
    /// When it must be made so.
    record_at: tokio::time::Instant,
    pass: Pass,
}

impl<'a> Worker<'a> {
    fn new(office: &'a Office, stop: &'a CancellationToken, way: Way) -> Self {
        let record_at = tokio::time::Instant::now();
        Self { office, stop, way, session: None, heard: Vec::new(), record_at, pass: Pass::default() }
    }

    /// Sends until no mail is due.
    async fn work(&mut self) -> Result<Pass> {
        let worked = self.send_groups().await;
        // Whatever ended it: what was heard is kept.
        let kept = keep(self.office, &mut self.heard, self.stop).await;
        if let Some((_, session)) = self.session.take() {
            session.quit().await;
        }
        worked.and(kept)?;
        Ok(self.pass)
    }

    async fn send_groups(&mut self) -> Result<()> {
        while !self.stop.is_cancelled() && is_open(self.office, self.way) {
            let acts = self.office.acts();
            let claimed = record_and_claim(self.office, self.way, &mut self.heard).await?;
            let Some(Claimed { road, copies_to, mails }) = claimed else { break };
            for outgoing in mails {
                let mut kept = Ok(());
                let outcome = if self.stop.is_cancelled() {
                    Outcome::Untried(String::new())
                } else if self.office.acts() != acts && !still_wanted(self.office, &outgoing, &road).await? {
                    // Claimed again at once, it is withdrawn or written anew.
                    Outcome::Untried(String::new())
                } else {
                    let outcome;
                    (outcome, kept) = self.send(&outgoing, &road).await;
                    outcome
                };
                self.hear(outgoing, outcome, copies_to);
                kept?;
            }
        }
        Ok(())
    }

    /// Sends one mail. What was heard before is made durable meanwhile, if its time comes.
    async fn send(&mut self, outgoing: &Outgoing, road: &Road) -> (Outcome, Result<()>) {
        let Self { office, stop, session, heard, record_at, .. } = self;
        let sending = async {
            match road {
                Road::Folder => {
                    catch(office.folder(), &outgoing.mail.mail_id.to_string(), &outgoing.bytes).await
                }
                Road::Server(id, account) => {
                    let in_doubt = outgoing.mail.uncertain > 0 && office.roads.again_at(*id).is_none();
                    if in_doubt && sent::has_gone(office, *id, &outgoing.mail.message_id).await {
                        return Outcome::Accepted;
                    }
                    let letter = (&outgoing.from, &outgoing.to, outgoing.bytes.as_slice());
                    send(office, (*id, account), session, letter).await
                }
            }
        };
        if heard.is_empty() {
            return (sending.await, Ok(()));
        }
        tokio::pin!(sending);
        tokio::select! {
            biased;
            outcome = &mut sending => return (outcome, Ok(())),
            () = sleep_until(*record_at) => {}
        }
        tokio::join!(sending, keep(office, heard, stop))
    }

    fn hear(&mut self, outgoing: Outgoing, outcome: Outcome, copies_to: Option<AccountId>) {
        if self.heard.is_empty() {
            self.record_at = tokio::time::Instant::now() + RECORD_WITHIN;
        }
        self.pass.answers += 1;
        match outcome {
            Outcome::Accepted => self.pass.accepted += 1,
            Outcome::Untried(_) => {}
            _ => self.pass.not_accepted += 1,
        }
        let copy =
            copies_to.filter(|_| outcome == Outcome::Accepted).map(|account| (account, outgoing.bytes));
        self.heard.push(Heard { mail: outgoing.mail, outcome, copy });
    }
}

/// Hands over one letter that is no mail to a client, by this account and in a session of its own; without an account it
/// is caught in the office's folder under this name.
pub(crate) async fn send_alone(
    office: &Office,
    account: Option<&(AccountId, SendingAccount)>,
    name: &str,
    letter: Envelope<'_>,
) -> Outcome {
    let Some((id, account)) = account else { return catch(office.folder(), name, letter.2).await };
    let mut session = None;
    let outcome = send(office, (*id, account), &mut session, letter).await;
    if let Some((_, session)) = session {
        session.quit().await;
    }
    outcome
}

async fn send(
    office: &Office,
    (id, account): (AccountId, &SendingAccount),
    session: &mut Open,
    (from, to, bytes): Envelope<'_>,
) -> Outcome {
    if let Some((_, why)) = office.roads.blocked(id).filter(|_| office.roads.again_at(id).is_some()) {
        return Outcome::Untried(why);
    }
    let mut open = match session.take() {
        Some((with, open)) if with == *account && open.is_usable() => open,
        _ => match connect(office, (id, account)).await {
            Ok(open) => open,
            Err(why) => return Outcome::Untried(why),
        },
    };
    let sent = open.send(from, to, bytes).await;
    *session = Some((account.clone(), open));
    match sent {
        Ok(_) => Outcome::Accepted,
        Err(error) if error.concerns_account() => {
            block(office, (id, account), RoadState::Refused, error.to_string()).await;
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

async fn connect(
    office: &Office,
    (id, account): (AccountId, &SendingAccount),
) -> std::result::Result<Session, String> {
    let road = match account.road() {
        Ok(road) => road,
        Err(error) => {
            block(office, (id, account), RoadState::Refused, error.to_string()).await;
            return Err(error.to_string());
        }
    };
    match grants::sign_in::<Session>(office, id, road).await {
        Ok(session) => {
            if office.roads.clear(id) {
                office.tell(ChangeKind::Office);
            }
            Ok(session)
        }
        Err(error) => {
            let state = if error.is_temporary() { RoadState::Unreachable } else { RoadState::Refused };
            block(office, (id, account), state, error.to_string()).await;
            Err(error.to_string())
        }
    }
}

/// Notes that the account's server cannot be used, unless the account was changed while it was tried.
async fn block(office: &Office, (id, account): (AccountId, &SendingAccount), state: RoadState, why: String) {
    let now = accounts::service::sending(office, &By::system(), Some(id)).await;
    if now.is_ok_and(|now| now.as_ref() != Some(account)) {
        return;
    }
    tracing::info!(?state, why, "mail waits: the server cannot be used");
    office.roads.block(id, state, why);
    office.tell(ChangeKind::Office);
}

/// Writes the mail as a file of a name of its own: caught twice, it is there once.
async fn catch(folder: &Path, name: &str, bytes: &[u8]) -> Outcome {
    let folder = folder.join("outbox-caught");
    let file = folder.join(format!("{name}.eml"));
    let write = async {
        tokio::fs::create_dir_all(&folder).await?;
        tokio::fs::write(&file, bytes).await
    };
    match write.await {
        Ok(()) => Outcome::Accepted,
        Err(error) => Outcome::Deferred(error.to_string()),
    }
}

/// Makes what was heard durable, again and again while the disk or the store refuses: what the server accepted must
/// not be forgotten.
async fn keep(office: &Office, heard: &mut Vec<Heard>, stop: &CancellationToken) -> Result<()> {
    while !heard.is_empty() {
        match record_alone(office, heard).await {
            Err(error @ (Error::DiskFull | Error::DiskError(_) | Error::ReadOnly(_) | Error::Store(_)))
                if !stop.is_cancelled() =>
            {
                tracing::error!(%error, "answers of the mail server wait for the disk");
                tokio::select! {
                    () = sleep(RECORD_AGAIN) => {}
                    () = stop.cancelled() => {}
                }
            }
            done => return done,
        }
    }
    Ok(())
}

async fn record_alone(office: &Office, heard: &mut Vec<Heard>) -> Result<()> {
    let mut act = office.begin(&By::system()).await?;
    let settings = settings::store::get(act.db()).await?;
    record(&mut act, &settings, heard).await?;
    act.commit().await?;
    heard.clear();
    Ok(())
}
