//! What is done with mails: queue, withdraw, retry, list. What they say and whether they are still wanted is
//! the concern of those who queue them (`delivery`).

use serde_json::json;
use studiolo_mail::message_id;

use super::unreachable::{self, Unreachable};
use super::{ItemRef, MailItem, MailKind, MailRow, MailState, NewMail, store};
use crate::access::By;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ClientId, MailId};
use crate::office::{Act, Office};

/// Mails that one answer lists at most.
const LONGEST_LIST: i64 = 1_000;

/// Writes mails into the outbox within the act. Their Message-IDs are made here and kept for every attempt.
pub(crate) async fn queue(act: &mut Act<'_>, mails: &[NewMail<'_>]) -> Result<()> {
    if mails.is_empty() {
        return Ok(());
    }
    let from = act.sender().await?;
    let now = act.now;
    let mut rows = Vec::with_capacity(mails.len());
    for mail in mails {
        let id = MailId::new();
        rows.push((id, message_id(id.into(), &from), mail));
        act.changed(ChangeKind::Outbox, id);
    }
    store::insert(act.db(), &rows, now).await
}

/// Takes a mail out of the queue, and says why.
pub(crate) async fn withdraw(act: &mut Act<'_>, mail: &MailRow, items: &[MailItem], why: &str) -> Result<()> {
    for item in items {
        store::drop_item(act.db(), mail.mail_id, item.item).await?;
    }
    store::put(act.db(), mail.mail_id, MailState::Withdrawn, why, None).await?;
    act.record(
        "mail.withdrawn",
        &format!("mail:{}", mail.mail_id),
        Some(mail.client_id),
        json!({ "reason": why }),
    )
    .await?;
    act.changed(ChangeKind::Outbox, mail.mail_id);
    Ok(())
}

/// Takes the waiting reminders of these items out of the queue; those that list other items too go on without
/// them.
pub(crate) async fn withdraw_reminders(act: &mut Act<'_>, items: &[ItemRef], why: &str) -> Result<()> {
    for (id, item) in store::waiting_about(act.db(), MailKind::Reminder, items).await? {
        let items = store::items(act.db(), id).await?;
        if items.iter().all(|i| i.item == item) {
            let mail = store::get(act.db(), id).await?;
            withdraw(act, &mail, &items, why).await?;
        } else {
            store::drop_item(act.db(), id, item).await?;
        }
    }
    Ok(())
}

/// The newest mails, all or those in one state; at most 1,000.
pub async fn list(office: &Office, by: &By, state: Option<MailState>) -> Result<Vec<MailRow>> {
    store::list(&mut *office.read(by).await?, state, LONGEST_LIST).await
}

/// The contacts whose mailbox refuses mail, of one client or of all.
pub async fn unreachable(office: &Office, by: &By, client: Option<ClientId>) -> Result<Vec<Unreachable>> {
    let now = office.now();
    unreachable::find(&mut *office.read(by).await?, client, now).await
}

/// How many mails wait to leave.
pub async fn waiting(office: &Office, by: &By) -> Result<i64> {
    store::waiting(&mut *office.read(by).await?, None).await
}

/// The owner's button at a mail that has stopped: it is tried again at once, under the same Message-ID.
pub async fn retry(office: &Office, by: &By, id: MailId) -> Result<()> {
    let mut act = office.begin(by).await?;
    let mail = store::get(act.db(), id).await?;
    if matches!(mail.state, MailState::Accepted | MailState::Withdrawn | MailState::Sending) {
        return Err(Error::AlreadyEnded { reason: mail.state.as_str().into() });
    }
    let now = act.now;
    store::put(act.db(), id, MailState::Queued, "", Some(now)).await?;
    act.record("outbox.retry", &format!("mail:{id}"), Some(mail.client_id), json!({ "state": mail.state }))
        .await?;
    act.changed(ChangeKind::Outbox, id);
    for item in store::items(act.db(), id).await? {
        act.changed(ChangeKind::Chat, item.item.id);
    }
    act.commit().await?;
    office.roads.clear_all();
    office.outbox_wake.notify_one();
    Ok(())
}

/// Whatever waits to leave stops within the act, and says why, until the owner acts: it may have gone on another way.
/// Reminders are held by their pause instead, so that they go on with it. How many stopped.
pub(crate) async fn stop_waiting(act: &mut Act<'_>, why: &str) -> Result<u64> {
    store::stop_waiting(act.db(), why).await
}

/// What was left unfinished, by the last process or by a pass that failed, becomes uncertain. Called while nothing is
/// being sent.
pub async fn recover(office: &Office) -> Result<()> {
    let by = By::system();
    if !store::any_under_way(&mut *office.read(&by).await?).await? {
        return Ok(());
    }
    let mut act = office.begin(&by).await?;
    let now = act.now;
    let interrupted = store::interrupted(act.db(), now).await?;
    let details = json!({ "mails": interrupted, "reason": "interrupted" });
    act.record("mail.uncertain", "outbox", None, details).await?;
    act.commit().await
}
