//! What mail programs put around a quote and around a signature.

use super::tokens::Tag;

/// What an element does to the lines in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// They are quoted.
    Quoted,
    /// They are quoted, unless they say that a message is passed on: Gmail has one element for both.
    Introduction,
    /// They, and all that follows, are quoted.
    QuotedFromHere,
    /// They are quoted if something introduces them.
    Indented,
    /// They are a signature, if it is as short as one.
    Signature,
    /// They are not shown.
    Hidden,
}

/// Classes of quotes: Gmail, Yahoo, Proton, Zoho, Tuta, Thunderbird's line above a quote.
const QUOTED: [&str; 7] = [
    "yahoo_quoted",
    "protonmail_quote",
    "zmail_extra",
    "tutanota_quote",
    "moz-cite-prefix",
    "gmail_quote_attribution",
    "ms-outlook-mobile-reference-message",
];

/// Ids and classes of what stands between a reply and all the rest: Outlook on the web, on the desktop, on phones.
const FROM_HERE: [&str; 4] =
    ["divrplyfwdmsg", "outlookmessageheader", "mail-editor-reference-message-container", "x_divrplyfwdmsg"];

/// Classes and ids of signatures: Gmail, Thunderbird, Proton, Outlook on phones.
const SIGNATURES: [&str; 4] =
    ["gmail_signature", "moz-signature", "protonmail_signature_block", "ms-outlook-mobile-signature"];

/// What the element does that `tag` opens.
pub(super) fn effect(tag: &Tag<'_>) -> Option<Effect> {
    let mut effect = tag.is("blockquote").then_some(Effect::Indented);
    for (name, value) in tag.attributes() {
        let told = match &*name {
            "class" | "id" => named(tag, value),
            "type" => (tag.is("blockquote") && value.eq_ignore_ascii_case("cite")).then_some(Effect::Quoted),
            "style" => is_hidden(value).then_some(Effect::Hidden),
            "hidden" => Some(Effect::Hidden),
            _ => None,
        };
        if told == Some(Effect::Hidden) {
            return told;
        }
        effect = told.or(effect);
    }
    effect
}

fn named(tag: &Tag<'_>, names: &str) -> Option<Effect> {
    names.split_ascii_whitespace().take(20).find_map(|name| {
        let name = name.to_ascii_lowercase();
        let is_in = |list: &[&str]| list.contains(&name.as_str());
        if is_in(&FROM_HERE) {
            Some(Effect::QuotedFromHere)
        } else if is_in(&QUOTED)
            || name.ends_with("yahoo_quoted")
            || (name == "gmail_quote" && tag.is("blockquote"))
        {
            Some(Effect::Quoted)
        } else if name == "gmail_attr" {
            Some(Effect::Introduction)
        } else {
            is_in(&SIGNATURES).then_some(Effect::Signature)
        }
    })
}

fn is_hidden(style: &str) -> bool {
    let style = style.get(..style.floor_char_boundary(1000)).unwrap_or_default();
    let style: String = style.chars().filter(|character| !character.is_whitespace()).collect();
    style
        .to_ascii_lowercase()
        .split(';')
        .any(|rule| rule.starts_with("display:none") || rule == "mso-hide:all")
}
