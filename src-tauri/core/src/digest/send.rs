//! Sending: the morning's row is made when its time has come, and then climbs a mail's ladder, by the default account.

use chrono::NaiveDate;
use serde_json::json;
use studiolo_mail::{EmailAddress, Letter, Mailbox};

use super::{DigestRow, facts, store};
use crate::access::By;
use crate::accounts::{self, SendingAccount};
use crate::delivery;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{AccountId, MailId};
use crate::letters::{Digest, DigestFrame, write_digest};
use crate::office::{Act, Office};
use crate::outbox::{LONGEST_WAIT, MailState, Outcome, backoff};
use crate::sent;
use crate::settings::{self, Settings};
use crate::time::Instant;

/// Why a morning had no mail.
const NOTHING_TO_SAY: &str = "nothing_to_say";
const TOO_LATE: &str = "too_late";

/// What was lost with a process that ended.
const INTERRUPTED: &str = "the program ended before the server's answer was recorded";

/// Whom it comes from and which way it leaves: by the account, or into the folder of a demo office.
type Road = (Mailbox, Option<(AccountId, SendingAccount)>);

/// One that is ready to leave; its attempt is noted.
struct Ready {
    row: DigestRow,
    road: Road,
    to: EmailAddress,
    subject: String,
    bytes: Vec<u8>,
}

/// Sends this morning's mail, if its time has come and it has not gone; whether the server accepted it.
pub async fn send_due(office: &Office) -> Result<bool> {
    let by = By::system();
    let mut db = office.read(&by).await?;
    let settings = settings::store::get(&mut db).await?;
    let now = office.now();
    let day = due(&settings, now);
    let is_new = match day {
        Some(day) => !store::has(&mut db, day).await?,
        None => false,
    };
    let today = day.map(|day| day.to_string());
    let has_turn = |row: &DigestRow| {
        row.state == MailState::Sending || today.as_ref() != Some(&row.day) || may_go(row, now)
    };
    if !is_new && !store::open(&mut db).await?.iter().any(has_turn) {
        return Ok(false);
    }
    drop(db);
    // Nobody else is sending now: what is under way was left so by a process that ended.
    let _alone = office.sending.lock().await;
    let facts = facts::read(office, &by, &settings).await?;
    let Some(ready) = claim(office, &facts).await? else { return Ok(false) };
    let (from, account) = &ready.road;
    let letter = (&from.address, &ready.to, ready.bytes.as_slice());
    let name = format!("digest-{}", ready.row.day);
    // The answer to an earlier attempt was lost: the mailbox may know.
    let has_gone = match account {
        Some((id, _)) if ready.row.uncertain > 0 => sent::has_gone(office, *id, &ready.row.message_id).await,
        _ => false,
    };
    let outcome = if has_gone {
        Outcome::Accepted
    } else {
        delivery::send_alone(office, account.as_ref(), &name, letter).await
    };
    record(office, &ready, outcome).await
}

/// The day whose mail may go; none before the owner has said who they are.
fn due(settings: &Settings, now: Instant) -> Option<NaiveDate> {
    settings.digest.due(&settings.calendar(), now).filter(|_| settings.is_set_up())
}

/// Makes the morning's row if it is not there, takes back what is too late, and writes the letter if it is to leave now.
async fn claim(office: &Office, facts: &Digest) -> Result<Option<Ready>> {
    let mut act = office.begin(&By::system()).await?;
    let settings = settings::store::get(act.db()).await?;
    let day = due(&settings, act.now);
    take_up(&mut act, day).await?;
    if let Some(day) = day
        && !store::has(act.db(), day).await?
    {
        let from = act.sender().await?;
        // Not the id of a client's mail: whoever answers it answers no chat.
        let id = format!("<digest-{}@{}>", MailId::new(), from.domain());
        let now = act.now;
        store::insert(act.db(), day, &settings.owner_email, &id, now).await?;
        act.changed(ChangeKind::Outbox, day);
    }
    let row = store::open(act.db()).await?.into_iter().find(|row| may_go(row, act.now));
    let ready = match row {
        Some(row) if facts.is_empty() => {
            put(&mut act, &row, MailState::Withdrawn, NOTHING_TO_SAY, None).await?;
            None
        }
        Some(row) => write(&mut act, &settings, facts, row).await?,
        None => None,
    };
    act.commit().await?;
    Ok(ready)
}

/// A clock that was set back makes none wait longer than any does.
fn may_go(row: &DigestRow, now: Instant) -> bool {
    let wait = row.next_attempt_at.map(|at| Instant::from(at).signed_duration_since(now));
    wait.is_some_and(|wait| {
        wait <= chrono::TimeDelta::zero() || wait.to_std().is_ok_and(|wait| wait > LONGEST_WAIT)
    })
}

/// What a process left under way is uncertain; what is of another day, or switched off, goes no more.
async fn take_up(act: &mut Act<'_>, day: Option<NaiveDate>) -> Result<()> {
    let day = day.map(|day| day.to_string());
    for row in store::open(act.db()).await? {
        let again = day.as_ref() == Some(&row.day);
        match (row.state == MailState::Sending, again) {
            (true, again) => doubt(act, &row, INTERRUPTED, again).await?,
            (false, false) => put(act, &row, MailState::Withdrawn, TOO_LATE, None).await?,
            (false, true) => {}
        }
    }
    Ok(())
}

/// The answer was lost: it is sent once more under the same Message-ID, if that is of use; a second time it stops.
async fn doubt(act: &mut Act<'_>, row: &DigestRow, why: &str, again: bool) -> Result<()> {
    let again = (again && row.uncertain == 0).then_some(act.now);
    put(act, row, MailState::Uncertain, why, again).await?;
    note(act, "digest.uncertain", row, json!({ "to": row.address, "reason": why })).await
}

async fn write(
    act: &mut Act<'_>,
    settings: &Settings,
    facts: &Digest,
    row: DigestRow,
) -> Result<Option<Ready>> {
    let Some(road) = road(act, settings).await? else { return Ok(None) };
    let (from, _) = &road;
    let frame = DigestFrame {
        language: settings.language,
        firm: settings.firm.clone(),
        owner_name: settings.owner_name.clone(),
        at: act.now,
        zone: settings.time_zone,
    };
    let written = write_digest(&frame, facts);
    let to: EmailAddress =
        settings.owner_email.parse().map_err(|error| Error::invalid("owner_email", error))?;
    let letter = Letter {
        from: from.clone(),
        to: Mailbox { name: settings.owner_name.clone(), address: to.clone() },
        reply_to: None,
        subject: written.subject.clone(),
        message_id: row.message_id.clone(),
        date: act.now,
        in_reply_to: None,
        references: Vec::new(),
        automatic: true,
        list_unsubscribe: None,
        extra: act.anchor().await?.headers(act.office().key())?,
        text: written.text,
        html: written.html,
        attachments: Vec::new(),
    };
    let bytes = match letter.to_bytes() {
        Ok(bytes) => bytes,
        Err(error) => {
            fail(act, &row, &error.to_string()).await?;
            return Ok(None);
        }
    };
    store::begin_attempt(act.db(), &row.day, &settings.owner_email).await?;
    let row = DigestRow { attempts: row.attempts + 1, address: settings.owner_email.clone(), ..row };
    Ok(Some(Ready { row, road, to, subject: written.subject, bytes }))
}

/// `None`: there is no way just now, and it waits.
async fn road(act: &mut Act<'_>, settings: &Settings) -> Result<Option<Road>> {
    if settings.catch_mail {
        let address = act.sender().await?;
        return Ok(Some((Mailbox { name: settings.owner_name.clone(), address }, None)));
    }
    let Some(id) = accounts::store::chosen(act.db(), None).await? else { return Ok(None) };
    let Some(account) = accounts::store::sending(act.db(), id).await? else { return Ok(None) };
    if act.office().roads.again_at(id).is_some() {
        return Ok(None);
    }
    Ok(Some((account.sender()?, Some((id, account)))))
}

async fn record(office: &Office, ready: &Ready, outcome: Outcome) -> Result<bool> {
    let Ready { row, subject, .. } = ready;
    let mut act = office.begin(&By::system()).await?;
    let accepted = outcome == Outcome::Accepted;
    match outcome {
        Outcome::Accepted => {
            put(&mut act, row, MailState::Accepted, "", None).await?;
            let details = json!({ "to": row.address, "subject": subject, "message_id": row.message_id });
            note(&mut act, "digest.accepted", row, details).await?;
        }
        Outcome::Deferred(why) | Outcome::Broken(why) | Outcome::Untried(why) => {
            let again = act.now + backoff(row.attempts);
            put(&mut act, row, MailState::Queued, &why, Some(again)).await?;
        }
        Outcome::Refused(why) => fail(&mut act, row, &why).await?,
        Outcome::Uncertain(why) => doubt(&mut act, row, &why, true).await?,
    }
    act.commit().await?;
    Ok(accepted)
}

async fn fail(act: &mut Act<'_>, row: &DigestRow, why: &str) -> Result<()> {
    put(act, row, MailState::Failed, why, None).await?;
    note(act, "digest.failed", row, json!({ "to": row.address, "reason": why })).await
}

async fn put(
    act: &mut Act<'_>,
    row: &DigestRow,
    state: MailState,
    why: &str,
    again: Option<Instant>,
) -> Result<()> {
    let now = act.now;
    store::put(act.db(), &row.day, state, why, again, now).await?;
    act.changed(ChangeKind::Outbox, &row.day);
    Ok(())
}

async fn note(act: &mut Act<'_>, action: &str, row: &DigestRow, details: serde_json::Value) -> Result<()> {
    act.record(action, &format!("digest:{}", row.day), None, details).await
}
