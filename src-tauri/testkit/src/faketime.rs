//! The wall clock of a real process, moved by libfaketime.

use std::process::Command;
use std::sync::OnceLock;

/// The variables that put libfaketime into a process and what it starts, beside which stands what the clock shows:
/// `FAKETIME` or `FAKETIME_TIMESTAMP_FILE`. The program `faketime` itself stays out of it: signals must reach the process,
/// and it does not start at all where a process that was killed under the same id left its clock in shared memory.
pub fn faketime() -> [(&'static str, String); 2] {
    // Timed waits return only with the real monotonic clock.
    [("LD_PRELOAD", library()), ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned())]
}

/// What `faketime` preloads; its path depends on the machine. It is asked again when it met a clock that was left.
fn library() -> String {
    static LIBRARY: OnceLock<String> = OnceLock::new();
    let ask = || {
        let output = Command::new("faketime").args(["-m", "2020-01-01", "printenv", "LD_PRELOAD"]).output();
        let output = output.expect("faketime is missing: apt-get install faketime");
        let path = String::from_utf8(output.stdout).unwrap().trim().to_owned();
        if path.is_empty() { Err(String::from_utf8_lossy(&output.stderr).into_owned()) } else { Ok(path) }
    };
    LIBRARY.get_or_init(|| (0..20).find_map(|_| ask().ok()).unwrap_or_else(|| ask().unwrap())).clone()
}
