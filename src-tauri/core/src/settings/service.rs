//! Reading and changing the settings.

use chrono::NaiveDate;
use serde_json::json;

use super::{Settings, SettingsChange, store};
use crate::access::By;
use crate::digest;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::notices;
use crate::office::{Act, Office};
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
    if new.digest != old.digest {
        digest::store::set(act.db(), office.id(), &new.digest).await?;
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
