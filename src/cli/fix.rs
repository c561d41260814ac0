//! `check --fix` and `check --diff`.

use super::gather::Gathered;
use super::{CliError, files, judge};
use crate::check::Settings;
use crate::edit::fix::{Done, fix};
use crate::git::hunks;
use crate::report::{Options, diff, terminal};
use std::io::Write;

/// What one fix uncovers another may mend; this is how often it is looked again.
const ROUNDS: usize = 8;

/// A plan that the fixes change.
struct Fixed {
    index: usize,
    before: String,
    done: Vec<Done>,
}

/// Applies the safe fixes to the changes, in memory.
fn fixed(gathered: &mut Gathered, settings: Settings) -> Vec<Fixed> {
    let mut all: Vec<Fixed> = Vec::new();
    for _ in 0..ROUNDS {
        let report = judge(gathered, settings);
        let mut is_done = true;
        for index in 0..gathered.changes.len() {
            let Some(plan) = gathered.changes[index].head.as_ref().filter(|plan| plan.source.unreadable.is_none())
            else {
                continue;
            };
            let fixed = fix(&plan.source.path, &plan.source.text, &report.findings);
            if fixed.done.is_empty() || *fixed.text == *plan.source.text {
                continue;
            }
            let before = plan.source.text.to_string();
            match all.iter_mut().find(|other| other.index == index) {
                Some(other) => other.done.extend(fixed.done),
                None => all.push(Fixed { index, before, done: fixed.done }),
            }
            gathered.rewrite(index, fixed.text);
            is_done = false;
        }
        if is_done {
            break;
        }
    }
    all
}

/// Applies the safe fixes, and says what was done.
///
/// # Errors
/// When a file was changed in the meantime, or cannot be written. The others are written all the same.
pub(super) fn apply(gathered: &mut Gathered, settings: Settings, out: &mut dyn Write) -> Result<(), CliError> {
    let mut failed = None;
    for fixed in fixed(gathered, settings) {
        let plan = gathered.changes[fixed.index].plan();
        // A file that cannot be written is no reason to leave the others as they are.
        if let Err(error) = files::replace(gathered.root(), &gathered.disk_path(plan), &fixed.before, &plan.source.text)
        {
            failed = failed.or(Some(error));
            continue;
        }
        let path = terminal(&plan.source.path);
        for done in fixed.done {
            writeln!(out, "fixed {path}:{}: {} ({})", done.line, terminal(&done.title), done.rule)?;
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Shows what the safe fixes would change.
///
/// # Errors
/// When the output cannot be written.
pub(super) fn show(
    mut gathered: Gathered,
    settings: Settings,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    for fixed in fixed(&mut gathered, settings) {
        let source = &gathered.changes[fixed.index].plan().source;
        show_edit(&source.path, &fixed.before, &source.text, options, out)?;
    }
    Ok(())
}

/// Shows what an edit changes, as a unified diff.
///
/// # Errors
/// When the output cannot be written.
pub(super) fn show_edit(
    path: &str,
    before: &str,
    after: &str,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let found = (hunks(before, after, diff::CONTEXT), hunks(before, after, 0));
    Ok(diff::write(path, (before, after), (&found.0, &found.1), options, out)?)
}
