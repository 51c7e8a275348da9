//! What tests stand on: an office with named actors, real mail servers on loopback, an OAuth 2 provider, a scripted SMTP sink, a
//! proxy that breaks connections.
//! A dev-dependency only, but for benchmarks.
//!
//! Everything here runs on threads and processes of its own, so it works under any runtime, goes on while a
//! process under test is killed, and ends when the value is dropped or the test process ends.

// Its users are tests: what fails here fails the test, with words that say what to do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

mod background;
mod certificates;
mod faketime;
mod fault_proxy;
mod https_server;
mod mail_server;
mod name_server;
mod oauth_server;
mod office;
mod pec;
mod ports;
mod smtp_sink;

pub use certificates::Authority;
pub use faketime::faketime;
pub use fault_proxy::{Direction, Fault, FaultProxy};
pub use https_server::HttpsServer;
pub use mail_server::{MailServer, ReceivedMail};
pub use name_server::{NameRecord, NameServer};
pub use oauth_server::{OAuthServer, Refresh};
pub use office::{Cast, TestOffice, close_at_end, dispatch, never, rome};
pub use pec::{Gateway, Receipt};
pub use ports::free_port;
pub use smtp_sink::{Answer, SinkMail, SmtpSink};
