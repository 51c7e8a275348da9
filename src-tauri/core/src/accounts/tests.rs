use super::*;

#[test]
fn an_account_never_shows_its_password() {
    let account = SendingAccount {
        host: "smtp.example.test".into(),
        port: 587,
        security: "starttls".into(),
        username: "elena".into(),
        password: "segreta".into(),
        from_name: "Elena Vannini".into(),
        from_address: "elena@studiovannini.example".into(),
        ca_file: String::new(),
        allow_plain: false,
    };
    assert!(!format!("{account:?} {:?}", account.road().unwrap()).contains("segreta"));
}

#[test]
fn plain_mail_to_another_computer_is_refused_unless_it_is_allowed() {
    let mut account = SendingAccount {
        host: "smtp.example.test".into(),
        port: 25,
        security: "none".into(),
        username: String::new(),
        password: String::new(),
        from_name: "Elena Vannini".into(),
        from_address: "elena@studiovannini.example".into(),
        ca_file: String::new(),
        allow_plain: false,
    };
    assert_eq!(account.clone().check().unwrap_err().code(), "invalid_request");
    account.allow_plain = true;
    assert!(account.clone().check().is_ok());
    account.allow_plain = false;
    account.host = "127.0.0.1".into();
    assert!(account.check().is_ok());
}
