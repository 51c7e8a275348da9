//! A conversation written down as the owner sees it: no ids, times by the clock on the wall.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use studiolo_testkit::TestOffice;

/// Everything that a conversation has left: its chats, the inbox, what waits for a decision, the reminders to come, the mails.
pub async fn shown(office: &TestOffice, client: &str, chats: &[String]) -> String {
    let mut out = String::new();
    let mut subjects: Vec<(String, String)> = Vec::new();
    let rows = office.call("chats.list", json!({ "client_id": client, "limit": 50 })).await;
    let rows = rows["chats"].as_array().unwrap().iter().rev().map(|row| text(&row["chat_id"]));
    let more: Vec<String> = rows.filter(|chat| !chats.contains(chat)).collect();
    for chat in chats.iter().chain(&more) {
        let thread = office.thread(chat).await;
        subjects.push((chat.clone(), text(&thread["chat"]["subject"])));
        a_chat(&mut out, &thread);
    }
    let subject = |id: &Value| {
        subjects.iter().find(|(chat, _)| *id == chat.as_str()).map_or("?", |(_, subject)| subject)
    };
    section(&mut out, "Inbox");
    for row in inbox(office).await {
        line(&mut out, 2, &row);
    }
    section(&mut out, "Kept aside");
    for mail in list(office, "quarantine.list", "mails").await {
        let offered = mail["chats"]
            .as_array()
            .unwrap()
            .iter()
            .map(|chat| text(&chat["subject"]))
            .collect::<Vec<_>>()
            .join(", ");
        line(
            &mut out,
            2,
            &format!(
                "{} <{}>, {}: \"{}\" ({}); offered: {offered}",
                text(&mail["from_name"]),
                text(&mail["from"]),
                day(&mail["at"]),
                text(&mail["subject"]),
                text(&mail["reason"])
            ),
        );
        let whole = office.call("quarantine.get", json!({ "quarantine_id": mail["quarantine_id"] })).await;
        parts(&mut out, &whole["parts"], true);
        files(&mut out, &whole["files"]);
    }
    section(&mut out, "Reminders to come");
    let coming = office.call("reminders.forecast", json!({ "days": 60 })).await;
    for entry in coming["entries"].as_array().unwrap() {
        let to = entry["recipients"].as_array().unwrap().iter().map(text).collect::<Vec<_>>().join(", ");
        let held = entry.get("held").map(|held| format!(", held: {}", text(held))).unwrap_or_default();
        line(
            &mut out,
            2,
            &format!(
                "{}: {} of {} to {to} — {}{held}",
                day(&entry["at"]),
                entry["step"],
                entry["of"],
                subject(&entry["item"]["id"])
            ),
        );
    }
    section(&mut out, "Mails, the oldest first");
    for mail in list(office, "outbox.list", "mails").await.iter().rev() {
        let error = mail.get("last_error").map(|error| format!(" ({})", text(error))).unwrap_or_default();
        line(
            &mut out,
            2,
            &format!(
                "{} to {}: {}{error} — {}",
                text(&mail["kind"]),
                text(&mail["to"]),
                text(&mail["state"]),
                text(&mail["subject"])
            ),
        );
    }
    let page = office.call("clients.get", json!({ "client_id": client })).await;
    let cut_off =
        page["contacts"].as_array().unwrap().iter().filter(|contact| contact["unreachable"].is_object());
    for (number, contact) in cut_off.enumerate() {
        if number == 0 {
            section(&mut out, "Not reached");
        }
        let told = &contact["unreachable"];
        line(
            &mut out,
            2,
            &format!(
                "{} <{}>: {}, since {}",
                text(&contact["name"]),
                text(&told["address"]),
                text(&told["cause"]),
                day(&told["since"])
            ),
        );
    }
    out
}

/// The rows of the inbox.
pub async fn inbox(office: &TestOffice) -> Vec<String> {
    let mut rows = Vec::new();
    for row in list(office, "inbox.list", "rows").await {
        let done = if row["done"] == true { "done" } else { "open" };
        let thread = office.thread(&text(&row["item"]["id"])).await;
        let subject = text(&thread["chat"]["subject"]);
        rows.push(format!(
            "{done}, {}: {} by {} — {subject}",
            day(&row["at"]),
            text(&row["what"]),
            text(&row["who"])
        ));
    }
    rows
}

/// How a reminder stands.
pub fn reminder(reminder: &Value) -> String {
    let why = ["stop_reason", "held_reason"].into_iter().find_map(|key| reminder.get(key));
    let why = why.map(|why| format!(" ({})", text(why))).unwrap_or_default();
    format!(
        "reminder {}{why}: {} of {} sent",
        text(&reminder["state"]),
        reminder["sent"],
        reminder["max_count"]
    )
}

fn a_chat(out: &mut String, thread: &Value) {
    let chat = &thread["chat"];
    section(
        out,
        &format!(
            "Chat \"{}\" with {} ({})",
            text(&chat["subject"]),
            text(&chat["client_name"]),
            text(&chat["state"])
        ),
    );
    line(out, 2, &reminder(&thread["reminder"]));
    for task in thread["tasks"].as_array().unwrap() {
        line(out, 2, &format!("[{}] {}", if task["done"] == true { "x" } else { " " }, text(&task["text"])));
    }
    for message in thread["messages"].as_array().unwrap() {
        out.push('\n');
        let known = if message["author"]["contact_id"].is_string() || message["author"]["kind"] == "office" {
            ""
        } else {
            ", no contact"
        };
        let by = match message.get("mail") {
            Some(mail) => format!(
                ", by mail from {}{}",
                text(&mail["from"]),
                if mail["verified"] == true { ", verified" } else { "" }
            ),
            None => String::new(),
        };
        line(
            out,
            2,
            &format!(
                "{} ({}{known}), {}{by}:",
                text(&message["author"]["name"]),
                text(&message["author"]["kind"]),
                day(&message["at"])
            ),
        );
        block(out, 4, "| ", &text(&message["text"]));
        if let Some(mail) = message.get("mail") {
            parts(out, &mail["parts"], false);
        }
        for document in message["attachments"].as_array().unwrap() {
            line(out, 4, &format!("document: {}, {} bytes", text(&document["name"]), document["size"]));
        }
        if let Some(mail) = message.get("mail") {
            files(out, &mail["files"]);
        }
        for way in message["deliveries"].as_array().unwrap() {
            let at = way.get("at").map(|at| format!(", {}", day(at))).unwrap_or_default();
            let error = way.get("last_error").map(|error| format!(" ({})", text(error))).unwrap_or_default();
            line(out, 4, &format!("to {}: {}{at}{error}", text(&way["email"]), text(&way["state"])));
            for one in way["evidence"].as_array().unwrap() {
                let verified = if one["verified"] == true { "verified" } else { "not verified" };
                let reason =
                    one.get("reason").map(|reason| format!(" ({})", text(reason))).unwrap_or_default();
                line(out, 6, &format!("{}, {}: {verified}{reason}", text(&one["kind"]), day(&one["at"])));
            }
        }
    }
}

/// What is folded, or all of it.
fn parts(out: &mut String, parts: &Value, all: bool) {
    for part in parts.as_array().unwrap() {
        let kind = text(&part["kind"]);
        if all || kind != "said" {
            line(out, 4, &format!("{kind}:"));
            block(out, 6, "| ", &text(&part["text"]));
        }
    }
}

fn files(out: &mut String, files: &Value) {
    for file in files.as_array().unwrap() {
        let refused = file.get("refused").map(|why| format!(", refused: {}", text(why))).unwrap_or_default();
        line(out, 4, &format!("file: {}{refused}", text(&file["name"])));
    }
}

async fn list(office: &TestOffice, command: &str, key: &str) -> Vec<Value> {
    office.call(command, json!({})).await[key].as_array().unwrap().clone()
}

fn section(out: &mut String, title: &str) {
    let _ = writeln!(out, "\n{title}");
}

fn line(out: &mut String, indent: usize, text: &str) {
    let _ = writeln!(out, "{}{}", " ".repeat(indent), text.trim_end());
}

fn block(out: &mut String, indent: usize, mark: &str, text: &str) {
    for one in text.replace("\r\n", "\n").trim_matches('\n').split('\n') {
        line(out, indent, &format!("{mark}{one}"));
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or("—").to_owned()
}

/// "Wed 22 Apr 16:05".
pub fn day(value: &Value) -> String {
    let Some(at) = value.as_str() else { return "no time".to_owned() };
    let at: DateTime<Utc> = at.parse().unwrap();
    at.with_timezone(&chrono_tz::Europe::Rome).format("%a %-d %b %H:%M").to_string()
}
