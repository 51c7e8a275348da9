//! Keeping what was sent.

use async_imap::imap_proto::{MailboxDatum, NameAttribute, Response};

use super::line::{Bounds, MAX_ANSWER, Prompt, in_time, quoted};
use super::reading::wire_name;
use super::{ImapError, ImapSession, folder_name};

/// Names of folders for sent mail, in small letters, the likeliest first: as servers and mail programs make them in
/// the languages of their owners.
const SENT_NAMES: [&str; 17] = [
    "sent",
    "sent items",
    "sent messages",
    "sent mail",
    "posta inviata",
    "inviata",
    "inviati",
    "elementi inviati",
    "messaggi inviati",
    "gesendet",
    "gesendete elemente",
    "gesendete objekte",
    "envoyés",
    "éléments envoyés",
    "messages envoyés",
    "enviados",
    "elementos enviados",
];

/// Folders that others lie in.
const PARENTS: [&str; 3] = ["inbox", "[gmail]", "[google mail]"];

/// A folder of the list.
struct Listed {
    name: String,
    is_sent: bool,
    /// Its place in [`SENT_NAMES`].
    rank: Option<usize>,
}

impl ImapSession {
    /// The folder for sent mail: the server's (RFC 6154), else one with a usual name. None if there is none.
    pub async fn sent_folder(&mut self) -> Result<Option<String>, ImapError> {
        let asks = self.offers("SPECIAL-USE") && self.offers("LIST-EXTENDED");
        let command = if asks { r#"LIST "" "*" RETURN (SPECIAL-USE)"# } else { r#"LIST "" "*""# };
        let mut folders = Vec::new();
        let verdict = self.line.exchange(command, self.reply_bounds(), |reply| folders.extend(listed(reply)));
        verdict.await?.fine()?;
        let sent = folders.iter().find(|folder| folder.is_sent);
        let usual = || folders.iter().filter(|folder| folder.rank.is_some()).min_by_key(|folder| folder.rank);
        Ok(sent.or_else(usual).map(|folder| folder.name.clone()))
    }

    /// Whether the open folder holds a mail with this Message-ID, its brackets included.
    pub async fn holds(&mut self, message_id: &str) -> Result<bool, ImapError> {
        let Some(id) = quoted(message_id) else { return Ok(false) };
        // A search finds only what the server has told of, which it does after a command.
        self.line.exchange("NOOP", self.reply_bounds(), |_| {}).await?.fine()?;
        Ok(!self.search(&format!("HEADER Message-ID {id}")).await?.is_empty())
    }

    /// Saves a mail, `bytes` with CRLF, in a folder, marked as read. After [`ImapError::Broken`] and
    /// [`ImapError::TimedOut`] it may be there or not.
    pub async fn append(&mut self, folder: &str, bytes: &[u8]) -> Result<(), ImapError> {
        let command = format!("APPEND {} (\\Seen) {{{}}}", wire_name(folder), bytes.len());
        let bounds = Bounds { time: self.timeouts.message, bytes: MAX_ANSWER };
        self.line.begin(bounds.bytes)?;
        let verdict = in_time(bounds.time, async {
            let tag = self.line.send(&command).await?;
            match self.line.prompt(&tag).await? {
                Prompt::Ended(verdict) => Ok(verdict),
                Prompt::GoOn => {
                    self.line.write(bytes).await?;
                    self.line.finish(&tag, |_| {}).await
                }
            }
        });
        let verdict = verdict.await?;
        self.line.end();
        // Of other refusals, as of a full mailbox, the folder is not the cause.
        let is_about_folder =
            |detail: &str| detail.starts_with("[TRYCREATE]") || detail.starts_with("[NONEXISTENT]");
        verdict.fine_for(folder, is_about_folder)
    }
}

/// A folder that can be opened.
fn listed(reply: &Response<'_>) -> Option<Listed> {
    let Response::MailboxData(MailboxDatum::List(list)) = reply else { return None };
    if list.name_attributes.contains(&NameAttribute::NoSelect) {
        return None;
    }
    let name = folder_name::decode(&list.name);
    let small = name.to_lowercase();
    let inner = list.delimiter.as_deref().and_then(|delimiter| small.split_once(delimiter));
    let plain =
        inner.filter(|(parent, _)| PARENTS.contains(parent)).map_or(small.as_str(), |(_, inner)| inner);
    let rank = SENT_NAMES.iter().position(|usual| *usual == plain);
    Some(Listed { is_sent: list.name_attributes.contains(&NameAttribute::Sent), rank, name })
}
