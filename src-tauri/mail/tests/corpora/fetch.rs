//! Source packages, unpacked below `target/tmp/corpora`, by the ordinary clients of their registries.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

use serde::de::DeserializeOwned;

/// Debian's release whose sources are fetched, and the keys that it is signed with.
const RELEASE: &str = "trixie main";
const KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// The folder of a Debian source package as its authors released it; None, with a word why, when it is not to be had.
pub(crate) fn debian_source(package: &str) -> Option<PathBuf> {
    unpacked(package, |folder| {
        let apt = corpora().join("apt");
        fs::create_dir_all(apt.join("lists/partial")).unwrap();
        fs::create_dir_all(apt.join("cache/archives/partial")).unwrap();
        let Some(mirror) = mirror() else { return false };
        // A machine lists its binaries alone.
        let sources = apt.join("sources.list");
        fs::write(&sources, format!("deb-src [signed-by={KEYS}] {mirror} {RELEASE}\n")).unwrap();
        let run = |arguments: &[&str]| {
            let own = [
                format!("Dir::Etc::sourcelist={}", sources.display()),
                "Dir::Etc::sourceparts=/dev/null".to_owned(),
                format!("Dir::State::lists={}", apt.join("lists").display()),
                format!("Dir::Cache={}", apt.join("cache").display()),
                "APT::Sandbox::User=root".to_owned(),
            ];
            let mut command = Command::new("apt-get");
            let own = own.iter().flat_map(|option| ["--option", option]);
            succeeds(command.args(own).args(arguments).current_dir(folder))
        };
        run(&["update"]) && run(&["source", "--download-only", "--tar-only", package])
    })
}

/// Where this machine gets Debian's packages from.
fn mirror() -> Option<String> {
    let debian = ["Created-By: Packages", "Label: Debian", "Component: main"];
    let told = Command::new("apt-get")
        .args(["indextargets", "--format", "$(REPO_URI)"])
        .args(debian)
        .output()
        .ok()?;
    String::from_utf8(told.stdout).ok()?.lines().next().map(str::to_owned)
}

/// The folder of a package's source in Python's index; None, with a word why, when it is not to be had.
pub(crate) fn python_source(package: &str, version: &str) -> Option<PathBuf> {
    unpacked(package, |folder| {
        let wanted = format!("{package}=={version}");
        let arguments = ["-m", "pip", "download", "--no-deps", "--no-binary", package, &wanted];
        succeeds(Command::new("python3").args(arguments).current_dir(folder))
    })
}

/// Debian's binary package, unpacked, of the first name that there is.
pub(crate) fn debian_package(names: &[&str]) -> Option<PathBuf> {
    let found = |folder: &Path| {
        let mut download = Command::new("apt-get");
        names.iter().any(|name| succeeds(download.args(["download", name]).current_dir(folder)))
    };
    unpacked(names.first()?, found)
}

/// What a package's tests expect of its mails, read from them.
pub(crate) fn expected<T: DeserializeOwned>(file: &Path) -> Vec<T> {
    let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/expected.py");
    let read = Command::new("python3").arg(reader).arg(file).output().unwrap();
    assert!(read.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&read.stderr));
    serde_json::from_slice(&read.stdout).unwrap()
}

/// All files below a folder, by name.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Fetching goes one after the other: several tests want the same package, and its client one at a time.
static TURN: Mutex<()> = Mutex::new(());

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpora")
}

/// Fetches archives into a folder and unpacks them there; a folder that is there has been fetched whole.
fn unpacked(package: &str, fetch: impl FnOnce(&Path) -> bool) -> Option<PathBuf> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = corpora().join(package);
    if folder.is_dir() {
        return Some(folder);
    }
    if env::var("STUDIOLO_LONG").is_err() {
        eprintln!("skipped: {package} is fetched with STUDIOLO_LONG=1");
        return None;
    }
    fs::create_dir_all(corpora()).unwrap();
    let fetched = tempfile::tempdir_in(corpora()).unwrap();
    if !fetch(fetched.path()) {
        eprintln!("skipped: {package} is not to be had");
        return None;
    }
    let unpack = "for one in *.tar.*; do tar --extract --file $one; done 2>&1; [ ! -e *.deb ] || dpkg-deb --extract *.deb all";
    assert!(succeeds(Command::new("sh").args(["-c", unpack]).current_dir(fetched.path())), "{package}");
    fs::rename(fetched.path(), &folder).unwrap();
    Some(folder)
}

fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|done| done.status.success())
}
