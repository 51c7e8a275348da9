//! After the last kill: everything that was acknowledged is there, everything that should go went, and what went twice
//! says so.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sqlx::FromRow;
use studiolo_core::access::{By, Origin};
use studiolo_core::backup::{self, Opener};
use studiolo_core::key::{Key, KeySource};
use studiolo_core::time::{Clock, ManualClock};
use studiolo_core::{Office, OpenOptions, jobs};
use studiolo_testkit::dispatch;
use studiolo_testkit::{ReceivedMail, SinkMail};

use super::Story;

/// Passes that the backlog may take.
const PASSES: usize = 200;

/// A mail to one contact about one item, as the office keeps it.
#[derive(Debug, FromRow)]
struct Row {
    mail_id: String,
    message_id: String,
    state: String,
    uncertain: i64,
    kind: String,
    item_id: String,
    round: i64,
    step: i64,
    contact_id: String,
}

/// Panics unless the office stands as the ledger and the server know it.
pub async fn pass(story: &Story) {
    drain(story).await;
    let verified = story.ctl.verb(&["verify"]).at(story.now).done().await.json();
    assert_eq!(verified["ok"], true, "{verified}");
    let options = OpenOptions {
        folder: story.ctl.office(),
        key: KeySource::File(story.ctl.key_file()),
        clock: Clock::Manual(ManualClock::at(story.now)),
        program: "a test",
        words: None,
    };
    let office = Office::open(options).await.unwrap();
    let lost = acts_are_there(story, &office).await;
    assert_eq!(lost, [""; 0], "acknowledged acts are lost");
    everybody_was_told(&office).await;
    let mails = story.sink.mails();
    let rows = rows(&office).await;
    let (twice, stopped) = each_went_once(&rows, &mails);
    let subjects = subjects(&office).await;
    no_step_went_twice(&rows, &mails, &subjects);
    let ends = story.ledger.no_reminder_after_an_end(&mails, &subjects);
    press_the_button(&office, &rows).await;
    office.close().await;
    let backups = backups_restore(story).await;
    println!(
        "{} kills; {} of {} acts acknowledged, {} refused by rule, 0 lost; {} mails arrived of {} rows, {} of them twice \
         in the gap, {} stopped as uncertain, {} of these never arrived; {ends} ended reminders stayed silent; {backups} backups restore",
        story.ledger.kills,
        story.ledger.acknowledged().count(),
        story.ledger.acts.len(),
        story.ledger.refused,
        mails.len(),
        rows.len(),
        twice.len(),
        stopped.len(),
        stopped.iter().filter(|arrived| **arrived == 0).count(),
    );
    println!("most mails that one crash sent twice: {}", most_of_one_life(story, &mails, &twice));
}

/// Passes until nothing leaves any more.
async fn drain(story: &Story) {
    for _ in 0..PASSES {
        let ticked = story.ctl.verb(&["tick"]).at(story.now).done().await.json();
        assert_eq!(ticked["errors"], json!([]));
        if ticked["outbox"]["accepted"] == 0 && ticked["reminders"]["reminders"] == 0 {
            return;
        }
    }
    panic!("mail never ends");
}

/// Which acknowledged acts are not in the office: their words, and one audit row for each.
async fn acts_are_there(story: &Story, office: &Office) -> Vec<String> {
    let words: Vec<(String, String)> = sqlx::query_as("SELECT message_id, text FROM messages")
        .fetch_all(office.store().read())
        .await
        .unwrap();
    let words: BTreeMap<String, String> = words.into_iter().collect();
    let chats = subjects(office).await;
    let trail: Vec<(String, String, i64)> =
        sqlx::query_as("SELECT action, object, count(*) FROM audit GROUP BY action, object")
            .fetch_all(office.store().read())
            .await
            .unwrap();
    let mut trail: BTreeMap<(String, String), i64> =
        trail.into_iter().map(|(action, object, count)| ((action, object), count)).collect();
    let mut lost = Vec::new();
    for (act, reply) in story.ledger.acknowledged() {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let chat = text(&act.request["chat_id"]);
        let (object, there) = match act.command.as_str() {
            "clients.create" => (format!("client:{}", text(&reply["client_id"])), true),
            "chats.create" => {
                let chat = text(&reply["chats"][0]["chat_id"]);
                let there = chats.get(&chat).is_some_and(|subject| act.request["subject"] == *subject);
                (format!("chat:{chat}"), there)
            }
            "chats.reply" => {
                let there =
                    words.get(&text(&reply["message_id"])).is_some_and(|words| act.request["body"] == *words);
                (format!("chat:{chat}"), there)
            }
            "chats.record_answer" => {
                let there =
                    words.get(&text(&reply["message_id"])).is_some_and(|words| act.request["text"] == *words);
                (format!("chat:{chat}"), there)
            }
            "chats.set_task" => (task_chat(office, &text(&act.request["task_id"])).await, true),
            _ => (format!("chat:{chat}"), true),
        };
        let rows = trail.entry((act.command.clone(), object)).or_default();
        *rows -= 1;
        if !there || *rows < 0 {
            lost.push(format!("life {}: {} {}", act.life, act.command, act.request));
        }
    }
    lost
}

async fn task_chat(office: &Office, task: &str) -> String {
    let chat: Option<String> = sqlx::query_scalar("SELECT chat_id FROM client_tasks WHERE task_id = $1")
        .bind(task)
        .fetch_optional(office.store().read())
        .await
        .unwrap();
    format!("chat:{}", chat.unwrap_or_default())
}

async fn subjects(office: &Office) -> BTreeMap<String, String> {
    let chats: Vec<(String, String)> =
        sqlx::query_as("SELECT chat_id, subject FROM chats").fetch_all(office.store().read()).await.unwrap();
    chats.into_iter().collect()
}

/// Every message of the office, acknowledged or not, has its notification to both contacts.
async fn everybody_was_told(office: &Office) {
    let untold: Vec<String> = sqlx::query_scalar(
        "SELECT m.text FROM messages m WHERE m.author_kind = 'office' AND 2 <> (
             SELECT count(*) FROM mail_items i JOIN mails USING (mail_id)
             WHERE i.item_id = m.chat_id AND i.round = m.round AND i.kind = 'notification'
               AND state IN ('accepted', 'uncertain'))",
    )
    .fetch_all(office.store().read())
    .await
    .unwrap();
    assert_eq!(untold, [""; 0], "nobody was told of these messages");
}

async fn rows(office: &Office) -> Vec<Row> {
    sqlx::query_as(
        "SELECT mail_id, message_id, state, uncertain, i.kind, item_id, round, step, i.contact_id
         FROM mails JOIN mail_items i USING (mail_id)",
    )
    .fetch_all(office.store().read())
    .await
    .unwrap()
}

/// How many copies of each mail arrived.
fn copies(mails: &[SinkMail]) -> BTreeMap<&str, i64> {
    let mut copies = BTreeMap::new();
    for mail in mails {
        *copies.entry(mail.message_id.as_str()).or_default() += 1;
    }
    copies
}

/// What is accepted arrived once, or twice if its row says that an answer was lost; what was withdrawn or has stopped
/// arrived no more often than its row says; nothing else waits, and nothing arrived that the office does not know.
/// Returns the mails that arrived twice, and of those that have stopped how often each arrived.
fn each_went_once<'a>(rows: &'a [Row], mails: &[SinkMail]) -> (Vec<&'a str>, Vec<i64>) {
    let mut copies = copies(mails);
    let mails: BTreeMap<&str, &Row> = rows.iter().map(|row| (row.message_id.as_str(), row)).collect();
    let (mut twice, mut stopped) = (Vec::new(), Vec::new());
    for (message_id, row) in &mails {
        let arrived = copies.remove(message_id).unwrap_or_default();
        assert!(arrived <= 2, "arrived {arrived} times: {row:?}");
        match row.state.as_str() {
            "accepted" => {
                assert!(arrived >= 1 && arrived <= 1 + row.uncertain, "arrived {arrived} times: {row:?}");
            }
            "withdrawn" => assert!(arrived <= row.uncertain, "arrived {arrived} times: {row:?}"),
            "uncertain" => {
                assert!(row.uncertain >= 2 && arrived <= row.uncertain, "arrived {arrived} times: {row:?}");
                stopped.push(arrived);
            }
            _ => panic!("left over: {row:?}"),
        }
        if arrived > 1 {
            twice.push(*message_id);
        }
    }
    assert!(copies.is_empty(), "the office knows nothing of {copies:?}");
    (twice, stopped)
}

/// A step reached a contact by one mail; by a second one only where the first was left in doubt and then withdrawn.
fn no_step_went_twice(rows: &[Row], mails: &[SinkMail], subjects: &BTreeMap<String, String>) {
    let arrived: BTreeMap<&str, &SinkMail> =
        mails.iter().map(|mail| (mail.message_id.as_str(), mail)).collect();
    let spoke = |row: &Row| {
        arrived.get(row.message_id.as_str()).is_some_and(|mail| {
            // An item that ended was taken out of a mail before it went; the mail itself shows whether it was.
            let mail = ReceivedMail::parse(mail.bytes.clone());
            mail.subject.contains(&subjects[&row.item_id]) || mail.text.contains(&subjects[&row.item_id])
        })
    };
    let mut steps: BTreeMap<_, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.uncertain == 0 && spoke(row)) {
        let step = (&row.item_id, row.round, &row.kind, row.step, &row.contact_id);
        steps.entry(step).or_default().push(row);
    }
    assert!(!steps.is_empty());
    for (step, rows) in steps {
        assert!(rows.len() == 1, "{step:?} went by {rows:?}");
    }
}

/// The button at what has stopped: it goes.
async fn press_the_button(office: &std::sync::Arc<Office>, rows: &[Row]) {
    let elena = By::owner(Origin::Window);
    for row in rows.iter().filter(|row| row.state == "uncertain") {
        let pressed = dispatch(office, &elena, "outbox.retry", json!({ "mail_id": row.mail_id })).await;
        // One mail may stand here for several items.
        assert!(pressed.is_ok(), "{row:?}: {pressed:?}");
    }
    assert_eq!(jobs::tick(office).await.waiting, 0);
    let left: Vec<String> =
        sqlx::query_scalar("SELECT state FROM mails WHERE state NOT IN ('accepted', 'withdrawn')")
            .fetch_all(office.store().read())
            .await
            .unwrap();
    assert_eq!(left, [""; 0]);
}

/// Every backup that stands in the office's folder is whole, whenever the office was killed.
async fn backups_restore(story: &Story) -> usize {
    let key = Key::from_hex(&std::fs::read_to_string(story.ctl.key_file()).unwrap()).unwrap();
    let mut restored = 0;
    for entry in std::fs::read_dir(story.ctl.office().join("backups")).unwrap() {
        let (file, folder) = (entry.unwrap().path(), story.ctl.path(&format!("restored-{restored}")));
        if file.is_file() {
            let kept = KeySource::File(story.ctl.key_file());
            let header = backup::restore(&file, &folder, &Opener::Key(key.clone()), &kept).await;
            header.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            restored += 1;
        }
    }
    assert!(restored > 0, "no backup was made");
    restored
}

/// How many of the mails that went twice went first in the same life.
fn most_of_one_life(story: &Story, mails: &[SinkMail], twice: &[&str]) -> usize {
    let mut lives: BTreeMap<usize, usize> = BTreeMap::new();
    for message_id in twice {
        let first = mails.iter().position(|mail| mail.message_id == *message_id).unwrap();
        *lives.entry(story.ledger.arrived.partition_point(|arrived| *arrived <= first)).or_default() += 1;
    }
    lives.into_values().max().unwrap_or_default()
}
