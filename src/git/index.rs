//! The index: the list of the files that the next commit will hold.

use gix::ObjectId;
use gix::bstr::BStr;
use gix::index::entry::{Flags, Mode, Stage};

use super::paths::{ends_of_parts, path_bytes, path_on_disk};
use super::repository::Repository;
use crate::error::Error;

impl Repository {
    /// Whether something is at a path of the worktree, or would be in a checkout that is not sparse
    /// and has its submodules.
    pub(crate) fn exists_on_disk(&self, path: &str) -> bool {
        let Some(workdir) = self.workdir() else { return false };
        if path_on_disk(workdir, path).symlink_metadata().is_ok() || self.unsaved.bytes(path).is_some() {
            return true;
        }
        let Ok(index) = self.inner.index_or_empty() else { return false };
        let is_left_out = |end: usize| {
            let entry = index.entry_by_path_and_stage(BStr::new(&*path_bytes(&path[..end])), Stage::Unconflicted);
            let folder = || index.prefixed_entries(BStr::new(&*path_bytes(&format!("{}/", &path[..end]))));
            let skipped = |entry: &gix::index::Entry| entry.flags.contains(Flags::SKIP_WORKTREE);
            match entry {
                Some(entry) if end == path.len() => skipped(entry) || entry.mode == Mode::COMMIT,
                Some(entry) => entry.mode == Mode::COMMIT,
                None => folder().is_some_and(|entries| {
                    entries.first().is_some_and(|first| {
                        first.mode.is_sparse() || (end == path.len() && entries.iter().all(skipped))
                    })
                }),
            }
        };
        ends_of_parts(path).any(is_left_out)
    }

    /// The index. It is empty when the repository has none.
    pub(super) fn index(&self) -> Result<gix::worktree::IndexPersistedOrInMemory, Error> {
        self.inner
            .index_or_empty()
            .map(gix::worktree::IndexPersistedOrInMemory::Persisted)
            .map_err(|error| Error::new("cannot read the index of the repository").because(error))
    }
}

/// Whether an entry is a regular file.
pub(super) fn is_regular(entry: &gix::index::Entry) -> bool {
    entry.mode == Mode::FILE || entry.mode == Mode::FILE_EXECUTABLE
}

/// The id that the index records for a regular file. `None` while the file is in conflict, or added
/// by `git add --intent-to-add` only.
pub(super) fn recorded_file(entry: &gix::index::Entry) -> Option<ObjectId> {
    let is_settled = entry.stage() == Stage::Unconflicted && !entry.flags.contains(Flags::INTENT_TO_ADD);
    (is_regular(entry) && is_settled).then_some(entry.id)
}
