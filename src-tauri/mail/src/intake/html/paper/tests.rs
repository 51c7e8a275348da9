use super::super::tokens::{Token, Tokens};
use super::*;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n rest";

fn body(html: &str) -> String {
    of_html(html, |_| None).body
}

/// What must never be in what is shown; the first that is.
pub(super) fn danger(body: &str) -> Option<String> {
    for token in Tokens::new(body) {
        let Token::Open(tag) = token else { continue };
        if !tidy::KNOWN.contains(&tag.name) {
            return Some(format!("an element {}", tag.name));
        }
        for (name, value) in tag.attributes() {
            let lower = value.to_lowercase();
            let is_fine = match name.as_ref() {
                "href" => ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)),
                "src" => lower.starts_with("data:image/") && lower.contains(";base64,"),
                "style" => {
                    let words =
                        ["url", "@", "expression", "position", "behavior", "import", "\\", "/*", "image"];
                    !words.iter().any(|word| lower.contains(word))
                }
                "target" => value == "_blank",
                "rel" | "title" | "data-leads" => tag.name == "a",
                known => tidy::ATTRIBUTES.contains(&known),
            };
            if !is_fine {
                return Some(format!("{} {name}={value}", tag.name));
            }
        }
    }
    let lower = body.to_lowercase();
    ["<script", "<style", "<!", "<?", "javascript:\"", "src=\"http"]
        .into_iter()
        .find(|word| lower.contains(word))
        .map(str::to_owned)
}

/// Ways by which mails have run scripts or loaded things in one program or another.
const VECTORS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    "<img \"\"\"><script>alert(1)</script>\">",
    "<img/src=x/onerror=alert(1)//",
    "<body onload=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title><img src=x onerror=alert(1)></title>",
    "<template><img src=x onerror=alert(1)></template>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=\" &#14;  javascript:alert(1)\">x</a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
    "<a href=\"java\nscript:alert(1)\">x</a>",
    "<a href=vbscript:x>x</a>",
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    "<a href=file:///etc/passwd>x</a>",
    "<a href=//evil.example>x</a>",
    "<a href=tauri://localhost/>x</a>",
    "<a href=studiolo://settings>x</a>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x.swf></object><embed src=x.swf>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>body{background:url(https://evil.example/x.png)}</style>",
    "<div style=\"background:url(https://evil.example/x.png)\">x</div>",
    "<div style=\"background:u\\72l(https://evil.example/x.png)\">x</div>",
    "<div style=\"background:/**/url(https://evil.example/x)\">x</div>",
    "<div style=\"background:image-set('https://evil.example/x' 1x)\">x</div>",
    "<div style=\"border-image:linear-gradient(red,blue)\">x</div>",
    "<div style=\"width:expression(alert(1))\">x</div>",
    "<div style=\"position:fixed;top:0;left:0;width:100%;height:100%\">x</div>",
    "<div style=\"margin-top:-500px;color:red\">x</div>",
    "<div style=\"color:red;}</style><script>alert(1)</script>\">x</div>",
    "<div style='font-family:\"'><img src=x onerror=alert(1)>\"'>x</div>",
    "<table background=https://evil.example/x.png><td background=https://evil.example/y.png>x",
    "<img src=https://evil.example/x.png srcset='https://evil.example/y.png 2x'>",
    "<img src=//evil.example/x.png>",
    "<img src=data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+>",
    "<img src=data:text/html;base64,PHNjcmlwdD4=>",
    "<video src=https://evil.example/x.mp4 autoplay></video><audio src=https://evil.example/x.mp3>",
    "<picture><source srcset=https://evil.example/x></picture>",
    "<input type=image src=https://evil.example/x.png><button formaction=javascript:alert(1)>x</button>",
    "<form action=https://evil.example><input name=password></form>",
    "<a href=https://a.example onclick=alert(1) ping=https://evil.example target=_top>x</a>",
    "<details open ontoggle=alert(1)>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href=javascript:alert(1)?><b>x",
    "<a title='</a><img src=x onerror=alert(1)>' href=https://a.example>x</a>",
    "<img alt='\"><script>alert(1)</script>' src=x>",
    "<isindex action=javascript:alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<b id=__proto__ name=attributes>x</b>",
    "<plaintext><img src=x onerror=alert(1)>",
    "\u{0}<\u{0}script>alert(1)</script>",
    "<a href=\"https://a.example/\"\"onmouseover=alert(1)//\">x</a>",
];

#[test]
fn no_known_way_to_run_or_load_anything_gets_through() {
    for vector in VECTORS {
        for html in [
            (*vector).to_owned(),
            format!("<p>prima<table><tr><td>{vector}"),
            format!("<b title='{vector}'>{vector}</b>"),
        ] {
            let body = body(&html);
            assert_eq!(danger(&body), None, "{html}\n→ {body}");
            assert_eq!(self::body(&body), body, "{html}");
        }
    }
}

#[test]
fn words_tables_and_colours_stay() {
    let html = "<div style='color:#333;font-family:Arial, \"Helvetica\";position:absolute'><h1 align=center>Offerta</h1>\
                <table width=600 cellpadding=4 bgcolor=#eee><tr><td style='padding:4px 8px; COLOR: rgb(1, 2, 3)'>1.200 &euro;</td></tr></table></div>";
    let body = body(html);
    assert!(body.contains("color:#333;font-family:Arial, &quot;Helvetica&quot;\""), "{body}");
    assert!(body.contains("<h1 align=\"center\">Offerta</h1>"), "{body}");
    assert!(body.contains("padding:4px 8px;color:rgb(1, 2, 3)"), "{body}");
    assert!(
        body.contains("1.200 €") && body.contains("width=\"600\"") && body.contains("bgcolor=\"#eee\""),
        "{body}"
    );
    assert!(!body.contains("position"), "{body}");
}

#[test]
fn what_is_no_text_of_the_page_is_left_out() {
    let html = "<html><head><title>T</title><style>p{}</style></head><body><p>Ciao<o:p></o:p></p><!-- via --></body></html>";
    assert_eq!(body(html), "<p>Ciao</p>");
}

#[test]
fn a_link_says_where_it_leads() {
    let link = |href: &str, text: &str| {
        let paper = of_html(&format!("<a href=\"{href}\" title=innocuo>{text}</a>"), |_| None);
        (paper.misleading, paper.body)
    };
    let (misleading, body) = link("https://banca.example/conto?a=1&amp;b=2", "La <b>banca</b>");
    assert_eq!(misleading, 0);
    assert_eq!(
        body,
        "<a href=\"https://banca.example/conto?a=1&amp;b=2\" target=\"_blank\" rel=\"noopener noreferrer nofollow\" \
         title=\"https://banca.example/conto?a=1&amp;b=2\">La <b>banca</b></a>"
    );
    for (href, text) in [
        ("https://evil.example/", "https://www.banca.example/conto"),
        ("https://evil.example/", "www.banca.example"),
        ("https://evil.example/", "apra www.banca.example subito"),
        ("https://evil.example/", "banca.example"),
        ("https://banca.example@evil.example/", "https://banca.example"),
        ("https://banca.example.evil.example.it/", "banca.example"),
        ("https://xn--bnca-5qa.example/", "banca.example"),
        ("http://192.0.2.7/", "www.banca.example"),
        ("mailto:ladro@evil.example", "info@banca.example"),
        ("https://other.co.uk/", "bank.co.uk"),
        ("https://evil.example/", "https://ban\u{ad}ca.example"),
        ("https://evil.example/", "banca\u{200b}.example"),
    ] {
        let (misleading, body) = link(href, text);
        assert!(misleading == 1 && body.contains("data-leads=\""), "{text} → {href}: {body}");
    }
    for (href, text) in [
        ("https://www.banca.example/x", "https://banca.example"),
        ("https://clic.banca.example/x", "www.banca.example"),
        ("https://evil.example/", "Apri la fattura.pdf"),
        ("https://evil.example/", "fattura.pdf"),
        ("https://evil.example/", "Rinaldi S.r.l."),
        ("https://evil.example/", "Scriva a banca.example per sapere"),
        ("mailto:info@banca.example", "info@banca.example"),
    ] {
        assert_eq!(link(href, text).0, 0, "{text} → {href}");
    }
}

#[test]
fn pictures_that_came_along_are_put_in_and_others_wait() {
    let html = "<img src='cid:logo%40x' alt=Logo width=40><img src='cid:none' alt=Manca><img src=https://cdn.example/a.png alt='Foto' height=90>\
                <img src=https://cdn.example/a.png><img src=http://cdn.example/b.png><img src=https://t.example/p.gif width=1 height=1>";
    let enclosed =
        |source: Source<'_>| (source == Source::Enclosed("logo@x")).then(|| data_url(PNG)).flatten();
    let paper = of_html(html, enclosed);
    assert!(
        paper.body.contains("<img alt=\"Logo\" width=\"40\" src=\"data:image/png;base64,"),
        "{}",
        paper.body
    );
    assert!(
        paper.body.contains("<img alt=\"Manca\"><img alt=\"Foto\" height=\"90\"><img><img>"),
        "{}",
        paper.body
    );
    assert_eq!(paper.remote, ["https://cdn.example/a.png", "http://cdn.example/b.png"]);
    assert_eq!((paper.loaded, paper.trackers), (0, 1));
    let paper = of_html(html, |source| {
        (source == Source::Remote("https://cdn.example/a.png")).then(|| data_url(PNG)).flatten()
    });
    assert_eq!((paper.loaded, paper.body.matches("src=\"data:").count()), (1, 2));
}

#[test]
fn a_picture_is_known_by_its_first_bytes() {
    for (bytes, kind) in [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ] {
        assert!(data_url(bytes).unwrap().starts_with(&format!("data:{kind};base64,")));
    }
    for bytes in [&b"<svg onload=alert(1)>"[..], b"", b"RIFF\0\0\0\0AVI ", b"%PDF-1.7"] {
        assert_eq!(data_url(bytes), None);
    }
    assert_eq!(data_url(&[PNG, &vec![0; LARGEST]].concat()), None);
    let said = "<img src='DATA:image/svg+xml;base64,iVBORw0KGgo='><img src='data:image/png;base64,PHN2Zz4='>";
    assert_eq!(body(said), "<img src=\"data:image/png;base64,iVBORw0KGgo=\"><img>");
}

#[test]
fn the_same_picture_a_thousand_times_does_not_fill_the_memory() {
    let url = data_url(&[PNG, &vec![0; 1 << 20]].concat()).unwrap();
    let paper = of_html(&"<img src=cid:a>".repeat(1_000), |_| Some(url.clone()));
    assert!(paper.body.len() < 30 << 20);
    assert_eq!(paper.body.matches("<img").count(), 1_000);
}

#[test]
fn however_deep_or_long_it_is_it_ends_and_says_that_it_was_cut() {
    for (unit, end) in [
        ("<div>", ""),
        ("<p><b>", ""),
        ("<table><tr><td>", ""),
        ("<b><i><u><font color=red size=2>", "</b>"),
        ("<a href=https://a.example><p>", ""),
        ("</div></p></b>", ""),
        ("<ul><li>", ""),
        ("<div><table></div>", ""),
        ("<x y ", ">"),
        ("<!--", "-->"),
        ("<table><tr>x", ""),
        ("<a b ", ">"),
        ("&amp", ""),
        ("&", ""),
        ("\u{b0}", ""),
        ("&nbsp;", ""),
        ("<p title='&' align='", "'>"),
    ] {
        let html = unit.repeat((1 << 20) / unit.len()) + end + "fine";
        let paper = of_html(&html, |_| None);
        assert_eq!(danger(&paper.body), None, "{unit}");
    }
    let long = format!("<p>Inizio</p>{}<p>Fine</p>", " ".repeat(5 << 20));
    let paper = of_html(&long, |_| None);
    assert!(paper.is_cut && paper.body.starts_with("<p>Inizio</p>") && !paper.body.contains("Fine"));
    assert!(of_html(&"<b>x</b>".repeat(50_000), |_| None).is_cut);
    let nested = format!("{}x{}", "<div>".repeat(600), "</div>".repeat(600));
    let paper = of_html(&nested, |_| None);
    assert!(!paper.is_cut && paper.body.contains('x') && paper.body.matches("<div>").count() == 200);
    assert!(of_text(&"a".repeat(MOST + 1)).is_cut);
}

#[test]
fn a_text_is_a_text() {
    let paper = of_text("1 < 2 & \"b\"\n<script>alert(1)</script>");
    assert_eq!(
        paper.body,
        "<div class=\"text\" dir=\"auto\">1 &lt; 2 &amp; &quot;b&quot;\n&lt;script&gt;alert(1)&lt;/script&gt;</div>"
    );
    let document = paper.document();
    assert!(document.starts_with("<!doctype html>") && document.contains(POLICY));
}
