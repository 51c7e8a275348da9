//! Mail in: what a received mail says, read out of its bytes.
//!
//! Everything is pure: bytes in, values out. No network, no clock, no office. Whatever the bytes are, nothing panics and
//! nothing recurses on the stack; time grows with the mail's size, and each module says its limits. Every mail is somebody else's
//! making: what is read is told, and nothing in it is believed.

pub mod authentication;
pub mod html;
pub mod message;
mod mime;
pub mod pec;
pub mod reply;
pub mod report;
pub mod token;

pub(crate) use mime::text_of;
pub use mime::{Correspondent, Headers};
