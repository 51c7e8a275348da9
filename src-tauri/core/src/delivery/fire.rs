//! Due reminders become mails of the outbox.

use std::collections::BTreeSet;

use super::compose::subject;
use crate::access::By;
use crate::clients::{self, Contact};
use crate::error::Result;
use crate::events::ChangeKind;
use crate::id::{ClientId, ContactId};
use crate::office::{Act, Office};
use crate::outbox::{self, MailItem, MailKind, NewMail};
use crate::reminders::{
    self, Calendar, Change, Entry, NO_RECIPIENT, NOTIFICATION_WAITS, Next, TOGETHER_WITHIN, group,
};
use crate::settings;

/// Due reminders that one act takes at most.
const AT_ONCE: i64 = 256;

/// What one pass did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Fired {
    /// Reminders whose turn came.
    pub reminders: u64,
    /// Mails written into the outbox for them: those of one contact that fall together are one.
    pub mails: u64,
    /// Reminders that nobody could be sent.
    pub held: u64,
}

/// Writes every reminder that is due into the outbox, if the window is open and nothing is paused. However long
/// the office slept, each item gets one.
pub async fn fire(office: &Office) -> Result<Fired> {
    let mut fired = Fired::default();
    loop {
        let mut act = office.begin(&By::system()).await?;
        let settings = settings::store::get(act.db()).await?;
        let calendar = settings.calendar();
        settle(&mut act, &calendar).await?;
        let now = act.now;
        let due = if settings.reminders_paused || !calendar.is_open(now) {
            Vec::new()
        } else {
            reminders::store::due(act.db(), now, AT_ONCE).await?
        };
        let clients: BTreeSet<ClientId> = due.iter().map(|entry| entry.client_id).collect();
        for client in clients {
            fire_client(&mut act, client, &calendar, &mut fired).await?;
        }
        act.commit().await?;
        if due.is_empty() {
            return Ok(fired);
        }
    }
}

/// A clock that was set back: what is kept of the future counts as now.
async fn settle(act: &mut Act<'_>, calendar: &Calendar) -> Result<()> {
    let now = act.now;
    for mut entry in reminders::store::ahead_of(act.db(), now).await? {
        entry.reminder.settle(now);
        reminders::store::put(act.db(), &entry, calendar).await?;
        act.changed(ChangeKind::Chat, entry.item.id);
    }
    Ok(())
}

async fn fire_client(
    act: &mut Act<'_>,
    client: ClientId,
    calendar: &Calendar,
    fired: &mut Fired,
) -> Result<()> {
    let now = act.now;
    let entries = reminders::store::due_of_client(act.db(), client, now + TOGETHER_WITHIN).await?;
    let turns = entries.into_iter().filter_map(|entry| match entry.reminder.next(calendar, now) {
        Next::Due { step, at } => Some((client, (entry, step), at)),
        _ => None,
    });
    let contacts = clients::service::recipients(act, client).await?;
    for together in group(turns.collect()) {
        if together.at <= now {
            send(act, together.items, &contacts, calendar, fired).await?;
        }
    }
    Ok(())
}

async fn send(
    act: &mut Act<'_>,
    turns: Vec<(Entry, u32)>,
    contacts: &[Contact],
    calendar: &Calendar,
    fired: &mut Fired,
) -> Result<()> {
    let mut items = Vec::with_capacity(turns.len());
    for (mut entry, step) in turns {
        // What is left of this step or one before it would go beside it.
        outbox::service::withdraw_reminders(act, entry.item, "superseded").await?;
        let waiting = waiting(act, &entry, step).await?;
        let told = contacts.iter().any(|contact| !waiting.contains(&contact.contact_id));
        if told {
            entry.reminder.apply(Change::ReminderQueued { step }, act.now)?;
            fired.reminders += 1;
            items.push((MailItem { item: entry.item, round: entry.reminder.round, step }, waiting));
        } else {
            entry.held = if contacts.is_empty() { NO_RECIPIENT } else { NOTIFICATION_WAITS }.into();
            fired.held += 1;
        }
        reminders::store::put(act.db(), &entry, calendar).await?;
        act.changed(ChangeKind::Chat, entry.item.id);
    }
    for contact in contacts {
        let theirs: Vec<MailItem> = items
            .iter()
            .filter(|(_, waiting)| !waiting.contains(&contact.contact_id))
            .map(|(item, _)| *item)
            .collect();
        let Some(first) = theirs.first() else { continue };
        let mail = NewMail {
            kind: MailKind::Reminder,
            client_id: contact.client_id,
            contact_id: contact.contact_id,
            address: &contact.email,
            subject: &subject(act, first.item).await?,
            items: &theirs,
            not_before: act.now.into(),
        };
        outbox::service::queue(act, &mail).await?;
        fired.mails += 1;
    }
    Ok(())
}

/// Contacts whose own notification has not left yet: they get that one, not a reminder beside it. And those to whom a
/// mail of this very step, recalled and now due anew, is leaving at this moment.
pub(super) async fn waiting(act: &mut Act<'_>, entry: &Entry, step: u32) -> Result<BTreeSet<ContactId>> {
    let (item, asked_in, round) = (entry.item, entry.reminder.asked_in, entry.reminder.round);
    let told = outbox::store::live(act.db(), MailKind::Notification, item, asked_in, 0).await?;
    let leaving = outbox::store::live(act.db(), MailKind::Reminder, item, round, step).await?;
    Ok(told.into_iter().chain(leaving).filter(|(_, waits)| *waits).map(|(contact, _)| contact).collect())
}
