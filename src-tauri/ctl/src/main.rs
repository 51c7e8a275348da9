//! `studioloctl`: the office without a window.
//!
//! Exit status: 0 done, 1 an error of the office (one line of JSON, the last on stderr), 2 bad usage, 3 the office
//! is open in another process.

mod arguments;
mod demo;
mod verbs;

use std::process::ExitCode;

use arguments::Arguments;
use clap::Parser;
use studiolo_api::WireError;

/// A look at a hundred thousand documents needs much memory for a moment. The system's allocator would keep most of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("STUDIOLO_LOG").unwrap_or_else(|_| "warn".into()),
        )
        .init();
    match verbs::run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", serde_json::to_string(&error).unwrap_or_else(|_| error.message.clone()));
            exit_code(&error)
        }
    }
}

fn exit_code(error: &WireError) -> ExitCode {
    match error.code.as_str() {
        "office_locked" => ExitCode::from(3),
        "bad_usage" => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    }
}
