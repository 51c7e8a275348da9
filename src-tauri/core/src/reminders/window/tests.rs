use super::super::samples::date;
use super::*;

fn settings(text: &str) -> WindowSettings {
    serde_json::from_str(text).unwrap()
}

fn problem(text: &str) -> WindowError {
    SendingWindow::new(settings(text)).unwrap_err()
}

#[test]
fn the_default_is_monday_to_friday_9_to_18() {
    let text = r#"{"days":[1,2,3,4,5],"from":"09:00","to":"18:00","country":"IT"}"#;
    let window = SendingWindow::office_hours(Some(Country::Italy));
    assert_eq!(SendingWindow::new(settings(text)).unwrap(), window);
    assert_eq!(serde_json::to_string(&window).unwrap(), text);
}

#[test]
fn everything_that_was_set_is_stored_and_read_back() {
    let text = r#"{"days":[2,6],"from":"07:30","to":"13:15","country":"IT","closed":["2026-12-24"],"open_holidays":["saint_francis"]}"#;
    let window: SendingWindow = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&window).unwrap(), text);
}

#[test]
fn a_window_needs_at_least_one_real_weekday() {
    assert_eq!(problem(r#"{"days":[],"from":"09:00","to":"18:00"}"#), WindowError::NoDay);
    assert_eq!(problem(r#"{"days":[0,1],"from":"09:00","to":"18:00"}"#), WindowError::NotAWeekday(0));
    assert_eq!(problem(r#"{"days":[8],"from":"09:00","to":"18:00"}"#), WindowError::NotAWeekday(8));
}

#[test]
fn a_window_ends_after_it_starts() {
    let error = problem(r#"{"days":[1],"from":"18:00","to":"09:00"}"#);
    assert_eq!(error.to_string(), "the sending window ends at 09:00, not after it starts at 18:00");
    assert!(matches!(problem(r#"{"days":[1],"from":"09:00","to":"09:00"}"#), WindowError::Empty { .. }));
}

#[test]
fn times_are_hours_and_minutes() {
    let half_a_minute = NaiveTime::from_hms_opt(9, 0, 30).unwrap();
    let odd = WindowSettings { from: half_a_minute, ..SendingWindow::office_hours(None).into() };
    assert_eq!(SendingWindow::new(odd), Err(WindowError::NotWholeMinutes(half_a_minute)));
    for text in ["nine", "25:00", "09:00:00", ""] {
        let text = format!(r#"{{"days":[1],"from":"{text}","to":"18:00"}}"#);
        assert!(serde_json::from_str::<WindowSettings>(&text).is_err(), "{text}");
    }
}

#[test]
fn an_unknown_country_is_refused_when_typed_and_when_read() {
    let text = r#"{"days":[1],"from":"09:00","to":"18:00","country":"XX"}"#;
    assert!(problem(text).to_string().ends_with("known are: IT"));
    assert!(serde_json::from_str::<SendingWindow>(text).unwrap_err().to_string().contains("known are: IT"));
}

#[test]
fn only_holidays_that_the_country_has_can_be_worked_on() {
    let unknown = WindowError::UnknownHoliday("thanksgiving".into());
    let text = r#"{"days":[1],"from":"09:00","to":"18:00","country":"IT","open_holidays":["thanksgiving"]}"#;
    assert_eq!(problem(text), unknown);
    let text = r#"{"days":[1],"from":"09:00","to":"18:00","open_holidays":["thanksgiving"]}"#;
    assert_eq!(problem(text), unknown);
}

#[test]
fn weekends_holidays_and_own_closing_days_are_closed() {
    let mut settings = WindowSettings::from(SendingWindow::office_hours(Some(Country::Italy)));
    settings.closed.insert(date("2026-12-24"));
    let window = SendingWindow::new(settings).unwrap();
    for open in ["2026-04-24", "2026-04-27", "2026-12-23", "2026-12-28"] {
        assert!(window.is_open_on(date(open)), "{open}");
    }
    for closed in ["2026-04-25", "2026-04-26", "2026-04-06", "2026-12-24", "2026-12-25", "2026-05-01"] {
        assert!(!window.is_open_on(date(closed)), "{closed}");
    }
}

#[test]
fn a_holiday_that_the_owner_works_on_is_open_every_year() {
    let mut settings = WindowSettings::from(SendingWindow::office_hours(Some(Country::Italy)));
    settings.open_holidays.insert("easter_monday".into());
    let window = SendingWindow::new(settings).unwrap();
    assert!(window.is_open_on(date("2026-04-06")));
    assert!(window.is_open_on(date("2027-03-29")));
    assert!(!window.is_open_on(date("2026-05-01")));
    // In 2011 Easter Monday was 25 April, which stays closed as Liberation Day.
    assert!(!window.is_open_on(date("2011-04-25")));
}

#[test]
fn without_a_country_only_own_closing_days_are_closed() {
    let window = SendingWindow::office_hours(None);
    assert!(window.is_open_on(date("2026-05-01")));
    assert!(!window.is_open_on(date("2026-05-02")));
}
