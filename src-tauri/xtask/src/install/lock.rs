//! Whether the packages of a lock file are installed: a copy of the lock file is kept beside what it installed.

use std::fs;
use std::path::PathBuf;

use crate::Outcome;

/// A lock file, and the copy that is made once what it says is installed.
pub struct Lock {
    /// The file that says which packages, at which versions.
    pub file: PathBuf,
    /// Where its copy stands, in the folder of the installed packages.
    pub copy: PathBuf,
}

impl Lock {
    /// Whether what the lock file says now was installed.
    pub fn is_installed(&self) -> Outcome<bool> {
        let wanted = self.read()?;
        Ok(fs::read(&self.copy).is_ok_and(|installed| installed == wanted))
    }

    /// To be called once the installation ended well.
    pub fn was_installed(&self) -> Outcome {
        fs::write(&self.copy, self.read()?)
            .map_err(|error| format!("{} can't be written: {error}", self.copy.display()))
    }

    fn read(&self) -> Outcome<Vec<u8>> {
        fs::read(&self.file).map_err(|error| format!("{} can't be read: {error}", self.file.display()))
    }
}
