//! The icon in the system's tray. On Linux it tells nothing of clicks, so that everything is in its menu.

mod icon;
mod lines;

use std::sync::{Mutex, PoisonError};

use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager, Wry};

use crate::office::{Running, State};
use crate::words::Words;
use crate::{life, opening};
use icon::Look;
use lines::Lines;

const OPEN: &str = "open";
const PAUSE: &str = "pause";
const QUIT: &str = "quit";

/// The icon with its menu; kept by the app where the desktop has a tray.
pub struct Tray {
    icon: TrayIcon<Wry>,
    items: Lines<MenuItem<Wry>>,
    shown: Mutex<(Lines<String>, Look)>,
}

/// Puts the icon into the tray. Without a tray there is none, and the log says so.
pub fn build(app: &AppHandle, state: Option<&State>) {
    match make(app, state) {
        Ok(tray) => {
            app.manage(tray);
            let app = app.clone();
            // A desktop that changes between light and dark changes its panel.
            icon::on_panel_change(move || {
                if let Some(tray) = app.try_state::<Tray>() {
                    tray.wear(|look| look.panel = icon::panel());
                }
            });
        }
        Err(error) => tracing::warn!(%error, "no icon in the tray"),
    }
}

/// Says how the office is from now on.
pub fn show(app: &AppHandle, state: &State) {
    let Some(tray) = app.try_state::<Tray>() else { return };
    let lines = lines::of(&Words::of(&state.told.language), state);
    tray.say(lines);
    tray.wear(|look| look.marked = state.needs_owner());
}

impl Tray {
    // What stands is left alone: a menu that is open would be drawn anew under the hand.
    fn say(&self, lines: Lines<String>) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        for ((item, text), old) in self.items.each().into_iter().zip(lines.each()).zip(shown.0.each()) {
            if text != old
                && let Err(error) = item.set_text(text)
            {
                tracing::warn!(%error, "the tray's state could not be shown");
            }
        }
        shown.0 = lines;
    }

    fn wear(&self, change: impl FnOnce(&mut Look)) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let mut look = shown.1;
        change(&mut look);
        if look == shown.1 {
            return;
        }
        shown.1 = look;
        if let Err(error) = look.image().and_then(|image| self.icon.set_icon(Some(image))) {
            tracing::warn!(%error, "the tray's icon could not be changed");
        }
    }
}

fn make(app: &AppHandle, state: Option<&State>) -> tauri::Result<Tray> {
    let system = Words::of_system();
    let text = match state {
        Some(state) => lines::of(&Words::of(&state.told.language), state),
        None => Lines { open: system.say("tray-open"), quit: system.say("tray-quit"), ..Lines::default() },
    };
    let look = Look { panel: icon::panel(), marked: state.is_some_and(State::needs_owner) };
    let doing = |id, text: &String| MenuItem::with_id(app, id, text, true, None::<&str>);
    let saying = |text: &String| MenuItem::new(app, text, false, None::<&str>);
    let items = Lines {
        open: doing(OPEN, &text.open)?,
        mail: saying(&text.mail)?,
        reminders: saying(&text.reminders)?,
        backup: saying(&text.backup)?,
        pause: doing(PAUSE, &text.pause)?,
        quit: doing(QUIT, &text.quit)?,
    };
    let line = || PredefinedMenuItem::separator(app);
    let menu = Menu::with_items(
        app,
        &[
            &items.open,
            &line()?,
            &items.mail,
            &items.reminders,
            &items.backup,
            &line()?,
            &items.pause,
            &items.quit,
        ],
    )?;
    let icon = TrayIconBuilder::with_id("office")
        .icon(look.image()?)
        .icon_as_template(icon::IS_TEMPLATE)
        .tooltip("Studiolo")
        .menu(&menu)
        .on_menu_event(|app, event| match event.id().as_ref() {
            OPEN => opening::open(app, None),
            PAUSE => toggle_pause(app),
            QUIT => life::quit(app),
            _ => {}
        })
        .build(app)?;
    Ok(Tray { icon, items, shown: Mutex::new((text, look)) })
}

fn toggle_pause(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let office = app.state::<Running>();
        if let Some(state) = office.state().await {
            office.pause(!state.told.reminders_paused).await;
        }
    });
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
