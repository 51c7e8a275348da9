//! `settings.*`.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::digest::DigestSettings;
use studiolo_core::notices::{NoticeSettings, QuietHours};
use studiolo_core::reminders::{SendingWindow as Window, WindowSettings};
use studiolo_core::settings::{self, PolicyChange, Settings, SettingsChange, service};
use studiolo_core::{Error, Office, Result, letters};
use ts_rs::TS;

use crate::reminders::ReminderChoice;
use crate::wire::{Empty, present};

/// The language of window and mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Italian.
    It,
    /// English.
    En,
}

impl From<letters::Language> for Language {
    fn from(language: letters::Language) -> Self {
        match language {
            letters::Language::It => Self::It,
            letters::Language::En => Self::En,
        }
    }
}

/// When automatic reminders may go.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SendingWindow {
    /// ISO weekdays, 1 is Monday; at least one.
    pub days: BTreeSet<u8>,
    /// The first hour, at which reminders go: `09:00`.
    pub from: String,
    /// The end, no longer open: `18:00`.
    pub to: String,
    /// Country whose public holidays are closed.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The office's own closing days.
    #[serde(default)]
    #[ts(optional, as = "Option<BTreeSet<NaiveDate>>")]
    pub closed: BTreeSet<NaiveDate>,
    /// Keys of public holidays on which the office works all the same.
    #[serde(default)]
    #[ts(optional, as = "Option<BTreeSet<String>>")]
    pub open_holidays: BTreeSet<String>,
}

impl SendingWindow {
    fn check(self) -> Result<Window> {
        let settings = serde_json::to_value(self)
            .and_then(serde_json::from_value::<WindowSettings>)
            .map_err(|error| Error::invalid("sending_window", error))?;
        Window::new(settings).map_err(|error| Error::invalid("sending_window", error))
    }
}

impl From<Window> for SendingWindow {
    fn from(window: Window) -> Self {
        let settings = WindowSettings::from(window);
        Self {
            days: settings.days,
            from: settings.from.format("%H:%M").to_string(),
            to: settings.to.format("%H:%M").to_string(),
            country: settings.country,
            closed: settings.closed,
            open_holidays: settings.open_holidays,
        }
    }
}

/// Days and number of reminders.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema, TS)]
pub struct ReminderDefaults {
    /// Civil days until the next reminder, 1 to 365.
    pub every_days: u32,
    /// Number of reminders, 1 to 99.
    pub max_count: u32,
}

/// How the owner is told on the desktop.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// Whether at all.
    pub enabled: bool,
    /// Whether names, subjects and reasons stay out of it.
    pub hide_content: bool,
    /// When notices wait; null: never.
    #[serde(deserialize_with = "Option::deserialize")]
    pub quiet: Option<Quiet>,
}

/// Hours of every day, in the office's zone; past midnight too.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// The first hour: `22:00`.
    pub from: String,
    /// The end, no longer quiet: `07:30`.
    pub to: String,
}

impl Notices {
    fn check(self) -> Result<NoticeSettings> {
        let quiet = self.quiet.map(|quiet| QuietHours::new(&quiet.from, &quiet.to)).transpose()?;
        Ok(NoticeSettings { enabled: self.enabled, hide_content: self.hide_content, quiet })
    }
}

impl From<NoticeSettings> for Notices {
    fn from(settings: NoticeSettings) -> Self {
        let NoticeSettings { enabled, hide_content, quiet } = settings;
        let quiet = quiet.map(|quiet| Quiet { from: quiet.from(), to: quiet.to() });
        Self { enabled, hide_content, quiet }
    }
}

/// The owner's morning mail: what came, what waits, what goes out today.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DigestChoice {
    /// Whether at all.
    pub enabled: bool,
    /// When, in the office's zone, on the days of the sending window: `07:30`. It goes up to four hours late, then no more.
    pub at: String,
}

/// Whether the documents of a message travel in its mail, where the client can't fetch them from the portal.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MailDocuments {
    /// Whether at all.
    pub enabled: bool,
    /// Bytes that the documents of one mail may have together, 1 to 18,874,368; the rest is only named.
    pub max_bytes: i64,
}

/// The settings.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SettingsGetReply {
    /// Name of the firm.
    pub firm: String,
    /// Name of the owner.
    pub owner_name: String,
    /// The owner's address: answers go there until intake is set up.
    pub owner_email: String,
    /// IANA name of the office's zone.
    pub time_zone: String,
    /// Language of window and mail.
    pub language: Language,
    /// What a reminder is unless told otherwise.
    pub reminder_defaults: ReminderDefaults,
    /// When automatic reminders may go; null: at the same time of day.
    pub sending_window: Option<SendingWindow>,
    /// How the owner is told on the desktop.
    pub notices: Notices,
    /// The owner's morning mail.
    pub digest: DigestChoice,
    /// Whether documents travel in mails.
    pub mail_documents: MailDocuments,
}

impl From<Settings> for SettingsGetReply {
    fn from(settings: Settings) -> Self {
        Self {
            firm: settings.firm,
            owner_name: settings.owner_name,
            owner_email: settings.owner_email,
            time_zone: settings.time_zone.name().into(),
            language: settings.language.into(),
            reminder_defaults: ReminderDefaults {
                every_days: settings.reminder_defaults.every_days(),
                max_count: settings.reminder_defaults.max_count(),
            },
            sending_window: settings.sending_window.map(Into::into),
            notices: settings.notices.into(),
            digest: DigestChoice { enabled: settings.digest.enabled, at: settings.digest.at() },
            mail_documents: MailDocuments {
                enabled: settings.mail_documents.enabled,
                max_bytes: settings.mail_documents.max_bytes,
            },
        }
    }
}

/// What to change; what is absent stays.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SettingsUpdateRequest {
    /// Name of the firm.
    pub firm: Option<String>,
    /// Name of the owner.
    pub owner_name: Option<String>,
    /// The owner's address.
    pub owner_email: Option<String>,
    /// IANA name of the zone.
    pub time_zone: Option<String>,
    /// Language of window and mail.
    pub language: Option<Language>,
    /// What a reminder is unless told otherwise.
    pub reminder_defaults: Option<ReminderChoice>,
    /// When automatic reminders may go; null: at the same time of day.
    #[serde(default, deserialize_with = "present")]
    #[ts(optional, type = "SendingWindow | null")]
    pub sending_window: Option<Option<SendingWindow>>,
    /// How the owner is told on the desktop.
    pub notices: Option<Notices>,
    /// The owner's morning mail.
    pub digest: Option<DigestChoice>,
    /// Whether documents travel in mails.
    pub mail_documents: Option<MailDocuments>,
}

/// `settings.get`.
pub async fn get(office: &Arc<Office>, by: &By, _: Empty) -> Result<SettingsGetReply> {
    Ok(service::get(office, by).await?.into())
}

/// `settings.update`.
pub async fn update(
    office: &Arc<Office>,
    by: &By,
    request: SettingsUpdateRequest,
) -> Result<SettingsGetReply> {
    let window = match request.sending_window {
        None => None,
        Some(None) => Some(None),
        Some(Some(window)) => Some(Some(window.check()?)),
    };
    let change = SettingsChange {
        firm: request.firm,
        owner_name: request.owner_name,
        owner_email: request.owner_email,
        time_zone: request.time_zone,
        language: request.language.map(|language| match language {
            Language::It => "it".into(),
            Language::En => "en".into(),
        }),
        reminder_defaults: request.reminder_defaults.map(PolicyChange::from),
        sending_window: window,
        notices: request.notices.map(Notices::check).transpose()?,
        digest: request.digest.map(|to| DigestSettings::new(to.enabled, &to.at)).transpose()?,
        mail_documents: request
            .mail_documents
            .map(|to| settings::MailDocuments::new(to.enabled, to.max_bytes))
            .transpose()?,
    };
    Ok(service::update(office, by, change).await?.into())
}

/// Which year.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SettingsHolidaysRequest {
    /// A civil year, 2000 to 2199.
    pub year: i32,
}

/// The public holidays of a year.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SettingsHolidaysReply {
    /// Earliest first.
    pub holidays: Vec<Holiday>,
}

/// A public holiday.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Holiday {
    /// Stable name within the country: `easter_monday`.
    pub key: String,
    /// The civil day.
    pub date: NaiveDate,
    /// Whether the office works on it all the same.
    pub open: bool,
}

/// `settings.holidays`.
pub async fn holidays(
    office: &Arc<Office>,
    by: &By,
    request: SettingsHolidaysRequest,
) -> Result<SettingsHolidaysReply> {
    let list = service::holidays(office, by, request.year).await?.into_iter();
    let holidays = list.map(|one| Holiday { key: one.key.into(), date: one.date, open: one.open }).collect();
    Ok(SettingsHolidaysReply { holidays })
}
