//! What started the run: the payload that GitHub Actions leaves in `GITHUB_EVENT_PATH`.

use super::{GithubError, PullRequest, Repository};
use serde_json::Value;
use std::path::Path;

/// The event behind a run, reduced to what decides which commits are compared and where the outcome is said.
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
    },
    /// A branch or tag moved.
    Push {
        /// The new commit; `None` when the push deletes the branch.
        after: Option<String>,
        /// The commit before; `None` when the push creates the branch.
        before: Option<String>,
        /// The repository's default branch, to compare a new branch against.
        default_branch: Option<String>,
    },
    /// Anything else: nothing is compared.
    Other {
        /// The event's name, as in `GITHUB_EVENT_NAME`.
        name: String,
    },
}

impl Event {
    /// Reads the payload of the event called `name` from the file that `GITHUB_EVENT_PATH` names.
    pub fn from_file(name: &str, path: &Path) -> Result<Event, GithubError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| GithubError::Event(format!("cannot read {}: {error}", path.display())))?;
        Event::from_json(name, &text)
    }

    /// Reads the payload of the event called `name`. Payloads differ between versions of GitHub, so that only the
    /// fields in use are looked at and everything else may be missing or new.
    pub fn from_json(name: &str, payload: &str) -> Result<Event, GithubError> {
        let payload: Value = serde_json::from_str(payload.trim_start_matches('\u{feff}'))
            .map_err(|error| GithubError::Event(format!("the payload of `{name}` is not JSON: {error}")))?;
        match name {
            "pull_request" | "pull_request_target" | "pull_request_review" => {
                Ok(Event::PullRequest(pull_request(&payload)?))
            }
            "merge_group" => Ok(Event::MergeGroup {
                head: required_commit(&payload, "/merge_group/head_sha")?,
                base: required_commit(&payload, "/merge_group/base_sha")?,
            }),
            "push" => Ok(Event::Push {
                after: commit(&payload, "/after")?,
                before: commit(&payload, "/before")?,
                default_branch: text(&payload, "/repository/default_branch").map(String::from),
            }),
            _ => Ok(Event::Other { name: name.to_owned() }),
        }
    }
}

fn pull_request(payload: &Value) -> Result<PullRequest, GithubError> {
    let number = payload.pointer("/pull_request/number").or_else(|| payload.pointer("/number")).and_then(Value::as_u64);
    let full_name =
        text(payload, "/repository/full_name").or_else(|| text(payload, "/pull_request/base/repo/full_name"));
    Ok(PullRequest {
        repository: Repository::parse(full_name.ok_or_else(|| missing("/repository/full_name"))?)?,
        number: number.ok_or_else(|| missing("/pull_request/number"))?,
        head: required_commit(payload, "/pull_request/head/sha")?,
        base_ref: text(payload, "/pull_request/base/ref").ok_or_else(|| missing("/pull_request/base/ref"))?.to_owned(),
        stale_base: commit(payload, "/pull_request/base/sha")?,
        from_fork: is_from_fork(&payload["pull_request"]),
    })
}

/// Whether a pull request's head lives in another repository than its base. A deleted fork leaves no head repository.
pub(crate) fn is_from_fork(pull_request: &Value) -> bool {
    let head = text(pull_request, "/head/repo/full_name");
    let base = text(pull_request, "/base/repo/full_name");
    match (head, base) {
        (Some(head), Some(base)) => !head.eq_ignore_ascii_case(base),
        _ => true,
    }
}

fn text<'a>(payload: &'a Value, pointer: &str) -> Option<&'a str> {
    payload.pointer(pointer).and_then(Value::as_str)
}

/// The commit at a place in the payload; `None` when it is absent or all zeros, which is how a push says "none".
fn commit(payload: &Value, pointer: &str) -> Result<Option<String>, GithubError> {
    let Some(id) = text(payload, pointer) else {
        return Ok(None);
    };
    if !is_commit_id(id) {
        // The id ends up on a command line of git, so that nothing else than an id may pass.
        return Err(GithubError::Event(format!("`{pointer}` of the payload is not a commit id")));
    }
    Ok(Some(id.to_ascii_lowercase()).filter(|id| id.bytes().any(|byte| byte != b'0')))
}

fn required_commit(payload: &Value, pointer: &str) -> Result<String, GithubError> {
    commit(payload, pointer)?.ok_or_else(|| missing(pointer))
}

fn missing(pointer: &str) -> GithubError {
    GithubError::Event(format!("the payload has no `{pointer}`"))
}

/// Whether a text is a full SHA-1 or SHA-256 commit id.
pub(crate) fn is_commit_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
