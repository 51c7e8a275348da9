//! Mail out: a [`Letter`] becomes RFC 5322 bytes, a [`Session`] hands them to the sending account's
//! server over SMTP. Mail in: [`imap`] fetches it, [`intake`] tells what a received mail says. Signing in without a
//! password: [`oauth`]. Which servers an address has: [`providers`] knows, [`discovery`] finds out.
//! Knows no office: no database, no clock, no retry.
//!
//! A caller keeps its sessions and decides about retries; this crate tells it exactly what happened:
//!
//! ```no_run
//! # use studiolo_mail::{Account, Letter, SendError, Session, Timeouts};
//! # async fn send(account: &Account, letter: &Letter) -> Result<(), Box<dyn std::error::Error>> {
//! let bytes = letter.to_bytes()?;
//! let mut session = Session::connect(account, Timeouts::default()).await?;
//! match session.send(&letter.from.address, &letter.to.address, &bytes).await {
//!     Ok(reply) => println!("accepted: {}", reply.text),
//!     Err(SendError::Uncertain { .. }) => println!("may have been accepted"),
//!     Err(refused) => println!("was not accepted: {refused}"),
//! }
//! session.quit().await;
//! # Ok(())
//! # }
//! ```

mod account;
mod address;
mod autoconfig;
mod check;
mod connect;
pub mod discovery;
mod error;
mod https;
pub mod imap;
pub mod intake;
mod letter;
pub mod oauth;
pub mod pictures;
pub mod providers;
mod session;
#[cfg(test)]
mod testing;
mod tls;
mod xml;

pub use account::{Account, Credential, Secret, Security, Timeouts};
pub use address::{AddressError, EmailAddress};
pub use check::{Step, StepOutcome, test_account};
pub use error::{ConnectError, Phase, Reply, SendError, TlsProblem};
pub use imap::{Head, ImapError, ImapSession, OpenFolder, Woke, test_imap};
pub use letter::{Attachment, Letter, LetterError, Mailbox, message_id};
pub use session::Session;
