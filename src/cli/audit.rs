//! `rolloutlint audit`: Git history as the audit trail. Each step along the first parents is judged
//! as a pull request is.

use super::arguments::{Common, FINDINGS, Level, Outcome, day};
use super::output::{Output, write_each, writers_of};
use crate::audit::{
    Against, Audit, Auditor, Closing, CommitFacts, Earlier, HistoryFault, KnownReviews, Recorded, Rollout, Unjudged,
    UnreadVersion,
};
use crate::change::Subject;
use crate::error::Error;
use crate::git::{CommitId, HistoryEnd, Range, Repository};
use crate::report::audit::{AuditPage, Beside, Exported, FORMATS, Outside, Scope, WebPlace};
use crate::report::phrase::live_now;
use crate::report::{EarlierPage, differences, read_approvals, read_earlier};
use crate::rule::Group;
use crate::rules::RULES;
use crate::status::live;
use crate::text::hex;
use crate::versions::{self, FlagNames, History, Request, commit_facts, machine_date};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

#[derive(Args)]
pub(super) struct AuditArgs {
    /// Plans and folders; all plans when none is given. A plan is known by its last path.
    paths: Vec<PathBuf>,
    /// Begin behind this revision, or on this day.
    #[arg(long, value_name = "REV|YYYY-MM-DD")]
    since: Option<String>,
    /// End with this revision, or on this day.
    #[arg(long, value_name = "REV|YYYY-MM-DD")]
    until: Option<String>,
    /// Count days as on this day instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    /// The lowest severity that makes the exit code 1; `none` only advises.
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<Level>,
    /// Show who sees each feature now by this export, which need not be in Git, in place of the
    /// flag file of its name. It changes no verdict. May be repeated.
    #[arg(long, value_name = "FILE")]
    exposure: Vec<PathBuf>,
    /// Who reviewed which pull request, as JSON: what `review --approvals-out` wrote, or
    /// `gh pr list --json number,author,reviews`. May be repeated.
    #[arg(long, value_name = "FILE")]
    approvals: Vec<PathBuf>,
    /// Compare with an earlier report of this history, the JSON that `audit` wrote: its decisions
    /// must still be there.
    #[arg(long, value_name = "REPORT.json", conflicts_with = "until")]
    against: Option<PathBuf>,
    /// How to write it: human, json, csv, findings-csv, ndjson, markdown or html, each with =FILE
    /// to write it there. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

pub(super) fn run(common: &Common, args: &AuditArgs, out: &mut dyn Write) -> Outcome {
    let writers = writers_of(FORMATS, &args.format, "a history")?;
    // The program's file is read beside the history, where there can be another thread.
    let build = std::thread::Builder::new().spawn(build_digest);
    let reviews = known_reviews(&args.approvals)?;
    let earlier = args.against.as_deref().map(earlier_page).transpose()?;
    let repository = Repository::discover(&common.dir)?;
    let part = Part::of(&repository, args)?;
    let asked = names(&repository, common, &args.paths);
    let (history, auditor) = read(&repository, common, &part, &asked)?;

    let newest = history.walk.commits.first();
    let last_day = part.range.last_day.or_else(|| newest.filter(|_| part.ends_early).map(|commit| commit.committed_on));
    // What comes behind the end of the part has not happened yet.
    let today = args.today.unwrap_or_else(machine_date);
    let today = last_day.map_or(today, |day| day.min(today));
    let closing = Closing { today, goes_on: part.ends_early, policy: &history.policy, reviews: &reviews };
    let audit = auditor.close(&closing);
    let facts = |commit: &CommitId| {
        let commit = repository.past_commit_at(commit, &part.tip)?;
        Ok::<_, Error>(commit_facts(&commit, &history.policy))
    };
    let beside = versions::like_plans(&repository, &part.tip, &history, &asked, &audit.coverage.plan_files)?;
    let scope = Scope {
        repository: repository.name(),
        branch: repository.branch(),
        head: newest.map(|newest| commit_facts(newest, &history.policy)),
        tip: Some(facts(&part.tip)?),
        oldest: history.walk.oldest.as_ref().map(facts).transpose()?,
        walked: history.walk.walked,
        is_shallow: history.walk.end == HistoryEnd::Shallow,
        beside: Some(Beside { files: beside.files, read: beside.read, of: beside.of }),
        reviews: reviews.len(),
        command: std::env::args().enumerate().map(word_of_command).collect(),
        build: build.map_or_else(|_| build_digest(), |build| build.join().ok().flatten()),
        web: repository.remote().and_then(|remote| WebPlace::of(&remote.host, &remote.path)),
        since: args.since.clone(),
        until: args.until.clone(),
        outside: outside(&repository, args, &part, &history)?,
    };
    let mut page =
        AuditPage { audit, today: Some(today), scope, exported: BTreeMap::new(), notes: Vec::new(), against: None };
    if !args.exposure.is_empty() {
        page.exported = exported(common, &args.exposure, today)?;
    }
    if let Some(earlier) = &earlier {
        let compared = compared(&repository, &history, &part.tip, (&mut page.audit, &earlier.earlier), &asked)?;
        page.against = Some(compared);
    }
    page.notes = notes_on_names(&repository, &part, &asked, &page.audit)?;
    let is_meant = |rollout: &Rollout| asked.is_empty() || asked.iter().any(|name| is_called(rollout, name));
    let meant: Vec<bool> = page.audit.rollouts.iter().map(is_meant).collect();
    keep(&mut page.audit, &meant);
    page.audit.ledgers.retain(|ledger| asked.is_empty() || asked.iter().any(|name| is_at(&ledger.path, name)));
    let is_asked_for = |path: &String| asked.is_empty() || asked.iter().any(|name| is_at(path, name));
    page.audit.findings.retain(|finding| {
        finding.rollout.is_some() || is_asked_for(&finding.path) || finding.fault == HistoryFault::HistoryRewritten
    });
    if args.since.is_some() {
        let in_range = &history.walk.commits[..history.walk.asked];
        let ids: BTreeSet<&CommitId> = in_range.iter().map(|commit| &commit.id).collect();
        let all = page.audit.rollouts.len();
        keep_commits(&mut page.audit, |commit| ids.contains(commit));
        if let Some(outside) = &mut page.scope.outside {
            outside.rollouts = all - page.audit.rollouts.len();
        }
    }
    if let Some(first) = part.range.first_day.filter(|first| *first > today) {
        page.notes.push(format!("--since {first} is a day that has not come yet: it is {today}"));
    }
    page.notes.extend(notes_on_reading(&history, &page.audit));
    if page.audit.rollouts.is_empty() && asked.is_empty() && args.since.is_none() {
        page.notes.extend(versions::why_no_rollout(&repository, &part.tip, &history));
    }
    if common.quiet {
        page.notes.clear();
    }
    if let Some((against, earlier)) = page.against.as_ref().zip(earlier).filter(|(against, _)| against.has_same_tip) {
        let against = Against { differs: differences(&page, &earlier), ..against.clone() };
        page.against = Some(against);
    }
    write_each(writers, &page, &common.options(), out)?;
    unread_to_the_end(&page.audit)?;
    let fail_on = args.fail_on.map_or(Some(history.policy.fail_on), Level::severity);
    let fails = page.audit.findings.iter().any(|finding| fail_on.is_some_and(|level| finding.severity >= level));
    Ok(if fails { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

/// The commits outside of the part of history that somebody asked for; `None` for all of it.
fn outside(
    repository: &Repository,
    args: &AuditArgs,
    part: &Part,
    history: &History,
) -> Result<Option<Outside>, Error> {
    if args.since.is_none() && args.until.is_none() {
        return Ok(None);
    }
    let after = if part.ends_early { repository.count_behind(&part.tip, &head(repository)?)? } else { Some(0) };
    Ok(Some(Outside { before: history.walk.walked - history.walk.length, after, rollouts: 0 }))
}

/// # Errors
/// When the newest version of a plan cannot be read, or lost its stages: whatever it says, nobody
/// has judged it.
fn unread_to_the_end(audit: &Audit) -> Result<(), Error> {
    let there = audit.rollouts.iter().filter(|rollout| rollout.removed_in.is_none());
    let unread = there.filter_map(|rollout| match &rollout.unjudged {
        Some(Unjudged::Unread(unread)) => Some(unread),
        _ => None,
    });
    let all: Vec<&UnreadVersion> = unread.map(Box::as_ref).collect();
    let Some(first) = all.first() else { return Ok(()) };
    let (path, commit) = (&first.path, first.commit.id.short());
    let more = if all.len() > 1 { format!(", the first of {} such plans", all.len()) } else { String::new() };
    Err(Error::new(format!("{path} cannot be read as {commit} has it, and is not judged to its end{more}"))
        .because(first.why())
        .help("mend the file in a new commit, or delete it; what was written before tells everything else"))
}

/// Who sees the features of the plans on disk now by some exports, by the paths of the plans.
fn exported(common: &Common, exports: &[PathBuf], today: Date) -> Result<BTreeMap<String, Exported>, Error> {
    let request = Request { today: Some(today), ..common.request() };
    let subjects = versions::as_exported(&request, &versions::plans_on_disk(&request)?, exports)?;
    let now = |subject: &Subject| {
        let live = live(subject.standing()?)?;
        Some((subject.path().to_owned(), Exported { words: live_now(&live), agrees: live.agrees() }))
    };
    Ok(subjects.iter().filter_map(now).collect())
}

/// A word of the command line; the first one is the program, wherever it lies.
fn word_of_command((place, word): (usize, String)) -> String {
    match place {
        0 => env!("CARGO_PKG_NAME").to_owned(),
        _ => word,
    }
}

/// The digest of the program's file: `sha256:1a2b…`. `None` for a program that is being developed,
/// which nobody else has.
fn build_digest() -> Option<String> {
    if cfg!(debug_assertions) {
        return None;
    }
    let mut digest = Sha256::new();
    io::copy(&mut std::fs::File::open(std::env::current_exe().ok()?).ok()?, &mut digest).ok()?;
    Some(format!("sha256:{}", hex(&digest.finalize())))
}

/// What files tell of reviews, by the numbers of pull requests.
fn known_reviews(files: &[PathBuf]) -> Result<BTreeMap<u64, KnownReviews>, Error> {
    let mut known = BTreeMap::new();
    for path in files {
        let shown = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::unreadable(format_args!("the file of approvals {shown}"), error))?;
        let pages = read_approvals(&text).map_err(|error| {
            Error::new(format!("{shown} does not tell who reviewed a pull request")).because(error).help(
                "give what `rolloutlint review --approvals-out` wrote, or `gh pr list --json number,author,reviews`",
            )
        })?;
        known.extend(pages);
    }
    Ok(known)
}

/// An earlier report.
fn earlier_page(path: &Path) -> Result<EarlierPage, Error> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::unreadable(format_args!("the earlier report {shown}"), error))?;
    read_earlier(&text).map_err(|cause| {
        Error::new(format!("{shown} is no report that can be compared with"))
            .because(cause)
            .help("give what `rolloutlint audit --format json=FILE` wrote, as it wrote it")
    })
}

/// Compares with an earlier report, as far as it is about what was asked for.
fn compared(
    repository: &Repository,
    history: &History,
    tip: &CommitId,
    (audit, earlier): (&mut Audit, &Earlier),
    asked: &[String],
) -> Result<Against, Error> {
    if history.walk.end == HistoryEnd::Shallow {
        return Err(Error::new("a shallow clone does not have what an earlier report saw")
            .help("`git fetch --unshallow` brings it; in GitHub Actions, set `fetch-depth: 0` for actions/checkout"));
    }
    let mut earlier = earlier.clone();
    earlier.decisions.retain(|decision| asked.is_empty() || asked.iter().any(|name| is_at(&decision.path, name)));
    let walked: BTreeSet<&CommitId> = history.walk.commits.iter().map(|commit| &commit.id).collect();
    let newest = repository.past_commit_at(tip, tip)?;
    let is_in_history =
        |commit: &CommitId| walked.contains(commit) || repository.is_in_history_of(commit, tip).unwrap_or_default();
    Ok(audit.compare_with(&earlier, &history.policy, &commit_facts(&newest, &history.policy), &is_in_history))
}

/// The part of history that somebody asked for.
struct Part {
    /// The newest commit. What judges, and what people are called, is as it was then.
    tip: CommitId,
    range: Range,
    /// Whether history goes on behind the part.
    ends_early: bool,
}

impl Part {
    fn of(repository: &Repository, args: &AuditArgs) -> Result<Part, Error> {
        let moment = |text: &Option<String>| text.as_deref().map(|text| Moment::of(repository, text)).transpose();
        let mut range = Range::default();
        let mut tip = None;
        match moment(&args.until)? {
            Some(Moment::Day(day)) => range.last_day = Some(day),
            Some(Moment::Commit(commit)) => tip = Some(commit),
            None => {}
        }
        match moment(&args.since)? {
            Some(Moment::Day(day)) => range.first_day = Some(day),
            Some(Moment::Commit(commit)) => range.behind = Some(commit),
            None => {}
        }
        if let Some(behind) = &range.behind {
            let end = tip.clone().map_or_else(|| head(repository), Ok)?;
            if !repository.is_in_history_of(behind, &end)? {
                let since = args.since.as_deref().unwrap_or_default();
                return Err(Error::new(format!("`{since}` is not in this history, so that nothing comes after it"))
                    .help(
                        "name a commit of the branch that is audited; `git merge-base` finds the last one in common",
                    ));
            }
        }
        let ends_early = range.last_day.is_some() || tip.is_some();
        let tip = tip.map_or_else(|| head(repository), Ok)?;
        let newest = range.last_day.map(|day| repository.newest_until(&tip, day)).transpose()?.flatten();
        Ok(Part { tip: newest.unwrap_or(tip), range, ends_early })
    }
}

/// Reads the history of the plans and folders that somebody asked for.
fn read(repository: &Repository, common: &Common, part: &Part, asked: &[String]) -> Result<(History, Auditor), Error> {
    let request = common.request();
    let read_within = |within: Option<&[String]>| {
        let mut flags = FlagNames::default();
        loop {
            let walking = Progress::new("commits looked at", common);
            let (tip, range) = (&part.tip, &part.range);
            let history = versions::history(repository, tip, &request, within, &flags, range, &walking.counter())?;
            drop(walking);
            let reading = Progress::new("commits read", common);
            let mut auditor = Auditor::default();
            let mut read = |step| auditor.read(&step);
            let found = versions::steps(repository, &history, &request, &reading.counter(), &mut read)?;
            // Only the commits tell what a flag file was called before.
            if !flags.take_in(found) {
                return Ok::<_, Error>((history, auditor));
            }
        }
    };
    // A folder is enough, unless one of its plans was elsewhere for a time. The whole history has
    // what happened to the plan there.
    let are_folders: Vec<bool> =
        asked.iter().map(|name| repository.has_folder_at(&part.tip, name)).collect::<Result<_, _>>()?;
    if !asked.is_empty() && !are_folders.contains(&false) {
        let found = read_within(Some(asked))?;
        if !found.1.misses_a_part() {
            return Ok(found);
        }
    }
    read_within(None)
}

/// Says which names are those of no plan in this part of history.
///
/// # Errors
/// When a name is that of no file at all, and when nothing of what it names could be read: neither
/// a slip in a name nor a broken file must pass for a plan without changes.
fn notes_on_names(repository: &Repository, part: &Part, asked: &[String], audit: &Audit) -> Result<Vec<String>, Error> {
    let mut notes = Vec::new();
    let is_known = |name: &str| {
        audit.rollouts.iter().any(|rollout| is_called(rollout, name))
            || audit.ledgers.iter().any(|ledger| is_at(&ledger.path, name))
    };
    let rules = audit.coverage.configurations.iter().chain(&audit.coverage.templates);
    let rules: Vec<&String> = rules.filter_map(|period| period.path.as_ref()).collect();
    let is_rule = |name: &str| rules.iter().any(|path| is_at(path, name));
    for name in asked.iter().filter(|name| !name.is_empty() && !is_known(name)) {
        if let Some(unread) = audit.coverage.unread.iter().rfind(|unread| is_at(&unread.path, name)) {
            let (path, commit, why) = (&unread.path, unread.commit.id.short(), unread.why());
            let cause = format!("{path} as {commit} has it: {why}");
            return Err(Error::new(format!("nothing of `{name}` could be read as a plan"))
                .because(cause)
                .help("look at the file of that commit; no version of it is a plan"));
        }
        let is_there_later = || head(repository).is_ok_and(|head| repository.exists_at(&head, name).unwrap_or(false));
        if part.ends_early && is_there_later() {
            notes.push(format!("{name} was not there, or had another name, in the part of history that was asked for"));
        } else if !repository.exists_at(&part.tip, name)? {
            return Err(Error::new(format!("no plan was ever called `{name}` in this history"))
                .help("look at the spelling; a path starts at the folder that the command runs in"));
        } else if repository.has_folder_at(&part.tip, name)? {
            notes.push(format!("no plan is or was below {name}"));
        } else if !is_rule(name) {
            return Err(Error::new(format!("`{name}` was never a plan in this history"))
                .help("a plan is found by `plans:` of the configuration, or has two stages with a heading `Rollout: NAME` or a Rollout ID"));
        }
    }
    Ok(notes)
}

/// Says what a reader should know of how history was read.
fn notes_on_reading(history: &History, audit: &Audit) -> Vec<String> {
    let mut notes = Vec::new();
    if history.walk.end == HistoryEnd::Shallow {
        notes.push("this clone is shallow: what came before it, and who recorded the decisions that it begins with, is not known; `git fetch --unshallow` brings it".to_owned());
    }
    if history.walk.length == 0 {
        notes.push("no commit lies between --since and --until".to_owned());
    }
    for unread in &audit.coverage.unread {
        let (path, commit, why) = (&unread.path, unread.commit.id.short(), unread.why());
        notes.push(format!("{path} cannot be read as {commit} has it, and is passed over there: {why}"));
    }
    let running = audit.rollouts.iter().filter(|rollout| rollout.removed_in.is_none());
    for rollout in running.filter(|rollout| !history.finds(&rollout.path)) {
        notes
            .push(format!("{} is no plan any more by the configuration, and is told because it was one", rollout.path));
    }
    if let Some(initial) = history.policy.initial_stage {
        notes.push(format!("by `initial-stage` no decision is asked for up to stage {initial} of what was under way before the configuration came"));
    }
    let silent: Vec<&str> = RULES
        .iter()
        .filter(|rule| rule.group == Group::History)
        .map(|rule| rule.id)
        .filter(|id| history.policy.rules.get(*id) == Some(&None))
        .collect();
    if !silent.is_empty() {
        notes.push(format!("off by configuration: {}", silent.join(", ")));
    }
    notes
}

fn head(repository: &Repository) -> Result<CommitId, Error> {
    let head = repository.head()?;
    let head = head.map(|head| head.id);
    head.ok_or_else(|| Error::new("the repository has no commit yet").help("commit something first"))
}

/// Where a history begins or ends.
enum Moment {
    Commit(CommitId),
    Day(Date),
}

impl Moment {
    fn of(repository: &Repository, text: &str) -> Result<Moment, Error> {
        if let Ok(day) = text.parse::<Date>() {
            return Ok(Moment::Day(day));
        }
        let looks_like_a_day = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['-', '/', '.', ':']);
        match repository.resolve(text) {
            Ok(commit) => Ok(Moment::Commit(commit.id)),
            Err(_) if looks_like_a_day => Err(Error::new(format!("`{text}` is no day, and no revision either"))
                .help("a day is written YYYY-MM-DD, as 2026-03-16")),
            Err(error) => Err(error),
        }
    }
}

/// Shows on a terminal how far a long work is. Elsewhere, and for a short work, it shows nothing.
struct Progress {
    bar: ProgressBar,
    began: Instant,
    is_wanted: bool,
}

impl Progress {
    fn new(what: &'static str, common: &Common) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_message(what);
        let style = ProgressStyle::with_template("{human_pos} of {human_len} {msg} {wide_bar}");
        Progress {
            bar: bar.with_style(style.expect("the template is our own")),
            began: Instant::now(),
            is_wanted: !common.quiet && io::stderr().is_terminal(),
        }
    }

    /// Counts: takes how much was done since the last call, and how much there is in all.
    fn counter(&self) -> impl Fn(usize, usize) + Sync {
        const PATIENCE: Duration = Duration::from_millis(500);
        |done, of| {
            if self.is_wanted && self.bar.is_hidden() && self.began.elapsed() > PATIENCE {
                self.bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            if of > 0 {
                self.bar.set_length(of as u64);
            }
            // A history may be walked twice.
            if self.bar.position() >= of as u64 {
                self.bar.set_position(0);
            }
            self.bar.inc(done as u64);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// The plans and folders that were asked for, from the repository's root.
fn names(repository: &Repository, common: &Common, paths: &[PathBuf]) -> Vec<String> {
    let name = |path: &PathBuf| {
        let inside = repository.relative_path(&common.dir.join(path));
        inside.unwrap_or_else(|| path.to_string_lossy().trim_end_matches('/').replace('\\', "/"))
    };
    paths.iter().map(name).collect()
}

/// Whether a rollout's plan has this path, or had it, or lies below it.
fn is_called(rollout: &Rollout, name: &str) -> bool {
    let before = rollout.renames.iter().map(|(path, _)| path);
    let is_called = |path: &String| is_at(path, name);
    is_called(&rollout.path) || before.into_iter().any(is_called)
}

/// Whether a path is a place, or lies below it. The empty place is the whole repository.
fn is_at(path: &str, place: &str) -> bool {
    place.is_empty() || path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a fault is told whichever part of history was asked for.
fn is_always_told(fault: HistoryFault) -> bool {
    matches!(fault, HistoryFault::Stalled | HistoryFault::HistoryRewritten)
}

/// Leaves only some of the rollouts, with their findings.
fn keep(audit: &mut Audit, kept: &[bool]) {
    let place = |index: usize| kept[..index].iter().filter(|kept| **kept).count();
    audit.findings.retain(|finding| finding.rollout.is_none_or(|rollout| kept[rollout]));
    audit.findings.iter_mut().for_each(|finding| finding.rollout = finding.rollout.map(place));
    let mut is_kept = kept.iter();
    audit.rollouts.retain(|_| is_kept.next().is_some_and(|kept| *kept));
}

/// Leaves only what some commits did, and the rollouts that they touched. The time that a rollout
/// has been where it is stays, whoever brought it there.
fn keep_commits(audit: &mut Audit, is_kept: impl Fn(&CommitId) -> bool) {
    let is_kept = |commit: &CommitFacts| is_kept(&commit.id);
    audit.coverage.unread.retain(|unread| is_kept(&unread.commit));
    for rollout in &mut audit.rollouts {
        rollout.renames.retain(|(_, commit)| is_kept(commit));
        rollout.gaps.retain(|gap| is_kept(&gap.removed_in) || is_kept(&gap.back_in));
        rollout.renumberings.retain(|made| is_kept(&made.commit));
        // What was live when the part begins is a part of it.
        let before = rollout.line.iter().take_while(|point| !is_kept(&point.commit)).count();
        rollout.line.drain(..before.saturating_sub(1));
        rollout.transitions.retain(|transition| {
            let later = match &transition.recorded {
                Recorded::Later(commit) | Recorded::TakenBack(commit) => Some(commit),
                _ => None,
            };
            let live = transition.live_in.as_ref();
            let commits = [Some(&transition.commit), later, transition.completed_in.as_ref(), live];
            commits.into_iter().flatten().chain(&transition.rewritten_in).chain(&transition.put_back_in).any(is_kept)
        });
    }
    let with_findings: BTreeSet<usize> = audit
        .findings
        .iter()
        .filter(|finding| is_kept(&finding.commit))
        .filter_map(|finding| finding.rollout)
        .collect();
    let is_touched = |(index, rollout): (usize, &Rollout)| {
        let went = rollout.removed_in.as_ref().is_some_and(is_kept);
        let is_live_otherwise = rollout.line.iter().any(|point| is_kept(&point.commit));
        went || is_live_otherwise
            || !rollout.renames.is_empty()
            || !rollout.gaps.is_empty()
            || !rollout.renumberings.is_empty()
            || !rollout.transitions.is_empty()
            || with_findings.contains(&index)
    };
    let touched: Vec<bool> = audit.rollouts.iter().enumerate().map(is_touched).collect();
    audit.findings.retain(|finding| is_kept(&finding.commit) || is_always_told(finding.fault));
    keep(audit, &touched);
}
