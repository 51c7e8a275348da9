//! Mails as programs write them.

use super::*;

fn crlf(text: &str) -> Vec<u8> {
    text.replace('\n', "\r\n").into_bytes()
}

/// A mail that has everything.
pub(super) const USUAL: &str = "\
Return-Path: <paolo@rinaldi.example>
Delivered-To: elena+token@studio.example
Authentication-Results: mx.studio.example; dmarc=pass header.from=rinaldi.example
From: =?utf-8?Q?Paolo_Rinald=C3=AC?= <paolo@rinaldi.example>
To: Elena <elena+token@studio.example>, undisclosed: giulia@rinaldi.example;
Cc: bare@example.com
Reply-To: Officine <info@rinaldi.example>
Date: Fri, 15 Mar 2024 09:30:00 +0100
Subject: =?iso-8859-1?Q?R=3A_Fattura_n=B0_12?=
Message-ID: <reply@rinaldi.example>
In-Reply-To: <019a0000-0000-7000-8000-000000000001@studio.example>
References: <first@studio.example>
 <019a0000-0000-7000-8000-000000000001@studio.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=\"outer\"

This is a message in MIME format.
--outer
Content-Type: multipart/alternative; boundary=\"inner\"

--inner
Content-Type: text/plain; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

Perch=E9 no: 10 =80.

Il giorno 14/03/2024 10:00, Elena ha scritto:
> Quanto costa?
--inner
Content-Type: multipart/related; boundary=\"related\"

--related
Content-Type: text/html; charset=utf-8

<p>Perché no: 10 € <img src=\"cid:logo@rinaldi\"></p>
--related
Content-Type: image/png
Content-ID: <logo@rinaldi>
Content-Disposition: inline; filename=logo.png
Content-Transfer-Encoding: base64

iVBORw0K
Ggo=
--related--
--inner--
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

--outer
Content-Type: application/ms-tnef; name=\"winmail.dat\"
Content-Transfer-Encoding: base64

eJ8+Ig==
--outer--
";

#[test]
fn a_mail_tells_who_wrote_to_whom_and_when() {
    let bytes = crlf(USUAL);
    let mail = Message::read(&bytes).unwrap();
    assert_eq!(
        (mail.from[0].name.as_str(), mail.from[0].address.as_str()),
        ("Paolo Rinaldì", "paolo@rinaldi.example")
    );
    let to: Vec<&str> = mail.to.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(to, ["elena+token@studio.example", "giulia@rinaldi.example"]);
    assert_eq!(
        (mail.cc[0].address.as_str(), mail.reply_to[0].name.as_str()),
        ("bare@example.com", "Officine")
    );
    assert_eq!(mail.delivered_to[0].address, "elena+token@studio.example");
    assert_eq!(mail.return_path.as_deref(), Some("paolo@rinaldi.example"));
    assert_eq!(mail.date.unwrap().to_rfc3339(), "2024-03-15T09:30:00+01:00");
    assert_eq!(mail.subject, "R: Fattura n° 12");
    assert_eq!(mail.message_id.as_deref(), Some("<reply@rinaldi.example>"));
    assert_eq!(mail.in_reply_to, ["<019a0000-0000-7000-8000-000000000001@studio.example>"]);
    assert_eq!(mail.references.len(), 2);
    assert_eq!((mail.kind, mail.notes.as_slice()), (MailKind::Ordinary, [].as_slice()));
}

#[test]
fn a_mail_tells_its_text_and_what_is_said_in_it() {
    let bytes = crlf(USUAL);
    let mail = Message::read(&bytes).unwrap();
    assert_eq!(
        mail.plain.as_deref(),
        Some("Perché no: 10 €.\r\n\r\nIl giorno 14/03/2024 10:00, Elena ha scritto:\r\n> Quanto costa?")
    );
    assert_eq!(mail.html.as_deref(), Some("<p>Perché no: 10 € <img src=\"cid:logo@rinaldi\"></p>"));
    assert_eq!(mail.said(), "Perché no: 10 €.");
}

#[test]
fn attachments_come_byte_for_byte() {
    for bytes in [crlf(USUAL), USUAL.as_bytes().to_vec()] {
        let mail = Message::read(&bytes).unwrap();
        let [logo, csv, forwarded, winmail] = mail.attachments.as_slice() else {
            panic!("{:?}", mail.attachments)
        };
        assert_eq!(logo.bytes().as_ref(), b"\x89PNG\r\n\x1a\n");
        assert_eq!((logo.content_id.as_deref(), logo.is_inline), (Some("logo@rinaldi"), true));
        assert_eq!(csv.name.as_deref(), Some("conti di marzo.csv"));
        assert_eq!((csv.bytes().as_ref(), csv.is_inline), (b"perch\xE9;1\n" as &[u8], false));
        assert!(winmail.is_winmail() && !csv.is_winmail());
        assert!(forwarded.is_message() && forwarded.name.as_deref() == Some("inoltrata.eml"));
        let inner = forwarded.bytes();
        let inner = Message::read(&inner).unwrap();
        assert_eq!((inner.subject.as_str(), inner.plain.as_deref()), ("dentro", Some("dentro dentro")));
    }
}

#[test]
fn a_mail_of_one_form_has_no_other() {
    let plain = Message::read(b"Subject: Ciao\n\nTutto bene.\n").unwrap();
    assert_eq!((plain.plain.as_deref(), plain.html.as_deref()), (Some("Tutto bene.\n"), None));
    let html = Message::read(
        b"Subject: Ciao\nContent-Type: text/html\n\n<b>Bene</b><blockquote type=cite>x</blockquote>",
    )
    .unwrap();
    assert_eq!((html.plain.as_deref(), html.said().as_str()), (None, "Bene"));
}

#[test]
fn texts_around_an_attachment_are_both_in_both_forms() {
    let raw = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nPrima <\n--b\nContent-Type: application/pdf\n\n%PDF\n--b\nContent-Type: text/html\n\n<p>Dopo</p>\n--b--\n";
    let mail = Message::read(raw.as_bytes()).unwrap();
    assert_eq!(mail.plain.as_deref(), Some("Prima <\nDopo"));
    assert_eq!(mail.html.as_deref(), Some("<pre>Prima &lt;</pre>\n<p>Dopo</p>"));
    assert_eq!(mail.attachments.len(), 1);
}

#[test]
fn a_text_with_a_name_is_never_lost() {
    let of = |parts: &str| {
        let raw = format!("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n");
        let mail = Message::read(raw.as_bytes()).unwrap();
        (mail.plain.clone(), mail.attachments.iter().map(|one| one.bytes().into_owned()).collect::<Vec<_>>())
    };
    let body = "--b\n\ntesto\n";
    let named = "--b\nContent-Type: text/plain; name=nota.txt\n\nnota\n";
    let attached = "--b\nContent-Disposition: attachment; filename=nota.txt\n\nnota\n";
    let nota = vec![b"nota".to_vec()];
    assert_eq!(of(&format!("{body}{named}")), (Some("testo".into()), nota.clone()));
    assert_eq!(of(named), (Some("nota".into()), nota.clone()));
    assert_eq!(of(attached), (None, nota));
}

#[test]
fn flowed_text_is_put_together() {
    let raw = "Subject: x\nContent-Type: text/plain; format=flowed\n\nUna riga che \nva avanti.\n> citata che \n> va avanti\n>> più\n spazio\n-- \nPaolo \n";
    let mail = Message::read(raw.as_bytes()).unwrap();
    assert_eq!(
        mail.plain.as_deref(),
        Some("Una riga che va avanti.\n> citata che va avanti\n>> più\nspazio\n-- \nPaolo ")
    );
    let raw = "Subject: x\nContent-Type: text/plain; format=flowed; delsp=yes\n\nun \no\n";
    assert_eq!(Message::read(raw.as_bytes()).unwrap().plain.as_deref(), Some("uno\n"));
}

#[test]
fn what_is_no_mail_says_so() {
    for bytes in [b"" as &[u8], b"%PDF-1.7\n", b"PK\x03\x04", b"\n\n"] {
        assert_eq!(Message::read(bytes).err(), Some(MessageError::NotAMail), "{bytes:?}");
    }
}

#[test]
fn bad_mails_are_answered_and_nothing_is_lost() {
    let attached =
        "--b\nContent-Type: application/pdf; name=x.pdf\nContent-Transfer-Encoding: base64\n\nYQ==\n";
    let many = format!(
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntesto\n{}--b--\n",
        attached.repeat(9_990)
    );
    let mail = Message::read(many.as_bytes()).unwrap();
    assert_eq!((mail.attachments.len(), mail.plain.as_deref(), mail.notes.len()), (9_990, Some("testo"), 0));
    let more = format!(
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n{}--b--\n",
        attached.repeat(10_500)
    );
    let mail = Message::read(more.as_bytes()).unwrap();
    assert_eq!((mail.attachments.len(), mail.notes.as_slice()), (9_999, [Note::TooManyParts].as_slice()));
    let level = |level: u32| {
        [
            "Content-Type: multipart/mixed; boundary=b",
            "

--b",
            "
",
        ]
        .join(&level.to_string())
    };
    let mut deep = String::from(
        "Subject: x
",
    );
    deep.extend((0..500).map(level));
    deep.push_str("\nin fondo\n");
    let mail = Message::read(deep.as_bytes()).unwrap();
    assert_eq!(mail.notes, [Note::TooDeep]);
    assert!(String::from_utf8_lossy(&mail.attachments[0].bytes()).contains("in fondo"));
    let nested = format!("Subject: x\n{}", "Content-Type: message/rfc822\n\n".repeat(50_000));
    let mail = Message::read(nested.as_bytes()).unwrap();
    assert!(mail.attachments[0].encoded_size() > 1_000_000);
}

#[test]
fn the_kind_is_told_by_the_headers() {
    let kind =
        |headers: &str| Message::read(format!("From: a@b.example\n{headers}\n\nx").as_bytes()).unwrap().kind;
    for (headers, expected) in [
        ("Subject: Fuori sede fino a lunedì", MailKind::Ordinary),
        ("Subject: Fuori sede\nPrecedence: bulk", MailKind::AutoReply),
        ("Subject: Automatic reply: x\nX-Auto-Response-Suppress: All", MailKind::AutoReply),
        ("Auto-Submitted: auto-replied", MailKind::AutoReply),
        ("Auto-Submitted: Auto-Generated (x); a=b", MailKind::AutoReply),
        ("Auto-Submitted: no", MailKind::Ordinary),
        ("X-Autoreply: yes", MailKind::AutoReply),
        ("Precedence: auto_reply", MailKind::AutoReply),
        ("List-Id: <x.example>", MailKind::MailingList),
        ("List-Unsubscribe: <mailto:x@y.example>", MailKind::Ordinary),
        ("List-Unsubscribe: <mailto:x@y.example>\nPrecedence: bulk", MailKind::MailingList),
        (
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
            MailKind::ReadReceipt,
        ),
        (
            "Content-Type: multipart/report; report-type=\"delivery-status\"; boundary=b",
            MailKind::DeliveryReport,
        ),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=b", MailKind::AutoReply),
        ("X-Auto-Response-Suppress: DR, OOF", MailKind::Ordinary),
        ("X-Failed-Recipients: c@d.example", MailKind::DeliveryReport),
        ("Return-Path: <>\nSubject: Undelivered Mail Returned to Sender", MailKind::DeliveryReport),
        (
            "Return-Path: <MAILER-DAEMON@x.example>\nSubject: Mail could not be delivered",
            MailKind::DeliveryReport,
        ),
        ("Subject: Message delivery failure\nAuto-Submitted: auto-replied", MailKind::DeliveryReport),
        ("Subject: Undelivered parcel", MailKind::Ordinary),
        ("Subject: Message delivery on Monday", MailKind::Ordinary),
        ("X-Ricevuta: avvenuta-consegna", MailKind::PecReceipt),
        ("X-Trasporto: posta-certificata", MailKind::PecTransport),
        ("X-Trasporto: errore", MailKind::PecAnomaly),
    ] {
        assert_eq!(kind(headers), expected, "{headers}");
    }
}
