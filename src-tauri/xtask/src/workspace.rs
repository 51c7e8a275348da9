//! Where things are in the clone.

use std::path::PathBuf;

/// The features that tests, lints and the window are built with; always the same, so that nothing is compiled
/// a second time for another verb.
pub const FEATURES: &str = "studiolo/custom-protocol";

/// The clone's top folder.
pub fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(&manifest).to_path_buf()
}

/// The UI's folder, with its package.json.
pub fn ui() -> PathBuf {
    root().join("ui")
}

/// Where cargo builds: `CARGO_TARGET_DIR`, else `target` in the clone.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A program that a debug build made.
pub fn built(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
