//! Another program's window that takes files, and the hand that drags them there.

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::Duration;

use super::{Desktop, Program};

const TITLE: &str = "Altro programma";
/// Right of the app's window.
const PLACE: &str = "300x300+2000+500";

/// How long a hand takes from one place to the next.
const STEP: Duration = Duration::from_millis(20);

/// A window of another program. It writes down the address of each file that is dropped on it.
pub struct DropTarget {
    said: PathBuf,
    _program: Program,
}

impl DropTarget {
    /// Its middle.
    pub const MIDDLE: (&str, (f64, f64)) = (TITLE, (150.0, 150.0));

    /// Opens it.
    pub fn open(desktop: &Desktop) -> Self {
        let said = desktop.path("dropped");
        let mut command = desktop.command("yad");
        command.args(["--dnd", "--text=Qui", "--title", TITLE, "--geometry", PLACE]);
        command.stdout(File::create(&said).expect("the home folder can be written to"));
        let program = Program::start(command, desktop.home());
        desktop.wait_for_window(TITLE);
        Self { said, _program: program }
    }

    /// What was dropped on it so far, line by line.
    pub fn said(&self) -> Vec<String> {
        let said = fs::read_to_string(&self.said).expect("it writes UTF-8");
        said.lines().map(str::to_owned).collect()
    }
}

impl Desktop {
    /// Drags from a place in a window to a place in a window, as a hand does: it begins slowly, and looks before it lets go.
    pub fn drag(&self, from: (&str, (f64, f64)), to: (&str, (f64, f64))) {
        let go = |(title, (x, y)): (&str, (f64, f64)), step: f64| {
            self.point(title, (step.mul_add(1.5, x), y + step));
            std::thread::sleep(STEP);
        };
        go(from, 0.0);
        self.answer("xdotool", &["mousedown", "1"]).expect("a button can be pressed");
        for step in 1..=20 {
            go(from, step.into());
        }
        for step in 1..=20 {
            go(to, step.into());
        }
        self.answer("xdotool", &["mouseup", "1"]).expect("a button can be let go");
    }
}
