//! Reading the mailbox: what has come since it was last looked at, in the order in which it came.

use std::time::Duration;

use chrono::TimeDelta;
use studiolo_mail::imap::{Head, ImapError, ImapSession, OpenFolder};
use studiolo_mail::intake::message::MAX_BYTES;
use studiolo_mail::{ConnectError, Timeouts};

use super::store::{self, Cursor};
use super::take::{BY, Extent, Taken, knowledge, take};
use super::{Listening, ReceivingAccount, reading, rules, say};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::time::Instant;

/// Headers that are asked for at a time.
const AT_ONCE: usize = 100;

/// A connection is looked at this often although the server has told nothing: it may be gone without a word.
const SILENCE: Duration = Duration::from_mins(9);

/// How often a server that can't tell of news is asked.
const POLL: Duration = Duration::from_mins(2);

/// How far back a folder is looked through that is opened for the first time, in numbers of mails: the account may have been
/// set days ago, without a network.
const FIRST_LOOK: u32 = 500;

/// What arrived so long before the account was set does not count.
const CLOCKS_APART: TimeDelta = TimeDelta::hours(1);

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
            Self::Imap(error) => error.code(),
            Self::Office(error) => error.code(),
        }
    }

    /// Whether waiting alone does not mend it: somebody must change the account.
    pub fn wants_the_owner(&self) -> bool {
        matches!(
            self,
            Self::Connect(
                ConnectError::SignInRefused(_) | ConnectError::NoSignIn | ConnectError::PlainRefused { .. }
            ) | Self::Imap(ImapError::FolderMissing { .. })
        )
    }
}

/// Reads once what has come, and leaves; `None`: there is no account.
pub async fn once(office: &Office) -> Result<Option<Collected>, Trouble> {
    let _turn = office.receiving.lock().await;
    let Some((mut account, set_at)) = store::account(&mut *office.read(&BY).await?).await? else {
        return Ok(None);
    };
    let mut session = ImapSession::connect(&account.road()?, Timeouts::default()).await?;
    let folder = open(office, &mut account, &mut session).await?;
    let collected = collect(office, &account, set_at, &folder, &mut session).await;
    session.logout().await;
    collected.map(Some)
}

/// Reads what comes, until something goes wrong. Dropped at any point, what was begun is done whole at the next start.
pub(crate) async fn listen(office: &Office) -> Result<(), Trouble> {
    let _turn = office.receiving.lock().await;
    let Some((mut account, set_at)) = store::account(&mut *office.read(&BY).await?).await? else {
        return Ok(());
    };
    let mut session = ImapSession::connect(&account.road()?, Timeouts::default()).await?;
    let folder = open(office, &mut account, &mut session).await?;
    let silence = if session.can_idle() { SILENCE } else { POLL };
    loop {
        say(office, Listening::Reading, None);
        collect(office, &account, set_at, &folder, &mut session).await?;
        say(office, Listening::Listening, None);
        session.wait(silence).await?;
    }
}

/// Opens the account's folder; at first it is learnt there how the server signs what it checks.
async fn open(
    office: &Office,
    account: &mut ReceivingAccount,
    session: &mut ImapSession,
) -> Result<OpenFolder, Trouble> {
    let folder = session.open(&account.folder).await?;
    if account.authserv_id.is_empty() {
        let since = folder.uid_next.saturating_sub(1 + rules::LEARNT_FROM);
        let heads = session.heads_after(since, rules::LEARNT_FROM as usize).await?;
        let topmost: Vec<String> =
            heads.iter().filter_map(|head| Some(reading::read(&head.headers, account)?.checks.by)).collect();
        if let Some(id) = rules::signs_as(&topmost) {
            account.authserv_id = id.to_ascii_lowercase();
            let mut act = office.begin(&BY).await?;
            store::set_authserv_id(act.db(), &account.authserv_id).await?;
            act.commit().await?;
        }
    }
    Ok(folder)
}

async fn collect(
    office: &Office,
    account: &ReceivingAccount,
    set_at: Instant,
    folder: &OpenFolder,
    session: &mut ImapSession,
) -> Result<Collected, Trouble> {
    let known = store::cursor(&mut *office.read(&BY).await?).await?;
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
        for head in heads {
            collected.seen += 1;
            if head.arrived.is_some_and(|arrived| arrived < set_at - CLOCKS_APART) {
                continue;
            }
            let uid = head.uid;
            let taken = match one(office, account, head, session).await {
                // It was taken in by its headers; the next session goes on behind it.
                Err(Trouble::Imap(ImapError::TooLarge)) => {
                    note(office, folder, uid).await?;
                    return Err(ImapError::TooLarge.into());
                }
                taken => taken?,
            };
            match taken {
                Taken::Joined => collected.joined += 1,
                Taken::Kept => collected.kept += 1,
                Taken::Report => collected.reports += 1,
                Taken::Left | Taken::Known => {}
            }
        }
        last = newest;
        note(office, folder, last).await?;
    }
    if known.is_none() && collected.seen == 0 {
        note(office, folder, folder.uid_next.saturating_sub(1)).await?;
    }
    Ok(collected)
}

/// Looks at a mail's headers, and takes it in whole if it may be any business of ours.
async fn one(
    office: &Office,
    account: &ReceivingAccount,
    head: Head,
    session: &mut ImapSession,
) -> Result<Taken, Trouble> {
    let Some(read) = reading::read(&head.headers, account) else { return Ok(Taken::Left) };
    let knowledge = knowledge(&mut *office.read(&BY).await?, &read).await?;
    if !rules::is_considered(&read.claims, &knowledge) {
        return Ok(Taken::Left);
    }
    if head.size > MAX_BYTES as u64 {
        return Ok(take(office, account, head.headers, Extent::Headers).await?);
    }
    match session.body(head.uid).await {
        Ok(Some(bytes)) => Ok(take(office, account, bytes, Extent::Whole).await?),
        // Taken away since: by the owner, or another program of theirs.
        Ok(None) => Ok(Taken::Left),
        Err(ImapError::TooLarge) => {
            take(office, account, head.headers, Extent::Headers).await?;
            Err(ImapError::TooLarge.into())
        }
        Err(error) => Err(error.into()),
    }
}

async fn note(office: &Office, folder: &OpenFolder, last_uid: u32) -> Result<()> {
    let mut act = office.begin(&BY).await?;
    store::set_cursor(act.db(), Cursor { uid_validity: folder.uid_validity, last_uid }).await?;
    act.commit().await
}
