//! Running other programs: each step prints itself before it starts, so that a log reads as what was done.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{Outcome, workspace};

/// One program with its arguments, in the clone's top folder unless [`Step::within`] says otherwise.
pub struct Step {
    command: Command,
}

impl Step {
    /// A step that runs `program`.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(workspace::root());
        Self { command }
    }

    /// A step of the cargo that started this program, hence of the same toolchain.
    pub fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
    }

    /// A step of npm in the UI's folder.
    pub fn npm() -> Self {
        Self::new(if cfg!(windows) { "npm.cmd" } else { "npm" }).within(&workspace::ui())
    }

    /// With these arguments after the ones it has.
    pub fn arguments(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(arguments);
        self
    }

    /// In this folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// With this variable in its environment.
    pub fn variable(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it with our own input and output; an error names it and its exit code.
    pub fn run(mut self) -> Outcome {
        self.announce();
        let status = self.command.status().map_err(|error| self.not_started(&error))?;
        if status.success() { Ok(()) } else { Err(format!("`{}` failed: {status}", self.words())) }
    }

    /// Becomes it, so that whoever stops us stops it.
    #[cfg(unix)]
    pub fn take_over(mut self) -> Outcome {
        self.announce();
        let error = std::os::unix::process::CommandExt::exec(&mut self.command);
        Err(self.not_started(&error))
    }

    /// Runs it to its end, since a program can't become another here.
    #[cfg(not(unix))]
    pub fn take_over(self) -> Outcome {
        self.run()
    }

    /// Runs it, passes its standard output on line by line and shows each line to `reader` too. Gives whether
    /// it ended well; an error only when it could not be started.
    pub fn run_reading(mut self, mut reader: impl FnMut(&str)) -> Outcome<bool> {
        self.announce();
        let mut child =
            self.command.stdout(Stdio::piped()).spawn().map_err(|error| self.not_started(&error))?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                reader(&line);
            }
        }
        let status = child.wait().map_err(|error| format!("`{}` was lost: {error}", self.words()))?;
        Ok(status.success())
    }

    /// Runs it beside others that use the terminal: what it says is appended to this file alone.
    pub fn run_apart(mut self, log: &Path) -> Outcome {
        let failed = |error: std::io::Error| format!("{}: {error}", log.display());
        let file = std::fs::File::options().create(true).append(true).open(log).map_err(failed)?;
        let errors = file.try_clone().map_err(failed)?;
        self.command.stdin(Stdio::null()).stdout(file).stderr(errors);
        let status = self.command.status().map_err(|error| self.not_started(&error))?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("`{}` failed, see {}", self.words(), log.display()))
        }
    }

    /// Runs it silently and gives its standard output; `None` when it is not there or fails.
    pub fn answer(mut self) -> Option<String> {
        let output = self.command.stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// The command line as a person would type it.
    pub fn words(&self) -> String {
        let program = Path::new(self.command.get_program());
        let program = program.file_stem().unwrap_or(program.as_os_str());
        let mut words = vec![program.to_string_lossy().into_owned()];
        words.extend(self.command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
        words.join(" ")
    }

    // On standard error: the output of `bench` is read by programs.
    fn announce(&self) {
        eprintln!("\n> {}", self.words());
    }

    fn not_started(&self, error: &std::io::Error) -> String {
        format!("`{}` could not be started: {error}", self.words())
    }
}
