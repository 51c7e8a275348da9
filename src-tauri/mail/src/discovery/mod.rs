//! The servers of an address whose domain is not known: asked of the domain itself, and of nobody else.
//!
//! In this order, all at once: its mail servers (MX), where a provider that is known keeps its mail; the file that it publishes;
//! its service records (RFC 6186); the names that are usual. What is found is a beginning: it names the servers that a
//! password goes to, so it is shown before anything is sent to them.

mod answering;
mod records;

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use ammonia::Url;
use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use tokio::time::timeout;

pub use crate::https::Reach;

use self::answering::answering;
use self::records::Records;
use crate::autoconfig::{self, filled};
use crate::https::Fetcher;
use crate::providers::{Provider, of_mail_server};
use crate::{EmailAddress, Security};

/// What one way of looking may take.
const LONGEST: Duration = Duration::from_secs(10);

/// The largest file that a domain may publish, in bytes.
const LARGEST: usize = 256 * 1024;

/// Where servers are looked for. In texts, `%EMAILDOMAIN%` stands for the address's domain.
#[derive(Debug, Clone)]
pub struct Places {
    /// Which name server is asked; None: the system's.
    pub name_server: Option<SocketAddr>,
    /// Where a domain publishes its file, the likeliest first.
    pub published: Vec<String>,
    /// Under which names IMAP servers are usual, the likeliest first.
    pub imap: Vec<Usual>,
    /// Under which names SMTP servers are usual.
    pub smtp: Vec<Usual>,
    /// What may be reached for a file, and who is trusted to say who is there.
    pub reach: Reach,
}

/// A usual name.
#[derive(Debug, Clone)]
pub struct Usual {
    /// The server's name.
    pub host: String,
    /// Its TCP port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
}

/// What a domain's servers were found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoundBy {
    /// Its mail is kept by a provider that is known.
    MailServer,
    /// It publishes them, in a file or in service records.
    Published,
    /// They answer under the usual names.
    Answering,
}

type Looking<'a> = Pin<Box<dyn Future<Output = Option<(Provider, FoundBy)>> + Send + 'a>>;

/// Looks for an address's servers. None: nothing was found, or the network can't be reached.
pub async fn find(places: &Places, address: &EmailAddress) -> Option<(Provider, FoundBy)> {
    let records = &Records::new(places.name_server);
    let ways: [Looking<'_>; 4] = [
        Box::pin(async { Some((by_mail_server(records, address).await?, FoundBy::MailServer)) }),
        Box::pin(async { Some((published(places, address).await?, FoundBy::Published)) }),
        Box::pin(async { Some((by_records(records, places, address).await?, FoundBy::Published)) }),
        Box::pin(async { Some((usual(places, address).await?, FoundBy::Answering)) }),
    ];
    first(ways.map(|way| async { timeout(LONGEST, way).await.ok()? })).await
}

async fn by_mail_server(records: &Records, address: &EmailAddress) -> Option<Provider> {
    let servers = records.mail_servers(address.domain()).await;
    servers.iter().find_map(|server| of_mail_server(server)).cloned()
}

async fn published(places: &Places, address: &EmailAddress) -> Option<Provider> {
    let fetcher = &Fetcher::new(&places.reach, "text/xml, application/xml", LARGEST).await.ok()?;
    let read = |place: &String| {
        let url = Url::parse(&filled(place, address));
        async move {
            let mut url = url.ok()?;
            // Some servers write the answer for the address that asks.
            url.query_pairs_mut().append_pair("emailaddress", address.as_str());
            autoconfig::read(&fetcher.get(url).await?, address).ok()
        }
    };
    first(places.published.iter().map(read)).await
}

async fn by_records(records: &Records, places: &Places, address: &EmailAddress) -> Option<Provider> {
    let (imap, smtp) = records.services(address.domain()).await;
    answering(places, address, imap, smtp).await
}

async fn usual(places: &Places, address: &EmailAddress) -> Option<Provider> {
    let of_domain = |usual: &[Usual]| {
        let named = usual.iter().map(|one| Usual { host: filled(&one.host, address), ..one.clone() });
        named.collect::<Vec<_>>()
    };
    answering(places, address, of_domain(&places.imap), of_domain(&places.smtp)).await
}

/// Runs all at once; of those that come to something the first in their order, as soon as it is known.
async fn first<T>(all: impl IntoIterator<Item: Future<Output = Option<T>>>) -> Option<T> {
    let mut all: FuturesOrdered<_> = all.into_iter().collect();
    while let Some(one) = all.next().await {
        if one.is_some() {
            return one;
        }
    }
    None
}

impl Default for Places {
    /// The public network: the draft's addresses of the file, and the names under which most servers are.
    fn default() -> Self {
        let (tls, starttls) = (Security::Tls, Security::StartTls);
        let usual = |(name, port, security): (&str, u16, Security)| Usual {
            host: format!("{name}.%EMAILDOMAIN%"),
            port,
            security,
        };
        Self {
            name_server: None,
            published: [
                "https://autoconfig.%EMAILDOMAIN%/.well-known/mail-v1.xml",
                "https://%EMAILDOMAIN%/.well-known/autoconfig/mail/config-v1.1.xml",
                "https://autoconfig.%EMAILDOMAIN%/mail/config-v1.1.xml",
            ]
            .map(str::to_owned)
            .into(),
            imap: [("imap", 993, tls), ("imaps", 993, tls), ("mail", 993, tls)].map(usual).into(),
            smtp: [
                ("smtp", 465, tls),
                ("smtps", 465, tls),
                ("mail", 465, tls),
                ("smtp", 587, starttls),
                ("mail", 587, starttls),
            ]
            .map(usual)
            .into(),
            reach: Reach::default(),
        }
    }
}

#[cfg(test)]
mod tests;
