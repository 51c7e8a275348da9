//! Whatever the HTML is: the parts are the text, and what a client wrote above a quote is said.

use proptest::prelude::*;

use super::tests::QUOTES;
use super::*;
use crate::testing::config;

const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<br>",
    "<pre>",
    "</pre>",
    "<td>",
    "<blockquote type=cite>",
    "<blockquote>",
    "</blockquote>",
    "<div class=gmail_attr>",
    "<div class='gmail_signature'>",
    "<div id=\"divRplyFwdMsg\">",
    "<span style='display:none'>",
    "</span>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&",
    ";",
    "\"",
    "'",
    "=",
    "testo",
    " ",
    "\n",
    "-- ",
    "On 3 Mar 2026, x <a@b.example> wrote:",
    "\u{a0}",
    "<img alt='\u{1f44d}'>",
    "&gt; a",
    "<o:p>",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_parts_are_the_text(html in any::<String>()) {
        let text = read(&html);
        prop_assert_eq!(text.parts().iter().map(|part| part.text).collect::<String>(), text.text.as_str());
    }

    #[test]
    fn the_parts_of_any_pieces_are_the_text(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let html = pieces.concat();
        let text = read(&html);
        prop_assert_eq!(text.parts().iter().map(|part| part.text).collect::<String>(), text.text.as_str());
        prop_assert!(text.text.len() <= html.len() * 2);
    }

    #[test]
    fn the_parts_of_a_reply_changed_anywhere_are_the_text(
        at in any::<prop::sample::Index>(), with in any::<char>(), quote in prop::sample::select(QUOTES),
    ) {
        let mut html: Vec<char> = format!("<p>Ecco il bilancio.</p>{}", quote.1).chars().collect();
        let at = at.index(html.len());
        html[at] = with;
        let text = read(&html.into_iter().collect::<String>());
        prop_assert_eq!(text.parts().iter().map(|part| part.text).collect::<String>(), text.text.as_str());
    }

    #[test]
    fn what_is_written_above_a_quote_is_said(
        lines in prop::collection::vec("[A-Za-zàèß(]([A-Za-zàè€,.!?'()>-]| [a-z]){0,40}[a-z.!?]", 1..6), quote in prop::sample::select(QUOTES),
    ) {
        let escaped: Vec<String> = lines.iter().map(|line| format!("<div>{}</div>", line.replace('>', "&gt;"))).collect();
        let text = read(&format!("<div dir=ltr>{}</div>{}", escaped.concat(), quote.1));
        prop_assert_eq!(reply::said(&text.parts()), lines.join("\n"));
    }
}
