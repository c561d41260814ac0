//! What a review compares: which two commits an event is about, and how they come into a checkout
//! that lacks them.

use super::objects::FromGithub;
use crate::cli::arguments::variable;
use crate::cli::judge::compare_with_each;
use crate::error::Error;
use crate::git::{Commit, CommitId, ObjectSource, Repository};
use crate::github::{self, Credentials, Event, Observed, Options, PullRequest};
use crate::report::terminal;
use crate::versions::{self, Head, Input, Request};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// Standard error is only for people here; when it is closed, nobody is reading.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "review: {}", terminal(text));
}

/// The comparison that an event asks for.
pub(super) struct Comparison {
    pub(super) input: Input,
    /// The pull request to comment on.
    pub(super) pull_request: Option<PullRequest>,
    /// The repository and the commit of a merge queue's group.
    pub(super) queued: Option<(github::Repository, String)>,
}

/// The event to review, with what was said in its pull request where that came along: the pull
/// request that the arguments name by number and repository, else what the run was started by.
pub(super) fn event(
    named: Option<(u64, &str)>,
    credentials: Option<&Credentials>,
    options: &Options,
) -> Result<(Event, Option<Observed>), Error> {
    if let Some((number, repo)) = named {
        let repository = github::Repository::parse(repo)?;
        let credentials = credentials.ok_or_else(no_token)?;
        let (pull_request, seen) = github::look(&repository, number, credentials, options)?;
        return Ok((Event::PullRequest(pull_request), seen));
    }
    match (variable("GITHUB_EVENT_NAME"), variable("GITHUB_EVENT_PATH")) {
        (Some(name), Some(path)) => match (Event::from_file(&name, Path::new(&path))?, credentials) {
            (Event::PullRequest(told), Some(credentials)) => {
                let (pull_request, seen) = live(told, credentials, options)?;
                Ok((Event::PullRequest(pull_request), seen))
            }
            (event, _) => Ok((event, None)),
        },
        _ => Err(Error::new("no event to review: GITHUB_EVENT_NAME and GITHUB_EVENT_PATH are not set")
            .help("run it in a workflow, name a pull request with --pr N --repo OWNER/NAME, or use `rolloutlint check --base origin/main`")),
    }
}

/// The pull request with the base that it has now. The event may be an old one that runs again, and
/// the pull request may be meant for another branch by now. The head stays that of the event: the
/// outcome of the run stands beside that commit.
fn live(
    told: PullRequest,
    credentials: &Credentials,
    options: &Options,
) -> Result<(PullRequest, Option<Observed>), Error> {
    let (now, seen) = github::look(&told.repository, told.number, credentials, options)?;
    if now.base_ref != told.base_ref {
        let (was, base) = (&told.base_ref, &now.base_ref);
        say(&format!("the event is for the base {was}, and the pull request has {base} by now: compared with {base}"));
    }
    Ok((PullRequest { head: told.head, ..now }, seen))
}

/// What an event leads to.
pub(super) enum Found {
    Comparison(Box<Comparison>),
    /// Nothing, and why.
    Nothing(&'static str),
}

impl Found {
    fn comparison(input: Input, pull_request: Option<PullRequest>) -> Found {
        Found::Comparison(Box::new(Comparison { input, pull_request, queued: None }))
    }
}

/// What the event compares, judged from Git's data alone.
pub(super) fn compare(
    event: Event,
    request: &Request,
    credentials: Option<&Credentials>,
    options: &Options,
) -> Result<Found, Error> {
    let source = event.repository().zip(credentials);
    let source = source.map(|(repository, credentials)| source_of(repository, credentials, options)).transpose()?;
    let checkout = Checkout { credentials, options, source };
    let repository = checkout.repository(request.dir)?;
    let between = |repository: Repository, bases: &[CommitId], head: Commit| {
        let repository = checkout.with_all_objects(repository);
        compare_with_each(&repository, bases, &Head::Commit(head.id, head.committed_on), request)
    };
    let of_pull_request = |repository: Repository, pull_request: PullRequest| {
        let repository = checkout.with_commit(repository, &pull_request.head)?;
        let head = repository.resolve(&pull_request.head)?;
        let PullRequest { repository: on_github, base_ref, base_tip, .. } = &pull_request;
        if credentials.is_none() {
            say(&format!("without a token the base is what the event says: {base_ref}"));
        }
        let branch = Branch { name: base_ref, tip: base_tip.as_deref() };
        let (repository, bases) = checkout.merge_bases(repository, Some(on_github), branch, &head.id)?;
        Ok(Found::comparison(between(repository, &bases, head)?, Some(pull_request)))
    };
    match event {
        Event::PullRequest(pull_request) => of_pull_request(repository, pull_request),
        Event::WorkflowRun { repository: on_github, head_owner, head_branch, head, number } => {
            let credentials = credentials.ok_or_else(no_token)?;
            let found = match number {
                Some(number) => {
                    let (named, _) = github::look(&on_github, number, credentials, options)?;
                    Some(named).filter(|named| named.head.eq_ignore_ascii_case(&head))
                }
                None => github::pull_request_from(&on_github, &head_owner, &head_branch, &head, credentials, options)?,
            };
            let newer = "superseded: no open pull request has the head of this run any more";
            found.map_or(Ok(Found::Nothing(newer)), |pull_request| of_pull_request(repository, pull_request))
        }
        Event::MergeGroup { head, base, repository: on_github } => {
            let repository = checkout.with_commit(checkout.with_commit(repository, &head)?, &base)?;
            let (head, base) = (repository.resolve(&head)?, repository.resolve(&base)?);
            let queued = on_github.zip(Some(head.id.0.clone()));
            let input = between(repository, &[base.id], head)?;
            Ok(Found::Comparison(Box::new(Comparison { input, pull_request: None, queued })))
        }
        Event::Push { after: None, .. } => Ok(Found::Nothing("the branch is gone: there is nothing to judge")),
        Event::Push { after: Some(head), before, default_branch, repository: on_github } => {
            let repository = checkout.with_commit(repository, &head)?;
            let head = repository.resolve(&head)?;
            let known = before.map(|before| {
                let repository = checkout.with_commit(checkout.repository(request.dir)?, &before)?;
                let base = repository.resolve(&before)?.id;
                Ok::<_, Error>((repository, vec![base]))
            });
            let (repository, bases) = match (known, default_branch) {
                (Some(Ok(known)), _) => known,
                (Some(Err(error)), None) => return Err(error),
                // A new branch, or one whose old commit a force push has left behind, is compared
                // with where it left the default branch.
                (_, Some(name)) => {
                    let branch = Branch { name: &name, tip: None };
                    checkout.merge_bases(repository, on_github.as_ref(), branch, &head.id)?
                }
                (None, None) => {
                    return Err(Error::new("the event names no commit to compare with")
                        .help("use `rolloutlint check --base REV`"));
                }
            };
            // The first push of the default branch: all of it is new.
            if bases.contains(&head.id) {
                return Ok(Found::comparison(whole_tree(request)?, None));
            }
            Ok(Found::comparison(between(repository, &bases, head)?, None))
        }
        Event::Other { .. } => Ok(Found::comparison(whole_tree(request)?, None)),
    }
}

/// All plans as they stand.
fn whole_tree(request: &Request) -> Result<Input, Error> {
    let mut input = versions::plans_on_disk(request)?;
    let note = "the event names nothing to compare with, so every plan is judged by itself";
    input.notes.insert(0, note.to_owned());
    Ok(input)
}

fn no_token() -> Error {
    Error::new("a pull request can only be looked up with a token").help("set GITHUB_TOKEN")
}

/// How commits come into a checkout that lacks them.
pub(super) struct Checkout<'a> {
    pub(super) credentials: Option<&'a Credentials>,
    pub(super) options: &'a Options,
    /// Where objects come from that the checkout lacks.
    pub(super) source: Option<Arc<dyn ObjectSource>>,
}

/// GitHub as a source of the objects of a repository.
pub(super) fn source_of(
    repository: &github::Repository,
    credentials: &Credentials,
    options: &Options,
) -> Result<Arc<dyn ObjectSource>, Error> {
    Ok(Arc::new(FromGithub(github::objects(repository, credentials, options)?)))
}

impl Checkout<'_> {
    /// Makes sure that a commit is there. The checkout of a workflow for a fork has only its own
    /// branch.
    pub(super) fn with_commit(&self, repository: Repository, id: &str) -> Result<Repository, Error> {
        if repository.resolve(id).is_ok() {
            return Ok(repository);
        }
        let server = github::server(variable);
        let login = self.credentials.map(|credentials| (server.as_str(), credentials.token.secret()));
        let error = match repository.fetch_commit(&CommitId(id.to_owned()), login) {
            Ok(fetched) => return Ok(fetched),
            Err(error) => error,
        };
        let repository = self.with_all_objects(repository);
        match repository.resolve(id) {
            Ok(_) => Ok(repository),
            // Why GitHub did not give it says more than why Git did not.
            Err(missing) if self.source.is_some() => Err(missing.help(WAY_OUT)),
            Err(_) => Err(error),
        }
    }

    /// The repository of a checkout. A checkout without Git has none, and all of it comes from
    /// GitHub.
    pub(super) fn repository(&self, dir: &Path) -> Result<Repository, Error> {
        match Repository::discover(dir) {
            Err(_) if self.source.is_some() && !dir.ancestors().any(|folder| folder.join(".git").exists()) => {
                Repository::without_git(dir)
            }
            found => found,
        }
    }

    /// The repository with GitHub as the source of what it lacks.
    pub(super) fn with_all_objects(&self, repository: Repository) -> Repository {
        match &self.source {
            Some(source) => repository.with_objects_from(Arc::clone(source)),
            None => repository,
        }
    }

    /// The merge bases with a branch. With a token GitHub tells where the branch is now: what an
    /// earlier job left here under its name, or what an old event says of it, does not count.
    fn merge_bases(
        &self,
        repository: Repository,
        on_github: Option<&github::Repository>,
        branch: Branch,
        head: &CommitId,
    ) -> Result<(Repository, Vec<CommitId>), Error> {
        let way_out = |error: Error| error.help(WAY_OUT);
        let Some((credentials, on_github)) = self.credentials.zip(on_github) else {
            return self.merge_bases_here(repository, branch, head).map_err(way_out);
        };
        // The pull request may have come with it.
        if let Some(tip) = branch.tip
            && let Ok(bases) = repository.merge_bases(&CommitId(tip.to_owned()), head)
        {
            return Ok((repository, bases));
        }
        let base = github::base(on_github, branch.name, &head.0, credentials, self.options).map_err(way_out)?;
        // Of several merge bases GitHub tells one.
        if let Ok(bases) = repository.merge_bases(&CommitId(base.tip), head) {
            return Ok((repository, bases));
        }
        let repository = self.with_commit(repository, &base.merge_base)?;
        Ok((repository, vec![CommitId(base.merge_base)]))
    }

    /// The merge bases with a branch as the checkout has it. A branch that lacks the commit where
    /// the event saw it is left over from an earlier job.
    fn merge_bases_here(
        &self,
        repository: Repository,
        branch: Branch,
        head: &CommitId,
    ) -> Result<(Repository, Vec<CommitId>), Error> {
        // In full, because a tag may be called `origin/main`, too, and would go first.
        let here = repository.resolve(&format!("refs/remotes/origin/{}", branch.name));
        let told = branch.tip.map(|tip| CommitId(tip.to_owned()));
        let (repository, tip) = match (here, told) {
            (Ok(here), Some(told)) if repository.merge_base(&told, &here.id).is_ok_and(|base| base == told) => {
                (repository, here.id)
            }
            (_, Some(told)) => (self.with_commit(repository, &told.0)?, told),
            (here, None) => (repository, here?.id),
        };
        let bases = repository.merge_bases(&tip, head)?;
        Ok((repository, bases))
    }
}

/// A branch to compare with.
#[derive(Clone, Copy)]
struct Branch<'a> {
    name: &'a str,
    /// The commit that it is at: by GitHub with a token, by the event without one.
    tip: Option<&'a str>,
}

const WAY_OUT: &str =
    "give the step a token, so that the merge base can be asked for, or check out with `fetch-depth: 0`";
