//! `rolloutlint demo`: the main job on a built-in example, a real repository with one plan, a
//! recorded move, an unrecorded move, and a flag that is raised without the plan.

use super::arguments::{FINDINGS, Outcome};
use super::judge::judge;
use crate::check::{Report, Settings};
use crate::error::Error;
use crate::finding::Severity;
use crate::git::Repository;
use crate::plan::log::Point;
use crate::report::{self, Format, Options};
use crate::versions::{self, Head, Request};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// The example's plan in Stage 1: the compliant plan that the tests use, too.
const STAGE_1: &str = include_str!("../../fixtures/compliant/stage-1.md");

const PLAN: &str = "rollouts/checkout.md";

const FLAGS: &str = "config/production.json";

const CONFIG: &str = "exposure:\n  - file: config/production.json\n    at: features.{flag}\n    scale: 100\n";

/// One commit of the example.
struct Step {
    plan: String,
    /// The share of all users who see the feature, in percent.
    share: u8,
    message: &'static str,
    author: (&'static str, &'static str),
    date: &'static str,
}

const PRIYA: (&str, &str) = ("Priya Nair", "priya@example.com");
const SAM: (&str, &str) = ("Sam Holt", "sam@example.com");

/// The versions of the plan and its flag. All are made from the one compliant plan, so that they
/// cannot drift apart.
fn steps() -> [Step; 5] {
    let stage_1 = STAGE_1.replace("3-5 customers", "1-5% of users").replace("[10-25%] of users", "10-25% of users");
    let row = "| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |";
    let stage_0 = stage_1
        .replace(row, "| [Date] | 0→1 | Proceed | [Why] | [Name] |")
        .replacen("- **Date:** 2026-03-02", "- **Date:** [Date]", 1)
        .replacen("- **Decision maker:** Priya Nair", "- **Decision maker:** [Name]", 1)
        .replace("[x] Active", "[ ] Active");
    let stage_0 = with_unticked_stage_1(&stage_0);
    let unrecorded = stage_1
        .replace("- [ ] Monitor leading metrics daily", "- [x] Monitor leading metrics daily")
        .replace("Last updated: 2026-03-09", "Last updated: 2026-03-11");
    let step = |plan: &str, share, message, author, date| Step { plan: plan.to_owned(), share, message, author, date };
    [
        step(&stage_0, 0, "Work through Stage 0", PRIYA, "2026-02-27T10:00:00[UTC]"),
        step(&stage_1, 1, "Go to Stage 1", PRIYA, "2026-03-09T10:00:00[UTC]"),
        step(&unrecorded, 1, "Start the beta", SAM, "2026-03-11T10:00:00[UTC]"),
        step(&stage_1, 5, "Take the beta back, and let 5 % see it", PRIYA, "2026-03-12T10:00:00[UTC]"),
        step(&stage_1, 25, "Raise the flag", SAM, "2026-03-13T10:00:00[UTC]"),
    ]
}

fn with_unticked_stage_1(plan: &str) -> String {
    let (before, rest) = plan.split_once("## Stage 1").expect("the example has a Stage 1");
    let (stage, after) = rest.split_once("## Stage 2").expect("the example has a Stage 2");
    format!("{before}## Stage 1{}## Stage 2{after}", stage.replace("- [x]", "- [ ]"))
}

pub(super) fn run(options: &Options, out: &mut dyn Write) -> Outcome {
    let folder = tempfile::tempdir().map_err(|error| Error::new("no temporary folder can be made").because(error))?;
    let repository = Repository::init(folder.path())?;
    let [planned, recorded, unrecorded, taken_back, raised] = steps();
    commit(&repository, &planned)?;
    writeln!(out, "A repository with one rollout plan, {PLAN}. It is in Stage 0, and Stage 0 is done.\n")?;

    writeln!(out, "1. Priya moves the rollout to Stage 1, and records the decision in the plan's log.\n")?;
    commit(&repository, &recorded)?;
    let accepted = check_last_commit(&repository, folder.path(), options, out)?;

    writeln!(out, "2. Sam ticks the first activity of Stage 2, and records nothing.\n")?;
    commit(&repository, &unrecorded)?;
    let refused = check_last_commit(&repository, folder.path(), options, out)?;

    writeln!(out, "3. On a pull request, this review would say so:\n")?;
    write_review(&repository, &refused, out)?;

    writeln!(out, "\n4. Priya takes that back, and lets 5 % of all users see it. Sam raises the flag alone.\n")?;
    commit(&repository, &taken_back)?;
    commit(&repository, &raised)?;
    let refused_by_flag = check_last_commit(&repository, folder.path(), options, out)?;

    if is_accepted(&accepted) && is_refused(&refused) && is_refused(&refused_by_flag) {
        return Ok(ExitCode::SUCCESS);
    }
    Err(Error::new("the example was not judged as it says")
        .help("this is a fault of rolloutlint: please report it with the output above"))
}

fn commit(repository: &Repository, step: &Step) -> Result<(), Error> {
    let when: jiff::Zoned =
        step.date.parse().map_err(|error| Error::new("a date of the example cannot be read").because(error))?;
    let flags = format!("{{\n  \"features\": {{\n    \"checkout_one_page\": {}\n  }}\n}}\n", step.share);
    let files = [("README.md", "# Shop\n"), (".rolloutlint.yml", CONFIG), (FLAGS, &flags), (PLAN, &step.plan)];
    repository.commit_files(&files, step.message, step.author, &when)?;
    Ok(())
}

/// What `rolloutlint check --base HEAD~1` says, and would exit with.
fn check_last_commit(
    repository: &Repository,
    folder: &Path,
    options: &Options,
    out: &mut dyn Write,
) -> Result<Report, Error> {
    let request = Request { dir: folder, config: None, paths: &[], today: None, unsaved: None, memory: None };
    let head = repository.resolve("HEAD")?;
    let base = repository.resolve("HEAD~1")?;
    let report = judge(
        &versions::compare(repository, &base.id, &Head::Commit(head.id, head.committed_on), &request)?,
        Settings::default(),
    );
    writeln!(out, "   $ rolloutlint check --base HEAD~1\n")?;
    let mut printed = Vec::new();
    report::write(Format::Human, &report, options, &mut printed)?;
    for line in String::from_utf8_lossy(&printed).lines() {
        writeln!(out, "{}", format!("   {line}").trim_end())?;
    }
    let (code, verdict) = if report.fails_at(Severity::Error) { (FINDINGS, "refused") } else { (0, "accepted") };
    writeln!(out, "\n   exit code {code}: {verdict}\n")?;
    Ok(report)
}

#[cfg(feature = "github")]
fn write_review(repository: &Repository, report: &Report, out: &mut dyn Write) -> Result<(), Error> {
    use super::review::CONTEXT_LINES;
    use crate::github::Operation;
    let text = |rev: &str| -> Result<String, Error> {
        let bytes = repository.read_at(&repository.resolve(rev)?.id, PLAN)?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let hunks = crate::git::hunks(&text("HEAD~1")?, &text("HEAD")?, CONTEXT_LINES);
    let hunks = std::collections::HashMap::from([(PLAN.to_owned(), hunks)]);
    let mut indented =
        |text: &str| text.lines().try_for_each(|line| writeln!(out, "{}", format!("   {line}").trim_end()));
    for operation in crate::github::preview(report, &hunks) {
        indented(&format!("{operation}\n\n"))?;
        match operation {
            Operation::PostReview(review) => {
                review.comments.iter().try_for_each(|comment| indented(&format!("{}\n\n", comment.body)))?;
            }
            Operation::PostSummary { body } => indented(&body)?,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(not(feature = "github"))]
fn write_review(_: &Repository, _: &Report, out: &mut dyn Write) -> Result<(), Error> {
    Ok(writeln!(out, "   (this build has no pull request side)")?)
}

fn is_accepted(report: &Report) -> bool {
    report.findings.is_empty() && moves(report) == [(Point::Stage(0.into()), Point::Stage(1.into()), true)]
}

fn is_refused(report: &Report) -> bool {
    let errors: Vec<&str> = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule)
        .collect();
    errors == ["stage-change-without-log-entry"]
        && moves(report) == [(Point::Stage(1.into()), Point::Stage(2.into()), false)]
}

fn moves(report: &Report) -> Vec<(Point, Point, bool)> {
    let transitions = report.plans.iter().flat_map(|plan| &plan.transitions);
    transitions.map(|transition| (transition.from, transition.to, transition.is_recorded)).collect()
}
