//! What is said about a plan: findings, where they stand, how grave they are.

use crate::text::{Edit, Source, Span, hex};
use sha2::{Digest, Sha256};
use std::fmt;

/// How grave a finding is. The order is the order of gravity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth changing; does not refuse the change by default.
    Warning,
    /// Refuses the change.
    Error,
}

impl Severity {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which version of a file a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The version before the change.
    Base,
    /// The version after it, or the only one.
    Head,
}

/// A place in one version of one file. It carries the file's text, so that a report needs nothing
/// else to show it.
#[derive(Clone, Debug)]
pub struct Location {
    /// Which version.
    pub side: Side,
    /// The file as it stands in that version.
    pub source: Source,
    /// Where in it.
    pub span: Span,
}

impl Location {
    /// The first line of the place, from 1.
    pub fn line(&self) -> u32 {
        self.source.line(self.span.start)
    }

    /// The last line of the place, from 1. A span that ends just behind a line break ends on the
    /// line before it.
    pub fn end_line(&self) -> u32 {
        let line = self.source.line(self.span.end);
        if self.span.end > self.span.start && self.source.line_span(line).start == self.span.end {
            line - 1
        } else {
            line
        }
    }
}

/// A second place that explains a finding.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// What is to be seen there.
    pub message: String,
}

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// `check --fix` applies it: it cannot change what the plan means.
    Safe,
    /// Offered only; a person decides.
    Suggestion,
}

/// What to write instead.
#[derive(Clone, Debug)]
pub struct Fix {
    /// In one line, what the edits do.
    pub title: String,
    /// Whether it may be applied without asking.
    pub applicability: Applicability,
    /// The file that the edits are in: the finding's own, or that of the decision log.
    pub source: Source,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// What a finding is, whatever line it stands on and however it is worded: a hash of rule, plan and
/// anchor.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub String);

impl Fingerprint {
    /// The fingerprint of a rule's finding at a semantic anchor of a plan. `ordinal` tells apart
    /// findings that agree in all three.
    pub fn new(rule: &str, plan_key: &str, anchor: &str, ordinal: usize) -> Fingerprint {
        let mut hasher = Sha256::new();
        for part in [rule, plan_key, anchor] {
            hasher.update(part.as_bytes());
            hasher.update([0]);
        }
        hasher.update(ordinal.to_string().as_bytes());
        let digest = hasher.finalize();
        Fingerprint(hex(&digest[..16]))
    }
}

/// One thing that is wrong, with where, why and what to write.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule's public id.
    pub rule: &'static str,
    /// How grave, after levels, due points and the rules of comparison.
    pub severity: Severity,
    /// The path of the plan that it is about, whatever file it stands in; `None` for one that is
    /// about no plan.
    pub plan: Option<String>,
    /// Where.
    pub location: Location,
    /// What stands at the place, in a few words; shown under the underlined text.
    pub label: Option<String>,
    /// What is wrong, in one line without a final dot.
    pub message: String,
    /// What to write, in one line.
    pub help: Option<String>,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to write, as edits.
    pub fix: Option<Fix>,
    /// Which thing of the plan it is about, without line numbers:
    /// `stage:2/exit-criteria/critical bugs fixed`.
    pub anchor: String,
    /// Whether the base version of the plan already had it.
    pub preexisting: bool,
    /// Identity across runs.
    pub fingerprint: Fingerprint,
}
