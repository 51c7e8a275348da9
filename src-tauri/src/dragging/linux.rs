//! WebKitGTK drags by itself what the page lets it drag. The page marks its documents by their ids; where another program asks
//! for them, the addresses of the files are put in place of the mark.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gtk::SelectionData;
use gtk::gdk::DragContext;
use gtk::glib::{GString, SignalHandlerId, filename_to_uri};
use gtk::prelude::{ObjectExt, WidgetExt};
use tauri::{AppHandle, Manager, WebviewWindow};
use webkit2gtk::WebView;

use super::{Dragging, ended};

/// What the page marks documents with; their ids follow, with commas between them. See ui/…/documents/dragging.ts.
const MARK: &str = "studiolo-documents:";
/// The form in which programs give each other files.
const FILES: &str = "text/uri-list";

/// One drag, from its begin to its end.
#[derive(Default)]
struct Course {
    filling: RefCell<Option<SignalHandlerId>>,
    /// Whether addresses of files were given.
    given: Cell<bool>,
    /// Whether they were given to whom it was dropped on.
    taken: Cell<bool>,
}

/// Follows what is dragged out of a window, for as long as the window is there.
pub fn follow(window: &WebviewWindow) {
    let app = window.app_handle().clone();
    let followed = window.with_webview(move |webview| {
        let course = Rc::new(Course::default());
        let (begun, of) = (course.clone(), app.clone());
        webview.inner().connect_drag_begin(move |view, context| begin(&of, &begun, view, context));
        webview.inner().connect_drag_end(move |view, _| {
            if let Some(filling) = course.filling.take() {
                view.disconnect(filling);
            }
            ended(&app, course.taken.get());
        });
    });
    if let Err(error) = followed {
        tracing::warn!(%error, "documents can't be dragged out of the window");
    }
}

fn begin(app: &AppHandle, course: &Rc<Course>, view: &WebView, context: &DragContext) {
    app.state::<Dragging>().begin();
    course.given.set(false);
    course.taken.set(false);
    // Only now, to be asked after WebKit, which begins to listen when it first drags.
    let (of, filled) = (app.clone(), course.clone());
    let filling = view.connect_drag_data_get(move |_, _, data, _, _| {
        filled.given.set(fill(&of, data) || filled.given.get());
    });
    course.filling.replace(Some(filling));
    let course = course.clone();
    context.connect_dnd_finished(move |_| course.taken.set(course.given.get()));
}

/// Puts files in place of a mark. Whether it did.
fn fill(app: &AppHandle, data: &SelectionData) -> bool {
    let said = data.data();
    let said = String::from_utf8_lossy(&said);
    if !said.contains(MARK) {
        return false;
    }
    // The mark as a text, or as a link of a web page, is for nobody.
    if data.target().name() != FILES {
        data.set(&data.target(), 8, &[]);
        return false;
    }
    let ids = said.trim().strip_prefix(MARK).unwrap_or_default().split(',');
    let files = app.state::<Dragging>().files_of(ids);
    let addresses: Vec<_> = files.iter().filter_map(|file| filename_to_uri(file, None).ok()).collect();
    data.set_uris(&addresses.iter().map(GString::as_str).collect::<Vec<_>>());
    !addresses.is_empty()
}
