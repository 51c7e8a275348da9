//! Which parts are the text, and which came with it.
//!
//! Parts that follow one another are all of it, and of alternatives each is the whole (RFC 2046, 5.1.3, 5.1.4): so a text between
//! two attachments is in both the plain text and the HTML.

use super::Attachment;
use super::flowed;
use crate::intake::html;
use crate::intake::mime::{Content, Part, Structure, Transfer, text_of};

/// What was found.
pub(super) struct Body<'a> {
    pub plain: Option<String>,
    pub html: Option<String>,
    pub attachments: Vec<Attachment<'a>>,
}

/// One piece of the text, in one form or in both.
#[derive(Default)]
struct Section {
    /// The alternatives that it is, by their place.
    alternatives: Option<usize>,
    plain: Vec<String>,
    html: Vec<String>,
}

pub(super) fn read<'a>(structure: &Structure<'a>) -> Body<'a> {
    // The outermost alternatives that a part is in: parents come before their children.
    let mut alternatives: Vec<Option<usize>> = Vec::with_capacity(structure.parts.len());
    for (place, part) in structure.parts.iter().enumerate() {
        let above = part.parent.and_then(|parent| alternatives.get(parent).copied().flatten());
        let itself = (part.is_multipart && part.content.kind == "multipart/alternative").then_some(place);
        alternatives.push(above.or(itself));
    }
    let mut sections: Vec<Section> = Vec::new();
    let mut attachments = Vec::new();
    for (place, (part, alternatives)) in structure.parts.iter().zip(alternatives).enumerate() {
        if part.is_multipart {
            continue;
        }
        let form = form(structure, place, part);
        // A text that has a file's name is both: nothing tells what it was meant to be.
        if form.is_none_or(|(_, is_named)| is_named) {
            attachments.push(Attachment::read(part));
        }
        let Some((form, _)) = form else { continue };
        let goes_on = sections
            .last()
            .is_some_and(|last| last.alternatives.is_some() && last.alternatives == alternatives);
        if !goes_on {
            sections.push(Section { alternatives, ..Section::default() });
        }
        if let Some(section) = sections.last_mut() {
            let text = text(part);
            match form {
                Form::Plain => section.plain.push(text),
                Form::Html => section.html.push(text),
            }
        }
    }
    let has_plain = sections.iter().any(|section| !section.plain.is_empty());
    let has_html = sections.iter().any(|section| !section.html.is_empty());
    Body {
        plain: has_plain.then(|| joined(sections.iter().map(Section::as_plain))),
        html: has_html.then(|| joined(sections.iter().map(Section::as_html))),
        attachments,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Html,
}

/// In which form a part is text of the mail, and whether it has a file's name; None when it only came along. The rules are those
/// of RFC 8621, 4.1.4.
fn form(structure: &Structure<'_>, place: usize, part: &Part<'_>) -> Option<(Form, bool)> {
    let form = match part.content.kind.as_str() {
        "text/plain" => Form::Plain,
        "text/html" => Form::Html,
        _ => return None,
    };
    let disposition = Content::of(&part.headers, "Content-Disposition").unwrap_or_default();
    let name = disposition.parameter("filename").or_else(|| part.content.parameter("name"));
    let is_named = name.is_some_and(|name| !name.is_empty());
    let Some(parent) = part.parent.and_then(|parent| structure.parts.get(parent)) else {
        return Some((form, is_named));
    };
    // The first child comes right after its parent.
    let is_first = part.parent.is_some_and(|parent| parent + 1 == place);
    // What is related to a text, and what a report reports, is not the text.
    let is_text = match parent.content.kind.as_str() {
        "multipart/related" | "multipart/report" | "multipart/signed" => is_first,
        "multipart/alternative" => true,
        _ => is_first || !is_named,
    };
    (is_text && disposition.kind != "attachment").then_some((form, is_named))
}

fn text(part: &Part<'_>) -> String {
    let bytes = Transfer::of(&part.headers).decode(part.body);
    let text = text_of(&bytes, part.content.word("charset").as_deref());
    if part.content.kind != "text/plain" {
        return text;
    }
    let text = if part.content.word("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed")) {
        let joins = part.content.word("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
        flowed::unflowed(&text, joins)
    } else {
        text
    };
    text.replace('\0', "")
}

impl Section {
    fn as_plain(&self) -> String {
        if self.plain.is_empty() {
            return self.html.iter().map(|html| html::read(html).text).collect::<Vec<_>>().join("\n");
        }
        self.plain.join("\n")
    }

    fn as_html(&self) -> String {
        if self.html.is_empty() {
            let text = self.plain.join("\n").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            return format!("<pre>{text}</pre>");
        }
        self.html.concat()
    }
}

fn joined(sections: impl Iterator<Item = String>) -> String {
    let mut out = String::new();
    for section in sections {
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&section);
    }
    out
}
