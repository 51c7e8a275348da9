//! Whatever the bytes are: no panic, no more out than a letter's worth, no letter within what is read.

use proptest::prelude::*;

use super::*;
use crate::testing::config;

const PIECES: &[&str] = &[
    "\r\n",
    "\n",
    "\n\n",
    "--b",
    "--b--",
    "--",
    "b",
    "Subject: x\n",
    "From: <a@b>, \"c\" <d>;\n",
    ":",
    "=",
    "Content-Type: multipart/mixed; boundary=b\n",
    "Content-Type: multipart/alternative; boundary=\"\"\n",
    "Content-Type: message/rfc822\n",
    "Content-Type: multipart/digest; boundary=b\n",
    "Content-Type: text/html; charset=utf-7\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "Date: 31 Feb 99999 99:99 -9999\n",
    "=?utf-8?Q?=C3=28?=",
    "Content-Disposition: attachment; filename*0*=utf-8''%FF; filename*1=x\n",
    "é",
    " ",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_pieces_of_a_letter_are_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let text = pieces.concat();
        if let Ok(letter) = read(text.as_bytes()) {
            let attached: usize = letter.attachments.iter().map(Attachment::size).sum();
            prop_assert!(attached <= text.len() * 4);
        }
    }

    #[test]
    fn a_letter_changed_anywhere_is_read(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = tests::EXAMPLE.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let letter = read(&bytes);
        prop_assert_ne!(letter, Err(LetterError::Damaged));
    }

    #[test]
    fn what_is_hidden_comes_back(text in "([mM]essage|[a-z]essage|[a-zA-Z]igest|digest|[a-z/ ]){0,12}") {
        let (veil, veiled) = Veil::over(text.as_bytes());
        let veiled = String::from_utf8(veiled).unwrap();
        let lower = veiled.to_lowercase();
        prop_assert!(!lower.contains("message") && !lower.contains("digest"));
        prop_assert_eq!(veil.off(&veiled), text);
    }
}
