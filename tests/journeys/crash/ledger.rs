//! What was tried, acknowledged and received, kept outside the processes that are killed.

use std::collections::BTreeMap;

use serde_json::Value;
use studiolo_testkit::{ReceivedMail, SinkMail};

use super::busy::Said;

/// An act, in the order in which acts were tried.
#[derive(Debug)]
pub struct Act {
    pub life: usize,
    pub command: String,
    pub request: Value,
    /// None: killed or refused before it was acknowledged.
    pub reply: Option<Value>,
}

/// Everything outside the office that is known of it.
#[derive(Default)]
pub struct Ledger {
    pub acts: Vec<Act>,
    names: BTreeMap<String, usize>,
    /// How many mails had arrived when each life was over.
    pub arrived: Vec<usize>,
    pub kills: usize,
    pub refused: usize,
}

impl Ledger {
    /// Notes a line of a life.
    pub fn note(&mut self, life: usize, said: Said) {
        match said {
            Said::Open => {}
            Said::Try(name, command, request) => {
                self.names.insert(name, self.acts.len());
                self.acts.push(Act { life, command, request, reply: None });
            }
            Said::Done(name, reply) => self.acts[self.names[&name]].reply = Some(reply),
            Said::Refused(name, code) => {
                let act = &self.acts[self.names[&name]];
                let by_rule = ["already_ended", "invalid_request"].contains(&code.as_str());
                assert!(by_rule, "{} {}: {code}", act.command, act.request);
                self.refused += 1;
            }
        }
    }

    pub fn acknowledged(&self) -> impl Iterator<Item = (&Act, &Value)> {
        self.acts.iter().filter_map(|act| Some((act, act.reply.as_ref()?)))
    }

    /// Panics if a reminder arrived about a chat that was answered or archived in an earlier life, before anything was
    /// tried that arms it again. `subjects`: of each chat, by its id.
    pub fn no_reminder_after_an_end(&self, mails: &[SinkMail], subjects: &BTreeMap<String, String>) -> usize {
        let reminders: Vec<(usize, String)> = mails
            .iter()
            .enumerate()
            .map(|(index, mail)| (index, ReceivedMail::parse(mail.bytes.clone())))
            .filter(|(_, mail)| mail.header("Auto-Submitted").is_some())
            .map(|(index, mail)| (index, mail.text))
            .collect();
        let mut looked_at = 0;
        for (end, chat) in self.acts.iter().filter_map(ends) {
            let arming =
                self.acts.iter().filter(|act| act.life >= end.life && arms(act, chat)).map(|act| act.life);
            let armed_in = arming.min().unwrap_or(self.arrived.len());
            // In one life acts overlap: which of them came first is not known here.
            if armed_in <= end.life + 1 {
                continue;
            }
            let quiet = self.arrived[end.life]..self.arrived[armed_in - 1];
            looked_at += 1;
            for (index, text) in reminders.iter().filter(|(index, _)| quiet.contains(index)) {
                let about = text.contains(&subjects[chat]);
                assert!(
                    !about,
                    "mail {index} reminds of {chat} after {} in life {}:\n{text}",
                    end.command, end.life
                );
            }
        }
        looked_at
    }
}

/// The act if it was acknowledged and ends a chat's reminder, and the chat.
fn ends(act: &Act) -> Option<(&Act, &str)> {
    let ends = matches!(act.command.as_str(), "chats.record_answer" | "chats.archive") && act.reply.is_some();
    ends.then(|| (act, act.request["chat_id"].as_str().unwrap()))
}

/// Whether the act, if it took place, may let the chat's reminder run again.
fn arms(act: &Act, chat: &str) -> bool {
    let arms = ["chats.reply", "chats.resume_reminder", "chats.reopen", "chats.set_reminder"];
    arms.contains(&act.command.as_str()) && act.request["chat_id"] == chat
}
