//! GTK's own dialog to print, and the printer in it that prints into a file.

use std::fs;
use std::path::PathBuf;

use super::{Desktop, wait_until};

/// What the dialog is called, in the languages that a machine may have.
const DIALOGS: [&str; 2] = ["Print", "Stampa"];

impl Desktop {
    /// Lets no other printer be offered than the one that prints into a file. To be called before the app starts.
    pub fn print_into_files(&self) {
        let settings = self.path("config").join("gtk-3.0");
        fs::create_dir_all(&settings).expect("the home folder can be written to");
        fs::write(settings.join("settings.ini"), "[Settings]\ngtk-print-backends=file\n")
            .expect("the home folder can be written to");
    }

    /// Whether the dialog is open.
    pub fn is_asked_to_print(&self) -> bool {
        self.windows().iter().any(|title| DIALOGS.contains(&title.as_str()))
    }

    /// Prints by the dialog that is open: the PDF that the printer was given.
    pub fn print(&self, name: &str) -> PathBuf {
        // From the tabs of the dialog into its list of printers.
        self.press("Tab");
        wait_until("the printer was chosen", || {
            self.press("Down");
            self.press("space");
            (!self.is_asked_to_print()).then_some(())
        });
        let (made, kept) = (self.path("output.pdf"), self.path(name));
        // Its last line comes last.
        wait_until("the printer had it all", || {
            fs::read(&made).is_ok_and(|bytes| bytes.trim_ascii_end().ends_with(b"%%EOF")).then_some(())
        });
        fs::rename(made, &kept).expect("the home folder can be written to");
        kept
    }
}
