use std::collections::BTreeSet;

use chrono::TimeZone;
use fluent_bundle::FluentResource;
use proptest::prelude::*;
use serde_json::json;

use super::{
    golden_tests::written,
    look::{DARK, LIGHT, Palette},
    *,
};
use crate::richtext::{
    property_tests::{any_document, hostile},
    tokens::{elements, is_balanced, visible},
};

pub(super) fn at(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap()
}

pub(super) fn item<'a>(subject: &str, body: &'a Document, written_at: DateTime<Utc>) -> LetterItem<'a> {
    LetterItem {
        subject: subject.into(),
        body,
        written_at,
        open_tasks: Vec::new(),
        documents: Vec::new(),
        link: None,
        reminder: None,
    }
}

/// A letter of Elena to Paolo of Officine Rinaldi.
pub(super) fn letter(kind: Kind, language: Language, items: Vec<LetterItem<'_>>) -> Letter<'_> {
    Letter {
        kind,
        language,
        firm: "Studio Vannini".into(),
        owner_name: "Elena Vannini".into(),
        contact_name: "Paolo Rinaldi".into(),
        client_name: "Officine Rinaldi S.r.l.".into(),
        items,
        zone: chrono_tz::Europe::Rome,
    }
}

pub(super) fn text(words: &str) -> Document {
    Document::from_text(words).unwrap()
}

#[test]
fn the_subject_says_why_the_letter_comes() {
    let body = text("Mi mancano tre cose.");
    let subject = |kind, language, count| {
        let items = vec![item("F24", &body, at(4, 22, 14, 5)); count];
        write(&letter(kind, language, items)).unwrap().subject
    };
    assert_eq!(subject(Kind::Notification, Language::It, 1), "F24");
    assert_eq!(subject(Kind::Reminder, Language::It, 1), "Promemoria: F24");
    assert_eq!(subject(Kind::Reminder, Language::En, 1), "Reminder: F24");
    assert_eq!(subject(Kind::Reminder, Language::It, 3), "Promemoria: 3 richieste in sospeso");
    assert_eq!(subject(Kind::Reminder, Language::En, 3), "Reminder: 3 requests awaiting your answer");
    assert_eq!(subject(Kind::SendAgain, Language::It, 1), "Inviato di nuovo: F24");
    assert_eq!(subject(Kind::SendAgain, Language::En, 1), "Sent again: F24");
}

#[test]
fn without_a_subject_the_first_words_stand_there_and_without_words_the_firm() {
    let subject = |body: &Document| {
        write(&letter(Kind::Notification, Language::It, vec![item(" \u{200b}\n", body, at(4, 22, 14, 5))]))
            .unwrap()
            .subject
    };
    assert_eq!(
        subject(&text("Buongiorno Paolo,\n\nmi mancano tre cose.")),
        "Buongiorno Paolo, mi mancano tre cose."
    );
    assert_eq!(subject(&text("")), "Messaggio da Studio Vannini");
}

#[test]
fn a_letter_is_about_something_and_only_reminders_are_listed_together() {
    let body = text("ciao");
    let two = vec![item("a", &body, at(4, 22, 14, 5)), item("b", &body, at(4, 22, 14, 5))];
    assert_eq!(write(&letter(Kind::Reminder, Language::It, Vec::new())), Err(LetterError::NoItem));
    assert_eq!(
        write(&letter(Kind::Notification, Language::It, two.clone())),
        Err(LetterError::SeveralItems(2))
    );
    assert_eq!(write(&letter(Kind::SendAgain, Language::It, two)), Err(LetterError::SeveralItems(2)));
}

#[test]
fn a_link_is_shown_only_when_one_is_given() {
    let body = text("ciao");
    let without =
        write(&letter(Kind::Notification, Language::It, vec![item("a", &body, at(4, 22, 14, 5))])).unwrap();
    assert!(elements(&without.html).iter().all(|(name, _)| name != "a"));
    assert!(!without.text.contains("http"));
    let door = Link::new("https://portale.vannini.example/chat/7f3a?a=1&b=2").unwrap();
    let with = LetterItem { link: Some(door.clone()), ..item("a", &body, at(4, 22, 14, 5)) };
    let with = write(&letter(Kind::Notification, Language::It, vec![with])).unwrap();
    let hrefs: Vec<_> = elements(&with.html)
        .into_iter()
        .flat_map(|(_, attributes)| attributes)
        .filter(|(name, _)| name == "href")
        .collect();
    assert_eq!(hrefs, [("href".to_owned(), door.as_str().to_owned())]);
    assert!(with.text.contains(door.as_str()));
}

#[test]
fn a_person_who_is_their_own_client_is_named_once() {
    let body = text("ciao");
    let mut tessari = letter(Kind::Notification, Language::It, vec![item("730", &body, at(4, 22, 14, 5))]);
    tessari.contact_name = "Marco Tessari".into();
    tessari.client_name = "Marco Tessari".into();
    assert!(write(&tessari).unwrap().text.contains("Per Marco Tessari\n"));
}

#[test]
fn dates_are_those_of_the_offices_zone() {
    let zone = chrono_tz::Europe::Rome;
    let late = at(4, 30, 22, 5);
    assert_eq!(date_time(Language::It, late, zone), "venerdì 1° maggio 2026, 0:05");
    assert_eq!(date_time(Language::En, late, zone), "Friday 1 May 2026, 0:05");
    assert_eq!(date(Language::En, late, chrono_tz::America::New_York), "Thursday 30 April 2026");
}

#[test]
fn plurals_follow_the_number() {
    let title = |language, count: i64| words(language, "letter-title-several", &[("count", count.into())]);
    assert_eq!(title(Language::It, 1), "1 richiesta in sospeso");
    assert_eq!(title(Language::It, 2), "2 richieste in sospeso");
    assert_eq!(title(Language::It, 21), "21 richieste in sospeso");
    assert_eq!(title(Language::En, 1), "1 request awaiting your answer");
    assert_eq!(title(Language::En, 0), "0 requests awaiting your answer");
}

/// The names of all messages, as the file itself shows them: at the start of a line, before ` = `.
fn keys(language: Language) -> BTreeSet<String> {
    let source = words::source(language);
    FluentResource::try_new(source.to_owned()).expect("the file is Fluent without a fault");
    let is_name = |name: &&str| name.starts_with(|first: char| first.is_ascii_lowercase());
    let names: Vec<_> =
        source.lines().filter_map(|line| Some(line.split_once(" =")?.0)).filter(is_name).collect();
    let keys: BTreeSet<_> = names.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(keys.len(), names.len(), "a key stands twice in {language}.ftl");
    keys
}

#[test]
fn both_languages_have_the_same_keys() {
    assert!(keys(Language::It).len() > 40);
    assert_eq!(keys(Language::It), keys(Language::En));
}

#[test]
fn every_key_resolves_in_both_languages_and_keeps_the_tone() {
    let names = [
        "weekday", "day", "month", "year", "date", "hour", "minute", "firm", "subject", "count", "number",
        "contact", "client", "owner", "step", "of", "label", "name", "who", "counts", "address", "time",
    ];
    let args: Vec<_> = names.map(|name| (name, FluentValue::from(7))).to_vec();
    for language in Language::ALL {
        for key in keys(language) {
            let words = words(language, &key, &args);
            assert_ne!(words, key);
            assert!(
                !words.is_empty() && !words.contains(['{', '!']) && !words.contains("Ops"),
                "{key}: {words}"
            );
        }
    }
}

#[test]
fn an_unknown_key_is_seen_and_stops_nothing() {
    assert_eq!(words(Language::It, "no-such-key", &[]), "no-such-key");
}

#[test]
fn languages_are_known_by_their_codes() {
    assert_eq!("it".parse(), Ok(Language::It));
    assert_eq!(serde_json::to_value(Language::En).unwrap(), json!("en"));
    assert_eq!("de".parse::<Language>(), Err(UnknownLanguage("de".into())));
}

/// Relative luminance and contrast ratio as WCAG 2.2 defines them.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_text_has_the_contrast_of_wcag_aa_in_light_and_dark() {
    for Palette { paper, ink, ink_2, ink_3, accent_ink, accent, on_accent, .. } in [LIGHT, DARK] {
        for (words, ground) in
            [(ink, paper), (ink_2, paper), (ink_3, paper), (accent_ink, paper), (on_accent, accent)]
        {
            assert!(contrast(words, ground) >= 4.5, "{words} on {ground}");
        }
        assert!(contrast(accent, paper) >= 3.0, "the button's edge on {paper}");
    }
}

#[test]
fn every_inline_colour_has_its_dark_counterpart() {
    let html = written("several", Language::It).html + &written("notification", Language::It).html;
    for (name, attributes) in elements(&html) {
        let of = |wanted: &str| {
            attributes.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str())
        };
        let covered = [
            ("color:", ["ink", "ink-2", "ink-3"].as_slice()),
            ("background-color:", &["paper", "button"]),
            ("border-color:", &["rule"]),
        ];
        for (property, classes) in covered {
            let set = of("style").split(';').any(|rule| rule.starts_with(property));
            let classed = of("class").split(' ').any(|class| classes.contains(&class));
            let by_element = matches!(name.as_str(), "a" | "blockquote") && property != "background-color:";
            let hidden = of("style").starts_with("display:none");
            assert!(!set || classed || by_element || hidden, "<{name} style={:?}>", of("style"));
        }
    }
}

#[test]
fn names_stay_on_one_harmless_line() {
    let clean = |name: &str| line::clean(name, 120);
    assert_eq!(clean("Studio \"Vannini\"\r\nBcc: a@b.example\u{0}"), "Studio \"Vannini\" Bcc: a@b.example");
    assert_eq!(clean("Rinaldi\u{202e}fdp.exe"), "Rinaldifdp.exe");
    assert_eq!(clean("مكتب"), "\u{2068}مكتب\u{2069}");
    assert_eq!(clean(&format!("Z{}o", "\u{301}".repeat(500))), format!("Z{}o", "\u{301}".repeat(6)));
    assert_eq!(
        clean("🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}"),
        "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}"
    );
    assert_eq!(clean("\u{200b}\u{301}\n"), "");
    assert_eq!(line::clean(&"parola ".repeat(50), 20), "parola parola…");
}

#[test]
fn our_own_lines_are_wrapped_and_theirs_are_left_whole() {
    let long = "https://agenzia.example/".to_owned() + &"a".repeat(200);
    let body = text(&format!("{long} {}", "parola ".repeat(30)));
    let written = write(&letter(
        Kind::Reminder,
        Language::It,
        vec![item(&"oggetto ".repeat(18), &body, at(4, 22, 14, 5))],
    ))
    .unwrap();
    let theirs = body.plain_text();
    assert!(written.text.contains(&theirs));
    for line in written.text.replace(&theirs, "").lines() {
        assert!(line.chars().count() <= 76, "{line}");
    }
}

const TAGS: &str =
    "html head meta title style body div table tr td h1 h2 h3 h4 h5 p ul ol li blockquote br strong em s u a";
const ATTRIBUTES: &str = "lang dir charset name content class style role aria-label width cellpadding cellspacing border bgcolor align href rel start";

fn is_safe_page(html: &str) {
    assert!(is_balanced(html), "{html}");
    for (name, attributes) in elements(html) {
        assert!(TAGS.split(' ').any(|tag| tag == name), "<{name}> in {html}");
        for (attribute, value) in attributes {
            assert!(ATTRIBUTES.split(' ').any(|known| known == attribute), "{attribute} in {html}");
            assert!(attribute != "href" || Link::new(&value).is_ok(), "href={value}");
            assert!(attribute != "style" || !value.contains("url("), "style={value}");
        }
    }
    let sheets = html.matches("<style>").count();
    assert_eq!((sheets, html.matches("<!--").count()), (1, 2), "{html}");
}

proptest! {
    #[test]
    fn no_name_and_no_message_breaks_a_letter(
        names in prop::array::uniform5(hostile()), body in any_document(), kind in 0..4_u8, english in any::<bool>(),
        entries in prop::collection::vec(hostile(), 0..3),
    ) {
        let [firm, owner_name, contact_name, client_name, subject] = names;
        let one = LetterItem {
            open_tasks: entries.clone(),
            documents: entries,
            reminder: if kind == 0 { None } else { Some((1, 2)) },
            ..item(&subject, &body, at(4, 22, 14, 5))
        };
        let items = if kind == 3 { vec![one.clone(), one.clone(), one] } else { vec![one] };
        let letter = Letter {
            kind: [Kind::Notification, Kind::SendAgain, Kind::Reminder, Kind::Reminder][usize::from(kind)],
            language: if english { Language::En } else { Language::It },
            firm,
            owner_name,
            contact_name,
            client_name,
            items,
            zone: chrono_tz::Europe::Rome,
        };
        let written = write(&letter).unwrap();
        is_safe_page(&written.html);
        prop_assert!(!written.subject.is_empty() && written.subject.chars().count() <= MAX_SUBJECT_CHARS);
        let stray = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202e}');
        prop_assert!(!written.subject.contains(stray), "{:?}", written.subject);
        prop_assert!(written.text.chars().all(|c| matches!(c, '\n' | '\t') || !c.is_control()));
        prop_assert!(written.text.contains(body.plain_text().as_str()));
        prop_assert!(visible(&written.html).contains(&written.subject));
    }
}
