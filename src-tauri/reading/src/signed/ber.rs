//! BER as Italian signers make it, turned into DER (ITU-T X.690).
//!
//! What changes: indefinite lengths become definite (8.1.3.6), lengths as short as can be (10.1), and strings in
//! segments one string (8.21, 10.2). What does not: the order in a SET, which readers of signatures need as it came.

/// How deep elements may lie in one another.
const MAX_DEPTH: usize = 64;

/// How many elements there may be; a file of 64 MiB signed in segments of 128 bytes stays below.
const MAX_ELEMENTS: usize = 1 << 20;

/// The longest identifier in bytes (X.690 8.1.2.4): no standard here needs more than one.
const MAX_TAG_BYTES: usize = 5;

const CONSTRUCTED: u8 = 0x20;
const INDEFINITE: u8 = 0x80;

/// Why bytes cannot be turned into DER.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BerFault {
    /// They are no BER, or end too early.
    Broken,
    /// They pass [`MAX_DEPTH`] or [`MAX_ELEMENTS`].
    TooDeep,
}

/// The first element of `ber` as DER. Bytes behind it are not looked at.
pub(super) fn to_der(ber: &[u8]) -> Result<Vec<u8>, BerFault> {
    let mut plan = Plan { ber, elements: Vec::new() };
    plan.element(0, ber.len(), 0)?;
    Ok(plan.write())
}

/// The elements in the order in which they begin, with the length each has in DER.
struct Plan<'a> {
    ber: &'a [u8],
    elements: Vec<Element>,
}

struct Element {
    /// Where its identifier begins, and how long that is.
    at: usize,
    tag_bytes: usize,
    form: Form,
    /// How many bytes of content it has in DER.
    length: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Its content begins here.
    Primitive { content: usize },
    /// Its content is the elements that follow.
    Constructed,
    /// A string whose segments follow, up to this element.
    Segmented { until: usize },
}

/// What an element's first bytes say.
struct Header {
    tag: u8,
    tag_bytes: usize,
    content: usize,
    /// None when the length is indefinite.
    length: Option<usize>,
}

impl Plan<'_> {
    /// Takes in the element at `at`, which must end by `end`; returns where it ended and its whole length in DER.
    fn element(&mut self, at: usize, end: usize, depth: usize) -> Result<(usize, usize), BerFault> {
        if depth >= MAX_DEPTH || self.elements.len() >= MAX_ELEMENTS {
            return Err(BerFault::TooDeep);
        }
        let header = self.header(at, end)?;
        let index = self.elements.len();
        let form = Form::Primitive { content: header.content };
        self.elements.push(Element { at, tag_bytes: header.tag_bytes, form, length: 0 });
        let (next, length, form) = if header.tag & CONSTRUCTED == 0 {
            let length = header.length.ok_or(BerFault::Broken)?;
            (header.content + length, length, form)
        } else {
            let (next, whole, strings) = self.children(&header, end, depth)?;
            if is_string(header.tag) {
                (next, strings, Form::Segmented { until: self.elements.len() })
            } else {
                (next, whole, Form::Constructed)
            }
        };
        if let Some(element) = self.elements.get_mut(index) {
            (element.form, element.length) = (form, length);
        }
        Ok((next, header.tag_bytes + length_bytes(length).len() + length))
    }

    /// Takes in what an element holds; returns where it ended, the length of all in DER, and of their contents alone.
    fn children(
        &mut self,
        parent: &Header,
        end: usize,
        depth: usize,
    ) -> Result<(usize, usize, usize), BerFault> {
        let (mut at, mut whole, mut strings) = (parent.content, 0, 0);
        let until = parent.length.map(|length| parent.content + length);
        let end = until.unwrap_or(end);
        loop {
            if Some(at) == until {
                return Ok((at, whole, strings));
            }
            if until.is_none() && self.ber.get(at..at + 2) == Some(&[0, 0]) && at + 2 <= end {
                return Ok((at + 2, whole, strings));
            }
            let child = self.elements.len();
            let (next, length) = self.element(at, end, depth + 1)?;
            if is_string(parent.tag) {
                let tag = self.ber.get(at).map_or(0, |tag| tag & !CONSTRUCTED);
                if tag != OCTET_STRING && tag != parent.tag & !CONSTRUCTED {
                    return Err(BerFault::Broken);
                }
                strings += self.elements.get(child).map_or(0, |element| element.length);
            }
            (at, whole) = (next, whole + length);
        }
    }

    fn header(&self, at: usize, end: usize) -> Result<Header, BerFault> {
        let bytes = self.ber.get(at..end).ok_or(BerFault::Broken)?;
        let tag = *bytes.first().ok_or(BerFault::Broken)?;
        let mut tag_bytes = 1;
        if tag & 0x1F == 0x1F {
            let more = bytes.iter().skip(1).take(MAX_TAG_BYTES).position(|byte| byte & 0x80 == 0);
            tag_bytes += more.ok_or(BerFault::Broken)? + 1;
        }
        let first = *bytes.get(tag_bytes).ok_or(BerFault::Broken)?;
        let mut content = tag_bytes + 1;
        let length = match first {
            INDEFINITE => None,
            0..INDEFINITE => Some(usize::from(first)),
            _ => {
                let count = usize::from(first & 0x7F);
                let digits = bytes.get(content..content + count).ok_or(BerFault::Broken)?;
                content += count;
                let length = digits.iter().try_fold(0_usize, |sum, digit| {
                    sum.checked_mul(256).map(|sum| sum + usize::from(*digit))
                });
                Some(length.ok_or(BerFault::Broken)?)
            }
        };
        // A length past the end is the commonest sign of a file cut off.
        if length.is_some_and(|length| length > bytes.len() - content) {
            return Err(BerFault::Broken);
        }
        Ok(Header { tag, tag_bytes, content: at + content, length })
    }

    fn write(&self) -> Vec<u8> {
        let room = self.elements.first().map_or(0, |element| element.length + 16);
        let mut der = Vec::with_capacity(room);
        let mut inside_until = 0;
        for (index, element) in self.elements.iter().enumerate() {
            let is_segment = index < inside_until;
            if !is_segment {
                let tag = self.ber.get(element.at..element.at + element.tag_bytes).unwrap_or_default();
                let start = der.len();
                der.extend_from_slice(tag);
                if let (Form::Segmented { until }, Some(tag)) = (element.form, der.get_mut(start)) {
                    *tag &= !CONSTRUCTED;
                    inside_until = until;
                }
                der.extend_from_slice(&length_bytes(element.length));
            }
            if let Form::Primitive { content } = element.form {
                der.extend_from_slice(self.ber.get(content..content + element.length).unwrap_or_default());
            }
        }
        der
    }
}

const OCTET_STRING: u8 = 0x04;

/// Whether BER may bring it in segments that are joined byte by byte: OCTET STRING and the strings of characters. (A
/// BIT STRING in segments is made by nobody here, and is left as it is.)
fn is_string(tag: u8) -> bool {
    tag & CONSTRUCTED != 0
        && matches!(tag & !CONSTRUCTED, OCTET_STRING | 0x0C | 0x12..=0x16 | 0x19..=0x1C | 0x1E)
}

/// A length as DER writes it (X.690 10.1).
pub(super) fn length_bytes(length: usize) -> Vec<u8> {
    let bytes = length.to_be_bytes();
    let digits: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    match (digits.as_slice(), u8::try_from(digits.len())) {
        ([], _) => vec![0],
        ([digit], _) if *digit < INDEFINITE => vec![*digit],
        (_, Ok(count)) => [&[INDEFINITE | count], digits.as_slice()].concat(),
        (_, Err(_)) => Vec::new(),
    }
}
