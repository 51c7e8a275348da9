//! Mails that are broken, too large, or meant to deceive: each is answered, nothing is lost, and nothing of theirs gets where it
//! must not.

use std::fmt::Write as _;
use std::{env, fs};

use serde_json::{Value, json};
use studiolo_core::intake::{Extent, Taken, take};
use studiolo_testkit::TestOffice;

use super::intake::{PAOLO, account, answer, asked, keep, kept, take_in};

/// An answer of Paolo's with these headers and this body.
fn mail(sent: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "From: {PAOLO}\r\nTo: elena@studiovannini.example\r\nSubject: Re: IVA\r\nIn-Reply-To: {sent}\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

/// The newest message of a thread.
async fn last(office: &TestOffice, chat: &str) -> Value {
    office.thread(chat).await["messages"].as_array().unwrap().last().unwrap().clone()
}

#[tokio::test]
async fn a_mail_that_is_too_large_is_kept_aside_by_its_headers_and_can_be_joined() {
    let (office, _, chat, sent) = asked().await;
    let headers = mail(&sent, "Content-Type: application/pdf\r\n", "");
    assert_eq!(
        take(office.office(), &account(), headers.clone(), Extent::Headers).await.unwrap(),
        Taken::Kept
    );
    assert_eq!(take(office.office(), &account(), headers, Extent::Headers).await.unwrap(), Taken::Known);
    let row = kept(&office).await.remove(0);
    assert_eq!((&row["reason"], &row["chats"][0]["chat_id"]), (&json!("too_large"), &json!(chat)));
    // It is an answer all the same.
    assert_eq!(office.thread(&chat).await["reminder"]["held_reason"], "answer_kept_aside");
    office.call("quarantine.join", json!({ "quarantine_id": row["quarantine_id"], "chat_id": chat })).await;
    let thread = office.thread(&chat).await;
    assert_eq!(thread["messages"][1]["author"]["name"], "Paolo Rinaldi");
    assert_eq!(thread["reminder"]["stop_reason"], "answered");
}

#[tokio::test]
async fn a_mail_with_a_thousand_files_is_answered_and_each_is_saved() {
    // As many as are told apart, with `STUDIOLO_LONG=1`.
    let files = if env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1") { 9_990 } else { 1_000 };
    let (office, _, chat, sent) = asked().await;
    let mut body = String::from("--b\r\nContent-Type: text/plain\r\n\r\nEcco tutto.\r\n");
    for number in 0..files {
        write!(
            body,
            "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"{number}.txt\"\r\n\r\nsaldo {number}\r\n"
        )
        .unwrap();
    }
    body.push_str("--b--\r\n");
    let bytes = mail(&sent, "Content-Type: multipart/mixed; boundary=b\r\n", &body);
    assert_eq!(take_in(&office, bytes).await, Taken::Joined);
    let message = last(&office, &chat).await;
    assert_eq!(message["text"], "Ecco tutto.");
    assert_eq!(message["attachments"].as_array().unwrap().len(), files);
    assert_eq!(message["mail"]["files"], json!([]));
}

#[tokio::test]
async fn of_many_files_each_is_told_by_its_own_name() {
    let (office, cast, chat, sent) = asked().await;
    let part = |name: &str, body: &str| {
        format!(
            "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{body}\r\n"
        )
    };
    let parts = [
        part("foto.txt", "la prima"),
        part("FOTO.txt", "la seconda"),
        part("paga.exe", "MZ"),
        part("copia.txt", "la prima"),
        part("rotto.zip", "PK"),
    ];
    let body = format!("--b\r\n\r\nEcco.\r\n{}--b--\r\n", parts.concat());
    let bytes = mail(&sent, "Content-Type: multipart/mixed; boundary=b\r\n", &body);
    assert_eq!(take_in(&office, bytes).await, Taken::Joined);
    let message = last(&office, &chat).await;
    let left: Vec<[&Value; 2]> = message["mail"]["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| [&file["name"], &file["refused"]])
        .collect();
    assert_eq!(left[0], ["paga.exe", "program"]);
    assert_eq!((left.len(), left[1][0]), (2, &json!("rotto.zip")));
    let list = office.call("documents.list", json!({ "client_id": cast.rinaldi })).await;
    assert_eq!(list["documents"].as_array().unwrap().len(), 2, "the same bytes once");
}

#[tokio::test]
async fn parts_within_parts_without_end_are_read_as_far_as_they_go() {
    let (office, _, chat, sent) = asked().await;
    let mut body = String::from("--b0\r\n");
    for level in 1..500 {
        write!(body, "Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n").unwrap();
    }
    body.push_str("Content-Type: text/plain\r\n\r\nin fondo\r\n");
    let bytes = mail(&sent, "Content-Type: multipart/mixed; boundary=b0\r\n", &body);
    assert_eq!(take_in(&office, bytes).await, Taken::Joined);
    let message = last(&office, &chat).await;
    // What is too deep is one file.
    let files = message["attachments"].as_array().unwrap();
    assert_eq!(files.len(), 1, "{message}");
    let nested = "Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n".repeat(500);
    let bytes = mail(&sent, "", &format!("{nested}\r\n\r\nin fondo"));
    assert_eq!(take_in(&office, bytes).await, Taken::Joined);
}

#[tokio::test]
async fn words_in_a_charset_that_is_wrong_are_still_words() {
    let (office, _, chat, sent) = asked().await;
    for (headers, body) in [
        ("Content-Type: text/plain; charset=x-nobody\r\n", &b"perch\xe8 domani no"[..]),
        ("Content-Type: text/plain; charset=utf-8\r\n", b"perch\xe8 domani no \xff\xfe"),
        ("Content-Type: text/plain; charset=\"\r\n", "perché domani no".as_bytes()),
        ("Content-Type: text/plain; charset=utf-16\r\n", b"perche' domani no"),
        (
            "Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: base64\r\n",
            b"cGVyY2jpIGRvbWFuaSBubw*=!",
        ),
        (
            "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n",
            b"perch=E8=ZZ domani no=",
        ),
        ("Subject: =?x-nobody?B?!!!?= =?utf-8?Q?=C3=28?=\r\n", b"perch\xe9 domani no"),
    ] {
        let mut bytes = mail(&sent, headers, "");
        bytes.extend_from_slice(body);
        assert_eq!(take_in(&office, bytes).await, Taken::Joined, "{headers}");
        let text = last(&office, &chat).await["text"].as_str().unwrap().to_owned();
        assert!(text.contains("domani no"), "{headers} {text:?}");
    }
}

#[tokio::test]
async fn no_name_of_a_stranger_gets_into_our_headers_our_trail_or_our_folders() {
    let (office, cast, _, sent) = asked().await;
    let word = "=?utf-8?q?Paolo=0D=0ABcc:_spia@evil.example=0D=0A?=";
    let raw = "\"Paolo\r\n\tX-Altro: x\" <paolo71@posta.example>";
    for from in [format!("{word} <paolo71@posta.example>"), raw.to_owned()] {
        let subject = "Subject: =?utf-8?q?IVA=0D=0ABcc:_spia@evil.example=0D=0A=0D=0Acorpo=E2=80=A8finto?=";
        let part = "--b\r\nContent-Type: text/plain; name=\"=?utf-8?q?a=0D=0Ab?=\"\r\n\
             Content-Disposition: attachment; filename*=utf-8''..%2F..%0D%0ABcc%3A%20x%00%E2%80%AEfdp.txt\r\n\r\nsaldo\r\n";
        let bytes = format!(
            "From: {from}\r\nTo: elena@studiovannini.example\r\n{subject}\r\nIn-Reply-To: {sent}\r\n\
             Message-ID: <x@y>\r\n Bcc: spia@evil.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nCiao {}\r\n{part}--b--\r\n",
            from.len()
        );
        let row = keep(&office, bytes.into_bytes()).await;
        let request = json!({ "quarantine_id": row["quarantine_id"], "client_id": cast.rinaldi });
        let chat = office.call("quarantine.start_chat", request).await["chat_id"].clone();
        office.call("chats.reply", json!({ "chat_id": chat, "body": "Grazie." })).await;
    }
    office.tick().await;

    let ours = fs::read_dir(office.folder().join("outbox-caught")).unwrap();
    let ours: Vec<String> =
        ours.map(|file| fs::read_to_string(file.unwrap().path()).unwrap().to_lowercase()).collect();
    assert!(ours.len() >= 6, "{} mails were sent", ours.len());
    for mail in &ours {
        let (headers, _) = mail.split_once("\r\n\r\n").unwrap();
        assert!(
            headers.lines().all(|line| !line.starts_with("bcc") && !line.starts_with("x-altro")),
            "{headers}"
        );
    }
    let trail = office.call("audit.list", json!({ "limit": 1000 })).await;
    let list = office.call("documents.list", json!({ "client_id": cast.rinaldi })).await;
    assert_eq!(list["documents"].as_array().unwrap().len(), 1, "the same bytes, saved once");
    for shown in [&trail, &list["documents"]] {
        each_text(shown, &|text| assert!(!text.contains(is_hidden), "{text:?}"));
    }
}

/// Ends of lines, control characters, and marks that turn what follows around.
fn is_hidden(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}')
}

fn each_text(value: &Value, look: &impl Fn(&str)) {
    match value {
        Value::String(text) => look(text),
        Value::Array(values) => values.iter().for_each(|value| each_text(value, look)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            look(name);
            each_text(value, look);
        }),
        _ => {}
    }
}

#[tokio::test]
async fn a_sender_in_letters_that_look_alike_is_nobody_and_it_can_be_seen() {
    let (office, _, chat, sent) = asked().await;
    for (from, shown) in [
        ("Paolo Rinaldi <p\u{430}olo@officinerinaldi.example>", r"p\u{430}olo@officinerinaldi.example"),
        ("Paolo Rinaldi <paolo@\u{43e}fficinerinaldi.example>", "paolo@xn--fficinerinaldi-uzl.example"),
        ("\"paolo@officinerinaldi.example\" <paolo@evil.example>", "paolo@evil.example"),
        ("paolo@officinerinaldi.example <paolo@evil.example>", "paolo@evil.example"),
    ] {
        let row = keep(&office, answer(from, &sent, "", &format!("Il nuovo IBAN, {from}"))).await;
        assert_eq!((&row["reason"], &row["from"]), (&json!("unknown_sender"), &json!(shown)));
    }
    assert_eq!(office.thread(&chat).await["reminder"]["state"], "armed");
}

#[tokio::test]
async fn a_date_that_cannot_be_moves_nothing() {
    let (office, _, chat, sent) = asked().await;
    let dates = [
        "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n",
        "Date: Fri, 31 Dec 2100 23:59:59 +1400\r\n",
        "Date: 31 Feb 99999 99:99 -9999\r\n",
        "Date:\r\n",
        "",
    ];
    for (number, date) in dates.into_iter().enumerate() {
        assert_eq!(take_in(&office, mail(&sent, date, &format!("Risposta {number}."))).await, Taken::Joined);
        let thread = office.thread(&chat).await;
        let messages = thread["messages"].as_array().unwrap();
        // In the order in which they came, at the office's time.
        assert_eq!(messages[number + 1]["text"], format!("Risposta {number}."));
        assert_eq!(messages[number + 1]["at"], messages[0]["at"]);
        assert_eq!(thread["reminder"]["stop_reason"], "answered");
    }
}

#[tokio::test]
async fn a_mail_broken_anywhere_is_answered() {
    let (office, _, _, sent) = asked().await;
    let part = "--b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>S=EC</p>\r\n\
        --b\r\nContent-Type: application/pdf; name=\"=?utf-8?q?conto=2Epdf?=\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ=\r\n--b--\r\n";
    let whole = mail(&sent, "Content-Type: multipart/mixed; boundary=b\r\n", part);
    for (at, junk) in (0..whole.len())
        .step_by(11)
        .zip([&b"\0\0\0"[..], b"\r\n\r\n", b"\xff\xfe", b"", b"=?", b"\""].into_iter().cycle())
    {
        let mut broken = whole.clone();
        broken.splice(at..(at + 7).min(whole.len()), junk.iter().copied());
        for bytes in [broken, whole[..at].to_vec()] {
            take(office.office(), &account(), bytes, Extent::Whole).await.unwrap();
        }
    }
    assert_eq!(take_in(&office, whole).await, Taken::Joined);
}
