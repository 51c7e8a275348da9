//! What a group of mails speaks of and to whom: read in a few questions, however many they are.

use std::collections::{BTreeSet, HashMap};

use crate::clients::{self, Contact};
use crate::error::{Error, Result};
use crate::id::{ContactId, MailId};
use crate::office::Act;
use crate::outbox::{self, ItemRef, MailItem, MailRow};
use crate::reminders::{self, Entry};

/// Mails with their contacts, items and the items' reminders, as they were when the group was read.
pub(super) struct Group {
    items: HashMap<MailId, Vec<MailItem>>,
    contacts: HashMap<ContactId, Contact>,
    entries: HashMap<ItemRef, Entry>,
    moved: BTreeSet<ItemRef>,
}

impl Group {
    /// Reads all that belongs to these mails.
    pub async fn read(act: &mut Act<'_>, mails: impl IntoIterator<Item = &MailRow>) -> Result<Self> {
        let (ids, contacts): (Vec<_>, Vec<_>) =
            mails.into_iter().map(|mail| (mail.mail_id, mail.contact_id)).unzip();
        let items = outbox::store::items_of(act.db(), &ids).await?;
        let refs = distinct(items.values().flatten().map(|item| item.item));
        let contacts = clients::store::contacts(act.db(), &distinct(contacts)).await?;
        let entries = reminders::store::all(act.db(), &refs).await?;
        Ok(Self {
            items,
            contacts: contacts.into_iter().map(|contact| (contact.contact_id, contact)).collect(),
            entries: entries.into_iter().map(|entry| (entry.item, entry)).collect(),
            moved: BTreeSet::new(),
        })
    }

    /// What a mail still speaks of.
    pub fn items(&self, mail: MailId) -> &[MailItem] {
        self.items.get(&mail).map_or(&[], Vec::as_slice)
    }

    /// Whom a mail goes to.
    pub fn contact(&self, mail: &MailRow) -> Result<&Contact> {
        self.contacts.get(&mail.contact_id).ok_or_else(|| Error::not_found("contact", mail.contact_id))
    }

    /// An item's reminder.
    pub fn entry(&self, item: ItemRef) -> Result<&Entry> {
        self.entries.get(&item).ok_or_else(|| Error::not_found("reminder", item.id))
    }

    /// Notes how an item's reminder is from now on.
    pub fn move_on(&mut self, entry: Entry) {
        self.moved.insert(entry.item);
        self.entries.insert(entry.item, entry);
    }

    /// The reminders that have moved on, to be stored.
    pub fn moved(&self) -> Vec<Entry> {
        self.moved.iter().filter_map(|item| self.entries.get(item).cloned()).collect()
    }
}

/// Each of these once.
pub(super) fn distinct<T: Ord>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    all
}
