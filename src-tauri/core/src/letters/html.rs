//! The page as HTML for mail programs: inline styles, one table to hold the width where nothing else does, no
//! pictures, nothing loaded.

use super::{
    look::{LIGHT, Palette, TOOL, VOICE, message, set, sheet},
    page::{Door, List, Page, Part},
};
use crate::richtext::escape;

pub(super) fn render(page: &Page<'_>) -> String {
    let language = page.language.code();
    let subject = escape(&page.subject);
    let Palette { paper, ink, ink_3, .. } = LIGHT;
    let (sheet, preview) = (sheet(), escape(&page.preview));
    let several = page.parts.len() > 1;
    // The line of who and when belongs to the title, unless a sentence of ours stands between them.
    let above = if several || page.intro.is_none() { 4 } else { 24 };
    let parts: String = page.parts.iter().map(|part| self::part(part, several, above)).collect();
    let lists: String = page.lists.iter().map(list).collect();
    let body = [head(page), parts, lists, foot(page)].concat();
    let hidden = format!(
        "display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all;font-size:1px;line-height:1px;color:{ink_3}"
    );
    // Outlook for Windows knows no max-width: it alone reads the conditional table of 600 pixels.
    format!(
        r#"<!DOCTYPE html>
<html lang="{language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>{subject}</title>
<style>{sheet}</style>
</head>
<body class="paper" style="margin:0;padding:0;background-color:{paper};-webkit-text-size-adjust:100%">
<div style="{hidden}">{preview}</div>
<div role="article" aria-label="{subject}" lang="{language}" dir="ltr">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="{paper}" style="background-color:{paper};border-collapse:collapse">
<tr><td align="center" style="padding:0">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<div style="max-width:600px;margin:0 auto;text-align:left">
<div class="edge ink" style="padding:32px 32px 40px;overflow-wrap:anywhere;word-break:break-word;color:{ink}">
{body}</div>
</div>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</div>
</body>
</html>
"#
    )
}

fn head(page: &Page<'_>) -> String {
    let Palette { ink, ink_2, ink_3, rule, .. } = LIGHT;
    let firm = set(VOICE, 20, 26, 400, ink);
    let audience = hairline("0 0 1px", rule) + &set(TOOL, 13, 18, 400, ink_3);
    let title = set(VOICE, 26, 32, 500, ink);
    let intro = set(TOOL, 15, 22, 400, ink_2);
    let mut head = vec![
        line("p", "ink", &format!("margin:0;{firm}"), &page.firm),
        line("p", "ink-3 rule", &format!("margin:2px 0 0;padding:0 0 16px;{audience}"), &page.audience),
        line("h1", "ink", &format!("margin:24px 0 0;{title}"), &page.title),
    ];
    head.extend(page.intro.iter().map(|text| line("p", "ink-2", &format!("margin:8px 0 0;{intro}"), text)));
    head.concat()
}

/// `above` is the distance to what stands before, in pixels.
fn part(part: &Part<'_>, several: bool, above: u8) -> String {
    let Palette { ink, ink_3, rule, .. } = LIGHT;
    let title = hairline("1px 0 0", rule) + &set(VOICE, 20, 26, 500, ink);
    let title = format!("margin:28px 0 0;padding:20px 0 0;{title}");
    let byline = format!("margin:{above}px 0 12px;{}", set(TOOL, 13, 18, 400, ink_3));
    let voice = set(VOICE, 17, 26, 400, ink);
    let message = part.body.html_dressed(&message(if several { 3 } else { 2 }));

    let mut html: Vec<_> = part.title.iter().map(|text| line("h2", "ink rule", &title, text)).collect();
    html.push(line("p", "ink-3", &byline, &part.byline));
    html.push(format!("<div class=\"ink\" style=\"{voice}text-align:start\">{message}</div>\n"));
    html.extend([&part.tasks, &part.documents].into_iter().flatten().map(list));
    html.extend(part.link.iter().map(|door| if several { link(door) } else { button(door) }));
    html.concat()
}

fn list(list: &List) -> String {
    let Palette { ink, ink_3, .. } = LIGHT;
    let label = format!("margin:20px 0 4px;{}", set(TOOL, 13, 18, 600, ink_3));
    let entry = set(TOOL, 15, 22, 400, ink);
    let item = format!("margin:0 0 4px;{entry}");
    let items: Vec<_> = list.entries.iter().map(|text| line("li", "ink", &item, text)).collect();
    let items = items.concat();
    line("p", "ink-3", &label, &list.label)
        + &format!("<ul class=\"ink\" style=\"margin:0 0 12px;padding:0 0 0 20px;{entry}\">\n{items}</ul>\n")
}

/// The one action of a letter about one item. A table cell, so that Outlook fills it too.
fn button(door: &Door<'_>) -> String {
    let Palette { accent, on_accent, .. } = LIGHT;
    let words = set(TOOL, 15, 20, 500, on_accent);
    let link = anchor(door, &format!("display:inline-block;padding:12px 18px;text-decoration:none;{words}"));
    format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:20px 0 0\">\
         <tr><td class=\"button\" bgcolor=\"{accent}\" style=\"background-color:{accent};border-radius:6px\">{link}\
         </td></tr></table>\n"
    )
}

fn link(door: &Door<'_>) -> String {
    let words = set(TOOL, 15, 22, 500, LIGHT.accent_ink);
    format!(
        "<p style=\"margin:12px 0 0\">{}</p>\n",
        anchor(door, &format!("text-decoration:underline;{words}"))
    )
}

fn foot(page: &Page<'_>) -> String {
    let Palette { ink_2, ink_3, rule, .. } = LIGHT;
    let answer = hairline("1px 0 0", rule) + &set(TOOL, 15, 22, 400, ink_2);
    let note = set(TOOL, 13, 18, 400, ink_3);
    let mut foot =
        vec![line("p", "ink-2 rule", &format!("margin:28px 0 0;padding:16px 0 0;{answer}"), &page.answer)];
    foot.extend(page.footer.iter().map(|text| line("p", "ink-3", &format!("margin:8px 0 0;{note}"), text)));
    foot.concat()
}

/// One element that holds words and nothing else.
fn line(tag: &str, class: &str, style: &str, words: &str) -> String {
    format!("<{tag} class=\"{class}\" style=\"{style}\">{}</{tag}>\n", escape(words))
}

fn anchor(door: &Door<'_>, style: &str) -> String {
    format!("<a href=\"{}\" style=\"{style}\">{}</a>", escape(door.link.as_str()), escape(&door.label))
}

/// `width` names the sides that have a line, as in CSS: `0 0 1px` is a line below.
fn hairline(width: &str, colour: &str) -> String {
    format!("border-color:{colour};border-style:solid;border-width:{width};")
}
