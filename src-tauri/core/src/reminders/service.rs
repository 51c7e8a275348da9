//! What is done with reminders inside the acts of their items, and across all of them.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::{
    Calendar, Change, Entry, MAIL_FAILED, NO_RECIPIENT, Next, PAUSED, Phase, Planned, Policy, Reminder,
    TOGETHER_WITHIN, Together, forecast, store,
};
use crate::access::By;
use crate::clients;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::ClientId;
use crate::office::{Act, Office};
use crate::outbox::{self, ItemRef, MailItem, MailKind};
use crate::settings::{self, Settings};
use crate::time::{Instant, Millis};

/// The longest forecast, civil days.
pub const LONGEST_FORECAST: u16 = 366;

/// Arms the reminders of new messages or requests within the act, with this policy or none. Where nobody was told of
/// one, it is held.
pub(crate) async fn arm(
    act: &mut Act<'_>,
    items: impl IntoIterator<Item = (Entry, bool)>,
    policy: Option<Policy>,
    calendar: &Calendar,
) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for (mut entry, told) in items {
        entry.reminder.apply(Change::Armed(policy), act.now)?;
        entry.held = if told { String::new() } else { NO_RECIPIENT.into() };
        entries.push(entry);
    }
    store::put(act.db(), &entries, calendar).await?;
    Ok(entries)
}

/// Takes in within the act what happened to an item; the entry as it is then.
pub(crate) async fn apply(
    act: &mut Act<'_>,
    item: ItemRef,
    change: Change,
    calendar: &Calendar,
) -> Result<Entry> {
    let mut entry = store::get(act.db(), item).await?;
    let before = entry.reminder.clone();
    entry.reminder.apply(change, act.now)?;
    if entry.reminder != before {
        store::put(act.db(), std::slice::from_ref(&entry), calendar).await?;
    }
    Ok(entry)
}

/// When the earliest reminder that is not held is due; what waits for the sending window may be past.
pub async fn next_due(office: &Office, by: &By) -> Result<Option<Instant>> {
    Ok(store::next_due(&mut *office.read(by).await?).await?.map(Into::into))
}

/// Recomputes every `due_at` within the act, after a change of zone, window or time-zone data.
pub(crate) async fn recompute(act: &mut Act<'_>, settings: &Settings) -> Result<()> {
    let calendar = settings.calendar();
    let running = store::running(act.db()).await?;
    store::put(act.db(), &running, &calendar).await?;
    settings::store::set_due_basis(act.db(), &settings.due_basis()).await
}

/// Recomputes every `due_at` if the stored ones rest on other time-zone data. Called once, before any loop.
pub async fn recompute_if_stale(office: &Office) -> Result<()> {
    let by = By::system();
    let mut db = office.read(&by).await?;
    let settings = settings::store::get(&mut db).await?;
    if settings::store::due_basis(&mut db).await? == settings.due_basis() {
        return Ok(());
    }
    drop(db);
    let mut act = office.begin(&by).await?;
    recompute(&mut act, &settings).await?;
    act.commit().await
}

/// What will go out, and what is held.
#[derive(Debug, Clone)]
pub struct Forecast {
    /// What goes together, and when, if nobody answers.
    pub groups: Vec<Together<ClientId, Planned<ItemRef>>>,
    /// What would go if nothing held it.
    pub held: Vec<Held>,
    /// The addresses that each client's reminders go to.
    pub recipients: HashMap<ClientId, Vec<String>>,
}

/// A reminder that something holds.
#[derive(Debug, Clone)]
pub struct Held {
    /// Of which client.
    pub client_id: ClientId,
    /// Of which item, and which one.
    pub planned: Planned<ItemRef>,
    /// When it would go.
    pub at: Instant,
    /// Why it does not: `paused`, `not_mailed_yet`, [`NO_RECIPIENT`] ….
    pub reason: String,
}

/// What goes out in the next `days` civil days (0 to 366) if nobody answers: the engine itself, run ahead of
/// time; and what is held, and why.
pub async fn forecast_days(office: &Office, by: &By, days: u16) -> Result<Forecast> {
    if days > LONGEST_FORECAST {
        return Err(Error::invalid("days", format!("is 0 to {LONGEST_FORECAST}")));
    }
    let mut db = office.read(by).await?;
    let settings = settings::store::get(&mut db).await?;
    let now = office.now();
    let until = now + chrono::TimeDelta::days(days.into());
    let entries = store::running_until(&mut db, now, until + TOGETHER_WITHIN).await?;
    let stopped = outbox::stopped(&mut db, None).await?;
    drop(db);
    let recipients = clients::service::notified(office, by).await?;
    let calendar = settings.calendar();
    let mut running = Vec::new();
    let mut held = Vec::new();
    for entry in entries {
        let entry = entry.shown(&stopped, &settings);
        let reason = if !entry.held.is_empty() {
            &entry.held
        } else if !recipients.contains_key(&entry.client_id) {
            NO_RECIPIENT
        } else if entry.reminder.mailed.is_none() {
            "not_mailed_yet"
        } else {
            running.push((entry.client_id, entry.item, entry.reminder));
            continue;
        };
        let guess = entry.reminder.assuming_notified(now);
        let planned = forecast([((), entry.item, guess)], &calendar, now, until);
        for together in planned {
            held.extend(together.items.into_iter().map(|item| Held {
                client_id: entry.client_id,
                planned: item,
                at: together.at,
                reason: reason.to_owned(),
            }));
        }
    }
    Ok(Forecast { groups: forecast(running, &calendar, now, until), held, recipients })
}

/// Every reminder of items that await their client, and when it goes next, seen from now.
pub async fn list(office: &Office, by: &By) -> Result<Vec<(Entry, Option<Millis>)>> {
    let mut db = office.read(by).await?;
    let settings = settings::store::get(&mut db).await?;
    let entries = store::running(&mut db).await?;
    let stopped = outbox::stopped(&mut db, None).await?;
    let now = office.now();
    Ok(entries
        .into_iter()
        .map(|entry| {
            let entry = entry.shown(&stopped, &settings);
            let next_at = entry.next_at(&settings, now);
            (entry, next_at)
        })
        .collect())
}

impl Entry {
    /// The entry as it is to be shown: held if it waits for one of the `stopped` mails, or if all reminders are
    /// paused. Not to be written back.
    #[must_use]
    pub(crate) fn shown(mut self, stopped: &HashSet<(MailKind, MailItem)>, settings: &Settings) -> Self {
        if !self.held.is_empty() {
            return self;
        }
        if self.awaited_mail().is_some_and(|mail| stopped.contains(&mail)) {
            self.held = MAIL_FAILED.into();
        } else if settings.reminders_paused && self.reminder.enabled && self.reminder.phase == Phase::Pending
        {
            self.held = PAUSED.into();
        }
        self
    }

    /// The mail whose acceptance the next reminder waits for.
    fn awaited_mail(&self) -> Option<(MailKind, MailItem)> {
        let Reminder { phase, mailed, in_flight, round, asked_in, .. } = self.reminder;
        match (phase, mailed, in_flight) {
            (Phase::Pending, None, _) => {
                Some((MailKind::Notification, MailItem { item: self.item, round: asked_in, step: 0 }))
            }
            (Phase::Pending, Some(_), Some(step)) => {
                Some((MailKind::Reminder, MailItem { item: self.item, round, step }))
            }
            _ => None,
        }
    }

    /// When the next reminder goes, seen from `now`; `None`: none is planned, or something holds it.
    pub fn next_at(&self, settings: &Settings, now: Instant) -> Option<Millis> {
        match self.reminder.next(&settings.calendar(), now) {
            Next::Due { at, .. } if self.held.is_empty() && !settings.reminders_paused => Some(at.into()),
            _ => None,
        }
    }
}

/// When a chat written now would be reminded, if its mail is accepted at once and nobody answers.
pub async fn preview(office: &Office, by: &By, policy: Policy) -> Result<Vec<Instant>> {
    let settings = settings::service::get(office, by).await?;
    let now = office.now();
    let mut reminder = Reminder::default();
    reminder.apply(Change::Armed(Some(policy)), now)?;
    let until = now + chrono::TimeDelta::days(400 * i64::from(policy.max_count()));
    let planned = forecast([((), (), reminder.assuming_notified(now))], &settings.calendar(), now, until);
    Ok(planned.into_iter().map(|together| together.at).collect())
}

/// Uses up one step without sending it; the next counts from its date.
pub async fn skip(office: &Office, by: &By, item: ItemRef, step: u32) -> Result<()> {
    let mut act = office.begin(by).await?;
    let calendar = settings::store::get(act.db()).await?.calendar();
    let entry = apply(&mut act, item, Change::Skipped { step }, &calendar).await?;
    let object = format!("{}:{}", item.kind.as_str(), item.id);
    act.record("reminders.skip", &object, Some(entry.client_id), json!({ "step": step })).await?;
    act.changed(ChangeKind::Chat, item.id);
    act.commit().await
}

/// Pauses every automatic reminder, or lets them go on: what fell due meanwhile goes once.
pub async fn pause_all(office: &Office, by: &By, paused: bool) -> Result<()> {
    let mut act = office.begin(by).await?;
    settings::service::set_paused(&mut act, paused).await?;
    act.record("reminders.pause_all", "office", None, json!({ "paused": paused })).await?;
    act.changed(ChangeKind::Settings, office.id());
    act.commit().await
}
