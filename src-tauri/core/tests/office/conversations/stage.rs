//! A conversation as it is played: each act is done in a real office and written down.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use serde_json::{Value, json};
use studiolo_core::intake::Taken;
use studiolo_mail::intake::message::Message;
use studiolo_testkit::{Cast, TestOffice, rome};

use super::programs::{Answer, Letter};
use super::shown::{inbox, reminder, shown, text};
use crate::intake::take_in;

/// Elena's office, Officine Rinaldi as its client, and what has happened.
pub struct Stage {
    pub office: TestOffice,
    pub cast: Cast,
    chats: Vec<String>,
    told: String,
    left: BTreeSet<String>,
    now: String,
}

impl Stage {
    /// On Wednesday 22 April 2026 at 16:05.
    pub async fn set(title: &str) -> Self {
        let office = TestOffice::new().await;
        let cast = office.cast().await;
        let told = format!("{title}\n\nWhat happened\n");
        let now = "Wed 22 Apr 16:05".to_owned();
        Self { office, cast, chats: Vec::new(), told, left: BTreeSet::new(), now }
    }

    /// Time passes; what is due is done.
    pub async fn at(&mut self, month: u32, day: u32, hour: u32, minute: u32) {
        let at = rome(2026, month, day, hour, minute);
        self.now = at.with_timezone(&chrono_tz::Europe::Rome).format("%a %-d %b %H:%M").to_string();
        self.office.at(at).await;
        self.note_mails().await;
    }

    /// Elena writes to the client, with a reminder every three days, three times, and tasks; the chat.
    pub async fn elena_writes(&mut self, subject: &str, body: &str, tasks: &[&str]) -> String {
        let request = json!({ "client_ids": [self.cast.rinaldi], "subject": subject, "body": body, "tasks": tasks,
            "reminder": { "every_days": 3, "max_count": 3 } });
        let made = self.office.call("chats.create", request).await;
        let chat = text(&made["chats"][0]["chat_id"]);
        self.chats.push(chat.clone());
        self.note(&format!("Elena writes \"{subject}\"")).await;
        chat
    }

    /// Elena goes on in a chat.
    pub async fn elena_replies(&mut self, chat: &str, body: &str) {
        self.office.call("chats.reply", json!({ "chat_id": chat, "body": body })).await;
        self.note("Elena replies").await;
    }

    /// Elena does something else.
    pub async fn elena(&mut self, told: &str, command: &str, request: Value) {
        self.office.call(command, request).await;
        self.note(&format!("Elena {told}")).await;
    }

    /// What Elena sees in her inbox now, and how the reminders stand.
    pub async fn looks(&mut self) {
        for row in inbox(&self.office).await {
            self.tell(&format!("  in the inbox: {row}"));
        }
        for chat in self.chats.clone() {
            let thread = self.office.thread(&chat).await;
            let (subject, stands) = (text(&thread["chat"]["subject"]), reminder(&thread["reminder"]));
            self.tell(&format!("  \"{subject}\": {stands}"));
        }
    }

    /// The newest mail to an address, as its reader has it.
    pub fn letter_to(&self, address: &str) -> Letter {
        Letter::read(&self.letters_to(address).pop().unwrap())
    }

    /// The first one.
    pub fn first_letter_to(&self, address: &str) -> Letter {
        Letter::read(&self.letters_to(address)[0])
    }

    fn letters_to(&self, address: &str) -> Vec<Vec<u8>> {
        let mails = fs::read_dir(self.office.folder().join("outbox-caught")).unwrap();
        let mut mails: Vec<Vec<u8>> = mails.map(|one| fs::read(one.unwrap().path()).unwrap()).collect();
        mails.retain(|bytes| Message::read(bytes).unwrap().to.iter().any(|one| one.address == address));
        mails.sort_by_key(|bytes| {
            let mail = Message::read(bytes).unwrap();
            (mail.date, mail.message_id)
        });
        mails
    }

    /// Somebody answers the newest mail to an address.
    pub async fn answers(&mut self, letter_to: &str, answer: &Answer<'_>) {
        let mail = answer.to(&self.letter_to(letter_to));
        let (name, address) = answer.from;
        self.comes(&format!("{name} <{address}> answers by {:?}", answer.program), mail).await;
    }

    /// A mail comes.
    pub async fn comes(&mut self, told: &str, mail: Vec<u8>) {
        let taken = match take_in(&self.office, mail).await {
            Taken::Left => "it stays in the mailbox",
            Taken::Known => "it was there before",
            Taken::Report => "it tells what became of a mail",
            Taken::Joined => "it joins a chat",
            Taken::Kept => "it is kept aside",
        };
        self.note(&format!("{told}: {taken}")).await;
    }

    /// The `Message-ID` of the newest mail to an address.
    pub async fn sent_to(&self, address: &str) -> String {
        crate::intake::mail_to(&self.office, address).await
    }

    /// Writes it all down, and compares it with the golden file of this name; `UPDATE_GOLDEN=1` writes that anew.
    pub async fn ends(self, name: &str) {
        let found = format!("{}{}", self.told, shown(&self.office, &self.cast.rinaldi, &self.chats).await);
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/conversations");
        let path = folder.join(format!("{name}.txt"));
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &found).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(found == expected, "{} differs; UPDATE_GOLDEN=1 writes it anew:\n{found}", path.display());
    }

    fn tell(&mut self, told: &str) {
        let _ = writeln!(self.told, "  {}  {told}", self.now);
    }

    async fn note(&mut self, told: &str) {
        self.tell(told);
        self.office.tick().await;
        self.note_mails().await;
    }

    /// Writes down which mails left.
    async fn note_mails(&mut self) {
        let list = self.office.call("outbox.list", json!({})).await;
        for mail in list["mails"].as_array().unwrap().iter().rev() {
            if mail["state"] == "accepted" && self.left.insert(text(&mail["id"])) {
                let (kind, to, subject) = (text(&mail["kind"]), text(&mail["to"]), text(&mail["subject"]));
                self.tell(&format!("  {kind} to {to}: \"{subject}\""));
            }
        }
    }
}
