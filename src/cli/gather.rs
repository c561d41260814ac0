//! From files to changes: which files are plans, which versions belong together, and on which day they are judged.

mod policy_edits;
mod rulebook;

use super::logs::{self, Logs, Snapshot, refuse_lfs_pointer};
use crate::change::{Change, Facts, Status};
use crate::config::{CONFIG_PATHS, DEFAULT_PLANS, LogPlace, Policy};
use crate::error::Error;
use crate::git::{
    CommitId, Contents, FileChange, PastCommit, Places, Range, Repository, Walk, is_lfs_pointer, path_on_disk,
    path_text_of, worktree_of,
};
use crate::plan::log::RowState;
use crate::plan::{Plan, parse, parse::LogFile};
use crate::template::Template;
use crate::text::{Source, fold};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use jiff::civil::Date;
use rayon::prelude::*;
pub(super) use rulebook::template_to_look_at;
use rulebook::{Rulebook, policy_from_file, policy_of, refuse_plan_as_log, template_of};
use std::cell::{LazyCell, OnceCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Changes ready to be judged, with what they were read by.
#[derive(Clone)]
pub(super) struct Gathered {
    pub(super) changes: Vec<Change>,
    pub(super) policy: Arc<Policy>,
    pub(super) facts: Facts,
    /// The template that plans are held to.
    pub(super) template: Arc<Template>,
    pub(super) base: Option<CommitId>,
    pub(super) head: Option<CommitId>,
    pub(super) notes: Vec<String>,
    /// The folder that the paths of plans start at.
    root: PathBuf,
    /// The plans, by their paths, that are the only ones to use the file in which decisions are logged.
    only: BTreeSet<String>,
}

impl Gathered {
    /// The folder that the paths of plans start at.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Where a path of the repository is on disk.
    pub(super) fn disk(&self, path: &str) -> PathBuf {
        path_on_disk(&self.root, path)
    }

    /// The files that the plans after the changes are read from, each once: their own, and those of their logs.
    pub(super) fn files(&self) -> Vec<Source> {
        let plans = self.changes.iter().filter_map(|change| change.head.as_ref());
        let sources = plans.flat_map(|plan| plan.files().map(|(_, source, _)| source.clone()));
        let by_path: BTreeMap<String, Source> = sources.map(|source| (source.path.clone(), source)).collect();
        by_path.into_values().collect()
    }

    /// Reads the plans of a file anew, with another text than is on disk. A log may be that of several.
    pub(super) fn rewrite(&mut self, path: &str, text: &str) {
        let new = Source::new(path, text);
        for change in &mut self.changes {
            let Some(head) = change.head.as_ref().filter(|head| head.files().any(|(_, source, _)| source.path == path))
            else {
                continue;
            };
            let source = if head.source.path == path { new.clone() } else { head.source.clone() };
            let held = change.base.as_ref().map(|base| base.follows_template);
            let mut plan = parse::parse(source, &self.template, &self.policy, held);
            if let Some(log) = &head.log_source {
                let log = if log.path == path { new.clone() } else { log.clone() };
                let is_only = self.only.contains(&plan.source.path);
                let file = LogFile::read(log, &self.policy);
                plan = parse::with_log(plan, &file, is_only, &self.template, &self.policy);
            }
            *change = match change.compared {
                true => Change::between(change.base.clone(), Some(plan), change.today),
                false => Change::single(plan, change.today),
            };
        }
    }
}

/// What a person asked to look at.
pub(super) struct Request<'a> {
    /// The folder that paths are relative to.
    pub(super) dir: &'a Path,
    /// A configuration named on the command line.
    pub(super) config: Option<&'a Path>,
    /// Files and folders; none means everything.
    pub(super) paths: &'a [PathBuf],
    /// The day to judge on, when it was given.
    pub(super) today: Option<Date>,
    /// The checkout is that of the change to be judged, so that a configuration in it is not to be trusted.
    pub(super) is_gate: bool,
}

/// Where files on disk are looked for.
pub(super) struct Ground {
    repository: Option<Repository>,
    /// The folder that the paths of plans start at.
    root: PathBuf,
    /// Why there is no repository, when one should be there.
    note: Option<String>,
}

impl Ground {
    /// The ground of a folder. Whatever Git says, a plan can be judged by itself, and the paths of a repository that cannot be read start where it does.
    pub(super) fn of(dir: &Path) -> Ground {
        match Repository::discover(dir) {
            Ok(repository) => {
                let root = repository.workdir().unwrap_or(dir).to_path_buf();
                Ground { repository: Some(repository), root, note: None }
            }
            Err(error) => {
                let folder = worktree_of(dir);
                let cause = error.cause().map_or_else(String::new, |cause| format!(" ({cause})"));
                let help = error.advice().unwrap_or_default();
                let note = folder
                    .as_ref()
                    .map(|_| format!("what Git knows of the files does not count: {error}{cause}. {help}"));
                Ground { repository: None, root: folder.unwrap_or_else(|| dir.to_path_buf()), note }
            }
        }
    }

    /// The folder that the paths of plans start at.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Whether no files are on disk, since the repository is bare.
    pub(super) fn is_bare(&self) -> bool {
        self.repository.as_ref().is_some_and(|repository| repository.workdir().is_none())
    }

    /// The files on disk, with those that a sparse checkout leaves out.
    fn disk(&self) -> Snapshot<'_> {
        Snapshot::Disk(&self.root, self.repository.as_ref())
    }

    /// What the configuration says that was named, or the one on disk.
    fn policy(&self, request: &Request) -> Result<Policy, Error> {
        match request.config {
            Some(path) => policy_from_file(&request.dir.join(path)),
            None => policy_of(&self.disk()),
        }
    }
}

/// The version after a change.
#[derive(Clone)]
pub(super) enum HeadVersion {
    /// A commit.
    Commit(CommitId, Date),
    /// The files on disk.
    Worktree,
}

impl HeadVersion {
    /// Its files. A bare repository has none on disk.
    fn version<'a>(&'a self, repository: &'a Repository) -> Option<Snapshot<'a>> {
        match self {
            HeadVersion::Commit(id, _) => Some(Snapshot::Commit(repository, id)),
            HeadVersion::Worktree => repository.workdir().map(|root| Snapshot::Disk(root, Some(repository))),
        }
    }
}

/// Which files are plans.
#[derive(Clone)]
struct PlanFiles {
    /// The folders and files below which all plans and logs are that nobody has named.
    places: Vec<String>,
    /// The globs of the configuration; every file that they match is a plan.
    configured: Option<GlobSet>,
    /// The globs of a team that named none; a file that they match must also look like a plan.
    guessed: Option<GlobSet>,
    /// In a history, the globs of its other times, likewise.
    once: Option<GlobSet>,
    /// Files that were named; always plans.
    named: BTreeSet<String>,
    /// Folders that the search is limited to, each ending in `/`, or empty for all.
    folders: Vec<String>,
    /// The team's template, which is no plan.
    template: Option<String>,
    /// Where decisions are logged outside of the plans. No plan is there.
    log: Option<LogPlace>,
    /// Where they are logged after the change, which may move the log.
    log_after: Option<LogPlace>,
    /// Logs that were named: their plans are meant.
    named_logs: BTreeSet<String>,
}

impl PlanFiles {
    fn new(policy: &Policy) -> Result<PlanFiles, Error> {
        let configured =
            policy.plans.as_ref().map(|plans| compile(plans.iter().map(String::as_str), false)).transpose()?;
        let guessed = if configured.is_none() || policy.also_default_plans {
            Some(compile(DEFAULT_PLANS.iter().copied(), true)?)
        } else {
            None
        };
        let log = policy.log_place();
        if let Some(LogPlace::Folder(folder)) =
            log.as_ref().filter(|log| logs::is_log(log, &(plan_folder(policy) + "x")))
        {
            return Err(Error::new(format!("`log: {folder}` is the folder of the plans"))
                .help("give the logs a folder of their own, or leave out `log:` to keep them in the plans"));
        }
        let own = policy.plans.iter().flatten().map(String::as_str);
        let guesses = DEFAULT_PLANS.iter().filter(|_| guessed.is_some()).copied();
        let mut places: Vec<String> = own.chain(guesses).map(|glob| fixed_folder(glob).to_owned()).collect();
        places.extend(log.iter().map(|(LogPlace::File(path) | LogPlace::Folder(path))| path.clone()));
        let (named, named_logs) = (BTreeSet::new(), BTreeSet::new());
        let template = policy.template.clone();
        let log_after = log.clone();
        Ok(PlanFiles {
            places,
            configured,
            guessed,
            once: None,
            named,
            folders: Vec::new(),
            template,
            log,
            log_after,
            named_logs,
        })
    }

    /// Where to look for plans.
    fn places(&self) -> Places {
        Places::new(self.places.iter().cloned())
    }

    fn is_log(&self, path: &str) -> bool {
        self.log.as_ref().is_some_and(|log| logs::is_log(log, path))
    }

    /// Whether a file is a log in either version. What is a plan stays one, wherever a change says that logs are.
    fn is_log_in_either(&self, path: &str) -> bool {
        let is_new = || self.log_after.as_ref().is_some_and(|log| logs::is_log(log, path)) && !self.is_anywhere(path);
        self.is_log(path) || is_new()
    }

    /// Names a file: a plan, or a log whose plans are meant.
    fn name(&mut self, path: String) {
        if self.is_log(&path) {
            self.named_logs.insert(path);
        } else {
            // It is looked for also where the configuration expects no plan.
            self.places.push(path.clone());
            self.named.insert(path);
        }
    }

    /// Takes in a file or a folder that somebody asked to look at; the empty path is the root.
    fn ask_for(&mut self, path: String, is_folder: bool) {
        match is_folder {
            true if path.is_empty() => self.folders.push(path),
            true => self.folders.push(path + "/"),
            false => self.name(path),
        }
    }

    fn is_wanted(&self, path: &str) -> bool {
        if self.named.contains(path) {
            return true;
        }
        let is_limited = !self.named.is_empty() || !self.folders.is_empty() || !self.named_logs.is_empty();
        let in_scope = !is_limited || self.folders.iter().any(|folder| path.starts_with(folder.as_str()));
        in_scope && self.is_anywhere(path)
    }

    /// Whether a file was named, or may be a plan anyway.
    fn may_be_plan(&self, path: &str) -> bool {
        self.named.contains(path) || self.is_anywhere(path)
    }

    /// Whether a file may be a plan, wherever the search is limited to.
    fn is_anywhere(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let matches = |globs: &Option<GlobSet>| globs.as_ref().is_some_and(|globs| globs.is_match(path));
        !self.is_log(path)
            && !name.eq_ignore_ascii_case("TEMPLATE.md")
            && (self.template.as_deref() != Some(path) || self.once.is_some())
            && (matches(&self.configured) || ((matches(&self.guessed) || matches(&self.once)) && !is_template(path)))
    }

    /// Whether a file that was found is a plan. What was named or configured is one; what was guessed must look like one.
    fn is_plan(&self, plan: &Plan) -> bool {
        let path = &plan.source.path;
        // A history tells a rollout's own plan also where somebody called it the template.
        if self.template.as_ref() == Some(path) && !rulebook::is_of_a_rollout(plan) {
            return false;
        }
        self.is_configured(path) || self.named.contains(path) || plan.looks_like_a_plan()
    }

    /// Whether the configuration says that a file is a plan, whatever it looks like.
    fn is_configured(&self, path: &str) -> bool {
        let is_named = self.configured.as_ref().is_some_and(|globs| globs.is_match(path));
        is_named && self.template.as_deref() != Some(path)
    }
}

/// Whether a path says that the file is a template. Only for files that nobody named.
fn is_template(path: &str) -> bool {
    path.split('/').any(|part| part.to_ascii_lowercase().contains("template"))
}

fn compile<'a>(patterns: impl Iterator<Item = &'a str>, ignore_case: bool) -> Result<GlobSet, Error> {
    let mut globs = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern).literal_separator(true).case_insensitive(ignore_case).build();
        globs.add(glob.map_err(|error| Error::new(format!("`plans:` holds a pattern that cannot be read: {error}")))?);
    }
    globs.build().map_err(|error| Error::new(format!("`plans:` cannot be used: {error}")))
}

/// The commits that changed plans or their logs, and how they are read.
pub(super) struct History {
    /// The walk, newest first.
    pub(super) walk: Walk,
    /// The configuration of the newest commit, or the one that was named.
    pub(super) policy: Arc<Policy>,
    /// For each commit the version whose rules stand in where those before it are not there yet, or cannot be read: the last that could be, else the first that
    /// comes.
    stand_ins: Vec<Option<CommitId>>,
    /// Which files are plans by the newest configuration.
    files: PlanFiles,
    /// The globs of all configurations on the way. What was a plan by one of them is followed when another one no longer names it.
    globs: Option<GlobSet>,
}

impl History {
    /// Whether a file is one to look at by the newest configuration.
    pub(super) fn has_in_sight(&self, path: &str) -> bool {
        self.files.is_anywhere(path)
    }
}

/// Walks through history. Which files are plans, each configuration on the way says for its time; `narrow` leaves of the places where they are those that
/// were asked for. `seen` is told how many commits were looked at since it was last called, and how many there are, 0 while nobody knows.
pub(super) fn history(
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
pub(super) struct PastStep<'h> {
    pub(super) commit: &'h PastCommit,
    pub(super) changes: Vec<Change>,
    /// The repository had no configuration yet, and has one later.
    pub(super) is_before_rules: bool,
}

/// Tells what each commit of a history did to the plans, in the order of time. Each is judged as a pull request is: by the rules of the commit before it.
/// `done` is told as the walk tells it.
///
/// # Errors
/// When a version cannot be read: what is left out of a history could be all that matters.
pub(super) fn steps<'h>(
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

/// The globs by which any of some configurations finds plans.
fn globs_of(policies: &[Arc<Policy>]) -> Result<GlobSet, Error> {
    let defaults = || DEFAULT_PLANS.iter().map(|glob| (*glob).to_owned()).collect::<Vec<String>>();
    let globs: Vec<String> = policies.iter().flat_map(|policy| policy.plans.clone().unwrap_or_else(defaults)).collect();
    compile(globs.iter().map(String::as_str), true)
}

/// Compares two versions, and finds out what the rules have to know of the repository around them.
pub(super) fn compare(
    repository: &Repository,
    base: &CommitId,
    head: HeadVersion,
    request: &Request,
) -> Result<Gathered, Error> {
    let rulebook = Rulebook::new(repository, request);
    let Compared { changes, policy, template, only, notes } = changes(&rulebook, base, &head, None)?;
    // A configuration that was named judges whatever the repository's says.
    let policy_edits = match request.config {
        Some(_) => Vec::new(),
        None => policy_edits::policy_edits(repository, base, &head)?,
    };
    let head = match head {
        HeadVersion::Commit(id, _) => Some(id),
        HeadVersion::Worktree => None,
    };
    let exists = |path: &str| match &head {
        Some(id) => Ok(repository.exists_at(id, path)?),
        None => Ok(repository.exists_on_disk(path)),
    };
    let facts = Facts { absent: absent_targets(&changes, exists)?, ids: ids(&changes), policy_edits };
    let facts = with_other_plans(facts, &changes, repository, head.as_ref(), (&policy, &template))?;
    let root = repository.workdir().unwrap_or(request.dir).to_path_buf();
    Ok(Gathered { changes, policy, facts, template, base: Some(base.clone()), head, notes, root, only })
}

/// The plans of two versions side by side, with what they are judged by.
struct Compared {
    changes: Vec<Change>,
    policy: Arc<Policy>,
    template: Arc<Template>,
    /// The plans, by their paths, that are the only ones to use the file in which decisions are logged.
    only: BTreeSet<String>,
    notes: Vec<String>,
}

/// Compares the plans of two versions. The base side's configuration judges, so that a change cannot loosen its own gate.
fn changes(
    rulebook: &Rulebook,
    base: &CommitId,
    head: &HeadVersion,
    revisions: Option<&Revisions>,
) -> Result<Compared, Error> {
    let (repository, request) = (rulebook.repository, rulebook.request);
    let mut notes = Vec::new();
    let policy = rulebook.judging(base, head, &mut notes)?;
    let mut files = rulebook.plan_files(&policy)?;
    name_asked(&mut files, repository, base, head, request)?;
    // The base side judges, but where decisions are after the change only the version after it knows.
    if request.config.is_none() {
        files.log_after = rulebook.log_place_after(head).unwrap_or_else(|| files.log.clone());
    }
    // A change that says where plans are from now on may move them there.
    let after = match request.config {
        None => rulebook.plan_files_after(base, head, &policy),
        Some(_) => None,
    };
    let moves_to = |path: &str| !files.is_anywhere(path) && after.as_ref().is_some_and(|after| after.is_anywhere(path));
    let wanted = |path: &str| files.is_wanted(path) || files.is_log_in_either(path) || moves_to(path);
    let (found, head_id, today) = match head {
        HeadVersion::Commit(id, date) => {
            let found = repository.changed_between(base, id, &wanted)?;
            (found, Some(id), request.today.unwrap_or(*date))
        }
        HeadVersion::Worktree => {
            let found = repository.changed_in_worktree(base, &wanted)?;
            let today = match (request.today, found.matches_head) {
                (Some(today), _) => today,
                (None, true) => repository.head()?.map_or_else(machine_date, |commit| commit.committed_on),
                (None, false) => machine_date(),
            };
            (found.files, None, today)
        }
    };
    let mut found = found;
    for file in &mut found {
        let head = file.head.as_ref().map(|head| refuse_lfs_pointer(&file.path, &head.bytes));
        head.transpose()?;
        // A plan whose text is in Git from now on is a new one.
        file.base.take_if(|base| is_lfs_pointer(&base.bytes) && file.head.is_some());
    }
    let template = rulebook.template(base, head_id, &policy)?;
    // What was is told, wherever its log was said to be.
    if let (Some(LogPlace::File(path)), None) = (policy.log_place(), revisions) {
        refuse_plan_as_log(&policy, repository.read_at(base, &path)?)?;
    }
    let before = Snapshot::Commit(repository, base);
    let after = match head_id {
        Some(id) => Snapshot::Commit(repository, id),
        None => {
            let changed =
                found.iter().map(|file| (file.path.clone(), file.head.as_ref().map(|head| head.bytes.clone())));
            Snapshot::Since(repository, base, changed.collect())
        }
    };
    let (found, touched) = with_plans_of_logs(found, &files, repository, base)?;
    let pairs = pair(found, &files, (&template, &policy), revisions);
    let sole = |side: &Snapshot| sole_plan(&files, side, &template, &policy);
    let (pairs, only) = with_logs(pairs, &files, (&before, &after), (&template, &policy), sole)?;
    let changes = pairs.into_par_iter().map(|(base, head)| Change::between(base, head, today));
    let mut changes: Vec<Change> = changes.collect();
    // Of a log that several plans share, a change is one of those whose entries it is about.
    changes.retain(|change| change.status != Status::Unchanged || touched.contains(change.path()));
    changes.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(Compared { changes, policy, template, only, notes })
}

/// Takes in the files and folders that were asked for.
fn name_asked(
    files: &mut PlanFiles,
    repository: &Repository,
    base: &CommitId,
    head: &HeadVersion,
    request: &Request,
) -> Result<(), Error> {
    let (before, after) = (Snapshot::Commit(repository, base), head.version(repository));
    for path in request.paths {
        let full = request.dir.join(path);
        let given = repository.relative_path(&full).ok_or_else(|| outside(path))?;
        // What is behind a link is meant, and is in the version after the change unless that removes it.
        let mut version = after.as_ref().unwrap_or(&before);
        let mut relative = version.real_path(&given)?;
        if !relative.is_empty() && !version.exists(&relative)? {
            version = &before;
            relative = version.real_path(&given)?;
        }
        if let Some(other) = version.repository_on_the_way(&relative)? {
            return Err(Error::new(format!(
                "{} lies in the repository `{other}`, which has a history of its own",
                path.display()
            ))
            .help(format!("run it there, with `-C {other}`")));
        }
        let is_folder = relative.is_empty() || version.has_folder(&relative)?;
        if let HeadVersion::Worktree = head
            && !before.exists(&relative)?
            && repository.is_ignored(&relative, is_folder)?
        {
            return Err(Error::new(format!(
                "{} is ignored by Git, so no version of it can be compared",
                path.display()
            ))
            .help("leave out --base to judge it by itself, or let Git have it with `git add --force`"));
        }
        if !is_folder && version.read(&relative)?.is_none() {
            // A slip in a name must not pass for a plan that did not change.
            return Err(Error::new(format!("{} is in neither version", path.display()))
                .help("look at the spelling of the path"));
        }
        files.ask_for(relative.clone(), is_folder);
        // What a link has taken the place of is gone, and was meant, too.
        for replaced in [Some(given), repository.written_path(&full)].into_iter().flatten() {
            if replaced != relative && before.exists(&replaced)? && before.real_path(&replaced)? == replaced {
                let was_folder = before.has_folder(&replaced)?;
                files.ask_for(replaced, was_folder);
            }
        }
    }
    Ok(())
}

/// Adds the plans that did not change themselves to the changed files when their logs did, and takes the logs out. Gives the paths of the others,
/// too.
fn with_plans_of_logs(
    found: Vec<FileChange>,
    files: &PlanFiles,
    repository: &Repository,
    base: &CommitId,
) -> Result<(Vec<FileChange>, BTreeSet<String>), Error> {
    let (logs, mut found): (Vec<FileChange>, Vec<FileChange>) =
        found.into_iter().partition(|file| files.is_log_in_either(&file.path));
    let touched: BTreeSet<String> = found.iter().map(|file| file.path.clone()).collect();
    let is_meant =
        |path: &String| files.named_logs.is_empty() || !files.named.is_empty() || files.named_logs.contains(path);
    let changed: Vec<String> = logs.into_iter().map(|file| file.path).filter(is_meant).collect();
    let is_moved = files.log != files.log_after;
    if changed.is_empty() && !is_moved {
        return Ok((found, touched));
    }
    let is_other = |path: &str| {
        let wanted = if files.named_logs.is_empty() { files.is_wanted(path) } else { files.is_anywhere(path) };
        wanted && !touched.contains(path)
    };
    let all = repository.files_at(base, &files.places(), &is_other)?;
    // A change that moves the log is one of all plans.
    let plans = match files.log.as_ref().filter(|_| !is_moved) {
        Some(place) => logs::plans_of(place, &changed, all),
        None => all,
    };
    for path in plans {
        let Some(bytes) = repository.read_at(base, &path)? else { continue };
        let contents = Contents { bytes, blob: None };
        found.push(FileChange { path, base: Some(contents.clone()), head: Some(contents) });
    }
    Ok((found, touched))
}

/// The path of the only plan of a version, when there is just one.
fn sole_plan(
    files: &PlanFiles,
    side: &Snapshot,
    template: &Template,
    policy: &Policy,
) -> Result<Option<String>, Error> {
    let mut plans = BTreeSet::new();
    for path in side.plans(&files.places(), &|path| files.is_anywhere(path))? {
        // A guess is a plan only when it looks like one.
        let is_plan = files.is_configured(&path) || {
            let bytes = side.read(&path)?.unwrap_or_default();
            files.is_plan(&parse::parse(Source::from_bytes(path.clone(), &bytes), template, policy, None))
        };
        if is_plan {
            plans.insert(path);
        }
        if plans.len() > 1 {
            return Ok(None);
        }
    }
    Ok(plans.pop_first())
}

/// Two versions of a plan.
type Pair = (Option<Plan>, Option<Plan>);

/// Gives the plans their logs, each from its own side. Entries that name no rollout are those of the only plan that there was before the change, or
/// that there is when it is new: another plan takes nothing from it.
fn with_logs(
    pairs: Vec<Pair>,
    files: &PlanFiles,
    (before, after): (&Snapshot, &Snapshot),
    (template, policy): (&Template, &Policy),
    sole: impl Fn(&Snapshot) -> Result<Option<String>, Error>,
) -> Result<(Vec<Pair>, BTreeSet<String>), Error> {
    let places = (files.log.as_ref(), files.log_after.as_ref());
    if pairs.is_empty() || places == (None, None) {
        return Ok((pairs, BTreeSet::new()));
    }
    let is_file = |place: Option<&LogPlace>| matches!(place, Some(LogPlace::File(_)));
    let (mut sole_before, mut sole_after) = (None, None);
    if is_file(places.0) || is_file(places.1) {
        sole_before = sole(before)?;
        sole_after = sole(after)?;
    }
    let bases: Vec<&Plan> = pairs.iter().filter_map(|(base, _)| base.as_ref()).collect();
    let heads: Vec<&Plan> = pairs.iter().filter_map(|(_, head)| head.as_ref()).collect();
    let old = Logs::of(&bases, places.0, before, policy)?;
    let new = Logs::of(&heads, places.1, after, policy)?;
    let is_folder = |place: Option<&LogPlace>| matches!(place, Some(LogPlace::Folder(_)));
    // In a folder two plans with one name share a file, and an entry of it has to say whose it is.
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    if is_folder(places.0) || is_folder(places.1) {
        // A plan that the change moves is among them, wherever it goes.
        let mut paths = after.plans(&files.places(), &|path| files.is_anywhere(path))?;
        paths.extend(heads.iter().map(|plan| plan.source.path.clone()));
        for path in paths {
            *names.entry(logs::stem(&path)).or_default() += 1;
        }
    }
    let is_alone =
        |path: Option<String>| path.is_some_and(|path| names.get(&logs::stem(&path)).is_none_or(|count| *count < 2));
    let given = pairs.into_par_iter().map(|(base, head)| {
        let path = |plan: &Option<Plan>| plan.as_ref().map(|plan| plan.source.path.clone());
        // A change may move decisions from a file to a folder, or back.
        let is_only = |place: Option<&LogPlace>| match (is_folder(place), path(&base)) {
            (true, base) => is_alone(path(&head).or(base)),
            (false, Some(path)) => sole_before.as_ref() == Some(&path),
            (false, None) => sole_after.is_some() && sole_after == path(&head),
        };
        let (only_before, only_after) = (is_only(places.0), is_only(places.1));
        let base = base.map(|plan| old.give(plan, only_before, template, policy));
        let head = head.map(|plan| new.give(plan, only_after, template, policy));
        ((base, head), only_after)
    });
    let given: Vec<(Pair, bool)> = given.collect();
    let only = given.iter().filter(|(_, is_only)| *is_only).filter_map(|((_, head), _)| head.as_ref());
    let only = only.map(|plan| plan.source.path.clone()).collect();
    Ok((given.into_iter().map(|(pair, _)| pair).collect(), only))
}

/// One plan on disk with its version in HEAD, as far as there is one: what an edit starts from.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn one(request: &Request, path: &Path) -> Result<Gathered, Error> {
    let mut gathered = alone(&Request { paths: &[path.to_path_buf()], ..*request })?;
    let repository = Ground::of(request.dir).repository;
    let head = repository.as_ref().and_then(|repository| repository.head().ok().flatten());
    let (Some(repository), Some(head), [change]) = (repository, head, &gathered.changes[..]) else {
        return Ok(gathered);
    };
    let (name, today) = (change.path().to_owned(), change.today);
    let Some(bytes) = repository.read_at(&head.id, &name)? else { return Ok(gathered) };
    let template = gathered.template.clone();
    let policy = &gathered.policy;
    let base = parse::parse(Source::from_bytes(name, &bytes), &template, policy, None);
    let held = Some(base.follows_template);
    let plan = parse::parse(change.plan().source.clone(), &template, policy, held);
    let files = PlanFiles::new(policy)?;
    let sides = (&Snapshot::Commit(&repository, &head.id), &Snapshot::Disk(&gathered.root, Some(&repository)));
    let sole = |side: &Snapshot| sole_plan(&files, side, &template, policy);
    let (pairs, only) = with_logs(vec![(Some(base), Some(plan))], &files, sides, (&template, policy), sole)?;
    gathered.changes = pairs.into_iter().map(|(base, head)| Change::between(base, head, today)).collect();
    gathered.only = only;
    Ok(gathered)
}

/// Where a new plan goes so that it is found again: the first path that a pattern of `plans:` makes of its name. `None` when none does.
///
/// # Errors
/// When a pattern cannot be read.
pub(super) fn path_for_new_plan(policy: &Policy, name: &str) -> Result<Option<String>, Error> {
    let files = PlanFiles::new(policy)?;
    let default: Vec<String> = DEFAULT_PLANS.iter().map(|pattern| (*pattern).to_owned()).collect();
    let patterns = policy.plans.as_ref().unwrap_or(&default);
    let is_inside =
        |path: &String| !path.starts_with('/') && path.split('/').all(|part| !part.is_empty() && part != "..");
    let paths = patterns.iter().filter_map(|pattern| path_from_pattern(pattern, name));
    Ok(paths.filter(is_inside).find(|path| files.is_wanted(path)))
}

/// The folder before the first sign of the first pattern in `plans:`, with its `/`.
fn plan_folder(policy: &Policy) -> String {
    let pattern = policy.plans.as_ref().and_then(|plans| plans.first()).map_or(DEFAULT_PLANS[0], String::as_str);
    let folder = fixed_folder(pattern);
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
}

/// The folder before the first sign of a glob: it holds all that the glob matches.
fn fixed_folder(glob: &str) -> &str {
    let end = glob.find(['*', '?', '[', '{', '\\']).unwrap_or(glob.len());
    glob[..end].rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path that a glob matches, with `name` in the place of its last part's first `*`.
fn path_from_pattern(pattern: &str, name: &str) -> Option<String> {
    let mut plain = pattern.to_owned();
    // Of alternatives, the first one.
    while let Some((before, rest)) = plain.split_once('{') {
        let (inside, after) = rest.split_once('}')?;
        plain = format!("{before}{}{after}", inside.split(',').next().unwrap_or(""));
    }
    let plain = plain.replace("**/", "");
    let (folder, file) = plain.rsplit_once('/').map_or(("", plain.as_str()), |(folder, file)| (folder, file));
    if folder.contains(['*', '?', '[']) || file.contains(['?', '[']) || !file.contains('*') {
        return None;
    }
    let file = file.replacen('*', name, 1).replace('*', "");
    Some(if folder.is_empty() { file } else { format!("{folder}/{file}") })
}

fn no_files() -> Error {
    Error::new("a bare repository has no files on disk").help("compare two commits: --base REV --head REV")
}

/// Reads the files in the worktree, without any past.
pub(super) fn alone(request: &Request) -> Result<Gathered, Error> {
    let ground = Ground::of(request.dir);
    let repository = ground.repository.as_ref();
    if ground.is_bare() && request.paths.is_empty() {
        return Err(no_files());
    }
    let root = ground.root().to_path_buf();
    let policy = Arc::new(ground.policy(request)?);
    let mut files = PlanFiles::new(&policy)?;
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    for path in request.paths {
        let full = request.dir.join(path);
        if full.is_dir() {
            files.folders.push(repository_path(&root, &full, path) + "/");
            continue;
        }
        let bytes = read(&full).map_err(|error| match ground.is_bare() {
            true => no_files(),
            false => Error::unreadable(path.display(), error),
        })?;
        let name = repository_path(&root, &full, path);
        files.name(name.clone());
        if files.named.contains(&name) {
            sources.insert(name.clone(), Source::from_bytes(name, &bytes));
        }
    }
    if !files.named_logs.is_empty() {
        let wanted = |path: &str| files.is_anywhere(path);
        search(&root, repository, &root, (&files.places(), &wanted), &mut sources)?;
    }
    if request.paths.is_empty() || !files.folders.is_empty() {
        let starts: Vec<PathBuf> = if files.folders.is_empty() {
            vec![root.clone()]
        } else {
            request.paths.iter().map(|path| request.dir.join(path)).filter(|path| path.is_dir()).collect()
        };
        for start in starts {
            let wanted = |path: &str| files.is_wanted(path);
            search(&root, repository, &start, (&files.places(), &wanted), &mut sources)?;
        }
    }
    let disk = ground.disk();
    let template = template_of(&disk, &policy)?;
    sources.values().try_for_each(|source| refuse_lfs_pointer(&source.path, source.text.as_bytes()))?;
    let sources: Vec<Source> = sources.into_values().collect();
    let plans = sources.into_par_iter().map(|source| parse::parse(source, &template, &policy, None));
    let plans: Vec<Plan> = plans.filter(|plan| files.is_plan(plan)).collect();
    let pairs: Vec<Pair> = plans.into_iter().map(|plan| (None, Some(plan))).collect();
    let sole = |side: &Snapshot| sole_plan(&files, side, &template, &policy);
    let (pairs, only) = with_logs(pairs, &files, (&disk, &disk), (&template, &policy), sole)?;
    let is_meant = |plan: &Plan| {
        let log = plan.log_source.as_ref().map_or("", |source| source.path.as_str());
        files.named_logs.is_empty()
            || files.named_logs.contains(log)
            || files.named.contains(&plan.source.path)
            || files.is_wanted(&plan.source.path)
    };
    let plans: Vec<Plan> = pairs.into_iter().filter_map(|(_, head)| head).filter(is_meant).collect();
    let today = match request.today {
        Some(today) => today,
        None => date_of_worktree(repository, &plans).unwrap_or_else(machine_date),
    };
    let changes: Vec<Change> = plans.into_par_iter().map(|plan| Change::single(plan, today)).collect();
    let exists = |path: &str| disk.exists(path);
    let facts = Facts { absent: absent_targets(&changes, exists)?, ids: ids(&changes), ..Facts::default() };
    let notes: Vec<String> = ground.note.iter().cloned().collect();
    Ok(Gathered { changes, policy, facts, template, base: None, head: None, notes, root, only })
}

// --- the repository around the plans ---

/// The paths that plans link to and that are not there. A plan outside of the repository leads nowhere that could be looked at.
fn absent_targets(changes: &[Change], exists: impl Fn(&str) -> Result<bool, Error>) -> Result<BTreeSet<String>, Error> {
    let inside = |plan: &&Plan| !plan.source.path.starts_with(['/', '.']) && !plan.source.path.contains(':');
    let plans = changes.iter().filter_map(|change| change.head.as_ref()).filter(inside);
    let targets: BTreeSet<&str> = plans.flat_map(|plan| &plan.links).map(|link| link.path.as_str()).collect();
    let mut absent = BTreeSet::new();
    for target in targets {
        if !exists(target)? {
            absent.insert(target.to_owned());
        }
    }
    Ok(absent)
}

/// The Rollout IDs of the plans at hand.
fn ids(changes: &[Change]) -> BTreeMap<String, BTreeSet<String>> {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for plan in changes.iter().filter_map(|change| change.head.as_ref()) {
        if let Some(id) = &plan.id {
            ids.entry(fold(id)).or_default().insert(plan.source.path.clone());
        }
    }
    ids
}

/// Adds the plans that this change left alone and that have the ID of a plan which got it or moved here. Only then are they looked through:
/// otherwise their number would cost time in every change.
fn with_other_plans(
    mut facts: Facts,
    changes: &[Change],
    repository: &Repository,
    head: Option<&CommitId>,
    (policy, template): (&Policy, &Template),
) -> Result<Facts, Error> {
    let id_of = |plan: &Option<Plan>| plan.as_ref().and_then(|plan| plan.id.clone());
    let new: BTreeSet<String> = changes
        .iter()
        .filter_map(|change| {
            let is_given = |id: &String| id_of(&change.base).map(|id| fold(&id)) != Some(fold(id));
            id_of(&change.head).filter(|id| is_given(id) || change.moves_stage())
        })
        .collect();
    if new.is_empty() {
        return Ok(facts);
    }
    let files = PlanFiles::new(policy)?;
    let touched: BTreeSet<&str> = changes.iter().map(Change::path).collect();
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    match (head, repository.workdir()) {
        (Some(head), _) => {
            let is_other = |path: &str| files.is_wanted(path) && !touched.contains(path);
            for path in repository.files_at(head, &files.places(), &is_other)? {
                let bytes = repository.read_at(head, &path)?.unwrap_or_default();
                sources.insert(path.clone(), Source::from_bytes(path, &bytes));
            }
        }
        (None, Some(root)) => {
            let wanted = |path: &str| files.is_wanted(path);
            search(root, Some(repository), root, (&files.places(), &wanted), &mut sources)?;
        }
        (None, None) => {}
    }
    let is_other = |source: &Source| !touched.contains(source.path.as_str());
    for source in sources.into_values().filter(is_other).filter(|source| new.iter().any(|id| source.text.contains(id)))
    {
        let plan = parse::parse(source, template, policy, None);
        if let Some(id) = plan.id.as_ref().filter(|_| files.is_plan(&plan)) {
            facts.ids.entry(fold(id)).or_default().insert(plan.source.path.clone());
        }
    }
    Ok(facts)
}

/// A worktree that equals HEAD is judged on the day of that commit, so that a re-run says the same.
fn date_of_worktree(repository: Option<&Repository>, plans: &[Plan]) -> Option<Date> {
    let repository = repository?;
    let head = repository.head().ok()??;
    let sources = plans.iter().flat_map(|plan| plan.files().map(|(_, source, _)| source.path.as_str()));
    let paths: BTreeSet<&str> = sources.collect();
    let found = repository.changed_in_worktree(&head.id, &|path| paths.contains(path)).ok()?;
    found.matches_head.then_some(head.committed_on)
}

/// Reads the wanted files at or below a folder, those that are not known yet: what Git tracks, whatever ignores it, and what nothing ignores. What a sparse
/// checkout leaves out is as the index has it. `places` are those that wanted files are at or below.
///
/// # Errors
/// When a wanted file cannot be read, or a folder that they are in: a plan that nobody may see must not pass for none.
pub(super) fn search(
    root: &Path,
    repository: Option<&Repository>,
    start: &Path,
    (places, is_wanted): (&Places, &dyn Fn(&str) -> bool),
    sources: &mut BTreeMap<String, Source>,
) -> Result<(), Error> {
    let mut walk = ignore::WalkBuilder::new(start);
    if let Some(repository) = repository {
        repository.ignore_in(&mut walk);
    }
    walk.ignore(false).hidden(false).follow_links(false).filter_entry(|entry| entry.file_name() != ".git");
    // The walk follows no link, so that only its start has to be resolved.
    let folder = repository_path(root, start, start);
    let name_of = |path: &Path| {
        let below = path_text_of(path.strip_prefix(start).ok()?);
        Some([folder.as_str(), &below].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/"))
    };
    let mut found: BTreeMap<String, PathBuf> = BTreeMap::new();
    for entry in walk.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let is_closed = error.io_error().is_some_and(|error| error.kind() == ErrorKind::PermissionDenied);
                let Some(path) = path_of(&error).filter(|_| is_closed) else { continue };
                let name = name_of(path).filter(|name| path == start || places.touch(name));
                if let Some(name) = name {
                    return Err(Error::new(format!("plans may be in the folder {name}, which cannot be opened"))
                        .because(error)
                        .help("run it as somebody who may read it; if no plan is there, say so with `plans:` in .rolloutlint.yml or in .gitignore"));
                }
                continue;
            }
        };
        let Some(name) = name_of(entry.path()).filter(|_| is_file(&entry)) else { continue };
        if is_wanted(&name) && !sources.contains_key(&name) {
            found.insert(name, entry.into_path());
        }
    }
    if let Some(repository) = repository {
        let is_below = |path: &str| {
            folder.is_empty() || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        let is_missing =
            |path: &str| is_below(path) && is_wanted(path) && !sources.contains_key(path) && !found.contains_key(path);
        for tracked in repository.tracked(places, &is_missing)? {
            let full = path_on_disk(root, &tracked.path);
            match tracked.left_out {
                Some(bytes) => {
                    sources.insert(tracked.path.clone(), Source::from_bytes(tracked.path, &bytes));
                }
                // What lies behind a link is seen by no review.
                None if full.symlink_metadata().is_ok_and(|found| found.is_symlink()) => {}
                None if repository.relative_path(&full).as_deref() != Some(tracked.path.as_str()) => {}
                None => drop(found.insert(tracked.path, full)),
            }
        }
    }
    let read = |(name, path): (String, PathBuf)| match read(&path) {
        Ok(bytes) => Some(Ok((name.clone(), Source::from_bytes(name, &bytes)))),
        // A file that vanishes during the walk is no plan.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => None,
        Err(error) => Some(Err(Error::unreadable(name, error))),
    };
    sources.extend(found.into_par_iter().filter_map(read).collect::<Result<Vec<_>, Error>>()?);
    Ok(())
}

/// The path that an error of a walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn is_file(entry: &ignore::DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

/// Reads a file, of a huge one only as much as shows that it is too large. Pipes and devices could be read for ever.
fn read(path: &Path) -> Result<Vec<u8>, std::io::Error> {
    use std::io::Read;
    if !path.metadata()?.is_file() {
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(crate::text::SIZE_LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The path as reports show it: inside the root with `/`, else as it was given.
fn repository_path(root: &Path, full: &Path, given: &Path) -> String {
    let inside = match (full.canonicalize(), root.canonicalize()) {
        (Ok(full), Ok(root)) => full.strip_prefix(&root).ok().map(Path::to_path_buf),
        _ => full.strip_prefix(root).ok().map(Path::to_path_buf),
    };
    let Some(inside) = inside else { return given.to_string_lossy().replace('\\', "/") };
    path_text_of(&inside)
}

fn outside(path: &Path) -> Error {
    Error::new(format!("{} lies outside the repository", path.display()))
        .help("name a path inside it, or leave out --base to judge the file by itself")
}

/// Today by this machine's clock, in its own time zone.
pub(super) fn machine_date() -> Date {
    jiff::Zoned::now().date()
}

// --- which versions belong together ---

struct Version {
    plan: Plan,
    blob: Option<String>,
    /// The lines that say something, hashed; made when they are first compared.
    lines: OnceCell<BTreeSet<u64>>,
}

impl Version {
    fn lines(&self) -> &BTreeSet<u64> {
        self.lines.get_or_init(|| lines_of(&self.plan.source.text).collect())
    }
}

/// The plans of a history as they were last read. A version is read as the one after a change, and again as the one before the next.
#[derive(Default)]
struct Revisions(Mutex<LastRead>);

#[derive(Default)]
struct LastRead {
    /// What they were read by. Nothing is known of other rules.
    rules: Option<(Arc<Template>, Arc<Policy>)>,
    /// By the path the file's id, and the plan.
    plans: HashMap<String, (String, Plan)>,
}

impl Revisions {
    fn read(&self, path: &str, contents: &Contents, (template, policy): (&Arc<Template>, &Arc<Policy>)) -> Plan {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut known = lock();
            let is_same =
                |(of, by): &(Arc<Template>, Arc<Policy>)| Arc::ptr_eq(of, template) && Arc::ptr_eq(by, policy);
            if !known.rules.as_ref().is_some_and(is_same) {
                *known = LastRead { rules: Some((Arc::clone(template), Arc::clone(policy))), plans: HashMap::new() };
            }
            let is_it = |(blob, _): &&(String, Plan)| Some(blob) == contents.blob.as_ref();
            if let Some((_, plan)) = known.plans.get(path).filter(is_it) {
                return plan.clone();
            }
        }
        let plan = parse::parse(Source::from_bytes(path, &contents.bytes), template, policy, None);
        if let Some(blob) = &contents.blob {
            lock().plans.insert(path.to_owned(), (blob.clone(), plan.clone()));
        }
        plan
    }
}

/// Pairs the versions of each plan: the same path first, unless its Rollout ID is that of another plan now; then the same content, then the same Rollout ID, then
/// most lines in common.
fn pair(
    found: Vec<FileChange>,
    files: &PlanFiles,
    (template, policy): (&Arc<Template>, &Arc<Policy>),
    revisions: Option<&Revisions>,
) -> Vec<Pair> {
    let read_version = |path: &str, contents: Contents| {
        let plan = match revisions {
            Some(revisions) => revisions.read(path, &contents, (template, policy)),
            None => parse::parse(Source::from_bytes(path, &contents.bytes), template, policy, None),
        };
        Version { plan, blob: contents.blob, lines: OnceCell::new() }
    };
    // What was held to the template before is held to it now, whatever it looks like.
    let held_as = |plan: Plan, base: &Plan| match plan.follows_template == base.follows_template || !base.is_readable()
    {
        true => plan,
        false => parse::parse(plan.source.clone(), template, policy, Some(base.follows_template)),
    };
    let both: Vec<(Option<Version>, Option<Version>)> = found
        .into_par_iter()
        .map(|file| {
            let path = file.path;
            // What was a plan before is one now, whatever it looks like.
            let base = file.base.filter(|_| files.may_be_plan(&path)).map(|contents| read_version(&path, contents));
            let base = base.filter(|base| files.is_plan(&base.plan));
            let head = file
                .head
                .map(|contents| read_version(&path, contents))
                .map(|head| match &base {
                    Some(base) => Version { plan: held_as(head.plan, &base.plan), ..head },
                    None => head,
                })
                .filter(|head| base.is_some() || files.is_plan(&head.plan))
                // A plan that was emptied is gone.
                .filter(|head| {
                    head.plan.source.unreadable.is_some()
                        || !head.plan.source.text.trim_matches('\u{feff}').trim().is_empty()
                });
            (base, head)
        })
        .collect();
    // Most changes move no plan, and ask for none of it.
    let of_template: LazyCell<BTreeSet<u64>, _> = LazyCell::new(|| lines_of(&template.source.text).collect());
    let is_swapped: Vec<bool> = (0..both.len()).map(|index| is_another(index, &both, || &*of_template)).collect();
    let mut changes = Vec::new();
    let mut gone: Vec<Version> = Vec::new();
    let mut new: Vec<Version> = Vec::new();
    for (pair, is_swapped) in both.into_iter().zip(is_swapped) {
        match pair {
            // Plans may change places: then the ID tells which is which.
            (Some(base), Some(head)) if is_swapped => {
                gone.push(base);
                new.push(head);
            }
            (Some(base), Some(head)) => changes.push((Some(base.plan), Some(head.plan))),
            (Some(base), None) => gone.push(base),
            (None, Some(head)) => new.push(head),
            (None, None) => {}
        }
    }
    let similar = |base: &Version, head: &Version| similar(base, head, &of_template);
    for likeness in [&same_blob as &dyn Fn(&Version, &Version) -> usize, &same_id, &similar] {
        let mut alike: Vec<(usize, usize, usize)> = Vec::new();
        for (one, base) in gone.iter().enumerate() {
            let all = new.iter().enumerate().map(|(other, head)| (likeness(base, head), one, other));
            alike.extend(all.filter(|(likeness, _, _)| *likeness > 0));
        }
        // Those that are most alike belong together.
        alike.sort_by_key(|(likeness, one, other)| (Reverse(*likeness), *one, *other));
        let (mut old, mut now): (Vec<_>, Vec<_>) =
            (gone.into_iter().map(Some).collect(), new.into_iter().map(Some).collect());
        for (_, one, other) in alike {
            if let (Some(base), Some(head)) = (&old[one], &now[other]) {
                let plan = held_as(head.plan.clone(), &base.plan);
                changes.push((Some(base.plan.clone()), Some(plan)));
                (old[one], now[other]) = (None, None);
            }
        }
        (gone, new) = (old.into_iter().flatten().collect(), now.into_iter().flatten().collect());
    }
    changes.extend(gone.into_iter().map(|base| (Some(base.plan), None)));
    // What is a plan only from the next change on is none yet.
    new.retain(|head| files.may_be_plan(&head.plan.source.path));
    changes.extend(new.into_iter().map(|head| (None, Some(head.plan))));
    changes
}

/// Whether the file of one rollout is now that of another one. Its Rollout ID alone proves nothing, for anybody can write another one: the plan that bears the ID on
/// the other side must also say more of the same.
fn is_another<'t>(
    index: usize,
    both: &[(Option<Version>, Option<Version>)],
    of_template: impl Fn() -> &'t BTreeSet<u64>,
) -> bool {
    let (Some(base), Some(head)) = &both[index] else { return false };
    if base.plan.id.is_none() || head.plan.id.is_none() || same_id(base, head) > 0 {
        return false;
    }
    let here = in_common(base, head, of_template());
    both.iter().enumerate().filter(|(other, _)| *other != index).any(|(_, (before, after))| {
        let came = before
            .as_ref()
            .is_some_and(|before| same_id(before, head) > 0 && in_common(before, head, of_template()) > here);
        let went = after
            .as_ref()
            .is_some_and(|after| same_id(base, after) > 0 && in_common(base, after, of_template()) > here);
        came || went
    })
}

fn same_blob(base: &Version, head: &Version) -> usize {
    usize::from(base.blob.is_some() && base.blob == head.blob)
}

fn same_id(base: &Version, head: &Version) -> usize {
    match (&base.plan.id, &head.plan.id) {
        (Some(one), Some(other)) => usize::from(fold(one) == fold(other)),
        _ => 0,
    }
}

/// How many of the lines that say something are the same, where these are more than half and the IDs do not say otherwise. What stands in every plan, because the
/// template has it, says nothing.
fn similar(base: &Version, head: &Version, of_template: &BTreeSet<u64>) -> usize {
    // Another ID is another rollout, unless the new one has all of the decisions of the old.
    if base.plan.id.is_some() && head.plan.id.is_some() && !keeps_the_rows(base, head) {
        return 0;
    }
    let own = |version: &Version| version.lines().difference(of_template).count();
    let shared = in_common(base, head, of_template);
    if shared * 2 > own(base).max(own(head)) {
        return shared;
    }
    // A plan in which little is filled in has little of its own: then nearly everything must be the same.
    let title = |version: &Version| version.plan.title.as_ref().map(|title| fold(title));
    let differs = title(base).zip(title(head)).is_some_and(|(one, other)| one != other);
    let all = base.lines().intersection(head.lines()).count();
    usize::from(!differs && all * 20 >= base.lines().len().max(head.lines().len()) * 19)
}

/// How many lines two versions have in common that the template does not have.
fn in_common(base: &Version, head: &Version, of_template: &BTreeSet<u64>) -> usize {
    base.lines().intersection(head.lines()).filter(|line| !of_template.contains(line)).count()
}

/// Whether a version has decisions, and another one has them all, word for word.
fn keeps_the_rows(base: &Version, head: &Version) -> bool {
    let rows = base.plan.log.iter().flat_map(|log| &log.rows).filter(|row| row.state == RowState::Recorded);
    let mut lines = rows.map(|row| lines_of(base.plan.log_file().slice(row.whole))).peekable();
    lines.peek().is_some() && lines.flatten().all(|line| head.lines().contains(&line))
}

/// The lines of a text that say something, hashed.
fn lines_of(text: &str) -> impl Iterator<Item = u64> + '_ {
    let hash = |line: &str| {
        let mut hasher = DefaultHasher::new();
        line.hash(&mut hasher);
        hasher.finish()
    };
    text.lines().map(str::trim).filter(|line| line.len() > 3).map(hash)
}
