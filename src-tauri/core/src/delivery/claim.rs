//! The next mails to leave: claimed in one act, with what was heard of the ones before, each asked once more whether
//! it is still wanted.

use studiolo_mail::Mailbox;

use super::compose::{Desk, Matter, Outgoing};
use super::drop_item;
use super::group::Group;
use super::record::{Heard, fail, record};
use crate::access::By;
use crate::accounts::{self, SendingAccount};
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::AccountId;
use crate::office::{Act, Office};
use crate::outbox::{self, MailItem, MailKind, MailRow};
use crate::reminders::{self, ANSWER_KEPT_ASIDE, Phase, SendCheck, Withdrawal};
use crate::settings::{self, Settings};
use crate::time::Instant;

/// Mails that are claimed together at most; their answers are recorded together too.
const GROUP: i64 = 32;

/// A reminder that waits, for the window or because all are paused, is looked at again this late at the latest: the
/// window or the clock may have been changed.
const LOOK_AGAIN: chrono::TimeDelta = chrono::TimeDelta::minutes(15);

/// What becomes of a claimed mail.
enum Fate {
    Send(Vec<MailItem>),
    NotBefore(Instant),
    Withdraw(String),
}

/// A way that mail leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By this account: the mails of its share.
    Account(AccountId),
    /// A demo office: all mail is caught in its folder.
    Folder,
}

/// A way as it is just now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Road {
    /// By this account's server.
    Server(AccountId, Box<SendingAccount>),
    /// Into the office's folder.
    Folder,
}

/// Mails that were claimed together, and how they leave.
#[derive(Debug)]
pub(super) struct Claimed {
    pub road: Road,
    /// The account whose mailbox gets copies of what is accepted.
    pub copies_to: Option<AccountId>,
    pub mails: Vec<Outgoing>,
}

/// The ways that mail may leave.
pub(super) async fn ways(office: &Office) -> Result<Vec<Way>> {
    let mut db = office.read(&By::system()).await?;
    if settings::store::get(&mut db).await?.catch_mail {
        return Ok(vec![Way::Folder]);
    }
    Ok(accounts::store::senders(&mut db).await?.into_iter().map(Way::Account).collect())
}

/// Records what was heard of the mails before, which empties `heard`, and claims the next ones of a way in the same act.
/// `None`: nothing may leave that way now.
pub(super) async fn record_and_claim(
    office: &Office,
    way: Way,
    heard: &mut Vec<Heard>,
) -> Result<Option<Claimed>> {
    loop {
        let mut act = office.begin(&By::system()).await?;
        let settings = settings::store::get(act.db()).await?;
        record(&mut act, &settings, heard).await?;
        let claimed = claim(&mut act, &settings, way).await?;
        act.commit().await?;
        heard.clear();
        // All of a group may have been withdrawn or put off: then the next group's turn has come.
        if claimed.as_ref().is_none_or(|claimed| !claimed.mails.is_empty()) {
            return Ok(claimed);
        }
    }
}

async fn claim(act: &mut Act<'_>, settings: &Settings, way: Way) -> Result<Option<Claimed>> {
    let Some((sender, road)) = sender(act, settings, way).await? else { return Ok(None) };
    let share = match way {
        Way::Account(account) => accounts::store::share(act.db(), account).await?,
        Way::Folder => None,
    };
    let now = act.now;
    let mails = outbox::store::due(act.db(), now, (share, GROUP)).await?;
    if mails.is_empty() {
        return Ok(None);
    }
    let group = Group::read_addressed(act, &mails).await?;
    let mut wanted = Vec::with_capacity(mails.len());
    for mail in mails {
        wanted.extend(settle(act, settings, &group, mail).await?);
    }
    let mails = begin(act, settings, (&sender, way), &group, wanted).await?;
    let copies_to = match way {
        Way::Account(account) if accounts::store::saves_sent(act.db(), account).await? => Some(account),
        Way::Account(_) | Way::Folder => None,
    };
    Ok(Some(Claimed { road, copies_to, mails }))
}

/// Whether a claimed mail is still wanted as it was written, where it was to go and by the same account. Asked right
/// before it leaves, when somebody acted since it was claimed.
pub(super) async fn still_wanted(office: &Office, outgoing: &Outgoing, road: &Road) -> Result<bool> {
    let mail = &outgoing.mail;
    let mut act = office.begin(&By::system()).await?;
    let settings = settings::store::get(act.db()).await?;
    let way = match road {
        Road::Folder => Way::Folder,
        Road::Server(account, _) => {
            if accounts::store::of_client(act.db(), mail.client_id).await? != Some(*account) {
                return Ok(false);
            }
            Way::Account(*account)
        }
    };
    let same_road = sender(&mut act, &settings, way).await?.is_some_and(|(_, now)| now == *road);
    let group = Group::read_addressed(&mut act, std::slice::from_ref(mail)).await?;
    if !same_road || group.addressee(mail)?.contact.email != outgoing.to.to_string() {
        return Ok(false);
    }
    let count = group.items(mail.mail_id).len();
    Ok(matches!(fate(&settings, &group, mail, act.now)?, Fate::Send(items) if items.len() == count))
}

/// Whom mail comes from and how it leaves that way; `None`: it can't, mail waits.
async fn sender(act: &mut Act<'_>, settings: &Settings, way: Way) -> Result<Option<(Mailbox, Road)>> {
    match way {
        Way::Folder if settings.catch_mail => {
            let sender = Mailbox { name: settings.owner_name.clone(), address: act.sender().await? };
            Ok(Some((sender, Road::Folder)))
        }
        Way::Account(id) if !settings.catch_mail => {
            let Some(account) = accounts::store::sending(act.db(), id).await? else { return Ok(None) };
            Ok(Some((account.sender()?, Road::Server(id, Box::new(account)))))
        }
        Way::Folder | Way::Account(_) => Ok(None),
    }
}

/// Gives back or withdraws a claimed mail, or says what it is still to speak of.
async fn settle(
    act: &mut Act<'_>,
    settings: &Settings,
    group: &Group,
    mail: MailRow,
) -> Result<Option<(MailRow, Vec<MailItem>)>> {
    let items = group.items(mail.mail_id);
    match fate(settings, group, &mail, act.now)? {
        Fate::NotBefore(at) => {
            let at = at.min(act.now + LOOK_AGAIN);
            outbox::store::give_back(act.db(), mail.mail_id, &mail.last_error, at).await?;
            Ok(None)
        }
        Fate::Withdraw(why) => {
            for item in items {
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
            Ok(Some((mail, wanted)))
        }
    }
}

/// Writes the letters and notes that their attempts begin.
async fn begin(
    act: &mut Act<'_>,
    settings: &Settings,
    (sender, way): (&Mailbox, Way),
    group: &Group,
    wanted: Vec<(MailRow, Vec<MailItem>)>,
) -> Result<Vec<Outgoing>> {
    let account = match way {
        Way::Account(account) => Some(account),
        Way::Folder => None,
    };
    let replies = accounts::store::replies_of(act.db(), account).await?;
    let matter = Matter::read(act, settings, (&wanted, replies)).await?;
    let mut outgoing = Vec::with_capacity(wanted.len());
    for (mail, items) in wanted {
        act.changed(ChangeKind::Outbox, mail.mail_id);
        let trail = act.anchor().await?.headers(act.office().key())?;
        let desk = Desk { settings, sender, group, matter: &matter, now: act.now, trail };
        let why = match desk.compose(&mail, &items) {
            Ok(Ok(letter)) => {
                outgoing.push(letter);
                continue;
            }
            // One that cannot be written holds up no other.
            Ok(Err(why)) | Err(Error::Damaged(why)) => why,
            Err(error) => return Err(error),
        };
        fail(act, &mail, &items, &why).await?;
    }
    let begun: Vec<&MailRow> = outgoing.iter().map(|outgoing| &outgoing.mail).collect();
    outbox::store::begin_attempts(act.db(), &begun).await?;
    Ok(outgoing)
}

fn fate(settings: &Settings, group: &Group, mail: &MailRow, now: Instant) -> Result<Fate> {
    if !group.addressee(mail)?.contact.notify {
        return Ok(Fate::Withdraw("notify_off".into()));
    }
    if mail.kind == MailKind::Reminder && settings.reminders_paused {
        return Ok(Fate::NotBefore(now + LOOK_AGAIN));
    }
    let calendar = settings.calendar();
    let items = group.items(mail.mail_id);
    let mut wanted = Vec::with_capacity(items.len());
    let mut why = String::from("nothing left to say");
    for item in items.iter().copied() {
        let entry = group.entry(item.item)?;
        let reminder = &entry.reminder;
        match mail.kind {
            MailKind::Reminder if entry.held == ANSWER_KEPT_ASIDE => why = ANSWER_KEPT_ASIDE.into(),
            MailKind::Notification => wanted.push(item),
            MailKind::SendAgain => match reminder.phase {
                Phase::Ended(reason) => why = reminders::word(&reason),
                Phase::NotAsked | Phase::Pending => wanted.push(item),
            },
            MailKind::Reminder => match reminder.check_send(item.round, item.step, &calendar, now) {
                SendCheck::Send => wanted.push(item),
                SendCheck::NotBefore(at) => return Ok(Fate::NotBefore(at)),
                SendCheck::NeverOpens => return Ok(Fate::NotBefore(now + LOOK_AGAIN)),
                SendCheck::Withdraw(Withdrawal::Ended(reason)) => why = reminders::word(&reason),
                SendCheck::Withdraw(Withdrawal::SwitchedOff) => why = "switched_off".into(),
                SendCheck::Withdraw(Withdrawal::Superseded) => why = "superseded".into(),
            },
        }
    }
    Ok(if wanted.is_empty() { Fate::Withdraw(why) } else { Fate::Send(wanted) })
}
