//! Flag files: the values in them, and what they say of who sees a feature. Pure: bytes are handed in.

mod file;
mod pointer;
mod read;
mod said;
mod schedule;

pub use file::{FlagFile, NoDocument};
pub use read::read;

#[cfg(test)]
mod tests;
