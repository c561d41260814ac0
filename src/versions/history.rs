//! The steps of a history.

use super::compare::{Compared, changes};
use super::plan_files::{PlanFiles, globs_of};
use super::policy::policy_from_file;
use super::request::Request;
use super::revisions::Revisions;
use super::rulebook::Rulebook;
use super::snapshot::HeadVersion;
use crate::change::Change;
use crate::config::{CONFIG_PATHS, LogPlace, Policy};
use crate::error::Error;
use crate::git::{CommitId, PastCommit, Places, Range, Repository, Walk};
use globset::GlobSet;
use rayon::prelude::*;
use std::sync::Arc;

/// The commits that changed plans or their logs, and how they are read.
pub(crate) struct History {
    /// The walk, newest first.
    pub(crate) walk: Walk,
    /// The configuration of the newest commit, or the one that was named.
    pub(crate) policy: Arc<Policy>,
    /// For each commit the version whose rules stand in where those before it are not there yet, or cannot be read: the last that could be, else the first that
    /// comes.
    pub(super) stand_ins: Vec<Option<CommitId>>,
    /// Which files are plans by the newest configuration.
    pub(super) files: PlanFiles,
    /// The globs of all configurations on the way. What was a plan by one of them is followed when another one no longer names it.
    pub(super) globs: Option<GlobSet>,
}

impl History {
    /// Whether a file is one to look at by the newest configuration.
    pub(crate) fn has_in_sight(&self, path: &str) -> bool {
        self.files.is_anywhere(path)
    }
}

/// Walks through history. Which files are plans, each configuration on the way says for its time; `narrow` leaves of the places where they are those that
/// were asked for. `seen` is told how many commits were looked at since it was last called, and how many there are, 0 while nobody knows.
pub(crate) fn history(
    repository: &Repository,
    tip: &CommitId,
    request: &Request,
    narrow: impl Fn(Vec<String>) -> Vec<String>,
    range: &Range,
    seen: &(dyn Fn(usize, usize) + Sync),
) -> Result<History, Error> {
    let rulebook = Rulebook::new(repository, request);
    let walk_for = |policies: &[Arc<Policy>]| {
        let once = globs_of(policies)?;
        let of_history =
            |policy| Ok::<_, Error>(PlanFiles { once: Some(once.clone()), ..rulebook.plan_files(policy)? });
        let files: Vec<PlanFiles> = policies.iter().map(of_history).collect::<Result<_, Error>>()?;
        let places = narrow(files.iter().flat_map(|files| files.places.iter().cloned()).collect());
        // Whatever is asked for, decisions are where the logs are.
        let logs = files.iter().filter_map(|files| files.log.as_ref());
        let logs = logs.map(|(LogPlace::File(path) | LogPlace::Folder(path))| path.clone());
        let places = places.into_iter().chain(logs);
        let is_config = |path: &str| request.config.is_none() && CONFIG_PATHS.contains(&path);
        let is_plan = |path: &str| files.iter().any(|files| files.is_wanted(path) || files.is_log_in_either(path));
        let places = places.chain(CONFIG_PATHS.iter().map(|path| (*path).to_owned()));
        let wanted = |path: &str| is_config(path) || is_plan(path);
        repository.history(tip, &Places::new(places), &wanted, range, seen)
    };
    if let Some(path) = request.config {
        let policy = Arc::new(policy_from_file(&request.dir.join(path))?);
        let walk = walk_for(&[Arc::clone(&policy)])?;
        let files = rulebook.plan_files(&policy)?;
        return Ok(History { stand_ins: vec![None; walk.commits.len()], walk, policy, files, globs: None });
    }
    let none = Arc::<Policy>::default();
    let policy = rulebook.policy_at(tip)?.unwrap_or_else(|| Arc::clone(&none));
    let mut policies = vec![Arc::clone(&policy)];
    let mut walk = walk_for(&policies)?;
    let mut first = None;
    // The oldest come last, so that the first configuration is found last.
    for version in walk.commits.iter().flat_map(|commit| std::iter::once(&commit.id).chain(&commit.parent)) {
        let policy = match rulebook.policy_at(version) {
            // Where there was none, plans were guessed, and a first configuration puts none of them out of sight.
            Ok(None) => Arc::clone(&none),
            _ => {
                let Some(policy) = rulebook.usable_at(version) else { continue };
                first = Some(version.clone());
                policy
            }
        };
        if !policies.iter().any(|known| Arc::ptr_eq(known, &policy)) {
            policies.push(policy);
        }
    }
    if policies.len() > 1 {
        walk = walk_for(&policies)?;
    }
    let mut stand_in = first;
    let mut had_one = false;
    let mut stand_ins: Vec<Option<CommitId>> = Vec::with_capacity(walk.commits.len());
    for parent in walk.commits.iter().rev().map(|commit| commit.parent.as_ref()) {
        if let Some(parent) = parent.filter(|parent| rulebook.usable_at(parent).is_some()) {
            (stand_in, had_one) = (Some(parent.clone()), true);
        }
        // What was taken away does not count any more.
        let is_gone = had_one && parent.is_some_and(|parent| matches!(rulebook.policy_at(parent), Ok(None)));
        stand_ins.push(stand_in.clone().filter(|_| !is_gone));
    }
    stand_ins.reverse();
    let files = rulebook.plan_files(&policy)?;
    let globs = Some(globs_of(&policies)?);
    Ok(History { walk, policy, stand_ins, files, globs })
}

/// What one commit of a history did to the plans.
pub(crate) struct PastStep<'h> {
    pub(crate) commit: &'h PastCommit,
    pub(crate) changes: Vec<Change>,
    /// The repository had no configuration yet, and has one later.
    pub(crate) is_before_rules: bool,
}

/// Tells what each commit of a history did to the plans, in the order of time. Each is judged as a pull request is: by the rules of the commit before it.
/// `done` is told as the walk tells it.
///
/// # Errors
/// When a version cannot be read: what is left out of a history could be all that matters.
pub(crate) fn steps<'h>(
    repository: &Repository,
    history: &'h History,
    request: &Request,
    done: &(dyn Fn(usize, usize) + Sync),
    tell: &mut dyn FnMut(PastStep<'h>),
) -> Result<(), Error> {
    let commits: Vec<(&PastCommit, &Option<CommitId>)> =
        history.walk.commits.iter().zip(&history.stand_ins).rev().collect();
    let shared = repository.share();
    let read = |stretch: &[(&'h PastCommit, &Option<CommitId>)]| {
        let repository = shared.open();
        let rulebook = Rulebook::of_history(&repository, request, history.globs.as_ref());
        let revisions = Revisions::default();
        let step = |(commit, stand_in): &(&'h PastCommit, &Option<CommitId>)| {
            rulebook.stand_in.replace((*stand_in).clone());
            let base = commit.parent.clone().unwrap_or_else(|| repository.beginning());
            let head = HeadVersion::Commit(commit.id.clone(), commit.committed_on);
            let Compared { changes, .. } = changes(&rulebook, &base, &head, Some(&revisions))?;
            done(1, commits.len());
            let has_none = |version: &CommitId| matches!(rulebook.policy_at(version), Ok(None));
            let is_before_rules = stand_in.is_some() && has_none(&base) && has_none(&commit.id);
            Ok(PastStep { commit, changes, is_before_rules })
        };
        stretch.iter().map(step).collect::<Result<Vec<_>, Error>>()
    };
    // A revision is read once in each stretch, and twice where two meet; only so many stretches are in memory at a time.
    for stretches in commits.chunks(STRETCH * 4 * rayon::current_num_threads()) {
        let read: Vec<Vec<_>> = stretches.par_chunks(STRETCH).map(read).collect::<Result<_, Error>>()?;
        read.into_iter().flatten().for_each(&mut *tell);
    }
    Ok(())
}

/// So many commits of a history are read one after the other, beside others.
const STRETCH: usize = 32;
