//! Why a letter cannot be read.

/// Why a letter cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// It has no header that a letter has.
    #[error("this is not a letter")]
    NotALetter,
    /// It is larger than [`MAX_BYTES`](super::MAX_BYTES).
    #[error("this letter is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// It has more parts than the limits allow.
    #[error("this letter has more parts than any program would send")]
    TooManyParts,
    /// It cannot be read to its end.
    #[error("this letter is damaged")]
    Damaged,
}

impl LetterError {
    /// A stable code for the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotALetter => "not_a_letter",
            Self::TooLarge { .. } => "letter_too_large",
            Self::TooManyParts => "letter_too_many_parts",
            Self::Damaged => "letter_damaged",
        }
    }
}
