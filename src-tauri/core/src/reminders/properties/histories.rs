//! Random histories of one item, played in the [`World`].

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::acts::{Act, Corners};
use super::world::World;
use super::{HISTORIES_FOR_EACH_ZONE, Instant, Tz, ZONES, calendar, check, instants, policy};
use crate::reminders::policy::Policy;

fn policies() -> impl Strategy<Value = Policy> {
    let days = prop_oneof![8 => 1..6_u32, 1 => 6..60_u32, 1 => 1..=365_u32];
    let count = prop_oneof![6 => 1..5_u32, 1 => 1..=99_u32];
    (days, count).prop_map(|(days, count)| policy(days, count))
}

fn acts() -> impl Strategy<Value = Act> {
    const DAY: i64 = 24 * 60;
    const TEN_YEARS: i64 = 3652 * DAY;
    prop_oneof![
        12 => (1..12 * DAY).prop_map(Act::Awake),
        4 => (1..200 * DAY).prop_map(Act::Asleep),
        2 => (-TEN_YEARS..=TEN_YEARS).prop_map(Act::ClockJump),
        2 => (-90..=90_i64).prop_map(Act::ClockJump),
        4 => (policies(), prop::bool::weighted(0.85), any::<bool>())
            .prop_map(|(policy, on, notified)| Act::Message { policy: on.then_some(policy), notified }),
        3 => Just(Act::NotificationAccepted),
        1 => Just(Act::OldMailsAccepted),
        2 => Just(Act::Answered),
        1 => Just(Act::Resumed),
        2 => Just(Act::Archived),
        2 => Just(Act::Reopened),
        1 => Just(Act::ArchivedAndReopened),
        2 => Just(Act::SwitchedOff),
        3 => policies().prop_map(Act::SwitchedOn),
        3 => policies().prop_map(Act::PolicyChanged),
        2 => Just(Act::SentAgain),
        3 => (1..5_u32).prop_map(Act::Skipped),
        3 => Just(Act::NetworkGone),
        3 => Just(Act::NetworkBack),
        2 => Just(Act::AcceptedWithoutAsking),
        1 => Just(Act::Withdrawn),
        1 => Just(Act::Cancelled),
    ]
}

fn histories(zone: Tz) -> impl Strategy<Value = (Instant, u8, Policy, Vec<Act>)> {
    (instants(zone), any::<u8>(), policies(), prop::collection::vec(acts(), 4..24))
}

fn play(zone: Tz, (start, kind, first, acts): (Instant, u8, Policy, Vec<Act>)) -> Corners {
    let mut world = World::new(calendar(zone, kind), start);
    world.act(Act::Message { policy: Some(first), notified: true });
    for (number, act) in acts.into_iter().enumerate() {
        world.act(act);
        if number % 6 == 0 {
            world.check_forecast(9);
        }
    }
    world.check_forecast(60);
    world.check_replay();
    world.corners
}

macro_rules! in_zone {
    ($($name:ident: $zone:expr;)*) => {$(
        #[test]
        fn $name() {
            check(HISTORIES_FOR_EACH_ZONE, &histories($zone), |history| {
                play($zone, history);
            });
        }
    )*};
}

in_zone! {
    whatever_happens_in_rome_no_reminder_goes_twice_early_late_or_unwanted: Tz::Europe__Rome;
    whatever_happens_in_new_york_no_reminder_goes_twice_early_late_or_unwanted: Tz::America__New_York;
    whatever_happens_on_lord_howe_no_reminder_goes_twice_early_late_or_unwanted: Tz::Australia__Lord_Howe;
    whatever_happens_in_kathmandu_no_reminder_goes_twice_early_late_or_unwanted: Tz::Asia__Kathmandu;
}

#[test]
fn the_random_histories_come_into_every_corner() {
    let always_the_same = TestRng::deterministic_rng(RngAlgorithm::XorShift);
    let mut runner = TestRunner::new_with_rng(Config::default(), always_the_same);
    let mut seen = Corners::default();
    for zone in ZONES {
        let strategy = histories(zone);
        for _ in 0..500 {
            seen.add(&play(zone, strategy.new_tree(&mut runner).unwrap().current()));
        }
    }
    for (corner, times) in seen.counts() {
        assert!(times >= 20, "{corner} came up {times} times only in 2,000 histories");
    }
}
