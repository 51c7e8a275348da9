//! From an entry's name to a path that is safe, and to words that are safe to show.

use unicode_normalization::UnicodeNormalization;

use super::Refusal;
use crate::documents::names::{self, NameFault};

/// A path below the folder into which an archive is unpacked: one name or more, each checked and composed (NFC).
#[derive(Debug)]
pub(super) struct SafePath {
    pub names: Vec<String>,
    /// Its entry's name ends in a slash.
    pub is_folder: bool,
}

/// Takes an entry's name apart. A `.` on the way is left out; everything else that is not a plain name is refused.
pub(super) fn safe(name: &str) -> Result<SafePath, Refusal> {
    if name.is_empty() {
        return Err(Refusal::Name(NameFault::Empty));
    }
    let drive = |name: &str| {
        let mut characters = name.chars();
        characters.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && characters.next() == Some(':')
    };
    if name.starts_with(['/', '\\']) || drive(name) {
        return Err(Refusal::Absolute);
    }
    if name.split(['/', '\\']).any(|name| name == "..") {
        return Err(Refusal::Escapes);
    }
    if name.contains('\\') {
        return Err(Refusal::Backslash);
    }
    let (path, is_folder) = name.strip_suffix('/').map_or((name, false), |path| (path, true));
    let plain = path.split('/').filter(|name| *name != ".");
    let names: Vec<String> = plain.map(|name| name.nfc().collect()).collect();
    if names.is_empty() {
        return Err(Refusal::Name(NameFault::Dots));
    }
    for name in &names {
        names::check(name).map_err(Refusal::Name)?;
    }
    if names.iter().any(|name| names::is_passing(name)) {
        return Err(Refusal::SystemFile);
    }
    Ok(SafePath { names, is_folder })
}

/// A name as it can be shown: control characters, marks that turn the direction, and what cannot be seen are written
/// as escapes; a long one is cut.
pub(super) fn shown(name: &str, bytes: usize) -> String {
    let hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
            || matches!(character, '\u{61C}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
    };
    let mut shown = String::new();
    for character in name.chars() {
        if shown.len() >= bytes {
            shown.push('…');
            break;
        }
        if hidden(character) { shown.extend(character.escape_unicode()) } else { shown.push(character) }
    }
    shown
}
