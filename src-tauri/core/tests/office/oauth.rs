//! Signing in to mail by a provider: what is kept, what is asked for, what becomes of it when the provider changes its mind.

use serde_json::{Value, json};
use studiolo_core::Office;
use studiolo_testkit::{OAuthServer, Refresh, TestOffice};

const ELENA: &str = "elena@studiovannini.example";

/// An office whose account is at a server where nothing listens: what is asked of the provider is all that counts here.
async fn office() -> TestOffice {
    let office = TestOffice::without_account().await;
    let account = json!({ "host": "localhost", "port": 1, "security": "starttls", "username": ELENA,
        "from_name": "Elena Vannini", "from_address": ELENA });
    office.call("mail.set_sending", account).await;
    office
}

/// What a sign-in at the test's own provider is begun with. Its authority is the account's.
async fn begin(office: &TestOffice, server: &OAuthServer) -> String {
    let account = json!({ "host": "localhost", "port": 1, "security": "starttls", "username": ELENA,
        "from_name": "Elena Vannini", "from_address": ELENA, "ca_file": server.ca_file() });
    office.call_from_shell("mail.set_sending", account).await;
    let wanted = json!({ "endpoints": server.endpoints(), "client_id": server.client_id(),
        "client_secret": server.client_secret() });
    let begun = office.call_from_shell("mail.begin_oauth", wanted).await;
    begun["url"].as_str().unwrap().to_owned()
}

async fn state(office: &TestOffice) -> Value {
    office.call("mail.oauth_state", json!({})).await
}

/// Waits until the sign-in stands otherwise than waiting.
async fn settled(office: &TestOffice) -> Value {
    let mut events = office.office().events();
    loop {
        let state = state(office).await;
        if state["state"] != "waiting" {
            return state;
        }
        let _ = events.recv().await;
    }
}

async fn sign_in(office: &TestOffice, server: &OAuthServer) -> Value {
    server.sit_down(Some(ELENA));
    let url = begin(office, server).await;
    let page = server.browse(&url).await;
    assert!(page.contains("Puoi chiudere questa finestra"), "{page}");
    settled(office).await
}

async fn last_step(office: &TestOffice) -> Value {
    let test = office.call("mail.test", json!({})).await;
    test["steps"].as_array().unwrap().last().unwrap().clone()
}

#[tokio::test]
async fn without_a_client_id_nothing_is_begun_and_that_is_said() {
    let office = TestOffice::without_account().await;
    let refused = office.try_call("mail.begin_oauth", json!({})).await.unwrap_err();
    assert_eq!(refused.code, "no_sending_account");
    let account = json!({ "host": "smtp.gmail.com", "port": 465, "security": "tls", "username": "elena@gmail.com",
        "from_name": "Elena Vannini", "from_address": "elena@gmail.com" });
    office.call("mail.set_sending", account).await;
    let refused = office.try_call("mail.begin_oauth", json!({})).await.unwrap_err();
    assert_eq!(refused.code, "no_client_id");
    assert_eq!(state(&office).await["state"], "none");
    let suggested = office.call("mail.suggest", json!({ "address": "elena@gmail.com" })).await;
    assert_eq!(suggested["provider"]["oauth"], json!({ "name": "Google" }));

    let begun = office.call("mail.begin_oauth", json!({ "client_id": " di-elena.example " })).await;
    let url = begun["url"].as_str().unwrap();
    assert!(
        url.starts_with("https://accounts.google.com/") && url.contains("client_id=di-elena.example&"),
        "{url}"
    );
    assert!(url.contains("login_hint=elena%40gmail.com"), "{url}");
    let waiting = state(&office).await;
    assert_eq!((&waiting["state"], &waiting["url"]), (&json!("waiting"), &begun["url"]));
    // The id is kept for the next time, of this account or of another.
    let suggested = office.call("mail.suggest", json!({ "address": "sara@gmail.com" })).await;
    assert_eq!(suggested["provider"]["oauth"]["client_id"], "di-elena.example");
    office.call("mail.begin_oauth", json!({})).await;
    office.call("mail.cancel_oauth", json!({})).await;
    assert_eq!(state(&office).await["state"], "none");
}

#[tokio::test]
async fn a_provider_that_is_not_known_is_refused_and_endpoints_come_from_the_shell_alone() {
    let (office, server) = (office().await, OAuthServer::start());
    for wanted in [json!({}), json!({ "provider": "aruba" }), json!({ "provider": "nobody" })] {
        let refused = office.try_call("mail.begin_oauth", wanted).await.unwrap_err();
        assert_eq!(
            (refused.code.as_str(), &refused.params["field"]),
            ("invalid_request", &json!("provider"))
        );
    }
    let own = json!({ "endpoints": server.endpoints(), "client_id": "x" });
    let refused = office.try_call("mail.begin_oauth", own).await.unwrap_err();
    assert_eq!(refused.params["field"], "endpoints");
    let mut open = server.endpoints();
    open["token"] = json!("http://provider.example/token");
    let own = json!({ "endpoints": open, "client_id": "x" });
    let refused = office.try_call_from_shell("mail.begin_oauth", own).await.unwrap_err();
    assert_eq!(refused.code, "oauth_endpoint_refused");
}

#[tokio::test]
async fn who_signs_in_is_shown_and_tokens_are_not() {
    let (office, server) = (office().await, OAuthServer::start());
    let signed_in = sign_in(&office, &server).await;
    assert_eq!((&signed_in["state"], &signed_in["address"]), (&json!("signed_in"), &json!(ELENA)));
    let trail = office.call("audit.list", json!({ "limit": 1000 })).await.to_string();
    assert!(trail.contains("mail.begin_oauth") && trail.contains("mail.oauth_granted"), "{trail}");
    let accounts = office.call("mail.accounts", json!({})).await.to_string();
    for secret in ["refresh-", "eyJ", server.client_secret()] {
        assert!(!format!("{trail}{accounts}{signed_in}").contains(secret), "{secret}");
    }
    let again = reopened(&office).await;
    assert_eq!(again["address"], ELENA);
}

/// The sign-in as the office knows it that is opened next.
async fn reopened(office: &TestOffice) -> Value {
    office.office().close().await;
    let office = Office::open(office.options()).await.unwrap();
    studiolo_testkit::close_at_end(&office);
    let by = studiolo_core::access::By::owner(studiolo_core::access::Origin::Window);
    studiolo_testkit::dispatch(&office, &by, "mail.oauth_state", json!({})).await.unwrap()
}

#[tokio::test]
async fn no_is_told_and_another_mailbox_is_not_taken() {
    let (office, server) = (office().await, OAuthServer::start());
    let url = begin(&office, &server).await;
    let page = server.browse(&url).await;
    assert!(page.contains("L’accesso non è stato concesso"), "{page}");
    let denied = settled(&office).await;
    assert_eq!((&denied["state"], &denied["problem"]["code"]), (&json!("none"), &json!("oauth_denied")));

    server.sit_down(Some("giulia@rinaldi.example"));
    let url = begin(&office, &server).await;
    server.browse(&url).await;
    let other = settled(&office).await;
    assert_eq!(other["problem"]["code"], "oauth_other_mailbox");
    assert!(other["problem"]["message"].as_str().unwrap().contains("giulia@rinaldi.example"), "{other}");
    office.call("mail.cancel_oauth", json!({})).await;
    assert_eq!(state(&office).await, json!({ "state": "none" }));
}

#[tokio::test]
async fn a_token_is_renewed_when_it_ends_once_for_all_who_ask() {
    let (office, server) = (office().await, OAuthServer::start());
    sign_in(&office, &server).await;
    assert_eq!(last_step(&office).await["code"], "port_closed");
    assert_eq!(server.refreshed(), 0);
    office.clock_to(office.office().now() + chrono::TimeDelta::minutes(58));
    let asked = [last_step(&office), last_step(&office), last_step(&office), last_step(&office)];
    for step in futures(asked).await {
        assert_eq!(step["code"], "port_closed");
    }
    assert_eq!((server.refreshed(), server.grants()), (1, 1));
}

async fn futures<const N: usize>(asked: [impl Future<Output = Value>; N]) -> Vec<Value> {
    futures_util::future::join_all(asked).await
}

#[tokio::test]
async fn a_provider_that_is_away_is_waited_for_and_one_that_says_no_wants_the_person() {
    let (office, server) = (office().await, OAuthServer::start());
    sign_in(&office, &server).await;
    server.set_refresh(Refresh::Busy);
    // Ahead of its end the token does still.
    office.clock_to(office.office().now() + chrono::TimeDelta::minutes(58));
    assert_eq!(last_step(&office).await["code"], "port_closed");
    office.clock_to(office.office().now() + chrono::TimeDelta::minutes(3));
    assert_eq!(last_step(&office).await["code"], "oauth_unavailable");
    assert_eq!(state(&office).await["state"], "signed_in");

    server.set_refresh(Refresh::Revoked);
    let step = last_step(&office).await;
    assert_eq!((&step["step"], &step["code"]), (&json!("sign_in"), &json!("oauth_sign_in_again")));
    let over = state(&office).await;
    assert_eq!((&over["state"], &over["address"]), (&json!("sign_in_again"), &json!(ELENA)));
    assert_eq!(over["problem"]["code"], "oauth_sign_in_again");
    assert!(office.actions().await.contains(&"mail.oauth_refused".to_owned()));
    // The provider is not asked again and again.
    server.set_refresh(Refresh::Granted);
    assert_eq!(last_step(&office).await["code"], "oauth_sign_in_again");

    // Without naming anything: it is the provider, and the client id, that stood.
    let begun = office.call("mail.begin_oauth", json!({})).await;
    server.browse(begun["url"].as_str().unwrap()).await;
    assert_eq!(settled(&office).await["state"], "signed_in");
    assert_eq!(last_step(&office).await["code"], "port_closed");
}

#[tokio::test]
async fn a_token_does_not_go_to_another_server() {
    let (office, server) = (office().await, OAuthServer::start());
    sign_in(&office, &server).await;
    let account = json!({ "host": "smtp.evil.example", "port": 465, "security": "tls", "username": ELENA,
        "from_name": "Elena Vannini", "from_address": ELENA });
    office.call("mail.set_sending", account).await;
    let step = last_step(&office).await;
    assert_eq!((&step["step"], &step["code"]), (&json!("sign_in"), &json!("oauth_sign_in_again")));
}

#[tokio::test]
async fn signing_out_forgets_here_and_there_and_a_password_takes_its_place() {
    let (office, server) = (office().await, OAuthServer::start());
    sign_in(&office, &server).await;
    assert_eq!(server.grants(), 1);
    office.call("mail.forget_oauth", json!({})).await;
    assert_eq!(state(&office).await, json!({ "state": "none" }));
    server.wait_for_grants(0).await;

    sign_in(&office, &server).await;
    let account = json!({ "host": "localhost", "port": 1, "security": "starttls", "username": ELENA, "password": "parola",
        "from_name": "Elena Vannini", "from_address": ELENA });
    office.call("mail.set_sending", account).await;
    assert_eq!(state(&office).await, json!({ "state": "none" }));
    let acts = office.actions().await;
    assert_eq!(acts.iter().filter(|act| *act == "mail.forget_oauth").count(), 2);
    office.call("mail.forget_oauth", json!({})).await;
}
