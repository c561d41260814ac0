//! `rolloutlint status`: where each rollout stands.

use super::arguments::{Common, Outcome, day};
use super::judge::judge;
use super::output::{Output, write_each, writers_of};
use super::trial::aheads;
use crate::check::Settings;
use crate::report::status::{FORMATS, StatusPage};
use crate::status::{as_exported, status};
use crate::versions::{self, Request, machine_date};
use clap::Args;
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct StatusArgs {
    /// Files and folders; all plans of the repository when none is given. A log or a flag file
    /// stands for its plans; any other file is a plan.
    paths: Vec<PathBuf>,
    /// Count days as on this day instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    /// Show who sees each feature by this export, which need not be in Git, in place of the flag
    /// file of its name. It changes no verdict. May be repeated.
    #[arg(long, value_name = "FILE")]
    exposure: Vec<PathBuf>,
    /// How to write the page: human, json, markdown or html, each with =FILE to write it there. May
    /// be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

pub(super) fn run(common: &Common, args: &StatusArgs, out: &mut dyn Write) -> Outcome {
    let writers = writers_of(FORMATS, &args.format, "a status")?;
    // A check says the same of the same commits, whenever it runs. This page counts the days that
    // are left, and people read it most of all when nobody has committed anything for weeks.
    let today = args.today.unwrap_or_else(machine_date);
    let request = Request { paths: &args.paths, today: Some(today), ..common.request() };
    let input = versions::plans_on_disk(&request)?;
    let report = judge(&input, Settings::default());
    let mut plans = status(&input.subjects, &report);
    let mut aheads = aheads(&input);
    for plan in &mut plans {
        plan.ahead = aheads.remove(&plan.path);
    }
    if !args.exposure.is_empty() {
        plans = as_exported(plans, &versions::as_exported(&request, &input, &args.exposure)?);
    }
    let notes = if common.quiet { Vec::new() } else { report.notes };
    let page = StatusPage { today, plans, notes };
    write_each(writers, &page, &common.options(), out)?;
    Ok(ExitCode::SUCCESS)
}
