//! Clients and their contacts. NOTIFY decides who gets e-mail, LOGIN who may enter the portal.

pub mod service;
pub mod store;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::id::{AccountId, ClientId, ContactId};
use crate::settings::{address, line};
use crate::time::Millis;

/// What a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ClientKind {
    /// A natural person.
    Person,
    /// A company, partnership or other body.
    Company,
}

impl ClientKind {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Company => "company",
        }
    }
}

impl fmt::Display for ClientKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ClientKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "person" => Ok(Self::Person),
            "company" => Ok(Self::Company),
            _ => Err(Error::invalid("kind", "is not one of person, company")),
        }
    }
}

/// A client.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Client {
    /// Its id.
    pub client_id: ClientId,
    /// Its name, one line.
    pub name: String,
    /// Person or company.
    pub kind: ClientKind,
    /// The mail account that it is written from; `None`: the default one.
    pub account_id: Option<AccountId>,
    /// Since when it is a client here.
    pub created_at: Millis,
}

/// A change of a client; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct ClientChange {
    /// Name.
    pub name: Option<String>,
    /// Person or company.
    pub kind: Option<ClientKind>,
    /// The mail account that it is written from; `Some(None)`: the default one.
    pub account_id: Option<Option<AccountId>>,
}

/// A person linked to a client.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Contact {
    /// Its id.
    pub contact_id: ContactId,
    /// The client it is linked to.
    pub client_id: ClientId,
    /// Its name, one line.
    pub name: String,
    /// Its mail address.
    pub email: String,
    /// Whether it gets e-mail.
    pub notify: bool,
    /// Whether it may enter the portal.
    pub login: bool,
}

/// A contact to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContact {
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Gets e-mail.
    pub notify: bool,
    /// May enter the portal.
    pub login: bool,
}

impl NewContact {
    /// The contact with its id, or which field is wrong.
    pub fn check(&self, client_id: ClientId) -> Result<Contact> {
        Ok(Contact {
            contact_id: ContactId::new(),
            client_id,
            name: line("name", &self.name)?,
            email: address("email", &self.email)?,
            notify: self.notify,
            login: self.login,
        })
    }
}

/// A change of a contact; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct ContactChange {
    /// Name.
    pub name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Gets e-mail.
    pub notify: Option<bool>,
    /// May enter the portal.
    pub login: Option<bool>,
}

/// A client in the list, with what is pending.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClientRow {
    /// Its id.
    pub client_id: ClientId,
    /// Its name.
    pub name: String,
    /// Person or company.
    pub kind: ClientKind,
    /// Names of its contacts, oldest first, one a line.
    pub contact_names: String,
    /// How many contacts have NOTIFY on.
    pub notified: i64,
    /// How many items await the client.
    pub waiting: i64,
    /// When its next reminder is due.
    pub next_at: Option<Millis>,
    /// How many items had all their reminders and no answer.
    pub exhausted: i64,
    /// How many active chats have the client's word last.
    pub answered: i64,
    /// Instant of the last message in any chat.
    pub last_at: Option<Millis>,
}
