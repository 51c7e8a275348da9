//! How a command ended.

use async_imap::imap_proto::{Outcome, Response, ResponseCode, Status};

use super::ImapError;
use super::error::one_line;

/// How a command ended, with the server's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Fine,
    No(String),
    Bad(String),
}

impl Verdict {
    pub(super) fn fine(self) -> Result<(), ImapError> {
        match self {
            Self::Fine => Ok(()),
            Self::No(detail) | Self::Bad(detail) => Err(ImapError::Refused { detail }),
        }
    }

    /// As [`Verdict::fine`], for a command whose NO is mostly about its folder.
    pub(super) fn fine_for(
        self,
        folder: &str,
        is_about_folder: impl Fn(&str) -> bool,
    ) -> Result<(), ImapError> {
        match self {
            Self::No(detail) if is_about_folder(&detail) => {
                Err(ImapError::FolderMissing { folder: folder.into(), detail })
            }
            verdict => verdict.fine(),
        }
    }
}

/// The end of the command `tag`, if it is one.
pub(super) fn verdict(reply: &Response<'_>, tag: &str) -> Option<Verdict> {
    let Response::Done { tag: of, status, outcome } = reply else { return None };
    (of.0 == tag).then(|| match status {
        Status::Ok => Verdict::Fine,
        Status::No => Verdict::No(words(outcome)),
        Status::Bad | Status::PreAuth | Status::Bye => Verdict::Bad(words(outcome)),
    })
}

/// The server's words; of the codes that the parser takes off, the one that matters is put back.
pub(super) fn words(outcome: &Outcome<'_>) -> String {
    let code = if outcome.code == Some(ResponseCode::TryCreate) { "[TRYCREATE] " } else { "" };
    one_line(format!("{code}{}", outcome.information.as_deref().unwrap_or_default()))
}
