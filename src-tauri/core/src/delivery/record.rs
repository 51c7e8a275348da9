//! What the server said comes back: to the mail, and from it to its items.

use std::time::Duration;

use serde_json::json;

use super::group::Group;
use crate::error::Result;
use crate::events::ChangeKind;
use crate::id::AccountId;
use crate::notices::OVER;
use crate::office::Act;
use crate::outbox::{
    self, FEWEST_ATTEMPTS, GIVE_UP_AFTER, MailItem, MailKind, MailRow, MailState, Outcome, backoff,
};
use crate::reminders::{self, ANSWER_KEPT_ASIDE, Change, NO_RECIPIENT, Reminder, StopReason};
use crate::sent;
use crate::settings::Settings;
use crate::time::Instant;

/// Attempts that break on the road and are made again at once; from then on they wait like refused ones, so that
/// one mail that breaks every connection does not hold up the others.
const BROKEN_AT_ONCE: i64 = 3;

/// How an attempt ended.
pub(super) struct Heard {
    /// The mail as it was once the attempt had begun.
    pub mail: MailRow,
    /// How.
    pub outcome: Outcome,
    /// Its bytes, where a copy goes into its account's mailbox.
    pub copy: Option<(AccountId, Vec<u8>)>,
}

/// Records how attempts ended, within the act.
pub(super) async fn record(act: &mut Act<'_>, settings: &Settings, heard: &[Heard]) -> Result<()> {
    if heard.is_empty() {
        return Ok(());
    }
    let mut group = Group::read(act, heard.iter().map(|one| &one.mail)).await?;
    let mut accepted = Vec::with_capacity(heard.len());
    let mut copies = Vec::new();
    for Heard { mail, outcome, copy } in heard {
        let id = mail.mail_id;
        let items = group.items(id).to_vec();
        match outcome {
            Outcome::Accepted => {
                accept(act, mail, &items, &mut group).await?;
                accepted.push(id);
                copies.extend(copy.as_ref().map(|(account, bytes)| (id, *account, &bytes[..])));
            }
            Outcome::Deferred(why) => defer(act, mail, &items, why, backoff(mail.attempts)).await?,
            Outcome::Broken(why) => {
                let at_once = mail.attempts < BROKEN_AT_ONCE;
                let wait = if at_once { Duration::ZERO } else { backoff(mail.attempts) };
                defer(act, mail, &items, why, wait).await?;
            }
            Outcome::Refused(why) => fail(act, mail, &items, why).await?,
            Outcome::Uncertain(why) => {
                let again = (mail.uncertain == 0).then_some(act.now);
                outbox::store::put(act.db(), id, MailState::Uncertain, why, again).await?;
                note(act, mail, &items, "mail.uncertain", why).await?;
            }
            Outcome::Untried(why) => {
                let now = act.now;
                let why = if why.is_empty() { &mail.last_error } else { why };
                outbox::store::give_back(act.db(), id, why, now).await?;
            }
        }
        act.changed(ChangeKind::Outbox, id);
    }
    let now = act.now;
    outbox::store::accept(act.db(), &accepted, now).await?;
    sent::store::insert(act.db(), &copies).await?;
    reminders::store::put(act.db(), &group.moved(), &settings.calendar()).await
}

/// What an acceptance means for the mail's items.
async fn accept(act: &mut Act<'_>, mail: &MailRow, items: &[MailItem], group: &mut Group) -> Result<()> {
    let details = json!({ "to": mail.address, "subject": mail.subject, "message_id": mail.message_id });
    act.record("mail.accepted", &object(mail), Some(mail.client_id), details).await?;
    for MailItem { item, round, step } in items.iter().copied() {
        let change = match mail.kind {
            MailKind::Notification => Change::NotificationAccepted { round },
            MailKind::Reminder => Change::ReminderAccepted { round, step },
            MailKind::SendAgain => Change::SentAgainAccepted { round, number: step },
        };
        let before = group.entry(item)?.clone();
        let mut entry = before.clone();
        entry.reminder.apply(change, act.now)?;
        if ![NO_RECIPIENT, ANSWER_KEPT_ASIDE].contains(&&*entry.held) {
            entry.held.clear();
        }
        if entry != before {
            if before.reminder.on_its_way().is_some() && entry.reminder.on_its_way().is_none() {
                outbox::service::withdraw_reminders(act, &[item], "superseded").await?;
            }
            if entry.reminder.sent > before.reminder.sent {
                let of = entry.reminder.policy.max_count();
                let details = json!({ "step": step, "of": of, "subject": mail.subject });
                let object = format!("{}:{}", item.kind.as_str(), item.id);
                act.record("reminder.sent", &object, Some(mail.client_id), details).await?;
                if is_over(&entry.reminder) && !is_over(&before.reminder) {
                    let details = json!({ "sent": entry.reminder.sent, "subject": mail.subject });
                    act.record(OVER, &object, Some(mail.client_id), details).await?;
                }
            }
            group.move_on(entry);
        }
        act.changed(ChangeKind::Chat, item.id);
    }
    Ok(())
}

/// Whether the last reminder went and the client did not answer.
fn is_over(reminder: &Reminder) -> bool {
    reminder.stop() == Some(StopReason::CountReached)
}

async fn defer(
    act: &mut Act<'_>,
    mail: &MailRow,
    items: &[MailItem],
    why: &str,
    wait: Duration,
) -> Result<()> {
    let age = act.now.signed_duration_since(Instant::from(mail.created_at));
    if mail.attempts >= FEWEST_ATTEMPTS && age.to_std().is_ok_and(|age| age > GIVE_UP_AFTER) {
        return fail(act, mail, items, why).await;
    }
    let next = act.now + wait;
    outbox::store::put(act.db(), mail.mail_id, MailState::Queued, why, Some(next)).await
}

/// The mail stops, with the reason, until the owner acts.
pub(super) async fn fail(act: &mut Act<'_>, mail: &MailRow, items: &[MailItem], why: &str) -> Result<()> {
    outbox::store::put(act.db(), mail.mail_id, MailState::Failed, why, None).await?;
    note(act, mail, items, "mail.failed", why).await
}

async fn note(act: &mut Act<'_>, mail: &MailRow, items: &[MailItem], action: &str, why: &str) -> Result<()> {
    for item in items {
        act.changed(ChangeKind::Chat, item.item.id);
    }
    let details = json!({ "to": mail.address, "subject": mail.subject, "reason": why });
    act.record(action, &object(mail), Some(mail.client_id), details).await
}

fn object(mail: &MailRow) -> String {
    format!("mail:{}", mail.mail_id)
}
