//! The office's window beside Thunderbird and beside an empty window: how soon it is of use, what it weighs, how quick
//! it is under the fingers.
//!
//! Each runs on a desktop of its own: a display in memory, a window manager, a session bus, an empty home folder.
//! What is painted is read from outside, out of the display's memory, the same way for all (see [`screen`]); only
//! the keys are pressed and timed through `WebDriver`, in the office's page.

mod desktop;
mod keys;
mod memory;
mod offices;
mod program;
mod screen;
mod sizes;
mod start;
mod thunderbird;

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::office::{KEY, OFFICE};
pub use memory::family;
use program::Started;

/// The window's title, by which the window manager closes it.
const OURS: &str = "Studiolo";
const BLANK: &str = "Blank";

/// Clients, chats with each, and messages of each chat: 500 clients and 50,000 messages.
const CHATS: usize = 2_500;
const CHATS_OF_CLIENT: usize = 5;
const MESSAGES_OF_CHAT: usize = 20;

/// Runs it.
pub async fn run() -> Outcome {
    eprintln!("window: writing {} messages", CHATS * MESSAGES_OF_CHAT);
    let office = offices::even(CHATS, CHATS_OF_CLIENT, MESSAGES_OF_CHAT).await?;
    let profile = thunderbird::Profile::make(CHATS, MESSAGES_OF_CHAT)?;
    start::run(office.path(), &profile)?;
    memory::run(office.path())?;
    drop((office, profile));
    keys::run().await?;
    sizes::run()
}

/// The office's program, on the office in this folder.
fn studiolo(folder: &Path) -> Outcome<Started> {
    let mut started = Started::new(beside("studiolo")?);
    started.arguments.push("--office".into());
    started.arguments.push(folder.join(OFFICE).into());
    started.arguments.push("--key-file".into());
    started.arguments.push(folder.join(KEY).into());
    Ok(started)
}

/// The empty window.
fn blank() -> Outcome<Started> {
    Ok(Started::new(beside("studiolo-blank")?))
}

/// A program that was built together with this one.
fn beside(name: &str) -> Outcome<PathBuf> {
    let program = std::env::current_exe()?.with_file_name(name);
    if program.exists() {
        return Ok(program);
    }
    Err(format!("{} is not there: run `cargo xtask bench window`", program.display()).into())
}
