//! A program that a test started, with all that it starts in turn.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};

use super::wait_until;

/// A running program, in a process group of its own that ends with the test. What it complains of is shown when the
/// test fails.
pub struct Program {
    name: String,
    complaints: PathBuf,
    child: Child,
}

impl Program {
    /// Starts it; its standard error goes into a file of this folder.
    pub fn start(mut command: Command, folder: &Path) -> Self {
        let name =
            Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let complaints = folder.join(format!("{name}.log"));
        let log = File::options()
            .create(true)
            .append(true)
            .open(&complaints)
            .expect("the folder can be written to");
        command.stderr(log);
        let child =
            command.process_group(0).spawn().unwrap_or_else(|error| panic!("{name} did not start: {error}"));
        Self { name, complaints, child }
    }

    /// Its process id, which is also that of its group.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its child, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Sends it, not its group, a signal: `TERM`, `KILL`.
    pub fn signal(&self, signal: &str) {
        send(signal, &self.id().to_string());
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("a child can be asked").is_none()
    }

    /// Waits until it ends by itself.
    pub fn wait(&mut self) -> ExitStatus {
        let what = format!("{} ended", self.name);
        wait_until(&what, || self.child.try_wait().expect("a child can be waited for"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Also when it has ended: what it started may have stayed.
        send("KILL", &format!("-{}", self.id()));
        let _ = self.child.wait();
        if std::thread::panicking() {
            println!(
                "{} said:\n{}",
                self.name,
                std::fs::read_to_string(&self.complaints).unwrap_or_default()
            );
        }
    }
}

fn send(signal: &str, target: &str) {
    let _ =
        Command::new("kill").args(["-s", signal, "--", target]).stderr(std::process::Stdio::null()).status();
}
