//! Kills verbs that would end by themselves, at instants spread over the time that they usually take.

use std::time::{Duration, Instant};

use tokio::process::Child;
use tokio::time::timeout;

use super::chance::Chance;
use crate::ctl::{Ended, PATIENCE};

/// How long a verb takes that is not killed.
pub struct Aim(Duration);

impl Default for Aim {
    fn default() -> Self {
        Self(Duration::from_millis(100))
    }
}

impl Aim {
    /// Kills the process at a random instant; how it ended, if it was quicker.
    pub async fn at(&mut self, mut child: Child, chance: &mut Chance) -> Option<Ended> {
        let pid = child.id().unwrap();
        let began = Instant::now();
        let instant = self.0 * u32::try_from(chance.below(130)).unwrap() / 100;
        // Its pipes hold what it says: a verb answers with little.
        if timeout(instant, child.wait()).await.is_err() {
            child.start_kill().unwrap();
        }
        let took = began.elapsed();
        let output =
            timeout(PATIENCE, child.wait_with_output()).await.expect("a killed process hangs").unwrap();
        forget_clock(pid);
        output.status.code()?;
        self.0 = (self.0 * 3 + took) / 4;
        Some(output.into())
    }
}

/// Takes away what the clock of a killed process leaves in shared memory.
pub fn forget_clock(pid: u32) {
    for name in ["faketime_shm_", "sem.faketime_sem_"] {
        let _ = std::fs::remove_file(format!("/dev/shm/{name}{pid}"));
    }
}
