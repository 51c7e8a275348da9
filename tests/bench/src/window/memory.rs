//! What the office holds in memory, with its window open and in the tray, beside the empty window in the same state.
//!
//! Counted as PSS over the program and all that it started (`/proc/PID/smaps_rollup`, proc(5)): pages that several
//! processes share count once. Each runs alone on its desktop. In the tray means: the window was closed by its title
//! bar's button, which destroys the web view in both.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use super::desktop::Desktop;
use super::program::{Started, wait_until};
use super::screen::MESSAGE;
use super::{BLANK, OURS, blank, offices, studiolo};
use crate::Outcome;
use crate::figure::{Figure, Turns};

const TURNS: usize = 3;

/// How long a program is left alone before it is weighed.
const SETTLING: Duration = Duration::from_secs(5);

/// Runs it.
pub fn run(office: &Path) -> Outcome {
    let (mut open, mut open_blank) = (Turns::default(), Turns::default());
    let (mut tray, mut tray_blank) = (Turns::default(), Turns::default());
    let mut ours = studiolo(office)?;
    ours.arguments.push(offices::newest_chat().into());
    for number in 1..=TURNS {
        let (with_window, without) = weigh(&ours, OURS)?;
        open.add(with_window);
        tray.add(without);
        let (with_window, without) = weigh(&blank()?, BLANK)?;
        open_blank.add(with_window);
        tray_blank.add(without);
        eprintln!("window: memory, turn {number} of {TURNS}");
    }
    let beside = |metric, ours, peer, limit| {
        let peer = Some(("an empty window", peer));
        Figure { bench: "window", metric, ours, peer, limit: Some(limit) }.print();
    };
    beside("memory_with_window_pss_mb", &open, &open_blank, 1.25);
    beside("memory_in_tray_pss_mb", &tray, &tray_blank, 1.2);
    Ok(())
}

/// With its window open, and after that was closed.
fn weigh(started: &Started, title: &str) -> Outcome<(f64, f64)> {
    let desktop = Desktop::start()?;
    let screen = desktop.screen()?;
    let program = desktop.open(started)?;
    wait_until("the window was painted", || Ok(screen.shows(MESSAGE)?.then_some(())))?;
    std::thread::sleep(SETTLING);
    let open = pss(program.id(), title)?;
    desktop.close_window(title)?;
    std::thread::sleep(SETTLING);
    let tray = pss(program.id(), "in the tray")?;
    program.end()?;
    Ok((open, tray))
}

/// Megabytes of this process and of all that descend from it.
#[allow(clippy::cast_precision_loss, reason = "kilobytes of a program are far below 2^52")]
fn pss(root: u32, what: &str) -> Outcome<f64> {
    let mut sum = 0;
    let mut parts = Vec::new();
    for process in family(root)? {
        let Ok(text) = fs::read_to_string(format!("/proc/{process}/smaps_rollup")) else { continue };
        let line =
            text.lines().find_map(|line| line.strip_prefix("Pss:")).ok_or("smaps_rollup has a line Pss")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        sum += kilobytes;
        let name = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
        parts.push(format!("{} {}", name.trim(), kilobytes / 1_000));
    }
    eprintln!("window: memory, {what}: {} (MB)", parts.join(", "));
    Ok(sum as f64 / 1e3)
}

/// This process and its descendants.
pub fn family(root: u32) -> Outcome<Vec<u32>> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(process) = entry?.file_name().to_string_lossy().parse() else { continue };
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // `PID (NAME) STATE PARENT …`, and the name may hold anything.
        let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1));
        if let Some(parent) = parent.and_then(|text| text.parse().ok()) {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut family = vec![root];
    let mut next = 0;
    while let Some(process) = family.get(next) {
        family.extend(children.get(process).into_iter().flatten().copied().collect::<Vec<_>>());
        next += 1;
    }
    Ok(family)
}
