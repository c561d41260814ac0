//! What a rollout is watched by: metrics, and conditions under which it goes back.

use super::measure::gives_number;
use super::value::{Value, ValueState};
use crate::stage_number::StageNumber;
use crate::text::Span;

/// A table of metrics.
#[derive(Clone, Debug)]
pub struct MetricsTable {
    /// What it stands under: `Metrics to Watch`.
    pub name: String,
    /// The line of its headers.
    pub header: Span,
    /// The stage that it stands in; `None` outside of stages.
    pub stage: Option<StageNumber>,
    /// Whether the template has its own table of metrics here.
    pub is_asked: bool,
    /// Whether it has more columns than the threshold and what is done there.
    pub(crate) compares: bool,
    /// Whether the thresholds are those that somebody is woken by, and not those to hold:
    /// `Alert Threshold`.
    pub alerts: bool,
    /// Its rows, those that are struck or do not fit the table left out.
    pub metrics: Vec<Metric>,
    /// Whether a row does not fit the table, so that nobody knows what it says.
    pub has_uneven_rows: bool,
}

/// A condition under which the rollout goes back, or the bound of a guardrail that stands in a
/// list.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Its text as a reader sees it.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// All that it says, as Markdown, where that is not the text at its place: the cells of a row.
    pub whole: Option<String>,
    /// The stage that it stands in, and is for; `None` when it is for all of them.
    pub stage: Option<StageNumber>,
    /// Whether a reason behind it says that it does not apply.
    pub excused: bool,
    /// Whether it is struck out without a reason, and no trigger any more.
    pub(crate) is_struck: bool,
}

/// A list of which nothing is in force, by what stands beside its name: `Rollback triggers
/// (suspended)`, `Metrics to watch: not enforced`.
#[derive(Clone, Debug)]
pub(crate) struct VoidList {
    /// What it is a list of.
    pub(crate) watches: Watches,
    /// The stage that it stands in; `None` when it is for all of them.
    pub(crate) stage: Option<StageNumber>,
    /// The name, with what stands beside it.
    pub(crate) name: Span,
    /// The same as a reader sees it.
    pub(crate) text: String,
}

/// A value that somebody measured in a stage, and that does not keep the bound beside it.
#[derive(Clone, Debug)]
pub(crate) struct MissedBound {
    /// What was measured.
    pub(crate) name: String,
    /// The stage that it stands in.
    pub(crate) stage: StageNumber,
    /// The value, with its place.
    pub(crate) value: (String, Span),
    /// The bound, with its place.
    pub(crate) bound: (String, Span),
}

/// What a list watches a rollout by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Watches {
    /// Conditions under which the rollout goes back.
    Triggers,
    /// Metrics that must not get worse.
    Guardrails,
}

/// A row of such a table. A value is `None` when the table has no such column.
#[derive(Clone, Debug)]
pub struct Metric {
    /// What is measured.
    pub name: Value,
    /// What it is, without line numbers: `stage:2/metrics to watch/error rate`.
    pub anchor: String,
    /// The row.
    pub span: Span,
    /// Whether it must not get worse.
    pub is_guardrail: bool,
    /// What it was before the rollout.
    pub baseline: Option<Value>,
    /// What it is to become.
    pub target: Option<Value>,
    /// From where on somebody must act.
    pub threshold: Option<Value>,
    /// Whether its name or a header says what the bare numbers are: `Latency (ms)`.
    pub names_unit: bool,
}

impl Metric {
    /// Its cells, as far as the table has them.
    fn cells(&self) -> impl Iterator<Item = &Value> {
        [Some(&self.name), self.baseline.as_ref(), self.target.as_ref(), self.threshold.as_ref()].into_iter().flatten()
    }

    /// Whether a cell waits for somebody to fill it in: the rules about filling in speak of it.
    pub(crate) fn is_open(&self) -> bool {
        self.cells().any(|value| !value.is_answered())
    }

    /// Whether nobody has written anything here yet.
    pub(crate) fn is_untouched(&self) -> bool {
        self.cells().all(|value| matches!(value.state, ValueState::Empty | ValueState::Placeholder { .. }))
    }

    /// Whether the row says why it has no threshold, or gives one with a number.
    pub(crate) fn has_threshold(&self) -> bool {
        let reasons = |value: &Value| matches!(value.state, ValueState::NotApplicable { reason: true });
        let gives = |value: &Value| reasons(value) || (value.is_filled() && gives_number(&value.text));
        reasons(&self.name) || self.threshold.as_ref().is_some_and(gives)
    }

    /// The columns that the table lacks for this row to say when somebody must act.
    pub(crate) fn missing_columns(&self) -> impl Iterator<Item = &'static str> {
        [(&self.baseline, "baseline"), (&self.target, "target"), (&self.threshold, "threshold")]
            .into_iter()
            .filter(|(value, _)| value.is_none())
            .map(|(_, name)| name)
    }
}
