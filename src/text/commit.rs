//! The names of commits.

use std::fmt;

/// The full hexadecimal id of a commit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommitId(pub String);

impl CommitId {
    /// The first digits, as people know a commit.
    pub fn short(&self) -> &str {
        short_commit(&self.0)
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first seven digits of the id of a commit.
pub(crate) fn short_commit(id: &str) -> &str {
    id.get(..7).unwrap_or(id)
}
