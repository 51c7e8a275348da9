//! What a signer's certificate says (RFC 5280, ETSI EN 319 412-2). It is read, never trusted.

use chrono::{DateTime, Utc};
use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Encode, Tag, Tagged};
use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::parts::Part;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SURNAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.4");
const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const GIVEN_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.42");
const EMAIL_ADDRESS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1");
const SUBJECT_KEY_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");

/// How many mail addresses of a certificate are read.
const MAX_ADDRESSES: usize = 64;

/// What a certificate says of its holder. Nobody has vouched for it here: no list of trusted issuers is looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The common name of the holder.
    pub common_name: Option<String>,
    /// The given name of the holder.
    pub given_name: Option<String>,
    /// The surname of the holder.
    pub surname: Option<String>,
    /// The Italian tax code of the holder: of `TINIT-RSSMRA80A01H501U` (ETSI EN 319 412-1, 5.1.3), or of
    /// `IT:RSSMRA80A01H501U` as before eIDAS, the part after the mark.
    pub tax_code: Option<String>,
    /// The organisation that the holder belongs to, or is.
    pub organisation: Option<String>,
    /// The mail addresses that it is for: `rfc822Name` (RFC 5280, 4.2.1.6), and `emailAddress` in the holder's name.
    pub addresses: Vec<String>,
    /// The common name of who issued it, or its organisation.
    pub issuer: Option<String>,
    /// Whether issuer and holder have the same name: nobody but the holder stands behind it.
    pub is_self_issued: bool,
    /// From when it is valid.
    pub valid_from: Option<DateTime<Utc>>,
    /// Until when it is valid.
    pub valid_until: Option<DateTime<Utc>>,
}

impl Certificate {
    /// The holder's given name and surname, or else the common name, or else the organisation.
    pub fn holder(&self) -> Option<String> {
        match (&self.given_name, &self.surname) {
            (Some(given), Some(surname)) => Some(format!("{given} {surname}")),
            _ => self.common_name.clone().or_else(|| self.organisation.clone()),
        }
    }
}

/// A certificate with what the check of a signature needs.
pub(super) struct Held<'a> {
    pub raw: &'a [u8],
    inner: CertificateInner<Raw>,
}

/// A public key, as `SubjectPublicKeyInfo` has it.
pub(super) struct Key<'a> {
    pub kind: ObjectIdentifier,
    /// In DER.
    pub parameters: Option<Vec<u8>>,
    pub bits: &'a [u8],
}

impl<'a> Held<'a> {
    pub(super) fn read(raw: &'a [u8]) -> Option<Self> {
        CertificateInner::from_der(raw).ok().map(|inner| Self { raw, inner })
    }

    /// Whether `sid` means it: by issuer and serial number, or `[0]` by its key's identifier (RFC 5652, 5.3).
    pub(super) fn is_meant_by(&self, sid: Part<'_>) -> bool {
        let tbs = self.inner.tbs_certificate();
        if sid.is_context(0, false) {
            let mut extensions = tbs.extensions().into_iter().flatten();
            let own = extensions.find(|extension| extension.extn_id == SUBJECT_KEY_IDENTIFIER);
            let own = own.and_then(|extension| Part::first(extension.extn_value.as_bytes()));
            return own.and_then(|part| part.octets()) == Some(sid.value());
        }
        let Some(mut parts) = sid.sequence() else { return false };
        let (Some(issuer), Some(serial)) = (parts.next(), parts.next()) else { return false };
        serial.value() == tbs.serial_number().as_bytes()
            && Name::from_der(issuer.raw).is_ok_and(|issuer| issuer == *tbs.issuer())
    }

    pub(super) fn key(&self) -> Option<Key<'_>> {
        let key = self.inner.tbs_certificate().subject_public_key_info();
        let parameters = key.algorithm.parameters.as_ref().and_then(|any| any.to_der().ok());
        Some(Key { kind: key.algorithm.oid, parameters, bits: key.subject_public_key.as_bytes()? })
    }

    fn addresses(&self) -> Vec<String> {
        let tbs = self.inner.tbs_certificate();
        let alternative =
            tbs.extensions().into_iter().flatten().find(|extension| extension.extn_id == SUBJECT_ALT_NAME);
        let names =
            alternative.and_then(|extension| Part::first(extension.extn_value.as_bytes())?.sequence());
        let by_name = names.into_iter().flatten().filter(|name| name.is_context(1, false));
        let by_name = by_name.map(|name| String::from_utf8_lossy(name.value()).into_owned());
        by_name.chain(named(tbs.subject(), EMAIL_ADDRESS)).take(MAX_ADDRESSES).collect()
    }

    pub(super) fn told(&self) -> Certificate {
        let tbs = self.inner.tbs_certificate();
        let (subject, issuer) = (tbs.subject(), tbs.issuer());
        let validity = tbs.validity();
        Certificate {
            common_name: named(subject, COMMON_NAME),
            given_name: named(subject, GIVEN_NAME),
            surname: named(subject, SURNAME),
            tax_code: named(subject, SERIAL_NUMBER).and_then(|serial| tax_code(&serial)),
            organisation: named(subject, ORGANISATION),
            addresses: self.addresses(),
            is_self_issued: subject == issuer,
            issuer: named(issuer, COMMON_NAME).or_else(|| named(issuer, ORGANISATION)),
            valid_from: instant(validity.not_before),
            valid_until: instant(validity.not_after),
        }
    }
}

/// A point in time as certificates and signatures write it.
pub(super) fn instant(time: Time) -> Option<DateTime<Utc>> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok()?;
    DateTime::from_timestamp(seconds, 0)
}

fn named(name: &Name, wanted: ObjectIdentifier) -> Option<String> {
    let mut attributes = name.iter();
    let attribute = attributes.find(|attribute| attribute.oid == wanted)?;
    text(attribute.value.to_ref()).filter(|text| !text.is_empty())
}

/// A `DirectoryString` (RFC 5280, 4.1.2.4), whichever of its forms; control characters become spaces.
fn text(any: AnyRef<'_>) -> Option<String> {
    let bytes = any.value();
    let text = match any.tag() {
        Tag::BmpString => {
            let units = bytes
                .chunks_exact(2)
                .map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
            char::decode_utf16(units).map(|decoded| decoded.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        // In use it is Latin-1, whatever T.61 says.
        Tag::TeletexString => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String | Tag::NumericString | Tag::VisibleString => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        _ => return None,
    };
    let clean: String =
        text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    Some(clean.trim().to_owned())
}

/// The Italian tax code in a holder's serial number: 16 characters of a person, 11 digits of a company.
fn tax_code(serial: &str) -> Option<String> {
    let code = ["TINIT-", "IT:"].iter().find_map(|mark| {
        serial.get(..mark.len()).filter(|start| start.eq_ignore_ascii_case(mark))?;
        serial.get(mark.len()..)
    })?;
    let is_code = matches!(code.len(), 11 | 16) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_code.then(|| code.to_ascii_uppercase())
}
