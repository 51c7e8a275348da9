//! Files that a system or a program leaves beside the real ones, or writes while it saves. They are not documents:
//! the watcher passes them by, and a zip does not bring them in.

use super::MAX_NAME_BYTES;

/// Extensions of files that are being written, downloaded or edited.
const WHILE_WRITING: [&str; 12] = [
    "tmp",        // Office, LibreOffice (lu*.tmp) and many others
    "swp",        // vi
    "swo",        //
    "swx",        //
    "part",       // Firefox, rsync, KDE
    "partial",    // Edge
    "filepart",   // WinSCP
    "crdownload", // Chromium
    "opdownload", // Opera
    "download",   // Safari
    "aria2",      // aria2
    "laccdb",     // Access, while a database is open
];

/// What systems and synchronising programs keep for themselves.
const OF_THE_SYSTEM: [&str; 24] = [
    ".studiolo",
    ".ds_store",
    ".localized",
    ".apdisk",
    ".volumeicon.icns",
    ".spotlight-v100",
    ".fseventsd",
    ".trashes",
    ".trash",
    ".temporaryitems",
    ".documentrevisions-v100",
    "__macosx",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "$recycle.bin",
    "system volume information",
    ".directory",
    "lost+found",
    "@eadir",
    ".dropbox",
    ".dropbox.attr",
    ".dropbox.cache",
    ".stfolder",
];

/// What systems leave in a folder that somebody has looked at, and make again without loss.
const LEFT_BEHIND: [&str; 5] = [".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".directory"];

/// Starts of names: the other half of a file by `AppleDouble`, locks, half-saved files, files deleted while open.
const STARTS: [&str; 7] = ["._", "~$", ".#", ".goutputstream-", ".nfs", ".fuse_hidden", ".trash-"];

/// Whether a file or folder of this name (one name, not a path) belongs to a system or to a program at work. Without
/// regard to case.
pub fn is_passing(name: &str) -> bool {
    // Asked of every file of a look, and nearly every name is plain: no memory is asked for.
    let mut folded = [0; MAX_NAME_BYTES];
    match folded.get_mut(..name.len()).filter(|_| name.is_ascii()) {
        Some(folded) => {
            folded.copy_from_slice(name.as_bytes());
            folded.make_ascii_lowercase();
            str::from_utf8(folded).is_ok_and(is_passing_in_lower_case)
        }
        None => is_passing_in_lower_case(&name.to_lowercase()),
    }
}

fn is_passing_in_lower_case(name: &str) -> bool {
    OF_THE_SYSTEM.contains(&name)
        || STARTS.iter().any(|start| name.starts_with(start))
        || name.rsplit_once('.').is_some_and(|(_, extension)| WHILE_WRITING.contains(&extension))
        || name.ends_with('~')
        || (name.starts_with(".~lock.") && name.ends_with('#'))
        || (name.len() > 2 && name.starts_with('#') && name.ends_with('#'))
        || is_of_rsync(name)
        || is_of_a_mac_sandbox(name)
}

/// Whether a file of this name may go with the folder in which a system left it.
pub fn is_left_behind(name: &str) -> bool {
    LEFT_BEHIND.contains(&name.to_lowercase().as_str())
}

/// rsync writes `report.pdf` as `.report.pdf.Xa3b9Q`: six letters or digits. A hidden file with such an extension is
/// passed by with it.
fn is_of_rsync(name: &str) -> bool {
    let parts = name.strip_prefix('.').and_then(|name| name.rsplit_once('.'));
    parts.is_some_and(|(base, random)| !base.is_empty() && is_random(random, 6))
}

/// A sandboxed program on macOS saves `report.txt` as `report.txt.sb-1a2b3c4d-Xa3b9Q`.
fn is_of_a_mac_sandbox(name: &str) -> bool {
    let random = name.rsplit_once(".sb-").and_then(|(_, random)| random.split_once('-'));
    random.is_some_and(|(first, second)| is_random(first, 8) && is_random(second, 6))
}

fn is_random(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
