//! What can go wrong in the office, each with a stable code for those who branch on it.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::id::ClientId;

/// The core's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the core. Its display text says what happened and what to do, in English, for logs and
/// scripts; the window has its own words per [`Error::code`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A request that makes no sense; nothing was changed.
    #[error("{field}: {reason}")]
    Invalid {
        /// The request's field.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Nothing has this id.
    #[error("no {what} has the id {id}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// The id asked for.
        id: String,
    },
    /// No contact of these clients has NOTIFY on.
    #[error("nobody would be told at {}: turn NOTIFY on for a contact, or allow it", names(.clients))]
    NoRecipient {
        /// The clients that nobody would be told for: id and name.
        clients: Vec<(String, String)>,
    },
    /// What a template's words want of these clients is not known.
    #[error("something is missing for {}: give it to them, or leave it out of the message", wanting(.clients))]
    MissingValue {
        /// The clients, and what is missing of each.
        clients: Vec<Wanting>,
    },
    /// The item does not await its client any more.
    #[error("this item has ended already: {reason}")]
    AlreadyEnded {
        /// Why it ended: answered, archived …
        reason: String,
    },
    /// This actor may not do that.
    #[error("this is not allowed")]
    Forbidden,
    /// No sending account is set.
    #[error("no sending account is set: set one with mail.set_sending")]
    NoSendingAccount,
    /// There is no sign-in by a provider.
    #[error("{0}")]
    OAuth(#[from] studiolo_mail::oauth::OAuthError),
    /// Somebody signed in to another mailbox than the account's.
    #[error(
        "{address} was signed in, which is not this account's mailbox: sign in with the account's own address"
    )]
    OtherMailbox {
        /// Whose mailbox it was.
        address: String,
    },
    /// No receiving account is set.
    #[error("no receiving account is set: set one with mail.set_receiving")]
    NoReceivingAccount,
    /// The folder holds no office.
    #[error("{} holds no office: make one with `studioloctl --office DIR init`", .0.display())]
    NoOffice(PathBuf),
    /// The folder holds an office already.
    #[error("{} holds an office already: nothing was changed", .0.display())]
    OfficeExists(PathBuf),
    /// Another process has the office open.
    #[error("the office is open already in {holder}: close it there first")]
    OfficeLocked {
        /// Program and process id of the first.
        holder: String,
    },
    /// There is no key for the office.
    #[error("the office's key was not found: {0}")]
    MissingKey(String),
    /// The key is malformed, or another office's.
    #[error("the key does not open this office: {0}")]
    WrongKey(String),
    /// The database was written by a newer Studiolo.
    #[error("the office was last opened by a newer Studiolo: install that version or a later one")]
    NewerSchema,
    /// The database cannot be read as one.
    #[error("the office's database is damaged: restore the last backup ({0})")]
    Damaged(String),
    /// The disk has no room left.
    #[error("the disk is full: nothing of this act was kept; make room and try again")]
    DiskFull,
    /// The folder cannot be written to.
    #[error("the office's folder cannot be written to: {0}")]
    ReadOnly(String),
    /// The disk refused a read or a write.
    #[error("the disk refused: nothing of this act was kept ({0})")]
    DiskError(String),
    /// The folder lies on another machine.
    #[error("{} lies on a network share, where an office can be damaged: keep it on a disk of this computer", .0.display())]
    NetworkShare(PathBuf),
    /// The documents' folder is not there, or is not this office's.
    #[error("{} is not there: connect its drive; documents are untouched", .0.display())]
    DocumentsMissing(PathBuf),
    /// A document of a Private folder can't be given to a client.
    #[error("{name} lies in a Private folder: move it, or let the client view the folder")]
    PrivateDocument {
        /// The document's name.
        name: String,
    },
    /// No folder of these clients can be seen by the client.
    #[error("no folder can be seen by the client at {}: make one that it can view", names(.clients))]
    NoViewableFolder {
        /// The clients: id and name.
        clients: Vec<(String, String)>,
    },
    /// A file can't be taken in, or a document can't be shown to a client.
    #[error("{path} was refused: {reason}")]
    FileRefused {
        /// Which.
        path: String,
        /// A stable code: program, pretends, unsettled …
        reason: String,
    },
    /// Something of this name is there already.
    #[error("{name} is there already: give it another name")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// Whoever asked for it cancelled it.
    #[error("cancelled: nothing was changed")]
    Cancelled,
    /// A backup or recovery code that does not fit.
    #[error("the backup cannot be opened: {0}")]
    Backup(String),
    /// The program that reads the words of documents can't be started.
    #[error("the words of documents can't be read: their program does not start ({0})")]
    NoWordReader(#[source] std::io::Error),
    /// Anything else of the store.
    #[error("the store failed: {0}")]
    Store(sqlx::Error),
}

/// A client of whom something is not known that a message would say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanting {
    /// The client.
    pub client_id: ClientId,
    /// Its name.
    pub name: String,
    /// The variables that have no value.
    pub missing: Vec<String>,
}

fn wanting(clients: &[Wanting]) -> String {
    let one = |it: &Wanting| format!("{} ({})", it.name, it.missing.join(", "));
    clients.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn names(clients: &[(String, String)]) -> String {
    clients.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
}

impl Error {
    /// An [`Error::Invalid`] of `field`.
    pub fn invalid(field: impl Into<String>, reason: impl ToString) -> Self {
        Self::Invalid { field: field.into(), reason: reason.to_string() }
    }

    /// An [`Error::NotFound`].
    pub fn not_found(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }

    /// The stable code, as the contract with the outside lists it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "invalid_request",
            Self::NotFound { .. } => "not_found",
            Self::NoRecipient { .. } => "no_recipient",
            Self::MissingValue { .. } => "missing_value",
            Self::AlreadyEnded { .. } => "already_ended",
            Self::Forbidden => "forbidden",
            Self::NoSendingAccount => "no_sending_account",
            Self::OAuth(error) => error.code(),
            Self::OtherMailbox { .. } => "oauth_other_mailbox",
            Self::NoReceivingAccount => "no_receiving_account",
            Self::NoOffice(_) => "no_office",
            Self::OfficeExists(_) => "office_exists",
            Self::OfficeLocked { .. } => "office_locked",
            Self::MissingKey(_) => "missing_key",
            Self::WrongKey(_) => "wrong_key",
            Self::NewerSchema => "newer_schema",
            Self::Damaged(_) => "damaged",
            Self::DiskFull => "disk_full",
            Self::ReadOnly(_) => "read_only",
            Self::DiskError(_) => "disk_error",
            Self::NetworkShare(_) => "network_share",
            Self::DocumentsMissing(_) => "documents_missing",
            Self::PrivateDocument { .. } => "private_document",
            Self::NoViewableFolder { .. } => "no_viewable_folder",
            Self::FileRefused { .. } => "file_refused",
            Self::NameTaken { .. } => "name_taken",
            Self::Cancelled => "cancelled",
            Self::Backup(_) => "backup_unusable",
            Self::NoWordReader(_) | Self::Store(_) => "internal",
        }
    }

    /// What the window needs to say it in its own words.
    pub fn params(&self) -> Value {
        match self {
            Self::Invalid { field, reason } => json!({ "field": field, "reason": reason }),
            Self::NotFound { what, id } => json!({ "what": what, "id": id }),
            Self::PrivateDocument { name } | Self::NameTaken { name } => json!({ "name": name }),
            Self::FileRefused { path, reason } => json!({ "path": path, "reason": reason }),
            Self::NoRecipient { clients } | Self::NoViewableFolder { clients } => json!({
                "clients": clients.iter().map(|(id, name)| json!({ "client_id": id, "name": name })).collect::<Vec<_>>()
            }),
            Self::MissingValue { clients } => json!({
                "clients": clients.iter().map(|it| {
                    json!({ "client_id": it.client_id, "name": it.name, "missing": it.missing })
                }).collect::<Vec<_>>()
            }),
            Self::OtherMailbox { address } => json!({ "address": address }),
            Self::AlreadyEnded { reason } => json!({ "reason": reason }),
            Self::OfficeLocked { holder } => json!({ "holder": holder }),
            _ => json!({}),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        // SQLite's primary result code is the low byte: https://www.sqlite.org/rescode.html
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .and_then(|c| c.parse::<i32>().ok());
        let says = |words| error.as_database_error().is_some_and(|e| e.message() == words);
        match code.map(|c| (c & 0xff, c)) {
            // SQLCipher says only this of a page whose check fails; real errors of SQL have words of their own.
            Some((1, _)) if says("SQL logic error") => {
                Self::Damaged("a page of it is not as it was written".into())
            }
            // What SQLite says when such a page is one that the schema is read from.
            Some((7, _)) => Self::Damaged("a page of it is not as it was written, or memory is short".into()),
            Some((8, _)) => Self::ReadOnly(error.to_string()),
            // SQLITE_IOERR_SHMSIZE: there is no room for the index of the write-ahead log.
            Some((10, 4874) | (13, _)) => Self::DiskFull,
            Some((10, _)) => Self::DiskError(error.to_string()),
            Some((11 | 26, _)) => Self::Damaged(error.to_string()),
            _ => Self::Store(error),
        }
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::DiskError(error.to_string())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly(error.to_string())
            }
            _ => Self::DiskError(error.to_string()),
        }
    }
}
