use proptest::prelude::*;

use super::*;
use crate::evidence::WhyNot;
use crate::id::{EvidenceId, MailId, ReceivedId};
use crate::time::Millis;

fn told(kind: EvidenceKind, second: i64, why_not: Option<WhyNot>) -> Evidence {
    let at = chrono::DateTime::from_timestamp(1_776_866_790 + second, 0).unwrap();
    Evidence {
        evidence_id: EvidenceId::new(),
        mail_id: MailId::new(),
        received_id: ReceivedId::new(),
        kind,
        at: Some(at.into()),
        recipient: String::new(),
        reason: format!("{} {second}", kind.as_str()),
        why_not,
        signer: String::new(),
        issuer: String::new(),
        taken_at: Millis::from(at),
    }
}

/// Where a mail is after these receipts, and what is noted beside it.
fn after<'e>(begun: MailState, receipts: impl IntoIterator<Item = &'e Evidence>) -> (MailState, String) {
    let (mut state, mut note, mut known) = (begun, String::from("before"), Vec::new());
    for new in receipts {
        let Move { to, note: noted } = judge(state, &known, new);
        if to == Some(MailState::Accepted) {
            note.clear();
        }
        (state, note) = (to.unwrap_or(state), noted.unwrap_or(note));
        known.push(new.clone());
    }
    (state, note)
}

#[test]
fn accepted_and_delivered_leave_an_accepted_mail_where_it_is() {
    for kind in [EvidenceKind::Accepted, EvidenceKind::TakenInCharge, EvidenceKind::Delivered] {
        assert_eq!(after(MailState::Accepted, [&told(kind, 0, None)]).0, MailState::Accepted);
    }
}

#[test]
fn a_refusal_brings_a_mail_back_with_its_reason() {
    for kind in [EvidenceKind::NotAccepted, EvidenceKind::NotDelivered, EvidenceKind::Virus] {
        let refusal = told(kind, 0, None);
        assert_eq!(after(MailState::Accepted, [&refusal]), (MailState::Bounced, refusal.reason.clone()));
    }
}

#[test]
fn late_is_noted_until_it_is_delivered() {
    let late = told(EvidenceKind::NotYetDelivered, 0, None);
    assert_eq!(after(MailState::Accepted, [&late]), (MailState::Accepted, late.reason.clone()));
    let delivered = told(EvidenceKind::Delivered, 9, None);
    assert_eq!(after(MailState::Accepted, [&late, &delivered]), (MailState::Accepted, String::new()));
}

#[test]
fn a_mail_in_doubt_has_left_when_its_gateway_has_it() {
    let accepted = told(EvidenceKind::Accepted, 0, None);
    assert_eq!(after(MailState::Uncertain, [&accepted]), (MailState::Accepted, String::new()));
}

#[test]
fn a_mail_that_is_tried_once_more_is_not_brought_back_by_what_was_said_of_the_attempt_before() {
    let first = told(EvidenceKind::NotDelivered, 0, None);
    assert_eq!(judge(MailState::Queued, &[], &first), Move::default());
    // It has left again since, and the first refusal comes twice.
    let second = told(EvidenceKind::NotDelivered, 9, None);
    let known = [first.clone(), second.clone()];
    assert_eq!(judge(MailState::Accepted, &known, &first), Move::default());
    assert_eq!(judge(MailState::Accepted, &[first], &second).to, Some(MailState::Bounced));
}

fn kinds() -> impl Strategy<Value = EvidenceKind> {
    use EvidenceKind::*;
    prop::sample::select(vec![
        Accepted,
        NotAccepted,
        TakenInCharge,
        Delivered,
        NotDelivered,
        NotYetDelivered,
        Virus,
    ])
}

fn receipts() -> impl Strategy<Value = Vec<Evidence>> {
    let why = prop::sample::select(vec![None, None, Some(WhyNot::Changed), Some(WhyNot::NotSigned)]);
    let one = (kinds(), 0..4_i64, why).prop_map(|(kind, second, why)| told(kind, second, why));
    prop::collection::vec(one, 0..7)
}

proptest! {
    #[test]
    fn any_order_and_any_repetition_end_alike(
        (receipts, shuffled) in receipts().prop_flat_map(|all| {
            let twice: Vec<Evidence> = all.iter().chain(all.iter().take(3)).cloned().collect();
            (Just(all), Just(twice).prop_shuffle())
        }),
        begun in prop::sample::select(MailState::ALL.to_vec()),
    ) {
        prop_assert_eq!(after(begun, &receipts), after(begun, &shuffled));
    }

    #[test]
    fn what_is_not_verified_changes_nothing_and_counts_for_nothing(
        receipts in receipts(),
        begun in prop::sample::select(MailState::ALL.to_vec()),
    ) {
        let verified: Vec<&Evidence> = receipts.iter().filter(|one| one.is_verified()).collect();
        prop_assert_eq!(after(begun, verified), after(begun, &receipts));
        for one in receipts.iter().filter(|one| !one.is_verified()) {
            prop_assert_eq!(judge(begun, &receipts, one), Move::default());
        }
    }

    #[test]
    fn a_mail_that_was_delivered_never_ends_as_one_that_came_back(
        receipts in receipts(),
        at in 0..4_i64,
    ) {
        let mut receipts = receipts;
        receipts.push(told(EvidenceKind::Delivered, at, None));
        prop_assert_eq!(after(MailState::Accepted, &receipts), (MailState::Accepted, String::new()));
    }

    #[test]
    fn a_mail_that_waits_leaves_or_is_withdrawn_stays_as_it_is(
        receipts in receipts(),
        begun in prop::sample::select(vec![
            MailState::Queued, MailState::Sending, MailState::Withdrawn, MailState::Failed,
        ]),
    ) {
        prop_assert_eq!(after(begun, &receipts), (begun, "before".to_owned()));
    }
}
