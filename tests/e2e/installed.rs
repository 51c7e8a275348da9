//! The Debian package at work: installed in a clean system, opened there, and removed.

use std::fs;

use serde_json::json;

use crate::harness::{CleanSystem, Desktop, Driven, OfficeFolder};
use crate::packages::package_file;

const NAME: &str = "studiolo";

#[tokio::test]
#[ignore = "needs root and a clean Debian, which `cargo xtask test` makes where it can"]
async fn in_a_clean_system_the_package_opens_the_office_and_is_removed_without_a_trace() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let system = CleanSystem::start();
    system.take(&package_file("deb"), "/var/cache/studiolo.deb");
    let install = ["apt-get", "install", "--yes", "--no-install-recommends"];
    system.run(&desktop, &[&install[..], &["/var/cache/studiolo.deb"]].concat());
    fs::remove_file(system.path("/var/cache/studiolo.deb")).unwrap();
    let brought = system.run(&desktop, &["dpkg", "--listfiles", NAME]);

    let handler = system.run(&desktop, &["gio", "mime", "x-scheme-handler/studiolo"]);
    assert!(handler.contains("Studiolo.desktop"), "{handler}");

    let table = system.run(&desktop, &["studioloctl", "api"]);
    assert!(table.contains("clients.create"), "{table}");

    let words = system.words(&["studiolo"]);
    let window = Driven::open_by(&desktop, words[0], &[&words[1..], &office.arguments()].concat()).await;
    window.see("Studio Vannini").await;
    assert_eq!(desktop.windows(), ["Studiolo"]);
    // The desktop entry says by which class the window is known, or its icon in the panel would be a stranger's.
    let class = desktop.answer("xprop", &["-name", "Studiolo", "WM_CLASS"]).unwrap();
    assert!(class.contains(&format!("\"{NAME}\"")), "{class}");
    window.photograph("e2e.installed").await;
    let letters = window.run("return [...document.fonts].some(font => font.status === 'loaded')").await;
    assert_eq!(letters, true, "none of our own letters came along");
    window.end().await;

    system.run(&desktop, &["dpkg", "--purge", NAME]);
    for path in brought.lines().filter(|path| system.path(path).exists()) {
        let owner = system.output(&desktop, &["dpkg", "--search", path]);
        assert!(owner.status.success(), "{path} stayed behind, and no other package has it");
    }
    let named = ["find", "/etc", "/opt", "/root", "/usr", "/var", "-xdev", "-iname", "*studiolo*"];
    assert_eq!(system.run(&desktop, &named), "");
    let handler = system.run(&desktop, &["gio", "mime", "x-scheme-handler/studiolo"]);
    assert!(!handler.contains("Studiolo.desktop"), "{handler}");
    // What the owner wrote is not the package's to remove.
    assert_eq!(office.call(&desktop, "clients.list", &json!({}))["clients"], json!([]));
}
