use std::fs;

use serde_json::Value;

use super::{PICTURES, TRAY};
use crate::workspace;

// A PNG file begins with its signature and the header chunk, whose first two numbers are width and height.
fn size(name: &str) -> (u32, u32) {
    let png = fs::read(workspace::root().join("icons").join(name)).unwrap();
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!(&png[1..4], b"PNG", "{name}");
    (number(16), number(20))
}

#[test]
fn each_picture_is_as_large_as_its_name_says() {
    for side in PICTURES {
        assert_eq!(size(&format!("{side}x{side}.png")), (side, side));
    }
}

#[test]
fn the_tray_has_an_icon_for_each_panel_with_and_without_the_mark() {
    for name in ["tray-light.png", "tray-light-mark.png", "tray-dark.png", "tray-dark-mark.png"] {
        assert_eq!(size(name), (TRAY, TRAY), "{name}");
    }
}

#[test]
fn the_packages_take_every_picture() {
    let file = fs::read(workspace::root().join("tauri.conf.json")).unwrap();
    let configuration: Value = serde_json::from_slice(&file).unwrap();
    let mut taken: Vec<_> = configuration["bundle"]["icon"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    let mut all: Vec<_> = PICTURES.iter().map(|side| format!("icons/{side}x{side}.png")).collect();
    all.extend(["icons/icon.icns", "icons/icon.ico"].map(str::to_owned));
    taken.sort_unstable();
    all.sort_unstable();
    assert_eq!(taken, all);
    assert!(taken.iter().all(|name| workspace::root().join(name).exists()));
}
