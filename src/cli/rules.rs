//! `rolloutlint explain` and `rolloutlint rules`: the pages of the rules, and the list of them.

use super::arguments::Outcome;
use crate::config::closest;
use crate::error::Error;
use crate::report::page::page;
use crate::rules::{RULES, find};
use std::io::Write;
use std::process::ExitCode;

/// Shows a rule's page.
pub(super) fn explain(id: &str, out: &mut dyn Write) -> Outcome {
    let Some(rule) = find(id) else {
        let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        let help = closest(id, &ids).map_or_else(
            || "`rolloutlint rules` lists them all".to_owned(),
            |close| format!("did you mean `{close}`?"),
        );
        return Err(Error::new(format!("there is no rule `{id}`")).help(help));
    };
    out.write_all(page(rule).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Lists all rules by their groups.
pub(super) fn list(out: &mut dyn Write) -> Outcome {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut by_group: Vec<_> = RULES.iter().collect();
    by_group.sort_by_key(|rule| (rule.group, rule.id));
    let mut group = None;
    for rule in by_group {
        if group != Some(rule.group) {
            let gap = if group.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{}", rule.group.title())?;
            group = Some(rule.group);
        }
        writeln!(out, "  {:width$}  {:7}  {}  {}", rule.id, rule.default_level(), rule.fix.sign(), rule.summary())?;
    }
    Ok(ExitCode::SUCCESS)
}
