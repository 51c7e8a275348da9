//! `cargo xtask icons`: every icon file of the app from icons/icon.svg, and the tray's from icons/tray.svg.

use std::fs;
use std::path::{Path, PathBuf};

use crate::install::{self, Consent, Need};
use crate::process::Step;
use crate::{Outcome, workspace};

/// File name and side in pixels of each picture that the bundles ask for.
const PICTURES: [(&str, u32); 5] =
    [("32x32.png", 32), ("64x64.png", 64), ("128x128.png", 128), ("128x128@2x.png", 256), ("icon.png", 512)];

/// Sides of the pictures inside icon.ico, for Windows; the last as PNG, which is a tenth of the size.
const ICO: [u32; 5] = [16, 24, 32, 48, 64];
const ICO_PNG: u32 = 256;

/// Type and side of the pictures inside icon.icns, for macOS (Apple's icns types that hold PNG data).
const ICNS: [(&[u8; 4], u32); 6] =
    [(b"ic11", 32), (b"ic12", 64), (b"ic07", 128), (b"ic13", 256), (b"ic14", 512), (b"ic10", 1024)];

/// Draws them all; what is committed is what this makes.
pub fn run(consent: Consent) -> Outcome {
    install::ensure(&[Need::Icons], consent)?;
    let icons = workspace::root().join("icons");
    let work = workspace::target().join("icons");
    fs::create_dir_all(&work).map_err(|error| error.to_string())?;

    let drawing = icons.join("icon.svg");
    for (name, side) in PICTURES {
        draw(&drawing, side, &icons.join(name))?;
    }
    draw(&icons.join("tray.svg"), 64, &icons.join("tray.png"))?;
    ico(&drawing, &work, &icons.join("icon.ico"))?;
    icns(&drawing, &work, &icons.join("icon.icns"))
}

fn draw(drawing: &Path, side: u32, picture: &Path) -> Outcome {
    let side = side.to_string();
    Step::new("rsvg-convert")
        .arguments(["--width", &side, "--height", &side, "--output"])
        .arguments([picture, drawing])
        .run()
}

fn ico(drawing: &Path, work: &Path, file: &Path) -> Outcome {
    let mut pictures = Vec::new();
    for side in ICO {
        let picture = sized(work, side);
        draw(drawing, side, &picture)?;
        pictures.push(picture);
    }
    let png = sized(work, ICO_PNG);
    draw(drawing, ICO_PNG, &png)?;
    Step::new("icotool")
        .arguments(["--create", "--output"])
        .arguments([file])
        .arguments(pictures)
        .arguments([format!("--raw={}", png.display())])
        .run()
}

// The format is a header and, for each picture, its type, its length with those eight bytes, and its PNG data; both
// numbers are big-endian.
fn icns(drawing: &Path, work: &Path, file: &Path) -> Outcome {
    let mut body = Vec::new();
    for (kind, side) in ICNS {
        let picture = sized(work, side);
        draw(drawing, side, &picture)?;
        let png = fs::read(&picture).map_err(|error| error.to_string())?;
        body.extend_from_slice(kind);
        body.extend_from_slice(&length(&png)?);
        body.extend_from_slice(&png);
    }
    let mut whole = b"icns".to_vec();
    whole.extend_from_slice(&length(&body)?);
    whole.extend_from_slice(&body);
    fs::write(file, whole).map_err(|error| error.to_string())
}

fn length(data: &[u8]) -> Outcome<[u8; 4]> {
    u32::try_from(data.len() + 8).map(u32::to_be_bytes).map_err(|error| error.to_string())
}

fn sized(work: &Path, side: u32) -> PathBuf {
    work.join(format!("{side}.png"))
}
