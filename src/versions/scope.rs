//! Which plans a request asks for. A comparison reads all that differs, whatever is asked for, and
//! tells of these: so a plan has the same verdict by itself as among all others.

use super::flags::Entries;
use super::plan_files::PlanFiles;
use crate::change::Change;
use crate::version::Version;
use std::collections::BTreeSet;

/// Which plans a request asks for.
pub(super) struct Scope<'a> {
    files: &'a PlanFiles,
    entries: &'a Entries,
    /// The logs and flag files that were asked for: their plans are meant.
    leading: BTreeSet<String>,
}

impl<'a> Scope<'a> {
    /// Those that the paths in `files` ask for. `others` are the logs and flag files that may be
    /// asked for in place of their plans.
    pub(super) fn new<'p>(
        files: &'a PlanFiles,
        entries: &'a Entries,
        others: impl IntoIterator<Item = &'p String>,
    ) -> Scope<'a> {
        let leading = others.into_iter().filter(|path| files.is_in_scope(path)).cloned().collect();
        Scope { files, entries, leading }
    }

    /// Whether a plan is asked for, by where it was or where it is.
    pub(super) fn has_change(&self, change: &Change) -> bool {
        change.base().into_iter().chain(change.head()).any(|version| self.has(version))
    }

    /// Whether a version of a plan is asked for: by its own path, or by that of its log or of a
    /// file that says who sees its feature.
    pub(super) fn has(&self, version: &Version) -> bool {
        let is_leading = |path: &String| self.leading.contains(path);
        self.files.is_in_scope(&version.source.path)
            || version.log_source.as_ref().is_some_and(|log| is_leading(&log.path))
            || version.exposures().iter().filter_map(|exposure| exposure.moved_to.as_ref()).any(is_leading)
            || (!self.leading.is_empty() && self.looks_into_one(version))
    }

    fn looks_into_one(&self, version: &Version) -> bool {
        let asked = self.entries.asked_for(version, &[]);
        let mut patterns = asked.iter().flat_map(|asked| asked.files(version.id.as_deref()));
        patterns.any(|pattern| self.leading.iter().any(|path| pattern.matches(path)))
    }
}
