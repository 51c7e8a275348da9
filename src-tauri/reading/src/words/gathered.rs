//! Words as they are gathered: white space made one, up to the limit.

use super::WordsError;

/// The longest run of base64's characters that may be a word, in bytes: longer ones are files in disguise.
const MAX_RUN: usize = 256;

/// What ends the gathering.
#[derive(Debug)]
pub(super) enum Halt {
    /// There are as many words as wanted.
    Full,
    /// There are none to be had.
    Failed(WordsError),
}

impl From<WordsError> for Halt {
    fn from(error: WordsError) -> Self {
        Self::Failed(error)
    }
}

/// The words so far.
pub(super) struct Gathered {
    text: String,
    limit: usize,
    /// Characters that may be a word or the beginning of base64.
    run: String,
    /// Whether the run is too long to be a word.
    is_long: bool,
    /// Whether a space is due before the next character.
    is_apart: bool,
}

impl Gathered {
    pub(super) fn new(limit: usize) -> Self {
        Self { text: String::new(), limit, run: String::new(), is_long: false, is_apart: false }
    }

    /// More of the text, right behind what is there.
    pub(super) fn push(&mut self, text: &str) -> Result<(), Halt> {
        for (count, character) in text.chars().enumerate() {
            if count % 4096 == 0 {
                self.look()?;
            }
            match ligature(character) {
                Some(letters) => letters.chars().for_each(|letter| self.character(letter)),
                None => self.character(character),
            }
        }
        self.look()
    }

    fn character(&mut self, character: char) {
        if character.is_ascii_alphanumeric() || "+/=_-".contains(character) {
            if self.run.len() < MAX_RUN {
                self.run.push(character);
            } else {
                self.is_long = true;
            }
            return;
        }
        self.end_run();
        if character.is_whitespace() || character.is_control() {
            self.is_apart = true;
        } else {
            self.add(character.encode_utf8(&mut [0; 4]));
        }
    }

    /// More of the text, which begins and ends words of its own.
    pub(super) fn push_apart(&mut self, text: &str) -> Result<(), Halt> {
        self.part();
        self.push(text)?;
        self.part();
        Ok(())
    }

    /// What follows is another word.
    pub(super) fn part(&mut self) {
        self.end_run();
        self.is_apart = true;
    }

    /// Nothing again.
    pub(super) fn clear(&mut self) {
        (self.text, self.run) = (String::new(), String::new());
        (self.is_long, self.is_apart) = (false, false);
    }

    /// Whether there are none yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.run.is_empty()
    }

    /// Whether to go on.
    pub(super) fn look(&self) -> Result<(), Halt> {
        if self.text.len() >= self.limit { Err(Halt::Full) } else { Ok(()) }
    }

    /// The words, not longer than the limit.
    pub(super) fn finish(mut self) -> String {
        self.end_run();
        self.text.truncate(self.text.floor_char_boundary(self.limit));
        self.text
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if std::mem::take(&mut self.is_long) {
            self.is_apart = true;
        } else if !run.is_empty() {
            self.add(&run);
        }
    }

    fn add(&mut self, text: &str) {
        if std::mem::take(&mut self.is_apart) && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
    }
}

/// The letters that a typesetter drew as one, and nobody types so; a soft hyphen is none.
fn ligature(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        '\u{FB05}' | '\u{FB06}' => "st",
        '\u{AD}' => "",
        _ => return None,
    })
}
