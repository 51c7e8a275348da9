//! Whatever is written or sent: only markup off the list comes out, and what is stored reads back.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{tokens::elements, *};

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</p></div>",
    "<!--",
    "-->",
    "<![endif]-->",
    "<img src=x onerror=alert(1)>",
    "\" onclick=\"x",
    "' style='x",
    "&lt;b&gt;",
    "&#60;",
    "]]>",
    "<",
    ">",
    "&",
    "\"",
    "'",
    "`",
    "\u{0}",
    "\u{202e}",
    "\u{2066}",
    "\u{200d}",
    "e\u{301}\u{301}\u{301}",
    "مرحبا",
    "שלום",
    "👩‍👧",
    "\u{feff}",
    "\r\n",
    "\u{2028}",
    "javascript:alert(1)",
    "{{ x }}",
    "</style>",
    "{ $x }",
];

/// Words that people write, and words that someone hopes will be taken for markup.
pub(crate) fn hostile() -> impl Strategy<Value = String> + Clone {
    let piece =
        prop_oneof![prop::sample::select(HOSTILE).prop_map(str::to_owned), ".{0,12}", any::<String>()];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

fn link_json() -> impl Strategy<Value = Value> + Clone {
    let href = prop_oneof![
        Just("https://example.test/a?b=1&c=2".to_owned()),
        Just("mailto:elena@vannini.example".to_owned()),
        hostile().prop_map(|tail| format!("https://example.test/{tail}")),
        hostile(),
    ];
    (href, any::<bool>()).prop_map(|(href, extra)| {
        let attributes = if extra {
            json!({ "href": href, "target": "_blank", "rel": "x", "class": null, "title": "<b>" })
        } else {
            json!({ "href": href })
        };
        json!({ "type": "link", "attrs": attributes })
    })
}

fn inline_json() -> impl Strategy<Value = Value> + Clone {
    let simple = prop::sample::select(vec!["bold", "italic", "strike", "underline", "code", "script"]);
    let mark = prop_oneof![5 => simple.prop_map(|name| json!({ "type": name })), 1 => link_json()];
    let marks = prop::collection::vec(mark, 0..3);
    prop_oneof![
        6 => (hostile(), marks.clone()).prop_map(|(text, marks)| json!({ "type": "text", "text": text, "marks": marks })),
        1 => marks.prop_map(|marks| json!({ "type": "hardBreak", "marks": marks })),
    ]
}

fn block_json() -> impl Strategy<Value = Value> {
    let line = prop::collection::vec(inline_json(), 0..3);
    let leaf = prop_oneof![
        4 => line.clone().prop_map(|line| json!({ "type": "paragraph", "content": line })),
        1 => (1..4_u8, line).prop_map(|(level, line)| json!({ "type": "heading", "attrs": { "level": level }, "content": line })),
        1 => hostile().prop_map(|name| json!({ "type": name, "content": [] })),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let blocks = prop::collection::vec(inner, 1..4);
        let items = prop::collection::vec(blocks.clone(), 1..3).prop_map(|items| {
            let item = |mut blocks: Vec<Value>| {
                blocks.insert(0, json!({ "type": "paragraph" }));
                json!({ "type": "listItem", "content": blocks })
            };
            items.into_iter().map(item).collect::<Vec<_>>()
        });
        prop_oneof![
            blocks.prop_map(|blocks| json!({ "type": "blockquote", "content": blocks })),
            items.clone().prop_map(|items| json!({ "type": "bulletList", "content": items })),
            (any::<u16>(), items)
                .prop_map(|(start, items)| json!({ "type": "orderedList", "attrs": { "start": start }, "content": items })),
        ]
    })
}

/// Removes what is not allowed, so that nearly every generated tree becomes a document with the same hostile words.
fn mend(node: &mut Value) {
    if let Some(marks) = node.get_mut("marks").and_then(Value::as_array_mut) {
        let mut seen = Vec::new();
        marks.retain(|mark| {
            let kind = mark["type"].as_str().unwrap().to_owned();
            let href = mark["attrs"]["href"].as_str().is_none_or(|href| Link::new(href).is_ok());
            let keep = !["code", "script"].contains(&kind.as_str()) && href && !seen.contains(&kind);
            seen.push(kind);
            keep
        });
    }
    if let Some(text) = node.get_mut("text").filter(|text| text.as_str() == Some("")) {
        *text = json!("…");
    }
    let known = [
        "doc",
        "paragraph",
        "heading",
        "blockquote",
        "bulletList",
        "orderedList",
        "listItem",
        "text",
        "hardBreak",
    ];
    if !known.contains(&node["type"].as_str().unwrap()) {
        node["type"] = json!("paragraph");
    }
    node.get_mut("content").and_then(Value::as_array_mut).into_iter().flatten().for_each(mend);
}

fn wrapped_json() -> impl Strategy<Value = Value> {
    prop::collection::vec(block_json(), 1..5)
        .prop_map(|content| json!({ "v": 1, "doc": { "type": "doc", "content": content } }))
}

/// Any document, full of hostile words. Also used for the mails.
pub(crate) fn any_document() -> impl Strategy<Value = Document> {
    wrapped_json().prop_map(|mut value| {
        mend(&mut value["doc"]);
        Document::from_value(&value).unwrap()
    })
}

fn only_allowed_markup(html: &str) {
    assert!(tokens::is_balanced(html), "{html}");
    for (name, attributes) in elements(html) {
        for (attribute, value) in attributes {
            let fine = match (name.as_str(), attribute.as_str()) {
                ("p" | "h2" | "h3" | "h4" | "blockquote" | "ul" | "ol", "dir") => value == "auto",
                ("ol", "start") => value.parse::<u32>().is_ok(),
                ("a", "rel") => value == "noopener noreferrer",
                ("a", "href") => Link::new(&value).is_ok(),
                _ => false,
            };
            assert!(fine, "<{name} {attribute}={value:?}> in {html}");
        }
        let listed =
            "p h2 h3 h4 blockquote ul ol li br strong em s u a".split(' ').any(|allowed| allowed == name);
        assert!(listed, "<{name}> in {html}");
    }
}

proptest! {
    #[test]
    fn no_document_makes_markup_off_the_list(message in any_document()) {
        only_allowed_markup(&message.html());
    }

    #[test]
    fn no_string_makes_markup_at_all(text in hostile()) {
        let message = Document::from_text(&text).unwrap();
        only_allowed_markup(&message.html());
        let names = elements(&message.html()).into_iter().map(|(name, _)| name);
        prop_assert!(names.into_iter().all(|name| name == "p" || name == "br"));
    }

    #[test]
    fn json_to_document_to_json_is_the_same_json(message in any_document()) {
        let json = message.to_json();
        let again = Document::from_json(&json).unwrap();
        prop_assert_eq!(&again, &message);
        prop_assert_eq!(again.to_json(), json);
    }

    #[test]
    fn whatever_is_sent_is_either_refused_with_its_place_or_safe(value in wrapped_json()) {
        match Document::from_value(&value) {
            Ok(message) => only_allowed_markup(&message.html()),
            Err(error) => prop_assert!(error.path.starts_with("content["), "{}", error),
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(text in any::<String>(), message in any_document(), cut in any::<prop::sample::Index>()) {
        let _ = Document::from_json(&text).map(|message| only_allowed_markup(&message.html()));
        let json = message.to_json();
        let at = cut.index(json.len());
        let broken = String::from_utf8_lossy(&json.as_bytes()[..at]).into_owned();
        prop_assert!(Document::from_json(&broken).is_err());
    }

    #[test]
    fn the_words_survive_and_nothing_invisible_is_shown(message in any_document()) {
        let plain = message.plain_text();
        prop_assert!(plain.chars().all(|c| matches!(c, '\n' | '\t') || !c.is_control()));
        prop_assert_eq!(message.is_empty(), message.first_words(80).is_empty());
        let shown: String = tokens::visible(&message.html()).split_whitespace().collect();
        let first: String = message.first_words(40).trim_end_matches('…').split_whitespace().collect();
        prop_assert!(shown.starts_with(first.as_str()), "{:?} in {:?}", first, shown);
    }

    #[test]
    fn a_shortened_text_is_one_line_that_fits(text in hostile(), room in 0..60_usize) {
        let line = shorten(&text, room);
        prop_assert!(line.chars().count() <= room, "{:?}", line);
        prop_assert!(!line.contains('\n'));
    }
}
