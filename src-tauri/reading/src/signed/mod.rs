//! What a signed file holds, and who signed it: `CAdES` and plain CMS.
//!
//! The wrappers are CMS `SignedData` (RFC 5652) as ETSI EN 319 122 (`CAdES`) and the Italian rules for `.p7m` and `.p7s`
//! use it: in DER, in BER with indefinite lengths as many Italian signers make it, as base64, PEM or S/MIME text, and
//! one in another when a file was signed again.
//!
//! Integrity is checked with the certificate that came along, and that is all: whether its issuer is trusted, whether
//! it was revoked, whether it had run out, and what a time stamp says, is told nowhere here, and the words say so.

mod ber;
mod certificate;
mod error;
mod integrity;
mod name;
mod parts;
mod verify;
mod wrapper;
mod wrapping;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use chrono::{DateTime, Utc};

pub use certificate::Certificate;
pub use error::SignedError;
pub use integrity::{Digest, Integrity, Why};
pub use name::inner_name;

use ber::BerFault;
use certificate::Held;
use verify::Hashed;
use wrapper::Wrapper;

/// The largest file that is opened, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// How many times over a file may be signed, each time around the last.
pub const MAX_LAYERS: usize = 5;

/// How many signers one wrapper may have.
pub const MAX_SIGNERS: usize = 32;

/// A signed file, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What is in the innermost wrapper; None when the signature is detached and its content in another file.
    pub content: Option<Vec<u8>>,
    /// Who signed, the outermost wrapper's signers first.
    pub signers: Vec<Signer>,
}

/// One who signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// Which wrapper: 0 is the outermost.
    pub layer: usize,
    /// What the certificate says that came along; None when none did, or it cannot be read.
    pub certificate: Option<Certificate>,
    /// When the signer claims to have signed. Nobody has vouched for it.
    pub signed_at: Option<DateTime<Utc>>,
    /// The hash under the signature.
    pub digest: Digest,
    /// Whether content and signature belong together.
    pub integrity: Integrity,
}

/// Opens a signed file down to what is in its innermost wrapper.
pub fn open(bytes: &[u8]) -> Result<Signed, SignedError> {
    let Layer { mut content, mut signers } = layer(bytes, 0, None)?;
    let mut layers = 1;
    while let Some(outer) = &content {
        if !looks_signed(outer) {
            break;
        }
        // What only looks signed, or is a signature without content, is itself the content.
        let Ok(Layer { content: Some(inner), signers: more }) = layer(outer, layers, None) else { break };
        if layers == MAX_LAYERS {
            return Err(SignedError::TooManyLayers { limit: MAX_LAYERS });
        }
        signers.extend(more);
        content = Some(inner);
        layers += 1;
    }
    Ok(Signed { content, signers })
}

/// Checks a detached signature (`.p7s`) against the content that it was made for. A signature with its own content is
/// checked against that one, and all are [`Integrity::Changed`] when it is another.
pub fn open_detached(signature: &[u8], content: &[u8]) -> Result<Vec<Signer>, SignedError> {
    if content.len() > MAX_BYTES {
        return Err(SignedError::TooLarge { limit: MAX_BYTES });
    }
    let Layer { content: own, mut signers } = layer(signature, 0, Some(content))?;
    if own.is_some_and(|own| own != content) {
        for signer in &mut signers {
            signer.integrity = Integrity::Changed;
        }
    }
    Ok(signers)
}

/// Whether bytes begin as a signed wrapper does, in any of its forms.
pub fn looks_signed(bytes: &[u8]) -> bool {
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    wrapping::ber(start).is_some_and(|ber| names_signed_data(&ber))
}

/// How many bytes tell whether a file is a wrapper: a letter's headers may stand before it.
const LOOKED_AT: usize = 4096;

/// `1.2.840.113549.1.7.2`, as DER writes it.
const SIGNED_DATA: [u8; 11] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];

fn names_signed_data(ber: &[u8]) -> bool {
    let start = ber.get(..32).unwrap_or(ber);
    start.windows(SIGNED_DATA.len()).any(|window| window == SIGNED_DATA)
}

struct Layer {
    content: Option<Vec<u8>>,
    signers: Vec<Signer>,
}

/// Opens one wrapper. `elsewhere` is its content when it has none of its own.
fn layer(bytes: &[u8], layer: usize, elsewhere: Option<&[u8]>) -> Result<Layer, SignedError> {
    if bytes.len() > MAX_BYTES {
        return Err(SignedError::TooLarge { limit: MAX_BYTES });
    }
    let ber: Cow<'_, [u8]> = wrapping::ber(bytes).ok_or(SignedError::NotSigned)?;
    let der = ber::to_der(&ber).map_err(|fault| match fault {
        BerFault::TooDeep => SignedError::TooDeep,
        BerFault::Broken if names_signed_data(&ber) => SignedError::Damaged,
        BerFault::Broken => SignedError::NotSigned,
    })?;
    let wrapper = Wrapper::read(&der)?;
    let mut hashed = wrapper.content.or(elsewhere).map(Hashed::new);
    let certificates: Vec<Held<'_>> = wrapper.certificates.iter().filter_map(|raw| Held::read(raw)).collect();
    let signers = wrapper.signers.iter().map(|signer| {
        let certificate = certificates.iter().find(|certificate| certificate.is_meant_by(signer.sid));
        let integrity = match &mut hashed {
            Some(hashed) => verify::integrity(signer, wrapper.content_type, hashed, certificate),
            None => Integrity::NotChecked { why: Why::ContentElsewhere },
        };
        Signer {
            layer,
            certificate: certificate.map(Held::told),
            signed_at: verify::signing_time(signer).and_then(certificate::instant),
            digest: verify::hash(signer.digest.oid),
            integrity,
        }
    });
    let signers = signers.collect();
    Ok(Layer { content: wrapper.content.map(<[u8]>::to_vec), signers })
}
