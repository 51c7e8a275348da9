//! From the start of the program to the first thread of use: its newest message is painted, beside its list.
//!
//! - Ours opens the encrypted office and comes back to the chat that was open when it was left.
//! - Thunderbird comes back to the folder that was open, which holds as many messages in as many threads, and shows
//!   the newest message, told on its command line, since it does not remember which was open. Its index of the
//!   folder is made beforehand, and what it would do besides (full-text index, first-run pages, news) is off. How
//!   soon its list alone is painted is a figure of its own.
//! - The empty window paints a static page: what the web view alone takes.
//!
//! Each was started once before, so that caches on disk are warm for all. Ours and peers take turns.

use std::path::Path;
use std::time::{Duration, Instant};

use super::desktop::Desktop;
use super::offices;
use super::program::{PATIENCE, Started};
use super::screen::{MESSAGE, Marker, Screen};
use super::thunderbird::Profile;
use super::{blank, screen, studiolo};
use crate::Outcome;
use crate::figure::{Figure, Turns};

const TURNS: usize = 7;

/// Runs it.
pub fn run(office: &Path, thunderbird: &Profile) -> Outcome {
    let desktop = Desktop::start()?;
    let screen = desktop.screen()?;
    let (ours, empty) = (studiolo(office)?, blank()?);
    let (message, list) = (thunderbird.at_newest_message(), thunderbird.at_list());

    eprintln!("window: each is started once");
    let mut first = ours.clone();
    first.arguments.push(offices::newest_chat().into());
    turn(&desktop, &screen, &first, MESSAGE, SETTLING)?;
    turn(&desktop, &screen, &empty, MESSAGE, SETTLING)?;
    thunderbird.prepare()?;
    turn(&desktop, &screen, &list, screen::SUBJECT, SETTLING)?;

    let [mut office, mut blank, mut thread, mut listed] = [const { Vec::new() }; 4];
    for number in 1..=TURNS {
        office.push(turn(&desktop, &screen, &ours, MESSAGE, Duration::ZERO)?);
        blank.push(turn(&desktop, &screen, &empty, MESSAGE, Duration::ZERO)?);
        thunderbird.prepare()?;
        thread.push(turn(&desktop, &screen, &message, MESSAGE, Duration::ZERO)?);
        thunderbird.prepare()?;
        listed.push(turn(&desktop, &screen, &list, screen::SUBJECT, Duration::ZERO)?);
        eprintln!("window: start, turn {number} of {TURNS}: {:?}", office.last());
    }
    let [office, blank, thread, listed] = [office, blank, thread, listed].map(milliseconds);
    let beside = |name, peer, limit| {
        let peer = Some((name, peer));
        Figure { bench: "window", metric: "start_to_first_thread_ms", ours: &office, peer, limit }.print();
    };
    beside("Thunderbird, to its message", &thread, Some(0.4));
    beside("Thunderbird, to its list", &listed, None);
    beside("an empty window", &blank, Some(1.5));
    Ok(())
}

/// How long a program is left alone after its first start: it writes its caches, and ours its backup of the day.
const SETTLING: Duration = Duration::from_secs(8);

/// Starts the program, waits until the words are painted, and ends it. Gives how long the words took.
fn turn(
    desktop: &Desktop,
    screen: &Screen,
    started: &Started,
    marker: Marker,
    settling: Duration,
) -> Outcome<Duration> {
    if screen.shows(marker)? {
        return Err("what is waited for is on the screen already".into());
    }
    let start = Instant::now();
    let program = desktop.open(started)?;
    while !screen.shows(marker)? {
        if start.elapsed() > PATIENCE {
            return Err(format!("{} paints no {}", started.program.display(), marker.words).into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let took = start.elapsed();
    std::thread::sleep(settling);
    program.end()?;
    super::program::wait_until("the screen was empty", || Ok((!screen.shows(marker)?).then_some(())))?;
    Ok(took)
}

fn milliseconds(times: Vec<Duration>) -> Turns {
    let mut turns = Turns::default();
    for time in times {
        turns.add_milliseconds(time);
    }
    turns
}
