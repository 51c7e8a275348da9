//! Why something on disk is kept from clients.

/// Why something on disk is kept from clients, whatever the access of its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// A link. Never followed.
    Symlink,
    /// A device, pipe or socket.
    Special,
    /// A name that is not valid Unicode.
    NotUnicode,
    /// Directly below the root, but no client's folder.
    NotAClient,
    /// Not in any top-level folder, so nobody has said who may see it.
    OutsideFolders,
    /// A name, or the name of a folder above, that cannot exist on another system.
    NameRefused,
    /// Another in the same folder has the same name but for case or the way accents are written.
    SameName,
}

const ALL: [Flag; 7] = [
    Flag::Symlink,
    Flag::Special,
    Flag::NotUnicode,
    Flag::NotAClient,
    Flag::OutsideFolders,
    Flag::NameRefused,
    Flag::SameName,
];

impl Flag {
    /// The stable word that is stored and that the window has a sentence for.
    pub fn code(self) -> &'static str {
        match self {
            Self::Symlink => "symlink",
            Self::Special => "special_file",
            Self::NotUnicode => "name_not_unicode",
            Self::NotAClient => "not_a_client",
            Self::OutsideFolders => "outside_folders",
            Self::NameRefused => "name_refused",
            Self::SameName => "same_name",
        }
    }

    /// The flag of this word.
    pub fn from_code(code: &str) -> Option<Self> {
        ALL.into_iter().find(|flag| flag.code() == code)
    }
}
