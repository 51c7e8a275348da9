//! The window's own words, so that one test reads the same in each language.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// What the window says in one language.
pub struct Words {
    messages: Value,
}

impl Words {
    /// The words of this language: `it`, `en`.
    pub fn of(language: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui").join("messages");
        let text = fs::read(folder.join(format!("{language}.json"))).expect("the window has this language");
        Self { messages: serde_json::from_slice(&text).expect("messages are JSON") }
    }

    /// A message; of those that count, the one for many.
    pub fn say(&self, key: &str) -> String {
        let message = &self.messages[key];
        let text = message.as_str().or_else(|| message[0]["match"]["plural=*"].as_str());
        text.unwrap_or_else(|| panic!("the window has no message {key}")).to_owned()
    }
}
