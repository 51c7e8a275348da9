//! TLS: whom we trust, the handshake, and what its failures mean.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::{CertificateError, ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::check::Step;
use crate::{Account, ConnectError, TlsProblem};

/// Trust in the system's authorities and in the account's own file. Reads files, so it runs off the async threads.
pub(crate) async fn connector(account: &Account) -> Result<TlsConnector, ConnectError> {
    connector_trusting(account.ca_file.clone()).await
}

/// Trust in the system's authorities and in those of a file.
pub(crate) async fn connector_trusting(ca_file: Option<PathBuf>) -> Result<TlsConnector, ConnectError> {
    let roots = tokio::task::spawn_blocking(move || roots(ca_file.as_deref())).await;
    let roots = roots.map_err(|stopped| other(&stopped.to_string()))??;
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| other(&error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// The handshake; the certificate must bear `host`.
pub(crate) async fn handshake(
    connector: &TlsConnector,
    host: &str,
    stream: TcpStream,
) -> Result<TlsStream<TcpStream>, ConnectError> {
    let name = ServerName::try_from(host.to_owned()).map_err(|error| other(&error.to_string()))?;
    connector.connect(name, stream).await.map_err(|error| failure(&error))
}

fn roots(ca_file: Option<&Path>) -> Result<RootCertStore, ConnectError> {
    let mut roots = RootCertStore::empty();
    // A system's store may hold odd certificates, or be absent: what can be read is trusted.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let Some(path) = ca_file else { return Ok(roots) };
    let unusable = |detail: String| ConnectError::CaFile { path: path.to_owned(), detail };
    let own: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|error| unusable(error.to_string()))?;
    if own.is_empty() {
        return Err(unusable("it holds no certificate".into()));
    }
    for certificate in own {
        roots.add(certificate).map_err(|error| unusable(error.to_string()))?;
    }
    Ok(roots)
}

fn failure(error: &io::Error) -> ConnectError {
    use CertificateError as Certificate;
    let cause = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let problem = match cause {
        None => return ConnectError::Unreachable { step: Step::Secure, detail: error.to_string() },
        Some(rustls::Error::InvalidCertificate(certificate)) => match certificate {
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                TlsProblem::OtherName
            }
            Certificate::UnknownIssuer => TlsProblem::UnknownAuthority,
            Certificate::Expired
            | Certificate::ExpiredContext { .. }
            | Certificate::NotValidYet
            | Certificate::NotValidYetContext { .. } => TlsProblem::OutOfDate,
            different => TlsProblem::Other(different.to_string()),
        },
        Some(rustls::Error::InvalidMessage(_)) => TlsProblem::NotTls,
        Some(different) => TlsProblem::Other(different.to_string()),
    };
    ConnectError::Tls(problem)
}

fn other(detail: &str) -> ConnectError {
    ConnectError::Tls(TlsProblem::Other(detail.into()))
}
