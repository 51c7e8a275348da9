//! The words in HTML, without scripts, styles and marks (mail-parser takes them out).

use mail_parser::decoders::html::html_to_text;

use super::gathered::{Gathered, Halt};

/// Marks that may stand within a word.
const WITHIN_A_WORD: [&str; 17] = [
    "a", "abbr", "b", "big", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup",
    "u", "wbr",
];

/// Gathers the words of an HTML.
pub(super) fn gather(html: &str, gathered: &mut Gathered) -> Result<(), Halt> {
    gathered.part();
    gathered.look()?;
    gathered.push(&html_to_text(&apart(html)))?;
    gathered.part();
    Ok(())
}

/// The same with a space before every mark that parts words, cells of tables above all.
fn apart(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    for (count, piece) in html.split('<').enumerate() {
        if count > 0 {
            let name = piece.strip_prefix('/').unwrap_or(piece);
            let end = name.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
            let name = name.get(..end).unwrap_or_default();
            if !WITHIN_A_WORD.iter().any(|inline| inline.eq_ignore_ascii_case(name)) {
                out.push(' ');
            }
            out.push('<');
        }
        out.push_str(piece);
    }
    out
}
