//! A small HTML reader for tests: it lists the tags and attributes that a browser would see, and panics on
//! anything that would make a browser guess.

/// A start tag with its attributes, an end tag, or the text between two tags.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Start(String, Vec<(String, String)>),
    End(String),
    Text(String),
}

/// Reads a whole fragment or page. Comments and the doctype are left out; the inside of `style` is text.
pub(crate) fn tokens(html: &str) -> Vec<Token> {
    let mut rest = html;
    let mut tokens = Vec::new();
    while !rest.is_empty() {
        let Some(open) = rest.find('<') else {
            tokens.push(text(rest));
            break;
        };
        if open > 0 {
            tokens.push(text(&rest[..open]));
        }
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").expect("a comment ends");
            rest = &comment[end + 3..];
            continue;
        }
        let close = tag_end(rest);
        let inside = &rest[1..close];
        rest = &rest[close + 1..];
        if inside.eq_ignore_ascii_case("!doctype html") {
            continue;
        }
        if let Some(name) = inside.strip_prefix('/') {
            tokens.push(Token::End(name.to_owned()));
            continue;
        }
        let token = start(inside);
        let raw = matches!(&token, Token::Start(name, _) if name == "style");
        tokens.push(token);
        if raw {
            let end = rest.find("</style>").expect("a style sheet ends");
            tokens.push(Token::Text(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
    tokens
}

/// The start tags alone.
pub(crate) fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let start =
        |token| if let Token::Start(name, attributes) = token { Some((name, attributes)) } else { None };
    tokens(html).into_iter().filter_map(start).collect()
}

/// The words that a reader would see, entities resolved.
pub(crate) fn visible(html: &str) -> String {
    let words = |token| if let Token::Text(text) = token { Some(text) } else { None };
    tokens(html).into_iter().filter_map(words).collect()
}

/// Every element is closed, in the order in which it was opened.
pub(crate) fn is_balanced(html: &str) -> bool {
    let mut open = Vec::new();
    for token in tokens(html) {
        match token {
            Token::Start(name, _) if !matches!(name.as_str(), "br" | "meta") => open.push(name),
            Token::End(name) if open.pop() != Some(name.clone()) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

fn text(raw: &str) -> Token {
    assert!(!raw.contains('>'), "a bare > in {raw:?}");
    Token::Text(resolve(raw))
}

fn tag_end(html: &str) -> usize {
    let mut quoted = false;
    for (index, character) in html.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '>' if !quoted => return index,
            '<' if index > 0 && !quoted => break,
            _ => {}
        }
    }
    panic!("a tag does not end: {html:?}")
}

fn start(inside: &str) -> Token {
    let (name, mut rest) = inside.split_at(inside.find(' ').unwrap_or(inside.len()));
    assert!(!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()), "an odd tag {inside:?}");
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.strip_prefix(' ').expect("one space before an attribute");
        let (attribute, value) = rest.split_once("=\"").expect("name=\"value\"");
        assert!(
            attribute.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
            "an odd attribute {attribute:?}"
        );
        let (value, further) = value.split_once('"').expect("a closing quote");
        attributes.push((attribute.to_owned(), resolve(value)));
        rest = further;
    }
    Token::Start(name.to_owned(), attributes)
}

fn resolve(raw: &str) -> String {
    let mut text = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        let (entity, further) = rest[at + 1..].split_once(';').expect("an entity ends");
        text.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            "nbsp" => '\u{a0}',
            other => panic!("an odd entity {other:?}"),
        });
        rest = further;
    }
    text + rest
}
