//! What the office does with clients and contacts.

use std::collections::HashMap;

use serde_json::json;
use sqlx::SqliteConnection;

use super::{Client, ClientChange, ClientKind, ClientRow, Contact, ContactChange, NewContact, store};
use crate::access::By;
use crate::accounts;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ClientId, ContactId};
use crate::office::{Act, Office};
use crate::settings::{address, line};

/// Makes a client with its first contacts.
pub async fn create(
    office: &Office,
    by: &By,
    name: &str,
    kind: ClientKind,
    contacts: &[NewContact],
) -> Result<(ClientId, Vec<ContactId>)> {
    let name = line("name", name)?;
    let client_id = ClientId::new();
    let contacts = contacts.iter().map(|c| c.check(client_id)).collect::<Result<Vec<_>>>()?;
    only_once(&contacts)?;
    let mut act = office.begin(by).await?;
    let client = Client { client_id, name, kind, account_id: None, created_at: act.now.into() };
    store::insert(act.db(), &client).await?;
    for contact in &contacts {
        let now = act.now;
        store::insert_contact(act.db(), contact, now).await?;
    }
    let details = json!({ "name": client.name, "contacts": contacts.len() });
    act.record("clients.create", &format!("client:{client_id}"), Some(client_id), details).await?;
    act.changed(ChangeKind::Client, client_id);
    act.commit().await?;
    Ok((client_id, contacts.iter().map(|c| c.contact_id).collect()))
}

/// Renames a client, changes its kind or the account that it is written from: mail that waits goes by that one.
pub async fn update(office: &Office, by: &By, id: ClientId, change: ClientChange) -> Result<()> {
    let mut act = office.begin(by).await?;
    let mut client = store::get(act.db(), id).await?;
    if let Some(name) = change.name {
        client.name = line("name", &name)?;
    }
    client.kind = change.kind.unwrap_or(client.kind);
    if let Some(account) = change.account_id {
        if let Some(account) = account {
            accounts::store::chosen(act.db(), Some(account)).await?;
            if accounts::store::sending(act.db(), account).await?.is_none() {
                return Err(Error::invalid("account_id", "has no server that mail leaves by"));
            }
        }
        client.account_id = account;
        act.changed(ChangeKind::Outbox, id);
    }
    store::update(act.db(), &client).await?;
    let details = json!({ "name": client.name, "account_id": client.account_id });
    act.record("clients.update", &format!("client:{id}"), Some(id), details).await?;
    act.changed(ChangeKind::Client, id);
    act.commit().await
}

/// Every client with what is pending, by name.
pub async fn list(office: &Office, by: &By) -> Result<Vec<ClientRow>> {
    store::list(&mut *office.read(by).await?).await
}

/// A client and its contacts.
pub async fn get(office: &Office, by: &By, id: ClientId) -> Result<(Client, Vec<Contact>)> {
    let mut db = office.read(by).await?;
    Ok((store::get(&mut db, id).await?, store::contacts_of(&mut db, id).await?))
}

/// How many clients there are.
pub async fn count(office: &Office, by: &By) -> Result<i64> {
    store::count(&mut *office.read(by).await?).await
}

/// Links a person to a client. Items that nobody could be told about are told now.
pub async fn create_contact(
    office: &Office,
    by: &By,
    client: ClientId,
    new: &NewContact,
) -> Result<ContactId> {
    let contact = new.check(client)?;
    let mut act = office.begin(by).await?;
    store::get(act.db(), client).await?;
    let mut all = store::contacts_of(act.db(), client).await?;
    all.push(contact.clone());
    only_once(&all)?;
    let now = act.now;
    store::insert_contact(act.db(), &contact, now).await?;
    record(&mut act, "contacts.create", &contact).await?;
    act.commit().await?;
    Ok(contact.contact_id)
}

/// Changes a contact. With NOTIFY off its waiting mail is withdrawn when its turn comes.
pub async fn update_contact(office: &Office, by: &By, id: ContactId, change: ContactChange) -> Result<()> {
    let mut act = office.begin(by).await?;
    let mut contact = store::contact(act.db(), id).await?;
    if let Some(name) = change.name {
        contact.name = line("name", &name)?;
    }
    if let Some(email) = change.email {
        contact.email = address("email", &email)?;
    }
    contact.notify = change.notify.unwrap_or(contact.notify);
    contact.login = change.login.unwrap_or(contact.login);
    let mut all = store::contacts_of(act.db(), contact.client_id).await?;
    all.retain(|c| c.contact_id != id);
    all.push(contact.clone());
    only_once(&all)?;
    store::update_contact(act.db(), &contact).await?;
    record(&mut act, "contacts.update", &contact).await?;
    act.changed(ChangeKind::Outbox, id);
    act.commit().await
}

/// The addresses of every contact that gets e-mail, by client.
pub async fn notified(office: &Office, by: &By) -> Result<HashMap<ClientId, Vec<String>>> {
    let mut addresses: HashMap<ClientId, Vec<String>> = HashMap::new();
    for (client, email) in store::notified(&mut *office.read(by).await?).await? {
        addresses.entry(client).or_default().push(email);
    }
    Ok(addresses)
}

/// Those of these clients that there are, each with the contact that a letter to it names: its oldest that gets e-mail, else
/// its oldest.
pub(crate) async fn addressed(
    db: &mut SqliteConnection,
    ids: &[ClientId],
) -> Result<HashMap<ClientId, (Client, Option<Contact>)>> {
    let mut contacts: HashMap<ClientId, Contact> = HashMap::with_capacity(ids.len());
    for contact in store::contacts_of_all(db, ids).await? {
        let known = contacts.entry(contact.client_id).or_insert_with(|| contact.clone());
        if contact.notify && !known.notify {
            *known = contact;
        }
    }
    let mut addressed = HashMap::with_capacity(ids.len());
    for client in store::all(db, ids).await? {
        let contact = contacts.remove(&client.client_id);
        addressed.insert(client.client_id, (client, contact));
    }
    Ok(addressed)
}

/// The contacts of these clients that get e-mail, oldest first; a client without any is absent.
pub(crate) async fn recipients(
    act: &mut Act<'_>,
    clients: &[ClientId],
) -> Result<HashMap<ClientId, Vec<Contact>>> {
    let mut recipients: HashMap<ClientId, Vec<Contact>> = HashMap::with_capacity(clients.len());
    for contact in store::recipients(act.db(), clients).await? {
        recipients.entry(contact.client_id).or_default().push(contact);
    }
    Ok(recipients)
}

/// A contact, within an act of another feature's.
pub(crate) async fn contact(act: &mut Act<'_>, id: ContactId) -> Result<Contact> {
    store::contact(act.db(), id).await
}

async fn record(act: &mut Act<'_>, action: &str, contact: &Contact) -> Result<()> {
    let Contact { contact_id, client_id, name, email, notify, login } = contact;
    let details = json!({ "name": name, "email": email, "notify": notify, "login": login });
    act.record(action, &format!("contact:{contact_id}"), Some(*client_id), details).await?;
    act.changed(ChangeKind::Client, client_id);
    Ok(())
}

/// Two contacts of one client with one address would get every mail twice.
fn only_once(contacts: &[Contact]) -> Result<()> {
    for (index, contact) in contacts.iter().enumerate() {
        if contacts[..index].iter().any(|other| other.email.eq_ignore_ascii_case(&contact.email)) {
            return Err(Error::invalid(
                "email",
                format!("{} is another contact's of this client", contact.email),
            ));
        }
    }
    Ok(())
}
