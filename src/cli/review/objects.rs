//! The objects of a repository on GitHub, for a checkout that lacks them.

use crate::error::Error;
use crate::git::{DistantCommit, DistantEntry, DistantTree, ObjectSource};
use crate::github::Objects;

/// GitHub as a source of objects.
#[derive(Debug)]
pub(super) struct FromGithub(pub(super) Objects);

impl ObjectSource for FromGithub {
    fn commit(&self, id: &str) -> Result<DistantCommit, Error> {
        self.0.commit(id).map(|(tree, committed_on)| DistantCommit { tree, committed_on })
    }

    fn trees(&self, id: &str) -> Result<Vec<DistantTree>, Error> {
        let entry = |(mode, name, id)| DistantEntry { mode, name, id };
        Ok(self.0.trees(id)?.into_iter().map(|tree| tree.into_iter().map(entry).collect()).collect())
    }

    fn blob(&self, id: &str) -> Result<Vec<u8>, Error> {
        self.0.blob(id)
    }
}
