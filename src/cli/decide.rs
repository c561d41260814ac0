//! `rolloutlint decide`: records a decision, unless a check would refuse it.

use super::arguments::{Common, FINDINGS, Outcome};
use super::files::{Desk, Rewritten};
use super::fix::show_edit;
use super::judge::judge;
use crate::check::{Report, Settings};
use crate::edit::decide::{Refusal, Wish, decide};
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::plan::log::{Decision, Point};
use crate::report::{self, Format, terminal};
use crate::standing::{Standing, stage_title};
use crate::text::{Edit, apply, fold};
use crate::versions::{self, Input, Request, machine_date};
use clap::Args;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct DecideArgs {
    /// The plan.
    plan: PathBuf,
    /// The stage that the decision leads to, by number or name; for --hold and --amend the one that
    /// it is about.
    #[arg(long, value_name = "STAGE")]
    to: Option<String>,
    /// Who decided; several names with commas between.
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why, in words that a reader understands in a year.
    #[arg(long, value_name = "TEXT")]
    because: String,
    /// When it was decided, if not today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    #[command(flatten)]
    verb: Verb,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Judge and date as on this day instead of the machine's.
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

/// What was decided, when it is not to proceed.
#[derive(Args)]
#[group(multiple = false)]
struct Verb {
    /// It was considered, and the rollout stays where it is.
    #[arg(long)]
    hold: bool,
    /// Back to an earlier stage.
    #[arg(long)]
    rollback: bool,
    /// The rollout ends.
    #[arg(long)]
    abort: bool,
    /// Correct the latest decision, or the latest one that led to --to.
    #[arg(long)]
    amend: bool,
    /// Proceed although an exit criterion is open; the reason names the exception.
    #[arg(long)]
    exception: bool,
    /// Jump over the stages between.
    #[arg(long)]
    skip: bool,
    /// Begin again after an abort.
    #[arg(long)]
    restart: bool,
}

impl Verb {
    fn decision(&self) -> Decision {
        let chosen = [
            (self.hold, Decision::Hold),
            (self.rollback, Decision::Rollback),
            (self.abort, Decision::Abort),
            (self.amend, Decision::Amend),
            (self.exception, Decision::ProceedWithException),
            (self.skip, Decision::Skip),
            (self.restart, Decision::Restart),
        ];
        chosen.into_iter().find(|(is_chosen, _)| *is_chosen).map_or(Decision::Proceed, |(_, decision)| decision)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::new(refusal.message).help(refusal.help)
    }
}

pub(super) fn run(common: &Common, args: &DecideArgs, out: &mut dyn Write) -> Outcome {
    let today = args.today.unwrap_or_else(machine_date);
    let request = Request { today: Some(today), ..common.request() };
    let desk = (!args.dry_run).then(|| Desk::take(&common.dir)).transpose()?;
    let mut input = versions::plan_to_edit(&request, &args.plan)?;
    let plan = match &input.subjects[..] {
        [subject] if subject.plan().is_readable() => subject.plan(),
        [_] => {
            return Err(Error::new(format!("{} cannot be read", args.plan.display()))
                .help("save it as UTF-8, under a megabyte"));
        }
        _ => return Err(Error::new(format!("{} is no file", args.plan.display())).help("name one plan")),
    };
    let mut wish = wish(args, plan, today)?;
    wish.word = input.ruleset.policy.decisions.get(wish.verb.word()).and_then(|words| words.first()).cloned();
    let had = judge(&input, Settings::default());
    let decided = decide(standing_of(&input), &wish)?;
    let mut texts = Vec::new();
    for (in_log, source, _) in input.subjects[0].plan().files() {
        let edits = if in_log { &decided.log } else { &decided.plan };
        let text = Rewritten {
            path: source.path.clone(),
            before: source.text.to_string(),
            after: written(&source.text, edits)?,
        };
        if text.after != text.before {
            texts.push(text);
        }
    }
    for text in &texts {
        input.rewrite(&text.path, &text.after);
    }

    let whole = judge(&input, Settings::default());
    let judged = new_findings(&had, whole.clone());
    let standing = standing_of(&input);
    if judged.fails_at(input.ruleset.policy.fail_on) {
        let count = judged.findings.len();
        let findings = if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") };
        writeln!(
            out,
            "refused: a check would have {findings} more, so nothing was written to {}\n",
            terminal(&standing.plan().source.path)
        )?;
        report::write(Format::Human, &judged, &common.options(), out)?;
        return Ok(ExitCode::from(FINDINGS));
    }
    if !judged.findings.is_empty() && !common.quiet {
        report::write(Format::Human, &judged, &common.options(), out)?;
        writeln!(out)?;
    }
    if !common.quiet {
        for text in &texts {
            show_edit(&text.path, &text.before, &text.after, &common.options(), out)?;
        }
        say_what_is_open(standing, &input, out)?;
    }
    say_what_was_there(&whole, &judged, out)?;
    let paths: Vec<String> = texts.iter().map(|text| terminal(&text.path)).collect();
    let decision = standing.new_rows().next_back().map(|index| {
        let (step, decision) = (standing.step(index), &standing.row(index).decision.text);
        format!("{} {}", terminal(&step), terminal(decision))
    });
    let decision = decision.unwrap_or_else(|| wish.verb.word().to_owned());
    let Some(desk) = desk else {
        writeln!(out, "\ndry run: nothing was written; {decision} would be recorded in {}", paths.join(" and "))?;
        return Ok(ExitCode::SUCCESS);
    };
    desk.replace_all(input.root(), &texts, |path| input.disk(path))?;
    writeln!(out, "\nrecorded {decision} in {}", paths.join(" and "))?;
    Ok(ExitCode::SUCCESS)
}

/// Where the rollout of the one plan stands.
fn standing_of(input: &Input) -> &Standing {
    input.subjects[0].standing().expect("a plan that was read from disk is there")
}

fn wish(args: &DecideArgs, plan: &crate::plan::Plan, today: Date) -> Result<Wish, Error> {
    let to = match &args.to {
        Some(text) => Some(plan.names.find_exactly(text).ok_or_else(|| {
            let close = plan
                .names
                .did_you_mean(text)
                .filter(|close| fold(close) != fold(text) && plan.names.find(close).is_some());
            let close = close.map(|close| format!("; did you mean `{close}`?")).unwrap_or_default();
            Error::new(format!("`{text}` is no stage of {}", plan.source.path))
                .help(format!("the stages are {}{close}", plan.names.in_words()))
        })?),
        None => None,
    };
    for (option, text) in [("--by", &args.by), ("--because", &args.because)] {
        if !text.chars().any(char::is_alphanumeric) {
            return Err(Error::new(format!("{option} says nothing")).help("a decision has a reason and a person"));
        }
    }
    Ok(Wish {
        verb: args.verb.decision(),
        word: None,
        to,
        by: args.by.clone(),
        because: args.because.clone(),
        date: args.date.unwrap_or(today),
    })
}

fn written(before: &str, edits: &[Edit]) -> Result<String, Error> {
    apply(before, edits).map_err(|_| {
        Error::new("the decision cannot be written, since two places of the plan overlap")
            .help("write it by hand, and please report the plan")
    })
}

/// What the decision brings about: the findings that the plan did not have before it, or had with a
/// lower severity.
fn new_findings(had: &Report, mut report: Report) -> Report {
    let known: BTreeSet<(&str, &str, Severity)> =
        had.findings.iter().map(|finding| (finding.rule, finding.anchor.as_str(), finding.severity)).collect();
    let is_known = |rule: &str, anchor: &str, severity: Severity| {
        known.iter().any(|known| known.0 == rule && known.1 == anchor && known.2 >= severity)
    };
    report.findings.retain(|finding| !is_known(finding.rule, &finding.anchor, finding.severity));
    let count = |severity: Severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    report.summary = crate::check::Summary {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
        ..crate::check::Summary::default()
    };
    report.notes.clear();
    report.suppressed.clear();
    report
}

/// Names the findings that the plan had before the decision. A check may refuse the change for them
/// all the same.
fn say_what_was_there(whole: &Report, judged: &Report, out: &mut dyn Write) -> Result<(), Error> {
    let is_new = |finding: &Finding| judged.findings.iter().any(|new| new.fingerprint == finding.fingerprint);
    let left: Vec<&Finding> =
        whole.findings.iter().filter(|finding| finding.severity >= Severity::Warning && !is_new(finding)).collect();
    if left.is_empty() {
        return Ok(());
    }
    writeln!(out, "\na check still says:")?;
    for finding in left {
        let place = format!("{}:{}", terminal(&finding.location.source.path), finding.location.line());
        writeln!(out, "  {}[{}] {place}: {}", finding.severity, finding.rule, terminal(&finding.message))?;
    }
    Ok(())
}

/// Says which gates stand between the rollout and its next stage.
fn say_what_is_open(standing: &Standing, input: &Input, out: &mut dyn Write) -> Result<(), Error> {
    let plan = standing.plan();
    let Point::Stage(current) = standing.gate else { return Ok(()) };
    let mut stages = plan.stages.iter().map(|stage| stage.number);
    let Some(next) = stages.find(|number| *number > current && !input.ruleset.policy.skipped.contains(number)) else {
        return Ok(());
    };
    let title = stage_title(plan, next);
    let open = standing.open_on_the_way(next);
    if open.is_empty() {
        return Ok(writeln!(out, "\nnothing is open before {title}")?);
    }
    writeln!(out, "\nopen before {title}:")?;
    for (stage, criterion, gate) in open {
        writeln!(out, "  {gate} of {}: {}", terminal(&stage.title), terminal(&criterion.text))?;
    }
    Ok(())
}
