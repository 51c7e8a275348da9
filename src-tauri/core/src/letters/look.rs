//! How a letter looks: the design's two voices and its colours, as inline styles for light and one style sheet for
//! dark. Mail programs know no custom properties, so the values of the design's tokens are repeated here.

use crate::richtext::{Dress, Element};

/// One theme's colours, as `#rrggbb`, named as the design names them.
pub(super) struct Palette {
    /// The ground.
    pub paper: &'static str,
    /// Names, titles, what was written.
    pub ink: &'static str,
    /// Sentences that support.
    pub ink_2: &'static str,
    /// Dates and labels, the faintest text.
    pub ink_3: &'static str,
    /// Hairlines.
    pub rule: &'static str,
    /// Links.
    pub accent_ink: &'static str,
    /// The button.
    pub accent: &'static str,
    /// Words on the button.
    pub on_accent: &'static str,
}

pub(super) const LIGHT: Palette = Palette {
    paper: "#fdfcfa",
    ink: "#231f1a",
    ink_2: "#544d44",
    ink_3: "#675f54",
    rule: "#d3ccc0",
    accent_ink: "#0d595d",
    accent: "#0f5f63",
    on_accent: "#ffffff",
};

pub(super) const DARK: Palette = Palette {
    paper: "#211e1b",
    ink: "#eee9e1",
    ink_2: "#bdb5a9",
    ink_3: "#aba397",
    rule: "#453f38",
    accent_ink: "#82cbc6",
    accent: "#74c2bd",
    on_accent: "#0c2423",
};

/// What people wrote and what things are called. Installed faces only; those with lining figures come first, since
/// letters carry amounts.
pub(super) const VOICE: &str = "'Palatino Linotype',Palatino,'Iowan Old Style',Georgia,serif";
/// What the program says.
pub(super) const TOOL: &str = "'Segoe UI',system-ui,-apple-system,Roboto,Helvetica,Arial,sans-serif";

/// Type in one voice: size and line height in pixels.
pub(super) fn set(face: &str, size: u8, line: u8, weight: u16, colour: &str) -> String {
    format!("font-family:{face};font-size:{size}px;line-height:{line}px;font-weight:{weight};color:{colour};")
}

/// The message's own elements.
pub(super) fn message(first_heading: u8) -> Dress {
    Dress { first_heading, style: element }
}

/// The style sheet: what inline styles cannot say. Dark colours must outdo the inline light ones, hence `!important`.
pub(super) fn sheet() -> String {
    let Palette { paper, ink, ink_2, ink_3, rule, accent_ink, accent, on_accent } = DARK;
    format!(
        ":root{{color-scheme:light dark;supported-color-schemes:light dark}}\
         @media (max-width:480px){{.edge{{padding:24px 20px 32px !important}}}}\
         @media (prefers-color-scheme:dark){{\
         .paper{{background-color:{paper} !important}}\
         .ink{{color:{ink} !important}}.ink-2{{color:{ink_2} !important}}.ink-3{{color:{ink_3} !important}}\
         .rule,blockquote{{border-color:{rule} !important}}blockquote{{color:{ink_2} !important}}\
         a{{color:{accent_ink} !important}}\
         .button{{background-color:{accent} !important}}.button a{{color:{on_accent} !important}}}}"
    )
}

fn element(element: Element) -> String {
    let Palette { ink_2, rule, accent_ink, .. } = LIGHT;
    match element {
        Element::Paragraph => "margin:0 0 12px".into(),
        Element::Heading(1) => "margin:20px 0 8px;font-size:21px;line-height:28px;font-weight:600".into(),
        Element::Heading(2) => "margin:20px 0 8px;font-size:19px;line-height:26px;font-weight:600".into(),
        Element::Heading(_) => "margin:20px 0 8px;font-size:17px;line-height:26px;font-weight:600".into(),
        Element::Quote => format!(
            "margin:0 0 12px;padding:0 0 0 14px;border-color:{rule};border-style:solid;border-width:0 0 0 2px;color:{ink_2}"
        ),
        Element::List => "margin:0 0 12px;padding:0 0 0 26px".into(),
        Element::Item => "margin:0 0 4px".into(),
        Element::Link => format!("color:{accent_ink};text-decoration:underline"),
    }
}
