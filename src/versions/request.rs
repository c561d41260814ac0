//! What a person asked to look at.

use super::memory::Memory;
use super::plan_files::PlanFiles;
use super::snapshot::{Head, Snapshot};
use crate::error::Error;
use crate::git::{CommitId, Repository, Unsaved};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What a person asked to look at.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    /// The folder that the paths start at.
    pub(crate) dir: &'a Path,
    /// The configuration that the command line names.
    pub(crate) config: Option<&'a Path>,
    /// Files and folders. Without any, all plans are meant.
    pub(crate) paths: &'a [PathBuf],
    /// The day to judge on, if the command line names one.
    pub(crate) today: Option<Date>,
    /// What an editor holds in place of files on disk.
    pub(crate) unsaved: Option<&'a Unsaved>,
    /// What a session that asks again need not read again.
    pub(crate) memory: Option<&'a Memory>,
}

impl Request<'_> {
    /// Whether all plans are meant, by the repository's own configuration.
    pub(super) fn is_everything(&self) -> bool {
        self.paths.is_empty() && self.config.is_none()
    }

    /// Where a path of the request is on disk. It starts at the folder that the command runs in;
    /// what is not there is looked for from the root, as our own output and Git's name it.
    pub(super) fn on_disk(&self, path: &Path, root: &Path) -> PathBuf {
        let full = self.dir.join(path);
        let from_root = root.join(path);
        let is_only_there = full.symlink_metadata().is_err() && from_root.symlink_metadata().is_ok();
        if is_only_there { from_root } else { full }
    }

    /// Adds the files and folders of the request to those that a comparison looks at.
    /// `may_be_flags` says which files are flag files where they are no plans.
    ///
    /// # Errors
    /// When a path lies outside of the repository, in another repository, or in neither version,
    /// and when Git ignores it.
    pub(super) fn add_paths(
        &self,
        files: &mut PlanFiles,
        repository: &Repository,
        base: &CommitId,
        head: &Head,
        may_be_flags: &dyn Fn(&str) -> bool,
    ) -> Result<(), Error> {
        let mut add = |path: String, is_folder| match is_folder {
            true => files.add_folder(path),
            false => files.add_file(path, may_be_flags),
        };
        let (before, after) = (Snapshot::Commit(repository, base), head.snapshot(repository));
        for path in self.paths {
            let full = repository.workdir().map_or_else(|| self.dir.join(path), |root| self.on_disk(path, root));
            let given = repository.relative_path(&full).ok_or_else(|| outside(path))?;
            // A link means the file behind it, in the version after the change unless that removes
            // it.
            let mut version = after.as_ref().unwrap_or(&before);
            let mut real = version.real_path(&given)?;
            if !real.is_empty() && !version.exists(&real)? {
                version = &before;
                real = version.real_path(&given)?;
            }
            if !real.is_empty()
                && let Some(other) = version.repository_on_the_way(&real)?
            {
                return Err(Error::new(format!(
                    "{} lies in the repository `{other}`, which has a history of its own",
                    path.display()
                ))
                .help(format!("run it there, with `-C {other}`")));
            }
            let is_folder = real.is_empty() || version.has_folder(&real)?;
            if let Head::Worktree = head
                && !before.exists(&real)?
                && repository.is_ignored(&real, is_folder)?
            {
                return Err(Error::new(format!(
                    "{} is ignored by Git, so no version of it can be compared",
                    path.display()
                ))
                .help("leave out --base to judge it by itself, or let Git have it with `git add --force`"));
            }
            if !is_folder && version.read(&real)?.is_none() {
                // A slip in a name must not pass for a plan that did not change.
                return Err(Error::new(format!("{} is in neither version", path.display()))
                    .help("look at the spelling of the path"));
            }
            add(real.clone(), is_folder);
            // A link may have replaced a file or a folder. That is gone, and was meant, too.
            for replaced in [Some(given), repository.written_path(&full)].into_iter().flatten() {
                if replaced != real && before.exists(&replaced)? && before.real_path(&replaced)? == replaced {
                    let was_folder = before.has_folder(&replaced)?;
                    add(replaced, was_folder);
                }
            }
        }
        Ok(())
    }
}

fn outside(path: &Path) -> Error {
    Error::new(format!("{} lies outside the repository", path.display()))
        .help("name a path inside it, or leave out --base to judge the file by itself")
}
