//! The one shape that every act has: a transaction with its instant, its audit rows and its events.

use std::sync::atomic::Ordering;

use serde_json::Value;
use sqlx::{Sqlite, SqliteConnection, Transaction};
use studiolo_mail::EmailAddress;

use super::Office;
use crate::access::{Actor, By};
use crate::accounts;
use crate::audit::{self, anchors::Anchor};
use crate::error::{Error, Result};
use crate::events::{Change, ChangeKind};
use crate::id::ClientId;
use crate::settings;
use crate::time::Instant;

/// One act: a change, the mails that it causes, its audit rows and its inbox row, in one transaction.
/// Dropped without [`Act::commit`], nothing of it happened.
#[derive(Debug)]
pub(crate) struct Act<'o> {
    office: &'o Office,
    tx: Transaction<'static, Sqlite>,
    /// The instant of the act: read once.
    pub now: Instant,
    by: By,
    changes: Vec<Change>,
    actor_name: Option<String>,
    audit: audit::Pending,
    sender: Option<EmailAddress>,
    /// It writes very much: its commit does not wait until the store has folded it in.
    pub is_large: bool,
}

impl<'o> Act<'o> {
    pub(super) fn new(office: &'o Office, tx: Transaction<'static, Sqlite>, by: By) -> Self {
        Self {
            office,
            tx,
            now: office.now(),
            by,
            changes: Vec::new(),
            actor_name: None,
            audit: audit::Pending::default(),
            sender: None,
            is_large: false,
        }
    }

    /// The office.
    pub const fn office(&self) -> &'o Office {
        self.office
    }

    /// The connection that the act writes on.
    pub fn db(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }

    /// Notes what listeners should fetch again.
    pub fn changed(&mut self, kind: ChangeKind, id: impl ToString) {
        self.changes.push(Change::of(kind, id));
    }

    /// Appends to the audit trail.
    pub async fn record(
        &mut self,
        action: &str,
        object: &str,
        client: Option<ClientId>,
        details: Value,
    ) -> Result<()> {
        let actor = self.actor_name().await?;
        let client_id = client.map(|id| id.to_string()).unwrap_or_default();
        let entry = audit::Entry {
            actor: &actor,
            action,
            object,
            client_id: &client_id,
            origin: self.by.origin.as_str(),
            details,
        };
        self.audit.append(&mut self.tx, self.now, entry).await
    }

    /// The name of who acts, as the audit trail keeps it.
    async fn actor_name(&mut self) -> Result<String> {
        if self.actor_name.is_none() {
            self.actor_name = Some(match &self.by.actor {
                Actor::System => "system".to_owned(),
                Actor::Owner => settings::store::owner_name(&mut self.tx).await?,
                Actor::Contact(id) | Actor::For(id) => {
                    crate::clients::store::contact_name(&mut self.tx, *id).await?
                }
            });
        }
        Ok(self.actor_name.clone().unwrap_or_default())
    }

    /// What follows is recorded in the name of this person, whose mail makes the office act.
    pub fn in_the_name_of(&mut self, name: &str) {
        self.actor_name = Some(name.to_owned());
    }

    /// What follows is recorded in the name of who acts.
    pub fn in_its_own_name(&mut self) {
        self.actor_name = None;
    }

    /// The name of the person who acts, or for whom the office does; empty for the office itself.
    pub async fn author(&mut self) -> Result<String> {
        if self.by.actor == Actor::System { Ok(String::new()) } else { self.actor_name().await }
    }

    /// What a mail that leaves with this act says of the audit trail, the rows of this act included.
    pub async fn anchor(&mut self) -> Result<Anchor> {
        let (seq, hash) = self.audit.head(&mut self.tx).await?;
        Ok(Anchor { seq, hash, at: self.now.into() })
    }

    /// The address that Message-IDs of this act are made from: the default account's, else the owner's.
    pub async fn sender(&mut self) -> Result<EmailAddress> {
        if let Some(sender) = &self.sender {
            return Ok(sender.clone());
        }
        let address = match accounts::store::default_sending(&mut self.tx).await? {
            Some(account) => account.from_address,
            None => settings::store::get(&mut self.tx).await?.owner_email,
        };
        let sender: EmailAddress = address.parse().map_err(|error| Error::invalid("from_address", error))?;
        self.sender = Some(sender.clone());
        Ok(sender)
    }

    /// Makes the act durable, then tells listeners and wakes the loops that it concerns.
    pub async fn commit(mut self) -> Result<()> {
        self.audit.write(&mut self.tx).await?;
        // Counted before it stands: whoever sees the count asks the store, and waits there for this act's end.
        if !matches!(self.by.actor, Actor::System | Actor::For(_)) {
            self.office.acts.fetch_add(1, Ordering::SeqCst);
        }
        if self.is_large {
            self.office.store().commit_large(self.tx).await?;
        } else {
            self.tx.commit().await?;
        }
        let touches = |kinds: &[ChangeKind]| self.changes.iter().any(|c| kinds.contains(&c.kind));
        if touches(&[ChangeKind::Outbox, ChangeKind::Settings]) {
            self.office.outbox_wake.notify_one();
            self.office.sent_wake.notify_one();
        }
        if touches(&[ChangeKind::Chat, ChangeKind::Client, ChangeKind::Settings]) {
            self.office.reminders_wake.notify_one();
        }
        self.office.events.publish(self.changes);
        Ok(())
    }
}
