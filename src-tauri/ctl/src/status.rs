//! How a verb ends.

use std::io::Write;

use studiolo_api::WireError;

/// Exit status of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is done.
    Done = 0,
    /// The office refused it, or something is wrong with it.
    Refused = 1,
    /// Bad usage, as clap ends it.
    BadUsage = 2,
    /// The office is open in another process.
    Locked = 3,
}

impl Status {
    /// The status for this error.
    pub fn of(error: &WireError) -> Self {
        match error.code.as_str() {
            "office_locked" => Self::Locked,
            "bad_usage" => Self::BadUsage,
            _ => Self::Refused,
        }
    }

    /// Ends the process at once, without what libraries run at exit: SQLCipher takes its memory down there, also under the
    /// threads of a database that could not be opened and are still closing it.
    pub fn end(self) -> ! {
        let _ = std::io::stdout().flush();
        signal_hook::low_level::exit(self as i32)
    }
}
