//! Whatever the bytes are: no panic, no more out than was in, and what was sent is what is read.

use proptest::prelude::*;

use super::*;
use crate::testing::{changed, config};

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
    "\0",
    "\u{202E}",
    "Content-Type: multipart/mixed; boundary=b\n",
    "Content-Type: multipart/alternative; boundary=\"\"\n",
    "Content-Type: message/rfc822\n",
    "Content-Type: multipart/digest; boundary=b\n",
    "Content-Type: text/html; charset=utf-7\n",
    "Content-Type: text/plain; format=flowed; charset=gbk\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "Date: 31 Feb 99999 99:99 -9999\n",
    "=?utf-8?Q?=C3=28?=",
    "Content-Disposition: attachment; filename*0*=utf-8''%FF; filename*1=x\n",
    "é",
    " ",
    "> x \n",
    "<blockquote>",
    "(",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = Message::read(&bytes).map(|mail| mail.said());
    }

    #[test]
    fn any_pieces_of_a_mail_are_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let text = pieces.concat();
        if let Ok(mail) = Message::read(text.as_bytes()) {
            let attached: usize = mail.attachments.iter().map(|one| one.bytes().len()).sum();
            prop_assert!(attached <= text.len());
            let _ = mail.said();
        }
    }

    #[test]
    fn a_mail_changed_anywhere_is_read(bytes in changed(tests::USUAL.as_bytes())) {
        let mail = Message::read(&bytes);
        if let Ok(mail) = mail {
            let told = mail.from.iter().chain(&mail.to).flat_map(|one| [one.name.clone(), one.address.clone()]);
            prop_assert!(told.chain([mail.subject.clone()]).all(|text| !text.contains(char::is_control)));
            prop_assert!(mail.attachments.iter().all(|one| one.name.as_deref().is_none_or(|name| !name.contains(char::is_control))));
            let _ = mail.said();
        }
    }

    #[test]
    fn flowed_text_loses_no_word(text in "([a-zè>-]{0,6} {0,2}(\r\n|\n)?){0,40}", joins in any::<bool>()) {
        let letters = |text: &str| text.chars().filter(|one| one.is_alphabetic()).collect::<String>();
        prop_assert_eq!(letters(&flowed::unflowed(&text, joins)), letters(&text));
    }

    #[test]
    fn what_was_attached_is_what_is_read(files in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..5), text in "[ -~àèì€\n]{0,300}") {
        use base64::Engine;
        let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
        let mut raw = format!("Subject: x\r\nContent-Type: multipart/mixed; boundary=\"=_b\"\r\n\r\n--=_b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n", encode(text.as_bytes()));
        let head = "Content-Type: application/octet-stream; name=x\r\nContent-Transfer-Encoding: base64";
        let parts = files.iter().map(|file| ["--=_b\r\n", head, "\r\n\r\n", &encode(file), "\r\n"].concat());
        raw.extend(parts);
        raw.push_str("--=_b--\r\n");
        let mail = Message::read(raw.as_bytes()).unwrap();
        prop_assert_eq!(mail.plain.as_deref(), Some(text.as_str()));
        let read: Vec<Vec<u8>> = mail.attachments.iter().map(|one| one.bytes().into_owned()).collect();
        prop_assert_eq!(read, files);
    }
}
