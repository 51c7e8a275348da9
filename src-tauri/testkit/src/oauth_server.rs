//! An OAuth 2 provider on loopback (RFC 6749, 7009, 7636), whose access tokens Dovecot takes.
//!
//! The page where people agree is plain HTTP, as only the test's browser goes there; tokens are given over TLS. It checks what a
//! real one checks: client, redirect, PKCE, that a code is used once; and each refresh token is good for one refresh.

mod answers;

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::background::Background;
use crate::certificates::Authority;

/// The one client that the provider knows.
const CLIENT_ID: &str = "studiolo-test";

const PATIENCE: Duration = Duration::from_mins(1);
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// The provider; it ends when dropped.
pub struct OAuthServer {
    page: SocketAddr,
    token: SocketAddr,
    ca_file: PathBuf,
    book: Arc<Mutex<Book>>,
    _folder: Option<TempDir>,
    _background: Background,
}

/// What the next refreshes meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refresh {
    /// New tokens.
    Granted,
    /// New tokens that mail servers refuse: they expired long ago.
    Stale,
    /// `invalid_grant`: the person took the access back.
    Revoked,
    /// HTTP 503.
    Busy,
}

/// What the provider knows.
struct Book {
    /// Who sits at the browser; None: somebody who says no.
    person: Option<String>,
    /// Seconds that an access token is said to last.
    lasts: u64,
    refresh: Refresh,
    /// By code.
    codes: HashMap<String, Agreed>,
    /// By refresh token: whose.
    grants: HashMap<String, String>,
    /// Refresh tokens that were used or given back.
    ended: HashSet<String>,
    made: u64,
    refreshed: usize,
}

/// What a person agreed to.
struct Agreed {
    address: String,
    redirect: String,
    challenge: String,
    scope: String,
}

impl OAuthServer {
    /// Starts one with an authority of its own.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::new();
        authority.write_certificate(&folder.path().join("ca.pem"));
        authority.issue(&["localhost"], &folder.path().join("server.crt"), &folder.path().join("server.key"));
        let server = Self::in_folder(folder.path());
        Self { _folder: Some(folder), ..server }
    }

    /// Starts one with the certificate that lies in a folder.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        let certificates = CertificateDer::pem_file_iter(folder.join("server.crt")).unwrap();
        let certificates = certificates.collect::<Result<Vec<_>, _>>().unwrap();
        let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(certificates, key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(tls));
        let book = Arc::new(Mutex::new(Book {
            person: None,
            lasts: 3600,
            refresh: Refresh::Granted,
            codes: HashMap::new(),
            grants: HashMap::new(),
            ended: HashSet::new(),
            made: 0,
            refreshed: 0,
        }));
        let [(plain, page), (protected, token)] = [listen(), listen()];
        let shared = Arc::clone(&book);
        let background = Background::run("oauth-server", move || async move {
            let plain = TcpListener::from_std(plain).unwrap();
            let protected = TcpListener::from_std(protected).unwrap();
            loop {
                let book = Arc::clone(&shared);
                tokio::select! {
                    stream = plain.accept() => {
                        tokio::spawn(serve(stream.unwrap().0, book));
                    }
                    stream = protected.accept() => {
                        let acceptor = acceptor.clone();
                        tokio::spawn(async move {
                            // A client that does not trust us leaves here.
                            if let Ok(stream) = acceptor.accept(stream.unwrap().0).await {
                                serve(stream, book).await;
                            }
                        });
                    }
                }
            }
        });
        let ca_file = folder.join("ca.pem");
        Self { page, token, ca_file, book, _folder: None, _background: background }
    }

    /// Its client id.
    pub fn client_id(&self) -> &'static str {
        CLIENT_ID
    }

    /// Its client's secret.
    pub fn client_secret(&self) -> &'static str {
        answers::CLIENT_SECRET
    }

    /// The certificate (PEM) of the authority that signed its own.
    pub fn ca_file(&self) -> &Path {
        &self.ca_file
    }

    /// Its addresses: `authorization`, `token`, `revocation`, `scopes`.
    pub fn endpoints(&self) -> Value {
        self.endpoints_by(self.token)
    }

    /// The same, with tokens fetched by way of something that leads to [`OAuthServer::token_address`].
    pub fn endpoints_by(&self, token: SocketAddr) -> Value {
        let port = token.port();
        json!({ "authorization": format!("http://{}/authorize", self.page),
            "token": format!("https://localhost:{port}/token"),
            "revocation": format!("https://localhost:{port}/revoke"), "scopes": [answers::SCOPE, "openid"] })
    }

    /// Where tokens are given.
    pub fn token_address(&self) -> SocketAddr {
        self.token
    }

    /// Who sits at the browser from now on; None: somebody who says no.
    pub fn sit_down(&self, person: Option<&str>) {
        self.book.lock().unwrap().person = person.map(ToOwned::to_owned);
    }

    /// How long the access tokens to come are said to last.
    pub fn set_lifetime(&self, seconds: u64) {
        self.book.lock().unwrap().lasts = seconds;
    }

    /// What refreshes meet from now on.
    pub fn set_refresh(&self, refresh: Refresh) {
        self.book.lock().unwrap().refresh = refresh;
    }

    /// How many refreshes were granted.
    pub fn refreshed(&self) -> usize {
        self.book.lock().unwrap().refreshed
    }

    /// How many refresh tokens are good.
    pub fn grants(&self) -> usize {
        self.book.lock().unwrap().grants.len()
    }

    /// Waits until so many refresh tokens are good: a sign-in is given back in nobody's presence. Panics after a minute.
    pub async fn wait_for_grants(&self, count: usize) {
        let deadline = Instant::now() + PATIENCE;
        while self.grants() != count {
            assert!(Instant::now() < deadline, "{} refresh tokens are good", self.grants());
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Does what a browser does with the page's address: the person decides, and the answer is brought to whoever
    /// listens. Returns the words of the last page.
    pub async fn browse(&self, url: &str) -> String {
        let (head, page) = get(url).await;
        let location = head.lines().find_map(|line| line.strip_prefix("location: "));
        match location {
            Some(location) => get(location).await.1,
            None => page,
        }
    }
}

fn listen() -> (std::net::TcpListener, SocketAddr) {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Head and body of a page.
async fn get(url: &str) -> (String, String) {
    let rest = url.strip_prefix("http://").unwrap();
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, target) = rest.split_at(at);
    let slash = if target.starts_with('/') { "" } else { "/" };
    let mut stream = TcpStream::connect(host.replace("localhost", "127.0.0.1")).await.unwrap();
    let request = format!("GET {slash}{target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

async fn serve(
    stream: impl tokio::io::AsyncRead + AsyncWrite + Send + Unpin + 'static,
    book: Arc<Mutex<Book>>,
) {
    let service = service_fn(|request| {
        let book = Arc::clone(&book);
        async move { Ok::<_, Infallible>(answers::answer(request, &book).await) }
    });
    // A client that leaves in the midst ends in an error here.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}
