//! kill -9 at random instants of a busy office: nothing that was acknowledged is lost, and nothing goes twice outside the
//! gap between a mail's final dot and the durable record of its answer.
//!
//! 200 kills; 2,000 with `STUDIOLO_LONG=1`. `STUDIOLO_SEED` repeats the acts and the choice of instants of a run.

mod acts;
mod aim;
mod busy;
mod chance;
mod ledger;
mod verdict;

use std::env;
use std::process::Stdio;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use studiolo_core::time::Instant;
use studiolo_testkit::{SmtpSink, rome};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use self::acts::Known;
use self::aim::Aim;
use self::busy::{Life, MARK, Said, VARIABLE};
use self::chance::Chance;
use self::ledger::Ledger;
use crate::ctl::{Ctl, Ended, PATIENCE, Verb};

/// The test below, as the harness names it.
const THIS_TEST: &str = "crash::an_office_that_is_killed_again_and_again_loses_nothing_and_repeats_nothing";

/// An opened office lives this long at most, milliseconds.
const LONGEST_LIFE: u64 = 400;

#[tokio::test(flavor = "multi_thread")]
async fn an_office_that_is_killed_again_and_again_loses_nothing_and_repeats_nothing() {
    if let Ok(life) = env::var(VARIABLE) {
        return busy::live(serde_json::from_str(&life).unwrap()).await;
    }
    let seed = seed();
    let kills = if env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1") { 2_000 } else { 200 };
    let mut story = Story::begin(seed).await;
    while story.ledger.kills < kills {
        match story.chance.below(10) {
            0..6 => story.busy_office().await,
            6 => story.call().await,
            7 => story.tick().await,
            _ => story.serve().await,
        }
        if story.ledger.arrived.len() % 50 == 0 {
            let verified = story.ctl.verb(&["verify"]).at(story.now).done().await.json();
            assert_eq!(verified["ok"], true, "after {} kills: {verified}", story.ledger.kills);
        }
    }
    verdict::pass(&story).await;
}

/// What the run's choices follow from; shown when a test fails.
fn seed() -> u64 {
    let seed = env::var("STUDIOLO_SEED")
        .map_or_else(|_| u64::from(std::process::id()), |seed| seed.parse().unwrap());
    println!("STUDIOLO_SEED={seed} repeats this run");
    seed
}

/// The office, the server that outlives it, and what is known of both.
struct Story {
    ctl: Ctl,
    sink: SmtpSink,
    ledger: Ledger,
    chance: Chance,
    now: Instant,
    aim: Aim,
}

impl Story {
    async fn begin(seed: u64) -> Self {
        let sink = SmtpSink::start();
        let now = rome(2026, 3, 2, 9, 0);
        let ctl = Ctl::sending_to(&sink, now).await;
        let (ledger, chance) = (Ledger::default(), Chance::new(seed));
        Self { ctl, sink, ledger, chance, now, aim: Aim::default() }
    }

    fn life(&self) -> usize {
        self.ledger.arrived.len()
    }

    /// Every loop, and acts from several hands.
    async fn busy_office(&mut self) {
        let life = Life {
            folder: self.ctl.office(),
            key_file: self.ctl.key_file(),
            now: self.now,
            seed: self.chance.below(u64::MAX),
            number: self.life(),
        };
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .args([THIS_TEST, "--exact", "--nocapture"])
            .env(VARIABLE, serde_json::to_string(&life).unwrap());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let lines = self.kill_while_open(command.spawn().unwrap(), "open").await;
        for line in lines.iter().filter_map(|line| Some(line.split_once(MARK)?.1)) {
            self.ledger.note(self.life(), serde_json::from_str(line).unwrap());
        }
        self.end_of_life(lines.len()).await;
    }

    /// Every loop; due reminders and what waits in the outbox.
    async fn serve(&mut self) {
        let child = self.ctl.verb(&["serve"]).at(self.now).start();
        let pid = child.id().unwrap();
        self.kill_while_open(child, "ready").await;
        aim::forget_clock(pid);
        self.end_of_life(0).await;
    }

    async fn tick(&mut self) {
        let child = self.ctl.verb(&["tick"]).at(self.now).start();
        self.kill_or_let_be(child).await;
        self.end_of_life(0).await;
    }

    /// One act by the command line.
    async fn call(&mut self) {
        let name = format!("L{:04}H9N0000", self.life());
        let known = self.known();
        let (command, request) = acts::next(&mut self.chance, &known, &name);
        let tried = Said::Try(name.clone(), command.into(), request.clone());
        self.ledger.note(self.life(), tried);
        let child = self.ctl.call(command, &request).at(self.now).start();
        if let Some(ended) = self.kill_or_let_be(child).await {
            let said = match ended.status {
                Some(0) => Said::Done(name, ended.json()),
                _ => Said::Refused(name, ended.code()),
            };
            self.ledger.note(self.life(), said);
        }
        self.end_of_life(0).await;
    }

    /// Clients and chats whose making was acknowledged.
    fn known(&self) -> Known {
        let mut known = Known::default();
        for (act, reply) in self.ledger.acknowledged() {
            match act.command.as_str() {
                "clients.create" => known.clients.push(reply["client_id"].as_str().unwrap().into()),
                "chats.create" => known.chats.push(reply["chats"][0]["chat_id"].as_str().unwrap().into()),
                _ => {}
            }
        }
        known
    }

    /// Kills a process that stays until then: half of the times on its way to being open, half of the times at work.
    /// Returns what it said.
    async fn kill_while_open(&mut self, mut child: Child, open: &str) -> Vec<String> {
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = Vec::new();
        let mut stderr = child.stderr.take().unwrap();
        let complaints = tokio::spawn(async move {
            let mut text = String::new();
            stderr.read_to_string(&mut text).await.unwrap();
            text
        });
        if self.chance.below(4) > 0 {
            let opening = hear(&mut stdout, &mut said, Some(open));
            timeout(PATIENCE, opening).await.expect("the office never opens");
        }
        let instant = Duration::from_millis(self.chance.below(LONGEST_LIFE));
        let _ = timeout(instant, hear(&mut stdout, &mut said, None)).await;
        child.start_kill().unwrap();
        hear(&mut stdout, &mut said, None).await;
        let status = child.wait().await.unwrap();
        assert_eq!(status.code(), None, "it ended by itself: {said:?} {}", complaints.await.unwrap());
        self.ledger.kills += 1;
        said
    }

    /// Kills a process that would end by itself; how it ended, if it was quicker.
    async fn kill_or_let_be(&mut self, child: Child) -> Option<Ended> {
        let ended = self.aim.at(child, &mut self.chance).await;
        self.ledger.kills += usize::from(ended.is_none());
        ended
    }

    /// Waits until the server has taken what was under way; then hours pass.
    async fn end_of_life(&mut self, lines: usize) {
        self.ledger.arrived.push(self.sink.wait_until_silent().await);
        let acts = TimeDelta::minutes(i64::try_from(lines).unwrap());
        self.now += acts + TimeDelta::minutes(60 + i64::try_from(self.chance.below(120)).unwrap());
    }
}

/// Reads lines, until one holds `word` or there are no more.
async fn hear(stdout: &mut Lines<BufReader<ChildStdout>>, said: &mut Vec<String>, word: Option<&str>) {
    while let Some(line) = stdout.next_line().await.unwrap() {
        let heard = word.is_some_and(|word| line.contains(word));
        said.push(line);
        if heard {
            break;
        }
    }
}

/// So often is each verb killed that is looked at alone.
const KILLS_OF_ONE_VERB: usize = 20;

#[tokio::test]
async fn an_init_that_is_killed_makes_a_whole_office_or_none() {
    let (mut aim, mut chance, mut kills) = (Aim::default(), Chance::new(seed()), 0);
    while kills < KILLS_OF_ONE_VERB {
        let ctl = Ctl::new();
        kills += usize::from(aim.at(ctl.init().start(), &mut chance).await.is_none());
        if !ctl.office().join("studiolo.db").exists() {
            // A key that was kept for nothing is left alone, and said.
            let again = ctl.init().done().await;
            if ctl.key_file().exists() && again.status != Some(0) {
                assert_eq!(again.refusal(), (1, "invalid_request".into()));
                std::fs::remove_file(ctl.key_file()).unwrap();
                ctl.init().done().await.json();
            }
        }
        assert_eq!(ctl.verb(&["verify"]).done().await.json()["ok"], true);
        assert_eq!(ctl.call("settings.get", &json!({})).done().await.json()["firm"], "Studio Vannini");
    }
}

#[tokio::test]
async fn a_backup_or_restore_that_is_killed_is_whole_or_not_there() {
    let (mut aim, mut chance, mut kills) = (Aim::default(), Chance::new(seed()), 0);
    let ctl = Ctl::with_office().await;
    while kills < KILLS_OF_ONE_VERB {
        let (file, folder) = (ctl.path(&format!("{kills}.backup")), ctl.path(&kills.to_string()));
        let (file, to) = (file.to_str().unwrap(), folder.to_str().unwrap());
        let _ = std::fs::remove_file(file);
        let _ = std::fs::remove_dir_all(&folder);
        kills += usize::from(aim.at(ctl.verb(&["backup", file]).start(), &mut chance).await.is_none());
        if !std::fs::exists(file).unwrap() {
            ctl.verb(&["backup", file]).done().await.json();
        }
        kills += usize::from(aim.at(ctl.verb(&["restore", file, to]).start(), &mut chance).await.is_none());
        if !folder.join("studiolo.db").exists() {
            let _ = std::fs::remove_dir_all(&folder);
            ctl.verb(&["restore", file, to]).done().await.json();
        }
        let key = ctl.key_file();
        let restored = ["--office", to, "--key-file", key.to_str().unwrap(), "verify"];
        assert_eq!(Verb::bare(&restored).done().await.json()["ok"], true);
    }
}
