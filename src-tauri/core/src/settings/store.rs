//! The settings' SQL.

use sqlx::{FromRow, SqliteConnection};

use super::{MailDocuments, Settings};
use crate::digest::DigestSettings;
use crate::error::{Error, Result};
use crate::id::OfficeId;
use crate::notices::{NoticeSettings, QuietHours};
use crate::reminders::Policy;
use crate::time::{Instant, Millis};

#[derive(FromRow)]
struct Row {
    firm: String,
    owner_name: String,
    owner_email: String,
    time_zone: String,
    language: String,
    country: String,
    reminder_every_days: u32,
    reminder_max_count: u32,
    sending_window: String,
    reminders_paused: bool,
    catch_mail: bool,
    #[sqlx(flatten)]
    notices: NoticeRow,
    #[sqlx(flatten)]
    digest: DigestRow,
    mail_enabled: bool,
    mail_max_bytes: i64,
}

#[derive(FromRow)]
struct DigestRow {
    digest_enabled: bool,
    digest_at: String,
}

#[derive(FromRow)]
struct NoticeRow {
    enabled: bool,
    hide_content: bool,
    quiet_from: String,
    quiet_to: String,
}

impl TryFrom<Row> for Settings {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let damaged = |what: &str| Error::Damaged(format!("settings: {what}"));
        Ok(Self {
            firm: row.firm,
            owner_name: row.owner_name,
            owner_email: row.owner_email,
            time_zone: row.time_zone.parse().map_err(|_| damaged("zone"))?,
            language: row.language.parse().map_err(|_| damaged("language"))?,
            country: row.country,
            reminder_defaults: Policy::new(row.reminder_every_days, row.reminder_max_count)
                .map_err(|_| damaged("reminder defaults"))?,
            sending_window: match row.sending_window.as_str() {
                "" => None,
                json => Some(serde_json::from_str(json).map_err(|_| damaged("sending window"))?),
            },
            reminders_paused: row.reminders_paused,
            catch_mail: row.catch_mail,
            notices: row.notices.try_into()?,
            digest: DigestSettings::new(row.digest.digest_enabled, &row.digest.digest_at)
                .map_err(|_| damaged("digest"))?,
            mail_documents: MailDocuments { enabled: row.mail_enabled, max_bytes: row.mail_max_bytes },
        })
    }
}

impl TryFrom<NoticeRow> for NoticeSettings {
    type Error = Error;

    fn try_from(row: NoticeRow) -> Result<Self> {
        let NoticeRow { enabled, hide_content, quiet_from, quiet_to } = row;
        let quiet = (!quiet_from.is_empty()).then(|| QuietHours::new(&quiet_from, &quiet_to)).transpose();
        let quiet = quiet.map_err(|_| Error::Damaged("settings: quiet hours".into()))?;
        Ok(Self { enabled, hide_content, quiet })
    }
}

fn window_json(settings: &Settings) -> Result<String> {
    match &settings.sending_window {
        None => Ok(String::new()),
        Some(window) => {
            serde_json::to_string(window).map_err(|error| Error::invalid("sending_window", error))
        }
    }
}

/// Adds the office's one row.
pub async fn insert(
    connection: &mut SqliteConnection,
    id: OfficeId,
    settings: &Settings,
    wrapped_key: &str,
    now: Instant,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO office (office_id, firm, owner_name, owner_email, time_zone, language, country,
             reminder_every_days, reminder_max_count, sending_window, catch_mail, wrapped_key, due_basis, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(id)
    .bind(&settings.firm)
    .bind(&settings.owner_name)
    .bind(&settings.owner_email)
    .bind(settings.time_zone.name())
    .bind(settings.language.code())
    .bind(&settings.country)
    .bind(settings.reminder_defaults.every_days())
    .bind(settings.reminder_defaults.max_count())
    .bind(window_json(settings)?)
    .bind(settings.catch_mail)
    .bind(wrapped_key)
    .bind(settings.due_basis())
    .bind(Millis::from(now))
    .execute(connection)
    .await?;
    Ok(())
}

/// The settings.
pub async fn get(connection: &mut SqliteConnection) -> Result<Settings> {
    sqlx::query_as::<_, Row>(
        "SELECT firm, owner_name, owner_email, time_zone, language, country, reminder_every_days,
             reminder_max_count, sending_window, reminders_paused, catch_mail, coalesce(n.enabled, 1) AS enabled,
             coalesce(hide_content, 0) AS hide_content, coalesce(quiet_from, '') AS quiet_from,
             coalesce(quiet_to, '') AS quiet_to, coalesce(m.enabled, $1) AS mail_enabled,
             coalesce(m.max_bytes, $2) AS mail_max_bytes,
             coalesce(d.enabled, $3) AS digest_enabled, coalesce(d.at, $4) AS digest_at
         FROM office LEFT JOIN notices n ON n.office_id = office.office_id
         LEFT JOIN mail_documents m ON m.office_id = office.office_id
         LEFT JOIN digest d ON d.office_id = office.office_id",
    )
    .bind(MailDocuments::default().enabled)
    .bind(MailDocuments::default().max_bytes)
    .bind(DigestSettings::default().enabled)
    .bind(DigestSettings::default().at())
    .fetch_one(connection)
    .await?
    .try_into()
}

/// Sets whether documents travel in mails.
pub async fn set_mail_documents(
    connection: &mut SqliteConnection,
    id: OfficeId,
    to: MailDocuments,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO mail_documents (office_id, enabled, max_bytes) VALUES ($1, $2, $3)
         ON CONFLICT (office_id) DO UPDATE SET enabled = excluded.enabled, max_bytes = excluded.max_bytes",
    )
    .bind(id)
    .bind(to.enabled)
    .bind(to.max_bytes)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes the settings over those that stand.
pub async fn update(connection: &mut SqliteConnection, settings: &Settings) -> Result<()> {
    sqlx::query(
        "UPDATE office SET firm = $1, owner_name = $2, owner_email = $3, time_zone = $4, language = $5,
             reminder_every_days = $6, reminder_max_count = $7, sending_window = $8, reminders_paused = $9",
    )
    .bind(&settings.firm)
    .bind(&settings.owner_name)
    .bind(&settings.owner_email)
    .bind(settings.time_zone.name())
    .bind(settings.language.code())
    .bind(settings.reminder_defaults.every_days())
    .bind(settings.reminder_defaults.max_count())
    .bind(window_json(settings)?)
    .bind(settings.reminders_paused)
    .execute(connection)
    .await?;
    Ok(())
}

/// The owner's name.
pub async fn owner_name(connection: &mut SqliteConnection) -> Result<String> {
    Ok(sqlx::query_scalar("SELECT owner_name FROM office").fetch_one(connection).await?)
}

/// The office's key, sealed with its recovery code.
pub async fn wrapped_key(connection: &mut SqliteConnection) -> Result<String> {
    Ok(sqlx::query_scalar("SELECT wrapped_key FROM office").fetch_one(connection).await?)
}

/// What the stored `due_at` were computed with.
pub async fn due_basis(connection: &mut SqliteConnection) -> Result<String> {
    Ok(sqlx::query_scalar("SELECT due_basis FROM office").fetch_one(connection).await?)
}

/// Notes what the stored `due_at` were computed with.
pub async fn set_due_basis(connection: &mut SqliteConnection, basis: &str) -> Result<()> {
    sqlx::query("UPDATE office SET due_basis = $1").bind(basis).execute(connection).await?;
    Ok(())
}
