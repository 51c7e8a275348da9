//! Whatever the HTML is: nothing in what is shown can run or load, and shown again it is the same.

use proptest::prelude::*;

use super::tests::danger;
use super::*;
use crate::testing::config;

const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "\"",
    "'",
    "=",
    " ",
    "\n",
    "&",
    ";",
    "&lt;",
    "&quot;",
    "&#0;",
    "&#x6a;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i style=\"",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<tbody>",
    "<caption>",
    "<ul>",
    "<li>",
    "</li>",
    "<dl><dt>",
    "<dd>",
    "<pre>",
    "</pre>",
    "<h1>",
    "</h1>",
    "<center>",
    "<font color=",
    "<a href=",
    "</a>",
    "https://a.example/",
    "javascript:alert(1)",
    "data:image/png;base64,iVBORw0KGgo=",
    "cid:x",
    "mailto:a@b.example",
    "<img src=",
    "<img alt=\"",
    " width=1",
    " onerror=alert(1)",
    " style=\"color:red;",
    "background:url(x)",
    "position:fixed",
    "\">",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mtext>",
    "<mglyph>",
    "<foreignObject>",
    "<desc>",
    "<title>",
    "</title>",
    "<textarea>",
    "<noscript>",
    "<template>",
    "<select>",
    "<option>",
    "<iframe>",
    "<form>",
    "<input>",
    "<body>",
    "<html>",
    "<frameset>",
    "<plaintext>",
    "<xmp>",
    "<br>",
    "<hr>",
    "<wbr>",
    "<col>",
    "<o:p>",
    "testo",
    "www.banca.example",
    "\u{0}",
    "\u{202e}",
    "é",
];

fn of_pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_runs_or_loads(html in of_pieces()) {
        let body = of_html(&html, |_| None).body;
        prop_assert_eq!(danger(&body), None, "{}", body);
    }

    #[test]
    fn nor_out_of_any_text(html in any::<String>()) {
        prop_assert_eq!(danger(&of_html(&html, |_| None).body), None);
    }

    #[test]
    fn shown_again_it_is_the_same(html in of_pieces()) {
        let once = of_html(&html, |_| None).body;
        prop_assert_eq!(&of_html(&once, |_| None).body, &once);
    }

    #[test]
    fn no_style_loads_or_moves(style in "[a-z:;()'\"/\\\\*@ -]{0,60}", tail in prop::sample::select(vec!["url(x)", "position:fixed", "\\75rl(x)", "@import x"])) {
        let kept = style::kept(&format!("{style}{tail}"));
        prop_assert!(!["url(", "position", "@", "\\"].iter().any(|word| kept.contains(word)), "{}", kept);
    }
}
