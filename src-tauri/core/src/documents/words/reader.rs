//! The process that words are read in.

use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use studiolo_reading::words::{Limits, apart};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// How long the process may take until it can be asked.
const START: Duration = Duration::from_secs(30);

/// The program that reads the words of documents, in a process of its own: what a document does to it, hanging or dying,
/// is not done to the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordReader {
    /// A program whose `main` begins with [`serve_words`].
    pub program: PathBuf,
    /// How long one document may take: what takes longer has no words.
    pub longest: Duration,
}

impl WordReader {
    /// The program that runs now, with half a minute for a document. `None` if the system can't tell where it is.
    pub fn this_program() -> Option<Self> {
        // On Linux it may be replaced by an update while it runs: this name still means the one that runs.
        let program =
            if cfg!(target_os = "linux") { "/proc/self/exe".into() } else { std::env::current_exe().ok()? };
        Some(Self { program, longest: Duration::from_secs(30) })
    }
}

/// Reads words until whoever asks has no more questions, if that is what this process was started for: then its `main`
/// has nothing else to do.
pub fn serve_words() -> bool {
    let is_asked = apart::is_asked(std::env::args_os());
    if is_asked {
        // Whoever asks sees that the pipe has ended, and nobody else is there to be told.
        let _ = apart::serve();
    }
    is_asked
}

/// The process while it runs; it is killed when this is dropped.
#[derive(Debug)]
pub(super) struct Process {
    input: ChildStdin,
    output: ChildStdout,
    _child: Child,
}

impl Process {
    /// Starts it, and waits until it can be asked.
    pub(super) async fn start(reader: &WordReader) -> io::Result<Self> {
        let mut child = Command::new(&reader.program)
            .arg(apart::ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let mut said = [0; apart::READY.len()];
        timeout(START, output.read_exact(&mut said)).await??;
        if said != apart::READY {
            return Err(io::Error::other("the program does not read words"));
        }
        Ok(Self { input, output, _child: child })
    }

    /// The words of the file of this name, whose first bytes it is given, so many. After an error it can't be asked again.
    pub(super) async fn ask(&mut self, name: &str, file: File, length: u32) -> io::Result<String> {
        self.input.write_u32(u32::try_from(name.len()).map_err(io::Error::other)?).await?;
        self.input.write_all(name.as_bytes()).await?;
        self.input.write_u32(length).await?;
        let copied = copy(&mut file.take(length.into()), &mut self.input).await?;
        if copied < length.into() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.input.flush().await?;
        let length = self.output.read_u32().await?;
        if u64::from(length) > Limits::default().words as u64 {
            return Err(io::Error::other("more words than were asked for"));
        }
        let mut words = String::new();
        (&mut self.output).take(length.into()).read_to_string(&mut words).await?;
        if words.len() == length as usize { Ok(words) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}
