//! Which statements of a template ask for less than before.

use crate::pairing::{Kind, Rewording, Wording, pair_texts, reworded};
use crate::text::fold;

/// The statements of a template that are gone, reworded or laxer, each with what became of it:
/// their lines of Markdown before and after.
pub(super) fn loosened_statements(before: &[String], after: &[String], kind: Kind) -> Vec<(String, String)> {
    let keys = |lines: &[String]| -> Vec<String> { lines.iter().map(|line| fold(line)).collect() };
    let pairs = pair_texts(&keys(before), &keys(after));
    let wording = |line| Wording { line, is_excused: false };
    let said = |index: usize| match pairs.after(index) {
        None => Some("is gone".to_owned()),
        Some(other) => match reworded(wording(&before[index]), wording(&after[other]), kind, &[]) {
            Rewording::Laxer => Some(format!("asks for less: `{}`", after[other])),
            Rewording::Other | Rewording::TakenBack | Rewording::Excused => {
                Some(format!("has other words: `{}`", after[other]))
            }
            // No plan is measured by a slip of the pen in the template.
            Rewording::Same
            | Rewording::Remark
            | Rewording::Filled
            | Rewording::Stricter
            | Rewording::Slip
            | Rewording::Bracket
            | Rewording::Rephrased => None,
        },
    };
    (0..before.len()).filter_map(|index| Some((before[index].clone(), said(index)?))).collect()
}

/// Whether two names, of a section, a label or a column, are one but for a slip of the pen or a
/// plural.
pub(super) fn is_respelled(before: &str, after: &str) -> bool {
    let wording = |line| Wording { line, is_excused: false };
    let kind = reworded(wording(before), wording(after), Kind::Criterion, &[]);
    matches!(kind, Rewording::Same | Rewording::Slip)
}
