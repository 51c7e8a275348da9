//! What a group of mails speaks of and to whom: read in a few questions, however many they are.

use std::collections::{BTreeSet, HashMap};

use crate::clients;
use crate::clients::store::Addressee;
use crate::error::{Error, Result};
use crate::id::{ContactId, MailId};
use crate::office::Act;
use crate::outbox::{self, ItemRef, MailItem, MailRow};
use crate::reminders::{self, Entry};

/// Mails with their items and the items' reminders, as they were when the group was read.
pub(super) struct Group {
    items: HashMap<MailId, Vec<MailItem>>,
    entries: HashMap<ItemRef, Entry>,
    addressees: HashMap<ContactId, Addressee>,
    moved: BTreeSet<ItemRef>,
}

impl Group {
    /// Reads what these mails speak of.
    pub async fn read(act: &mut Act<'_>, mails: impl IntoIterator<Item = &MailRow>) -> Result<Self> {
        let ids: Vec<MailId> = mails.into_iter().map(|mail| mail.mail_id).collect();
        let items = outbox::store::items_of(act.db(), &ids).await?;
        let refs = distinct(items.values().flatten().map(|item| item.item));
        let entries = reminders::store::all(act.db(), &refs).await?;
        Ok(Self {
            items,
            entries: entries.into_iter().map(|entry| (entry.item, entry)).collect(),
            addressees: HashMap::new(),
            moved: BTreeSet::new(),
        })
    }

    /// Reads also whom they go to.
    pub async fn read_addressed(act: &mut Act<'_>, mails: &[MailRow]) -> Result<Self> {
        let contacts = distinct(mails.iter().map(|mail| mail.contact_id));
        let found = clients::store::addressees(act.db(), &contacts).await?;
        let addressees = found.into_iter().map(|found| (found.contact.contact_id, found)).collect();
        Ok(Self { addressees, ..Self::read(act, mails).await? })
    }

    /// What a mail still speaks of.
    pub fn items(&self, mail: MailId) -> &[MailItem] {
        self.items.get(&mail).map_or(&[], Vec::as_slice)
    }

    /// Whom a mail goes to; known only of a group that was read with its addressees.
    pub fn addressee(&self, mail: &MailRow) -> Result<&Addressee> {
        self.addressees.get(&mail.contact_id).ok_or_else(|| Error::not_found("contact", mail.contact_id))
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
