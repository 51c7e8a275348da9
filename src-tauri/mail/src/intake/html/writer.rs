//! From tags and text to lines, and what is known of each line.

use mail_parser::decoders::html::add_html_token;

use super::containers::{Effect, effect};
use super::tokens::Tag;
use crate::intake::reply::{Kind, Mark};

/// Elements that stand in lines of their own.
const BLOCKS: [&str; 26] = [
    "address",
    "article",
    "blockquote",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "form",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "pre",
    "section",
    "table",
    "tbody",
    "tr",
    "ul",
    "body",
];

/// Elements with a blank line before and after.
const PARAGRAPHS: [&str; 4] = ["p", "h1", "h2", "h3"];

/// Elements whose ends are looked for: those above, and what may be a container.
const OTHERS: [&str; 3] = ["span", "td", "th"];

/// Most lines of a signature; with more, it may be no signature.
const MAX_SIGNATURE: usize = 25;

/// How deep elements may lie in one another; deeper ones open nothing.
const MAX_OPEN: usize = 50_000;

/// Longest entity, in bytes.
const MAX_ENTITY: usize = 34;

/// How a text grows.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
    /// What is known of the lines that are ended.
    marks: Vec<Mark>,
    /// What is known of the line that is written.
    mark: Option<Mark>,
    /// How many line ends stand at the end of the text.
    ends: usize,
    /// How many have to be there before more is written.
    wanted: usize,
    /// The elements that are open, by their place in the lists above.
    open: Vec<(u8, Option<Open>)>,
    /// How often each of them is open.
    counts: Vec<u32>,
    /// How many open elements have each effect.
    effects: Vec<u32>,
    preformatted: u32,
    quoted_from_here: bool,
}

/// An open element that does something to its lines.
struct Open {
    effect: Effect,
    /// Its first line.
    line: usize,
    /// Where that begins in the text.
    at: usize,
}

impl Writer {
    /// The text and what is known of its lines.
    pub(super) fn end(mut self) -> (String, Vec<Mark>) {
        while !self.open.is_empty() {
            self.pop();
        }
        self.marks.push(self.mark.unwrap_or(Mark::Open));
        (self.text, self.marks)
    }

    pub(super) fn open(&mut self, tag: &Tag<'_>) {
        if tag.is("br") {
            self.line_end();
        } else if tag.is("img") {
            self.picture(tag);
        } else if let Some(known) = known(tag.name) {
            self.part(tag.name);
            if tag.is("td") || tag.is("th") {
                self.cell();
            }
            if tag.is("hr") || self.open.len() >= MAX_OPEN {
                return;
            }
            let effect = effect(tag);
            if let Some(effect) = effect {
                if effect != Effect::Hidden {
                    self.wanted = self.wanted.max(1);
                    self.begin_line();
                }
                self.quoted_from_here |= effect == Effect::QuotedFromHere;
                *count(&mut self.effects, effect as usize) += 1;
            }
            self.preformatted += u32::from(tag.is("pre"));
            *count(&mut self.counts, known.into()) += 1;
            let open = effect.map(|effect| Open { effect, line: self.marks.len(), at: self.text.len() });
            self.open.push((known, open));
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("br") {
            return self.line_end();
        }
        let Some(known) = known(name) else { return };
        if *count(&mut self.counts, known.into()) == 0 {
            return;
        }
        while self.pop().is_some_and(|closed| closed != known) {}
        self.part(name);
    }

    /// Closes the innermost element.
    fn pop(&mut self) -> Option<u8> {
        let (known, open) = self.open.pop()?;
        *count(&mut self.counts, known.into()) -= 1;
        let name = name(known);
        self.preformatted -= u32::from(name == "pre");
        if let Some(Open { effect, line, at }) = open {
            *count(&mut self.effects, effect as usize) -= 1;
            self.wanted = self.wanted.max(usize::from(effect != Effect::Hidden));
            let is_short = self.marks.len() - line <= MAX_SIGNATURE;
            let text = self.text.get(at..).unwrap_or_default();
            match effect {
                // The outermost decides for those in it: each of many would go over the same lines.
                _ if *count(&mut self.effects, effect as usize) > 0 => {}
                // Above what is passed on it begins with dashes.
                Effect::Introduction if is_short && !text.trim_start().starts_with("---") => {
                    self.change(line, Mark::Open, Mark::Is(Kind::Quoted));
                }
                Effect::Signature if !is_short => self.change(line, Mark::Is(Kind::Signature), Mark::Open),
                _ => {}
            }
        }
        Some(known)
    }

    /// Changes what is known of the lines from `line` on.
    fn change(&mut self, line: usize, from: Mark, to: Mark) {
        let marks = self.marks.get_mut(line..).unwrap_or_default().iter_mut().chain(&mut self.mark);
        marks.filter(|mark| **mark == from).for_each(|mark| *mark = to);
    }

    fn part(&mut self, name: &str) {
        let is_in = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is_in(&PARAGRAPHS) {
            self.wanted = self.wanted.max(2);
        } else if is_in(&BLOCKS) {
            self.wanted = self.wanted.max(1);
        }
    }

    /// Cells stand apart.
    fn cell(&mut self) {
        if self.ends == 0 && self.wanted == 0 && !self.text.is_empty() && !self.text.ends_with(' ') {
            self.write(' ');
        }
    }

    /// Pictures of single signs are signs.
    fn picture(&mut self, tag: &Tag<'_>) {
        let alt = tag.attributes().find(|(name, _)| name == "alt").map(|(_, value)| value);
        if let Some(alt) = alt.filter(|alt| !alt.is_empty() && !alt.is_ascii() && alt.chars().count() <= 8) {
            self.text(alt);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.has(Effect::Hidden) {
            return;
        }
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            if character == '&'
                && let Some(entity) = entity(rest)
            {
                let mut decoded = String::new();
                add_html_token(&mut decoded, entity.as_bytes(), false);
                decoded.chars().for_each(|character| self.write(character));
                rest = rest.get(entity.len()..).unwrap_or_default();
                continue;
            }
            match character {
                '\n' if self.preformatted > 0 => self.line_end(),
                '\r' if self.preformatted > 0 => {}
                _ if character.is_ascii_whitespace() && self.preformatted == 0 => self.space(),
                _ => self.write(character),
            }
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
        }
    }

    /// White space between words; none begins a line.
    fn space(&mut self) {
        let begins = self.wanted > 0 || self.text.is_empty() || self.text.ends_with(['\n', ' ']);
        if !begins {
            self.write(' ');
        }
    }

    fn write(&mut self, character: char) {
        let character = match character {
            '\u{a0}' => ' ',
            '\t' => '\t',
            _ if character.is_control() => return,
            _ => character,
        };
        self.begin_line();
        self.ends = 0;
        self.text.push(character);
        let mark = self.current();
        if !character.is_whitespace() && self.mark.is_none() {
            self.mark = Some(mark);
        }
    }

    /// `<br>`.
    fn line_end(&mut self) {
        if self.has(Effect::Hidden) {
            return;
        }
        self.begin_line();
        self.push_end();
    }

    /// Writes the line ends that are wanted.
    fn begin_line(&mut self) {
        while self.ends < self.wanted && !self.text.is_empty() {
            self.push_end();
        }
        self.wanted = 0;
    }

    fn push_end(&mut self) {
        self.text.push('\n');
        self.ends += 1;
        self.marks.push(self.mark.take().unwrap_or(Mark::Open));
    }

    fn has(&self, effect: Effect) -> bool {
        self.effects.get(effect as usize).is_some_and(|count| *count > 0)
    }

    fn current(&self) -> Mark {
        if self.quoted_from_here || self.has(Effect::Quoted) {
            Mark::Is(Kind::Quoted)
        } else if self.has(Effect::Signature) {
            Mark::Is(Kind::Signature)
        } else if self.has(Effect::Indented) {
            Mark::Indented
        } else {
            Mark::Open
        }
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    BLOCKS.into_iter().chain(PARAGRAPHS).chain(OTHERS)
}

fn known(name: &str) -> Option<u8> {
    names().position(|known| known.eq_ignore_ascii_case(name)).and_then(|at| u8::try_from(at).ok())
}

fn name(known: u8) -> &'static str {
    names().nth(known.into()).unwrap_or_default()
}

/// A count in a list that grows.
fn count(counts: &mut Vec<u32>, at: usize) -> &mut u32 {
    if counts.len() <= at {
        counts.resize(at + 1, 0);
    }
    &mut counts[at]
}

/// `&name;` or `&#number;` at the beginning of `text`.
fn entity(text: &str) -> Option<&str> {
    let end = text.bytes().take(MAX_ENTITY).position(|byte| byte == b';')?;
    let entity = text.get(..=end)?;
    let inner = entity.get(1..end)?;
    let is_one = !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    is_one.then_some(entity)
}
