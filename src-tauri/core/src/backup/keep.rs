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

const DAILY: (&str, usize) = ("daily-", 7);
const WEEKLY: (&str, usize) = ("weekly-", 4);
const EXTENSION: &str = ".studiolo-backup";

/// Makes today's backup if there is none yet, and this week's; lets the oldest go. Whether one was made.
pub async fn daily(office: &Office) -> Result<bool> {
    let by = By::system();
    let zone = settings::service::get(office, &by).await?.time_zone;
    let today = office.now().with_timezone(&zone);
    let folder = office.folder().join("backups");
    let daily = folder.join(format!("{}{}{EXTENSION}", DAILY.0, today.format("%Y-%m-%d")));
    if daily.exists() {
        return Ok(false);
    }
    // No audit row: a backup a day would drown the trail, and the file tells of itself.
    write(office, &daily).await?;
    let weekly = folder.join(format!("{}{}{EXTENSION}", WEEKLY.0, today.format("%G-W%V")));
    if !weekly.exists() {
        fs::copy(&daily, &weekly)?;
        File::open(&weekly)?.sync_all()?;
    }
    for (prefix, keep) in [DAILY, WEEKLY] {
        for old in newest_first(&folder, prefix)?.into_iter().skip(keep) {
            fs::remove_file(old)?;
        }
    }
    office.tell(ChangeKind::Office);
    Ok(true)
}

/// The header of the office's last daily backup.
pub fn last(office: &Office) -> Option<Header> {
    let files = newest_first(&office.folder().join("backups"), DAILY.0).ok()?;
    read_header(&mut BufReader::new(File::open(files.first()?).ok()?)).ok()
}

fn newest_first(folder: &Path, prefix: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ours = |name: &str| name.starts_with(prefix) && name.ends_with(EXTENSION);
        if path.file_name().and_then(|name| name.to_str()).is_some_and(ours) {
            files.push(path);
        }
    }
    files.sort_unstable_by(|one, other| other.cmp(one));
    Ok(files)
}
