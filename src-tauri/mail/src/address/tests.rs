use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Result<String, AddressError> {
    text.parse::<EmailAddress>().map(|address| address.to_string())
}

#[test]
fn an_ordinary_address_is_kept_and_its_domain_is_lowered() {
    assert_eq!(
        parse("  Elena.Vannini@Studio-Vannini.Example "),
        Ok("Elena.Vannini@studio-vannini.example".into())
    );
    assert_eq!(parse("paolo+fatture@rinaldi.example"), Ok("paolo+fatture@rinaldi.example".into()));
    assert_eq!("a@b.example".parse::<EmailAddress>().unwrap().domain(), "b.example");
}

#[test]
fn an_international_domain_becomes_its_a_label() {
    assert_eq!(parse("info@müller.example"), Ok("info@xn--mller-kva.example".into()));
    assert_eq!(parse("info@città.example"), Ok("info@xn--citt-3na.example".into()));
}

#[test]
fn what_is_no_address_says_why() {
    assert_eq!(parse("   "), Err(AddressError::Empty));
    assert_eq!(parse("elena"), Err(AddressError::MissingParts));
    assert_eq!(parse("@example.test"), Err(AddressError::MissingParts));
    assert_eq!(parse("elena@"), Err(AddressError::MissingParts));
    assert_eq!(parse("perché@example.test"), Err(AddressError::NonAsciiLocalPart));
    assert_eq!(parse("two words@example.test"), Err(AddressError::InvalidLocalPart));
    assert_eq!(parse("elena@exa mple.test"), Err(AddressError::InvalidDomain));
    assert_eq!(parse("Elena <elena@example.test>"), Err(AddressError::InvalidDomain));
    assert_eq!(parse(&format!("a@{}.example", "b.".repeat(130))), Err(AddressError::InvalidDomain));
    assert_eq!(
        parse(&format!("elena@{}.example", ["b".repeat(60).as_str(); 5].join("."))),
        Err(AddressError::InvalidDomain)
    );
}

#[test]
fn a_line_break_never_gets_into_an_address() {
    for text in [
        "a@b.example\r\nRCPT TO:<c@d.example>",
        "a\r\n@b.example",
        "\"a\r\nb\"@b.example",
        "\"a\\\r\\\nb\"@b.example",
        "a@b.example>\r\nDATA",
    ] {
        assert!(parse(text).is_err(), "{text:?}");
    }
}

proptest! {
    #[test]
    fn whatever_is_accepted_is_printable_ascii_and_parses_to_itself(text in ".{0,12}@?[^@]{0,20}") {
        if let Ok(address) = parse(&text) {
            prop_assert!(address.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
            prop_assert_eq!(parse(&address), Ok(address));
        }
    }
}
