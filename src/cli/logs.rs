//! Finds the decision logs that are kept outside of the plans, and gives each plan its own, from the version of the repository that the plan is of.

use super::CliError;
use crate::config::{LogPlace, Policy};
use crate::git::{CommitId, Places, Repository};
use crate::plan::Plan;
use crate::plan::parse::{self, LogFile};
use crate::template::Template;
use crate::text::{SIZE_LIMIT, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

/// One version of the repository's files.
pub(super) enum Snapshot<'a> {
    /// As a commit has them.
    Commit(&'a Repository, &'a CommitId),
    /// As a commit has them but for some; what is gone has no bytes.
    Since(&'a Repository, &'a CommitId, BTreeMap<String, Option<Vec<u8>>>),
    /// As they are on disk, without any past.
    Disk(&'a Path, Option<&'a Repository>),
}

impl Snapshot<'_> {
    pub(super) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, CliError> {
        match self {
            Snapshot::Commit(repository, commit) => Ok(repository.read_at(commit, path)?),
            Snapshot::Since(repository, commit, changed) => match changed.get(path) {
                Some(bytes) => Ok(bytes.clone()),
                None => Ok(repository.read_at(commit, path)?),
            },
            Snapshot::Disk(root, repository) => {
                let full = root.join(path);
                // What lies behind a link is seen by no review.
                if full.symlink_metadata().is_ok_and(|found| found.is_file()) {
                    let mut bytes = Vec::new();
                    let read = std::fs::File::open(&full)
                        .and_then(|file| file.take(SIZE_LIMIT as u64 + 1).read_to_end(&mut bytes));
                    read.map_err(|error| CliError::new(format!("{path} cannot be read")).cause(error))?;
                    return Ok(Some(bytes));
                }
                // A sparse checkout leaves it out of the disk, not out of the repository.
                let Some(repository) = repository.filter(|repository| repository.exists_on_disk(path)) else {
                    return Ok(None);
                };
                let Some(head) = repository.head()? else { return Ok(None) };
                Ok(repository.read_at(&head.id, path)?)
            }
        }
    }

    /// The paths of the files that may be plans.
    pub(super) fn plans(&self, places: &Places, wanted: &dyn Fn(&str) -> bool) -> Result<BTreeSet<String>, CliError> {
        match self {
            Snapshot::Commit(repository, commit) => {
                Ok(repository.files_at(commit, places, wanted)?.into_iter().collect())
            }
            Snapshot::Since(repository, commit, changed) => {
                let mut paths: BTreeSet<String> = repository.files_at(commit, places, wanted)?.into_iter().collect();
                replace(&mut paths, changed, wanted);
                Ok(paths)
            }
            Snapshot::Disk(root, _) => {
                let mut found = BTreeMap::new();
                super::gather::search(root, root, wanted, &mut found)?;
                Ok(found.into_keys().collect())
            }
        }
    }

    /// The paths of the files in a folder itself, which ends in `/`.
    fn files_in(&self, folder: &str) -> Result<Vec<String>, CliError> {
        let is_there = |path: &str| path.strip_prefix(folder).is_some_and(|name| !name.contains('/'));
        let here = Places::new([folder.to_owned()]);
        match self {
            Snapshot::Commit(repository, commit) => Ok(repository.files_at(commit, &here, &is_there)?),
            Snapshot::Since(repository, commit, changed) => {
                let mut paths: BTreeSet<String> = repository.files_at(commit, &here, &is_there)?.into_iter().collect();
                replace(&mut paths, changed, &is_there);
                Ok(paths.into_iter().collect())
            }
            Snapshot::Disk(root, _) => {
                let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return Ok(Vec::new()) };
                let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
                let mut paths: Vec<String> = names.map(|name| format!("{folder}{name}")).collect();
                paths.sort();
                Ok(paths)
            }
        }
    }
}

/// Puts what changed into a list of paths.
fn replace(paths: &mut BTreeSet<String>, changed: &BTreeMap<String, Option<Vec<u8>>>, wanted: &dyn Fn(&str) -> bool) {
    for (path, bytes) in changed.iter().filter(|(path, _)| wanted(path)) {
        if bytes.is_some() {
            paths.insert(path.clone())
        } else {
            paths.remove(path)
        };
    }
}

/// Whether a file is where decisions are logged.
pub(super) fn is_log(place: &LogPlace, path: &str) -> bool {
    match place {
        LogPlace::File(file) => path == file,
        LogPlace::Folder(folder) => path.strip_prefix(folder.as_str()).is_some_and(|name| !name.contains('/')),
    }
}

/// The name of a file without its ending, in lower case.
pub(super) fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
}

/// The logs of one version.
#[derive(Default)]
pub(super) struct Logs {
    /// In a folder by the file's name without its ending; else the one file by the empty name.
    paths: BTreeMap<String, String>,
    files: BTreeMap<String, LogFile>,
}

impl Logs {
    /// Reads the logs that some plans have in a version, and no others.
    pub(super) fn of(
        plans: &[&Plan],
        place: Option<&LogPlace>,
        snapshot: &Snapshot,
        policy: &Policy,
    ) -> Result<Logs, CliError> {
        let paths = match place {
            _ if plans.is_empty() => BTreeMap::new(),
            None => BTreeMap::new(),
            Some(LogPlace::File(path)) => BTreeMap::from([(String::new(), path.clone())]),
            Some(LogPlace::Folder(folder)) => {
                let files = snapshot.files_in(folder)?.into_iter().rev();
                files.filter(|path| path.to_lowercase().ends_with(".md")).map(|path| (stem(&path), path)).collect()
            }
        };
        let mut logs = Logs { paths, files: BTreeMap::new() };
        let wanted: BTreeSet<String> = plans.iter().filter_map(|plan| logs.path_of(plan)).collect();
        for path in wanted {
            if let Some(bytes) = snapshot.read(&path)? {
                logs.files.insert(path.clone(), LogFile::read(Source::from_bytes(path, &bytes), policy));
            }
        }
        Ok(logs)
    }

    /// Where a plan's log is: in a folder the file that is named like the plan's own, else like its Rollout ID.
    fn path_of(&self, plan: &Plan) -> Option<String> {
        let id = || plan.id.as_ref().and_then(|id| self.paths.get(&id.to_lowercase()));
        let path = self.paths.get("").or_else(|| self.paths.get(&stem(&plan.source.path))).or_else(id);
        path.filter(|path| **path != plan.source.path).cloned()
    }

    /// The plan with its log. `is_only` says that no other plan uses the same file.
    pub(super) fn give(&self, plan: Plan, is_only: bool, template: &Template, policy: &Policy) -> Plan {
        let file = self.path_of(&plan).and_then(|path| self.files.get(&path));
        // A file that is called like an ID is that plan's, whatever others are called.
        let by_id = |path: &String| plan.id.as_ref().is_some_and(|id| stem(path) == id.to_lowercase());
        let has_its_own = is_only || self.path_of(&plan).as_ref().is_some_and(by_id);
        match file {
            Some(file) => parse::with_log(plan, file, has_its_own, template, policy),
            None => plan,
        }
    }
}

/// The plans that a change of some logs may be about, by their paths: in a folder those that a changed file is named like, and all of them when one
/// is named like none, since it may have the name of an ID.
pub(super) fn plans_of(place: &LogPlace, changed: &[String], plans: Vec<String>) -> Vec<String> {
    if changed.is_empty() {
        return Vec::new();
    }
    if matches!(place, LogPlace::File(_)) {
        return plans;
    }
    let stems: BTreeSet<String> = plans.iter().map(|path| stem(path)).collect();
    let wanted: BTreeSet<String> = changed.iter().map(|path| stem(path)).collect();
    match wanted.is_subset(&stems) {
        true => plans.into_iter().filter(|path| wanted.contains(&stem(path))).collect(),
        false => plans,
    }
}
