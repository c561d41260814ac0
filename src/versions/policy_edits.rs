//! What a change did to the files that say how plans are judged.

use super::moved_entries::with_moved_entries;
use super::out_of_sight::{missing_file, place_in};
use super::plan_files::PlanFiles;
use super::ruleset::{BUILT_IN, Configuration, config_of};
use super::snapshot::{Head, Snapshot};
use crate::config::{ExposureEntry, Policy};
use crate::error::Error;
use crate::git::{CommitId, Repository};
use crate::loosening::PolicyEdit;
use crate::plan::{Plan, Stage, parse};
use crate::rules::RULES;
use crate::template;
use crate::text::{Source, Span};

/// The edits of the template, and of the configuration at some paths, in a comparison. The version
/// before judges it, so that even a new configuration with a fault is only an edit: it judges
/// nothing yet.
///
/// # Errors
/// When Git cannot be read.
pub(super) fn policy_edits(
    repository: &Repository,
    base: &CommitId,
    head: &Head,
    paths: &[String],
) -> Result<Vec<PolicyEdit>, Error> {
    let version_before = Snapshot::Commit(repository, base);
    // A configuration with a fault has judged nothing: its repair is as good as a first one.
    let before = config_of(&version_before, paths)?.and_then(|own| Configuration::read(&version_before, own).ok());
    let mut edits = Vec::new();
    let after = config_after(repository, head, paths)?.unwrap_or_else(|(source, error)| {
        edits.push(broken(before.as_ref(), &source, &error));
        before.clone()
    });
    let policy = |side: &Option<Configuration>| side.as_ref().map(|side| side.policy.clone()).unwrap_or_default();
    let (old, new) = (policy(&before), policy(&after));
    let old_template = template_in(Some(&version_before), &old)?;
    let new_template = template_in(head.snapshot(repository).as_ref(), &new)?;
    if is_changed(before.as_ref(), after.as_ref()) {
        let hidden = match (PlanFiles::new(&new), &after) {
            _ if old.plans == new.plans => Vec::new(),
            (Ok(files), _) => hidden_plans(repository, base, head, &old, &files)?,
            (Err(error), Some(Configuration { files, .. })) => {
                let source = files.iter().find(|file| file.text.contains("plans")).unwrap_or(&files[0]);
                let span = source.text.find("plans").map_or(Span::at(0), |at| source.line_span(source.line(at)));
                edits.push(broken(before.as_ref(), source, &error.at(source, span)));
                Vec::new()
            }
            (Err(error), None) => return Err(error),
        };
        let restaged = restaged_plans(repository, base, &old, &new)?;
        let rules: Vec<_> = RULES.iter().map(|rule| (rule.id, rule.gravest_by_default())).collect();
        let (file_before, file_after) = edited_file(before.as_ref(), after.as_ref());
        let parts = |file, side| -> Option<(&Source, &Policy)> { Some((file?, side)) };
        let moved = match head.snapshot(repository) {
            Some(version_after) => with_moved_entries(&old, &new, [&version_before, &version_after])?,
            None => old.clone(),
        };
        let (one, other) = (parts(file_before, &moved), parts(file_after, &new));
        let mut edit = PolicyEdit::of_configuration(one, other, &rules, &hidden, &restaged);
        if let (Some(one), Some(other)) = (&old_template, &new_template) {
            // Without a template of its own, a team's plans may be unlike the built-in one.
            let is_in_force = || match &old.template {
                Some(_) => Ok(true),
                None => has_followers(repository, base, &old),
            };
            match &after {
                _ if old.template == new.template => edit.push_other_reading((one, &old), (other, &new)),
                Some(after) if before.is_none() && is_in_force()? => {
                    edits.push(PolicyEdit::of_first_template((one, &old), (other, &new), &after.files[0]));
                }
                _ if before.is_some() && is_in_force()? => edit.push_other_template((one, &old), (other, &new)),
                _ => {}
            }
        }
        edits.push(edit);
    }
    if let (Some(after), Some(version_after)) = (&after, head.snapshot(repository)) {
        let is_new = |entry: &&ExposureEntry| !old.exposure.contains(entry);
        for entry in after.policy.exposure.iter().filter(is_new) {
            let Some(path) = missing_file(entry, &[&version_before, &version_after]) else { continue };
            let error = Error::new(format!("there is no flag file `{path}`, neither before nor after the change"))
                .help("correct `file` in this entry of `exposure`, or bring the file in this change");
            let (source, span) = place_in(after, "exposure", &path);
            edits.push(broken(before.as_ref(), &source, &error.at(&source, span)));
        }
    }
    if let Some(one) = old_template.filter(|_| old.template.is_some() && old.template == new.template) {
        let other = new_template.as_ref();
        if other.is_none_or(|other| other.text != one.text) {
            edits.push(PolicyEdit::of_template((&one, &old), other.map(|other| (other, &new))));
        }
    }
    edits.retain(|edit| edit.fault.is_some() || !edit.laxer.is_empty());
    Ok(edits)
}

fn is_changed(before: Option<&Configuration>, after: Option<&Configuration>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => before.differs_from(after),
        (before, after) => before.is_some() != after.is_some(),
    }
}

/// The file of a configuration that a change edited, before and after: its own, unless only one
/// that it extends is another one.
fn edited_file<'a>(
    before: Option<&'a Configuration>,
    after: Option<&'a Configuration>,
) -> (Option<&'a Source>, Option<&'a Source>) {
    let (Some(before), Some(after)) = (before, after) else {
        return (before.map(|before| &before.files[0]), after.map(|after| &after.files[0]));
    };
    let mut pairs = before.files.iter().zip(&after.files);
    let edited = pairs.find(|(before, after)| before.path == after.path && before.text != after.text);
    let (before, after) = edited.unwrap_or((&before.files[0], &after.files[0]));
    (Some(before), Some(after))
}

/// A configuration that cannot be read after the change, in the file that has the fault.
fn broken(before: Option<&Configuration>, own: &Source, error: &Error) -> PolicyEdit {
    let file = error.place().map_or(own, |(file, _)| file);
    let base = before.and_then(|before| {
        before.files.iter().find(|before| before.path == file.path).or_else(|| before.files.first())
    });
    PolicyEdit::of_broken_configuration(base, file, error)
}

/// The configuration after the change, or the file with the reason why nobody can read it.
fn config_after(
    repository: &Repository,
    head: &Head,
    paths: &[String],
) -> Result<Result<Option<Configuration>, (Source, Error)>, Error> {
    let Some(version) = head.snapshot(repository) else { return Ok(Ok(None)) };
    match (config_of(&version, paths), head) {
        (Ok(own), _) => {
            Ok(own.map(|own| Configuration::read(&version, own.clone()).map_err(|error| (own, error))).transpose())
        }
        (Err(error), Head::Commit(..)) => Err(error),
        (Err(error), Head::Worktree) => {
            let is_there = |path: &&String| version.exists(path).unwrap_or(false);
            let path = paths.iter().find(is_there).unwrap_or(&paths[0]).as_str();
            Ok(Err((Source::new(path, ""), error)))
        }
    }
}

fn template_in(version: Option<&Snapshot>, policy: &Policy) -> Result<Option<Source>, Error> {
    let Some(path) = &policy.template else {
        return Ok(Some(Source::new(template::BUILT_IN_NAME, template::BUILT_IN)));
    };
    let found = version.map(|version| version.read_through_links(path)).transpose()?.flatten();
    Ok(found.map(|(path, bytes)| Source::from_bytes(path, &bytes)))
}

/// The plans of a version by a configuration and its `files`, of those at paths that are meant.
fn plans_at<'a>(
    (repository, base): (&'a Repository, &'a CommitId),
    policy: &'a Policy,
    files: &'a PlanFiles,
    is_meant: &dyn Fn(&str) -> bool,
) -> Result<impl Iterator<Item = Result<Plan, Error>> + 'a, Error> {
    let plan = |path: String| {
        let Some(bytes) = repository.read_at(base, &path)? else { return Ok(None) };
        let plan = parse::parse(Source::from_bytes(path, &bytes), &BUILT_IN, policy, None);
        Ok(Some(plan).filter(|plan| files.is_plan(plan)))
    };
    let paths = repository.files_at(base, &files.places(), &|path| files.is_wanted(path) && is_meant(path))?;
    Ok(paths.into_iter().filter_map(move |path| plan(path).transpose()))
}

/// Whether a plan of a version follows the built-in template.
fn has_followers(repository: &Repository, base: &CommitId, policy: &Policy) -> Result<bool, Error> {
    let files = PlanFiles::new(policy)?;
    for plan in plans_at((repository, base), policy, &files, &|_| true)? {
        if plan?.follows_template {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The plans that the old configuration finds, that are still there, and that the new one does not
/// find.
fn hidden_plans(
    repository: &Repository,
    base: &CommitId,
    head: &Head,
    old: &Policy,
    new: &PlanFiles,
) -> Result<Vec<String>, Error> {
    let before = PlanFiles::new(old)?;
    let mut hidden = Vec::new();
    for plan in plans_at((repository, base), old, &before, &|path| !new.is_wanted(path))? {
        let path = plan?.source.path;
        if head.exists(repository, &path)? {
            hidden.push(path);
        }
    }
    Ok(hidden)
}

/// The plans in which the new configuration does not find each stage that the old one finds, with
/// its number.
fn restaged_plans(repository: &Repository, base: &CommitId, old: &Policy, new: &Policy) -> Result<Vec<String>, Error> {
    let styles = |policy: &Policy| {
        let Policy { stage_words, stage_names, stage_table, stage_list, .. } = policy.clone();
        (stage_words, stage_names, stage_table, stage_list)
    };
    if styles(old) == styles(new) {
        return Ok(Vec::new());
    }
    let files = PlanFiles::new(old)?;
    let mut restaged = Vec::new();
    for plan in plans_at((repository, base), old, &files, &|_| true)? {
        let before = plan?;
        let after = parse::parse(before.source.clone(), &BUILT_IN, new, None);
        let is_kept = |stage: &Stage| {
            after.stages.iter().any(|other| other.heading == stage.heading && other.number == stage.number)
        };
        if !before.stages.iter().all(is_kept) {
            restaged.push(before.source.path);
        }
    }
    Ok(restaged)
}
