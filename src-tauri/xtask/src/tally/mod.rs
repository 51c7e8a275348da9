//! Counts tests over several runners by their closing lines.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Ran and held.
    pub passed: u64,
    /// Ran and did not hold.
    pub failed: u64,
    /// Did not run: what libtest calls ignored, and vitest skipped or todo.
    pub skipped: u64,
}

impl Tally {
    /// Adds what this line says if it is a closing line of libtest or vitest; any other line counts for nothing.
    pub fn read(&mut self, line: &str) {
        if let Some(tally) = of_libtest(line).or_else(|| of_vitest(line)) {
            *self += tally;
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The plain closing line: `N passed, N failed`, and `, N skipped` where some were.
impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(formatter, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
fn of_libtest(line: &str) -> Option<Tally> {
    let counts = line.trim().strip_prefix("test result: ")?.split_once(". ")?.1;
    Some(sum(counts.split(';')))
}

/// `      Tests  1 failed | 4 passed | 2 skipped (7)`
fn of_vitest(line: &str) -> Option<Tally> {
    let counts = line.trim().strip_prefix("Tests  ")?.rsplit_once('(')?.0;
    Some(sum(counts.split('|')))
}

fn sum<'line>(parts: impl Iterator<Item = &'line str>) -> Tally {
    let mut tally = Tally::default();
    for part in parts {
        let mut words = part.split_whitespace();
        let Some(count) = words.next().and_then(|word| word.parse::<u64>().ok()) else { continue };
        match words.next() {
            Some("passed") => tally.passed += count,
            Some("failed") => tally.failed += count,
            Some("ignored" | "skipped" | "todo") => tally.skipped += count,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests;
