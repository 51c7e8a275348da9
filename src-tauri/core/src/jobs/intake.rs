//! The loop that reads mail: listens at the receiving account's server, and tries again when it can't.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::access::By;
use crate::error::Result;
use crate::intake::collect::{Trouble, listen};
use crate::intake::{Listening, say, service};
use crate::office::Office;

/// A server that can't be reached is tried again after a second, doubled each time up to this.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// One that refuses the account is tried again this late by itself.
const REFUSED: Duration = Duration::from_mins(15);

pub(super) async fn run(office: Arc<Office>, stop: CancellationToken) -> Result<()> {
    let mut failures = 0_u32;
    loop {
        let wait = if service::account(&office, &By::system()).await?.is_none() {
            say(&office, Listening::Off, None);
            None
        } else {
            let listening = tokio::select! {
                ended = listen(&office) => ended,
                // The account was changed: the session is left where it is.
                () = office.intake_wake.notified() => {
                    failures = 0;
                    continue;
                }
                // Whatever is under way is one act or none.
                () = stop.cancelled() => return Ok(()),
            };
            match listening {
                Ok(()) => continue,
                Err(Trouble::Office(error)) => return Err(error),
                Err(trouble) => {
                    let was_well = office.intake().listening == Listening::Listening;
                    failures = if was_well { 1 } else { failures.saturating_add(1) };
                    let refused = trouble.wants_the_owner();
                    let listening = if refused { Listening::Blocked } else { Listening::Waiting };
                    say(&office, listening, Some((trouble.code(), trouble.to_string())));
                    let again = Duration::from_secs(1 << (failures - 1).min(5)).min(LONGEST_WAIT);
                    Some(if refused { REFUSED } else { again })
                }
            }
        };
        let waited = async {
            match wait {
                Some(wait) => tokio::time::sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = waited => {}
            () = office.intake_wake.notified() => failures = 0,
            () = stop.cancelled() => return Ok(()),
        }
    }
}
