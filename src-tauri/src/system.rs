//! What leaves the program: a link into the browser, the office's folder into the file manager, another office into a process
//! of its own. The window gives no path and no program.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use tauri::{AppHandle, Manager};

use crate::office::{Link, WireError};

/// Opens an address of `http`, `https` or `mailto` by the system's program for it.
pub async fn open_link(address: &str) -> Result<(), WireError> {
    let link =
        Link::new(address).map_err(|_| WireError::invalid("url", "is no http, https or mailto address"))?;
    open(link.as_str().to_owned()).await
}

/// Opens what was checked before, by the system's program for it.
pub async fn open(what: impl AsRef<OsStr> + Send + 'static) -> Result<(), WireError> {
    let opened = tauri::async_runtime::spawn_blocking(move || open::that_detached(what)).await;
    let opened = opened.map_err(std::io::Error::other).flatten();
    opened.map_err(|error| WireError::internal(&format!("no program opens it: {error}")))
}

/// Starts this program once more, on the demo office.
pub fn open_demo(app: &AppHandle) -> Result<(), WireError> {
    start(app, &["--demo".as_ref()])
}

/// Starts this program once more, on the office in this folder, whose key is in this file or else in the keyring.
pub fn open_office(app: &AppHandle, folder: &Path, key_file: Option<&Path>) -> Result<(), WireError> {
    let mut arguments = vec!["--office".as_ref(), folder.as_os_str()];
    if let Some(file) = key_file {
        arguments.extend(["--key-file".as_ref(), file.as_os_str()]);
    }
    start(app, &arguments)
}

fn start(app: &AppHandle, arguments: &[&OsStr]) -> Result<(), WireError> {
    let refused =
        |error: std::io::Error| WireError::internal(&format!("the program did not start again: {error}"));
    let program = tauri::process::current_binary(&app.env()).map_err(refused)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    // It outlives this one, and a Ctrl-C meant for this one.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut beside = command.spawn().map_err(refused)?;
    // Whoever ends is waited for, or it stays in the system's list.
    std::thread::spawn(move || beside.wait());
    Ok(())
}
