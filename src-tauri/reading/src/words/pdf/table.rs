//! A font's own table from codes to characters: a `ToUnicode` `CMap` (ISO 32000-1, 9.10.3).
//!
//! lopdf reads these too, but spreads every range out, and a range may be of four thousand million codes.

use std::collections::{BTreeMap, HashMap};

/// How many characters and ranges of them are kept: as many as there are codes.
const MAX_ROWS: usize = 1 << 16;

/// The longest text that one code may mean, in units of UTF-16.
const MAX_UNITS: usize = 32;

/// What codes of one and two bytes mean.
#[derive(Default)]
pub(super) struct Table {
    characters: HashMap<u16, Vec<u16>>,
    /// By its first code: its last, and what the first means. Each next one means one more.
    ranges: BTreeMap<u16, (u16, Vec<u16>)>,
}

/// What a `CMap` is written in, as far as it counts.
enum Token<'a> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

impl Table {
    /// Reads a `CMap`. What is not understood is left out.
    pub(super) fn read(cmap: &[u8]) -> Self {
        let mut table = Self::default();
        let mut tokens = Tokens(cmap);
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"beginbfchar") => table.characters(&mut tokens),
                Token::Word(b"beginbfrange") => table.ranges(&mut tokens),
                _ => {}
            }
        }
        table
    }

    /// What a code means.
    pub(super) fn text(&self, code: u16) -> Option<String> {
        if let Some(units) = self.characters.get(&code) {
            return Some(String::from_utf16_lossy(units));
        }
        let (first, (last, units)) = self.ranges.range(..=code).next_back()?;
        if code > *last {
            return None;
        }
        let mut units = units.clone();
        let unit = units.last_mut()?;
        *unit = unit.wrapping_add(code - first);
        Some(String::from_utf16_lossy(&units))
    }

    /// `<code> <text>` …
    fn characters(&mut self, tokens: &mut Tokens<'_>) {
        while let (Some(Token::Hex(code)), Some(Token::Hex(text))) = (tokens.next(), tokens.next()) {
            self.add(number(&code), &text);
        }
    }

    /// `<first> <last> <text>` or `<first> <last> [<text> …]` …
    fn ranges(&mut self, tokens: &mut Tokens<'_>) {
        while let (Some(Token::Hex(first)), Some(Token::Hex(last))) = (tokens.next(), tokens.next()) {
            let (first, last) = (number(&first), number(&last));
            match tokens.next() {
                Some(Token::Hex(text)) => {
                    if let (Some(first), Some(last), true) = (first, last, self.ranges.len() < MAX_ROWS) {
                        self.ranges.insert(first, (last, units(&text)));
                    }
                }
                Some(Token::Open) => {
                    let mut code = first;
                    while let Some(Token::Hex(text)) = tokens.next() {
                        self.add(code, &text);
                        code = code.and_then(|code| code.checked_add(1));
                    }
                }
                _ => return,
            }
        }
    }

    fn add(&mut self, code: Option<u16>, text: &[u8]) {
        if let (Some(code), true) = (code, self.characters.len() < MAX_ROWS) {
            self.characters.insert(code, units(text));
        }
    }
}

fn number(bytes: &[u8]) -> Option<u16> {
    bytes.iter().try_fold(0_u16, |number, byte| number.checked_mul(256)?.checked_add(u16::from(*byte)))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    let pairs = bytes.chunks(2).take(MAX_UNITS);
    pairs.map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect()
}

struct Tokens<'a>(&'a [u8]);

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.0 = self.0.trim_ascii_start();
            let (first, rest) = self.0.split_first()?;
            match first {
                b'%' => self.0 = self.after(|byte| matches!(byte, b'\r' | b'\n')).1,
                b'<' if rest.first() != Some(&b'<') => {
                    let (hex, rest) = self.after(|byte| byte == b'>');
                    self.0 = rest.get(1..).unwrap_or_default();
                    return Some(Token::Hex(bytes_of(hex)));
                }
                b'[' | b']' => {
                    self.0 = rest;
                    return Some(if *first == b'[' { Token::Open } else { Token::Close });
                }
                _ => {
                    let end =
                        rest.iter().position(|byte| byte.is_ascii_whitespace() || b"<>[]()%/".contains(byte));
                    let (word, rest) = self.0.split_at_checked(end.unwrap_or(rest.len()) + 1)?;
                    self.0 = rest;
                    return Some(Token::Word(word));
                }
            }
        }
    }
}

impl<'a> Tokens<'a> {
    /// What is before the first such byte, and from it on.
    fn after(&self, ends: impl Fn(u8) -> bool) -> (&'a [u8], &'a [u8]) {
        let end = self.0.iter().position(|byte| ends(*byte)).unwrap_or(self.0.len());
        self.0.split_at_checked(end).unwrap_or_default()
    }
}

/// The bytes that hex digits stand for; a last one alone counts sixteenfold (7.3.4.3).
fn bytes_of(hex: &[u8]) -> Vec<u8> {
    let digits = hex
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok());
    let digits: Vec<u8> = digits.collect();
    digits.chunks(2).map(|pair| pair.first().unwrap_or(&0) * 16 + pair.get(1).unwrap_or(&0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_tells_characters_ranges_and_lists() {
        let table = Table::read(
            b"/CIDInit /ProcSet findresource begin % <no>\n<< /A <00> >> def 1 begincodespacerange <00> <FFFF> endcodespacerange\n\
              2 beginbfchar <01> <00660066> <0002><D83DDE00> endbfchar\n\
              3 beginbfrange <10> <12> <0041> <20> <21> [<0061><0062>] <00000000> <FFFFFFFF> <0041> endbfrange",
        );
        let told = |code| table.text(code);
        assert_eq!(told(1).as_deref(), Some("ff"));
        assert_eq!(told(2).as_deref(), Some("\u{1F600}"));
        assert_eq!((told(0x10).as_deref(), told(0x12).as_deref(), told(0x13)), (Some("A"), Some("C"), None));
        assert_eq!((told(0x20).as_deref(), told(0x21).as_deref(), told(0x22)), (Some("a"), Some("b"), None));
        assert_eq!(told(0), None);
    }

    #[test]
    fn a_table_that_is_broken_ends() {
        for cmap in [
            b"beginbfchar <" as &[u8],
            b"1 beginbfrange <00> <01> [",
            b"<<<<",
            b"beginbfrange <01> <00> <41>",
            b")",
            b">",
        ] {
            assert_eq!(Table::read(cmap).text(7), None);
        }
    }
}
