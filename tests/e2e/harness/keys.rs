//! The window in the hands of somebody who has only a keyboard.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use super::Driven;

/// Keys that have a name, as they are written in these tests.
const NAMED: [(&str, Key); 17] = [
    ("Ctrl", Key::Control),
    ("Shift", Key::Shift),
    ("Alt", Key::Alt),
    ("Enter", Key::Enter),
    ("Escape", Key::Escape),
    ("Tab", Key::Tab),
    ("Space", Key::Space),
    ("Backspace", Key::Backspace),
    ("ArrowDown", Key::Down),
    ("ArrowUp", Key::Up),
    ("ArrowLeft", Key::Left),
    ("ArrowRight", Key::Right),
    ("Home", Key::Home),
    ("End", Key::End),
    ("Delete", Key::Delete),
    ("F2", Key::F2),
    ("F6", Key::F6),
];

impl Driven {
    /// Presses keys together, `Ctrl+Shift+8`, or one after the other, `g i`.
    pub async fn press(&self, keys: &str) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for chord in keys.split(' ') {
            let values: Vec<char> = chord.split('+').map(value).collect();
            for value in &values {
                actions = actions.then(KeyAction::Down { value: *value });
            }
            for value in values.iter().rev() {
                actions = actions.then(KeyAction::Up { value: *value });
            }
        }
        let pressed = self.client().perform_actions(actions).await;
        pressed.unwrap_or_else(|error| panic!("{keys:?} can't be pressed: {error}"));
    }

    /// Types a text into whatever has the focus.
    pub async fn write(&self, text: &str) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in text.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        let written = self.client().perform_actions(actions).await;
        written.unwrap_or_else(|error| panic!("{text:?} can't be typed: {error}"));
    }

    /// Waits until the focus is on what has this name, or these words somewhere in it.
    pub async fn focus_is_on(&self, name: &str) {
        let script = "const focused = document.activeElement;
            if (focused.matches('[data-coming]')) return 'what stands in for a field that is coming';
            return [focused.ariaLabel, focused.labels?.[0]?.innerText, focused.placeholder, focused.innerText]
              .find(Boolean)?.replace(/\\s+/g, ' ') ?? focused.tagName;";
        self.wait_for(&format!("the focus on {name:?}"), script, |focused| {
            focused
                .as_str()
                .is_some_and(|focused| focused == name || name.len() > 2 && focused.contains(name))
        })
        .await;
    }
}

fn value(key: &str) -> char {
    let named = NAMED.into_iter().find(|(name, _)| *name == key);
    let text = named.map_or_else(|| key.to_owned(), |(_, key)| key.to_string());
    let mut signs = text.chars();
    match (signs.next(), signs.next()) {
        (Some(sign), None) => sign,
        _ => panic!("no key is called {key:?}"),
    }
}
