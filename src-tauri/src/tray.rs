//! The icon in the system's tray. On Linux it tells nothing of clicks, so that everything is in its menu.

use fluent_bundle::FluentArgs;
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Wry};

use crate::office::State;
use crate::words::Words;
use crate::{life, window};

const OPEN: &str = "open";
const QUIT: &str = "quit";

/// The icon, with the line of its menu that says how the office is.
pub struct Tray {
    line: MenuItem<Wry>,
    words: Words,
}

impl Tray {
    /// Says how the office is from now on.
    pub fn show(&self, state: &State) {
        if let Err(error) = self.line.set_text(line(&self.words, state)) {
            tracing::warn!(%error, "the tray's state could not be shown");
        }
    }
}

/// Puts the icon into the tray, with its menu in these words.
pub fn build(app: &AppHandle, words: Words) -> tauri::Result<Tray> {
    let line = MenuItem::new(app, words.say("tray-ready"), false, None::<&str>)?;
    let menu = Menu::with_items(
        app,
        &[
            &MenuItem::with_id(app, OPEN, words.say("tray-open"), true, None::<&str>)?,
            &PredefinedMenuItem::separator(app)?,
            &line,
            &PredefinedMenuItem::separator(app)?,
            &MenuItem::with_id(app, QUIT, words.say("tray-quit"), true, None::<&str>)?,
        ],
    )?;
    TrayIconBuilder::with_id("office")
        .icon(Image::from_bytes(include_bytes!("../../icons/tray.png"))?)
        .tooltip("Studiolo")
        .menu(&menu)
        .on_menu_event(|app, event| match event.id().as_ref() {
            OPEN => window::show(app),
            QUIT => life::quit(app),
            _ => {}
        })
        .build(app)?;
    Ok(Tray { line, words })
}

fn line(words: &Words, state: &State) -> String {
    if state.reminders_paused {
        return words.say("tray-paused");
    }
    let values: FluentArgs = [("queued", state.sending.queued)].into_iter().collect();
    words.say_with(&format!("tray-{}", state.sending.state), &values)
}

/// Whether the desktop shows our icon, so that a closed window can be opened again from it.
#[cfg(target_os = "linux")]
pub fn is_shown() -> bool {
    // The freedesktop.org StatusNotifierItem specification: a desktop with a tray owns this name.
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    let owned = || -> zbus::Result<bool> {
        let bus = zbus::blocking::fdo::DBusProxy::new(&zbus::blocking::Connection::session()?)?;
        Ok(bus.name_has_owner(zbus::names::BusName::try_from(WATCHER)?)?)
    };
    owned().unwrap_or(false)
}

/// macOS and Windows always show it.
#[cfg(not(target_os = "linux"))]
pub const fn is_shown() -> bool {
    true
}
