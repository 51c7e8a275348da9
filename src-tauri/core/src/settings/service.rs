//! Reading and changing the settings.

use chrono::NaiveDate;
use serde_json::json;
use studiolo_mail::imap::test_imap;
use studiolo_mail::{Step, StepOutcome, Timeouts, test_account};

use super::{Settings, SettingsChange, store};
use crate::access::{By, Origin};
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::intake;
use crate::notices;
use crate::office::{Act, Office};
use crate::outbox::SendingAccount;
use crate::reminders::{self, Country, WindowSettings};

/// The settings.
pub async fn get(office: &Office, by: &By) -> Result<Settings> {
    store::get(&mut *office.read(by).await?).await
}

/// Changes the settings. A change of zone or window recomputes when every reminder is due.
pub async fn update(office: &Office, by: &By, change: SettingsChange) -> Result<Settings> {
    let mut act = office.begin(by).await?;
    let old = store::get(act.db()).await?;
    let new = old.with(change)?;
    store::update(act.db(), &new).await?;
    if new.notices != old.notices {
        notices::store::set(act.db(), office.id(), &new.notices).await?;
    }
    if new.mail_documents != old.mail_documents {
        store::set_mail_documents(act.db(), office.id(), new.mail_documents).await?;
    }
    if new.due_basis() != old.due_basis() {
        reminders::service::recompute(&mut act, &new).await?;
    }
    let details =
        json!({ "firm": new.firm, "time_zone": new.time_zone.name(), "language": new.language.code() });
    act.record("settings.update", "office", None, details).await?;
    act.changed(ChangeKind::Settings, office.id());
    act.commit().await?;
    Ok(new)
}

/// Pauses automatic reminders within the act, or lets them go on.
pub(crate) async fn set_paused(act: &mut Act<'_>, paused: bool) -> Result<()> {
    let settings = store::get(act.db()).await?;
    store::update(act.db(), &Settings { reminders_paused: paused, ..settings }).await
}

/// The sending account, if one is set.
pub async fn account(office: &Office, by: &By) -> Result<Option<SendingAccount>> {
    store::account(&mut *office.read(by).await?).await
}

/// One public holiday of a year, as the office keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeHoliday {
    /// Stable name within the country, `easter_monday`.
    pub key: &'static str,
    /// The civil day.
    pub date: NaiveDate,
    /// Whether reminders may go on it as far as the holiday is concerned; its weekday may be closed all the same.
    pub open: bool,
}

/// The years whose holidays are told: an office asks about its own time.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// The public holidays of the sending window's country in a year, earliest first. Without a window, or with one that
/// knows no country, those of the office's country, all of them open.
pub async fn holidays(office: &Office, by: &By, year: i32) -> Result<Vec<OfficeHoliday>> {
    if !YEARS.contains(&year) {
        return Err(Error::invalid("year", "is 2000 to 2199"));
    }
    let settings = get(office, by).await?;
    let window = settings.sending_window.map(WindowSettings::from);
    let closing = window.filter(|window| window.country.is_some());
    let code = closing.as_ref().and_then(|window| window.country.as_deref()).unwrap_or(&settings.country);
    let country = Country::from_code(code).map_err(|error| Error::invalid("country", error))?;
    let open = |key: &str| closing.as_ref().is_none_or(|window| window.open_holidays.contains(key));
    let list = reminders::holidays(country, year).into_iter();
    Ok(list.map(|one| OfficeHoliday { key: one.key, date: one.date, open: open(one.key) }).collect())
}

/// Sets the account that mail leaves by; mail that waits for one goes at once. An account without a password, for the
/// server and user name that stand and not less protected, keeps the password that stands: so the window can change
/// the rest without ever having seen it. An authority that the command line set for that server stays too.
pub async fn set_sending(office: &Office, by: &By, account: SendingAccount) -> Result<()> {
    let account = account.check()?;
    if by.origin == Origin::Window && !account.ca_file.is_empty() {
        return Err(Error::invalid("ca_file", "a path is taken from the command line alone"));
    }
    let mut act = office.begin(by).await?;
    let now = act.now;
    let account = match store::account(act.db()).await? {
        Some(old) => account.keeping(&old, by.origin),
        None => account,
    };
    store::set_account(act.db(), &account, now).await?;
    let details = json!({ "host": account.host, "port": account.port, "from_address": account.from_address });
    act.record("mail.set_sending", "office", None, details).await?;
    act.changed(ChangeKind::Settings, office.id());
    act.commit().await?;
    office.road.clear();
    office.outbox_wake.notify_one();
    Ok(())
}

impl SendingAccount {
    /// With what was left out and the old account has: its password, its authority.
    fn keeping(mut self, old: &Self, origin: Origin) -> Self {
        if self.server().keeps_password_of(&old.server()) {
            self.password.clone_from(&old.password);
        }
        if origin == Origin::Window && self.host == old.host {
            self.ca_file.clone_from(&old.ca_file);
        }
        self
    }
}

/// One step of the account's test; no error: it went well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestStep {
    /// settings, resolve, connect, secure, `sign_in`, folder.
    pub step: &'static str,
    /// A stable code, and the server's or system's words.
    pub error: Option<(&'static str, String)>,
}

/// Tries the sending account step by step, up to the first that fails. Nothing is sent.
pub async fn test_sending(office: &Office, by: &By) -> Result<Vec<TestStep>> {
    let account = account(office, by).await?.ok_or(Error::NoSendingAccount)?.road()?;
    Ok(in_words(test_account(&account, Timeouts::default()).await))
}

/// Tries the receiving account step by step, up to the first that fails. Nothing in its mailbox is changed.
pub async fn test_receiving(office: &Office, by: &By) -> Result<Vec<TestStep>> {
    let account = intake::service::account(office, by).await?.ok_or(Error::NoReceivingAccount)?;
    Ok(in_words(test_imap(&account.road()?, &account.folder, Timeouts::default()).await))
}

fn in_words(steps: Vec<StepOutcome>) -> Vec<TestStep> {
    steps
        .into_iter()
        .map(|outcome| TestStep {
            step: match outcome.step {
                Step::Settings => "settings",
                Step::Resolve => "resolve",
                Step::Connect => "connect",
                Step::Secure => "secure",
                Step::SignIn => "sign_in",
                Step::Folder => "folder",
            },
            error: outcome.result.err().map(|error| (error.code(), error.to_string())),
        })
        .collect()
}
