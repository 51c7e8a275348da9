//! A small world for the tests: a disk whose truth is known, and an office that watches it.

pub(super) mod disk;
pub(super) mod happenings;
pub(super) mod office;
pub(super) mod truth;
pub(super) mod words;
