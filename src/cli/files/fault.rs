//! What is said when a file cannot be written.

use crate::error::Error;
use std::io;
use std::path::Path;

/// The error about a file that cannot be written, with its cause.
pub(in crate::cli) fn failed_to_write(path: &Path) -> impl Fn(io::Error) -> Error + '_ {
    move |error| Error::new(format!("{} cannot be written", path.display())).because(error)
}
