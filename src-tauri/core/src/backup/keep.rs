//! The backups that the office makes by itself: 7 daily and 4 weekly ones, in `backups/`.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::file::{Header, read_header, write};
use crate::access::By;
use crate::error::Result;
use crate::events::ChangeKind;
use crate::office::Office;
use crate::settings;

/// Where they are, in the office's folder.
pub(super) const FOLDER: &str = "backups";

pub(super) const DAILY: (&str, usize) = ("daily-", 7);
pub(super) const WEEKLY: (&str, usize) = ("weekly-", 4);
const SUFFIX: &str = ".studiolo-backup";

/// Makes today's backup and this week's if there are none yet; lets the oldest go. Whether one was made.
pub async fn daily(office: &Office) -> Result<bool> {
    let by = By::system();
    let zone = settings::service::get(office, &by).await?.time_zone;
    let today = office.now().with_timezone(&zone);
    let folder = office.folder().join(FOLDER);
    let mut made = false;
    for ((prefix, keep), date) in [(DAILY, "%Y-%m-%d"), (WEEKLY, "%G-W%V")] {
        let file = folder.join(format!("{prefix}{}{SUFFIX}", today.format(date)));
        if file.exists() {
            continue;
        }
        // No audit row: a backup a day would drown the trail, and the file tells of itself.
        write(office, &file, std::future::pending()).await?;
        made = true;
        // The new one stays, even if a clock that was set back makes it look like the oldest.
        let others = newest_first(&folder, prefix)?.into_iter().filter(|other| *other != file);
        for old in others.skip(keep - 1) {
            fs::remove_file(old)?;
        }
    }
    if made {
        office.tell(ChangeKind::Office);
    }
    Ok(made)
}

/// The header of the office's last daily backup.
pub fn last(office: &Office) -> Option<Header> {
    let files = newest_first(&office.folder().join(FOLDER), DAILY.0).ok()?;
    read_header(&mut BufReader::new(File::open(files.first()?).ok()?)).ok()
}

pub(super) fn newest_first(folder: &Path, prefix: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ours = |name: &str| name.starts_with(prefix) && name.ends_with(SUFFIX);
        if path.file_name().and_then(|name| name.to_str()).is_some_and(ours) {
            files.push(path);
        }
    }
    files.sort_unstable_by(|one, other| other.cmp(one));
    Ok(files)
}
