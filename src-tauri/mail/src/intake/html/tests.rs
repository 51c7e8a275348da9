//! HTML replies as mail programs write them.

use super::Kind::{Forwarded, Quoted, Said, Signature};
use super::*;

/// The kinds and texts of the parts, without white space around them.
fn told(html: &str) -> Vec<(Kind, String)> {
    let text = read(html);
    let parts = text.parts();
    assert_eq!(
        parts.iter().map(|part| part.text).collect::<String>(),
        text.text,
        "the parts are not the text"
    );
    parts.into_iter().map(|part| (part.kind, part.text.trim().to_owned())).collect()
}

fn kinds(html: &str) -> Vec<Kind> {
    told(html).into_iter().map(|(kind, _)| kind).collect()
}

fn said(html: &str) -> String {
    reply::said(&read(html).parts())
}

/// What programs put below a reply.
pub(super) const QUOTES: &[(&str, &str)] = &[
    (
        "Gmail",
        "<br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">Il giorno mar 3 mar 2026 alle ore 10:00 Elena &lt;<a href=\"mailto:e@s.example\">e@s.example</a>&gt; ha scritto:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex\"><div>Ha il bilancio?</div></blockquote></div>",
    ),
    (
        "Gmail in a language unknown here",
        "<br><div class=gmail_quote><div dir=ltr class=gmail_attr>wt., 3 mar 2026 o 10:00 Elena &lt;e@s.example&gt; napisał(a):<br></div><blockquote class=gmail_quote>Ha il bilancio?</blockquote></div>",
    ),
    (
        "Gmail, older",
        "<div class=\"gmail_extra\"><br><div class=\"gmail_quote\">On Tue, Mar 3, 2026 at 10:00 AM, Elena <span dir=\"ltr\">&lt;e@s.example&gt;</span> wrote:<br><blockquote class=\"gmail_quote\">Ha il bilancio?</blockquote></div></div>",
    ),
    (
        "Thunderbird",
        "<div class=\"moz-cite-prefix\">Il 03/03/26 10:00, Elena ha scritto:<br></div><blockquote type=\"cite\" cite=\"mid:x@s.example\"><p>Ha il bilancio?</p></blockquote>",
    ),
    (
        "Apple Mail",
        "<div><br><blockquote type=\"cite\"><div>Il giorno 3 mar 2026, alle ore 10:00, Elena &lt;e@s.example&gt; ha scritto:</div><br><div>Ha il bilancio?</div></blockquote></div>",
    ),
    (
        "Outlook on the web",
        "<div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font><b>Da:</b> Elena<br><b>Inviato:</b> martedì 3 marzo<br></font></div><div>Ha il bilancio?</div>",
    ),
    (
        "Outlook",
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> Elena &lt;e@s.example&gt; <br><b>Sent:</b> Tuesday, March 3, 2026 10:00 AM<br><b>To:</b> Paolo<br><b>Subject:</b> Bilancio<o:p></o:p></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Ha il bilancio?<o:p></o:p></p>",
    ),
    (
        "Outlook, older",
        "<DIV class=OutlookMessageHeader dir=ltr align=left><FONT face=Tahoma size=2>-----Messaggio originale-----</FONT></DIV><DIV>Ha il bilancio?</DIV>",
    ),
    (
        "Yahoo",
        "<div id=\"ydp12yahoo_quoted_34\" class=\"ydp12yahoo_quoted\"><div>Il martedì 3 marzo 2026, Elena ha scritto:</div><div>Ha il bilancio?</div></div>",
    ),
    (
        "Proton",
        "<div class=\"protonmail_quote\">W dniu wtorek, Elena napisał(a):<br><blockquote class=\"protonmail_quote\" type=\"cite\">Ha il bilancio?</blockquote></div>",
    ),
    (
        "a bare blockquote",
        "<p>Am 03.03.26 um 10:00 schrieb Elena:</p><blockquote>Ha il bilancio?</blockquote>",
    ),
    (
        "Outlook on phones",
        "<div id=\"ms-outlook-mobile-signature\">Scarica <a href=\"x\">Outlook per iOS</a></div><div id=\"mail-editor-reference-message-container\"><hr><div>Da: Elena<br>Data: x</div>Ha il bilancio?</div>",
    ),
];

#[test]
fn a_reply_above_a_quote_is_said_and_the_quote_is_folded() {
    for (program, quote) in QUOTES {
        let html = format!(
            "<html><head><title>x</title><style>p {{}}</style></head><body><div dir=ltr><p>Ecco il bilancio.</p>Paolo</div>{quote}</body></html>"
        );
        assert_eq!(said(&html), "Ecco il bilancio.\n\nPaolo", "{program}: {:?}", told(&html));
    }
}

#[test]
fn answers_between_quotes_are_said() {
    let html = "<div class=gmail_quote><div class=gmail_attr>Il 3/3/26 10:00, Elena ha scritto:</div><blockquote class=gmail_quote>Ha il bilancio?</blockquote><div>Sì.</div><blockquote class=gmail_quote>E la fattura?</blockquote><div>Domani.</div></div>";
    assert_eq!(said(html), "Sì.\n\nDomani.");
    let html = "<blockquote type=cite><p>uno</blockquote>due<blockquote type=cite>tre</blockquote>quattro";
    assert_eq!(kinds(html), [Quoted, Said, Quoted, Said]);
}

#[test]
fn a_bare_blockquote_that_nothing_introduces_is_said() {
    assert_eq!(
        said("<p>Cito il contratto:</p><blockquote>articolo 3</blockquote><p>Va bene?</p>"),
        "Cito il contratto:\n\narticolo 3\n\nVa bene?"
    );
}

#[test]
fn what_is_passed_on_is_told_apart() {
    let html = "Le giro questa.<br><div class=gmail_quote><div dir=ltr class=gmail_attr>---------- Forwarded message ---------<br>Da: <b>Banca</b> &lt;a@b.example&gt;<br>Date: mar 3 mar<br>Subject: Mutuo<br>To: Paolo<br></div><br><br>Il mutuo è pronto.</div>";
    assert_eq!(kinds(html), [Said, Forwarded]);
}

#[test]
fn signatures_are_folded_apart() {
    let html = "<div>Ecco.</div><div>-- </div><div class=gmail_signature data-smartmail=gmail_signature>Paolo<br>Officine</div>";
    assert_eq!(told(html), [(Said, "Ecco.".into()), (Signature, "-- \nPaolo\nOfficine".into())]);
    let html = "Ecco.<pre class=\"moz-signature\" cols=72>-- \nPaolo\nOfficine</pre>";
    assert_eq!(told(html), [(Said, "Ecco.".into()), (Signature, "-- \nPaolo\nOfficine".into())]);
    let long = format!("<div class=gmail_signature>{}</div>", "riga<br>".repeat(40));
    assert_eq!(kinds(&long), [Said]);
    assert_eq!(
        said("<div id=Signature><p>Scritto nella firma di Outlook.</p></div>"),
        "Scritto nella firma di Outlook."
    );
}

#[test]
fn lines_are_those_that_a_browser_shows() {
    for (html, text) in [
        ("<div>uno</div><div><br></div><div>due</div>", "uno\n\ndue"),
        ("<p>uno</p><p>due</p>", "uno\n\ndue"),
        ("  uno \n\t due<br/>tre ", "uno due\ntre "),
        ("<b>un</b>o <i>due</i>", "uno due"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
        (
            "perch&eacute; &#232; &#xE8; &lt;x&gt; &nbsp;&copy &bogus; a&b",
            "perché è è <x>  &copy &bogus; a&b",
        ),
        ("a<!-- b --> c<!----> d<!--> e <script>f</script><STYLE>g</style>h", "a c d e h"),
        ("1 < 2 <> 3 </> <", "1 < 2 <> 3 </> <"),
        ("a<img src=x alt=\"\u{1f44d}\">b<img alt=logo>", "a\u{1f44d}b"),
        ("<div style='display: none'>no</div>sì<span hidden>no</span>", "sì"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<a href='x>y'>z</a>", "z"),
        ("a\0\u{7}&#0;b", "ab"),
        ("", ""),
        ("<", "<"),
        ("<div", ""),
    ] {
        assert_eq!(read(html).text.trim_start_matches('\n'), text, "{html}");
    }
}

#[test]
fn broken_html_loses_nothing_that_is_shown() {
    assert_eq!(said("</div></p><div><p>Ecco</b></div></div>.<blockquote type=cite>x</div>"), "Ecco\n.");
    assert_eq!(said("<blockquote type=cite><div>q</blockquote></div>Ecco."), "Ecco.");
    assert_eq!(said("<p>uno<p>due<td>tre"), "uno\n\ndue tre");
}

/// What invites to look again and again; it ends at once, or this test would not.
#[test]
fn a_lot_of_anything_is_looked_through_once() {
    for piece in [
        "<",
        "<p>",
        "</p>",
        "<div class=gmail_signature>",
        "&",
        "<!--",
        "<a \"",
        "<blockquote type=cite>x</p>",
        "<x y=",
        "<script>",
        "<td>",
        "<br>",
        "<a =/=/",
        "</s",
    ] {
        let text = read(&piece.repeat((1 << 17) / piece.len()));
        assert_eq!(text.parts().iter().map(|part| part.text.len()).sum::<usize>(), text.text.len());
    }
}
