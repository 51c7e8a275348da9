//! Letters as mail programs write them.

use super::*;

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox { name: Some(name.into()), address: Some(address.into()) }
}

fn crlf(text: &str) -> Vec<u8> {
    text.replace('\n', "\r\n").into_bytes()
}

const USUAL: &str = "\
From: =?utf-8?Q?Paolo_Rinald=C3=AC?= <paolo@rinaldi.example>
To: Elena <elena@studio.example>, undisclosed: giulia@rinaldi.example;
Cc: bare@example.com
Date: Fri, 15 Mar 2024 09:30:00 +0100
Subject: =?iso-8859-1?Q?Fattura_n=B0_12?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=\"outer\"

--outer
Content-Type: multipart/related; boundary=\"related\"

--related
Content-Type: multipart/alternative; boundary=\"inner\"

--inner
Content-Type: text/plain; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

Perch=E9 no: 10 =80, see message/rfc822
--inner
Content-Type: text/html; charset=utf-8

<p onclick=\"x()\">Perché <img src=\"cid:logo@rinaldi\"></p>
--inner--
--related
Content-Type: image/png
Content-ID: <logo@rinaldi>
Content-Disposition: inline; filename=logo.png
Content-Transfer-Encoding: base64

iVBORw0K
Ggo=
--related--
--outer
Content-Type: text/csv; charset=windows-1252; name=\"conti.csv\"
Content-Disposition: attachment; filename*=utf-8''conti%20di%20marzo.csv
Content-Transfer-Encoding: base64

cGVyY2jpOzEK
--outer
Content-Type: message/rfc822
Content-Disposition: attachment; filename=\"inoltrata.eml\"

From: giulia@rinaldi.example
Subject: dentro
Content-Type: multipart/mixed; boundary=\"deep\"

--deep
Content-Type: text/plain

dentro dentro
--deep--

--outer--
";

#[test]
fn a_letter_tells_who_wrote_to_whom_and_when() {
    let letter = read(&crlf(USUAL)).unwrap();
    assert_eq!(letter.from, [mailbox("Paolo Rinaldì", "paolo@rinaldi.example")]);
    let giulia = Mailbox { name: None, address: Some("giulia@rinaldi.example".into()) };
    assert_eq!(letter.to, [mailbox("Elena", "elena@studio.example"), giulia]);
    assert_eq!(letter.cc, [Mailbox { name: None, address: Some("bare@example.com".into()) }]);
    assert_eq!(letter.date.unwrap().to_rfc3339(), "2024-03-15T09:30:00+01:00");
    assert_eq!(letter.subject.as_deref(), Some("Fattura n° 12"));
}

#[test]
fn a_letter_tells_its_text_and_its_html_as_they_are() {
    let letter = read(&crlf(USUAL)).unwrap();
    assert_eq!(letter.text.as_deref(), Some("Perché no: 10 €, see message/rfc822"));
    assert_eq!(letter.html.as_deref(), Some("<p onclick=\"x()\">Perché <img src=\"cid:logo@rinaldi\"></p>"));
}

#[test]
fn attachments_come_byte_for_byte() {
    let letter = read(&crlf(USUAL)).unwrap();
    let [logo, csv, forwarded] = letter.attachments.as_slice() else { panic!("{:?}", letter.attachments) };
    assert_eq!(logo.bytes, b"\x89PNG\r\n\x1a\n");
    assert_eq!((logo.content_id.as_deref(), logo.is_inline), (Some("logo@rinaldi"), true));
    assert_eq!(logo.media_type, "image/png");
    assert_eq!(csv.name.as_deref(), Some("conti di marzo.csv"));
    assert_eq!((csv.bytes.as_slice(), csv.size()), (b"perch\xE9;1\n" as &[u8], 9));
    assert!(!csv.is_inline);
    assert_eq!(forwarded.media_type, "message/rfc822");
}

#[test]
fn a_letter_within_a_letter_is_an_attachment_that_opens_in_turn() {
    let letter = read(&crlf(USUAL)).unwrap();
    let forwarded = read(&letter.attachments[2].bytes).unwrap();
    assert_eq!(forwarded.subject.as_deref(), Some("dentro"));
    assert_eq!(forwarded.text.as_deref(), Some("dentro dentro"));
    assert_eq!(letter.attachments[2].name.as_deref(), Some("inoltrata.eml"));
}

#[test]
fn letters_in_a_digest_are_shown_as_text() {
    let digest = "From: a@b.example\nContent-Type: multipart/digest; boundary=x\n\n--x\n\nSubject: one\n\n1\n--x\n\nSubject: two\n\n2\n--x--\n";
    let letter = read(digest.as_bytes()).unwrap();
    assert_eq!(letter.text.as_deref(), Some("Subject: one\n\n1\nSubject: two\n\n2"));
}

#[test]
fn a_letter_of_text_alone_has_no_html_and_no_attachment() {
    let letter = read(b"Subject: Ciao\n\nTutto bene.\n").unwrap();
    assert_eq!(letter.text.as_deref(), Some("Tutto bene.\n"));
    assert_eq!((letter.html, letter.attachments.len()), (None, 0));
    let html = read(b"Subject: Ciao\nContent-Type: text/html\n\n<b>Bene</b>").unwrap();
    assert_eq!((html.text, html.html.as_deref()), (None, Some("<b>Bene</b>")));
}

#[test]
fn what_is_no_letter_says_so() {
    for bytes in [b"" as &[u8], b"%PDF-1.7\n", b"PK\x03\x04", b"\n\n", b"Nota: bene\n"] {
        assert_eq!(read(bytes), Err(LetterError::NotALetter), "{bytes:?}");
    }
}

#[test]
fn a_letter_cut_off_shows_what_is_left() {
    let whole = crlf(USUAL);
    let letter = read(&whole[..whole.len() / 2]).unwrap();
    assert_eq!(letter.subject.as_deref(), Some("Fattura n° 12"));
}

#[test]
fn more_parts_than_a_program_sends_are_refused() {
    let many = |part: &str, times| {
        format!("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n{}", part.repeat(times))
    };
    assert_eq!(read(many("--b\n\n", 200_001).as_bytes()), Err(LetterError::TooManyParts));
    assert_eq!(
        read(many("--b\nContent-Type: application/pdf\n\nx\n", 1001).as_bytes()),
        Err(LetterError::TooManyParts)
    );
    assert_eq!(read(many("Content-Type: multipart/mixed\n", 201).as_bytes()), Err(LetterError::TooManyParts));
    assert_eq!(read(&vec![b'a'; MAX_BYTES + 1]), Err(LetterError::TooLarge { limit: MAX_BYTES }));
}

#[test]
fn letters_in_letters_without_end_are_one_attachment() {
    for mark in [
        "Content-Type: message/rfc822\n\n",
        "content-type: (x) MESSAGE/rfc822\n\n",
        "Content-Type:\n\tmessage/global\n\n",
    ] {
        let deep = format!("Subject: x\n{}", mark.repeat(50_000));
        let letter = read(deep.as_bytes()).unwrap();
        assert_eq!(letter.subject.as_deref(), Some("x"));
        let attached = letter.attachments.first().map_or(0, Attachment::size);
        assert!(attached > mark.len() * 49_000, "{mark}: {attached}");
    }
}

/// A letter that is right, for the properties.
pub(super) const EXAMPLE: &str = USUAL;

#[test]
fn no_way_to_write_a_letters_type_gets_past_the_veil() {
    for kind in [
        "message/rfc822",
        "message /rfc822",
        "message\t/rfc822",
        "message(c)/rfc822",
        "(c)message/rfc822",
        "\"message\"/rfc822",
        "\"message/rfc822\"",
        "mes\n sage/rfc822",
        "message\n /rfc822",
        "message/ rfc822",
        "message//rfc822",
        "/message/rfc822",
        "x/message/rfc822",
        "x message/rfc822",
        ";message/rfc822",
        "=message/rfc822",
        "message/\n rfc822",
        "mes sage/rfc822",
        "MeSsAgE/RFC822",
        "mes\0sage/rfc822",
        "message\0/rfc822",
        "\0message/rfc822",
        "+message/rfc822",
        "=?utf-8?Q?message?=/rfc822",
        "mes\\sage/rfc822",
        "message\\/rfc822",
        "message/rfc822;x",
        "message",
        "message/",
        "message;/rfc822",
        "multipart/digest; boundary=b",
        "multipart /digest; boundary=b",
        "multipart/ digest; boundary=b",
        "multipart(c)/digest; boundary=b",
        "multipart/digest(c); boundary=b",
        "multi\n part/digest; boundary=b",
        "multipart/(c)digest; boundary=b",
        "multipart/\"digest\"; boundary=b",
    ] {
        let letter = format!("Subject: x\nContent-Type: {kind}\n\n--b\n\nSubject: y\n\nz\n--b--\n");
        let (_, veiled) = Veil::over(letter.as_bytes());
        let message = MessageParser::default().parse(&veiled).unwrap();
        let nested = message.parts.iter().any(|part| matches!(part.body, PartType::Message(_)));
        assert!(!nested, "{kind:?}");
    }
}
