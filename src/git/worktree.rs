//! The worktree: the files on disk that differ from a commit, and the files that are tracked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gix::ObjectId;
use gix::bstr::BStr;
use gix::index::State;
use gix::index::entry::{Flags, Stage};

use super::compare::{Folder, Sides};
use super::contents::{Contents, FileChange};
use super::index::{is_regular, recorded_file};
use super::paths::{Places, path_bytes, path_on_disk, path_text};
use super::repository::Repository;
use super::scan::{DiskFile, Scan};
use super::stored::Cleaner;
use crate::error::Error;
use crate::text::CommitId;

/// The differences between the files on disk and a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorktreeChanges {
    /// The wanted files that differ, sorted by path.
    pub files: Vec<FileChange>,
    /// Whether HEAD has every wanted file as it is on disk, so that HEAD names the files that were
    /// read. False without commits.
    pub matches_head: bool,
}

/// The file that is now at a path, if there is one.
enum Now {
    /// It is the file that the index records.
    Recorded(Option<ObjectId>),
    /// It was read from disk. `as_stored` is the id that Git would give it, when its bytes have
    /// another one.
    Read { file: Option<DiskFile>, as_stored: Option<ObjectId> },
}

impl Now {
    /// Whether the file is the same as the one of a commit.
    fn is_same_as(&self, committed: Option<ObjectId>) -> bool {
        match self {
            Now::Recorded(id) => *id == committed,
            Now::Read { file: None, .. } => committed.is_none(),
            Now::Read { file: Some(file), as_stored } => {
                committed.is_some() && (file.id == committed || *as_stored == committed)
            }
        }
    }
}

impl Repository {
    /// The wanted files on disk that differ from a commit, staged or not. Untracked files are among
    /// them, unless Git ignores them. Files that a sparse checkout leaves out, or that are assumed
    /// unchanged, are read from the index. Each file is compared as Git would store it: with its
    /// line endings, encoding and `$Id$` converted back. Nothing is read behind a symbolic link or
    /// in a nested repository.
    ///
    /// # Errors
    /// In a bare repository, and when the commit, the index or a file cannot be read. When a
    /// changed file goes through a filter, since only a program knows the bytes that Git would
    /// store.
    pub fn changed_in_worktree(
        &self,
        base: &CommitId,
        wanted: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<WorktreeChanges, Error> {
        self.changed_in_worktree_and_beside(base, wanted, &|_| false)
    }

    /// As [`Repository::changed_in_worktree`], with other files in the same walk. They say nothing
    /// of whether HEAD names the files that were read, and one that cannot be read is left out.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn changed_in_worktree_and_beside(
        &self,
        base: &CommitId,
        wanted: &(dyn Fn(&str) -> bool + Sync),
        beside: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<WorktreeChanges, Error> {
        let is_needed = wanted;
        let wanted: &(dyn Fn(&str) -> bool + Sync) = &|path| is_needed(path) || beside(path);
        let Some(workdir) = self.workdir() else {
            let message = "a bare repository has no files on disk to compare";
            let help = "Name both commits: `check --base REV --head REV`, or `diff REV REV`.";
            return Err(Error::new(message).help(help));
        };
        let base_tree = self.tree_of(base)?;
        let head_tree = self.head()?.map(|head| self.tree_of(&head.id)).transpose()?;
        let index = self.index()?;
        let index: &State = &index;
        let recorded = Folder::Index { entries: index.entries(), cached: index.tree(), skip: 0 };

        let since_base = self.compare(Folder::Tree(base_tree), recorded, Some(index), wanted)?;
        let since_head = match head_tree {
            Some(tree) if tree == base_tree => since_base.clone(),
            Some(tree) => self.compare(Folder::Tree(tree), recorded, Some(index), wanted)?,
            None => BTreeMap::new(),
        };
        let scan = Scan {
            workdir,
            index,
            hash: self.inner.object_hash(),
            stat_options: self.inner.stat_options().unwrap_or_default(),
            links_are_files: self.config_is_true("core.symlinks") == Some(false),
            ignores_case: self.config_is_true("core.ignorecase") == Some(true),
            composes_unicode: self.config_is_true("core.precomposeunicode") == Some(true),
            ignored_elsewhere: self.ignored_elsewhere(),
            wanted,
            is_needed,
            unsaved: &self.unsaved,
        };
        let (tracked, untracked) = rayon::join(|| scan.changed_tracked(), || scan.untracked());
        let mut on_disk: HashMap<String, Option<DiskFile>> =
            tracked?.into_iter().chain(untracked?).map(|found| (found.path, found.file)).collect();
        // What was never saved is a new file, unless Git would ignore it.
        for path in self.unsaved.paths().filter(|path| wanted(path)) {
            let is_known = on_disk.contains_key(path)
                || index.entry_by_path(BStr::new(&*path_bytes(path))).is_some()
                || path_on_disk(workdir, path).symlink_metadata().is_ok();
            if !is_known && !self.is_ignored(path, false)? {
                on_disk.insert(path.to_owned(), scan.unsaved(path)?);
            }
        }

        let paths: BTreeSet<String> =
            since_base.keys().chain(since_head.keys()).chain(on_disk.keys()).cloned().collect();
        let mut cleaner = Cleaner::new(self, index);
        let mut files = Vec::new();
        let mut matches_head = head_tree.is_some();
        let mut read = |path: String| -> Result<Option<FileChange>, Error> {
            let entry = index.entry_by_path_and_stage(BStr::new(&*path_bytes(&path)), Stage::Unconflicted);
            let recorded = entry.and_then(recorded_file);
            let committed = |since: &BTreeMap<String, Sides>, tree: Option<ObjectId>| match (since.get(&path), tree) {
                (Some(sides), _) => Ok(sides.base),
                // Where the index holds a folder as one entry, only the tree knows the files below
                // it.
                (None, Some(tree)) if entry.is_none() && index.is_sparse() => self.find_in_tree(tree, &path),
                (None, _) => Ok(recorded),
            };
            let (in_base, in_head) = (committed(&since_base, Some(base_tree))?, committed(&since_head, head_tree)?);
            let now = match on_disk.remove(&path) {
                Some(file) => {
                    let other = file.as_ref().filter(|file| file.id.is_some() && file.id != in_head);
                    let stored = other.map(|file| cleaner.stored(&path, &file.bytes)).transpose()?.flatten();
                    let as_stored = stored.as_ref().map(|stored| stored.id);
                    let file = match (file, stored.and_then(|stored| stored.bytes)) {
                        (Some(file), Some(bytes)) => Some(DiskFile { bytes, ..file }),
                        (file, _) => file,
                    };
                    Now::Read { file, as_stored }
                }
                None if entry.is_none() => Now::Recorded(since_base.get(&path).and_then(|sides| sides.head)),
                None => Now::Recorded(recorded),
            };
            matches_head &= now.is_same_as(in_head) || !is_needed(&path);
            if now.is_same_as(in_base) {
                return Ok(None);
            }
            let base = in_base.map(|id| self.contents(id, &path)).transpose()?;
            let head = match now {
                Now::Recorded(id) => id.map(|id| self.contents(id, &path)).transpose()?,
                Now::Read { file, as_stored } => file
                    .map(|file| Contents { bytes: file.bytes, blob: as_stored.or(file.id).map(|id| id.to_string()) }),
            };
            Ok(Some(FileChange { path, base, head }))
        };
        for path in paths {
            let is_beside = !is_needed(&path);
            match read(path) {
                Err(_) if is_beside => {}
                file => files.extend(file?),
            }
        }
        Ok(WorktreeChanges { files, matches_head })
    }
}

/// A file of the index.
pub(crate) struct Tracked {
    /// The path from the root of the repository, with `/`.
    pub(crate) path: String,
    /// Its bytes, when a sparse checkout leaves it out. `None` when it is on disk, or deleted
    /// there.
    pub(crate) left_out: Option<Vec<u8>>,
}

impl Repository {
    /// The wanted regular files of the index, at or below some places, even those that Git would
    /// ignore. Files that were deleted on disk are among them.
    ///
    /// # Errors
    /// When the index, or a file that the checkout leaves out, cannot be read.
    pub(crate) fn tracked(&self, places: &Places, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Tracked>, Error> {
        let Some(workdir) = self.workdir() else { return Ok(Vec::new()) };
        let index = self.index()?;
        let mut tracked: Vec<Tracked> = Vec::new();
        for entry in index.entries() {
            let path = path_text(entry.path(&index));
            // A path in conflict has an entry for each side.
            let is_known = || tracked.last().is_some_and(|last| last.path == path);
            if !is_regular(entry) || !places.hold(&path) || !wanted(&path) || is_known() {
                continue;
            }
            let is_left_out =
                entry.flags.contains(Flags::SKIP_WORKTREE) && path_on_disk(workdir, &path).symlink_metadata().is_err();
            let left_out = is_left_out.then(|| self.contents(entry.id, &path)).transpose()?;
            tracked.push(Tracked { path: path.into_owned(), left_out: left_out.map(|contents| contents.bytes) });
        }
        // In a sparse index, a folder that is left out may be one entry, with the id of its tree.
        if let (true, Some(head)) = (index.is_sparse(), self.head()?) {
            let known: BTreeSet<&str> = tracked.iter().map(|tracked| tracked.path.as_str()).collect();
            let is_missing = |path: &str| !known.contains(path) && wanted(path);
            let missing = self.files_at(&head.id, places, &is_missing)?;
            for path in missing.into_iter().filter(|path| self.exists_on_disk(path)) {
                let left_out = self.read_at(&head.id, &path)?;
                tracked.push(Tracked { path, left_out });
            }
        }
        Ok(tracked)
    }
}
