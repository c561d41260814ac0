//! Flag files: the values in them, and what they say of who sees a feature. Pure: bytes are handed
//! in.

mod file;
mod flagd;
mod flipt;
mod goff;
mod names;
mod pointer;
mod print;
mod read;
mod recognize;
mod said;
mod schedule;
mod variants;

pub use file::{FlagFile, NoDocument};
pub(crate) use names::NOBODY;
pub use names::{Differing, differing, names_in};
pub use read::read;
pub use recognize::OwnForm;
pub(crate) use recognize::{format_of, may_hold_flags, own_form_of};

#[cfg(test)]
mod tests;
