//! Where an office's folder lies: a database is no good on a network share, and in danger where another program keeps the
//! folder in step with a server.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// File systems that lie on another machine, as Linux names them; those of FUSE without `fuse.`. Locks and syncing are not
/// what a database needs there (<https://www.sqlite.org/howtocorrupt.html>).
#[cfg(any(target_os = "linux", test))]
const REMOTE: [&str; 19] = [
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "davfs2",
    "glusterfs",
    "gvfsd-fuse",
    "kafs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "rclone",
    "s3fs",
    "smb3",
    "smbfs",
    "sshfs",
];

/// Programs that keep a folder in step with a server: what their folder is called, and what they leave in it.
const SYNCING: [(&str, &[&str], &[&str]); 9] = [
    ("Dropbox", &["dropbox"], &[".dropbox", ".dropbox.cache"]),
    ("OneDrive", &["onedrive"], &[]),
    ("Google Drive", &["google drive", "googledrive", "my drive", "il mio drive"], &[]),
    ("iCloud", &["icloud drive", "iclouddrive", "com~apple~clouddocs"], &[]),
    ("Nextcloud", &["nextcloud"], &[".nextcloudsync.log"]),
    ("ownCloud", &["owncloud"], &[".owncloudsync.log"]),
    ("Syncthing", &[], &[".stfolder"]),
    ("MEGA", &["megasync", "mega"], &[".megaignore"]),
    ("pCloud", &["pcloud drive", "pclouddrive"], &[]),
];

/// Refuses a folder on a network share. One that is not there yet lies where the first folder above it lies that is.
///
/// # Errors
/// [`Error::NetworkShare`].
pub(crate) fn check(folder: &Path) -> Result<()> {
    let there = std::path::absolute(folder)?;
    let there = there.ancestors().find_map(|above| above.canonicalize().ok()).unwrap_or(there);
    if is_remote(&there) { Err(Error::NetworkShare(folder.to_owned())) } else { Ok(()) }
}

/// The program that keeps this folder in step with a server, as far as can be told.
pub fn synced_by(folder: &Path) -> Option<&'static str> {
    let folder = folder.canonicalize().unwrap_or_else(|_| PathBuf::from(folder));
    SYNCING
        .iter()
        .find(|(_, names, marks)| {
            folder.ancestors().any(|above| {
                let name =
                    above.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
                let named = names.iter().any(|known| is_named(&name, known));
                named || marks.iter().any(|mark| above.join(mark).symlink_metadata().is_ok())
            })
        })
        .map(|(program, ..)| *program)
}

/// `onedrive`, `onedrive - studio vannini`, `onedrive-personal`; not `onedriver`.
fn is_named(name: &str, known: &str) -> bool {
    name.strip_prefix(known).is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(" - ") || rest.starts_with('-') || rest.starts_with(" (")
    })
}

#[cfg(target_os = "linux")]
fn is_remote(folder: &Path) -> bool {
    // Without /proc nothing can be told.
    std::fs::read_to_string("/proc/self/mountinfo").is_ok_and(|mounts| lies_on_remote(&mounts, folder))
}

/// Whether the file system on which `folder` lies is a remote one, by `proc_pid_mountinfo(5)`.
#[cfg(any(target_os = "linux", test))]
fn lies_on_remote(mounts: &str, folder: &Path) -> bool {
    let mut nearest: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((mount, file_system)) = line.split_once(" - ") else { continue };
        let (Some(point), Some(kind)) = (mount.split(' ').nth(4), file_system.split(' ').next()) else {
            continue;
        };
        let point = PathBuf::from(unescaped(point));
        let depth = point.components().count();
        // Of two at one place the later hides the earlier.
        if folder.starts_with(&point) && nearest.is_none_or(|(deepest, _)| deepest <= depth) {
            nearest = Some((depth, kind));
        }
    }
    nearest.is_some_and(|(_, kind)| REMOTE.contains(&kind.strip_prefix("fuse.").unwrap_or(kind)))
}

/// Space, tab, line feed and backslash stand as three octal digits.
#[cfg(any(target_os = "linux", test))]
fn unescaped(point: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(point.to_owned(), |point, (escape, plain)| point.replace(escape, plain))
}

#[cfg(target_os = "macos")]
fn is_remote(folder: &Path) -> bool {
    /// `MNT_LOCAL` of sys/mount.h.
    const LOCAL: u32 = 0x1000;
    rustix::fs::statfs(folder).is_ok_and(|found| found.f_flags & LOCAL == 0)
}

#[cfg(windows)]
fn is_remote(folder: &Path) -> bool {
    use std::path::{Component, Prefix};

    // A drive letter of a share has been resolved to the share.
    let prefix = folder.components().next();
    matches!(prefix, Some(Component::Prefix(prefix)) if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn is_remote(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests;
