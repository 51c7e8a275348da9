//! The program's own words for places that the window's strings do not reach: mails, tray, system notices. They
//! stand in `it.ftl` and `en.ftl` (Project Fluent); Rust holds keys only.

use std::{fmt, str::FromStr, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Italian.
    #[default]
    It,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::It, Self::En];

    /// The BCP 47 code: `it`, `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

/// A code that is neither `it` nor `en`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a language of the program: it, en")]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|language| language.code() == code);
        known.ok_or_else(|| UnknownLanguage(code.to_owned()))
    }
}

/// The words under `key`, with `args` put in as they are; the place that shows them escapes them. Numbers choose the
/// plural. A key that does not exist comes back as itself, so that a gap is seen and never stops a mail.
///
/// ```text
/// words(Language::It, "letter-title-several", &[("count", 3.into())])  →  3 richieste in sospeso
/// ```
pub fn words(language: Language, key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
    bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
}

pub(super) fn source(language: Language) -> &'static str {
    match language {
        Language::It => include_str!("it.ftl"),
        Language::En => include_str!("en.ftl"),
    }
}

fn bundle(language: Language) -> &'static FluentBundle<FluentResource> {
    static IT: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| load(Language::It));
    static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| load(Language::En));
    match language {
        Language::It => &IT,
        Language::En => &EN,
    }
}

fn load(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(language.code().parse().into_iter().collect());
    // Fluent would put invisible isolation marks around every value; `line::clean` does so only where a value is
    // written from right to left.
    bundle.set_use_isolating(false);
    // The files are part of the program; a test proves that both are read without a fault.
    let resource = FluentResource::try_new(source(language).to_owned()).unwrap_or_else(|(read, _)| read);
    bundle.add_resource_overriding(resource);
    bundle
}
