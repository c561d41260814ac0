//! Brings objects that a clone lacks.

use gix::{ObjectId, objs};
use std::path::Path;
use std::sync::Arc;

use super::distant::{DistantCommit, DistantEntry, DistantTree, ObjectSource};
use super::repository::Repository;
use super::revision::Commit;
use crate::error::{Error, OrFail};
use crate::text::CommitId;

impl Repository {
    /// The same repository with a source for objects that it lacks.
    pub(crate) fn with_objects_from(self, source: Arc<dyn ObjectSource>) -> Repository {
        Repository { source: Some(source), ..self }
    }

    /// A repository for a folder of files that were checked out without Git. All objects come from
    /// elsewhere; what Git keeps goes into a folder of its own, which is gone at the end.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub(crate) fn without_git(dir: &Path) -> Result<Repository, Error> {
        let failed = || Error::new("cannot set up a place for the commits of this checkout without Git");
        let folder = tempfile::TempDir::new().or_fail(failed)?;
        let git = folder.path();
        for name in ["objects", "refs"] {
            std::fs::create_dir_all(git.join(name)).or_fail(failed)?;
        }
        let worktree = std::path::absolute(dir).or_fail(failed)?.display().to_string();
        let worktree = worktree.replace('\\', "\\\\").replace('"', "\\\"");
        let config = format!("[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = \"{worktree}\"\n");
        std::fs::write(git.join("config"), config).or_fail(failed)?;
        std::fs::write(git.join("HEAD"), "ref: refs/heads/main\n").or_fail(failed)?;
        let inner = gix::open_opts(git, gix::open::Options::isolated()).or_fail(failed)?;
        Ok(Repository { folder: Some(Arc::new(folder)), ..Repository::of(inner) })
    }

    /// A folder, brought from elsewhere when the clone lacks it.
    pub(super) fn tree(&self, id: ObjectId) -> Result<gix::Tree<'_>, gix::Error> {
        self.or_bring(
            || self.inner.find_tree(id),
            |source| {
                for tree in source.trees(&id.to_string())? {
                    self.keep(objs::Kind::Tree, &bytes_of(tree)?)?;
                }
                Ok(())
            },
        )
    }

    /// The size of a file, brought from elsewhere when the clone lacks it.
    pub(super) fn blob_size(&self, id: ObjectId) -> Result<u64, gix::Error> {
        let size = || self.inner.find_header(id).map(|header| header.size());
        self.or_bring(size, |source| self.keep(objs::Kind::Blob, &source.blob(&id.to_string())?))
    }

    /// A commit of which this repository has no object.
    pub(super) fn distant_commit(&self, id: &CommitId) -> Option<DistantCommit> {
        let source = self.source.as_ref()?;
        source.commit(&id.0).map_err(|error| self.note(&error)).ok()
    }

    /// The same, as a commit.
    pub(super) fn distant(&self, rev: &str) -> Option<Commit> {
        let is_id = matches!(rev.len(), 40 | 64) && rev.bytes().all(|byte| byte.is_ascii_hexdigit());
        let id = CommitId(rev.to_ascii_lowercase());
        let commit = self.distant_commit(&id).filter(|_| is_id)?;
        Some(Commit { id, committed_on: commit.committed_on })
    }

    /// Finds something, or brings it from the source and finds it then.
    fn or_bring<T>(
        &self,
        find: impl Fn() -> Result<T, gix::Error>,
        bring: impl Fn(&dyn ObjectSource) -> Result<(), Error>,
    ) -> Result<T, gix::Error> {
        match (find(), &self.source) {
            (Err(missing), Some(source)) if missing.is_not_found() => match bring(source.as_ref()) {
                Ok(()) => find(),
                Err(fault) => {
                    self.note(&fault);
                    Err(missing)
                }
            },
            (found, _) => found,
        }
    }

    /// Keeps an object.
    fn keep(&self, kind: objs::Kind, bytes: &[u8]) -> Result<(), Error> {
        let failed = || Error::new("cannot keep what GitHub has of this repository");
        gix::objs::Write::write_buf(&self.inner, kind, bytes).map(drop).or_fail(failed)
    }

    /// Remembers why the source did not give an object, for the error about that.
    fn note(&self, fault: &Error) {
        let cause = fault.cause().map_or_else(String::new, |cause| format!(": {cause}"));
        *self.fault.lock() = Some(format!("{fault}{cause}"));
    }
}

/// A folder as Git keeps it.
fn bytes_of(mut entries: DistantTree) -> Result<Vec<u8>, Error> {
    // Git sorts a folder as if a slash stood behind its name.
    let order = |entry: &DistantEntry| {
        let slash = if entry.mode.trim_start_matches('0').starts_with('4') { "/" } else { "" };
        format!("{}{slash}", entry.name).into_bytes()
    };
    entries.sort_by_key(order);
    let mut bytes = Vec::new();
    for DistantEntry { mode, name, id } in entries {
        let id = ObjectId::from_hex(id.as_bytes()).or_fail(|| Error::new(format!("`{id}` is no id of an object")))?;
        bytes.extend(mode.trim_start_matches('0').bytes());
        bytes.push(b' ');
        bytes.extend(name.bytes());
        bytes.push(0);
        bytes.extend(id.as_slice());
    }
    Ok(bytes)
}
