//! The page as plain text. Our own sentences are wrapped at 76 columns; what people wrote keeps its lines, so that
//! addresses and numbers in it stay whole.

use super::{
    line,
    page::{List, Page},
    words,
};

const COLUMNS: usize = 76;

pub(super) fn render(page: &Page<'_>) -> String {
    let wrap = |text: &str| line::wrapped(text, COLUMNS);
    let label = |label: &str| words(page.language, "label", &[("label", label.into())]);

    let listed = |list: &List| {
        let entries = list.entries.iter().map(|entry| format!("\n- {entry}"));
        label(&list.label) + &entries.collect::<String>()
    };

    let mut paragraphs = vec![format!("{}\n{}", wrap(&page.firm), wrap(&page.audience)), wrap(&page.title)];
    paragraphs.extend(page.intro.as_deref().map(wrap));
    for part in &page.parts {
        let byline = wrap(&label(&part.byline));
        paragraphs.push(match &part.title {
            Some(title) => format!("{}\n\n{}\n{byline}", "-".repeat(COLUMNS), wrap(title)),
            None => byline,
        });
        let message = part.body.plain_text();
        if !message.is_empty() {
            paragraphs.push(message);
        }
        paragraphs.extend([&part.tasks, &part.documents].into_iter().flatten().map(listed));
        if let Some(door) = &part.link {
            paragraphs.push(format!("{}\n{}", label(&door.label), door.link.as_str()));
        }
    }
    paragraphs.extend(page.lists.iter().map(listed));
    let rule = "-".repeat(COLUMNS);
    paragraphs.push(format!("{rule}\n\n{}", wrap(&page.answer)));
    paragraphs.extend(page.footer.as_deref().map(wrap));
    paragraphs.join("\n\n") + "\n"
}
