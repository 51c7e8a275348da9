//! What the app is told when it starts, and which office that means.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use clap::Parser;

use crate::links::{self, Target};

/// Studiolo: an offline-first desktop office.
#[derive(Debug, Default, Parser)]
#[command(name = "studiolo", version)]
pub struct Arguments {
    /// The office's folder [default: Studiolo in the system's folder for application data]
    #[arg(long, value_name = "DIR", conflicts_with = "demo")]
    pub office: Option<PathBuf>,
    /// The file that holds the office's key [default: the system's keyring]
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// Open a demo office, whose mail is caught in its folder
    #[arg(long)]
    pub demo: bool,
    /// Start in the tray, without a window
    #[arg(long)]
    pub hidden: bool,
    /// A studiolo link to open: to a chat, a client or a room; anything else shows the window
    #[arg(value_name = "LINK")]
    pub link: Option<String>,
}

/// Which of the offices on this computer is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The owner's own; made at the first start.
    Default,
    /// The demo; made, with its sample clients, at its first start.
    Demo,
    /// One that was named, and must be there.
    Named,
}

/// Where an office and its key are.
#[derive(Debug, Clone)]
pub struct Place {
    /// Which office this is.
    pub which: Which,
    /// Its folder, absolute.
    pub folder: PathBuf,
    /// Its key file, if one was named or is the custom; see [`Place::custom_key_file`].
    pub key_file: Option<PathBuf>,
}

impl Arguments {
    /// What the window is to open, if that was asked for.
    pub fn target(&self) -> Option<Target> {
        self.link.as_deref().and_then(links::parse)
    }

    /// The office that these arguments mean.
    pub fn place(&self) -> Place {
        let (which, folder) = match &self.office {
            Some(folder) => (Which::Named, std::path::absolute(folder).unwrap_or_else(|_| folder.clone())),
            None if self.demo => (Which::Demo, data_folder().join("Studiolo Demo")),
            None => (Which::Default, data_folder().join("Studiolo")),
        };
        Place { which, folder, key_file: self.key_file.clone() }
    }
}

impl Place {
    /// What sets this office's name apart on the session bus and among the browsing data; `None` for the default
    /// office. Stable for a folder on one build of the app, which is all that a running instance needs.
    pub fn suffix(&self) -> Option<String> {
        match self.which {
            Which::Default => None,
            Which::Demo => Some("demo".to_owned()),
            Which::Named => {
                let mut hasher = DefaultHasher::new();
                self.folder.hash(&mut hasher);
                Some(format!("o{:016x}", hasher.finish()))
            }
        }
    }

    /// Where the key of the default office is kept on a computer without a keyring: beside the settings of other
    /// programs, never in the office's own folder, which may be copied and synced.
    pub fn custom_key_file() -> PathBuf {
        dirs::config_dir().unwrap_or_else(data_folder).join("Studiolo").join("office.key")
    }
}

fn data_folder() -> PathBuf {
    dirs::data_dir().unwrap_or_else(|| PathBuf::from("."))
}

#[cfg(test)]
mod tests;
