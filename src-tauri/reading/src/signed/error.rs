//! Why a signed wrapper cannot be opened.

/// Why a signed wrapper cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignedError {
    /// It is no signed wrapper in any form that we know.
    #[error("this is not a signed file")]
    NotSigned,
    /// It is enciphered for somebody's key (CMS `EnvelopedData`), and only that key opens it.
    #[error("this file is encrypted: only the key it was made for opens it")]
    Encrypted,
    /// It is larger than [`MAX_BYTES`](super::MAX_BYTES).
    #[error("this signed file is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// It holds a wrapper in a wrapper more than [`MAX_LAYERS`](super::MAX_LAYERS) deep.
    #[error("this file is signed more than {limit} times over")]
    TooManyLayers {
        /// The limit.
        limit: usize,
    },
    /// Its structure is deeper than 64 or has more than a million elements.
    #[error("this signed file is built too deep to be opened")]
    TooDeep,
    /// It has more than [`MAX_SIGNERS`](super::MAX_SIGNERS) signers in one wrapper.
    #[error("this file has more than {limit} signers")]
    TooManySigners {
        /// The limit.
        limit: usize,
    },
    /// It begins like a signed wrapper and cannot be read to its end: it was cut off or changed.
    #[error("this signed file is damaged or cut off")]
    Damaged,
}

impl SignedError {
    /// A stable code for the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSigned => "not_signed",
            Self::Encrypted => "signed_encrypted",
            Self::TooLarge { .. } => "signed_too_large",
            Self::TooManyLayers { .. } => "signed_too_many_layers",
            Self::TooDeep => "signed_too_deep",
            Self::TooManySigners { .. } => "signed_too_many_signers",
            Self::Damaged => "signed_damaged",
        }
    }
}
