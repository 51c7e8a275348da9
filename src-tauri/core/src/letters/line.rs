//! Names, subjects and titles of unknown origin → one harmless line.

use crate::richtext::{extends_character, shorten};

/// How many code points may be drawn onto one character. Living scripts need two or three and the flag of Scotland six;
/// heaps of accents would be drawn over the lines above and below.
const MOST_ACCENTS: usize = 6;

/// One line of at most `max_chars` characters: line ends and control characters become a space, marks that turn the
/// writing direction or hide are left out, heaps of accents are cut. A text with right-to-left letters is isolated
/// (Unicode UAX #9, FSI … PDI), so that it cannot turn the words around it.
pub(super) fn clean(text: &str, max_chars: usize) -> String {
    let mut line = String::with_capacity(text.len());
    let mut accents = 0;
    for character in text.chars() {
        accents = if extends_character(character) { accents + 1 } else { 0 };
        if accents > MOST_ACCENTS || turns_or_hides(character) {
            continue;
        }
        line.push(if character.is_control() { ' ' } else { character });
    }
    let line = line.trim_start_matches(extends_character);
    if line.chars().any(is_right_to_left) {
        format!("\u{2068}{}\u{2069}", shorten(line, max_chars.saturating_sub(2)))
    } else {
        shorten(line, max_chars)
    }
}

/// Breaks `text` between words so that no line is longer than `columns`, except for single long words.
pub(super) fn wrapped(text: &str, columns: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    let mut used = 0;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if used > 0 && used + 1 + width > columns {
            wrapped.push('\n');
            used = 0;
        } else if used > 0 {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(word);
        used += width;
    }
    wrapped
}

fn turns_or_hides(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn is_right_to_left(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
