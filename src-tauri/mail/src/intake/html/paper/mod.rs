//! A mail as its sender laid it out, made safe to be shown: words, tables, colours, the pictures that came with it.
//!
//! Three passes, each linear. `tidy` writes the HTML anew with its elements closed in order, none deeper than 200, so that no
//! parser is made to work for long; `clean` leaves what a list allows (ammonia, a tree as browsers build it); `dress` puts
//! pictures in and says where links lead. Nothing that comes out runs, sends, or loads anything from anywhere: a picture at
//! another host is its alternative text until somebody hands its bytes in. The document brings a policy of its own that says
//! the same to the browser.

mod clean;
mod dress;
mod picture;
mod style;
mod tidy;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

pub use picture::{LARGEST, data_url};

/// The most of an HTML that is looked at, in bytes; the rest is cut.
pub const MOST: usize = 4 << 20;

/// What the shown document may do; whoever serves it sends the same as its `Content-Security-Policy`.
pub const POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

// A picture that is not shown says what it is. WebKit, alone in knowing hanging punctuation, would draw a second frame in it.
const LOOKS: &str = "html{color-scheme:light;background:#fff;color:#201d18}\
body{margin:20px 24px;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\
a{color:#14506b}a[data-leads]::after{content:\" \\2192  \" attr(data-leads);color:#9c2f1f;font-size:.85em}\
img[src]{max-width:100%;height:auto}\
img:not([src]){display:inline-block;box-sizing:border-box;max-width:100%;padding:2px 6px;border:1px dashed #8b8371;color:#5c5546;\
font:12px/1.4 system-ui,sans-serif;overflow:hidden}\
@supports(hanging-punctuation:first){img:not([src]){content:\"\"}img:not([src])::before{content:attr(alt)}}\
pre{white-space:pre-wrap}blockquote{margin:0 0 0 2px;padding-left:14px;border-left:2px solid #d8d2c4}\
a:focus-visible{outline:2px solid #14506b;outline-offset:2px}.text{white-space:pre-wrap}";

/// A picture that the HTML shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// One that came with the mail: its `Content-ID`.
    Enclosed(&'a str),
    /// One at another host: its address, `http` or `https`.
    Remote(&'a str),
}

/// A mail as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// What stands in the document's body.
    pub body: String,
    /// Addresses of pictures at other hosts that can be seen, each once, in their order; at most 100.
    pub remote: Vec<String>,
    /// How many of [`Paper::remote`] are in the document.
    pub loaded: usize,
    /// How many pictures at other hosts are too small to be seen: they tell their sender that the mail is read. They are left
    /// out.
    pub trackers: usize,
    /// How many links say one address and lead to another.
    pub misleading: usize,
    /// Whether the mail is longer than what is shown.
    pub is_cut: bool,
}

/// Lays an HTML out. `picture` hands in pictures as [`data_url`]s, or `None` for one that it has not.
pub fn of_html(html: &str, picture: impl Fn(Source<'_>) -> Option<String>) -> Paper {
    let shown = html.get(..html.floor_char_boundary(MOST)).unwrap_or_default();
    let (tidied, whole) = tidy::tidied(shown);
    let cleaned = clean::cleaned(&tidied);
    Paper { is_cut: !whole || shown.len() < html.len(), ..dress::dressed(&cleaned, &picture) }
}

/// Lays a plain text out.
pub fn of_text(text: &str) -> Paper {
    let shown = text.get(..text.floor_char_boundary(MOST)).unwrap_or_default();
    let body = format!("<div class=\"text\" dir=\"auto\">{}</div>", dress::escaped(shown));
    Paper { body, is_cut: shown.len() < text.len(), ..Paper::default() }
}

impl Paper {
    /// The whole document.
    pub fn document(&self) -> String {
        format!(
            "<!doctype html><html><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
             <meta name=\"referrer\" content=\"no-referrer\"><style>{LOOKS}</style></head><body>{}</body></html>",
            self.body
        )
    }
}
