//! The tray's icon: one for light panels, one for dark ones, each with a mark when something waits for the owner.

use tauri::image::Image;

/// Ink with transparency, which macOS colours by itself.
pub const IS_TEMPLATE: bool = cfg!(target_os = "macos");

/// How the icon looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// What it lies on.
    pub panel: Panel,
    /// Whether it bears the mark.
    pub marked: bool,
}

/// What the icon lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// A light panel.
    Light,
    /// A dark panel.
    Dark,
}

impl Look {
    /// The picture.
    pub fn image(self) -> tauri::Result<Image<'static>> {
        // The taskbar of Windows tells nobody what it is: the program's own icon stands out on both.
        #[cfg(windows)]
        return Image::from_bytes(include_bytes!("../../../icons/32x32.png"));
        #[cfg(not(windows))]
        Image::from_bytes(match (self.panel, self.marked) {
            (Panel::Light, false) => include_bytes!("../../../icons/tray-light.png"),
            (Panel::Light, true) => include_bytes!("../../../icons/tray-light-mark.png"),
            (Panel::Dark, false) => include_bytes!("../../../icons/tray-dark.png"),
            (Panel::Dark, true) => include_bytes!("../../../icons/tray-dark-mark.png"),
        })
    }
}

/// What the panel of this desktop is now. macOS and Windows look after it themselves, or have an icon for both.
#[cfg(target_os = "linux")]
pub fn panel() -> Panel {
    portal::panel()
}

/// See the other one.
#[cfg(not(target_os = "linux"))]
pub const fn panel() -> Panel {
    Panel::Light
}

/// Calls `changed` each time when the desktop changes between light and dark.
#[cfg(target_os = "linux")]
pub fn on_panel_change(changed: impl Fn() + Send + 'static) {
    std::thread::spawn(move || {
        if let Err(error) = portal::each_change(changed) {
            tracing::debug!(%error, "the desktop tells nothing of light and dark");
        }
    });
}

/// Nothing changes.
#[cfg(not(target_os = "linux"))]
pub fn on_panel_change(_: impl Fn() + Send + 'static) {}

/// The `Settings` portal of freedesktop.org, which most desktops have.
#[cfg(target_os = "linux")]
mod portal {
    use zbus::blocking::{Connection, Proxy};
    use zbus::zvariant::{OwnedValue, Value};

    use super::Panel;

    const NAMESPACE: &str = "org.freedesktop.appearance";
    const KEY: &str = "color-scheme";
    const PREFERS_DARK: u32 = 1;

    pub fn panel() -> Panel {
        // Its bar is dark in both.
        let gnome = std::env::var("XDG_CURRENT_DESKTOP")
            .is_ok_and(|names| names.split(':').any(|name| matches!(name, "GNOME" | "Unity" | "Pantheon")));
        if gnome || prefers_dark().unwrap_or_default() { Panel::Dark } else { Panel::Light }
    }

    pub fn each_change(changed: impl Fn()) -> zbus::Result<()> {
        for signal in settings()?.receive_signal("SettingChanged")? {
            let body = signal.body();
            if let Ok((namespace, key, _)) = body.deserialize::<(&str, &str, Value<'_>)>()
                && (namespace, key) == (NAMESPACE, KEY)
            {
                changed();
            }
        }
        Ok(())
    }

    fn prefers_dark() -> zbus::Result<bool> {
        let value: OwnedValue = settings()?.call("ReadOne", &(NAMESPACE, KEY))?;
        Ok(u32::try_from(value).is_ok_and(|scheme| scheme == PREFERS_DARK))
    }

    fn settings() -> zbus::Result<Proxy<'static>> {
        Proxy::new_owned(
            Connection::session()?,
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Settings",
        )
    }
}

#[cfg(all(test, not(windows)))]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_look_is_a_picture_of_its_own() {
        let looks = [(Panel::Light, false), (Panel::Light, true), (Panel::Dark, false), (Panel::Dark, true)];
        let pictures: HashSet<Vec<u8>> =
            looks.map(|(panel, marked)| Look { panel, marked }.image().unwrap().rgba().to_vec()).into();
        assert_eq!(pictures.len(), looks.len());
    }
}
