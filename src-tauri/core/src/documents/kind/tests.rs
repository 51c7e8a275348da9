use proptest::prelude::*;

use super::*;

/// Cases of each property; ten times as many with `STUDIOLO_LONG=1`.
const CASES: u32 = 5_000;

fn config() -> ProptestConfig {
    let times = if std::env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1") { 10 } else { 1 };
    ProptestConfig { cases: CASES * times, failure_persistence: None, ..ProptestConfig::default() }
}

fn pretends(claims: &str, is: Format) -> Kind {
    Kind::Pretends { claims: claims.to_owned(), is }
}

fn pe() -> Vec<u8> {
    let mut head = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8".to_vec();
    head.resize(0x80, 0);
    head.extend_from_slice(b"PE\0\0");
    head
}

const ELF: &[u8] = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0";
const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0\x08\0";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0";
const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
const DER: &[u8] = b"\x30\x82\x12\x34\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0";
const XML: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<p:FatturaElettronica versione=\"FPR12\">";
const HTML: &[u8] = b"<!DOCTYPE html>\n<html><body>";

#[test]
fn honest_documents_are_ordinary() {
    let bitmap = b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0";
    for (name, head) in [
        ("a.pdf", PDF),
        ("a.docx", ZIP),
        ("a.xlsx", ZIP),
        ("a.odt", ZIP),
        ("a.epub", ZIP),
        ("a.docx", OLE),
        ("a.doc", OLE),
        ("a.xls", OLE),
        ("a.msg", OLE),
        ("a.doc", b"{\\rtf1\\ansi"),
        ("a.xls", b"<html><table>"),
        ("a.xls", b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>"),
        ("a.xls", b"\x09\x08\x10\0\0\x06\x05\0"),
        ("a.rtf", b"{\\rtf1"),
        ("a.jpg", JPEG),
        ("a.jpg", PNG),
        ("a.png", PNG),
        ("a.gif", b"GIF89a"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 "),
        ("a.tif", b"II*\0\x08\0\0\0"),
        ("a.tiff", b"MM\0*\0\0\0\x08"),
        ("a.heic", HEIC),
        ("a.jpeg", HEIC),
        ("a.bmp", bitmap),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>"),
        (
            "a.svg",
            b"<?xml version='1.0'?>\n<!-- Inkscape -->\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN'>",
        ),
        ("a.xml", XML),
        ("a.xml", b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<?xml-stylesheet href='a.xsl'?>\n<a/>"),
        ("a.xml", b"\xff\xfe<\0?\0x\0m\0l\0"),
        ("a.xml", b"  \n<p:FatturaElettronica>"),
        ("a.xml", b"<header><body-text>x</body-text></header>"),
        ("IT01234567890_00001.xml.p7m", DER),
        ("a.pdf.p7m", DER),
        ("a.p7m", b"-----BEGIN PKCS7-----\nMIIB"),
        ("a.p7m", b"MIIGZgYJKoZIhvcNAQcCoIIGVzCC"),
        ("smime.p7s", b"MIME-Version: 1.0\r\nContent-Type: application/pkcs7-signature"),
        ("a.csv", b"MZ;Comune;Importo\r\n1;Roma;12,30\r\n"),
        ("a.csv", b"#! "),
        ("a.txt", b"BM, nota di lavoro di marzo"),
        ("a.txt", b"perch\xe9 no"),
        ("a.txt", b"<html> is how a page begins"),
        ("a.eml", b"Return-Path: <a@b.example>\r\nSubject: x\r\n"),
        ("a.html", HTML),
        ("a.zip", ZIP),
        ("a.zip", b"PK\x05\x06"),
        ("a.zip", b"7z\xbc\xaf\x27\x1c"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c"),
        ("a.mp4", b"\0\0\0\x20ftypisom"),
        ("a.dwg", b"AC1032"),
        ("a.unknown", HTML),
        ("a.unknown", ZIP),
        ("README", b"# Hello"),
        ("lib.rs", b"#![forbid(unsafe_code)]"),
        ("a.pdf", b""),
        ("a.pdf", b"\0\0\0\0 broken"),
        ("Verbale del 3. aprile", PDF),
        ("", b""),
        (".", b""),
        ("Rossi S.p.a", PDF),
        ("Piano di com.pdf", PDF),
        ("exe", b"text"),
        ("\u{200e}Chat WhatsApp.txt", b"text"),
        ("Foto di \u{2068}Mario\u{2069}.jpg", JPEG),
        ("חשבונית.pdf", PDF),
    ] {
        assert_eq!(kind(name, head), Kind::Ordinary, "{name} {}", head.escape_ascii());
    }
}

#[test]
fn a_pdf_may_begin_after_up_to_1024_bytes() {
    let after = |junk: &[u8]| [junk, PDF].concat();
    for junk in [
        b"\n".to_vec(),
        b"\xef\xbb\xbf".to_vec(),
        b"\x1b%-12345X@PJL JOB\r\n".to_vec(),
        b"Content-Type: application/pdf\r\n\r\n".to_vec(),
        b"<br />\n<b>Warning</b>: session_start() in /srv/x.php\n".to_vec(),
        vec![b' '; 1024],
        vec![0; 1024],
    ] {
        assert_eq!(kind("a.pdf", &after(&junk)), Kind::Ordinary);
    }
    assert_eq!(kind("a.pdf", &after(b"<br />".repeat(200).as_slice())), pretends("pdf", Format::Markup));
    // A page, a program or a zip with a PDF further on is no PDF.
    assert_eq!(kind("a.pdf", &after(HTML)), pretends("pdf", Format::Html));
    assert_eq!(kind("a.pdf", &after(&pe())), pretends("pdf", Format::Program));
    assert_eq!(kind("a.pdf", &after(ZIP)), pretends("pdf", Format::Zip));
    // A signed PDF has the PDF inside, near its start.
    assert_eq!(kind("a.pdf.p7m", &after(DER)), Kind::Ordinary);
}

#[test]
fn programs_are_told_by_name() {
    for name in [
        "setup.exe",
        "a.COM",
        "a.scr",
        "a.bat",
        "a.ps1",
        "a.vbs",
        "a.js",
        "a.hta",
        "a.msi",
        "a.jar",
        "a.lnk",
        "a.scf",
        "a.reg",
        "a.app",
        "a.dmg",
        "a.pkg",
        "a.sh",
        "a.deb",
        "a.AppImage",
        "a.apk",
        "a.desktop",
        "a.exe.",
        "a.exe . .",
        ".exe",
        "setup.v1.2.exe",
        "www.example.com",
        "a.py",
        "a.url",
    ] {
        assert_eq!(kind(name, b""), Kind::Program, "{name}");
        assert_eq!(kind(name, b"anything"), Kind::Program, "{name}");
    }
}

#[test]
fn programs_are_told_by_their_bytes() {
    for head in [
        pe().as_slice(),
        b"MZ\0\0",
        ELF,
        b"\xfe\xed\xfa\xcf\x01\0",
        b"\xcf\xfa\xed\xfe\x07\0",
        b"\xca\xfe\xba\xbe\0\0\0\x02",
        b"#!/bin/sh\n",
        b"#! /usr/bin/env python3\n",
        b"#!python\n",
        b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46",
        b"[Desktop Entry]\nType=Application",
        b"\n# c\n [Desktop Entry]\r\n",
        b"!<arch>\ndebian-binary   ",
        b"\xed\xab\xee\xdb\x03",
        b"xar!\0\x1c",
    ] {
        assert_eq!(Format::of(head), Some(Format::Program), "{}", head.escape_ascii());
        assert_eq!(kind("install", head), Kind::Program);
        assert_eq!(kind("a.unknown", head), Kind::Program);
        for claims in ["pdf", "docx", "txt", "jpg", "zip", "p7m", "csv", "xml", "mp3"] {
            assert_eq!(kind(&format!("a.{claims}"), head), pretends(claims, Format::Program));
        }
    }
}

#[test]
fn what_is_surely_something_else_pretends() {
    for (name, head, is) in [
        ("a.pdf", ZIP, Format::Zip),
        ("a.pdf", HTML, Format::Html),
        ("a.pdf", b"\xff\xfe<\0h\0t\0m\0l\0>\0", Format::Html),
        ("a.pdf", b"\xef\xbb\xbf \r\n<!-- x --><SCRIPT src=x>", Format::Html),
        ("a.pdf", b"<?xml version='1.0'?><!doctype\n html>", Format::Html),
        ("a.pdf", XML, Format::Markup),
        ("a.PDF", JPEG, Format::Picture),
        ("a.pdf", OLE, Format::Ole),
        ("a.pdf.", ZIP, Format::Zip),
        ("a.jpg", HTML, Format::Html),
        ("a.jpg", PDF, Format::Pdf),
        ("a.png", b"<svg>", Format::Markup),
        ("a.svg", HTML, Format::Html),
        ("a.svg", ZIP, Format::Zip),
        ("a.txt", ZIP, Format::Zip),
        ("a.csv", OLE, Format::Ole),
        ("a.xml", HTML, Format::Html),
        ("a.docx", PDF, Format::Pdf),
        ("a.docx", HTML, Format::Html),
        ("a.odt", OLE, Format::Ole),
        ("a.doc", PDF, Format::Pdf),
        ("a.p7m", PDF, Format::Pdf),
        ("a.p7m", XML, Format::Markup),
        ("a.p7m", ZIP, Format::Zip),
        ("a.zip", PDF, Format::Pdf),
        ("a.zip", HTML, Format::Html),
        ("a.eml", ZIP, Format::Zip),
        ("a.rtf", OLE, Format::Ole),
    ] {
        let extension = name.trim_end_matches('.').rsplit_once('.').unwrap().1.to_lowercase();
        assert_eq!(kind(name, head), pretends(&extension, is), "{name} {}", head.escape_ascii());
    }
}

#[test]
fn a_name_that_shows_another_extension_pretends() {
    for (name, claims) in [
        ("fattura.pdf.exe", "pdf"),
        ("fattura.pdf                            .exe", "pdf"),
        ("FATTURA.PDF.SCR", "pdf"),
        ("foto.jpg.lnk", "jpg"),
        ("fattura.xml.p7m.js", "p7m"),
        ("fattura_\u{202e}fdp.exe", "pdf"),
        ("\u{202e}gpj.exe", "jpg"),
    ] {
        assert_eq!(kind(name, b""), pretends(claims, Format::Program), "{name:?}");
    }
    assert_eq!(kind("a\u{202e}txt.pdf", PDF), pretends("txt", Format::Pdf));
    assert_eq!(kind("a.\u{202e}gpj", b""), pretends("jpg", Format::Unknown));
}

#[test]
fn codes_of_formats_are_all_different() {
    let formats = [
        Format::Program,
        Format::Pdf,
        Format::Zip,
        Format::Archive,
        Format::Ole,
        Format::Rtf,
        Format::Picture,
        Format::Html,
        Format::Markup,
        Format::Unknown,
    ];
    let codes: std::collections::HashSet<_> = formats.iter().map(|format| format.code()).collect();
    assert_eq!(codes.len(), formats.len());
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_program_by_name_or_bytes_is_never_ordinary(
        stem in "\\PC{0,12}",
        program in prop::sample::select(vec!["exe", "JS", "lnk", "Msi"]),
        extension in prop::sample::select(vec![".pdf", ".docx", ".txt", ".p7m", ".zip", ".x", "", ".jpg", ".PDF "]),
        head in prop::collection::vec(any::<u8>(), 0..80),
        tail in "[. ]{0,3}",
    ) {
        let by_name = format!("{stem}.{program}{tail}");
        prop_assert_ne!(kind(&by_name, &head), Kind::Ordinary);
        let by_bytes = format!("{stem}{extension}");
        let program = [pe(), head].concat();
        prop_assert_ne!(kind(&by_bytes, &program), Kind::Ordinary);
    }

    #[test]
    fn any_name_and_any_bytes_have_a_kind(name in any::<String>(), head in prop::collection::vec(any::<u8>(), 0..300)) {
        let same = kind(&name, &head);
        prop_assert_eq!(kind(&name, &head), same);
    }

    #[test]
    fn no_text_without_a_mark_is_held_against_a_document(
        extension in prop::sample::select(vec!["pdf", "docx", "jpg", "txt", "csv", "p7m", "xml", "eml", "doc"]),
        text in "[a-zA-Z0-9àèìòù ;,.\n\t-]{0,200}",
    ) {
        let head = format!(" {text}");
        prop_assert_eq!(kind(&format!("a.{extension}"), head.as_bytes()), Kind::Ordinary);
    }
}
