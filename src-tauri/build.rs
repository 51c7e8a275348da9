//! Builds what Tauri embeds: its configuration, and the permissions of the commands that the window may call.

use tauri_build::{AppManifest, Attributes};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // As src/commands.rs has them.
    const COMMANDS: &[&str] = &[
        "call",
        "opening",
        "open_link",
        "open_demo",
        "set_zoom",
        "show_folder",
        "backup_now",
        "restore_backup",
        "cancel_backup",
        "cancel_restore",
        "open_restored",
        "show_restored",
        "pick_documents",
        "import_documents",
        "add_template_documents",
        "cancel_import",
        "read_document",
        "open_document",
        "show_document",
        "save_document",
        "drag_documents",
        "save_evidence",
        "autostart",
        "set_autostart",
        "version",
    ];
    const CAPABILITIES: &str = "./src-tauri/capabilities/**/*";
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    // The UI is embedded while the library is compiled, which cargo can't see.
    println!("cargo:rerun-if-changed=ui/dist");
    let attributes = Attributes::new()
        .capabilities_path_pattern(CAPABILITIES)
        // Without this list every command would be open to every window.
        .app_manifest(AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes)?;
    Ok(())
}
