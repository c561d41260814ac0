//! The day that plans are judged on.

use super::disk::FoundFile;
use crate::git::Repository;
use crate::version::Version;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Today by this machine's clock, in its own time zone.
pub(crate) fn machine_date() -> Date {
    jiff::Zoned::now().date()
}

/// The day for plans on disk: that of HEAD if it has them as they are, so that a second run says
/// the same, else today.
pub(super) fn day_of_worktree(repository: Option<&Repository>, versions: &[Arc<Version>]) -> Date {
    repository.and_then(|repository| day_of_head(repository, versions)).unwrap_or_else(machine_date)
}

/// The same for files that may be plans. `is_plan` is asked of those alone that HEAD has otherwise.
pub(super) fn day_of_files(
    repository: Option<&Repository>,
    files: &[FoundFile],
    is_plan: impl Fn(&FoundFile) -> bool,
) -> Date {
    let day = |repository: &Repository| {
        let by_path: BTreeMap<&str, &FoundFile> = files.iter().map(|file| (file.path(), file)).collect();
        let head = repository.head().ok()??;
        let found = repository.changed_in_worktree(&head.id, &|path| by_path.contains_key(path)).ok()?;
        let mut changed = found.files.iter().filter_map(|file| by_path.get(file.path.as_str()));
        let is_as_committed = found.matches_head || !changed.any(|file| is_plan(file));
        is_as_committed.then_some(head.committed_on)
    };
    repository.and_then(day).unwrap_or_else(machine_date)
}

/// The day of HEAD, if it has the plans as they are on disk.
fn day_of_head(repository: &Repository, versions: &[Arc<Version>]) -> Option<Date> {
    let head = repository.head().ok()??;
    let sources = versions.iter().flat_map(|version| version.files().map(|(_, source, _)| source.path.as_str()));
    let paths: BTreeSet<&str> = sources.collect();
    let found = repository.changed_in_worktree(&head.id, &|path| paths.contains(path)).ok()?;
    found.matches_head.then_some(head.committed_on)
}
