//! Whatever the bytes are: no panic, and what comes out was in.

use proptest::prelude::*;

use super::*;
use crate::testing::{changed, config};

const PIECES: &[&str] = &[
    "<postacert tipo=\"accettazione\">",
    "</postacert>",
    "<intestazione>",
    "</intestazione>",
    "<dati>",
    "</dati>",
    "<mittente>a@b</mittente>",
    "<data zona=\"+9999\">",
    "</data>",
    "<giorno>31/02/2025</giorno>",
    "<ora>12:00:00</ora>",
    "<gestore-emittente>x</gestore-emittente>",
    "<identificativo>y</identificativo>",
    "<msgid>",
    "</msgid>",
    "&lt;",
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
    " ",
    "a=\"",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = Certificate::read(&bytes);
    }

    #[test]
    fn any_pieces_end_without_a_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let _ = Certificate::read(pieces.concat().as_bytes());
    }

    #[test]
    fn certification_data_changed_anywhere_end_in_an_error_or_a_certificate(bytes in changed(tests::DELIVERED.as_bytes())) {
        if let Ok(told) = Certificate::read(&bytes) {
            prop_assert!(!told.sender.is_empty() && !told.gateway.is_empty() && !told.identifier.is_empty());
            prop_assert!(!told.sender.contains(char::is_control));
        }
    }

    #[test]
    fn a_receipt_changed_anywhere_is_read(bytes in changed(&tests::receipt_mail())) {
        let Ok(mail) = Message::read(&bytes) else { return Ok(()) };
        let _ = (receipt(&mail), certificate(&mail), carried(&mail));
        if let Some(parts) = signed_parts(&mail) {
            prop_assert!(!parts.content.windows(2).any(|pair| pair[1] == b'\n' && pair[0] != b'\r'));
        }
    }

    #[test]
    fn what_was_signed_is_handed_out_byte_for_byte(content in "[ -~]{0,40}(\r\n[ -~]{0,40}){0,6}") {
        prop_assume!(!content.contains("--=_b"));
        let raw = format!("Content-Type: multipart/signed; boundary=\"=_b\"\r\n\r\n--=_b\r\n\r\n{content}\r\n--=_b\r\nContent-Type: application/pkcs7-signature\r\n\r\nx\r\n--=_b--\r\n");
        let mail = Message::read(raw.as_bytes()).unwrap();
        let parts = signed_parts(&mail).unwrap();
        prop_assert_eq!(String::from_utf8_lossy(&parts.content), format!("\r\n{content}"));
    }
}
