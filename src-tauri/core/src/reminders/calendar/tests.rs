use chrono::{NaiveTime, Timelike};

use super::super::samples::{any_hour, at, date, office, rome};
use super::super::window::WindowSettings;
use super::*;

fn hours(zone: Tz, from: &str, to: &str) -> Calendar {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    let settings = WindowSettings {
        days: (1..=7).collect(),
        from: time(from),
        to: time(to),
        ..SendingWindow::office_hours(None).into()
    };
    Calendar { zone, window: Some(SendingWindow::new(settings).unwrap()) }
}

fn never_open() -> Calendar {
    let closed = date("2026-01-01").iter_days().take(3 * 366).collect();
    let settings = WindowSettings { closed, ..SendingWindow::office_hours(None).into() };
    Calendar { window: Some(SendingWindow::new(settings).unwrap()), ..office() }
}

fn shown(calendar: &Calendar, instant: Option<Instant>) -> String {
    instant.unwrap().with_timezone(&calendar.zone).format("%a %Y-%m-%d %H:%M %z").to_string()
}

#[test]
fn three_days_from_a_wednesday_fall_on_a_holiday_saturday_and_go_on_monday_at_nine() {
    // Saturday 25 April 2026 is Liberation Day too.
    let due = office().due(rome("2026-04-22 16:05"), 3);
    assert_eq!(shown(&office(), due), "Mon 2026-04-27 09:00 +0200");
}

#[test]
fn three_days_from_a_monday_are_thursday_at_nine_whatever_the_hour_was() {
    for hour in ["00:00", "08:59", "16:05", "23:59"] {
        let due = office().due(rome(&format!("2026-04-20 {hour}")), 3);
        assert_eq!(shown(&office(), due), "Thu 2026-04-23 09:00 +0200");
    }
}

#[test]
fn the_civil_date_is_that_of_the_offices_zone() {
    // 22:30 UTC on Monday is already Tuesday in Rome and still Monday in New York.
    let instant = at(Tz::UTC, "2026-07-06 22:30");
    assert_eq!(shown(&office(), office().due(instant, 1)), "Wed 2026-07-08 09:00 +0200");
    let new_york = Calendar { zone: Tz::America__New_York, ..office() };
    assert_eq!(shown(&new_york, new_york.due(instant, 1)), "Tue 2026-07-07 09:00 -0400");
}

#[test]
fn easter_monday_and_own_closing_days_push_the_date_on() {
    let mut calendar = office();
    assert_eq!(shown(&calendar, calendar.due(rome("2026-04-02 10:00"), 3)), "Tue 2026-04-07 09:00 +0200");
    let closed = [date("2026-04-07"), date("2026-04-08")].into();
    let settings = WindowSettings { closed, ..calendar.window.clone().unwrap().into() };
    calendar.window = Some(SendingWindow::new(settings).unwrap());
    assert_eq!(shown(&calendar, calendar.due(rome("2026-04-02 10:00"), 3)), "Thu 2026-04-09 09:00 +0200");
}

#[test]
fn without_a_window_it_is_the_same_time_of_day() {
    let due = any_hour().due(rome("2026-04-22 16:05"), 3);
    assert_eq!(shown(&any_hour(), due), "Sat 2026-04-25 16:05 +0200");
    let over_the_change = any_hour().due(rome("2026-03-27 16:05"), 3);
    assert_eq!(shown(&any_hour(), over_the_change), "Mon 2026-03-30 16:05 +0200");
}

#[test]
fn a_time_that_daylight_saving_skips_moves_forward_by_the_gap() {
    // Rome, 29 March 2026: 2:00 becomes 3:00.
    let due = any_hour().due(rome("2026-03-28 02:30"), 1);
    assert_eq!(shown(&any_hour(), due), "Sun 2026-03-29 03:30 +0200");
    // Lord Howe, 4 October 2026: 2:00 becomes 2:30.
    let lord_howe = Calendar { zone: Tz::Australia__Lord_Howe, window: None };
    let due = lord_howe.due(at(lord_howe.zone, "2026-10-03 02:10"), 1);
    assert_eq!(shown(&lord_howe, due), "Sun 2026-10-04 02:40 +1100");
}

#[test]
fn a_time_that_daylight_saving_repeats_is_taken_once_the_first_time() {
    // Rome, 25 October 2026: 3:00 becomes 2:00.
    let due = any_hour().due(rome("2026-10-24 02:30"), 1);
    assert_eq!(shown(&any_hour(), due), "Sun 2026-10-25 02:30 +0200");
    let second = rome("2026-10-25 02:30") + chrono::TimeDelta::hours(1);
    assert_eq!(shown(&any_hour(), any_hour().due(second, 1)), "Mon 2026-10-26 02:30 +0100");
}

#[test]
fn a_first_hour_inside_a_gap_or_an_overlap_follows_the_same_rule() {
    let night = hours(Tz::Europe__Rome, "02:30", "04:00");
    assert_eq!(shown(&night, night.due(rome("2026-03-27 12:00"), 2)), "Sun 2026-03-29 03:30 +0200");
    assert_eq!(shown(&night, night.due(rome("2026-10-23 12:00"), 2)), "Sun 2026-10-25 02:30 +0200");
}

#[test]
fn a_day_whose_hours_daylight_saving_swallows_does_not_open() {
    let night = hours(Tz::Europe__Rome, "02:30", "03:00");
    assert_eq!(shown(&night, night.due(rome("2026-03-27 12:00"), 2)), "Mon 2026-03-30 02:30 +0200");
    assert!(!night.is_open(rome("2026-03-29 03:30")));
}

#[test]
fn a_date_that_the_zone_skips_is_no_open_day() {
    // Samoa went from 29 to 31 December 2011.
    let apia = hours(Tz::Pacific__Apia, "09:00", "18:00");
    assert_eq!(shown(&apia, apia.due(at(apia.zone, "2011-12-29 12:00"), 1)), "Sat 2011-12-31 09:00 +1400");
}

#[test]
fn the_window_is_open_from_its_first_minute_to_just_before_its_end() {
    for open in ["2026-04-22 09:00", "2026-04-22 12:00", "2026-04-22 17:59"] {
        assert!(office().is_open(rome(open)), "{open}");
    }
    for closed in ["2026-04-22 08:59", "2026-04-22 18:00", "2026-04-25 12:00", "2026-04-26 12:00"] {
        assert!(!office().is_open(rome(closed)), "{closed}");
    }
    assert!(any_hour().is_open(rome("2026-04-26 03:00")));
}

#[test]
fn the_next_opening_is_the_next_morning_or_after_the_weekend() {
    for (now, opening) in [
        ("2026-04-22 08:59", "Wed 2026-04-22 09:00 +0200"),
        ("2026-04-22 09:00", "Wed 2026-04-22 09:00 +0200"),
        ("2026-04-22 09:01", "Thu 2026-04-23 09:00 +0200"),
        ("2026-04-24 18:00", "Mon 2026-04-27 09:00 +0200"),
        ("2026-12-24 18:00", "Mon 2026-12-28 09:00 +0100"),
    ] {
        assert_eq!(shown(&office(), office().next_opening(rome(now))), opening, "{now}");
    }
}

#[test]
fn what_is_still_to_come_goes_when_it_is_due() {
    let due = rome("2026-04-27 09:00");
    assert_eq!(office().fire_at(due, rome("2026-04-26 10:00")), Some(due));
    assert_eq!(office().fire_at(due, due), Some(due));
}

#[test]
fn what_could_not_go_goes_at_once_while_open_else_at_the_next_opening() {
    let due = rome("2026-04-23 09:00");
    for (now, fires) in [
        ("2026-04-23 11:47", "Thu 2026-04-23 11:47 +0200"),
        ("2026-04-23 18:00", "Fri 2026-04-24 09:00 +0200"),
        ("2026-04-24 23:10", "Mon 2026-04-27 09:00 +0200"),
        ("2026-04-25 11:00", "Mon 2026-04-27 09:00 +0200"),
        ("2026-09-01 15:00", "Tue 2026-09-01 15:00 +0200"),
    ] {
        assert_eq!(shown(&office(), office().fire_at(due, rome(now))), fires, "{now}");
    }
    assert_eq!(any_hour().fire_at(due, rome("2026-04-26 03:00")), Some(rome("2026-04-26 03:00")));
}

#[test]
fn an_office_that_closes_for_good_has_no_due_date_and_says_so() {
    let closed = never_open();
    let now = rome("2026-04-22 10:00");
    assert_eq!((closed.due(now, 3), closed.next_opening(now), closed.fire_at(now, now)), (None, None, None));
    assert!(!closed.is_open(now));
}

#[test]
fn a_calendar_is_stored_with_its_zone_by_name() {
    let text = serde_json::to_string(&office()).unwrap();
    assert_eq!(
        text,
        r#"{"zone":"Europe/Rome","window":{"days":[1,2,3,4,5],"from":"09:00","to":"18:00","country":"IT"}}"#
    );
    assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), office());
}

/// Every instant from 2020 to 2040 at which a zone's clocks jump, with the jump in minutes.
pub(in crate::reminders) fn edges(zone: Tz) -> Vec<(Instant, i64)> {
    let offset =
        |at: Instant| i64::from(zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc());
    let mut found = Vec::new();
    let mut hour = at(Tz::UTC, "2020-01-01 00:00");
    while hour < at(Tz::UTC, "2041-01-01 00:00") {
        let next = hour + chrono::TimeDelta::hours(1);
        if offset(next) != offset(hour) {
            let minutes = (0..=60).map(|m| hour + chrono::TimeDelta::minutes(m));
            let edge = minutes.clone().find(|at| offset(*at) != offset(hour)).unwrap();
            found.push((edge, (offset(next) - offset(hour)) / 60));
        }
        hour = next;
    }
    found
}

#[test]
fn at_every_edge_from_2020_to_2040_a_due_time_is_the_wall_time_or_later_by_the_gap() {
    let zones = [
        (Tz::Europe__Rome, 42, 60),
        (Tz::America__New_York, 42, 60),
        (Tz::Australia__Lord_Howe, 42, 30),
        (Tz::Asia__Kathmandu, 0, 0),
    ];
    for (zone, count, jump) in zones {
        let calendar = Calendar { zone, window: None };
        let edges = edges(zone);
        assert_eq!(edges.len(), count, "{zone}");
        for (edge, jumped) in edges {
            assert_eq!(jumped.abs(), jump);
            let mut moved = 0;
            for quarter in -16..16 {
                let anchor = (edge - chrono::TimeDelta::days(1)) + chrono::TimeDelta::minutes(15 * quarter);
                let wanted = calendar.civil(anchor) + Days::new(1);
                let due = calendar.due(anchor, 1).unwrap();
                let late = (calendar.civil(due) - wanted).num_minutes();
                let skipped = zone.from_local_datetime(&wanted) == MappedLocalTime::None;
                assert_eq!(late, if skipped { jump } else { 0 }, "{zone} {wanted}");
                let earlier = due - chrono::TimeDelta::minutes(jump);
                assert!(skipped || jump == 0 || calendar.civil(earlier) != wanted, "not the first {wanted}");
                assert_eq!(due.second(), 0);
                moved += i64::from(skipped);
            }
            assert_eq!(moved, if jumped > 0 { jump / 15 } else { 0 }, "{zone} {edge}");
        }
    }
}
