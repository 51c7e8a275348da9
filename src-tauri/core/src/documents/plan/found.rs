//! A document that was found on disk: whether its version counts there, and the acts that say so.

use super::acts::{Act, Place as At};
use super::draft::Draft;
use super::flag::Flag;
use super::folder_acts::After;
use super::known::Seen;
use super::observed::Entry;
use super::tree::{Access, Document, Stat, State};
use crate::id::{DocumentId, FolderId};

/// A document and its file.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub id: DocumentId,
    pub document: &'a Document,
    pub file: Seen<'a>,
    /// The folder in which it lies now.
    pub after: After,
    /// The access of the folder in which it lay; Private where that is in doubt.
    pub access_before: Access,
    /// Whether both folders are one client's.
    pub same_client: bool,
    /// Whether the folder in which it lay was closed to all, missing or flagged, and opens now.
    pub was_closed: bool,
    /// Why it is kept from clients at its place.
    pub flag: Option<Flag>,
}

impl<'a> Found<'a> {
    pub(super) fn from(&self) -> (FolderId, &'a str) {
        (self.document.folder_id, &self.document.path)
    }

    pub(super) fn to(&self) -> (FolderId, &'a str) {
        (self.file.folder_id, self.file.path)
    }

    pub(super) fn is_moved(&self) -> bool {
        self.from() != self.to()
    }

    /// Whether an act sets it down at its place.
    pub(super) fn is_placed(&self) -> bool {
        self.is_moved() || self.document.state != State::Present || self.is_changed_while_closed()
    }

    /// Whether there is nothing to say of it: at its place with its flag, whole and unchanged as far as was read.
    pub(super) fn is_as_before(&self) -> bool {
        !self.is_placed()
            && self.flag == self.document.flag
            && self.file.entry.content.is_none()
            && self.is_published()
            && self.has_version_here()
            && !differs(&self.document.stat, &self.file.entry.stat)
    }

    /// Whether a version that is here no longer would be shown by the opening of its folder, or the clearing of its flag.
    fn is_changed_while_closed(&self) -> bool {
        let closed = self.was_closed || (self.document.flag.is_some() && self.flag.is_none());
        closed && self.document.published && !self.has_version_here()
    }

    /// Whether, as far as can be told without reading it, the file holds the version on record.
    fn has_version_here(&self) -> bool {
        let (on_record, on_disk) = (&self.document.stat, &self.file.entry.stat);
        on_record.has_same_content_as(on_disk) && on_record.may_be_same_file_as(on_disk)
    }

    /// Whether the version on record counts as published at its place before the content there is looked at. One that comes
    /// out of a private folder, or from another client, is published anew; so is one that changed on the way.
    pub(super) fn is_published(&self) -> bool {
        let at_its_place = !self.is_placed();
        let shown_before = self.same_client && self.access_before > Access::Private;
        let unchanged = self.has_version_here()
            && self.file.entry.content.is_none_or(|content| !content.refused || self.document.refused);
        let may_stay = !self.is_moved() || self.after.access == Access::Private || shown_before;
        self.document.published && (at_its_place || (unchanged && may_stay))
    }

    /// Whether the client sees it at its place before the content there is looked at.
    pub(super) fn is_visible(&self) -> bool {
        self.is_published() && self.is_visible_once_published(self.document.refused)
    }

    fn is_visible_once_published(&self, refused: bool) -> bool {
        !refused && self.flag.is_none() && self.after.open
    }

    /// Whether it must not be seen where it lay any more: it will not be seen where it lies, or its folder opens before it
    /// has left.
    pub(super) fn must_be_hidden(&self) -> bool {
        let showed = self.document.is_showable() && self.access_before > Access::Private;
        self.is_placed() && showed && (self.was_closed || !self.is_visible())
    }

    /// Puts down the acts that bring it to its place, and its flag.
    pub(super) fn place(&self, place_is_taken: bool, at: i64, draft: &mut Draft) {
        let (document_id, flag) = (self.id, self.flag);
        if self.is_placed() {
            let present = self.document.state == State::Present;
            if self.must_be_hidden() || (present && place_is_taken) {
                draft.hide.push(Act::DocumentHidden { document_id, since: at });
            }
            let (published, visible) = (self.is_published(), self.is_visible());
            draft.documents.push(if self.is_moved() {
                let place = |(folder_id, path): (FolderId, &str)| At { folder_id, path: path.to_owned() };
                let (from, to) = (place(self.from()), place(self.to()));
                Act::DocumentMoved { document_id, from, to, flag, published, visible }
            } else {
                Act::DocumentReturned { document_id, flag, published, visible }
            });
        } else if flag != self.document.flag {
            let acts = if flag.is_some() { &mut draft.hide } else { &mut draft.show };
            acts.push(Act::DocumentFlagged { document_id, flag, visible: self.is_visible() });
        }
    }

    /// Puts down what its content says, or asks for it.
    pub(super) fn publish(&self, draft: &mut Draft) {
        let (document_id, stat, document) = (self.id, self.file.entry.stat, self.document);
        let Some(content) = self.file.entry.content else {
            let unchanged = self.has_version_here();
            if !unchanged || !self.is_published() {
                draft.settle.push((self.file.entry.path.clone(), stat));
            }
            if differs(&document.stat, &stat) && (unchanged || document.sha256.is_none()) {
                draft.documents.push(Act::DocumentSeen { document_id, stat });
            }
            return;
        };
        let visible = self.is_visible_once_published(content.refused);
        // At its place it hides; elsewhere it was hidden before it came.
        let acts = if content.refused { &mut draft.hide } else { &mut draft.show };
        if document.sha256.is_some_and(|before| before != content.sha256) {
            let acts = if self.is_placed() { &mut draft.show } else { acts };
            acts.push(Act::DocumentChanged { document_id, stat, content, visible });
        } else if !self.is_published() || content.refused != document.refused {
            let acts = if self.is_placed() { &mut draft.show } else { acts };
            acts.push(Act::DocumentPublished { document_id, stat, content, visible });
        } else if differs(&document.stat, &stat) {
            draft.documents.push(Act::DocumentSeen { document_id, stat });
        }
    }
}

/// Whether the record is to be brought up to date. An identity that can't be read now says nothing against the known one.
fn differs(on_record: &Stat, on_disk: &Stat) -> bool {
    let identity = on_disk.identity.is_some() && on_disk.identity != on_record.identity;
    identity || !on_record.has_same_content_as(on_disk)
}

/// A file that is still to be hashed, as it was seen.
pub(super) fn unhashed(entry: &Entry) -> Option<(String, Stat)> {
    entry.content.is_none().then(|| (entry.path.clone(), entry.stat))
}
