//! Formats by their first bytes, as far as they matter for telling who pretends.

/// A format, or a family of formats that may stand for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Something that runs: PE and DOS, ELF, Mach-O, Java class, script, shell link, starter, package, compiled help.
    Program,
    /// PDF.
    Pdf,
    /// Zip, and what is made of it: docx, xlsx, odt, epub.
    Zip,
    /// Another archive or packed file: 7z, rar, gzip, bzip2, xz, zstd, cabinet, tar.
    Archive,
    /// OLE compound file: doc, xls, msg, protected docx.
    Ole,
    /// RTF.
    Rtf,
    /// A picture made of dots.
    Picture,
    /// A web page.
    Html,
    /// XML, SVG, or a part of a web page.
    Markup,
    /// None of these.
    Unknown,
}

/// Marks at a place from the start. DER and plain text have none.
const MARKS: &[(usize, &[u8], Format)] = &[
    (0, b"\x7FELF", Format::Program),
    // Mach-O of 32 and 64 bits in either order of bytes, fat ones; and Java, which shares the fat mark.
    (0, b"\xFE\xED\xFA\xCE", Format::Program),
    (0, b"\xFE\xED\xFA\xCF", Format::Program),
    (0, b"\xCE\xFA\xED\xFE", Format::Program),
    (0, b"\xCF\xFA\xED\xFE", Format::Program),
    (0, b"\xCA\xFE\xBA\xBE", Format::Program),
    (0, b"\xCA\xFE\xBA\xBF", Format::Program),
    (0, b"\xBE\xBA\xFE\xCA", Format::Program),
    (0, b"\xBF\xBA\xFE\xCA", Format::Program),
    // Shell link (MS-SHLLINK 2.1: size and class), compiled help, packages of Debian, RPM and macOS.
    (0, b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xC0\0\0\0\0\0\0\x46", Format::Program),
    (0, b"ITSF\x03\0\0\0", Format::Program),
    (0, b"!<arch>\ndebian-binary", Format::Program),
    (0, b"\xED\xAB\xEE\xDB", Format::Program),
    (0, b"xar!\0", Format::Program),
    (0, b"%PDF-", Format::Pdf),
    (0, b"PK\x03\x04", Format::Zip),
    (0, b"PK\x05\x06", Format::Zip),
    (0, b"PK\x07\x08PK", Format::Zip),
    (0, b"PK00PK", Format::Zip),
    (0, b"7z\xBC\xAF\x27\x1C", Format::Archive),
    (0, b"Rar!\x1A\x07", Format::Archive),
    (0, b"\x1F\x8B\x08", Format::Archive),
    (0, b"\xFD7zXZ\0", Format::Archive),
    (0, b"\x28\xB5\x2F\xFD", Format::Archive),
    (0, b"MSCF\0\0\0\0", Format::Archive),
    (257, b"ustar", Format::Archive),
    (4, b"1AY&SY", Format::Archive),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Ole),
    (0, b"{\\rt", Format::Rtf),
    (0, b"\xFF\xD8\xFF", Format::Picture),
    (0, b"\x89PNG\r\n\x1A\n", Format::Picture),
    (0, b"GIF87a", Format::Picture),
    (0, b"GIF89a", Format::Picture),
    (8, b"WEBPVP8", Format::Picture),
    (0, b"II*\0", Format::Picture),
    (0, b"MM\0*", Format::Picture),
    (0, b"II+\0", Format::Picture),
    (0, b"MM\0+", Format::Picture),
    (0, b"\0\0\0\x0CjP  \r\n\x87\n", Format::Picture),
];

/// Brands of pictures in the ISO base media format (ISO/IEC 23008-12, AVIF); others are films and sound.
const PICTURE_BRANDS: [&[u8]; 9] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"];

/// Sizes of a bitmap's second header, which tell it from a text that begins with BM.
const BITMAP_HEADERS: [u8; 7] = [12, 40, 52, 56, 64, 108, 124];

/// Beginnings that make a page, in lower case and without `<`.
const PAGE: [&str; 6] = ["html", "head", "body", "script", "iframe", "meta"];

impl Format {
    /// A stable code for the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::Archive => "archive",
            Self::Ole => "ole",
            Self::Rtf => "rtf",
            Self::Picture => "picture",
            Self::Html => "html",
            Self::Markup => "markup",
            Self::Unknown => "unknown",
        }
    }

    /// What surely begins with these bytes. None for what is empty, text, DER, or not known.
    pub fn of(head: &[u8]) -> Option<Self> {
        let at = |place: usize, mark: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(mark));
        let marked = MARKS.iter().find(|(place, mark, _)| at(*place, mark)).map(|(_, _, format)| *format);
        if marked.is_some() {
            return marked;
        }
        if is_dos(head) {
            return Some(Self::Program);
        }
        if at(4, b"ftyp") && PICTURE_BRANDS.iter().any(|brand| at(8, brand)) {
            return Some(Self::Picture);
        }
        let second_header = head.get(14).is_some_and(|size| BITMAP_HEADERS.contains(size));
        if at(0, b"BM") && at(6, b"\0\0\0\0") && at(15, b"\0\0\0") && second_header {
            return Some(Self::Picture);
        }
        of_text(&text(head))
    }
}

/// Whether `%PDF-` comes within the first 1,024 bytes, after what a printer's driver or a web server left before it.
pub(super) fn has_pdf_header(head: &[u8]) -> bool {
    head.windows(5).take(1025).any(|window| window == b"%PDF-")
}

/// A DOS or Windows program. `MZ` alone also begins words, so what follows must not be text.
fn is_dos(head: &[u8]) -> bool {
    let is_text = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0xFF);
    (head.starts_with(b"MZ") || head.starts_with(b"ZM")) && !head.iter().take(64).all(is_text)
}

/// The head as text: UTF-16 when its mark says so, else UTF-8 with whatever is not.
fn text(head: &[u8]) -> String {
    let wide = |units: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = units.as_chunks().0.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match head {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(head).into_owned(),
    }
}

fn of_text(text: &str) -> Option<Format> {
    if is_script(text) || is_starter(text) {
        return Some(Format::Program);
    }
    let mut rest = text.trim_start();
    let mut format = None;
    // Past declarations, instructions and comments to the first element.
    while let Some(inside) = rest.strip_prefix('<') {
        let lower = inside.get(..64).unwrap_or(inside).to_ascii_lowercase();
        let lower = lower.strip_prefix("!doctype").map_or(lower.as_str(), str::trim_start);
        let is_name_end =
            |tail: &str| !tail.starts_with(|next: char| next.is_alphanumeric() || ":-_.".contains(next));
        if PAGE.iter().any(|tag| lower.strip_prefix(tag).is_some_and(is_name_end)) {
            return Some(Format::Html);
        }
        if !inside.starts_with(|first: char| first.is_alphabetic() || "!?_".contains(first)) {
            return format;
        }
        format = Some(Format::Markup);
        let end = match inside {
            _ if inside.starts_with("!--") => "-->",
            _ if inside.starts_with('?') => "?>",
            _ => return format,
        };
        let Some((_, after)) = inside.split_once(end) else { return format };
        rest = after.trim_start();
    }
    format
}

/// `#!` and an interpreter. Rust's inner attributes (`#![…]`) are none.
fn is_script(text: &str) -> bool {
    let interpreter = text.strip_prefix("#!").map(|rest| rest.trim_start_matches([' ', '\t']));
    interpreter.is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_alphabetic() || "/.".contains(first))
    })
}

/// A starter of a Linux desktop, which some file managers run whatever its name
/// (freedesktop.org, Desktop Entry Specification).
fn is_starter(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.next() == Some("[Desktop Entry]")
}
