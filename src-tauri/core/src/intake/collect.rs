//! Reading the mailbox: what has come since it was last looked at, in the order in which it came.

use std::time::Duration;

use chrono::TimeDelta;
use studiolo_mail::ConnectError;
use studiolo_mail::imap::{Head, ImapError, ImapSession, OpenFolder};
use studiolo_mail::intake::message::MAX_BYTES;

use super::store;
use super::take::{BY, Extent, Fetched, Taken, knowledge, take_all};
use super::{Listening, reading, rules, say};
use crate::accounts::{self, ReceivingAccount, grants};
use crate::error::{Error, Result};
use crate::id::AccountId;
use crate::office::Office;
use crate::time::Instant;

/// Headers that are asked for at a time.
const AT_ONCE: usize = 100;

/// Mails that are fetched and taken in together at most: how many, and how many bytes if there are several. Whoever wants to write
/// meanwhile waits for them.
const TOGETHER: (usize, u64) = (32, 8 << 20);

/// A connection is looked at this often although the server has told nothing: it may be gone without a word.
const SILENCE: Duration = Duration::from_mins(9);

/// How often a server that can't tell of news is asked.
const POLL: Duration = Duration::from_mins(2);

/// How far back a folder is looked through that is opened for the first time, in numbers of mails: the account may have been
/// set days ago, without a network.
const FIRST_LOOK: u32 = 500;

/// What arrived so long before the account was set does not count.
const CLOCKS_APART: TimeDelta = TimeDelta::hours(1);

/// How far a folder was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Cursor {
    /// Under which numbering.
    pub uid_validity: u32,
    /// Every mail up to this one was looked at.
    pub last_uid: u32,
}

/// What a pass did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Collected {
    /// Mails that were looked at.
    pub seen: u64,
    /// Mails that joined a thread.
    pub joined: u64,
    /// Mails that are kept aside.
    pub kept: u64,
    /// Reports about mails of ours.
    pub reports: u64,
}

/// Why the mailbox can't be read.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// No session.
    #[error("{0}")]
    Connect(#[from] ConnectError),
    /// No token to begin one with.
    #[error("{0}")]
    Grant(grants::Trouble),
    /// The session ended, or the server refuses something.
    #[error("{0}")]
    Imap(#[from] ImapError),
    /// The office itself.
    #[error("{0}")]
    Office(#[from] Error),
}

impl Trouble {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Connect(error) => error.code(),
            Self::Grant(trouble) => trouble.code(),
            Self::Imap(error) => error.code(),
            Self::Office(error) => error.code(),
        }
    }

    /// Whether waiting alone does not mend it: somebody must change the account.
    pub fn wants_the_owner(&self) -> bool {
        match self {
            Self::Connect(error) => matches!(
                error,
                ConnectError::SignInRefused(_) | ConnectError::NoSignIn | ConnectError::PlainRefused { .. }
            ),
            Self::Grant(trouble) => !trouble.is_temporary(),
            Self::Imap(error) => matches!(error, ImapError::FolderMissing { .. }),
            Self::Office(_) => false,
        }
    }
}

impl From<grants::Trouble> for Trouble {
    fn from(trouble: grants::Trouble) -> Self {
        match trouble {
            grants::Trouble::Server(error) => Self::Connect(error),
            grants::Trouble::Office(error) => Self::Office(error),
            trouble => Self::Grant(trouble),
        }
    }
}

/// Reads once what has come to every account's mailbox, and leaves. `None`: there is none; what is in the way of one stands
/// beside it and keeps no other from being read.
pub async fn once(office: &Office) -> Result<(Option<Collected>, Vec<Trouble>)> {
    let accounts = accounts::store::readers(&mut *office.read(&BY).await?).await?;
    let (mut all, mut troubles) = (Collected::default(), Vec::new());
    for id in &accounts {
        match read(office, *id).await {
            Ok(Some(one)) => {
                all.seen += one.seen;
                all.joined += one.joined;
                all.kept += one.kept;
                all.reports += one.reports;
            }
            Ok(None) => {}
            Err(trouble) => troubles.push(trouble),
        }
    }
    // Nothing was seen where nothing could be read.
    Ok(((accounts.len() > troubles.len()).then_some(all), troubles))
}

async fn read(office: &Office, id: AccountId) -> Result<Option<Collected>, Trouble> {
    let Some(mut mailbox) = Mailbox::of(office, id).await? else { return Ok(None) };
    let mut session: ImapSession = grants::sign_in(office, id, mailbox.account.road()?).await?;
    let folder = mailbox.open(office, &mut session).await?;
    let collected = mailbox.collect(office, &folder, &mut session).await;
    session.logout().await;
    collected.map(Some)
}

/// Reads what comes to an account's mailbox, until something goes wrong. Dropped at any point, what was begun is done whole at
/// the next start.
pub(crate) async fn listen(office: &Office, id: AccountId) -> Result<(), Trouble> {
    let Some(mut mailbox) = Mailbox::of(office, id).await? else { return Ok(()) };
    let mut session: ImapSession = grants::sign_in(office, id, mailbox.account.road()?).await?;
    let folder = mailbox.open(office, &mut session).await?;
    let silence = if session.can_idle() { SILENCE } else { POLL };
    loop {
        say(office, id, Listening::Reading, None);
        mailbox.collect(office, &folder, &mut session).await?;
        say(office, id, Listening::Listening, None);
        session.wait(silence).await?;
    }
}

/// An account's mailbox.
struct Mailbox {
    id: AccountId,
    account: ReceivingAccount,
    /// What arrived before is left alone.
    set_at: Instant,
}

impl Mailbox {
    async fn of(office: &Office, id: AccountId) -> Result<Option<Self>> {
        let found = accounts::store::receiving(&mut *office.read(&BY).await?, id).await?;
        Ok(found.map(|(account, set_at)| Self { id, account, set_at }))
    }

    /// Opens the folder that is read; at first it is learnt there how the server signs what it checks.
    async fn open(&mut self, office: &Office, session: &mut ImapSession) -> Result<OpenFolder, Trouble> {
        let Self { id, account, .. } = self;
        let folder = session.open(&account.folder).await?;
        if account.authserv_id.is_empty() {
            let since = folder.uid_next.saturating_sub(1 + rules::LEARNT_FROM);
            let heads = session.heads_after(since, rules::LEARNT_FROM as usize).await?;
            let topmost: Vec<String> = heads
                .iter()
                .filter_map(|head| Some(reading::read(&head.headers, account)?.checks.by))
                .collect();
            if let Some(name) = rules::signs_as(&topmost) {
                account.authserv_id = name.to_ascii_lowercase();
                let mut act = office.begin(&BY).await?;
                accounts::store::set_authserv_id(act.db(), *id, &account.authserv_id).await?;
                act.commit().await?;
            }
        }
        Ok(folder)
    }

    async fn collect(
        &self,
        office: &Office,
        folder: &OpenFolder,
        session: &mut ImapSession,
    ) -> Result<Collected, Trouble> {
        let known = store::cursor(&mut *office.read(&BY).await?, self.id).await?;
        let mut last = match known {
            None => folder.uid_next.saturating_sub(1 + FIRST_LOOK),
            Some(cursor) if cursor.uid_validity == folder.uid_validity => cursor.last_uid,
            // Numbered anew: what was taken in is known by its bytes.
            Some(_) => 0,
        };
        let mut collected = Collected::default();
        loop {
            let heads = session.heads_after(last, AT_ONCE).await?;
            let Some(newest) = heads.last().map(|head| head.uid) else { break };
            collected.seen += heads.len() as u64;
            for lot in lots(self.considered(office, heads).await?) {
                self.take_in(office, folder, session, lot, &mut collected).await?;
            }
            last = newest;
            self.note(office, folder, last).await?;
        }
        if known.is_none() && collected.seen == 0 {
            self.note(office, folder, folder.uid_next.saturating_sub(1)).await?;
        }
        Ok(collected)
    }

    /// Those that may be any business of ours, by their headers.
    async fn considered(&self, office: &Office, heads: Vec<Head>) -> Result<Vec<Head>> {
        let mut db = office.read(&BY).await?;
        let mut considered = Vec::new();
        for head in heads {
            if head.arrived.is_some_and(|arrived| arrived < self.set_at - CLOCKS_APART) {
                continue;
            }
            let Some(read) = reading::read(&head.headers, &self.account) else { continue };
            if rules::is_considered(&read.claims, &knowledge(&mut db, &read).await?) {
                considered.push(head);
            }
        }
        Ok(considered)
    }

    /// Fetches mails and takes in what came of them, even if something went wrong with one.
    async fn take_in(
        &self,
        office: &Office,
        folder: &OpenFolder,
        session: &mut ImapSession,
        lot: Vec<Head>,
        collected: &mut Collected,
    ) -> Result<(), Trouble> {
        let fits = |head: &Head| head.size <= MAX_BYTES as u64;
        let uids: Vec<u32> = lot.iter().filter(|head| fits(head)).map(|head| head.uid).collect();
        let (bodies, ended) = session.bodies(&uids).await;
        let (mut bodies, mut last) = (bodies.into_iter(), None);
        let mut mails = Vec::with_capacity(lot.len());
        for head in lot {
            let by_headers = |headers| Fetched { bytes: headers, extent: Extent::Headers };
            if !fits(&head) {
                mails.push(by_headers(head.headers));
                continue;
            }
            match bodies.next() {
                Some(Some(bytes)) => mails.push(Fetched { bytes, extent: Extent::Whole }),
                // Taken away since: by the owner, or another program of theirs.
                Some(None) => {}
                None => {
                    // Larger than the server told: the next session goes on behind it.
                    if ended == Err(ImapError::TooLarge) {
                        mails.push(by_headers(head.headers));
                        last = Some(head.uid);
                    }
                    break;
                }
            }
        }
        for taken in take_all(office, &self.account, mails).await? {
            match taken {
                Taken::Joined => collected.joined += 1,
                Taken::Kept => collected.kept += 1,
                Taken::Report => collected.reports += 1,
                Taken::Left | Taken::Known => {}
            }
        }
        if let Some(last) = last {
            self.note(office, folder, last).await?;
        }
        ended.map_err(Into::into)
    }

    /// Notes how far the folder was read.
    async fn note(&self, office: &Office, folder: &OpenFolder, last_uid: u32) -> Result<()> {
        let mut act = office.begin(&BY).await?;
        store::set_cursor(act.db(), self.id, Cursor { uid_validity: folder.uid_validity, last_uid }).await?;
        act.commit().await
    }
}

/// Mails in lots that are taken in together.
fn lots(heads: Vec<Head>) -> Vec<Vec<Head>> {
    let (most, most_bytes) = TOGETHER;
    let mut lots: Vec<Vec<Head>> = Vec::new();
    let mut bytes = 0;
    for head in heads {
        bytes += head.size;
        match lots.last_mut() {
            Some(lot) if lot.len() < most && bytes <= most_bytes => lot.push(head),
            _ => {
                bytes = head.size;
                lots.push(vec![head]);
            }
        }
    }
    lots
}
