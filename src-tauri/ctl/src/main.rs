//! `studioloctl`: the office without a window.
//!
//! Exit status: 0 done, 1 an error of the office (one line of JSON, the last on stderr), 2 bad usage, 3 the office
//! is open in another process.

mod arguments;
mod demo;
mod status;
mod verbs;

use arguments::Arguments;
use clap::Parser;
use status::Status;
use studiolo_core::documents::serve_words;

/// A look at a hundred thousand documents needs much memory for a moment. The system's allocator would keep most of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    if !serve_words() {
        run();
    }
}

#[tokio::main]
async fn run() {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("STUDIOLO_LOG").unwrap_or_else(|_| "warn".into()),
        )
        .init();
    let status = verbs::run(Arguments::parse()).await.unwrap_or_else(|error| {
        eprintln!("{}", serde_json::to_string(&error).unwrap_or_else(|_| error.message.clone()));
        Status::of(&error)
    });
    status.end()
}
