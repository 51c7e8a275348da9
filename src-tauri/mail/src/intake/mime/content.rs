//! `Content-Type` and `Content-Disposition` with their parameters (RFC 2045, 5.1; RFC 2183; RFC 2231), and with what programs
//! make of them: unquoted names with spaces, encoded words in parameters.

use super::encoding::text_of;
use super::fields;
use super::headers::Headers;
use super::lexer::Lexer;

/// Most parameters of a value, and most bytes of it.
const MAX: (usize, usize) = (200, 16 << 10);

/// A value: `text/plain`, `attachment`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::intake) struct Content {
    /// In lower case; empty when there is none.
    pub kind: String,
    parameters: Vec<Parameter>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parameter {
    /// In lower case, without the signs of RFC 2231.
    name: String,
    /// Its place among the pieces of one value, when it is one.
    place: Option<u32>,
    /// Whether it is percent-encoded.
    encoded: bool,
    value: String,
}

impl Content {
    /// The topmost of a name.
    pub(in crate::intake) fn of(headers: &Headers<'_>, name: &str) -> Option<Self> {
        headers
            .raw(name)
            .next()
            .map(|value| Self::read(&fields::unfolded(value.get(..MAX.1).unwrap_or(value))))
    }

    fn read(value: &str) -> Self {
        let mut lexer = Lexer::new(value);
        lexer.skip();
        let mut kind = lexer.token(&['/', ';']).to_ascii_lowercase();
        lexer.skip();
        if lexer.eat('/') {
            lexer.skip();
            kind = format!("{kind}/{}", lexer.token(&[';', '/']).to_ascii_lowercase());
        }
        let mut parameters = Vec::new();
        while !lexer.is_empty() && parameters.len() < MAX.0 {
            lexer.until(&[';']);
            lexer.eat(';');
            lexer.skip();
            parameters.extend(Parameter::read(&mut lexer));
        }
        Self { kind, parameters }
    }

    /// The value of a parameter; its pieces put together and decoded.
    pub(in crate::intake) fn parameter(&self, name: &str) -> Option<String> {
        let mut pieces: Vec<&Parameter> = self.parameters.iter().filter(|one| one.name == name).collect();
        // The newer form is what a program wrote that knew better.
        if let Some(whole) = pieces.iter().find(|one| one.place.is_none() && one.encoded) {
            return Some(decoded(&[whole]));
        }
        if pieces.iter().any(|one| one.place.is_some()) {
            pieces.retain(|one| one.place.is_some());
            pieces.sort_by_key(|one| one.place);
            return Some(decoded(&pieces));
        }
        pieces.first().map(|one| fields::text(one.value.as_bytes()))
    }

    /// A parameter that no sign may change.
    pub(in crate::intake) fn as_written(&self, name: &str) -> Option<String> {
        let mut named =
            self.parameters.iter().filter(|one| one.name == name && one.place.is_none() && !one.encoded);
        named.next().map(|one| one.value.clone()).or_else(|| self.parameter(name))
    }

    /// The first word of a parameter, without a comment after it.
    pub(in crate::intake) fn word(&self, name: &str) -> Option<String> {
        let value = self.parameter(name)?;
        value.split([' ', '(']).next().map(str::to_owned).filter(|word| !word.is_empty())
    }
}

impl Parameter {
    fn read(lexer: &mut Lexer<'_>) -> Option<Self> {
        let name = lexer.token(&['=', ';']).to_ascii_lowercase();
        lexer.skip();
        if name.is_empty() || !lexer.eat('=') {
            return None;
        }
        lexer.skip_spaces();
        let value = lexer.quoted().unwrap_or_else(|| lexer.until(&[';']).trim().to_owned());
        let (bare, encoded) = name.strip_suffix('*').map_or((name.as_str(), false), |bare| (bare, true));
        let (bare, place) = match bare.rsplit_once('*') {
            Some((bare, place)) => (bare, Some(place.parse().ok()?)),
            None => (bare, None),
        };
        Some(Self { name: bare.to_owned(), place, encoded, value })
    }
}

/// Pieces as one value: `charset'language'` stands in the first one that is encoded.
fn decoded(pieces: &[&Parameter]) -> String {
    let mut charset = None;
    let mut bytes = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        if !piece.encoded {
            bytes.extend_from_slice(piece.value.as_bytes());
            continue;
        }
        let mut value = piece.value.as_str();
        if at == 0
            && let Some((label, rest)) = value.split_once('\'')
        {
            charset = Some(label.to_owned());
            value = rest.split_once('\'').map_or(rest, |(_, rest)| rest);
        }
        percent_decode(value, &mut bytes);
    }
    fields::cleaned(&text_of(&bytes, charset.as_deref()))
}

fn percent_decode(value: &str, out: &mut Vec<u8>) {
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
}
