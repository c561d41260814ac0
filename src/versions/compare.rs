//! Compares the plans of two versions.

use super::advice;
use super::day::machine_date;
use super::disk::file_behind;
use super::facts::{facts_of, with_other_plans};
use super::flags::{
    Entries, FlagCache, FlagFiles, FlagSides, beginning_of, changed_flags, changed_links, flags_without_plans, is_data,
    is_exposed_otherwise, is_seen_by_none_but, plans_for_flags, with_exposures,
};
use super::globs::{self, fixed_folder};
use super::input::Input;
use super::logs::{WithLogs, WithoutLogs, plans_for_logs, rows_without_plans, with_logs};
use super::matching::match_plans;
use super::out_of_sight::{has_files, out_of_sight};
use super::plan_cache::PlanCache;
use super::plan_files::PlanFiles;
use super::policy_edits::policy_edits;
use super::request::Request;
use super::rulebook::Rulebook;
use super::ruleset::{Ruleset, config_of, refuse_plan_as_log};
use super::scope::Scope;
use super::shared_flags::settle_shared_flags;
use super::snapshot::{Head, Snapshot, newest, refuse_lfs_pointer};
use crate::change::{Change, OutOfSight, Status, Subject};
use crate::config::{CONFIG_PATHS, DEFAULT_PLANS, LogPlace};
use crate::error::Error;
use crate::git::{CommitId, FileChange, Places, Repository, is_lfs_pointer};
use crate::rule::Group;
use crate::rules::RULES;
use crate::text::Source;
use crate::words::paths::is_markdown;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Compares two versions, and finds out what the rules have to know of the repository around them.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
pub(crate) fn compare(
    repository: &Repository,
    base: &CommitId,
    head: &Head,
    request: &Request,
) -> Result<Input, Error> {
    let rulebook = Rulebook::of_comparison(repository, request, base, head)?;
    let mut comparison = compare_plans(&rulebook, base, head, None)?;
    let changes = std::mem::take(&mut comparison.changes);
    let subjects: Vec<Subject> = changes.into_iter().map(|change| Subject::Change(Box::new(change))).collect();
    // A configuration that is no version's own judges whatever theirs say.
    let policy_edits = match rulebook.named {
        Some(_) => Vec::new(),
        None => policy_edits(repository, base, head, &rulebook.config_paths)?,
    };
    let files = rulebook.plan_files(&comparison.ruleset.policy)?;
    let facts = facts_of(&subjects, &files, policy_edits, |path| head.exists(repository, path))?;
    let mut facts = with_other_plans(facts, &subjects, repository, head.commit(), &comparison.ruleset, request.memory)?;
    if request.paths.is_empty() {
        let Comparison { ruleset, beside, .. } = &comparison;
        facts.out_of_sight = out_of_sight(&rulebook, (base, head), ruleset, beside, &subjects)?;
    }
    facts.out_of_sight.extend(std::mem::take(&mut comparison.flags_without_plans));
    facts.out_of_sight.extend(std::mem::take(&mut comparison.rows_without_plans));
    let Comparison { ruleset, sole_owners, mut notes, .. } = comparison;
    // A clone may lack what lies beside the change: that keeps nothing from being judged.
    notes.extend(notes_on_search(&rulebook, base, head, &files, &ruleset, !subjects.is_empty()).unwrap_or_default());
    let root = repository.workdir().unwrap_or(request.dir).to_path_buf();
    Ok(Input {
        subjects,
        ruleset,
        facts: Arc::new(facts),
        base: Some(base.clone()),
        head: head.commit().cloned(),
        notes,
        root,
        sole_owners: Arc::new(sole_owners),
    })
}

/// What a reader should know of the search for plans after a change.
fn notes_on_search(
    rulebook: &Rulebook,
    base: &CommitId,
    head: &Head,
    files: &PlanFiles,
    ruleset: &Ruleset,
    has_changes: bool,
) -> Result<Vec<String>, Error> {
    let Rulebook { repository, request, .. } = *rulebook;
    let Some(after) = head.snapshot(repository) else { return Ok(Vec::new()) };
    let newest = newest(repository, head.commit())?;
    // Without globs of its own, a team has its plans in these folders. The rest of a large
    // repository costs too much.
    let places = match globs::own(&ruleset.policy) {
        Some(_) => files.places(),
        None => Places::new(
            DEFAULT_PLANS.iter().map(|glob| fixed_folder(glob).to_owned()).filter(|folder| !folder.is_empty()),
        ),
    };
    let mut links = match &newest {
        Some(newest) if request.paths.is_empty() => repository.links_at(newest, &places, advice::MOST_LOOKED_AT)?,
        _ => Vec::new(),
    };
    links.retain(|link| files.is_plan_path(link) || files.is_plan_path(&file_behind(link)));
    let mut notes = advice::on_links(&links, &after, files, ruleset);
    // A change may move the log and say so in the configuration.
    let log_after = if request.config.is_none() { rulebook.log_place_after(head) } else { None };
    notes.extend(advice::on_log(&after, log_after.unwrap_or_else(|| ruleset.policy.log_place()))?);
    if request.config.is_some() {
        return Ok(notes);
    }
    let here = repository.relative_path(request.dir).unwrap_or_default();
    notes.extend(advice::on_names(&after, &here)?);
    let has_own = |version: &Snapshot| Ok::<_, Error>(config_of(version, CONFIG_PATHS)?.is_some());
    let is_configured = has_own(&Snapshot::Commit(repository, base))? || has_own(&after)?;
    // Where no plan differs, the plans are those of the base, which no walk through a disk finds.
    let unchanged = match head {
        Head::Worktree if request.is_everything() => &Snapshot::Commit(repository, base),
        _ => &after,
    };
    // A configuration without globs may say how stages are called, and nobody reads them so.
    let may_miss = !is_configured || globs::own(&ruleset.policy).is_none();
    if !has_changes && may_miss && !has_plans(unchanged, files, ruleset)? {
        let is_meant = !is_configured || !advice::files_like_plans(&after, ruleset)?.is_empty();
        notes.extend(is_meant.then(|| advice::on_no_plan(&after, ruleset)).transpose()?);
    }
    Ok(notes)
}

/// Whether a version has a plan. Most plans lie in a folder that a glob names, so that the rest of
/// a large repository is only looked at when none is there.
fn has_plans(version: &Snapshot, files: &PlanFiles, ruleset: &Ruleset) -> Result<bool, Error> {
    let named = Places::new(files.place_paths().filter(|folder| !folder.is_empty()));
    for places in [named, files.places()] {
        for path in version.paths(&places, &|path| files.is_plan_path(path))? {
            let bytes = version.read(&path)?.unwrap_or_default();
            if files.is_plan(&ruleset.read(Source::from_bytes(path, &bytes))) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The plans of two versions side by side, with the rules that judge them.
pub(super) struct Comparison {
    pub(super) changes: Vec<Change>,
    /// The changed flag files.
    pub(super) flag_files: Vec<FileChange>,
    pub(super) ruleset: Ruleset,
    /// The changed texts that no configuration looks for. None in a history, and none when somebody
    /// asked for some plans only.
    pub(super) beside: Vec<FileChange>,
    /// The flags that no plan names and that the change raises, where the team wants to know.
    flags_without_plans: Vec<OutOfSight>,
    /// The decisions that the change records in a log of several plans, and that none of them has.
    rows_without_plans: Vec<OutOfSight>,
    /// Whether the configuration or the template is among the changed files. Known in a history.
    pub(super) changes_rules: bool,
    /// The paths of the plans that share their log file with no other plan.
    sole_owners: BTreeSet<String>,
    notes: Vec<String>,
}

/// What two versions differ in, by the rules that judge it.
struct Difference {
    ruleset: Ruleset,
    files: PlanFiles,
    /// The entries by which flag files are read; none in a history.
    entries: Entries,
    /// Whether it is a step of a history, which reads flag files by itself, each once.
    is_of_history: bool,
    /// The plans and logs.
    found: Vec<FileChange>,
    flag_files: Vec<FileChange>,
    /// The files that a plan may name as its flag file.
    data: Vec<FileChange>,
    /// The other texts.
    beside: Vec<FileChange>,
    changes_rules: bool,
    today: Date,
    notes: Vec<String>,
}

/// Compares the plans of two versions. A history has a `cache`.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
pub(super) fn compare_plans(
    rulebook: &Rulebook,
    base: &CommitId,
    head: &Head,
    cache: Option<&PlanCache>,
) -> Result<Comparison, Error> {
    let repository = rulebook.repository;
    let mut difference = difference(rulebook, base, head, cache)?;
    let found = std::mem::take(&mut difference.found);
    let before = Snapshot::Commit(repository, base);
    let after = match head.commit() {
        Some(id) => Snapshot::Commit(repository, id),
        None => {
            let bytes = |file: &FileChange| file.head.as_ref().map(|head| head.bytes.clone());
            let changed = found.iter().chain(&difference.flag_files).chain(&difference.data);
            let changed = changed.map(|file| (file.path.clone(), bytes(file)));
            Snapshot::Since(repository, base, changed.collect())
        }
    };
    difference.flag_files.extend(changed_links(&difference.entries, &before, &after)?);
    let WithoutLogs { plans, touched, logs } = plans_for_logs(found, &difference.files, repository, base)?;
    // Whoever asks for a flag file, it is read once.
    let flags_before = FlagCache::default();
    let changed = difference.flag_files.iter().chain(&difference.data);
    let flags_after = FlagCache::with_renamed(&difference.entries, changed);
    let (entries, now) = (&difference.entries, beginning_of(difference.today));
    let flags = FlagSides {
        before: FlagFiles { entries, snapshot: &before, cache: &flags_before, now },
        after: FlagFiles { entries, snapshot: &after, cache: &flags_after, now },
    };
    let leading = logs.iter().chain(&difference.flag_files).chain(&difference.data).map(|file| &file.path);
    let scope = Scope::new(&difference.files, entries, leading);
    let Found { changes, sole_owners } = changes(plans, &difference, &scope, &flags, (repository, base), cache)?;
    let flags_without_plans = match wants_flags_without_plans(&difference.ruleset) && cache.is_none() {
        true => flags_without_plans(&difference.flag_files, &changes, entries, &flags)?,
        false => Vec::new(),
    };
    let rows_without_plans = match rulebook.request.is_everything() && cache.is_none() {
        true => rows_without_plans(&logs, &changes, &difference.ruleset),
        false => Vec::new(),
    };
    // A change of a log that several plans share is about those whose entries it changed, and that
    // of a flag file about those whose numbers it changed. An entry by which nothing is found is
    // about all plans.
    let idle = entries.idle(&changes, |entry| has_files(entry, &after));
    let is_meant = |change: &Change| {
        touched.contains(change.path()) || is_exposed_otherwise(change) || is_seen_by_none_but(&idle, change)
    };
    let is_told =
        |change: &Change| (change.status != Status::Unchanged || is_meant(change)) && scope.has_change(change);
    let mut changes: Vec<Change> = changes.into_iter().filter(is_told).collect();
    changes.sort_by(|a, b| a.path().cmp(b.path()));
    let Difference { ruleset, flag_files, beside, changes_rules, notes, .. } = difference;
    Ok(Comparison {
        changes,
        flag_files,
        ruleset,
        beside,
        flags_without_plans,
        rows_without_plans,
        changes_rules,
        sole_owners,
        notes,
    })
}

/// Finds what two versions differ in.
fn difference(
    rulebook: &Rulebook,
    base: &CommitId,
    head: &Head,
    cache: Option<&PlanCache>,
) -> Result<Difference, Error> {
    let (repository, request) = (rulebook.repository, rulebook.request);
    let mut notes = Vec::new();
    let policy = rulebook.judging(base, head, &mut notes)?;
    let mut files = rulebook.plan_files(&policy)?;
    let entries = match rulebook.flag_places {
        Some(_) => Entries::default(),
        None => rulebook.exposure_entries(base, head, &policy),
    };
    request.add_paths(&mut files, repository, base, head, &|path| entries.may_read(path) || is_data(path))?;
    // The base judges, but only the version after the change knows where it puts decisions.
    if rulebook.named.is_none() {
        let log_after = rulebook.log_place_after(head).unwrap_or_else(|| files.log.clone());
        if log_after != files.log {
            let plans = repository.files_at(base, &files.places(), &|path| files.is_plan_path(path))?;
            files.plans_before = plans.into_iter().collect();
        }
        files.log_after = log_after;
    }
    // A change of `plans:` may move plans to where the old globs do not find them.
    let files_after = match rulebook.named {
        None => rulebook.plan_files_after(base, head, &policy),
        Some(_) => None,
    };
    let is_new_place =
        |path: &str| files_after.as_ref().is_some_and(|after| after.is_plan_path(path)) && !files.is_plan_path(path);
    let flag_places = rulebook.flag_places;
    let may_be_flags = |path: &str| match flag_places {
        Some(places) => places.may_read(path),
        None => entries.may_read(path),
    };
    let is_flag_file = |path: &str| may_be_flags(path) && !files.is_plan_path(path);
    let is_plan_or_log = |path: &str| files.may_be_plan(path) || files.is_log_in_either(path) || is_new_place(path);
    let is_wanted = |path: &str| is_plan_or_log(path) || is_flag_file(path);
    let leaves_out =
        |path: &str| files.leaves_out(path) || files_after.as_ref().is_some_and(|after| after.leaves_out(path));
    let (template, extended) = (policy.template.clone(), rulebook.extended(base, head));
    let config_paths = &rulebook.config_paths;
    let is_rule = |path: &str| {
        config_paths.iter().any(|config| config == path)
            || template.as_deref() == Some(path)
            || extended.iter().any(|file| file == path)
    };
    // Few files of a repository may lie beside. Each of the others is looked for once.
    let may_be_beside = |path: &str| match cache {
        Some(_) => is_rule(path),
        None => is_data(path) || (is_markdown(path) && !leaves_out(path)),
    };
    let is_beside = |path: &str| may_be_beside(path) && !is_wanted(path);
    let Changed { files: found, beside, today } =
        changed_files(repository, base, head, request, &is_wanted, &is_beside)?;
    let changes_rules = rulebook.named.is_none() && found.iter().chain(&beside).any(|file| is_rule(&file.path));
    let ruleset = Ruleset { template: rulebook.template(base, head, &policy)?, policy };
    // A history tells of plans wherever somebody said that their log is.
    if let (Some(LogPlace::File(path)), None) = (&files.log, cache)
        && let Some(bytes) = repository.read_at(base, path)?
    {
        refuse_plan_as_log(&ruleset.policy, path, &bytes)?;
    }
    let (flag_files, mut found): (Vec<FileChange>, Vec<FileChange>) =
        found.into_iter().partition(|file| !is_plan_or_log(&file.path));
    refuse_lfs_pointers(&mut found, &files)?;
    // A plan may name its flag file itself.
    let (data, beside): (Vec<FileChange>, Vec<FileChange>) =
        beside.into_iter().partition(|file| is_data(&file.path) && !is_rule(&file.path));
    let is_of_history = rulebook.flag_places.is_some();
    Ok(Difference {
        ruleset,
        files,
        entries,
        is_of_history,
        found,
        flag_files,
        data,
        beside,
        changes_rules,
        today,
        notes,
    })
}

/// The plans that a change is about.
struct Found {
    changes: Vec<Change>,
    /// The paths of the plans that share their log file with no other plan.
    sole_owners: BTreeSet<String>,
}

/// What happens to the plans that differ, and to those whose flags do.
fn changes(
    mut plans: Vec<FileChange>,
    difference: &Difference,
    scope: &Scope,
    flags: &FlagSides,
    (repository, base): (&Repository, &CommitId),
    cache: Option<&PlanCache>,
) -> Result<Found, Error> {
    let Difference { ruleset, files, entries, flag_files, data, beside, today, .. } = difference;
    let are_read = !difference.is_of_history;
    let known: BTreeSet<String> = plans.iter().map(|plan| plan.path.clone()).collect();
    if are_read {
        flags.read(flag_files);
    }
    // The plans that name a flag which changed, or a file that did. A new entry is about all plans.
    let changed = changed_flags(flag_files, entries, flags)?;
    let are_all_asked = changed.is_none();
    let named = flag_files.iter().chain(data).map(|file| file.path.clone());
    let words: Option<Vec<String>> = changed.map(|flags| flags.into_iter().chain(named).collect());
    if are_read && words.as_ref().is_none_or(|words| !words.is_empty()) {
        plans.extend(plans_for_flags(&known, words.as_deref(), files, repository, base)?);
    }
    let asked: BTreeSet<String> = plans.iter().map(|plan| plan.path.clone()).collect();
    let compared = |plans: Vec<FileChange>| {
        let pairs = match_plans(plans, beside, files, ruleset, cache);
        let sides = (flags.before.snapshot, flags.after.snapshot);
        let WithLogs { pairs, sole_owners } = with_logs(pairs, files, sides, ruleset)?;
        let pairs = match are_read {
            true => with_exposures(pairs, entries, flags)?,
            false => pairs,
        };
        let changes = pairs.into_par_iter().map(|pair| Change::between(pair.base, pair.head, *today));
        Ok::<_, Error>(Found { changes: changes.collect(), sole_owners })
    };
    let Found { changes, sole_owners } = compared(plans)?;
    let is_asked_for = |change: &Change| scope.has_change(change);
    let changes = settle_shared_flags(changes, &is_asked_for, |names| match are_all_asked {
        true => Ok(Vec::new()),
        false => Ok(compared(plans_for_flags(&asked, Some(names), files, repository, base)?)?.changes),
    })?;
    Ok(Found { changes, sole_owners })
}

/// Whether the team wants to know of raised flags that no plan names.
fn wants_flags_without_plans(ruleset: &Ruleset) -> bool {
    let mut rules = RULES.iter().filter(|rule| rule.group == Group::Exposure && rule.conduct.off_by_default);
    rules.any(|rule| rule.level(&ruleset.policy) != Some(None))
}

/// The files that a change touches.
struct Changed {
    files: Vec<FileChange>,
    /// Those of them that only lie beside the wanted ones.
    beside: Vec<FileChange>,
    /// The day to judge the change on.
    today: Date,
}

/// Finds the wanted files that differ between two versions, and in the same walk those beside them.
fn changed_files(
    repository: &Repository,
    base: &CommitId,
    head: &Head,
    request: &Request,
    is_wanted: &(dyn Fn(&str) -> bool + Sync),
    is_beside: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Changed, Error> {
    let (files, day) = match head {
        Head::Commit(id, day) => (repository.changed_between_and_beside(base, id, is_wanted, is_beside)?, Some(*day)),
        Head::Worktree => {
            let found = repository.changed_in_worktree_and_beside(base, is_wanted, is_beside)?;
            let head = if found.matches_head { repository.head()? } else { None };
            (found.files, head.map(|commit| commit.committed_on))
        }
    };
    let (beside, files): (Vec<FileChange>, Vec<FileChange>) = files.into_iter().partition(|file| is_beside(&file.path));
    Ok(Changed { files, beside, today: request.today.or(day).unwrap_or_else(machine_date) })
}

/// Refuses plans and logs whose text is not in Git after a change. Plans that nobody asked for are
/// left out.
fn refuse_lfs_pointers(found: &mut Vec<FileChange>, files: &PlanFiles) -> Result<(), Error> {
    let has_text = |file: &FileChange| file.head.as_ref().is_none_or(|head| !is_lfs_pointer(&head.bytes));
    let is_asked_for = |path: &str| files.is_in_scope(path) || files.is_log_in_either(path);
    found.retain(|file| is_asked_for(&file.path) || has_text(file));
    for file in found {
        if let Some(head) = &file.head {
            refuse_lfs_pointer(&file.path, &head.bytes)?;
            // Before, the text of this plan was not in Git: the plan is new.
            file.base.take_if(|base| is_lfs_pointer(&base.bytes));
        }
    }
    Ok(())
}
