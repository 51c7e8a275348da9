//! `message/delivery-status` (RFC 3464; RFC 6533): blocks of fields, the first about the mail, one more for each recipient. A filter
//! that refuses a mail writes one block with much the same fields in `message/disposition-notification` (RFC 5429, 2.2).

use super::{Action, MAX_RECIPIENTS, RecipientReport, Status, cause};
use crate::intake::message::Message;
use crate::intake::mime::{Headers, Part, Transfer, cleaned};

/// Longest diagnostic that is told, in characters.
const MAX_DIAGNOSTIC: usize = 1_000;

/// The server that reports, and what it reports; None when the mail has no such part.
pub(super) fn recipients(mail: &Message<'_>) -> Option<(Option<String>, Vec<RecipientReport>)> {
    let part = part(mail)?;
    let body = Transfer::of(&part.headers).decode(part.body);
    let mut reporting_mta = None;
    let mut recipients = Vec::new();
    let mut rest: &[u8] = &body;
    while !rest.is_empty() && recipients.len() < MAX_RECIPIENTS {
        let (fields, end) = Headers::split(rest);
        // At a line that is no field nothing was read.
        let end = if end > 0 {
            end
        } else {
            rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1)
        };
        rest = rest.get(end..).unwrap_or_default();
        reporting_mta = reporting_mta.or_else(|| value(&fields, "Reporting-MTA"));
        recipients.extend(recipient(&fields, mail));
    }
    Some((reporting_mta, recipients))
}

/// The `Message-ID` of the mail that was refused, as a filter tells it.
pub(super) fn message_id(mail: &Message<'_>) -> Option<String> {
    let part = part(mail)?;
    let body = Transfer::of(&part.headers).decode(part.body);
    Headers::split(&body).0.ids("Original-Message-ID").into_iter().next()
}

fn part<'m, 'a>(mail: &'m Message<'a>) -> Option<&'m Part<'a>> {
    let kinds =
        ["message/delivery-status", "message/global-delivery-status", "message/disposition-notification"];
    mail.structure.parts.iter().find(|part| kinds.contains(&part.content.kind.as_str()))
}

fn recipient(fields: &Headers<'_>, mail: &Message<'_>) -> Option<RecipientReport> {
    let original_recipient = value(fields, "Original-Recipient");
    let recipient = value(fields, "Final-Recipient").or_else(|| original_recipient.clone())?;
    let disposition = fields.line("Disposition").unwrap_or_default().to_ascii_lowercase();
    let is_refused = disposition.ends_with("deleted");
    // A filter gives its reason in the text alone.
    let diagnostic = value(fields, "Diagnostic-Code")
        .or_else(|| mail.plain.as_deref().filter(|_| is_refused).map(cleaned));
    let diagnostic: Option<String> = diagnostic.map(|code| code.chars().take(MAX_DIAGNOSTIC).collect());
    let status_line = fields.line("Status").unwrap_or_default();
    let status = Status::find(&status_line);
    // Some servers say why beside the code: "5.0.0 (over quota)".
    let words = diagnostic.clone().unwrap_or(status_line);
    let action =
        match fields.line("Action").unwrap_or_default().split([' ', '(', ';']).next().unwrap_or_default() {
            action if action.eq_ignore_ascii_case("failed") => Action::Failed,
            action if action.eq_ignore_ascii_case("delayed") => Action::Delayed,
            action if action.eq_ignore_ascii_case("delivered") => Action::Delivered,
            action if action.eq_ignore_ascii_case("relayed") => Action::Relayed,
            action if action.eq_ignore_ascii_case("expanded") => Action::Expanded,
            _ if is_refused => Action::Failed,
            _ => match status?.class {
                2 => Action::Delivered,
                4 => Action::Delayed,
                _ => Action::Failed,
            },
        };
    let cause = cause::of(action, status, &words);
    let remote_mta = value(fields, "Remote-MTA");
    Some(RecipientReport { recipient, original_recipient, action, status, diagnostic, remote_mta, cause })
}

/// A value without its type: `rfc822; paolo@rinaldi.example`.
fn value(fields: &Headers<'_>, name: &str) -> Option<String> {
    let line = fields.line(name)?;
    let value = line
        .split_once(';')
        .map_or(line.as_str(), |(kind, value)| if kind.contains(' ') { &line } else { value });
    let value = cleaned(value.trim().trim_start_matches('<').trim_end_matches('>'));
    (!value.is_empty()).then_some(value)
}
