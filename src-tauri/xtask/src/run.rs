//! `cargo xtask run`: the window on an office, or that office without a window where there is no display.

use crate::install::{self, Consent, Need};
use crate::process::Step;
use crate::workspace::{self, FEATURES};
use crate::{Outcome, headless};

/// Builds what is needed and runs it until it is closed; `app` is what the app itself is told.
pub fn run(app: &[String], consent: Consent) -> Outcome {
    if !has_display() {
        install::ensure(&[Need::Core], consent)?;
        return headless::run(app);
    }
    install::ensure(&[Need::App, Need::Ui], consent)?;
    build_ui()?;
    Step::cargo().arguments(["build", "--package", "studiolo", "--features", FEATURES]).run()?;
    Step::new(workspace::built("studiolo")).arguments(app).take_over()
}

/// Builds the UI that the window embeds.
pub fn build_ui() -> Outcome {
    Step::npm().arguments(["run", "build"]).run()
}

/// Builds every program, since tests start the window and the office without one, and every test: with the tests' own
/// dependencies the others have more features, and what is built without them would be built again.
pub fn build_all() -> Outcome {
    Step::cargo().arguments(["build", "--workspace", "--all-targets", "--features", FEATURES]).run()
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
