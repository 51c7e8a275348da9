//! What the tray's menu says.

use fluent_bundle::{FluentArgs, FluentValue};

use crate::office::State;
use crate::words::Words;

/// The lines of the menu, from top to bottom.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lines<T> {
    /// Opens the window, and how much is unread.
    pub open: T,
    /// How mail gets out.
    pub mail: T,
    /// The next reminder, or that all are paused.
    pub reminders: T,
    /// The last backup.
    pub backup: T,
    /// Pauses reminders, or lets them go on.
    pub pause: T,
    /// Ends the program, and what that means.
    pub quit: T,
}

impl<T> Lines<T> {
    /// Each, from top to bottom.
    pub fn each(&self) -> [&T; 6] {
        [&self.open, &self.mail, &self.reminders, &self.backup, &self.pause, &self.quit]
    }
}

/// The lines for an office in this state.
pub fn of(words: &Words, state: &State) -> Lines<String> {
    let paused = state.told.reminders_paused;
    Lines {
        open: match state.told.unread {
            0 => words.say("tray-open"),
            unread => say(words, "tray-open-unread", "unread", unread.into()),
        },
        mail: {
            let sending = &state.told.sending;
            say(words, &format!("tray-{}", sending.state), "queued", sending.queued.into())
        },
        reminders: match state.next_reminder.as_deref() {
            _ if paused => words.say("tray-paused"),
            None => words.say("tray-next-none"),
            Some("") => words.say("tray-next-open"),
            Some(when) => say(words, "tray-next", "when", when.into()),
        },
        backup: match state.last_backup.as_deref() {
            None => words.say("tray-backup-none"),
            Some(when) => say(words, "tray-backup", "when", when.into()),
        },
        pause: words.say(if paused { "tray-resume" } else { "tray-pause" }),
        quit: words.say("tray-quit"),
    }
}

fn say(words: &Words, key: &str, name: &str, value: FluentValue<'_>) -> String {
    let values: FluentArgs = [(name, value)].into_iter().collect();
    words.say_with(key, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Loop, Sending, Told};

    fn state() -> State {
        let told = Told {
            language: "it".into(),
            reminders_paused: false,
            sending: Sending { state: "ready".into(), queued: 0 },
            unread: 0,
            loops: vec![Loop { error: None }],
        };
        State { told, next_reminder: None, last_backup: None }
    }

    fn lines(state: &State) -> Lines<String> {
        of(&Words::of(&state.told.language), state)
    }

    #[test]
    fn a_calm_office_says_that_all_is_done_and_what_quitting_means() {
        let calm = lines(&state());
        assert_eq!(calm.mail, "Posta: tutto inviato");
        assert_eq!(calm.reminders, "Nessun promemoria in partenza");
        assert_eq!(calm.quit, "Esci: i promemoria si fermano");
        assert!(!state().needs_owner());
    }

    #[test]
    fn what_runs_by_itself_says_when_it_goes_next() {
        let when = Some("lunedì 27 aprile 2026, 9:00".to_owned());
        let planned = State { next_reminder: when.clone(), last_backup: when, ..state() };
        assert_eq!(lines(&planned).reminders, "Prossimo promemoria: lunedì 27 aprile 2026, 9:00");
        assert_eq!(lines(&planned).backup, "Ultima copia: lunedì 27 aprile 2026, 9:00");
        let overdue = State { next_reminder: Some(String::new()), ..state() };
        assert_eq!(lines(&overdue).reminders, "Prossimo promemoria: all’apertura dell’orario di invio");
    }

    #[test]
    fn paused_reminders_say_so_and_can_go_on() {
        let mut paused = State { next_reminder: Some("domani".into()), ..state() };
        paused.told.reminders_paused = true;
        let paused = lines(&paused);
        assert_eq!(
            (paused.reminders.as_str(), paused.pause.as_str()),
            ("Promemoria in pausa", "Riprendi i promemoria")
        );
    }

    #[test]
    fn every_state_of_mail_has_words_in_both_languages() {
        for language in ["it", "en"] {
            for mail in ["unset", "caught", "ready", "unreachable", "refused"] {
                let mut state = state();
                state.told.language = language.into();
                state.told.sending = Sending { state: mail.into(), queued: 2 };
                assert!(!lines(&state).mail.starts_with("tray-"), "{language}: {mail}");
            }
        }
    }

    #[test]
    fn an_answer_an_account_and_a_failing_loop_need_the_owner() {
        let mut answered = state();
        answered.told.unread = 1;
        assert!(answered.needs_owner());
        assert_eq!(lines(&answered).open, "Apri Studiolo: 1 chat da leggere");
        for (mail, queued, needed) in
            [("refused", 0, true), ("unset", 0, false), ("unset", 1, true), ("unreachable", 3, false)]
        {
            let mut state = state();
            state.told.sending = Sending { state: mail.into(), queued };
            assert_eq!(state.needs_owner(), needed, "{mail}");
        }
        let mut failing = state();
        failing.told.loops.push(Loop { error: Some("the disk is full".into()) });
        assert!(failing.needs_owner());
    }
}
