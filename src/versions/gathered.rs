//! What was read, ready to be judged.

use crate::change::{Facts, Subject};
use crate::config::Policy;
use crate::git::{CommitId, path_on_disk};
use crate::plan::parse::{self, LogFile};
use crate::template::Template;
use crate::text::Source;
use crate::version::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is ready to be judged, with what they were read by.
#[derive(Clone)]
pub(crate) struct Gathered {
    pub(crate) subjects: Vec<Subject>,
    pub(crate) policy: Arc<Policy>,
    pub(crate) facts: Facts,
    /// The template that plans are held to.
    pub(crate) template: Arc<Template>,
    pub(crate) base: Option<CommitId>,
    pub(crate) head: Option<CommitId>,
    pub(crate) notes: Vec<String>,
    /// The folder that the paths of plans start at.
    pub(super) root: PathBuf,
    /// The plans, by their paths, that are the only ones to use the file in which decisions are logged.
    pub(super) only: BTreeSet<String>,
}

impl Gathered {
    /// The folder that the paths of plans start at.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where a path of the repository is on disk.
    pub(crate) fn disk(&self, path: &str) -> PathBuf {
        path_on_disk(&self.root, path)
    }

    /// The files that the plans after the changes are read from, each once: their own, and those of their logs.
    pub(crate) fn files(&self) -> Vec<Source> {
        let plans = self.subjects.iter().filter_map(Subject::head);
        let sources = plans.flat_map(|plan| plan.files().map(|(_, source, _)| source.clone()));
        let by_path: BTreeMap<String, Source> = sources.map(|source| (source.path.clone(), source)).collect();
        by_path.into_values().collect()
    }

    /// Reads the plans of a file anew, with another text than is on disk. A log may be that of several.
    pub(crate) fn rewrite(&mut self, path: &str, text: &str) {
        let new = Source::new(path, text);
        for subject in &mut self.subjects {
            let Some(head) = subject.head().filter(|head| head.files().any(|(_, source, _)| source.path == path))
            else {
                continue;
            };
            let source = if head.source.path == path { new.clone() } else { head.source.clone() };
            let held = subject.base().map(|base| base.follows_template);
            let mut plan = parse::parse(source, &self.template, &self.policy, held);
            if let Some(log) = &head.log_source {
                let log = if log.path == path { new.clone() } else { log.clone() };
                let is_only = self.only.contains(&plan.source.path);
                let file = LogFile::read(log, &self.policy);
                plan = parse::with_log(plan, &file, is_only, &self.template, &self.policy);
            }
            let (version, today) = (Version::new(plan), subject.today());
            *subject = match subject.as_change() {
                Some(change) => Subject::change(change.base().cloned(), Some(version), today),
                None => Subject::version(version, today),
            };
        }
    }
}
