//! Several mail accounts: who is written from which, what one that fails leaves alone, and what becomes of old offices.

use std::net::SocketAddr;

use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use studiolo_testkit::{SmtpSink, TestOffice};

const STUDIO: &str = "elena@studiovannini.example";
const PEC: &str = "studiovannini@pec.example";

/// Sets the server that an account's mail leaves by; without one the default account's.
async fn send_by(office: &TestOffice, account: Option<&str>, server: SocketAddr, from: &str) {
    let mut request = json!({ "host": server.ip().to_string(), "port": server.port(), "security": "none",
        "from_name": "Elena Vannini", "from_address": from });
    if let Some(account) = account {
        request["account_id"] = json!(account);
    }
    office.call("mail.set_sending", request).await;
}

async fn add(office: &TestOffice, label: &str) -> String {
    let added = office.call("mail.add_account", json!({ "label": label })).await;
    added["account_id"].as_str().unwrap().to_owned()
}

async fn accounts(office: &TestOffice) -> Vec<Value> {
    office.call("mail.accounts", json!({})).await["accounts"].as_array().unwrap().clone()
}

async fn client(office: &TestOffice, name: &str, email: &str) -> String {
    let contacts = json!([{ "name": name, "email": email, "notify": true, "login": false }]);
    let made =
        office.call("clients.create", json!({ "name": name, "kind": "person", "contacts": contacts })).await;
    made["client_id"].as_str().unwrap().to_owned()
}

fn recipients(server: &SmtpSink) -> Vec<String> {
    server.mails().into_iter().map(|mail| mail.recipient).collect()
}

/// Elena's office with her own account and a certified one, by which Sara is written; and Marco.
async fn with_two() -> (TestOffice, SmtpSink, SmtpSink, [String; 2], String) {
    let office = TestOffice::without_account().await;
    let (studio, pec) = (SmtpSink::start(), SmtpSink::start());
    send_by(&office, None, studio.address(), STUDIO).await;
    let certified = add(&office, "PEC").await;
    send_by(&office, Some(&certified), pec.address(), PEC).await;
    let marco = client(&office, "Marco Neri", "marco@neri.example").await;
    let sara = client(&office, "Sara Conti", "sara@pec.conti.example").await;
    office.call("clients.update", json!({ "client_id": sara, "account_id": certified })).await;
    (office, studio, pec, [marco, sara], certified)
}

#[tokio::test]
async fn a_client_is_written_from_its_own_account_and_all_others_from_the_default_one() {
    let (office, studio, pec, [marco, sara], certified) = with_two().await;
    office.write(&marco, "IMU", 3, 1).await;
    office.write(&sara, "Diffida", 3, 1).await;
    assert_eq!(office.tick().await.outbox.accepted, 2);
    assert_eq!(recipients(&studio), ["marco@neri.example"]);
    assert_eq!(recipients(&pec), ["sara@pec.conti.example"]);
    let bytes = String::from_utf8(pec.mails()[0].bytes.clone()).unwrap();
    assert!(bytes.contains(PEC) && pec.mails()[0].sender == PEC, "{bytes}");

    let shown = accounts(&office).await;
    assert_eq!((&shown[0]["is_default"], &shown[0]["clients"]), (&json!(true), &json!(0)));
    assert_eq!((&shown[1]["label"], &shown[1]["clients"]), (&json!("PEC"), &json!(1)));
    assert_eq!(shown[1]["sending"]["from_address"], PEC);
    let client = office.call("clients.get", json!({ "client_id": sara })).await;
    assert_eq!(client["client"]["account_id"], json!(certified));
}

#[tokio::test]
async fn an_account_that_cannot_send_holds_up_no_other() {
    let (office, studio, pec, [marco, sara], certified) = with_two().await;
    let closed = pec.address();
    drop(pec);
    office.write(&sara, "Diffida", 3, 1).await;
    office.write(&marco, "IMU", 3, 1).await;
    let ticked = office.tick_badly().await;
    assert_eq!((ticked.outbox.accepted, ticked.waiting), (1, 1));
    assert_eq!(recipients(&studio), ["marco@neri.example"]);
    let shown = accounts(&office).await;
    assert_eq!((&shown[0]["queued"], &shown[0]["blocked"]), (&json!(0), &Value::Null));
    assert_eq!((&shown[1]["queued"], &shown[1]["blocked"]["refused"]), (&json!(1), &json!(false)));

    // Mended, what waits goes at once.
    let server = SmtpSink::start();
    assert_ne!(server.address(), closed);
    send_by(&office, Some(&certified), server.address(), PEC).await;
    office.tick().await;
    assert_eq!(recipients(&server), ["sara@pec.conti.example"]);
}

#[tokio::test]
async fn an_account_that_is_taken_away_leaves_its_clients_to_the_default_one() {
    let (office, studio, _pec, [_, sara], certified) = with_two().await;
    office.write(&sara, "Diffida", 3, 1).await;
    office.call("mail.remove_account", json!({ "account_id": certified })).await;
    office.tick().await;
    assert_eq!(recipients(&studio), ["sara@pec.conti.example"]);
    assert_eq!(accounts(&office).await.len(), 1);
    let client = office.call("clients.get", json!({ "client_id": sara })).await;
    assert_eq!(client["client"].get("account_id"), None);
    let error = office.try_call("mail.test", json!({ "account_id": certified })).await.unwrap_err();
    assert_eq!(error.code, "not_found");
}

#[tokio::test]
async fn another_account_becomes_the_default_one_and_the_last_may_go() {
    let (office, _studio, pec, [marco, _], certified) = with_two().await;
    let first = accounts(&office).await[0]["account_id"].clone();
    let error = office.try_call("mail.remove_account", json!({ "account_id": first })).await.unwrap_err();
    assert_eq!((error.code.as_str(), &error.params["field"]), ("invalid_request", &json!("account_id")));
    let change = json!({ "account_id": certified, "make_default": true, "label": "Certificata" });
    office.call("mail.update_account", change).await;
    office.write(&marco, "IMU", 3, 1).await;
    office.tick().await;
    assert_eq!(recipients(&pec), ["marco@neri.example"]);
    office.call("mail.remove_account", json!({ "account_id": first })).await;
    office.call("mail.remove_account", json!({ "account_id": certified })).await;
    assert_eq!(office.call("office.state", json!({})).await["sending"]["state"], "unset");
    let actions = office.actions().await;
    assert_eq!(actions.iter().filter(|action| *action == "mail.remove_account").count(), 2);
}

#[tokio::test]
async fn a_client_gets_no_account_that_cannot_send() {
    let office = TestOffice::without_account().await;
    let marco = client(&office, "Marco Neri", "marco@neri.example").await;
    let empty = add(&office, "").await;
    let change = json!({ "client_id": marco, "account_id": empty });
    let error = office.try_call("clients.update", change).await.unwrap_err();
    assert_eq!((error.code.as_str(), &error.params["field"]), ("invalid_request", &json!("account_id")));
    let unknown = json!({ "client_id": marco, "account_id": marco });
    assert_eq!(office.try_call("clients.update", unknown).await.unwrap_err().code, "not_found");
}

/// What a server does by itself is known of some: nobody's doing it twice, nobody's name being asked for.
#[tokio::test]
async fn what_a_known_server_does_by_itself_is_set_with_it() {
    let office = TestOffice::without_account().await;
    let at = |host: &str| json!({ "host": host, "port": 993, "security": "tls", "username": STUDIO, "password": "x" });
    for (host, save_sent, authserv_id) in [
        ("imap.studiovannini.example", true, ""),
        ("outlook.office365.com", false, "-"),
        ("imap.gmail.com", false, ""),
    ] {
        office.call("mail.set_receiving", at(host)).await;
        let shown = accounts(&office).await;
        assert_eq!(shown[0]["save_sent"], save_sent, "{host}");
        assert_eq!(shown[0]["receiving"]["authserv_id"], authserv_id, "{host}");
    }
}

/// An office of before had one account, in two halves under two ids.
#[tokio::test]
async fn the_account_of_an_older_office_is_the_default_one_with_both_its_halves() {
    let mut db = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    for migration in [
        include_str!("../../migrations/0001_office.sql"),
        include_str!("../../migrations/0005_documents.sql"),
        include_str!("../../migrations/0006_intake.sql"),
        "INSERT INTO sending_account (account_id, host, port, security, from_name, from_address, changed_at)
             VALUES ('s', 'smtp.example.test', 465, 'tls', 'Elena', 'elena@studiovannini.example', 7);
         INSERT INTO receiving_account (account_id, host, port, security, username, password, address, folder, set_at)
             VALUES ('r', 'imap.example.test', 993, 'tls', 'elena', 'x', 'elena@studiovannini.example', 'INBOX', 8);
         INSERT INTO intake_cursor VALUES ('r', 1, 42)",
        concat!("BEGIN;", include_str!("../../migrations/0007_accounts.sql"), "COMMIT"),
    ] {
        sqlx::raw_sql(migration).execute(&mut db).await.unwrap();
    }
    let both: (String, bool, String, u32) = sqlx::query_as(
        "SELECT account_id, is_default, r.host, c.last_uid FROM mail_accounts
         JOIN sending_account USING (account_id) JOIN receiving_account r USING (account_id)
         JOIN intake_cursor c USING (account_id)",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    assert_eq!(both, ("s".into(), true, "imap.example.test".into(), 42));
}
