//! The files that Git ignores.

use std::path::{Path, PathBuf};

use gix::bstr::BStr;
use gix::index::entry::Mode;

use super::paths::path_bytes;
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
