//! `rolloutlint next`: what is open before a rollout goes on.

use super::arguments::{Common, Outcome, day};
use super::decide::one_plan;
use super::judge::judge;
use super::output::{Output, write_each, writers_of};
use super::trial::ahead;
use crate::check::Settings;
use crate::report::ahead::FORMATS;
use crate::status::{NextPage, status};
use crate::versions::{Request, machine_date};
use clap::Args;
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct NextArgs {
    /// The plan.
    plan: PathBuf,
    /// Judge as on this day instead of the machine's.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    /// How to write the list: human for one screen, full for everything, json; each with =FILE to
    /// write it there. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

pub(super) fn run(common: &Common, args: &NextArgs, out: &mut dyn Write) -> Outcome {
    let writers = writers_of(FORMATS, &args.format, "the list of what is open")?;
    let today = args.today.unwrap_or_else(machine_date);
    let input = one_plan(&Request { today: Some(today), ..common.request() }, &args.plan)?;
    let plan = status(&input.subjects, &judge(&input, Settings::default())).pop();
    let (plan, ahead) = plan.zip(ahead(&input)).expect("a plan that can be read stands somewhere");
    let page = NextPage { today, plan, ahead };
    write_each(writers, &page, &common.options(), out)?;
    Ok(ExitCode::SUCCESS)
}
