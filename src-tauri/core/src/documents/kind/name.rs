//! What a file's name says of it: its extension, the one that a reader is made to see, and whether it runs.

use super::claims;

/// Extensions that run, or install what runs, when they are opened on Windows, macOS or Linux.
const PROGRAMS: [&str; 129] = [
    // Windows: programs, and libraries that run inside one.
    "exe",
    "com",
    "scr",
    "pif",
    "bat",
    "cmd",
    "cpl",
    "dll",
    "drv",
    "ocx",
    "sys",
    "xll",
    "gadget",
    // Windows: scripts, and pages and files that run them.
    "ps1",
    "ps1xml",
    "ps2",
    "psc1",
    "psd1",
    "psm1",
    "vb",
    "vbe",
    "vbs",
    "js",
    "jse",
    "ws",
    "wsc",
    "wsf",
    "wsh",
    "hta",
    "sct",
    "shb",
    "shs",
    "msh",
    "msh1",
    "msh2",
    "chm",
    "hlp",
    "job",
    "ksh",
    "csh",
    "mst",
    // Windows: installers.
    "msi",
    "msp",
    "msu",
    "msix",
    "msixbundle",
    "appx",
    "appxbundle",
    "appinstaller",
    "application",
    "appref-ms",
    "diagcab",
    "vhd",
    "vhdx",
    "inf",
    "ins",
    "isp",
    // Windows: links and settings that start something.
    "lnk",
    "url",
    "website",
    "scf",
    "reg",
    "rgs",
    "msc",
    "xbap",
    "settingcontent-ms",
    "search-ms",
    "searchconnector-ms",
    "library-ms",
    "theme",
    "themepack",
    "deskthemepack",
    "udl",
    "grp",
    "xnk",
    // Windows: databases and projects that run by being opened.
    "ade",
    "adp",
    "mad",
    "maf",
    "mag",
    "mam",
    "mar",
    "mas",
    "mat",
    "mau",
    "mav",
    "maw",
    "mda",
    "mde",
    "mdz",
    "accda",
    "accde",
    "prg",
    "pcd",
    "iqy",
    // macOS.
    "app",
    "dmg",
    "pkg",
    "mpkg",
    "command",
    "terminal",
    "workflow",
    "scpt",
    "scptd",
    "applescript",
    "osax",
    "prefpane",
    "fileloc",
    "inetloc",
    "kext",
    "dylib",
    // Linux.
    "sh",
    "bash",
    "run",
    "deb",
    "rpm",
    "appimage",
    "snap",
    "flatpak",
    "flatpakref",
    "desktop",
    "so",
    // Java, Android, iOS, interpreters, browsers' extensions.
    "jar",
    "jnlp",
    "class",
    "apk",
    "aab",
    "ipa",
    "py",
];

/// More of the last kind: those whose interpreter registers them.
const SCRIPTS: [&str; 11] = ["pyw", "pyc", "pyz", "pyo", "pyd", "pl", "rb", "xpi", "crx", "zsh", "fish"];

/// Controls that make a reader see letters in another order than they stand (Unicode UAX #9): the overrides, and the
/// embedding and the isolate that turn the direction to the left. Marks of direction and the isolates that follow the
/// text are left alone: phones put them into honest names.
const TURNS: [char; 4] = ['\u{202B}', '\u{202D}', '\u{202E}', '\u{2067}'];
const TURN_ENDS: [char; 2] = ['\u{202C}', '\u{2069}'];

/// The extension in lower case, as Windows sees it: without dots and spaces after it. None when there is none.
pub(super) fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.trim_end_matches(['.', ' ']).rsplit_once('.')?;
    let hidden = stem.is_empty();
    (!hidden && !extension.is_empty()).then(|| extension.to_lowercase())
}

/// Whether its extension makes it a program. A name that is nothing but such an extension (`.exe`) counts.
pub(super) fn is_program(name: &str) -> bool {
    let name = name.trim_end_matches(['.', ' ']);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    extension.is_some_and(|extension| {
        PROGRAMS.contains(&extension.as_str()) || SCRIPTS.contains(&extension.as_str())
    })
}

/// The document's extension before the last one, in `fattura.pdf.exe` or `fattura.pdf      .exe`.
pub(super) fn claimed_before_the_last(name: &str) -> Option<String> {
    let (stem, _) = name.trim_end_matches(['.', ' ']).rsplit_once('.')?;
    extension(stem).filter(|extension| claims::formats(extension).is_some())
}

/// The extension that a reader sees when a control in the name turns the order of its letters; empty when the reader
/// sees none. None when nothing is turned.
pub(super) fn extension_shown(name: &str) -> Option<String> {
    let (before, turned) = name.split_once(TURNS)?;
    let (turned, after) = turned.split_once(TURN_ENDS).unwrap_or((turned, ""));
    let backwards = turned.chars().rev();
    let shown: String = before.chars().chain(backwards).chain(after.chars()).collect();
    Some(extension(&shown).unwrap_or_default())
}
