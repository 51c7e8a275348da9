//! Every kind of letter in both languages, beside its file in `tests/golden/letters`. `UPDATE_GOLDEN=1` writes the files
//! anew; `STUDIOLO_GOLDEN` names another folder than the repository's `tests/golden`.

use std::{env, fs, path::PathBuf};

use serde_json::json;
use studiolo_mail::{Letter as Mail, Mailbox};

use super::{
    tests::{at, item, letter, text},
    *,
};

/// A message with some of everything that a message can hold.
fn rich(language: Language) -> Document {
    let words = match language {
        Language::It => [
            "Buongiorno Paolo, chiudo la liquidazione del trimestre ",
            "entro martedì 28",
            ". L’importo dell’F24 è 3.482,16 €.",
            "Di marzo mancano:",
            "l’estratto conto, anche in foto",
            "la fattura Metalsider n. 218",
            "La data di pagamento resta il 18 maggio.",
            "Come si firma la delega è spiegato nella ",
            "guida dell’Agenzia",
            ".",
        ],
        Language::En => [
            "Good morning Paolo, I am closing the quarter’s VAT return ",
            "by Tuesday 28",
            ". The F24 comes to €3,482.16.",
            "Still missing for March:",
            "the bank statement, a photo will do",
            "Metalsider’s invoice no. 218",
            "The date of payment remains 18 May.",
            "How to sign the mandate is explained in the ",
            "agency’s guide",
            ".",
        ],
    };
    let run = |text: &str| json!({ "type": "text", "text": text });
    let line = |text: &str| json!({ "type": "paragraph", "content": [run(text)] });
    let guide = json!([{ "type": "link", "attrs": { "href": "https://agenzia.example/deleghe?anno=2026&modello=f24" } }]);
    let content = json!([
        { "type": "paragraph", "content": [run(words[0]), { "type": "text", "marks": [{ "type": "bold" }], "text": words[1] }, run(words[2])] },
        { "type": "heading", "attrs": { "level": 2 }, "content": [run(words[3])] },
        { "type": "bulletList", "content": [
            { "type": "listItem", "content": [line(words[4])] },
            { "type": "listItem", "content": [line(words[5])] }
        ]},
        { "type": "blockquote", "content": [line(words[6])] },
        { "type": "paragraph", "content": [run(words[7]), { "type": "text", "marks": guide, "text": words[8] }, run(words[9])] }
    ]);
    Document::from_value(&json!({ "v": 1, "doc": { "type": "doc", "content": content } })).unwrap()
}

struct Words {
    subjects: [&'static str; 3],
    bodies: [&'static str; 2],
    tasks: [&'static str; 2],
    document: &'static str,
}

fn sample(language: Language) -> Words {
    match language {
        Language::It => Words {
            subjects: [
                "Liquidazione IVA, 1° trimestre",
                "Bilancio 2025, bozza 3",
                "Scontrini carburante di marzo",
            ],
            bodies: [
                "Buongiorno Paolo,\n\nla bozza del bilancio è pronta. Confermi gli importi del magazzino?\n\nElena",
                "Buongiorno Paolo, mi mancano ancora gli scontrini del carburante di marzo. Vanno bene anche in foto.",
            ],
            tasks: ["Estratto conto di marzo", "Delega F24 firmata"],
            document: "F24 maggio, bozza.pdf",
        },
        Language::En => Words {
            subjects: ["VAT return, first quarter", "Accounts 2025, draft 3", "Fuel receipts for March"],
            bodies: [
                "Good morning Paolo,\n\nthe draft of the accounts is ready. Can you confirm the stock figures?\n\nElena",
                "Good morning Paolo, I still need the fuel receipts for March. Photos will do.",
            ],
            tasks: ["Bank statement for March", "Signed F24 mandate"],
            document: "F24 May, draft.pdf",
        },
    }
}

/// The letter of one golden file, without its ending.
pub(super) fn written(name: &str, language: Language) -> Written {
    let sample = sample(language);
    let message = rich(language);
    let bodies = sample.bodies.map(text);
    let door = |path: &str| Some(Link::new(&format!("https://portale.vannini.example/{path}")).unwrap());
    let tasks = sample.tasks.map(str::to_owned).to_vec();
    let whole = LetterItem {
        open_tasks: tasks.clone(),
        documents: vec![sample.document.into()],
        ..item(sample.subjects[0], &message, at(4, 22, 14, 5))
    };
    let letter = match name {
        "notification" => {
            letter(Kind::Notification, language, vec![LetterItem { link: door("chat/7f3a"), ..whole }])
        }
        "reminder" => letter(Kind::Reminder, language, vec![LetterItem { reminder: Some((1, 2)), ..whole }]),
        "send_again" => {
            letter(Kind::SendAgain, language, vec![LetterItem { documents: Vec::new(), ..whole }])
        }
        _ => {
            let [accounts, fuel] = &bodies;
            let second = item(sample.subjects[1], accounts, at(4, 20, 7, 31));
            let third = item(sample.subjects[2], fuel, at(4, 1, 9, 12));
            letter(
                Kind::Reminder,
                language,
                vec![
                    LetterItem { reminder: Some((1, 2)), link: door("chat/7f3a"), ..whole },
                    LetterItem {
                        reminder: Some((2, 2)),
                        link: door("chat/91c0"),
                        documents: vec![format!("{}.pdf", sample.subjects[1])],
                        ..second
                    },
                    LetterItem { reminder: Some((3, 3)), link: door("chat/b24e"), ..third },
                ],
            )
        }
    };
    write(&letter).unwrap()
}

/// The letter as it travels, between fixed people at a fixed time.
fn mail(name: &str, letter: &Written) -> String {
    let mailbox =
        |name: &str, address: &str| Mailbox { name: name.into(), address: address.parse().unwrap() };
    let id = |number: u8| format!("<0196{number:04x}-0000-7000-8000-000000000000@studiovannini.example>");
    let elena = mailbox("Elena Vannini", "elena@studiovannini.example");
    let first = name == "notification";
    let mail = Mail {
        from: mailbox("Studio Vannini", "studio@studiovannini.example"),
        to: mailbox("Paolo Rinaldi", "paolo@officinerinaldi.example"),
        reply_to: Some(elena),
        subject: letter.subject.clone(),
        message_id: id(2),
        date: at(4, 27, 7, 0),
        in_reply_to: (!first).then(|| id(1)),
        references: if first { Vec::new() } else { vec![id(1)] },
        automatic: matches!(name, "reminder" | "several"),
        list_unsubscribe: None,
        extra: vec![("X-Studiolo-Trail".into(), format!("42 {}", "5f".repeat(32)))],
        text: letter.text.clone(),
        html: letter.html.clone(),
        attachments: Vec::new(),
    };
    String::from_utf8(mail.to_bytes().unwrap()).unwrap()
}

fn golden(name: &str) -> PathBuf {
    let folder = env::var("STUDIOLO_GOLDEN")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden"), PathBuf::from);
    folder.join("letters").join(name)
}

#[test]
fn every_kind_of_letter_is_written_as_its_golden_file_shows() {
    for name in ["notification", "reminder", "several", "send_again"] {
        for language in Language::ALL {
            let letter = written(name, language);
            let plain = format!("Subject: {}\n\n{}", letter.subject, letter.text);
            let mail = mail(name, &letter);
            for (ending, found) in [("txt", plain), ("html", letter.html), ("eml", mail)] {
                is_golden(&format!("{name}.{language}.{ending}"), &found);
            }
        }
    }
}

fn is_golden(name: &str, found: &str) {
    let path = golden(name);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert!(found == expected, "{} differs; UPDATE_GOLDEN=1 writes it anew", path.display());
}

/// A morning with something of everything, and more on one list than is named.
pub(super) fn morning(language: Language) -> Written {
    let sample = sample(language);
    let [vat, accounts, fuel] = sample.subjects.map(str::to_owned);
    let client = || "Officine Rinaldi S.r.l.".to_owned();
    let frame = DigestFrame {
        language,
        firm: "Studio Vannini".into(),
        owner_name: "Elena Vannini".into(),
        at: at(4, 27, 5, 30),
        zone: chrono_tz::Europe::Rome,
    };
    let waits =
        |day| Waiting { client: client(), subject: accounts.clone(), since: at(4, day, 7, 31).into() };
    let digest = Digest {
        came: vec![
            Came { who: "Paolo Rinaldi".into(), client: client(), subject: vat.clone() },
            Came { who: "Marco Tessari".into(), client: "Marco Tessari".into(), subject: String::new() },
        ],
        waiting: (1..=10).map(waits).collect(),
        stopped: vec![StoppedMail {
            address: "sergio@aurora.example".into(),
            client: "Immobiliare Aurora".into(),
            subject: fuel.clone(),
        }],
        aside: vec![Aside {
            from_name: String::new(),
            from_email: "<b>chi@esempio.example".into(),
            subject: "Re: \u{202e}F24\n".into(),
        }],
        today: vec![Today { at: at(4, 27, 7, 0), client: client(), subject: fuel, step: 1, of: 2 }],
    };
    write_digest(&frame, &digest)
}

#[test]
fn the_morning_mail_is_written_as_its_golden_file_shows() {
    for language in Language::ALL {
        let letter = morning(language);
        is_golden(
            &format!("digest.{language}.txt"),
            &format!("Subject: {}\n\n{}", letter.subject, letter.text),
        );
        is_golden(&format!("digest.{language}.html"), &letter.html);
    }
}
