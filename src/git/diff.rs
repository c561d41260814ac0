//! The lines that differ between two texts.

use crate::text::Hunk;

/// The hunks of a diff with `context` lines around each change, as `git diff -U<context>` shows
/// them. Lines count from 1 and end with `\n`, as for Git; a last line without `\n` differs from
/// one with it. A side that shows no line has the empty range before the line where the other
/// side's lines would be. Two equal texts have no hunk.
pub fn hunks(before: &str, after: &str, context: u32) -> Vec<Hunk> {
    use gix::diff::blob::{Algorithm, InternedInput, diff_with_slider_heuristics};
    let input = InternedInput::new(before, after);
    let diff = diff_with_slider_heuristics(Algorithm::Myers, &input);
    let (before_lines, after_lines) = (input.before.len() as u32, input.after.len() as u32);
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut changed_until = 0;
    for change in diff.hunks() {
        let near = change.before.start - changed_until <= context.saturating_mul(2);
        changed_until = change.before.end;
        let lead = context.min(change.before.start).min(change.after.start);
        let trail = context.min(before_lines - change.before.end).min(after_lines - change.after.end);
        let before = change.before.start - lead + 1..change.before.end + trail + 1;
        let after = change.after.start - lead + 1..change.after.end + trail + 1;
        match hunks.last_mut() {
            // Git joins hunks whose contexts touch.
            Some(last) if near => {
                last.before.end = before.end;
                last.after.end = after.end;
            }
            _ => hunks.push(Hunk { before, after }),
        }
    }
    hunks
}
