//! A folder, its mails' heads, a mail.

use std::collections::{BTreeMap, BTreeSet};

use async_imap::imap_proto::{
    AttributeValue, MailboxDatum, MessageSection, Response, ResponseCode, SectionPath,
};

use chrono::{DateTime, Utc};

use super::line::{Bounds, quoted};
use super::{Head, ImapError, ImapSession, MAX_HEADERS, MAX_MAIL, OpenFolder, folder_name};

/// Heads that are asked for at once.
const BATCH: usize = 32;

/// UIDs that are looked through at once, while none is found twice as many each time.
const SEARCH_WIDTH: u32 = 10_000;

/// Bytes of heads after which the next batch waits for another call.
const ENOUGH: usize = 8 * 1024 * 1024;

/// Bytes of an answer around a mail or its headers.
const AROUND: u64 = 64 * 1024;

/// A NO with one of these (RFC 5530) is not about the folder's name.
const NOT_THE_NAME: [&str; 5] = ["[UNAVAILABLE]", "[INUSE]", "[SERVERBUG]", "[LIMIT]", "[CONTACTADMIN]"];

impl ImapSession {
    /// Opens a folder to read it (EXAMINE): nothing in it is marked as read, or changed.
    pub async fn open(&mut self, folder: &str) -> Result<OpenFolder, ImapError> {
        let command = format!("EXAMINE {}", wire_name(folder));
        let (mut uid_validity, mut uid_next) = (None, None);
        let verdict = self.line.exchange(&command, self.reply_bounds(), |reply| {
            if let Response::Data { outcome, .. } = reply {
                match outcome.code {
                    Some(ResponseCode::UidValidity(number)) => uid_validity = Some(number),
                    Some(ResponseCode::UidNext(number)) => uid_next = Some(number),
                    _ => {}
                }
            }
        });
        let is_about_folder = |detail: &str| !NOT_THE_NAME.iter().any(|code| detail.starts_with(code));
        verdict.await?.fine_for(folder, is_about_folder)?;
        // How many mails there are is no news yet.
        self.line.take_news();
        let Some(uid_validity) = uid_validity else {
            return Err(ImapError::Refused { detail: "the folder has no UIDVALIDITY".into() });
        };
        let uid_next = match uid_next {
            Some(uid_next) => uid_next,
            None => self.search("UID *").await?.last().map_or(1, |last| last.saturating_add(1)),
        };
        self.uid_next = uid_next;
        Ok(OpenFolder { uid_validity, uid_next })
    }

    /// The mails of the open folder whose UID is greater than `uid`: ascending, each once, at most `most`. There may
    /// be more than are returned, but none is left out in between; an empty list means that there are none.
    pub async fn heads_after(&mut self, uid: u32, most: usize) -> Result<Vec<Head>, ImapError> {
        let Some(first) = uid.checked_add(1) else { return Ok(Vec::new()) };
        // A search finds only what the server has told of, which it does after a command.
        self.line.exchange("NOOP", self.reply_bounds(), |_| {}).await?.fine()?;
        // What is told from here on may be missing in the answer.
        self.line.take_news();
        let uids = self.next_uids(first).await?;

        let mut heads = Vec::new();
        let mut bytes = 0;
        for batch in uids.into_iter().take(most).collect::<Vec<_>>().chunks(BATCH) {
            let mut found = self.heads(batch).await?;
            // A mail that is not in the answer is gone, or the server was careless: it is asked by itself.
            for uid in batch {
                if !found.contains_key(uid) {
                    found.extend(self.heads(&[*uid]).await?);
                }
            }
            bytes += found.values().map(|head| head.headers.len()).sum::<usize>();
            heads.extend(found.into_values());
            if bytes > ENOUGH {
                break;
            }
        }
        Ok(heads)
    }

    /// A whole mail of the open folder; none if it is not there any more.
    pub async fn body(&mut self, uid: u32) -> Result<Option<Vec<u8>>, ImapError> {
        let (mut mails, ended) = self.bodies(&[uid]).await;
        ended.map(|()| mails.pop().flatten())
    }

    /// Whole mails of the open folder, asked for together and returned in this order; none in the place of one that is not there any
    /// more. What goes wrong with one is told beside those before it. All together are at most [`MAX_MAIL`] bytes.
    pub async fn bodies(&mut self, uids: &[u32]) -> (Vec<Option<Vec<u8>>>, Result<(), ImapError>) {
        let around = uids.iter().fold(0, |bytes, _| bytes + AROUND);
        let bounds = Bounds { time: self.timeouts.message, bytes: MAX_MAIL + around };
        let commands: Vec<String> =
            uids.iter().map(|uid| format!("UID FETCH {uid} (UID BODY.PEEK[])")).collect();
        let mut mails: Vec<Option<Vec<u8>>> = vec![None; uids.len()];
        let (verdicts, mut ended) = self
            .line
            .exchange_all(&commands, bounds, |at, reply| {
                let Response::Fetch(_, attributes) = reply else { return };
                // An answer that tells of no mail is about the one that was asked for.
                let place =
                    uid_of(attributes).map_or(Some(at), |found| uids.iter().position(|uid| *uid == found));
                if let Some(mail) = place.and_then(|place| mails.get_mut(place)).filter(|mail| mail.is_none())
                {
                    *mail = body_of(attributes);
                }
            })
            .await;
        let mut fine = 0;
        for verdict in verdicts {
            if let Err(refused) = verdict.fine() {
                ended = Err(refused);
                break;
            }
            fine += 1;
        }
        mails.truncate(fine);
        (mails, ended)
    }

    /// UIDs from `first` on, none left out in between; an empty set means that there are none.
    async fn next_uids(&mut self, first: u32) -> Result<BTreeSet<u32>, ImapError> {
        // All UIDs of a large folder in one line would keep the parser busy for long.
        let mut width = SEARCH_WIDTH;
        let mut from = first;
        loop {
            let to = from.saturating_add(width);
            let is_last = to >= self.uid_next;
            let range = if is_last { format!("{from}:*") } else { format!("{from}:{to}") };
            let mut uids = self.search(&format!("UID {range}")).await?;
            // A range to the end always holds the last mail.
            uids.retain(|uid| *uid >= first);
            if is_last || !uids.is_empty() {
                return Ok(uids);
            }
            (from, width) = (to.saturating_add(1), width.saturating_mul(2));
        }
    }

    /// The UIDs of the mails that a search finds (RFC 3501, 6.4.4), ascending, each once.
    pub(super) async fn search(&mut self, wanted: &str) -> Result<BTreeSet<u32>, ImapError> {
        let mut uids = BTreeSet::new();
        let command = format!("UID SEARCH {wanted}");
        let verdict = self.line.exchange(&command, self.reply_bounds(), |reply| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = reply {
                uids.extend(found);
            }
        });
        verdict.await?.fine()?;
        Ok(uids)
    }

    /// The heads of those mails that are there, by UID.
    async fn heads(&mut self, uids: &[u32]) -> Result<BTreeMap<u32, Head>, ImapError> {
        let set = uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        // Longer headers are the sender's doing: cut, so that they stop nobody's mail.
        let command =
            format!("UID FETCH {set} (UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER]<0.{MAX_HEADERS}>)");
        let most = uids.iter().fold(AROUND, |most, _| most + MAX_HEADERS + AROUND);
        let bounds = Bounds { time: self.timeouts.reply, bytes: most };
        let mut heads = BTreeMap::new();
        let verdict = self.line.exchange(&command, bounds, |reply| {
            let Response::Fetch(_, attributes) = reply else { return };
            // An answer to a question about one mail is about that mail.
            let only = if let [only] = uids { Some(*only) } else { None };
            let Some(uid) = uid_of(attributes).or(only).filter(|uid| uids.contains(uid)) else { return };
            if let Some(head) = head_of(uid, attributes) {
                heads.entry(uid).or_insert(head);
            }
        });
        verdict.await?.fine()?;
        Ok(heads)
    }
}

/// A folder's name as a command takes it.
pub(super) fn wire_name(folder: &str) -> String {
    // Modified UTF-7 knows no ends of lines.
    quoted(&folder_name::encode(folder)).unwrap_or_default()
}

fn uid_of(attributes: &[AttributeValue<'_>]) -> Option<u32> {
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::Uid(uid) => Some(*uid),
        _ => None,
    })
}

fn body_of(attributes: &[AttributeValue<'_>]) -> Option<Vec<u8>> {
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::BodySection { section: None, data, .. } => Some(data.as_deref()?.to_vec()),
        _ => None,
    })
}

/// None if this is not about headers: servers also tell of changed flags at any time.
fn head_of(uid: u32, attributes: &[AttributeValue<'_>]) -> Option<Head> {
    let headers = attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::BodySection {
            section: Some(SectionPath::Full(MessageSection::Header)),
            data,
            ..
        } => Some(data.as_deref().unwrap_or_default().to_vec()),
        _ => None,
    })?;
    let size = attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::Rfc822Size(size) => Some(u64::from(*size)),
        _ => None,
    });
    let arrived = attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::InternalDate(date) => date_of(date),
        _ => None,
    });
    Some(Head { uid, size: size.unwrap_or(0), arrived, headers })
}

/// ` 2-Apr-2026 16:05:00 +0200`: a day of one digit has a space before it.
fn date_of(date: &str) -> Option<DateTime<Utc>> {
    let date = DateTime::parse_from_str(date.trim(), "%d-%b-%Y %H:%M:%S %z").ok()?;
    Some(date.with_timezone(&Utc))
}
