//! What a domain's DNS tells of its mail.

use std::net::SocketAddr;
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::lookup::Lookup;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::rdata::SRV;
use hickory_resolver::proto::rr::{Name, RData, RecordType};

use super::Usual;
use crate::Security;

/// What one question may take.
const LONGEST: Duration = Duration::from_secs(3);

/// A name server to ask; none where the system names none.
pub(super) struct Records(Option<TokioResolver>);

impl Records {
    pub(super) fn new(name_server: Option<SocketAddr>) -> Self {
        let builder = match name_server {
            None => TokioResolver::builder_tokio(),
            Some(server) => {
                let mut connection = ConnectionConfig::udp();
                connection.port = server.port();
                let server = NameServerConfig::new(server.ip(), true, vec![connection]);
                let config = ResolverConfig::from_name_servers(vec![server]);
                Ok(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
            }
        };
        let built = builder.and_then(|mut builder| {
            // A person waits for it.
            (builder.options_mut().timeout, builder.options_mut().attempts) = (LONGEST, 1);
            builder.build()
        });
        Self(built.ok())
    }

    /// The domain's mail servers (MX), the first choice first.
    pub(super) async fn mail_servers(&self, domain: &str) -> Vec<String> {
        let servers = self.ask(domain, RecordType::MX, |data| match data {
            RData::MX(mx) => Some((mx.preference, host(&mx.exchange))),
            _ => None,
        });
        let mut servers = servers.await;
        servers.sort();
        servers.into_iter().map(|(_, host)| host).collect()
    }

    /// The domain's IMAP and SMTP servers by its service records (RFC 6186, RFC 8314 section 5.1), the first choice first.
    pub(super) async fn services(&self, domain: &str) -> (Vec<Usual>, Vec<Usual>) {
        let (tls, starttls) = (Security::Tls, Security::StartTls);
        let of = |service: &'static str, security| self.service(service, domain, security);
        let (imaps, imap, submissions, submission) = tokio::join!(
            of("_imaps", tls),
            of("_imap", starttls),
            of("_submissions", tls),
            of("_submission", starttls)
        );
        ([imaps, imap].concat(), [submissions, submission].concat())
    }

    async fn service(&self, service: &str, domain: &str, security: Security) -> Vec<Usual> {
        let name = format!("{service}._tcp.{domain}");
        let records = self.ask(&name, RecordType::SRV, |data| match data {
            // A lone dot says that the service is not there (RFC 2782).
            RData::SRV(srv) if !srv.target.is_root() && srv.port > 0 => Some(srv.clone()),
            _ => None,
        });
        let mut records: Vec<SRV> = records.await;
        records.sort_by_key(|srv| (srv.priority, u16::MAX - srv.weight));
        records.iter().map(|srv| Usual { host: host(&srv.target), port: srv.port, security }).collect()
    }

    /// The records of a kind that a name has, as far as they are of use; none when nobody answers.
    async fn ask<T>(&self, name: &str, kind: RecordType, wanted: impl Fn(&RData) -> Option<T>) -> Vec<T> {
        let Some(resolver) = &self.0 else { return Vec::new() };
        // The whole name: the system's own domains are not to be tried behind it.
        let answer = resolver.lookup(format!("{name}."), kind).await;
        let records = answer.iter().flat_map(Lookup::answers);
        records.filter_map(|record| wanted(&record.data)).collect()
    }
}

/// A name as hosts are written.
fn host(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_ascii_lowercase()
}
