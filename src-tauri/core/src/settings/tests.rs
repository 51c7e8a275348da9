use super::*;

fn new_office() -> NewOffice {
    NewOffice {
        firm: "Studio Vannini".into(),
        owner_name: "Elena Vannini".into(),
        owner_email: "elena@studiovannini.example".into(),
        time_zone: "Europe/Rome".into(),
        language: "it".into(),
        country: "IT".into(),
        catch_mail: false,
    }
}

#[test]
fn each_bad_field_of_a_new_office_is_named() {
    type Spoil = fn(&mut NewOffice);
    let bad: [(&str, Spoil); 6] = [
        ("firm", |new| new.firm = "  ".into()),
        ("owner_name", |new| new.owner_name = "x".repeat(201)),
        ("owner_email", |new| new.owner_email = "elena".into()),
        ("time_zone", |new| new.time_zone = "Europe/Arezzo".into()),
        ("language", |new| new.language = "fr".into()),
        ("country", |new| new.country = "XX".into()),
    ];
    for (field, spoil) in bad {
        let mut new = new_office();
        spoil(&mut new);
        assert_eq!(new.check().unwrap_err().params()["field"], field);
    }
}

#[test]
fn a_name_with_quotes_and_newlines_becomes_one_line() {
    let new = NewOffice { firm: "Studio \"Vannini\"\r\nBcc: tutti".into(), ..new_office() };
    assert_eq!(new.check().unwrap().firm, "Studio \"Vannini\"  Bcc: tutti");
}

#[test]
fn a_new_office_reminds_from_monday_to_friday_at_nine() {
    let settings = new_office().check().unwrap();
    let window = settings.sending_window.unwrap();
    assert_eq!(window.from().to_string(), "09:00:00");
    assert_eq!((settings.reminder_defaults.every_days(), settings.reminder_defaults.max_count()), (3, 1));
}
