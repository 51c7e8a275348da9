//! Receipts of certified mail about our mails (RFC 6109): kept as evidence, and what is verified moves the mail.

use serde_json::json;
use studiolo_mail::intake::token::{find_in_references, id_in};

use super::reading::Reading;
use super::take::{Extent, RawMail, Taken};
use super::{Received, ReceivedState, report, store};
use crate::delivery;
use crate::error::Result;
use crate::events::ChangeKind;
use crate::evidence::rules::{MOST_UNVERIFIED, judge};
use crate::evidence::{self, Evidence, WhyNot};
use crate::office::Act;
use crate::outbox::{self, MailRow, MailState};

/// Takes a receipt in within the act, if it is about a mail of ours.
pub(super) async fn apply(
    act: &mut Act<'_>,
    mail: &mut Received,
    reading: &Reading,
    bytes: &RawMail,
) -> Result<Taken> {
    let Some(receipt) = &reading.receipt else { return Ok(Taken::Left) };
    let Some(about) = receipt.about() else { return Ok(Taken::Left) };
    let id = find_in_references([about], id_in).map(Into::into);
    let Some(ours) = store::our_mail(act.db(), id, about).await? else { return Ok(Taken::Left) };
    let known = evidence::store::of_mails(act.db(), &[ours.mail_id]).await?.remove(&ours.mail_id);
    let known = known.unwrap_or_default();
    let whole = bytes.extent == Extent::Whole;
    let new = receipt.evidence((ours.mail_id, &ours.address), mail.received_id, whole, act.now);
    let unverified = known.iter().filter(|one| !one.is_verified()).count();
    if !new.is_verified() && unverified >= MOST_UNVERIFIED {
        return Ok(Taken::Left);
    }
    mail.state = ReceivedState::Report;
    mail.decided_at = Some(act.now.into());
    (mail.client_id, mail.contact_id) = (ours.client_id.to_string(), ours.contact_id.to_string());
    store::insert(act.db(), mail, bytes).await?;
    evidence::store::insert(act.db(), &new).await?;
    note(act, &ours, &new).await?;
    act_on(act, &ours, &known, &new).await?;
    Ok(Taken::Report)
}

/// Writes down what came, and tells who looks.
async fn note(act: &mut Act<'_>, ours: &MailRow, new: &Evidence) -> Result<()> {
    let details = json!({ "to": ours.address, "subject": ours.subject, "evidence": new.evidence_id,
        "kind": new.kind.as_str(), "verified": new.is_verified(), "why_not": new.why_not.map(WhyNot::as_str),
        "signer": new.signer, "issuer": new.issuer });
    act.record("mail.evidence", &object(ours), Some(ours.client_id), details).await?;
    act.changed(ChangeKind::Outbox, ours.mail_id);
    for item in outbox::store::items(act.db(), ours.mail_id).await? {
        act.changed(ChangeKind::Chat, item.item.id);
    }
    Ok(())
}

/// Moves the mail as the receipt wants.
async fn act_on(act: &mut Act<'_>, ours: &MailRow, known: &[Evidence], new: &Evidence) -> Result<()> {
    let told = judge(ours.state, known, new);
    let id = ours.mail_id;
    match told.to {
        Some(MailState::Bounced) => {
            outbox::store::put(act.db(), id, MailState::Bounced, &told.note.unwrap_or_default(), None)
                .await?;
            if ours.state != MailState::Bounced {
                record(act, "mail.bounced", ours, new).await?;
                report::note_bounce(act, ours).await?;
            }
        }
        Some(to) => {
            // A mail in doubt counts as sent from now on; one that came back was sent before.
            if ours.accepted_at.is_none() {
                delivery::accept(act, ours).await?;
            }
            outbox::store::put(act.db(), id, to, &told.note.unwrap_or_default(), None).await?;
        }
        None => {
            if let Some(note) = told.note.filter(|note| *note != ours.last_error) {
                outbox::store::put_note(act.db(), id, &note).await?;
                if !note.is_empty() {
                    record(act, "mail.delayed", ours, new).await?;
                }
            }
        }
    }
    act.changed(ChangeKind::Client, ours.client_id);
    Ok(())
}

async fn record(act: &mut Act<'_>, action: &str, ours: &MailRow, new: &Evidence) -> Result<()> {
    report::record(act, action, ours, (&new.reason, new.kind.as_str())).await
}

fn object(ours: &MailRow) -> String {
    format!("mail:{}", ours.mail_id)
}
