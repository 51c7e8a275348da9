//! Errors on the wire: a stable code, words in English, and what the window needs to say it in its own.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use studiolo_core::Error;

/// An error on the wire.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WireError {
    /// Stable.
    pub code: String,
    /// What happened, what it means, what to do; in English, for scripts and logs.
    pub message: String,
    /// What the window needs to say it in its own words.
    pub params: Value,
}

impl WireError {
    /// A request that does not fit its command.
    pub fn invalid(field: &str, reason: &str) -> Self {
        Error::invalid(field, reason).into()
    }

    /// Something around the office that failed: a program that can't be started, a desktop that refuses.
    pub fn internal(message: &str) -> Self {
        Self { code: "internal".into(), message: message.into(), params: json!({}) }
    }

    /// A command that the table has not.
    pub fn unknown_command(name: &str) -> Self {
        Self {
            code: "unknown_command".into(),
            message: format!("there is no command {name:?}: `studioloctl api` lists them"),
            params: json!({ "command": name }),
        }
    }
}

impl From<Error> for WireError {
    fn from(error: Error) -> Self {
        if let Error::Store(details) = &error {
            // Details stay in the log: they may quote what clients wrote.
            tracing::error!(%details, "the store failed");
            return Self {
                code: error.code().into(),
                message: "the store failed; the log says why".into(),
                params: json!({}),
            };
        }
        Self { code: error.code().into(), message: error.to_string(), params: error.params() }
    }
}

/// Codes that any command may answer with.
pub const COMMON: &[&str] = &[
    "invalid_request",
    "unknown_command",
    "forbidden",
    "disk_full",
    "disk_error",
    "read_only",
    "damaged",
    "internal",
];

/// Codes for an office that does not open.
pub const OPENING: &[&str] = &[
    "no_office",
    "office_exists",
    "office_locked",
    "missing_key",
    "wrong_key",
    "newer_schema",
    "damaged",
    "disk_full",
    "disk_error",
    "read_only",
    "network_share",
    "backup_unusable",
];
