//! Git history as the audit trail: each step along the first parents, judged as a pull request is.

use super::gather::{self, Request, machine_date};
use super::{CliError, Common, FINDINGS, Level, Outcome, write_to};
use crate::audit::{CommitFacts, Step, audit};
use crate::git::{Commit, HistoryEnd, PastCommit, Repository, WalkEnd};
use crate::report::audit::{AuditPage, AuditWriter, FORMATS};
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
    format: Vec<String>,
}

pub(super) fn run(common: &Common, args: &AuditArgs, out: &mut dyn Write) -> Outcome {
    let outputs = outputs(&args.format)?;
    let repository = Repository::discover(&common.dir)?;
    let (tip, last_day) = match args.until.as_deref().map(|until| (until, until.parse::<Date>())) {
        Some((_, Ok(day))) => (head(&repository)?, Some(day)),
        Some((rev, Err(_))) => (repository.resolve(rev)?, None),
        None => (head(&repository)?, None),
    };
    let (since, first_day) = match args.since.as_deref().map(|since| (since, since.parse::<Date>())) {
        Some((_, Ok(day))) => (None, Some(day)),
        Some((rev, Err(_))) => (Some(repository.merge_base(&repository.resolve(rev)?.id, &tip.id)?), None),
        None => (None, None),
    };
    let request =
        Request { dir: &common.dir, config: common.config.as_deref(), paths: &[], today: None, is_gate: false };
    let asked = names(&repository, common, &args.paths);
    let end = WalkEnd { behind: since, first_day };
    let walk = Progress::new("commits looked at", common);
    let mut history =
        gather::history(&repository, &tip.id, &request, |places| narrowed(places, &asked), &end, &walk.counter())?;
    history.commits.retain(|commit| last_day.is_none_or(|last| commit.committed_on <= last));
    history.commits.reverse();

    let mut page = AuditPage::default();
    if history.end == HistoryEnd::Shallow {
        page.notes.push("this clone is shallow: what came before it, and who recorded the decisions that it begins with, is not known; `git fetch --unshallow` brings it".to_owned());
    }
    drop(walk);
    let reading = Progress::new("commits read", common);
    let mut steps = Vec::new();
    for (commit, changes) in
        history.commits.iter().zip(gather::steps(&repository, &history, &request, &reading.counter()))
    {
        match changes {
            Ok(changes) => steps.push(Step { commit: facts(commit), changes }),
            Err(error) => page.notes.push(format!("{} is left out: {}", commit.id.short(), error.message)),
        }
    }
    drop(reading);
    let today = args.today.unwrap_or_else(machine_date);
    (page.audit, page.today) = (audit(&steps, today, &history.policy), Some(today));
    keep(&mut page, &asked);
    for (write, file) in outputs {
        write_to(file.as_deref(), &common.options(), out, |options, out| write(&page, options, out))?;
    }
    let fail_on = args.fail_on.map_or(history.policy.fail_on, Level::severity);
    let fails = page.audit.findings.iter().any(|finding| finding.severity >= fail_on);
    Ok(if fails { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

fn head(repository: &Repository) -> Result<Commit, CliError> {
    repository.head()?.ok_or_else(|| CliError::new("the repository has no commit yet").help("commit something first"))
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
            self.bar.inc(done as u64);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
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

/// Leaves only the rollouts that were asked for.
fn keep(page: &mut AuditPage, names: &[String]) {
    if names.is_empty() {
        return;
    }
    let is_meant = |path: &str| {
        let below = |name: &String| {
            name.is_empty()
                || path.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        names.iter().any(below)
    };
    let kept: Vec<bool> = page.audit.rollouts.iter().map(|rollout| is_meant(&rollout.path)).collect();
    let place = |index: usize| kept[..index].iter().filter(|kept| **kept).count();
    page.audit.findings.retain(|finding| kept[finding.rollout]);
    page.audit.findings.iter_mut().for_each(|finding| finding.rollout = place(finding.rollout));
    let mut index = 0;
    page.audit.rollouts.retain(|_| {
        index += 1;
        kept[index - 1]
    });
}

fn outputs(asked: &[String]) -> Result<Vec<(AuditWriter, Option<PathBuf>)>, CliError> {
    let asked = if asked.is_empty() { &["human".to_owned()] } else { asked };
    let output = |text: &String| {
        let (name, file) =
            text.split_once('=').map_or((text.as_str(), None), |(name, file)| (name, Some(PathBuf::from(file))));
        let writer = FORMATS.iter().find(|(known, _)| *known == name).map(|(_, writer)| *writer);
        let names: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
        let writer = writer.ok_or_else(|| {
            CliError::new(format!("a history cannot be written as `{name}`"))
                .help(format!("the formats are {}", names.join(", ")))
        })?;
        Ok((writer, file))
    };
    asked.iter().map(output).collect()
}
