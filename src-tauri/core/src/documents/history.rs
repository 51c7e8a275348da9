//! A document's history: its versions, each chained to the one before by hash.
//!
//! The hash of a version is SHA-256 (FIPS 180-4) over the hash of the version before (nothing before the first) and the
//! version as a JSON array `[document_id, version, at, author, size, sha256]`, with `at` in UTC milliseconds, `size` in
//! bytes and `sha256` in hex.

use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::id::DocumentId;
use crate::time::Millis;

/// A whole content that a document had.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Version {
    /// Whose.
    pub document_id: DocumentId,
    /// 1, 2, 3 …
    pub version: i64,
    /// When it was found whole.
    pub at: Millis,
    /// Who brought it; empty when it was found on the disk.
    pub author: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// The chain.
    pub hash: Vec<u8>,
}

impl Version {
    /// The version after `before`, chained to it.
    pub(super) fn after(before: Option<&Self>, mut next: Self) -> Self {
        next.version = before.map_or(1, |before| before.version + 1);
        next.hash = next.hash_after(before);
        next
    }

    fn hash_after(&self, before: Option<&Self>) -> Vec<u8> {
        let Self { document_id, version, at, author, size, sha256, .. } = self;
        let text = serde_json::json!([document_id, version, at.0, author, size, hex(sha256)]).to_string();
        let hash = Sha256::new_with_prefix(before.map_or(&[][..], |before| &before.hash));
        hash.chain_update(text).finalize().to_vec()
    }
}

/// The number of the first version that does not follow from those before it.
pub fn broken_at(versions: &[Version]) -> Option<i64> {
    let mut before = None;
    for (number, version) in (1..).zip(versions) {
        if version.version != number || version.hash != version.hash_after(before) {
            return Some(number);
        }
        before = Some(version);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(document_id: DocumentId, at: i64, size: i64) -> Version {
        let (author, sha256) = ("Elena Vannini".to_owned(), vec![7; 32]);
        Version { document_id, version: 0, at: Millis(at), author, size, sha256, hash: Vec::new() }
    }

    #[test]
    fn a_changed_version_breaks_the_chain_at_its_number() {
        let id = DocumentId::new();
        let mut versions: Vec<Version> = Vec::new();
        for at in 0..4 {
            let next = Version::after(versions.last(), version(id, at, 100 + at));
            versions.push(next);
        }
        assert_eq!(broken_at(&versions), None);
        versions[2].size = 1;
        assert_eq!(broken_at(&versions), Some(3));
        versions.remove(1);
        assert_eq!(broken_at(&versions), Some(2));
    }
}
