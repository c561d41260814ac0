//! What a change did to the files that say how plans are judged.

use super::plan_files::PlanFiles;
use super::policy::{config_of, parse_policy};
use super::snapshot::{HeadVersion, Snapshot};
use crate::config::{CONFIG_PATHS, Policy};
use crate::error::Error;
use crate::git::{CommitId, Repository};
use crate::loosening::PolicyEdit;
use crate::plan::parse;
use crate::rules::RULES;
use crate::template;
use crate::text::{Source, Span};

/// The edits of configuration and template in a comparison that the version before judges. A fault of the new configuration is an edit like others:
/// it judges nothing yet.
///
/// # Errors
/// When Git cannot be read.
pub(super) fn policy_edits(
    repository: &Repository,
    base: &CommitId,
    head: &HeadVersion,
) -> Result<Vec<PolicyEdit>, Error> {
    // One that nobody could read has judged nothing: what mends it is as good as the first.
    let version_before = Snapshot::Commit(repository, base);
    let before = config_of(&version_before)?.filter(|source| parse_policy(source).is_ok());
    let old = before.as_ref().map(parse_policy).transpose()?;
    let mut edits = Vec::new();
    let after = match config_after(repository, head)? {
        Ok(after) => after,
        Err((source, error)) => {
            edits.push(PolicyEdit::of_broken_configuration(before.as_ref(), &source, &error));
            before.clone()
        }
    };
    let read = |source: &Source| parse_policy(source).map_err(|error| (source.clone(), error));
    let new = match after.as_ref().map(read).transpose() {
        Ok(new) => new,
        Err((source, error)) => {
            edits.push(PolicyEdit::of_broken_configuration(before.as_ref(), &source, &error));
            old.clone()
        }
    };
    let is_same = |one: &Source, other: &Source| one.path == other.path && one.text == other.text;
    let is_changed = match (&before, &after) {
        (Some(before), Some(after)) => edits.is_empty() && !is_same(before, after),
        (None, None) => false,
        _ => true,
    };
    let (was, is) = (old.clone().unwrap_or_default(), new.clone().unwrap_or_default());
    let templates = (template_in(Some(&version_before), &was)?, template_in(head.version(repository).as_ref(), &is)?);
    if is_changed {
        let hidden = match (PlanFiles::new(&is), &after) {
            _ if was.plans == is.plans => Vec::new(),
            (Ok(files), _) => hidden_plans(repository, base, head, &was, &files)?,
            (Err(error), Some(source)) => {
                let span = source.text.find("plans").map_or(Span::at(0), |at| source.line_span(source.line(at)));
                let error = error.at(source, span);
                edits.push(PolicyEdit::of_broken_configuration(before.as_ref(), source, &error));
                Vec::new()
            }
            (Err(error), None) => return Err(error),
        };
        let rules: Vec<_> = RULES.iter().map(|rule| (rule.id, rule.severity)).collect();
        let (base, head) = (before.as_ref().zip(old.as_ref()), after.as_ref().zip(new.as_ref()));
        let mut edit = PolicyEdit::of_configuration(base, head, &rules, &hidden);
        // A team's first template is what makes rolloutlint fit the team: it is not measured by the built-in one.
        if let ((Some(one), Some(other)), true) = (&templates, was.template != is.template && before.is_some()) {
            edit.push_other_template((one, &was), (other, &is));
        }
        edits.push(edit);
    }
    if let (Some(one), true) = (&templates.0, was.template.is_some() && was.template == is.template) {
        let other = templates.1.as_ref();
        if other.is_none_or(|other| other.text != one.text) {
            edits.push(PolicyEdit::of_template((one, &was), other.map(|other| (other, &is))));
        }
    }
    edits.retain(|edit| edit.fault.is_some() || !edit.laxer.is_empty());
    Ok(edits)
}

/// The configuration after the change, or the file that is there with the reason why it cannot be read.
fn config_after(repository: &Repository, head: &HeadVersion) -> Result<Result<Option<Source>, (Source, Error)>, Error> {
    let Some(version) = head.version(repository) else { return Ok(Ok(None)) };
    let after = config_of(&version);
    if let HeadVersion::Commit(..) = head {
        return Ok(Ok(after?));
    }
    Ok(after.map_err(|error| {
        let is_there = |path: &&&str| version.exists(path).unwrap_or(false);
        let path = CONFIG_PATHS.iter().find(is_there).copied().unwrap_or(CONFIG_PATHS[0]);
        (Source::new(path, ""), error)
    }))
}

fn template_in(version: Option<&Snapshot>, policy: &Policy) -> Result<Option<Source>, Error> {
    let Some(path) = &policy.template else { return Ok(Some(built_in())) };
    let found = version.map(|version| version.read_through_links(path)).transpose()?.flatten();
    Ok(found.map(|(path, bytes)| Source::from_bytes(path, &bytes)))
}

fn built_in() -> Source {
    Source::new("the built-in template", template::BUILT_IN)
}

/// The plans that were looked for before the change, are still there, and are not looked for after it.
fn hidden_plans(
    repository: &Repository,
    base: &CommitId,
    head: &HeadVersion,
    was: &Policy,
    is: &PlanFiles,
) -> Result<Vec<String>, Error> {
    let before = PlanFiles::new(was)?;
    let mut hidden = Vec::new();
    let is_lost = |path: &str| before.is_wanted(path) && !is.is_wanted(path);
    for path in repository.files_at(base, &before.places(), &is_lost)? {
        let is_there = match head {
            HeadVersion::Commit(id, _) => repository.exists_at(id, &path)?,
            HeadVersion::Worktree => repository.exists_on_disk(&path),
        };
        let bytes = repository.read_at(base, &path)?.filter(|_| is_there);
        let source = bytes.map(|bytes| Source::from_bytes(&path, &bytes));
        if source.is_some_and(|source| before.is_plan(&parse::parse(source, template::built_in(), was, None))) {
            hidden.push(path);
        }
    }
    Ok(hidden)
}
