//! What the server said comes back: to the mail, and from it to its items.

use serde_json::json;
use std::time::Duration;

use crate::access::By;
use crate::error::Result;
use crate::events::ChangeKind;
use crate::id::MailId;
use crate::office::{Act, Office};
use crate::outbox::{
    self, FEWEST_ATTEMPTS, GIVE_UP_AFTER, MailItem, MailKind, MailRow, MailState, Outcome, backoff,
};
use crate::reminders::{self, Calendar, Change, NO_RECIPIENT};
use crate::settings;
use crate::time::Instant;

/// Attempts that break on the road and are made again at once; from then on they wait like refused ones, so that
/// one mail that breaks every connection does not hold up the others.
const BROKEN_AT_ONCE: i64 = 3;

/// Records how a group of attempts ended, in one act.
pub(super) async fn record(office: &Office, outcomes: &[(MailId, Outcome)]) -> Result<()> {
    let mut act = office.begin(&By::system()).await?;
    let calendar = settings::store::get(act.db()).await?.calendar();
    for (id, outcome) in outcomes {
        let mail = outbox::store::get(act.db(), *id).await?;
        match outcome {
            Outcome::Accepted => accept(&mut act, &mail, &calendar).await?,
            Outcome::Deferred(why) => defer(&mut act, &mail, why, backoff(mail.attempts)).await?,
            Outcome::Broken(why) => {
                let at_once = mail.attempts < BROKEN_AT_ONCE;
                let wait = if at_once { Duration::ZERO } else { backoff(mail.attempts) };
                defer(&mut act, &mail, why, wait).await?;
            }
            Outcome::Refused(why) => fail(&mut act, &mail, why).await?,
            Outcome::Uncertain(why) => {
                let again = (mail.uncertain == 0).then_some(act.now);
                outbox::store::put(act.db(), *id, MailState::Uncertain, why, again).await?;
                note(&mut act, &mail, "mail.uncertain", why).await?;
            }
            Outcome::Untried(why) => {
                let now = act.now;
                let why = if why.is_empty() { &mail.last_error } else { why };
                outbox::store::give_back(act.db(), *id, why, now).await?;
            }
        }
        act.changed(ChangeKind::Outbox, id);
    }
    act.commit().await
}

async fn accept(act: &mut Act<'_>, mail: &MailRow, calendar: &Calendar) -> Result<()> {
    let now = act.now;
    outbox::store::accept(act.db(), mail.mail_id, now).await?;
    let details = json!({ "to": mail.address, "subject": mail.subject, "message_id": mail.message_id });
    act.record("mail.accepted", &object(mail), Some(mail.client_id), details).await?;
    for item in outbox::store::items(act.db(), mail.mail_id).await? {
        accept_item(act, mail, item, calendar).await?;
    }
    Ok(())
}

async fn accept_item(act: &mut Act<'_>, mail: &MailRow, item: MailItem, calendar: &Calendar) -> Result<()> {
    let MailItem { item, round, step } = item;
    let change = match mail.kind {
        MailKind::Notification => Change::NotificationAccepted { round },
        MailKind::Reminder => Change::ReminderAccepted { round, step },
        MailKind::SendAgain => Change::SentAgainAccepted { round, number: step },
    };
    let mut entry = reminders::store::get(act.db(), item).await?;
    let before = entry.clone();
    entry.reminder.apply(change, act.now)?;
    if entry.held != NO_RECIPIENT {
        entry.held.clear();
    }
    if entry != before {
        reminders::store::put(act.db(), &entry, calendar).await?;
        if before.reminder.on_its_way().is_some() && entry.reminder.on_its_way().is_none() {
            outbox::service::withdraw_reminders(act, item, "superseded").await?;
        }
        if entry.reminder.sent > before.reminder.sent {
            let details =
                json!({ "step": step, "of": entry.reminder.policy.max_count(), "subject": mail.subject });
            let object = format!("{}:{}", item.kind.as_str(), item.id);
            act.record("reminder.sent", &object, Some(mail.client_id), details).await?;
        }
    }
    act.changed(ChangeKind::Chat, item.id);
    Ok(())
}

async fn defer(act: &mut Act<'_>, mail: &MailRow, why: &str, wait: Duration) -> Result<()> {
    let age = act.now.signed_duration_since(Instant::from(mail.created_at));
    if mail.attempts >= FEWEST_ATTEMPTS && age.to_std().is_ok_and(|age| age > GIVE_UP_AFTER) {
        return fail(act, mail, why).await;
    }
    let next = act.now + wait;
    outbox::store::put(act.db(), mail.mail_id, MailState::Queued, why, Some(next)).await
}

/// The mail stops, with the reason, until the owner acts.
pub(super) async fn fail(act: &mut Act<'_>, mail: &MailRow, why: &str) -> Result<()> {
    outbox::store::put(act.db(), mail.mail_id, MailState::Failed, why, None).await?;
    note(act, mail, "mail.failed", why).await
}

async fn note(act: &mut Act<'_>, mail: &MailRow, action: &str, why: &str) -> Result<()> {
    for item in outbox::store::items(act.db(), mail.mail_id).await? {
        act.changed(ChangeKind::Chat, item.item.id);
    }
    let details = json!({ "to": mail.address, "subject": mail.subject, "reason": why });
    act.record(action, &object(mail), Some(mail.client_id), details).await
}

fn object(mail: &MailRow) -> String {
    format!("mail:{}", mail.mail_id)
}
