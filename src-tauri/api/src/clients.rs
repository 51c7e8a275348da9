//! `clients.*` and `contacts.*`.

mod unreachable;

use std::collections::HashMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::clients::{self, ClientRow as Row, ContactChange, service};
use studiolo_core::documents;
use studiolo_core::outbox::service::unreachable as refusals;
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::accounts::account_id;
use crate::wire::{At, Done, Empty, at, id, present};
pub use unreachable::{RefusalCause, Unreachable};

/// What a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClientKind {
    /// A natural person.
    Person,
    /// A company, partnership or other body.
    Company,
}

impl From<ClientKind> for clients::ClientKind {
    fn from(kind: ClientKind) -> Self {
        match kind {
            ClientKind::Person => Self::Person,
            ClientKind::Company => Self::Company,
        }
    }
}

impl From<clients::ClientKind> for ClientKind {
    fn from(kind: clients::ClientKind) -> Self {
        match kind {
            clients::ClientKind::Person => Self::Person,
            clients::ClientKind::Company => Self::Company,
        }
    }
}

/// A contact to be made.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
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

/// A person linked to a client.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct Contact {
    /// Its id.
    pub contact_id: String,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Gets e-mail.
    pub notify: bool,
    /// May enter the portal.
    pub login: bool,
    /// The mailbox refuses: told by `clients.get` alone. Absent: nothing speaks against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreachable: Option<Unreachable>,
}

impl From<clients::Contact> for Contact {
    fn from(contact: clients::Contact) -> Self {
        Self {
            contact_id: contact.contact_id.to_string(),
            name: contact.name,
            email: contact.email,
            notify: contact.notify,
            login: contact.login,
            unreachable: None,
        }
    }
}

/// A client to be made.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ClientsCreateRequest {
    /// Name, one line.
    pub name: String,
    /// Person or company.
    pub kind: ClientKind,
    /// Its first contacts.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<NewContact>>")]
    pub contacts: Vec<NewContact>,
}

/// The client made.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ClientsCreateReply {
    /// Its id.
    pub client_id: String,
    /// The ids of its contacts, in the order of the request.
    pub contact_ids: Vec<String>,
}

/// A change of a client; what is absent stays.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ClientsUpdateRequest {
    /// Which.
    pub client_id: String,
    /// Name.
    pub name: Option<String>,
    /// Person or company.
    pub kind: Option<ClientKind>,
    /// The mail account that it is written from, which has a server that mail leaves by; null: the default one.
    #[serde(default, deserialize_with = "present")]
    #[ts(optional, type = "string | null")]
    pub account_id: Option<Option<String>>,
}

/// Every client.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ClientsListReply {
    /// By name.
    pub clients: Vec<ClientRow>,
}

/// A client with what is pending.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ClientRow {
    /// Its id.
    pub client_id: String,
    /// Name.
    pub name: String,
    /// Person or company.
    pub kind: ClientKind,
    /// Names of its contacts, oldest first.
    pub contacts: Vec<String>,
    /// How many contacts have NOTIFY on.
    pub notified: i64,
    /// How many contacts have a mailbox that refuses.
    pub unreachable: usize,
    /// How many items await the client.
    pub waiting: i64,
    /// When its next reminder is due.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<At>,
    /// How many items had all their reminders and no answer.
    pub exhausted: i64,
    /// How many active chats have the client's word last.
    pub answered: i64,
    /// Instant of the last message.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_at: Option<At>,
}

impl From<Row> for ClientRow {
    fn from(row: Row) -> Self {
        Self {
            client_id: row.client_id.to_string(),
            name: row.name,
            kind: row.kind.into(),
            contacts: row.contact_names.lines().map(str::to_owned).collect(),
            notified: row.notified,
            unreachable: 0,
            waiting: row.waiting,
            next_at: row.next_at.map(at),
            exhausted: row.exhausted,
            answered: row.answered,
            last_at: row.last_at.map(at),
        }
    }
}

/// Which client.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ClientsGetRequest {
    /// Its id.
    pub client_id: String,
}

/// A client and its contacts.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ClientsGetReply {
    /// The client.
    pub client: Client,
    /// Its contacts, oldest first.
    pub contacts: Vec<Contact>,
}

/// A client.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Client {
    /// Its id.
    pub client_id: String,
    /// Name.
    pub name: String,
    /// Person or company.
    pub kind: ClientKind,
    /// The mail account that it is written from; absent: the default one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Since when it is a client here.
    pub created_at: At,
}

/// A contact to be made.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ContactsCreateRequest {
    /// Whose.
    pub client_id: String,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Gets e-mail.
    pub notify: bool,
    /// May enter the portal.
    pub login: bool,
}

/// The contact made.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ContactsCreateReply {
    /// Its id.
    pub contact_id: String,
}

/// A change of a contact; what is absent stays.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ContactsUpdateRequest {
    /// Which.
    pub contact_id: String,
    /// Name.
    pub name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Gets e-mail.
    pub notify: Option<bool>,
    /// May enter the portal.
    pub login: Option<bool>,
}

impl From<NewContact> for clients::NewContact {
    fn from(new: NewContact) -> Self {
        Self { name: new.name, email: new.email, notify: new.notify, login: new.login }
    }
}

/// `clients.create`.
pub async fn create(
    office: &Arc<Office>,
    by: &By,
    request: ClientsCreateRequest,
) -> Result<ClientsCreateReply> {
    let contacts: Vec<_> = request.contacts.into_iter().map(Into::into).collect();
    let (client, contacts) =
        service::create(office, by, &request.name, request.kind.into(), &contacts).await?;
    documents::service::welcome(office, client, &request.name).await;
    Ok(ClientsCreateReply {
        client_id: client.to_string(),
        contact_ids: contacts.iter().map(ToString::to_string).collect(),
    })
}

/// `clients.update`.
pub async fn update(office: &Arc<Office>, by: &By, request: ClientsUpdateRequest) -> Result<Done> {
    let client = id("client_id", &request.client_id)?;
    let account_id = match request.account_id {
        Some(account) => Some(account_id(account.as_deref())?),
        None => None,
    };
    let change = clients::ClientChange { name: request.name, kind: request.kind.map(Into::into), account_id };
    service::update(office, by, client, change).await?;
    Ok(Done {})
}

/// `clients.list`.
pub async fn list(office: &Arc<Office>, by: &By, _: Empty) -> Result<ClientsListReply> {
    let rows = service::list(office, by).await?;
    let mut refusing: HashMap<String, usize> = HashMap::new();
    for refusal in refusals(office, by, None).await? {
        *refusing.entry(refusal.client_id.to_string()).or_default() += 1;
    }
    let row = |row: Row| {
        let mut row = ClientRow::from(row);
        row.unreachable = refusing.get(&row.client_id).copied().unwrap_or_default();
        row
    };
    Ok(ClientsListReply { clients: rows.into_iter().map(row).collect() })
}

/// `clients.get`.
pub async fn get(office: &Arc<Office>, by: &By, request: ClientsGetRequest) -> Result<ClientsGetReply> {
    let client_id = id("client_id", &request.client_id)?;
    let (client, contacts) = service::get(office, by, client_id).await?;
    let mut refusing: HashMap<_, _> = refusals(office, by, Some(client_id))
        .await?
        .into_iter()
        .map(|refusal| (refusal.contact_id, refusal))
        .collect();
    let contact = |contact: clients::Contact| {
        let refusal = refusing.remove(&contact.contact_id);
        Contact { unreachable: refusal.map(Into::into), ..contact.into() }
    };
    Ok(ClientsGetReply {
        client: Client {
            client_id: client.client_id.to_string(),
            name: client.name,
            kind: client.kind.into(),
            account_id: client.account_id.map(|account| account.to_string()),
            created_at: at(client.created_at),
        },
        contacts: contacts.into_iter().map(contact).collect(),
    })
}

/// `contacts.create`.
pub async fn create_contact(
    office: &Arc<Office>,
    by: &By,
    request: ContactsCreateRequest,
) -> Result<ContactsCreateReply> {
    let ContactsCreateRequest { client_id, name, email, notify, login } = request;
    let new = clients::NewContact { name, email, notify, login };
    let contact = service::create_contact(office, by, id("client_id", &client_id)?, &new).await?;
    Ok(ContactsCreateReply { contact_id: contact.to_string() })
}

/// `contacts.update`.
pub async fn update_contact(office: &Arc<Office>, by: &By, request: ContactsUpdateRequest) -> Result<Done> {
    let ContactsUpdateRequest { contact_id, name, email, notify, login } = request;
    let change = ContactChange { name, email, notify, login };
    service::update_contact(office, by, id("contact_id", &contact_id)?, change).await?;
    Ok(Done {})
}
