//! Who wrote a text: the commit on a branch that brought it, behind the merge that brought the
//! branch.

use gix::ObjectId;
use std::collections::HashMap;

use super::history::PastCommit;
use super::repository::Repository;
use crate::error::Error;
use crate::text::CommitId;

/// How many commits of a branch are looked at for one text.
const MOST_COMMITS: usize = 2_000;

impl Repository {
    /// The commit that wrote a text which the merge `merge` brought into a file. The search begins
    /// at the merged branches, and follows whichever parent has the text, too. `paths` are the
    /// names that the file had, and `has` says whether its bytes hold the text. People are called
    /// as `tip` has them. `None` when the merge itself wrote the text, when the branch is not in
    /// this clone as far back, and when the search takes too long.
    ///
    /// # Errors
    /// When a commit or a file cannot be read.
    pub(crate) fn writer_of(
        &self,
        tip: &CommitId,
        merge: &CommitId,
        paths: &[&str],
        has: &dyn Fn(&[u8]) -> bool,
    ) -> Result<Option<PastCommit>, Error> {
        let mut known: HashMap<ObjectId, bool> = HashMap::new();
        let mut has_text = |commit: ObjectId| {
            let tree = self.tree_of(&CommitId(commit.to_string()))?;
            for path in paths {
                let Some(blob) = self.find_in_tree(tree, path)? else { continue };
                let is_there = match known.get(&blob) {
                    Some(is_there) => *is_there,
                    None => has(&self.contents(blob, path)?.bytes),
                };
                known.insert(blob, is_there);
                if is_there {
                    return Ok::<bool, Error>(true);
                }
            }
            Ok(false)
        };
        let mut found = None;
        let mut parents = self.parents_of(self.object_id(merge)?)?.split_off(1);
        for _ in 0..MOST_COMMITS {
            let mut next = None;
            for parent in parents {
                // What was before a commit of a shallow clone, nobody can tell.
                if !self.inner.has_object(parent) {
                    return Ok(None);
                }
                if has_text(parent)? {
                    next = Some(parent);
                    break;
                }
            }
            let Some(id) = next else {
                return found.map(|id| self.past_commit_of(id, tip)).transpose();
            };
            found = Some(id);
            parents = self.parents_of(id)?;
        }
        Ok(None)
    }

    fn parents_of(&self, id: ObjectId) -> Result<Vec<ObjectId>, Error> {
        let commit = self.inner.find_commit(id);
        let commit = commit.map_err(|error| self.unreadable(&format!("cannot read commit {id}"), error))?;
        Ok(commit.parent_ids().map(|id| id.detach()).collect())
    }
}
