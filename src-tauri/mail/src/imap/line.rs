//! Commands and replies, one after another.
//!
//! async-imap reads and parses; its own commands are not used, since its fetches take a NO, and the end of the
//! connection, for the end of the mails.

use std::mem;
use std::time::Duration;

use async_imap::Client;
use async_imap::imap_proto::{MailboxDatum, Response, Status};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufWriter};
use tokio::time::timeout;

use super::ImapError;
use super::guard::Guard;
use super::verdict::{Verdict, verdict, words};

/// Most bytes that a command without mails may be answered with.
pub(super) const MAX_ANSWER: u64 = 16 * 1024 * 1024;

/// Whatever bytes go over.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin> Stream for S {}

/// The connection. A future of it that is dropped half-way leaves it unusable, never out of step.
pub(super) struct Line {
    client: Client<Guard<BufWriter<Box<dyn Stream>>>>,
    commands: u32,
    usable: bool,
    /// Mails in the open folder, as far as told.
    exists: Option<u32>,
    news: bool,
}

/// What an answer may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) time: Duration,
    pub(super) bytes: u64,
}

/// What a command that needs more is answered with.
pub(super) enum Prompt {
    /// The server waits for it.
    GoOn,
    /// The server does not want it.
    Ended(Verdict),
}

impl Line {
    pub(super) fn new(stream: Box<dyn Stream>) -> Self {
        let client = Client::new(Guard::new(BufWriter::new(stream)));
        Self { client, commands: 0, usable: true, exists: None, news: false }
    }

    /// One command; `each` is given what is said before its end.
    pub(super) async fn exchange(
        &mut self,
        command: &str,
        bounds: Bounds,
        each: impl FnMut(&Response<'_>),
    ) -> Result<Verdict, ImapError> {
        self.begin(bounds.bytes)?;
        let verdict = in_time(bounds.time, async {
            let tag = self.send(command).await?;
            self.finish(&tag, each).await
        });
        let verdict = verdict.await?;
        self.end();
        Ok(verdict)
    }

    /// Several commands at once, all answered within `bounds.bytes`, each reply in `bounds.time`; `each` is given the place of the first
    /// that has not ended, and what is said. The verdicts before the first that is missing, and why it is.
    pub(super) async fn exchange_all(
        &mut self,
        commands: &[String],
        bounds: Bounds,
        mut each: impl FnMut(usize, &Response<'_>),
    ) -> (Vec<Verdict>, Result<(), ImapError>) {
        if commands.is_empty() {
            return (Vec::new(), Ok(()));
        }
        let mut verdicts: Vec<Option<Verdict>> = vec![None; commands.len()];
        let ended = async {
            self.begin(bounds.bytes)?;
            let tags = in_time(bounds.time, self.send_all(commands)).await?;
            while let Some(at) = verdicts.iter().position(Option::is_none) {
                let reply = self.next(|reply| {
                    each(at, reply);
                    tags.iter().map(|tag| verdict(reply, tag)).collect::<Vec<_>>()
                });
                for (known, new) in verdicts.iter_mut().zip(in_time(bounds.time, reply).await?) {
                    *known = known.take().or(new);
                }
            }
            self.end();
            Ok(())
        };
        let ended = ended.await;
        (verdicts.into_iter().map_while(|verdict| verdict).collect(), ended)
    }

    /// Before anything is said. Without [`Line::end`] after it the line is of no more use.
    pub(super) fn begin(&mut self, bytes: u64) -> Result<(), ImapError> {
        if !mem::replace(&mut self.usable, false) {
            return Err(ImapError::broken("the session has ended"));
        }
        self.client.get_mut().allow(bytes);
        Ok(())
    }

    /// The server has said all.
    pub(super) fn end(&mut self) {
        self.usable = true;
    }

    /// Sends a command, returns its tag.
    pub(super) async fn send(&mut self, command: &str) -> Result<String, ImapError> {
        let tag = self.next_tag();
        self.write(format!("{tag} {command}").as_bytes()).await?;
        Ok(tag)
    }

    /// Sends commands of which none waits for another's answer (RFC 3501 section 5.5), returns their tags.
    async fn send_all(&mut self, commands: &[String]) -> Result<Vec<String>, ImapError> {
        let tags: Vec<String> = commands.iter().map(|_| self.next_tag()).collect();
        let lines: Vec<String> =
            tags.iter().zip(commands).map(|(tag, command)| format!("{tag} {command}")).collect();
        self.write(lines.join("\r\n").as_bytes()).await?;
        Ok(tags)
    }

    fn next_tag(&mut self) -> String {
        self.commands += 1;
        format!("a{}", self.commands)
    }

    /// Writes what is not a command, and a line's end.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), ImapError> {
        let stream = self.client.get_mut();
        stream.write_all(bytes).await?;
        stream.write_all(b"\r\n").await?;
        stream.flush().await?;
        Ok(())
    }

    /// Reads until the server asks for the rest of a command.
    pub(super) async fn prompt(&mut self, tag: &str) -> Result<Prompt, ImapError> {
        loop {
            let prompt = self.next(|reply| match reply {
                Response::Continue(_) => Some(Prompt::GoOn),
                ended => verdict(ended, tag).map(Prompt::Ended),
            });
            if let Some(prompt) = prompt.await? {
                return Ok(prompt);
            }
        }
    }

    /// Reads until the end of a command.
    pub(super) async fn finish(
        &mut self,
        tag: &str,
        mut each: impl FnMut(&Response<'_>),
    ) -> Result<Verdict, ImapError> {
        loop {
            let end = self.next(|reply| {
                each(reply);
                verdict(reply, tag)
            });
            if let Some(verdict) = end.await? {
                return Ok(verdict);
            }
        }
    }

    /// Reads until there is news. A server that ends the command by itself does not wait any more.
    pub(super) async fn until_news(&mut self, tag: &str) -> Result<(), ImapError> {
        while !self.news {
            if self.next(|reply| verdict(reply, tag)).await?.is_some() {
                return Err(ImapError::broken("the server ended the wait"));
            }
        }
        Ok(())
    }

    /// The next reply, noted as far as it tells of the folder. A server that takes its leave ends the line.
    async fn next<T>(&mut self, look: impl FnOnce(&Response<'_>) -> T) -> Result<T, ImapError> {
        let (seen, exists, left) = self
            .receive(|reply| {
                let exists = match reply {
                    Response::MailboxData(MailboxDatum::Exists(number)) => Some(Some(*number)),
                    Response::Expunge(_) | Response::Vanished { .. } => Some(None),
                    _ => None,
                };
                let left = match reply {
                    Response::Data { status: Status::Bye, outcome } => Some(words(outcome)),
                    _ => None,
                };
                (look(reply), exists, left)
            })
            .await?;
        if let Some(detail) = left {
            return Err(ImapError::Broken { detail });
        }
        if let Some(exists) = exists {
            // Some servers repeat the number all the time.
            self.news |= exists.is_some() && exists != self.exists;
            self.exists = exists;
        }
        Ok(seen)
    }

    /// The next reply, whatever it is.
    pub(super) async fn receive<T>(&mut self, look: impl FnOnce(&Response<'_>) -> T) -> Result<T, ImapError> {
        let reply = self.client.read_response().await?;
        let reply = reply.ok_or_else(|| ImapError::broken("the server closed the connection"))?;
        Ok(look(reply.parsed()))
    }

    /// Whether mail may have come since the last call.
    pub(super) fn take_news(&mut self) -> bool {
        mem::take(&mut self.news)
    }
}

pub(super) async fn in_time<T>(
    limit: Duration,
    work: impl Future<Output = Result<T, ImapError>>,
) -> Result<T, ImapError> {
    timeout(limit, work).await.unwrap_or(Err(ImapError::TimedOut))
}

/// A string as a command takes it (RFC 3501 section 4.3); none if it could end the command's line.
pub(super) fn quoted(text: &str) -> Option<String> {
    let harmless = !text.contains(['\r', '\n', '\0']);
    harmless.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}
