//! What a server may say, measured before the parser sees it.
//!
//! The parser keeps a whole reply in memory, takes room for a literal (RFC 3501 section 4.3) as soon as it is
//! announced, follows brackets by recursion, and stumbles over a letter that is not ASCII right behind a `]`.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::{error, fmt};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Deepest brackets within brackets.
const MAX_DEPTH: usize = 64;

/// Most bytes of a line for people: the parser begins anew with every few thousand.
const MAX_WORDS: u64 = 64 * 1024;

/// Bytes of a line's end that an announcement fits into.
const TAIL: usize = 16;

/// A stream that is read up to an allowance.
pub(super) struct Guard<S> {
    stream: S,
    /// Bytes that may still come.
    left: u64,
    /// Bytes of a literal that are still to come.
    literal: u64,
    line: Line,
    /// Bytes of the last read that came before what is wrong with it.
    fine: usize,
    /// What is wrong with what comes next.
    wrong: Option<io::Error>,
}

/// What has been read of a line.
#[derive(Default)]
struct Line {
    begin: Vec<u8>,
    end: Vec<u8>,
    length: u64,
    depth: usize,
}

/// The allowance is used up, or a literal would use it up.
#[derive(Debug)]
pub(super) struct TooMuch;

impl<S> Guard<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, left: 0, literal: 0, line: Line::default(), fine: 0, wrong: None }
    }

    /// From now on so many bytes may come.
    pub(super) fn allow(&mut self, bytes: u64) {
        self.left = bytes;
    }

    fn check(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        let all = bytes.len();
        self.fine = 0;
        self.left = self.left.checked_sub(length(bytes)).ok_or_else(too_much)?;
        while !bytes.is_empty() {
            self.fine = all - bytes.len();
            if self.literal > 0 {
                let skipped = bytes.len().min(usize::try_from(self.literal).unwrap_or(usize::MAX));
                self.literal -= length(&bytes[..skipped]);
                bytes = &bytes[skipped..];
                continue;
            }
            let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
            let (piece, rest) = bytes.split_at(end);
            self.line.add(piece)?;
            bytes = rest;
            if piece.ends_with(b"\n") {
                // What was read behind the announcement is no longer to come.
                let announced = self.line.announced();
                if announced > self.left + length(rest) {
                    return Err(too_much());
                }
                self.literal = if self.line.is_words() { 0 } else { announced };
                let depth = if self.literal > 0 { self.line.depth } else { 0 };
                self.line = Line { depth, ..Line::default() };
            }
        }
        Ok(())
    }
}

impl Line {
    fn add(&mut self, piece: &[u8]) -> io::Result<()> {
        for byte in piece {
            match byte {
                b'(' => self.depth += 1,
                b')' => self.depth = self.depth.saturating_sub(1),
                0x80.. if self.end.last() == Some(&b']') => return Err(not_imap()),
                _ => {}
            }
            if self.depth > MAX_DEPTH {
                return Err(not_imap());
            }
            if self.begin.len() < TAIL {
                self.begin.push(*byte);
            }
            if self.end.len() == TAIL {
                self.end.remove(0);
            }
            self.end.push(*byte);
        }
        self.length += length(piece);
        if self.length > MAX_WORDS && self.is_words() { Err(too_much()) } else { Ok(()) }
    }

    /// The bytes of the literal that a whole line announces: 0 if none.
    fn announced(&self) -> u64 {
        let end = self.end.strip_suffix(b"}\r\n").map(String::from_utf8_lossy);
        let digits = end.as_deref().and_then(|end| end.rsplit_once('{')).map_or("", |(_, digits)| digits);
        digits.parse().unwrap_or(0)
    }

    /// A line for people, which announces nothing whatever its end (RFC 3501 section 7.1).
    fn is_words(&self) -> bool {
        let begin = self.begin.to_ascii_uppercase();
        let status = begin.split(u8::is_ascii_whitespace).nth(1).unwrap_or_default();
        begin.starts_with(b"+") || [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].contains(&status)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guard<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(wrong) = self.wrong.take() {
            return Poll::Ready(Err(wrong));
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let Err(wrong) = self.check(&buffer.filled()[before..]) else { return Poll::Ready(Ok(())) };
        if self.fine == 0 {
            return Poll::Ready(Err(wrong));
        }
        // The answer before it may be another mail's.
        buffer.set_filled(before + self.fine);
        self.wrong = Some(wrong);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guard<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Nothing of the inner stream: its state holds keys.
impl<S> fmt::Debug for Guard<S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Guard({} bytes left)", self.left)
    }
}

impl fmt::Display for TooMuch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("more than is taken")
    }
}

impl error::Error for TooMuch {}

fn too_much() -> io::Error {
    io::Error::other(TooMuch)
}

fn not_imap() -> io::Error {
    io::Error::other("not IMAP")
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
