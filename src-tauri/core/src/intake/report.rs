//! What reports say became of our mails (RFC 3464): bounced, or late.

use serde_json::json;
use studiolo_mail::intake::report::{Action, DeliveryReport, RecipientReport};
use studiolo_mail::intake::token::{find_in_references, id_in};

use super::reading::Reading;
use super::take::{RawMail, Taken};
use super::{Received, ReceivedState, store};
use crate::clients;
use crate::error::Result;
use crate::events::ChangeKind;
use crate::evidence::{self, EvidenceKind};
use crate::id::MailId;
use crate::inbox;
use crate::office::Act;
use crate::outbox::{self, MailRow, MailState};

/// Takes a report in within the act, if it is about a mail of ours.
pub(super) async fn apply(
    act: &mut Act<'_>,
    mail: &mut Received,
    reading: &Reading,
    bytes: &RawMail,
) -> Result<Taken> {
    let Some(report) = &reading.report else { return Ok(Taken::Left) };
    let Some(message_id) = &report.original_message_id else { return Ok(Taken::Left) };
    let id = find_in_references([message_id], id_in).map(Into::into);
    let Some(ours) = store::our_mail(act.db(), id, message_id).await? else { return Ok(Taken::Left) };
    let Some(told) = about(report, &ours) else { return Ok(Taken::Left) };
    mail.state = ReceivedState::Report;
    mail.decided_at = Some(act.now.into());
    (mail.client_id, mail.contact_id) = (ours.client_id.to_string(), ours.contact_id.to_string());
    store::insert(act.db(), mail, bytes).await?;
    let why = words(told);
    let action = match told.action {
        // Anybody can write a report; what a gateway of certified mail signed counts for more.
        Action::Failed if ours.state != MailState::Withdrawn && !is_delivered(act, ours.mail_id).await? => {
            outbox::store::put(act.db(), ours.mail_id, MailState::Bounced, &why, None).await?;
            if ours.state == MailState::Bounced {
                act.changed(ChangeKind::Outbox, ours.mail_id);
                return Ok(Taken::Report);
            }
            "mail.bounced"
        }
        Action::Delayed if ours.state == MailState::Accepted => {
            outbox::store::put_note(act.db(), ours.mail_id, &why).await?;
            "mail.delayed"
        }
        _ => return Ok(Taken::Report),
    };
    record(act, action, &ours, (&why, told.cause.code())).await?;
    act.changed(ChangeKind::Outbox, ours.mail_id);
    act.changed(ChangeKind::Client, ours.client_id);
    for item in outbox::store::items(act.db(), ours.mail_id).await? {
        act.changed(ChangeKind::Chat, item.item.id);
    }
    if told.action == Action::Failed {
        note_bounce(act, &ours).await?;
    }
    Ok(Taken::Report)
}

/// Whether a gateway of certified mail has signed that a mail was delivered.
async fn is_delivered(act: &mut Act<'_>, mail: MailId) -> Result<bool> {
    let evidence = evidence::store::of_mails(act.db(), &[mail]).await?.remove(&mail).unwrap_or_default();
    Ok(evidence.iter().any(|one| one.is_verified() && one.kind == EvidenceKind::Delivered))
}

/// Writes down what became of a mail, with the other side's words and a stable code.
pub(super) async fn record(
    act: &mut Act<'_>,
    action: &str,
    ours: &MailRow,
    (reason, cause): (&str, &str),
) -> Result<()> {
    let details = json!({ "to": ours.address, "subject": ours.subject, "reason": reason, "cause": cause });
    act.record(action, &format!("mail:{}", ours.mail_id), Some(ours.client_id), details).await
}

/// Puts into the inbox, at every item of a mail, that it came back.
pub(super) async fn note_bounce(act: &mut Act<'_>, ours: &MailRow) -> Result<()> {
    let who = clients::store::contact_name(act.db(), ours.contact_id).await?;
    for item in outbox::store::items(act.db(), ours.mail_id).await? {
        inbox::service::note(act, ours.client_id, item.item, "bounced", &who, false).await?;
    }
    Ok(())
}

/// What a report says of this mail's recipient; a mail of ours has one alone.
fn about<'r>(report: &'r DeliveryReport, ours: &MailRow) -> Option<&'r RecipientReport> {
    let named = report.recipients.iter().find(|one| one.is_about(&ours.address));
    named.or(match &report.recipients[..] {
        [one] => Some(one),
        _ => None,
    })
}

/// The other server's words, or the code that it gave.
fn words(told: &RecipientReport) -> String {
    let status = told.status.map(|status| status.to_string());
    told.diagnostic.clone().or(status).unwrap_or_else(|| told.cause.code().to_owned())
}
