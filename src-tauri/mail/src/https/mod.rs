//! A file that lies at somebody else's host, fetched over HTTPS.
//!
//! From public addresses alone: the name is looked up here, and the connection goes to the address that was looked at. No
//! cookie, no referrer: nothing tells who asks but the network address that asks, and what the caller puts into the query.

mod reach;

use std::io;
use std::time::Duration;

use ammonia::Url;
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, HOST, LOCATION, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

pub use reach::Reach;
#[cfg(test)]
pub(crate) use reach::is_public;

use crate::{ConnectError, tls};

/// How often an address may lead on to another.
const MOST_REDIRECTS: usize = 3;

/// What one of a host's addresses may take to answer.
const LONGEST: Duration = Duration::from_secs(3);

/// Fetches files of one kind.
#[derive(Clone)]
pub(crate) struct Fetcher {
    tls: TlsConnector,
    allows: reach::Rule,
    /// The kinds that are asked for.
    accept: &'static str,
    /// The most bytes that one may have.
    largest: usize,
}

impl Fetcher {
    /// Reads the authorities that are trusted.
    pub(crate) async fn new(
        reach: &Reach,
        accept: &'static str,
        largest: usize,
    ) -> Result<Self, ConnectError> {
        let tls = tls::connector_trusting(reach.ca_file.clone()).await?;
        Ok(Self { tls, allows: reach.allows, accept, largest })
    }

    /// The file at an address; None when it can't be had, whatever the reason. How long that may take is the caller's.
    pub(crate) async fn get(&self, mut url: Url) -> Option<Bytes> {
        for _ in 0..=MOST_REDIRECTS {
            if url.scheme() == "http" {
                url.set_scheme("https").ok()?;
            }
            if url.scheme() != "https" {
                return None;
            }
            match self.ask(&url).await? {
                Answer::Bytes(bytes) => return Some(bytes),
                Answer::Elsewhere(place) => url = url.join(&place).ok()?,
            }
        }
        None
    }

    async fn ask(&self, url: &Url) -> Option<Answer> {
        let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']');
        let port = url.port_or_known_default()?;
        let stream = connect(host, port, self.allows).await.ok()?;
        let stream = tls::handshake(&self.tls, host, stream).await.ok()?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        // Ends with the sender.
        tokio::spawn(async move {
            let _ = connection.await;
        });
        let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let request = Request::get(format!("{}{query}", url.path()))
            .header(HOST, authority)
            .header(ACCEPT, self.accept)
            .header(USER_AGENT, "Mozilla/5.0");
        let response = sender.send_request(request.body(Empty::<Bytes>::new()).ok()?).await.ok()?;
        if response.status().is_redirection() {
            let place = response.headers().get(LOCATION)?.to_str().ok()?;
            return Some(Answer::Elsewhere(place.to_owned()));
        }
        if response.status() != StatusCode::OK {
            return None;
        }
        let body = Limited::new(response.into_body(), self.largest).collect().await.ok()?;
        Some(Answer::Bytes(body.to_bytes()))
    }
}

enum Answer {
    Bytes(Bytes),
    Elsewhere(String),
}

/// To the first address of the host that may be reached.
async fn connect(host: &str, port: u16, allows: reach::Rule) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in lookup_host((host, port)).await?.filter(|address| allows(*address)) {
        match timeout(LONGEST, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = error,
            Err(_) => last = io::ErrorKind::TimedOut.into(),
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests;
