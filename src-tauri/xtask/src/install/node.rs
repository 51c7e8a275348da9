//! Node, and the UI's packages by `npm ci` when the lock file is not the one that was installed last.

use super::Consent;
use super::lock::Lock;
use crate::process::Step;
use crate::{Outcome, workspace};

/// The oldest Node that the UI's tools run on.
const OLDEST: (u32, u32) = (20, 19);

const HOW_TO_GET: &str = "on Debian and Ubuntu: `curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash - && \
                          sudo apt-get install -y nodejs`; on macOS: `brew install node`; on Windows: `winget install \
                          OpenJS.NodeJS.LTS`; then this again";

/// Makes sure that Node is there and that `ui/node_modules` is what `ui/package-lock.json` says.
pub fn ensure(consent: Consent) -> Outcome {
    let (major, minor) = OLDEST;
    let version = Step::new("node").arguments(["--version"]).answer();
    match version.as_deref().map(|text| (text.trim(), parse(text))) {
        Some((_, Some(version))) if version >= OLDEST => {}
        Some((text, _)) => {
            return Err(format!(
                "Node {major}.{minor} or newer is needed, and {text} is here. To get it: {HOW_TO_GET}"
            ));
        }
        None => return Err(format!("Node {major}.{minor} or newer is missing. To get it: {HOW_TO_GET}")),
    }
    packages(consent)
}

/// Major and minor of what `node --version` prints.
fn parse(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn packages(consent: Consent) -> Outcome {
    let lock = Lock {
        file: workspace::ui().join("package-lock.json"),
        copy: workspace::ui().join("node_modules").join(".installed-package-lock.json"),
    };
    if lock.is_installed()? {
        return Ok(());
    }
    consent.to_run("the UI's packages in ui/node_modules", "npm ci --prefix ui")?;
    Step::npm().arguments(["ci", "--no-audit", "--no-fund"]).run()?;
    lock.was_installed()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_version_that_node_prints_is_read() {
        assert_eq!(parse("v20.19.4\n"), Some((20, 19)));
        assert_eq!(parse("node: not found"), None);
    }
}
