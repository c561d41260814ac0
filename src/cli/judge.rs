//! Judges what was read, and what two revisions differ in.

use super::arguments::FINDINGS;
use crate::check::{Report, Settings, check};
use crate::error::Error;
use crate::finding::Severity;
use crate::git::{CommitId, Repository};
use crate::versions::{self, Head, Input, Request};
use std::process::ExitCode;

/// Checks what was read.
pub(super) fn judge(input: &Input, settings: Settings) -> Report {
    let mut report = check(&input.subjects, &input.ruleset.policy, &input.facts, settings);
    report.base = input.base.clone();
    report.head = input.head.clone();
    report.notes.extend(input.notes.iter().cloned());
    report
}

/// The exit code of a report.
///
/// # Errors
/// When a plan went up without a recorded decision, and no finding says so: the fault is ours, and
/// the run must not look green.
pub(super) fn verdict(report: &Report, fail_on: Option<Severity>) -> Result<ExitCode, Error> {
    match report.unsound.first() {
        _ if fail_on.is_some_and(|level| report.fails_at(level)) => Ok(ExitCode::from(FINDINGS)),
        None => Ok(ExitCode::SUCCESS),
        Some(path) => {
            let message = format!(
                "internal error: {path} goes to a higher stage without a recorded decision, and no rule says so"
            );
            Err(Error::new(message).help(
                "report this with the plan as it was before and after; until then, ask a person to look at the change",
            ))
        }
    }
}

/// Compares a revision, or the files on disk, with its merge base with another revision.
///
/// # Errors
/// When a revision is unknown, and when a version cannot be read.
pub(super) fn compare(request: &Request, base: &str, head: Option<&str>) -> Result<Input, Error> {
    versions::read_ahead();
    let repository = Repository::discover(request.dir)?.with_unsaved(request.unsaved.cloned().unwrap_or_default());
    let (head_id, head) = match head {
        Some(head) => {
            let head = repository.resolve(head)?;
            (head.id.clone(), Head::Commit(head.id, head.committed_on))
        }
        None => {
            let newest = repository.head()?.ok_or_else(|| {
                Error::new("the branch that is checked out has no commit yet")
                    .help("commit something first, leave out --base, or name the version after the change, too")
            })?;
            (newest.id, Head::Worktree)
        }
    };
    let base = repository.resolve(base)?;
    let bases = repository.merge_bases(&base.id, &head_id)?;
    compare_with_each(&repository, &bases, &head, request)
}

/// Compares with each common ancestor of two histories, and gives the comparison that finds most.
/// Branches that merged each other have several ancestors, all equally good. A change that came by
/// way of one of them can be undone without a trace in a comparison with another.
///
/// # Errors
/// When a version cannot be read.
pub(super) fn compare_with_each(
    repository: &Repository,
    bases: &[CommitId],
    head: &Head,
    request: &Request,
) -> Result<Input, Error> {
    let gravity = |input: &Input| {
        let report = judge(input, Settings::default());
        let summary = &report.summary;
        (report.fails_at(input.ruleset.policy.fail_on), summary.errors, summary.warnings, summary.infos)
    };
    let mut gravest: Option<Input> = None;
    for base in bases {
        let input = versions::compare(repository, base, head, request)?;
        if gravest.as_ref().is_none_or(|gravest| gravity(&input) > gravity(gravest)) {
            gravest = Some(input);
        }
    }
    let mut gravest = gravest.expect("two histories have a common ancestor, or there is an error");
    if let (Some(compared), true) = (&gravest.base, bases.len() > 1) {
        gravest.notes.push(format!(
            "the branches merged each other, and have {} common ancestors that are equally good; each was compared with, and this is against {}, where most was \
             found: what another of them brought may count as changed here. One more merge of the base leaves one ancestor",
            bases.len(),
            compared.short()
        ));
    }
    Ok(gravest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_that_no_rule_sees_is_never_green() {
        let report = Report { unsound: vec!["rollouts/search.md".to_owned()], ..Report::default() };
        let error = verdict(&report, Some(Severity::Error)).expect_err("the report is unsound");
        assert!(error.message().starts_with("internal error: rollouts/search.md"), "{}", error.message());
        assert_eq!(verdict(&Report::default(), Some(Severity::Error)).expect("it is sound"), ExitCode::SUCCESS);
    }
}
