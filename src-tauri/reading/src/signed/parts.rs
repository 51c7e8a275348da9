//! DER read part by part, each with its bytes as they came: signatures are over bytes, not over values.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Reader, SliceReader, Tag, Tagged};

/// One element: its whole bytes and its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    /// Identifier, length and value.
    pub raw: &'a [u8],
    pub any: AnyRef<'a>,
}

impl<'a> Part<'a> {
    /// The first element of `der`.
    pub(super) fn first(der: &'a [u8]) -> Option<Self> {
        Parts::new(der)?.next()
    }

    pub(super) fn value(&self) -> &'a [u8] {
        self.any.value()
    }

    /// The elements inside, when it is a SEQUENCE.
    pub(super) fn sequence(&self) -> Option<Parts<'a>> {
        self.inside(Tag::Sequence)
    }

    /// The elements inside, when it is a SET.
    pub(super) fn set(&self) -> Option<Parts<'a>> {
        self.inside(Tag::Set)
    }

    pub(super) fn oid(&self) -> Option<ObjectIdentifier> {
        self.any.decode_as().ok()
    }

    pub(super) fn octets(&self) -> Option<&'a [u8]> {
        (self.any.tag() == Tag::OctetString).then(|| self.value())
    }

    /// Whether it is `[number]`, and constructed or not as asked.
    pub(super) fn is_context(&self, number: u8, constructed: bool) -> bool {
        let form = if constructed { 0xA0 } else { 0x80 };
        self.raw.first() == Some(&(form | number))
    }

    fn inside(&self, tag: Tag) -> Option<Parts<'a>> {
        if self.any.tag() == tag { Parts::new(self.value()) } else { None }
    }
}

/// Elements one after another. It ends at the first that cannot be read.
pub(super) struct Parts<'a>(SliceReader<'a>);

impl<'a> Parts<'a> {
    pub(super) fn new(der: &'a [u8]) -> Option<Self> {
        SliceReader::new(der).ok().map(Self)
    }

    /// The next one, when it is `[number]`.
    pub(super) fn next_if_context(&mut self, number: u8) -> Option<Part<'a>> {
        let mut ahead = self.0.clone();
        let part = read(&mut ahead)?;
        if !part.is_context(number, true) {
            return None;
        }
        self.0 = ahead;
        Some(part)
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        read(&mut self.0)
    }
}

fn read<'a>(reader: &mut SliceReader<'a>) -> Option<Part<'a>> {
    if reader.is_finished() {
        return None;
    }
    let raw = reader.tlv_bytes().ok()?;
    AnyRef::from_der(raw).ok().map(|any| Part { raw, any })
}
