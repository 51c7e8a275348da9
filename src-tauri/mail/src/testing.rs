//! How many cases the properties of the parsers have, and samples with something changed.

use proptest::prelude::*;

/// 256 cases, 100 times as many with `STUDIOLO_LONG=1`.
pub(crate) fn config() -> ProptestConfig {
    let times = if std::env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1") { 100 } else { 1 };
    ProptestConfig {
        cases: 256 * times,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}

/// A sample after one to five changes: a byte replaced, a run taken out, repeated or put elsewhere, the end cut off.
pub(crate) fn changed(sample: &[u8]) -> impl Strategy<Value = Vec<u8>> {
    let sample = sample.to_vec();
    let change =
        (0..5_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..80_usize, any::<u8>());
    prop::collection::vec(change, 1..6).prop_map(move |changes| {
        let mut bytes = sample.clone();
        for (kind, at, to, length, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            let run = bytes[at..bytes.len().min(at + length)].to_vec();
            let to = to.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => drop(bytes.drain(at..at + run.len())),
                2 => drop(bytes.splice(at..at, run.repeat(usize::from(byte % 9)))),
                3 => drop(bytes.splice(to..to, run)),
                _ => bytes.truncate(at.max(bytes.len() / 2)),
            }
        }
        bytes
    })
}
