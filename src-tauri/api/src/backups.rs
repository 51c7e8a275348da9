//! `backups.*`: what is kept of the backups that the office makes by itself.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use studiolo_core::access::By;
use studiolo_core::{Office, Result, backup};
use ts_rs::TS;

use crate::wire::{At, Empty};

/// The backups that are kept.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct BackupsListReply {
    /// Newest first.
    pub backups: Vec<KeptBackup>,
}

/// A backup in the office's folder `backups/`.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct KeptBackup {
    /// Its file's name.
    pub file: String,
    /// When it was made.
    pub at: At,
    /// How long its file is.
    pub bytes: u64,
    /// How long it stays.
    pub kind: BackupKind,
}

/// daily: for seven days; weekly: for four weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum BackupKind {
    Daily,
    Weekly,
}

/// `backups.list`.
pub async fn list(office: &Arc<Office>, by: &By, _: Empty) -> Result<BackupsListReply> {
    let kept = backup::list(office, by).await?.into_iter().map(|kept| KeptBackup {
        file: kept.file,
        at: kept.at,
        bytes: kept.bytes,
        kind: match kept.kind {
            backup::KeptKind::Daily => BackupKind::Daily,
            backup::KeptKind::Weekly => BackupKind::Weekly,
        },
    });
    Ok(BackupsListReply { backups: kept.collect() })
}
