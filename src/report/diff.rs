//! What an edit does to a file, as a unified diff.

use super::harmless::terminal;
use super::options::Options;
use crate::text::Hunk;
use std::io::{self, Write};

/// Lines around a change that are shown.
pub(crate) const CONTEXT: u32 = 3;

/// Writes a unified diff that `git apply` takes. `hunks` have [`CONTEXT`] lines around each change,
/// `changes` have none. On a terminal the text becomes harmless; a file gets it as it is.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn write(
    path: &str,
    (before, after): (&str, &str),
    (hunks, changes): (&[Hunk], &[Hunk]),
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    if hunks.is_empty() {
        return Ok(());
    }
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let paint = |line: &str, style: &str| {
        let bare = line.trim_end_matches('\n');
        let shown = if options.is_exact { bare.to_owned() } else { terminal(bare) };
        let missing = if line.ends_with('\n') { "" } else { "\n\\ No newline at end of file" };
        format!("{}{missing}", options.paint(&shown, style))
    };
    writeln!(out, "{}", paint(&format!("--- a/{path}\n"), "1"))?;
    writeln!(out, "{}", paint(&format!("+++ b/{path}\n"), "1"))?;
    for hunk in hunks {
        let range = |range: &std::ops::Range<u32>| format!("{},{}", start(range), range.end - range.start);
        writeln!(out, "{}", paint(&format!("@@ -{} +{} @@\n", range(&hunk.before), range(&hunk.after)), "36"))?;
        let mut at = hunk.before.start;
        let inside = changes.iter().filter(|change| {
            hunk.before.start <= change.before.start
                && change.before.end <= hunk.before.end
                && hunk.after.start <= change.after.start
                && change.after.end <= hunk.after.end
        });
        let line = |lines: &[&str], number: u32| {
            lines.get(number as usize - 1).map_or(String::new(), |line| (*line).to_owned())
        };
        for change in inside {
            for number in at..change.before.start {
                writeln!(out, "{}", paint(&format!(" {}", line(&old, number)), "0"))?;
            }
            for number in change.before.clone() {
                writeln!(out, "{}", paint(&format!("-{}", line(&old, number)), "31"))?;
            }
            for number in change.after.clone() {
                writeln!(out, "{}", paint(&format!("+{}", line(&new, number)), "32"))?;
            }
            at = change.before.end;
        }
        for number in at..hunk.before.end {
            writeln!(out, "{}", paint(&format!(" {}", line(&old, number)), "0"))?;
        }
    }
    Ok(())
}

/// Where a range starts as diffs count: one line earlier when it is empty.
fn start(range: &std::ops::Range<u32>) -> u32 {
    if range.is_empty() { range.start.saturating_sub(1) } else { range.start }
}
