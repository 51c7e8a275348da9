//! What may be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use studiolo_core::key::KeySource;

/// The office without a window.
#[derive(Debug, Parser)]
#[command(name = "studioloctl", version)]
pub struct Arguments {
    /// The office's folder.
    #[arg(long, global = true, env = "STUDIOLO_OFFICE")]
    pub office: Option<PathBuf>,
    /// The file that holds the office's key; without it, the key is in the system's keyring.
    #[arg(long, global = true, env = "STUDIOLO_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    #[command(subcommand)]
    pub verb: Verb,
}

impl Arguments {
    /// Where the key is.
    pub fn key(&self) -> KeySource {
        self.key_file.clone().map_or(KeySource::Keyring, KeySource::File)
    }
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Makes an office, and its key; prints the recovery code once.
    Init {
        /// Name of the firm.
        #[arg(long)]
        firm: String,
        /// Name of the owner.
        #[arg(long)]
        owner: String,
        /// The owner's mail address.
        #[arg(long)]
        email: String,
        /// IANA name of the zone.
        #[arg(long, default_value = "Europe/Rome")]
        time_zone: String,
        /// it or en.
        #[arg(long, default_value = "it")]
        language: String,
        /// Country whose public holidays are closed.
        #[arg(long, default_value = "IT")]
        country: String,
    },
    /// Runs one command of the table; its reply is JSON on stdout. Runs no loop. `mail.begin_oauth` prints the page to open, waits
    /// for the browser, and prints `mail.oauth_state`.
    Call {
        /// The command's name.
        command: String,
        /// The request as JSON, or `-` to read it from stdin.
        request: Option<String>,
    },
    /// Prints the command table as JSON.
    Api,
    /// Runs all loops until SIGTERM or Ctrl-C.
    Serve,
    /// Runs reminders, outbox and housekeeping once, each to its end; prints what they did as JSON.
    Tick,
    /// Makes an encrypted backup.
    Backup {
        /// Must not exist.
        file: PathBuf,
    },
    /// Restores a backup into an empty folder. The key comes from --key-file, else from the recovery code, which
    /// is asked for on stdin; it is then kept at --key-file, or in the keyring.
    Restore {
        /// The backup.
        file: PathBuf,
        /// New or empty.
        dir: PathBuf,
        /// Read the recovery code from stdin even if the key file exists.
        #[arg(long)]
        recovery_code: bool,
    },
    /// Checks database and audit chain; exit 1 with what is wrong.
    Verify {
        /// Also checks the chain against the mails saved in this folder and those below it (.eml, Maildir, mbox): each
        /// says what the chain's last row was when it left.
        #[arg(long, value_name = "FOLDER")]
        anchors: Option<PathBuf>,
    },
    /// The office's key.
    Key {
        #[command(subcommand)]
        verb: KeyVerb,
    },
    /// Makes a demo office and plays the main job through, printing each step.
    Demo {
        /// New or empty.
        dir: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeyVerb {
    /// Prints the key as 64 hexadecimal digits.
    Export,
}
