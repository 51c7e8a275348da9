//! A Debian with nothing but its base, as a computer is on which nobody has built anything.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::{Desktop, built};

// In a name space of its own, so that what is mounted and whatever still runs are gone with the command: the devices,
// and the folder that holds the desktop's home and sockets.
const ENTER: &str = r#"mount --rbind /dev "$0/dev" && mount -t proc proc "$0/proc" && mkdir -p "$0$1" &&
    mount --rbind "$1" "$0$1" && root=$0 && shift && exec chroot "$root" "$@""#;

/// A copy of the clean system that `cargo xtask test` made; gone with the test.
pub struct CleanSystem {
    root: TempDir,
}

impl CleanSystem {
    /// Copies it.
    pub fn start() -> Self {
        let target = built("studiolo").ancestors().nth(2).expect("programs stand in target/debug").to_owned();
        let folder = target.join("clean-system");
        let base = folder.join("base");
        assert!(base.exists(), "{} was not made: run this test by `cargo xtask test`", base.display());
        let root =
            tempfile::Builder::new().prefix("copy").tempdir_in(&folder).expect("target can be written to");
        let copied = Command::new("cp")
            .args(["--archive", "--reflink=auto"])
            .arg(base.join("."))
            .arg(root.path())
            .status();
        assert!(copied.expect("cp can be started").success(), "the clean system can't be copied");
        Self { root }
    }

    /// What is at this path of it.
    pub fn path(&self, path: &str) -> std::path::PathBuf {
        self.root.path().join(path.trim_start_matches('/'))
    }

    /// The program and arguments that run a command in it.
    pub fn words<'words>(&'words self, command: &[&'words str]) -> Vec<&'words str> {
        let root = self.root.path().to_str().expect("target has a plain name");
        let enter =
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, root, "/tmp"];
        [&enter[..], command].concat()
    }

    /// Runs a command in it, as root; panics where it fails, with what it said.
    pub fn run(&self, desktop: &Desktop, command: &[&str]) -> String {
        let Output { status, stdout, stderr } = self.output(desktop, command);
        let said = String::from_utf8_lossy(&stdout).into_owned();
        assert!(status.success(), "{command:?}: {said}{}", String::from_utf8_lossy(&stderr));
        said
    }

    /// Runs a command in it, as root.
    pub fn output(&self, desktop: &Desktop, command: &[&str]) -> Output {
        let words = self.words(command);
        let mut command = desktop.command(words[0]);
        // Its locale is none of ours, and packages must ask nothing.
        command.args(&words[1..]).env("LANG", "C.UTF-8").env("DEBIAN_FRONTEND", "noninteractive");
        command.output().expect("a command can be run in the clean system")
    }

    /// Puts a file into it.
    pub fn take(&self, file: &Path, path: &str) {
        fs::copy(file, self.path(path)).expect("the clean system can be written to");
    }
}
