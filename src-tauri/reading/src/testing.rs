//! How the properties are tried.

use proptest::test_runner::Config;

/// 256 cases, 100 times as many with `STUDIOLO_LONG=1`.
pub(crate) fn config() -> Config {
    let times = if std::env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1") { 100 } else { 1 };
    Config { cases: 256 * times, failure_persistence: None, ..Config::default() }
}
