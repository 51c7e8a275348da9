//! Bytes as text, whatever charset they are in.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far a declaration is looked for, in bytes (HTML, 13.2.3.2, takes as many).
const DECLARED_WITHIN: usize = 1024;

/// The text that bytes are: by their mark (BOM), else as UTF-8 when they are UTF-8, else as Windows-1252, which never
/// fails and contains Latin-1's letters.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    decoded(bytes, None)
}

/// The same for XML and HTML, which may declare their charset in `encoding="…"` or `charset=…`. A declared UTF-8 that
/// the bytes are not is taken for a mistake.
pub(crate) fn declared_text(bytes: &[u8]) -> Cow<'_, str> {
    decoded(bytes, declared(bytes))
}

fn decoded<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0;
    }
    // Whoever can read the declaration is not reading UTF-16.
    let declared = declared.filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding));
    if let Some(encoding) = declared {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..DECLARED_WITHIN).unwrap_or(bytes);
    let is_xml = start.trim_ascii_start().starts_with(b"<?xml");
    let mark: &[u8] = if is_xml { b"encoding" } else { b"charset" };
    let at = start.windows(mark.len()).position(|window| window.eq_ignore_ascii_case(mark))?;
    let after = start.get(at + mark.len()..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let after = after.strip_prefix(b"\"").or_else(|| after.strip_prefix(b"'")).unwrap_or(after);
    let end = after.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_.:".contains(byte));
    Encoding::for_label(after.get(..end.unwrap_or(after.len()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_the_charset() {
        assert_eq!(text(b"\xEF\xBB\xBFperch\xC3\xA9"), "perché");
        assert_eq!(text(b"\xFF\xFEp\0\xE9\0"), "pé");
        assert_eq!(text(b"\xFE\xFF\0p\0\xE9"), "pé");
    }

    #[test]
    fn without_a_mark_it_is_utf_8_or_windows_1252() {
        assert_eq!(text("perché €".as_bytes()), "perché €");
        assert_eq!(text(b"perch\xE9 \x80"), "perché €");
    }

    #[test]
    fn a_declaration_counts_unless_it_is_plainly_wrong() {
        assert_eq!(
            declared_text(b"<?xml version='1.0' encoding='iso-8859-1'?>\xE9"),
            "<?xml version='1.0' encoding='iso-8859-1'?>é"
        );
        assert_eq!(declared_text(b"<meta charset=\"iso-8859-2\">\xB3"), "<meta charset=\"iso-8859-2\">ł");
        assert_eq!(
            declared_text(b"<?xml version='1.0' encoding='UTF-8'?>\xE9"),
            "<?xml version='1.0' encoding='UTF-8'?>é"
        );
        assert_eq!(declared_text(b"<?xml encoding='UTF-16'?>a"), "<?xml encoding='UTF-16'?>a");
    }
}
