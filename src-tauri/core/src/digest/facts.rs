//! What there is to say this morning.

use super::store;
use crate::access::By;
use crate::error::Result;
use crate::letters::{Digest, Today};
use crate::office::Office;
use crate::reminders;
use crate::settings::Settings;
use crate::time::Millis;

/// Reads it as it is now. What came is told once: it came after the last one that the server accepted.
pub(super) async fn read(office: &Office, by: &By, settings: &Settings) -> Result<Digest> {
    let forecast = reminders::service::forecast_days(office, by, 1).await?;
    let mut db = office.read(by).await?;
    let calendar = settings.calendar();
    let day = calendar.civil(office.now()).date();
    let mut today = Vec::new();
    for group in forecast.groups.iter().filter(|group| calendar.civil(group.at).date() == day) {
        for planned in &group.items {
            let named = store::chat_of(&mut db, &planned.item.id.to_string()).await?;
            let Some((client, subject)) = named else { continue };
            today.push(Today { at: group.at, client, subject, step: planned.step, of: planned.of });
        }
    }
    let since = store::last_accepted(&mut db).await?.unwrap_or(Millis(i64::MIN));
    Ok(Digest {
        came: store::came(&mut db, since).await?,
        waiting: store::waiting(&mut db).await?,
        stopped: store::stopped(&mut db).await?,
        aside: store::aside(&mut db).await?,
        today,
    })
}
