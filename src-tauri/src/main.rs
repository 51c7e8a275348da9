//! The program `studiolo`: the desktop office.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    studiolo_shell::run()
}
