//! Pictures put in, and links that say where they lead. It reads what `clean` wrote, of which every attribute is quoted.

use std::collections::HashSet;

use ammonia::Url;

use super::super::tokens::{Tag, Token, Tokens};
use super::{Paper, Source, picture};

/// The most that pictures take in a document, in bytes as they are written.
const MOST_PICTURES: usize = 24 << 20;

/// Most pictures at other hosts.
const MOST_REMOTE: usize = 100;

/// The longest text of a link that is looked at, in bytes.
const LONGEST_TEXT: usize = 2_000;

/// Endings of file names, which look like the end of a host's name.
const FILES: [&str; 18] = [
    "pdf", "doc", "docx", "xls", "xlsx", "zip", "xml", "p7m", "jpg", "jpeg", "png", "gif", "txt", "csv",
    "eml", "html", "htm", "rtf",
];

pub(super) fn dressed(html: &str, picture: &dyn Fn(Source<'_>) -> Option<String>) -> Paper {
    let mut dresser = Dresser { paper: Paper::default(), picture, room: MOST_PICTURES, seen: HashSet::new() };
    let mut pieces: Vec<String> = Vec::new();
    // The link that is open: where its tag stands, where it leads, what it says.
    let mut link: Option<(usize, String, String)> = None;
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => {
                if let Some((_, _, said)) = &mut link
                    && said.len() < LONGEST_TEXT
                {
                    said.push_str(&unescaped(text));
                }
                pieces.push(text.to_owned());
            }
            Token::Open(tag) if tag.name == "img" => pieces.push(dresser.img(&tag)),
            Token::Open(tag) if tag.name == "a" => {
                link = attribute(&tag, "href").map(|href| (pieces.len(), href, String::new()));
                pieces.push(format!("<a{}>", tag.raw()));
            }
            Token::Open(tag) => pieces.push(format!("<{}{}>", tag.name, tag.raw())),
            Token::Close(name) => {
                if name == "a"
                    && let Some((place, href, said)) = link.take()
                    && let Some(piece) = pieces.get_mut(place)
                {
                    dresser.link(piece, &href, &said);
                }
                pieces.push(format!("</{name}>"));
            }
        }
    }
    Paper { body: pieces.concat(), ..dresser.paper }
}

struct Dresser<'p> {
    paper: Paper,
    picture: &'p dyn Fn(Source<'_>) -> Option<String>,
    room: usize,
    seen: HashSet<String>,
}

impl Dresser<'_> {
    /// A picture with its bytes, or with its words alone.
    fn img(&mut self, tag: &Tag<'_>) -> String {
        let source = attribute(tag, "src").unwrap_or_default();
        let is_remote = source.starts_with("http:") || source.starts_with("https:");
        if is_remote && is_invisible(tag) {
            self.paper.trackers += 1;
            return String::new();
        }
        let found = if is_remote {
            self.remote(&source)
        } else if let Some(id) = source.strip_prefix("cid:") {
            (self.picture)(Source::Enclosed(&percent_decoded(id)))
        } else {
            picture::again(&source)
        };
        let found = found.filter(|found| found.len() <= self.room);
        self.room -= found.as_ref().map_or(0, String::len);
        let mut out = String::from("<img");
        for (name, value) in tag.attributes().filter(|(name, _)| name != "src") {
            out.extend([" ", &name, "=\"", value, "\""]);
        }
        if let Some(found) = found {
            out.extend([" src=\"", &found, "\""]);
        }
        out.push('>');
        out
    }

    fn remote(&mut self, address: &str) -> Option<String> {
        let found = (self.picture)(Source::Remote(address));
        if self.paper.remote.len() < MOST_REMOTE && self.seen.insert(address.to_owned()) {
            self.paper.remote.push(address.to_owned());
            self.paper.loaded += usize::from(found.is_some());
        }
        found
    }

    /// The link's tag says where it leads, and more loudly when its text says otherwise.
    fn link(&mut self, tag: &mut String, href: &str, said: &str) {
        tag.truncate(tag.len().saturating_sub(1));
        let leads = if is_misleading(said, href) {
            self.paper.misleading += 1;
            place(href)
        } else {
            None
        };
        tag.extend([
            " target=\"_blank\" rel=\"noopener noreferrer nofollow\" title=\"",
            &escaped(href),
            "\"",
        ]);
        if let Some(leads) = leads {
            tag.extend([" data-leads=\"", &escaped(&leads), "\""]);
        }
        tag.push('>');
    }
}

fn attribute(tag: &Tag<'_>, name: &str) -> Option<String> {
    tag.attributes().find(|(one, _)| one == name).map(|(_, value)| unescaped(value))
}

/// One or two pixels wide or high, or not displayed.
fn is_invisible(tag: &Tag<'_>) -> bool {
    let tiny = |value: &str| {
        let number = value.trim().trim_end_matches("px").trim();
        number.parse::<f32>().is_ok_and(|pixels| pixels <= 2.0)
    };
    tag.attributes().any(|(name, value)| match name.as_ref() {
        "width" | "height" => tiny(value),
        "style" => unescaped(value).split(';').any(|declaration| match declaration.split_once(':') {
            Some(("width" | "height" | "max-width" | "max-height", value)) => tiny(value),
            Some(("display", value)) => value.trim().eq_ignore_ascii_case("none"),
            _ => false,
        }),
        _ => false,
    })
}

/// Whether a link's text is an address itself, and another one's.
fn is_misleading(said: &str, href: &str) -> bool {
    let Some(leads) = place(href) else { return false };
    let mut words = said.split_whitespace();
    let alone = (words.next(), words.next()).1.is_none();
    said.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| "<>()[]{},;:!?\"'«»“”".contains(c) || c == '.');
        let lower = word.to_lowercase();
        let is_address =
            lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.");
        let says = if is_address || alone { said_place(&lower) } else { None };
        says.is_some_and(|says| !is_same_place(&says, &leads))
    })
}

/// The host, or of `mailto` the domain, that an address leads to.
fn place(href: &str) -> Option<String> {
    let url = Url::parse(href).ok()?;
    if url.scheme() == "mailto" {
        let address = percent_decoded(url.path());
        return address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
    }
    url.host_str().map(str::to_owned)
}

/// A character that takes no room, and would hide a host from us and not from the reader.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The host that a word names, if it names one.
fn said_place(word: &str) -> Option<String> {
    let word: String = word.chars().filter(|c| !is_unseen(*c)).collect();
    let word = word.as_str();
    let word = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://")).unwrap_or(word);
    let authority = word.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_end = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic) && !FILES.contains(&last);
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    if !host.contains('.') || !is_end || !host.split('.').all(is_label) {
        return None;
    }
    // As browsers write it: a letter that only looks like another's is another's.
    Url::parse(&format!("https://{host}")).ok()?.host_str().map(str::to_owned)
}

/// Whether both are of one owner: the same host, one below the other, or the same domain.
fn is_same_place(one: &str, other: &str) -> bool {
    domain(one) == domain(other) || one.ends_with(&format!(".{other}")) || other.ends_with(&format!(".{one}"))
}

/// The last two labels of a host, three where the second is one under which others register (`co.uk`, `com.br`).
fn domain(host: &str) -> &str {
    let places: Vec<usize> = host.rmatch_indices('.').map(|(at, _)| at).take(3).collect();
    let second = places.first().zip(places.get(1)).map(|(end, start)| end - start - 1);
    let cut = if second.is_some_and(|length| length <= 3) { places.get(2) } else { places.get(1) };
    cut.map_or(host, |at| host.get(at + 1..).unwrap_or(host))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%');
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A text as HTML, in an attribute too.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What `clean` wrote as it is meant.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}
