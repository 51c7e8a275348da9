use super::*;

fn dates(year: i32) -> Vec<(String, &'static str)> {
    holidays(Country::Italy, year).into_iter().map(|day| (day.date.to_string(), day.key)).collect()
}

#[test]
fn easter_falls_on_its_known_dates() {
    let known = [
        "1583-04-10",
        "1818-03-22",
        "1943-04-25",
        "1954-04-18",
        "1981-04-19",
        "2000-04-23",
        "2008-03-23",
        "2016-03-27",
        "2020-04-12",
        "2021-04-04",
        "2022-04-17",
        "2023-04-09",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        "2029-04-01",
        "2030-04-21",
        "2038-04-25",
        "2049-04-18",
        "2076-04-19",
        "2100-03-28",
        "2285-03-22",
    ];
    for date in known {
        let date: NaiveDate = date.parse().unwrap();
        assert_eq!(easter_sunday(date.year()), Some(date));
    }
}

#[test]
fn easter_is_always_a_sunday_from_22_march_to_25_april() {
    for year in 1583..=4099 {
        let easter = easter_sunday(year).unwrap();
        assert_eq!(easter.weekday(), chrono::Weekday::Sun, "{easter}");
        assert!(((3, 22)..=(4, 25)).contains(&(easter.month(), easter.day())), "{easter}");
    }
}

#[test]
fn the_italian_holidays_of_2026_are_thirteen_with_saint_francis() {
    let expected = [
        ("2026-01-01", "new_year"),
        ("2026-01-06", "epiphany"),
        ("2026-04-05", "easter"),
        ("2026-04-06", "easter_monday"),
        ("2026-04-25", "liberation_day"),
        ("2026-05-01", "labour_day"),
        ("2026-06-02", "republic_day"),
        ("2026-08-15", "assumption"),
        ("2026-10-04", "saint_francis"),
        ("2026-11-01", "all_saints"),
        ("2026-12-08", "immaculate_conception"),
        ("2026-12-25", "christmas"),
        ("2026-12-26", "saint_stephen"),
    ];
    assert_eq!(dates(2026), expected.map(|(date, key)| (date.to_owned(), key)));
}

#[test]
fn saint_francis_is_no_holiday_before_2026() {
    assert_eq!(dates(2025).len(), 12);
    assert!(dates(2025).iter().all(|(_, key)| *key != "saint_francis"));
    assert_eq!(Country::Italy.holidays_on("2025-10-04".parse().unwrap()).count(), 0);
    assert_eq!(Country::Italy.holidays_on("2027-10-04".parse().unwrap()).count(), 1);
}

#[test]
fn two_holidays_may_fall_on_one_day() {
    let keys: Vec<_> = Country::Italy.holidays_on("2038-04-25".parse().unwrap()).collect();
    assert_eq!(keys, ["easter", "liberation_day"]);
}

#[test]
fn every_key_is_given_once() {
    for country in Country::ALL {
        let mut keys: Vec<_> = country.rules().iter().map(|rule| rule.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), country.rules().len());
    }
}

#[test]
fn an_unknown_country_is_an_error_that_lists_the_known_ones() {
    let error = Country::from_code("XX").unwrap_err();
    assert_eq!(error.to_string(), "no public holidays are known for the country \"XX\"; known are: IT");
}

#[test]
fn a_country_is_stored_as_its_code() {
    assert_eq!(serde_json::to_string(&Country::Italy).unwrap(), "\"IT\"");
    assert_eq!(serde_json::from_str::<Country>("\"IT\"").unwrap(), Country::Italy);
    assert!(serde_json::from_str::<Country>("\"ZZ\"").is_err());
}

#[test]
fn the_list_of_a_year_and_the_question_for_a_day_agree() {
    for year in 1980..=2060 {
        let listed: Vec<_> =
            holidays(Country::Italy, year).into_iter().map(|day| (day.date, day.key)).collect();
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take_while(|day| day.year() == year);
        let asked = days.flat_map(|day| Country::Italy.holidays_on(day).map(move |key| (day, key)));
        assert_eq!(asked.collect::<Vec<_>>(), listed);
    }
}
