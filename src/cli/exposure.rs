//! `rolloutlint exposure`: who sees the feature of each plan, by its flag files.

use super::arguments::{Common, Outcome, day};
use super::output::{Output, write_each, writers_of};
use crate::live::live;
use crate::report::live::FORMATS;
use crate::versions::{self, Request, machine_date};
use clap::Args;
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct ExposureArgs {
    /// Files and folders; all plans of the repository when none is given. A log or a flag file
    /// stands for its plans; any other file is a plan.
    paths: Vec<PathBuf>,
    /// Read schedules as on this day instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    /// How to write it: human or json, each with =FILE to write it there. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

pub(super) fn run(common: &Common, args: &ExposureArgs, out: &mut dyn Write) -> Outcome {
    let writers = writers_of(FORMATS, &args.format, "an exposure")?;
    // A schedule in a file goes on by itself, whether or not anybody commits anything.
    let today = args.today.unwrap_or_else(machine_date);
    let request = Request { paths: &args.paths, today: Some(today), ..common.request() };
    let input = versions::plans_on_disk(&request)?;
    let plans = live(&input.subjects, &input.ruleset.policy);
    write_each(writers, &plans, &common.options(), out)?;
    Ok(ExitCode::SUCCESS)
}
