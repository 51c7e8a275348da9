//! How the web view paints.

/// Lets WebKitGTK paint on the processor, unless the environment says otherwise. A window of words changes little at a
/// time, and what a graphics card would save there it costs beforehand: a GL context with its memory; and where there is
/// no card (a remote desktop, a virtual machine) one that is computed, which doubles the time to the first picture.
///
/// Before the program has a second thread. The view's own setting for this (`hardware-acceleration-policy`) comes too late:
/// it is read when the view is made, and a page that is loading then stays blank.
#[cfg(target_os = "linux")]
pub fn on_processor() {
    if let Err(error) = webkit2gtk::glib::setenv("WEBKIT_DISABLE_COMPOSITING_MODE", "1", false) {
        tracing::warn!(%error, "the web view paints in its own way");
    }
}

/// The other systems' web views choose well by themselves.
#[cfg(not(target_os = "linux"))]
pub const fn on_processor() {}
