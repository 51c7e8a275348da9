//! The feed of notices: what happened since the last look.

use std::mem::take;

use chrono::NaiveDate;

use super::{Group, Kind, Notice, group, notice, store};
use crate::access::By;
use crate::audit;
use crate::error::Result;
use crate::jobs::LoopState;
use crate::office::Office;
use crate::outbox::RoadState;
use crate::settings;

/// What the owner has not been told yet. Lives in memory: what happened before it began is not told.
#[derive(Debug)]
pub struct Feed {
    /// The last row of the audit trail that was looked at.
    seen: i64,
    /// Whether the server refused the account at the last look.
    refused: bool,
    /// The civil day of the last backup that failed: it is told once a day.
    backup_failed: Option<NaiveDate>,
    waiting: Vec<Notice>,
}

impl Feed {
    /// Begins now.
    pub async fn begin(office: &Office) -> Result<Self> {
        let (seen, _) = audit::store::head(&mut *office.read(&By::system()).await?).await?;
        Ok(Self { seen, refused: false, backup_failed: None, waiting: Vec::new() })
    }

    /// Looks what happened since the last look. Whether anything waits to be told.
    pub async fn look(&mut self, office: &Office) -> Result<bool> {
        let mut db = office.read(&By::system()).await?;
        let (head, _) = audit::store::head(&mut db).await?;
        let rows = store::candidates(&mut db, self.seen, head).await?;
        let zone = settings::store::get(&mut db).await?.time_zone;
        self.seen = head;
        self.waiting.extend(rows.into_iter().filter_map(notice));
        self.look_at_road(office);
        self.look_at_backup(office, office.now().with_timezone(&zone).date_naive());
        Ok(!self.waiting.is_empty())
    }

    /// What is to be shown now, if anything: nothing while it is quiet, and nothing at all when the owner wants no
    /// notices. With it whether names and words stay out of it.
    pub async fn show(&mut self, office: &Office) -> Result<Option<(Group, bool)>> {
        let settings = settings::service::get(office, &By::system()).await?;
        if !settings.notices.enabled {
            self.waiting.clear();
        }
        if settings.notices.quiet.is_some_and(|quiet| quiet.hold(settings.time_zone, office.now())) {
            return Ok(None);
        }
        Ok(group(take(&mut self.waiting)).map(|group| (group, settings.notices.hide_content)))
    }

    /// The owner is at the window and sees for themselves.
    pub fn forget(&mut self) {
        self.waiting.clear();
    }

    fn look_at_road(&mut self, office: &Office) {
        let refused = office.roads.worst().filter(|(state, _)| *state == RoadState::Refused);
        if let Some((_, why)) = refused.as_ref().filter(|_| !self.refused) {
            self.waiting.push(Notice::of_office(Kind::AccountRefused, why.clone()));
        }
        self.refused = refused.is_some();
    }

    fn look_at_backup(&mut self, office: &Office, today: NaiveDate) {
        let failing = office
            .loops()
            .into_iter()
            .find(|status| status.name == crate::jobs::HOUSEKEEPING && status.state == LoopState::Failing);
        if let Some(status) = failing.filter(|_| self.backup_failed != Some(today)) {
            self.backup_failed = Some(today);
            self.waiting.push(Notice::of_office(Kind::BackupFailed, status.error));
        }
    }
}
