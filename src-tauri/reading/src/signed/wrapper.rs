//! One wrapper as it stands in its DER: `ContentInfo` with `SignedData` (RFC 5652, 3 and 5.1), nothing judged.

use der::asn1::ObjectIdentifier;

use super::parts::{Part, Parts};
use super::{MAX_SIGNERS, SignedError};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const ENVELOPED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.3");

/// How many certificates are looked through for a signer's.
const MAX_CERTIFICATES: usize = 256;

/// A wrapper's parts.
pub(super) struct Wrapper<'a> {
    pub content_type: ObjectIdentifier,
    /// None when the content stands elsewhere (a detached signature).
    pub content: Option<&'a [u8]>,
    /// Certificates as they came.
    pub certificates: Vec<&'a [u8]>,
    pub signers: Vec<SignerInfo<'a>>,
}

/// What one signer left (RFC 5652, 5.3).
pub(super) struct SignerInfo<'a> {
    pub sid: Part<'a>,
    pub digest: Algorithm<'a>,
    /// `[0]` with the signed attributes, as it came.
    pub attributes: Option<Part<'a>>,
    pub signature_algorithm: Algorithm<'a>,
    pub signature: &'a [u8],
}

/// An `AlgorithmIdentifier`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Algorithm<'a> {
    pub oid: ObjectIdentifier,
    pub parameters: Option<Part<'a>>,
}

impl<'a> Algorithm<'a> {
    pub(super) fn read(part: Part<'a>) -> Option<Self> {
        let mut parts = part.sequence()?;
        Some(Self { oid: parts.next()?.oid()?, parameters: parts.next() })
    }
}

impl<'a> Wrapper<'a> {
    /// Reads the wrapper that `der` is.
    pub(super) fn read(der: &'a [u8]) -> Result<Self, SignedError> {
        let mut info = Part::first(der).and_then(|part| part.sequence()).ok_or(SignedError::NotSigned)?;
        match info.next().and_then(|kind| kind.oid()) {
            Some(SIGNED_DATA) => {}
            Some(ENVELOPED_DATA) => return Err(SignedError::Encrypted),
            _ => return Err(SignedError::NotSigned),
        }
        let data = info.next_if_context(0).and_then(|part| Part::first(part.value()));
        let mut data = data.and_then(|part| part.sequence()).ok_or(SignedError::Damaged)?;
        let (_version, _digests) = (data.next(), data.next());
        let mut wrapper = encapsulated(data.next()).ok_or(SignedError::Damaged)?;
        if let Some(certificates) = data.next_if_context(0).and_then(|part| Parts::new(part.value())) {
            wrapper.certificates = certificates.take(MAX_CERTIFICATES).map(|part| part.raw).collect();
        }
        let _revocations = data.next_if_context(1);
        let signers = data.next().and_then(|part| part.set()).ok_or(SignedError::Damaged)?;
        for signer in signers {
            if wrapper.signers.len() == MAX_SIGNERS {
                return Err(SignedError::TooManySigners { limit: MAX_SIGNERS });
            }
            wrapper.signers.push(SignerInfo::read(signer).ok_or(SignedError::Damaged)?);
        }
        Ok(wrapper)
    }
}

/// `EncapsulatedContentInfo` (RFC 5652, 5.2).
fn encapsulated(part: Option<Part<'_>>) -> Option<Wrapper<'_>> {
    let mut parts = part?.sequence()?;
    let content_type = parts.next()?.oid()?;
    let content = match parts.next_if_context(0) {
        Some(content) => Some(Part::first(content.value())?.octets()?),
        None => None,
    };
    Some(Wrapper { content_type, content, certificates: Vec::new(), signers: Vec::new() })
}

impl<'a> SignerInfo<'a> {
    fn read(part: Part<'a>) -> Option<Self> {
        let mut parts = part.sequence()?;
        let _version = parts.next()?;
        let sid = parts.next()?;
        let digest = Algorithm::read(parts.next()?)?;
        let attributes = parts.next_if_context(0);
        let signature_algorithm = Algorithm::read(parts.next()?)?;
        let signature = parts.next()?.octets()?;
        Some(Self { sid, digest, attributes, signature_algorithm, signature })
    }

    /// The one value of a signed attribute.
    pub(super) fn attribute(&self, wanted: ObjectIdentifier) -> Option<Part<'a>> {
        let attributes = Parts::new(self.attributes?.value())?;
        let mut found = attributes.filter_map(|attribute| {
            let mut parts = attribute.sequence()?;
            (parts.next()?.oid()? == wanted).then(|| parts.next())?
        });
        let (first, second) = (found.next()?, found.next());
        let mut values = first.set()?;
        let value = values.next()?;
        // Twice the same attribute, or two values, is whatever a forger wants it to be.
        (second.is_none() && values.next().is_none()).then_some(value)
    }
}
