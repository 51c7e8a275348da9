use serde_json::json;

use super::{Answer, Memory, Restored, Restores, Which, command};

fn after_choosing(file: &str) -> Restores {
    let restores = Restores::default();
    *restores.lock() = Memory { chosen: Some(file.into()), restored: None };
    restores
}

fn restored() -> Restored {
    Restored {
        folder: "/home/elena/Studio Vannini ripristinato 2026-04-24".into(),
        key_file: None,
        at: "2026-04-23T05:02:00Z".parse().unwrap(),
    }
}

#[test]
fn a_kept_backup_is_taken_by_its_name_and_a_file_is_asked_for() {
    let restores = Restores::default();
    let kept = "daily-2026-04-24.studiolo-backup".to_owned();
    assert_eq!(restores.which(Some(kept.clone()), false), Which::Kept(kept));
    assert_eq!(restores.which(None, false), Which::Ask);
}

#[test]
fn the_file_that_was_chosen_is_not_asked_for_again_when_its_code_comes() {
    let restores = after_choosing("/media/chiavetta.studiolo-backup");
    assert_eq!(restores.which(None, true), Which::Chosen("/media/chiavetta.studiolo-backup".into()));
    assert_eq!(restores.which(None, false), Which::Ask, "begun anew, another may be meant");
    assert_eq!(Restores::default().which(None, true), Which::Ask, "nothing was chosen");
}

#[test]
fn only_what_was_restored_can_be_opened() {
    let restores = after_choosing("/media/chiavetta.studiolo-backup");
    assert_eq!(restores.last().unwrap_err().code, "invalid_request");
    restores.keep(restored());
    assert_eq!(restores.last().unwrap(), restored());
    assert_eq!(restores.which(None, true), Which::Ask, "what is restored is done with");
}

#[test]
fn the_window_is_answered_in_one_of_three_ways() {
    let answer = |answer: Answer| serde_json::to_value(answer).unwrap();
    assert_eq!(
        answer(Restores::default().keep(restored())),
        json!({ "state": "restored", "folder": "/home/elena/Studio Vannini ripristinato 2026-04-24",
            "at": "2026-04-23T05:02:00+00:00",
            "command": "studiolo --office '/home/elena/Studio Vannini ripristinato 2026-04-24'" })
    );
    assert_eq!(answer(Answer::CodeNeeded), json!({ "state": "code_needed" }));
    assert_eq!(answer(Answer::Cancelled), json!({ "state": "cancelled" }));
}

#[cfg(unix)]
#[test]
fn the_command_that_opens_it_another_day_holds_any_path() {
    let restored =
        Restored { folder: "/srv/L'$ufficio".into(), key_file: Some("/k/a b.key".into()), ..restored() };
    assert_eq!(command(&restored), r"studiolo --office '/srv/L'\''$ufficio' --key-file '/k/a b.key'");
}
