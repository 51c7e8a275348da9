use serde_json::json;
use studiolo_testkit::{TestOffice, rome};

#[tokio::test]
async fn a_thread_has_one_row_the_newest_up_and_done_when_the_owner_says_so() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let first = office.write(&cast.rinaldi, "Quietanza F24", 3, 1).await;
    let second = office.write(&cast.rinaldi, "Delega", 3, 1).await;
    let answer = |chat: &str, text: &str| json!({ "chat_id": chat, "text": text });
    office.call("chats.record_answer", answer(&first, "Domani.")).await;
    office.clock_to(rome(2026, 4, 22, 17, 0));
    office.call("chats.record_answer", answer(&second, "Eccola.")).await;
    office.clock_to(rome(2026, 4, 22, 18, 0));
    office.call("chats.record_answer", answer(&first, "Eccola.")).await;
    let rows = office.call("inbox.list", json!({})).await["rows"].as_array().unwrap().clone();
    let threads: Vec<&str> = rows.iter().map(|row| row["item"]["id"].as_str().unwrap()).collect();
    assert_eq!(threads, [&first, &second]);
    assert_eq!(
        office.call("inbox.list", json!({ "done": false })).await["rows"],
        json!([]),
        "the owner wrote them"
    );

    let undone = json!({ "inbox_id": rows[1]["inbox_id"], "done": false });
    office.call("inbox.set_done", undone).await;
    let open = office.call("inbox.list", json!({ "done": false })).await;
    assert_eq!(open["rows"][0]["item"]["id"], json!(second));
    let unknown = json!({ "inbox_id": "01900000-0000-7000-8000-000000000000", "done": true });
    assert_eq!(office.try_call("inbox.set_done", unknown).await.unwrap_err().code, "not_found");
}
