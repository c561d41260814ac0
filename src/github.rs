//! The pull request side: says a report's findings in a review, once.
//!
//! Observe what stands on GitHub, reconcile it with what is to be said, apply the difference. The
//! middle step is pure. The verdict never depends on any of this: whatever goes wrong here is a
//! value that the caller reports.

mod apply;
mod approvals;
mod body;
mod client;
mod credentials;
pub mod event;
mod instance;
pub mod marker;
mod objects;
mod observe;
mod observed;
pub mod operation;
mod outcome;
mod place;
mod reconcile;
mod request;
mod summary;

pub(crate) use credentials::server;
pub use credentials::{Credentials, Token};
pub use event::Event;
pub(crate) use instance::{instance_of, instances_in};
pub use objects::Objects;
pub use observed::Observed;
pub use operation::Operation;
pub use outcome::{Capability, Conclusion, Done, DryRun, ReviewOutcome};
pub use place::Said;
pub(crate) use request::check_instance;
pub use request::{Gone, Network, Options, PullRequest, Repository, ReviewRequest};

use crate::approval::{Conversation, Status};
use crate::check::Report;
use crate::error::Error;
use crate::text::{CommitId, Hunk, uri_segment};
use client::{Client, Failure};
use place::Target;
use reconcile::{Learned, Reconciled, reconcile};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// GitHub refused to be read.
fn unread(what: impl fmt::Display, failure: Failure) -> Error {
    Error::new(format!("cannot read {what}"))
        .because(failure)
        .help("see that GITHUB_API_URL and the token are right; it needs `contents: read` and `pull-requests: write`")
}

/// Makes the pull request say what the report says.
pub fn review(
    report: &Report,
    request: &ReviewRequest,
    credentials: &Credentials,
    options: &Options,
) -> Result<ReviewOutcome, Error> {
    check_instance(options)?;
    block_on(async {
        let client = Client::new(credentials, options)?;
        let target = target(report, request, options);
        match apply::apply(&client, report, request, &target, options).await {
            Ok(outcome) => Ok(outcome),
            Err(failure @ (Failure::RateLimited { .. } | Failure::Forbidden { .. })) => {
                // The caller has another way to say the findings.
                let capability = match failure {
                    Failure::Forbidden { .. } => Capability::ReadOnly,
                    _ => Capability::Full,
                };
                let conclusion = apply::conclusion(failure);
                let (done, places) = (Done::default(), BTreeMap::new());
                let requests = client.requests();
                Ok(ReviewOutcome { conclusion, capability, done, places, requests, remarks: Vec::new() })
            }
            Err(failure) => Err(unread(request.name(), failure)),
        }
    })
}

/// What [`review`] would do. Without credentials GitHub is not asked, and only our own diff is
/// known.
pub fn dry_run(
    report: &Report,
    request: &ReviewRequest,
    credentials: Option<&Credentials>,
    options: &Options,
) -> Result<DryRun, Error> {
    check_instance(options)?;
    let target = target(report, request, options);
    let looked = match credentials {
        None => {
            let observed = Observed::offline(report, &request.hunks);
            Ok(reconcile(report, &observed, &Learned::default(), &target))
        }
        Some(credentials) => block_on(async {
            let client = Client::new(credentials, options)?;
            let look = apply::look(None, &client, report, request, &target, &Learned::default(), &mut None).await;
            look.map_err(|failure| unread(request.name(), failure))
        })?,
    };
    let (superseded, Reconciled { operations, places, remarks, .. }) = match looked {
        Ok(reconciled) => (None, reconciled),
        Err(superseded) => (Some(superseded), Reconciled::default()),
    };
    Ok(DryRun { operations, places, remarks, superseded, is_observed: credentials.is_some() })
}

/// What would be posted on a pull request with this diff. Pure.
pub fn preview(report: &Report, hunks: &HashMap<String, Vec<Hunk>>) -> Vec<Operation> {
    let target = target_of(report, report.head.as_ref().map(CommitId::to_string), &Options::default());
    reconcile(report, &Observed::offline(report, hunks), &Learned::default(), &target).operations
}

/// Asks GitHub for a pull request as it is now and, where one request tells both, for what was said
/// in it: [`ReviewRequest::seen`].
pub fn look(
    repository: &Repository,
    number: u64,
    credentials: &Credentials,
    options: &Options,
) -> Result<(PullRequest, Option<Observed>), Error> {
    let what = format!("pull request {number} of {repository}");
    ask(what, credentials, options, async |client| observe::look(client, repository, number, &options.instance).await)
}

/// The open pull request from a branch of `owner`'s repository whose newest commit is `head`. By it
/// the run of a fork's workflow finds its pull request. `None` when there is none, or it has a
/// newer head.
pub(crate) fn pull_request_from(
    repository: &Repository,
    owner: &str,
    branch: &str,
    head: &str,
    credentials: &Credentials,
    options: &Options,
) -> Result<Option<PullRequest>, Error> {
    ask(format!("the pull requests of {repository}"), credentials, options, async |client| {
        observe::pull_request_from(client, repository, owner, branch, head).await
    })
}

/// Where a branch is now, and its merge base with a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The newest commit of the branch.
    pub tip: String,
    /// The merge base. Of several, GitHub tells one.
    pub merge_base: String,
}

/// Asks GitHub where a branch is, and for its merge base with a commit. A shallow clone does not
/// know it.
pub fn base(
    repository: &Repository,
    base: &str,
    head: &str,
    credentials: &Credentials,
    options: &Options,
) -> Result<Base, Error> {
    block_on(async {
        let client = Client::new(credentials, options)?;
        let none = || {
            Error::new(format!("GitHub knows no merge base of {base} and {head}"))
                .help("give the commit to compare against with `--base`")
        };
        // One commit a page: the answer has the merge base beside the list of commits, and nobody
        // needs the list.
        let route = repository.route(&format!("/compare/{}...{}?per_page=1", uri_segment(base), uri_segment(head)));
        let answer: Value = client.get(&route).await.map_err(|failure| match failure {
            Failure::NotFound => none(),
            failure => unread(format_args!("{base}...{head}"), failure),
        })?;
        let id = |pointer: &str| {
            let id = answer.pointer(pointer).and_then(Value::as_str);
            id.filter(|id| event::is_commit_id(id)).map(String::from).ok_or_else(none)
        };
        Ok(Base { tip: id("/base_commit/sha")?, merge_base: id("/merge_base_commit/sha")? })
    })
}

/// Who wrote a pull request and who reviewed it.
pub fn conversation(
    repository: &Repository,
    number: u64,
    credentials: &Credentials,
    options: &Options,
) -> Result<Conversation, Error> {
    let what = format!("the reviews of pull request {number} of {repository}");
    ask(what, credentials, options, async |client| approvals::conversation(client, repository, number).await)
}

/// Sets the commit status that tells of approvals, unless the commit has it already. Gives whether
/// it was written.
pub(crate) fn set_status(
    repository: &Repository,
    commit: &str,
    status: &Status,
    credentials: &Credentials,
    options: &Options,
) -> Result<bool, Error> {
    block_on(async {
        let client = Client::new(credentials, options)?;
        approvals::set_status(&client, repository, commit, status).await.map_err(|failure| {
            Error::new(format!("cannot write the status {} of {commit}", Status::CONTEXT))
                .because(failure)
                .help("the token needs `statuses: write`")
        })
    })
}

/// The Git objects of a repository, for a clone that lacks them. Nothing is asked yet.
pub fn objects(repository: &Repository, credentials: &Credentials, options: &Options) -> Result<Objects, Error> {
    Objects::new(repository, credentials, options, runtime()?)
}

fn target(report: &Report, request: &ReviewRequest, options: &Options) -> Target {
    Target {
        repository_url: request.repository_url.clone(),
        edit_url: request.edit_url.clone(),
        approvals: request.approvals.clone(),
        ..target_of(report, Some(request.head.clone()), options)
    }
}

/// The target of a pull request of which nobody knows where it is.
fn target_of(report: &Report, head: Option<String>, options: &Options) -> Target {
    Target {
        head: head.unwrap_or_default(),
        base: report.base.clone(),
        instance: options.instance.clone(),
        repository_url: None,
        edit_url: None,
        approvals: None,
        fail_on: options.fail_on,
        outside_diff: options.outside_diff,
        pages: options.pages.clone(),
        today: report.plans.iter().find_map(|plan| plan.timeline.today),
        is_timeless: false,
    }
}

/// Asks GitHub for something. `what` is what cannot be read where it refuses.
fn ask<T>(
    what: String,
    credentials: &Credentials,
    options: &Options,
    ask: impl AsyncFnOnce(&Client) -> Result<T, Failure>,
) -> Result<T, Error> {
    block_on(async {
        let client = Client::new(credentials, options)?;
        ask(&client).await.map_err(|failure| unread(what, failure))
    })
}

/// The one place where synchronous code waits for asynchronous code.
fn block_on<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    runtime()?.block_on(work)
}

fn runtime() -> Result<tokio::runtime::Runtime, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let failed = |error| {
        Error::new("cannot set up network access")
            .because(error)
            .help("run without the review, or see whether the system is out of resources")
    };
    runtime.map_err(failed)
}
