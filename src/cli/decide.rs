//! `rolloutlint decide`: records a decision, unless a check would refuse it.

use super::answers::{Answers, Verb};
use super::arguments::{Common, FINDINGS, Outcome, day};
use super::ask::{Dialogue, has_somebody_to_ask};
use super::files::Desk;
use super::fix::show_edit;
use super::judge::judge;
use super::trial::{Trial, ahead, attempt, standing_of};
use crate::ahead::{Tried, open};
use crate::check::{Report, Settings};
use crate::edit::decide::{Refusal, Wish};
use crate::error::Error;
use crate::finding::{Applicability, Finding, Severity};
use crate::plan::log::Decision;
use crate::report::ahead::{parts_of, write_open};
use crate::report::brief::{self, SCREEN};
use crate::report::phrase::counted;
use crate::report::{self, Format, Options, terminal};
use crate::versions::{self, Input, Request, machine_date};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
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
    by: Option<String>,
    /// Why, in words that a reader understands in a year.
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// When it was decided, if not today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<Date>,
    #[command(flatten)]
    verb: Verb,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Judge and date as on this day instead of the machine's.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    /// How a refusal is shown: human, or full with the lines and the help of each finding.
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_default_value = true)]
    format: Look,
}

/// How a refusal is shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "lower")]
enum Look {
    /// Many findings are a line each.
    Human,
    /// Every finding has its lines and its help.
    Full,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::new(refusal.message).help(refusal.help)
    }
}

/// What the arguments say of the decision. Without a stage and without another verb nobody has said
/// what was decided.
fn given(args: &DecideArgs) -> Answers {
    let verb = args.verb.decision();
    let is_said = args.to.is_some() || verb != Decision::Proceed;
    Answers {
        verb: is_said.then_some(verb),
        to: args.to.clone(),
        by: args.by.clone(),
        because: args.because.clone(),
        date: args.date,
    }
}

/// The plan that is asked for, alone.
///
/// # Errors
/// When it is not one file that can be read.
pub(super) fn one_plan(request: &Request, path: &Path) -> Result<Input, Error> {
    let input = versions::plan_to_edit(request, path)?;
    match &input.subjects[..] {
        [subject] if subject.plan().is_readable() => Ok(input),
        [_] => Err(Error::new(format!("{} cannot be read", path.display())).help("save it as UTF-8, under a megabyte")),
        _ => Err(Error::new(format!("{} is no file", path.display())).help("name one plan")),
    }
}

pub(super) fn run(common: &Common, args: &DecideArgs, out: &mut dyn Write) -> Outcome {
    let today = args.today.unwrap_or_else(machine_date);
    let request = Request { today: Some(today), ..common.request() };
    let given = given(args);
    // Nobody else has to wait while a person thinks: the plan is read again when all is said.
    let answers = match given.lacks_something() && has_somebody_to_ask() {
        true => {
            let (mut answers, mut questions) = (io::stdin().lock(), io::stderr().lock());
            let dialogue = Dialogue { answers: &mut answers, questions: &mut questions };
            given.asked(&one_plan(&request, &args.plan)?, today, &common.options(), dialogue)?
        }
        false => given,
    };
    let desk = (!args.dry_run).then(|| Desk::take(&common.dir)).transpose()?;
    let input = one_plan(&request, &args.plan)?;
    let wish = answers.wish(&input, today)?;
    let had = judge(&input, Settings::default());
    let trial = attempt(&input, &had, &wish)?;
    let judged = &trial.new;
    if judged.fails_at(input.ruleset.policy.fail_on) {
        refuse((&input, &had), &wish, trial, args.format, &common.options(), out)?;
        return Ok(ExitCode::from(FINDINGS));
    }
    let standing = standing_of(&trial.input);
    if !judged.findings.is_empty() && !common.quiet {
        report::write(Format::Human, judged, &common.options(), out)?;
        writeln!(out)?;
    }
    if !common.quiet {
        for text in &trial.texts {
            show_edit(&text.path, &text.before, &text.after, &common.options(), out)?;
        }
        if let Some(ahead) = ahead(&trial.input).filter(|ahead| ahead.next.is_some()) {
            writeln!(out)?;
            write_open(&ahead, &common.options(), out)?;
        }
    }
    say_what_was_there(&trial.whole, judged, out)?;
    let paths: Vec<String> = trial.texts.iter().map(|text| terminal(&text.path)).collect();
    let decision = standing.new_rows().next_back().map(|index| {
        let (step, decision) = (standing.step(index), &standing.row(index).decision.text);
        format!("{} {}", terminal(&step), terminal(decision))
    });
    let decision = decision.unwrap_or_else(|| wish.verb.word().to_owned());
    let Some(desk) = desk else {
        writeln!(out, "\ndry run: nothing was written; {decision} would be recorded in {}", paths.join(" and "))?;
        return Ok(ExitCode::SUCCESS);
    };
    desk.replace_all(input.root(), &trial.texts, |path| input.disk(path))?;
    writeln!(out, "\nrecorded {decision} in {}", paths.join(" and "))?;
    Ok(ExitCode::SUCCESS)
}

/// Shows why a decision is refused. What was there already as a warning is an error in the change
/// that goes on.
fn refuse(
    (input, had): (&Input, &Report),
    wish: &Wish,
    trial: Trial,
    look: Look,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let count = trial.new.findings.len();
    let path = terminal(&standing_of(input).plan().source.path);
    let was_there = |new: &&Finding| had.findings.iter().any(|old| old.rule == new.rule && old.anchor == new.anchor);
    let raised: Vec<&Finding> = trial.new.findings.iter().filter(was_there).collect();
    let more = Some(count - raised.len()).filter(|more| *more > 0);
    let more = more.map(|more| format!("a check would have {} more", counted(more, "finding")));
    let errors = Some(raised.len()).filter(|raised| *raised > 0);
    let errors =
        errors.map(|raised| format!("{} of before would be an error in this step", counted(raised, "finding")));
    let why = [more, errors].into_iter().flatten().collect::<Vec<_>>().join(", and ");
    writeln!(out, "refused: {why}, so nothing was written to {path}\n")?;
    let is_mended =
        |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe);
    let hint = raised.iter().any(is_mended).then(|| format!("\n`rolloutlint check --fix {path}` mends what was there"));
    if look == Look::Full || count <= FEW {
        report::write(Format::Full, &trial.new, options, out)?;
        return Ok(hint.map_or(Ok(()), |hint| writeln!(out, "{hint}"))?);
    }
    let open = open(standing_of(input), wish.to, &Tried::from(trial), &input.ruleset.policy);
    brief::write(&parts_of(&open), Some(SCREEN), options, out)?;
    hint.map_or(Ok(()), |hint| writeln!(out, "{hint}"))?;
    writeln!(out, "\n`--format full` shows each with its lines and how to mend it")?;
    Ok(())
}

/// As many findings are shown with their lines where a decision is refused: more would leave no
/// room for what the person asked for.
const FEW: usize = 3;

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
