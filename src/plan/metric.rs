//! What a rollout is watched by: metrics, and conditions under which it goes back.

use super::measure::{Purpose, ResultOf, gives_number, is_to_hold, read_bound, read_plain, result_in};
use super::value::{Value, ValueState};
use crate::stage_number::StageNumber;
use crate::text::Span;
use crate::words::metrics::{ALERT, sets_target};
use crate::words::qualifiers::is_harm;

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
    /// Whether it says itself on which side of its number it holds. In a table of the team's own
    /// only the columns may tell that.
    pub(crate) has_clear_side: bool,
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
    /// What stands below a name that only says up to when the list is in force: `triggers until
    /// GA`. That is in force now, and may stand beside another list.
    pub(crate) for_now: Option<Span>,
}

/// A row of a table of a stage that has a cell for what is measured beside what should be.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    /// What is measured.
    pub(crate) name: String,
    /// The stage that it stands in.
    pub(crate) stage: StageNumber,
    /// The value, empty until somebody measures it, with its place.
    pub(crate) value: (String, Span),
    /// What should be.
    pub(crate) bounds: Vec<BoundCell>,
}

/// A cell that says what should be.
#[derive(Clone, Debug)]
pub(crate) struct BoundCell {
    /// The folded header of its column.
    pub(crate) header: String,
    /// Whether it stands in a gate, so that it is to be kept.
    pub(crate) is_of_gate: bool,
    /// What it says.
    pub(crate) text: String,
    /// Its place.
    pub(crate) span: Span,
}

impl Measured {
    /// The bound that the value does not keep.
    pub(crate) fn missed(&self) -> Option<&BoundCell> {
        self.missed_by(&self.value.0)
    }

    /// The bound that some value would not keep. Of several numbers nobody knows which one holds.
    pub(crate) fn missed_by(&self, value: &str) -> Option<&BoundCell> {
        read_plain(value)?;
        self.bounds.iter().find(|bound| bound.is_kept_by(value, &self.name) == Some(false))
    }

    /// Whether the value clearly keeps all its bounds, of which there is one at least.
    pub(crate) fn is_kept(&self) -> bool {
        let keeps = |bound: &BoundCell| bound.is_kept_by(&self.value.0, &self.name) == Some(true);
        read_plain(&self.value.0).is_some() && !self.bounds.is_empty() && self.bounds.iter().all(keeps)
    }
}

impl BoundCell {
    /// Whether a value keeps the bound, or sets off no alarm there. `None` where nobody knows which
    /// of both the bound is, or what came out.
    fn is_kept_by(&self, value: &str, name: &str) -> Option<bool> {
        let (header, said) = (self.header.as_str(), self.text.as_str());
        // A number alone is what its header makes of it: `max 1%`.
        let in_words = format!("{header} {said}");
        let statement = if read_bound(said).is_some() { said } else { &in_words };
        let bound = read_bound(statement)?;
        // `> 40% at GA`, `< 1% in EU, < 2% in US`, `> 1,000` beside `1.240`.
        let is_other = |one: char, other: char| said.contains(one) && value.contains(other);
        if !bound.tail.is_empty() || is_other(',', '.') || is_other('.', ',') {
            return None;
        }
        let is_of_harm = is_harm(&name.to_lowercase());
        let is_demand = sets_target(header) || (self.is_of_gate && !ALERT.any_in(header));
        let purpose = if is_demand || statement != said || is_to_hold(said) {
            Purpose::Hold
        } else {
            match (bound.is_upper(), is_of_harm, ALERT.any_in(header)) {
                (true, true, false) => Purpose::Hold,
                (false, true, _) | (_, false, true) => Purpose::Alarm,
                _ => return None,
            }
        };
        let is_within = result_in(value, statement)? == ResultOf::Kept;
        Some(is_within == (purpose == Purpose::Hold))
    }
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
