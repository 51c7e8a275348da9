//! Why an archive as a whole cannot be opened or unpacked.

use std::io;

/// Why an archive as a whole cannot be opened or unpacked. Nothing was written, or all of it is taken away again.
#[derive(Debug, thiserror::Error)]
pub enum ZipError {
    /// It is no archive that we know.
    #[error("this is not a zip")]
    NotAZip,
    /// It is a 7z; only zip opens by itself.
    #[error("this is a 7z archive; only zip opens by itself")]
    SevenZip,
    /// It is a rar; only zip opens by itself.
    #[error("this is a rar archive; only zip opens by itself")]
    Rar,
    /// It begins like a zip and its end is missing: a transfer was cut off.
    #[error("this zip is cut off: its end is missing")]
    Truncated,
    /// Its list of entries cannot be read to its end.
    #[error("this zip is damaged: its list of entries cannot be read")]
    Damaged,
    /// It is one part of a zip split over several files.
    #[error("this is one part of a split zip")]
    Split,
    /// Another zip stands before the one that can be read: several in one file, or the rest of a larger one cut off.
    #[error("there is more than one zip in this file, or it is cut off")]
    Several,
    /// It has more than [`Limits::entries`](super::Limits::entries) entries.
    #[error("this zip has more than {limit} entries")]
    TooManyEntries {
        /// The limit.
        limit: usize,
    },
    /// It inflates to more than [`Limits::unpacked`](super::Limits::unpacked) bytes.
    #[error("this zip unpacks to more than {limit} bytes")]
    TooMuch {
        /// The limit in bytes.
        limit: u64,
    },
    /// The [`Watch`](super::Watch) broke it off.
    #[error("cancelled")]
    Cancelled,
    /// A chosen path was not accepted by the outline.
    #[error("{path:?} was not accepted")]
    NotAccepted {
        /// The path.
        path: String,
    },
    /// The zip inside in which an entry lies is no longer what the outline saw.
    #[error("{path:?} has changed since the zip was first read")]
    Changed {
        /// The path.
        path: String,
    },
    /// The staging folder has something in it.
    #[error("the staging folder is not empty")]
    StagingNotEmpty,
    /// The archive could not be read.
    #[error("the archive could not be read")]
    Read(#[source] io::Error),
    /// A file could not be written, in the staging folder or in the scratch folder.
    #[error("a file could not be written")]
    Write(#[source] io::Error),
}

impl ZipError {
    /// A stable code for the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAZip => "not_a_zip",
            Self::SevenZip => "seven_zip",
            Self::Rar => "rar",
            Self::Truncated => "zip_truncated",
            Self::Damaged => "zip_damaged",
            Self::Split => "zip_split",
            Self::Several => "zip_several",
            Self::TooManyEntries { .. } => "zip_too_many_entries",
            Self::TooMuch { .. } => "zip_too_much",
            Self::Cancelled => "cancelled",
            Self::NotAccepted { .. } => "not_accepted",
            Self::Changed { .. } => "zip_changed",
            Self::StagingNotEmpty => "staging_not_empty",
            Self::Read(_) => "zip_unreadable",
            Self::Write(_) => "write_failed",
        }
    }

    /// Whether it is about the archive's form alone, so that the same inside another zip refuses one entry.
    pub(super) fn is_of_form(&self) -> bool {
        matches!(
            self,
            Self::NotAZip
                | Self::SevenZip
                | Self::Rar
                | Self::Truncated
                | Self::Damaged
                | Self::Split
                | Self::Several
        )
    }
}
