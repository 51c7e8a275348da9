//! The program `studiolo`: the desktop office.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use studiolo_core::documents::serve_words;

/// A look at a hundred thousand documents needs much memory for a moment. The system's allocator would keep most of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if serve_words() { ExitCode::SUCCESS } else { studiolo_shell::run() }
}
