//! What the rules have to know of the repository around the plans.

use super::disk::Disk;
use super::memory::Memory;
use super::plan_files::PlanFiles;
use super::ruleset::Ruleset;
use crate::change::{Facts, Subject};
use crate::error::Error;
use crate::git::{CommitId, Repository};
use crate::loosening::PolicyEdit;
use crate::plan::shown::ShownWords;
use crate::text::{Source, fold};
use crate::version::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The facts around what is judged. `files` says which plans the configuration names, `exists`
/// whether something is at a path after the changes.
///
/// # Errors
/// When `exists` fails.
pub(super) fn facts_of(
    subjects: &[Subject],
    files: &PlanFiles,
    policy_edits: Vec<PolicyEdit>,
    exists: impl Fn(&str) -> Result<bool, Error>,
) -> Result<Facts, Error> {
    let paths = subjects.iter().map(Subject::path).filter(|path| files.is_configured(path));
    let configured = paths.map(str::to_owned).collect();
    Ok(Facts {
        absent: absent_targets(subjects, exists)?,
        ids: paths_by_id(subjects.iter().filter_map(Subject::head).map(|plan| (plan.id.as_ref(), &plan.source.path))),
        configured,
        policy_edits,
        out_of_sight: Vec::new(),
    })
}

/// The paths that plans link to and that are not there. A plan outside of the repository has no
/// paths that anybody could look at.
fn absent_targets(
    subjects: &[Subject],
    exists: impl Fn(&str) -> Result<bool, Error>,
) -> Result<BTreeSet<String>, Error> {
    let is_inside = |plan: &&Arc<Version>| !plan.source.path.starts_with(['/', '.']) && !plan.source.path.contains(':');
    let plans = subjects.iter().filter_map(Subject::head).filter(is_inside);
    let targets: BTreeSet<&str> = plans.flat_map(|plan| &plan.links).map(|link| link.path.as_str()).collect();
    let mut absent = BTreeSet::new();
    for target in targets {
        if !exists(target)? {
            absent.insert(target.to_owned());
        }
    }
    Ok(absent)
}

/// The paths of some plans, by their folded Rollout IDs.
pub(super) fn paths_by_id<'p>(
    plans: impl Iterator<Item = (Option<&'p String>, &'p String)>,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, path) in plans.filter_map(|(id, path)| Some((id?, path))) {
        ids.entry(fold(id)).or_default().insert(path.clone());
    }
    ids
}

/// Adds the plans that the changes left alone, and that have the ID of a plan which got it or moved
/// its stage here. Without such a plan nobody looks through the others: their number would cost
/// time in every change.
///
/// # Errors
/// When one of the plans cannot be read.
pub(super) fn with_other_plans(
    mut facts: Facts,
    subjects: &[Subject],
    repository: &Repository,
    head: Option<&CommitId>,
    ruleset: &Ruleset,
    memory: Option<&Memory>,
) -> Result<Facts, Error> {
    let id_of = |version: Option<&Arc<Version>>| version.and_then(|version| version.id.clone());
    let new: BTreeSet<String> = subjects
        .iter()
        .filter_map(Subject::as_change)
        .filter_map(|change| {
            let is_given = |id: &String| id_of(change.base()).map(|id| fold(&id)) != Some(fold(id));
            id_of(change.head()).filter(|id| is_given(id) || change.moves_stage())
        })
        .collect();
    if new.is_empty() {
        return Ok(facts);
    }
    let files = PlanFiles::new(&ruleset.policy)?;
    let touched: BTreeSet<&str> = subjects.iter().map(Subject::path).collect();
    let is_other = |path: &str| files.is_wanted(path) && !touched.contains(path);
    let others = match (head, repository.workdir()) {
        (Some(head), _) => {
            let finder = ShownWords::new(&new);
            let has_one = |bytes: &[u8]| finder.are_in(bytes);
            let others = repository.files_holding(head, &files.places(), &is_other, &has_one)?;
            others.into_iter().map(|(path, contents)| Source::from_bytes(path, &contents.bytes)).collect()
        }
        (None, Some(root)) => {
            Disk::new(root, Some(repository)).find_holding(&files.places(), &is_other, &new, memory)?
        }
        (None, None) => Vec::new(),
    };
    for source in others {
        let plan = ruleset.read(source);
        if let Some(id) = plan.id.as_ref().filter(|_| files.is_plan(&plan)) {
            facts.ids.entry(fold(id)).or_default().insert(plan.source.path.clone());
        }
    }
    Ok(facts)
}
