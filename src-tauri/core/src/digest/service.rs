//! What the window is told of the morning mail.

use std::collections::HashSet;

use super::{DigestRow, DigestSettings, store};
use crate::access::By;
use crate::error::Result;
use crate::office::{Act, Office};
use crate::settings;
use crate::time::Instant;

/// What the next one is, and what became of the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestState {
    /// When the next one goes, if there is something to say then; `None`: it is off, or no day opens.
    pub next_at: Option<Instant>,
    /// The last one whose time had come.
    pub last: Option<DigestRow>,
}

/// What the next one is, and what became of the last one.
pub async fn state(office: &Office, by: &By) -> Result<DigestState> {
    let mut db = office.read(by).await?;
    let settings = settings::store::get(&mut db).await?;
    let (calendar, now) = (settings.calendar(), office.now());
    let done: HashSet<String> =
        store::days_from(&mut db, calendar.civil(now).date()).await?.into_iter().collect();
    let next_at = settings.digest.next(&calendar, now, |day| done.contains(&day.to_string()));
    Ok(DigestState { next_at, last: store::last(&mut db).await? })
}

/// Switches it off within the act; its time stays.
pub(crate) async fn switch_off(act: &mut Act<'_>) -> Result<()> {
    let settings = settings::store::get(act.db()).await?;
    let id = act.office().id();
    store::set(act.db(), id, &DigestSettings { enabled: false, ..settings.digest }).await
}
