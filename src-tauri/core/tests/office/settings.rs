use serde_json::json;
use studiolo_testkit::{TestOffice, rome};

#[tokio::test]
async fn settings_are_changed_one_by_one() {
    let office = TestOffice::new().await;
    office
        .call(
            "settings.update",
            json!({ "firm": "Studio E. Vannini", "reminder_defaults": { "every_days": 5 } }),
        )
        .await;
    let settings = office.call("settings.get", json!({})).await;
    assert_eq!(
        (&settings["firm"], &settings["owner_name"]),
        (&json!("Studio E. Vannini"), &json!("Elena Vannini"))
    );
    assert_eq!(settings["reminder_defaults"], json!({ "every_days": 5, "max_count": 1 }));
    assert_eq!(settings["sending_window"]["from"], "09:00");
}

#[tokio::test]
async fn a_bad_setting_changes_nothing() {
    let office = TestOffice::new().await;
    let window = |key: &str, value: serde_json::Value| {
        let mut window = json!({ "days": [1, 2, 3], "from": "09:00", "to": "18:00" });
        window[key] = value;
        json!({ "firm": "Altro", "sending_window": window })
    };
    let bad = [
        json!({ "firm": "Altro", "time_zone": "Roma" }),
        json!({ "firm": "Altro", "owner_email": "x" }),
        window("days", json!([])),
        window("days", json!([8])),
        window("from", json!("25:00")),
        window("from", json!("19:00")),
        window("country", json!("XX")),
        window("closed", json!(["2026-02-30"])),
    ];
    for request in bad {
        let error = office.try_call("settings.update", request.clone()).await.unwrap_err();
        assert_eq!(error.code, "invalid_request", "{request}");
    }
    assert_eq!(office.call("settings.get", json!({})).await["firm"], "Studio Vannini");
}

#[tokio::test]
async fn a_change_of_window_or_zone_moves_every_reminder_that_is_due() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 3, 2).await;
    office.tick().await;
    let window =
        json!({ "days": [2], "from": "10:30", "to": "12:00", "country": "IT", "closed": ["2026-04-28"] });
    office.call("settings.update", json!({ "sending_window": window })).await;
    assert_eq!(office.thread(&chat).await["reminder"]["next_at"], "2026-05-05T08:30:00Z");
    office.call("settings.update", json!({ "time_zone": "America/New_York" })).await;
    assert_eq!(office.thread(&chat).await["reminder"]["next_at"], "2026-05-05T14:30:00Z");
    office.call("settings.update", json!({ "sending_window": null })).await;
    assert_eq!(office.thread(&chat).await["reminder"]["next_at"], "2026-04-25T14:05:00Z");
    assert_eq!(office.at(rome(2026, 4, 25, 16, 4)).await.reminders.reminders, 0);
    assert_eq!(office.at(rome(2026, 4, 25, 16, 5)).await.reminders.reminders, 1);
}

#[tokio::test]
async fn reminder_defaults_are_those_of_the_office() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    office.call("settings.update", json!({ "reminder_defaults": { "every_days": 7, "max_count": 4 } })).await;
    let request =
        json!({ "client_ids": [cast.rinaldi], "subject": "IMU", "body": "Buongiorno", "reminder": {} });
    let chat = office.call("chats.create", request).await["chats"][0]["chat_id"].as_str().unwrap().to_owned();
    let reminder = office.thread(&chat).await["reminder"].clone();
    assert_eq!((&reminder["every_days"], &reminder["max_count"]), (&json!(7), &json!(4)));
}

#[tokio::test]
async fn a_bad_account_is_refused_before_it_is_kept() {
    let office = TestOffice::without_account().await;
    let account = json!({ "host": "smtp.example.test", "port": 25, "security": "none", "from_name": "Elena",
        "from_address": "elena@studiovannini.example" });
    let error = office.try_call("mail.set_sending", account.clone()).await.unwrap_err();
    assert_eq!((error.code.as_str(), &error.params["field"]), ("invalid_request", &json!("security")));
    let mut allowed = account;
    allowed["allow_plain"] = json!(true);
    office.call("mail.set_sending", allowed).await;
    assert_eq!(office.call("office.state", json!({})).await["sending"]["state"], "ready");
}

#[tokio::test]
async fn a_path_is_not_taken_from_the_window() {
    let office = TestOffice::without_account().await;
    let account = json!({ "host": "127.0.0.1", "port": 25, "security": "none", "from_name": "Elena",
        "from_address": "elena@studiovannini.example", "ca_file": "/etc/passwd" });
    let error = office.try_call("mail.set_sending", account).await.unwrap_err();
    assert_eq!((error.code.as_str(), &error.params["field"]), ("invalid_request", &json!("ca_file")));
}

#[tokio::test]
async fn the_account_is_shown_without_its_password() {
    let office = TestOffice::without_account().await;
    assert_eq!(office.call("mail.get_sending", json!({})).await, json!({}));
    office.call("mail.set_sending", account()).await;
    let shown = office.call("mail.get_sending", json!({})).await["account"].clone();
    assert_eq!(
        shown,
        json!({ "host": "smtp.example.test", "port": 465, "security": "tls", "username": "elena",
            "has_password": true, "from_name": "Elena", "from_address": "elena@studiovannini.example",
            "allow_plain": false })
    );
}

#[tokio::test]
async fn a_password_left_out_is_kept_for_the_same_server_and_user_alone() {
    let kept =
        [json!({}), json!({ "from_name": "Elena Vannini" }), json!({ "port": 587, "security": "starttls" })];
    let lost = [
        json!({ "host": "smtp.other.test" }),
        json!({ "username": "giulia" }),
        json!({ "port": 25, "security": "none", "allow_plain": true }),
    ];
    for (changes, has_password) in [(&kept, true), (&lost, false)] {
        for change in changes {
            let office = TestOffice::without_account().await;
            office.call("mail.set_sending", account()).await;
            let mut new = account();
            new.as_object_mut().unwrap().remove("password");
            new.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            office.call("mail.set_sending", new).await;
            let shown = office.call("mail.get_sending", json!({})).await;
            assert_eq!(shown["account"]["has_password"], has_password, "{change}");
        }
    }
}

#[tokio::test]
async fn the_holidays_of_a_year_say_on_which_the_office_works() {
    let office = TestOffice::new().await;
    let window = json!({ "days": [1, 2, 3, 4, 5], "from": "09:00", "to": "18:00", "country": "IT",
        "open_holidays": ["saint_francis"] });
    office.call("settings.update", json!({ "sending_window": window })).await;
    let list = office.call("settings.holidays", json!({ "year": 2026 })).await["holidays"].clone();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 13);
    assert_eq!(list[3], json!({ "key": "easter_monday", "date": "2026-04-06", "open": false }));
    let open: Vec<_> = list.iter().filter(|one| one["open"] == true).map(|one| &one["key"]).collect();
    assert_eq!(open, ["saint_francis"]);
}

#[tokio::test]
async fn without_a_sending_window_every_holiday_is_open() {
    let office = TestOffice::new().await;
    office.call("settings.update", json!({ "sending_window": null })).await;
    let list = office.call("settings.holidays", json!({ "year": 2027 })).await["holidays"].clone();
    assert!(list.as_array().unwrap().iter().all(|one| one["open"] == true));
    let error = office.try_call("settings.holidays", json!({ "year": 20_026 })).await.unwrap_err();
    assert_eq!((error.code.as_str(), &error.params["field"]), ("invalid_request", &json!("year")));
}

fn account() -> serde_json::Value {
    json!({ "host": "smtp.example.test", "port": 465, "security": "tls", "username": "elena",
        "password": "segreta", "from_name": "Elena", "from_address": "elena@studiovannini.example" })
}
