//! An account set up from an address alone, whose domain nobody has heard of: its servers are found and tried.

use serde_json::json;
use studiolo_core::accounts::Places;
use studiolo_mail::Security;
use studiolo_mail::discovery::{Reach, Usual};
use studiolo_testkit::NameRecord::Mx;
use studiolo_testkit::{MailServer, NameServer, TestOffice, free_port};

const ELENA: &str = "elena@studio.example";
const PASSWORD: &str = "parola d’ordine";

/// This computer's mail server in the place of the domain's: behind a port where nothing is, and one where something else is.
fn places(server: &MailServer, names: &NameServer) -> Places {
    let at = |port| Usual { host: server.host().into(), port, security: Security::Tls };
    Places {
        name_server: Some(names.address()),
        published: Vec::new(),
        imap: vec![at(free_port()), at(server.submissions_port()), at(server.imaps_port())],
        smtp: vec![at(server.imaps_port()), at(server.submissions_port())],
        reach: Reach::by(|address| address.ip().is_loopback(), server.ca_file()),
    }
}

#[tokio::test]
async fn an_address_and_a_password_are_enough_for_a_domain_whose_servers_answer() {
    let (server, names) = (MailServer::start(), NameServer::start(&[]));
    server.add_user(ELENA, PASSWORD);
    let office = TestOffice::without_account().await;
    let address = json!({ "address": ELENA });
    assert_eq!(office.call("mail.suggest", address.clone()).await, json!({}), "nobody knows it");
    office.office().discovery().look_in(places(&server, &names));
    let found = office.call("mail.discover", address).await["provider"].clone();
    assert_eq!(found["found_by"], "answering");
    assert_eq!((&found["name"], &found["password"]), (&json!("studio.example"), &json!("own")));

    let own = json!({ "password": PASSWORD, "ca_file": server.ca_file() });
    let with = |server: &serde_json::Value, more: serde_json::Value| {
        let all = [server, &own, &more].into_iter().flat_map(|part| part.as_object().unwrap().clone());
        serde_json::Value::Object(all.collect())
    };
    let sending = with(&found["sending"], json!({ "from_name": "Elena Vannini", "from_address": ELENA }));
    office.call_from_shell("mail.set_sending", sending).await;
    office.call_from_shell("mail.set_receiving", with(&found["receiving"], json!({}))).await;
    for test in ["mail.test", "mail.test_receiving"] {
        let tested = office.call(test, json!({})).await;
        assert_eq!(tested["ok"], true, "{test}: {tested}");
    }
}

#[tokio::test]
async fn a_domain_whose_mail_google_keeps_is_signed_in_to_as_google_is() {
    let names = NameServer::start(&[("studio.example", Mx(1, "smtp.google.com"))]);
    let office = TestOffice::without_account().await;
    let places = Places {
        name_server: Some(names.address()),
        published: vec![],
        imap: vec![],
        smtp: vec![],
        ..Places::default()
    };
    office.office().discovery().look_in(places);
    let found = office.call("mail.discover", json!({ "address": ELENA })).await["provider"].clone();
    assert_eq!((&found["id"], &found["found_by"]), (&json!("gmail"), &json!("mail_server")));
    assert_eq!(found["sending"]["username"], ELENA);
    let host = found["receiving"]["host"].clone();
    let known = office.call("mail.suggest", json!({ "address": ELENA, "host": host })).await;
    assert_eq!(
        known["provider"]["oauth"],
        json!({ "name": "Google" }),
        "once its server is known, so is its provider"
    );
    let mut receiving = found["receiving"].clone();
    receiving["address"] = json!(ELENA);
    office.call("mail.set_receiving", receiving).await;
    let begun = office.call("mail.begin_oauth", json!({ "client_id": "di-elena.example" })).await;
    assert!(begun["url"].as_str().unwrap().starts_with("https://accounts.google.com/"), "{begun}");
    office.call("mail.cancel_oauth", json!({})).await;
}

#[tokio::test]
async fn a_domain_that_says_nothing_is_no_error_and_no_address_is() {
    let office = TestOffice::without_account().await;
    // A name server that is not there, as without a network.
    let name_server = Some(([127, 0, 0, 1], free_port()).into());
    let places = Places { name_server, published: vec![], imap: vec![], smtp: vec![], ..Places::default() };
    office.office().discovery().look_in(places);
    assert_eq!(office.call("mail.discover", json!({ "address": ELENA })).await, json!({}));
    let refused = office.try_call("mail.discover", json!({ "address": "elena" })).await.unwrap_err();
    assert_eq!(refused.code, "invalid_request");
}
