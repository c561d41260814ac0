//! What the rules have to know of the repository around the plans.

use super::plan_files::PlanFiles;
use super::search::search;
use crate::change::{Facts, Subject};
use crate::config::Policy;
use crate::error::Error;
use crate::git::{CommitId, Repository};
use crate::plan::parse;
use crate::template::Template;
use crate::text::{Source, fold};
use crate::version::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The paths that plans link to and that are not there. A plan outside of the repository leads nowhere that could be looked at.
pub(super) fn absent_targets(
    subjects: &[Subject],
    exists: impl Fn(&str) -> Result<bool, Error>,
) -> Result<BTreeSet<String>, Error> {
    let inside = |plan: &&Arc<Version>| !plan.source.path.starts_with(['/', '.']) && !plan.source.path.contains(':');
    let plans = subjects.iter().filter_map(Subject::head).filter(inside);
    let targets: BTreeSet<&str> = plans.flat_map(|plan| &plan.links).map(|link| link.path.as_str()).collect();
    let mut absent = BTreeSet::new();
    for target in targets {
        if !exists(target)? {
            absent.insert(target.to_owned());
        }
    }
    Ok(absent)
}

/// The Rollout IDs of the plans at hand.
pub(super) fn ids(subjects: &[Subject]) -> BTreeMap<String, BTreeSet<String>> {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for plan in subjects.iter().filter_map(Subject::head) {
        if let Some(id) = &plan.id {
            ids.entry(fold(id)).or_default().insert(plan.source.path.clone());
        }
    }
    ids
}

/// Adds the plans that this change left alone and that have the ID of a plan which got it or moved here. Only then are they looked through:
/// otherwise their number would cost time in every change.
pub(super) fn with_other_plans(
    mut facts: Facts,
    subjects: &[Subject],
    repository: &Repository,
    head: Option<&CommitId>,
    (policy, template): (&Policy, &Template),
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
    let files = PlanFiles::new(policy)?;
    let touched: BTreeSet<&str> = subjects.iter().map(Subject::path).collect();
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    match (head, repository.workdir()) {
        (Some(head), _) => {
            let is_other = |path: &str| files.is_wanted(path) && !touched.contains(path);
            for path in repository.files_at(head, &files.places(), &is_other)? {
                let bytes = repository.read_at(head, &path)?.unwrap_or_default();
                sources.insert(path.clone(), Source::from_bytes(path, &bytes));
            }
        }
        (None, Some(root)) => {
            let wanted = |path: &str| files.is_wanted(path);
            search(root, Some(repository), root, (&files.places(), &wanted), &mut sources)?;
        }
        (None, None) => {}
    }
    let is_other = |source: &Source| !touched.contains(source.path.as_str());
    for source in sources.into_values().filter(is_other).filter(|source| new.iter().any(|id| source.text.contains(id)))
    {
        let plan = parse::parse(source, template, policy, None);
        if let Some(id) = plan.id.as_ref().filter(|_| files.is_plan(&plan)) {
            facts.ids.entry(fold(id)).or_default().insert(plan.source.path.clone());
        }
    }
    Ok(facts)
}
