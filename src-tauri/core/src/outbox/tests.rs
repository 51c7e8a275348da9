use super::*;

#[test]
fn a_refused_mail_waits_longer_each_time_and_never_more_than_an_hour() {
    let waits: Vec<u64> = (1..=9).map(|attempts| backoff(attempts).as_secs() / 60).collect();
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    assert_eq!(backoff(i64::MAX), Duration::from_hours(1));
}
