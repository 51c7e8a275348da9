//! Thunderbird's profile: as many messages in as many threads, in one local folder.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use studiolo_core::time::Clock;
use tempfile::TempDir;

use super::offices::BETWEEN_MESSAGES;
use super::program::Started;
use super::screen;
use crate::Outcome;
use crate::office::{MESSAGE, SUBJECT, folder};

/// No account but the local folders; nothing that asks, fetches or indexes; no question after a hard end.
const SETTINGS: &str = r#"
user_pref("mail.accountmanager.accounts", "account1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.accountmanager.localfoldersserver", "server1");
user_pref("mail.server.server1.type", "none");
user_pref("mail.server.server1.userName", "nobody");
user_pref("mail.server.server1.hostname", "Local Folders");
user_pref("mail.server.server1.name", "Local Folders");
user_pref("mail.server.server1.directory-rel", "[ProfD]Mail/Local Folders");
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mail.rights.version", 1);
user_pref("mail.shell.checkDefaultClient", false);
user_pref("mail.inappnotifications.enabled", false);
user_pref("mailnews.database.global.indexer.enabled", false);
user_pref("mailnews.start_page.enabled", false);
user_pref("mailnews.start_page_override.mstone", "ignore");
user_pref("app.donation.eoy.version.viewed", 999);
user_pref("app.update.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.startup.max_resumed_crashes", -1);
user_pref("toolkit.telemetry.enabled", false);
"#;

/// The folder is open, and nothing else.
const SESSION: &str = r#"{"rev":0,"windows":[{"type":"3pane","tabs":{"rev":0,"selectedIndex":0,"tabs":[{"mode":"mail3PaneTab","state":{"firstTab":true,"folderPaneVisible":true,"folderURI":"mailbox://nobody@Local%20Folders/Archivio","messagePaneVisible":true},"ext":{}}]}}]}"#;

/// A profile in a folder of its own.
pub struct Profile {
    folder: TempDir,
    messages: usize,
}

impl Profile {
    /// Makes one with so many threads of so many messages.
    pub fn make(threads: usize, of_thread: usize) -> Outcome<Self> {
        let messages = threads * of_thread;
        let profile = Self { folder: folder()?, messages };
        let mail = profile.path().join("Mail").join("Local Folders");
        fs::create_dir_all(&mail)?;
        fs::write(profile.path().join("user.js"), SETTINGS)?;
        let mut file = BufWriter::new(fs::File::create(mail.join("Archivio"))?);
        let now = Clock::System.now();
        for number in 0..messages {
            let at = now - BETWEEN_MESSAGES * i32::try_from(messages - number)?;
            let letter =
                Letter { thread: number / of_thread, place: number % of_thread, messages, of_thread };
            file.write_all(letter.write(at)?.as_bytes())?;
        }
        file.flush()?;
        Ok(profile)
    }

    /// Puts it back to where the folder is open; before each start, since a start may change it.
    pub fn prepare(&self) -> Outcome {
        Ok(fs::write(self.path().join("session.json"), SESSION)?)
    }

    /// Thunderbird, at the list of messages.
    pub fn at_list(&self) -> Started {
        let mut started = Started::new("thunderbird");
        started.arguments.push("--no-remote".into());
        started.arguments.push("--profile".into());
        started.arguments.push(self.path().into());
        started
    }

    /// Thunderbird, at the newest message. The messages of a folder are counted from 1.
    pub fn at_newest_message(&self) -> Started {
        let mut started = self.at_list();
        let address = format!("mailbox-message://nobody@Local%20Folders/Archivio#{}", self.messages);
        started.arguments.push(address.into());
        started
    }

    fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

/// One message of a mailbox file.
struct Letter {
    thread: usize,
    place: usize,
    messages: usize,
    of_thread: usize,
}

impl Letter {
    fn write(&self, at: DateTime<Utc>) -> Outcome<String> {
        let Self { thread, place, .. } = self;
        let is_in_newest = (thread + 1) * self.of_thread == self.messages;
        let mut text = String::new();
        writeln!(text, "From - {}", at.format("%a %b %d %H:%M:%S %Y"))?;
        // Read.
        writeln!(text, "X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000")?;
        writeln!(text, "From: Paolo Rinaldi <paolo.{thread}@officinerinaldi.example>")?;
        writeln!(text, "To: Elena Vannini <elena@studiovannini.example>")?;
        // The list shows a thread by its first message.
        let subject = if is_in_newest && *place == 0 { screen::SUBJECT.words } else { SUBJECT };
        writeln!(text, "Subject: {subject}\nDate: {}", at.to_rfc2822())?;
        writeln!(text, "Message-ID: <{place}.{thread}@officinerinaldi.example>")?;
        if *place > 0 {
            writeln!(text, "In-Reply-To: <0.{thread}@officinerinaldi.example>")?;
            writeln!(text, "References: <0.{thread}@officinerinaldi.example>")?;
        }
        writeln!(text, "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8")?;
        writeln!(text, "Content-Transfer-Encoding: 8bit\n\n{MESSAGE}\n")?;
        if is_in_newest && place + 1 == self.of_thread {
            writeln!(text, "{}\n", screen::MESSAGE.words)?;
        }
        Ok(text)
    }
}
