//! The steps of a history: what each commit did to the plans.

use super::advice;
use super::commits::commit_facts;
use super::compare::{Comparison, compare_plans};
use super::exposed::{FileAfter, FlagNames, FlagPlaces, FlagStep, Watch, files_after};
use super::globs::Globs;
use super::plan_cache::PlanCache;
use super::plan_files::PlanFiles;
use super::policy_edits::policy_edits;
use super::request::Request;
use super::rulebook::Rulebook;
use super::ruleset::{BUILT_IN, Ruleset, policy_from_file};
use super::snapshot::{Head, Snapshot};
use crate::audit::Step;
use crate::config::{CONFIG_PATHS, Policy};
use crate::error::Error;
use crate::git::{CommitId, HistoryEnd, PastCommit, Places, Range, Repository, Walk};
use rayon::prelude::*;
use std::sync::Arc;

/// The commits that changed plans or their logs, and how to read them.
pub(crate) struct History {
    /// The walk, newest commit first.
    pub(crate) walk: Walk,
    /// The configuration of the newest commit, or the one that the command line names.
    pub(crate) policy: Arc<Policy>,
    /// For each commit the version whose rules stand in where those before the commit are missing
    /// or cannot be read.
    stand_ins: Vec<Option<CommitId>>,
    /// Which files are plans by `policy`.
    files: PlanFiles,
    /// The globs of all configurations on the way. The history follows a plan even when a later
    /// configuration does not find it.
    historical: Option<Globs>,
    /// The flag files by all of these.
    flag_places: FlagPlaces,
}

impl History {
    /// Whether the newest configuration finds a file.
    pub(crate) fn finds(&self, path: &str) -> bool {
        self.files.is_plan_path(path)
    }
}

/// Walks through a history, from `tip` to its beginning. Each configuration on the way says which
/// files were plans in its time.
///
/// With `within`, only these files and folders count, and the places of logs and flag files. `flags` is what an earlier
/// reading of the history told of flag files. `progress` gets how
/// many commits were looked at since its last call, and how many there are, 0 while nobody knows.
///
/// # Errors
/// When a commit cannot be read, or the configuration of the tip.
pub(crate) fn history(
    repository: &Repository,
    tip: &CommitId,
    request: &Request,
    within: Option<&[String]>,
    flags: &FlagNames,
    range: &Range,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<History, Error> {
    let rulebook = Rulebook::new(repository, request);
    let walk_with = |policies: &[Arc<Policy>]| {
        let historical = Globs::of_all(policies)?;
        let in_history = |policy| Ok::<_, Error>(rulebook.plan_files(policy)?.in_history(Some(historical.clone())));
        let files: Vec<PlanFiles> = policies.iter().map(in_history).collect::<Result<_, Error>>()?;
        let asked: Vec<String> = match within {
            Some(paths) => paths.to_vec(),
            None => files.iter().flat_map(PlanFiles::place_paths).collect(),
        };
        let configs = CONFIG_PATHS.iter().map(|path| (*path).to_owned());
        let templates: Vec<String> = policies.iter().filter_map(|policy| policy.template.clone()).collect();
        let places = asked.into_iter().chain(files.iter().filter_map(PlanFiles::log_path)).chain(configs);
        let places = places.chain(templates.clone());
        let flag_places = FlagPlaces::of(policies, flags);
        let places = places.chain(flag_places.places());
        let is_rule = |path: &str| CONFIG_PATHS.contains(&path) || templates.iter().any(|template| template == path);
        let is_config = |path: &str| request.config.is_none() && is_rule(path);
        let is_plan = |path: &str| files.iter().any(|files| files.is_wanted(path) || files.is_log_in_either(path));
        let is_wanted = |path: &str| is_config(path) || is_plan(path) || flag_places.may_read(path);
        let walk = repository.history(tip, &Places::new(places), &is_wanted, range, progress)?;
        Ok::<_, Error>((walk, flag_places))
    };
    if let Some(path) = request.config {
        let policy = Arc::new(policy_from_file(&request.dir.join(path))?);
        let (walk, flag_places) = walk_with(&[Arc::clone(&policy)])?;
        let (files, stand_ins) = (rulebook.plan_files(&policy)?, vec![None; walk.commits.len()]);
        return Ok(History { walk, policy, stand_ins, files, historical: None, flag_places });
    }
    let default = Arc::<Policy>::default();
    let policy = rulebook.policy_at(tip)?.unwrap_or_else(|| Arc::clone(&default));
    let mut policies = vec![Arc::clone(&policy)];
    let (mut walk, mut flag_places) = walk_with(&policies)?;
    let mut oldest = None;
    for version in walk.commits.iter().flat_map(|commit| std::iter::once(&commit.id).chain(&commit.parent)) {
        let policy = match rulebook.policy_at(version) {
            // A first configuration does not hide the plans that the default globs found before it.
            Ok(None) => Arc::clone(&default),
            _ => {
                let Some(policy) = rulebook.usable_at(version) else { continue };
                oldest = Some(version.clone());
                policy
            }
        };
        if !policies.iter().any(|known| Arc::ptr_eq(known, &policy)) {
            policies.push(policy);
        }
    }
    if policies.len() > 1 {
        (walk, flag_places) = walk_with(&policies)?;
    }
    let stand_ins = stand_ins(&walk, &rulebook, oldest);
    let files = rulebook.plan_files(&policy)?;
    Ok(History { walk, policy, stand_ins, files, historical: Some(Globs::of_all(&policies)?), flag_places })
}

/// Why a history has no rollout, and the way on.
///
/// # Errors
/// When a folder or a file cannot be read.
pub(crate) fn why_no_rollout(repository: &Repository, tip: &CommitId, history: &History) -> Result<String, Error> {
    let ruleset = Ruleset { policy: Arc::clone(&history.policy), template: Arc::clone(&BUILT_IN) };
    advice::on_no_plan(&Snapshot::Commit(repository, tip), &ruleset)
}

/// For each commit of a walk the version whose rules stand in: the last one before the commit that
/// has usable rules, else `oldest`, the first one of all.
fn stand_ins(walk: &Walk, rulebook: &Rulebook, oldest: Option<CommitId>) -> Vec<Option<CommitId>> {
    let mut stand_in = oldest;
    let mut had_rules = false;
    let mut stand_ins: Vec<Option<CommitId>> = Vec::with_capacity(walk.commits.len());
    for parent in walk.commits.iter().rev().map(|commit| commit.parent.as_ref()) {
        if let Some(parent) = parent.filter(|parent| rulebook.usable_at(parent).is_some()) {
            (stand_in, had_rules) = (Some(parent.clone()), true);
        }
        // Rules that somebody took away do not count any more.
        let are_gone = had_rules && parent.is_some_and(|parent| matches!(rulebook.policy_at(parent), Ok(None)));
        stand_ins.push(stand_in.clone().filter(|_| !are_gone));
    }
    stand_ins.reverse();
    stand_ins
}

/// So many commits of a history are read one after the other, beside others.
const STRETCH: usize = 32;

/// The flag files of so many commits are in memory at a time: each may have several megabytes.
const FLAG_FILES_AT_ONCE: usize = 16;

/// Gives `visit` what each commit of a history did to the plans, in the order of time. The rules of
/// the commit before judge each step, as in a pull request. `progress` is that of [`history`]. What
/// comes back is what only another reading of the history can take in.
///
/// # Errors
/// When a version cannot be read: the history would lack what may be all that matters.
pub(crate) fn steps(
    repository: &Repository,
    history: &History,
    request: &Request,
    progress: &(dyn Fn(usize, usize) + Sync),
    visit: &mut dyn FnMut(Step),
) -> Result<FlagNames, Error> {
    let commits: Vec<(&PastCommit, &Option<CommitId>)> =
        history.walk.commits.iter().zip(&history.stand_ins).rev().collect();
    let is_shallow = history.walk.end == HistoryEnd::Shallow;
    let shared = repository.share();
    let read = |stretch: &[(&PastCommit, &Option<CommitId>)]| {
        let repository = shared.open();
        let rulebook = Rulebook::of_history(&repository, request, history.historical.as_ref(), &history.flag_places);
        let cache = PlanCache::default();
        let step = |(commit, stand_in): &(&PastCommit, &Option<CommitId>)| {
            rulebook.set_stand_in((*stand_in).clone());
            let base = commit.parent.clone().unwrap_or_else(|| repository.beginning());
            let head = Head::Commit(commit.id.clone(), commit.committed_on);
            let comparison = compare_plans(&rulebook, &base, &head, Some(&cache))?;
            let Comparison { changes, changes_rules, flag_files, .. } = comparison;
            let policy = match request.config {
                Some(_) => Some(Arc::clone(&history.policy)),
                None => rulebook.usable_at(&commit.id),
            };
            let versions = (&repository, commit.parent.as_ref(), &commit.id);
            let flags = FlagStep::of(&flag_files, policy, &history.flag_places, versions)?;
            // What the configuration was is evidence. Where nobody can read it, others tell that.
            let policy_edits = match changes_rules {
                true => policy_edits(&repository, &base, &head).unwrap_or_default(),
                false => Vec::new(),
            };
            progress(1, commits.len());
            let has_none = |version: &CommitId| matches!(rulebook.policy_at(version), Ok(None));
            let is_beginning = commit.parent.is_none();
            let step = Step {
                commit: commit_facts(commit),
                changes,
                exposed: Vec::new(),
                policy_edits,
                is_beginning,
                is_cut_off: is_shallow && is_beginning,
                is_before_rules: stand_in.is_some() && has_none(&base) && has_none(&commit.id),
            };
            Ok((step, flags))
        };
        stretch.iter().map(step).collect::<Result<Vec<_>, Error>>()
    };
    let mut watch = Watch::new(&history.flag_places);
    // Only so many stretches are in memory at a time. Where two of them meet, a version is read
    // twice.
    for stretches in commits.chunks(STRETCH * 4 * rayon::current_num_threads()) {
        let read: Vec<Vec<(Step, FlagStep)>> = stretches.par_chunks(STRETCH).map(read).collect::<Result<_, Error>>()?;
        let mut steps = read.into_iter().flatten().peekable();
        while steps.peek().is_some() {
            let some: Vec<(Step, FlagStep)> = steps.by_ref().take(FLAG_FILES_AT_ONCE).collect();
            let files = some.par_iter().map_init(
                || shared.open(),
                |repository, (step, flags)| files_after(repository, &step.commit.id, flags),
            );
            let files: Vec<Vec<FileAfter>> = files.collect::<Result<_, Error>>()?;
            for ((mut step, flags), files) in some.into_iter().zip(files) {
                step.exposed = watch.read(&step, &flags, files)?;
                visit(step);
            }
        }
    }
    Ok(watch.into_found())
}
