use proptest::prelude::*;

use super::super::Identity;
use super::*;

const QUIET: i64 = 2_000;
const HASH: Sha256 = [7; 32];

fn stat(size: u64, mtime: i64) -> Stat {
    Stat { size, mtime, identity: Some(Identity { device: 0, file: 5, born: Some(1) }) }
}

fn read(size: u64, mtime: i64) -> Reading {
    Reading::Stat(stat(size, mtime))
}

#[test]
fn a_file_that_stays_the_same_is_hashed_and_whole() {
    let mut settling = Settling::new(QUIET);
    assert_eq!(settling.observe(read(3, 1), 10_000), Next::Wait { until: 12_000 });
    assert_eq!(settling.observe(read(3, 1), 11_999), Next::Wait { until: 12_000 });
    assert_eq!(settling.observe(read(3, 1), 12_000), Next::Hash);
    assert_eq!(settling.hashed(HASH, read(3, 1), 12_500), Next::Whole { stat: stat(3, 1), sha256: HASH });
}

#[test]
fn a_file_that_changed_while_it_was_hashed_is_not_whole() {
    let mut settling = Settling::new(QUIET);
    settling.observe(read(3, 1), 0);
    assert_eq!(settling.observe(read(3, 1), 2_000), Next::Hash);
    assert_eq!(settling.hashed(HASH, read(3, 2), 3_000), Next::Wait { until: 5_000 });
    assert_eq!(settling.hashed(HASH, read(3, 2), 5_000), Next::Hash, "a hash that nobody asked for");
    assert_eq!(settling.hashed(HASH, read(3, 2), 6_000), Next::Whole { stat: stat(3, 2), sha256: HASH });
}

#[test]
fn another_file_at_the_same_path_is_settled_anew() {
    let other = Stat { identity: Some(Identity { device: 0, file: 6, born: Some(2) }), ..stat(3, 1) };
    let mut settling = Settling::new(QUIET);
    settling.observe(read(3, 1), 0);
    assert_eq!(settling.observe(Reading::Stat(other), 2_000), Next::Wait { until: 4_000 });
}

#[test]
fn a_file_that_keeps_growing_is_looked_at_with_a_growing_pause() {
    let mut settling = Settling::new(QUIET);
    let (mut now, mut pauses) = (0, Vec::new());
    for size in 0..9 {
        let Next::Wait { until } = settling.observe(read(size, 1), now) else { panic!("not whole") };
        pauses.push(until - now);
        now = until;
    }
    assert_eq!(pauses, [2_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    assert_eq!(settling.observe(read(8, 1), now), Next::Hash, "quiet at last");
}

#[test]
fn a_locked_file_is_tried_again_and_one_that_is_gone_is_not() {
    let mut settling = Settling::new(QUIET);
    settling.observe(read(3, 1), 0);
    assert_eq!(settling.observe(Reading::Locked, 2_000), Next::Wait { until: 4_000 });
    assert_eq!(settling.observe(Reading::Locked, 4_000), Next::Wait { until: 8_000 });
    assert_eq!(settling.observe(read(3, 1), 8_000), Next::Wait { until: 10_000 }, "two readings anew");
    assert_eq!(settling.observe(read(3, 1), 10_000), Next::Hash);
    assert_eq!(settling.not_hashed(10_500), Next::Wait { until: 18_500 });
    assert_eq!(settling.observe(Reading::Absent, 18_500), Next::Absent);
}

#[test]
fn a_clock_set_back_makes_it_wait_once_more_and_not_for_years() {
    let mut settling = Settling::new(QUIET);
    settling.observe(read(3, 1), 1_000_000_000);
    assert_eq!(settling.observe(read(3, 1), 5_000), Next::Wait { until: 7_000 });
    assert_eq!(settling.observe(read(3, 1), 7_000), Next::Hash);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn only_what_was_read_twice_apart_and_nothing_else_between_is_hashed(
        readings in prop::collection::vec((0..4_u64, 0..2_500_i64, any::<bool>()), 1..40),
    ) {
        let mut settling = Settling::new(QUIET);
        let mut now = 0;
        let mut same_since: Option<(u64, i64)> = None;
        for (size, wait, hashes) in readings {
            now += wait;
            let reading = if size == 3 { Reading::Locked } else { read(size, 1) };
            same_since = match same_since {
                _ if size == 3 => None,
                Some((before, since)) if before == size => Some((before, since)),
                _ => Some((size, now)),
            };
            match settling.observe(reading, now) {
                Next::Hash => {
                    prop_assert!(same_since.is_some_and(|(_, since)| now - since >= QUIET));
                    if hashes {
                        let whole = settling.hashed(HASH, reading, now);
                        prop_assert_eq!(whole, Next::Whole { stat: stat(size, 1), sha256: HASH });
                    }
                }
                Next::Wait { until } => prop_assert!(until > now && until - now <= LONGEST_PAUSE),
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}
