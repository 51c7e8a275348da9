//! The check of one signature: the content's hash, and the signature over what was signed (RFC 5652, 5.4 and 5.6),
//! with the certificate that the signer named among what was signed (RFC 5035, which `CAdES` demands).

use der::Decode;
use der::asn1::ObjectIdentifier;
use ring::digest::{self, SHA256, SHA384, SHA512};
use ring::signature::{self as ring_signature, UnparsedPublicKey, VerificationAlgorithm};
use x509_cert::time::Time;

use super::ber::length_bytes;
use super::certificate::Held;
use super::parts::{Part, Parts};
use super::wrapper::{Algorithm, SignerInfo};
use super::{Digest, Integrity, Why};

const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

const SET: u8 = 0x31;

/// The bytes of an RSA key's modulus that ring takes: 2,048 to 8,192 bits.
const RSA_MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=1024;

/// The bytes of the RSA exponents in use; ring takes no longer ones.
const RSA_EXPONENT_BYTES: usize = 4;

/// The hash that an algorithm's identifier means, alone or within a signature's.
pub(super) fn hash(oid: ObjectIdentifier) -> Digest {
    match oid.to_string().as_str() {
        "2.16.840.1.101.3.4.2.1" | "1.2.840.113549.1.1.11" | "1.2.840.10045.4.3.2" => Digest::Sha256,
        "2.16.840.1.101.3.4.2.2" | "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => Digest::Sha384,
        "2.16.840.1.101.3.4.2.3" | "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => Digest::Sha512,
        // SHA-1 and MD5, and each with RSA or ECDSA.
        "1.3.14.3.2.26"
        | "1.2.840.113549.1.1.5"
        | "1.2.840.10045.4.1"
        | "1.3.14.3.2.29"
        | "1.2.840.113549.2.5"
        | "1.2.840.113549.1.1.4" => Digest::Old,
        other => Digest::Other(other.to_owned()),
    }
}

/// A content that each signer's hash is made of once.
pub(super) struct Hashed<'a> {
    content: &'a [u8],
    known: Vec<(Digest, Vec<u8>)>,
}

impl<'a> Hashed<'a> {
    pub(super) fn new(content: &'a [u8]) -> Self {
        Self { content, known: Vec::new() }
    }

    fn with(&mut self, digest: &Digest) -> Result<Vec<u8>, Why> {
        if let Some((_, hash)) = self.known.iter().find(|(known, _)| known == digest) {
            return Ok(hash.clone());
        }
        let hash = hash_of(digest, self.content)?;
        self.known.push((digest.clone(), hash.clone()));
        Ok(hash)
    }
}

fn hash_of(with: &Digest, bytes: &[u8]) -> Result<Vec<u8>, Why> {
    let algorithm = match with {
        Digest::Sha256 => &SHA256,
        Digest::Sha384 => &SHA384,
        Digest::Sha512 => &SHA512,
        Digest::Old => return Err(Why::Weak),
        Digest::Other(_) => return Err(Why::Unknown),
    };
    Ok(digest::digest(algorithm, bytes).as_ref().to_vec())
}

/// Checks one signer's signature over a content of this type.
pub(super) fn integrity(
    signer: &SignerInfo<'_>,
    content_type: ObjectIdentifier,
    content: &mut Hashed<'_>,
    certificate: Option<&Held<'_>>,
) -> Integrity {
    match is_intact(signer, content_type, content, certificate) {
        Ok(true) => Integrity::Intact,
        Ok(false) => Integrity::Changed,
        Err(why) => Integrity::NotChecked { why },
    }
}

fn is_intact(
    signer: &SignerInfo<'_>,
    content_type: ObjectIdentifier,
    content: &mut Hashed<'_>,
    certificate: Option<&Held<'_>>,
) -> Result<bool, Why> {
    let Some(attributes) = signer.attributes else {
        // Attributes handed in as the content would bear the signature of another content.
        if Part::first(content.content).is_some_and(|part| part.raw.first() == Some(&SET)) {
            return Err(Why::Malformed);
        }
        let certificate = certificate.ok_or(Why::NoCertificate)?;
        return is_signed(signer, certificate, content.content);
    };
    let signed_hash = signer.attribute(MESSAGE_DIGEST).and_then(|value| value.octets());
    let signed_type = signer.attribute(CONTENT_TYPE).and_then(|value| value.oid());
    let (Some(signed_hash), Some(signed_type)) = (signed_hash, signed_type) else {
        return Err(Why::Malformed);
    };
    if content.with(&hash(signer.digest.oid))? != signed_hash || signed_type != content_type {
        return Ok(false);
    }
    let certificate = certificate.ok_or(Why::NoCertificate)?;
    if !is_certificate_named(signer, certificate)? {
        return Ok(false);
    }
    // The signature is over the SET as the signer made it, or over it in DER, whichever the signer meant.
    if is_signed(signer, certificate, &as_set(&[attributes.value()]))? {
        return Ok(true);
    }
    let mut parts: Vec<&[u8]> =
        Parts::new(attributes.value()).into_iter().flatten().map(|part| part.raw).collect();
    parts.sort_unstable();
    is_signed(signer, certificate, &as_set(&parts))
}

fn as_set(parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    [&[SET], length_bytes(value.len()).as_slice(), &value].concat()
}

/// Whether the certificate is the one that the signer named among what was signed, if the signer named one.
fn is_certificate_named(signer: &SignerInfo<'_>, certificate: &Held<'_>) -> Result<bool, Why> {
    let Some(attribute) = signer.attribute(SIGNING_CERTIFICATE_V2) else { return Ok(true) };
    let first = attribute.sequence().and_then(|mut parts| parts.next());
    let first = first.and_then(|certificates| certificates.sequence()?.next());
    let mut parts = first.and_then(|id| id.sequence()).ok_or(Why::Malformed)?;
    let mut part = parts.next().ok_or(Why::Malformed)?;
    let mut with = Digest::Sha256;
    if let Some(algorithm) = Algorithm::read(part) {
        with = hash(algorithm.oid);
        part = parts.next().ok_or(Why::Malformed)?;
    }
    let named = part.octets().ok_or(Why::Malformed)?;
    Ok(hash_of(&with, certificate.raw)? == named)
}

/// Whether the signature is that of the certificate's key over `message`.
fn is_signed(signer: &SignerInfo<'_>, certificate: &Held<'_>, message: &[u8]) -> Result<bool, Why> {
    let key = certificate.key().ok_or(Why::NoCertificate)?;
    let algorithm = match key.kind {
        RSA | RSA_PSS => {
            check_rsa_key(key.bits)?;
            rsa(signer)?
        }
        EC => ecdsa(signer, key.parameters.as_deref(), key.bits)?,
        _ => return Err(Why::Unknown),
    };
    Ok(UnparsedPublicKey::new(algorithm, key.bits).verify(message, signer.signature).is_ok())
}

fn check_rsa_key(key: &[u8]) -> Result<(), Why> {
    let mut numbers = Part::first(key).and_then(|part| part.sequence()).ok_or(Why::NoCertificate)?;
    let mut bytes = || {
        let number = numbers.next()?.value();
        Some(number.iter().skip_while(|byte| **byte == 0).count())
    };
    let (Some(modulus), Some(exponent)) = (bytes(), bytes()) else { return Err(Why::NoCertificate) };
    match modulus {
        _ if modulus < *RSA_MODULUS_BYTES.start() => Err(Why::Weak),
        _ if modulus > *RSA_MODULUS_BYTES.end() || exponent > RSA_EXPONENT_BYTES => Err(Why::Unknown),
        _ => Ok(()),
    }
}

fn rsa(signer: &SignerInfo<'_>) -> Result<&'static dyn VerificationAlgorithm, Why> {
    let Algorithm { oid, parameters } = signer.signature_algorithm;
    if oid == RSA_PSS {
        return Ok(match pss_hash(parameters)? {
            Digest::Sha256 => &ring_signature::RSA_PSS_2048_8192_SHA256,
            Digest::Sha384 => &ring_signature::RSA_PSS_2048_8192_SHA384,
            Digest::Sha512 => &ring_signature::RSA_PSS_2048_8192_SHA512,
            Digest::Old => return Err(Why::Weak),
            Digest::Other(_) => return Err(Why::Unknown),
        });
    }
    // Signers write the key's algorithm alone too, and mean the hash that they name beside it.
    let with = hash(if oid == RSA { signer.digest.oid } else { oid });
    Ok(match with {
        Digest::Sha256 => &ring_signature::RSA_PKCS1_2048_8192_SHA256,
        Digest::Sha384 => &ring_signature::RSA_PKCS1_2048_8192_SHA384,
        Digest::Sha512 => &ring_signature::RSA_PKCS1_2048_8192_SHA512,
        Digest::Old => return Err(Why::Weak),
        Digest::Other(_) => return Err(Why::Unknown),
    })
}

/// The hash of an RSASSA-PSS (RFC 4055, 3.1), when its mask is made with the same and its salt is as long: what ring
/// checks, and everybody makes. What is left out means SHA-1.
fn pss_hash(parameters: Option<Part<'_>>) -> Result<Digest, Why> {
    let mut parts = parameters.and_then(|part| part.sequence()).ok_or(Why::Weak)?;
    let algorithm = |part: Option<Part<'_>>| {
        part.and_then(|part| Algorithm::read(Part::first(part.value())?).map(|a| a.oid))
    };
    let with = hash(algorithm(parts.next_if_context(0)).ok_or(Why::Weak)?);
    let mask = parts.next_if_context(1).and_then(|part| Algorithm::read(Part::first(part.value())?));
    let mask = mask.filter(|mask| mask.oid == MGF1).and_then(|mask| Algorithm::read(mask.parameters?));
    let salt = parts.next_if_context(2).and_then(|part| u8::from_der(part.value()).ok()).unwrap_or(20);
    let length = match with {
        Digest::Sha256 => 32,
        Digest::Sha384 => 48,
        Digest::Sha512 => 64,
        Digest::Old | Digest::Other(_) => return Ok(with),
    };
    let is_same = mask.is_some_and(|mask| hash(mask.oid) == with) && salt == length;
    if is_same { Ok(with) } else { Err(Why::Unknown) }
}

fn ecdsa(
    signer: &SignerInfo<'_>,
    curve: Option<&[u8]>,
    key: &[u8],
) -> Result<&'static dyn VerificationAlgorithm, Why> {
    let curve = curve.and_then(|der| ObjectIdentifier::from_der(der).ok()).ok_or(Why::Unknown)?;
    // ring reads points that are not compressed.
    if key.first() != Some(&4) {
        return Err(Why::Unknown);
    }
    let Algorithm { oid, .. } = signer.signature_algorithm;
    let with = hash(if oid == EC { signer.digest.oid } else { oid });
    Ok(match (curve, with) {
        (P256, Digest::Sha256) => &ring_signature::ECDSA_P256_SHA256_ASN1,
        (P256, Digest::Sha384) => &ring_signature::ECDSA_P256_SHA384_ASN1,
        (P384, Digest::Sha256) => &ring_signature::ECDSA_P384_SHA256_ASN1,
        (P384, Digest::Sha384) => &ring_signature::ECDSA_P384_SHA384_ASN1,
        (_, Digest::Old) => return Err(Why::Weak),
        _ => return Err(Why::Unknown),
    })
}

/// The time that a signer claims to have signed at (RFC 5652, 11.3).
pub(super) fn signing_time(signer: &SignerInfo<'_>) -> Option<Time> {
    signer.attribute(SIGNING_TIME).and_then(|time| Time::from_der(time.raw).ok())
}
