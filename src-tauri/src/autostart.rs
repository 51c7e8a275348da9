//! Starting with the computer: hidden, on the same office.

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_autostart::{Builder, ManagerExt};

use crate::arguments::{Place, Which};
use crate::office::WireError;

/// The plugin that keeps the entry among what the system starts. Each office has one of its own.
pub fn plugin(place: &Place) -> TauriPlugin<Wry> {
    let name = match place.suffix() {
        None => "Studiolo".to_owned(),
        Some(suffix) => format!("Studiolo {suffix}"),
    };
    Builder::new().app_name(name).args(arguments(place)).build()
}

/// Whether it starts with the computer.
pub fn is_on(app: &AppHandle) -> Result<bool, WireError> {
    app.autolaunch().is_enabled().map_err(refused)
}

/// Lets it start with the computer, or not.
pub fn set(app: &AppHandle, on: bool) -> Result<(), WireError> {
    let entries = app.autolaunch();
    if on { entries.enable() } else { entries.disable() }.map_err(refused)
}

fn arguments(place: &Place) -> Vec<String> {
    let mut arguments = vec!["--hidden".to_owned()];
    match place.which {
        Which::Default => {}
        Which::Demo => arguments.push("--demo".to_owned()),
        Which::Named => arguments.extend(["--office".to_owned(), quoted(&place.folder.to_string_lossy())]),
    }
    if let Some(file) = &place.key_file {
        arguments.extend(["--key-file".to_owned(), quoted(&file.to_string_lossy())]);
    }
    arguments
}

// macOS keeps arguments apart. The others keep one line: by the Desktop Entry specification of Linux ("Exec"), by
// CommandLineToArgvW on Windows, whose paths have no quotes.
fn quoted(path: &str) -> String {
    if cfg!(target_os = "macos") {
        return path.to_owned();
    }
    let mut line = String::from("\"");
    for character in path.chars() {
        if cfg!(target_os = "linux") {
            match character {
                // Quoting comes after the escapes of the key file's own strings, so that a backslash is four.
                '\\' => line.push_str("\\\\\\"),
                '"' | '`' | '$' => line.push_str("\\\\"),
                '%' => line.push('%'),
                _ => {}
            }
        }
        line.push(character);
    }
    line + "\""
}

fn refused(error: tauri_plugin_autostart::Error) -> WireError {
    WireError::internal(&error.to_string())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn place(which: Which, folder: &str, key_file: Option<&str>) -> Place {
        Place { which, folder: folder.into(), key_file: key_file.map(PathBuf::from) }
    }

    #[test]
    fn the_default_office_starts_hidden_and_without_further_words() {
        assert_eq!(arguments(&place(Which::Default, "/home/elena/Studiolo", None)), ["--hidden"]);
        assert_eq!(arguments(&place(Which::Demo, "/x", None)), ["--hidden", "--demo"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_named_offices_paths_are_quoted_as_a_desktop_entry_wants_them() {
        let named = place(Which::Named, "/srv/Studio \"V\" 100%", Some("/k\\$"));
        let expected =
            ["--hidden", "--office", r#""/srv/Studio \\"V\\" 100%%""#, "--key-file", r#""/k\\\\\\$""#];
        assert_eq!(arguments(&named), expected);
    }
}
