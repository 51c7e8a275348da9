//! What reaches the printer is the document, all of it, and nothing of the window. The app runs without a driver: under one
//! `WebKit` prints nothing.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::harness::{Desktop, OfficeFolder, wait_until};

const PLAN: &str = "Planimetria.pdf";
const MAIL: &str = "Disdetta del canone.eml";

#[test]
fn what_is_printed_is_the_document_whole_and_nothing_of_the_window() {
    let desktop = Desktop::start();
    desktop.print_into_files();
    let office = OfficeFolder::demo(&desktop);
    let folder = top_folder(&desktop, "Dichiarazioni");
    fs::write(folder.join(PLAN), plan()).unwrap();
    fs::write(folder.join(MAIL), mail()).unwrap();
    let picture = folder.join("Scontrino bar.png");
    desktop.answer("convert", &["-size", "300x2000", "xc:black", picture.to_str().unwrap()]).unwrap();
    let app = desktop.start_app(&office.arguments());
    desktop.wait_for_window("Studiolo");

    // A page is a picture as high as the paper's margins let it be, upright also where it was wider than high.
    let plan = printed(&desktop, PLAN);
    assert_eq!(words(&desktop, &plan), "");
    assert_eq!(dark(&desktop, &plan), [(true, false), (false, true)]);

    let text = words(&desktop, &printed(&desktop, "Appunti.txt"));
    assert_eq!(text, "Chiedere a Paolo del leasing del tornio.");
    let letter = words(&desktop, &printed(&desktop, MAIL));
    assert!(letter.starts_with("Disdetta del canone"), "{letter}");
    assert!(letter.contains("Riga 1 di 120") && letter.contains("Riga 120 di 120"), "{letter}");
    assert!(!letter.contains("Versioni"), "{letter}");
    let invoice = words(&desktop, &printed(&desktop, "Metalsider fattura 218.xml"));
    assert!(invoice.contains("Metalsider") && !invoice.contains("Versioni"), "{invoice}");

    let picture = printed(&desktop, "Scontrino bar.png");
    assert_eq!(words(&desktop, &picture), "");
    assert_eq!(dark(&desktop, &picture).len(), 1, "a long picture is on one page");
    app.signal("TERM");
}

/// Opens the document of this name by the palette, and prints it.
fn printed(desktop: &Desktop, name: &str) -> PathBuf {
    wait_until(&format!("{name} was to be printed"), || {
        for key in ["Escape", "Escape", "ctrl+k"] {
            desktop.press(key);
        }
        desktop.answer("xdotool", &["type", name]).unwrap();
        // Enter does nothing while nothing is found, nor Ctrl P before the document is there.
        let asked = (0..50).any(|time| {
            if time % 10 == 0 {
                desktop.press("Return");
                desktop.press("ctrl+p");
            }
            std::thread::sleep(Duration::from_millis(50));
            desktop.is_asked_to_print()
        });
        asked.then_some(())
    });
    desktop.print(&format!("{name}.printed.pdf"))
}

/// The words on all pages, with one blank between them.
fn words(desktop: &Desktop, file: &Path) -> String {
    let text = desktop.answer("pdftotext", &["-layout", file.to_str().unwrap(), "-"]).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Of each page whether its upper left and its lower right quarter are dark anywhere.
fn dark(desktop: &Desktop, file: &Path) -> Vec<(bool, bool)> {
    let pages = desktop.path("pages");
    fs::create_dir_all(&pages).unwrap();
    let (file, to) = (file.to_str().unwrap(), pages.join("page"));
    desktop.answer("pdftoppm", &["-gray", "-r", "20", file, to.to_str().unwrap()]).unwrap();
    let mut files: Vec<PathBuf> = fs::read_dir(&pages).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let quarters = |file: &PathBuf| {
        let bytes = fs::read(file).unwrap();
        // P5, width and height, 255, each on a line; then a byte for each pixel.
        let mut lines = bytes.splitn(4, |byte| *byte == b'\n');
        let size = String::from_utf8(lines.nth(1).unwrap().to_vec()).unwrap();
        let (width, height) = size.split_once(' ').unwrap();
        let (width, height): (usize, usize) = (width.parse().unwrap(), height.parse().unwrap());
        let pixels = lines.nth(1).unwrap();
        let is_dark = |right: bool, low: bool| {
            pixels.iter().enumerate().any(|(i, pixel)| {
                *pixel < 64 && (i % width > width / 2) == right && (i / width > height / 2) == low
            })
        };
        (is_dark(false, false), is_dark(true, true))
    };
    let found = files.iter().map(quarters).collect();
    fs::remove_dir_all(&pages).unwrap();
    found
}

/// Two pages, the second turned: a black square at the upper left of the first, at the lower right of the second once it
/// stands upright.
fn plan() -> String {
    let square = |x: u32, y: u32| format!("0 g {x} {y} 60 60 re f");
    let page = |turned: u32, content: u32| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {turned} /Contents {content} 0 R >>"
        )
    };
    let stream = |drawn: String| format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len());
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>".to_owned(),
        page(0, 4),
        stream(square(30, 752)),
        page(270, 6),
        stream(square(505, 30)),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "xref\n0 7\n0000000000 65535 f \n".to_owned();
    for (i, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        writeln!(file, "{} 0 obj\n{object}\nendobj", i + 1).unwrap();
    }
    let begin = file.len();
    format!("{file}{table}trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF\n")
}

/// A letter of several pages.
fn mail() -> String {
    let lines = (1..=120).map(|line| format!("Riga {line} di 120\r\n")).collect::<Vec<_>>().concat();
    format!(
        "From: Paolo <paolo@rinaldi.example>\r\nTo: elena@studiovannini.example\r\nSubject: Disdetta del canone\r\n\
         Date: Fri, 24 Apr 2026 09:00:00 +0200\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{lines}"
    )
}

fn top_folder(desktop: &Desktop, start: &str) -> PathBuf {
    let inside = |folder: PathBuf, start: &str| {
        let mut entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.find(|path| path.file_name().unwrap().to_string_lossy().starts_with(start)).unwrap()
    };
    inside(inside(desktop.path("demo").join("Documents"), "Officine Rinaldi"), start)
}
