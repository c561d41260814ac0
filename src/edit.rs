//! Edits of a plan's text, byte for byte: nothing but what has to change is touched.

pub(crate) mod boxes;
pub mod create;
pub mod decide;
mod entry;
pub mod fix;
pub mod record;
pub(crate) mod status;
