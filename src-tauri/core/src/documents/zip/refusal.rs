//! Why an entry of an archive does not land.

use crate::documents::kind::Format;
use crate::documents::names::NameFault;

/// Why an entry is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its path has a `..`.
    #[error("its path climbs out of the folder")]
    Escapes,
    /// Its path begins at a root or at a drive.
    #[error("its path is absolute")]
    Absolute,
    /// Its path has backslashes, which APPNOTE 4.4.17.1 forbids and which mean different things to different systems.
    #[error("its path has backslashes")]
    Backslash,
    /// A name in its path cannot exist on every system.
    #[error("{0}")]
    Name(NameFault),
    /// Its path is longer than [`Limits::path_bytes`](super::Limits::path_bytes).
    #[error("its path is too long")]
    PathTooLong,
    /// It belongs to a system or a program at work (`__MACOSX`, `Thumbs.db`, `~$x.docx`).
    #[error("it is a file of the system")]
    SystemFile,
    /// It is a symbolic link.
    #[error("it is a link")]
    Link,
    /// It is a device, a pipe or a socket.
    #[error("it is a device")]
    Device,
    /// It is protected by a password.
    #[error("it is protected by a password")]
    Encrypted,
    /// It is packed by a method other than store and deflate (APPNOTE 4.4.5).
    #[error("it is packed by method {method}")]
    Method {
        /// The method's number.
        method: u16,
    },
    /// It is a program.
    #[error("it is a program")]
    Program,
    /// It is not what its name says.
    #[error("it claims to be {claims:?} and is {is:?}")]
    Pretends {
        /// The extension that a reader sees.
        claims: String,
        /// What it is.
        is: Format,
    },
    /// An earlier entry has the same name to some system ([`fold_key`](crate::documents::names::fold_key)).
    #[error("there is another of its name")]
    Duplicate,
    /// An earlier entry is a file where its path needs a folder.
    #[error("a file is where its folder would be")]
    FileInTheWay,
    /// It is a file where an earlier entry needs a folder.
    #[error("a folder is where it would be")]
    FolderInTheWay,
    /// Its bytes run into another entry's, as a bomb's do.
    #[error("its bytes overlap another's")]
    Overlaps,
    /// It inflates to more than [`Limits::ratio`](super::Limits::ratio) times its bytes.
    #[error("it inflates to too many times its size")]
    Ratio,
    /// It is shorter or longer than the archive says.
    #[error("it is not as long as the archive says")]
    WrongSize,
    /// Its checksum is wrong.
    #[error("its checksum is wrong")]
    WrongChecksum,
    /// Its bytes are cut off or make no sense.
    #[error("its bytes are damaged")]
    Damaged,
    /// It is a zip inside a zip inside this one.
    #[error("it is a zip too deep inside")]
    NestedTooDeep,
    /// It is a zip inside this one that cannot be opened.
    #[error("it is a zip that cannot be opened: {why}")]
    NestedUnreadable {
        /// The code of the [`ZipError`](super::ZipError).
        why: &'static str,
    },
}

impl Refusal {
    /// A stable code for the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Escapes => "path_escapes",
            Self::Absolute => "path_absolute",
            Self::Backslash => "path_backslash",
            Self::Name(fault) => fault.code(),
            Self::PathTooLong => "path_too_long",
            Self::SystemFile => "system_file",
            Self::Link => "link",
            Self::Device => "device",
            Self::Encrypted => "encrypted",
            Self::Method { .. } => "unsupported_method",
            Self::Program => "program",
            Self::Pretends { .. } => "pretends",
            Self::Duplicate => "duplicate",
            Self::FileInTheWay => "file_in_the_way",
            Self::FolderInTheWay => "folder_in_the_way",
            Self::Overlaps => "overlaps",
            Self::Ratio => "ratio",
            Self::WrongSize => "wrong_size",
            Self::WrongChecksum => "wrong_checksum",
            Self::Damaged => "damaged",
            Self::NestedTooDeep => "nested_too_deep",
            Self::NestedUnreadable { .. } => "nested_unreadable",
        }
    }
}
