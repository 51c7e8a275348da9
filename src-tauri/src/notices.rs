//! Notices on the desktop: what comes within a moment is one notice, and none comes while the owner is at the window.

mod desktop;
mod text;

use std::time::Duration;

use tauri::{AppHandle, Manager};
use tokio::sync::broadcast::Receiver;
use tokio::time::{sleep, timeout};

use crate::changes::next_batch;
use crate::links::{Room, Target};
use crate::office::{Changes, Feed, Open, Running};
use crate::window;
use crate::words::Words;

/// What comes so soon after the first goes with it.
const BURST: Duration = Duration::from_secs(2);

/// The wall clock is looked at again at least this often: quiet hours end by it.
const LOOK: Duration = Duration::from_secs(30);

/// A busy office is not asked for news at each of its commits.
const PAUSE: Duration = Duration::from_millis(250);

/// Shows notices until the office is closed.
pub fn watch(app: &AppHandle, mut feed: Feed, mut changes: Receiver<Changes>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let office = app.state::<Running>();
        loop {
            if office.look(&mut feed).await {
                sleep(BURST).await;
                office.look(&mut feed).await;
                tell(&app, &office, &mut feed).await;
            }
            if let Ok(None) = timeout(LOOK, next_batch(&mut changes, PAUSE)).await {
                return;
            }
        }
    });
}

async fn tell(app: &AppHandle, office: &Running, feed: &mut Feed) {
    if window::is_in_front(app) {
        feed.forget();
    } else if let Some((group, hidden)) = office.show(feed).await
        && let Some(state) = office.state().await
    {
        let words = Words::of(&state.told.language);
        let text = text::of(&words, &group, hidden);
        desktop::show(app, text, words.say("notice-open"), target(group.open)).await;
    }
}

fn target(open: Open) -> Target {
    match open {
        Open::Chat(chat) => Target::of(Room::Chat, chat),
        Open::Inbox => Target::room(Room::Inbox),
        Open::Reminders => Target::room(Room::Reminders),
        Open::Account => Target::of(Room::Settings, "mail"),
        Open::Backups => Target::of(Room::Settings, "backup"),
    }
}
