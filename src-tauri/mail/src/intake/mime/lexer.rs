//! The words of a structured value (RFC 5322, 3.2): tokens, quoted strings, comments between them.

/// What is left of a value.
#[derive(Debug, Clone, Copy)]
pub(in crate::intake) struct Lexer<'a> {
    rest: &'a str,
}

impl<'a> Lexer<'a> {
    pub(in crate::intake) fn new(value: &'a str) -> Self {
        Self { rest: value }
    }

    /// Skips white space and comments, which may lie in one another.
    pub(in crate::intake) fn skip(&mut self) {
        let mut depth = 0_u32;
        let mut escaped = false;
        let end = self.rest.char_indices().find(|(_, character)| {
            let in_comment = depth > 0;
            match character {
                _ if escaped => escaped = false,
                '\\' if in_comment => escaped = true,
                '(' => depth += 1,
                ')' if in_comment => depth -= 1,
                _ => return !in_comment && !character.is_ascii_whitespace(),
            }
            false
        });
        let end = end.map_or(self.rest.len(), |(at, _)| at);
        self.rest = self.rest.get(end..).unwrap_or_default();
    }

    pub(in crate::intake) fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_ascii_start();
    }

    pub(in crate::intake) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes `character` when it comes next.
    pub(in crate::intake) fn eat(&mut self, character: char) -> bool {
        let rest = self.rest.strip_prefix(character);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Skips one character.
    pub(in crate::intake) fn skip_one(&mut self) {
        let mut rest = self.rest.chars();
        rest.next();
        self.rest = rest.as_str();
    }

    /// Takes what comes before any of `ends`.
    pub(in crate::intake) fn until(&mut self, ends: &[char]) -> &'a str {
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text
    }

    /// Takes a token: everything before white space, a comment, a quote, or any of `ends`.
    pub(in crate::intake) fn token(&mut self, ends: &[char]) -> &'a str {
        let is_end = |character: char| {
            character.is_ascii_whitespace() || matches!(character, '(' | '"') || ends.contains(&character)
        };
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (token, rest) = self.rest.split_at(end);
        self.rest = rest;
        token
    }

    /// Takes a quoted string, when one comes next; one that is not closed goes to the end.
    pub(in crate::intake) fn quoted(&mut self) -> Option<String> {
        let inner = self.rest.strip_prefix('"')?;
        let mut text = String::new();
        let mut escaped = false;
        for (at, character) in inner.char_indices() {
            match character {
                _ if escaped => {
                    escaped = false;
                    text.push(character);
                }
                '\\' => escaped = true,
                '"' => {
                    self.rest = inner.get(at + 1..).unwrap_or_default();
                    return Some(text);
                }
                _ => text.push(character),
            }
        }
        self.rest = "";
        Some(text)
    }
}
