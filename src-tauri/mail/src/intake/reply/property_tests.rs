//! Whatever the text is: the parts are the text, and what a client wrote above a quote is said.

use proptest::prelude::*;

use super::tests::{ATTRIBUTIONS, BLOCKS};
use super::*;
use crate::testing::config;

const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\n\n",
    ">",
    "> ",
    ">> a\n",
    "On ",
    "On 3 Mar 2026, at 10:00, x <a@b.example> wrote:",
    "Il ",
    "ha scritto:",
    "wrote",
    ":",
    "Da: a@b",
    "Inviato: 3",
    "A: x",
    "Oggetto: y",
    "-----Original Message-----",
    "-- ",
    "--",
    "__________",
    "-",
    "Inviato da iPhone",
    "Questo messaggio è riservato ai destinatari",
    "\u{200F}",
    "\u{a0}",
    "é",
    "\r",
    "testo",
    " ",
    "\u{feff}",
];

/// Words as clients write them, that introduce and close nothing.
fn reply() -> impl Strategy<Value = String> {
    let line = "[A-Za-zàèéìòùß€'(][A-Za-zàèéìòùß€,.;!?' ()/->]{0,60}[a-z.!?]";
    prop::collection::vec(line, 1..6).prop_map(|lines| lines.join("\n"))
}

fn quote() -> impl Strategy<Value = String> {
    let attributed = prop::sample::select(ATTRIBUTIONS)
        .prop_map(|attribution| format!("{attribution}\n> Ha il bilancio?\n> Elena"));
    let whole = prop::sample::select(BLOCKS).prop_map(|block| format!("{block}\n\nHa il bilancio?\n\nElena"));
    prop_oneof![attributed, whole, Just(String::from("> Ha il bilancio?\n>> No.\n"))]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_parts_are_the_text(text in any::<String>()) {
        let parts = parts(&text);
        prop_assert_eq!(parts.iter().map(|part| part.text).collect::<String>(), text.as_str());
    }

    #[test]
    fn the_parts_of_any_pieces_are_the_text(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let text = pieces.concat();
        let parts = parts(&text);
        prop_assert!(parts.windows(2).all(|pair| pair[0].kind != pair[1].kind));
        prop_assert!(parts.iter().all(|part| !part.text.is_empty()));
        prop_assert_eq!(parts.iter().map(|part| part.text).collect::<String>(), text);
    }

    #[test]
    fn the_parts_of_a_reply_changed_anywhere_are_the_text(at in any::<prop::sample::Index>(), with in any::<char>(), quote in quote()) {
        let mut text: Vec<char> = format!("Ecco il bilancio.\n\n{quote}\n-- \nPaolo").chars().collect();
        let at = at.index(text.len());
        text[at] = with;
        let text: String = text.into_iter().collect();
        prop_assert_eq!(parts(&text).iter().map(|part| part.text).collect::<String>(), text.as_str());
    }

    #[test]
    fn what_is_written_above_a_quote_is_said(reply in reply(), quote in quote(), separator in "(\n|\r\n){1,4}") {
        let text = format!("{reply}{separator}{quote}");
        let parts = parts(&text);
        prop_assert_eq!(said(&parts), reply.trim_end(), "{:?}", parts);
    }

    #[test]
    fn what_is_written_below_a_marked_quote_is_said(reply in reply()) {
        let text = format!("{}\n> Ha il bilancio?\n\n{reply}", ATTRIBUTIONS[0]);
        prop_assert_eq!(said(&parts(&text)), reply.trim_end());
    }

    #[test]
    fn what_is_written_between_quoted_lines_is_said(first in reply(), second in reply()) {
        let text = format!("> uno\n\n{first}\n\n> due\n> tre\n\n{second}\n> quattro\n");
        prop_assert_eq!(said(&parts(&text)), format!("{}\n\n{}", first.trim_end(), second.trim_end()));
    }
}
