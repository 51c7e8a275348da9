use super::{Text, of};
use crate::office::{Group, Kind, Notice, Open, What};
use crate::words::Words;

const KINDS: [Kind; 5] =
    [Kind::Answered, Kind::RemindersOver, Kind::MailStopped, Kind::AccountRefused, Kind::BackupFailed];

fn rinaldi(kind: Kind) -> Group {
    let notice = Notice {
        kind,
        client: "Officine Rinaldi S.r.l.".into(),
        text: "Liquidazione IVA".into(),
        sent: 2,
        chat: None,
    };
    Group { what: What::One(notice), open: Open::Inbox }
}

fn several(count: usize, kind: Option<Kind>) -> Group {
    Group { what: What::Several { count, kind }, open: Open::Inbox }
}

fn said(language: &str, group: &Group, hidden: bool) -> (String, String) {
    let Text { title, body } = of(&Words::of(language), group, hidden);
    (title, body)
}

fn pair(title: &str, body: &str) -> (String, String) {
    (title.to_owned(), body.to_owned())
}

#[test]
fn reminders_that_are_over_name_the_client_the_thread_and_how_many_went() {
    let over = rinaldi(Kind::RemindersOver);
    let body = "Liquidazione IVA: 2 promemoria inviati, nessuna risposta";
    assert_eq!(said("it", &over, false), pair("Officine Rinaldi S.r.l.", body));
    let body = "Liquidazione IVA: 2 reminders sent, no reply";
    assert_eq!(said("en", &over, false), pair("Officine Rinaldi S.r.l.", body));
}

#[test]
fn hidden_content_leaves_only_what_kind_of_thing_it_is() {
    assert_eq!(said("it", &rinaldi(Kind::Answered), true), pair("Una risposta", ""));
    assert_eq!(said("en", &rinaldi(Kind::MailStopped), true), pair("One e-mail was not sent", ""));
    for kind in KINDS {
        for language in ["it", "en"] {
            let (title, body) = said(language, &rinaldi(kind), true);
            assert!(!title.is_empty() && body.is_empty(), "{kind:?}");
            assert!(!title.contains("Rinaldi") && !title.contains("IVA"), "{title}");
        }
    }
}

#[test]
fn several_say_how_many() {
    let over = several(3, Some(Kind::RemindersOver));
    assert_eq!(said("it", &over, false).0, "3 chat senza risposta: promemoria finiti");
    assert_eq!(said("en", &several(4, None), false).0, "4 things to look at");
}

#[test]
fn a_long_subject_or_one_of_many_lines_stays_one_short_line() {
    let mut group = rinaldi(Kind::Answered);
    if let What::One(notice) = &mut group.what {
        notice.text = "Estratto\n\n conto ".repeat(50);
    }
    let (_, body) = said("it", &group, false);
    assert!(body.starts_with("Estratto conto Estratto") && body.ends_with('…'));
    assert!(body.chars().count() <= 121);
}
