//! Servers that are rarer than Postfix, and one that is hostile: a listener that answers line by line.

use std::net::SocketAddr;

use studiolo_mail::{ConnectError, Phase, Security, SendError, Session, Timeouts};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{ELENA, PAOLO, address, password, plain_account};

/// Greets, then for each line of the client's that begins with the first text says the second. Returns what
/// it was told after its script, until the client left.
async fn serve(
    greeting: &'static str,
    script: &'static [(&'static str, &'static str)],
) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        stream.get_mut().write_all(greeting.as_bytes()).await.unwrap();
        let mut line = String::new();
        for (expected, reply) in script {
            line.clear();
            stream.read_line(&mut line).await.unwrap();
            assert!(line.starts_with(expected), "{line:?} in place of {expected:?}");
            stream.get_mut().write_all(reply.as_bytes()).await.unwrap();
        }
        let mut rest = String::new();
        while matches!(stream.read_line(&mut rest).await, Ok(1..)) {}
        rest
    });
    (address, server)
}

#[tokio::test]
async fn login_is_used_where_the_server_offers_nothing_better() {
    let (server, done) = serve(
        "220 old\r\n",
        &[
            ("EHLO [127.0.0.1]", "250-old\r\n250 AUTH LOGIN\r\n"),
            ("EHLO", "250-old\r\n250 AUTH LOGIN\r\n"),
            ("AUTH LOGIN", "334 VXNlcm5hbWU6\r\n"),
            ("ZWxlbmFAc3R1ZGlvLXZhbm5pbmkuZXhhbXBsZQ==", "334 UGFzc3dvcmQ6\r\n"),
            ("c2VncmV0YQ==", "235 in\r\n"),
            ("QUIT", "221 bye\r\n"),
        ],
    )
    .await;
    let mut account = plain_account(server);
    account.credential = password("segreta");
    let session = Session::connect(&account, Timeouts::default()).await.unwrap();
    session.quit().await;
    assert_eq!(done.await.unwrap(), "");
}

#[tokio::test]
async fn a_server_that_turns_everybody_away_says_why() {
    for security in [Security::None, Security::StartTls] {
        let (server, _) = serve("554-go\r\n554 away\r\n", &[]).await;
        let mut account = plain_account(server);
        account.security = security;
        let refused = Session::connect(&account, Timeouts::default()).await.err().unwrap();
        let ConnectError::Refused(reply) = &refused else { panic!("{refused:?}") };
        assert_eq!((reply.code, reply.text.as_str()), (554, "go away"));
        assert!(!refused.is_temporary());
    }
}

#[tokio::test]
async fn something_that_is_not_smtp_is_no_server() {
    for security in [Security::None, Security::StartTls] {
        let (server, _) = serve("HTTP/1.1 400 Bad Request\r\n\r\n", &[]).await;
        let mut account = plain_account(server);
        account.security = security;
        let error = Session::connect(&account, Timeouts::default()).await.err().unwrap();
        assert_eq!(error.code(), "server_unreachable", "{error:?}");
    }
}

#[tokio::test]
async fn replies_slipped_in_behind_starttls_end_the_connection() {
    let (server, done) = serve(
        "220 hostile\r\n",
        &[
            ("EHLO", "250-hostile\r\n250 STARTTLS\r\n"),
            ("STARTTLS", "220 go on\r\n250-hostile\r\n250 AUTH PLAIN\r\n"),
        ],
    )
    .await;
    let mut account = plain_account(server);
    account.security = Security::StartTls;
    account.credential = password("segreta");
    let error = Session::connect(&account, Timeouts::default()).await.err().unwrap();
    assert_eq!(error.code(), "tls_failed", "{error:?}");
    assert_eq!(done.await.unwrap(), "", "not a byte was sent after");
}

#[tokio::test]
async fn a_server_that_wants_the_message_though_it_refused_the_recipient_gets_none() {
    let (server, done) = serve(
        "220 odd\r\n",
        &[
            ("EHLO", "250-odd\r\n250 PIPELINING\r\n"),
            ("EHLO", "250-odd\r\n250 PIPELINING\r\n"),
            ("MAIL", "250 fine\r\n"),
            ("RCPT", "550 nobody\r\n"),
            ("DATA", "354 go on\r\n"),
        ],
    )
    .await;
    let mut session = Session::connect(&plain_account(server), Timeouts::default()).await.unwrap();
    let refused = session.send(&address(ELENA), &address(PAOLO), b"Subject: a\r\n\r\n").await.unwrap_err();
    assert!(matches!(refused, SendError::Permanent { phase: Phase::Recipient, .. }), "{refused:?}");
    assert!(!session.is_usable());
    drop(session);
    assert_eq!(done.await.unwrap(), "");
}

#[tokio::test]
async fn a_server_that_wants_a_sign_in_concerns_the_account() {
    let (server, _) = serve(
        "220 strict\r\n",
        &[
            ("EHLO", "250 strict\r\n"),
            ("EHLO", "250 strict\r\n"),
            ("MAIL", "530 5.7.0 sign in first\r\n"),
            ("RSET", "250 fine\r\n"),
        ],
    )
    .await;
    let mut session = Session::connect(&plain_account(server), Timeouts::default()).await.unwrap();
    let refused = session.send(&address(ELENA), &address(PAOLO), b"Subject: a\r\n\r\n").await.unwrap_err();
    assert!(matches!(refused, SendError::Permanent { phase: Phase::Sender, .. }), "{refused:?}");
    assert!(refused.concerns_account() && session.is_usable());
}
