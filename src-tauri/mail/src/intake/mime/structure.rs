//! A mail as a tree of parts (RFC 2046, 5.1), found in one pass over its lines.
//!
//! A mail within a mail (`message/rfc822`) is one part, which can be read in turn. Beyond the limits nothing is lost either:
//! what is not taken apart stays one part.

use std::collections::HashMap;

use super::content::Content;
use super::headers::Headers;

/// Most parts of a mail: the last one has all that follows.
pub(in crate::intake) const MAX_PARTS: usize = 10_000;

/// How deep multiparts may lie in one another: a deeper one is a part that is not taken apart.
pub(in crate::intake) const MAX_DEPTH: usize = 100;

/// Longest boundary, in bytes (RFC 2046 allows 70).
const MAX_BOUNDARY: usize = 250;

/// A part.
#[derive(Debug)]
pub(in crate::intake) struct Part<'a> {
    pub headers: Headers<'a>,
    pub content: Content,
    /// The multipart that it is in, by its place in the list.
    pub parent: Option<usize>,
    /// Headers and body, exactly as transmitted.
    pub raw: &'a [u8],
    /// The body, not decoded.
    pub body: &'a [u8],
    /// Whether it was taken apart.
    pub is_multipart: bool,
}

/// What was more than the limits allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::intake) enum Limit {
    Parts,
    Depth,
}

/// All parts, the mail itself first, each before those in it.
#[derive(Debug)]
pub(in crate::intake) struct Structure<'a> {
    pub parts: Vec<Part<'a>>,
    pub limits: Vec<Limit>,
}

impl<'a> Structure<'a> {
    pub(in crate::intake) fn read(raw: &'a [u8]) -> Self {
        let mut splitter = Splitter::new(raw);
        let mut at = splitter.open(0);
        while let Some(end) = splitter.line_end(at) {
            at = splitter.line(at, end);
        }
        splitter.end_children(0, raw.len());
        let Splitter { mut parts, limits, .. } = splitter;
        // A multipart in which no part was found is text.
        let mut has_children = vec![false; parts.len()];
        for parent in parts.iter().filter_map(|part| part.parent) {
            if let Some(parent) = has_children.get_mut(parent) {
                *parent = true;
            }
        }
        for (part, has_children) in parts.iter_mut().zip(has_children) {
            if part.is_multipart && !has_children {
                part.is_multipart = false;
                part.content.kind = String::from("text/plain");
            }
        }
        Self { parts, limits }
    }
}

/// A multipart whose end was not seen.
struct Level {
    boundary: Vec<u8>,
    /// The multipart, by its place.
    part: usize,
    /// The part in it that is being read: where it begins, and where its body does.
    child: Option<(usize, usize, usize)>,
}

struct Splitter<'a> {
    raw: &'a [u8],
    parts: Vec<Part<'a>>,
    limits: Vec<Limit>,
    levels: Vec<Level>,
    /// How many levels have a boundary.
    boundaries: HashMap<Vec<u8>, usize>,
}

impl<'a> Splitter<'a> {
    fn new(raw: &'a [u8]) -> Self {
        Self { raw, parts: Vec::new(), limits: Vec::new(), levels: Vec::new(), boundaries: HashMap::new() }
    }

    /// Where the line that begins at `at` ends, its line end included; None at the end, and when nothing is left to find.
    fn line_end(&self, at: usize) -> Option<usize> {
        if self.levels.is_empty() || self.parts.len() >= MAX_PARTS {
            return None;
        }
        let rest = self.raw.get(at..).filter(|rest| !rest.is_empty())?;
        Some(rest.iter().position(|byte| *byte == b'\n').map_or(self.raw.len(), |end| at + end + 1))
    }

    /// Looks at a line; returns where the next begins.
    fn line(&mut self, at: usize, end: usize) -> usize {
        let line = self.raw.get(at..end).unwrap_or_default();
        let Some(name) = line.strip_prefix(b"--").filter(|line| line.len() <= MAX_BOUNDARY + 10) else {
            return end;
        };
        let name = name.trim_ascii_end();
        let ended = name.strip_suffix(b"--").filter(|name| self.boundaries.contains_key(*name));
        let (name, is_end) = match ended {
            Some(name) => (name, true),
            None if self.boundaries.contains_key(name) => (name, false),
            None => return end,
        };
        let Some(level) = self.levels.iter().rposition(|level| level.boundary == name) else { return end };
        self.end_children(level, at);
        self.leave(level + usize::from(!is_end));
        if is_end {
            return end;
        }
        if self.parts.len() + 1 >= MAX_PARTS {
            self.limits.push(Limit::Parts);
        }
        self.open(end)
    }

    /// Begins a part at `at`; returns where its body begins.
    fn open(&mut self, at: usize) -> usize {
        let (headers, body) = Headers::split(self.raw.get(at..).unwrap_or_default());
        let parent = self.levels.last().map(|level| level.part);
        let in_digest = parent.and_then(|parent| self.parts.get(parent));
        let in_digest = in_digest.is_some_and(|parent| parent.content.kind == "multipart/digest");
        let mut content = Content::of(&headers, "Content-Type").unwrap_or_default();
        if content.kind.is_empty() {
            content.kind = String::from(if in_digest { "message/rfc822" } else { "text/plain" });
        }
        let place = self.parts.len();
        let boundary = content.as_written("boundary").filter(|_| content.kind.starts_with("multipart/"));
        let boundary = boundary.filter(|boundary| !boundary.is_empty() && boundary.len() <= MAX_BOUNDARY);
        let is_multipart = boundary.is_some() && self.levels.len() < MAX_DEPTH && place + 1 < MAX_PARTS;
        if boundary.is_some() && self.levels.len() >= MAX_DEPTH {
            self.limits.push(Limit::Depth);
        }
        let rest = self.raw.get(at..).unwrap_or_default();
        let whole = rest.get(body..).unwrap_or_default();
        self.parts.push(Part { headers, content, parent, raw: rest, body: whole, is_multipart });
        if let Some(level) = self.levels.last_mut() {
            level.child = Some((place, at, at + body));
        }
        if let Some(boundary) = boundary.filter(|_| is_multipart) {
            let boundary = boundary.into_bytes();
            *self.boundaries.entry(boundary.clone()).or_default() += 1;
            self.levels.push(Level { boundary, part: place, child: None });
        }
        at + body
    }

    /// Ends the parts that are being read on `level` and deeper, before the line at `at`, whose line end is the boundary's.
    fn end_children(&mut self, level: usize, at: usize) {
        let mut end = at;
        if at < self.raw.len() {
            let before = self.raw.get(..at).unwrap_or_default();
            let bare = before.strip_suffix(b"\n").unwrap_or(before);
            end = bare.strip_suffix(b"\r").unwrap_or(bare).len();
        }
        for level in self.levels.iter_mut().skip(level) {
            let Some((place, start, body)) = level.child.take() else { continue };
            if let Some(part) = self.parts.get_mut(place) {
                part.raw = self.raw.get(start..end.max(start)).unwrap_or_default();
                part.body = self.raw.get(body.min(end)..end).unwrap_or_default();
            }
        }
    }

    /// Leaves the levels from `level` on.
    fn leave(&mut self, level: usize) {
        for level in self.levels.drain(level.min(self.levels.len())..) {
            if let Some(count) = self.boundaries.get_mut(&level.boundary) {
                *count -= 1;
                if *count == 0 {
                    self.boundaries.remove(&level.boundary);
                }
            }
        }
    }
}
