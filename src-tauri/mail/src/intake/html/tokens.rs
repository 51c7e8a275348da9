//! HTML by its tags and the text between them (HTML Living Standard, 13.2.5, as far as text needs it). Comments, scripts, styles
//! and titles are left out. It looks at every byte once.

use std::borrow::Cow;

/// Elements whose content is no text of the page.
const WITHOUT_TEXT: [&str; 7] = ["script", "style", "title", "template", "noframes", "iframe", "xml"];

/// Longest name of an element, and longest value of an attribute that is looked at.
const MAX_NAME: usize = 24;

/// A piece of an HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Between tags, with its entities.
    Text(&'a str),
    /// `<name …>`.
    Open(Tag<'a>),
    /// `</name>`.
    Close(&'a str),
}

/// An opening tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub name: &'a str,
    attributes: &'a str,
}

impl Tag<'_> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The attributes as they stand.
    pub(super) const fn raw(&self) -> &str {
        self.attributes
    }

    /// The attributes' names in lower case and their values as they stand.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest
                .trim_start_matches(|character: char| character.is_ascii_whitespace() || character == '/');
            let end =
                rest.find(|character: char| character.is_ascii_whitespace() || "=/".contains(character));
            let end = end.unwrap_or(rest.len()).max(usize::from(rest.starts_with('=')));
            let (name, after) = rest.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
            rest = after.trim_ascii_start();
            let Some(value) = rest.strip_prefix('=') else { return Some((lower(name), "")) };
            let value = value.trim_ascii_start();
            let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => value.get(1..).unwrap_or_default().split_once(quote).unwrap_or((value, "")),
                None => {
                    value.split_at(value.find(|end: char| end.is_ascii_whitespace()).unwrap_or(value.len()))
                }
            };
            rest = after;
            Some((lower(name), value))
        })
    }
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.len() <= MAX_NAME && name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(name.to_ascii_lowercase());
    }
    Cow::Borrowed(name)
}

/// The pieces, in their order.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// An element without text that was opened.
    without_text: Option<&'static str>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { rest: html, without_text: None }
    }

    fn skip_past(&mut self, mark: &str) {
        self.rest = self.rest.split_once(mark).map_or("", |(_, rest)| rest);
    }

    /// To the end tag of `name`.
    fn skip_to_end_of(&mut self, name: &str) {
        let mut at = 0;
        while let Some(found) = self.rest.get(at..).and_then(|rest| rest.find("</")) {
            at += found + 2;
            let after = self.rest.as_bytes().get(at..at + name.len());
            if after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes())) {
                self.rest = self.rest.get(at - 2..).unwrap_or_default();
                return;
            }
        }
        self.rest = "";
    }

    /// The name at the beginning of `tag`.
    fn name(tag: &str) -> &str {
        let end = tag.find(|character: char| character.is_ascii_whitespace() || "/>".contains(character));
        tag.get(..end.unwrap_or(tag.len())).unwrap_or_default()
    }

    fn markup(&mut self) -> Option<Token<'a>> {
        let markup = self.rest.get(1..).unwrap_or_default();
        if markup.starts_with("!--") {
            // `<!-->` is a whole comment.
            self.rest = markup.get(3..).unwrap_or_default();
            if let Some(rest) = self.rest.strip_prefix('>') {
                self.rest = rest;
            } else {
                self.skip_past("-->");
            }
            return None;
        }
        if markup.starts_with(['!', '?']) {
            self.skip_past(">");
            return None;
        }
        if let Some(tag) = markup.strip_prefix('/') {
            let name = Self::name(tag);
            self.rest = tag;
            self.skip_past(">");
            return Some(Token::Close(name));
        }
        let name = Self::name(markup);
        let after = markup.get(name.len()..).unwrap_or_default();
        let end = end_of_tag(after);
        let attributes = after.get(..end).unwrap_or_default();
        self.rest = after.get(end + 1..).unwrap_or_default();
        self.without_text = WITHOUT_TEXT.into_iter().find(|known| name.eq_ignore_ascii_case(known));
        Some(Token::Open(Tag { name, attributes }))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if let Some(name) = self.without_text.take() {
                self.skip_to_end_of(name);
            }
            if self.rest.is_empty() {
                return None;
            }
            if begins_markup(self.rest) {
                if let Some(token) = self.markup() {
                    return Some(token);
                }
                continue;
            }
            // A `<` that begins no tag is text.
            let from = usize::from(self.rest.starts_with('<'));
            let next = self.rest.get(from..).and_then(|rest| rest.find('<'));
            let (text, rest) = self.rest.split_at(next.map_or(self.rest.len(), |next| next + from));
            self.rest = rest;
            return Some(Token::Text(text));
        }
    }
}

fn begins_markup(text: &str) -> bool {
    let mut bytes = text.bytes();
    let first = bytes.next();
    let second = bytes.next().unwrap_or_default();
    let third = bytes.next().unwrap_or_default();
    let begins = second.is_ascii_alphabetic()
        || matches!(second, b'!' | b'?')
        || (second == b'/' && third.is_ascii_alphabetic());
    first == Some(b'<') && begins
}

/// Where the `>` is that ends a tag, past what is quoted.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    text.len()
}
