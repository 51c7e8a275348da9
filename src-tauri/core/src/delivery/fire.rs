//! Due reminders become mails of the outbox.

use std::collections::{HashMap, HashSet};

use super::compose::{by_id, chat_of};
use super::group::distinct;
use crate::access::By;
use crate::chats::{self, Chat};
use crate::clients::{self, Contact};
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ChatId, ContactId};
use crate::office::{Act, Office};
use crate::outbox::{self, ItemRef, MailItem, MailKind, NewMail};
use crate::reminders::{
    self, Calendar, Change, Entry, NO_RECIPIENT, NOTIFICATION_WAITS, Next, TOGETHER_WITHIN, group,
};
use crate::settings;
use crate::time::Instant;

/// Due reminders whose clients one act takes at most.
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
            reminders::store::due(act.db(), now, now + TOGETHER_WITHIN, AT_ONCE).await?
        };
        let last = due.is_empty();
        fire_due(&mut act, due, &calendar, &mut fired).await?;
        act.commit().await?;
        if last {
            return Ok(fired);
        }
    }
}

/// A clock that was set back: what is kept of the future counts as now.
async fn settle(act: &mut Act<'_>, calendar: &Calendar) -> Result<()> {
    let now = act.now;
    let mut ahead = reminders::store::ahead_of(act.db(), now).await?;
    for entry in &mut ahead {
        entry.reminder.settle(now);
        act.changed(ChangeKind::Chat, entry.item.id);
    }
    reminders::store::put(act.db(), &ahead, calendar).await
}

/// Fires what is due, with what falls due so soon after that it goes along.
async fn fire_due(act: &mut Act<'_>, due: Vec<Entry>, calendar: &Calendar, fired: &mut Fired) -> Result<()> {
    let now = act.now;
    let clients = distinct(due.iter().map(|entry| entry.client_id));
    let turns = due.into_iter().filter_map(|entry| match entry.reminder.next(calendar, now) {
        Next::Due { step, at } => Some((entry.client_id, (entry, step), at)),
        _ => None,
    });
    let mut turns = group(turns.collect());
    turns.retain(|together| together.at <= now);
    let steps: Vec<(&Entry, u32)> =
        turns.iter().flat_map(|together| &together.items).map(|(entry, step)| (entry, *step)).collect();
    let items: Vec<ItemRef> = steps.iter().map(|(entry, _)| entry.item).collect();
    // What is left of this step or one before it would go beside it.
    outbox::service::withdraw_reminders(act, &items, "superseded").await?;
    let waiting = waiting(act, &steps).await?;
    let contacts = clients::service::recipients(act, &clients).await?;
    let chats = items.iter().map(|item| chat_of(*item)).collect::<Result<Vec<_>>>()?;
    let chats = by_id(chats::store::all(act.db(), &chats).await?);

    let mut moved = Moved { waiting, chats: &chats, now, entries: Vec::new(), mails: Vec::new() };
    for together in turns {
        let contacts = contacts.get(&together.client).map_or(&[][..], Vec::as_slice);
        moved.send(together.items, contacts, fired)?;
    }
    let Moved { entries, mails, .. } = moved;
    for item in items {
        act.changed(ChangeKind::Chat, item.id);
    }
    reminders::store::put(act.db(), &entries, calendar).await?;
    outbox::service::queue(act, &mails).await
}

/// What comes of the items whose turn has come.
struct Moved<'a> {
    waiting: HashSet<(ItemRef, ContactId)>,
    chats: &'a HashMap<ChatId, Chat>,
    now: Instant,
    entries: Vec<Entry>,
    mails: Vec<NewMail<'a>>,
}

impl<'a> Moved<'a> {
    /// Steps of one client that go together.
    fn send(&mut self, turns: Vec<(Entry, u32)>, contacts: &'a [Contact], fired: &mut Fired) -> Result<()> {
        let mut items = Vec::with_capacity(turns.len());
        for (mut entry, step) in turns {
            if contacts.iter().any(|contact| !self.waiting.contains(&(entry.item, contact.contact_id))) {
                entry.reminder.apply(Change::ReminderQueued { step }, self.now)?;
                fired.reminders += 1;
                items.push(MailItem { item: entry.item, round: entry.reminder.round, step });
            } else {
                entry.held = if contacts.is_empty() { NO_RECIPIENT } else { NOTIFICATION_WAITS }.into();
                fired.held += 1;
            }
            self.entries.push(entry);
        }
        for contact in contacts {
            let theirs = items.iter().filter(|item| !self.waiting.contains(&(item.item, contact.contact_id)));
            let theirs: Vec<MailItem> = theirs.copied().collect();
            let Some(first) = theirs.first() else { continue };
            let chat = chat_of(first.item)?;
            self.mails.push(NewMail {
                kind: MailKind::Reminder,
                client_id: contact.client_id,
                contact_id: contact.contact_id,
                address: &contact.email,
                subject: &self.chats.get(&chat).ok_or_else(|| Error::not_found("chat", chat))?.subject,
                items: theirs,
                not_before: self.now.into(),
            });
            fired.mails += 1;
        }
        Ok(())
    }
}

/// Of each item, contacts whose own notification has not left yet: they get that one, not a reminder beside it. And
/// those to whom a mail of this very step, recalled and now due anew, is leaving at this moment.
pub(super) async fn waiting(
    act: &mut Act<'_>,
    steps: &[(&Entry, u32)],
) -> Result<HashSet<(ItemRef, ContactId)>> {
    let mut mails = Vec::with_capacity(2 * steps.len());
    for (Entry { item, reminder, .. }, step) in steps {
        let (item, asked_in, round) = (*item, reminder.asked_in, reminder.round);
        mails.push((MailKind::Notification, MailItem { item, round: asked_in, step: 0 }));
        mails.push((MailKind::Reminder, MailItem { item, round, step: *step }));
    }
    Ok(outbox::store::leaving(act.db(), &mails).await?.into_iter().collect())
}
