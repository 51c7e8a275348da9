//! The watcher's loop: looks at all documents when it starts, then at what the system says has changed, and at all of them
//! again whenever it can't be sure: the watch was lost or overflowed, the drive was away, a quarter of an hour has passed.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::event::{EventKind, ModifyKind};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::documents::names::is_passing;
use crate::documents::plan::Look;
use crate::documents::{RootIdentity, root_identity, scan};
use crate::error::Result;
use crate::office::Office;

/// How long events gather before they are looked into: a save is several.
const GATHER: Duration = Duration::from_millis(20);

/// How often it is asked whether the folder is still the one that is watched.
const ROOT: Duration = Duration::from_secs(5);

/// How often all is looked at although the watch stands.
const WHOLE: Duration = Duration::from_mins(15);

/// How often all is looked at where the system can't watch.
const UNWATCHED: Duration = Duration::from_mins(1);

/// More changes than this at a time, and all is looked at.
const PARTS: usize = 2_000;

pub(super) async fn run(office: Arc<Office>, stop: CancellationToken) -> Result<()> {
    let changes = Arc::new(Changes::default());
    let mut watch: Option<RecommendedWatcher> = None;
    let mut watched: Option<RootIdentity> = None;
    let mut whole_at = Instant::now();
    loop {
        let root = root_identity(&office);
        if root != watched {
            // The new watch stands before all is looked at: nothing falls between the two.
            watch = root.as_ref().and_then(|_| start(&office.documents_folder(), &changes));
            watched = root;
            whole_at = Instant::now();
        }
        let parts = changes.take();
        if parts.is_none() || Instant::now() >= whole_at {
            scan::look_at_all(&office).await?;
            whole_at = Instant::now() + if watch.is_some() { WHOLE } else { UNWATCHED };
        } else if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
            scan::look_at(&office, parts).await?;
        }
        let settled = scan::settle(&office).await?;
        let again = scan::look_again(&office).await?;
        let wait = [settled, again, Some(ROOT)].into_iter().flatten().min().unwrap_or(ROOT);
        tokio::select! {
            () = sleep(wait) => {}
            () = changes.came.notified() => sleep(GATHER).await,
            () = stop.cancelled() => return Ok(()),
        }
    }
}

/// Watches the folder and all below it; `None` where the system can't.
fn start(folder: &Path, changes: &Arc<Changes>) -> Option<RecommendedWatcher> {
    let (root, changes) = (folder.to_owned(), changes.clone());
    let told = move |event: notify::Result<Event>| changes.add(&root, event);
    let config = Config::default().with_follow_symlinks(false);
    let watch = RecommendedWatcher::new(told, config).and_then(|mut watch| {
        watch.watch(folder, RecursiveMode::Recursive)?;
        Ok(watch)
    });
    watch
        .inspect_err(
            |error| tracing::warn!(%error, "documents can't be watched: they are looked at every minute"),
        )
        .ok()
}

/// What has changed since it was last asked.
#[derive(Debug, Default)]
struct Changes {
    parts: Mutex<Option<BTreeSet<Look>>>,
    came: Notify,
}

impl Changes {
    /// `None`: so much, or so unclear, that all is to be looked at.
    fn take(&self) -> Option<Vec<Look>> {
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.replace(BTreeSet::new()).map(|parts| parts.into_iter().collect())
    }

    fn add(&self, root: &Path, event: notify::Result<Event>) {
        let looks = match event {
            Ok(event) if event.need_rescan() => None,
            Ok(event) => Some(looks(root, &event)),
            Err(_) => None,
        };
        if looks.as_ref().is_some_and(Vec::is_empty) {
            return;
        }
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        match (parts.as_mut(), looks) {
            (Some(known), Some(looks)) if known.len() < PARTS => known.extend(looks),
            _ => *parts = None,
        }
        drop(parts);
        self.came.notify_one();
    }
}

/// What an event asks to look at. Of what came, went or was renamed it may be a folder with all in it.
fn looks(root: &Path, event: &Event) -> Vec<Look> {
    if matches!(event.kind, EventKind::Access(_)) {
        return Vec::new();
    }
    let content = matches!(event.kind, EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)));
    let below = event.paths.iter().filter_map(|path| below(root, path));
    below.map(|path| if content { Look::Entry(path) } else { Look::Below(path) }).collect()
}

/// A path below the root, unless it is nothing that counts. One that is not Unicode is looked for in the folder above.
fn below(root: &Path, path: &Path) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.strip_prefix(root).ok()?.components() {
        let Some(part) = part.as_os_str().to_str() else { break };
        if is_passing(part) {
            return None;
        }
        parts.push(part);
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use notify::event::{CreateKind, DataChange, Flag};

    fn event(kind: EventKind, path: &str) -> Event {
        Event::new(kind).add_path(PathBuf::from(path))
    }

    #[test]
    fn what_changed_is_looked_at_once_and_what_passes_is_not() {
        let (changes, root) = (Changes::default(), Path::new("/office/Documents"));
        assert_eq!(changes.take(), None, "at first all is looked at");
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        changes.add(root, Ok(event(written, "/office/Documents/Rinaldi/Dichiarazioni/a.pdf")));
        changes.add(root, Ok(event(written, "/office/Documents/Rinaldi/Dichiarazioni/a.pdf")));
        changes.add(root, Ok(event(written, "/office/Documents/Rinaldi/Dichiarazioni/~$a.docx")));
        changes
            .add(root, Ok(event(EventKind::Create(CreateKind::Folder), "/office/Documents/Rinaldi/Nuova")));
        let looks = changes.take().unwrap();
        let entry = Look::Entry("Rinaldi/Dichiarazioni/a.pdf".into());
        assert_eq!(looks, [entry, Look::Below("Rinaldi/Nuova".into())]);
        assert_eq!(changes.take(), Some(Vec::new()));
    }

    #[test]
    fn a_watch_that_overflowed_or_failed_has_all_looked_at() {
        let (changes, root) = (Changes::default(), Path::new("/office/Documents"));
        changes.take();
        changes.add(root, Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        assert_eq!(changes.take(), None);
        changes.add(root, Err(notify::Error::generic("lost")));
        assert_eq!(changes.take(), None);
        for number in 0..=PARTS {
            let path = format!("/office/Documents/Rinaldi/{number}");
            changes.add(root, Ok(event(EventKind::Create(CreateKind::File), &path)));
        }
        assert_eq!(changes.take(), None);
    }
}
