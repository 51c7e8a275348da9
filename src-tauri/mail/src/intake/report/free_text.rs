//! Reports in a server's own words (Exim, qmail, Exchange, Gmail, and the many that write like them): an address, a reason, then
//! a copy of the mail.

use super::status::reply_code;
use super::{Action, MAX_RECIPIENTS, RecipientReport, Status, cause};
use crate::intake::html;
use crate::intake::message::Message;
use crate::intake::mime::cleaned;

/// Most bytes and lines of a text that are looked through.
const MAX: (usize, usize) = (256 << 10, 5_000);

/// How many lines after an address may be its reason.
const MAX_REASON: usize = 12;

/// What stands above the copy of the mail, in lower case.
const COPY: &[&str] = &[
    "this is a copy of",
    "below this line is a copy",
    "original message headers",
    "original message follows",
    "original message",
    "returned message follows",
    "message header follows",
    "the header of the original message",
    "unsent message below",
    "message headers follow",
    "messaggio originale",
    "copia del messaggio",
    "intestazioni del messaggio originale",
    "undelivered message follows",
    "the body of the message is",
    "start of the returned message",
    "start of returned message",
    "returned mail",
    "old message",
    "the header and",
];

/// Who may be named in any report, to be asked about it.
const ASKED: [&str; 5] = ["postmaster", "mailer-daemon", "abuse", "support", "helpdesk"];

/// Words right before an address that is not the one that was written to.
const OF_ANOTHER: [&str; 12] =
    ["from", "by", "via", "contact", "contacting", "da", "dal", "contattare", "von", "de", "por", "par"];

/// How a label ends that names a recipient.
const RECIPIENT: [&str; 10] = [
    "recipient",
    "recipients",
    "recipient(s)",
    "unknown user",
    "userid",
    "destinatario",
    "utente sconosciuto",
    "empfänger",
    "destinataire",
    "destinatário",
];

/// How the address that was written to is told, when a server tried another.
const EXPANDED: [&str; 3] = ["expanded from:", "generated from", "originally addressed to"];

/// What says that a mail waits, …
const WAITS: &[&str] = &[
    "will be retried",
    "will retry",
    "will continue to try",
    "delivery attempts will continue",
    "will keep trying",
    "no action is required on your part",
    "not yet been delivered",
    "verranno effettuati altri tentativi",
    "temporary problem delivering",
    "warning message only",
    "has been postponed",
];

/// … and what says so when nothing says that it was given up.
const DELAYED: &[&str] = &["delayed", "in ritardo", "ritardata"];

/// What says that it was.
const FAILED: &[&str] = &[
    "permanent",
    "could not be delivered",
    "couldn't be delivered",
    "wasn't delivered",
    "was not delivered",
    "has failed",
    "failed",
    "giving up",
    "given up",
    "undeliverable",
    "non è stato consegnato",
    "non è stato possibile",
    "impossibile recapitare",
    "did not reach",
    "unable to deliver",
    "rejected",
];

/// The text of a report.
pub(super) struct Text {
    lines: Vec<String>,
    /// The line at which the copy of the mail begins.
    copy: usize,
}

impl Text {
    pub(super) fn of(mail: &Message<'_>) -> Self {
        let text = match (&mail.plain, &mail.html) {
            (Some(plain), _) => plain.clone(),
            (None, Some(html)) => html::read(html).text,
            (None, None) => String::new(),
        };
        let text = text.get(..text.floor_char_boundary(MAX.0)).unwrap_or_default();
        let lines: Vec<String> = text.lines().take(MAX.1).map(cleaned).collect();
        let copy = lines.iter().position(|line| is_above_the_copy(line)).unwrap_or(lines.len());
        Self { lines, copy }
    }

    /// The `Message-ID` in the copy, or in whatever headers the text has.
    pub(super) fn message_id(&self) -> Option<String> {
        let (head, copy) = self.lines.split_at(self.copy);
        let at = |lines: &[String]| {
            let place = lines.iter().position(|line| is_message_id(line))?;
            let value = lines.get(place..lines.len().min(place + 2))?.concat();
            let id = value.split_once('<')?.1.split_once('>')?.0.trim();
            (id.contains('@') && !id.contains(' ')).then(|| format!("<{id}>"))
        };
        at(copy).or_else(|| at(head))
    }

    /// Whom the report is about.
    pub(super) fn recipients(&self, mail: &Message<'_>) -> Vec<RecipientReport> {
        let head = self.lines.get(..self.copy).unwrap_or_default();
        let words = head.join(" ").to_lowercase();
        let says = |list: &[&str]| list.iter().any(|one| words.contains(one));
        let action =
            if says(WAITS) || (says(DELAYED) && !says(FAILED)) { Action::Delayed } else { Action::Failed };
        let own: Vec<String> =
            mail.to.iter().chain(&mail.from).map(|one| one.address.to_ascii_lowercase()).collect();
        let mut found: Vec<(String, Option<usize>)> = Vec::new();
        let mut add = |address: &str, line: Option<usize>| {
            let is_known = found.iter().any(|(known, _)| known.eq_ignore_ascii_case(address));
            if !is_known && found.len() < MAX_RECIPIENTS {
                found.push((address.to_owned(), line));
            }
        };
        let failed = mail.headers.addresses("X-Failed-Recipients");
        for one in failed.iter().filter(|one| one.address.contains('@')) {
            let place = head
                .iter()
                .position(|line| line.to_ascii_lowercase().contains(&one.address.to_ascii_lowercase()));
            add(&one.address, place);
        }
        if failed.is_empty() {
            for (place, line) in head.iter().enumerate() {
                if let Some(address) =
                    heading(line).filter(|address| !own.contains(&address.to_ascii_lowercase()))
                {
                    add(address, Some(place));
                }
            }
        }
        if found.is_empty() {
            let expanded = head.iter().enumerate().filter_map(|(place, line)| Some((expanded(line)?, place)));
            found.extend(
                expanded.map(|(address, place)| (address.to_owned(), Some(place))).take(MAX_RECIPIENTS),
            );
        }
        if found.is_empty() {
            let places = (0..head.len()).filter(|place| is_about_it(head, *place));
            let anywhere = places.flat_map(|place| {
                let line = head.get(place).map(String::as_str).unwrap_or_default();
                addresses(line).map(move |address| (address, place))
            });
            let theirs = anywhere.filter(|(address, _)| {
                let address = address.to_ascii_lowercase();
                let local = address.split('@').next().unwrap_or_default();
                !own.contains(&address) && !ASKED.contains(&local)
            });
            found.extend(theirs.take(1).map(|(address, place)| (address.to_owned(), Some(place))));
        }
        let found = found.into_iter().map(|(recipient, place)| {
            let reason = place.map(|place| reason(head, place)).filter(|reason| !reason.is_empty());
            // Without one, the whole text may tell.
            let told = reason.clone().filter(|reason| tells(reason)).unwrap_or_else(|| words.clone());
            let status = Status::find(&told);
            RecipientReport {
                original_recipient: place.and_then(|place| original(head, place, &recipient)),
                recipient,
                action,
                status,
                cause: cause::of(action, status, &told),
                diagnostic: reason
                    .or_else(|| code_line(head))
                    .map(|reason| reason.chars().take(1_000).collect()),
                remote_mta: None,
            }
        });
        found.collect()
    }
}

fn is_above_the_copy(line: &str) -> bool {
    let line = line.to_lowercase();
    // The first header of a mail that a server handed on.
    if line.starts_with("received: ") || line.starts_with("return-path: ") {
        return true;
    }
    let bare = line.trim_matches(|character: char| !character.is_alphanumeric());
    // Words in a sentence do not count: they are drawn apart, or end the line with a colon.
    let is_drawn = line.trim_start().starts_with(['-', '=', '_', '*'])
        || line.ends_with(':')
        || line.ends_with("copy of the message.");
    is_drawn && COPY.iter().any(|copy| bare.starts_with(copy))
}

fn is_message_id(line: &str) -> bool {
    let name = line.trim_start_matches([' ', '>', '\t', '|']);
    name.get(..11).is_some_and(|name| name.eq_ignore_ascii_case("message-id:"))
}

/// The address that a line is, or begins with before a colon or a bracket.
fn heading(line: &str) -> Option<&str> {
    let bare = line.trim().trim_start_matches(['*', '-', '•', ' ']);
    let bare = bare.strip_prefix('"').and_then(|bare| bare.strip_suffix('"')).unwrap_or(bare);
    let bracketed = bare.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    if let Some((address, rest)) = bracketed {
        let rest = rest.trim_start();
        return is_address(address)
            .then_some(address)
            .filter(|_| rest.is_empty() || rest.starts_with([':', '(', ',', '-']));
    }
    let end = bare.find(|end: char| end.is_whitespace() || "<(,;".contains(end)).unwrap_or(bare.len());
    let (address, rest) = bare.split_at(end);
    let stripped = address.trim_end_matches([':', '.']);
    let ends = address.len() != stripped.len()
        || rest.is_empty()
        || rest.trim_start().starts_with(['<', '(', '-'])
        || rest.starts_with(" on ");
    if is_address(stripped) {
        return ends.then_some(stripped);
    }
    // "Recipient: paolo@rinaldi.example".
    if let Some((label, rest)) = bare.split_once(':')
        && RECIPIENT.iter().any(|end| label.trim().to_lowercase().ends_with(end))
    {
        return addresses(rest).next();
    }
    // "Paolo Rinaldi (paolo@rinaldi.example)", as Exchange writes it.
    let (name, rest) = bare.split_once(['(', '<'])?;
    let address = rest.strip_suffix([')', '>'])?;
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    (is_address(address) && is_name(name)).then_some(address)
}

/// Whether it may be somebody's name: no header of a mail, no words of a sentence.
fn is_name(words: &str) -> bool {
    let is_of_one = |word: &str| word.chars().count() <= 3 || !word.starts_with(char::is_lowercase);
    !words.contains(':') && words.split_whitespace().count() <= 5 && words.split_whitespace().all(is_of_one)
}

/// Whether a line is in a paragraph that tells of a mail that did not arrive, and is no header of that mail.
fn is_about_it(head: &[String], place: usize) -> bool {
    let is_filled = |line: &&String| !line.trim().is_empty();
    let (before, after) = head.split_at(place);
    let before = before.iter().rev().take_while(is_filled).take(MAX_REASON);
    let after = after.iter().take_while(is_filled).take(MAX_REASON);
    let words: Vec<&str> =
        before.collect::<Vec<_>>().into_iter().rev().chain(after).map(String::as_str).collect();
    let words = words.join(" ").to_lowercase();
    let says = |list: &[&str]| list.iter().any(|one| words.contains(one));
    let label = head.get(place).and_then(|line| line.split_once(':')).map(|(label, _)| label.trim());
    let is_header = label.is_some_and(|label| {
        ["from", "to", "cc", "da", "a", "von", "an", "de", "para", "à"]
            .iter()
            .any(|one| label.eq_ignore_ascii_case(one))
    });
    !is_header && (says(FAILED) || says(WAITS) || says(DELAYED) || tells(&words))
}

/// The address that was written to, when what a server says of the one that it tried tells it.
fn original(head: &[String], place: usize, tried: &str) -> Option<String> {
    let mut found = head.get(place..)?.iter().take(3).filter_map(|line| expanded(line));
    found.find(|address| !address.eq_ignore_ascii_case(tried)).map(str::to_owned)
}

/// The address in "(generated from paolo@rinaldi.example)".
fn expanded(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix('(')?;
    let words = EXPANDED.iter().find(|words| inner.to_ascii_lowercase().contains(**words))?;
    let end = inner.to_ascii_lowercase().find(words)? + words.len();
    addresses(inner.get(end..)?).next()
}

/// Every address in a line but those of whoever wrote, or may be asked.
fn addresses(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(|end: char| end.is_whitespace() || "<>()[],;:\"'".contains(end));
    let mut before = "";
    let words =
        words.filter(|word| !word.is_empty()).map(move |word| (std::mem::replace(&mut before, word), word));
    let of_another = |before: &str| OF_ANOTHER.iter().any(|word| before.eq_ignore_ascii_case(word));
    let words = words.filter(move |(before, _)| !of_another(before));
    // Exchange writes what kind of address it is.
    let bare = |word| after_prefix(word, "smtp=").trim_end_matches('.');
    words.map(move |(_, word)| bare(word)).filter(|word| is_address(word))
}

/// What follows a prefix in any case, or all.
fn after_prefix<'a>(text: &'a str, prefix: &str) -> &'a str {
    let has = text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if has { text.get(prefix.len()..).unwrap_or_default() } else { text }
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(local, domain)| {
        let is_domain = domain.contains('.')
            && domain.chars().all(|one| one.is_alphanumeric() || matches!(one, '.' | '-'));
        !local.is_empty()
            && word.len() <= 254
            && is_domain
            && !local.contains(|one: char| one.is_whitespace() || "<>()[],;:\"\\".contains(one))
    })
}

/// The lines that belong to an address: what follows it on its own line, and the next ones, to an empty line after any.
fn reason(head: &[String], place: usize) -> String {
    let own = head.get(place).map(|line| line.trim()).unwrap_or_default();
    // A line that only speaks of the address is the reason as it is.
    let after = heading(own).and_then(|address| own.split_once(address)).map_or(own, |(_, after)| after);
    let after = after.trim_matches([':', ' ', '>', '"', '-']);
    let mut lines: Vec<&str> = vec![after];
    for line in head.iter().skip(place + 1).take(MAX_REASON) {
        let line = line.trim();
        if line.is_empty() {
            if lines.iter().any(|line| !line.is_empty()) {
                break;
            }
            continue;
        }
        if heading(line).is_some() {
            break;
        }
        lines.push(line);
    }
    lines.retain(|line| !line.is_empty());
    lines.join(" ")
}

fn tells(reason: &str) -> bool {
    Status::find(reason).is_some()
        || reply_code(reason).is_some()
        || cause::of(Action::Failed, None, reason) != cause::Cause::Other
}

/// The line that has a server's code.
fn code_line(head: &[String]) -> Option<String> {
    let line = head.iter().find(|line| Status::find(line).is_some() || reply_code(line).is_some())?;
    Some(line.trim().to_owned())
}
