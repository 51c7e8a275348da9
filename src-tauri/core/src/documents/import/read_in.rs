//! Files of the computer, read into memory for whoever keeps them elsewhere than among the documents.

use std::io::Read;
use std::path::PathBuf;

use tokio::task::spawn_blocking;

use super::gather::{Gathered, gather};
use super::stage::{STAGING, clear, stage};
use super::{Refused, Watch, scratch};
use crate::documents::disk::{Disk, split};
use crate::documents::folders::open;
use crate::error::Result;
use crate::id::ImportId;
use crate::office::Office;

/// A file that was read.
#[derive(Debug)]
pub(crate) struct ReadIn {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// How much is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Most {
    /// Files.
    pub files: usize,
    /// Bytes of all together.
    pub bytes: u64,
}

/// The files in these files, folders and zips, wherever they lie there; what an import would refuse is, and so is what is too
/// much. Cancelled, it leaves nothing.
pub(crate) async fn read_in(
    office: &Office,
    paths: Vec<PathBuf>,
    most: Most,
    watch: &Watch,
) -> Result<(Vec<ReadIn>, Vec<Refused>)> {
    let (disk, scratch, import_id, watch) = (open(office)?, scratch(office)?, ImportId::new(), watch.clone());
    let read = spawn_blocking(move || {
        let mut gathered = gather(&paths, &scratch, &watch)?;
        // What is refused takes no room from what is not.
        gathered.judge(|_| false, &scratch, &watch)?;
        limit(&mut gathered, most);
        let mut refused = std::mem::take(&mut gathered.refused);
        let staged = stage(&disk, import_id, gathered, &scratch, &watch);
        let read = staged.and_then(|staged| {
            let one = |file: super::stage::StagedFile| {
                let name = split(&file.path).1.to_owned();
                Ok(ReadIn { name, sha256: file.sha256, bytes: bytes_of(&disk, import_id, &file.staged)? })
            };
            refused.extend(staged.refused);
            staged.files.into_iter().map(one).collect::<Result<Vec<ReadIn>>>()
        });
        clear(&disk, import_id);
        Ok((read?, refused))
    });
    read.await?
}

/// Leaves out folders, and refuses the files that are too much.
fn limit(gathered: &mut Gathered, most: Most) {
    let (mut files, mut bytes) = (0, 0);
    let mut refused = Vec::new();
    gathered.found.retain(|found| {
        if found.is_folder() {
            return false;
        }
        let reason = match () {
            () if files >= most.files => "too_many",
            () if bytes + found.size > most.bytes => "too_large",
            () => {
                files += 1;
                bytes += found.size;
                return true;
            }
        };
        refused.push(Refused { path: found.path.clone(), reason: reason.into() });
        false
    });
    gathered.refused.append(&mut refused);
}

fn bytes_of(disk: &Disk, import_id: ImportId, staged: &str) -> Result<Vec<u8>> {
    let staging = disk.own(STAGING)?.open_dir(import_id.to_string())?;
    let mut bytes = Vec::new();
    staging.open(staged)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
