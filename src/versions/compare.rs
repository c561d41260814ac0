//! Compares the plans of two versions.

use super::day::machine_date;
use super::facts::{absent_targets, ids, with_other_plans};
use super::gathered::Gathered;
use super::logs::{sole_plan, with_logs, with_plans_of_logs};
use super::pair::pair;
use super::policy::refuse_plan_as_log;
use super::policy_edits::policy_edits;
use super::request::{Request, name_asked};
use super::revisions::Revisions;
use super::rulebook::Rulebook;
use super::snapshot::{HeadVersion, Snapshot, refuse_lfs_pointer};
use crate::change::{Change, Facts, Status, Subject};
use crate::config::{LogPlace, Policy};
use crate::error::Error;
use crate::git::{CommitId, Repository, is_lfs_pointer};
use crate::template::Template;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Compares two versions, and finds out what the rules have to know of the repository around them.
pub(crate) fn compare(
    repository: &Repository,
    base: &CommitId,
    head: HeadVersion,
    request: &Request,
) -> Result<Gathered, Error> {
    let rulebook = Rulebook::new(repository, request);
    let Compared { changes, policy, template, only, notes } = changes(&rulebook, base, &head, None)?;
    let subjects: Vec<Subject> = changes.into_iter().map(|change| Subject::Change(Box::new(change))).collect();
    // A configuration that was named judges whatever the repository's says.
    let policy_edits = match request.config {
        Some(_) => Vec::new(),
        None => policy_edits(repository, base, &head)?,
    };
    let head = match head {
        HeadVersion::Commit(id, _) => Some(id),
        HeadVersion::Worktree => None,
    };
    let exists = |path: &str| match &head {
        Some(id) => Ok(repository.exists_at(id, path)?),
        None => Ok(repository.exists_on_disk(path)),
    };
    let facts = Facts { absent: absent_targets(&subjects, exists)?, ids: ids(&subjects), policy_edits };
    let facts = with_other_plans(facts, &subjects, repository, head.as_ref(), (&policy, &template))?;
    let root = repository.workdir().unwrap_or(request.dir).to_path_buf();
    Ok(Gathered { subjects, policy, facts, template, base: Some(base.clone()), head, notes, root, only })
}

/// The plans of two versions side by side, with what they are judged by.
pub(super) struct Compared {
    pub(super) changes: Vec<Change>,
    pub(super) policy: Arc<Policy>,
    pub(super) template: Arc<Template>,
    /// The plans, by their paths, that are the only ones to use the file in which decisions are logged.
    pub(super) only: BTreeSet<String>,
    pub(super) notes: Vec<String>,
}

/// Compares the plans of two versions. The base side's configuration judges, so that a change cannot loosen its own gate.
pub(super) fn changes(
    rulebook: &Rulebook,
    base: &CommitId,
    head: &HeadVersion,
    revisions: Option<&Revisions>,
) -> Result<Compared, Error> {
    let (repository, request) = (rulebook.repository, rulebook.request);
    let mut notes = Vec::new();
    let policy = rulebook.judging(base, head, &mut notes)?;
    let mut files = rulebook.plan_files(&policy)?;
    name_asked(&mut files, repository, base, head, request)?;
    // The base side judges, but where decisions are after the change only the version after it knows.
    if request.config.is_none() {
        files.log_after = rulebook.log_place_after(head).unwrap_or_else(|| files.log.clone());
    }
    // A change that says where plans are from now on may move them there.
    let after = match request.config {
        None => rulebook.plan_files_after(base, head, &policy),
        Some(_) => None,
    };
    let moves_to = |path: &str| !files.is_anywhere(path) && after.as_ref().is_some_and(|after| after.is_anywhere(path));
    let wanted = |path: &str| files.is_wanted(path) || files.is_log_in_either(path) || moves_to(path);
    let (found, head_id, today) = match head {
        HeadVersion::Commit(id, date) => {
            let found = repository.changed_between(base, id, &wanted)?;
            (found, Some(id), request.today.unwrap_or(*date))
        }
        HeadVersion::Worktree => {
            let found = repository.changed_in_worktree(base, &wanted)?;
            let today = match (request.today, found.matches_head) {
                (Some(today), _) => today,
                (None, true) => repository.head()?.map_or_else(machine_date, |commit| commit.committed_on),
                (None, false) => machine_date(),
            };
            (found.files, None, today)
        }
    };
    let mut found = found;
    for file in &mut found {
        let head = file.head.as_ref().map(|head| refuse_lfs_pointer(&file.path, &head.bytes));
        head.transpose()?;
        // A plan whose text is in Git from now on is a new one.
        file.base.take_if(|base| is_lfs_pointer(&base.bytes) && file.head.is_some());
    }
    let template = rulebook.template(base, head_id, &policy)?;
    // What was is told, wherever its log was said to be.
    if let (Some(LogPlace::File(path)), None) = (policy.log_place(), revisions) {
        refuse_plan_as_log(&policy, repository.read_at(base, &path)?)?;
    }
    let before = Snapshot::Commit(repository, base);
    let after = match head_id {
        Some(id) => Snapshot::Commit(repository, id),
        None => {
            let changed =
                found.iter().map(|file| (file.path.clone(), file.head.as_ref().map(|head| head.bytes.clone())));
            Snapshot::Since(repository, base, changed.collect())
        }
    };
    let (found, touched) = with_plans_of_logs(found, &files, repository, base)?;
    let pairs = pair(found, &files, (&template, &policy), revisions);
    let sole = |side: &Snapshot| sole_plan(&files, side, &template, &policy);
    let (pairs, only) = with_logs(pairs, &files, (&before, &after), (&template, &policy), sole)?;
    let changes = pairs.into_par_iter().map(|(base, head)| Change::between(base, head, today));
    let mut changes: Vec<Change> = changes.collect();
    // Of a log that several plans share, a change is one of those whose entries it is about.
    changes.retain(|change| change.status != Status::Unchanged || touched.contains(change.path()));
    changes.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(Compared { changes, policy, template, only, notes })
}
