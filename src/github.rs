//! The pull request side: says a report's findings in a review, once.
//!
//! Observe what stands on GitHub, reconcile it with what is to be said, apply the difference. The middle step is pure. The
//! verdict never depends on any of this: whatever goes wrong here is a value that the caller reports.

mod apply;
mod body;
mod client;
pub mod event;
pub mod marker;
pub mod observe;
pub mod operation;
mod place;
pub mod reconcile;
mod summary;

pub use client::{Credentials, Token, server};
pub use event::Event;
pub use operation::Operation;

use crate::check::Report;
use crate::config::OutsideDiff;
use crate::error::Error;
use crate::finding::Fingerprint;
use crate::report::counted;
use crate::text::{Hunk, uri_segment};
use client::{Client, Failure};
use observe::Observed;
use reconcile::{Learned, Reconciled, Said, Target, reconcile};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::time::Duration;

/// A repository on GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The user or organisation.
    pub owner: String,
    /// The repository's name.
    pub name: String,
}

impl Repository {
    /// Reads `OWNER/NAME`.
    pub fn parse(text: &str) -> Result<Repository, Error> {
        let parts: Vec<&str> = text.trim().split('/').collect();
        match parts.as_slice() {
            [owner, name] if !owner.is_empty() && !name.is_empty() => {
                Ok(Repository { owner: (*owner).to_owned(), name: (*name).to_owned() })
            }
            _ => Err(Error::new(format!("`{text}` is not a repository of the form OWNER/NAME"))
                .help("give the repository as in `--repo acme/shop`")),
        }
    }

    /// The address of the repository's pages. `variable` looks a variable of GitHub Actions up.
    pub fn address(&self, variable: impl Fn(&str) -> Option<String>) -> String {
        format!("{}/{}/{}", server(variable), uri_segment(&self.owner), uri_segment(&self.name))
    }

    /// The route of something in the repository; `below` begins with a slash and is encoded already.
    fn route(&self, below: &str) -> String {
        format!("/repos/{}/{}{below}", uri_segment(&self.owner), uri_segment(&self.name))
    }
}

impl fmt::Display for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

/// A pull request, as an event or GitHub describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullRequest {
    /// The repository that it is in.
    pub repository: Repository,
    /// Its number.
    pub number: u64,
    /// Its newest commit. Not `GITHUB_SHA`, which is a merge commit with other line numbers.
    pub head: String,
    /// The branch that it is to be merged into. Where that was when the pull request was last updated goes stale; compare with [`merge_base`] instead.
    pub base_ref: String,
    /// Whether it is neither merged nor closed.
    pub is_open: bool,
}

/// What to review.
#[derive(Clone, Debug)]
pub struct ReviewRequest {
    /// The repository of the pull request.
    pub repository: Repository,
    /// The pull request's number.
    pub number: u64,
    /// The commit that the report judged. Nothing is written when the pull request has another head by now.
    pub head: String,
    /// The address of the repository's pages, such as `https://github.com/acme/shop`, for links.
    pub repository_url: Option<String>,
    /// The hunks of our own diff from merge base to head, by path after the change, for files whose diff GitHub leaves out.
    pub hunks: HashMap<String, Vec<Hunk>>,
}

/// How to go about it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Tells apart several set-ups of rolloutlint that comment in one repository. Letters, digits, `-`, `_` and `.`.
    pub instance: String,
    /// Where findings go that no line of the diff can carry.
    pub outside_diff: OutsideDiff,
    /// The time between two writes, and the unit of the time before a failed request is repeated.
    pub interval: Duration,
    /// How long to wait in all when GitHub limits the rate.
    pub patience: Duration,
    /// How long one request may take.
    pub timeout: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            instance: "default".to_owned(),
            outside_diff: OutsideDiff::Summary,
            interval: Duration::from_secs(1),
            patience: Duration::from_secs(60),
            timeout: Duration::from_secs(30),
        }
    }
}

/// What a review came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewOutcome {
    /// In a word.
    pub conclusion: Conclusion,
    /// What the token turned out to allow.
    pub capability: Capability,
    /// What this run wrote.
    pub done: Done,
    /// Where each finding that is an error or a warning is said, when everything that was to be written was written. Empty when nothing could be read.
    pub places: BTreeMap<Fingerprint, Said>,
    /// How many requests it took.
    pub requests: usize,
}

/// What a run wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Threads opened, or opened again.
    pub opened: usize,
    /// Comments written anew.
    pub edited: usize,
    /// Threads resolved or deleted.
    pub closed: usize,
    /// Threads that would have been resolved, and were deleted or marked instead.
    pub without_resolving: usize,
    /// The summary comment was written.
    pub summary: bool,
}

/// What a token turned out to allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// All that was needed.
    Full,
    /// To write, but not to resolve threads.
    NoResolve,
    /// Only to read.
    ReadOnly,
}

impl Capability {
    /// What to grant so that more is possible.
    pub fn remedy(self) -> Option<&'static str> {
        match self {
            Capability::Full => None,
            Capability::NoResolve => Some(
                "the token may not resolve threads, so that fixed ones are deleted when nobody answered, and marked when somebody did; `contents: write` or the token \
                 of a GitHub App would lift that",
            ),
            Capability::ReadOnly => Some(
                "the findings are in the annotations, the job summary and the report; `pull-requests: write` would lift that, and for forks a workflow on `workflow_run`",
            ),
        }
    }
}

impl fmt::Display for ReviewOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Done { opened, edited, closed, summary, .. } = self.done;
        let told =
            |count: usize, noun: &str, verb: &str| (count > 0).then(|| format!("{} {verb}", counted(count, noun)));
        let written = [
            told(opened, "thread", "opened"),
            told(edited, "comment", "edited"),
            told(closed, "thread", "closed"),
            summary.then(|| "summary written".to_owned()),
        ];
        let written = written.into_iter().flatten().collect::<Vec<String>>().join(", ");
        match &self.conclusion {
            Conclusion::NothingNew => f.write_str("nothing to change")?,
            Conclusion::Written => f.write_str(&written)?,
            Conclusion::Superseded { head } if written.is_empty() => {
                write!(f, "superseded: the pull request has a newer head, {head}")?;
            }
            Conclusion::Superseded { head } => write!(f, "superseded by {head}, after: {written}")?,
            Conclusion::ReadOnly { reason } | Conclusion::RateLimited { reason } | Conclusion::Failed { reason }
                if written.is_empty() =>
            {
                write!(f, "not posted: {reason}")?;
            }
            Conclusion::ReadOnly { reason } | Conclusion::RateLimited { reason } | Conclusion::Failed { reason } => {
                write!(f, "{written}, then stopped: {reason}")?;
            }
        }
        // Where nobody may write, no permission helps.
        let is_shut = matches!(&self.conclusion, Conclusion::ReadOnly { reason } if ["locked", "archived"].iter().any(|word| reason.contains(word)));
        match self.capability.remedy() {
            Some(remedy) if !is_shut => write!(f, " ({remedy})"),
            _ => Ok(()),
        }
    }
}

/// How a review ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// Everything is said, and something had to be written for it.
    Written,
    /// Everything was said already.
    NothingNew,
    /// The pull request has a newer head, and another run speaks for that.
    Superseded {
        /// The newer head.
        head: String,
    },
    /// The token may not write, as in a pull request from a fork. Say it in annotations instead.
    ReadOnly {
        /// GitHub's words.
        reason: String,
    },
    /// GitHub would have us wait for longer than the options allow.
    RateLimited {
        /// GitHub's words.
        reason: String,
    },
    /// Something else went wrong half way.
    Failed {
        /// What.
        reason: String,
    },
}

/// What a review would do, for `--dry-run`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRun {
    /// The operations, in order.
    pub operations: Vec<Operation>,
    /// Where each finding would be said.
    pub places: BTreeMap<Fingerprint, Said>,
    /// The pull request's newer head, when it has one: a review would write nothing.
    pub superseded_by: Option<String>,
    /// Whether GitHub was asked. Otherwise nothing is known of what stands there.
    pub observed: bool,
}

impl ReviewRequest {
    /// What it is about, in words: `pull request 12 of acme/shop`.
    fn name(&self) -> String {
        format!("pull request {} of {}", self.number, self.repository)
    }
}

/// A fault of the token or of an address.
pub(crate) fn unusable(reason: impl fmt::Display) -> Error {
    Error::new(format!("cannot sign in to GitHub: {reason}"))
        .help("set GITHUB_TOKEN, and GITHUB_API_URL to an https address")
}

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
                Ok(ReviewOutcome { conclusion, capability, done, places, requests: client.requests() })
            }
            Err(failure) => Err(unread(request.name(), failure)),
        }
    })
}

/// What [`review`] would do. Without credentials GitHub is not asked, and only our own diff is known.
pub fn dry_run(
    report: &Report,
    request: &ReviewRequest,
    credentials: Option<&Credentials>,
    options: &Options,
) -> Result<DryRun, Error> {
    check_instance(options)?;
    let target = target(report, request, options);
    let (head, reconciled) = match credentials {
        None => {
            let observed = Observed::offline(report, &request.hunks);
            (request.head.clone(), reconcile(report, &observed, &Learned::default(), &target))
        }
        Some(credentials) => block_on(async {
            let client = Client::new(credentials, options)?;
            let look = apply::look(&client, report, request, &target, &Learned::default(), &mut None).await;
            look.map_err(|failure| unread(request.name(), failure))
        })?,
    };
    let Reconciled { operations, places, .. } = reconciled;
    let superseded_by = (head != request.head).then_some(head);
    Ok(DryRun { operations, places, superseded_by, observed: credentials.is_some() })
}

/// What would be posted on a pull request with this diff. Pure.
pub fn preview(report: &Report, hunks: &HashMap<String, Vec<Hunk>>) -> Vec<Operation> {
    let target = Target {
        head: report.head.clone().unwrap_or_default(),
        base: report.base.clone(),
        instance: Options::default().instance,
        repository_url: None,
        outside_diff: OutsideDiff::Summary,
    };
    reconcile(report, &Observed::offline(report, hunks), &Learned::default(), &target).operations
}

/// Looks a pull request up that no event describes.
pub fn pull_request(
    repository: &Repository,
    number: u64,
    credentials: &Credentials,
    options: &Options,
) -> Result<PullRequest, Error> {
    block_on(async {
        let client = Client::new(credentials, options)?;
        observe::pull_request(&client, repository, number)
            .await
            .map_err(|failure| unread(format_args!("pull request {number} of {repository}"), failure))
    })
}

/// The open pull request from a branch of `owner`'s repository whose newest commit is `head`, which is how the run of a fork's workflow is led back to it.
/// `None` when there is none, or it has a newer head.
pub fn pull_request_from(
    repository: &Repository,
    owner: &str,
    branch: &str,
    head: &str,
    credentials: &Credentials,
    options: &Options,
) -> Result<Option<PullRequest>, Error> {
    block_on(async {
        let client = Client::new(credentials, options)?;
        observe::pull_request_from(&client, repository, owner, branch, head)
            .await
            .map_err(|failure| unread(format_args!("the pull requests of {repository}"), failure))
    })
}

/// The merge base of a branch or commit and a commit, which a shallow clone cannot tell.
pub fn merge_base(
    repository: &Repository,
    base: &str,
    head: &str,
    credentials: &Credentials,
    options: &Options,
) -> Result<String, Error> {
    block_on(async {
        let client = Client::new(credentials, options)?;
        let none = || {
            Error::new(format!("GitHub knows no merge base of {base} and {head}"))
                .help("give the commit to compare against with `--base`")
        };
        // One commit a page, because only what stands beside the list of commits is wanted.
        let route = repository.route(&format!("/compare/{}...{}?per_page=1", uri_segment(base), uri_segment(head)));
        let answer: Value = client.get(&route).await.map_err(|failure| match failure {
            Failure::NotFound => none(),
            failure => unread(format_args!("{base}...{head}"), failure),
        })?;
        let id = answer.pointer("/merge_base_commit/sha").and_then(Value::as_str);
        id.filter(|id| event::is_commit_id(id)).map(String::from).ok_or_else(none)
    })
}

fn target(report: &Report, request: &ReviewRequest, options: &Options) -> Target {
    Target {
        head: request.head.clone(),
        base: report.base.clone(),
        instance: options.instance.clone(),
        repository_url: request.repository_url.clone(),
        outside_diff: options.outside_diff,
    }
}

/// Whether the options can be used.
///
/// # Errors
/// When the name of the instance could not stand in a marker.
pub fn check_instance(options: &Options) -> Result<(), Error> {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    // Two hyphens would end the comment that a marker is.
    if options.instance.is_empty() || !options.instance.bytes().all(is_safe) || options.instance.contains("--") {
        return Err(Error::new(format!("`{}` is no name for an instance", options.instance))
            .help("use letters, digits, `-`, `_` and `.`"));
    }
    Ok(())
}

/// The one place where synchronous code waits for asynchronous code.
fn block_on<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let failed = |error| {
        Error::new("cannot set up network access")
            .because(error)
            .help("run without the review, or see whether the system is out of resources")
    };
    runtime.map_err(failed)?.block_on(work)
}

impl fmt::Display for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(head) = &self.superseded_by {
            return write!(f, "nothing to do: the pull request has a newer head, {head}");
        }
        for operation in &self.operations {
            writeln!(f, "{operation}")?;
        }
        match (self.operations.is_empty(), self.observed) {
            (true, _) => write!(f, "nothing to change"),
            (false, true) => write!(f, "nothing was written"),
            (false, false) => write!(f, "nothing was written, and GitHub was not asked what it says already"),
        }
    }
}
