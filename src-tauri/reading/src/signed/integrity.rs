//! What a check of a signature can say, and its words.

use crate::Wording;

/// The hash under a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Digest {
    /// MD5 or SHA-1, which no longer prove anything.
    Old,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// Another one, by its object identifier.
    Other(String),
}

/// Whether content and signature belong together. It says nothing of who the signer is: a certificate is anybody's to
/// make, and whether its issuer is trusted, or it was revoked, is looked into nowhere here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// The content is byte for byte what the holder of the certificate's key signed.
    Intact,
    /// The content, what was signed along with it, or the signature was changed since.
    Changed,
    /// It could not be told.
    NotChecked {
        /// Why.
        why: Why,
    },
}

/// Why a signature could not be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The signed content is in another file.
    ContentElsewhere,
    /// The signer's certificate is not in the wrapper, or cannot be read.
    NoCertificate,
    /// It rests on MD5 or SHA-1, or on an RSA key of less than 2,048 bits.
    Weak,
    /// Its hash, kind of signature or key is none that is known here.
    Unknown,
    /// What was signed along with the content is not as RFC 5652 wants it.
    Malformed,
}

impl Integrity {
    /// A stable code for the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Intact => "intact",
            Self::Changed => "changed",
            Self::NotChecked { why: Why::ContentElsewhere } => "not_checked_content_elsewhere",
            Self::NotChecked { why: Why::NoCertificate } => "not_checked_no_certificate",
            Self::NotChecked { why: Why::Weak } => "not_checked_weak",
            Self::NotChecked { why: Why::Unknown } => "not_checked_unknown",
            Self::NotChecked { why: Why::Malformed } => "not_checked_malformed",
        }
    }

    /// What a reader is told. It never says "valid" nor "trusted".
    pub fn wording(self) -> Wording {
        match self {
            Self::Intact => Wording {
                it: "il contenuto è integro rispetto alla firma; il certificato non è stato verificato con alcun elenco di fiducia",
                en: "the content is what was signed; the certificate was not checked against any list of trust",
            },
            Self::Changed => Wording {
                it: "il contenuto o la firma è stato modificato dopo la firma",
                en: "the content or the signature was changed after the signing",
            },
            Self::NotChecked { why } => match why {
                Why::ContentElsewhere => Wording {
                    it: "firma non verificata: il contenuto firmato è in un altro file",
                    en: "signature not checked: the signed content is in another file",
                },
                Why::NoCertificate => Wording {
                    it: "firma non verificata: manca un certificato leggibile del firmatario",
                    en: "signature not checked: no certificate of the signer that can be read",
                },
                Why::Weak => Wording {
                    it: "firma non verificata: usa un algoritmo o una chiave non più sicuri",
                    en: "signature not checked: it uses an algorithm or a key that is no longer safe",
                },
                Why::Unknown => Wording {
                    it: "firma non verificata: usa un algoritmo non riconosciuto",
                    en: "signature not checked: it uses an algorithm that is not known here",
                },
                Why::Malformed => Wording {
                    it: "firma non verificata: non è costruita secondo lo standard",
                    en: "signature not checked: it is not built to the standard",
                },
            },
        }
    }
}
