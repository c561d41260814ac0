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
pub mod reconcile;

pub use client::{Credentials, Token};
pub use event::Event;
pub use reconcile::Operation;

use crate::check::Report;
use crate::finding::Fingerprint;
use crate::text::Hunk;
use client::{Client, Failure, encode};
use observe::Observed;
use reconcile::{Anchor, Target, reconcile};
use serde_json::Value;
use std::collections::HashMap;
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
    pub fn parse(text: &str) -> Result<Repository, GithubError> {
        let parts: Vec<&str> = text.trim().split('/').collect();
        match parts.as_slice() {
            [owner, name] if !owner.is_empty() && !name.is_empty() => {
                Ok(Repository { owner: (*owner).to_owned(), name: (*name).to_owned() })
            }
            _ => Err(GithubError::Repository(text.to_owned())),
        }
    }

    /// The route of something in the repository; `below` begins with a slash and is encoded already.
    fn route(&self, below: &str) -> String {
        format!("/repos/{}/{}{below}", encode(&self.owner), encode(&self.name))
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
    /// The branch that it is to be merged into.
    pub base_ref: String,
    /// Where that branch was when the pull request was last updated. It goes stale; compare with [`merge_base`] instead.
    pub stale_base: Option<String>,
    /// Whether the head is in another repository, so that the token can only read.
    pub from_fork: bool,
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
    /// The hunks of our own diff from merge base to head, by path after the change, for files whose diff GitHub leaves out.
    pub hunks: HashMap<String, Vec<Hunk>>,
}

/// How to go about it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Tells apart several set-ups of rolloutlint that comment in one repository. Letters, digits, `-`, `_` and `.`.
    pub instance: String,
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
    /// The findings that this run said on GitHub.
    pub posted: Vec<Posted>,
    /// The findings that were to be said and were not; the conclusion tells why.
    pub skipped: Vec<Fingerprint>,
    /// How many findings stood there already.
    pub already_said: usize,
}

impl fmt::Display for ReviewOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let on_lines = self.posted.iter().filter(|posted| posted.anchor.is_some()).count();
        let in_body = self.posted.len() - on_lines;
        match &self.conclusion {
            Conclusion::NothingNew => f.write_str("nothing new to post")?,
            Conclusion::Posted => write!(f, "posted {on_lines} findings on lines and {in_body} in the review's body")?,
            Conclusion::Superseded { head } => write!(f, "not posted: the pull request has a newer head, {head}")?,
            Conclusion::ReadOnly { reason } => write!(f, "not posted: {reason}")?,
            Conclusion::RateLimited { reason } | Conclusion::Failed { reason } if self.posted.is_empty() => {
                write!(f, "not posted: {reason}")?;
            }
            Conclusion::RateLimited { reason } | Conclusion::Failed { reason } => {
                write!(f, "posted {} findings, then stopped: {reason}", self.posted.len())?;
            }
        }
        match self.already_said {
            0 => Ok(()),
            count => write!(f, "; {count} said already"),
        }
    }
}

/// How a review ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// Everything new was posted.
    Posted,
    /// There was nothing to say that does not stand there already.
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

/// A finding that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Which.
    pub fingerprint: Fingerprint,
    /// The lines that the comment is on; `None` when it is in the review's body.
    pub anchor: Option<Anchor>,
}

/// What a review would do, for `--dry-run`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The operations, in order.
    pub operations: Vec<Operation>,
    /// How many findings stand there already.
    pub already_said: usize,
    /// The pull request's newer head, when it has one: a review would write nothing.
    pub superseded_by: Option<String>,
    /// Whether GitHub was asked. Otherwise nothing is known of what stands there.
    pub observed: bool,
}

/// Why a review could not be begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GithubError {
    /// The event's payload cannot be used.
    Event(String),
    /// A text is not `OWNER/NAME`.
    Repository(String),
    /// The token or an address cannot be used.
    Credentials(String),
    /// The instance holds characters that a marker cannot hold.
    Instance(String),
    /// GitHub refused to be read.
    Unread {
        /// What was to be read.
        what: String,
        /// Why not.
        reason: String,
    },
    /// The two commits have no common ancestor, or GitHub does not know one of them.
    NoMergeBase {
        /// The branch or commit to be merged into.
        base: String,
        /// The commit to be merged.
        head: String,
    },
    /// This machine gives no runtime for network access.
    Runtime(String),
}

impl fmt::Display for GithubError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GithubError::Event(reason) => write!(f, "cannot read the event: {reason}"),
            GithubError::Repository(text) => write!(f, "`{text}` is not a repository of the form OWNER/NAME"),
            GithubError::Credentials(reason) => write!(f, "cannot sign in to GitHub: {reason}"),
            GithubError::Instance(text) => write!(f, "`{text}` is no name for an instance"),
            GithubError::Unread { what, reason } => write!(f, "cannot read {what}: {reason}"),
            GithubError::NoMergeBase { base, head } => write!(f, "GitHub knows no merge base of {base} and {head}"),
            GithubError::Runtime(reason) => write!(f, "cannot set up network access: {reason}"),
        }
    }
}

impl std::error::Error for GithubError {}

impl GithubError {
    /// What to do about it, in one line.
    pub fn help(&self) -> &'static str {
        match self {
            GithubError::Event(_) => "GITHUB_EVENT_NAME and GITHUB_EVENT_PATH must come from the same run",
            GithubError::Repository(_) => "give the repository as in `--repo acme/shop`",
            GithubError::Credentials(_) => "set GITHUB_TOKEN, and GITHUB_API_URL to an https address",
            GithubError::Instance(_) => "use letters, digits, `-`, `_` and `.`",
            GithubError::Unread { .. } => "the token needs `contents: read` and `pull-requests: write`",
            GithubError::NoMergeBase { .. } => "give the commit to compare against with `--base`",
            GithubError::Runtime(_) => "run without the review, or see whether the system is out of resources",
        }
    }
}

/// Posts what the report finds and the pull request does not say yet.
pub fn review(
    report: &Report,
    request: &ReviewRequest,
    credentials: &Credentials,
    options: &Options,
) -> Result<ReviewOutcome, GithubError> {
    check_instance(options)?;
    block_on(async {
        let client = Client::new(credentials, options)?;
        let observed = match observe::observe(&client, request, &options.instance).await {
            Ok(observed) => observed,
            Err(failure) => return not_observed(report, request, failure),
        };
        let target = target(report, request, options);
        let operations = reconcile(&report.findings, &observed, &target);
        let already_said = already_said(report, &observed);
        if observed.head != request.head {
            let conclusion = Conclusion::Superseded { head: observed.head };
            return Ok(ReviewOutcome { conclusion, posted: Vec::new(), skipped: skipped(&operations), already_said });
        }
        let outcome = apply::apply(&client, request, &target, options.interval, operations).await;
        Ok(ReviewOutcome { already_said, ..outcome })
    })
}

/// What [`review`] would do. Without credentials GitHub is not asked, and only our own diff is known.
pub fn plan(
    report: &Report,
    request: &ReviewRequest,
    credentials: Option<&Credentials>,
    options: &Options,
) -> Result<Plan, GithubError> {
    check_instance(options)?;
    let observed = match credentials {
        None => Observed { head: request.head.clone(), ..Observed::offline(report, &request.hunks) },
        Some(credentials) => block_on(async {
            let client = Client::new(credentials, options)?;
            observe::observe(&client, request, &options.instance).await.map_err(|failure| unread(request, &failure))
        })?,
    };
    Ok(Plan {
        operations: reconcile(&report.findings, &observed, &target(report, request, options)),
        already_said: already_said(report, &observed),
        superseded_by: (observed.head != request.head).then(|| observed.head.clone()),
        observed: credentials.is_some(),
    })
}

/// The review that a pull request with this diff would get. Pure.
pub fn preview(report: &Report, hunks: &HashMap<String, Vec<Hunk>>) -> Vec<Operation> {
    let target = Target {
        head: report.head.clone().unwrap_or_default(),
        base: report.base.clone(),
        instance: Options::default().instance,
    };
    reconcile(&report.findings, &Observed::offline(report, hunks), &target)
}

/// Looks a pull request up that no event describes.
pub fn pull_request(
    repository: &Repository,
    number: u64,
    credentials: &Credentials,
    options: &Options,
) -> Result<PullRequest, GithubError> {
    block_on(async {
        let client = Client::new(credentials, options)?;
        observe::pull_request(&client, repository, number).await.map_err(|failure| GithubError::Unread {
            what: format!("pull request {number} of {repository}"),
            reason: failure.to_string(),
        })
    })
}

/// The merge base of a branch or commit and a commit, which a shallow clone cannot tell.
pub fn merge_base(
    repository: &Repository,
    base: &str,
    head: &str,
    credentials: &Credentials,
    options: &Options,
) -> Result<String, GithubError> {
    block_on(async {
        let client = Client::new(credentials, options)?;
        let none = || GithubError::NoMergeBase { base: base.to_owned(), head: head.to_owned() };
        // One commit a page, because only what stands beside the list of commits is wanted.
        let route = repository.route(&format!("/compare/{}...{}?per_page=1", encode(base), encode(head)));
        let answer: Value = client.get(&route).await.map_err(|failure| match failure {
            Failure::NotFound => none(),
            failure => GithubError::Unread { what: format!("{base}...{head}"), reason: failure.to_string() },
        })?;
        let id = answer.pointer("/merge_base_commit/sha").and_then(Value::as_str);
        id.filter(|id| event::is_commit_id(id)).map(String::from).ok_or_else(none)
    })
}

/// The outcome when the pull request could not be read. Rate and permission are outcomes, since the caller has another
/// way to say the findings; anything else is an error.
fn not_observed(report: &Report, request: &ReviewRequest, failure: Failure) -> Result<ReviewOutcome, GithubError> {
    let reason = failure.to_string();
    let conclusion = match failure {
        Failure::RateLimited { .. } => Conclusion::RateLimited { reason },
        Failure::Forbidden { .. } => Conclusion::ReadOnly { reason },
        failure => return Err(unread(request, &failure)),
    };
    let skipped = skipped(&preview(report, &HashMap::new()));
    Ok(ReviewOutcome { conclusion, posted: Vec::new(), skipped, already_said: 0 })
}

fn unread(request: &ReviewRequest, failure: &Failure) -> GithubError {
    let what = format!("pull request {} of {}", request.number, request.repository);
    GithubError::Unread { what, reason: failure.to_string() }
}

fn skipped(operations: &[Operation]) -> Vec<Fingerprint> {
    operations.iter().flat_map(|Operation::PostReview(review)| review.fingerprints()).cloned().collect()
}

fn already_said(report: &Report, observed: &Observed) -> usize {
    let said = observed.said();
    report.findings.iter().filter(|finding| said.contains(&finding.fingerprint)).count()
}

fn target(report: &Report, request: &ReviewRequest, options: &Options) -> Target {
    Target { head: request.head.clone(), base: report.base.clone(), instance: options.instance.clone() }
}

fn check_instance(options: &Options) -> Result<(), GithubError> {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    // Two hyphens would end the comment that a marker is.
    if options.instance.is_empty() || !options.instance.bytes().all(is_safe) || options.instance.contains("--") {
        return Err(GithubError::Instance(options.instance.clone()));
    }
    Ok(())
}

/// The one place where synchronous code waits for asynchronous code.
fn block_on<T>(work: impl Future<Output = Result<T, GithubError>>) -> Result<T, GithubError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| GithubError::Runtime(error.to_string()))?.block_on(work)
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(head) = &self.superseded_by {
            return write!(f, "nothing to do: the pull request has a newer head, {head}");
        }
        for operation in &self.operations {
            writeln!(f, "{operation}")?;
        }
        match (self.operations.is_empty(), self.observed) {
            (true, _) => write!(f, "nothing to post")?,
            (false, true) => write!(f, "nothing was written")?,
            (false, false) => write!(f, "nothing was written, and GitHub was not asked what it says already")?,
        }
        match self.already_said {
            0 => Ok(()),
            1 => f.write_str("; 1 finding is said already"),
            count => write!(f, "; {count} findings are said already"),
        }
    }
}
