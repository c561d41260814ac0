//! What the search for plans misses: globs that take no file, and files that no glob takes.

use super::disk::Disk;
use super::globs::{self, Case, Globs, fixed_folder};
use super::plan_files::{PlanFiles, is_of_a_rollout};
use super::rulebook::Rulebook;
use super::ruleset::{Configuration, Ruleset, policy_of};
use super::snapshot::{Head, Snapshot};
use crate::change::{Missed, OutOfSight, Subject};
use crate::config::{ExposureEntry, FilePattern, Policy};
use crate::error::Error;
use crate::git::{CommitId, FileChange, Places, Repository};
use crate::plan::Plan;
use crate::text::{Source, Span};
use crate::version::Version;
use rayon::prelude::*;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many entries of a commit are looked at for the first file of a glob, in a change that is not
/// why it has none.
const MOST_LOOKED_AT: usize = 2_000;

// --- globs ---

/// The globs that a configuration has of its own, and which of them have taken a file so far.
pub(super) struct Sight {
    configuration: Configuration,
    globs: Vec<Watched>,
    /// Whether it says where plans are.
    is_own: bool,
}

struct Watched {
    glob: String,
    files: Globs,
    has_file: Cell<bool>,
}

impl Sight {
    /// The globs of a configuration.
    pub(super) fn of(configuration: Configuration) -> Sight {
        let watched = |glob: &&str| {
            let files = Globs::new(&[glob], Case::Exact).ok()?;
            Some(Watched { glob: (*glob).to_owned(), files, has_file: Cell::new(false) })
        };
        let globs = globs::own(&configuration.policy);
        let is_own = globs.is_some();
        let globs = globs.iter().flatten().filter(|glob| globs::takes(glob)).filter_map(watched).collect();
        Sight { configuration, globs, is_own }
    }

    /// Takes a file into account.
    pub(super) fn see(&self, path: &str) {
        for watched in self.globs.iter().filter(|watched| !watched.has_file.get()) {
            watched.has_file.set(watched.files.take(path));
        }
    }

    /// The globs that have taken no file; a list without any, where no log of its own is kept
    /// beside it.
    pub(super) fn missed(&self) -> Vec<OutOfSight> {
        if self.is_own && self.globs.is_empty() && self.configuration.policy.append_only.is_none() {
            let (source, span) = place_in(&self.configuration, "plans", "[]");
            return vec![OutOfSight { source, span, what: Missed::EachFile }];
        }
        let unmatched = self.globs.iter().filter(|watched| !watched.has_file.get());
        let missed = unmatched.map(|watched| {
            let (source, span) = place_in(&self.configuration, "plans", &watched.glob);
            OutOfSight { source, span, what: Missed::Glob(watched.glob.clone()) }
        });
        missed.collect()
    }
}

/// Where a configuration has a glob or a path below a key: in the first of its files that has it,
/// or else at the line of the key in its own.
pub(super) fn place_in(configuration: &Configuration, key: &str, glob: &str) -> (Source, Span) {
    let in_file = |file: &Source| (file.clone(), place_of(file, key, glob));
    let mut places = configuration.files.iter().map(in_file);
    let has_it = |(file, span): &(Source, Span)| file.slice(*span) == glob;
    places.clone().find(has_it).or_else(|| places.next()).expect("a configuration has a file")
}

/// The same in one file.
fn place_of(configuration: &Source, key: &str, glob: &str) -> Span {
    let text = &*configuration.text;
    let key = text.find(key).unwrap_or(0);
    let is_end = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "\"'[],".contains(c));
    let is_glob = |at: &usize| {
        let line = text[..*at].rsplit('\n').next().unwrap_or("");
        let is_whole = is_end(text[..*at].chars().next_back()) && is_end(text[at + glob.len()..].chars().next());
        is_whole && !line.contains(" #") && !line.starts_with('#')
    };
    let found = text[key..].match_indices(glob).map(|(at, _)| key + at).find(is_glob);
    found.map_or_else(|| configuration.line_span(configuration.line(key)), |at| Span::new(at, at + glob.len()))
}

/// The flag files that a configuration names and that neither a version has nor the one before it.
/// A file with the name of a flag in its path may come later. `is_asked` says which entries are
/// asked that name several files: that costs a search.
pub(super) fn flag_files_out_of_sight(
    configuration: &Configuration,
    version: &Snapshot,
    before: Option<&Snapshot>,
    is_asked: &dyn Fn(&ExposureEntry) -> bool,
) -> Vec<OutOfSight> {
    let versions: Vec<&Snapshot> = std::iter::once(version).chain(before).collect();
    let missed = configuration.policy.exposure.iter().filter_map(|entry| {
        let several = || missing_files(entry, version).map(|path| (Missed::FlagFiles(path.clone()), path));
        let one = missing_file(entry, &versions).map(|path| (Missed::FlagFile(path.clone()), path));
        let (what, path) = one.or_else(|| if is_asked(entry) { several() } else { None })?;
        let (source, span) = place_in(configuration, "exposure", &path);
        Some(OutOfSight { source, span, what })
    });
    missed.collect()
}

/// The file of an entry that none of some versions has, when the entry names one file.
pub(super) fn missing_file(entry: &ExposureEntry, versions: &[&Snapshot]) -> Option<String> {
    let patterns = entry.files(None, None);
    let [pattern] = &patterns[..] else { return None };
    let path = pattern.exact().filter(|_| entry.ladder.is_empty())?;
    let is_there = versions.iter().any(|version| version.exists(path).unwrap_or(true));
    (!is_there).then(|| path.to_owned())
}

/// Whether a version has a file of an entry, as far as that can be told.
pub(super) fn has_files(entry: &ExposureEntry, version: &Snapshot) -> bool {
    missing_file(entry, &[version]).or_else(|| missing_files(entry, version)).is_none()
}

/// The path of an entry as it is written, when it is a glob or one for each environment and a
/// version has no file for it.
fn missing_files(entry: &ExposureEntry, version: &Snapshot) -> Option<String> {
    let patterns = entry.files(None, None);
    let is_one = patterns.iter().all(|pattern| pattern.exact().is_some()) && entry.ladder.is_empty();
    if patterns.is_empty() || is_one {
        return None;
    }
    let has_file = |pattern: &FilePattern| match pattern.exact() {
        Some(path) => version.exists(path).unwrap_or(true),
        None => {
            let places = Places::new([pattern.fixed_folder().to_owned()]);
            version.paths(&places, &|path| pattern.matches(path)).map_or(true, |paths| !paths.is_empty())
        }
    };
    (!patterns.iter().any(has_file)).then(|| entry.file.to_string())
}

// --- a comparison ---

/// What the search for plans misses after a change. `beside` has the changed texts that no glob
/// takes. Nobody looks for the files of a glob in a change that touches neither plans nor the
/// configuration.
///
/// # Errors
/// When Git cannot be read.
pub(super) fn out_of_sight(
    rulebook: &Rulebook,
    (base, head): (&CommitId, &Head),
    ruleset: &Ruleset,
    beside: &[FileChange],
    subjects: &[Subject],
) -> Result<Vec<OutOfSight>, Error> {
    let repository = rulebook.repository;
    let Some(after) = head.snapshot(repository) else { return Ok(Vec::new()) };
    let mut missed = files_that_no_glob_takes(ruleset, beside, &after);
    let is_plan_touched = !subjects.is_empty() || !missed.is_empty();
    // Where several configurations divide a repository, each takes some of its plans.
    if rulebook.request.config.is_some() {
        missed.clear();
    }
    let Some(configuration) = rulebook.configuration_of(&after) else { return Ok(missed) };
    let before = rulebook.configuration_of(&Snapshot::Commit(repository, base));
    let is_new = |entry: &ExposureEntry| before.as_ref().is_none_or(|old| !old.policy.exposure.contains(entry));
    let flags_missed =
        flag_files_out_of_sight(&configuration, &after, Some(&Snapshot::Commit(repository, base)), &is_new);
    // A file that is not there is a fault of the configuration in the change that brings its entry.
    let judging = &ruleset.policy.exposure;
    let old = |path: &str| judging.iter().any(|entry| missing_file(entry, &[]).as_deref() == Some(path));
    missed.extend(flags_missed.into_iter().filter(|missed| match &missed.what {
        Missed::FlagFile(path) => !subjects.is_empty() && old(path),
        _ => true,
    }));
    missed.extend(submodules(rulebook, (base, head), &configuration, before.as_ref())?);
    let sight = Sight::of(configuration);
    let is_configuration_changed = before.as_ref().is_none_or(|before| before.differs_from(&sight.configuration));
    if !is_plan_touched && missed.is_empty() && !is_configuration_changed {
        return Ok(missed);
    }
    let path_of = |version: Option<&Arc<Version>>| version.map(|version| version.source.path.clone());
    let now: BTreeSet<String> = subjects.iter().filter_map(|subject| path_of(subject.head())).collect();
    now.iter().for_each(|path| sight.see(path));
    let gone: BTreeSet<String> =
        subjects.iter().filter_map(|subject| path_of(subject.base())).filter(|path| !now.contains(path)).collect();
    let is_edited = |before: &Configuration| before.policy.plans != sight.configuration.policy.plans;
    if let Some(before) = before.as_ref().filter(|before| is_edited(before)) {
        missed.extend(brought_into_sight(&before.policy, &sight, &now, &after, ruleset)?);
    }
    let old = before.and_then(|before| before.policy.plans).unwrap_or_default();
    for watched in sight.globs.iter().filter(|watched| !watched.has_file.get()) {
        let is_cause = !old.contains(&watched.glob) || gone.iter().any(|path| watched.files.take(path));
        let has_file = match head {
            Head::Commit(id, _) => watched.has_file_at(repository, id, is_cause)?,
            Head::Worktree => watched.has_file_on_disk(repository, &gone, is_cause)?,
        };
        watched.has_file.set(has_file);
    }
    missed.extend(sight.missed());
    Ok(missed)
}

/// The plans that a change of `plans:` brings into sight. Those of `judged` are held against what
/// they were elsewhere.
fn brought_into_sight(
    before: &Policy,
    sight: &Sight,
    judged: &BTreeSet<String>,
    after: &Snapshot,
    ruleset: &Ruleset,
) -> Result<Option<OutOfSight>, Error> {
    let (Ok(old), Ok(new)) = (PlanFiles::new(before), PlanFiles::new(&sight.configuration.policy)) else {
        return Ok(None);
    };
    let is_new = |path: &str| {
        new.is_configured(path) && new.is_plan_path(path) && !old.is_plan_path(path) && !judged.contains(path)
    };
    let mut files = after.paths(&new.places(), &is_new)?;
    files.retain(|path| {
        let bytes = after.read(path).ok().flatten().unwrap_or_default();
        ruleset.read(Source::from_bytes(path.as_str(), &bytes)).looks_like_a_plan()
    });
    let Some(first) = files.first() else { return Ok(None) };
    let taken_by = sight.globs.iter().find(|watched| watched.files.take(first));
    let glob = taken_by.map_or("", |watched| watched.glob.as_str());
    let (source, span) = place_in(&sight.configuration, "plans", glob);
    Ok(Some(OutOfSight { source, span, what: Missed::BroughtIntoSight(files) }))
}

/// The globs and flag files that lead into a submodule, in the change that brings them or points
/// the submodule to another commit: nothing there is a file of this repository.
fn submodules(
    rulebook: &Rulebook,
    (base, head): (&CommitId, &Head),
    configuration: &Configuration,
    before: Option<&Configuration>,
) -> Result<Vec<OutOfSight>, Error> {
    let policy = &configuration.policy;
    let globs = policy.plans.iter().flatten().filter(|glob| globs::takes(glob));
    let plans = globs.map(|glob| {
        let is_new = before.is_none_or(|before| !before.policy.plans.iter().flatten().any(|old| old == glob));
        ("plans", glob.clone(), fixed_folder(glob).to_owned(), is_new)
    });
    let flags = policy.exposure.iter().map(|entry| {
        let is_new = before.is_none_or(|before| !before.policy.exposure.contains(entry));
        ("exposure", entry.file.to_string(), entry.place(), is_new)
    });
    let mut missed = Vec::new();
    for (key, path, place, is_new) in plans.chain(flags) {
        let now = rulebook.repository.submodule_on_the_way(head.commit(), &place)?;
        let Some((folder, now)) = now else { continue };
        let was = rulebook.repository.submodule_on_the_way(Some(base), &place)?;
        if is_new || was.is_none_or(|(_, was)| was != now) {
            let (source, span) = place_in(configuration, key, &path);
            missed.push(OutOfSight { source, span, what: Missed::Submodule { path, folder } });
        }
    }
    Ok(missed)
}

impl Watched {
    /// Whether the glob takes a file of a commit, as far as that is worth a search.
    fn has_file_at(&self, repository: &Repository, commit: &CommitId, is_cause: bool) -> Result<bool, Error> {
        let folder = fixed_folder(&self.glob);
        let depth = match self.glob.contains("**") {
            true => usize::MAX,
            false => self.glob[folder.len()..].trim_start_matches('/').matches('/').count(),
        };
        let most = if is_cause { usize::MAX } else { MOST_LOOKED_AT };
        let found = repository.has_file_below_at(commit, folder, depth, most, &|path| self.files.take(path))?;
        Ok(found.unwrap_or(true))
    }

    /// Whether the glob takes a file on disk, as far as that is worth a search.
    fn has_file_on_disk(
        &self,
        repository: &Repository,
        gone: &BTreeSet<String>,
        is_cause: bool,
    ) -> Result<bool, Error> {
        let folder = fixed_folder(&self.glob);
        let places = Places::new([folder.to_owned()]);
        let is_taken = |path: &str| self.files.take(path) && !gone.contains(path);
        let is_tracked = Cell::new(false);
        let note = |path: &str| {
            is_tracked.set(is_tracked.get() || is_taken(path));
            false
        };
        repository.tracked(&places, &note)?;
        let Some(root) = repository.workdir().filter(|_| !is_tracked.get()) else { return Ok(true) };
        if folder.is_empty() && !is_cause {
            return Ok(true);
        }
        let start = root.join(folder);
        // A walk does not ask whether its own start is ignored.
        if !start.is_dir() || (!folder.is_empty() && repository.is_ignored(folder, true)?) {
            return Ok(false);
        }
        Ok(!Disk::new(root, Some(repository)).list_below(&start, &places, &is_taken)?.is_empty())
    }
}

// --- files ---

/// The changed files that look like plans, and that no glob takes.
fn files_that_no_glob_takes(ruleset: &Ruleset, beside: &[FileChange], after: &Snapshot) -> Vec<OutOfSight> {
    let files = beside.par_iter().filter_map(|file| {
        let source = Source::from_bytes(&file.path, &file.head.as_ref()?.bytes);
        let plan = source.unreadable.is_none().then(|| ruleset.read(source.clone()))?;
        is_in_use(&plan).then(|| (plan.heading, source))
    });
    let files: Vec<(Span, Source)> = files.collect();
    if files.is_empty() {
        return Vec::new();
    }
    let policy = policy_of(after).unwrap_or_default();
    let globs: Vec<String> = globs::in_force(&policy).into_iter().map(|glob| format!("`{glob}`")).collect();
    let missed = files.into_iter().map(|(span, source)| OutOfSight { source, span, what: Missed::File(globs.clone()) });
    missed.collect()
}

/// Whether a file is the plan of one rollout, and no template of plans.
fn is_in_use(plan: &Plan) -> bool {
    is_of_a_rollout(plan) || (plan.looks_like_a_plan() && plan.title.is_some())
}
