//! The real window, driven as a person would: by `WebDriver`, under a display of its own.
//!
//! Each test has its own display, session bus, window manager, home folder and office, so that tests share nothing
//! and leave nothing. Run by `cargo xtask test`, which builds the programs that are started here.

#![cfg(target_os = "linux")]
// A test fails by panicking, also where one of its hands is at fault.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod by_keyboard;
mod by_mouse;
mod closing;
mod configuration;
mod documents;
mod dragging;
mod first_start;
mod hardening;
mod harness;
mod installed;
mod journey;
mod links;
mod mail_screens;
mod mails;
mod nothing_lost;
mod notices;
mod odd_input;
mod opening;
mod packages;
mod printing;
mod refusals;
mod restoring;
mod screens;
mod templates;
