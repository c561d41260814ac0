//! `rolloutlint check`: judges plans, or what a change does to them.

use super::arguments::{CheckOptions, Common, Outcome};
use super::files::Desk;
use super::fix;
use super::judge::{compare, judge, verdict};
use super::output::{Output, aside, outputs, write_each, write_output, writers_of};
use crate::check::Report;
use crate::error::Error;
use crate::finding::Severity;
use crate::git::{CommitId, Unsaved};
use crate::report::phrase::counted;
use crate::report::{statistics, terminal};
use crate::versions::{Input, Overview, Request, Workspace, check_disk, overview, plans_on_disk};
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Args)]
pub(super) struct CheckArgs {
    /// Files and folders; all plans of the repository when none is given. A log or a flag file
    /// stands for its plans; any other file is a plan.
    /// `-` is the text on standard input.
    paths: Vec<PathBuf>,
    /// The file that the text on standard input stands for. It is judged in place of the file on
    /// disk, which need not be there.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["head", "fix", "show_plans"])]
    stdin_filename: Option<PathBuf>,
    /// Judge what changed since the merge base with this revision.
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// The revision to judge instead of the files on disk.
    #[arg(long, value_name = "REV", requires = "base")]
    head: Option<String>,
    /// Apply the safe fixes, and say what was done.
    #[arg(long, conflicts_with = "head")]
    fix: bool,
    /// Show what the safe fixes would change, and write nothing.
    #[arg(long, conflicts_with_all = ["head", "format"])]
    diff: bool,
    /// List which files are plans and what judges them, and judge nothing.
    #[arg(long, conflicts_with_all = ["fix", "diff", "format"])]
    show_plans: bool,
    /// Print how many findings each rule has in place of the findings.
    #[arg(long, conflicts_with_all = ["diff", "show_plans"])]
    statistics: bool,
    #[command(flatten)]
    options: CheckOptions,
}

pub(super) fn run(common: &Common, args: &CheckArgs, out: &mut dyn Write) -> Outcome {
    let (paths, unsaved) = asked(common, args)?;
    let request = Request { paths: &paths, today: args.options.today, unsaved: unsaved.as_ref(), ..common.request() };
    let settings = args.options.settings();
    if args.base.is_none() && !args.fix && !args.diff && !args.show_plans {
        let (mut report, policy) = check_disk(&request, settings)?;
        report.notes.insert(0, NOTHING_COMPARED.to_owned());
        if common.verbose {
            say_what_is_judged(&request, &plans_on_disk(&request)?)?;
        }
        return print(report, common, args, args.options.fail_on(&policy), out);
    }
    let desk = args.fix.then(|| Desk::take(&common.dir)).transpose()?;
    let mut input = match &args.base {
        Some(base) => compare(&request, base, args.head.as_deref())?,
        None => {
            let mut input = plans_on_disk(&request)?;
            input.notes.insert(0, NOTHING_COMPARED.to_owned());
            input
        }
    };
    let fail_on = args.options.fail_on(&input.ruleset.policy);
    if args.show_plans {
        write_overview(&overview(&request, &input)?, input.base.is_some(), out)?;
        for note in input.notes.iter().filter(|note| *note != NOTHING_COMPARED && !common.quiet) {
            writeln!(out, "note: {}", terminal(note))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if common.verbose {
        say_what_is_judged(&request, &input)?;
    }
    if args.diff {
        let is_shown = fix::show(input.clone(), settings, &common.options(), out)?;
        let report = judge(&input, settings);
        if !is_shown && !report.findings.is_empty() && !common.quiet {
            let found = counted(report.findings.len(), "finding");
            aside(format!("note: no safe fix for {found}; without `--diff` each is shown\n").as_bytes());
        }
        return verdict(&report, fail_on);
    }
    if let Some(desk) = desk {
        let mut done: Vec<u8> = Vec::new();
        let fixed = fix::apply(&desk, &mut input, settings, &mut done);
        args.options.say(&done, out)?;
        fixed?;
    }
    print(judge(&input, settings), common, args, fail_on, out)
}

/// The paths that are meant, and what stands in place of a file on disk.
///
/// # Errors
/// When standard input is asked for and cannot be read, or stands for no file of the repository.
fn asked(common: &Common, args: &CheckArgs) -> Result<(Vec<PathBuf>, Option<Unsaved>), Error> {
    let is_asked = args.paths.iter().any(|path| path.as_os_str() == "-");
    let file = match &args.stdin_filename {
        None if !is_asked => return Ok((args.paths.clone(), None)),
        Some(file) if is_asked && args.paths.len() == 1 => file,
        _ => {
            return Err(Error::new("the text on standard input is judged alone, as the file that it stands for")
                .help("write `check - --stdin-filename rollouts/checkout.md`"));
        }
    };
    let workspace = Workspace::of(&common.dir);
    let path = workspace.path_of(&common.dir.join(file)).ok_or_else(|| {
        Error::new(format!("{} lies outside the repository", file.display())).help("name a file of the repository")
    })?;
    let text = io::read_to_string(io::stdin()).map_err(|error| {
        Error::new("standard input cannot be read").because(error).help("write text in UTF-8 to it")
    })?;
    Ok((vec![file.clone()], Some(Unsaved::new([(path, Arc::from(text))]))))
}

const NOTHING_COMPARED: &str = "nothing was compared, so it is not judged what changed; `--base BRANCH` compares";

/// Writes the report in each format that was asked for, and gives the verdict.
fn print(
    mut report: Report,
    common: &Common,
    args: &CheckArgs,
    fail_on: Option<Severity>,
    out: &mut dyn Write,
) -> Outcome {
    if common.quiet {
        report.notes.clear();
    }
    // Where no plan is, nothing could have been compared.
    if report.plans.is_empty() {
        report.notes.retain(|note| note != NOTHING_COMPARED);
    }
    if args.statistics {
        let printed = args.options.format.iter().filter(|output| output.file.is_none());
        let printed: Vec<Output<String>> =
            printed.map(|output| Output { format: output.format.to_string(), file: None }).collect();
        write_each(writers_of(statistics::FORMATS, &printed, "statistics")?, &report, &common.options(), out)?;
    }
    let outputs = outputs(&args.options.format);
    for output in outputs.iter().filter(|output| !args.statistics || output.file.is_some()) {
        write_output(output, &report, &common.options(), out)?;
    }
    // A format of findings alone would be as empty as for plans that have none.
    let is_said = outputs.iter().any(|output| output.file.is_none() && output.format.has_notes());
    if report.plans.is_empty() && !is_said && !args.statistics {
        let notes = report.notes.iter().map(|note| format!("note: {}\n", terminal(note)));
        aside(notes.collect::<String>().as_bytes());
    }
    verdict(&report, fail_on)
}

/// Says on standard error what is compared, and what judges which files.
fn say_what_is_judged(request: &Request, input: &Input) -> Result<(), Error> {
    let head = input.head.as_ref().map_or("the files on disk", CommitId::short);
    let compared = input.base.as_ref().map_or_else(String::new, |base| format!(" against {}", base.short()));
    let mut text = format!("judging {head}{compared}\n").into_bytes();
    write_overview(&overview(request, input)?, input.base.is_some(), &mut text)?;
    aside(&text);
    Ok(())
}

/// Writes what judges, then a line for each plan. In a comparison it begins with what happened to
/// the plan.
fn write_overview(overview: &Overview, is_compared: bool, out: &mut dyn Write) -> io::Result<()> {
    let Overview { configuration, template, globs, log, plans } = overview;
    writeln!(out, "configuration: {}", terminal(configuration))?;
    writeln!(out, "template: {}", terminal(template))?;
    writeln!(out, "globs: {}", terminal(&globs.join(", ")))?;
    if let Some(log) = log {
        writeln!(out, "log: {}", terminal(log))?;
    }
    writeln!(out, "plans: {}", plans.len())?;
    for (path, status) in plans {
        match is_compared {
            true => writeln!(out, "  {:9}  {}", status.as_str(), terminal(path))?,
            false => writeln!(out, "  {}", terminal(path))?,
        }
    }
    Ok(())
}
