//! `rolloutlint portfolio`: many audits on one page.

use super::arguments::{Common, Outcome, day};
use super::output::{Output, write_each, writers_of};
use crate::error::Error;
use crate::portfolio::{portfolio, read};
use crate::report::is_as_written;
use crate::report::portfolio::FORMATS;
use clap::Args;
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct PortfolioArgs {
    /// Reports of `audit`, as JSON or as NDJSON.
    #[arg(required = true)]
    reports: Vec<PathBuf>,
    /// Count days as on this day instead of that of the latest report.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    /// How to write it: human, json or html, each with =FILE to write it there. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

pub(super) fn run(common: &Common, args: &PortfolioArgs, out: &mut dyn Write) -> Outcome {
    let writers = writers_of(FORMATS, &args.format, "a portfolio")?;
    let mut reports = Vec::new();
    for path in &args.reports {
        let shown = path.display();
        let text = std::fs::read_to_string(common.dir.join(path))
            .map_err(|error| Error::unreadable(format_args!("the report {shown}"), error))?;
        reports.extend(read(&text, &is_as_written).map_err(|cause| {
            Error::new(format!("{shown} is no report of an audit"))
                .because(cause)
                .help("give what `rolloutlint audit --format json=FILE` or `ndjson=FILE` wrote")
        })?);
    }
    let portfolio = portfolio(reports, args.today);
    write_each(writers, &portfolio, &common.options(), out)?;
    Ok(ExitCode::SUCCESS)
}
