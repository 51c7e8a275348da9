//! The same work for many items on a few threads.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::thread;

/// More threads than these would wait for the disk.
const MOST: usize = 4;

/// How many threads share a work, this one among them.
pub(super) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(MOST)
}

/// Does `work` for each item, and returns what came of each in their order; every thread has tools of its own. The first
/// error ends it.
pub(super) fn each<T: Sync, Tools, O: Send, E: Send>(
    items: &[T],
    tools: impl Fn() -> Tools + Sync,
    work: impl Fn(&mut Tools, &T) -> Result<O, E> + Sync,
) -> Result<Vec<O>, E> {
    let threads = threads().min(items.len());
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let take_turns = || {
        let (mut tools, mut done) = (tools(), Vec::new());
        while !failed.load(Relaxed) {
            let index = next.fetch_add(1, Relaxed);
            let Some(item) = items.get(index) else { break };
            match work(&mut tools, item) {
                Ok(output) => done.push((index, output)),
                Err(error) => {
                    failed.store(true, Relaxed);
                    return Err(error);
                }
            }
        }
        Ok(done)
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take_turns)).collect();
        let mut all = take_turns();
        for other in others {
            let done = other.join().unwrap_or_else(|panic| resume_unwind(panic));
            all = match (all, done) {
                (Ok(mut all), Ok(done)) => {
                    all.extend(done);
                    Ok(all)
                }
                (Err(error), _) | (_, Err(error)) => Err(error),
            };
        }
        all
    })?;
    done.sort_unstable_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, output)| output).collect())
}
