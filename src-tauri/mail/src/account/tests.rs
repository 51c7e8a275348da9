use super::*;

fn account(host: &str, security: Security) -> Account {
    Account {
        host: host.into(),
        port: 587,
        security,
        credential: Credential::Password {
            username: "elena".into(),
            password: Secret::new("tr0pp0 segreta"),
        },
        ca_file: None,
        allow_plain: false,
    }
}

#[test]
fn plain_is_allowed_to_this_computer_only() {
    for host in ["localhost", "LocalHost", "127.0.0.1", "127.1.2.3", "::1"] {
        assert_eq!(account(host, Security::None).check(), Ok(()), "{host}");
    }
    for host in ["mail.example.test", "192.0.2.1", "localhost.example.test", "0.0.0.0", "2001:db8::1"] {
        let refused = Err(ConnectError::PlainRefused { host: host.into() });
        assert_eq!(account(host, Security::None).check(), refused, "{host}");
    }
}

#[test]
fn plain_to_another_computer_needs_to_be_allowed() {
    let mut account = account("mail.example.test", Security::None);
    account.allow_plain = true;
    assert_eq!(account.check(), Ok(()));
}

#[test]
fn protected_connections_go_anywhere() {
    assert_eq!(account("mail.example.test", Security::Tls).check(), Ok(()));
    assert_eq!(account("mail.example.test", Security::StartTls).check(), Ok(()));
}

#[test]
fn debug_shows_no_secret() {
    let mut account = account("localhost", Security::Tls);
    let shown = format!("{account:?} {account:#?}");
    assert!(shown.contains("elena") && !shown.contains("tr0pp0"), "{shown}");

    account.credential = Credential::XOAuth2 { username: "elena".into(), token: Secret::new("ya29.token") };
    let shown = format!("{account:?}");
    assert!(shown.contains("elena") && !shown.contains("ya29"), "{shown}");
}
