//! The next mails to leave: claimed in one act, each asked once more whether it is still wanted.

use studiolo_mail::Mailbox;

use super::compose::{Outgoing, compose};
use super::drop_item;
use super::record::fail;
use crate::access::By;
use crate::clients;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::BatchId;
use crate::office::{Act, Office};
use crate::outbox::{self, MailItem, MailKind, MailRow, SendingAccount};
use crate::reminders::{self, Phase, SendCheck, Withdrawal};
use crate::settings::{self, Settings};
use crate::time::Instant;

/// Mails that are claimed together at most; their answers are recorded together too.
pub(super) const GROUP: i64 = 32;

/// A reminder that waits, for the window or because all are paused, is looked at again this late at the latest: the
/// window or the clock may have been changed.
const LOOK_AGAIN: chrono::TimeDelta = chrono::TimeDelta::minutes(15);

/// What becomes of a claimed mail.
enum Fate {
    Send(Vec<MailItem>),
    NotBefore(Instant),
    Withdraw(String),
}

/// Which way mail leaves.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Road {
    /// By this account.
    Server(Box<SendingAccount>),
    /// A demo office: mail is caught in its folder.
    Folder,
}

/// Mails that were claimed together, and which way they leave.
#[derive(Debug)]
pub(super) struct Claimed {
    pub road: Road,
    pub mails: Vec<Outgoing>,
}

/// Claims the next mails. `None`: nothing may leave now.
pub(super) async fn claim(office: &Office) -> Result<Option<Claimed>> {
    loop {
        let mut act = office.begin(&By::system()).await?;
        let settings = settings::store::get(act.db()).await?;
        let Some((sender, road)) = sender(&mut act, &settings).await? else { return Ok(None) };
        let now = act.now;
        let rows = outbox::store::gather(act.db(), BatchId::new(), now, GROUP).await?;
        let mut outgoing = Vec::with_capacity(rows.len());
        let found = !rows.is_empty();
        for row in rows {
            outgoing.extend(settle(&mut act, &settings, &sender, row).await?);
        }
        if found {
            act.commit().await?;
        }
        // All of a group may have been withdrawn or put off: then the next group's turn has come.
        if !found {
            return Ok(None);
        }
        if !outgoing.is_empty() {
            return Ok(Some(Claimed { road, mails: outgoing }));
        }
    }
}

/// Whether a claimed mail is still wanted as it was written, where it was to go and by the same account. Asked right
/// before it leaves, when somebody acted since it was claimed.
pub(super) async fn still_wanted(office: &Office, outgoing: &Outgoing, road: &Road) -> Result<bool> {
    let mail = &outgoing.mail;
    let mut act = office.begin(&By::system()).await?;
    let settings = settings::store::get(act.db()).await?;
    let same_road = sender(&mut act, &settings).await?.is_some_and(|(_, now)| now == *road);
    let address = clients::store::contact(act.db(), mail.contact_id).await?.email;
    if !same_road || address != outgoing.to.to_string() {
        return Ok(false);
    }
    let items = outbox::store::items(act.db(), mail.mail_id).await?;
    let count = items.len();
    Ok(matches!(fate(&mut act, &settings, mail, items).await?, Fate::Send(items) if items.len() == count))
}

/// Whom mail comes from and which way it leaves; `None`: no account is set, mail waits.
async fn sender(act: &mut Act<'_>, settings: &Settings) -> Result<Option<(Mailbox, Road)>> {
    if settings.catch_mail {
        let sender = Mailbox { name: settings.owner_name.clone(), address: act.sender().await? };
        return Ok(Some((sender, Road::Folder)));
    }
    let Some(account) = settings::store::account(act.db()).await? else { return Ok(None) };
    Ok(Some((account.sender()?, Road::Server(Box::new(account)))))
}

async fn settle(
    act: &mut Act<'_>,
    settings: &Settings,
    sender: &Mailbox,
    mail: MailRow,
) -> Result<Option<Outgoing>> {
    let id = mail.mail_id;
    let items = outbox::store::items(act.db(), id).await?;
    match fate(act, settings, &mail, items.clone()).await? {
        Fate::NotBefore(at) => {
            let error = mail.last_error.clone();
            let at = at.min(act.now + LOOK_AGAIN);
            outbox::store::give_back(act.db(), id, &error, at).await?;
            Ok(None)
        }
        Fate::Withdraw(why) => {
            for item in &items {
                drop_item(act, &mail, *item, &settings.calendar()).await?;
                act.changed(ChangeKind::Chat, item.item.id);
            }
            outbox::service::withdraw(act, &mail, &[], &why).await?;
            Ok(None)
        }
        Fate::Send(wanted) => {
            for item in items.iter().filter(|item| !wanted.contains(item)) {
                drop_item(act, &mail, *item, &settings.calendar()).await?;
            }
            let contact = clients::store::contact(act.db(), mail.contact_id).await?;
            act.changed(ChangeKind::Outbox, id);
            let why = match compose(act, settings, sender, mail.clone(), &contact, &wanted).await {
                Ok(Ok((outgoing, subject))) => {
                    outbox::store::begin_attempt(act.db(), id, &contact.email, &subject).await?;
                    return Ok(Some(outgoing));
                }
                // One that cannot be written holds up no other.
                Ok(Err(why)) | Err(Error::Damaged(why)) => why,
                Err(error) => return Err(error),
            };
            fail(act, &mail, &why).await?;
            Ok(None)
        }
    }
}

async fn fate(act: &mut Act<'_>, settings: &Settings, mail: &MailRow, items: Vec<MailItem>) -> Result<Fate> {
    if !clients::store::contact(act.db(), mail.contact_id).await?.notify {
        return Ok(Fate::Withdraw("notify_off".into()));
    }
    if mail.kind == MailKind::Reminder && settings.reminders_paused {
        return Ok(Fate::NotBefore(act.now + LOOK_AGAIN));
    }
    let calendar = settings.calendar();
    let mut wanted = Vec::with_capacity(items.len());
    let mut why = String::from("nothing left to say");
    for item in items {
        let reminder = reminders::store::get(act.db(), item.item).await?.reminder;
        match mail.kind {
            MailKind::Notification => wanted.push(item),
            MailKind::SendAgain => match reminder.phase {
                Phase::Ended(reason) => why = reminders::word(&reason),
                Phase::NotAsked | Phase::Pending => wanted.push(item),
            },
            MailKind::Reminder => match reminder.check_send(item.round, item.step, &calendar, act.now) {
                SendCheck::Send => wanted.push(item),
                SendCheck::NotBefore(at) => return Ok(Fate::NotBefore(at)),
                SendCheck::NeverOpens => return Ok(Fate::NotBefore(act.now + LOOK_AGAIN)),
                SendCheck::Withdraw(Withdrawal::Ended(reason)) => why = reminders::word(&reason),
                SendCheck::Withdraw(Withdrawal::SwitchedOff) => why = "switched_off".into(),
                SendCheck::Withdraw(Withdrawal::Superseded) => why = "superseded".into(),
            },
        }
    }
    Ok(if wanted.is_empty() { Fate::Withdraw(why) } else { Fate::Send(wanted) })
}
