//! Another program's window out of which files are dragged.

use std::path::Path;

use super::{Desktop, Program};

const TITLE: &str = "File da trascinare";

/// What file managers offer: the addresses of files, to be copied.
const SCRIPT: &str = r#"
import sys
import gi
gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk

addresses = [GLib.filename_to_uri(path, None) for path in sys.argv[2:]]
files = Gtk.EventBox()
files.add(Gtk.Label(label="File"))
files.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
files.drag_source_add_uri_targets()
files.connect("drag-data-get", lambda _files, _context, data, _info, _time: data.set_uris(addresses))
window = Gtk.Window(title=sys.argv[1])
window.set_default_size(300, 300)
window.add(files)
window.move(2000, 500)
window.show_all()
Gtk.main()
"#;

/// A window of another program that holds files.
pub struct DragSource {
    _program: Program,
}

impl DragSource {
    /// Its middle.
    pub const MIDDLE: (&str, (f64, f64)) = (TITLE, (150.0, 150.0));

    /// Opens it, right of the app's window.
    pub fn open<'f>(desktop: &Desktop, files: impl IntoIterator<Item = &'f Path>) -> Self {
        // The system's own: another Python does not know its libraries.
        let mut command = desktop.command("/usr/bin/python3");
        command.args(["-c", SCRIPT, TITLE]).args(files);
        let program = Program::start(command, desktop.home());
        desktop.wait_for_window(TITLE);
        Self { _program: program }
    }
}
