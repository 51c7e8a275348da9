//! Headers, parameters, encodings and parts, as programs write them.

use super::*;

fn headers(text: &str) -> Headers<'_> {
    Headers::split(text.as_bytes()).0
}

#[test]
fn headers_end_at_an_empty_line_or_at_the_first_line_that_is_none() {
    for (text, body) in [
        ("Subject: x\r\n\r\nbody", "body"),
        ("Subject: x\n\nbody", "body"),
        ("Subject: x\nbody without an empty line\n", "body without an empty line\n"),
        ("\nbody", "body"),
        ("From a@b Tue\nSubject: x\n\nbody", "body"),
        ("Subject: x", ""),
        ("Subject: x\nrubbish\nFrom: a@b.example\n\nbody", "body"),
        ("Subject: x\n--b\nContent-Type: a/b\n", "--b\nContent-Type: a/b\n"),
        ("Subject: x\n--b: c\n", "--b: c\n"),
        ("", ""),
    ] {
        let (_, at) = Headers::split(text.as_bytes());
        assert_eq!(&text[at..], body, "{text:?}");
    }
}

#[test]
fn folded_lines_are_one_value_and_the_topmost_comes_first() {
    let headers = headers("A: one\r\n  two\r\nB : x\r\na: three\r\n\r\n");
    assert_eq!(headers.line("a").as_deref(), Some("one  two"));
    assert_eq!(headers.line("b").as_deref(), Some("x"));
    assert_eq!(headers.raw("A").count(), 2);
    assert!(!headers.has("c"));
}

#[test]
fn encoded_words_raw_letters_and_rubbish_are_read() {
    for (value, text) in [
        ("=?utf-8?Q?Fattura_n=C2=B0_12?=", "Fattura n° 12"),
        ("=?utf-8?B?UGVyY2jDqQ==?= no", "Perché no"),
        ("=?iso-8859-1?Q?a?= =?iso-8859-1?Q?=E8?=", "aè"),
        ("=?bogus?Q?=E8?=", "\u{fffd}"),
        ("=?utf-8?Q?unfinished", "=?utf-8?Q?unfinished"),
        ("Perché", "Perché"),
        ("a\0b\u{7}c\u{202E}d", "ab cd"),
        ("=?utf-8?Q?a=0D=0ABcc:_x?=", "aBcc: x"),
        ("", ""),
    ] {
        assert_eq!(
            headers(&format!("Subject: {value}\n\n")).text("Subject").as_deref(),
            Some(text),
            "{value}"
        );
    }
    let (headers, _) = Headers::split(b"Subject: Perch\xE9 no\n\n");
    assert_eq!(headers.text("subject").as_deref(), Some("Perché no"));
    let (headers, _) = Headers::split(b"Subject: =?iso-8859-1?Q?Perch\xE9_no?=\n\n");
    assert_eq!(headers.text("subject").as_deref(), Some("Perché no"));
}

#[test]
fn addresses_are_told_as_they_stand() {
    let of = |value: &str| {
        let one = headers(&format!("To: {value}\n\n")).addresses("To");
        one.into_iter().map(|one| (one.name, one.address)).collect::<Vec<_>>()
    };
    let one = |name: &str, address: &str| (name.to_owned(), address.to_owned());
    assert_eq!(of("Paolo <p@r.example>, g@r.example"), [one("Paolo", "p@r.example"), one("", "g@r.example")]);
    assert_eq!(
        of("gruppo: a@b.example, \"Rossi, M.\" <m@b.example>;"),
        [one("", "a@b.example"), one("Rossi, M.", "m@b.example")]
    );
    assert_eq!(
        of("\"elena@studio.example\" <x@evil.example>"),
        [one("elena@studio.example", "x@evil.example")]
    );
    assert_eq!(
        of("=?utf-8?Q?x=40studio.example=2C?= <y@evil.example>"),
        [one("x@studio.example,", "y@evil.example")]
    );
    assert_eq!(of("undisclosed-recipients:;"), []);
    assert_eq!(of("a@b.example\0\r\n Bcc: c@d.example").len(), 1);
}

#[test]
fn a_look_alike_is_no_address_of_another() {
    let one = headers("From: =?utf-8?Q?Elena?= <elena@studi\u{43e}.example>\n\n").addresses("From");
    assert_eq!(one[0].email().unwrap().as_str(), "elena@xn--studi-nye.example");
    let one = headers("From: <\u{435}lena@studio.example>\n\n").addresses("From");
    assert_eq!((one[0].email(), one[0].shown()), (None, r"\u{435}lena@studio.example".into()));
    let one = headers("From: <Paolò@müller.example>, <x@MÜLLER.example>\n\n").addresses("From");
    assert_eq!([one[0].shown(), one[1].shown()], ["Paolò@müller.example", "x@xn--mller-kva.example"]);
    let one = headers("From: a@b.example <c@d.example> <e@f.example>\n\n").addresses("From");
    assert!(one.iter().all(|one| one.email().is_none_or(|email| email.as_str() != "e@f.example")));
}

#[test]
fn message_ids_have_their_brackets() {
    let of = |value: &str| headers(&format!("References: {value}\n\n")).ids("References");
    assert_eq!(of("<a@b>\r\n <c@d>"), ["<a@b>", "<c@d>"]);
    assert_eq!(of("Your message of 3 March <a@\r\n b>"), ["<a@b>"]);
    assert_eq!(of("a@b, c@d"), ["<a@b>", "<c@d>"]);
    assert_eq!(of("<a@b"), Vec::<String>::new());
    let many: Vec<String> = (0..3000).map(|n| format!("<{n}@b>")).collect();
    let many = of(&many.join(" "));
    assert_eq!((many.len(), many.last().map(String::as_str)), (1000, Some("<2999@b>")));
}

#[test]
fn a_date_is_kept_as_it_was_found() {
    let of = |value: &str| headers(&format!("Date: {value}\n\n")).date("Date").map(|date| date.to_rfc3339());
    assert_eq!(of("Tue, 3 Mar 2026 10:00:00 +0100").as_deref(), Some("2026-03-03T10:00:00+01:00"));
    assert_eq!(of("3 Mar 1970 10:00 GMT").as_deref(), Some("1970-03-03T10:00:00+00:00"));
    assert_eq!(of("Wed, 31 Dec 2098 23:59:60 -0800").as_deref(), Some("2098-12-31T23:59:59-08:00"));
    assert_eq!((of("31 Feb 2026 10:00:00 +0000"), of("ieri"), of("")), (None, None, None));
}

#[test]
fn parameters_are_put_together_and_decoded() {
    let name = |value: &str| {
        let text = format!("Content-Disposition: {value}\n\n");
        Content::of(&headers(&text), "Content-Disposition").unwrap().parameter("filename")
    };
    for (value, expected) in [
        ("attachment; filename=a.pdf", "a.pdf"),
        ("attachment; filename=\"a b.pdf\"; size=3", "a b.pdf"),
        ("attachment; filename=a b (1).pdf; size=3", "a b (1).pdf"),
        ("attachment; filename=\"a\\\"b;c.pdf\"", "a\"b;c.pdf"),
        ("attachment; filename*=utf-8''conti%20di%20marzo%20%E2%82%AC.pdf", "conti di marzo €.pdf"),
        ("attachment; filename=x.pdf; filename*=utf-8'it'perch%C3%A9.pdf", "perché.pdf"),
        ("attachment; filename*0*=iso-8859-1''perch%E9; filename*1*=%20%E8; filename*2=.pdf", "perché è.pdf"),
        ("attachment; filename*1*=%82%AC.pdf; filename*0*=utf-8''%E2", "€.pdf"),
        ("attachment; filename=\"=?utf-8?Q?perch=C3=A9.pdf?=\"", "perché.pdf"),
        (
            "attachment; filename=\"=?utf-8?B?cGVyY2jD?=\r\n =?utf-8?B?qS5wZGY=?=\"",
            "perch\u{fffd}\u{fffd}.pdf",
        ),
        ("attachment; (a (nested) comment) filename=a.pdf", "a.pdf"),
        ("attachment; filename=\"..\\..\\evil\0\r\n.exe\"", "..\\..\\evil.exe"),
        ("attachment; filename*=bogus''a%20b", "a b"),
        ("attachment; filename*=utf-8''%zz%", "%zz%"),
    ] {
        let found = name(value);
        if expected.contains('\u{fffd}') {
            assert!(found.is_some(), "{value}");
        } else if value.contains("evil") {
            assert!(!found.unwrap().contains(char::is_control), "{value}");
        } else {
            assert_eq!(found.as_deref(), Some(expected), "{value}");
        }
    }
    let text = "Content-Type: TEXT / Plain ; CharSet=us-ascii (Plain text)\n\n";
    let content = Content::of(&headers(text), "content-type").unwrap();
    assert_eq!((content.kind.as_str(), content.word("charset").as_deref()), ("text/plain", Some("us-ascii")));
}

#[test]
fn what_is_wrong_in_an_encoding_costs_no_more_than_itself() {
    for (transfer, body, bytes) in [
        (Transfer::Base64, "UGVyY2jDqQ==", "Perché"),
        (Transfer::Base64, "UGVy\r\nY2jDqQ", "Perché"),
        (Transfer::Base64, "UGVy!Y2jDqQ==\r\n-- ", "Perché"),
        (Transfer::Base64, "YQ==Yg==", "ab"),
        (Transfer::Base64, "", ""),
        (Transfer::QuotedPrintable, "Perch=C3=A9 =\r\nno  \r\n", "Perché no\r\n"),
        (Transfer::QuotedPrintable, "a=b =3", "a=b =3"),
        (Transfer::QuotedPrintable, "a=\n", "a"),
        (Transfer::Plain, "=41", "=41"),
    ] {
        assert_eq!(String::from_utf8_lossy(&transfer.decode(body.as_bytes())), bytes, "{body:?}");
    }
}

#[test]
fn charsets_that_are_wrong_or_unknown_are_guessed() {
    for (bytes, label, text) in [
        ("perché".as_bytes(), None, "perché"),
        (b"perch\xE9 \x80", None, "perché €"),
        (b"perch\xE9", Some("utf-8"), "perché"),
        (b"perch\xE9", Some("us-ascii"), "perché"),
        ("perché".as_bytes(), Some("us-ascii"), "perché"),
        (b"perch\xE9", Some("ISO-8859-1"), "perché"),
        (b"\xEF\xBB\xBFa", Some("utf-8"), "a"),
        ("perché è \u{20ac}".as_bytes(), Some("x-bogus"), "perché è €"),
        (b"+ZYeB9FH6ckh5Pg-", Some("utf-7"), "文致出版社"),
        (b"\x83n\x83\x8D", Some("shift_jis"), "ハロ"),
        (b"\0a\0\xE8", Some("utf-16be"), "aè"),
        (b"domani no\r\n", Some("utf-16"), "domani no\r\n"),
    ] {
        assert_eq!(text_of(bytes, label), text);
    }
    assert_eq!(
        text_of("perché è così \u{20ac} \u{20ac}".as_bytes().split_at(23).0, Some("utf-8"))
            .chars()
            .filter(|c| *c == 'é')
            .count(),
        1
    );
}

fn kinds(raw: &str) -> Vec<(String, String)> {
    let structure = Structure::read(raw.as_bytes());
    let parts = structure.parts.iter().filter(|part| !part.is_multipart);
    parts.map(|part| (part.content.kind.clone(), String::from_utf8_lossy(part.body).into_owned())).collect()
}

fn part(kind: &str, body: &str) -> (String, String) {
    (kind.to_owned(), body.to_owned())
}

#[test]
fn parts_are_found_however_they_are_ended() {
    let raw = "Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\none\n\n--b \nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\ntwo\n--bb--\nepilogue\n--b\nContent-Type: a/b\n\nthree\n--b--\nend\n";
    assert_eq!(kinds(raw), [part("text/plain", "one\n"), part("text/plain", "two"), part("a/b", "three")]);
    assert_eq!(
        kinds(&raw.replace('\n', "\r\n")),
        [part("text/plain", "one\r\n"), part("text/plain", "two"), part("a/b", "three")]
    );
    let unended = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--b\n\ntwo";
    assert_eq!(kinds(unended), [part("text/plain", "one"), part("text/plain", "two")]);
    let never = "Content-Type: multipart/mixed; boundary=b\n\nall of it\n";
    assert_eq!(kinds(never), [part("text/plain", "all of it\n")]);
    let nameless = "Content-Type: multipart/mixed\n\n--b\n\nall\n";
    assert_eq!(kinds(nameless), [part("multipart/mixed", "--b\n\nall\n")]);
    let digest = "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b--\n";
    assert_eq!(kinds(digest), [part("message/rfc822", "Subject: x\n\ny")]);
}

#[test]
fn a_multipart_is_told_exactly_as_transmitted() {
    let inner = "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\none\r\n--c--\r\nepilogue\r\n";
    let raw = format!(
        "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n{inner}\r\n--b\r\nContent-Type: x/y\r\n\r\nz\r\n--b--\r\n"
    );
    let structure = Structure::read(raw.as_bytes());
    assert_eq!(String::from_utf8_lossy(structure.parts[1].raw), inner);
}

#[test]
fn what_is_beyond_the_limits_stays_in_one_part() {
    let many = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(20_000));
    let structure = Structure::read(many.as_bytes());
    assert_eq!((structure.parts.len(), structure.limits.as_slice()), (10_000, [Limit::Parts].as_slice()));
    assert!(structure.parts.last().unwrap().body.len() > 60_000);
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
    let deep: String = (0..500).map(level).collect();
    let structure = Structure::read(deep.as_bytes());
    assert_eq!((structure.parts.len(), structure.limits.as_slice()), (101, [Limit::Depth].as_slice()));
    assert!(structure.parts.last().unwrap().body.len() > 10_000);
    let headers = format!("Subject: x\n{}\nbody", "A: b\n".repeat(10_000));
    let (read, body) = Headers::split(headers.as_bytes());
    assert!(read.is_cut() && &headers[body..] == "body");
}

/// What invites to look again and again; it ends at once, or this test would not.
#[test]
fn a_lot_of_anything_is_looked_through_once() {
    for piece in
        ["=?a?q?x ", "=?utf-8?B?YQ==?= ", "(", "\"", "<", "a@b,", "\\", ";a=b", ";a*1*=b", ":", ";", "\n x"]
    {
        let value = piece.repeat((1 << 17) / piece.len());
        let text = format!("X: {value}\n\n");
        let headers = headers(&text);
        let _ = (headers.text("X"), headers.addresses("X"), headers.ids("X"), headers.date("X"));
        let _ = Content::of(&headers, "X").map(|content| content.parameter("a"));
    }
    for piece in ["--\n", "--b\n", "--b--\n", "--bb\n", "\n"] {
        let raw =
            format!("Content-Type: multipart/mixed; boundary=b\n\n{}", piece.repeat((1 << 17) / piece.len()));
        let _ = Structure::read(raw.as_bytes());
    }
}
