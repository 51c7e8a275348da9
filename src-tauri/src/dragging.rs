//! A document dragged out of the window into another program, which gets a copy of it.

use std::path::PathBuf;

use tauri::WebviewWindow;

use crate::office::WireError;

/// Begins to drag a file, while the button is down.
pub fn drag(window: &WebviewWindow, file: PathBuf) -> Result<(), WireError> {
    let dragged = window.clone();
    let begun = window.run_on_main_thread(move || {
        if let Err(why) = begin(&dragged, file) {
            tracing::warn!(why, "a document can't be dragged");
        }
    });
    begun.map_err(|error| WireError::internal(&error.to_string()))
}

#[cfg(target_os = "linux")]
fn begin(window: &WebviewWindow, file: PathBuf) -> Result<(), String> {
    use gtk::gdk::{BUTTON_PRIMARY, DragAction};
    use gtk::prelude::{DragContextExtManual, ObjectExt, WidgetExt};

    let window = window.gtk_window().map_err(|error| error.to_string())?;
    let uri = gtk::glib::filename_to_uri(file, None).map_err(|error| error.to_string())?;
    let targets = gtk::TargetList::new(&[]);
    targets.add_uri_targets(0);
    let given = window.connect_drag_data_get(move |_, _, data, _, _| {
        data.set_uris(&[&uri]);
    });
    let button = i32::try_from(BUTTON_PRIMARY).unwrap_or(1);
    let Some(context) = window.drag_begin_with_coordinates(&targets, DragAction::COPY, button, None, -1, -1)
    else {
        window.disconnect(given);
        return Err("the system does not begin it".to_owned());
    };
    context.drag_set_icon_name("text-x-generic", 0, 0);
    // It ends once: read to its end, or given up.
    let given = std::rc::Rc::new(std::cell::Cell::new(Some(given)));
    let end = move || {
        if let Some(given) = given.take() {
            window.disconnect(given);
        }
    };
    let cancelled = end.clone();
    context.connect_dnd_finished(move |_| end());
    context.connect_cancel(move |_, _| cancelled());
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn begin(window: &WebviewWindow, file: PathBuf) -> Result<(), String> {
    // The picture under the pointer.
    let picture = drag::Image::Raw(include_bytes!("../../icons/32x32.png").to_vec());
    let item = drag::DragItem::Files(vec![file]);
    drag::start_drag(window, item, picture, |_, _| {}, drag::Options::default())
        .map_err(|error| error.to_string())
}
