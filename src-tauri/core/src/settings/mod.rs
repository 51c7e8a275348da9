//! The office's settings: firm, owner, zone, language, reminder defaults, sending window, sending account.

pub mod service;
pub mod store;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use studiolo_mail::EmailAddress;

use crate::digest::DigestSettings;
use crate::error::{Error, Result};
use crate::letters::Language;
use crate::notices::NoticeSettings;
use crate::reminders::{Calendar, Country, Policy, SendingWindow};

/// A new office, as asked for.
#[derive(Debug, Clone)]
pub struct NewOffice {
    /// Name of the firm.
    pub firm: String,
    /// Name of the owner.
    pub owner_name: String,
    /// The owner's address: answers go there until intake is set up.
    pub owner_email: String,
    /// IANA name of the zone, `Europe/Rome`.
    pub time_zone: String,
    /// `it` or `en`.
    pub language: String,
    /// ISO 3166-1 alpha-2 code, for public holidays.
    pub country: String,
    /// Whether mail is caught in the office's folder, for a demo.
    pub catch_mail: bool,
}

impl NewOffice {
    /// The settings of the new office, or which field is wrong.
    pub fn check(&self) -> Result<Settings> {
        let time_zone = zone(&self.time_zone)?;
        let country = Country::from_code(&self.country).map_err(|error| Error::invalid("country", error))?;
        Ok(Settings {
            firm: line("firm", &self.firm)?,
            owner_name: line("owner_name", &self.owner_name)?,
            owner_email: address("owner_email", &self.owner_email)?,
            time_zone,
            language: language(&self.language)?,
            country: self.country.clone(),
            reminder_defaults: Policy::default(),
            sending_window: Some(SendingWindow::office_hours(Some(country))),
            reminders_paused: false,
            catch_mail: self.catch_mail,
            notices: NoticeSettings::default(),
            digest: DigestSettings::default(),
            mail_documents: MailDocuments::default(),
        })
    }
}

/// The settings of the office.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Name of the firm.
    pub firm: String,
    /// Name of the owner.
    pub owner_name: String,
    /// The owner's address.
    pub owner_email: String,
    /// The office's zone: all civil time is reckoned in it.
    pub time_zone: Tz,
    /// The language of window and mail.
    pub language: Language,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// What a reminder is unless told otherwise.
    pub reminder_defaults: Policy,
    /// When automatic reminders may go; `None`: at any hour.
    pub sending_window: Option<SendingWindow>,
    /// Whether the owner has paused all reminders.
    pub reminders_paused: bool,
    /// Whether mail is caught in the office's folder.
    pub catch_mail: bool,
    /// How the owner is told on the desktop.
    pub notices: NoticeSettings,
    /// Whether the owner gets a morning mail.
    pub digest: DigestSettings,
    /// Whether documents travel in mails.
    pub mail_documents: MailDocuments,
}

/// Whether the documents of a message travel in its mail, where the client can't fetch them from the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailDocuments {
    /// Whether at all.
    pub enabled: bool,
    /// Bytes that the documents of one mail may have together; the rest is only named.
    pub max_bytes: i64,
}

impl MailDocuments {
    /// What no mail server of today takes in one mail, its base64 included.
    const MOST: i64 = 18 << 20;

    /// On or off, up to so many bytes.
    pub fn new(enabled: bool, max_bytes: i64) -> Result<Self> {
        if !(1..=Self::MOST).contains(&max_bytes) {
            return Err(Error::invalid("mail_documents", format!("max_bytes is 1 to {}", Self::MOST)));
        }
        Ok(Self { enabled, max_bytes })
    }
}

impl Default for MailDocuments {
    fn default() -> Self {
        Self { enabled: true, max_bytes: 5 << 20 }
    }
}

/// The owner's address in an office that is made before they are asked: one that no mail can reach (RFC 2606).
pub const NO_ADDRESS_YET: &str = "owner@office.invalid";

impl Settings {
    /// Whether the owner has said who they are.
    pub fn is_set_up(&self) -> bool {
        self.owner_email != NO_ADDRESS_YET
    }

    /// The calendar that reminders follow.
    pub fn calendar(&self) -> Calendar {
        Calendar { zone: self.time_zone, window: self.sending_window.clone() }
    }

    /// What `due_at` depends on besides an item's own history: zone, window, version of the zone data.
    pub(crate) fn due_basis(&self) -> String {
        let window = serde_json::to_string(&self.sending_window).unwrap_or_default();
        format!("{} {} {window}", self.time_zone, chrono_tz::IANA_TZDB_VERSION)
    }
}

/// A change of settings; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct SettingsChange {
    /// See [`Settings::firm`].
    pub firm: Option<String>,
    /// See [`Settings::owner_name`].
    pub owner_name: Option<String>,
    /// See [`Settings::owner_email`].
    pub owner_email: Option<String>,
    /// See [`Settings::time_zone`].
    pub time_zone: Option<String>,
    /// See [`Settings::language`].
    pub language: Option<String>,
    /// See [`Settings::reminder_defaults`].
    pub reminder_defaults: Option<PolicyChange>,
    /// See [`Settings::sending_window`]; `Some(None)`: at any hour.
    pub sending_window: Option<Option<SendingWindow>>,
    /// See [`Settings::notices`].
    pub notices: Option<NoticeSettings>,
    /// See [`Settings::digest`].
    pub digest: Option<DigestSettings>,
    /// See [`Settings::mail_documents`].
    pub mail_documents: Option<MailDocuments>,
}

/// Days and number of reminders; what is absent stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChange {
    /// Civil days until the next reminder, 1 to 365.
    pub every_days: Option<u32>,
    /// Number of reminders, 1 to 99.
    pub max_count: Option<u32>,
}

impl From<Policy> for PolicyChange {
    fn from(policy: Policy) -> Self {
        Self { every_days: Some(policy.every_days()), max_count: Some(policy.max_count()) }
    }
}

impl PolicyChange {
    /// `base` with the change made.
    pub fn over(self, base: Policy) -> Result<Policy> {
        Policy::new(self.every_days.unwrap_or(base.every_days()), self.max_count.unwrap_or(base.max_count()))
            .map_err(|error| Error::invalid("reminder", error))
    }
}

impl Settings {
    /// The settings with the change made, or which field is wrong.
    pub fn with(&self, change: SettingsChange) -> Result<Self> {
        let mut new = self.clone();
        if let Some(firm) = change.firm {
            new.firm = line("firm", &firm)?;
        }
        if let Some(name) = change.owner_name {
            new.owner_name = line("owner_name", &name)?;
        }
        if let Some(email) = change.owner_email {
            new.owner_email = address("owner_email", &email)?;
        }
        if let Some(name) = change.time_zone {
            new.time_zone = zone(&name)?;
        }
        if let Some(code) = change.language {
            new.language = language(&code)?;
        }
        if let Some(policy) = change.reminder_defaults {
            new.reminder_defaults = policy.over(self.reminder_defaults)?;
        }
        if let Some(window) = change.sending_window {
            new.sending_window = window;
        }
        new.notices = change.notices.unwrap_or(self.notices);
        new.digest = change.digest.unwrap_or(self.digest);
        new.mail_documents = change.mail_documents.unwrap_or(self.mail_documents);
        Ok(new)
    }
}

/// A one-line text of 1 to 200 characters, outer blanks taken off.
pub(crate) fn line(field: &str, text: &str) -> Result<String> {
    const LONGEST: usize = 200;
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid(field, "must not be empty"));
    }
    if text.chars().count() > LONGEST {
        return Err(Error::invalid(field, format!("is longer than {LONGEST} characters")));
    }
    // Newlines and other controls in a name: one blank each, so that a pasted name is still taken.
    Ok(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
}

/// A mail address in the form that RFC 5321 can carry.
pub(crate) fn address(field: &str, text: &str) -> Result<String> {
    text.trim().parse::<EmailAddress>().map(|a| a.to_string()).map_err(|error| Error::invalid(field, error))
}

fn zone(name: &str) -> Result<Tz> {
    name.parse()
        .map_err(|_| Error::invalid("time_zone", format!("{name:?} is no IANA zone, such as Europe/Rome")))
}

fn language(code: &str) -> Result<Language> {
    code.parse().map_err(|_| Error::invalid("language", format!("{code:?} is not one of it, en")))
}

#[cfg(test)]
mod tests;
