//! The words in XML, as it streams by (quick-xml). Names go without their prefixes; what a DTD defines is left out.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::WordsError;
use super::gathered::{Gathered, Halt};

/// How deep elements may lie in one another.
const MAX_DEPTH: usize = 1000;

/// Which of an XML's text counts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rules {
    /// Only text within these elements counts; all does when there are none.
    pub within: &'static [&'static str],
    /// Text within these does not.
    pub without: &'static [&'static str],
    /// Nor within this element when this attribute of it has this value.
    pub without_if: Option<(&'static str, &'static str, &'static str)>,
    /// These elements part words; all do when there are none.
    pub apart: &'static [&'static str],
    /// The attribute of this element counts too.
    pub told: Option<(&'static str, &'static str)>,
}

/// Any XML.
pub(super) const ANY: Rules = Rules { within: &[], without: &[], without_if: None, apart: &[], told: None };

/// How the reading stands.
#[derive(Default)]
struct Depths {
    open: usize,
    within: usize,
    /// How many elements are open from the one that does not count.
    without: usize,
}

/// Gathers the words of an XML. When it is broken, [`WordsError::Damaged`] after what came before.
pub(super) fn gather(xml: impl BufRead, rules: &Rules, gathered: &mut Gathered) -> Result<(), Halt> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    let mut at = Depths::default();
    loop {
        gathered.look()?;
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|_| WordsError::Damaged)?;
        let counts = at.without == 0 && (rules.within.is_empty() || at.within > 0);
        match event {
            Event::Start(start) => {
                at.open += 1;
                if at.open > MAX_DEPTH {
                    return Err(WordsError::Damaged.into());
                }
                let name = start.local_name();
                let is_without = rules.without.contains(&name.as_ref()) || is_without_if(&start, rules);
                at.without += usize::from(at.without > 0 || is_without);
                at.within += usize::from(rules.within.contains(&name.as_ref()));
                parts(name.as_ref(), rules, gathered);
                tell(&start, rules, gathered)?;
            }
            Event::Empty(start) => {
                parts(start.local_name().as_ref(), rules, gathered);
                tell(&start, rules, gathered)?;
            }
            Event::End(end) => {
                let name = end.local_name();
                at.open = at.open.saturating_sub(1);
                at.without = at.without.saturating_sub(1);
                at.within -= usize::from(at.within > 0 && rules.within.contains(&name.as_ref()));
                parts(name.as_ref(), rules, gathered);
            }
            Event::Text(text) if counts => gathered.push(&text.xml10_content())?,
            Event::CData(text) if counts => gathered.push(&text.xml10_content())?,
            Event::GeneralRef(reference) if counts => {
                gathered.push(referred(&reference, &mut [0; 4]).unwrap_or_default())?;
            }
            Event::Eof => return if at.open == 0 { Ok(()) } else { Err(WordsError::Damaged.into()) },
            _ => {}
        }
    }
}

fn parts(name: &str, rules: &Rules, gathered: &mut Gathered) {
    if rules.apart.is_empty() || rules.apart.contains(&name) {
        gathered.part();
    }
}

fn is_without_if(start: &BytesStart<'_>, rules: &Rules) -> bool {
    rules.without_if.is_some_and(|(element, name, value)| {
        start.local_name().as_ref() == element && attribute(start, name).is_some_and(|found| found == value)
    })
}

fn tell(start: &BytesStart<'_>, rules: &Rules, gathered: &mut Gathered) -> Result<(), Halt> {
    let Some((element, name)) = rules.told else { return Ok(()) };
    if start.local_name().as_ref() != element {
        return Ok(());
    }
    attribute(start, name).map_or(Ok(()), |value| gathered.push_apart(&value))
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    // Looking for repeated names takes time squared in how many there are.
    let mut attributes = start.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), Into::into))
}

fn referred<'a>(reference: &BytesRef<'_>, buffer: &'a mut [u8; 4]) -> Option<&'a str> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Some(character.encode_utf8(buffer)),
        _ => resolve_xml_entity(reference.as_ref()),
    }
}
