use fluent_bundle::FluentArgs;

use super::{ENGLISH, ITALIAN, Words};

fn keys(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| !line.starts_with([' ', '#']))
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        .collect()
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(keys(ENGLISH), keys(ITALIAN));
    assert!(keys(ENGLISH).len() > 10);
}

#[test]
fn every_key_has_words_in_both_languages() {
    for language in ["it", "en"] {
        let words = Words::of(language);
        for key in keys(ENGLISH) {
            let said = words.say(key);
            assert!(!said.is_empty() && said != key, "{language}: {key}");
        }
    }
}

#[test]
fn a_refusal_without_words_of_its_own_says_the_general_ones() {
    let words = Words::of("en");
    assert_eq!(words.say_or("refused-nothing_like_it", "refused-otherwise"), words.say("refused-otherwise"));
}

#[test]
fn the_tray_counts_waiting_mails_as_the_language_does() {
    let say = |language, queued: u64| {
        let values: FluentArgs = [("queued", queued)].into_iter().collect();
        Words::of(language).say_with("tray-unreachable", &values)
    };
    assert_eq!(say("en", 1), "The mail server can’t be reached: 1 mail waits");
    assert_eq!(say("en", 3), "The mail server can’t be reached: 3 mails wait");
    assert_eq!(say("it", 1), "Il server di posta non risponde: 1 messaggio aspetta");
    assert_eq!(say("it", 3), "Il server di posta non risponde: 3 messaggi aspettano");
}
