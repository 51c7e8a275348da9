use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Europe::Rome;

use super::*;

fn row(action: &str) -> Candidate {
    Candidate {
        action: action.into(),
        origin: "loop".into(),
        details: r#"{"sent":2}"#.into(),
        client: "Officine Rinaldi S.r.l.".into(),
        chat_id: Some(ChatId::new()),
        subject: "Liquidazione IVA".into(),
        stopped: false,
    }
}

fn told(action: &str) -> Notice {
    notice(Candidate { stopped: true, ..row(action) }).unwrap()
}

fn rome(hour: u32, minute: u32) -> DateTime<Utc> {
    Rome.with_ymd_and_hms(2026, 4, 22, hour, minute, 0).unwrap().with_timezone(&Utc)
}

#[test]
fn reminders_that_are_over_say_how_many_went() {
    let notice = notice(row(OVER)).unwrap();
    assert_eq!(
        (notice.kind, notice.sent, notice.text.as_str()),
        (Kind::RemindersOver, 2, "Liquidazione IVA")
    );
}

#[test]
fn an_answer_that_the_owner_wrote_down_at_the_window_is_not_told() {
    assert!(notice(Candidate { origin: "window".into(), ..row(ANSWERED) }).is_none());
    assert_eq!(notice(row(RECEIVED)).unwrap().kind, Kind::Answered);
}

#[test]
fn a_mail_is_told_when_it_stops_and_not_while_it_is_tried_again() {
    assert!(notice(row("mail.uncertain")).is_none());
    assert_eq!(told("mail.uncertain").kind, Kind::MailStopped);
    assert_eq!(told("mail.failed").kind, Kind::MailStopped);
    assert!(notice(row("reminder.sent")).is_none());
}

#[test]
fn one_thing_opens_its_thread() {
    let one = told(OVER);
    let chat = one.chat.unwrap();
    assert_eq!(group(vec![one.clone()]), Some(Group { what: What::One(one), open: Open::Chat(chat) }));
    assert_eq!(group(Vec::new()), None);
}

#[test]
fn a_burst_is_one_notice_that_says_how_many_and_opens_their_room() {
    let of_kind = |actions: &[&str]| group(actions.iter().map(|action| told(action)).collect()).unwrap();
    let over = of_kind(&[OVER, OVER, OVER]);
    assert_eq!(over.what, What::Several { count: 3, kind: Some(Kind::RemindersOver) });
    assert_eq!(over.open, Open::Reminders);
    let mixed = of_kind(&[OVER, RECEIVED]);
    assert_eq!(mixed, Group { what: What::Several { count: 2, kind: None }, open: Open::Inbox });
}

#[test]
fn several_things_of_one_thread_open_that_thread() {
    let one = told("mail.failed");
    let chat = one.chat.unwrap();
    assert_eq!(
        group(vec![one.clone(), Notice { kind: Kind::RemindersOver, ..one }]).unwrap().open,
        Open::Chat(chat)
    );
}

#[test]
fn what_concerns_no_client_opens_the_settings_that_mend_it() {
    let open = |kind| group(vec![Notice::of_office(kind, String::new())]).unwrap().open;
    assert_eq!(open(Kind::AccountRefused), Open::Account);
    assert_eq!(open(Kind::BackupFailed), Open::Backups);
}

#[test]
fn quiet_hours_may_pass_midnight() {
    let night = QuietHours::new("22:00", "07:30").unwrap();
    let quiet: Vec<bool> = [(21, 59), (22, 0), (0, 0), (7, 29), (7, 30), (12, 0)]
        .map(|(hour, minute)| night.hold(Rome, rome(hour, minute)))
        .into();
    assert_eq!(quiet, [false, true, true, true, false, false]);
    let lunch = QuietHours::new("13:00", "14:00").unwrap();
    assert!(lunch.hold(Rome, rome(13, 0)) && !lunch.hold(Rome, rome(14, 0)) && !lunch.hold(Rome, rome(0, 0)));
}

#[test]
fn quiet_hours_that_are_none_are_refused() {
    for (from, to) in [("22:00", "22:00"), ("24:00", "07:00"), ("22", "07:00"), ("", "")] {
        assert_eq!(QuietHours::new(from, to).unwrap_err().params()["field"], "notices", "{from}–{to}");
    }
}
