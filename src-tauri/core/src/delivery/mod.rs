//! Delivery: what brings items and outbox together. Due reminders become mails, mails become letters when their
//! turn comes and are still wanted, and what the server says comes back to the items.
//!
//! Only this module knows both sides: the outbox knows no chat, and a chat knows no server.

mod claim;
mod compose;
mod fire;
mod group;
mod mend;
mod post;
mod record;

pub use fire::{Fired, fire};
pub use mend::mend;
pub(crate) use post::send_alone;
pub use post::{Sent, send_due};

use crate::error::Result;
use crate::office::Act;
use crate::outbox::{self, MailItem, MailKind};
use crate::reminders::{self, Calendar, Change, NO_RECIPIENT, Phase};
use crate::settings;

/// A mail that had left in doubt was accepted, as is proved elsewhere: the same as if the server had said so now.
pub(crate) async fn accept(act: &mut Act<'_>, mail: &outbox::MailRow) -> Result<()> {
    let settings = settings::store::get(act.db()).await?;
    let heard = record::Heard { mail: mail.clone(), outcome: outbox::Outcome::Accepted, copy: None };
    record::record(act, &settings, &[heard]).await
}

/// Takes an item out of a mail that will not speak of it. When nobody else gets that step, it is free again; when
/// nobody else is told of the message, the item is held until somebody can be.
async fn drop_item(
    act: &mut Act<'_>,
    mail: &outbox::MailRow,
    item: MailItem,
    calendar: &Calendar,
) -> Result<()> {
    outbox::store::drop_item(act.db(), mail.mail_id, item.item).await?;
    let MailItem { item, round, step } = item;
    if !outbox::store::live(act.db(), mail.kind, item, round, step).await?.is_empty() {
        return Ok(());
    }
    match mail.kind {
        MailKind::Notification => {
            let mut entry = reminders::store::get(act.db(), item).await?;
            let reminder = &entry.reminder;
            if reminder.phase == Phase::Pending && reminder.asked_in == round && reminder.mailed.is_none() {
                entry.held = NO_RECIPIENT.into();
                reminders::store::put(act.db(), &[entry], calendar).await?;
            }
        }
        MailKind::Reminder => {
            reminders::service::apply(act, item, Change::ReminderWithdrawn { round, step }, calendar).await?;
        }
        MailKind::SendAgain => {}
    }
    Ok(())
}
