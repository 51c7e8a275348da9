//! `cargo xtask bench [NAME]`: the package `studiolo-bench`, whose program takes a benchmark's name or none for all.
//!
//! Its sources are tests/bench. It prints one JSON line per figure on standard output and says everything else on
//! standard error. In its environment: `STUDIOLO_BENCH_PEERS`, the folder of the peers' programs with their
//! `node_modules`, and `STUDIOLO_BENCH_PYTHON`, the Python that has the peers' packages; for the window also
//! `STUDIOLO_BENCH_PACKAGE`, the folder of the installers, and `STUDIOLO_BENCH_UI`, that of the built UI.

use std::path::Path;

use crate::install::{self, Consent, Need};
use crate::process::Step;
use crate::workspace::{self, FEATURES};
use crate::{Outcome, package, run};

const WINDOW: &str = "window";

/// Runs the benchmark of this name, or all.
pub fn run(name: Option<&str>, consent: Consent) -> Outcome {
    let package = workspace::target().join("package");
    if name != Some(WINDOW) {
        install::ensure(&[Need::Core, Need::Peers], consent)?;
    }
    // The window is measured where its peers are.
    if cfg!(target_os = "linux") && name.is_none_or(|name| name == WINDOW) {
        install::ensure(&[Need::App, Need::Ui, Need::WindowPeers], consent)?;
        if has_no_installer(&package) {
            package::run(false, consent)?;
        }
        run::build_ui()?;
        // Apart from the benchmarks' own program, whose dependencies would have everything built once more.
        build(&["--package", "studiolo", "--package", "studiolo-blank", "--features", FEATURES])?;
    }
    build(&["--package", "studiolo-bench"])?;
    Step::new(
        workspace::target().join("release").join(format!("studiolo-bench{}", std::env::consts::EXE_SUFFIX)),
    )
    .arguments(name)
    .variable("STUDIOLO_BENCH_PEERS", workspace::root().join(install::PEERS))
    .variable("STUDIOLO_BENCH_PYTHON", install::peers_python())
    .variable("STUDIOLO_BENCH_PACKAGE", package)
    .variable("STUDIOLO_BENCH_UI", workspace::ui().join("dist"))
    .run()
}

fn build(packages: &[&str]) -> Outcome {
    Step::cargo().arguments(["build", "--release"]).arguments(packages).run()
}

fn has_no_installer(package: &Path) -> bool {
    let Ok(files) = std::fs::read_dir(package) else { return true };
    !files.flatten().any(|file| file.path().extension().is_some_and(|ending| ending == "deb"))
}
