//! Reading and checking the audit trail.

use std::path::Path;

use serde::Serialize;
use tokio::task::spawn_blocking;

use super::anchors::{Changed, Compared, Comparison, Missing, Unread, gather};
use super::{Row, Verdict, store};
use crate::access::By;
use crate::error::{Error, Result};
use crate::id::ClientId;
use crate::office::Office;

/// Up to `limit` rows before number `before`, newest first; of one client or all.
pub async fn newest(
    office: &Office,
    by: &By,
    client: Option<ClientId>,
    before: i64,
    limit: i64,
) -> Result<Vec<Row>> {
    let client = client.map(|id| id.to_string()).unwrap_or_default();
    store::newest(&mut *office.read(by).await?, &client, before, limit).await
}

/// Recomputes the whole chain.
pub async fn verify(office: &Office, by: &By) -> Result<Verdict> {
    super::verify(&mut *office.read(by).await?).await
}

/// What a check of the trail against saved mails found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Anchored {
    /// Whether there was something to compare, and all of it agrees.
    pub ok: bool,
    /// What is wrong, in words.
    pub wrong: Vec<String>,
    /// Files that were read.
    pub files: u64,
    /// Anchors of this office in them; mails that left together count each.
    pub anchors: u64,
    /// Anchors that no key of this office sealed: other offices', or forged. They say nothing.
    pub others: u64,
    /// What came of the comparison.
    #[serde(flatten)]
    pub compared: Compared,
    /// Links and the like, which are not read.
    pub passed_over: u64,
    /// How many files and folders can't be read.
    pub unread: u64,
    /// The first thousand of them.
    pub unread_files: Vec<Unread>,
}

/// Recomputes the whole chain, and compares it with what the mails in `folder` say of it.
///
/// # Errors
/// [`Error::Invalid`] for a folder that can't be looked into.
pub async fn verify_against(office: &Office, by: &By, folder: &Path) -> Result<(Verdict, Anchored)> {
    let mut connection = office.read(by).await?;
    let (path, key) = (folder.to_owned(), office.key().clone());
    let gathered = spawn_blocking(move || gather(&path, &key))
        .await?
        .map_err(|error| Error::invalid("anchors", format!("{}: {error}", folder.display())))?;
    let mut comparison = Comparison::new(gathered.anchors);
    let verdict = super::walk(&mut connection, |row| comparison.row(row.seq, &row.hash)).await?;
    let compared = comparison.end(verdict.rows, !verdict.ok);
    let wrong = in_words(gathered.found, &compared);
    let anchored = Anchored {
        ok: wrong.is_empty(),
        wrong,
        files: gathered.files,
        anchors: gathered.found,
        others: gathered.others,
        compared,
        passed_over: gathered.passed_over,
        unread: gathered.unread_count,
        unread_files: gathered.unread,
    };
    Ok((verdict, anchored))
}

fn in_words(found: u64, compared: &Compared) -> Vec<String> {
    let mut wrong = Vec::new();
    if found == 0 {
        wrong.push("no mail of this office is there: nothing was compared".to_owned());
    }
    if let Some(changed) = compared.changed.as_ref().filter(|_| compared.differ > 0) {
        let Changed { after, at_latest, mail, left_at } = changed;
        let after = if *after == 0 { String::new() } else { format!(" (after row {after})") };
        wrong.push(format!(
            "row {at_latest} or an earlier one{after} is not what it was when {mail} left on {left_at}"
        ));
    }
    if let Some(Missing { after, up_to, mail, left_at }) = &compared.missing {
        wrong.push(format!(
            "the trail ends at row {after}; it had {up_to} rows when {mail} left on {left_at}"
        ));
    }
    wrong
}
