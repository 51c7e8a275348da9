//! Pictures of received mails that lie at other hosts, fetched because the owner asked for them.
//!
//! What comes back is believed to be a picture only by its first bytes.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use ammonia::Url;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

pub use crate::https::Reach;

use crate::https::Fetcher;
use crate::intake::html::paper::{LARGEST, data_url};

/// What one picture may take, redirects included.
const LONGEST: Duration = Duration::from_secs(10);

/// How many are fetched at a time.
const AT_ONCE: usize = 6;

/// The most that all of them may take, in bytes.
const MOST: usize = 20 << 20;

/// Fetches these pictures; those that came, as `data:` addresses. What can't be had is left out, whatever the reason.
pub async fn fetch(reach: &Reach, addresses: &[String]) -> HashMap<String, String> {
    let accept = "image/png, image/jpeg, image/gif, image/webp";
    let Ok(fetcher) = Fetcher::new(reach, accept, LARGEST).await else { return HashMap::new() };
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut fetching = JoinSet::new();
    for address in addresses {
        let (address, fetcher, turns) = (address.clone(), fetcher.clone(), turns.clone());
        fetching.spawn(async move {
            let _turn = turns.acquire().await.ok()?;
            let url = Url::parse(&address).ok()?;
            let bytes = timeout(LONGEST, fetcher.get(url)).await.ok()??;
            Some((address, data_url(&bytes)?))
        });
    }
    let mut found = HashMap::new();
    let mut room = MOST;
    while let Some(done) = fetching.join_next().await {
        if let Ok(Some((address, picture))) = done
            && let Some(left) = room.checked_sub(picture.len())
        {
            room = left;
            found.insert(address, picture);
        }
    }
    found
}
