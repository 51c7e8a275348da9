//! What another mail program does at Elena's server meanwhile, by commands as they go over the wire.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use studiolo_testkit::MailServer;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::ELENA;

pub struct OtherClient {
    stream: BufReader<TlsStream<TcpStream>>,
}

impl OtherClient {
    /// Signs in; the account must be there.
    pub async fn start(server: &MailServer) -> Self {
        let mut roots = RootCertStore::empty();
        for authority in CertificateDer::pem_file_iter(server.ca_file()).unwrap() {
            roots.add(authority.unwrap()).unwrap();
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_root_certificates(roots).with_no_client_auth();
        let tcp = TcpStream::connect(("127.0.0.1", server.imaps_port())).await.unwrap();
        tcp.set_nodelay(true).unwrap();
        let name = ServerName::try_from(server.host()).unwrap();
        let stream = TlsConnector::from(Arc::new(config)).connect(name, tcp).await.unwrap();
        let mut client = Self { stream: BufReader::new(stream) };
        client.stream.read_line(&mut String::new()).await.unwrap();
        client.run(&format!("LOGIN {ELENA} segreta")).await;
        client
    }

    /// One command; returns what the server says before its OK.
    pub async fn run(&mut self, command: &str) -> String {
        self.say(format!("x {command}\r\n").as_bytes()).await;
        self.answer().await
    }

    /// Puts a mail into a folder.
    pub async fn put(&mut self, folder: &str, mail: &[u8]) {
        self.say(format!("x APPEND \"{folder}\" {{{}}}\r\n", mail.len()).as_bytes()).await;
        let mut go_on = String::new();
        self.stream.read_line(&mut go_on).await.unwrap();
        assert!(go_on.starts_with('+'), "{go_on}");
        self.say(&[mail, b"\r\n"].concat()).await;
        self.answer().await;
    }

    async fn say(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).await.unwrap();
        self.stream.get_mut().flush().await.unwrap();
    }

    async fn answer(&mut self) -> String {
        let mut all = String::new();
        loop {
            let mut line = Vec::new();
            assert_ne!(self.stream.read_until(b'\n', &mut line).await.unwrap(), 0, "{all}");
            let line = String::from_utf8_lossy(&line);
            if line.starts_with("x ") {
                assert!(line.starts_with("x OK"), "{line}");
                return all;
            }
            all += &line;
        }
    }
}
