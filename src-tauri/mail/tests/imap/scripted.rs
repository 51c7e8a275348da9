//! Servers that are rarer than Dovecot.

use std::time::Duration;

use studiolo_mail::{
    Account, ConnectError, Credential, ImapError, ImapSession, Secret, Security, Timeouts, TlsProblem, Woke,
};

use super::script::{opened, serve, signed_in};
use super::{ELENA, password};

async fn failure(account: &Account) -> ConnectError {
    ImapSession::connect(account, Timeouts::default()).await.err().unwrap()
}

#[tokio::test]
async fn login_is_used_where_the_server_offers_nothing_better() {
    let (session, done) = signed_in("", vec![("a4 LOGOUT", "* BYE bye\r\na4 OK done\r\n".into())]).await;
    session.logout().await;
    assert_eq!(done.await.unwrap(), "");
}

#[tokio::test]
async fn a_password_that_would_end_its_line_is_not_sent() {
    let script = vec![("a1 CAPABILITY", "* CAPABILITY IMAP4rev1\r\na1 OK done\r\n".into())];
    let (mut account, done) = serve("* OK old\r\n", script).await;
    account.credential = password("a\r\na2 LOGOUT");
    assert_eq!(failure(&account).await, ConnectError::NoSignIn);
    assert_eq!(done.await.unwrap(), "");
}

#[tokio::test]
async fn a_server_that_takes_no_password_is_told_none() {
    for (abilities, credential) in [
        ("LOGINDISABLED STARTTLS", password("segreta")),
        ("AUTH=PLAIN", Credential::XOAuth2 { username: ELENA.into(), token: Secret::new("token") }),
    ] {
        let offered = format!("* CAPABILITY IMAP4rev1 {abilities}\r\na1 OK done\r\n");
        let (mut account, done) = serve("* OK strict\r\n", vec![("a1 CAPABILITY", offered)]).await;
        account.credential = credential;
        assert_eq!(failure(&account).await, ConnectError::NoSignIn);
        assert_eq!(done.await.unwrap(), "");
    }
}

#[tokio::test]
async fn a_token_that_is_refused_by_a_challenge_is_answered_with_an_empty_line() {
    let script = vec![
        ("a1 CAPABILITY", "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\na1 OK done\r\n".into()),
        ("a2 AUTHENTICATE XOAUTH2\r\n", "+\r\n".into()),
        ("dXNlcj1lbGVuYUBzdHVkaW8tdmFubmluaS5leGFtcGxlAWF1dGg9QmVhcmVyIHRva2VuAQE=\r\n", "+ eyJ9\r\n".into()),
        ("\r\n", "a2 NO [AUTHENTICATIONFAILED] Invalid credentials\r\n".into()),
    ];
    let (mut account, _) = serve("* OK modern\r\n", script).await;
    account.credential = Credential::XOAuth2 { username: ELENA.into(), token: Secret::new("token") };
    let refused = failure(&account).await;
    assert_eq!(
        refused.to_string(),
        "the server refused the sign-in: [AUTHENTICATIONFAILED] Invalid credentials"
    );
    assert!(!refused.is_temporary());
}

#[tokio::test]
async fn a_server_that_cannot_check_passwords_now_is_temporary() {
    let script = vec![
        ("a1 CAPABILITY", "* CAPABILITY IMAP4rev1\r\na1 OK done\r\n".into()),
        ("a2 LOGIN", "a2 NO [UNAVAILABLE] try later\r\n".into()),
    ];
    let (account, _) = serve("* OK busy\r\n", script).await;
    let error = failure(&account).await;
    assert!(error.is_temporary() && error.code() == "server_unreachable", "{error:?}");
}

#[tokio::test]
async fn a_server_that_turns_everybody_away_says_why() {
    for security in [Security::None, Security::StartTls] {
        let (mut account, _) = serve("* BYE too many\r\n", vec![]).await;
        account.security = security;
        let refused = failure(&account).await;
        assert!(refused.to_string().ends_with("too many"), "{refused}");
        assert!(refused.is_temporary() && refused.code() == "connection_refused", "{refused:?}");
    }
}

#[tokio::test]
async fn something_that_is_not_imap_is_no_server() {
    for security in [Security::None, Security::StartTls] {
        let (mut account, _) = serve("220 mail.example ESMTP\r\n", vec![]).await;
        account.security = security;
        let error = failure(&account).await;
        assert_eq!(error.code(), "server_unreachable", "{error:?}");
        assert!(error.to_string().ends_with("the answer is not IMAP"), "{error}");
    }
}

#[tokio::test]
async fn a_server_without_starttls_is_refused() {
    let offered = "* CAPABILITY IMAP4rev1\r\nS1 OK done\r\n";
    for (greeting, script) in
        [("* OK plain\r\n", vec![("S1 CAPABILITY", offered.to_owned())]), ("* PREAUTH trusted\r\n", vec![])]
    {
        let (mut account, done) = serve(greeting, script).await;
        account.security = Security::StartTls;
        assert_eq!(failure(&account).await, ConnectError::Tls(TlsProblem::NotOffered));
        assert_eq!(done.await.unwrap(), "");
    }
}

#[tokio::test]
async fn replies_slipped_in_behind_starttls_end_the_connection() {
    let script = vec![
        ("S1 CAPABILITY", "* CAPABILITY IMAP4rev1 STARTTLS\r\nS1 OK done\r\n".into()),
        ("S2 STARTTLS", "S2 OK go on\r\n* PREAUTH injected\r\n".into()),
    ];
    let (mut account, done) = serve("* OK hostile\r\n", script).await;
    account.security = Security::StartTls;
    assert_eq!(failure(&account).await.code(), "tls_failed");
    assert_eq!(done.await.unwrap(), "", "not a byte was sent after");
}

#[tokio::test]
async fn mail_that_is_told_of_before_the_wait_begins_is_news() {
    let script = vec![
        ("a5 IDLE", "* 2 EXISTS\r\n+ idling\r\n".into()),
        ("DONE", "a5 OK done\r\n".into()),
        (
            "a6 IDLE",
            "* 2 EXISTS\r\n+ idling\r\n* OK still here\r\n* 2 EXISTS\r\n* 1 EXPUNGE\r\n* 2 EXISTS\r\n".into(),
        ),
        ("DONE", "a6 OK done\r\n".into()),
    ];
    let (mut session, done) = opened("IDLE", script).await;
    assert_eq!(session.wait(Duration::from_mins(5)).await, Ok(Woke::News));
    assert_eq!(session.wait(Duration::from_mins(5)).await, Ok(Woke::News), "one went, one came");
    drop(session);
    assert_eq!(done.await.unwrap(), "");
}

#[tokio::test]
async fn a_server_that_cannot_wait_is_asked_at_the_end() {
    for (abilities, first) in [("", None), ("IDLE", Some(("a5 IDLE", "a5 BAD unknown\r\n".to_owned())))] {
        let (one, two) = if first.is_some() { ("a6", "a7") } else { ("a5", "a6") };
        let ask = |tag: &str| -> &'static str { Box::leak(format!("{tag} NOOP").into_boxed_str()) };
        let mut script = vec![
            (ask(one), format!("{one} OK done\r\n")),
            (ask(two), format!("* 2 EXISTS\r\n{two} OK done\r\n")),
        ];
        script.splice(0..0, first);
        let (mut session, _) = opened(abilities, script).await;
        assert_eq!(session.wait(Duration::from_millis(20)).await, Ok(Woke::Nothing));
        assert_eq!(session.wait(Duration::from_millis(20)).await, Ok(Woke::News));
    }
}

#[tokio::test]
async fn the_folder_for_sent_mail_is_found_by_its_use_and_else_by_its_name() {
    for (list, found) in [
        (
            "* LIST () \"/\" Sent\r\n* LIST (\\Sent) \"/\" \"[Gmail]/Posta inviata\"\r\n",
            Some("[Gmail]/Posta inviata"),
        ),
        ("* LIST (\\HasNoChildren) \".\" INBOX\r\n* LIST () \".\" INBOX.Sent\r\n", Some("INBOX.Sent")),
        ("* LIST () \"/\" \"Envoy&AOk-s\"\r\n* LIST () \"/\" \"Sent Items\"\r\n", Some("Sent Items")),
        ("* LIST () \"/\" \"Envoy&AOk-s\"\r\n", Some("Envoyés")),
        ("* LIST (\\Noselect) \"/\" Sent\r\n* LIST () \"/\" \"Posta Inviata\"\r\n", Some("Posta Inviata")),
        ("* LIST () \"/\" Clienti/Sent\r\n* LIST () NIL Presentati\r\n", None),
        ("", None),
    ] {
        let script = vec![("a4 LIST \"\" \"*\"\r\n", format!("{list}a4 OK done\r\n"))];
        let (mut session, _) = signed_in("SPECIAL-USE", script).await;
        assert_eq!(session.sent_folder().await.unwrap().as_deref(), found);
    }
}

#[tokio::test]
async fn a_refusal_is_no_missing_folder_if_the_server_says_so() {
    let script = vec![
        ("a4 EXAMINE \"INBOX\"", "a4 NO [INUSE] locked\r\n".into()),
        ("a5 APPEND \"Sent\" (\\Seen) {3}", "a5 NO [OVERQUOTA] full\r\n".into()),
        ("a6 APPEND \"Sent\" (\\Seen) {3}", "+ go on\r\n".into()),
        ("a\r\n", String::new()),
        ("\r\n", "a6 NO [TRYCREATE] create it\r\n".into()),
    ];
    let (mut session, _) = signed_in("", script).await;
    assert_eq!(session.open("INBOX").await, Err(ImapError::Refused { detail: "[INUSE] locked".into() }));
    let full = session.append("Sent", b"a\r\n").await;
    assert_eq!(full, Err(ImapError::Refused { detail: "[OVERQUOTA] full".into() }));
    let missing = session.append("Sent", b"a\r\n").await.unwrap_err();
    assert!(matches!(missing, ImapError::FolderMissing { .. }), "{missing:?}");
}
