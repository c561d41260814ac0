//! Where each rollout stands: the page that a team opens every Monday.

use super::{Common, Outcome, Output, write_to, writers_of};
use crate::check::{Settings, check};
use crate::report::status::{FORMATS, StatusPage};
use crate::status::status;
use crate::versions::{self, Request, machine_date};
use clap::Args;
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct StatusArgs {
    /// Files and folders; all plans of the repository when none is given. A file is always a plan.
    paths: Vec<PathBuf>,
    /// Count days as on this day instead of today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// How to write the page: human, json, markdown or html, each with =FILE to write it there. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

pub(super) fn run(common: &Common, args: &StatusArgs, out: &mut dyn Write) -> Outcome {
    let writers = writers_of(FORMATS, &args.format, "a status")?;
    // A check says the same of the same commits, whenever it runs. This page says how many days are left, and these are those of the day that it
    // is read on, also when nobody has committed anything for weeks: then most of all.
    let today = args.today.unwrap_or_else(machine_date);
    let request = Request {
        dir: &common.dir,
        config: common.config.as_deref(),
        paths: &args.paths,
        today: Some(today),
        is_gate: false,
    };
    let gathered = versions::alone(&request)?;
    let mut report = check(&gathered.subjects, &gathered.policy, &gathered.facts, Settings::default());
    report.notes.extend(gathered.notes);
    let plans = status(&gathered.subjects, &report);
    let notes = if common.quiet { Vec::new() } else { report.notes };
    let page = StatusPage { today, plans, notes };
    for (write, file) in writers {
        write_to(file.as_deref(), &common.options(), out, |options, out| write(&page, options, out))?;
    }
    Ok(ExitCode::SUCCESS)
}
