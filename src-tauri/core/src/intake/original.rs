//! A received mail as it came: laid out as its sender did, made safe, and with the pictures that lie elsewhere only when the
//! owner asks for them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;
pub use studiolo_mail::intake::html::paper::POLICY;
use studiolo_mail::intake::html::paper::Paper;
use studiolo_mail::pictures::{self, Reach};
use tokio::task::spawn_blocking;

use super::{Received, ReceivedState, reading, store};
use crate::access::By;
use crate::error::{Error, Result};
use crate::id::{MessageId, ReceivedId};
use crate::office::Office;

/// Of how many mails the pictures that were fetched are held, in memory alone.
const HELD: usize = 4;

/// Most hosts that the audit trail names.
const MOST_HOSTS: usize = 20;

/// Which mail.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    /// One that is kept aside, or was dropped.
    Kept(ReceivedId),
    /// The one that became this message.
    Message(MessageId),
}

/// A mail as it came.
#[derive(Debug)]
pub struct Original {
    /// What is known of it.
    pub mail: Received,
    /// What is shown of it.
    pub paper: Paper,
}

type Fetched = Arc<HashMap<String, String>>;

/// What pictures may be fetched from, and what was fetched last.
#[derive(Debug, Default)]
pub struct Pictures {
    reach: Mutex<Reach>,
    held: Mutex<Vec<(ReceivedId, Fetched)>>,
}

impl Pictures {
    /// Changes what may be reached; for an office whose network is this computer alone.
    pub fn reach_by(&self, reach: Reach) {
        *self.reach.lock().unwrap_or_else(PoisonError::into_inner) = reach;
    }

    fn reach(&self) -> Reach {
        self.reach.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn of(&self, id: ReceivedId) -> Fetched {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().find(|(of, _)| *of == id).map(|(_, fetched)| fetched.clone()).unwrap_or_default()
    }

    fn hold(&self, id: ReceivedId, fetched: Fetched) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|(of, _)| *of != id);
        held.push((id, fetched));
        let old = held.len().saturating_sub(HELD);
        held.drain(..old);
    }
}

/// A mail as it came. Nothing is fetched; pictures that were fetched a moment ago are in it.
pub async fn view(office: &Office, by: &By, which: Which) -> Result<Original> {
    let mut db = office.read(by).await?;
    let id = match which {
        Which::Kept(id) => id,
        Which::Message(message) => {
            let found = store::of_message(&mut db, message).await?;
            found.ok_or_else(|| Error::not_found("mail", message))?
        }
    };
    let mail = store::get(&mut db, id).await?;
    if matches!(mail.state, ReceivedState::Report | ReceivedState::Forgotten) {
        return Err(Error::not_found("mail", id));
    }
    let bytes = store::bytes(&mut db, id).await?;
    drop(db);
    let fetched = office.pictures().of(id);
    let paper = spawn_blocking(move || reading::paper(&bytes, &fetched)).await?;
    Ok(Original { mail, paper })
}

/// The owner wants to see the pictures that lie elsewhere: they are fetched now, and held for as long as the mail is looked at.
pub async fn load_pictures(office: &Office, by: &By, which: Which) -> Result<Original> {
    let original = view(office, by, which).await?;
    let (id, wanted) = (original.mail.received_id, &original.paper.remote);
    if wanted.is_empty() {
        return Ok(original);
    }
    // Written down first: whoever is asked knows from then on.
    let mut act = office.begin(by).await?;
    let details = json!({ "from": original.mail.from_email, "subject": original.mail.subject, "pictures": wanted.len(),
        "hosts": hosts(wanted) });
    let client = original.mail.client_id.parse().ok();
    act.record("mails.load_pictures", &format!("received:{id}"), client, details).await?;
    act.commit().await?;
    let fetched = pictures::fetch(&office.pictures().reach(), wanted).await;
    office.pictures().hold(id, Arc::new(fetched));
    view(office, by, which).await
}

fn hosts(addresses: &[String]) -> Vec<&str> {
    let mut hosts: Vec<&str> = Vec::new();
    for address in addresses {
        let host = address.split('/').nth(2).unwrap_or_default();
        if !hosts.contains(&host) && hosts.len() < MOST_HOSTS {
            hosts.push(host);
        }
    }
    hosts
}
