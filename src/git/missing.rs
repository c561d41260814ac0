//! What a clone lacks, and how to get it.

use gix::ObjectId;
use gix::bstr::ByteSlice;

use super::repository::Repository;
use crate::error::Error;

pub(super) const SHALLOW_HELP: &str = "This clone holds only the newest commits. `git fetch --unshallow` fetches \
    the others; in GitHub Actions set `fetch-depth: 0` for `actions/checkout`.";

const MISSING_HELP: &str = "`git fsck` shows what is missing; a new clone mends it.";

const PARTIAL_HELP: &str = "This clone left out files until Git needs them. `git fetch --refetch \
    --no-filter` fetches all of them; a clone without `--filter` has them from the start.";

impl Repository {
    /// An error about an object that the repository should hold. The help says how to get it when
    /// the clone left it out.
    pub(super) fn unreadable(&self, message: &str, error: gix::Error) -> Error {
        let is_not_found = error.is_not_found();
        if let Some(error) = self.not_brought(message) {
            return error;
        }
        let failed = Error::new(message).because(error);
        match is_not_found {
            true if self.is_partial() => failed.help(PARTIAL_HELP),
            true if self.is_shallow() => failed.help(SHALLOW_HELP),
            true => failed.help(MISSING_HELP),
            false => failed,
        }
    }

    /// An error about an object that should have come from elsewhere; `None` when nothing failed
    /// there.
    fn not_brought(&self, message: &str) -> Option<Error> {
        let fault = self.fault.lock().take()?;
        let help = "run the job again, or check out with `fetch-depth: 0` and without `sparse-checkout`";
        Some(Error::new(message).because(fault).help(help))
    }

    /// Whether the clone left out files, for Git to fetch when it needs them. We cannot fetch them.
    fn is_partial(&self) -> bool {
        self.inner.remote_names().iter().any(|remote| {
            self.config(&format!("remote.{remote}.partialclonefilter")).is_some()
                || self.config_is_true(&format!("remote.{remote}.promisor")) == Some(true)
        })
    }

    /// The error about a revision that leads to no commit. The help says how to get it, or which
    /// name comes near.
    pub(super) fn unresolved(&self, rev: &str, error: gix::Error) -> Error {
        if let Some(error) = self.not_brought(&format!("the commit `{rev}` is not in this clone")) {
            return error;
        }
        match self.missing_below(rev).filter(|_| !self.is_shallow()) {
            Some(id) => Error::new(format!("cannot follow the history to `{rev}`: the commit {id} is missing"))
                .help(if self.is_partial() { PARTIAL_HELP } else { MISSING_HELP }),
            None => {
                let message = format!("the revision `{rev}` is not in this repository");
                // Git keeps pushed objects there until a hook has let them in.
                let help = match std::env::var_os("GIT_OBJECT_DIRECTORY") {
                    Some(_) => "What is only in GIT_OBJECT_DIRECTORY is not seen: run it when the push is in, as in a \
                                post-receive hook."
                        .to_owned(),
                    None => self.help_for_unknown(rev),
                };
                // The library's words for what is not there say nothing more.
                let failed = Error::new(message).help(help);
                let name = rev.split(['~', '^', '@', ':']).next().unwrap_or(rev);
                let is_no_part = name != rev && self.inner.rev_parse_single(name).is_ok();
                if error.is_not_found() || is_no_part { failed } else { failed.because(error) }
            }
        }
    }

    /// The missing commit at which the history of a revision breaks, along first parents.
    fn missing_below(&self, rev: &str) -> Option<ObjectId> {
        let start = rev.split(['~', '^', '@', ':']).next().filter(|name| !name.is_empty()).unwrap_or("HEAD");
        let mut next = match self.inner.rev_parse_single(start) {
            Ok(id) => Some(id.detach()),
            Err(_) => {
                let mut reference = self.inner.find_reference(start).ok()?;
                while let Some(Ok(target)) = reference.follow() {
                    reference = target;
                }
                reference.target().try_id().map(|id| id.to_owned())
            }
        };
        while let Some(id) = next {
            let Ok(commit) = self.inner.find_commit(id) else { return (!self.inner.has_object(id)).then_some(id) };
            next = commit.parent_ids().next().map(|parent| parent.detach());
        }
        None
    }

    /// How to get the commit of a revision, or which name comes near.
    fn help_for_unknown(&self, rev: &str) -> String {
        let name = rev.split(['~', '^', '@', ':']).next().unwrap_or(rev);
        let name = name.strip_prefix("refs/remotes/").unwrap_or(name);
        let remotes = self.inner.remote_names();
        let remote_branch = remotes.iter().find_map(|remote| {
            let remote = remote.to_str().ok()?;
            Some((remote, name.strip_prefix(remote)?.strip_prefix('/')?))
        });
        let known = self.known_names();
        let exists = self.inner.rev_parse_single(name).is_ok();
        if let Some((remote, branch)) = remote_branch.filter(|_| !exists) {
            // A clone of a single branch records another branch only under a name that the command
            // gives.
            let fetches_all = self
                .config(&format!("remote.{remote}.fetch"))
                .is_some_and(|refspec| refspec.trim_start_matches('+').starts_with("refs/heads/*:"));
            let target = if fetches_all { String::new() } else { format!(":refs/remotes/{remote}/{branch}") };
            let depth = if self.is_shallow() { "--unshallow " } else { "" };
            let mut help = format!("`git fetch {depth}{remote} {branch}{target}` fetches it.");
            if self.is_shallow() {
                help.push_str(" In GitHub Actions: `fetch-depth: 0` for `actions/checkout`.");
            } else if let Some(near) = nearest(name, &known) {
                help = format!("Did you mean `{near}`? Otherwise {help}");
            }
            return help;
        }
        if let Some(elsewhere) = known.iter().find(|known| !exists && known.ends_with(&format!("/{name}"))) {
            return format!("Did you mean `{elsewhere}`?");
        }
        if self.is_shallow() {
            return SHALLOW_HELP.to_owned();
        }
        if exists && name != rev {
            return format!("`{name}` is here, but has no such ancestor or part: see `git log {name}`.");
        }
        if let Some(near) = nearest(name, &known) {
            return format!("Did you mean `{near}`?");
        }
        let here = "`git log` and `git branch -a` show what is here";
        match remotes.is_empty() {
            true => format!("{here}."),
            false => format!("`git fetch` brings what is new in the remote repository; {here}."),
        }
    }

    /// The names of branches and tags. They serve only for help, so that a fault gives no name.
    fn known_names(&self) -> Vec<String> {
        const ENOUGH: usize = 10_000;
        let Ok(references) = self.inner.references() else { return Vec::new() };
        let groups = [references.local_branches(), references.remote_branches(), references.tags()];
        let names = groups.into_iter().flatten().flatten().flatten();
        names.take(ENOUGH).map(|name| name.name().shorten().to_str_lossy().into_owned()).collect()
    }
}

/// The known name that differs from another one by the fewest letters, when these are few.
fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let most = (name.chars().count() / 3).clamp(1, 3);
    let distance = |known: &&String| strsim::osa_distance(name, known);
    let near = known.iter().min_by_key(distance)?;
    (distance(&near) <= most).then_some(near)
}
