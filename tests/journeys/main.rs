//! Journeys: whole features through the command table and `studioloctl`, against real servers. No Tauri is linked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

mod main_job;
