//! Objects that a clone lacks, as another place gives them.

use crate::error::Error;
use jiff::civil::Date;
use std::fmt;

/// Where objects come from that a clone lacks. Whatever it gives is held against the id.
pub(crate) trait ObjectSource: Send + Sync + fmt::Debug {
    /// A commit. Its own bytes are not known, so that it is not kept.
    fn commit(&self, id: &str) -> Result<DistantCommit, Error>;

    /// A folder, and maybe the folders below it.
    fn trees(&self, id: &str) -> Result<Vec<DistantTree>, Error>;

    /// A file.
    fn blob(&self, id: &str) -> Result<Vec<u8>, Error>;
}

/// A commit, as far as a comparison needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DistantCommit {
    /// The id of its folder.
    pub(crate) tree: String,
    /// The day on which it was made, in UTC.
    pub(crate) committed_on: Date,
}

/// The entries of a folder.
pub(crate) type DistantTree = Vec<DistantEntry>;

/// A file, a folder, a link or a submodule of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DistantEntry {
    /// The octal digits of its kind.
    pub(crate) mode: String,
    pub(crate) name: String,
    pub(crate) id: String,
}
