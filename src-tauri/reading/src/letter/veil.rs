//! Letters within a letter, hidden from the parser.
//!
//! mail-parser opens a letter within a letter at once, and what it makes is as deep as the sender likes: dropping it
//! alone would overrun the stack. So the words of every media type that means a letter are changed by one character
//! before the parser sees them, wherever they stand (a type may be written with comments and quotes in many ways), and
//! changed back in what comes out.

/// The words: of `message/rfc822` and the like, and of `multipart/digest`, whose parts are letters when they do not say
/// otherwise (RFC 2046, 5.1.5). Their first character is what is changed.
const LETTERS: [&[u8]; 2] = [b"message", b"digest"];

/// A character that each word has once, and texts seldom.
const SELDOM: u8 = b'g';

/// What may stand in for the character that is changed.
const STAND_INS: &[u8] = b"qxzjkvwy";

/// How a letter was changed.
pub(super) struct Veil {
    /// What a reader finds, and the character that it began with; in lower case.
    changed: Vec<(Vec<u8>, u8)>,
}

impl Veil {
    /// Hides what is in `bytes`; returns how, and the bytes with it hidden.
    pub(super) fn over(bytes: &[u8]) -> (Self, Vec<u8>) {
        let mut veiled = bytes.to_vec();
        let mut changed = Vec::new();
        for word in LETTERS {
            let (Some(first), Some(rest)) = (word.first(), word.get(1..)) else { continue };
            let mut words = STAND_INS.iter().map(|stand_in| (*stand_in, [&[*stand_in], rest].concat()));
            let free = words.find(|(_, veil)| count(bytes, veil) == 0);
            // With every one taken it is hidden all the same; only the way back is lost.
            replace(&mut veiled, word, free.as_ref().map_or(b'q', |(stand_in, _)| *stand_in));
            changed.extend(free.map(|(_, veil)| (veil, *first)));
        }
        (Self { changed }, veiled)
    }

    /// The text as it was.
    pub(super) fn off(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for (veil, first) in &self.changed {
            replace(&mut bytes, veil, *first);
        }
        String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
    }
}

/// How often `word`, which is in lower case and has a `g`, stands in `bytes` in any case.
pub(super) fn count(bytes: &[u8], word: &[u8]) -> usize {
    places(bytes, word, SELDOM).count()
}

/// How often `multipart` stands in `bytes` in any case.
pub(super) fn count_multiparts(bytes: &[u8]) -> usize {
    places(bytes, b"multipart", b'm').count()
}

/// Where `word` begins, which has `seldom` in it: that is what is looked for.
fn places<'a>(bytes: &'a [u8], word: &'a [u8], seldom: u8) -> impl Iterator<Item = usize> + 'a {
    let within = word.iter().position(|byte| *byte == seldom).unwrap_or(0);
    let found = bytes.iter().enumerate().filter(move |(_, byte)| byte.eq_ignore_ascii_case(&seldom));
    found.filter_map(move |(at, _)| {
        let start = at.checked_sub(within)?;
        let window = bytes.get(start..start + word.len())?;
        window.eq_ignore_ascii_case(word).then_some(start)
    })
}

/// Changes the first character of every `word`, keeping its case.
fn replace(bytes: &mut [u8], word: &[u8], with: u8) {
    for start in places(bytes, word, SELDOM).collect::<Vec<_>>() {
        if let Some(byte) = bytes.get_mut(start) {
            *byte = if byte.is_ascii_uppercase() { with.to_ascii_uppercase() } else { with };
        }
    }
}
