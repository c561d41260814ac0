//! On which day plans are judged.

use crate::git::Repository;
use crate::version::Version;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A worktree that equals HEAD is judged on the day of that commit, so that a re-run says the same.
pub(super) fn date_of_worktree(repository: Option<&Repository>, versions: &[Arc<Version>]) -> Option<Date> {
    let repository = repository?;
    let head = repository.head().ok()??;
    let sources = versions.iter().flat_map(|version| version.files().map(|(_, source, _)| source.path.as_str()));
    let paths: BTreeSet<&str> = sources.collect();
    let found = repository.changed_in_worktree(&head.id, &|path| paths.contains(path)).ok()?;
    found.matches_head.then_some(head.committed_on)
}

/// Today by this machine's clock, in its own time zone.
pub(crate) fn machine_date() -> Date {
    jiff::Zoned::now().date()
}
