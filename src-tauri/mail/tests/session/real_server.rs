//! Postfix and Dovecot.

use studiolo_mail::{
    ConnectError, Credential, Phase, Secret, Security, SendError, Session, Step, StepOutcome, Timeouts,
    TlsProblem, test_account,
};
use studiolo_testkit::{Direction, Fault, FaultProxy, MailServer};

use super::{ELENA, GIULIA, IMPATIENT, PAOLO, address, letter, password, real_account};

#[tokio::test]
async fn mail_arrives_by_every_way_of_protection_and_sign_in() {
    let server = MailServer::start();
    let starttls = real_account(&server);
    let mut wrapped = starttls.clone();
    wrapped.port = server.submissions_port();
    wrapped.security = Security::Tls;
    let mut token = starttls.clone();
    token.credential =
        Credential::XOAuth2 { username: ELENA.into(), token: Secret::new(server.access_token(ELENA)) };

    for (number, account) in (1..).zip([starttls, wrapped, token]) {
        let mut session = Session::connect(&account, Timeouts::default()).await.unwrap();
        for to in [PAOLO, GIULIA] {
            let bytes = letter(to, number).to_bytes().unwrap();
            let reply = session.send(&address(ELENA), &address(to), &bytes).await.unwrap();
            assert_eq!(reply.code, 250);
        }
        assert!(session.is_alive().await);
        session.quit().await;
    }

    server.wait_for_mail(GIULIA, 3).await;
    let mut mails = server.wait_for_mail(PAOLO, 3).await;
    mails.sort_by(|one, other| one.subject.cmp(&other.subject));
    let ids: Vec<&str> = mails.iter().map(|mail| mail.message_id.as_str()).collect();
    assert_eq!(
        ids,
        ["<1@studio-vannini.example>", "<2@studio-vannini.example>", "<3@studio-vannini.example>"]
    );
    assert_eq!(mails[0].subject, "Perché 1?");
    assert_eq!(mails[0].from_name, "Studio Vannini");
    assert_eq!(mails[0].text.trim_end(), ".\n..\nPerché?".replace('\n', "\r\n"));
    assert_eq!(mails[0].header("Auto-Submitted").as_deref(), Some("auto-generated"));
}

#[tokio::test]
async fn a_refused_or_deferred_recipient_leaves_the_session_usable() {
    let server = MailServer::start();
    let mut session = Session::connect(&real_account(&server), Timeouts::default()).await.unwrap();
    let bytes = letter(PAOLO, 1).to_bytes().unwrap();

    server.refuse(PAOLO);
    let refused = session.send(&address(ELENA), &address(PAOLO), &bytes).await.unwrap_err();
    let SendError::Permanent { phase: Phase::Recipient, reply } = refused else { panic!("{refused:?}") };
    assert_eq!(reply.code, 550);
    assert!(reply.text.contains("no such person here"), "{reply}");

    server.defer(PAOLO);
    let deferred = session.send(&address(ELENA), &address(PAOLO), &bytes).await.unwrap_err();
    let SendError::Transient { phase: Phase::Recipient, reply } = deferred else { panic!("{deferred:?}") };
    assert_eq!(reply.code, 450);

    server.accept(PAOLO);
    session.send(&address(ELENA), &address(PAOLO), &bytes).await.unwrap();
    assert_eq!(server.wait_for_mail(PAOLO, 1).await.len(), 1);
}

#[tokio::test]
async fn a_server_that_went_away_and_came_back_takes_the_same_message() {
    let mut server = MailServer::start();
    let account = real_account(&server);
    let bytes = letter(PAOLO, 1).to_bytes().unwrap();
    let mut session = Session::connect(&account, Timeouts::default()).await.unwrap();

    server.stop();
    let broken = session.send(&address(ELENA), &address(PAOLO), &bytes).await.unwrap_err();
    assert!(matches!(broken, SendError::Broken { .. }), "{broken:?}");
    assert!(!session.is_usable());
    let away = Session::connect(&account, Timeouts::default()).await.err().unwrap();
    assert!(matches!(away, ConnectError::PortClosed { .. }) && away.is_temporary(), "{away:?}");

    server.start_again();
    let mut session = Session::connect(&account, Timeouts::default()).await.unwrap();
    session.send(&address(ELENA), &address(PAOLO), &bytes).await.unwrap();
    assert_eq!(server.wait_for_mail(PAOLO, 1).await.len(), 1);
}

#[tokio::test]
async fn wrong_passwords_and_expired_tokens_are_said_with_the_servers_words() {
    let server = MailServer::start();
    let mut account = real_account(&server);
    let expired = Secret::new(server.expired_access_token(ELENA));
    for credential in [password("sbagliata"), Credential::XOAuth2 { username: ELENA.into(), token: expired }]
    {
        account.credential = credential;
        let refused = Session::connect(&account, Timeouts::default()).await.err().unwrap();
        let ConnectError::SignInRefused(reply) = &refused else { panic!("{refused:?}") };
        assert_eq!(reply.code, 535);
        assert!(!refused.is_temporary());
    }
}

#[tokio::test]
async fn certificates_are_checked_whatever_the_protection() {
    let server = MailServer::start();
    let starttls = real_account(&server);
    let mut wrapped = starttls.clone();
    wrapped.port = server.submissions_port();
    wrapped.security = Security::Tls;
    for account in [starttls, wrapped] {
        let mut other_name = account.clone();
        other_name.host = "127.0.0.1".into();
        let refused = Session::connect(&other_name, Timeouts::default()).await.err();
        assert_eq!(refused, Some(ConnectError::Tls(TlsProblem::OtherName)));

        let mut unknown = account;
        unknown.ca_file = None;
        let refused = Session::connect(&unknown, Timeouts::default()).await.err();
        assert_eq!(refused, Some(ConnectError::Tls(TlsProblem::UnknownAuthority)));
    }
}

#[tokio::test]
async fn the_wrong_protection_for_a_port_is_recognised() {
    let server = MailServer::start();
    let mut account = real_account(&server);
    account.security = Security::Tls;
    let refused = Session::connect(&account, Timeouts::default()).await.err();
    assert_eq!(refused, Some(ConnectError::Tls(TlsProblem::NotTls)));

    account.security = Security::StartTls;
    account.port = server.submissions_port();
    let silent = Session::connect(&account, IMPATIENT).await.err();
    assert_eq!(silent, Some(ConnectError::TimedOut { step: Step::Connect }));

    // Postfix takes no sign-in without protection, so it offers none.
    account.security = Security::None;
    account.port = server.submission_port();
    let refused = Session::connect(&account, Timeouts::default()).await.err();
    assert_eq!(refused, Some(ConnectError::NoSignIn));
}

#[tokio::test]
async fn a_test_of_an_account_lists_the_steps_up_to_the_first_that_fails() {
    let server = MailServer::start();
    let mut account = real_account(&server);
    let steps = |outcomes: &[StepOutcome]| -> Vec<(Step, bool)> {
        outcomes.iter().map(|outcome| (outcome.step, outcome.result.is_ok())).collect()
    };
    let (fine, wrong) = (true, false);

    let outcomes = test_account(&account, Timeouts::default()).await;
    let all = [Step::Settings, Step::Resolve, Step::Connect, Step::Secure, Step::SignIn];
    assert_eq!(steps(&outcomes), all.map(|step| (step, fine)));

    account.credential = password("sbagliata");
    let outcomes = test_account(&account, Timeouts::default()).await;
    assert_eq!(steps(&outcomes)[3..], [(Step::Secure, fine), (Step::SignIn, wrong)]);
    assert_eq!(outcomes[4].result.as_ref().unwrap_err().code(), "sign_in_refused");

    account.ca_file = None;
    let outcomes = test_account(&account, Timeouts::default()).await;
    assert_eq!(steps(&outcomes)[2..], [(Step::Connect, fine), (Step::Secure, wrong)]);
    assert_eq!(outcomes[3].result.as_ref().unwrap_err().code(), "certificate_of_unknown_authority");

    account.ca_file = Some("/nowhere/ca.pem".into());
    let outcomes = test_account(&account, Timeouts::default()).await;
    assert_eq!(steps(&outcomes), [(Step::Settings, wrong)]);
    assert_eq!(outcomes[0].result.as_ref().unwrap_err().code(), "ca_file_unusable");
}

#[tokio::test]
async fn a_connection_cut_under_tls_before_the_message_is_broken_and_nothing_arrives() {
    let server = MailServer::start();
    let mut account = real_account(&server);
    let proxy = FaultProxy::start(([127, 0, 0, 1], server.submission_port()).into());
    account.port = proxy.address().port();
    let bytes = letter(PAOLO, 1).to_bytes().unwrap();

    let mut session = Session::connect(&account, Timeouts::default()).await.unwrap();
    proxy.cut_now();
    let broken = session.send(&address(ELENA), &address(PAOLO), &bytes).await.unwrap_err();
    assert!(matches!(broken, SendError::Broken { .. }), "{broken:?}");
    assert!(!session.is_usable());

    let mut session = Session::connect(&account, Timeouts::default()).await.unwrap();
    session.send(&address(ELENA), &address(PAOLO), &bytes).await.unwrap();
    proxy.set(Fault::CutAfter(Direction::ToServer, 20));
    let cut = session.send(&address(ELENA), &address(PAOLO), &bytes).await.unwrap_err();
    assert!(matches!(cut, SendError::Broken { .. }), "{cut:?}");

    proxy.set(Fault::Pass);
    let mut session = Session::connect(&account, Timeouts::default()).await.unwrap();
    session.send(&address(ELENA), &address(PAOLO), &letter(PAOLO, 2).to_bytes().unwrap()).await.unwrap();
    let ids: Vec<String> =
        server.wait_for_mail(PAOLO, 2).await.into_iter().map(|mail| mail.message_id).collect();
    assert_eq!(ids, ["<1@studio-vannini.example>", "<2@studio-vannini.example>"]);
}
