//! The loops that run the office whether or not a window is open, and their supervisor.

mod board;
mod housekeeping;
mod intake;
mod outbox;
mod reminders;
mod sent;
mod supervisor;
mod tick;
mod watcher;
mod words;

/// The name of the loop that makes the daily backup.
pub const HOUSEKEEPING: &str = "housekeeping";

pub use board::{Board, LoopState, LoopStatus};
pub use supervisor::{Running, start};
pub use tick::{Ticked, tick};
