//! What of an element's own `style` stays: how it looks, nothing that loads, moves over something else or leaves its place.

/// Properties that may stay; those that end in `-` with all that begin so.
const PROPERTIES: [&str; 33] = [
    "background",
    "background-color",
    "border",
    "border-",
    "clear",
    "color",
    "direction",
    "display",
    "float",
    "font",
    "font-",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "margin-",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "padding",
    "padding-",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
    "word-spacing",
];

/// The longest declaration that is looked at, in bytes.
const LONGEST: usize = 500;

/// Functions that may stand in a value: colours.
const FUNCTIONS: [&str; 4] = ["rgb", "rgba", "hsl", "hsla"];

/// The declarations that may stay; empty when none may.
pub(super) fn kept(style: &str) -> String {
    // A comment or an escape could hide anything: nobody needs one in an attribute.
    if style.contains("/*") || style.contains('\\') {
        return String::new();
    }
    let mut out = String::new();
    for declaration in style.split(';').filter(|one| one.len() <= LONGEST).take(100) {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let (property, value) = (property.trim().to_ascii_lowercase(), value.trim());
        if is_known(&property) && is_plain(&property, value) {
            if !out.is_empty() {
                out.push(';');
            }
            out.extend([&property, ":", value]);
        }
    }
    out
}

fn is_known(property: &str) -> bool {
    PROPERTIES.iter().any(|known| match known.strip_suffix('-') {
        Some(_) => {
            property.starts_with(known)
                && property != "border-image"
                && !property.starts_with("border-image-")
        }
        None => property == *known,
    })
}

fn is_plain(property: &str, value: &str) -> bool {
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || " #%.,()'\"!-+\t\n\r".contains(character);
    if value.is_empty()
        || !value.chars().all(is_plain)
        || value.matches('(').count() != value.matches(')').count()
    {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    let mut calls = lower.match_indices('(').map(|(at, _)| {
        let name = lower.get(..at).unwrap_or_default();
        name.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default()
    });
    let loads = ["url", "http", "expression", "javascript", "image"].iter().any(|word| lower.contains(word));
    let quoted = |quote| lower.matches(quote).count() % 2 == 0;
    // A negative margin would lay one thing over another.
    let stays = !(property.starts_with("margin") || property == "text-indent") || !lower.contains('-');
    calls.all(|name| FUNCTIONS.contains(&name)) && !loads && quoted('"') && quoted('\'') && stays
}
