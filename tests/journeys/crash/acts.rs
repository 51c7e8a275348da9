//! What Elena does on a busy day, at random.

use serde_json::{Value, json};

use super::chance::Chance;

/// Chats are begun up to this number; from then on Elena goes on in those that there are.
const CHATS: usize = 120;

/// The clients, the chats and their tasks that an act can concern.
#[derive(Default)]
pub struct Known {
    pub clients: Vec<String>,
    pub chats: Vec<String>,
    pub tasks: Vec<String>,
}

/// An act, named `name` where words are needed that no other act has.
pub fn next(chance: &mut Chance, known: &Known, name: &str) -> (&'static str, Value) {
    let Some(client) = chance.one_of(&known.clients) else { return new_client(name) };
    let (dice, room) = (chance.below(100), known.chats.len() < CHATS);
    let Some(chat) = chance.one_of(&known.chats).filter(|_| dice >= 20 || !room) else {
        return ("chats.create", new_chat(client, name));
    };
    let this = json!({ "chat_id": chat });
    match dice {
        0..40 => {
            ("chats.reply", json!({ "chat_id": chat, "body": format!("Ancora su {name}."), "reminder": {} }))
        }
        40..60 => ("chats.record_answer", json!({ "chat_id": chat, "text": format!("Risposta {name}") })),
        60..68 => ("chats.resume_reminder", this),
        68..76 => ("chats.send_again", this),
        76..81 => ("chats.archive", this),
        81..86 => ("chats.reopen", this),
        86..92 => {
            let days = 1 + chance.below(2);
            (
                "chats.set_reminder",
                json!({ "chat_id": chat, "enabled": dice != 86, "every_days": days, "max_count": 5 }),
            )
        }
        92..97 => match chance.one_of(&known.tasks) {
            Some(task) => ("chats.set_task", json!({ "task_id": task, "done": dice % 2 == 0 })),
            None => ("chats.send_again", this),
        },
        _ => new_client(name),
    }
}

/// The subject of the chat that was begun by the act `name`: no mail about another chat holds it.
pub fn subject(name: &str) -> String {
    format!("Pratica {name}")
}

fn new_chat(client: &str, name: &str) -> Value {
    json!({ "client_ids": [client], "subject": subject(name), "body": format!("Buongiorno, mi serve {name}."),
        "reminder": { "every_days": 1, "max_count": 5 }, "tasks": [format!("Documento {name}")] })
}

fn new_client(name: &str) -> (&'static str, Value) {
    let contact = |who: &str| {
        json!({ "name": format!("{who} {name}"), "email": format!("{who}.{name}@rinaldi.example").to_lowercase(),
            "notify": true, "login": false })
    };
    let contacts = [contact("Paolo"), contact("Giulia")];
    ("clients.create", json!({ "name": format!("Cliente {name}"), "kind": "company", "contacts": contacts }))
}
