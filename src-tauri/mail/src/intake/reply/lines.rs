//! A text by its lines, and a line as it is compared.

/// Most characters of a line that are compared; what a mail program writes is shorter.
const COMPARED: usize = 400;

/// Where each line of a text ends.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Ends, with the line ends. A text of 2 MB may be as many lines.
    ends: Vec<u32>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let ends = text.split_inclusive('\n').scan(0, |end, line| {
            *end += line.len();
            Some(u32::try_from(*end).unwrap_or(u32::MAX))
        });
        Self { text, ends: ends.collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Where line `at` ends in the text, its line end included.
    pub(super) fn end(&self, at: usize) -> usize {
        self.ends.get(at).map_or(self.text.len(), |end| *end as usize)
    }

    /// Line `at` without its line end; empty past the last.
    pub(super) fn get(&self, at: usize) -> &'a str {
        if at >= self.ends.len() {
            return "";
        }
        let start = at.checked_sub(1).map_or(0, |before| self.end(before));
        let line = self.text.get(start..self.end(at)).unwrap_or_default();
        let line = line.strip_suffix('\n').unwrap_or(line);
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// Line `at` as it is compared: see [`folded`].
    pub(super) fn folded(&self, at: usize) -> String {
        folded(self.get(at))
    }

    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.get(at).chars().all(|character| character.is_whitespace() || is_invisible(character))
    }

    /// The first line from `at` on that is not blank.
    pub(super) fn next_filled(&self, at: usize) -> Option<usize> {
        (at..self.len()).find(|at| !self.is_blank(*at))
    }
}

/// The beginning of a line in lower case, its white space single, without marks of direction, with one apostrophe and one hyphen.
pub(super) fn folded(line: &str) -> String {
    let mut out = String::new();
    for character in line.chars().take(COMPARED) {
        match character {
            _ if is_invisible(character) => {}
            _ if character.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\u{2019}' | '\u{2018}' => out.push('\''),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            _ => out.extend(character.to_lowercase()),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Marks of direction and other characters that are there and not seen.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

/// Whether `text` begins with `word` and the word ends there.
pub(super) fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}
