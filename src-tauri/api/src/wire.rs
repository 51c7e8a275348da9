//! What every group of commands shares.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use studiolo_core::time::{Instant, Millis};
use studiolo_core::{Error, Result};
use ts_rs::TS;

/// An instant on the wire: RFC 3339, UTC.
pub type At = DateTime<Utc>;

/// A request without fields.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

/// A reply without fields: it is done.
#[derive(Debug, Clone, Default, Serialize, JsonSchema, TS)]
pub struct Done {}

/// An id in a request.
pub(crate) fn id<T: FromStr>(field: &str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::invalid(field, format!("{text:?} is no id")))
}

/// An optional id in a request.
pub(crate) fn optional_id<T: FromStr>(field: &str, text: Option<&str>) -> Result<Option<T>> {
    text.map(|text| id(field, text)).transpose()
}

/// Ids in a request.
pub(crate) fn ids<T: FromStr>(field: &str, texts: &[String]) -> Result<Vec<T>> {
    texts.iter().map(|text| id(field, text)).collect()
}

/// Nanoseconds since 1970 as an instant.
pub(crate) fn at_nanos(nanos: i64) -> At {
    DateTime::from_timestamp_nanos(nanos)
}

pub(crate) fn at(millis: Millis) -> At {
    Instant::from(millis)
}

/// Tells a field that is null from one that is absent (with `#[serde(default)]`).
#[allow(clippy::option_option, reason = "absent, null and given are three answers")]
pub(crate) fn present<'de, T, D>(deserializer: D) -> std::result::Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
