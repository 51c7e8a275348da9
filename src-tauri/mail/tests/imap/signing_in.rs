//! The way into the real server, and the ways that lead nowhere.

use studiolo_mail::{
    ConnectError, Credential, ImapSession, Secret, Security, Step, StepOutcome, Timeouts, TlsProblem,
    test_imap,
};
use studiolo_testkit::{Fault, MailServer, free_port};

use super::{ELENA, IMPATIENT, connect, password, real_account, through_proxy};

fn token(token: String) -> Credential {
    Credential::XOAuth2 { username: ELENA.into(), token: Secret::new(token) }
}

#[tokio::test]
async fn passwords_and_tokens_sign_in() {
    let server = MailServer::start();
    let mut account = real_account(&server);
    for credential in [password("segreta"), token(server.access_token(ELENA))] {
        account.credential = credential;
        let mut session = connect(&account).await;
        session.open("INBOX").await.unwrap();
        session.logout().await;
    }
}

#[tokio::test]
async fn wrong_passwords_and_expired_tokens_are_said_with_the_servers_words() {
    let server = MailServer::start();
    let mut account = real_account(&server);
    for credential in [password("sbagliata"), password("a\r\nb"), token(server.expired_access_token(ELENA))] {
        account.credential = credential;
        let refused = ImapSession::connect(&account, Timeouts::default()).await.err().unwrap();
        let ConnectError::SignInRefused(reply) = &refused else { panic!("{refused:?}") };
        assert!(reply.text.contains("Authentication failed"), "{reply}");
        assert!(!refused.is_temporary());
        assert!(!format!("{refused:?} {refused}").contains("sbagliata"));
    }
    account.credential = Credential::None;
    let refused = ImapSession::connect(&account, Timeouts::default()).await.err();
    assert_eq!(refused, Some(ConnectError::NoSignIn));
}

#[tokio::test]
async fn certificates_are_checked() {
    let server = MailServer::start();
    let mut account = real_account(&server);
    account.host = "127.0.0.1".into();
    let refused = ImapSession::connect(&account, Timeouts::default()).await.err();
    assert_eq!(refused, Some(ConnectError::Tls(TlsProblem::OtherName)));

    account = real_account(&server);
    account.ca_file = None;
    let refused = ImapSession::connect(&account, Timeouts::default()).await.err();
    assert_eq!(refused, Some(ConnectError::Tls(TlsProblem::UnknownAuthority)));
}

#[tokio::test]
async fn servers_that_are_not_there_or_silent_are_told_apart() {
    let server = MailServer::start();
    let (mut account, proxy) = through_proxy(real_account(&server));
    proxy.set(Fault::Stall);
    let silent =
        ImapSession::connect(&account, Timeouts { connect: IMPATIENT.reply, ..IMPATIENT }).await.err();
    assert_eq!(silent, Some(ConnectError::TimedOut { step: Step::Secure }));

    account.port = free_port();
    let closed = ImapSession::connect(&account, Timeouts::default()).await.err();
    assert_eq!(closed, Some(ConnectError::PortClosed { host: account.host.clone(), port: account.port }));

    account.security = Security::None;
    account.host = "192.0.2.1".into();
    let refused = ImapSession::connect(&account, Timeouts::default()).await.err();
    assert_eq!(refused, Some(ConnectError::PlainRefused { host: "192.0.2.1".into() }));
}

#[tokio::test]
async fn a_test_of_an_account_ends_with_its_folder() {
    let server = MailServer::start();
    let mut account = real_account(&server);
    let steps = |outcomes: &[StepOutcome]| -> Vec<(Step, bool)> {
        outcomes.iter().map(|outcome| (outcome.step, outcome.result.is_ok())).collect()
    };
    let outcomes = test_imap(&account, "INBOX", Timeouts::default()).await;
    let all = [Step::Settings, Step::Resolve, Step::Connect, Step::Secure, Step::SignIn, Step::Folder];
    assert_eq!(steps(&outcomes), all.map(|step| (step, true)));

    let outcomes = test_imap(&account, "Città", Timeouts::default()).await;
    assert_eq!(steps(&outcomes)[4..], [(Step::SignIn, true), (Step::Folder, false)]);
    let missing = outcomes[5].result.as_ref().unwrap_err();
    assert_eq!(missing.code(), "folder_missing");
    assert!(missing.to_string().starts_with("the folder Città cannot be opened: "), "{missing}");

    account.credential = password("sbagliata");
    let outcomes = test_imap(&account, "INBOX", Timeouts::default()).await;
    assert_eq!(steps(&outcomes)[3..], [(Step::Secure, true), (Step::SignIn, false)]);
}
