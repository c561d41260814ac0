//! Applies the safe fixes of findings.

use crate::finding::{Applicability, Finding, Side};
use crate::text::{Edit, apply};

/// A text after its safe fixes.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// What was done.
    pub done: Vec<Done>,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The rule whose finding it mends.
    pub rule: &'static str,
    /// The line of the finding before the fix, from 1.
    pub line: u32,
    /// What was done, in one line.
    pub title: String,
}

/// Applies the safe fixes of a file's findings. A fix whose edits overlap with those of an earlier
/// one is left out: the next round may find it again.
pub fn fix(path: &str, text: &str, findings: &[Finding]) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), done: Vec::new() };
    let mut edits: Vec<Edit> = Vec::new();
    for finding in findings {
        let is_safe = |fix: &&crate::finding::Fix| fix.applicability == Applicability::Safe && fix.source.path == path;
        let Some(fix) = finding.fix.as_ref().filter(is_safe) else { continue };
        if finding.location.side != Side::Head || *fix.source.text != *text {
            continue;
        }
        let together: Vec<Edit> = edits.iter().chain(&fix.edits).cloned().collect();
        let Ok(text) = apply(text, &together) else { continue };
        edits = together;
        fixed.text = text;
        fixed.done.push(Done { rule: finding.rule, line: finding.location.line(), title: fix.title.clone() });
    }
    fixed
}
