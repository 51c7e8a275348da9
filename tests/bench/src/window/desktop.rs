//! A desktop for the measured programs: display, session bus, window manager, tray, home folder.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::program::{Program, Started, wait_until};
use super::screen::Screen;
use crate::Outcome;
use crate::office::folder;

/// As a person's screen is: larger than the windows, which open at 1280×800.
const SCREEN: &str = "1600x1000x24";

/// A desktop that ends when it is dropped; what runs on the display first.
pub struct Desktop {
    _tray: zbus::blocking::Connection,
    _windows: Program,
    _bus: Program,
    _display: Program,
    display: String,
    bus: String,
    home: TempDir,
}

impl Desktop {
    /// Starts one.
    pub fn start() -> Outcome<Self> {
        let home = folder()?;
        for name in ["config", "data", "cache", "state", "runtime", "screen"] {
            fs::create_dir(home.path().join(name))?;
        }
        // The specification of XDG_RUNTIME_DIR demands it, and the bus refuses otherwise.
        fs::set_permissions(home.path().join("runtime"), fs::Permissions::from_mode(0o700))?;

        // With -fbdir the display's memory is a file. Without -noreset the display starts afresh after its last client.
        let mut display = Command::new("Xvfb");
        display.args(["-screen", "0", SCREEN, "-nolisten", "tcp", "-displayfd", "1", "-noreset", "-fbdir"]);
        let (display_program, number) = started_with_line(display.arg(home.path().join("screen")))?;
        let display = format!(":{number}");
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address"]);
        environment(&mut bus, home.path(), &display, "");
        let (bus_program, bus) = started_with_line(&mut bus)?;
        let mut windows = Command::new("openbox");
        environment(&mut windows, home.path(), &display, &bus);
        let windows = Program::start(windows.stdout(Stdio::null()))?;
        // A desktop with a tray is one on whose bus this name is owned; what answers under it does not matter here.
        let tray = zbus::blocking::connection::Builder::address(bus.as_str())?
            .name("org.kde.StatusNotifierWatcher")?
            .build()?;
        let desktop = Self {
            _tray: tray,
            _windows: windows,
            _bus: bus_program,
            _display: display_program,
            display,
            bus,
            home,
        };
        // Windows that open before it would be managed by nobody.
        wait_until("the window manager was there", || Ok(desktop.answer("wmctrl", &["-m"])?.map(drop)))?;
        Ok(desktop)
    }

    /// A program on this desktop, not started yet.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        environment(&mut command, self.home.path(), &self.display, &self.bus);
        command
    }

    /// Starts one of the measured programs.
    pub fn open(&self, started: &Started) -> Outcome<Program> {
        Program::start(self.command(&started.program).args(&started.arguments).stdout(Stdio::null()))
    }

    /// What is painted on it.
    pub fn screen(&self) -> Outcome<Screen> {
        Screen::open(&self.home.path().join("screen").join("Xvfb_screen0"))
    }

    /// Asks the window with this title to close, as its title bar's button does, and waits until there is none left.
    pub fn close_window(&self, title: &str) -> Outcome {
        self.answer("wmctrl", &["-F", "-c", title])?.ok_or_else(|| format!("no window is called {title}"))?;
        wait_until("the window was gone", || {
            let list = self.answer("wmctrl", &["-l"])?;
            Ok(list.is_some_and(|list| list.is_empty()).then_some(()))
        })
    }

    fn answer(&self, program: &str, arguments: &[&str]) -> Outcome<Option<String>> {
        let output = self.command(program).args(arguments).output()?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }
}

// Nothing of the machine's own desktop and settings is seen.
fn environment(command: &mut Command, home: &Path, display: &str, bus: &str) {
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home)
        .env("USER", "elena")
        .env("LANG", "it_IT.UTF-8")
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("XDG_RUNTIME_DIR", home.join("runtime"))
        .env("DISPLAY", display)
        // The accessibility bus would start in the first measured turn.
        .env("NO_AT_BRIDGE", "1");
    if !bus.is_empty() {
        command.env("DBUS_SESSION_BUS_ADDRESS", bus);
    }
}

// Both the display and the bus say on their first line where they can be reached.
fn started_with_line(command: &mut Command) -> Outcome<(Program, String)> {
    let mut program = Program::start(command.stdout(Stdio::piped()))?;
    let output = program.child().stdout.take().ok_or("its output is piped")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    if line.trim().is_empty() {
        return Err(format!("{command:?} ended before it said where it is").into());
    }
    Ok((program, line.trim().to_owned()))
}
