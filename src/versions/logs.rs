//! Finds the decision logs that are kept outside of the plans, and gives each plan its own log,
//! from the same version.

use super::matching::Pair;
use super::plan_files::PlanFiles;
use super::ruleset::Ruleset;
use super::snapshot::Snapshot;
use crate::change::{Change, Missed, OutOfSight};
use crate::config::{LogPlace, Policy};
use crate::error::Error;
use crate::git::{CommitId, Contents, FileChange, Repository};
use crate::plan::Plan;
use crate::plan::parse::{self, LogFile};
use crate::text::{Source, fold};
use crate::version::Version;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

// --- the logs of one version ---

/// The logs of one version.
#[derive(Default)]
struct Logs {
    /// The paths of the logs: in a folder by the file's stem, else one file by the empty stem.
    paths: BTreeMap<String, String>,
    files: BTreeMap<String, LogFile>,
}

impl Logs {
    /// Reads the logs of some plans of a version, and no others.
    fn read(plans: &[&Plan], place: Option<&LogPlace>, snapshot: &Snapshot, policy: &Policy) -> Result<Logs, Error> {
        let mut logs = Logs::default();
        match place.filter(|_| !plans.is_empty()) {
            None => {}
            Some(LogPlace::File(path)) => logs.paths = BTreeMap::from([(String::new(), path.clone())]),
            Some(LogPlace::Folder(folder)) => {
                // Of files with one stem, the first one counts.
                let files = snapshot.files_in(folder)?.into_iter().rev();
                let files = files.filter(|path| path.to_lowercase().ends_with(".md"));
                logs.paths = files.map(|path| (stem(&path), path)).collect();
            }
        }
        let wanted: BTreeSet<String> = plans.iter().filter_map(|plan| logs.path_of(plan)).collect();
        for path in wanted {
            if let Some(bytes) = snapshot.read(&path)? {
                logs.files.insert(path.clone(), LogFile::read(Source::from_bytes(path, &bytes), policy));
            }
        }
        Ok(logs)
    }

    /// The path of a plan's log: in a folder the file with the stem of the plan's own file, else
    /// the file with its Rollout ID as the stem.
    fn path_of(&self, plan: &Plan) -> Option<String> {
        let by_id = || plan.id.as_ref().and_then(|id| self.paths.get(&id.to_lowercase()));
        let path = self.paths.get("").or_else(|| self.paths.get(&stem(&plan.source.path))).or_else(by_id);
        path.filter(|path| **path != plan.source.path).cloned()
    }

    /// The version with its log.
    fn add_to(&self, version: Arc<Version>, is_sole_owner: bool, ruleset: &Ruleset) -> Arc<Version> {
        let path = self.path_of(&version);
        let Some(file) = path.as_ref().and_then(|path| self.files.get(path)) else { return version };
        // A file with an ID as its stem belongs to the plan with that ID alone.
        let is_called_by_id =
            path.as_ref().zip(version.id.as_ref()).is_some_and(|(path, id)| stem(path) == id.to_lowercase());
        ruleset.with_log(version, file, is_sole_owner || is_called_by_id)
    }
}

/// The name of a file without its ending, in lower case.
pub(super) fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
}

// --- changed logs ---

/// The changed files without the logs.
pub(super) struct WithoutLogs {
    /// The plans that changed, or whose logs did.
    pub(super) plans: Vec<FileChange>,
    /// The paths of the plans that changed themselves.
    pub(super) touched: BTreeSet<String>,
    /// The logs that changed.
    pub(super) logs: Vec<FileChange>,
}

/// Puts the plans of changed logs in place of the logs.
///
/// # Errors
/// When Git cannot be read.
pub(super) fn plans_for_logs(
    found: Vec<FileChange>,
    files: &PlanFiles,
    repository: &Repository,
    base: &CommitId,
) -> Result<WithoutLogs, Error> {
    let (logs, mut plans): (Vec<FileChange>, Vec<FileChange>) =
        found.into_iter().partition(|file| files.is_log_in_either(&file.path));
    let touched: BTreeSet<String> = plans.iter().map(|file| file.path.clone()).collect();
    let changed: Vec<String> = logs.iter().map(|file| file.path.clone()).collect();
    let is_moved = files.log != files.log_after;
    if changed.is_empty() && !is_moved {
        return Ok(WithoutLogs { plans, touched, logs });
    }
    let is_other = |path: &str| files.may_be_plan(path) && !touched.contains(path);
    let others = repository.files_at(base, &files.places(), &is_other)?;
    // A change that moves the log is a change of all plans.
    let others = match files.log.as_ref().filter(|_| !is_moved) {
        Some(place) => plans_of(place, &changed, others),
        None => others,
    };
    for path in others {
        let Some(bytes) = repository.read_at(base, &path)? else { continue };
        let contents = Contents { bytes, blob: None };
        plans.push(FileChange { path, base: Some(contents.clone()), head: Some(contents) });
    }
    Ok(WithoutLogs { plans, touched, logs })
}

/// Of some plans those that changed logs may belong to. In a folder these are the plans with the
/// stems of the changed files. They are all plans if a changed file has another stem, since that
/// may be an ID.
fn plans_of(place: &LogPlace, changed: &[String], plans: Vec<String>) -> Vec<String> {
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

/// The logs of a folder that a change writes, and that are called by the ID of a plan which has
/// another file there: that one counts.
fn second_logs(logs: &[FileChange], changes: &[Change], ruleset: &Ruleset) -> Vec<OutOfSight> {
    let second = |plan: &Plan| {
        let (id, own) = (plan.id.as_ref()?.to_lowercase(), &plan.log_file().path);
        let log = logs.iter().find(|log| stem(&log.path) == id && log.path != *own)?;
        let source = Source::from_bytes(&log.path, &log.head.as_ref()?.bytes);
        let file = LogFile::read(source, &ruleset.policy);
        let row = parse::rows_of_all(plan, &file, &ruleset.template, &ruleset.policy).pop()?;
        Some(OutOfSight { source: file.source, span: row.span, what: Missed::Log(own.clone()) })
    };
    changes.iter().filter_map(Change::head).filter_map(|head| second(head)).collect()
}

/// The decisions that a change writes into logs, and that no plan has: for whoever wrote them they
/// are recorded, and for nobody else.
pub(super) fn rows_without_plans(logs: &[FileChange], changes: &[Change], ruleset: &Ruleset) -> Vec<OutOfSight> {
    let Ruleset { template, policy } = ruleset;
    if matches!(policy.log_place(), Some(LogPlace::Folder(_))) {
        return second_logs(logs, changes, ruleset);
    }
    let heads = || changes.iter().filter_map(Change::head);
    let Some(plan) = heads().next().filter(|_| matches!(policy.log_place(), Some(LogPlace::File(_)))) else {
        return Vec::new();
    };
    let rows_in = |path: &str, contents: &Contents| {
        let file = LogFile::read(Source::from_bytes(path, &contents.bytes), policy);
        (parse::rows_of_all(plan, &file, template, policy), file.source)
    };
    // A plan that goes takes its decisions with it.
    let gone = changes.iter().filter(|change| change.head().is_none()).filter_map(Change::base);
    let gone: Vec<String> = gone.flat_map(|base| base.id.iter().chain(&base.title)).map(|name| fold(name)).collect();
    let mut missed = Vec::new();
    for log in logs {
        // A log that comes as a whole brings what is long past.
        let (Some(base), Some(head)) = (&log.base, &log.head) else { continue };
        let ((before, _), (after, source)) = (rows_in(&log.path, base), rows_in(&log.path, head));
        let own = heads().filter(|head| head.log_file().path == log.path).filter_map(|head| head.log.as_ref());
        let known: HashSet<&[String]> =
            own.flat_map(|log| &log.rows).chain(&before).map(|row| &row.cells[..]).collect();
        for row in after.iter().filter(|row| !known.contains(&row.cells[..])) {
            let is_dress = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '~');
            let named = row.rollout.map(|span| source.slice(span).trim_matches(is_dress).to_owned());
            let named = named.filter(|name| !name.is_empty());
            if !named.as_ref().is_some_and(|name| gone.contains(&fold(name))) {
                missed.push(OutOfSight { source: source.clone(), span: row.span, what: Missed::Row(named) });
            }
        }
    }
    missed
}

// --- plans with their logs ---

/// Plans with their logs.
pub(super) struct WithLogs {
    pub(super) pairs: Vec<Pair>,
    /// The paths of the plans after the change that share their log file with no other plan.
    pub(super) sole_owners: BTreeSet<String>,
}

/// Gives the plans their logs, each from its own side. In a file, the sole plan also owns the
/// entries that name no rollout: the sole plan before the change, or of new plans the sole one
/// after it. So no other plan can take them over.
///
/// # Errors
/// When a plan or a log cannot be read.
pub(super) fn with_logs(
    pairs: Vec<Pair>,
    files: &PlanFiles,
    (before, after): (&Snapshot, &Snapshot),
    ruleset: &Ruleset,
) -> Result<WithLogs, Error> {
    let (old_place, new_place) = (files.log.as_ref(), files.log_after.as_ref());
    if pairs.is_empty() || (old_place, new_place) == (None, None) {
        return Ok(WithLogs { pairs, sole_owners: BTreeSet::new() });
    }
    let is_folder = |place: Option<&LogPlace>| matches!(place, Some(LogPlace::Folder(_)));
    let is_file = |place: Option<&LogPlace>| matches!(place, Some(LogPlace::File(_)));
    let (mut sole_before, mut sole_after) = (None, None);
    if is_file(old_place) || is_file(new_place) {
        sole_before = sole_plan(files, before, ruleset)?;
        sole_after = sole_plan(files, after, ruleset)?;
    }
    let bases: Vec<&Plan> = pairs.iter().filter_map(|pair| pair.base.as_deref()).map(Version::plan).collect();
    let heads: Vec<&Plan> = pairs.iter().filter_map(|pair| pair.head.as_deref()).map(Version::plan).collect();
    let old_logs = Logs::read(&bases, old_place, before, &ruleset.policy)?;
    let new_logs = Logs::read(&heads, new_place, after, &ruleset.policy)?;
    // In a folder, two plans with one stem share a file, and its entries must name their rollouts.
    let mut stems: BTreeMap<String, usize> = BTreeMap::new();
    if is_folder(old_place) || is_folder(new_place) {
        // A plan that the change moves counts, wherever it goes.
        let mut paths = after.files(&files.places(), &|path| files.is_plan_path(path))?;
        paths.extend(heads.iter().map(|plan| plan.source.path.clone()));
        for path in paths {
            *stems.entry(stem(&path)).or_default() += 1;
        }
    }
    let has_its_stem_alone = |path: &str| stems.get(&stem(path)).is_none_or(|count| *count < 2);
    let with_logs = pairs.into_par_iter().map(|pair| {
        let path = |side: &Option<Arc<Version>>| side.as_ref().map(|version| version.source.path.clone());
        let (base_path, head_path) = (path(&pair.base), path(&pair.head));
        // A change may move decisions from a file to a folder, or back.
        let is_sole_owner = |place: Option<&LogPlace>| match (is_folder(place), &base_path) {
            (true, _) => head_path.as_ref().or(base_path.as_ref()).is_some_and(|path| has_its_stem_alone(path)),
            (false, Some(_)) => sole_before == base_path,
            (false, None) => sole_after.is_some() && sole_after == head_path,
        };
        let (is_sole_before, is_sole_after) = (is_sole_owner(old_place), is_sole_owner(new_place));
        let base = pair.base.map(|version| old_logs.add_to(version, is_sole_before, ruleset));
        let head = pair.head.map(|version| new_logs.add_to(version, is_sole_after, ruleset));
        (Pair { base, head }, head_path.filter(|_| is_sole_after))
    });
    let (pairs, owners): (Vec<Pair>, Vec<Option<String>>) = with_logs.unzip();
    Ok(WithLogs { pairs, sole_owners: owners.into_iter().flatten().collect() })
}

/// The path of the only plan of a version. `None` when it has none or several.
fn sole_plan(files: &PlanFiles, side: &Snapshot, ruleset: &Ruleset) -> Result<Option<String>, Error> {
    let mut sole = None;
    for path in side.files(&files.places(), &|path| files.is_plan_path(path))? {
        // A guess is a plan only when it looks like one.
        let is_plan = files.is_configured(&path) || {
            let bytes = side.read(&path)?.unwrap_or_default();
            files.is_plan(&ruleset.read(Source::from_bytes(path.clone(), &bytes)))
        };
        if is_plan && sole.replace(path).is_some() {
            return Ok(None);
        }
    }
    Ok(sole)
}
