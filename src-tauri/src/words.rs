//! The shell's own words, in Italian and English: tray, message windows. The window has its own.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

const ENGLISH: &str = include_str!("words/en.ftl");
const ITALIAN: &str = include_str!("words/it.ftl");

/// The words of one language.
pub struct Words(FluentBundle<FluentResource>);

impl Words {
    /// The words of `it` or `en`; English for any other language.
    pub fn of(language: &str) -> Self {
        let (name, text) = if language == "it" { ("it", ITALIAN) } else { ("en", ENGLISH) };
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(whole, _)| whole);
        let mut bundle = FluentBundle::new_concurrent(name.parse().into_iter().collect());
        // The marks that keep right-to-left text apart show as boxes in the tray's menu.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self(bundle)
    }

    /// The words of the system's language, for when no office is open that could tell its own.
    pub fn of_system() -> Self {
        Self::of(&system_language())
    }

    /// What this key says.
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &FluentArgs::new())
    }

    /// What this key says with these values in it; the key itself where it has no words, which a test excludes.
    pub fn say_with(&self, key: &str, values: &FluentArgs) -> String {
        self.pattern(key, values).unwrap_or_else(|| key.to_owned())
    }

    /// What `key` says, or `otherwise` where it has no words.
    pub fn say_or(&self, key: &str, otherwise: &str) -> String {
        self.pattern(key, &FluentArgs::new()).unwrap_or_else(|| self.say(otherwise))
    }

    fn pattern(&self, key: &str, values: &FluentArgs) -> Option<String> {
        let pattern = self.0.get_message(key)?.value()?;
        Some(self.0.format_pattern(pattern, Some(values), &mut Vec::new()).into_owned())
    }
}

/// The two letters of the system's language, empty where it tells none.
pub fn system_language() -> String {
    let locale = sys_locale::get_locale().unwrap_or_default();
    locale.split(['-', '_', '.']).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests;
