//! The office of a test: its folder and key, and `studioloctl` on it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Output, Stdio};

use serde_json::Value;

use super::{Desktop, Program, built, wait_until};

/// An office that exists, closed, on a test's desktop.
pub struct OfficeFolder {
    folder: PathBuf,
    key_file: PathBuf,
}

impl OfficeFolder {
    /// Makes Elena Vannini's office, in this language.
    pub fn make(desktop: &Desktop, language: &str) -> Self {
        let office = Self { folder: desktop.path("office"), key_file: desktop.path("office.key") };
        let owner = [
            "--firm",
            "Studio Vannini",
            "--owner",
            "Elena Vannini",
            "--email",
            "elena@studiovannini.example",
        ];
        let made = office.ctl(desktop, None, &[&["init"], &owner[..], &["--language", language]].concat());
        assert!(made.status.success(), "init: {}", String::from_utf8_lossy(&made.stderr));
        office
    }

    /// Makes the demo office, with its clients, chats and caught mail.
    pub fn demo(desktop: &Desktop) -> Self {
        let folder = desktop.path("demo");
        let made = desktop.answer(built("studioloctl"), &["demo", path(&folder)]);
        assert!(made.is_some(), "the demo office could not be made");
        Self { key_file: folder.join("demo.key"), folder }
    }

    /// What the app is told to open it.
    pub fn arguments(&self) -> [&str; 4] {
        ["--office", path(&self.folder), "--key-file", path(&self.key_file)]
    }

    /// Who has it open, or had it last: `studiolo (process 12)`. To ask by opening it would be in the way of others.
    pub fn holder(&self) -> String {
        std::fs::read_to_string(self.folder.join("office.lock")).unwrap_or_default()
    }

    /// Waits until no program has it open any more.
    pub fn wait_until_closed(&self) {
        wait_until("the office was closed", || {
            let lock = File::open(self.folder.join("office.lock")).expect("an office has a lock");
            lock.try_lock().ok()
        });
    }

    /// Runs one command of the table, while the window is closed.
    pub fn call(&self, desktop: &Desktop, command: &str, request: &Value) -> Value {
        let output = self.ctl(desktop, None, &["call", command, &request.to_string()]);
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Has `studioloctl serve` run it, until what is returned is dropped; it is open by then.
    pub fn serve(&self, desktop: &Desktop) -> Program {
        let mut command = desktop.command(built("studioloctl"));
        command.args(self.arguments()).arg("serve").stdout(Stdio::piped());
        let mut serving = Program::start(command, desktop.home());
        let output = serving.child().stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).expect("it says when it is ready");
        assert!(line.contains("\"ready\":true"), "serve said: {line}");
        serving
    }

    /// Runs `studioloctl` on it, with the wall clock put forward by `later`, `+4d`, if that is given.
    pub fn ctl(&self, desktop: &Desktop, later: Option<&str>, arguments: &[&str]) -> Output {
        let mut command = desktop.command(built("studioloctl"));
        if let Some(later) = later {
            command.envs(studiolo_testkit::faketime()).env("FAKETIME", later);
        }
        command.args(self.arguments()).args(arguments).output().expect("studioloctl can be started")
    }
}

fn path(path: &std::path::Path) -> &str {
    path.to_str().expect("test folders have plain names")
}
