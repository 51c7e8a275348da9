//! The commands of the window: one for the office, by a name and a request of the command table, and a few for the program
//! around it. Each stands in build.rs and in capabilities/office.json.

use serde_json::Value;
use tauri::{AppHandle, State, WebviewWindow};

use crate::office::{Running, WireError};
use crate::opening::{Answer, Opening};
use crate::save::Saved;
use crate::{autostart, save, system, window};

/// Runs the office command of this name. Everything else about it stands in the command table.
#[tauri::command]
pub async fn call(office: State<'_, Running>, command: String, request: Value) -> Result<Value, WireError> {
    office.call(&command, request).await
}

/// What the window is to show now that it is open.
#[tauri::command]
pub fn opening(window: WebviewWindow, opening: State<'_, Opening>) -> Answer {
    window::dress(&window);
    opening.answer()
}

/// Opens a link in the system's program for it.
#[tauri::command]
pub async fn open_link(url: String) -> Result<(), WireError> {
    system::open_link(&url).await
}

/// Opens the demo office beside this one.
#[tauri::command]
pub fn open_demo(app: AppHandle) -> Result<(), WireError> {
    system::open_demo(&app)
}

/// Shows the office's folder in the file manager.
#[tauri::command]
pub async fn show_folder(office: State<'_, Running>) -> Result<(), WireError> {
    system::open(office.folder().to_owned()).await
}

/// Asks where to, and makes a backup there.
#[tauri::command]
pub async fn backup_now(window: WebviewWindow, office: State<'_, Running>) -> Result<Saved, WireError> {
    save::backup(&window, &office).await
}

/// Whether the program starts with the computer.
#[tauri::command(rename = "autostart")]
pub fn autostart_is_on(app: AppHandle) -> Result<bool, WireError> {
    autostart::is_on(&app)
}

/// Lets the program start with the computer, or not.
#[tauri::command]
pub fn set_autostart(app: AppHandle, on: bool) -> Result<(), WireError> {
    autostart::set(&app, on)
}

/// The program's version.
#[tauri::command]
pub const fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
