//! The folder for sent mail of an account's mailbox: copies of what was sent are saved there, where the owner wants it, and it
//! tells of a mail whose answer was lost whether it has gone, where the server fills it by itself.

pub(crate) mod store;

use std::time::Duration;

use studiolo_mail::ImapError;
use studiolo_mail::imap::ImapSession;
use tokio::time::{sleep, timeout};

use crate::access::By;
use crate::accounts::{self, grants};
use crate::error::Result;
use crate::id::AccountId;
use crate::intake::collect::Trouble;
use crate::office::Office;

/// A mail whose answer was lost waits this long at most for the mailbox's word; then it goes once more.
const ASKED: Duration = Duration::from_secs(30);

/// A server may put a mail into the folder this late.
const LAG: Duration = Duration::from_secs(5);

/// A copy that was refused so often is given up: the mail itself has gone.
const MOST_TRIES: i64 = 10;

/// Saves every copy that waits for an account's mailbox; how many.
pub(crate) async fn save(office: &Office, account: AccountId) -> Result<u64, Trouble> {
    let by = By::system();
    let mut db = office.read(&by).await?;
    let waiting = store::of_account(&mut db, account).await?;
    let mailbox = accounts::store::receiving(&mut db, account).await?;
    drop(db);
    if waiting.is_empty() {
        return Ok(0);
    }
    let Some((mailbox, _)) = mailbox else {
        // The mailbox was taken away since.
        let mut act = office.begin(&by).await?;
        store::forget(act.db(), account).await?;
        act.commit().await?;
        return Ok(0);
    };
    let mut session: ImapSession = grants::sign_in(office, account, mailbox.road()?).await?;
    let saved = save_all(office, &mut session, &waiting).await;
    session.logout().await;
    saved
}

async fn save_all(
    office: &Office,
    session: &mut ImapSession,
    waiting: &[store::Copy],
) -> Result<u64, Trouble> {
    let by = By::system();
    let mut saved = 0;
    let Some(folder) = session.sent_folder().await? else {
        for copy in waiting {
            count_try(office, copy).await?;
        }
        let detail = "the mailbox has no folder for sent mail".into();
        return Err(ImapError::FolderMissing { folder: "Sent".into(), detail }.into());
    };
    session.open(&folder).await?;
    let mut refused = None;
    for copy in waiting {
        count_try(office, copy).await?;
        // It may be there: by the server's own doing, or from a try that was cut off.
        if !session.holds(&copy.message_id).await? {
            let Some(bytes) = store::bytes(&mut *office.read(&by).await?, copy.mail_id).await? else {
                continue;
            };
            match session.append(&folder, &bytes).await {
                Ok(()) => saved += 1,
                // It may be too large: the others are not.
                Err(error @ ImapError::Refused { .. }) => {
                    refused = Some(error);
                    continue;
                }
                Err(error) => return Err(error.into()),
            }
        }
        let mut act = office.begin(&by).await?;
        store::delete(act.db(), copy.mail_id).await?;
        act.commit().await?;
    }
    refused.map_or(Ok(saved), |error| Err(error.into()))
}

async fn count_try(office: &Office, copy: &store::Copy) -> Result<(), Trouble> {
    let mut act = office.begin(&By::system()).await?;
    store::try_once(act.db(), copy.mail_id, MOST_TRIES).await?;
    Ok(act.commit().await?)
}

/// Whether the account's folder for sent mail holds this mail: it has gone, although its answer was lost. False also where
/// nobody can tell.
pub(crate) async fn has_gone(office: &Office, account: AccountId, message_id: &str) -> bool {
    let asked = async {
        let mailbox = accounts::store::receiving(&mut *office.read(&By::system()).await?, account).await?;
        let Some((mailbox, _)) = mailbox else { return Ok::<_, Trouble>(false) };
        let mut session: ImapSession = grants::sign_in(office, account, mailbox.road()?).await?;
        let mut holds = false;
        if let Some(folder) = session.sent_folder().await? {
            session.open(&folder).await?;
            holds = session.holds(message_id).await?;
            if !holds {
                sleep(LAG).await;
                holds = session.holds(message_id).await?;
            }
        }
        session.logout().await;
        Ok(holds)
    };
    match timeout(ASKED, asked).await {
        Ok(Ok(holds)) => holds,
        Ok(Err(error)) => {
            tracing::info!(%error, "the mailbox can't tell whether a mail has gone");
            false
        }
        Err(_) => false,
    }
}
