//! A program on a desktop, with all that it starts in turn.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;

/// How long anything may take to come or to go.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// What is to be started.
#[derive(Debug, Clone)]
pub struct Started {
    /// The program.
    pub program: PathBuf,
    /// What it is told.
    pub arguments: Vec<OsString>,
}

impl Started {
    /// Without arguments yet.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self { program: program.into(), arguments: Vec::new() }
    }
}

/// A running program, in a process group of its own that ends when this is dropped.
pub struct Program {
    child: Child,
}

impl Program {
    /// Starts it. What it complains of goes the way of our own complaints if `STUDIOLO_BENCH_LOUD` is set.
    pub fn start(command: &mut Command) -> Outcome<Self> {
        if std::env::var_os("STUDIOLO_BENCH_LOUD").is_none() {
            command.stderr(Stdio::null());
        }
        let child = command.process_group(0).spawn().map_err(|error| format!("{command:?}: {error}"))?;
        Ok(Self { child })
    }

    /// Its process id, which is also that of its group.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its child, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Asks it to end, and waits until it has.
    pub fn end(mut self) -> Outcome {
        send("TERM", &self.id().to_string());
        wait_until("the program ended", || Ok(self.child.try_wait()?.map(drop)))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Also when it has ended: what it started may have stayed.
        send("KILL", &format!("-{}", self.id()));
        let _ = self.child.wait();
    }
}

/// Asks again and again until there is an answer.
pub fn wait_until<T>(what: &str, mut ask: impl FnMut() -> Outcome<Option<T>>) -> Outcome<T> {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if start.elapsed() > PATIENCE {
            return Err(format!("waited in vain until {what}").into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn send(signal: &str, target: &str) {
    let _ = Command::new("kill").args(["-s", signal, "--", target]).stderr(Stdio::null()).status();
}
