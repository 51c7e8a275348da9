use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use oauth2::url::Url;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::redirect::{Arrived, read};
use super::request::endpoint;
use super::*;
use crate::providers;
use crate::testing::config;

fn registration() -> Registration {
    let google = providers::all().iter().find(|provider| provider.id == "gmail").unwrap();
    Registration {
        service: google.oauth.clone().unwrap(),
        client_id: "studiolo.example".into(),
        client_secret: Some(Secret::new("parola")),
        ca_file: None,
    }
}

#[test]
fn the_page_is_asked_with_pkce_state_and_the_port_of_this_computer() {
    let request = Request::new(&registration(), 4711, Some("elena+a@studio.example")).unwrap();
    let url = Url::parse(&request.url).unwrap();
    let one = |name: &str| {
        let values: Vec<String> =
            url.query_pairs().filter(|(key, _)| key == name).map(|(_, value)| value.into_owned()).collect();
        assert_eq!(values.len(), 1, "{name}: {values:?}");
        values.into_iter().next().unwrap()
    };
    assert!(request.url.starts_with("https://accounts.google.com/o/oauth2/v2/auth?"));
    assert_eq!(one("response_type"), "code");
    assert_eq!(one("client_id"), "studiolo.example");
    assert_eq!(one("redirect_uri"), "http://127.0.0.1:4711");
    assert_eq!(one("scope"), "https://mail.google.com/ openid email");
    assert_eq!(one("login_hint"), "elena+a@studio.example");
    assert_eq!(one("state"), request.state);
    assert_eq!(one("code_challenge_method"), "S256");
    // RFC 7636 section 4.2.
    let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(request.verifier.secret()));
    assert_eq!(one("code_challenge"), digest);
    assert!(!request.url.contains(request.verifier.secret()) && !request.url.contains("parola"));
    assert!(request.state.len() >= 22 && request.verifier.secret().len() >= 43);
    let other = Request::new(&registration(), 4711, None).unwrap();
    assert!(other.state != request.state && other.verifier.secret() != request.verifier.secret());
}

#[test]
fn nothing_that_is_shown_holds_a_secret() {
    let request = Request::new(&registration(), 4711, None).unwrap();
    let tokens = Tokens {
        access: Secret::new("accesso"),
        refresh: Some(Secret::new("rinnovo")),
        lasts: None,
        address: None,
    };
    let shown = format!("{request:?} {tokens:?} {:?}", registration());
    assert!(
        !["accesso", "rinnovo", "parola", request.verifier.secret(), &request.state]
            .iter()
            .any(|secret| shown.contains(secret)),
        "{shown}"
    );
}

#[test]
fn a_registration_without_a_client_id_or_with_an_open_address_is_refused() {
    let mut registration = registration();
    assert_eq!(registration.check(), Ok(()));
    registration.service.token = "http://oauth2.example/token".into();
    assert_eq!(registration.check().unwrap_err().code(), "oauth_endpoint_refused");
    registration.client_id = " ".into();
    assert_eq!(registration.check(), Err(OAuthError::NoClientId));
}

#[test]
fn addresses_are_protected_or_on_this_computer() {
    for url in ["https://a.example/x?y=z", "http://127.0.0.1:9/", "http://localhost/t", "http://[::1]:8/t"] {
        assert!(endpoint(url).is_ok(), "{url}");
    }
    for url in [
        "http://a.example/",
        "http://localhost.example/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "javascript:1",
        "https://",
        "https://user:pw@a.example/",
        "https://a.example/#x",
        "",
        "a.example",
    ] {
        assert!(endpoint(url).is_err(), "{url}");
    }
}

#[test]
fn the_browsers_answer_is_told_from_everything_else() {
    let answer = |target: &str| match read(target, "s1") {
        Arrived::Answer(Ok(code)) => format!("code {code}"),
        Arrived::Answer(Err(error)) => error.code().into(),
        Arrived::OtherState => "other state".into(),
        Arrived::Elsewhere => "elsewhere".into(),
    };
    for (target, expected) in [
        ("/?code=4%2Fabc&state=s1&scope=x", "code 4/abc"),
        ("/?state=s1&error=access_denied&error_description=no", "oauth_denied"),
        ("/?state=s1&error=temporarily_unavailable", "oauth_unavailable"),
        ("/?state=s1&error=invalid_scope", "oauth_scope_refused"),
        ("/?state=s1&error=unauthorized_client", "oauth_client_refused"),
        ("/?state=s1&error=odd", "oauth_refused"),
        ("/?state=s1", "oauth_unreadable"),
        ("/?state=s1&code=a&code=b", "oauth_unreadable"),
        ("/?state=s1&code=a&error=b", "oauth_unreadable"),
        ("/?state=s1&code=", "oauth_unreadable"),
        ("/?code=a", "other state"),
        ("/?code=a&state=", "other state"),
        ("/?code=a&state=s2", "other state"),
        ("/?code=a&state=s1&state=s1", "other state"),
        ("/", "elsewhere"),
        ("/favicon.ico", "elsewhere"),
        ("/x?code=a&state=s1", "elsewhere"),
    ] {
        assert_eq!(answer(target), expected, "{target}");
    }
}

#[test]
fn refusals_of_the_protocol_have_codes_and_say_whether_waiting_helps() {
    for (code, expected, waits) in [
        ("invalid_grant", "oauth_grant_refused", false),
        ("invalid_client", "oauth_client_refused", false),
        ("unauthorized_client", "oauth_client_refused", false),
        ("invalid_scope", "oauth_scope_refused", false),
        ("invalid_request", "oauth_refused", false),
        ("unsupported_grant_type", "oauth_refused", false),
        ("access_denied", "oauth_denied", false),
        ("server_error", "oauth_unavailable", true),
    ] {
        let error = OAuthError::of(code, "words\r\nof theirs");
        assert_eq!((error.code(), error.is_temporary()), (expected, waits), "{code}");
        assert!(error.to_string().contains("words of theirs"), "{error}");
    }
    assert!(OAuthError::of("invalid_grant", "").to_string().contains("invalid_grant"));
}

#[test]
fn an_id_token_names_the_mailbox() {
    let token = |claims: &str| format!("e30.{}.sig", BASE64_URL_SAFE_NO_PAD.encode(claims));
    for (claims, expected) in [
        (r#"{"email":"Elena@Studio.example","sub":"1"}"#, Some("elena@studio.example")),
        (r#"{"preferred_username":"elena@studio.example"}"#, Some("elena@studio.example")),
        (
            r#"{"email":"no address","preferred_username":"elena@studio.example"}"#,
            Some("elena@studio.example"),
        ),
        (r#"{"sub":"1"}"#, None),
        (r#"{"email":7}"#, None),
        ("", None),
    ] {
        assert_eq!(identity::address(&token(claims)).as_deref(), expected, "{claims}");
    }
    assert_eq!(identity::address("no token"), None);
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    let mut query = oauth2::url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    format!("/?{}", query.finish())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_code_survives_the_way_through_the_browser(code in "\\PC{1,60}", state in "[A-Za-z0-9_-]{1,40}") {
        let target = encoded(&[("code", &code), ("state", &state)]);
        prop_assert_eq!(read(&target, &state), Arrived::Answer(Ok(code)));
    }

    #[test]
    fn another_state_never_answers(code in "\\PC{0,20}", state in "\\PC{0,20}", ours in "[A-Za-z0-9]{22}") {
        prop_assume!(state != ours);
        prop_assert_eq!(read(&encoded(&[("code", &code), ("state", &state)]), &ours), Arrived::OtherState);
    }

    #[test]
    fn anything_at_the_port_is_read_without_harm(target in "\\PC{0,80}", token in "\\PC{0,80}") {
        let read = read(&target, "0123456789abcdef");
        prop_assert!(!matches!(read, Arrived::Answer(_)));
        let address = identity::address(&token);
        prop_assert!(address.is_none_or(|address| address.contains('@')));
    }

    #[test]
    fn an_address_that_is_taken_is_protected_or_here(text in "(http|https|ftp)://[a-z0-9.:@\\[\\]#/-]{0,30}") {
        if let Ok(url) = endpoint(&text) {
            let here = ["localhost", "[::1]"].contains(&url.host_str().unwrap())
                || url.host_str().unwrap().starts_with("127.");
            prop_assert!(url.scheme() == "https" || (url.scheme() == "http" && here), "{}", text);
        }
    }
}
