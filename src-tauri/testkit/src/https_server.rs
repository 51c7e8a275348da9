//! A web server on this computer, over TLS, vouched for by an authority that nobody else trusts.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::Authority;

/// A server that answers by path and keeps what it was asked.
pub struct HttpsServer {
    folder: TempDir,
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl HttpsServer {
    /// Starts it; `answer` gives the whole answer to a path, its head too.
    pub async fn start(answer: fn(&str) -> Vec<u8>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let acceptor = acceptor(&folder);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let server = Self { folder, port, asked: asked.clone() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, asked) = (acceptor.clone(), asked.clone());
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut request = Vec::new();
                    while !request.ends_with(b"\r\n\r\n") {
                        let Ok(byte) = stream.read_u8().await else { return };
                        request.push(byte);
                    }
                    let request = String::from_utf8(request).unwrap();
                    let path = request.split(' ').nth(1).unwrap().to_owned();
                    asked.lock().unwrap().push(request);
                    let _ = stream.write_all(&answer(&path)).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        server
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.port)
    }

    /// The certificate of its authority (PEM).
    pub fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// What it was asked, each with its headers.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// An answer with a body.
    pub fn found(body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    }

    /// An answer that leads elsewhere.
    pub fn elsewhere(place: &str) -> Vec<u8> {
        format!("HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n").into_bytes()
    }

    /// The answer that there is nothing.
    pub fn nothing() -> Vec<u8> {
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec()
    }
}

fn acceptor(folder: &TempDir) -> TlsAcceptor {
    let authority = Authority::new();
    let (certificate, key) = (folder.path().join("server.pem"), folder.path().join("server.key"));
    authority.write_certificate(&folder.path().join("ca.pem"));
    authority.issue(&["localhost", "127.0.0.1"], &certificate, &key);
    let chain: Result<Vec<CertificateDer<'static>>, _> =
        CertificateDer::pem_file_iter(&certificate).unwrap().collect();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain.unwrap(), PrivateKeyDer::from_pem_file(&key).unwrap())
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}
