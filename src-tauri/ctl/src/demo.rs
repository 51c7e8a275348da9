//! `studioloctl demo DIR`: a demo office, and the main job played through in it.

use std::path::Path;

use studiolo_api::WireError;
use studiolo_core::demo;
use studiolo_core::key::KeySource;
use studiolo_core::time::Clock;

use crate::status::Status;

/// Makes the demo office in `folder`, printing each step. Without a key file its key lies in its folder.
pub async fn play(folder: &Path, key: KeySource) -> Result<Status, WireError> {
    let folder = std::path::absolute(folder).map_err(studiolo_core::Error::from)?;
    let key = match key {
        KeySource::Keyring => demo::key(&folder),
        file @ KeySource::File(_) => file,
    };
    demo::make(folder.clone(), key.clone(), Clock::System.now(), |step| println!("{step}")).await?;
    let KeySource::File(key_file) = key else { return Ok(Status::Done) };
    let call =
        format!("studioloctl --office {:?} --key-file {:?} call", folder.display(), key_file.display());
    println!("\nThe demo office is in {}; its mail is caught in outbox-caught/. Try:", folder.display());
    for command in ["chats.list", "reminders.forecast '{\"days\":30}'", "outbox.list", "audit.verify"] {
        println!("  {call} {command}");
    }
    Ok(Status::Done)
}
