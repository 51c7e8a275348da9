//! Filling a template's words in for clients.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days};
use chrono_tz::Tz;

use super::Words;
use super::variables::{Variable, fill};
use crate::clients::{self, Client, Contact};
use crate::error::{Error, Result, Wanting};
use crate::id::ClientId;
use crate::letters::{self, Language};
use crate::settings::{self, Settings};
use crate::time::Instant;

/// What a template's words become for one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The words; a variable without a value stands as it is written.
    pub words: Words,
    /// The value of each variable of the words that has one.
    pub values: BTreeMap<Variable, String>,
    /// Those that have none.
    pub missing: Vec<Variable>,
}

/// Clients of whom something is missing that a template's words would say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wants {
    /// Which, by name, and what.
    pub clients: Vec<Wanting>,
    /// How many others were looked at, of whom nothing is missing.
    pub complete: usize,
}

/// Some words, to be filled in for clients.
#[derive(Debug)]
pub(crate) struct Filling {
    words: Words,
    uses: BTreeSet<Variable>,
    settings: Settings,
    today: DateTime<Tz>,
}

impl Filling {
    /// As of `now`.
    pub fn new(words: Words, settings: Settings, now: Instant) -> Self {
        let mut uses = BTreeSet::new();
        for words in words.body.words().chain([words.subject.as_str()]) {
            fill(words, |variable| {
                uses.insert(variable);
                None
            });
        }
        let today = now.with_timezone(&settings.time_zone);
        Self { words, uses, settings, today }
    }

    /// The words for a client that is told of them by this contact.
    pub fn preview(&self, client: &Client, contact: Option<&Contact>) -> Result<Preview> {
        let value = |variable: &Variable| Some((*variable, self.value(*variable, client, contact)?));
        let values: BTreeMap<Variable, String> = self.uses.iter().filter_map(value).collect();
        let missing = self.uses.iter().copied().filter(|it| !values.contains_key(it)).collect();
        let filled = |words: &str| fill(words, |variable| values.get(&variable).cloned());
        let body = self.words.body.map_words(filled).map_err(|error| Error::invalid("body", error))?;
        Ok(Preview { words: Words { subject: filled(&self.words.subject), body }, values, missing })
    }

    fn value(&self, variable: Variable, client: &Client, contact: Option<&Contact>) -> Option<String> {
        let language = self.settings.language;
        let value = match variable {
            Variable::FirstName => contact.map(|it| first_name(&it.name).to_owned()),
            Variable::Contact => contact.map(|it| it.name.clone()),
            Variable::Client => Some(client.name.clone()),
            Variable::Firm => Some(self.settings.firm.clone()),
            Variable::Owner => Some(self.settings.owner_name.clone()),
            Variable::Day(days) => Some(day(language, &self.today, days)),
            Variable::Month => Some(letters::month(language, self.today.month())),
            Variable::Year => Some(self.today.year().to_string()),
            Variable::LastYear => Some((self.today.year() - 1).to_string()),
        };
        value.filter(|value| !value.is_empty())
    }
}

fn day(language: Language, today: &DateTime<Tz>, days: u16) -> String {
    let today = today.date_naive();
    let day = today.checked_add_days(Days::new(days.into())).unwrap_or(today);
    letters::day_near(language, day, today)
}

/// The first word of a name that is no title: `Dott. Mario Rossi` is Mario.
fn first_name(name: &str) -> &str {
    name.split_whitespace().find(|word| !word.contains('.')).unwrap_or(name)
}

/// The words for each of these clients, in their order.
///
/// # Errors
/// [`Error::MissingValue`] names every client of whom something is missing.
pub(crate) async fn fill_for(
    db: &mut sqlx::SqliteConnection,
    now: Instant,
    words: Words,
    ids: &[ClientId],
) -> Result<Vec<Words>> {
    let filling = Filling::new(words.checked()?, settings::store::get(db).await?, now);
    let addressed = clients::service::addressed(db, ids).await?;
    let mut filled = Vec::with_capacity(ids.len());
    let mut wanting = Vec::new();
    for id in ids {
        let (client, contact) = addressed.get(id).ok_or_else(|| Error::not_found("client", id))?;
        let preview = filling.preview(client, contact.as_ref())?;
        wanting.extend(wants(client, &preview));
        filled.push(preview.words);
    }
    if wanting.is_empty() { Ok(filled) } else { Err(Error::MissingValue { clients: wanting }) }
}

/// What is missing of a client; `None`: nothing.
pub(super) fn wants(client: &Client, preview: &Preview) -> Option<Wanting> {
    let missing: Vec<String> = preview.missing.iter().map(ToString::to_string).collect();
    (!missing.is_empty()).then(|| Wanting { client_id: client.client_id, name: client.name.clone(), missing })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_name_is_no_title() {
        for (name, first) in [
            ("Dario Moretti", "Dario"),
            ("Dott.ssa Anna Bo", "Anna"),
            ("Avv. Lia Re", "Lia"),
            ("Dott.", "Dott."),
        ] {
            assert_eq!(first_name(name), first);
        }
    }
}
