//! Received mails for the frame that shows them: `mail://localhost/message/ID`, `mail://localhost/quarantine/ID`
//! (`http://mail.localhost/…` on Windows).
//!
//! They come from an origin of their own, so that the window's policy need not allow what a mail's looks want, and a mail none
//! of what the window may do: its policy lets nothing run and nothing be fetched.

use tauri::http::{Response, StatusCode, header};
use tauri::{AppHandle, Manager, UriSchemeResponder};

use crate::office::{MAIL_POLICY, Running};

/// The scheme of a mail's address; the window's policy names it.
pub const SCHEME: &str = "mail";

/// Answers with the mail of this path.
pub fn answer(app: AppHandle, path: String, responder: UriSchemeResponder) {
    tauri::async_runtime::spawn(async move {
        // Whoever makes the address may write its slash as %2F.
        let path = path.replace("%2F", "/");
        let (kind, id) = path.trim_start_matches('/').split_once('/').unwrap_or_default();
        let found = match app.try_state::<Running>() {
            Some(office) => office.mail_document(kind, id).await.ok(),
            None => None,
        };
        let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
        let response = Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
            .header(header::CONTENT_SECURITY_POLICY, format!("{MAIL_POLICY}; sandbox allow-popups"))
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(header::REFERRER_POLICY, "no-referrer")
            .header(header::CACHE_CONTROL, "no-store")
            .body(found.unwrap_or_default().into_bytes());
        match response {
            Ok(response) => responder.respond(response),
            Err(error) => tracing::error!(%error, "a mail could not be shown"),
        }
    });
}
