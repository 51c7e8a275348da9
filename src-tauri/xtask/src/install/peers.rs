//! What the benchmarks measure against: packages of npm and `PyPI`, at the versions that their lock files say.

use std::path::PathBuf;

use super::Consent;
use super::lock::Lock;
use crate::process::Step;
use crate::{Outcome, workspace};

/// Where the peers' programs and lock files stand: `package-lock.json` for Node's, `requirements.txt` for Python's.
pub const PEERS: &str = "tests/bench/peers";

/// The Python that sees the peers' packages.
pub fn python() -> PathBuf {
    let folder = environment();
    if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python") }
}

/// Installs both kinds.
pub fn ensure(consent: Consent) -> Outcome {
    let peers = workspace::root().join(PEERS);
    let node = Lock {
        file: peers.join("package-lock.json"),
        copy: peers.join("node_modules").join(".installed-package-lock.json"),
    };
    if !node.is_installed()? {
        consent.to_run("the benchmarks' peers on Node", &format!("npm ci --prefix {PEERS}"))?;
        Step::npm().within(&peers).arguments(["ci", "--no-audit", "--no-fund"]).run()?;
        node.was_installed()?;
    }
    let pip =
        Lock { file: peers.join("requirements.txt"), copy: environment().join("installed-requirements.txt") };
    if !pip.is_installed()? {
        consent
            .to_run("the benchmarks' peers on Python", &format!("pip install -r {PEERS}/requirements.txt"))?;
        Step::new("python3").arguments(["-m", "venv"]).arguments([environment()]).run()?;
        Step::new(python())
            .arguments(["-m", "pip", "install", "--disable-pip-version-check", "--requirement"])
            .arguments([&pip.file])
            .run()?;
        pip.was_installed()?;
    }
    Ok(())
}

fn environment() -> PathBuf {
    workspace::target().join("tools").join("python")
}
