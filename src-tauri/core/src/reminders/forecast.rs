//! What will go out: the engine's own function, run ahead of time, and the rule by which reminders go together.
//!
//! Reminders of one client that are due within 15 minutes of the first go with it, as one mail to each contact, so
//! a later one is pulled forward by up to 15 minutes. Loop and forecast both follow [`goes_along`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::calendar::Calendar;
use super::next::{Next, SendCheck, TOGETHER_WITHIN};
use super::rules::{Change, Reminder};
use crate::time::Instant;

#[cfg(test)]
mod tests;

/// Reminders of one client that go at the same instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together<Client, Item> {
    /// When they go: at the first one's instant.
    pub at: Instant,
    /// Whose they are: never of two clients.
    pub client: Client,
    /// The reminders, by the instant at which each would go alone.
    pub items: Vec<Item>,
}

/// One reminder that will go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned<Item> {
    /// The pending item.
    pub item: Item,
    /// Its step, from 1.
    pub step: u32,
    /// The policy's number of reminders: "2 of 3".
    pub of: u32,
}

/// Whether a reminder due at `at` goes along with the first one of its client.
pub fn goes_along(first: Instant, at: Instant) -> bool {
    at.signed_duration_since(first) <= TOGETHER_WITHIN
}

/// Puts together what goes together, earliest first. Each entry is (client, item, the instant at which it goes by
/// [`Reminder::next`]). The loop hands in all that is due up to [`TOGETHER_WITHIN`] from now, and sends the groups
/// whose instant has come.
pub fn group<Client: Ord + Clone, Item>(
    mut due: Vec<(Client, Item, Instant)>,
) -> Vec<Together<Client, Item>> {
    due.sort_by(|one, other| (&one.0, one.2).cmp(&(&other.0, other.2)));
    let mut groups: Vec<Together<Client, Item>> = Vec::new();
    for (client, item, at) in due {
        match groups.last_mut() {
            Some(group) if group.client == client && goes_along(group.at, at) => group.items.push(item),
            _ => groups.push(Together { at, client, items: vec![item] }),
        }
    }
    groups.sort_by(|one, other| (one.at, &one.client).cmp(&(other.at, &other.client)));
    groups
}

/// What will go out from `now` to `until` (included), earliest first, if every mail is accepted at once, nobody
/// answers and the machine is awake: exactly what the loop would do.
///
/// A step that already waits in the outbox is listed alone, at the instant at which it may go. An item whose
/// notification is not accepted has no date yet and is not listed; [`Reminder::assuming_notified`] makes one up.
pub fn forecast<Client: Ord + Clone, Item: Clone>(
    reminders: impl IntoIterator<Item = (Client, Item, Reminder)>,
    calendar: &Calendar,
    now: Instant,
    until: Instant,
) -> Vec<Together<Client, Planned<Item>>> {
    let mut clients: BTreeMap<Client, Vec<(Item, Reminder)>> = BTreeMap::new();
    for (client, item, reminder) in reminders {
        clients.entry(client).or_default().push((item, reminder));
    }
    let mut planned = Vec::new();
    for (client, items) in clients {
        forecast_client(&client, items, calendar, (now, until), &mut planned);
    }
    planned.sort_by(|one, other| (one.at, &one.client).cmp(&(other.at, &other.client)));
    planned
}

impl Reminder {
    /// This reminder as it will be if its notification is accepted at `now`; as it is if one already was. For a date
    /// to show before the mail server has spoken.
    #[must_use]
    pub fn assuming_notified(&self, now: Instant) -> Self {
        self.after(Change::NotificationAccepted { round: self.round }, now)
    }

    /// The state after a change that the engine itself makes; one that cannot be leaves it as it is.
    fn after(&self, change: Change, at: Instant) -> Self {
        let mut after = self.clone();
        // An error changes nothing, by the promise of `apply`.
        let _ = after.apply(change, at);
        after
    }

    fn after_sending(&self, step: u32, at: Instant) -> Self {
        self.after(Change::ReminderAccepted { round: self.round, step }, at)
    }
}

fn forecast_client<Client: Clone, Item: Clone>(
    client: &Client,
    mut items: Vec<(Item, Reminder)>,
    calendar: &Calendar,
    (now, until): (Instant, Instant),
    planned: &mut Vec<Together<Client, Planned<Item>>>,
) {
    let mut upcoming = BinaryHeap::new();
    for (index, (item, reminder)) in items.iter_mut().enumerate() {
        let mut seen_from = now;
        if let Some(step) = reminder.in_flight {
            let at = match reminder.check_send(reminder.round, step, calendar, now) {
                SendCheck::Send => now,
                SendCheck::NotBefore(at) => at,
                SendCheck::NeverOpens | SendCheck::Withdraw(_) => continue,
            };
            if at > until {
                continue;
            }
            planned.push(Together { at, client: client.clone(), items: vec![plan(item, reminder, step)] });
            *reminder = reminder.after_sending(step, at);
            seen_from = at;
        }
        upcoming.extend(upcoming_step(reminder, calendar, seen_from, index));
    }
    while let Some(Reverse((first, _, _))) = upcoming.peek().copied().filter(|Reverse((at, ..))| *at <= until)
    {
        let mut together = Together { at: first, client: client.clone(), items: Vec::new() };
        while let Some(Reverse((at, index, step))) = upcoming.peek().copied() {
            if !goes_along(first, at) {
                break;
            }
            upcoming.pop();
            let Some((item, reminder)) = items.get_mut(index) else { continue };
            together.items.push(plan(item, reminder, step));
            *reminder = reminder.after_sending(step, first);
            upcoming.extend(upcoming_step(reminder, calendar, first, index));
        }
        planned.push(together);
    }
}

/// An upcoming step, earliest first in a heap; of equal instants, in the order in which the items were handed in.
type Upcoming = Reverse<(Instant, usize, u32)>;

fn upcoming_step(reminder: &Reminder, calendar: &Calendar, now: Instant, index: usize) -> Option<Upcoming> {
    match reminder.next(calendar, now) {
        Next::Due { step, at } => Some(Reverse((at, index, step))),
        _ => None,
    }
}

fn plan<Item: Clone>(item: &Item, reminder: &Reminder, step: u32) -> Planned<Item> {
    Planned { item: item.clone(), step, of: reminder.policy.max_count() }
}
