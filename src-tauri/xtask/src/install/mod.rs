//! Installs what is missing: system packages, Node, the UI's packages, cargo-deny, the bundler, the
//! benchmarks' peers.
//!
//! Nothing is installed before it was said and agreed to; where we can't install (macOS, Windows, another Linux) the
//! exact way to get it is the error.

mod bundler;
mod deny;
mod lock;
mod node;
mod peers;
mod system;

use std::io::{IsTerminal, Write};

pub use bundler::program as bundler_program;
pub use deny::program as deny_program;
pub use peers::{PEERS, python as peers_python};

use crate::Outcome;

/// What a verb is about to do, in words of what it needs to be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// To build the core and `studioloctl`, without a window.
    Core,
    /// To build the app with its window.
    App,
    /// To build, check and test the UI.
    Ui,
    /// To run the tests: mail servers, a display, a browser, fault tools.
    Tests,
    /// To check licences and sources.
    Deny,
    /// To run the benchmarks' peers.
    Peers,
    /// To run the window beside its peers: Thunderbird, a display, a driver.
    WindowPeers,
    /// To pack installers.
    Bundler,
    /// To draw the icon files.
    Icons,
}

/// Whether missing things may be installed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// `--yes` or CI: install.
    Given,
    /// Somebody is there: ask.
    Ask,
    /// Nobody can answer: say what is missing and stop.
    Absent,
}

impl Consent {
    /// `CI=true` counts as a yes; without a terminal nobody can be asked.
    pub fn from_environment(yes: bool) -> Self {
        if yes || std::env::var("CI").is_ok_and(|ci| ci == "true" || ci == "1") {
            Self::Given
        } else if std::io::stdin().is_terminal() {
            Self::Ask
        } else {
            Self::Absent
        }
    }

    /// Says what is missing and the command that gets it; `Ok` when it may be run.
    fn to_run(self, missing: &str, command: &str) -> Outcome {
        eprintln!("\nMissing: {missing}\nTo install: {command}");
        match self {
            Self::Given => Ok(()),
            Self::Absent => Err(format!(
                "something is missing and nobody is there to ask; run `{command}`, or this again with --yes"
            )),
            Self::Ask => {
                eprint!("Install now? [Y/n] ");
                std::io::stderr().flush().map_err(|error| error.to_string())?;
                let mut answer = String::new();
                std::io::stdin().read_line(&mut answer).map_err(|error| error.to_string())?;
                match answer.trim().to_lowercase().as_str() {
                    "" | "y" | "yes" | "s" | "sì" | "si" => Ok(()),
                    _ => Err(format!("nothing was installed; run `{command}` when it suits you")),
                }
            }
        }
    }
}

/// Makes sure that all of this is there.
pub fn ensure(needs: &[Need], consent: Consent) -> Outcome {
    system::ensure(needs, consent)?;
    if needs.contains(&Need::Ui) {
        node::ensure(consent)?;
    }
    if needs.contains(&Need::Bundler) {
        bundler::ensure(consent)?;
    }
    if needs.contains(&Need::Deny) {
        deny::ensure(consent)?;
    }
    if needs.contains(&Need::Peers) {
        peers::ensure(consent)?;
    }
    Ok(())
}
