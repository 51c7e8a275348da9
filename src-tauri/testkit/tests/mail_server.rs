//! Postfix and Dovecot as the testkit starts them.

// Helpers of tests fail by panicking.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use studiolo_testkit::MailServer;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

const ELENA: &str = "elena@studio-vannini.example";
const PAOLO: &str = "paolo@rinaldi.example";

type Transport = AsyncSmtpTransport<Tokio1Executor>;

fn transport(server: &MailServer, wrapped: bool, mechanism: Mechanism, secret: &str) -> Transport {
    let authority = Certificate::from_pem(&std::fs::read(server.ca_file()).unwrap()).unwrap();
    let trust = TlsParameters::builder(server.host().into()).add_root_certificate(authority).build().unwrap();
    let (port, tls) = if wrapped {
        (server.submissions_port(), Tls::Wrapper(trust))
    } else {
        (server.submission_port(), Tls::Required(trust))
    };
    Transport::builder_dangerous(server.host())
        .port(port)
        .tls(tls)
        .authentication(vec![mechanism])
        .credentials((ELENA, secret).into())
        .build()
}

async fn send(transport: Transport, to: &str, subject: &str) -> Result<(), Error> {
    let mail = Message::builder().from(ELENA.parse().unwrap()).to(to.parse().unwrap()).subject(subject);
    let mail = mail.message_id(Some(format!("<{subject}@studio-vannini.example>"))).body("Ciao".to_owned());
    transport.send(mail.unwrap()).await.map(drop)
}

#[tokio::test]
async fn mail_goes_in_by_every_door_and_arrives() {
    let server = MailServer::start();
    server.add_user(ELENA, "segreta");
    let token = server.access_token(ELENA);
    send(transport(&server, false, Mechanism::Plain, "segreta"), PAOLO, "uno").await.unwrap();
    send(transport(&server, true, Mechanism::Login, "segreta"), PAOLO, "due").await.unwrap();
    send(transport(&server, true, Mechanism::Xoauth2, &token), PAOLO, "tre").await.unwrap();

    let mails = server.wait_for_mail(PAOLO, 3).await;
    let mut subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    subjects.sort_unstable();
    assert_eq!(subjects, ["due", "tre", "uno"]);
    assert_eq!(mails[0].from, ELENA);
    assert_eq!(mails[0].to, PAOLO);
    assert_eq!(mails[0].text.trim_end(), "Ciao");
    assert_eq!(mails[0].message_id, format!("<{}@studio-vannini.example>", mails[0].subject));
    assert_eq!(mails[0].header("From").as_deref(), Some(ELENA));
    assert_eq!(server.mailbox("nobody@rinaldi.example"), []);
}

#[tokio::test]
async fn wrong_passwords_and_expired_tokens_are_refused() {
    let server = MailServer::start();
    server.add_user(ELENA, "segreta");
    let wrong = send(transport(&server, false, Mechanism::Plain, "sbagliata"), PAOLO, "uno").await;
    assert_eq!(wrong.unwrap_err().status().map(u16::from), Some(535));
    let token = server.expired_access_token(ELENA);
    send(transport(&server, false, Mechanism::Xoauth2, &token), PAOLO, "due").await.unwrap_err();
}

#[tokio::test]
async fn recipients_are_refused_and_deferred_as_told_even_on_an_open_connection() {
    let server = MailServer::start();
    server.add_user(ELENA, "segreta");
    let transport = transport(&server, false, Mechanism::Plain, "segreta");
    server.refuse(PAOLO);
    let refused = send(transport.clone(), PAOLO, "uno").await.unwrap_err();
    assert_eq!(refused.status().map(u16::from), Some(550));
    server.defer(PAOLO);
    let deferred = send(transport.clone(), PAOLO, "due").await.unwrap_err();
    assert_eq!(deferred.status().map(u16::from), Some(450));
    server.accept(PAOLO);
    send(transport, PAOLO, "tre").await.unwrap();
    assert_eq!(server.wait_for_mail(PAOLO, 1).await[0].subject, "tre");
}

#[tokio::test]
async fn the_server_goes_away_and_comes_back_with_its_mail() {
    let mut server = MailServer::start();
    server.add_user(ELENA, "segreta");
    send(transport(&server, false, Mechanism::Plain, "segreta"), PAOLO, "uno").await.unwrap();
    server.wait_for_mail(PAOLO, 1).await;

    server.stop();
    let away = send(transport(&server, false, Mechanism::Plain, "segreta"), PAOLO, "due").await.unwrap_err();
    assert_eq!(away.status(), None);

    server.start_again();
    send(transport(&server, false, Mechanism::Plain, "segreta"), PAOLO, "tre").await.unwrap();
    let subjects: Vec<String> =
        server.wait_for_mail(PAOLO, 2).await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["uno", "tre"]);
}

#[tokio::test]
async fn a_mailbox_opens_by_imap() {
    let server = MailServer::start();
    server.add_user(PAOLO, "officina");
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(server.ca_file()).unwrap()).unwrap();
    let config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let tcp = TcpStream::connect((server.host(), server.imaps_port())).await.unwrap();
    let name = ServerName::try_from(server.host()).unwrap();
    let stream = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, tcp).await.unwrap();

    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).await.unwrap();
    assert!(line.starts_with("* OK"), "{line}");
    stream.write_all(format!("a LOGIN {PAOLO} officina\r\n").as_bytes()).await.unwrap();
    line.clear();
    while !line.starts_with("a ") {
        line.clear();
        assert!(stream.read_line(&mut line).await.unwrap() > 0, "the server hung up");
    }
    assert!(line.starts_with("a OK"), "{line}");
}
