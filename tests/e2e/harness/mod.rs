//! What the tests of the window stand on.

mod clean_system;
mod desktop;
mod drag_source;
mod driven;
mod drop_target;
mod keys;
mod look;
mod notices;
mod office;
mod printer;
mod program;
mod tour;
mod words;

pub use clean_system::CleanSystem;
pub use desktop::Desktop;
pub use drag_source::DragSource;
pub use driven::Driven;
pub use drop_target::DropTarget;
pub use notices::NoticeDaemon;
pub use office::OfficeFolder;
pub use program::Program;
pub use tour::{Screen, Step, Tour};
pub use words::Words;

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The longest that anything on the screen may take on a busy machine; reached only when something is wrong.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A program of this build: `studiolo` or `studioloctl`.
pub fn built(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own file");
    let program = test.ancestors().nth(2).expect("tests stand in target/debug/deps").join(name);
    assert!(program.exists(), "{} is not built: run these tests by `cargo xtask test`", program.display());
    program
}

/// Where pictures of the window go: target/screens.
pub fn screens() -> PathBuf {
    let folder =
        built("studiolo").ancestors().nth(2).expect("programs stand in target/debug").join("screens");
    std::fs::create_dir_all(&folder).expect("target can be written to");
    folder
}

/// Asks again until the answer is there; panics with `what` when it does not come.
pub fn wait_until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < end, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
