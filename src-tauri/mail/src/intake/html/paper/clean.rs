//! What a list allows, out of a tree as browsers build it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, Url, UrlRelative};

use super::style;
use super::tidy::{ATTRIBUTES, KNOWN};

/// The longest address of a link or of a picture that is not enclosed, in bytes.
const LONGEST: usize = 8 << 10;

pub(super) fn cleaned(html: &str) -> String {
    let of_one = |attribute: &'static str| HashSet::from([attribute]);
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(KNOWN))
        .generic_attributes(ATTRIBUTES.into_iter().filter(|one| !matches!(*one, "href" | "src")).collect())
        .tag_attributes(HashMap::from([("a", of_one("href")), ("img", of_one("src"))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "cid", "data"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(None)
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("a", "href") => address(value, &["http", "https", "mailto"]),
            ("img", "src") if value.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) => {
                Some(Cow::Borrowed(value))
            }
            ("img", "src") => address(value, &["http", "https", "cid"]),
            (_, "style") => Some(style::kept(value)).filter(|kept| !kept.is_empty()).map(Cow::Owned),
            _ => Some(Cow::Borrowed(value)),
        });
    builder.clean(html).to_string()
}

/// An address of one of these schemes, as browsers write it.
fn address(value: &str, schemes: &[&str]) -> Option<Cow<'static, str>> {
    let url = Url::parse(value).ok().filter(|_| value.len() <= LONGEST)?;
    let leads = !matches!(url.scheme(), "http" | "https") || url.has_host();
    (schemes.contains(&url.scheme()) && leads).then(|| Cow::Owned(url.into()))
}
