//! Documents: ordinary files in ordinary folders of the office. The rules that need no office: names that exist on every
//! system, what a file is, what of a zip lands, and what a look at the disk means.

pub mod kind;
pub mod names;
pub mod plan;
pub mod zip;
