//! A desktop of its own for each test: display, session bus, window manager, home folder.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

use super::{Program, built, wait_until};

/// As large as the largest screen that the window is made for.
const SCREEN: &str = "2560x1440x24";

/// A desktop that ends with the test. Its parts are dropped in this order: what runs on the display first.
pub struct Desktop {
    windows: Program,
    _bus: Program,
    _display: Program,
    display: String,
    bus: String,
    home: TempDir,
}

impl Desktop {
    /// A desktop whose system speaks Italian.
    pub fn start() -> Self {
        // Displays that start at the same moment may be given the same number.
        static ORDER: Mutex<()> = Mutex::new(());
        let _turn = ORDER.lock().unwrap_or_else(PoisonError::into_inner);

        let home = tempfile::Builder::new().prefix("studiolo-desktop").tempdir().expect("a temporary folder");
        for folder in ["config", "data", "cache", "state", "runtime"] {
            fs::create_dir(home.path().join(folder)).expect("the home folder can be written to");
        }
        // The specification of XDG_RUNTIME_DIR demands it, and the bus refuses otherwise.
        fs::set_permissions(home.path().join("runtime"), fs::Permissions::from_mode(0o700))
            .expect("own folder");

        // Without -noreset it throws out whoever is connecting at the moment when its last client leaves.
        let mut display = Command::new("Xvfb");
        display.args(["-screen", "0", SCREEN, "-nolisten", "tcp", "-displayfd", "1", "-noreset"]);
        let (display_program, number) = started_with_line(display, home.path());
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address"]);
        environment(&mut bus, home.path(), &format!(":{number}"), "");
        let (bus_program, address) = started_with_line(bus, home.path());

        let display = format!(":{number}");
        let mut windows = Command::new("openbox");
        environment(&mut windows, home.path(), &display, &address);
        windows.stdout(Stdio::null());
        let windows = Program::start(windows, home.path());
        let mut desktop =
            Self { windows, _bus: bus_program, _display: display_program, display, bus: address, home };
        // Windows that open before it would be managed by nobody.
        wait_until("the window manager was there", || {
            assert!(desktop.windows.runs(), "the window manager ended");
            desktop.answer("wmctrl", &["-m"])
        });
        desktop
    }

    /// A program on this desktop, not started yet.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        environment(&mut command, self.home.path(), &self.display, &self.bus);
        command
    }

    /// Starts the app as a person would, from the home folder, without a driver.
    pub fn start_app(&self, arguments: &[&str]) -> Program {
        let mut command = self.command(built("studiolo"));
        command.args(arguments).current_dir(self.home());
        Program::start(command, self.home())
    }

    /// Unlocks a keyring on this desktop, as signing in does.
    pub fn start_keyring(&self) -> Program {
        let mut command = self.command("gnome-keyring-daemon");
        command
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        let mut keyring = Program::start(command, self.home());
        let mut password = keyring.child().stdin.take().expect("its input is piped");
        password.write_all(b"parola d'ordine").expect("it reads the password");
        drop(password);
        wait_until("the keyring was there", || {
            let bus = zbus::blocking::connection::Builder::address(self.bus())
                .and_then(zbus::blocking::connection::Builder::build)
                .ok()?;
            let names = zbus::blocking::fdo::DBusProxy::new(&bus).ok()?;
            names.name_has_owner("org.freedesktop.secrets".try_into().ok()?).ok()?.then_some(())
        });
        keyring
    }

    /// A tray, until what is returned is dropped. A desktop with a tray is one on whose bus this name is owned; what
    /// answers under it does not matter here.
    pub fn tray(&self) -> zbus::blocking::Connection {
        zbus::blocking::connection::Builder::address(self.bus())
            .and_then(|builder| builder.name("org.kde.StatusNotifierWatcher"))
            .and_then(zbus::blocking::connection::Builder::build)
            .expect("the bus can be joined")
    }

    /// The address of its session bus.
    pub fn bus(&self) -> &str {
        &self.bus
    }

    /// The home folder of whoever sits at it.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A file or folder for the test's own use.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The titles of the windows that are open, minimised ones too.
    pub fn windows(&self) -> Vec<String> {
        self.window_list().into_iter().map(|(_, title)| title).collect()
    }

    /// Moves the pointer to a place in the window with this title. Of the windows that programs keep out of sight none is meant.
    pub fn point(&self, title: &str, (x, y): (f64, f64)) {
        let list = self.window_list();
        let (id, _) = list.iter().find(|(_, open)| open == title).expect("the window is open");
        let place = ["--window", id, &format!("{x:.0}"), &format!("{y:.0}")];
        self.answer("xdotool", &[&["mousemove"], &place[..]].concat()).expect("the pointer can be moved");
    }

    fn window_list(&self) -> Vec<(String, String)> {
        let list = self.answer("wmctrl", &["-l"]).unwrap_or_default();
        // `0x00e00003  0 host title with spaces`
        let window = |line: &str| {
            let (id, rest) = line.split_once(' ')?;
            let (_, title) = rest.splitn(3, ' ').nth(2)?.split_once(' ')?;
            Some((id.to_owned(), title.to_owned()))
        };
        list.lines().filter_map(window).collect()
    }

    /// Waits for a window with this title.
    pub fn wait_for_window(&self, title: &str) {
        wait_until(&format!("a window called {title} was open"), || {
            self.windows().iter().any(|open| open == title).then_some(())
        });
    }

    /// Asks the window to close, as its title bar's button does.
    pub fn close_window(&self, title: &str) {
        self.answer("wmctrl", &["-F", "-c", title]).expect("the window can be closed");
    }

    /// Types a key into whatever has the focus.
    pub fn press(&self, key: &str) {
        self.answer("xdotool", &["key", key]).expect("keys can be typed");
    }

    /// A picture of the whole screen, into target/screens.
    pub fn photograph(&self, name: &str) {
        let file = super::screens().join(format!("{name}.png"));
        let file = file.to_str().expect("target has a plain name");
        self.answer("import", &["-window", "root", file]).expect("the screen can be photographed");
    }

    /// What a program that runs at once says; `None` when it fails.
    pub fn answer(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
        let mut command = self.command(program);
        let output = command.args(arguments).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

// Nothing of the machine's own desktop, settings or keyring is seen.
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
        // The accessibility bus is one more process for each test, and nothing here asks it.
        .env("NO_AT_BRIDGE", "1");
    if !bus.is_empty() {
        command.env("DBUS_SESSION_BUS_ADDRESS", bus);
    }
}

// Both the display and the bus say on their first line where they can be reached.
fn started_with_line(mut command: Command, folder: &Path) -> (Program, String) {
    command.stdout(Stdio::piped());
    let mut program = Program::start(command, folder);
    let output = program.child().stdout.take().expect("its output is piped");
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).expect("it says where it is");
    assert!(!line.trim().is_empty(), "it ended before it said where it is");
    (program, line.trim().to_owned())
}
