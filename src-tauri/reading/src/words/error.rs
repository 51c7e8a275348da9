//! Why a file gives no words.

use std::io;

/// Why a file gives no words.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    /// Files of this name are of no kind whose words are read.
    #[error("the words of this kind of file are not read")]
    Unknown,
    /// It is larger than [`Limits::read`](super::Limits::read).
    #[error("this file is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It inflates to more than [`Limits::inflated`](super::Limits::inflated), or has more parts than any program makes.
    #[error("this file unpacks to more than {limit} bytes")]
    TooMuch {
        /// The limit in bytes.
        limit: u64,
    },
    /// It asks for a password.
    #[error("this file is protected by a password")]
    Encrypted,
    /// It is not what its name says, or broken.
    #[error("this file is damaged, or not what its name says")]
    Damaged,
    /// The system has no thread for it.
    #[error("the system has no thread to read it")]
    NoThread(#[source] io::Error),
}

impl WordsError {
    /// A stable code for the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "words_unknown_kind",
            Self::TooLarge { .. } => "words_too_large",
            Self::TooMuch { .. } => "words_too_much",
            Self::Encrypted => "words_encrypted",
            Self::Damaged => "words_damaged",
            Self::NoThread(_) => "words_unreadable",
        }
    }
}
