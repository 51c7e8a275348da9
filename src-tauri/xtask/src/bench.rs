//! `cargo xtask bench [NAME]`: the package `studiolo-bench`, whose program takes a benchmark's name or none for all.
//!
//! Its sources are tests/bench. It prints one JSON line per figure on standard output and says everything else on
//! standard error. In its environment: `STUDIOLO_BENCH_PEERS`, the folder of the peers' programs with their
//! `node_modules`, and `STUDIOLO_BENCH_PYTHON`, the Python that has the peers' packages.

use crate::install::{self, Consent, Need};
use crate::process::Step;
use crate::{Outcome, workspace};

/// Runs the benchmark of this name, or all.
pub fn run(name: Option<&str>, consent: Consent) -> Outcome {
    install::ensure(&[Need::Core, Need::Peers], consent)?;
    Step::cargo()
        .arguments(["run", "--release", "--package", "studiolo-bench", "--"])
        .arguments(name)
        .variable("STUDIOLO_BENCH_PEERS", workspace::root().join(install::PEERS))
        .variable("STUDIOLO_BENCH_PYTHON", install::peers_python())
        .run()
}
