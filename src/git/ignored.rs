//! The files that Git ignores.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gix::bstr::BStr;
use gix::index::entry::Mode;
use parking_lot::Mutex;

use super::paths::{path_bytes, path_on_disk};
use super::repository::Repository;
use crate::error::Error;

impl Repository {
    /// Whether Git ignores the file or folder at a path on disk. No comparison looks at it then.
    ///
    /// # Errors
    /// When the index, or a file that lists ignored files, cannot be read.
    pub(crate) fn is_ignored(&self, path: &str, is_folder: bool) -> Result<bool, Error> {
        let failed =
            |error: gix::Error| Error::new(format!("cannot find out whether `{path}` is ignored")).because(error);
        if let Some(workdir) = self.workdir() {
            Lists::above(&path_on_disk(workdir, path), self.ignored_elsewhere().as_deref())?;
        }
        let index = self.index()?;
        let bytes = path_bytes(path);
        let is_tracked = index.entry_by_path(BStr::new(&*bytes)).is_some()
            || index.prefixed_entries(BStr::new(&*path_bytes(&format!("{path}/")))).is_some();
        let source = gix::worktree::stack::state::ignore::Source::WorktreeThenIdMappingIfNotSkipped;
        let mut stack = self.inner.excludes(&index, None, source).map_err(failed)?;
        let mode = if is_folder { Mode::DIR } else { Mode::FILE };
        let at_path = stack.at_entry(BStr::new(&*bytes), Some(mode)).map_err(failed)?;
        Ok(!is_tracked && at_path.is_excluded())
    }

    /// The lists of ignored files that a walk from a place on disk reads.
    ///
    /// # Errors
    /// When reading one would never end.
    pub(crate) fn lists_above(&self, start: &Path) -> Result<Lists, Error> {
        Lists::above(start, self.ignored_elsewhere().as_deref())
    }

    /// Makes a walk through the worktree skip the files that Git ignores, and no others.
    pub(crate) fn ignore_in(&self, walk: &mut ignore::WalkBuilder) {
        let Some(workdir) = self.workdir() else { return };
        ignore_as_git(walk, workdir, self.ignored_elsewhere().as_deref());
        // The `.gitignore` files above the start of the walk count, up to the root of the worktree.
        // Only a `.git` shows the walk where the root is.
        let has_root = workdir.join(".git").exists();
        walk.parents(has_root)
            .require_git(has_root)
            .ignore_case_insensitive(self.config_is_true("core.ignorecase") == Some(true));
    }

    /// The file outside of the worktree that lists what the user ignores in all repositories, or in
    /// this one.
    pub(super) fn ignored_elsewhere(&self) -> Option<PathBuf> {
        let configured = self.inner.config_snapshot().trusted_path("core.excludesFile").ok().flatten();
        configured.or_else(|| gix::path::env::xdg_config("ignore", &mut |name| std::env::var_os(name)))
    }
}

/// Makes a walk skip the files that Git ignores, and no others: `.ignore` and its like are for
/// other programs.
pub(super) fn ignore_as_git(walk: &mut ignore::WalkBuilder, workdir: &Path, elsewhere: Option<&Path>) {
    walk.current_dir(workdir).standard_filters(false).git_ignore(true).git_exclude(true).require_git(false);
    // As for Git, a list that does not exist ignores nothing.
    let _ = elsewhere.and_then(|elsewhere| walk.add_ignore(elsewhere));
}

/// The lists of ignored files that a walk reads. Reading a pipe lasts for ever, so that a walk must
/// not come to one.
#[derive(Clone, Default)]
pub(crate) struct Lists(Arc<Mutex<Option<PathBuf>>>);

impl Lists {
    /// The lists of a walk that starts at a place on disk, when those are files that are read
    /// before it.
    ///
    /// # Errors
    /// When one of these is none.
    pub(crate) fn above(start: &Path, elsewhere: Option<&Path>) -> Result<Lists, Error> {
        let lists = Lists::default();
        let absolute = std::path::absolute(start).unwrap_or_else(|_| start.to_path_buf());
        for folder in absolute.ancestors() {
            let _ = lists.may_enter(folder) && lists.see(folder.join(".git/info/exclude"));
        }
        let _ = elsewhere.is_none_or(|elsewhere| lists.see(elsewhere.to_path_buf()));
        lists.are_files().map(|()| lists)
    }

    /// Whether a walk may enter a folder.
    pub(crate) fn may_enter(&self, folder: &Path) -> bool {
        self.see(folder.join(".gitignore"))
    }

    /// Whether a list is a file, or is not there.
    fn see(&self, list: PathBuf) -> bool {
        let is_file = !list.metadata().is_ok_and(|found| is_endless(&found));
        if !is_file {
            self.0.lock().get_or_insert(list);
        }
        is_file
    }

    /// Says whether a walk has come to a list that it could not read.
    ///
    /// # Errors
    /// When it has: nobody knows which files are ignored there.
    pub(crate) fn are_files(&self) -> Result<(), Error> {
        match &*self.0.lock() {
            None => Ok(()),
            Some(list) => {
                Err(Error::new(format!("{} is no file, so that nobody knows what is ignored", list.display()))
                    .help("put a file there, or take it away"))
            }
        }
    }
}

/// Whether reading would never end: a pipe, or a device that is not the empty one.
#[cfg(unix)]
pub(super) fn is_endless(found: &Metadata) -> bool {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    let kind = found.file_type();
    let is_empty_device = || Path::new("/dev/null").metadata().is_ok_and(|null| null.rdev() == found.rdev());
    kind.is_fifo() || (kind.is_char_device() && !is_empty_device())
}

#[cfg(not(unix))]
pub(super) fn is_endless(_: &Metadata) -> bool {
    false
}
