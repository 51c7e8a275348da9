//! The busy office: a process of its own with every loop, in which acts arrive from several hands at once. It says on
//! stdout what it tries and what was done, until it is killed.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::PathBuf;
use studiolo_core::access::{By, Origin};
use studiolo_core::key::KeySource;
use studiolo_core::time::{Clock, Instant, ManualClock};
use studiolo_core::{Office, OpenOptions, jobs};
use studiolo_testkit::dispatch;

use super::acts::{self, Known};
use super::chance::Chance;

const ELENA: By = By::owner(Origin::Window);

/// Acts that are under way side by side.
const HANDS: u64 = 3;

/// What the process is told when it starts.
#[derive(Serialize, Deserialize)]
pub struct Life {
    pub folder: PathBuf,
    pub key_file: PathBuf,
    pub now: Instant,
    pub seed: u64,
    pub number: usize,
}

/// One line of what it says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// The office is open, its loops run.
    Open,
    /// An act begins: its name, command and request.
    Try(String, String, Value),
    /// It was done: its name and reply.
    Done(String, Value),
    /// It was refused: its name and the error's code.
    Refused(String, String),
}

/// Stands before every line, for the test harness speaks on the same stdout.
pub const MARK: &str = "» ";

/// Variable that makes this test the busy office.
pub const VARIABLE: &str = "STUDIOLO_BUSY_OFFICE";

/// Lives until it is killed.
pub async fn live(life: Life) {
    let clock = ManualClock::at(life.now);
    let options = OpenOptions {
        folder: life.folder,
        key: KeySource::File(life.key_file),
        clock: Clock::Manual(clock.clone()),
        program: "a busy office",
        words: None,
    };
    let office = Office::open(options).await.unwrap();
    let _running = jobs::start(&office);
    say(&Said::Open);
    let day =
        Arc::new(Day { known: Mutex::new(known(&office).await), clock, now: Mutex::new(life.now), office });
    let hands: Vec<_> = (0..HANDS)
        .map(|hand| {
            let chance = Chance::new(life.seed.wrapping_add(hand));
            tokio::spawn(work(Arc::clone(&day), chance, format!("L{:04}H{hand}", life.number)))
        })
        .collect();
    for hand in hands {
        hand.await.unwrap();
    }
}

struct Day {
    office: Arc<Office>,
    known: Mutex<Known>,
    clock: ManualClock,
    now: Mutex<Instant>,
}

async fn work(day: Arc<Day>, mut chance: Chance, hand: String) {
    for number in 0..1_000 {
        let name = format!("{hand}N{number:04}");
        let (command, request) = acts::next(&mut chance, &day.known.lock().unwrap(), &name);
        say(&Said::Try(name.clone(), command.into(), request.clone()));
        match dispatch(&day.office, &ELENA, command, request).await {
            Ok(reply) => {
                say(&Said::Done(name, reply.clone()));
                day.learn(command, &reply).await;
            }
            Err(error) => say(&Said::Refused(name, error.code)),
        }
        let mut now = day.now.lock().unwrap();
        *now += TimeDelta::seconds(i64::try_from(chance.below(60)).unwrap());
        day.clock.set(*now);
    }
}

impl Day {
    async fn learn(&self, command: &str, reply: &Value) {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        match command {
            "clients.create" => self.known.lock().unwrap().clients.push(text(&reply["client_id"])),
            "chats.create" => {
                let chat = reply["chats"][0]["chat_id"].clone();
                let thread =
                    dispatch(&self.office, &ELENA, "chats.get", json!({ "chat_id": chat })).await.unwrap();
                let mut known = self.known.lock().unwrap();
                known.chats.push(text(&chat));
                known.tasks.push(text(&thread["tasks"][0]["task_id"]));
            }
            _ => {}
        }
    }
}

/// What there was before this life began. Tasks of old chats rest.
async fn known(office: &Arc<Office>) -> Known {
    let ids = async |command: &str, list: &str, id: &str| {
        let reply = dispatch(office, &ELENA, command, json!({})).await.unwrap();
        reply[list].as_array().unwrap().iter().map(|row| row[id].as_str().unwrap().to_owned()).collect()
    };
    Known {
        clients: ids("clients.list", "clients", "client_id").await,
        chats: ids("chats.list", "chats", "chat_id").await,
        tasks: Vec::new(),
    }
}

fn say(what: &Said) {
    println!("{MARK}{}", serde_json::to_string(what).unwrap());
}
