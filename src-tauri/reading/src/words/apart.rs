//! Words read in a process of its own, which whoever started it can end: a file that a crate hangs on, or dies of, does
//! no harm to the office.
//!
//! The process says [`READY`], then answers one question after the other: a file's name and its bytes come in by standard
//! input, its words go out by standard output, none where there are none. Each of the three is its length in bytes, a
//! `u32` in big endian, and so many bytes. It ends with its input, in the middle of a file too.

use std::ffi::OsString;
use std::io::{self, ErrorKind, Read, Write, stdin, stdout};
use std::process::exit;
use std::sync::mpsc::sync_channel;
use std::thread;

use super::{Limits, words};

/// The argument that makes a program [`serve`].
pub const ARGUMENT: &str = "read-words";

/// What is said before all else, by a program that can answer.
pub const READY: &[u8] = b"words 1\n";

/// Whether a program that was started with these arguments, its own name first, is to [`serve`] and do nothing else.
pub fn is_asked(mut arguments: impl ExactSizeIterator<Item = OsString>) -> bool {
    arguments.len() == 2 && arguments.nth(1).is_some_and(|argument| argument == ARGUMENT)
}

/// Answers until the input ends.
///
/// # Errors
/// What the pipes say.
pub fn serve() -> io::Result<()> {
    first_to_go();
    let (asked, questions) = sync_channel(0);
    // Who waits for the input sees its end, whatever is being read meanwhile.
    thread::spawn(move || {
        let mut input = stdin().lock();
        let ended = loop {
            match question(&mut input).map(|question| asked.send(question)) {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return,
                Err(error) => break error,
            }
        };
        exit(i32::from(ended.kind() != ErrorKind::UnexpectedEof));
    });
    let mut output = stdout().lock();
    output.write_all(READY)?;
    output.flush()?;
    let limits = Limits::default();
    for (name, bytes) in questions {
        let found = words(&name, &bytes, &limits).unwrap_or_default();
        let length = u32::try_from(found.len()).map_err(io::Error::other)?;
        output.write_all(&length.to_be_bytes())?;
        output.write_all(found.as_bytes())?;
        output.flush()?;
    }
    Ok(())
}

fn question(input: &mut impl Read) -> io::Result<(String, Vec<u8>)> {
    let name = String::from_utf8(part(input)?).map_err(io::Error::other)?;
    Ok((name, part(input)?))
}

fn part(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let (length, mut bytes) = (u32::from_be_bytes(length), Vec::new());
    if input.take(length.into()).read_to_end(&mut bytes)? as u64 == length.into() {
        Ok(bytes)
    } else {
        Err(ErrorKind::UnexpectedEof.into())
    }
}

/// When memory runs out this process is ended before any other: Linux asks by a score, up to 1000 (`proc_pid_oom_score_adj(5)`).
fn first_to_go() {
    #[cfg(target_os = "linux")]
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
}
