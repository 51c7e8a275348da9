//! Figures: the median of several turns, ours beside a peer's, as one line of JSON.

use std::time::Duration;

use serde_json::{Value, json};

/// What is measured, turn by turn.
#[derive(Debug, Default)]
pub struct Turns(Vec<f64>);

impl Turns {
    /// So many things were done in so long a time: things per second.
    #[allow(clippy::cast_precision_loss, reason = "counts of a benchmark are far below 2^52")]
    pub fn add_rate(&mut self, things: usize, time: Duration) {
        self.0.push(things as f64 / time.as_secs_f64());
    }

    /// One thing took so long: milliseconds.
    pub fn add_milliseconds(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1e3);
    }

    /// One thing is so large, in whatever unit the figure's name says.
    pub fn add(&mut self, value: f64) {
        self.0.push(value);
    }

    /// The middle one; of an even number, the mean of the two in the middle. 0 when there were none.
    pub fn median(&self) -> f64 {
        let mut turns = self.0.clone();
        turns.sort_by(f64::total_cmp);
        let middle = turns.len() / 2;
        match (turns.get(middle.wrapping_sub(1)), turns.get(middle)) {
            (Some(below), Some(above)) if turns.len().is_multiple_of(2) => f64::midpoint(*below, *above),
            (_, Some(middle)) => *middle,
            _ => 0.0,
        }
    }
}

/// One figure.
#[derive(Debug)]
pub struct Figure<'a> {
    /// The benchmark's name.
    pub bench: &'a str,
    /// What is counted, and its unit at the end: `mails_per_second`, `next_due_ms`.
    pub metric: &'a str,
    /// Ours.
    pub ours: &'a Turns,
    /// A peer's name with what it did, and its turns; `None`: nobody does the same.
    pub peer: Option<(&'a str, &'a Turns)>,
    /// Beside a peer, what the ratio ours/peer is to reach, or, of a time or a size, to stay below; alone, what ours is
    /// to stay below. `None`: no aim.
    pub limit: Option<f64>,
}

impl Figure<'_> {
    /// Prints the line.
    pub fn print(&self) {
        let Self { bench, metric, ours, peer, limit } = self;
        let ours = ours.median();
        let theirs = peer.map(|(_, turns)| turns.median());
        let line = json!({
            "bench": bench,
            "metric": metric,
            "ours": rounded(ours),
            "peer": theirs.map(rounded),
            "peer_name": peer.map(|(name, _)| name),
            "ratio": theirs.map(|theirs| rounded(ours / theirs)),
            "limit": limit,
        });
        println!("{line}");
    }
}

/// Three significant digits: the others change from run to run.
fn rounded(value: f64) -> Value {
    format!("{value:.2e}").parse::<f64>().map_or(Value::Null, Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_turn_or_between_the_two_middle_ones() {
        assert!((Turns(vec![9.0, 1.0, 2.0]).median() - 2.0).abs() < f64::EPSILON);
        assert!((Turns(vec![4.0, 1.0, 2.0, 9.0]).median() - 3.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_figure_keeps_three_digits() {
        assert_eq!(rounded(1234.5), 1230.0);
        assert_eq!(rounded(0.056_78), 0.0568);
    }
}
