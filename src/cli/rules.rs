//! `rolloutlint explain` and `rolloutlint rules`: the pages of the rules, and the list of them.

use super::arguments::{Common, Outcome, unknown};
use super::output::{Output, write_each, writers_of};
use crate::error::Error;
use crate::report::rules::{LISTS, PAGES};
use crate::rule::Rule;
use crate::rules::{RULES, find, ids};
use clap::Args;
use std::io::Write;
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct ExplainArgs {
    /// The rule's id.
    #[arg(required_unless_present = "all")]
    id: Option<String>,
    /// Show the pages of all rules.
    #[arg(long, conflicts_with = "id")]
    all: bool,
    /// How to write it: human or json, each with =FILE to write it there. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

#[derive(Args)]
pub(super) struct RulesArgs {
    /// How to write it: human or json, each with =FILE to write it there. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

/// Shows a rule's page, or those of all rules.
pub(super) fn explain(common: &Common, args: &ExplainArgs, out: &mut dyn Write) -> Outcome {
    let rules = match &args.id {
        Some(id) => vec![known(id)?],
        None => in_order(),
    };
    write_each(writers_of(PAGES, &args.format, "a page")?, &rules[..], &common.options(), out)?;
    Ok(ExitCode::SUCCESS)
}

/// Lists all rules by their groups.
pub(super) fn list(common: &Common, args: &RulesArgs, out: &mut dyn Write) -> Outcome {
    let writers = writers_of(LISTS, &args.format, "the list of rules")?;
    write_each(writers, &in_order()[..], &common.options(), out)?;
    Ok(ExitCode::SUCCESS)
}

fn known(id: &str) -> Result<&'static Rule, Error> {
    find(id).ok_or_else(|| unknown("rule", id, &ids(), "rolloutlint rules"))
}

/// All rules, by their groups and then by their ids.
fn in_order() -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = RULES.iter().collect();
    rules.sort_by_key(|rule| (rule.group, rule.id));
    rules
}
