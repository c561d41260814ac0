//! The steps of a history: what each commit did to the plans.

use super::advice::{self, LikePlans};
use super::commits::commit_facts;
use super::compare::{Comparison, compare_plans};
use super::exposed::{FileAfter, FlagNames, FlagPlaces, FlagStep, Watch, files_after};
use super::globs::Globs;
use super::in_order::in_order;
use super::plan_cache::PlanCache;
use super::plan_files::PlanFiles;
use super::policy_edits::policy_edits;
use super::request::Request;
use super::rulebook::Rulebook;
use super::ruleset::{BUILT_IN, Configuration, Ruleset};
use super::snapshot::{Head, Snapshot};
use crate::audit::{CommitFacts, LedgerChange, Place, RulesNow, Step, traced};
use crate::change::Change;
use crate::config::{CONFIG_PATHS, Policy};
use crate::error::Error;
use crate::git::{CommitId, HistoryEnd, PastCommit, Places, Range, Repository, Walk};
use crate::plan::ledger::Ledger;
use crate::text::{Source, hex};
use rayon::prelude::*;
use rayon::{ThreadPoolBuilder, current_num_threads};
use sha2::{Digest, Sha256};
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The commits that changed plans or their logs, and how to read them.
pub(crate) struct History {
    /// The newest commit, which says what people are called.
    tip: CommitId,
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
    /// The decision logs without stages by all of these.
    ledgers: BTreeSet<String>,
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
/// With `within`, only these files and folders count, and the places of logs and flag files.
/// `flags` is what an earlier reading of the history told of flag files. `progress` gets how many
/// commits were looked at since its last call, and how many there are, 0 while nobody knows.
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
        let templates = policies.iter().filter_map(|policy| policy.template.clone());
        let extended = policies.iter().flat_map(|policy| policy.extended.clone());
        let rules: Vec<String> = templates.chain(extended).collect();
        let places = asked.into_iter().chain(files.iter().filter_map(PlanFiles::log_path)).chain(configs);
        let places = places.chain(rules.clone());
        let flag_places = FlagPlaces::of(policies, flags);
        let ledgers = ledgers_of(policies);
        let places = places.chain(flag_places.places()).chain(ledgers.iter().cloned());
        let is_rule = |path: &str| CONFIG_PATHS.contains(&path) || rules.iter().any(|rule| rule == path);
        let is_config = |path: &str| request.config.is_none() && is_rule(path);
        let is_plan = |path: &str| files.iter().any(|files| files.is_wanted(path) || files.is_log_in_either(path));
        let is_wanted =
            |path: &str| is_config(path) || is_plan(path) || flag_places.may_read(path) || ledgers.contains(path);
        let walk = repository.history(tip, &Places::new(places), &is_wanted, range, progress)?;
        Ok::<_, Error>((walk, flag_places))
    };
    if let Some(path) = request.config {
        let policy = Arc::new(Configuration::from_file(Some(repository), &request.dir.join(path))?.policy);
        let (walk, flag_places) = walk_with(&[Arc::clone(&policy)])?;
        let (files, stand_ins) = (rulebook.plan_files(&policy)?, vec![None; walk.commits.len()]);
        let (tip, ledgers) = (tip.clone(), ledgers_of(&[Arc::clone(&policy)]));
        return Ok(History { tip, walk, policy, stand_ins, files, historical: None, flag_places, ledgers });
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
    let (tip, historical) = (tip.clone(), Some(Globs::of_all(&policies)?));
    let ledgers = ledgers_of(&policies);
    Ok(History { tip, walk, policy, stand_ins, files, historical, flag_places, ledgers })
}

/// Why a history has no rollout, and the way on.
///
/// # Errors
/// When a folder or a file cannot be read.
pub(crate) fn why_no_rollout(repository: &Repository, tip: &CommitId, history: &History) -> Result<String, Error> {
    let ruleset = Ruleset { policy: Arc::clone(&history.policy), template: Arc::clone(&BUILT_IN) };
    advice::on_no_plan(&Snapshot::Commit(repository, tip), &ruleset)
}

/// The files of the newest commit that look like plans, and are not among `taken`, those that a
/// configuration on the way takes for plans. Those at or below `asked`, or all.
///
/// # Errors
/// When a folder or a file cannot be read.
pub(crate) fn like_plans(
    repository: &Repository,
    tip: &CommitId,
    history: &History,
    asked: &[String],
    taken: &BTreeSet<String>,
) -> Result<LikePlans, Error> {
    /// How many files a report names at the most.
    const MOST: usize = 100;
    let ruleset = Ruleset { policy: Arc::clone(&history.policy), template: Arc::clone(&BUILT_IN) };
    let places = if asked.is_empty() { Places::everywhere() } else { Places::new(asked.iter().cloned()) };
    let is_meant = |path: &str| !taken.contains(path) && !history.files.leaves_out(path);
    let version = Snapshot::Commit(repository, tip);
    advice::search_like_plans(&version, &ruleset, &places, MOST, &is_meant)
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

/// So many stretches are on the way or wait for each thread. Each commit holds two versions of the
/// plans that it changed.
const STRETCHES_AHEAD: usize = 3;

/// The flag files of so many commits are in memory at a time: each may have several megabytes.
const FLAG_FILES_AT_ONCE: usize = 16;

/// The decision logs without stages of some configurations.
fn ledgers_of(policies: &[Arc<Policy>]) -> BTreeSet<String> {
    policies.iter().filter_map(|policy| policy.append_only.clone()).collect()
}

/// What a commit did to the decision logs without stages. One that goes where another one comes is
/// that one with another name.
fn ledger_changes(
    repository: &Repository,
    history: &History,
    base: &CommitId,
    head: &CommitId,
) -> Result<Vec<LedgerChange>, Error> {
    let read = |commit: &CommitId, path: &String| {
        let bytes = repository.read_at(commit, path)?;
        let source = bytes.map(|bytes| Source::from_bytes(path.as_str(), &bytes));
        Ok::<_, Error>(source.map(|source| Ledger::read(source, &history.policy)))
    };
    let mut changes = Vec::new();
    for path in &history.ledgers {
        if repository.blob_at(base, path)? != repository.blob_at(head, path)? {
            changes.push(LedgerChange { before: read(base, path)?, after: read(head, path)? });
        }
    }
    let gone = changes.iter().position(|change| change.after.is_none());
    let new = changes.iter().position(|change| change.before.is_none());
    if let Some((gone, new)) = gone.zip(new) {
        changes[new].before = changes[gone].before.take();
        changes.remove(gone);
    }
    Ok(changes)
}

/// The configuration and the template of a commit.
fn rules_now(
    repository: &Repository,
    request: &Request,
    commit: &CommitId,
    policy: Option<&Policy>,
) -> Result<RulesNow, Error> {
    let mut now = RulesNow::default();
    if let Some(path) = request.config {
        let files = Configuration::from_file(Some(repository), &request.dir.join(path))?.files;
        let texts: String = files.iter().map(|file| &*file.text).collect();
        now.configuration = Some((path.to_string_lossy().into_owned(), Some(digest(&texts))));
        return Ok(now);
    }
    for path in CONFIG_PATHS {
        if let Some(id) = repository.blob_at(commit, path)? {
            let (mut paths, mut ids) = ((*path).to_owned(), vec![id]);
            for path in policy.iter().flat_map(|policy| &policy.extended) {
                paths.push_str(&format!(" with {path}"));
                ids.extend(repository.blob_at(commit, path)?);
            }
            let id = if ids.len() == 1 { ids.remove(0) } else { digest(&ids.concat()) };
            now.configuration = Some((paths, Some(id)));
            break;
        }
    }
    if let Some(path) = policy.and_then(|policy| policy.template.clone()) {
        let id = repository.blob_at(commit, &path)?;
        now.template = Some((path, id));
    }
    Ok(now)
}

/// The SHA-256 of a text.
fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The commits on the branches of a merge that wrote what the audit names by its writer.
fn writers(
    repository: &Repository,
    history: &History,
    merge: &PastCommit,
    changes: &[Change],
) -> Result<BTreeMap<Place, CommitFacts>, Error> {
    let mut writers = BTreeMap::new();
    for change in changes {
        for (source, place, span) in traced(change) {
            let wanted = lines_of(source.slice(span));
            // A plan may have had its old name on the branch, and a log its old place.
            let before = change.base().map(|base| match source.path == change.path() {
                true => base.source.path.clone(),
                false => base.log_file().path.clone(),
            });
            let paths: Vec<&str> = std::iter::once(source.path.as_str()).chain(before.as_deref()).collect();
            let has = |bytes: &[u8]| {
                let file = Source::from_bytes(source.path.as_str(), bytes);
                let lines = lines_of(&file.text);
                wanted.iter().all(|line| lines.contains(line))
            };
            if let Some(writer) = repository.writer_of(&history.tip, &merge.id, &paths, &has)? {
                writers.insert((source.path.clone(), place), commit_facts(&writer, &history.policy));
            }
        }
    }
    Ok(writers)
}

/// The lines of a text without their spaces: somebody who lines up a table writes no row of it.
fn lines_of(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.chars().filter(|c| !c.is_whitespace()).collect::<String>());
    lines.filter(|line| !line.is_empty()).collect()
}

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
    let first = commits.first().map(|(commit, _)| commit.id.clone());
    let is_first = |commit: &PastCommit| first.as_ref() == Some(&commit.id);
    let (rules, cache) = (Arc::default(), PlanCache::default());
    let read = |stretch: &&[(&PastCommit, &Option<CommitId>)]| {
        let repository = shared.open();
        let (historical, places) = (history.historical.as_ref(), &history.flag_places);
        let named = request.config.map(|_| Arc::clone(&history.policy));
        let rulebook = Rulebook::of_history(&repository, request, named, historical, places, Arc::clone(&rules));
        let step = |(commit, stand_in): &(&PastCommit, &Option<CommitId>)| {
            rulebook.set_stand_in((*stand_in).clone());
            let base = commit.parent.clone().unwrap_or_else(|| repository.beginning());
            let head = Head::Commit(commit.id.clone(), commit.committed_on);
            let comparison = compare_plans(&rulebook, &base, &head, Some(&cache))?;
            let Comparison { changes, changes_rules, flag_files, .. } = comparison;
            let policy = rulebook.named.clone().or_else(|| rulebook.usable_at(&commit.id));
            let versions = (&repository, commit.parent.as_ref(), &commit.id);
            let flags = FlagStep::of(&flag_files, policy, &history.flag_places, versions)?;
            // What the configuration was is evidence. Where nobody can read it, others tell that.
            let policy_edits = match changes_rules {
                true => policy_edits(&repository, &base, &head, &rulebook.config_paths).unwrap_or_default(),
                false => Vec::new(),
            };
            let is_beginning = commit.parent.is_none();
            let rules = match changes_rules || is_first(commit) {
                true => Some(rules_now(&repository, request, &commit.id, rulebook.usable_at(&commit.id).as_deref())?),
                false => None,
            };
            progress(1, commits.len());
            let has_none = |version: &CommitId| matches!(rulebook.policy_at(version), Ok(None));
            let writers = match commit.parents > 1 {
                true => writers(&repository, history, commit, &changes)?,
                false => BTreeMap::new(),
            };
            let step = Step {
                commit: commit_facts(commit, &history.policy),
                writers,
                changes,
                exposed: Vec::new(),
                ledgers: ledger_changes(&repository, history, &base, &commit.id)?,
                rules,
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
    // Behind the plans of later commits, flag files would wait for a thread.
    let readers = LazyCell::new(|| ThreadPoolBuilder::new().num_threads(current_num_threads()).build().ok());
    let mut watch_and_visit = |steps: Vec<(Step, FlagStep)>| {
        let mut steps = steps.into_iter().peekable();
        while steps.peek().is_some() {
            let some: Vec<(Step, FlagStep)> = steps.by_ref().take(FLAG_FILES_AT_ONCE).collect();
            let read = |repository: &Repository, (step, flags): &(Step, FlagStep)| {
                files_after(repository, &step.commit.id, flags)
            };
            let are_several = some.iter().filter(|(_, flags)| flags.touches_files()).count() > 1;
            let readers = if are_several { readers.as_ref() } else { None };
            let files: Result<Vec<Vec<FileAfter>>, Error> = match readers {
                Some(readers) => {
                    let in_thread = |repository: &mut Repository, step| read(repository, step);
                    readers.install(|| some.par_iter().map_init(|| shared.open(), in_thread).collect())
                }
                None => some.iter().map(|step| read(repository, step)).collect(),
            };
            for ((mut step, flags), files) in some.into_iter().zip(files?) {
                step.exposed = watch.read(&step, &flags, files)?;
                visit(step);
            }
        }
        Ok(())
    };
    let stretches: Vec<_> = commits.chunks(STRETCH).collect();
    in_order(&stretches, STRETCHES_AHEAD * current_num_threads(), &read, &mut watch_and_visit)?;
    Ok(watch.into_found())
}
