//! Builds what Tauri embeds: the configuration and the page.

fn main() {
    println!("cargo:rerun-if-changed=page");
    tauri_build::build();
}
