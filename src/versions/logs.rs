//! Finds the decision logs that are kept outside of the plans, and gives each plan its own, from the version of the repository that the plan is of.

use super::pair::Pair;
use super::plan_files::PlanFiles;
use super::snapshot::Snapshot;
use crate::config::{LogPlace, Policy};
use crate::error::Error;
use crate::git::{CommitId, Contents, FileChange, Repository};
use crate::plan::Plan;
use crate::plan::parse::{self, LogFile};
use crate::template::Template;
use crate::text::Source;
use crate::version::Version;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    ) -> Result<Logs, Error> {
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
    pub(super) fn give(&self, plan: Arc<Version>, is_only: bool, template: &Template, policy: &Policy) -> Arc<Version> {
        let file = self.path_of(&plan).and_then(|path| self.files.get(&path));
        // A file that is called like an ID is that plan's, whatever others are called.
        let by_id = |path: &String| plan.id.as_ref().is_some_and(|id| stem(path) == id.to_lowercase());
        let has_its_own = is_only || self.path_of(&plan).as_ref().is_some_and(by_id);
        match file {
            Some(file) => Version::new(parse::with_log(Version::into_plan(plan), file, has_its_own, template, policy)),
            None => plan,
        }
    }
}

/// The name of a file without its ending, in lower case.
pub(super) fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
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

/// Adds the plans that did not change themselves to the changed files when their logs did, and takes the logs out. Gives the paths of the others,
/// too.
pub(super) fn with_plans_of_logs(
    found: Vec<FileChange>,
    files: &PlanFiles,
    repository: &Repository,
    base: &CommitId,
) -> Result<(Vec<FileChange>, BTreeSet<String>), Error> {
    let (logs, mut found): (Vec<FileChange>, Vec<FileChange>) =
        found.into_iter().partition(|file| files.is_log_in_either(&file.path));
    let touched: BTreeSet<String> = found.iter().map(|file| file.path.clone()).collect();
    let is_meant =
        |path: &String| files.named_logs.is_empty() || !files.named.is_empty() || files.named_logs.contains(path);
    let changed: Vec<String> = logs.into_iter().map(|file| file.path).filter(is_meant).collect();
    let is_moved = files.log != files.log_after;
    if changed.is_empty() && !is_moved {
        return Ok((found, touched));
    }
    let is_other = |path: &str| {
        let wanted = if files.named_logs.is_empty() { files.is_wanted(path) } else { files.is_anywhere(path) };
        wanted && !touched.contains(path)
    };
    let all = repository.files_at(base, &files.places(), &is_other)?;
    // A change that moves the log is one of all plans.
    let plans = match files.log.as_ref().filter(|_| !is_moved) {
        Some(place) => plans_of(place, &changed, all),
        None => all,
    };
    for path in plans {
        let Some(bytes) = repository.read_at(base, &path)? else { continue };
        let contents = Contents { bytes, blob: None };
        found.push(FileChange { path, base: Some(contents.clone()), head: Some(contents) });
    }
    Ok((found, touched))
}

/// The path of the only plan of a version, when there is just one.
pub(super) fn sole_plan(
    files: &PlanFiles,
    side: &Snapshot,
    template: &Template,
    policy: &Policy,
) -> Result<Option<String>, Error> {
    let mut plans = BTreeSet::new();
    for path in side.plans(&files.places(), &|path| files.is_anywhere(path))? {
        // A guess is a plan only when it looks like one.
        let is_plan = files.is_configured(&path) || {
            let bytes = side.read(&path)?.unwrap_or_default();
            files.is_plan(&parse::parse(Source::from_bytes(path.clone(), &bytes), template, policy, None))
        };
        if is_plan {
            plans.insert(path);
        }
        if plans.len() > 1 {
            return Ok(None);
        }
    }
    Ok(plans.pop_first())
}

/// Gives the plans their logs, each from its own side. Entries that name no rollout are those of the only plan that there was before the change, or
/// that there is when it is new: another plan takes nothing from it.
pub(super) fn with_logs(
    pairs: Vec<Pair>,
    files: &PlanFiles,
    (before, after): (&Snapshot, &Snapshot),
    (template, policy): (&Template, &Policy),
    sole: impl Fn(&Snapshot) -> Result<Option<String>, Error>,
) -> Result<(Vec<Pair>, BTreeSet<String>), Error> {
    let places = (files.log.as_ref(), files.log_after.as_ref());
    if pairs.is_empty() || places == (None, None) {
        return Ok((pairs, BTreeSet::new()));
    }
    let is_file = |place: Option<&LogPlace>| matches!(place, Some(LogPlace::File(_)));
    let (mut sole_before, mut sole_after) = (None, None);
    if is_file(places.0) || is_file(places.1) {
        sole_before = sole(before)?;
        sole_after = sole(after)?;
    }
    let bases: Vec<&Plan> = pairs.iter().filter_map(|(base, _)| base.as_deref()).map(Version::plan).collect();
    let heads: Vec<&Plan> = pairs.iter().filter_map(|(_, head)| head.as_deref()).map(Version::plan).collect();
    let old = Logs::of(&bases, places.0, before, policy)?;
    let new = Logs::of(&heads, places.1, after, policy)?;
    let is_folder = |place: Option<&LogPlace>| matches!(place, Some(LogPlace::Folder(_)));
    // In a folder two plans with one name share a file, and an entry of it has to say whose it is.
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    if is_folder(places.0) || is_folder(places.1) {
        // A plan that the change moves is among them, wherever it goes.
        let mut paths = after.plans(&files.places(), &|path| files.is_anywhere(path))?;
        paths.extend(heads.iter().map(|plan| plan.source.path.clone()));
        for path in paths {
            *names.entry(stem(&path)).or_default() += 1;
        }
    }
    let is_alone =
        |path: Option<String>| path.is_some_and(|path| names.get(&stem(&path)).is_none_or(|count| *count < 2));
    let given = pairs.into_par_iter().map(|(base, head)| {
        let path = |plan: &Option<Arc<Version>>| plan.as_ref().map(|plan| plan.source.path.clone());
        // A change may move decisions from a file to a folder, or back.
        let is_only = |place: Option<&LogPlace>| match (is_folder(place), path(&base)) {
            (true, base) => is_alone(path(&head).or(base)),
            (false, Some(path)) => sole_before.as_ref() == Some(&path),
            (false, None) => sole_after.is_some() && sole_after == path(&head),
        };
        let (only_before, only_after) = (is_only(places.0), is_only(places.1));
        let base = base.map(|plan| old.give(plan, only_before, template, policy));
        let head = head.map(|plan| new.give(plan, only_after, template, policy));
        ((base, head), only_after)
    });
    let given: Vec<(Pair, bool)> = given.collect();
    let only = given.iter().filter(|(_, is_only)| *is_only).filter_map(|((_, head), _)| head.as_ref());
    let only = only.map(|plan| plan.source.path.clone()).collect();
    Ok((given.into_iter().map(|(pair, _)| pair).collect(), only))
}
