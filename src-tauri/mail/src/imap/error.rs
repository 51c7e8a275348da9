//! What can go wrong in a session, told apart as far as a caller acts on it.

use std::{fmt, io};

use super::guard::TooMuch;
use crate::check::Step;
use crate::{ConnectError, Reply};

/// Most characters of a server's words that are passed on.
const MAX_WORDS: usize = 300;

/// Why a command has no result. Nothing at the server was changed, but by an append that may have arrived.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImapError {
    /// The connection ended, or the server said what no server says: connect anew.
    #[error("the connection broke: {detail}")]
    Broken {
        /// What the system says.
        detail: String,
    },
    /// No answer in time: connect anew.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The server answered more than is taken, for example a mail of more than [`super::MAX_MAIL`] bytes. Asking
    /// again leads here again; connect anew for anything else.
    #[error("the server's answer is larger than is taken")]
    TooLarge,
    /// The server said NO or BAD; the session goes on.
    #[error("the server refused: {detail}")]
    Refused {
        /// The server's words, in one line.
        detail: String,
    },
    /// There is no such folder, or none that can be opened; the session goes on.
    #[error("the folder {folder} cannot be opened: {detail}")]
    FolderMissing {
        /// Its name, as it was given.
        folder: String,
        /// The server's words, in one line.
        detail: String,
    },
}

impl ImapError {
    /// A stable code for the wire, of those that [`ConnectError::code`] has where it means the same.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Broken { .. } => "server_unreachable",
            Self::TimedOut => "server_silent",
            Self::TooLarge => "answer_too_large",
            Self::Refused { .. } => "connection_refused",
            Self::FolderMissing { .. } => "folder_missing",
        }
    }

    pub(super) fn broken(detail: &str) -> Self {
        Self::Broken { detail: detail.into() }
    }

    /// What it means to somebody who is about to sign in.
    pub(super) fn at(self, step: Step) -> ConnectError {
        match self {
            Self::Broken { detail } => ConnectError::Unreachable { step, detail },
            Self::TimedOut => ConnectError::TimedOut { step },
            Self::TooLarge => ConnectError::Unreachable { step, detail: self.to_string() },
            Self::Refused { detail } => ConnectError::Refused(reply(detail)),
            Self::FolderMissing { folder, detail } => ConnectError::FolderMissing { folder, detail },
        }
    }
}

impl From<io::Error> for ImapError {
    /// The parser's own errors hold what it could not parse, perhaps a whole mail: they are not passed on.
    fn from(error: io::Error) -> Self {
        if error.get_ref().and_then(|inner| inner.downcast_ref::<TooMuch>()).is_some() {
            return Self::TooLarge;
        }
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::broken("the server closed the connection"),
            io::ErrorKind::Other => Self::broken("the answer is not IMAP"),
            _ => Self::Broken { detail: one_line(error) },
        }
    }
}

/// An IMAP server's words in place of an SMTP server's.
pub(super) fn reply(text: String) -> Reply {
    Reply { code: Reply::NO_CODE, text }
}

/// Somebody else's words in one line that is not too long.
pub(crate) fn one_line(words: impl fmt::Display) -> String {
    let words = words.to_string().replace(char::is_control, " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(MAX_WORDS).collect()
}
