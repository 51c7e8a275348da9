//! The whole loop under a seeded executor: files that change, a clock, lost events, scans that are torn by changes, files
//! that settle and are hashed while others write them, and crashes between two acts. The same seed gives the same trace.
//!
//! At least 500 lives; twenty times as many with `STUDIOLO_LONG=1`.

mod executor;
mod random;

use executor::Executor;

const LIVES: u64 = 500;

/// What happened, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trace(Vec<String>);

/// One life of an office: 60 things that happen, then quiet until all is settled. Panics where an invariant breaks.
fn simulate(seed: u64) -> Trace {
    let mut executor = Executor::new(seed);
    for _ in 0..60 {
        executor.step();
    }
    executor.come_to_rest();
    Trace(executor.trace)
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in 0..50 {
        let trace = simulate(seed);
        assert!(trace.0.len() > 20, "seed {seed} did nothing");
        assert_eq!(trace, simulate(seed), "seed {seed}");
    }
}

#[test]
fn whatever_happens_and_wherever_it_crashes_clients_see_only_what_is_theirs_and_all_comes_to_rest() {
    let times = if std::env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1") { 20 } else { 1 };
    let first = std::env::var("STUDIOLO_SEED").ok().and_then(|seed| seed.parse().ok());
    let seeds = first.map_or(0..LIVES * times, |seed| seed..seed + 1);
    for seed in seeds {
        let lived = std::panic::catch_unwind(|| simulate(seed));
        assert!(lived.is_ok(), "seed {seed}: STUDIOLO_SEED={seed} lives it again alone");
    }
}

#[test]
fn the_lives_come_into_every_corner() {
    let traces: Vec<Trace> = (0..150).map(simulate).collect();
    let lines: Vec<&String> = traces.iter().flat_map(|trace| &trace.0).collect();
    for corner in [
        "crash after",
        "torn scan",
        "event lost",
        "hash thrown away",
        "locked",
        "root missing",
        "root back",
        "moved ",
        "subfolder moved",
        "folder moved",
        "folder renamed",
        "folder narrowed",
        "folder gone",
        "client hidden",
        "clients renamed",
        "changed ",
        "returned ",
        "gone ",
        "same_name",
        "name_refused",
        "symlink",
        ", visible",
    ] {
        let times = lines.iter().filter(|line| line.contains(corner)).count();
        assert!(times >= 3, "{corner} came up {times} times only");
    }
}
