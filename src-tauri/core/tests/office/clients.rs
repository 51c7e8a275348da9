use serde_json::json;
use studiolo_testkit::TestOffice;

#[tokio::test]
async fn a_client_is_listed_with_its_contacts_and_what_is_pending() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    let list = office.call("clients.list", json!({})).await;
    let client = &list["clients"][0];
    assert_eq!(client["name"], "Officine Rinaldi S.r.l.");
    assert_eq!(client["contacts"], json!(["Paolo Rinaldi", "Giulia Rinaldi"]));
    assert_eq!((&client["notified"], &client["waiting"]), (&json!(2), &json!(1)));
    assert_eq!(client["next_at"], "2026-04-27T07:00:00Z");
}

#[tokio::test]
async fn bad_contacts_are_refused_and_nothing_is_made() {
    let office = TestOffice::new().await;
    let contact = |email: &str| json!({ "name": "Paolo", "email": email, "notify": true, "login": false });
    for emails in [vec!["paolo"], vec!["a@b.example", "A@B.example"], vec!["x@y.example\r\nBcc: z@y.example"]]
    {
        let contacts: Vec<_> = emails.iter().map(|email| contact(email)).collect();
        let request = json!({ "name": "Rinaldi", "kind": "company", "contacts": contacts });
        assert_eq!(office.try_call("clients.create", request).await.unwrap_err().code, "invalid_request");
    }
    assert_eq!(office.call("clients.list", json!({})).await["clients"], json!([]));
}

#[tokio::test]
async fn a_contact_can_be_added_and_changed() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let neri = json!({ "client_id": cast.rinaldi, "name": "Marco Neri", "email": "neri@studioneri.example",
        "notify": false, "login": true });
    let neri = office.call("contacts.create", neri).await["contact_id"].clone();
    office
        .call("contacts.update", json!({ "contact_id": neri, "notify": true, "name": "Marco Neri jr." }))
        .await;
    let client = office.call("clients.get", json!({ "client_id": cast.rinaldi })).await;
    let contact = &client["contacts"][2];
    assert_eq!(
        (&contact["name"], &contact["notify"], &contact["login"]),
        (&json!("Marco Neri jr."), &json!(true), &json!(true))
    );
    assert_eq!(contact["email"], "neri@studioneri.example");
}

#[tokio::test]
async fn a_client_is_renamed_and_the_trail_knows() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    office
        .call("clients.update", json!({ "client_id": cast.rinaldi, "name": "Officine Rinaldi S.p.A." }))
        .await;
    let client = office.call("clients.get", json!({ "client_id": cast.rinaldi })).await;
    assert_eq!(
        (&client["client"]["name"], &client["client"]["kind"]),
        (&json!("Officine Rinaldi S.p.A."), &json!("company"))
    );
    assert_eq!(office.actions().await, ["clients.create", "clients.update"]);
}

#[tokio::test]
async fn an_unknown_id_is_not_found_and_no_id_is_invalid() {
    let office = TestOffice::new().await;
    let unknown = json!({ "client_id": "01900000-0000-7000-8000-000000000000" });
    assert_eq!(office.try_call("clients.get", unknown).await.unwrap_err().code, "not_found");
    assert_eq!(
        office.try_call("clients.get", json!({ "client_id": "7" })).await.unwrap_err().code,
        "invalid_request"
    );
    assert_eq!(
        office.try_call("clients.get", json!({ "id": "7" })).await.unwrap_err().code,
        "invalid_request"
    );
    assert_eq!(office.try_call("clients.fly", json!({})).await.unwrap_err().code, "unknown_command");
}
