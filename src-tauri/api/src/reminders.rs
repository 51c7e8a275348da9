//! `reminders.*`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::id::{ClientId, ItemId};
use studiolo_core::outbox::{self, ItemRef};
use studiolo_core::reminders::{self as core, Planned, service};
use studiolo_core::settings::{self, PolicyChange};
use studiolo_core::time::Millis;
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::wire::{At, Done, Empty, at, id};

/// Days and number of reminders; what is absent is the office's default.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ReminderChoice {
    /// Civil days until the next reminder, 1 to 365.
    pub every_days: Option<u32>,
    /// Number of reminders, 1 to 99.
    pub max_count: Option<u32>,
}

impl From<ReminderChoice> for PolicyChange {
    fn from(choice: ReminderChoice) -> Self {
        Self { every_days: choice.every_days, max_count: choice.max_count }
    }
}

impl From<PolicyChange> for ReminderChoice {
    fn from(change: PolicyChange) -> Self {
        Self { every_days: change.every_days, max_count: change.max_count }
    }
}

/// How a reminder fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReminderState {
    /// It runs.
    Armed,
    /// It came to its end: see the reason.
    Stopped,
    /// It would run, but something holds it: see the reason.
    Held,
    /// Never set, or switched off.
    Off,
}

/// The reminder of an item.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Reminder {
    /// Whether the owner wants reminders.
    pub enabled: bool,
    /// Civil days until the next one.
    pub every_days: u32,
    /// How many at most.
    pub max_count: u32,
    /// How many were accepted since the last message.
    pub sent: u32,
    /// How it fares.
    pub state: ReminderState,
    /// answered, archived, `count_reached` …
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_reason: Option<String>,
    /// `no_recipient`, `mail_failed`, `notification_queued`, paused; also of an item whose reminders are off.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_reason: Option<String>,
    /// When the next one goes.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<At>,
}

impl Reminder {
    pub(crate) fn new(reminder: &core::Reminder, held: &str, next_at: Option<Millis>) -> Self {
        let awaited = reminder.phase == core::Phase::Pending && reminder.stop().is_none();
        let stop = reminder.stop().filter(|_| reminder.enabled);
        let state = match stop {
            _ if !reminder.enabled => ReminderState::Off,
            Some(_) => ReminderState::Stopped,
            None if !held.is_empty() => ReminderState::Held,
            None => ReminderState::Armed,
        };
        Self {
            enabled: reminder.enabled,
            every_days: reminder.policy.every_days(),
            max_count: reminder.policy.max_count(),
            sent: reminder.sent,
            state,
            stop_reason: stop.and_then(|reason| word(&reason)),
            held_reason: (awaited && !held.is_empty()).then(|| held.to_owned()),
            next_at: next_at.map(at),
        }
    }
}

fn word(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

/// The kinds of items that await a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A chat that awaits an answer.
    Chat,
    /// A signature request.
    Signature,
    /// A document's approval.
    Approval,
}

/// A pending item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its kind.
    pub kind: ItemKind,
    /// Its id: of the chat, signature request or approval.
    pub id: String,
}

impl From<ItemRef> for Item {
    fn from(item: ItemRef) -> Self {
        let kind = match item.kind {
            outbox::ItemKind::Chat => ItemKind::Chat,
            outbox::ItemKind::Signature => ItemKind::Signature,
            outbox::ItemKind::Approval => ItemKind::Approval,
        };
        Self { kind, id: item.id.to_string() }
    }
}

impl Item {
    pub(crate) fn parse(&self) -> Result<ItemRef> {
        let kind = match self.kind {
            ItemKind::Chat => outbox::ItemKind::Chat,
            ItemKind::Signature => outbox::ItemKind::Signature,
            ItemKind::Approval => outbox::ItemKind::Approval,
        };
        Ok(ItemRef { kind, id: id::<ItemId>("item", &self.id)? })
    }
}

/// How far to look ahead.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RemindersForecastRequest {
    /// Civil days, 0 to 366.
    pub days: u16,
}

/// What goes out.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct RemindersForecastReply {
    /// Earliest first. Entries of one client with the same instant go as one mail to each contact.
    pub entries: Vec<ForecastEntry>,
}

/// A reminder that goes out if nobody answers.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ForecastEntry {
    /// When.
    pub at: At,
    /// Of which item.
    pub item: Item,
    /// Of which client.
    pub client_id: String,
    /// Which one.
    pub step: u32,
    /// Of how many.
    pub of: u32,
    /// The addresses that it goes to.
    pub recipients: Vec<String>,
    /// Why it is held; then `at` is when it would go: `no_recipient`, paused, `not_mailed_yet` …
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
}

/// The instants.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct RemindersPreviewReply {
    /// Earliest first.
    pub at: Vec<At>,
}

/// The reminders.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct RemindersListReply {
    /// Those that are due first.
    pub reminders: Vec<ListedReminder>,
}

/// A reminder and its item.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ListedReminder {
    /// Of which item.
    pub item: Item,
    /// Of which client.
    pub client_id: String,
    /// The reminder.
    pub reminder: Reminder,
}

/// Which step.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RemindersSkipRequest {
    /// Of which item.
    pub item: Item,
    /// The next step, or one further ahead.
    pub step: u32,
}

/// Whether reminders are paused.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RemindersPauseAllRequest {
    /// True: none goes by itself.
    pub paused: bool,
}

/// `reminders.forecast`.
pub async fn forecast(
    office: &Arc<Office>,
    by: &By,
    request: RemindersForecastRequest,
) -> Result<RemindersForecastReply> {
    let forecast = service::forecast_days(office, by, request.days).await?;
    let entry = |at: At, client: ClientId, planned: &Planned<ItemRef>, held: Option<&str>| ForecastEntry {
        at,
        item: planned.item.into(),
        client_id: client.to_string(),
        step: planned.step,
        of: planned.of,
        recipients: forecast.recipients.get(&client).cloned().unwrap_or_default(),
        held: held.map(str::to_owned),
    };
    let running = forecast.groups.iter().flat_map(|together| {
        together.items.iter().map(|planned| entry(together.at, together.client, planned, None))
    });
    let held =
        forecast.held.iter().map(|held| entry(held.at, held.client_id, &held.planned, Some(&held.reason)));
    let mut entries: Vec<ForecastEntry> = running.chain(held).collect();
    entries.sort_by_key(|entry| entry.at);
    Ok(RemindersForecastReply { entries })
}

/// `reminders.preview`.
pub async fn preview(
    office: &Arc<Office>,
    by: &By,
    request: ReminderChoice,
) -> Result<RemindersPreviewReply> {
    let defaults = settings::service::get(office, by).await?.reminder_defaults;
    let policy = PolicyChange::from(request).over(defaults)?;
    Ok(RemindersPreviewReply { at: service::preview(office, by, policy).await? })
}

/// `reminders.list`.
pub async fn list(office: &Arc<Office>, by: &By, _: Empty) -> Result<RemindersListReply> {
    let mut reminders: Vec<_> = service::list(office, by)
        .await?
        .into_iter()
        .map(|(entry, next_at)| ListedReminder {
            item: entry.item.into(),
            client_id: entry.client_id.to_string(),
            reminder: Reminder::new(&entry.reminder, &entry.held, next_at),
        })
        .collect();
    reminders.sort_by_key(|listed| (listed.reminder.next_at.is_none(), listed.reminder.next_at));
    Ok(RemindersListReply { reminders })
}

/// `reminders.skip`.
pub async fn skip(office: &Arc<Office>, by: &By, request: RemindersSkipRequest) -> Result<Done> {
    service::skip(office, by, request.item.parse()?, request.step).await?;
    Ok(Done {})
}

/// `reminders.pause_all`.
pub async fn pause_all(office: &Arc<Office>, by: &By, request: RemindersPauseAllRequest) -> Result<Done> {
    service::pause_all(office, by, request.paused).await?;
    Ok(Done {})
}
