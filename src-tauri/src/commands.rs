//! The commands of the window: one for the office, by a name and a request of the command table, and a few for the program
//! around it. Each stands in build.rs and in capabilities/office.json.

use serde_json::Value;
use serde_json::value::RawValue;
use tauri::ipc::Response;
use tauri::{AppHandle, State, WebviewWindow};

use crate::office::{ImportReply, Running, ToTemplateReply, Use, WireError};
use crate::opening::{Answer, Opening};
use crate::picked::{self, Picks};
use crate::restore::Restores;
use crate::save::{Backups, Saved};
use crate::{autostart, dragging, restore, save, system, window};

/// Runs the office command of this name. Everything else about it stands in the command table.
#[tauri::command]
pub async fn call(
    office: State<'_, Running>,
    command: String,
    request: Value,
) -> Result<Box<RawValue>, WireError> {
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

/// Draws the page larger or smaller: 1 is 100 %, half and four times that the bounds.
#[tauri::command]
pub fn set_zoom(window: WebviewWindow, factor: f64) -> Result<(), WireError> {
    if !(0.5..=4.0).contains(&factor) {
        return Err(WireError::invalid("factor", "is not from 0.5 to 4"));
    }
    window.set_zoom(factor).map_err(|error| WireError::internal(&error.to_string()))
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

/// Gives up the backup under way.
#[tauri::command]
pub fn cancel_backup(backups: State<'_, Backups>) {
    save::cancel_backup(&backups);
}

/// Restores a backup into a folder of its own; see [`restore::restore`].
#[tauri::command]
pub async fn restore_backup(
    window: WebviewWindow,
    office: State<'_, Running>,
    request: restore::Request,
) -> Result<restore::Answer, WireError> {
    restore::restore(&window, &office, request).await
}

/// Gives up the restore under way.
#[tauri::command]
pub fn cancel_restore(restores: State<'_, Restores>) {
    restore::cancel(&restores);
}

/// Opens the office that was restored last beside this one.
#[tauri::command]
pub fn open_restored(app: AppHandle, restores: State<'_, Restores>) -> Result<(), WireError> {
    restore::open(&app, &restores)
}

/// Shows the folder of the office that was restored last in the file manager.
#[tauri::command]
pub async fn show_restored(restores: State<'_, Restores>) -> Result<(), WireError> {
    restore::show(&restores).await
}

/// Asks for files, or for folders, to take in.
#[tauri::command]
pub async fn pick_documents(window: WebviewWindow, folders: bool) -> Result<picked::Picked, WireError> {
    Ok(picked::pick(&window, folders).await)
}

/// Looks at what was picked or dropped, or takes it into a folder; see [`picked::import`].
#[tauri::command]
pub async fn import_documents(
    window: WebviewWindow,
    office: State<'_, Running>,
    request: picked::Request,
) -> Result<ImportReply, WireError> {
    picked::import(&window, &office, request).await
}

/// Reads what was picked or dropped into a template of messages.
#[tauri::command]
pub async fn add_template_documents(
    window: WebviewWindow,
    office: State<'_, Running>,
    request: picked::ToTemplate,
) -> Result<ToTemplateReply, WireError> {
    picked::add_to_template(&window, &office, request).await
}

/// Gives up what is being read into a folder, or into a template.
#[tauri::command]
pub fn cancel_import(picks: State<'_, Picks>, goal: picked::Goal) {
    picked::cancel(&picks, goal);
}

/// Opens a document in the system's program for it.
#[tauri::command(rename_all = "snake_case")]
pub async fn open_document(office: State<'_, Running>, document_id: String) -> Result<(), WireError> {
    system::open(office.document(&document_id, Use::Open).await?).await
}

/// The bytes of a document that the window shows: a PDF, a picture; of a signed file those of what is in it.
#[tauri::command(rename_all = "snake_case")]
pub async fn read_document(office: State<'_, Running>, document_id: String) -> Result<Response, WireError> {
    Ok(Response::new(office.document_bytes(&document_id).await?.to_vec()))
}

/// Shows the folder in which a document lies in the file manager.
#[tauri::command(rename_all = "snake_case")]
pub async fn show_document(office: State<'_, Running>, document_id: String) -> Result<(), WireError> {
    let file = office.document(&document_id, Use::Show).await?;
    system::open(file.parent().unwrap_or(&file).to_owned()).await
}

/// Asks where to, and saves a copy of a document there.
#[tauri::command(rename_all = "snake_case")]
pub async fn save_document(
    window: WebviewWindow,
    office: State<'_, Running>,
    document_id: String,
) -> Result<(), WireError> {
    save::document(&window, &office, &document_id).await
}

/// Lets documents be dragged into another program; see [`dragging::drag`].
#[tauri::command(rename_all = "snake_case")]
pub async fn drag_documents(
    window: WebviewWindow,
    office: State<'_, Running>,
    document_ids: Vec<String>,
) -> Result<(), WireError> {
    dragging::drag(&window, &office, document_ids).await
}

/// Asks where to, and saves a receipt of certified mail there, as it came.
#[tauri::command(rename_all = "snake_case")]
pub async fn save_evidence(
    window: WebviewWindow,
    office: State<'_, Running>,
    evidence_id: String,
) -> Result<(), WireError> {
    save::evidence(&window, &office, &evidence_id).await
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
