//! Documents opened to be read: what a signed wrapper holds and who signed it, an invoice's data, a letter's parts, and
//! the words of a file for the search index.
//!
//! Everything is pure: bytes in, values out. No network, no clock, no office program. Whatever the bytes are, nothing
//! panics, and time and memory are bounded by each module's limits.

mod base64_text;
mod charset;
pub mod invoice;
pub mod letter;
pub mod signed;
#[cfg(test)]
mod testing;
mod wording;
pub mod words;

pub use charset::text;
pub use wording::Wording;
