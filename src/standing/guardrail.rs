//! Whether a guardrail stands before the first rollout to a share of the users.

use super::model::Standing;
use crate::plan::Stage;
use crate::plan::metric::{Metric, MetricsTable};
use crate::text::Span;

/// A rollout to a share of the users that no guardrail watches.
#[derive(Clone, Debug)]
pub struct MissingGuardrail<'p> {
    /// The first stage that reaches a share of the users.
    pub stage: &'p Stage,
    /// The share, in percent.
    pub share: f64,
    /// Where the audience names it.
    pub audience: Span,
    /// The table where a guardrail belongs, when the plan has one.
    pub table: Option<&'p MetricsTable>,
    /// What is missing.
    pub lack: GuardrailLack<'p>,
}

/// What is missing for a rollout to be guarded.
#[derive(Clone, Debug)]
pub enum GuardrailLack<'p> {
    /// There is no guardrail at all.
    Row,
    /// Only the template's examples stand there, beside rows that somebody filled in, so that
    /// nothing asks for them.
    Filling(Vec<&'p Metric>),
    /// The guardrails have no such column.
    Column(&'static str),
    /// No guardrail has a number as its threshold.
    Number(Vec<&'p Metric>),
}

impl Standing {
    /// The first rollout to a share of the users, when no guardrail stands before it. What waits in
    /// a guardrail to be filled in is no lack.
    pub(crate) fn missing_guardrail(&self) -> Option<MissingGuardrail<'_>> {
        let head = self.plan();
        if !head.wants_guardrails {
            return None;
        }
        let (stage, (share, audience)) = head
            .stages
            .iter()
            .filter(|stage| !self.is_skipped(stage.number))
            .find_map(|stage| Some((stage, stage.audience.share()?)))?;
        // Where the template has its table is early enough, whatever the stage.
        let in_time = |table: &&MetricsTable| table.is_asked || table.stage.is_none_or(|number| number <= stage.number);
        let tables: Vec<&MetricsTable> = head.metrics.iter().filter(in_time).collect();
        let mut examples: Vec<&Metric> = Vec::new();
        let mut guards: Vec<&Metric> = Vec::new();
        for table in &tables {
            // Nobody knows what a row says that does not fit its table, and an untouched table is
            // asked for as a whole.
            if table.has_uneven_rows {
                return None;
            }
            let is_touched = table.metrics.iter().any(|metric| !metric.is_untouched());
            for metric in table.metrics.iter().filter(|metric| metric.is_guardrail) {
                match (metric.is_untouched(), is_touched) {
                    (true, true) => examples.push(metric),
                    (true, false) => return None,
                    (false, _) => guards.push(metric),
                }
            }
        }
        let is_whole = |metric: &&Metric| metric.has_threshold() && metric.missing_columns().next().is_none();
        if guards.iter().any(|metric| metric.is_open() || is_whole(metric)) {
            return None;
        }
        let lack = match guards.iter().find_map(|metric| metric.missing_columns().next()) {
            _ if guards.is_empty() && examples.is_empty() => GuardrailLack::Row,
            _ if guards.is_empty() => GuardrailLack::Filling(examples),
            Some(column) => GuardrailLack::Column(column),
            None => GuardrailLack::Number(guards),
        };
        let table = tables.iter().find(|table| table.is_asked).or(tables.first()).copied();
        Some(MissingGuardrail { stage, share, audience, table, lack })
    }
}
