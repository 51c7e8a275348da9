//! How many cases the properties of this module have.

use proptest::prelude::ProptestConfig;

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
