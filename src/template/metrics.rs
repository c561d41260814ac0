//! The columns of a table of metrics.

use crate::text::{Memo, remembered};
use crate::words::force::{IN_FORCE, NOT_IN_FORCE, clauses, is_out_of_force};
use crate::words::gates::is_past;
use crate::words::negations::NEGATIONS;
use crate::words::tables::ACTIONS;
use crate::words::{Words, metrics};
use std::cell::RefCell;

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

impl MetricColumns {
    /// Whether the table compares values: a threshold alone may be given in any words.
    pub(crate) fn compares(&self) -> bool {
        self.kind.is_some() || self.baseline.is_some() || self.target.is_some()
    }
}

/// The columns of a table of metrics, by the words of its folded headers. `None` for any other
/// table: it has no column for the metric, or less than two of the other columns. A threshold is
/// enough where the table says what is done there, or is one of guardrails.
pub(crate) fn metric_columns(headers: &[&str]) -> Option<MetricColumns> {
    // What was, or is off, stands in a column of its own: `Alert threshold (old)`.
    let is_gone =
        |header: &str| is_past(header) || header.split_once('(').is_some_and(|(_, note)| is_out_of_force(note));
    let find_in = |words: Words, taken: &[Option<usize>], is_past_too: bool| {
        let counts = |index: &usize| is_past_too || !is_gone(headers[*index]);
        let free = |index: &usize| !taken.contains(&Some(*index)) && counts(index);
        let has = |word: &str| (0..headers.len()).filter(free).find(|index| metrics::heads(headers[*index], word));
        words.iter().find_map(has)
    };
    let find = |words, taken: &[Option<usize>]| find_in(words, taken, false);
    // Most tables have no word for a metric, and end here.
    if !headers.iter().any(|header| metrics::METRIC.any_in(header)) {
        return None;
    }
    // Where somebody is told is no number.
    let threshold = find(metrics::THRESHOLD, &[]).filter(|index| !metrics::CHANNELS.any_in(headers[*index]));
    let baseline = find_in(metrics::BASELINE, &[threshold], true);
    let target = find(metrics::TARGET, &[threshold, baseline]);
    let kind = find(metrics::KIND, &[threshold, baseline, target]);
    let taken = [threshold, baseline, target, kind];
    let name = find(metrics::METRIC, &taken)?;
    let known = taken.iter().flatten().count();
    let is_acted_on = || threshold.is_some() && (says_guardrail(headers[name]) || has_actions(headers));
    (known >= 2 || is_acted_on()).then_some(MetricColumns { name, kind, baseline, target, threshold })
}

/// Whether a table says what is done where a threshold is reached: `Action if breached`.
pub(crate) fn has_actions(headers: &[&str]) -> bool {
    headers.iter().any(|header| ACTIONS.beside(header).any(|rest| !rest.starts_with(char::is_alphanumeric)))
}

thread_local! {
    static KNOWN: RefCell<Memo<bool>> = RefCell::default();
}

/// Whether a folded text says that something is a guardrail: a name of a table, a header, a cell
/// for the type. `No guardrail`, `leading (was guardrail)`, `guardrail → leading` and
/// `guardrail (off)` say that it is none.
pub(crate) fn says_guardrail(folded: &str) -> bool {
    remembered(&KNOWN, folded, is_guardrail)
}

fn is_guardrail(folded: &str) -> bool {
    // Most texts have none of the words.
    if !metrics::GUARDRAIL.any_in(folded) {
        return false;
    }
    let mut words = metrics::GUARDRAIL.iter();
    let guardrail = words.next().expect("there is a first word");
    let written = words.fold(folded.replace("->", "→"), |text, word| text.replace(word, guardrail));
    let last = written.rsplit('→').find(|part| part.contains(char::is_alphanumeric)).unwrap_or("");
    let mut is_one = false;
    for clause in clauses(last) {
        let words: Vec<&str> = clause.iter().flat_map(|word| word.split(|c: char| !c.is_alphanumeric())).collect();
        let place = words.iter().position(|word| word.contains(guardrail));
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
            "guardrail (on)", "guardrail, none waived", "leitplanke", "schutzmetrik", "métrica de proteção",
            "garde-fou", "护栏指标", "ガードレール",
        ] {
            assert!(says_guardrail(cell), "{cell}");
        }
        for cell in [
            "leading", "no guardrail", "not a guardrail", "non-guardrail", "former guardrail", "ex-guardrail",
            "leading (was guardrail)", "guardrail → leading", "guardrail (off)", "guardrail — disabled",
            "guardrail, now leading", "kein guardrail", "guardrail (deaktiviert)", "não é guardrail",
            "guardrail (desativada)", "guardrail : désactivé", "leading (no longer a guardrail)", "keine leitplanke",
            "leitplanke → frühindikator", "",
        ] {
            assert!(!says_guardrail(cell), "{cell}");
        }
    }

    #[test]
    fn a_table_of_metrics_is_known_in_each_language() {
        let columns = |headers: &str| {
            let headers: Vec<String> = headers.split(" | ").map(crate::text::fold).collect();
            metric_columns(&headers.iter().map(String::as_str).collect::<Vec<_>>())
        };
        for headers in [
            "Metric | Type | Baseline | Target | Alert Threshold",
            "Metrik | Typ | Ausgangswert | Ziel | Alarmschwelle",
            "Métrica | Tipo | Linha de base | Meta | Limite de alerta",
            "Métrica | Tipo | Línea base | Objetivo | Umbral de alerta",
            "Métrique | Type | Référence | Cible | Seuil d'alerte",
            "指標 | 種別 | ベースライン | 目標 | アラート閾値",
            "指标 | 类型 | 基线 | 目标 | 告警阈值",
        ] {
            let all = MetricColumns { name: 0, kind: Some(1), baseline: Some(2), target: Some(3), threshold: Some(4) };
            assert_eq!(columns(headers), Some(all), "{headers}");
        }
        for headers in [
            "Guardrail | Threshold | Action if Breached",
            "Métrica | Limite | Ação se Exceder",
            "Metric | Alert | Then",
            "Leitplanke | Grenzwert",
            "Kennzahl | Schwelle | Maßnahme",
            "指标 | 阈值 | 措施",
        ] {
            assert_eq!(columns(headers).and_then(|columns| columns.threshold), Some(1), "{headers}");
        }
        for headers in ["Metric | Owner", "Metric | Threshold", "Risk | Limit | Action", "Signal | How we see it"] {
            assert_eq!(columns(headers), None, "{headers}");
        }
    }
}
