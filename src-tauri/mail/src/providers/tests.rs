use std::collections::HashSet;

use super::*;

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

fn id(text: &str) -> Option<&'static str> {
    of_address(&address(text)).map(|provider| provider.id.as_str())
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    host.contains('.') && host.split('.').all(is_label)
}

#[test]
fn the_file_is_read() {
    let rows = row::read(include_str!("providers.json")).unwrap();
    assert_eq!((rows.len(), all().len()), (15, 15));
}

#[test]
fn every_row_is_sane() {
    let mut ids = HashSet::new();
    let mut domains = HashSet::new();
    for provider in all() {
        let id = provider.id.as_str();
        assert!(ids.insert(id), "{id} twice");
        assert!(
            provider.domains.iter().all(|domain| is_host(domain) && domains.insert(domain.as_str())),
            "{id}"
        );
        assert!(provider.mx.iter().all(|mx| is_host(mx)), "{id}");
        assert!(!provider.domains.is_empty() || !provider.mx.is_empty(), "{id} is found by nothing");
        for (server, tls, starttls) in [(&provider.imap, 993, 143), (&provider.smtp, 465, 587)] {
            assert!(is_host(&server.host), "{id}");
            let port = match server.security {
                Security::Tls => tls,
                Security::StartTls => starttls,
                Security::None => panic!("{id} is not protected"),
            };
            assert_eq!(server.port, port, "{id}");
        }
        if let Some(oauth) = &provider.oauth {
            assert!(
                oauth.authorization.starts_with("https://") && oauth.token.starts_with("https://"),
                "{id}"
            );
            assert!(!oauth.scopes.is_empty(), "{id}");
        }
        assert!(provider.password != Password::Never || provider.oauth.is_some(), "{id} has no way in");
        assert!(provider.help.as_deref().is_some_and(|help| help.starts_with("https://")), "{id}");
        assert!(provider.comment.len() > 20 && !provider.name.is_empty(), "{id}");
        assert!(!provider.is_pec || !(provider.saves_sent || provider.unnamed_results), "{id}");
        assert!(!(provider.is_pec && provider.plus_addresses == Some(true)), "{id}");
    }
}

#[test]
fn a_provider_is_known_by_the_address() {
    for (text, expected) in [
        ("elena@gmail.com", Some("gmail")),
        ("elena@Hotmail.IT", Some("outlook")),
        ("elena@studio.onmicrosoft.com", Some("microsoft365")),
        ("elena@me.com", Some("icloud")),
        ("elena@inwind.it", Some("libero")),
        ("elena@alice.it", Some("alice")),
        ("elena@pec.it", Some("aruba-pec")),
        ("elena@legalmail.it", Some("legalmail")),
        ("elena@postecert.it", Some("postecert")),
        ("elena@sicurezzapostale.it", Some("namirial-pec")),
        ("elena@studio.example", None),
        ("elena@notgmail.com", None),
        ("elena@x.gmail.com", None),
    ] {
        assert_eq!(id(text), expected, "{text}");
    }
}

#[test]
fn a_provider_is_known_by_the_mail_server_of_a_domain() {
    let of = |mx: &str| of_mail_server(mx).map(|provider| provider.id.as_str());
    assert_eq!(of("ASPMX.L.GOOGLE.COM."), Some("gmail"));
    assert_eq!(of("studio-example.mail.protection.outlook.com"), Some("microsoft365"));
    assert_eq!(of("x.olc.protection.outlook.com"), Some("outlook"));
    assert_eq!((of("mx.aruba.it"), of("mx.pec.aruba.it")), (Some("aruba"), Some("aruba-pec")));
    assert_eq!((of("evilgoogle.com"), of("mx.studio.example"), of("")), (None, None, None));
}

#[test]
fn the_user_name_is_what_the_server_wants() {
    let icloud = of_address(&address("elena@icloud.com")).unwrap();
    assert_eq!(icloud.imap.username_for(&address("elena@icloud.com")).as_deref(), Some("elena"));
    assert_eq!(icloud.smtp.username_for(&address("elena@icloud.com")).as_deref(), Some("elena@icloud.com"));
    let legalmail = of_address(&address("elena@legalmail.it")).unwrap();
    assert_eq!(legalmail.imap.username_for(&address("elena@legalmail.it")), None);
}
