//! Pictures of received mails that lie at other hosts, fetched because the owner asked for them.
//!
//! Over HTTPS alone, from public addresses alone: the name is looked up here, and the connection goes to the address that was
//! looked at. No cookie, no referrer, nothing that tells who asks but the address that asks. What comes back is believed to be
//! a picture only by its first bytes.

mod reach;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use ammonia::Url;
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, HOST, LOCATION, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

pub use reach::{Reach, is_public};

use crate::intake::html::paper::{LARGEST, data_url};
use crate::tls;

/// What one picture may take, redirects included.
const LONGEST: Duration = Duration::from_secs(10);

/// How many are fetched at a time, and how often one may lead on to another address.
const AT_ONCE: usize = 6;
const MOST_REDIRECTS: usize = 3;

/// The most that all of them may take, in bytes.
const MOST: usize = 20 << 20;

/// Fetches these pictures; those that came, as `data:` addresses. What can't be had is left out, whatever the reason.
pub async fn fetch(reach: &Reach, addresses: &[String]) -> HashMap<String, String> {
    let Ok(tls) = tls::connector_trusting(reach.ca_file.clone()).await else { return HashMap::new() };
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut fetching = JoinSet::new();
    for address in addresses {
        let (address, tls, turns, allows) = (address.clone(), tls.clone(), turns.clone(), reach.allows);
        fetching.spawn(async move {
            let _turn = turns.acquire().await.ok()?;
            let picture = timeout(LONGEST, one(&tls, allows, &address)).await.ok()??;
            Some((address, picture))
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

async fn one(tls: &TlsConnector, allows: reach::Rule, address: &str) -> Option<String> {
    let mut url = Url::parse(address).ok()?;
    for _ in 0..=MOST_REDIRECTS {
        if url.scheme() == "http" {
            url.set_scheme("https").ok()?;
        }
        if url.scheme() != "https" {
            return None;
        }
        match ask(tls, allows, &url).await? {
            Answer::Bytes(bytes) => return data_url(&bytes),
            Answer::Elsewhere(place) => url = url.join(&place).ok()?,
        }
    }
    None
}

enum Answer {
    Bytes(Bytes),
    Elsewhere(String),
}

async fn ask(tls: &TlsConnector, allows: reach::Rule, url: &Url) -> Option<Answer> {
    let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']');
    let port = url.port_or_known_default()?;
    let stream = connect(host, port, allows).await.ok()?;
    let stream = tls::handshake(tls, host, stream).await.ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    // Ends with the sender.
    tokio::spawn(async move {
        let _ = connection.await;
    });
    let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let request = Request::get(format!("{}{query}", url.path()))
        .header(HOST, authority)
        .header(ACCEPT, "image/png, image/jpeg, image/gif, image/webp")
        .header(USER_AGENT, "Mozilla/5.0");
    let response = sender.send_request(request.body(Empty::<Bytes>::new()).ok()?).await.ok()?;
    if response.status().is_redirection() {
        let place = response.headers().get(LOCATION)?.to_str().ok()?;
        return Some(Answer::Elsewhere(place.to_owned()));
    }
    if response.status() != StatusCode::OK {
        return None;
    }
    let body = Limited::new(response.into_body(), LARGEST).collect().await.ok()?;
    Some(Answer::Bytes(body.to_bytes()))
}

/// To the first address of the host that may be reached.
async fn connect(host: &str, port: u16, allows: reach::Rule) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in lookup_host((host, port)).await?.filter(|address| allows(*address)) {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}
