//! The engine: runs the rules over changes and gives a report. Pure: no I/O, no clock.

pub use crate::change::Status;
use crate::finding::{Finding, Severity};

/// The outcome of one run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The commit that was compared against, in hex. `None` when nothing was compared.
    pub base: Option<String>,
    /// The commit that was judged, in hex. `None` for a worktree.
    pub head: Option<String>,
    /// What happened to each plan, in the order of their paths.
    pub plans: Vec<PlanReport>,
    /// All findings, by path, then by place.
    pub findings: Vec<Finding>,
    /// Counts.
    pub summary: Summary,
    /// What a person should know about the run itself, such as that nothing was compared.
    pub notes: Vec<String>,
}

/// Counts over a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings for information.
    pub infos: usize,
    /// Findings that a suppression comment in the plan hides.
    pub suppressed: usize,
    /// Findings whose due point has not come.
    pub not_due: usize,
}

impl Report {
    /// Whether a finding is at or above `level`: the verdict.
    pub fn fails_at(&self, level: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity >= level)
    }
}

/// What happened to one plan.
#[derive(Clone, Debug)]
pub struct PlanReport {
    /// Its path now; for a removed plan the path it had.
    pub path: String,
    /// Its path before, when that was another.
    pub previous_path: Option<String>,
    /// What the change did to the file.
    pub status: Status,
    /// The Rollout ID, when it is filled.
    pub id: Option<String>,
    /// The rollout's name, when it is filled.
    pub title: Option<String>,
    /// The stage before: its number as text, `planned` or `aborted`. `None` when nothing was compared or there was no plan.
    pub base_stage: Option<String>,
    /// The stage now, in the same words. `None` for a removed plan.
    pub head_stage: Option<String>,
    /// The decisions that this change records, and the moves that it makes without one.
    pub transitions: Vec<TransitionReport>,
    /// The plan's stages, in order, with their gates. Empty for a removed plan.
    pub stages: Vec<StageReport>,
}

/// One move from a stage to a stage, or one decision not to move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitionReport {
    /// The stage left: a number as text, `planned` or `aborted`.
    pub from: String,
    /// The stage reached.
    pub to: String,
    /// `proceed`, `hold`, `rollback`, …; `None` when no row records it or the word is unknown.
    pub decision: Option<String>,
    /// The decision's date, ISO 8601.
    pub date: Option<String>,
    /// Who decided, a name each.
    pub decided_by: Vec<String>,
    /// Why, in the plan's own words.
    pub rationale: Option<String>,
    /// Whether a row of the decision log records it.
    pub recorded: bool,
    /// The line of that row, or the line that shows the move, in the head version.
    pub line: u32,
}

/// One stage of a plan with its gates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageReport {
    /// The stage's number.
    pub number: u32,
    /// The stage's name, without the number: `Alpha (Friendly Customers)`.
    pub name: String,
    /// Its entry criteria.
    pub entry: GateReport,
    /// Its exit criteria.
    pub exit: GateReport,
}

/// A list of criteria.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GateReport {
    /// How many criteria are met.
    pub met: usize,
    /// The texts of the open ones.
    pub open: Vec<String>,
}
