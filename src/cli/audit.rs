//! Git history as the audit trail: each step along the first parents, judged as a pull request is.

use super::gather::{self, Request, machine_date};
use super::{CliError, Common, FINDINGS, Level, Outcome, Output, write_to, writers_of};
use crate::audit::{CommitFacts, Rollout, Step, audit};
use crate::change::Change;
use crate::git::{CommitId, HistoryEnd, PastCommit, Range, Repository, Walk};
use crate::report::audit::{AuditPage, FORMATS};
use crate::text::short_commit;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
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
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The lowest severity that makes the exit code 1.
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<Level>,
    /// How to write it: human, json, csv, markdown or html, each with =FILE to write it there. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

pub(super) fn run(common: &Common, args: &AuditArgs, out: &mut dyn Write) -> Outcome {
    let writers = writers_of(FORMATS, &args.format, "a history")?;
    let repository = Repository::discover(&common.dir)?;
    let mut range = Range::default();
    let mut tip = None;
    match args.until.as_deref().map(|until| moment(&repository, until)).transpose()? {
        Some(Moment::Day(day)) => range.last_day = Some(day),
        Some(Moment::Commit(commit)) => tip = Some(commit),
        None => {}
    }
    match args.since.as_deref().map(|since| moment(&repository, since)).transpose()? {
        Some(Moment::Day(day)) => range.first_day = Some(day),
        Some(Moment::Commit(commit)) => range.behind = Some(commit),
        None => {}
    }
    let tip = tip.map_or_else(|| head(&repository), Ok)?;
    let request =
        Request { dir: &common.dir, config: common.config.as_deref(), paths: &[], today: None, is_gate: false };
    let asked = names(&repository, common, &args.paths);
    let walking = Progress::new("commits looked at", common);
    let narrow = |places| narrowed(places, &asked);
    let history = gather::history(&repository, &tip, &request, narrow, &range, &walking.counter())?;
    drop(walking);
    let reading = Progress::new("commits read", common);
    let read = gather::steps(&repository, &history, &request, &reading.counter())?;
    drop(reading);

    let is_shallow = history.walk.end == HistoryEnd::Shallow;
    let step = |(commit, changes): (&PastCommit, Vec<Change>)| Step {
        commit: facts(commit),
        changes,
        is_cut_off: is_shallow && commit.parent.is_none(),
    };
    let steps: Vec<Step> = read.into_iter().map(step).collect();
    let today = args.today.unwrap_or_else(machine_date);
    let audit = audit(&steps, today, &history.policy);
    let mut page = AuditPage { audit, today: Some(today), ..AuditPage::default() };
    keep(&mut page, &asked);
    let is_known =
        |name: &String| name.is_empty() || page.audit.rollouts.iter().any(|rollout| is_called(rollout, name));
    for name in asked.iter().filter(|name| !is_known(name)) {
        // A plan may be there and not have changed in what was looked at; a slip in a name must not pass for one.
        if !repository.exists_at(&tip, name)? {
            return Err(CliError::new(format!("no plan was ever called `{name}` in this history"))
                .help("look at the spelling; a path starts at the folder that the command runs in"));
        }
    }
    page.notes = notes(&history.walk, &page, is_shallow);
    if common.quiet {
        page.notes.clear();
    }
    for (write, file) in writers {
        write_to(file.as_deref(), &common.options(), out, |options, out| write(&page, options, out))?;
    }
    let fail_on = args.fail_on.map_or(history.policy.fail_on, Level::severity);
    let fails = page.audit.findings.iter().any(|finding| finding.severity >= fail_on);
    Ok(if fails { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

/// What a reader should know of how history was read.
fn notes(walk: &Walk, page: &AuditPage, is_shallow: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if is_shallow {
        notes.push("this clone is shallow: what came before it, and who recorded the decisions that it begins with, is not known; `git fetch --unshallow` brings it".to_owned());
    }
    if walk.length == 0 {
        notes.push("no commit lies between --since and --until".to_owned());
    }
    for (path, commit) in &page.audit.unread {
        notes.push(format!("{path} cannot be read as {} has it, and is passed over there", short_commit(&commit.id)));
    }
    notes
}

fn head(repository: &Repository) -> Result<CommitId, CliError> {
    let head = repository.head()?;
    let head = head.map(|head| head.id);
    head.ok_or_else(|| CliError::new("the repository has no commit yet").help("commit something first"))
}

/// Where a history begins or ends.
enum Moment {
    Commit(CommitId),
    Day(Date),
}

fn moment(repository: &Repository, text: &str) -> Result<Moment, CliError> {
    if let Ok(day) = text.parse::<Date>() {
        return Ok(Moment::Day(day));
    }
    let looks_like_a_day = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['-', '/', '.', ':']);
    match repository.resolve(text) {
        Ok(commit) => Ok(Moment::Commit(commit.id)),
        Err(_) if looks_like_a_day => Err(CliError::new(format!("`{text}` is no day, and no revision either"))
            .help("a day is written YYYY-MM-DD, as 2026-03-16")),
        Err(error) => Err(error.into()),
    }
}

/// What a report says of a commit.
fn facts(commit: &PastCommit) -> CommitFacts {
    CommitFacts {
        id: commit.id.0.clone(),
        subject: commit.subject.clone(),
        author: commit.author.name.clone(),
        committer: commit.committer.name.clone(),
        day: commit.committed_on,
        is_signed: commit.is_signed,
        is_merge: commit.parents > 1,
        pull_request: pull_request(commit),
    }
}

/// Shows on a terminal how far a long work is; nothing elsewhere, and nothing when it does not last.
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

    /// What is told how much was done, and of how much.
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

/// The number of the pull request, as merges, squash merges and trailers name it.
fn pull_request(commit: &PastCommit) -> Option<u64> {
    let number = |text: &str| text.trim_start_matches(['#', '!']).parse::<u64>().ok();
    let merged = commit.subject.strip_prefix("Merge pull request #").and_then(|rest| number(rest.split(' ').next()?));
    let squashed = || number(commit.subject.trim_end().strip_suffix(')')?.rsplit_once("(#")?.1);
    let is_about_it = |token: &str| {
        let token = token.to_ascii_lowercase().replace(['-', '_'], "");
        ["pr", "pullrequest", "mergerequest", "mr"].contains(&token.as_str())
    };
    let trailer = || {
        let (_, value) = commit.trailers.iter().find(|(token, _)| is_about_it(token))?;
        // An address ends with the number.
        number(value.trim().rsplit(['/', ' ']).next()?)
    };
    merged.or_else(squashed).or_else(trailer)
}

/// The plans and folders that were asked for, from the repository's root.
fn names(repository: &Repository, common: &Common, paths: &[PathBuf]) -> Vec<String> {
    let name = |path: &PathBuf| {
        let inside = repository.relative_path(&common.dir.join(path));
        inside.unwrap_or_else(|| path.to_string_lossy().trim_end_matches('/').replace('\\', "/"))
    };
    paths.iter().map(name).collect()
}

/// The places to look at. A plan that was asked for may have had another path before, in the folder where it is or in any other where plans are; a folder is
/// all that is meant.
fn narrowed(places: Vec<String>, asked: &[String]) -> Vec<String> {
    let is_file = |name: &String| name.ends_with(".md");
    if asked.is_empty() || asked.iter().any(is_file) { places } else { asked.to_vec() }
}

/// Whether a rollout's plan has this path, or had it, or lies below it.
fn is_called(rollout: &Rollout, name: &str) -> bool {
    let before = rollout.renames.iter().map(|(path, _)| path);
    let is_at = |path: &String| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    name.is_empty() || is_at(&rollout.path) || before.into_iter().any(is_at)
}

/// Leaves only the rollouts that were asked for.
fn keep(page: &mut AuditPage, names: &[String]) {
    if names.is_empty() {
        return;
    }
    let is_meant = |rollout: &Rollout| names.iter().any(|name| is_called(rollout, name));
    let kept: Vec<bool> = page.audit.rollouts.iter().map(is_meant).collect();
    let place = |index: usize| kept[..index].iter().filter(|kept| **kept).count();
    page.audit.findings.retain(|finding| kept[finding.rollout]);
    page.audit.findings.iter_mut().for_each(|finding| finding.rollout = place(finding.rollout));
    let mut is_kept = kept.iter();
    page.audit.rollouts.retain(|_| is_kept.next().is_some_and(|kept| *kept));
}
