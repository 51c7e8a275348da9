//! What the owner does with receipts: reads them, and takes a copy of one as it came.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use serde_json::json;
use studiolo_mail::intake::message::Message;
use tokio::task::spawn_blocking;

use super::{Data, Evidence, Receipt, store};
use crate::access::By;
use crate::error::Result;
use crate::hex::hex;
use crate::id::{EvidenceId, MailId};
use crate::intake;
use crate::office::Office;
use crate::outbox::{self, MailRow};

/// A receipt, to be read.
#[derive(Debug)]
pub struct Opened {
    /// The receipt.
    pub evidence: Evidence,
    /// The mail that it is about.
    pub mail: MailRow,
    /// Its certification data, when it has any that can be read.
    pub data: Option<Data>,
    /// The bytes that it has as it came.
    pub size: usize,
    /// Their SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// The receipts about each of these mails.
pub async fn of_mails(office: &Office, by: &By, mails: &[MailId]) -> Result<HashMap<MailId, Vec<Evidence>>> {
    store::of_mails(&mut *office.read(by).await?, mails).await
}

/// A receipt with all that it says.
pub async fn get(office: &Office, by: &By, id: EvidenceId) -> Result<Opened> {
    let mut db = office.read(by).await?;
    let evidence = store::get(&mut db, id).await?;
    let mail = outbox::store::get(&mut db, evidence.mail_id).await?;
    let bytes = intake::store::bytes(&mut db, evidence.received_id).await?;
    let sha256 = hex(&store::hash(&mut db, evidence.received_id).await?);
    drop(db);
    let size = bytes.len();
    let data = spawn_blocking(move || Receipt::read(&Message::read(&bytes).ok()?)?.data).await?;
    Ok(Opened { evidence, mail, data, size, sha256 })
}

/// A copy of a receipt as it came: what it is called, and its bytes. It is written down that it was taken.
pub async fn copy(office: &Office, by: &By, id: EvidenceId) -> Result<(String, Vec<u8>)> {
    let mut db = office.read(by).await?;
    let evidence = store::get(&mut db, id).await?;
    let mail = outbox::store::get(&mut db, evidence.mail_id).await?;
    let bytes = intake::store::bytes(&mut db, evidence.received_id).await?;
    drop(db);
    let read = spawn_blocking(move || {
        let subject = Message::read(&bytes).map(|message| message.subject).unwrap_or_default();
        (subject, bytes)
    });
    let (subject, bytes) = read.await?;
    let name = if subject.trim().is_empty() { evidence.kind.as_str().to_owned() } else { subject };
    let details = json!({ "to": mail.address, "subject": mail.subject, "kind": evidence.kind.as_str() });
    let mut act = office.begin(by).await?;
    act.record("evidence.copied", &format!("evidence:{id}"), Some(mail.client_id), details).await?;
    act.commit().await?;
    Ok((name, bytes))
}

/// Writes a copy into a file that is not there yet.
pub async fn write(path: PathBuf, bytes: Vec<u8>) -> Result<()> {
    spawn_blocking(move || File::create_new(path)?.write_all(&bytes)).await??;
    Ok(())
}
