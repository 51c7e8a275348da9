//! `studioloctl` as a process of its own, at an office in a folder of its own.

use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use studiolo_core::time::Instant;
use studiolo_testkit::{SmtpSink, faketime};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// A verb that takes longer hangs.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// A folder with room for an office (`office/`), its key file and whatever else a test needs.
pub struct Ctl {
    folder: TempDir,
}

/// A verb, and the circumstances it runs in.
#[derive(Debug)]
pub struct Verb {
    program: Vec<String>,
    arguments: Vec<String>,
    variables: Vec<(&'static str, String)>,
    stdin: Vec<u8>,
}

/// How a verb ended.
pub struct Ended {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// `serve` after its line `ready`.
pub struct Serving {
    child: Child,
    pub ready: Value,
    _stdout: BufReader<ChildStdout>,
}

impl Ctl {
    /// Without an office yet.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With Elena's office; its key is in a file.
    pub async fn with_office() -> Self {
        let ctl = Self::new();
        ctl.init().done().await.json();
        ctl
    }

    /// With Elena's office at `instant`, which sends to `sink`, and whose reminders go at any hour.
    pub async fn sending_to(sink: &SmtpSink, instant: Instant) -> Self {
        let ctl = Self::new();
        ctl.init().at(instant).done().await.json();
        let account = json!({ "host": sink.address().ip().to_string(), "port": sink.address().port(),
            "security": "none", "from_name": "Elena Vannini", "from_address": "elena@studiovannini.example" });
        ctl.call("mail.set_sending", &account).at(instant).done().await.json();
        ctl.call("settings.update", &json!({ "sending_window": null })).at(instant).done().await.json();
        ctl
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn office(&self) -> PathBuf {
        self.path("office")
    }

    pub fn key_file(&self) -> PathBuf {
        self.path("office.key")
    }

    /// A verb at the office, with its key file.
    pub fn verb(&self, arguments: &[&str]) -> Verb {
        let (office, key_file) = (self.office(), self.key_file());
        let place = ["--office", office.to_str().unwrap(), "--key-file", key_file.to_str().unwrap()];
        Verb::bare(&[&place, arguments].concat())
    }

    /// `init` with Elena's particulars.
    pub fn init(&self) -> Verb {
        self.verb(&[
            "init",
            "--firm",
            "Studio Vannini",
            "--owner",
            "Elena Vannini",
            "--email",
            "elena@studiovannini.example",
        ])
    }

    pub fn call(&self, command: &str, request: &Value) -> Verb {
        self.verb(&["call", command, &request.to_string()])
    }

    /// Paolo of Officine Rinaldi, and a chat with him; its id.
    pub async fn write_to_paolo(&self, subject: &str, reminder: Value, at: Instant) -> String {
        let client = json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [
            { "name": "Paolo Rinaldi", "email": "paolo@officinerinaldi.example", "notify": true, "login": false },
        ] });
        let client = self.call("clients.create", &client).at(at).done().await.json();
        let chat = json!({ "client_ids": [client["client_id"]], "subject": subject, "reminder": reminder,
            "body": "Buongiorno Paolo, mi mandi l’estratto conto?" });
        let made = self.call("chats.create", &chat).at(at).done().await.json();
        made["chats"][0]["chat_id"].as_str().unwrap().to_owned()
    }
}

impl Verb {
    /// A verb without an office.
    pub fn bare(arguments: &[&str]) -> Self {
        Self {
            program: vec![env!("CARGO_BIN_EXE_studioloctl").into()],
            arguments: arguments.iter().map(ToString::to_string).collect(),
            variables: Vec::new(),
            stdin: Vec::new(),
        }
    }

    /// The system's clock shows this instant when the process starts, and goes on from there.
    pub fn at(self, instant: Instant) -> Self {
        self.on_clock(("FAKETIME", instant.format("@%Y-%m-%d %H:%M:%S").to_string()))
    }

    /// The system's clock is what this file says each time it is asked.
    pub fn at_what_is_written_in(self, file: &std::path::Path) -> Self {
        self.on_clock(("FAKETIME_TIMESTAMP_FILE", file.display().to_string())).with("FAKETIME_NO_CACHE", "1")
    }

    fn on_clock(mut self, clock: (&'static str, String)) -> Self {
        self.variables.extend(faketime());
        self.with("TZ", "UTC").with(clock.0, clock.1)
    }

    pub fn with(mut self, variable: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((variable, value.into()));
        self
    }

    /// Another program in front.
    pub fn under(mut self, program: &[&str]) -> Self {
        self.program.splice(0..0, program.iter().map(ToString::to_string));
        self
    }

    pub fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.stdin = text.into();
        self
    }

    /// Starts it; it is killed when the child is dropped.
    pub fn start(&self) -> Child {
        let mut command = Command::new(&self.program[0]);
        command
            .args(&self.program[1..])
            .args(&self.arguments)
            .envs(self.variables.iter().map(|(k, v)| (k, v)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command.spawn().unwrap_or_else(|error| panic!("{} cannot be started: {error}", self.program[0]))
    }

    /// Runs it to its end.
    pub async fn done(self) -> Ended {
        let mut child = self.start();
        let mut stdin = child.stdin.take().unwrap();
        // Who fails before reading closes the pipe.
        let _ = stdin.write_all(&self.stdin).await;
        drop(stdin);
        let output = timeout(PATIENCE, child.wait_with_output()).await;
        output.unwrap_or_else(|_| panic!("{:?} hangs", self.arguments)).unwrap().into()
    }

    /// `serve`, once it says that it is ready.
    pub async fn serving(self) -> Serving {
        let mut child = self.start();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        timeout(PATIENCE, stdout.read_line(&mut line))
            .await
            .expect("serve never says that it is ready")
            .unwrap();
        if line.is_empty() {
            let ended: Ended = child.wait_with_output().await.unwrap().into();
            panic!("serve ended before it was ready: {:?} {}", ended.status, ended.stderr);
        }
        Serving { child, ready: serde_json::from_str(&line).unwrap(), _stdout: stdout }
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Ended {
    /// What a verb answers that must go well: one JSON value on stdout and nothing else.
    pub fn json(&self) -> Value {
        assert_eq!(self.status, Some(0), "{}{}", self.stdout, self.stderr);
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {:?}", self.stdout))
    }

    /// The code of the error that a verb ends with: one line of JSON, the last on stderr; nothing on stdout.
    pub fn code(&self) -> String {
        assert_eq!(self.stdout, "", "an error leaves stdout empty");
        let line = self.stderr.lines().last().unwrap_or_default();
        let error: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {:?}", self.stderr));
        let fields: Vec<&String> = error.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["code", "message", "params"]);
        assert_ne!(error["message"], "");
        error["code"].as_str().unwrap().to_owned()
    }

    /// Exit status and code of the error.
    pub fn refusal(&self) -> (i32, String) {
        (self.status.unwrap_or_else(|| panic!("ended by a signal: {}", self.stderr)), self.code())
    }
}

impl Serving {
    /// Sends a signal by its name.
    pub async fn signal(&self, name: &str) {
        let pid = self.child.id().expect("the process still runs").to_string();
        let sent =
            Command::new("/bin/sh").args(["-c", &format!("kill -{name} {pid}")]).status().await.unwrap();
        assert!(sent.success());
    }

    pub fn pid(&self) -> u32 {
        self.child.id().expect("the process still runs")
    }

    /// Asks it to end, and waits until it has.
    pub async fn end(self) -> Ended {
        self.signal("TERM").await;
        self.ended().await
    }

    /// Waits until it has ended.
    pub async fn ended(self) -> Ended {
        timeout(PATIENCE, self.child.wait_with_output()).await.expect("serve does not end").unwrap().into()
    }
}
