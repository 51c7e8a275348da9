use std::fs;
use std::path::Path;

use proptest::prelude::*;
use studiolo_testkit::ReceivedMail;

use super::*;

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox { name: name.into(), address: address.parse().unwrap() }
}

fn letter() -> Letter {
    Letter {
        from: mailbox("Studio Vannini", "elena@studio-vannini.example"),
        to: mailbox("Paolo Rinaldi", "paolo@rinaldi.example"),
        reply_to: None,
        subject: "Bilancio 2025".into(),
        message_id: "<019a0000-0000-7000-8000-000000000001@studio-vannini.example>".into(),
        date: "2026-03-02T08:00:00Z".parse().unwrap(),
        in_reply_to: None,
        references: Vec::new(),
        automatic: false,
        list_unsubscribe: None,
        extra: Vec::new(),
        text: "Buongiorno Paolo,\n\nmi manda il bilancio?\n\nElena\n".into(),
        html: "<!doctype html>\n<p>Buongiorno Paolo,</p>\n<p>mi manda il bilancio?</p>\n<p>Elena</p>\n"
            .into(),
        attachments: Vec::new(),
    }
}

fn reminder() -> Letter {
    Letter {
        from: mailbox("Studio Vannini «Elena»", "elena@studio-vannini.example"),
        to: mailbox("Nives Zanetti", "nives@da-nives.example"),
        reply_to: Some(mailbox("Elena Vannini", "elena+chat@studio-vannini.example")),
        subject: "Promemoria: perché non c’è ancora la fattura di dicembre della Trattoria Da Nives?".into(),
        message_id: "<019a0000-0000-7000-8000-000000000003@studio-vannini.example>".into(),
        in_reply_to: Some("<019a0000-0000-7000-8000-000000000002@studio-vannini.example>".into()),
        references: vec![
            "<019a0000-0000-7000-8000-000000000001@studio-vannini.example>".into(),
            "<019a0000-0000-7000-8000-000000000002@studio-vannini.example>".into(),
        ],
        automatic: true,
        list_unsubscribe: Some("<mailto:elena@studio-vannini.example?subject=basta>".into()),
        extra: vec![("X-Studiolo-Thread".into(), "019a0000-0000-7000-8000-00000000000f".into())],
        text: "Buongiorno Nives,\r\n\r\n.\r\n..\r\nperché? È già il 2 marzo: aspetto la fattura.\r\n".into(),
        html: format!("<p>{}</p>", "È già il 2 marzo. ".repeat(8)),
        attachments: Vec::new(),
        ..letter()
    }
}

/// Goldens are kept with LF, so that no checkout can change them.
#[track_caller]
fn assert_golden(name: &str, letter: &Letter) {
    let bytes = String::from_utf8(letter.to_bytes().unwrap()).unwrap();
    assert!(!bytes.replace("\r\n", "").contains(['\r', '\n']), "a line end that is not CRLF");
    let readable = bytes.replace("\r\n", "\n");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, &readable).unwrap();
    }
    let golden = fs::read_to_string(&file).expect("run once with UPDATE_GOLDEN=1");
    assert_eq!(readable, golden.replace("\r\n", "\n"), "{name} changed; UPDATE_GOLDEN=1 accepts it");
}

#[test]
fn a_plain_letter_becomes_this_message() {
    assert_golden("letter.eml", &letter());
}

#[test]
fn a_reminder_with_every_header_becomes_this_message() {
    assert_golden("reminder.eml", &reminder());
}

#[test]
fn the_same_letter_always_becomes_the_same_bytes() {
    assert_eq!(reminder().to_bytes(), reminder().to_bytes());
}

#[test]
fn everything_is_read_back_as_it_was_written() {
    let letter = reminder();
    let mail = ReceivedMail::parse(letter.to_bytes().unwrap());
    assert_eq!(mail.subject, letter.subject);
    assert_eq!((mail.from_name, mail.from), (letter.from.name, letter.from.address.to_string()));
    assert_eq!(mail.to, "nives@da-nives.example");
    assert_eq!(mail.reply_to, "elena+chat@studio-vannini.example");
    assert_eq!(mail.message_id, letter.message_id);
    assert_eq!(mail.in_reply_to, Vec::from_iter(letter.in_reply_to));
    assert_eq!(mail.references, letter.references);
    assert_eq!(mail.text.trim_end(), letter.text.trim_end());
    assert_eq!(mail.html.trim_end(), letter.html);
    let mail = ReceivedMail::parse(reminder().to_bytes().unwrap());
    assert_eq!(mail.header("Date").as_deref(), Some("Mon, 02 Mar 2026 08:00:00 +0000"));
    assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!(mail.header("X-Studiolo-Thread").as_deref(), Some("019a0000-0000-7000-8000-00000000000f"));
    assert_eq!(mail.header("List-Unsubscribe"), letter.list_unsubscribe);
}

#[test]
fn a_letter_by_a_person_does_not_say_that_it_is_automatic() {
    let mail = ReceivedMail::parse(letter().to_bytes().unwrap());
    assert_eq!(mail.header("Auto-Submitted"), None);
    assert_eq!(mail.header("List-Unsubscribe"), None);
    assert_eq!(mail.header("In-Reply-To"), None);
}

#[test]
fn the_message_id_holds_the_id_and_the_senders_domain() {
    let id = "019a0000-0000-7000-8000-000000000001".parse().unwrap();
    let from = "elena@Studio-Vannini.example".parse().unwrap();
    assert_eq!(message_id(id, &from), letter().message_id);
}

#[test]
fn a_line_break_in_any_header_is_refused() {
    let inject = |change: &dyn Fn(&mut Letter, &str)| {
        for text in ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\0b", "a\u{85}b"] {
            let mut letter = reminder();
            change(&mut letter, text);
            let refused = letter.to_bytes().unwrap_err();
            assert!(
                matches!(refused, LetterError::ControlCharacter { .. } | LetterError::HeaderName { .. }),
                "{refused:?}"
            );
        }
    };
    inject(&|letter, text| letter.subject = text.into());
    inject(&|letter, text| letter.from.name = text.into());
    inject(&|letter, text| letter.to.name = text.into());
    inject(&|letter, text| letter.reply_to.as_mut().unwrap().name = text.into());
    inject(&|letter, text| letter.list_unsubscribe = Some(text.into()));
    inject(&|letter, text| letter.extra = vec![("X-A".into(), text.into())]);
    inject(&|letter, text| letter.extra = vec![(format!("X-{text}"), "a".into())]);
}

#[test]
fn extra_headers_cannot_replace_the_letters_own() {
    for name in ["Bcc", "From", "X-", "X-A:", "X-A B", "x-a", ""] {
        let mut letter = letter();
        letter.extra = vec![(name.into(), "a".into())];
        assert_eq!(letter.to_bytes(), Err(LetterError::HeaderName { name: name.into() }));
    }
}

#[test]
fn message_ids_must_look_like_message_ids() {
    for id in ["", "a@b", "<a@b", "<ab>", "<a@b> <c@d>", "<a@b>\r\nBcc: x@y.example <a@b>", "<à@b>"] {
        let mut own = letter();
        own.message_id = id.into();
        assert_eq!(own.to_bytes(), Err(LetterError::MessageId { header: "Message-ID".into() }));
        let mut answer = letter();
        answer.in_reply_to = Some(id.into());
        assert_eq!(answer.to_bytes(), Err(LetterError::MessageId { header: "In-Reply-To".into() }));
        let mut thread = letter();
        thread.references = vec!["<a@b>".into(), id.into()];
        assert_eq!(thread.to_bytes(), Err(LetterError::MessageId { header: "References".into() }));
    }
}

#[test]
fn a_word_longer_than_a_line_of_mail_is_refused_in_a_header_and_wrapped_in_a_body() {
    let mut wide = letter();
    wide.text = "a".repeat(5000);
    wide.html = "à".repeat(5000);
    let mail = ReceivedMail::parse(wide.to_bytes().unwrap());
    assert_eq!((mail.text.trim_end(), mail.html.trim_end()), (wide.text.as_str(), wide.html.as_str()));
    wide.subject = "a".repeat(1000);
    assert_eq!(wide.to_bytes(), Err(LetterError::LineTooLong));
}

#[test]
fn a_clock_that_is_far_off_is_an_error() {
    for date in ["1969-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"] {
        let mut letter = letter();
        letter.date = date.parse().unwrap();
        assert_eq!(letter.to_bytes(), Err(LetterError::DateOutOfRange));
    }
}

proptest! {
    #[test]
    fn any_words_arrive_as_they_were_written(
        subject in "[a-zA-Zàèìòù€漢\u{1F600}\"\\\\<>@,;:=?_.() -]{0,120}",
        name in "[a-zA-Zàèìòù€漢\"\\\\<>@,;:=?_.() -]{0,60}",
        text in "[ -~àèìòù€漢\u{1F600}\t\r\n]{0,400}",
    ) {
        let mut letter = letter();
        letter.subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
        letter.to.name.clone_from(&name);
        letter.text = text;
        let bytes = letter.to_bytes().unwrap();
        prop_assert!(bytes.is_ascii());
        prop_assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 999));
        prop_assert!(!String::from_utf8_lossy(&bytes).replace("\r\n", "").contains(['\r', '\n']));

        let mail = ReceivedMail::parse(bytes);
        let normal = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").trim_end_matches('\n').to_owned();
        prop_assert_eq!(normal(&mail.text), normal(&letter.text));
        prop_assert_eq!(mail.to, "paolo@rinaldi.example");
        prop_assert_eq!(mail.from_name, "Studio Vannini");
        prop_assert_eq!(mail.subject, letter.subject);
    }
}
