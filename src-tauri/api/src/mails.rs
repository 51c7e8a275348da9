//! `mails.*`: received mails as they came.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::intake::original::{self, Original, Which};
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::wire::{At, at, id};

/// Which mail: one of the two ids.
#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct MailsViewRequest {
    /// The message that it became.
    pub message_id: Option<String>,
    /// It is kept aside, or was dropped.
    pub quarantine_id: Option<String>,
    /// True: without `html`, for whoever shows the document in another way.
    pub without_html: Option<bool>,
}

/// A received mail as its sender laid it out.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct MailsViewReply {
    /// The sender's name as they write it.
    pub from_name: String,
    /// The sender's address.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// When it was taken in.
    pub at: At,
    /// A whole HTML document: no script, no form, nothing that is fetched; its pictures are `data:` addresses. It is made to be
    /// shown in a frame without rights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// How many of its pictures lie at other hosts.
    pub remote_pictures: usize,
    /// How many of those are shown.
    pub loaded_pictures: usize,
    /// How many pictures are too small to be seen and would tell their sender that the mail is read: they are never fetched.
    pub trackers: usize,
    /// How many links say one address and lead to another; each says so.
    pub misleading_links: usize,
    /// Whether the mail is longer than what is shown.
    pub cut: bool,
}

impl MailsViewReply {
    fn new(original: Original, without_html: bool) -> Self {
        let Original { mail, paper } = original;
        Self {
            html: (!without_html).then(|| paper.document()),
            from_name: mail.from_name,
            from: mail.from_email,
            subject: mail.subject,
            at: at(mail.at),
            remote_pictures: paper.remote.len(),
            loaded_pictures: paper.loaded,
            trackers: paper.trackers,
            misleading_links: paper.misleading,
            cut: paper.is_cut,
        }
    }
}

fn which(request: &MailsViewRequest) -> Result<Which> {
    match (&request.message_id, &request.quarantine_id) {
        (Some(message), None) => Ok(Which::Message(id("message_id", message)?)),
        (None, Some(kept)) => Ok(Which::Kept(id("quarantine_id", kept)?)),
        _ => Err(Error::invalid("message_id", "give it or quarantine_id, and not both")),
    }
}

/// `mails.view`.
pub async fn view(office: &Arc<Office>, by: &By, request: MailsViewRequest) -> Result<MailsViewReply> {
    let original = original::view(office, by, which(&request)?).await?;
    Ok(MailsViewReply::new(original, request.without_html.unwrap_or_default()))
}

/// `mails.load_pictures`.
pub async fn load_pictures(
    office: &Arc<Office>,
    by: &By,
    request: MailsViewRequest,
) -> Result<MailsViewReply> {
    let original = original::load_pictures(office, by, which(&request)?).await?;
    Ok(MailsViewReply::new(original, request.without_html.unwrap_or_default()))
}
