//! The columns of a table of metrics.

use crate::words::force::{IN_FORCE, NOT_IN_FORCE, clauses, is_out_of_force};
use crate::words::negations::NEGATIONS;
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

/// Whether a folded text says that something is a guardrail: a name of a table, a header, a cell
/// for the type. `No guardrail`, `leading (was guardrail)`, `guardrail → leading` and
/// `guardrail (off)` say that it is none.
pub(crate) fn says_guardrail(folded: &str) -> bool {
    let written = folded.replace("->", "→").replace("guard-rail", "guardrail").replace("guard rail", "guardrail");
    let last = written.rsplit('→').find(|part| part.contains(char::is_alphanumeric)).unwrap_or("");
    let mut is_one = false;
    for clause in clauses(last) {
        let words: Vec<&str> = clause.iter().flat_map(|word| word.split(|c: char| !c.is_alphanumeric())).collect();
        let place = words.iter().position(|word| word.contains("guardrail"));
        let is_other = |word: &&str| metrics::OTHER_KINDS.has(word);
        match place {
            Some(place) => {
                let denies = |word: &&str| NEGATIONS.has(word) || NOT_IN_FORCE.has(word) || metrics::NON.has(word);
                is_one |= !words[..place].iter().any(denies) && !is_out_of_force(&words[place + 1..].join(" "));
            }
            None => {
                let is_another_now = IN_FORCE.has(words[0]) && words.iter().any(is_other);
                is_one &= !is_another_now && !is_out_of_force(&clause.join(" "));
            }
        }
    }
    is_one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guardrail_is_one_until_its_cell_says_otherwise() {
        for cell in [
            "guardrail", "guard-rail", "primary guardrail", "guardrail metric", "guardrails (must not get worse)",
            "guardrail / leading", "leading, guardrail", "guardrail (was leading)", "leading → guardrail",
            "guardrail (since 3 april)", "guardrail — slo, owned by ann", "guardrail (now stricter)", "🛡 guardrail",
            "guardrail (on)", "guardrail, none waived",
        ] {
            assert!(says_guardrail(cell), "{cell}");
        }
        for cell in [
            "leading", "no guardrail", "not a guardrail", "non-guardrail", "former guardrail", "ex-guardrail",
            "leading (was guardrail)", "guardrail → leading", "guardrail (off)", "guardrail — disabled",
            "guardrail, now leading", "kein guardrail", "guardrail (deaktiviert)", "não é guardrail",
            "guardrail (desativada)", "guardrail : désactivé", "leading (no longer a guardrail)", "",
        ] {
            assert!(!says_guardrail(cell), "{cell}");
        }
    }
}
