use serde_json::{Value, json};

use super::*;

fn document(content: &Value) -> Document {
    Document::from_value(&json!({ "v": 1, "doc": { "type": "doc", "content": content } })).unwrap()
}

fn refused(content: &Value) -> DocumentError {
    Document::from_value(&json!({ "v": 1, "doc": { "type": "doc", "content": content } })).unwrap_err()
}

fn paragraph(text: &str) -> Value {
    json!({ "type": "paragraph", "content": [{ "type": "text", "text": text }] })
}

fn linked(text: &str, href: &str) -> Value {
    let marks = json!([{ "type": "link", "attrs": { "href": href } }]);
    json!({ "type": "paragraph", "content": [{ "type": "text", "text": text, "marks": marks }] })
}

/// One of everything, as the editor writes it.
fn full() -> Document {
    document(&json!([
        { "type": "heading", "attrs": { "level": 2 }, "content": [{ "type": "text", "text": "Marzo" }] },
        { "type": "paragraph", "content": [
            { "type": "text", "text": "Buongiorno Paolo, chiudo " },
            { "type": "text", "marks": [{ "type": "bold" }], "text": "entro martedì 28" },
            { "type": "text", "text": ". Vedi " },
            { "type": "text", "marks": [
                { "type": "link", "attrs": { "href": "https://example.test/f24?a=1&b=2", "target": "_blank",
                  "rel": "noopener noreferrer nofollow", "class": null, "title": null } },
                { "type": "bold" }, { "type": "italic" }, { "type": "strike" }, { "type": "underline" } ],
              "text": "la guida" },
            { "type": "hardBreak", "marks": [{ "type": "bold" }] },
            { "type": "text", "text": "Elena" }
        ]},
        { "type": "bulletList", "content": [
            { "type": "listItem", "content": [paragraph("Estratto conto"),
                { "type": "orderedList", "attrs": { "start": 3, "type": null }, "content": [
                    { "type": "listItem", "content": [paragraph("gennaio")] },
                    { "type": "listItem", "content": [paragraph("febbraio"), paragraph("anche in foto")] }
                ]}]},
            { "type": "listItem", "content": [paragraph("Delega F24")] }
        ]},
        { "type": "blockquote", "content": [paragraph("Quando serve?"), paragraph("Paolo")] },
        { "type": "paragraph" }
    ]))
}

#[test]
fn plain_text_reads_well_without_marks() {
    let expected = "Marzo

Buongiorno Paolo, chiudo entro martedì 28. Vedi la guida (https://example.test/f24?a=1&b=2)
Elena

- Estratto conto
  3. gennaio
  4. febbraio

     anche in foto
- Delega F24

> Quando serve?
>
> Paolo";
    assert_eq!(full().plain_text(), expected);
}

#[test]
fn html_holds_the_structure_and_drops_what_the_editor_adds_to_links() {
    let expected = concat!(
        "<h3 dir=\"auto\">Marzo</h3>",
        "<p dir=\"auto\">Buongiorno Paolo, chiudo <strong>entro martedì 28</strong>. Vedi ",
        "<a href=\"https://example.test/f24?a=1&amp;b=2\" rel=\"noopener noreferrer\">",
        "<strong><em><s><u>la guida</u></s></em></strong></a><br>Elena</p>",
        "<ul dir=\"auto\"><li>Estratto conto<ol dir=\"auto\" start=\"3\"><li>gennaio</li>",
        "<li><p dir=\"auto\">febbraio</p><p dir=\"auto\">anche in foto</p></li></ol></li>",
        "<li>Delega F24</li></ul>",
        "<blockquote dir=\"auto\"><p dir=\"auto\">Quando serve?</p><p dir=\"auto\">Paolo</p></blockquote>",
    );
    assert_eq!(full().html(), expected);
}

#[test]
fn a_dressed_message_moves_its_headings_and_carries_inline_styles() {
    let dress = Dress {
        first_heading: 3,
        style: |element| if element == Element::Link { "color:\"red\"".into() } else { String::new() },
    };
    let html = full().html_dressed(&dress);
    assert!(html.starts_with("<h4 dir=\"auto\">Marzo</h4>"), "{html}");
    assert!(html.contains(" style=\"color:&quot;red&quot;\">"), "{html}");
}

#[test]
fn one_link_over_words_with_different_marks_stays_one_link() {
    let link = json!({ "type": "link", "attrs": { "href": "mailto:elena@vannini.example" } });
    let message = document(&json!([{ "type": "paragraph", "content": [
        { "type": "text", "text": "scrivi ", "marks": [link] },
        { "type": "text", "text": "qui", "marks": [link, { "type": "bold" }] }
    ]}]));
    assert_eq!(message.html().matches("<a ").count(), 1);
    assert_eq!(message.plain_text(), "scrivi qui (elena@vannini.example)");
}

#[test]
fn a_link_whose_words_are_its_address_is_written_once() {
    assert_eq!(
        document(&json!([linked("https://example.test", "https://example.test")])).plain_text(),
        "https://example.test"
    );
    assert_eq!(document(&json!([linked("a@b.example", "mailto:a@b.example")])).plain_text(), "a@b.example");
}

#[test]
fn the_stored_form_reads_back_to_the_same_bytes() {
    let json = full().to_json();
    let again = Document::from_json(&json).unwrap();
    assert_eq!(again, full());
    assert_eq!(again.to_json(), json);
}

#[test]
fn a_string_becomes_paragraphs_and_line_ends() {
    let message = Document::from_text("\n\nVia Emilia 12\r\nCesena\n \n\nA presto\rElena\n").unwrap();
    assert_eq!(message.plain_text(), "Via Emilia 12\nCesena\n\nA presto\nElena");
    assert_eq!(message.blocks().len(), 2);
    assert_eq!(
        Document::from_body(&json!("uno\n\ndue")).unwrap(),
        Document::from_text("uno\n\ndue").unwrap()
    );
}

#[test]
fn an_empty_string_is_one_empty_paragraph_as_in_the_editor() {
    for text in ["", "\n", " \n\t\n "] {
        let message = Document::from_text(text).unwrap();
        assert_eq!(message.to_json(), r#"{"v":1,"doc":{"type":"doc","content":[{"type":"paragraph"}]}}"#);
        assert!(message.is_empty());
        assert_eq!((message.html(), message.plain_text(), message.first_words(60)), Default::default());
    }
    assert!(!Document::from_text(".").unwrap().is_empty());
}

#[test]
fn blank_lines_inside_stay_and_at_the_edges_go() {
    let blank = json!({ "type": "paragraph" });
    let message = document(&json!([blank, paragraph("a"), blank, paragraph("b"), blank]));
    let expected = "<p dir=\"auto\">a</p><p dir=\"auto\"><br></p><p dir=\"auto\">b</p>";
    assert_eq!(message.html(), expected);
    assert_eq!(message.plain_text(), "a\n\nb");
}

#[test]
fn the_first_words_make_a_subject() {
    let message = Document::from_text("Buongiorno Paolo,\n\ndi marzo mi mancano ancora tre cose.").unwrap();
    assert_eq!(message.first_words(200), "Buongiorno Paolo, di marzo mi mancano ancora tre cose.");
    assert_eq!(message.first_words(30), "Buongiorno Paolo, di marzo mi…");
    assert_eq!(message.first_words(18), "Buongiorno Paolo…");
    assert_eq!(message.first_words(1), "…");
    assert_eq!(message.first_words(0), "");
}

#[test]
fn shortening_never_cuts_a_drawn_character() {
    let family = "👨\u{200d}👩\u{200d}👧";
    assert_eq!(shorten(&format!("ciao{family}fine"), 8), "ciao…");
    assert_eq!(shorten("perche\u{301}e\u{301}", 7), "perch…");
    assert_eq!(shorten("e\u{301}\u{301}\u{301}\u{301}", 3), "e\u{301}…");
}

#[test]
fn an_error_says_what_and_where() {
    let table = refused(&json!([paragraph("a"), paragraph("b"), paragraph("c"),
        { "type": "blockquote", "content": [{ "type": "table" }] }]));
    assert_eq!(table.path, "content[3].content[0]");
    assert_eq!(table.fault, Fault::Node("table".into()));
    assert_eq!(table.to_string(), "a node \"table\" is not allowed (at content[3].content[0])");
    assert_eq!(table.code(), "invalid_document");

    let script = refused(&json!([linked("a", "javascript:alert(1)")]));
    assert_eq!(script.path, "content[0].content[0].marks[0]");
    assert_eq!((script.fault.clone(), script.code()), (Fault::Link, "link_not_allowed"));
}

#[test]
fn only_what_is_on_the_list_is_taken() {
    let text = |extra: Value| {
        let mut node = json!({ "type": "text", "text": "a" });
        node.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!([{ "type": "paragraph", "content": [node] }])
    };
    let cases = [
        (json!([{ "type": "image" }]), Fault::Node("image".into())),
        (json!([{ "type": "text", "text": "a" }]), Fault::Field("text".into())),
        (json!([{ "type": "listItem", "content": [paragraph("a")] }]), Fault::Node("listItem".into())),
        (json!([{ "type": "bulletList", "content": [paragraph("a")] }]), Fault::Node("paragraph".into())),
        (text(json!({ "marks": [{ "type": "code" }] })), Fault::Mark("code".into())),
        (text(json!({ "marks": [{ "type": "bold" }, { "type": "bold" }] })), Fault::MarkTwice("bold".into())),
        (text(json!({ "onclick": "x" })), Fault::Field("onclick".into())),
        (
            text(json!({ "marks": [{ "type": "bold", "attrs": { "style": "x" } }] })),
            Fault::Field("style".into()),
        ),
        (
            json!([{ "type": "paragraph", "attrs": { "textAlign": "left" } }]),
            Fault::Field("textAlign".into()),
        ),
        (
            json!([{ "type": "heading", "attrs": { "level": 4 } }]),
            Fault::Expected { field: "level", expected: "1, 2 or 3" },
        ),
        (
            json!([{ "type": "orderedList", "attrs": { "start": -1 }, "content": [] }]),
            Fault::Expected { field: "start", expected: "a number from 0 to 999999" },
        ),
        (
            json!([{ "type": "bulletList" }]),
            Fault::Expected { field: "content", expected: "a list of at least one item" },
        ),
        (
            json!([{ "type": "blockquote", "content": [] }]),
            Fault::Expected { field: "content", expected: "a list of at least one block" },
        ),
        (text(json!({ "text": "" })), Fault::Expected { field: "text", expected: "words" }),
        (json!(["a"]), Fault::Expected { field: "type", expected: "the name of a node or a mark" }),
        (json!("a"), Fault::Expected { field: "content", expected: "a list" }),
    ];
    for (content, fault) in cases {
        assert_eq!(refused(&content).fault, fault, "{content}");
    }
}

#[test]
fn another_version_or_another_wrapper_is_refused() {
    let bare = json!({ "type": "doc", "content": [{ "type": "paragraph" }] });
    for value in [
        json!(null),
        json!([]),
        bare.clone(),
        json!({ "v": 2, "doc": bare }),
        json!({ "v": "1", "doc": bare }),
    ] {
        assert_eq!(Document::from_value(&value).unwrap_err().fault, Fault::Version, "{value}");
    }
    let more = json!({ "v": 1, "doc": bare, "html": "<b>" });
    assert_eq!(Document::from_value(&more).unwrap_err().fault, Fault::Field("html".into()));
    assert!(matches!(Document::from_json("{").unwrap_err().fault, Fault::NotJson(_)));
}

#[test]
fn links_lead_to_the_web_or_to_a_mailbox_and_nowhere_else() {
    for good in [
        "https://example.test",
        "HTTP://EXAMPLE.TEST/a?b=c#d",
        "mailto:elena@vannini.example?subject=F24",
        "http://[::1]:8080/",
        "https://città.example/è",
    ] {
        assert!(Link::new(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "example.test",
        "//example.test",
        "https:",
        "https://",
        "https:///x",
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        " https://a.example",
        "java\nscript:x",
        "https://a.example/\n",
        "https://a.example/\"onclick",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "tel:+39",
        "mailto:",
        "mailto:elena",
        "mailto:@",
        "https://a\u{202e}.example",
        "https://a\u{200b}.example",
        "https:\\\\a.example",
        "httpſ://a.example",
        "ht\u{0}tp://a.example",
    ] {
        assert_eq!(Link::new(bad), Err(Fault::Link), "{bad:?}");
    }
    let long = format!("https://example.test/{}", "a".repeat(10_000));
    let error = refused(&json!([linked("a", &long)]));
    assert_eq!((error.code(), error.fault.clone()), ("link_too_long", Fault::LinkTooLong(long.len())));
}

#[test]
fn a_message_of_more_than_a_mebibyte_is_refused_by_every_door() {
    let long = "a".repeat(MAX_BYTES);
    assert_eq!(Document::from_text(&long).unwrap_err().code(), "too_long");
    let value = json!({ "v": 1, "doc": { "type": "doc", "content": [paragraph(&long)] } });
    assert_eq!(Document::from_value(&value).unwrap_err().code(), "too_long");
    assert_eq!(Document::from_json(&value.to_string()).unwrap_err().code(), "too_long");

    // What is taken can always be read back: quotes grow when they are written as JSON.
    assert_eq!(Document::from_text(&"\"".repeat(MAX_BYTES / 2 + 1)).unwrap_err().code(), "too_long");
    let fits = Document::from_text(&"a".repeat(MAX_BYTES - 200)).unwrap();
    assert_eq!(Document::from_json(&fits.to_json()).unwrap(), fits);
}

#[test]
fn nesting_ends_at_the_limit() {
    let nested = |quotes: usize| {
        let wrap = |inner, _| json!({ "type": "blockquote", "content": [inner] });
        json!([(0..quotes).fold(json!({ "type": "paragraph" }), wrap)])
    };
    assert_eq!(document(&nested(MAX_DEPTH - 1)).html().matches("<blockquote").count(), MAX_DEPTH - 1);
    assert_eq!(refused(&nested(MAX_DEPTH)).fault, Fault::TooDeep);
    assert_eq!(refused(&nested(100)).fault, Fault::TooDeep);
    let brackets = "[".repeat(500_000);
    assert!(matches!(Document::from_json(&brackets).unwrap_err().fault, Fault::NotJson(_)));
}

#[test]
fn control_characters_are_stored_but_never_shown() {
    let message = document(&json!([paragraph("a\u{0}b\u{8}c\u{1b}[31md\u{85}e\tf")]));
    assert_eq!(message.plain_text(), "abc[31mde\tf");
    assert_eq!(message.html(), "<p dir=\"auto\">abc[31mde\tf</p>");
    assert_eq!(Document::from_json(&message.to_json()).unwrap(), message);
}
