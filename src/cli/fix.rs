//! `check --fix` and `check --diff`.

use super::files::{Desk, Rewritten};
use super::judge::judge;
use crate::check::Settings;
use crate::edit::fix::{Done, fix};
use crate::error::Error;
use crate::git::hunks;
use crate::report::{Options, diff, terminal};
use crate::versions::Input;
use std::io::Write;

/// What one fix uncovers another may mend; this is how often it is looked again.
const ROUNDS: usize = 8;

/// A file that the fixes change.
struct Fixed {
    text: Rewritten,
    done: Vec<Done>,
}

/// Applies the safe fixes to the changes, in memory.
fn fixed(input: &mut Input, settings: Settings) -> Vec<Fixed> {
    let mut all: Vec<Fixed> = Vec::new();
    for _ in 0..ROUNDS {
        let report = judge(input, settings);
        let mut is_done = true;
        for source in input.files().into_iter().filter(|source| source.unreadable.is_none()) {
            let fixed = fix(&source.path, &source.text, &report.findings);
            if fixed.done.is_empty() || *fixed.text == *source.text {
                continue;
            }
            input.rewrite(&source.path, &fixed.text);
            match all.iter_mut().find(|other| other.text.path == source.path) {
                Some(other) => {
                    other.done.extend(fixed.done);
                    other.text.after = fixed.text;
                }
                None => {
                    let text = Rewritten { before: source.text.to_string(), after: fixed.text, path: source.path };
                    all.push(Fixed { text, done: fixed.done });
                }
            }
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
/// When a file was changed in the meantime, or cannot be written. The other files are written all
/// the same.
pub(super) fn apply(desk: &Desk, input: &mut Input, settings: Settings, out: &mut dyn Write) -> Result<(), Error> {
    let mut failed = None;
    for fixed in fixed(input, settings) {
        // A file that cannot be written is no reason to leave the others as they are.
        let files = std::slice::from_ref(&fixed.text);
        if let Err(error) = desk.replace_all(input.root(), files, |path| input.disk(path)) {
            failed = failed.or(Some(error));
            continue;
        }
        let path = terminal(&fixed.text.path);
        for done in fixed.done {
            writeln!(out, "fixed {path}:{}: {} ({})", done.line, terminal(&done.title), done.rule)?;
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Shows what the safe fixes would change. Gives whether there is anything to show.
///
/// # Errors
/// When the output cannot be written.
pub(super) fn show(
    mut input: Input,
    settings: Settings,
    options: &Options,
    out: &mut dyn Write,
) -> Result<bool, Error> {
    let all = fixed(&mut input, settings);
    for fixed in &all {
        show_edit(&fixed.text.path, &fixed.text.before, &fixed.text.after, options, out)?;
    }
    Ok(!all.is_empty())
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
) -> Result<(), Error> {
    let found = (hunks(before, after, diff::CONTEXT), hunks(before, after, 0));
    Ok(diff::write(path, (before, after), (&found.0, &found.1), options, out)?)
}
