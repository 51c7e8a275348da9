//! Names of entries as text. APPNOTE appendix D knows code page 437 and UTF-8 by bit 11; programs write more.

use encoding_rs::SHIFT_JIS;

use super::listing::Entry;

/// How an entry's name was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameEncoding {
    /// ASCII, or UTF-8 marked as such by bit 11 (APPNOTE 4.4.4).
    Utf8,
    /// The Info-ZIP unicode path field (APPNOTE 4.6.9).
    UnicodeField,
    /// UTF-8 without the mark, as macOS writes.
    Utf8Unmarked,
    /// Code page 437, the standard's own for names without a mark.
    Cp437,
    /// A guess: code page 850, as Windows writes in Western Europe.
    Cp850Guess,
    /// A guess: Shift JIS, as Windows writes in Japan.
    ShiftJisGuess,
}

impl NameEncoding {
    /// A stable code for the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Utf8 => "utf8",
            Self::UnicodeField => "unicode_field",
            Self::Utf8Unmarked => "utf8_unmarked",
            Self::Cp437 => "cp437",
            Self::Cp850Guess => "cp850_guess",
            Self::ShiftJisGuess => "shift_jis_guess",
        }
    }

    /// Whether nothing but its look speaks for it, so that whoever sees the name should be told.
    pub fn is_guess(self) -> bool {
        matches!(self, Self::Cp850Guess | Self::ShiftJisGuess)
    }
}

/// Bytes 0x80 to 0xFF of code page 437 (unicode.org/Public/MAPPINGS/VENDORS/MICSFT/PC/CP437.TXT).
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»\
                     ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
                     αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

/// The same of code page 850 (…/CP850.TXT).
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»\
                     ░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
                     ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

/// The one encoding in which an archive's names without a mark are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Legacy {
    Cp437,
    Cp850,
    ShiftJis,
}

impl Legacy {
    /// What the unmarked names of an archive look like together: one program wrote them all.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let unmarked = |entry: &&Entry| {
            !entry.utf8 && entry.unicode_name.is_none() && std::str::from_utf8(&entry.raw_name).is_err()
        };
        let names: Vec<&[u8]> =
            entries.iter().filter(unmarked).map(|entry| entry.raw_name.as_slice()).collect();
        if looks_japanese(&names) {
            Self::ShiftJis
        } else if looks_western(&names) {
            Self::Cp850
        } else {
            Self::Cp437
        }
    }
}

/// The name of an entry and how it was read. None when it is marked as UTF-8 and is not.
pub(super) fn name(entry: &Entry, legacy: Legacy) -> Option<(String, NameEncoding)> {
    let utf8 = std::str::from_utf8(&entry.raw_name).map(str::to_owned);
    if entry.utf8 {
        return utf8.ok().map(|name| (name, NameEncoding::Utf8));
    }
    if let Some(name) = &entry.unicode_name {
        return Some((name.clone(), NameEncoding::UnicodeField));
    }
    if let Ok(name) = utf8 {
        let encoding = if name.is_ascii() { NameEncoding::Utf8 } else { NameEncoding::Utf8Unmarked };
        return Some((name, encoding));
    }
    Some(match legacy {
        Legacy::Cp437 => (single_byte(&entry.raw_name, CP437), NameEncoding::Cp437),
        Legacy::Cp850 => (single_byte(&entry.raw_name, CP850), NameEncoding::Cp850Guess),
        Legacy::ShiftJis => match shift_jis(&entry.raw_name) {
            Some(name) => (name, NameEncoding::ShiftJisGuess),
            None => (single_byte(&entry.raw_name, CP437), NameEncoding::Cp437),
        },
    })
}

fn single_byte(raw: &[u8], upper: &str) -> String {
    let upper: Vec<char> = upper.chars().collect();
    let character = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(place) => upper.get(usize::from(place)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    raw.iter().map(character).collect()
}

fn shift_jis(raw: &[u8]) -> Option<String> {
    let name = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(raw)?;
    let odd = |character: char| matches!(character, '\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}');
    (!name.contains(odd)).then(|| name.into_owned())
}

/// All names are Shift JIS, and in one of them Japanese letters stand together: in a Western name an accent that
/// happens to be half of one stands alone.
fn looks_japanese(names: &[&[u8]]) -> bool {
    let decoded: Option<Vec<String>> = names.iter().map(|raw| shift_jis(raw)).collect();
    let stands_together = |name: &String| {
        let mut run = 0;
        name.chars().any(|character| {
            run = match character {
                '\u{FF61}'..='\u{FF9F}' => run + 2,
                '\u{3041}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' => run + 3,
                _ => 0,
            };
            run >= 6
        })
    };
    decoded.is_some_and(|names| names.iter().any(stands_together))
}

/// Read by code page 437 some letter is a frame or a sign (`PERCH╘`), and by 850 all are letters (`PERCHÈ`).
fn looks_western(names: &[&[u8]]) -> bool {
    let upper: Vec<u8> =
        names.iter().flat_map(|raw| raw.iter().copied().filter(|byte| *byte >= 0x80)).collect();
    let western = single_byte(&upper, CP850);
    western.chars().all(char::is_alphabetic) && western != single_byte(&upper, CP437)
}
