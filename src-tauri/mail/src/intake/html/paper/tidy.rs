//! The HTML written anew: known elements alone, closed in order, their attributes quoted.
//!
//! What a parser does with elements that are never closed, or closed in another order, takes time that grows with the square of
//! the mail (HTML Living Standard, 13.2.4.3 and 13.2.6.4.7). Here they are closed as a browser would, near enough.

use super::super::tokens::{Tag, Token, Tokens};

/// The deepest that elements lie in one another.
const DEEPEST: usize = 200;

/// The longest text without a tag in it, in bytes: the time that the serialiser takes for one grows with its square (html5ever
/// 0.40 looks to the end of it for each `&` and each letter like `°`). A longer one gets a place where its line may break.
const LONGEST_RUN: usize = 2 << 10;

/// The longest value of an attribute, in bytes, for the same reason; but for pictures.
const LONGEST_VALUE: usize = 4 << 10;

/// Most tags of a mail.
const MOST_TAGS: usize = 50_000;

/// Elements that may stay. [`VOID`] are those without content.
pub(super) const KNOWN: [&str; 57] = [
    "a",
    "abbr",
    "address",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
    "bdo",
];
const VOID: [&str; 5] = ["br", "col", "hr", "img", "wbr"];

/// Attributes that may stay, of whatever element.
pub(super) const ATTRIBUTES: [&str; 24] = [
    "align",
    "alt",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "color",
    "colspan",
    "dir",
    "face",
    "height",
    "href",
    "hspace",
    "lang",
    "nowrap",
    "rowspan",
    "size",
    "src",
    "start",
    "style",
    "type",
    "valign",
    "vspace",
    "width",
];

/// Elements that end a paragraph when they begin.
const BLOCKS: [&str; 20] = [
    "address",
    "blockquote",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "ul",
];
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// What an element that ends or begins never reaches out of.
const CELLS: [&str; 4] = ["td", "th", "caption", "table"];

/// What an entry of a list that begins never reaches out of.
const HOLDERS: [&str; 16] = [
    "blockquote",
    "caption",
    "center",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ol",
    "pre",
    "table",
    "td",
    "th",
    "ul",
];

/// What holds rows and cells and nothing else.
const FRAMES: [&str; 6] = ["table", "tbody", "thead", "tfoot", "tr", "colgroup"];
const PARTS: [&str; 9] = ["caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// Elements that change how words look. One that ends beyond a block that it began before is left to end with its block.
const LOOKS: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "s", "small", "span", "strike", "strong", "tt", "u"];

/// Anew, and whether all of it.
pub(super) fn tidied(html: &str) -> (String, bool) {
    let mut writer = Writer { out: String::with_capacity(html.len()), open: Vec::new(), run: 0 };
    let mut tags = 0;
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => writer.text(text),
            Token::Open(tag) => {
                tags += 1;
                writer.begin(&tag);
            }
            Token::Close(name) => {
                tags += 1;
                writer.end(name);
            }
        }
        if tags > MOST_TAGS {
            writer.close_from(0);
            return (writer.out, false);
        }
    }
    writer.close_from(0);
    (writer.out, true)
}

struct Writer {
    out: String,
    open: Vec<&'static str>,
    /// Bytes of text since the last tag.
    run: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if text.trim_ascii().is_empty() && self.is_in(&FRAMES) {
            return;
        }
        self.leave_frame();
        let mut rest = text;
        while self.run + rest.len() > LONGEST_RUN {
            let from = rest.ceil_char_boundary(LONGEST_RUN.saturating_sub(self.run).max(1));
            let may_end = |character: char| !character.is_ascii() || character == '&' || character == ' ';
            let end = rest.get(from..).and_then(|after| after.find(may_end)).map(|end| from + end);
            let Some((run, after)) = end.and_then(|end| rest.split_at_checked(end)) else { break };
            self.out.push_str(&run.replace('<', "&lt;"));
            self.out.push_str("<wbr>");
            (self.run, rest) = (0, after);
        }
        self.run += rest.len();
        self.out.push_str(&rest.replace('<', "&lt;"));
    }

    fn begin(&mut self, tag: &Tag<'_>) {
        let Some(name) = KNOWN.into_iter().find(|known| tag.is(known)) else { return };
        if PARTS.contains(&name) {
            if !self.open.contains(&"table") {
                return;
            }
            self.make_room(name);
        } else {
            self.leave_frame();
            match name {
                "li" => self.close_above(&["li"], &[&HOLDERS[..], &["dd", "dt"]].concat()),
                "dt" | "dd" => self.close_above(&["dt", "dd"], &[&HOLDERS[..], &["li"]].concat()),
                "a" => self.close_above(&["a"], &CELLS),
                _ => {}
            }
            if BLOCKS.contains(&name) {
                self.close_above(&["p"], &CELLS);
            }
            if HEADINGS.contains(&name) && self.is_in(&HEADINGS) {
                self.close_from(self.open.len() - 1);
            }
        }
        if VOID.contains(&name) || self.open.len() < DEEPEST {
            self.write(name, tag);
        }
    }

    fn write(&mut self, name: &'static str, tag: &Tag<'_>) {
        self.run = 0;
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in tag.attributes().take(64) {
            let is_short = value.len() <= LONGEST_VALUE || (attribute == "src" && is_data(value));
            if is_short && ATTRIBUTES.contains(&attribute.as_ref()) {
                let value = value.replace('"', "&quot;");
                self.out.extend([" ", &attribute, "=\"", &value, "\""]);
            }
        }
        self.out.push('>');
        if name == "pre" {
            // The parser takes the first line end away, and so will the browser's.
            self.out.push('\n');
        }
        if !VOID.contains(&name) {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        let Some(name) = KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(name)) else { return };
        match name {
            "table" => self.close_above(&[name], &[]),
            "li" => self.close_above(&[name], &[&CELLS[..], &["ol", "ul"]].concat()),
            _ if PARTS.contains(&name) => self.close_above(&[name], &["table"]),
            _ if HEADINGS.contains(&name) => self.close_above(&HEADINGS, &CELLS),
            _ if LOOKS.contains(&name) => {
                self.close_above(&[name], &[&HOLDERS[..], &["dd", "div", "dt", "li"]].concat());
            }
            _ => self.close_above(&[name], &CELLS),
        }
    }

    /// Closes what a part of a table may not lie in, and begins what it must lie in, as browsers do.
    fn make_room(&mut self, name: &str) {
        let (within, parents): (&[&str], &[&'static str]) = match name {
            "td" | "th" => (&["table", "tbody", "thead", "tfoot", "tr"], &["tbody", "tr"]),
            "tr" => (&["table", "tbody", "thead", "tfoot"], &["tbody"]),
            "col" => (&["table", "colgroup"], &["colgroup"]),
            _ => (&["table"], &[]),
        };
        self.close_to(within);
        self.begin_missing(parents);
    }

    /// What is no part of a table lies in a cell.
    fn leave_frame(&mut self) {
        if self.is_in(&FRAMES) {
            self.close_to(&["table", "tbody", "thead", "tfoot", "tr"]);
            self.begin_missing(&["tbody", "tr", "td"]);
        }
    }

    fn begin_missing(&mut self, parents: &[&'static str]) {
        let place = match self.open.last().copied() {
            Some("table") => 0,
            Some("tr") => 2,
            _ => 1,
        };
        for parent in parents.get(place..).unwrap_or_default() {
            self.out.extend(["<", parent, ">"]);
            self.open.push(parent);
        }
    }

    fn is_in(&self, names: &[&str]) -> bool {
        self.open.last().is_some_and(|open| names.contains(open))
    }

    /// Closes until one of these elements is the innermost.
    fn close_to(&mut self, names: &[&str]) {
        let place = self.open.iter().rposition(|open| names.contains(open));
        self.close_from(place.map_or(0, |place| place + 1));
    }

    /// Closes the innermost of these elements with all that is in it, unless one of `stops` lies further in.
    fn close_above(&mut self, names: &[&str], stops: &[&str]) {
        for (place, open) in self.open.iter().enumerate().rev() {
            if names.contains(open) {
                return self.close_from(place);
            }
            if stops.contains(open) {
                return;
            }
        }
    }

    fn close_from(&mut self, place: usize) {
        if place < self.open.len() {
            self.run = 0;
        }
        for name in self.open.drain(place..).rev() {
            self.out.extend(["</", name, ">"]);
        }
    }
}

fn is_data(value: &str) -> bool {
    value.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
        && value.bytes().all(|byte| byte.is_ascii() && byte != b'&')
}
