//! Whether those who decide approved: asks GitHub, judges, and writes the commit status. Nothing of
//! this changes the exit code.

use super::compare::{Checkout, say};
use crate::approval::{self, Approvals, Conversation, Review, Status};
use crate::change::Change;
use crate::cli::files::{failed_to_write, write_whole};
use crate::error::Error;
use crate::git::{CommitId, Repository};
use crate::github::{self, PullRequest};
use crate::plan::parse;
use crate::report::write_approvals;
use crate::text::Source;
use crate::version::Version;
use crate::versions::Input;
use std::cell::RefCell;
use std::path::Path;

/// What is known of the approvals of a pull request.
pub(super) struct Known {
    pub(super) approvals: Approvals,
    conversation: Option<Conversation>,
}

/// Judges the approvals of a pull request; `None` where the configuration asks nobody.
pub(super) fn known(input: &Input, pull_request: &PullRequest, checkout: &Checkout, dir: &Path) -> Option<Known> {
    input.ruleset.policy.approvals?;
    let PullRequest { repository, number, head, .. } = pull_request;
    let conversation = checkout.credentials.and_then(|credentials| {
        let found = github::conversation(repository, *number, credentials, checkout.options);
        found.map_err(|error| say(&format!("approvals: {error}{}", cause_of(&error)))).ok()
    });
    let reading = RefCell::new(checkout.repository(dir).ok());
    let head = CommitId(head.clone());
    let is_stale = |review: &Review, change: &Change| {
        let Some(commit) = &review.commit else { return true };
        let reviewed = CommitId(commit.clone());
        // What cannot be read is not known to be the same.
        reviewed != head && !is_same(&reading, checkout, input, change, &reviewed, &head).unwrap_or(false)
    };
    let policy = &input.ruleset.policy;
    let approvals = approval::judge(&input.subjects, policy, conversation.as_ref(), &is_stale)?;
    Some(Known { approvals, conversation })
}

/// Whether the rows and gates of a change's plan are the same in two commits; `None` when one of
/// them cannot be read.
fn is_same(
    reading: &RefCell<Option<Repository>>,
    checkout: &Checkout,
    input: &Input,
    change: &Change,
    reviewed: &CommitId,
    head: &CommitId,
) -> Option<bool> {
    let repository = checkout.with_commit(reading.take()?, &reviewed.0);
    let repository = match repository {
        Ok(repository) => checkout.with_all_objects(repository),
        Err(error) => {
            say(&format!("approvals: {error}{}", cause_of(&error)));
            return None;
        }
    };
    let after = change.head()?;
    let paths = [Some(after), change.base()].into_iter().flatten().map(|plan| plan.source.path.as_str());
    let before = paths.filter_map(|path| statements_at(&repository, reviewed, path, after, input)).next();
    let now = statements_at(&repository, head, &after.source.path, after, input);
    reading.replace(Some(repository));
    Some(before? == now?)
}

/// What an approval of a plan is for, in one commit; `None` when the plan is not there.
fn statements_at(
    repository: &Repository,
    commit: &CommitId,
    path: &str,
    plan: &Version,
    input: &Input,
) -> Option<Vec<String>> {
    let bytes = repository.read_at(commit, path).ok()??;
    let ruleset = &input.ruleset;
    let source = Source::from_bytes(path, &bytes);
    let read = parse::parse_as(plan, source, &ruleset.template, &ruleset.policy);
    let mut statements = approval::statements(&read);
    // A log of its own may hold other rollouts, too; whatever changes there is looked at again.
    if let Some(log) = &plan.log_source {
        let bytes = repository.read_at(commit, &log.path).ok()?.unwrap_or_default();
        statements.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    Some(statements)
}

impl Known {
    /// Writes the commit status of the pull request's head, and says what came of it.
    pub(super) fn publish(&self, pull_request: &PullRequest, checkout: &Checkout) {
        let is_newest = self.conversation.as_ref().is_none_or(|now| now.head == pull_request.head);
        if !is_newest {
            return say("approvals: superseded, the pull request has a newer head");
        }
        publish(&pull_request.repository, &pull_request.head, &self.approvals.status(), checkout);
    }

    /// Keeps what was seen in a file.
    pub(super) fn keep(&self, pull_request: &PullRequest, path: &Path) -> Result<(), Error> {
        let PullRequest { repository, number, head, .. } = pull_request;
        let about = (repository.to_string(), *number, head.as_str());
        let conversation = self.conversation.as_ref();
        write_whole(path, |file| write_approvals((&about.0, about.1, about.2), &self.approvals, conversation, file))
            .map_err(failed_to_write(path))
    }

    /// The status in words, for a run that writes nothing.
    pub(super) fn planned(&self) -> String {
        let Status { light, description } = self.approvals.status();
        format!("set the status {} to {}: {description}", Status::CONTEXT, light.word())
    }
}

/// Writes the commit status, and says what came of it.
pub(super) fn publish(repository: &github::Repository, commit: &str, status: &Status, checkout: &Checkout) {
    let name = Status::CONTEXT;
    let told = format!("{name} is {}: {}", status.light.word(), status.description);
    let Some(credentials) = checkout.credentials else {
        return say(&format!("{told} (not written: there is no token)"));
    };
    match github::set_status(repository, commit, status, credentials, checkout.options) {
        Ok(true) => say(&told),
        Ok(false) => say(&format!("{told} (as before)")),
        Err(error) => {
            let help = error.advice().unwrap_or_default();
            say(&format!("{told} (not written{}; {help})", cause_of(&error)));
        }
    }
}

/// The cause of an error, to be written behind it.
pub(super) fn cause_of(error: &Error) -> String {
    error.cause().map_or_else(String::new, |cause| format!(": {cause}"))
}
