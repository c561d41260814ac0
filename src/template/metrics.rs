//! The columns of a table of metrics.

use crate::words::{Words, metrics};

/// The columns of a table of metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MetricColumns {
    /// The name of the metric.
    pub(crate) name: usize,
    /// The kind: leading metric or guardrail.
    pub(crate) kind: Option<usize>,
    /// The value before the rollout.
    pub(crate) baseline: Option<usize>,
    /// The value to reach.
    pub(crate) target: Option<usize>,
    /// The value at which somebody must act.
    pub(crate) threshold: Option<usize>,
}

/// The columns of a table of metrics, by the words of its folded headers. `None` for any other
/// table: it has no column for the metric, or less than two of the other columns.
pub(crate) fn metric_columns(headers: &[&str]) -> Option<MetricColumns> {
    let find = |words: Words, taken: &[Option<usize>]| {
        let has = |header: &str, wanted: &str| {
            header.split(|c: char| !c.is_alphanumeric()).any(|word| word.strip_suffix('s').unwrap_or(word) == wanted)
        };
        let free = |index: &usize| !taken.contains(&Some(*index));
        words.iter().find_map(|word| (0..headers.len()).filter(free).find(|index| has(headers[*index], word)))
    };
    // Most tables have no word for a metric, and end here.
    if !headers.iter().any(|header| metrics::IN_HEADER.meaning_in(header).is_some()) {
        return None;
    }
    let threshold = find(metrics::THRESHOLD, &[]);
    let baseline = find(metrics::BASELINE, &[threshold]);
    let target = find(metrics::TARGET, &[threshold, baseline]);
    let kind = find(metrics::KIND, &[threshold, baseline, target]);
    let taken = [threshold, baseline, target, kind];
    let name = find(metrics::METRIC, &taken)?;
    let known = taken.iter().flatten().count();
    (known >= 2).then_some(MetricColumns { name, kind, baseline, target, threshold })
}

/// Whether a folded text speaks of a guardrail.
pub(crate) fn says_guardrail(folded: &str) -> bool {
    folded.replace(['-', ' '], "").contains("guardrail")
}
