//! Names of files and folders: which can exist everywhere, which are the same to a system that folds case or
//! composes accents, and which belong to a system or a program at work rather than to the office.
//!
//! An office moves between Windows, macOS and Linux, so a name is held to what all three allow.

use std::ffi::OsStr;

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;

mod passing;
mod safe;
#[cfg(test)]
mod tests;

pub use passing::{is_left_behind, is_passing};
pub use safe::{safe_name, unique, unique_folder};

/// The longest name in bytes of UTF-8: what Linux and APFS allow. Windows and HFS+ allow 255 units of UTF-16, which
/// is never the tighter limit, since no character takes fewer bytes of UTF-8 than units of UTF-16.
pub const MAX_NAME_BYTES: usize = 255;

/// What no name on Windows may hold, besides control characters
/// (learn.microsoft.com/windows/win32/fileio/naming-a-file).
const FORBIDDEN: [char; 9] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// `CONOUT$`, the longest name that Windows keeps for a device, in characters.
const LONGEST_RESERVED: usize = 7;

/// Why a name cannot exist on Windows, macOS and Linux alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// It has no characters.
    #[error("the name is empty")]
    Empty,
    /// It is `.` or `..`, which mean a folder and the one above.
    #[error("the name stands for a folder and names nothing")]
    Dots,
    /// It is more than [`MAX_NAME_BYTES`] long.
    #[error("the name is longer than {MAX_NAME_BYTES} bytes")]
    TooLong,
    /// It is not Unicode: broken UTF-8, or half a pair of UTF-16.
    #[error("the name is not Unicode")]
    NotUnicode,
    /// It holds a control character (C0, delete or C1).
    #[error("the name holds a control character")]
    Control,
    /// It holds a code point that is no character and never will be (U+FFFE, U+FDD0 …), which APFS refuses.
    #[error("the name holds a code point that is no character")]
    Noncharacter,
    /// It holds one of `< > : " / \ | ? *`.
    #[error("the name holds {0}")]
    Forbidden(char),
    /// It ends in a dot or a space, which Windows silently takes off.
    #[error("the name ends in a dot or a space")]
    TrailingDotOrSpace,
    /// Windows keeps it for a device, with any extension: `CON`, `nul.txt`, `COM1`.
    #[error("the name is kept for a device by Windows")]
    Reserved,
}

impl NameFault {
    /// A stable code for the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "name_empty",
            Self::Dots => "name_dots",
            Self::TooLong => "name_too_long",
            Self::NotUnicode => "name_not_unicode",
            Self::Control => "name_control_character",
            Self::Noncharacter => "name_noncharacter",
            Self::Forbidden(_) => "name_forbidden_character",
            Self::TrailingDotOrSpace => "name_trailing_dot_or_space",
            Self::Reserved => "name_reserved",
        }
    }
}

/// Whether one name, not a path, can exist on Windows, macOS and Linux alike.
pub fn check(name: &str) -> Result<(), NameFault> {
    match name {
        "" => return Err(NameFault::Empty),
        "." | ".." => return Err(NameFault::Dots),
        _ if name.len() > MAX_NAME_BYTES => return Err(NameFault::TooLong),
        _ => {}
    }
    if !name.bytes().all(is_plain) {
        name.chars().try_for_each(check_character)?;
    }
    if name.ends_with(['.', ' ']) {
        return Err(NameFault::TrailingDotOrSpace);
    }
    if is_reserved(name) { Err(NameFault::Reserved) } else { Ok(()) }
}

/// Whether a byte of a name is an ASCII character that every system allows: most names are made of nothing else.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' ' | b'!' | b'#'..=b')' | b'+'..=b'.' | b'0'..=b'9' | b';' | b'=' | b'@'..=b'[' | b']'..=b'{' | b'}' | b'~')
}

fn check_character(character: char) -> Result<(), NameFault> {
    match character {
        _ if character.is_control() => Err(NameFault::Control),
        _ if is_noncharacter(character) => Err(NameFault::Noncharacter),
        _ if FORBIDDEN.contains(&character) => Err(NameFault::Forbidden(character)),
        _ => Ok(()),
    }
}

/// The same for a name as the system told it; the name as text when it can.
pub fn check_os(name: &OsStr) -> Result<&str, NameFault> {
    let name = name.to_str().ok_or(NameFault::NotUnicode)?;
    check(name).map(|()| name)
}

/// A key that two names share when some system takes them for one: NTFS and APFS fold case, APFS and HFS+ compose
/// accents, HFS+ looks past joiners and marks of direction. Canonical caseless matching (Unicode 3.13, D145: full
/// case folding of the decomposed name) without what HFS+ ignores, composed (NFC). Only for comparing: never shown,
/// never a name on disk. Full folding also makes `ß` and `ss` one, on the safe side of what systems do.
pub fn fold_key(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let decomposed: String = name.nfd().filter(|character| !is_looked_past(*character)).collect();
    CaseMapper::new().fold_string(&decomposed).nfc().collect()
}

/// Windows takes the part before the first dot, without spaces at its end, for the device's name, and the
/// superscript digits for digits.
fn is_reserved(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or_default().trim_end_matches(' ');
    if base.chars().count() > LONGEST_RESERVED {
        return false;
    }
    let base = base.to_uppercase();
    match base.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" => true,
        _ => {
            let number = base.strip_prefix("COM").or_else(|| base.strip_prefix("LPT"));
            let mut digits = number.unwrap_or_default().chars();
            matches!((digits.next(), digits.next()), (Some('1'..='9' | '¹' | '²' | '³'), None))
        }
    }
}

fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}

/// What HFS+ leaves out when it compares (Apple, Technical Note TN1150, "Case-Insensitive String Comparison").
fn is_looked_past(character: char) -> bool {
    matches!(character, '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}')
}
