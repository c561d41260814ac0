use crate::plan::Due;
use crate::plan::measure::{gives_number, is_to_hold, read_bound, read_plain, unit_of};
use crate::plan::metric::{Metric, MetricsTable};
use crate::plan::value::Value;
use crate::rule::StandingContext;
use crate::standing::GuardrailLack;
use crate::text::Span;
use std::collections::BTreeSet;

rule! {
    /// A threshold cannot be what was meant
    ///
    /// Somebody must be able to set an alert by it: a threshold is a number, in the unit of the
    /// baseline and the target. A guardrail that is breached before the rollout begins wakes
    /// everybody, or nobody any more. Leading metrics start low, so that only guardrails are
    /// compared with their baseline. A threshold such as `+20%` or `2x baseline` is compared with
    /// nothing.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -| Error rate | Guardrail | 0.4% | 0.4% | > 1% |
    /// +| Error rate | Guardrail | 0.4% | 0.3% | > 0.2% |
    /// ~~~
    ///
    /// ~~~diff bad stage-2
    /// -| Error rate | Guardrail | 0.4% | 0.4% | > 1% |
    /// +| Error rate | Guardrail | 0.4% | 0.4% | > 250 ms |
    /// ~~~
    ///
    /// ~~~diff bad stage-2
    /// -| Error rate | Guardrail | 0.4% | 0.4% | > 1% |
    /// +| Error rate | Guardrail | 0.4% | 0.4% | when it feels slow |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -| Error rate | Guardrail | 0.4% | 0.4% | > 1% |
    /// +| Error rate | Guardrail | 0.4% | 0.4% | 2x baseline |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the number at which somebody must act, in the unit of the baseline.
    "metric-threshold-suspect", Stages, Warning, due: "entering the stage that the table stands in", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let missing = ctx.standing().missing_guardrail().map(|missing| missing.lack);
    // Where no guardrail has a number, one finding says so for all of them.
    let told: BTreeSet<Span> = match missing {
        Some(GuardrailLack::Number(metrics)) => metrics.iter().map(|metric| metric.span).collect(),
        _ => BTreeSet::new(),
    };
    // What is done where a threshold is reached may tell what it means.
    for table in plan.metrics.iter().filter(|table| table.compares) {
        let due = table.stage.map_or(Due::Created, Due::Entering);
        for metric in table.metrics.iter().filter(|metric| !metric.is_open()) {
            let Some(threshold) = metric.threshold.as_ref().filter(|threshold| threshold.is_filled()) else { continue };
            let Some(fault) = fault(metric, threshold, table) else { continue };
            if matches!(fault, Fault::NoNumber) && told.contains(&metric.span) {
                continue;
            }
            let (name, text) = (&metric.name.text, &threshold.text);
            let (message, help, other) = match fault {
                Fault::NoNumber => (
                    format!("the threshold of `{name}` is not a number: `{text}`"),
                    "write the number at which somebody must act, such as `> 1%`".to_owned(),
                    None,
                ),
                Fault::Unit { own, other, value, what } => (
                    format!("the threshold of `{name}` is {own}, and its {what} is {other}"),
                    format!("write the threshold and the {what} in one unit"),
                    Some((value.span, format!("its {what}"))),
                ),
                Fault::Breached { baseline } => (
                    format!("the guardrail `{name}` is breached at its baseline: `{}` against `{text}`", baseline.text),
                    "set a threshold that the baseline does not reach, and turn the sign if this is the value to hold"
                        .to_owned(),
                    Some((baseline.span, "its baseline".to_owned())),
                ),
            };
            let draft = ctx.report(threshold.span, format!("{}/threshold", metric.anchor), message).due(due).help(help);
            if let Some((span, label)) = other {
                draft.also(span, label);
            }
        }
    }
}

enum Fault<'p> {
    NoNumber,
    Unit { own: &'static str, other: &'static str, value: &'p Value, what: &'static str },
    Breached { baseline: &'p Value },
}

fn fault<'p>(metric: &'p Metric, threshold: &Value, table: &MetricsTable) -> Option<Fault<'p>> {
    if !gives_number(&threshold.text) {
        return Some(Fault::NoNumber);
    }
    let filled = |value: &'p Option<Value>| value.as_ref().filter(|value| value.is_filled());
    let (baseline, target) = (filled(&metric.baseline), filled(&metric.target));
    if let Some(own) = unit_of(&threshold.text).and_then(|unit| unit.name()) {
        for (value, what) in [(baseline, "baseline"), (target, "target")] {
            let Some(value) = value else { continue };
            let Some(other) = unit_of(&value.text).and_then(|unit| unit.name()) else { continue };
            // Where a header or the name says the unit, a bare number has one.
            let is_told = metric.names_unit && [own, other].contains(&"a bare number");
            if other != own && !is_told {
                return Some(Fault::Unit { own, other, value, what });
            }
        }
    }
    let warns = metric.is_guardrail && !is_to_hold(&threshold.text);
    let baseline = baseline.filter(|baseline| warns && is_beyond(baseline, threshold))?;
    // Where even the target lies beyond, the threshold may be meant as the value to hold, unless
    // its header says that it is an alert.
    let is_goal = target.is_some_and(|target| is_beyond(target, threshold));
    (table.alerts || !is_goal).then_some(Fault::Breached { baseline })
}

/// Whether a value clearly lies where the threshold begins: one plain number each, of the same unit
/// and the same thing.
fn is_beyond(value: &Value, threshold: &Value) -> bool {
    let (Some((amount, around)), Some(bound)) = (read_plain(&value.text), read_bound(&threshold.text)) else {
        return false;
    };
    let same_thing = bound.subject.is_empty() && (bound.tail.is_empty() || around.is_empty() || bound.tail == around);
    amount.unit == bound.amount.unit && same_thing && bound.holds(amount.value)
}
