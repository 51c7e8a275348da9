//! `cargo xtask icons`: every icon file of the app from the drawings in icons/.
//!
//! `icon.svg` is the program's icon, `icon-small.svg` the same where a pixel is a whole book, and `tray.svg` the one of
//! the tray, in the ink of a light panel and of a dark one, without and with the mark that something needs the owner.

use std::fs;
use std::path::{Path, PathBuf};

use crate::install::{self, Consent, Need};
use crate::process::Step;
use crate::{Outcome, workspace};

/// Sides in pixels of the pictures `SIDExSIDE.png`, which Linux puts into its icon theme; the smaller are of the
/// simpler drawing.
const PICTURES: [u32; 8] = [16, 24, 32, 48, 64, 128, 256, 512];
const LARGEST_SIMPLE: u32 = 32;

/// Sides of the pictures inside icon.ico, for Windows; the last as PNG, which is a tenth of the size.
const ICO: [u32; 5] = [16, 24, 32, 48, 64];
const ICO_PNG: u32 = 256;

/// Type and side of the pictures inside icon.icns, for macOS (Apple's icns types that hold PNG data).
const ICNS: [(&[u8; 4], u32); 6] =
    [(b"ic11", 32), (b"ic12", 64), (b"ic07", 128), (b"ic13", 256), (b"ic14", 512), (b"ic10", 1024)];

/// How much of an icns picture our drawing may take, in thousandths: Apple's grid has a tile of 824 pixels in 1024, ours
/// takes 472 of 512.
const ICNS_SHARE: u32 = 873;

/// The panel that each tray icon is for, its ink, and that of its mark.
const PANELS: [(&str, &str, &str); 2] = [("light", "#3a3631", "#a9742a"), ("dark", "#f0ece4", "#cfa055")];

/// Twice the 22 pixels of the drawing's grid: panels that show 22 halve it without a blur.
const TRAY: u32 = 44;

/// Draws them all; what is committed is what this makes.
pub fn run(consent: Consent) -> Outcome {
    install::ensure(&[Need::Icons], consent)?;
    let icons = workspace::root().join("icons");
    let work = workspace::target().join("icons");
    fs::create_dir_all(&work).map_err(|error| error.to_string())?;

    for side in PICTURES {
        draw(&drawing(&icons, side), side, &icons.join(format!("{side}x{side}.png")))?;
    }
    for (panel, ink, mark) in PANELS {
        let plain = format!("#niche {{ fill: {ink} }} #mark {{ display: none }}");
        tray(&icons, &work, &format!("tray-{panel}"), &plain)?;
        let marked = format!("#niche {{ fill: {ink}; mask: url(#around-mark) }} #mark {{ fill: {mark} }}");
        tray(&icons, &work, &format!("tray-{panel}-mark"), &marked)?;
    }
    ico(&icons, &work)?;
    icns(&icons, &work)
}

fn drawing(icons: &Path, side: u32) -> PathBuf {
    icons.join(if side <= LARGEST_SIMPLE { "icon-small.svg" } else { "icon.svg" })
}

fn draw(drawing: &Path, side: u32, picture: &Path) -> Outcome {
    drawn(side).arguments(["--output"]).arguments([picture, drawing]).run()
}

fn tray(icons: &Path, work: &Path, name: &str, inks: &str) -> Outcome {
    let sheet = work.join(format!("{name}.css"));
    fs::write(&sheet, inks).map_err(|error| error.to_string())?;
    let picture = icons.join(format!("{name}.png"));
    drawn(TRAY)
        .arguments(["--stylesheet"])
        .arguments([&sheet])
        .arguments(["--output"])
        .arguments([&picture])
        .arguments([icons.join("tray.svg")])
        .run()
}

fn drawn(side: u32) -> Step {
    let side = side.to_string();
    Step::new("rsvg-convert").arguments(["--width", &side, "--height", &side])
}

fn ico(icons: &Path, work: &Path) -> Outcome {
    let mut pictures = Vec::new();
    for side in ICO {
        let picture = sized(work, side);
        draw(&drawing(icons, side), side, &picture)?;
        pictures.push(picture);
    }
    let png = sized(work, ICO_PNG);
    draw(&drawing(icons, ICO_PNG), ICO_PNG, &png)?;
    Step::new("icotool")
        .arguments(["--create", "--output"])
        .arguments([icons.join("icon.ico")])
        .arguments(pictures)
        .arguments([format!("--raw={}", png.display())])
        .run()
}

// The format is a header and, for each picture, its type, its length with those eight bytes, and its PNG data; both
// numbers are big-endian.
fn icns(icons: &Path, work: &Path) -> Outcome {
    let mut body = Vec::new();
    for (kind, side) in ICNS {
        let picture = sized(work, side);
        let inner = side * ICNS_SHARE / 1000;
        let (page, edge) = (side.to_string(), ((side - inner) / 2).to_string());
        drawn(inner)
            .arguments([
                "--page-width",
                &page,
                "--page-height",
                &page,
                "--left",
                &edge,
                "--top",
                &edge,
                "--output",
            ])
            .arguments([&picture, &icons.join("icon.svg")])
            .run()?;
        let png = fs::read(&picture).map_err(|error| error.to_string())?;
        body.extend_from_slice(kind);
        body.extend_from_slice(&length(&png)?);
        body.extend_from_slice(&png);
    }
    let mut whole = b"icns".to_vec();
    whole.extend_from_slice(&length(&body)?);
    whole.extend_from_slice(&body);
    fs::write(icons.join("icon.icns"), whole).map_err(|error| error.to_string())
}

fn length(data: &[u8]) -> Outcome<[u8; 4]> {
    u32::try_from(data.len() + 8).map(u32::to_be_bytes).map_err(|error| error.to_string())
}

fn sized(work: &Path, side: u32) -> PathBuf {
    work.join(format!("{side}.png"))
}

#[cfg(test)]
mod tests;
