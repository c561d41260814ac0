//! What started the run: the payload that GitHub Actions leaves in `GITHUB_EVENT_PATH`.

use super::observe::from_branch;
use super::request::{PullRequest, Repository};
use crate::error::Error;
use serde_json::Value;
use std::path::Path;

/// The event behind a run. It decides which commits are compared, and where the outcome is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A pull request, or a review of one. The review is posted there.
    PullRequest(PullRequest),
    /// A merge queue tries a group of pull requests. There is no single pull request to comment on.
    MergeGroup {
        /// The commit that the queue would merge.
        head: String,
        /// The commit that it would be merged onto.
        base: String,
        /// The repository.
        repository: Option<Repository>,
    },
    /// A branch or tag moved.
    Push {
        /// The repository, to ask for the merge base.
        repository: Option<Repository>,
        /// The new commit; `None` when the push deletes the branch.
        after: Option<String>,
        /// The commit before; `None` when the push creates the branch.
        before: Option<String>,
        /// The repository's default branch, to compare a new branch against.
        default_branch: Option<String>,
    },
    /// Another workflow has run for a pull request. For a fork the payload does not name the pull
    /// request, so that `pull_request_from` has to find it.
    WorkflowRun {
        /// The repository of the pull request.
        repository: Repository,
        /// The owner of the repository that the branch is in.
        head_owner: String,
        /// The branch.
        head_branch: String,
        /// The commit that the other workflow ran on.
        head: String,
        /// The pull request, when the payload names one: a branch may have several.
        number: Option<u64>,
    },
    /// A run by the clock or by hand: nothing is compared.
    Other {
        /// The event's name, as in `GITHUB_EVENT_NAME`.
        name: String,
    },
}

/// Where the outcome of a run is said, beside its log and its exit code. The job summary is always
/// written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Comments on the pull request, annotations, job summary.
    OnThePullRequest,
    /// Annotations and job summary: no pull request is there to comment on.
    InAnnotations,
    /// The job summary: no line changed that could carry an annotation.
    InTheSummary,
}

/// The events on which all plans are judged, each by itself.
const WITHOUT_COMMITS: &[&str] = &["schedule", "workflow_dispatch", "repository_dispatch", "workflow_run"];

impl Event {
    /// The repository that it is about, as far as it says.
    pub fn repository(&self) -> Option<&Repository> {
        match self {
            Event::PullRequest(pull_request) => Some(&pull_request.repository),
            Event::WorkflowRun { repository, .. } => Some(repository),
            Event::MergeGroup { repository, .. } | Event::Push { repository, .. } => repository.as_ref(),
            Event::Other { .. } => None,
        }
    }

    /// Where the outcome is said.
    pub fn says(&self) -> Says {
        match self {
            Event::PullRequest(_) | Event::WorkflowRun { .. } => Says::OnThePullRequest,
            Event::MergeGroup { .. } => Says::InAnnotations,
            // A branch that is gone leaves nothing to compare.
            Event::Push { after: None, .. } | Event::Other { .. } => Says::InTheSummary,
            Event::Push { .. } => Says::InAnnotations,
        }
    }

    /// Reads the payload of the event called `name` from the file that `GITHUB_EVENT_PATH` names.
    pub fn from_file(name: &str, path: &Path) -> Result<Event, Error> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| unusable(format_args!("{} cannot be read", path.display())).because(error))?;
        Event::from_json(name, &text)
    }

    /// Reads the payload of the event called `name`. Payloads differ between versions of GitHub:
    /// other fields than those in use may be missing or new.
    pub fn from_json(name: &str, payload: &str) -> Result<Event, Error> {
        let payload: Value = serde_json::from_str(payload.trim_start_matches('\u{feff}'))
            .map_err(|error| unusable(format_args!("the payload of `{name}` is not JSON")).because(error))?;
        match name {
            "pull_request" | "pull_request_target" | "pull_request_review" => {
                Ok(Event::PullRequest(pull_request(&payload)?))
            }
            "merge_group" => Ok(Event::MergeGroup {
                head: required_commit(&payload, "/merge_group/head_sha")?,
                base: required_commit(&payload, "/merge_group/base_sha")?,
                repository: repository(&payload).ok(),
            }),
            "workflow_run" if is_for_a_pull_request(&payload) => Ok(Event::WorkflowRun {
                repository: repository(&payload)?,
                head_owner: required(&payload, "/workflow_run/head_repository/owner/login")?,
                head_branch: required(&payload, "/workflow_run/head_branch")?,
                head: required_commit(&payload, "/workflow_run/head_sha")?,
                number: payload.pointer("/workflow_run/pull_requests/0/number").and_then(Value::as_u64),
            }),
            "push" => Ok(Event::Push {
                repository: repository(&payload).ok(),
                // Only zeros say that the branch is gone.
                after: required(&payload, "/after").and_then(|_| commit(&payload, "/after"))?,
                before: commit(&payload, "/before")?,
                default_branch: text(&payload, "/repository/default_branch").map(String::from),
            }),
            _ if WITHOUT_COMMITS.contains(&name) => Ok(Event::Other { name: name.to_owned() }),
            _ => Err(Error::new(format!("the event `{name}` names no commits to compare")).help(
                "run it on pull_request, pull_request_target, pull_request_review, merge_group, push or workflow_run; \
                 on schedule or workflow_dispatch it judges all plans",
            )),
        }
    }
}

fn pull_request(payload: &Value) -> Result<PullRequest, Error> {
    let number = payload.pointer("/pull_request/number").or_else(|| payload.pointer("/number")).and_then(Value::as_u64);
    Ok(PullRequest {
        repository: repository(payload)?,
        number: number.ok_or_else(|| missing("/pull_request/number"))?,
        head: required_commit(payload, "/pull_request/head/sha")?,
        base_ref: required(payload, "/pull_request/base/ref")?,
        base_tip: commit(payload, "/pull_request/base/sha")?,
        from: payload.get("pull_request").and_then(from_branch),
        is_open: text(payload, "/pull_request/state") != Some("closed"),
    })
}

fn repository(payload: &Value) -> Result<Repository, Error> {
    let full_name =
        text(payload, "/repository/full_name").or_else(|| text(payload, "/pull_request/base/repo/full_name"));
    Repository::parse(full_name.ok_or_else(|| missing("/repository/full_name"))?)
}

/// Whether the other workflow ran for a pull request whose repository is still there.
fn is_for_a_pull_request(payload: &Value) -> bool {
    let event = text(payload, "/workflow_run/event");
    matches!(event, Some("pull_request" | "pull_request_target" | "pull_request_review"))
        && payload.pointer("/workflow_run/head_repository").is_some_and(Value::is_object)
}

fn required(payload: &Value, pointer: &str) -> Result<String, Error> {
    text(payload, pointer).map(String::from).ok_or_else(|| missing(pointer))
}

fn text<'a>(payload: &'a Value, pointer: &str) -> Option<&'a str> {
    payload.pointer(pointer).and_then(Value::as_str)
}

/// The commit at a place in the payload; `None` when there is nothing or it is all zeros. Zeros
/// mean "none" in a push.
fn commit(payload: &Value, pointer: &str) -> Result<Option<String>, Error> {
    let Some(id) = payload.pointer(pointer).filter(|id| !id.is_null()) else {
        return Ok(None);
    };
    let Some(id) = id.as_str().filter(|id| is_commit_id(id)) else {
        // The id is a part of a command line of git later, so that nothing but an id may pass.
        return Err(unusable(format_args!("`{pointer}` of the payload is not a commit id")));
    };
    Ok(Some(id.to_ascii_lowercase()).filter(|id| id.bytes().any(|byte| byte != b'0')))
}

fn required_commit(payload: &Value, pointer: &str) -> Result<String, Error> {
    commit(payload, pointer)?.ok_or_else(|| missing(pointer))
}

fn missing(pointer: &str) -> Error {
    unusable(format_args!("the payload has no `{pointer}`"))
}

/// Whether a text is a full SHA-1 or SHA-256 commit id.
pub(crate) fn is_commit_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The event's payload cannot be used.
fn unusable(reason: impl std::fmt::Display) -> Error {
    Error::new(format!("cannot read the event: {reason}"))
        .help("GITHUB_EVENT_NAME and GITHUB_EVENT_PATH must come from the same run")
}
