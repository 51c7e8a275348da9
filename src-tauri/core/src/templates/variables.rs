//! Variables: what stands in a template's words for what differs from client to client, or from day to day.
//!
//! A variable is written `{first_name}`; a day some days from today `{today+5}`. Any other words in braces are words.

use std::fmt;
use std::str::FromStr;

/// The last day that can be named, in days from today.
pub const MOST_DAYS: u16 = 3_650;

/// A variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    /// The first name of the client's first contact.
    FirstName,
    /// That contact's name.
    Contact,
    /// The client's name.
    Client,
    /// The firm.
    Firm,
    /// Its owner.
    Owner,
    /// The day so many days from today.
    Day(u16),
    /// The present month.
    Month,
    /// The present year.
    Year,
    /// The year before.
    LastYear,
}

/// Words in braces that look like a variable and are none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{{{0}}} is no variable: there are {{first_name}} {{contact}} {{client}} {{firm}} {{owner}} {{today}} {{today+N}} {{month}} {{year}} {{last_year}}, with N at most {MOST_DAYS}"
)]
pub struct Unknown(String);

impl fmt::Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FirstName => "first_name",
            Self::Contact => "contact",
            Self::Client => "client",
            Self::Firm => "firm",
            Self::Owner => "owner",
            Self::Day(0) => "today",
            Self::Day(days) => return write!(f, "today+{days}"),
            Self::Month => "month",
            Self::Year => "year",
            Self::LastYear => "last_year",
        })
    }
}

impl FromStr for Variable {
    type Err = Unknown;

    fn from_str(name: &str) -> Result<Self, Unknown> {
        let unknown = || Unknown(name.to_owned());
        Ok(match name {
            "first_name" => Self::FirstName,
            "contact" => Self::Contact,
            "client" => Self::Client,
            "firm" => Self::Firm,
            "owner" => Self::Owner,
            "today" => Self::Day(0),
            "month" => Self::Month,
            "year" => Self::Year,
            "last_year" => Self::LastYear,
            _ => {
                let days = name.strip_prefix("today+").and_then(|days| days.parse().ok());
                Self::Day(days.filter(|days| *days <= MOST_DAYS).ok_or_else(unknown)?)
            }
        })
    }
}

/// Refuses words in braces that look like a variable and are none.
pub fn check(words: &str) -> Result<(), Unknown> {
    let mut first = Ok(());
    each(words, |name| {
        if let (Ok(()), Err(unknown)) = (&first, name.parse::<Variable>()) {
            first = Err(unknown);
        }
        None
    });
    first
}

/// The words, with each variable that has a value replaced by it; a value is not looked into again.
pub fn fill(words: &str, mut value: impl FnMut(Variable) -> Option<String>) -> String {
    each(words, |name| value(name.parse().ok()?))
}

/// The words, with what each `{name}` becomes, or as it is.
fn each(words: &str, mut became: impl FnMut(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let name = after.split_once('}').map(|(name, _)| name).filter(|name| is_name(name));
        if let Some((name, value)) = name.and_then(|name| Some((name, became(name)?))) {
            filled.push_str(&value);
            rest = after.get(name.len() + 1..).unwrap_or_default();
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

/// Whether words in braces look like a variable.
fn is_name(name: &str) -> bool {
    let (word, days) = name.split_once('+').unwrap_or((name, "0"));
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_word && !days.is_empty() && days.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn variables_are_filled_in_and_other_braces_are_words() {
        for (words, filled) in [
            ("Buongiorno {first_name},", "Buongiorno <first_name>,"),
            ("{client}{today+5}", "<client><today+5>"),
            ("{today+0}", "<today>"),
            ("{{year}}", "{<year>}"),
            ("{ year } {} {Year} {a b", "{ year } {} {Year} {a b"),
            ("{today+9999}", "{today+9999}"),
            ("", ""),
        ] {
            assert_eq!(fill(words, |variable| Some(format!("<{variable}>"))), filled, "{words:?}");
        }
    }

    #[test]
    fn a_value_is_not_looked_into_again() {
        let value = |variable| (variable == Variable::Client).then(|| "{firm} {client}".to_owned());
        assert_eq!(fill("{client}, {firm}", value), "{firm} {client}, {firm}");
    }

    #[test]
    fn what_looks_like_a_variable_and_is_none_is_named() {
        for (words, unknown) in
            [("{client} {first_nam}", "first_nam"), ("{today+4000}", "today+4000"), ("{x+1}", "x+1")]
        {
            assert_eq!(check(words), Err(Unknown(unknown.into())), "{words:?}");
        }
        assert_eq!(check("{client} {today+3650} { none } {A}"), Ok(()));
    }

    proptest! {
        #[test]
        fn words_without_values_stay_as_they_are(words in "[{}a-z_+0-9 è]{0,40}") {
            prop_assert_eq!(fill(&words, |_| None), words);
        }

        #[test]
        fn a_variable_reads_back(days in 0..=MOST_DAYS) {
            let variable = Variable::Day(days);
            prop_assert_eq!(variable.to_string().parse(), Ok(variable));
        }
    }
}
