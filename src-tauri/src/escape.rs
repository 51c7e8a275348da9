//! The Esc key while the focus is in a mail's frame: nothing runs there that could hear it, so the program tells the page.
//! What WebKitGTK's page leaves alone comes to the program; on the other systems the tab key leads out of the frame.

use tauri::WebviewWindow;

/// Tells the page of each Esc that no document in it took.
#[cfg(target_os = "linux")]
pub fn tell(window: &WebviewWindow) {
    use gtk::gdk::keys::constants::Escape;
    use tauri::Emitter;
    use webkit2gtk::glib::prelude::{ObjectExt, ToValue};

    let page = window.clone();
    let listening = window.with_webview(move |webview| {
        // After the web view's own handler, which the documents come before.
        webview.inner().connect_local("key-press-event", true, move |values| {
            let event = values.get(1).and_then(|value| value.get::<gtk::gdk::Event>().ok());
            if event.and_then(|event| event.keyval()) == Some(*Escape)
                && let Err(error) = page.emit("office-escape", ())
            {
                tracing::warn!(%error, "the page was not told of a key");
            }
            Some(false.to_value())
        });
    });
    if let Err(error) = listening {
        tracing::warn!(%error, "Esc does nothing in a mail");
    }
}

/// The page is told of no key.
#[cfg(not(target_os = "linux"))]
pub fn tell(_: &WebviewWindow) {}
