//! The name of what is in a signed file.

/// What the file inside is called, from the wrapper's own name: without `.p7m` (as often as it is there), and with an
/// extension by its first bytes when none is left: `fattura.xml.p7m` holds `fattura.xml`, and `contratto.p7m` with a
/// PDF in it `contratto.pdf`.
pub fn inner_name(name: &str, content: &[u8]) -> String {
    let mut inner = name;
    while let Some((stem, extension)) = inner.rsplit_once('.') {
        if stem.is_empty()
            || !["p7m", "p7s", "p7"].iter().any(|wrapper| extension.eq_ignore_ascii_case(wrapper))
        {
            break;
        }
        inner = stem;
    }
    let has_extension = inner.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (1..=5).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    match extension(content) {
        Some(extension) if !has_extension => format!("{inner}.{extension}"),
        _ => inner.to_owned(),
    }
}

fn extension(content: &[u8]) -> Option<&'static str> {
    let start = content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(content).trim_ascii_start();
    let marks: [(&[u8], &str); 4] =
        [(b"%PDF-", "pdf"), (b"<?xml", "xml"), (b"PK\x03\x04", "zip"), (b"{\\rtf", "rtf")];
    marks.iter().find(|(mark, _)| start.starts_with(mark)).map(|(_, extension)| *extension)
}
