//! A server that answers line by line.

use std::net::SocketAddr;

use studiolo_mail::{Account, ImapSession, Security, Timeouts};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::password;

/// What the client's line begins with, and what is said to it.
pub type Script = Vec<(&'static str, String)>;

/// Greets, then follows the script. Returns what it was told after it, until the client left.
pub async fn serve(greeting: &'static str, script: Script) -> (Account, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        stream.get_mut().write_all(greeting.as_bytes()).await.unwrap();
        for (expected, reply) in script {
            let mut line = String::new();
            stream.read_line(&mut line).await.unwrap();
            assert!(line.starts_with(expected), "{line:?} in place of {expected:?}");
            // A client that has heard enough hangs up.
            if stream.get_mut().write_all(reply.as_bytes()).await.is_err() {
                return String::new();
            }
        }
        let mut rest = String::new();
        while matches!(stream.read_line(&mut rest).await, Ok(1..)) {}
        rest
    });
    (plain_account(address), server)
}

/// A session at a server with these abilities; its next command is `a4`.
pub async fn signed_in(abilities: &str, script: Script) -> (ImapSession, JoinHandle<String>) {
    signed_in_with(abilities, script, Timeouts::default()).await
}

pub async fn signed_in_with(
    abilities: &str,
    script: Script,
    timeouts: Timeouts,
) -> (ImapSession, JoinHandle<String>) {
    let offered = |tag: &str| format!("* CAPABILITY IMAP4rev1 {abilities}\r\n{tag} OK done\r\n");
    let mut all = vec![
        ("a1 CAPABILITY", offered("a1")),
        ("a2 LOGIN \"elena@studio-vannini.example\" \"se\\\"gr\\\\eta\"", "a2 OK in\r\n".into()),
        ("a3 CAPABILITY", offered("a3")),
    ];
    all.extend(script);
    let (mut account, done) = serve("* OK old\r\n", all).await;
    account.credential = password("se\"gr\\eta");
    (ImapSession::connect(&account, timeouts).await.unwrap(), done)
}

/// An open folder with one mail, UID 5; the next command is `a5`.
pub async fn opened(abilities: &str, mut script: Script) -> (ImapSession, JoinHandle<String>) {
    let folder = "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 6] x\r\na4 OK [READ-ONLY] done\r\n";
    script.insert(0, ("a4 EXAMINE \"INBOX\"", folder.into()));
    let (mut session, done) = signed_in(abilities, script).await;
    let folder = session.open("INBOX").await.unwrap();
    assert_eq!((folder.uid_validity, folder.uid_next), (7, 6));
    (session, done)
}

fn plain_account(server: SocketAddr) -> Account {
    Account {
        host: server.ip().to_string(),
        port: server.port(),
        security: Security::None,
        credential: password("segreta"),
        ca_file: None,
        allow_plain: false,
    }
}
