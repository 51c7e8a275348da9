//! Journeys: whole features through the command table and `studioloctl`, against real servers. No Tauri is linked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

#[cfg(target_os = "linux")]
mod anchors;
#[cfg(target_os = "linux")]
mod crash;
#[cfg(target_os = "linux")]
mod ctl;
#[cfg(target_os = "linux")]
mod damage;
#[cfg(target_os = "linux")]
mod digest;
mod discovery;
#[cfg(target_os = "linux")]
mod disk;
#[cfg(target_os = "linux")]
mod document_folders;
#[cfg(target_os = "linux")]
mod document_moves;
#[cfg(target_os = "linux")]
mod documents;
#[cfg(target_os = "linux")]
mod documents_crash;
#[cfg(target_os = "linux")]
mod documents_import;
#[cfg(target_os = "linux")]
mod documents_read;
#[cfg(target_os = "linux")]
mod documents_words;
#[cfg(target_os = "linux")]
mod doors;
mod main_job;
mod oauth;
mod replies;
mod replies_hard;
mod sent;
#[cfg(target_os = "linux")]
mod sleep;
mod templates;
