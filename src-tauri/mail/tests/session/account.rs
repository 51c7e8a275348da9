//! Accounts that lead nowhere.

use studiolo_mail::{ConnectError, Security, Session, Step, Timeouts, TlsProblem, test_account};
use studiolo_testkit::{Fault, FaultProxy, SmtpSink, free_port};

use super::{IMPATIENT, plain_account};

#[tokio::test]
async fn a_name_that_does_not_exist_is_not_found() {
    let mut account = plain_account(([127, 0, 0, 1], 25).into());
    account.host = "no-such-server.invalid".into();
    account.security = Security::StartTls;
    let error = Session::connect(&account, Timeouts::default()).await.err().unwrap();
    assert!(matches!(error, ConnectError::NameNotFound { .. }), "{error:?}");
    assert!(error.is_temporary());
    let outcomes = test_account(&account, Timeouts::default()).await;
    assert_eq!(outcomes.last().unwrap().step, Step::Resolve);
}

#[tokio::test]
async fn a_port_where_nothing_listens_is_closed() {
    let account = plain_account(([127, 0, 0, 1], free_port()).into());
    let error = Session::connect(&account, Timeouts::default()).await.err();
    assert_eq!(error, Some(ConnectError::PortClosed { host: account.host, port: account.port }));
}

#[tokio::test]
async fn plain_to_another_computer_is_refused_before_any_packet_leaves() {
    let mut account = plain_account(([192, 0, 2, 1], 25).into());
    let refused = ConnectError::PlainRefused { host: "192.0.2.1".into() };
    assert_eq!(Session::connect(&account, Timeouts::default()).await.err(), Some(refused));

    account.host = "no-such-server.invalid".into();
    account.allow_plain = true;
    let error = Session::connect(&account, Timeouts::default()).await.err().unwrap();
    assert_eq!(error.code(), "name_not_found");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let sink = SmtpSink::start();
    let proxy = FaultProxy::start(sink.address());
    proxy.set(Fault::Stall);
    let error = Session::connect(&plain_account(proxy.address()), IMPATIENT).await.err();
    assert_eq!(error, Some(ConnectError::TimedOut { step: Step::Connect }));
}

#[tokio::test]
async fn a_server_without_starttls_is_refused() {
    let sink = SmtpSink::start();
    let mut account = plain_account(sink.address());
    account.security = Security::StartTls;
    let error = Session::connect(&account, Timeouts::default()).await.err();
    assert_eq!(error, Some(ConnectError::Tls(TlsProblem::NotOffered)));
}

#[tokio::test]
async fn a_file_of_authorities_without_any_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut account = plain_account(([127, 0, 0, 1], 25).into());
    account.security = Security::Tls;
    let not_a_certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (name, text) in [("empty.pem", ""), ("words.pem", "ciao"), ("broken.pem", not_a_certificate)] {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        account.ca_file = Some(file);
        let error = Session::connect(&account, Timeouts::default()).await.err().unwrap();
        assert_eq!((error.code(), error.step()), ("ca_file_unusable", Step::Settings), "{name}");
    }
}
