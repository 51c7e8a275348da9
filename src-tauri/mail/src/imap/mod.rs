//! Mail at its server: one [`ImapSession`] (RFC 3501) reads a folder without changing it, waits for news in it,
//! and saves what was sent. Knows no office: the caller keeps what it has seen, by `UIDVALIDITY` and UID.
//!
//! ```no_run
//! # use std::time::Duration;
//! # use studiolo_mail::{Account, Timeouts, imap::{ImapError, ImapSession}};
//! # async fn read(account: &Account, mut seen: u32) -> Result<(), Box<dyn std::error::Error>> {
//! let mut session = ImapSession::connect(account, Timeouts::default()).await?;
//! session.open("INBOX").await?;
//! loop {
//!     for head in session.heads_after(seen, 100).await? {
//!         let mail = session.body(head.uid).await?;
//!         seen = head.uid;
//!     }
//!     session.wait(Duration::from_mins(10)).await?;
//! }
//! # }
//! ```

mod error;
mod folder_name;
mod guard;
mod line;
mod reading;
mod saving;
mod sign_in;
mod starttls;
mod verdict;
mod waiting;

use chrono::{DateTime, Utc};

use crate::check::{Step, StepOutcome, outcomes};
use crate::{Account, ConnectError, Timeouts};

pub use self::error::ImapError;
pub(crate) use self::error::one_line;
use self::line::Line;

/// Most bytes of a mail that is fetched: 64 MB. See [`Head::size`].
pub const MAX_MAIL: u64 = 64 * 1024 * 1024;

/// Most bytes of a mail's headers that are fetched: 1 MB. What is beyond is cut off.
pub const MAX_HEADERS: u64 = 1024 * 1024;

/// A signed-in connection. A future of it that is dropped half-way leaves it unusable, never out of step; so does
/// every [`ImapError`] that asks to connect anew.
pub struct ImapSession {
    line: Line,
    timeouts: Timeouts,
    /// The server's abilities, in capitals.
    offered: Vec<String>,
    /// The open folder's at its opening.
    uid_next: u32,
}

/// A folder at the moment of its opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenFolder {
    /// UIDs mean what they meant only as long as this stays the same.
    pub uid_validity: u32,
    /// Greater than every UID there is; the next mail's, mostly.
    pub uid_next: u32,
}

/// A mail without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The mail's number in its folder, as long as `UIDVALIDITY` stays the same.
    pub uid: u32,
    /// Bytes of the whole mail, as the server tells; not every server tells exactly.
    pub size: u64,
    /// When it came to the server (INTERNALDATE); None if that can't be told.
    pub arrived: Option<DateTime<Utc>>,
    /// The headers as they are, and the empty line behind them; at most [`MAX_HEADERS`] bytes.
    pub headers: Vec<u8>,
}

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woke {
    /// Mail may have come.
    News,
    /// The time is over.
    Nothing,
}

impl ImapSession {
    /// Connects, protects the connection and signs in.
    pub async fn connect(account: &Account, timeouts: Timeouts) -> Result<Self, ConnectError> {
        let (line, offered) = sign_in::connect(account, timeouts).await?;
        Ok(Self { line, timeouts, offered, uid_next: 0 })
    }

    /// Takes leave (LOGOUT) and closes.
    pub async fn logout(mut self) {
        // Whatever the server answers, we are leaving.
        let _ = self.line.exchange("LOGOUT", self.reply_bounds(), |_| {}).await;
    }

    /// Whether the server tells of news by itself (RFC 2177); else [`ImapSession::wait`] only lets time pass.
    pub fn can_idle(&self) -> bool {
        self.offers(waiting::IDLE)
    }

    fn offers(&self, ability: &str) -> bool {
        self.offered.iter().any(|offered| offered == ability)
    }

    fn reply_bounds(&self) -> line::Bounds {
        line::Bounds { time: self.timeouts.reply, bytes: line::MAX_ANSWER }
    }
}

/// Connects, signs in, opens `folder`, leaves; changes nothing. Lists the steps as [`crate::test_account`] does,
/// with the folder as the last.
pub async fn test_imap(account: &Account, folder: &str, timeouts: Timeouts) -> Vec<StepOutcome> {
    let steps = [Step::Settings, Step::Resolve, Step::Connect, Step::Secure, Step::SignIn, Step::Folder];
    outcomes(account, &steps, try_folder(account, folder, timeouts).await.err())
}

async fn try_folder(account: &Account, folder: &str, timeouts: Timeouts) -> Result<(), ConnectError> {
    let mut session = ImapSession::connect(account, timeouts).await?;
    let opened = session.open(folder).await;
    session.logout().await;
    opened.map(drop).map_err(|error| match error {
        ImapError::Refused { detail } => ConnectError::FolderMissing { folder: folder.into(), detail },
        error => error.at(Step::Folder),
    })
}
