//! Whatever the bytes are: no panic, and what comes out was in.

use proptest::prelude::*;

use super::*;
use crate::testing::config;

const PIECES: &[&str] = &[
    "<a>",
    "</a>",
    "<a/>",
    "<p:FatturaElettronica versione='FPR12'>",
    "<FatturaElettronicaHeader>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&x;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!DOCTYPE a>",
    "<?xml version='1.0' encoding='utf-16'?>",
    "testo",
    "'",
    "<",
    ">",
    "\u{feff}",
    "\u{fffe}",
    "versione=\"",
    " ",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_pieces_of_xml_end_without_a_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let _ = read(pieces.concat().as_bytes());
    }

    #[test]
    fn an_invoice_changed_anywhere_ends_in_an_error_or_an_invoice(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = tests::EXAMPLE.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(invoice) = read(&bytes) {
            prop_assert!(!invoice.bodies.is_empty());
        }
    }

    #[test]
    fn an_amount_that_is_read_stays_as_it_was_written(text in "[-+]?[0-9]{0,12}(\\.[0-9]{0,9})?") {
        if let Some(amount) = Amount::read(&text) {
            prop_assert_eq!(amount.as_str(), text.trim_start_matches('+'));
        }
    }
}
