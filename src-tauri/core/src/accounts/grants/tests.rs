use std::time::Duration;

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

fn grant() -> Grant {
    Grant {
        name: "Google".into(),
        authorization: "https://a.example/auth".into(),
        token: "https://a.example/token".into(),
        revocation: String::new(),
        loopback: "127.0.0.1".into(),
        scopes: "mail openid".into(),
        client_id: "studiolo".into(),
        client_secret: "nascosto".into(),
        ca_file: String::new(),
        hosts: "smtp.example imap.example localhost".into(),
        address: "elena@studio.example".into(),
        access_token: "accesso".into(),
        refresh_token: "rinnovo".into(),
        expires_at: None,
        refused: String::new(),
    }
}

fn road(host: &str, security: Security) -> Account {
    let (port, credential) = (993, Credential::None);
    Account { host: host.into(), port, security, credential, ca_file: None, allow_plain: true }
}

fn at(millis: i64) -> Instant {
    Millis(millis).into()
}

#[test]
fn a_token_goes_to_the_servers_it_was_made_for_and_protected() {
    let grant = grant();
    for (host, security, fits) in [
        ("imap.example", Security::Tls, true),
        ("IMAP.example", Security::StartTls, true),
        ("imap.example", Security::None, false),
        ("localhost", Security::None, true),
        ("imap.example.evil.example", Security::Tls, false),
        ("", Security::Tls, false),
    ] {
        assert_eq!(grant.hindrance(&road(host, security)).is_none(), fits, "{host} {security:?}");
    }
    let over = Grant { refused: "revoked".into(), ..grant };
    assert_eq!(over.hindrance(&road("imap.example", Security::Tls)).as_deref(), Some("revoked"));
}

#[test]
fn a_grant_shows_no_secret() {
    let shown = format!("{:?} {:?} {:?}", grant(), grant().registration(), grant().credential());
    assert!(!["accesso", "rinnovo", "nascosto"].iter().any(|secret| shown.contains(secret)), "{shown}");
}

#[test]
fn a_renewal_keeps_the_refresh_token_unless_another_comes() {
    let tokens = |refresh: Option<&str>, lasts| Tokens {
        access: Secret::new("nuovo"),
        refresh: refresh.map(Secret::new),
        lasts,
        address: None,
    };
    let kept = grant().renewed(&tokens(None, Some(Duration::from_hours(1))), at(0));
    assert_eq!((kept.access_token.as_str(), kept.refresh_token.as_str()), ("nuovo", "rinnovo"));
    assert_eq!(kept.expires_at, Some(Millis(3_600_000)));
    let rotated = Grant { refused: "busy".into(), ..grant() }.renewed(&tokens(Some("altro"), None), at(0));
    assert_eq!((rotated.refresh_token.as_str(), rotated.expires_at), ("altro", None));
    assert!(rotated.refused.is_empty());
    let for_ever = grant().renewed(&tokens(None, Some(Duration::MAX)), at(0));
    assert!(!for_ever.is_ending(at(0)));
}

proptest! {
    #[test]
    fn a_token_is_renewed_before_it_ends_and_never_without_need(
        came in 0..4_000_000_000_000_i64, lasts in 0..1_000_000_u64, later in 0..2_000_000_000_i64,
    ) {
        let tokens = Tokens {
            access: Secret::new("x"), refresh: None, lasts: Some(Duration::from_secs(lasts)), address: None,
        };
        let grant = grant().renewed(&tokens, at(came));
        let now = at(came) + TimeDelta::milliseconds(later);
        let left = TimeDelta::seconds(i64::try_from(lasts).unwrap()) - TimeDelta::milliseconds(later);
        prop_assert_eq!(grant.is_ending(now), left <= AHEAD);
        prop_assert_eq!(grant.has_ended(now), left <= TimeDelta::zero());
    }
}
