//! `cargo xtask`: everything that a developer, a script or the build server does with a clone of Studiolo.
//!
//! Each verb first installs what it needs and is missing (see [`install`]), so that a fresh clone on a machine
//! with only Rust and Node can start with any of them. The verbs are public: CONTRACT.md lists them for scripts.

mod bench;
mod check;
mod clean_system;
mod directions;
mod headless;
mod icons;
mod install;
mod notices;
mod package;
mod process;
mod run;
mod screens;
mod suite;
mod tally;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::install::Consent;

/// What a step gives: its value, or one message that says what happened and what to do.
pub type Outcome<T = ()> = Result<T, String>;

/// Sets up, runs, tests, checks, measures and packages Studiolo.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    /// Install what is missing without asking (also implied by CI=true)
    #[arg(long, global = true)]
    yes: bool,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build the UI and the app, and open the window on the default office
    Run {
        /// For the app, after `--`: `--demo`, or `--office DIR [--key-file FILE]`
        #[arg(last = true)]
        app: Vec<String>,
    },
    /// Run every test; ends with the line `N passed, N failed`
    Test {
        /// Also the long ones
        #[arg(long)]
        long: bool,
    },
    /// Formatting, lints, types, directions between crates, bindings, licences; no test
    Check {
        /// Also look at the advisory database, which needs the network
        #[arg(long)]
        online: bool,
    },
    /// Run the benchmarks, or one of them, beside their peers
    Bench {
        /// The benchmark's name; all of them when absent
        name: Option<String>,
    },
    /// Make this platform's installers in target/package
    Package {
        /// Pack the debug build into target/package-debug: the same packages, sooner
        #[arg(long)]
        debug: bool,
    },
    /// Photograph every screen of the real window into target/screens
    Screens,
    /// Draw the icon files in icons/ again from its drawings
    Icons,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let consent = Consent::from_environment(arguments.yes);
    let outcome = match arguments.verb {
        Verb::Run { app } => run::run(&app, consent),
        Verb::Test { long } => suite::run(long, consent),
        Verb::Check { online } => check::run(online, consent),
        Verb::Bench { name } => bench::run(name.as_deref(), consent),
        Verb::Package { debug } => package::run(debug, consent),
        Verb::Screens => screens::run(consent),
        Verb::Icons => icons::run(consent),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nxtask: {message}");
            ExitCode::FAILURE
        }
    }
}
