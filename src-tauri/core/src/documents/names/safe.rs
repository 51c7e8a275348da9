//! Making names: a client's folder from the client's name, and a name that is still free.

use unicode_normalization::UnicodeNormalization;

use super::{MAX_NAME_BYTES, NameFault, check, fold_key, is_noncharacter, is_passing};

/// How long a client's folder name may grow, in characters and in bytes: it starts every path below it, and Windows
/// and macOS are short of room for paths.
const SAFE_CHARS: usize = 80;
const SAFE_BYTES: usize = 200;

/// Extensions that wrap a file whose own extension stands before: `fattura.xml.p7m`, `archivio.tar.gz`.
const WRAPPERS: [&str; 11] = ["p7m", "p7s", "tsd", "tsr", "m7m", "sig", "asc", "gz", "bz2", "xz", "zst"];

/// The longest single extension, in bytes without its dot, and the longest with its wrappers and dots; what is longer
/// is part of the name.
const EXTENSION_BYTES: usize = 12;
const EXTENSIONS_BYTES: usize = 64;

/// A folder name made of a client's name: readable, NFC, allowed on every system, not hidden and not
/// [passing](is_passing). Never empty: a name of which nothing is left becomes `_`. Making it again changes nothing.
/// It says nothing about whether the name is free: see [`unique_folder`].
pub fn safe_name(client_name: &str) -> String {
    let replaced: String = client_name.chars().filter_map(replacement).nfc().collect();
    let spaced = replaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let short = |chars, bytes| trimmed(cut(trimmed(&spaced), chars, bytes)).to_owned();
    let mut name = short(SAFE_CHARS, SAFE_BYTES);
    if check(&name).is_err() || is_passing(&name) {
        // Room for what is added below.
        name = short(SAFE_CHARS - 2, SAFE_BYTES - 2);
    }
    if check(&name) == Err(NameFault::Reserved) {
        let base = name.find('.').unwrap_or(name.len());
        let base = name.get(..base).unwrap_or_default().trim_end().len();
        name.insert(base, '_');
    }
    if name.is_empty() || is_passing(&name) {
        name.push('_');
    }
    if is_passing(&name) { format!("_{name}") } else { name }
}

/// A file name that is not taken: `name` itself, else with ` (2)`, ` (3)` … before its extension, counting the
/// wrappers of a signed or packed file to it (`fattura (2).xml.p7m`). A name that would grow too long is shortened
/// before the number. `taken` is asked with the [`fold_key`] of each candidate.
pub fn unique(name: &str, taken: impl Fn(&str) -> bool) -> String {
    numbered(name, extension_start(name), taken)
}

/// The same for a folder, where a dot starts no extension: `Rossi S.r.l (2)`.
pub fn unique_folder(name: &str, taken: impl Fn(&str) -> bool) -> String {
    numbered(name, name.len(), taken)
}

fn numbered(name: &str, extension: usize, taken: impl Fn(&str) -> bool) -> String {
    let (stem, extension) = name.split_at_checked(extension).unwrap_or((name, ""));
    let candidate = |number: u64| {
        let tail = format!(" ({number}){extension}");
        let room = MAX_NAME_BYTES.saturating_sub(tail.len());
        format!("{}{tail}", cut(stem, usize::MAX, room))
    };
    if !taken(&fold_key(name)) {
        return name.to_owned();
    }
    (2..=u64::MAX).map(candidate).find(|name| !taken(&fold_key(name))).unwrap_or_default()
}

/// Where the extension with its dot begins; at the end when there is none. The dot of a hidden file starts none.
fn extension_start(name: &str) -> usize {
    let mut start = name.len();
    loop {
        let stem = name.get(..start).unwrap_or_default();
        let Some(dot) = stem.rfind('.') else { return start };
        let extension = stem.get(dot + 1..).unwrap_or_default();
        let is_extension =
            (1..=EXTENSION_BYTES).contains(&extension.len()) && extension.chars().all(char::is_alphanumeric);
        if dot == 0 || !is_extension || name.len() - dot > EXTENSIONS_BYTES {
            return start;
        }
        start = dot;
        if !WRAPPERS.contains(&extension.to_ascii_lowercase().as_str()) {
            return start;
        }
    }
}

fn replacement(character: char) -> Option<char> {
    match character {
        '/' | '\\' | ':' | '|' => Some('-'),
        '"' => Some('\''),
        '<' | '>' | '?' | '*' => Some(' '),
        // Nothing to see, and names would differ by them alone: soft hyphen, marks and embeddings of direction,
        // zero-width space, word joiner and its like, byte order mark.
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => None,
        _ if character.is_control() || is_noncharacter(character) => Some(' '),
        _ => Some(character),
    }
}

/// Without dots and spaces at either end: at the start they hide, at the end Windows takes them off.
fn trimmed(name: &str) -> &str {
    name.trim_matches(['.', ' '])
}

fn cut(name: &str, chars: usize, bytes: usize) -> &str {
    let fits = |(count, (start, character)): &(usize, (usize, char))| {
        *count < chars && start + character.len_utf8() <= bytes
    };
    let end = name.char_indices().enumerate().take_while(fits).last();
    let end = end.map_or(0, |(_, (start, character))| start + character.len_utf8());
    name.get(..end).unwrap_or_default()
}
