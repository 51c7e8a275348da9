//! Taking mails in: what they say is read, judged, and done in one act for all that came together.

use std::mem;

use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use tokio::task::spawn_blocking;

use super::keep::{become_message, hold, save_files};
use super::reading::{self, Reading};
use super::rules::{Judgement, Knowledge, judge};
use super::{File, KnownSender, Reason, Received, ReceivedState, pec, report, store};
use crate::access::{Actor, By, Origin};
use crate::accounts::ReceivingAccount;
use crate::chats;
use crate::documents::Attachment;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ChatId, ClientId, ReceivedId};
use crate::office::{Act, Office};
use crate::time::Instant;

/// The office itself, as a mail makes it act.
pub(super) const BY: By = By { actor: Actor::System, origin: Origin::Mail };

/// What was done with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is left alone, and not stored.
    Left,
    /// It was taken in before.
    Known,
    /// It told what became of a mail of ours.
    Report,
    /// It joined a thread.
    Joined,
    /// It is kept aside.
    Kept,
}

/// How much of a mail was fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Its headers: it is too large.
    Headers,
}

/// A mail as it was fetched.
pub(super) struct Fetched {
    pub bytes: Vec<u8>,
    pub extent: Extent,
}

/// The bytes of a mail and what it is known by when it comes again: their SHA-256, and [`Reading::same`] where it is whole.
pub(super) struct RawMail {
    pub content: [u8; 32],
    pub same: Option<[u8; 32]>,
    pub bytes: Vec<u8>,
    pub extent: Extent,
}

/// A mail that is to be taken in.
struct Judged {
    bytes: RawMail,
    reading: Reading,
    judgement: Judgement,
    mail: Received,
    /// What came with it, saved before the act: documents, and what is left and why.
    files: (Vec<Attachment>, Vec<File>),
}

impl Judged {
    /// Whose files become documents of their client, if it has any.
    fn brings_files_of(&self) -> Option<&KnownSender> {
        let Judgement::Join { sender, .. } = &self.judgement else { return None };
        (self.bytes.extent == Extent::Whole && !self.reading.files.is_empty()).then_some(sender)
    }
}

/// What is to be done with a mail.
enum Step {
    Done(Taken),
    ToDo(Box<Judged>),
}

/// Takes a mail in. Called for the same bytes again, it does nothing.
pub async fn take(
    office: &Office,
    account: &ReceivingAccount,
    bytes: Vec<u8>,
    extent: Extent,
) -> Result<Taken> {
    let taken = take_all(office, account, vec![Fetched { bytes, extent }]).await?;
    Ok(taken.first().copied().unwrap_or(Taken::Left))
}

/// Takes mails in, in their order: in one act, but for those with files to be saved, each of which has its own. The same bytes again do
/// nothing.
pub(super) async fn take_all(
    office: &Office,
    account: &ReceivingAccount,
    mails: Vec<Fetched>,
) -> Result<Vec<Taken>> {
    let owned = account.clone();
    let read = spawn_blocking(move || mails.into_iter().map(|mail| read(mail, &owned)).collect::<Vec<_>>());
    let read = read.await?;
    // What comes to two mailboxes at once is one mail, and its files are saved once.
    let _turn = office.receiving.lock().await;
    let mut db = office.read(&BY).await?;
    let mut steps = Vec::with_capacity(read.len());
    for (bytes, reading) in read {
        steps.push(judged(&mut db, account, office.now(), bytes, reading).await?);
    }
    drop(db);
    let (mut taken, mut together) = (Vec::with_capacity(steps.len()), Vec::new());
    for mut step in steps {
        if let Step::ToDo(one) = &mut step
            && let Some(sender) = one.brings_files_of()
        {
            taken.extend(done(office, mem::take(&mut together)).await?);
            let (by, files) = (By::mail_of(sender.contact_id), reading::files(&one.bytes.bytes));
            one.files = save_files(office, &by, sender.client_id, files).await?;
            taken.extend(done(office, vec![step]).await?);
        } else {
            together.push(step);
        }
    }
    taken.extend(done(office, together).await?);
    Ok(taken)
}

fn read(mail: Fetched, account: &ReceivingAccount) -> (RawMail, Option<Reading>) {
    let Fetched { bytes, extent } = mail;
    let reading = reading::read(&bytes, account);
    let content = Sha256::digest(&bytes).into();
    let same = reading.as_ref().filter(|_| extent == Extent::Whole).and_then(|reading| reading.same);
    (RawMail { content, same, bytes, extent }, reading)
}

async fn judged(
    db: &mut SqliteConnection,
    account: &ReceivingAccount,
    now: Instant,
    bytes: RawMail,
    reading: Option<Reading>,
) -> Result<Step> {
    if store::is_known(db, &bytes).await? {
        return Ok(Step::Done(Taken::Known));
    }
    let Some(reading) = reading else { return Ok(Step::Done(Taken::Left)) };
    let knowledge = knowledge(db, &reading).await?;
    let judgement = judge(&reading.claims, &knowledge);
    if judgement == Judgement::Leave {
        return Ok(Step::Done(Taken::Left));
    }
    let mail = received(&reading, account, &knowledge, now);
    Ok(Step::ToDo(Box::new(Judged { bytes, reading, judgement, mail, files: <_>::default() })))
}

/// Does in one act what is to be done.
async fn done(office: &Office, steps: Vec<Step>) -> Result<Vec<Taken>> {
    let mut taken = Vec::with_capacity(steps.len());
    let mut act = None;
    for step in steps {
        taken.push(match step {
            Step::Done(done) => done,
            Step::ToDo(one) => {
                let act = match &mut act {
                    Some(act) => act,
                    none => none.insert(office.begin(&BY).await?),
                };
                act.in_its_own_name();
                take_in(act, *one).await?
            }
        });
    }
    if let Some(act) = act {
        act.commit().await?;
    }
    Ok(taken)
}

/// Takes a mail in within the act.
async fn take_in(act: &mut Act<'_>, one: Judged) -> Result<Taken> {
    let Judged { bytes, reading, judgement, mut mail, files: (documents, left) } = one;
    // It may have come twice at once.
    if store::is_known(act.db(), &bytes).await? {
        return Ok(Taken::Known);
    }
    let whole = bytes.extent == Extent::Whole;
    match judgement {
        Judgement::Leave => Ok(Taken::Left),
        Judgement::Report => report::apply(act, &mut mail, &reading, &bytes).await,
        Judgement::Receipt => pec::apply(act, &mut mail, &reading, &bytes).await,
        Judgement::Join { chat, sender } if whole => {
            let chat = match chats::store::get(act.db(), chat).await {
                // Taken back while its answer was on its way.
                Err(Error::NotFound { .. }) => {
                    return keep_new(act, mail, &bytes, &[], (Reason::UnknownChat, false)).await;
                }
                chat => chat?,
            };
            mail.state = ReceivedState::Joined;
            mail.decided_at = Some(act.now.into());
            store::insert(act.db(), &mail, &bytes).await?;
            act.in_the_name_of(&sender.name);
            become_message(act, &chat, &mail, (Some(&sender), documents, left)).await?;
            let details =
                json!({ "subject": chat.subject, "from": mail.from_email, "verified": mail.verified });
            chats::service::record(act, "chats.receive", &chat, details).await?;
            Ok(Taken::Joined)
        }
        Judgement::Join { chat, .. } => keep_new(act, mail, &bytes, &[chat], (Reason::TooLarge, true)).await,
        Judgement::Keep { reason, chats, hold } => {
            let reason = if whole { reason } else { Reason::TooLarge };
            keep_new(act, mail, &bytes, &chats, (reason, hold)).await
        }
    }
}

/// What the office knows about a mail.
pub(super) async fn knowledge(db: &mut SqliteConnection, reading: &Reading) -> Result<Knowledge> {
    let senders = match &reading.claims.from {
        Some(from) => store::senders(db, from).await?,
        None => Vec::new(),
    };
    let clients: Vec<ClientId> = senders.iter().map(|sender| sender.client_id).collect();
    Ok(Knowledge {
        answers: store::answers(db, &reading.claims.tokens).await?,
        recent: store::recent_chats(db, &clients).await?,
        senders,
    })
}

async fn keep_new(
    act: &mut Act<'_>,
    mut mail: Received,
    bytes: &RawMail,
    chats: &[ChatId],
    (reason, holds): (Reason, bool),
) -> Result<Taken> {
    mail.reason = Some(reason);
    store::insert(act.db(), &mail, bytes).await?;
    store::insert_chats(act.db(), mail.received_id, chats, holds).await?;
    if holds {
        hold(act, chats).await?;
    }
    let client = mail.client_id.parse().ok();
    let details = json!({ "from": mail.from_email, "subject": mail.subject, "reason": reason.as_str() });
    act.record("quarantine.keep", &format!("received:{}", mail.received_id), client, details).await?;
    act.changed(ChangeKind::Quarantine, mail.received_id);
    Ok(Taken::Kept)
}

fn received(reading: &Reading, account: &ReceivingAccount, knowledge: &Knowledge, now: Instant) -> Received {
    // Of several clients' contacts with one address, the one that was written to.
    let of_answer = knowledge.answers.as_ref().map(|answers| answers.client_id);
    let known: Option<&KnownSender> = match &knowledge.senders[..] {
        [one] => Some(one),
        many => many.iter().find(|one| Some(one.client_id) == of_answer),
    };
    Received {
        received_id: ReceivedId::new(),
        state: ReceivedState::Kept,
        reason: None,
        from_name: reading.from_name.clone(),
        from_email: reading.from_email.clone(),
        subject: reading.subject.clone(),
        client_id: known.map(|one| one.client_id.to_string()).unwrap_or_default(),
        contact_id: known.map(|one| one.contact_id.to_string()).unwrap_or_default(),
        verified: reading.is_verified(account),
        checks: to_json(&reading.checks),
        parts: to_json(&reading.parts),
        files: to_json(&reading.files),
        at: now.into(),
        decided_at: None,
    }
}

fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
