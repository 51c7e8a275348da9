//! The desktop shell: a window, a tray icon, notices, and one command that passes on to the command table.
//!
//! The shell holds no rule of the office. It opens the office, starts its loops, shows its window, and ends both in
//! order. Closing the window leaves the loops running; only Quit, or SIGTERM, ends them.

mod arguments;
mod autostart;
mod changes;
mod commands;
mod dragging;
mod escape;
mod life;
mod links;
mod mails;
mod notices;
mod office;
mod opening;
mod painting;
mod picked;
mod refusal;
mod restore;
mod save;
mod spell;
mod system;
mod tray;
mod window;
mod words;

use std::process::ExitCode;

use clap::Parser;
use tauri::{AppHandle, RunEvent};

use crate::arguments::Arguments;
use crate::opening::Opening;
use crate::words::Words;

/// Runs the office until it is quit. The exit code is 0 after Quit, 3 when another program has the office open,
/// and 1 when it could not be opened for another reason.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    start_log();
    if !has_display() {
        eprintln!("{}", Words::of_system().say("no-display"));
        return ExitCode::from(refusal::EXIT);
    }
    painting::on_processor();
    match start(&arguments) {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(refusal::EXIT)),
        Err(error) => {
            tracing::error!(%error, "the app could not start");
            ExitCode::from(refusal::EXIT)
        }
    }
}

fn start(arguments: &Arguments) -> tauri::Result<i32> {
    let mut context = tauri::generate_context!();
    let (place, hidden) = (arguments.place(), arguments.hidden);
    let linked = arguments.target();
    // Each office has its own instance and its own browsing data, the default one under the plain name.
    if let Some(suffix) = place.suffix() {
        let identifier = &mut context.config_mut().identifier;
        *identifier = format!("{identifier}.{suffix}");
    }
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, words, _| started_again(app, words)))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(window::KEPT).build())
        .plugin(autostart::plugin(&place))
        .manage(Opening::default())
        .manage(save::Backups::default())
        .manage(restore::Restores::default())
        .manage(picked::Picks::default())
        .manage(dragging::Dragging::default())
        .invoke_handler(tauri::generate_handler![
            commands::call,
            commands::opening,
            commands::open_link,
            commands::open_demo,
            commands::set_zoom,
            commands::show_folder,
            commands::backup_now,
            commands::restore_backup,
            commands::cancel_backup,
            commands::cancel_restore,
            commands::open_restored,
            commands::show_restored,
            commands::pick_documents,
            commands::import_documents,
            commands::add_template_documents,
            commands::cancel_import,
            commands::read_document,
            commands::open_document,
            commands::show_document,
            commands::save_document,
            commands::drag_documents,
            commands::save_evidence,
            commands::autostart_is_on,
            commands::set_autostart,
            commands::version,
        ])
        .register_asynchronous_uri_scheme_protocol(mails::SCHEME, |context, request, responder| {
            mails::answer(context.app_handle().clone(), request.uri().path().to_owned(), responder);
        })
        .on_window_event(window::on_event)
        .setup(move |app| {
            // Before the office is open it is only noted.
            opening::open(app.handle(), linked);
            life::begin(app.handle(), &place, hidden);
            Ok(())
        })
        .build(context)?;
    Ok(app.run_return(on_event))
}

/// A second start shows what it was asked for in the first one's window; started with the computer, it shows nothing.
fn started_again(app: &AppHandle, words: Vec<String>) {
    let arguments = Arguments::try_parse_from(words).unwrap_or_default();
    if !arguments.hidden {
        opening::open(app, arguments.target());
    }
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        // The last window was closed: the loops go on. Only `life::quit` gives a code.
        RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => opening::open(app, None),
        // Elsewhere a link comes as an argument.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            opening::open(app, urls.iter().find_map(|url| links::parse(url.as_str())));
        }
        _ => {
            let _ = app;
        }
    }
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("STUDIOLO_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,zbus=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
