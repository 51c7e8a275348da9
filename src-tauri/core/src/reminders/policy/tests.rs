use super::*;

#[test]
fn the_default_is_one_reminder_after_three_days() {
    assert_eq!((Policy::default().every_days(), Policy::default().max_count()), (3, 1));
}

#[test]
fn days_go_from_1_to_365_and_reminders_from_1_to_99() {
    assert!(Policy::new(1, 1).is_ok() && Policy::new(365, 99).is_ok());
    assert_eq!(Policy::new(0, 1), Err(PolicyError::EveryDays(0)));
    assert_eq!(Policy::new(366, 1), Err(PolicyError::EveryDays(366)));
    assert_eq!(Policy::new(3, 0), Err(PolicyError::MaxCount(0)));
    assert_eq!(Policy::new(3, 100), Err(PolicyError::MaxCount(100)));
}

#[test]
fn a_stored_policy_is_checked_when_it_is_read() {
    let policy = Policy::new(7, 2).unwrap();
    let text = serde_json::to_string(&policy).unwrap();
    assert_eq!(text, r#"{"every_days":7,"max_count":2}"#);
    assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
    assert!(serde_json::from_str::<Policy>(r#"{"every_days":0,"max_count":2}"#).is_err());
}
