//! What a review is about, and how to go about it.

use super::credentials::server;
use super::observed::Observed;
use crate::approval::Approvals;
use crate::config::OutsideDiff;
use crate::error::Error;
use crate::finding::Severity;
use crate::report::page::Pages;
use crate::text::{Hunk, uri_segment};
use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::rc::Rc;
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

    /// The route of something in the repository; `below` begins with a slash and is encoded
    /// already.
    pub(super) fn route(&self, below: &str) -> String {
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
    /// The branch that it is to be merged into. The commit that an event names for it goes stale:
    /// compare with [`base`](super::base) instead.
    pub base_ref: String,
    /// The commit that this branch is at, by whoever describes it. What an event says counts only
    /// where GitHub cannot be asked.
    pub base_tip: Option<String>,
    /// The repository and the branch that it comes from; `None` when the fork is gone.
    pub from: Option<(Repository, String)>,
    /// Whether it is neither merged nor closed.
    pub is_open: bool,
}

impl PullRequest {
    /// The address of the editor for files of its branch. `variable` looks a variable of GitHub
    /// Actions up.
    pub(crate) fn edit_address(&self, variable: impl Fn(&str) -> Option<String>) -> Option<String> {
        let (repository, branch) = self.from.as_ref()?;
        let branch: Vec<String> = branch.split('/').map(uri_segment).collect();
        Some(format!("{}/edit/{}", repository.address(variable), branch.join("/")))
    }
}

/// What to review.
#[derive(Clone, Debug)]
pub struct ReviewRequest {
    /// The repository of the pull request.
    pub repository: Repository,
    /// The pull request's number.
    pub number: u64,
    /// The commit that the report judged. Nothing is written when the pull request has another head
    /// by now.
    pub head: String,
    /// The branch that it was compared with. Nothing is written when the pull request has another
    /// base by now, either.
    pub base_ref: String,
    /// The address of the repository's pages, such as `https://github.com/acme/shop`, for links.
    pub repository_url: Option<String>,
    /// The address of the editor for files of the pull request's branch, such as
    /// `https://github.com/acme/shop/edit/beta`, for links.
    pub edit_url: Option<String>,
    /// The hunks of our own diff from merge base to head, by path after the change. They replace
    /// the diffs that GitHub leaves out.
    pub hunks: HashMap<String, Vec<Hunk>>,
    /// What is known of the approvals of its decisions; `None` where nobody asks.
    pub approvals: Option<Approvals>,
    /// Which other set-ups of rolloutlint in the repository no longer run.
    pub gone: Gone,
    /// What was said in the pull request when the run began, where that is known.
    pub seen: Option<Observed>,
}

/// Tells of the name of another set-up whether that set-up no longer runs, so that its comments may
/// be taken over. It is asked only when there are such comments.
#[derive(Clone)]
pub struct Gone(Rc<dyn Fn(&str) -> bool>);

impl Gone {
    /// By a function that tells it of a name.
    pub fn by(is_gone: impl Fn(&str) -> bool + 'static) -> Gone {
        Gone(Rc::new(is_gone))
    }

    pub(super) fn is_gone(&self, instance: &str) -> bool {
        (self.0)(instance)
    }
}

impl Default for Gone {
    /// Nobody knows of any.
    fn default() -> Gone {
        Gone::by(|_| false)
    }
}

impl fmt::Debug for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gone(…)")
    }
}

impl ReviewRequest {
    /// What it is about, in words: `pull request 12 of acme/shop`.
    pub(super) fn name(&self) -> String {
        format!("pull request {} of {}", self.number, self.repository)
    }
}

/// How to go about it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Tells apart several set-ups of rolloutlint that comment in one repository. Letters, digits,
    /// `-`, `_` and `.`.
    pub instance: String,
    /// Where findings go that no line of the diff can carry.
    pub outside_diff: OutsideDiff,
    /// The lowest severity that refuses the change; `None` when nothing does.
    pub fail_on: Option<Severity>,
    /// The time between two writes, and the unit of the time before a failed request is repeated.
    pub interval: Duration,
    /// How long to wait in all when GitHub limits the rate.
    pub patience: Duration,
    /// How long one request may take.
    pub timeout: Duration,
    /// What stands between this machine and GitHub.
    pub network: Network,
    /// Where the pages of the rules can be read.
    pub pages: Pages,
}

/// What stands between this machine and GitHub.
#[derive(Clone, Default)]
pub struct Network {
    /// The proxy for any address, empty for none. It may hold a user name and a password.
    pub all_proxy: String,
    /// The proxy for addresses without encryption.
    pub http_proxy: String,
    /// The proxy for encrypted addresses.
    pub https_proxy: String,
    /// Names, addresses and networks that are reached without a proxy, with commas between them.
    pub no_proxy: String,
    /// A file of certificates that are trusted beside those of the machine.
    pub extra_roots: Option<PathBuf>,
}

impl Network {
    /// From the variables that curl, Git and Node go by: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`
    /// and `NO_PROXY` in either case, and `NODE_EXTRA_CA_CERTS`. `variable` looks a variable up.
    pub(crate) fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Network {
        let either = |name: &str| {
            let value = variable(name).or_else(|| variable(&name.to_ascii_lowercase()));
            value.map_or_else(String::new, |value| value.trim().to_owned())
        };
        Network {
            all_proxy: either("ALL_PROXY"),
            http_proxy: either("HTTP_PROXY"),
            https_proxy: either("HTTPS_PROXY"),
            no_proxy: either("NO_PROXY"),
            extra_roots: variable("NODE_EXTRA_CA_CERTS").map(PathBuf::from),
        }
    }
}

impl fmt::Debug for Network {
    /// The address of a proxy may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("no_proxy", &self.no_proxy).finish_non_exhaustive()
    }
}

impl Default for Options {
    fn default() -> Options {
        Options {
            instance: "default".to_owned(),
            outside_diff: OutsideDiff::Summary,
            fail_on: Some(Severity::Error),
            interval: Duration::from_secs(1),
            patience: Duration::from_secs(60),
            timeout: Duration::from_secs(30),
            network: Network::default(),
            pages: Pages::default(),
        }
    }
}

/// Whether the options can be used.
///
/// # Errors
/// When the name of the instance could not stand in a marker.
pub(crate) fn check_instance(options: &Options) -> Result<(), Error> {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    // Two hyphens would end the comment that a marker is.
    if options.instance.is_empty() || !options.instance.bytes().all(is_safe) || options.instance.contains("--") {
        return Err(Error::new(format!("`{}` is no name for an instance", options.instance))
            .help("use letters, digits, `-`, `_` and `.`"));
    }
    Ok(())
}
