//! What a person asked to look at.

use super::plan_files::PlanFiles;
use super::snapshot::{HeadVersion, Snapshot};
use crate::error::Error;
use crate::git::{CommitId, Repository};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What a person asked to look at.
pub(crate) struct Request<'a> {
    /// The folder that paths are relative to.
    pub(crate) dir: &'a Path,
    /// A configuration named on the command line.
    pub(crate) config: Option<&'a Path>,
    /// Files and folders; none means everything.
    pub(crate) paths: &'a [PathBuf],
    /// The day to judge on, when it was given.
    pub(crate) today: Option<Date>,
    /// The checkout is that of the change to be judged, so that a configuration in it is not to be trusted.
    pub(crate) is_gate: bool,
}

/// Takes in the files and folders that were asked for.
pub(super) fn name_asked(
    files: &mut PlanFiles,
    repository: &Repository,
    base: &CommitId,
    head: &HeadVersion,
    request: &Request,
) -> Result<(), Error> {
    let (before, after) = (Snapshot::Commit(repository, base), head.version(repository));
    for path in request.paths {
        let full = request.dir.join(path);
        let given = repository.relative_path(&full).ok_or_else(|| outside(path))?;
        // What is behind a link is meant, and is in the version after the change unless that removes it.
        let mut version = after.as_ref().unwrap_or(&before);
        let mut relative = version.real_path(&given)?;
        if !relative.is_empty() && !version.exists(&relative)? {
            version = &before;
            relative = version.real_path(&given)?;
        }
        if let Some(other) = version.repository_on_the_way(&relative)? {
            return Err(Error::new(format!(
                "{} lies in the repository `{other}`, which has a history of its own",
                path.display()
            ))
            .help(format!("run it there, with `-C {other}`")));
        }
        let is_folder = relative.is_empty() || version.has_folder(&relative)?;
        if let HeadVersion::Worktree = head
            && !before.exists(&relative)?
            && repository.is_ignored(&relative, is_folder)?
        {
            return Err(Error::new(format!(
                "{} is ignored by Git, so no version of it can be compared",
                path.display()
            ))
            .help("leave out --base to judge it by itself, or let Git have it with `git add --force`"));
        }
        if !is_folder && version.read(&relative)?.is_none() {
            // A slip in a name must not pass for a plan that did not change.
            return Err(Error::new(format!("{} is in neither version", path.display()))
                .help("look at the spelling of the path"));
        }
        files.ask_for(relative.clone(), is_folder);
        // What a link has taken the place of is gone, and was meant, too.
        for replaced in [Some(given), repository.written_path(&full)].into_iter().flatten() {
            if replaced != relative && before.exists(&replaced)? && before.real_path(&replaced)? == replaced {
                let was_folder = before.has_folder(&replaced)?;
                files.ask_for(replaced, was_folder);
            }
        }
    }
    Ok(())
}

fn outside(path: &Path) -> Error {
    Error::new(format!("{} lies outside the repository", path.display()))
        .help("name a path inside it, or leave out --base to judge the file by itself")
}
