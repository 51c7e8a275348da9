//! Taking a mail in: what it says is read, judged, and done in one act.

use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use tokio::task::spawn_blocking;

use super::keep::{become_message, hold, save_files};
use super::reading::{self, Reading};
use super::rules::{Judgement, Knowledge, judge};
use super::{KnownSender, Reason, Received, ReceivedState, pec, report, store};
use crate::access::{Actor, By, Origin};
use crate::accounts::ReceivingAccount;
use crate::chats;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ClientId, ReceivedId};
use crate::office::Office;
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

/// Takes a mail in. Called for the same bytes again, it does nothing.
pub async fn take(
    office: &Office,
    account: &ReceivingAccount,
    bytes: Vec<u8>,
    extent: Extent,
) -> Result<Taken> {
    let content: [u8; 32] = Sha256::digest(&bytes).into();
    // What comes to two mailboxes at once is one mail, and its files are saved once.
    let _turn = office.receiving.lock().await;
    if store::is_known(&mut *office.read(&BY).await?, &content).await? {
        return Ok(Taken::Known);
    }
    let owned = account.clone();
    let (reading, bytes) = spawn_blocking(move || (reading::read(&bytes, &owned), bytes)).await?;
    let Some(reading) = reading else { return Ok(Taken::Left) };
    let mut db = office.read(&BY).await?;
    let knowledge = knowledge(&mut db, &reading).await?;
    drop(db);
    let judgement = judge(&reading.claims, &knowledge);
    let whole = extent == Extent::Whole;
    let mut mail = received(&reading, account, &knowledge, office.now());
    match judgement {
        Judgement::Leave => Ok(Taken::Left),
        Judgement::Report => report::apply(office, &mut mail, &reading, (&content, &bytes)).await,
        Judgement::Receipt => pec::apply(office, &mut mail, &reading, (&content, &bytes), extent).await,
        Judgement::Join { chat, sender } if whole => {
            let uploads = reading::files(&bytes);
            let by = By::mail_of(sender.contact_id);
            let (documents, left) = save_files(office, &by, sender.client_id, uploads).await?;
            let mut act = office.begin(&by).await?;
            if store::is_known(act.db(), &content).await? {
                return Ok(Taken::Known);
            }
            let chat = match chats::store::get(act.db(), chat).await {
                // Taken back while its answer was on its way.
                Err(Error::NotFound { .. }) => {
                    return keep_new(office, mail, (&content, &bytes), &[], false).await;
                }
                chat => chat?,
            };
            mail.state = ReceivedState::Joined;
            mail.decided_at = Some(act.now.into());
            store::insert(act.db(), &mail, &content, &bytes).await?;
            become_message(&mut act, &chat, &mail, (Some(&sender), documents, left)).await?;
            let details =
                json!({ "subject": chat.subject, "from": mail.from_email, "verified": mail.verified });
            chats::service::record(&mut act, "chats.receive", &chat, details).await?;
            act.commit().await?;
            Ok(Taken::Joined)
        }
        Judgement::Join { chat, .. } => {
            mail.reason = Some(Reason::TooLarge);
            keep_new(office, mail, (&content, &bytes), &[chat], true).await
        }
        Judgement::Keep { reason, chats, hold } => {
            mail.reason = Some(if whole { reason } else { Reason::TooLarge });
            keep_new(office, mail, (&content, &bytes), &chats, hold).await
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
    office: &Office,
    mut mail: Received,
    (content, bytes): (&[u8; 32], &[u8]),
    chats: &[crate::id::ChatId],
    holds: bool,
) -> Result<Taken> {
    let mut act = office.begin(&BY).await?;
    if store::is_known(act.db(), content).await? {
        return Ok(Taken::Known);
    }
    let reason = mail.reason.get_or_insert(Reason::UnknownChat).as_str();
    store::insert(act.db(), &mail, content, bytes).await?;
    store::insert_chats(act.db(), mail.received_id, chats, holds).await?;
    if holds {
        hold(&mut act, chats).await?;
    }
    let client = mail.client_id.parse().ok();
    let details = json!({ "from": mail.from_email, "subject": mail.subject, "reason": reason });
    act.record("quarantine.keep", &format!("received:{}", mail.received_id), client, details).await?;
    act.changed(ChangeKind::Quarantine, mail.received_id);
    act.commit().await?;
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
