//! Plain text whose paragraphs were broken into lines (RFC 3676, `format=flowed`), put together again.

/// The text with whole paragraphs. A line that ends with a space goes on in the next, when both are quoted equally deep; a space
/// before a line was put there. `joins` is `delsp=yes`: the space at the end is no part of the text.
pub(super) fn unflowed(text: &str, joins: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // How deep the line before was quoted, when it goes on.
    let mut open: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        let end = line.get(bare.len()..).unwrap_or_default();
        let unquoted = bare.trim_start_matches('>');
        let depth = bare.len() - unquoted.len();
        let content = unquoted.strip_prefix(' ').unwrap_or(unquoted);
        let is_signature = content == "-- ";
        if open != Some(depth) || is_signature {
            if open.is_some() {
                out.push('\n');
            }
            out.push_str(bare.get(..depth).unwrap_or_default());
            if depth > 0 && !content.is_empty() {
                out.push(' ');
            }
        }
        let goes_on = content.ends_with(' ') && !is_signature && !end.is_empty();
        let content = if goes_on && joins { content.strip_suffix(' ').unwrap_or(content) } else { content };
        out.push_str(content);
        open = goes_on.then_some(depth);
        if !goes_on {
            out.push_str(end);
        }
    }
    out
}
