//! The one command of the window: a name and a request of the command table.

use serde_json::Value;
use tauri::State;

use crate::office::{Running, WireError};

/// Runs the office command of this name. Everything else about it stands in the command table.
#[tauri::command]
pub async fn call(office: State<'_, Running>, command: String, request: Value) -> Result<Value, WireError> {
    office.call(&command, request).await
}
