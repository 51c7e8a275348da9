//! What people and programs do to a disk.

use super::super::coverage::parent;
use super::super::{Access, Kind};
use super::disk::{Disk, FileSystem};

/// Names with all that is hard about them: case, accents in two ways of writing, temporary and reserved ones.
pub(in super::super) const NAMES: [&str; 10] =
    ["a", "b", "c", "A", "\u{e9}", "e\u{301}", "b.tmp", "aux", "View", "Note"];

pub(in super::super) const UPPER: [(&str, Access); 4] = [
    ("Rossi/View", Access::View),
    ("Rossi/Note", Access::Private),
    ("Bianchi/Edit", Access::Edit),
    ("Bianchi/Note", Access::Private),
];

/// Something that happens on disk. Numbers choose among what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Happening {
    Create {
        folder: u8,
        name: u8,
        what: u8,
    },
    Write {
        file: u8,
    },
    /// A temporary file takes the place of the file.
    SaveByRename {
        file: u8,
    },
    /// As Word does: the old one is put aside first; its second half is another [`Happening::EndSave`].
    BeginSave {
        file: u8,
    },
    EndSave {
        file: u8,
    },
    /// A file that was there takes the place of another.
    RenameOver {
        file: u8,
        over: u8,
    },
    Move {
        what: u8,
        folder: u8,
        name: u8,
    },
    Rename {
        what: u8,
        name: u8,
    },
    /// Only the case, or only the way the accent is written.
    Respell {
        what: u8,
    },
    Delete {
        what: u8,
    },
    Copy {
        what: u8,
        folder: u8,
        name: u8,
        keeps_times: bool,
    },
    Link {
        file: u8,
        folder: u8,
        name: u8,
    },
    Swap {
        one: u8,
        two: u8,
    },
    FolderToFile {
        folder: u8,
    },
    RestoreVersion {
        file: u8,
        content: u8,
    },
    Unmount,
    Mount,
}

fn pick<'a>(from: &[&'a String], number: u8) -> Option<&'a String> {
    (!from.is_empty()).then(|| from[usize::from(number) % from.len()])
}

fn join(folder: &str, name: u8) -> String {
    let name = NAMES[usize::from(name) % NAMES.len()];
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A disk with two clients, their folders and some files.
pub(in super::super) fn first_disk(system: FileSystem, files: &[(u8, u8)]) -> Disk {
    let mut disk = Disk::new(system);
    for (path, _) in UPPER {
        disk.make(parent(path).unwrap(), Kind::Folder, 0);
        disk.make(path, Kind::Folder, 0);
    }
    disk.make("Rossi/View/s", Kind::Folder, 0);
    disk.make("Rossi/Note/s", Kind::Folder, 0);
    for (number, (folder, name)) in (1..).zip(files) {
        let folders: Vec<&String> = disk
            .nodes
            .iter()
            .filter(|(path, node)| is_inner(path) && node.kind == Kind::Folder)
            .map(|it| it.0)
            .collect();
        let path = join(pick(&folders, *folder).unwrap(), *name);
        disk.make(&path, Kind::File, number);
    }
    disk
}

fn is_inner(path: &str) -> bool {
    path.contains('/')
}

/// Makes it happen; `fresh` is a content that was never there.
pub(in super::super) fn happen(disk: &mut Disk, happening: Happening, fresh: u32) {
    match happening {
        Happening::Unmount => disk.mounted = false,
        Happening::Mount => disk.mounted = true,
        _ if !disk.mounted => {}
        _ => {
            if write(disk, happening, fresh).is_none() {
                move_about(disk, happening);
            }
        }
    }
}

/// Chooses among what is there by numbers.
impl Disk {
    fn pick(&self, number: u8, fits: impl Fn(&str, Kind) -> bool) -> Option<String> {
        let there = self.nodes.iter().filter(|(path, node)| fits(path, node.kind)).map(|(path, _)| path);
        pick(&there.collect::<Vec<_>>(), number).cloned()
    }

    fn a_file(&self, number: u8) -> Option<String> {
        self.pick(number, |_, kind| kind == Kind::File)
    }

    /// Clients' folders more seldom than there are of them.
    fn anything(&self, number: u8) -> Option<String> {
        self.pick(number, |path, _| is_inner(path) || number.is_multiple_of(8))
    }

    /// A top-level folder or one below, seldom a client's.
    fn a_folder(&self, number: u8) -> Option<String> {
        self.pick(number, |path, kind| kind == Kind::Folder && is_inner(path) == (number > 15))
    }
}

/// What changes or makes a file.
fn write(disk: &mut Disk, happening: Happening, fresh: u32) -> Option<()> {
    match happening {
        Happening::Create { folder, name, what } => {
            let (kind, content) = match what % 8 {
                0 | 1 => (Kind::Folder, 0),
                2 => (Kind::Symlink, 0),
                3 => (Kind::File, 0),
                _ => (Kind::File, fresh),
            };
            let folder = disk.a_folder(folder)?;
            disk.make(&join(&folder, name), kind, content);
        }
        Happening::Write { file } => disk.write(&disk.a_file(file)?, fresh),
        Happening::RestoreVersion { file, content } => {
            disk.write(&disk.a_file(file)?, u32::from(content) % fresh.max(1));
        }
        Happening::SaveByRename { file } => {
            let path = disk.a_file(file)?;
            let temporary = format!("{path}~");
            disk.make(&temporary, Kind::File, fresh);
            disk.rename(&temporary, &path);
        }
        Happening::BeginSave { file } => {
            let path = disk.a_file(file)?;
            disk.rename(&path, &format!("{path}~"));
        }
        Happening::EndSave { file } => {
            let aside = disk.pick(file, |path, kind| kind == Kind::File && path.ends_with('~'))?;
            disk.make(aside.trim_end_matches('~'), Kind::File, fresh);
            disk.remove(&aside);
        }
        Happening::FolderToFile { folder } => {
            let path = disk.a_folder(folder.max(16))?;
            disk.remove(&path);
            disk.make(&path, Kind::File, fresh);
        }
        _ => return None,
    }
    Some(())
}

/// What moves, copies or deletes.
fn move_about(disk: &mut Disk, happening: Happening) -> Option<()> {
    match happening {
        Happening::RenameOver { file, over } => {
            disk.rename(&disk.a_file(file)?, &disk.a_file(over)?);
        }
        Happening::Move { what, folder, name } => {
            let (from, folder) = (disk.anything(what)?, disk.a_folder(folder)?);
            let own = from.rsplit('/').next()?;
            let keeps_name = name.is_multiple_of(2);
            let to = if keeps_name { format!("{folder}/{own}") } else { join(&folder, name) };
            disk.rename(&from, &to);
        }
        Happening::Rename { what, name } => {
            let from = disk.anything(what)?;
            disk.rename(&from, &join(parent(&from)?, name));
        }
        Happening::Respell { what } => {
            let from = disk.anything(what)?;
            let (above, name) = from.rsplit_once('/').unwrap_or(("", &from));
            let name = match name {
                "\u{e9}" => "e\u{301}".to_owned(),
                "e\u{301}" => "\u{e9}".to_owned(),
                name if name.chars().any(char::is_uppercase) => name.to_lowercase(),
                name => name.to_uppercase(),
            };
            let to = if above.is_empty() { name } else { format!("{above}/{name}") };
            disk.rename(&from, &to);
        }
        Happening::Delete { what } => disk.remove(&disk.anything(what)?),
        Happening::Copy { what, folder, name, keeps_times } => {
            let (from, folder) = (disk.anything(what)?, disk.a_folder(folder)?);
            disk.copy(&from, &join(&folder, name), keeps_times);
        }
        Happening::Link { file, folder, name } => {
            let (from, folder) = (disk.a_file(file)?, disk.a_folder(folder)?);
            disk.link(&from, &join(&folder, name));
        }
        Happening::Swap { one, two } => {
            disk.swap(&disk.anything(one)?, &disk.anything(two)?);
        }
        _ => {}
    }
    Some(())
}
