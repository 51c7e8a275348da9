//! Watching the documents' folder: what a look at the disk means for the office.
//!
//! [`plan`] compares the last known [`Tree`] with what was [`Observed`] and says in [`Act`]s what happened; [`apply`] writes
//! them into the tree. Both are pure, so that what holds can be tried on millions of trees:
//!
//! - planned and applied once, nothing is left to plan, but for what waits to be hashed or for the missing to be gone;
//! - after every single act clients see only what lies, whole, where they may see it: all that hides comes before all that
//!   shows;
//! - a rename or move keeps the document and its history, and no history passes to another document;
//! - what was not looked at, could not be read, or went with the whole drive is not gone.
//!
//! When a file is whole is told by [`settle`].

mod acts;
mod apply;
mod clients;
mod content;
mod coverage;
mod document_acts;
mod documents;
mod draft;
mod evidence;
mod flag;
mod folder_acts;
mod folders;
mod found;
mod known;
mod observed;
#[cfg(test)]
mod properties;
mod same_names;
pub mod settle;
mod sighting;
#[cfg(test)]
mod simulation;
mod subfolders;
#[cfg(test)]
mod tests;
mod tree;
#[cfg(test)]
mod world;

pub use acts::{Act, Place, Plan};
pub use apply::{apply, apply_each, apply_one};
pub use draft::{GONE_AFTER, UNDECIDED_FOR};
pub use flag::Flag;
pub use observed::{Content, Entry, Kind, Look, Observed, Scope};
pub use tree::{Access, Client, Document, Folder, Identity, Sha256, Stat, State, Tree};

use crate::id::{DocumentId, FolderId};
use draft::Draft;
use sighting::Sighting;

/// Where new ids come from: handed in, so that a plan is a function of its arguments alone.
pub struct NewIds<'a> {
    /// Gives a new folder's id at every call.
    pub folder: &'a mut dyn FnMut() -> FolderId,
    /// Gives a new document's id at every call.
    pub document: &'a mut dyn FnMut() -> DocumentId,
}

/// Says what happened on disk since `known`. Takes time about linear in what is on record and what was observed.
///
/// Applying all acts, in order, makes the tree right; applying some leaves it right as far as they go, with nothing visible
/// that must not be, and the next plan goes on from there.
pub fn plan(known: &Tree, observed: &Observed, scope: &Scope, ids: &mut NewIds<'_>) -> Plan {
    if !observed.root {
        let acts = if known.root_missing { Vec::new() } else { vec![Act::RootMissing] };
        return Plan { acts, ..Plan::default() };
    }
    let mut draft = Draft::default();
    draft.first.extend(known.root_missing.then_some(Act::RootBack));
    let sighting = Sighting::new(observed, scope);
    let clients = clients::recognise(known, &sighting, &mut draft);
    let mut folders = folders::recognise(known, &sighting, &clients, &mut draft);
    let outcome = folder_acts::put_down(known, &sighting, &clients, &mut folders, ids, &mut draft);
    let matching = documents::recognise(known, &sighting, &folders, &outcome, &mut draft);
    document_acts::put_down(known, &matching, &folders, &outcome, ids, &mut draft);
    draft.flag_entries(known, &sighting, &clients.strangers);
    draft.finish()
}
