//! What the file system calls a file, as a text: `device:file:born`, the last empty where there is none; of no file, empty.

use super::super::plan::Identity;

pub(super) fn text(identity: Option<Identity>) -> String {
    let born = |born: Option<i64>| born.map(|born| born.to_string()).unwrap_or_default();
    identity.map_or_else(String::new, |it| format!("{}:{}:{}", it.device, it.file, born(it.born)))
}

pub(super) fn from(text: &str) -> Option<Identity> {
    let mut parts = text.split(':');
    let (device, file) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Identity { device, file, born: parts.next().and_then(|born| born.parse().ok()) })
}
