//! Mails that others ship for the tests of their own parsers. None of them is in this repository: those of the crate mail-parser
//! are in cargo's registry, the others are fetched from Debian and Python's index with `STUDIOLO_LONG=1`, once, into
//! `target/tmp/corpora`.

// Helpers of tests fail by panicking.
#![allow(clippy::unwrap_used)]

mod bounces;
mod fetch;
mod mails;
mod replies;
