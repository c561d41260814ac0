//! `rolloutlint check`: judges plans, or what a change does to them.

use super::arguments::{CheckOptions, Common, Outcome};
use super::fix;
use super::judge::{compare, judge, verdict};
use super::output::{outputs, write_output};
use crate::check::Report;
use crate::finding::Severity;
use crate::git::CommitId;
use crate::versions::{Request, check_disk, plans_on_disk};
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct CheckArgs {
    /// Files and folders; all plans of the repository when none is given. A file is always a plan.
    paths: Vec<PathBuf>,
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
    #[arg(long, conflicts_with = "head")]
    diff: bool,
    #[command(flatten)]
    options: CheckOptions,
}

pub(super) fn run(common: &Common, args: &CheckArgs, out: &mut dyn Write) -> Outcome {
    let request = Request { paths: &args.paths, today: args.options.today, ..common.request() };
    let settings = args.options.settings();
    if args.base.is_none() && !args.fix && !args.diff {
        let (mut report, policy) = check_disk(&request, settings)?;
        report.notes.insert(0, NOTHING_COMPARED.to_owned());
        if common.verbose {
            say_what_is_judged(None, None, report.plans.len());
        }
        return print(report, common, args, args.options.fail_on(&policy), out);
    }
    let mut input = match &args.base {
        Some(base) => compare(&request, base, args.head.as_deref())?,
        None => {
            let mut input = plans_on_disk(&request)?;
            input.notes.insert(0, NOTHING_COMPARED.to_owned());
            input
        }
    };
    let fail_on = args.options.fail_on(&input.ruleset.policy);
    if common.verbose {
        say_what_is_judged(input.base.as_ref(), input.head.as_ref(), input.subjects.len());
    }
    if args.diff {
        fix::show(input.clone(), settings, &common.options(), out)?;
        return verdict(&judge(&input, settings), fail_on);
    }
    if args.fix {
        let mut done: Vec<u8> = Vec::new();
        let fixed = fix::apply(&mut input, settings, &mut done);
        args.options.say(&done, out)?;
        fixed?;
    }
    print(judge(&input, settings), common, args, fail_on, out)
}

const NOTHING_COMPARED: &str = "nothing was compared, so it is not judged what changed; use --base origin/main";

/// Writes the report in each format that was asked for, and gives the verdict.
fn print(mut report: Report, common: &Common, args: &CheckArgs, fail_on: Severity, out: &mut dyn Write) -> Outcome {
    if common.quiet {
        report.notes.clear();
    }
    for output in outputs(&args.options.format) {
        write_output(&output, &report, &common.options(), out)?;
    }
    verdict(&report, fail_on)
}

/// Says on standard error which versions are compared. Nobody could be told that this failed.
fn say_what_is_judged(base: Option<&CommitId>, head: Option<&CommitId>, plans: usize) {
    let head = head.map_or("the files on disk", CommitId::short);
    let compared = base.map_or_else(String::new, |base| format!(" against {}", base.short()));
    let _ = writeln!(io::stderr(), "judging {head}{compared}: {plans} plan(s)");
}
