//! The benchmarks: what the office does beside its peers, on this machine, in this run.
//!
//! `cargo xtask bench [NAME]` runs them and installs the peers; docs/BENCHMARKS.md says what each measures and keeps
//! the last figures. Every figure is one line of JSON on standard output; all else goes to standard error. Ours and
//! peers take turns, so that what else the machine does weighs on all alike, and a figure is the median of the turns.

#[cfg(target_os = "linux")]
mod documents;
mod figure;
#[cfg(target_os = "linux")]
mod intake;
mod office;
mod outbox;
mod peers;
mod reminders;
mod seed;
mod timers;
#[cfg(target_os = "linux")]
mod window;

use std::error::Error;
use std::process::ExitCode;

use studiolo_core::documents::serve_words;

/// As the programs have it: a look at a hundred thousand documents needs much memory for a moment. The system's allocator would keep most of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a step gives, or what went wrong.
type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

const NAMES: [&str; 6] = ["documents", "intake", "outbox", "reminders", "timers", "window"];

fn main() -> ExitCode {
    if serve_words() { ExitCode::SUCCESS } else { measure() }
}

#[tokio::main]
async fn measure() -> ExitCode {
    let names: Vec<String> = std::env::args().skip(1).collect();
    // A task of its own, as the office's loops are: the thread of `main` itself is woken by another for each byte.
    let ended = tokio::spawn(async move { run(&names).await }).await;
    match ended.map_err(Into::into).flatten() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the benchmarks of these names, or all.
async fn run(names: &[String]) -> Outcome {
    if let Some(unknown) = names.iter().find(|name| !NAMES.contains(&name.as_str())) {
        return Err(format!("no benchmark is called {unknown}; there are {}", NAMES.join(", ")).into());
    }
    let chosen = |name| names.is_empty() || names.iter().any(|other| other == name);
    if chosen("documents") {
        #[cfg(target_os = "linux")]
        documents::run().await?;
        #[cfg(not(target_os = "linux"))]
        eprintln!("documents: measured on Linux alone, where its peers are");
    }
    if chosen("intake") {
        #[cfg(target_os = "linux")]
        intake::run().await?;
        #[cfg(not(target_os = "linux"))]
        eprintln!("intake: measured on Linux alone, where its servers run");
    }
    if chosen("outbox") {
        outbox::run().await?;
    }
    if chosen("reminders") {
        reminders::run().await?;
    }
    if chosen("timers") {
        timers::run().await?;
    }
    if chosen("window") {
        #[cfg(target_os = "linux")]
        window::run().await?;
        #[cfg(not(target_os = "linux"))]
        eprintln!("window: measured on Linux alone, where its peers are");
    }
    Ok(())
}
