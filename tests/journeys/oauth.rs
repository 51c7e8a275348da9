//! An account without a password: Elena signs in at her provider, Postfix and Dovecot take its tokens, and mail goes on when they end.

use std::time::Duration;

use serde_json::{Value, json};
use studiolo_core::jobs;
use studiolo_testkit::{MailServer, OAuthServer, Refresh, TestOffice, rome};
use tokio::time::timeout;

use super::replies::{ELENA, PAOLO, answer, wait_for_messages};

const PATIENCE: Duration = Duration::from_mins(1);

/// Elena's office at the real servers, where she has no password; a client with Paolo.
async fn office_at(server: &MailServer) -> (TestOffice, String) {
    let office = TestOffice::without_account().await;
    let account = json!({ "host": server.host(), "port": server.submission_port(), "security": "starttls",
        "username": ELENA, "from_name": "Elena Vannini", "from_address": ELENA, "ca_file": server.ca_file() });
    office.call_from_shell("mail.set_sending", account).await;
    let account = json!({ "host": server.host(), "port": server.imaps_port(), "security": "tls", "username": ELENA,
        "ca_file": server.ca_file(), "plus_addresses": true });
    office.call_from_shell("mail.set_receiving", account).await;
    let client = json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [
        { "name": "Paolo Rinaldi", "email": PAOLO, "notify": true, "login": false }] });
    let client = office.call("clients.create", client).await;
    (office, client["client_id"].as_str().unwrap().to_owned())
}

/// Elena opens the page, agrees, and comes back; what is asked for was asked for before, unless `wanted` says otherwise.
async fn sign_in(office: &TestOffice, provider: &OAuthServer, wanted: Value) {
    let mut events = office.office().events();
    let begun = office.call_from_shell("mail.begin_oauth", wanted).await;
    provider.sit_down(Some(ELENA));
    let page = provider.browse(begun["url"].as_str().unwrap()).await;
    assert!(page.contains("Puoi chiudere questa finestra"), "{page}");
    let signed_in = async {
        while state(office).await["state"] != "signed_in" {
            let _ = events.recv().await;
        }
    };
    assert!(timeout(PATIENCE, signed_in).await.is_ok(), "{}", state(office).await);
}

async fn state(office: &TestOffice) -> Value {
    office.call("mail.oauth_state", json!({})).await
}

async fn works(office: &TestOffice) -> [Value; 2] {
    let mut ways = ["mail.test", "mail.test_receiving"].map(|_| Value::Null);
    for (way, test) in ways.iter_mut().zip(["mail.test", "mail.test_receiving"]) {
        let done = office.call(test, json!({})).await;
        *way = done["steps"].as_array().unwrap().last().unwrap()["code"].clone();
    }
    ways
}

#[tokio::test]
async fn mail_goes_and_comes_by_tokens_that_are_renewed_until_the_provider_says_no() {
    let server = MailServer::start();
    let provider = server.start_oauth();
    let (office, client) = office_at(&server).await;
    assert_eq!(works(&office).await, [json!("sign_in_refused"), json!("sign_in_refused")]);
    let wanted = json!({ "endpoints": provider.endpoints(), "client_id": provider.client_id(),
        "client_secret": provider.client_secret() });
    sign_in(&office, &provider, wanted).await;
    assert_eq!(works(&office).await, [Value::Null, Value::Null]);
    let chat = office.write(&client, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    server.send(PAOLO, &asked.reply_to, answer(&asked, "Ecco, la mando domani.").as_bytes()).await;
    server.wait_for_mail(ELENA, 1).await;
    assert_eq!(office.tick().await.intake.unwrap().joined, 1);
    assert_eq!(office.thread(&chat).await["messages"][1]["text"], "Ecco, la mando domani.");
    assert_eq!(provider.refreshed(), 0);

    // The next morning the token has ended, and nobody notices.
    office.at(rome(2026, 4, 23, 9, 0)).await;
    assert_eq!(provider.refreshed(), 1);
    office.write(&client, "Estratto conto", 3, 2).await;
    assert_eq!(office.tick().await.outbox.accepted, 1);

    // Servers refuse a token that the provider called good; the next one is fetched at once.
    provider.set_refresh(Refresh::Stale);
    office.clock_to(rome(2026, 4, 24, 9, 0));
    assert_eq!(works(&office).await, [json!("sign_in_refused"), json!("sign_in_refused")]);
    provider.set_refresh(Refresh::Granted);
    office.write(&client, "Visura", 3, 2).await;
    assert_eq!(office.tick().await.outbox.accepted, 1);

    // The provider is away: mail waits, and goes when it is back.
    provider.set_refresh(Refresh::Busy);
    office.clock_to(rome(2026, 4, 24, 15, 0));
    office.write(&client, "Deleghe", 3, 2).await;
    jobs::tick(office.office()).await;
    let blocked = office.call("mail.accounts", json!({})).await["accounts"][0]["blocked"].clone();
    assert_eq!(
        (&blocked["refused"], &state(&office).await["state"]),
        (&json!(false), &json!("signed_in")),
        "{blocked}"
    );

    // Elena has changed her password there: she has to sign in again, and until then everything waits.
    provider.set_refresh(Refresh::Revoked);
    office.office().roads().clear_all();
    let over = jobs::tick(office.office()).await;
    assert_eq!((over.outbox.accepted, over.waiting), (0, 1), "{over:?}");
    let blocked = office.call("mail.accounts", json!({})).await["accounts"][0]["blocked"].clone();
    assert_eq!(
        (&blocked["refused"], &state(&office).await["state"]),
        (&json!(true), &json!("sign_in_again"))
    );
    assert_eq!(works(&office).await, [json!("oauth_sign_in_again"), json!("oauth_sign_in_again")]);

    // She does, and the loops take up what waited, both ways.
    provider.set_refresh(Refresh::Granted);
    let running = jobs::start(office.office());
    sign_in(&office, &provider, json!({})).await;
    let asked = server.wait_for_mail(PAOLO, 4).await.pop().unwrap();
    server.send(PAOLO, &asked.reply_to, answer(&asked, "Le deleghe.").as_bytes()).await;
    let chats = office.call("chats.list", json!({})).await;
    let newest = chats["chats"].as_array().unwrap().iter().find(|chat| chat["subject"] == "Deleghe").unwrap();
    let messages = wait_for_messages(&office, newest["chat_id"].as_str().unwrap(), 2).await;
    assert_eq!(messages[1]["text"], "Le deleghe.");
    assert!(running.shutdown().await);
}
