//! The loop that reads mail: listens at the server of every account's mailbox, and tries again where it can't.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::access::By;
use crate::accounts;
use crate::error::Result;
use crate::id::AccountId;
use crate::intake::collect::{Trouble, listen};
use crate::intake::{Listening, say};
use crate::office::Office;

/// A server that can't be reached is tried again after a second, doubled each time up to this.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// One that refuses the account is tried again this late by itself.
const REFUSED: Duration = Duration::from_mins(15);

pub(super) async fn run(office: Arc<Office>, stop: CancellationToken) -> Result<()> {
    loop {
        let accounts = accounts::store::readers(&mut *office.read(&By::system()).await?).await?;
        office.intake.retain(&accounts);
        let mut watches = JoinSet::new();
        for account in accounts {
            let office = office.clone();
            watches.spawn(async move { watch(&office, account).await });
        }
        tokio::select! {
            Some(ended) = watches.join_next() => ended??,
            // An account was changed: the sessions are left where they are.
            () = office.intake_wake.notified() => {}
            // Whatever is under way is one act or none.
            () = stop.cancelled() => {
                watches.shutdown().await;
                return Ok(());
            }
        }
        watches.shutdown().await;
    }
}

/// Listens at an account's mailbox, again and again; ends when it is not there any more.
async fn watch(office: &Office, account: AccountId) -> Result<()> {
    let mut failures = 0_u32;
    loop {
        let trouble = match listen(office, account).await {
            Ok(()) => {
                say(office, account, Listening::Off, None);
                return Ok(());
            }
            Err(Trouble::Office(error)) => return Err(error),
            Err(trouble) => trouble,
        };
        let was_well = office.intake(account).listening == Listening::Listening;
        failures = if was_well { 1 } else { failures.saturating_add(1) };
        let refused = trouble.wants_the_owner();
        let listening = if refused { Listening::Blocked } else { Listening::Waiting };
        say(office, account, listening, Some((trouble.code(), trouble.to_string())));
        let again = Duration::from_secs(1 << (failures - 1).min(5)).min(LONGEST_WAIT);
        tokio::time::sleep(if refused { REFUSED } else { again }).await;
    }
}
