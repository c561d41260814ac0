//! The input of a check: what was read, ready to be judged.

use super::ruleset::Ruleset;
use crate::change::{Facts, Subject};
use crate::git::{CommitId, path_on_disk};
use crate::plan::log::Decision;
use crate::plan::parse::LogFile;
use crate::text::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The input of a check: what is judged, the rules that judge it, and the facts around it.
#[derive(Clone)]
pub(crate) struct Input {
    pub(crate) subjects: Vec<Subject>,
    pub(crate) ruleset: Ruleset,
    pub(crate) facts: Arc<Facts>,
    /// The commit before the changes. `None` when nothing was compared.
    pub(crate) base: Option<CommitId>,
    /// The commit after the changes. `None` means the files on disk.
    pub(crate) head: Option<CommitId>,
    /// What a reader should know of how the files were read.
    pub(crate) notes: Vec<String>,
    /// The folder that the paths of plans start at.
    pub(super) root: PathBuf,
    /// The paths of the plans that share their log file with no other plan.
    pub(super) sole_owners: Arc<BTreeSet<String>>,
}

impl Input {
    /// The team's own word for a decision, when it has one.
    pub(crate) fn word_for(&self, decision: Decision) -> Option<String> {
        self.ruleset.policy.decisions.get(decision.word()).and_then(|words| words.first()).cloned()
    }

    /// The folder that the paths of plans start at.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where a path of the repository is on disk.
    pub(crate) fn disk(&self, path: &str) -> PathBuf {
        path_on_disk(&self.root, path)
    }

    /// The files of the plans after the changes, each file once: their own files and those of their
    /// logs.
    pub(crate) fn files(&self) -> Vec<Source> {
        let plans = self.subjects.iter().filter_map(Subject::head);
        let sources = plans.flat_map(|plan| plan.files().map(|(_, source, _)| source.clone()));
        let by_path: BTreeMap<String, Source> = sources.map(|source| (source.path.clone(), source)).collect();
        by_path.into_values().collect()
    }

    /// Reads the plans of a file again, with a text that is not on disk. Several plans may share a
    /// log file.
    pub(crate) fn rewrite(&mut self, path: &str, text: &str) {
        let new = Source::new(path, text);
        let renewed = |source: &Source| if source.path == path { new.clone() } else { source.clone() };
        for subject in &mut self.subjects {
            let Some(head) = subject.head().filter(|head| head.files().any(|(_, source, _)| source.path == path))
            else {
                continue;
            };
            let mut version = match subject.base() {
                Some(base) => self.ruleset.read_as(base, renewed(&head.source)),
                None => self.ruleset.read(renewed(&head.source)),
            };
            if let Some(log) = &head.log_source {
                let file = LogFile::read(renewed(log), &self.ruleset.policy);
                let is_sole_owner = self.sole_owners.contains(&version.source.path);
                version = self.ruleset.with_log(version, &file, is_sole_owner);
            }
            version = version.with_exposures(head.exposures().to_vec());
            *subject = match subject.as_change() {
                Some(change) => Subject::change(change.base().cloned(), Some(version), change.today),
                None => Subject::version(version, subject.today()),
            };
        }
    }
}
