//! How receipts move the mail that they are about: pure, and the same in whatever order they come and however often.

use super::{Evidence, EvidenceKind};
use crate::outbox::MailState;

/// Receipts that are not verified, kept of one mail at most: anybody can write them.
pub const MOST_UNVERIFIED: usize = 20;

/// What a receipt does to its mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Move {
    /// Where the mail is now; `None`: where it was.
    pub to: Option<MailState>,
    /// What is noted beside it; `None`: what was there, or nothing where the mail is accepted anew.
    pub note: Option<String>,
}

/// What one more receipt does to a mail in `state` about which those in `known` came before.
///
/// Delivered outweighs refused, and refused late; of several alike the last one counts, by the gateway's clock. What proves that
/// the gateway has the mail ends the doubt whether it left. A mail that waits or leaves once more, or was withdrawn, stays.
pub fn judge(state: MailState, known: &[Evidence], new: &Evidence) -> Move {
    if !new.is_verified() {
        return Move::default();
    }
    let known =
        |is: fn(EvidenceKind) -> bool| known.iter().filter(move |one| one.is_verified() && is(one.kind));
    let is_outdone = |is| known(is).any(|one| rank(one) > rank(new));
    let is_delivered = || known(|kind| kind == EvidenceKind::Delivered).next().is_some();
    let has_left = matches!(state, MailState::Accepted | MailState::Uncertain);
    let settled = (state == MailState::Uncertain).then_some(MailState::Accepted);
    match new.kind {
        EvidenceKind::Accepted | EvidenceKind::TakenInCharge => Move { to: settled, note: None },
        EvidenceKind::Delivered => {
            let to =
                matches!(state, MailState::Bounced | MailState::Uncertain).then_some(MailState::Accepted);
            Move { to, note: (has_left || state == MailState::Bounced).then(String::new) }
        }
        EvidenceKind::NotYetDelivered => {
            let is_over = is_delivered() || known(EvidenceKind::is_refusal).next().is_some();
            let is_outdone = is_outdone(|kind| kind == EvidenceKind::NotYetDelivered);
            Move { to: settled, note: (has_left && !is_over && !is_outdone).then(|| new.reason.clone()) }
        }
        EvidenceKind::NotAccepted | EvidenceKind::NotDelivered | EvidenceKind::Virus => {
            let is_over = is_delivered() || is_outdone(EvidenceKind::is_refusal);
            if is_over || !(has_left || state == MailState::Bounced) {
                return Move::default();
            }
            Move { to: Some(MailState::Bounced), note: Some(new.reason.clone()) }
        }
    }
}

/// The order in which receipts of one kind count.
fn rank(one: &Evidence) -> impl PartialOrd {
    (one.at, one.kind, one.reason.clone())
}

#[cfg(test)]
mod tests;
