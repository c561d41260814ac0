//! What holds a rollout back, and what a change made easier of it.

use super::model::Change;
use crate::pairing::{core_words, pair_names, pair_texts, says_the_same};
use crate::plan::log::Point;
use crate::plan::measure::{Purpose, Strictness, compare, compare_thresholds};
use crate::plan::metric::Metric;
use crate::plan::{Criterion, Met, Plan, Stage, Trigger};
use crate::stage_number::StageNumber;
use crate::standing::stage_title;
use crate::text::{Span, fold};

/// A bar that was in force before the change, and that is lower after it.
#[derive(Clone, Debug)]
pub struct Weakened {
    /// What kind of bar.
    pub kind: Bar,
    /// The stage's title; empty for what belongs to the whole rollout.
    pub stage: String,
    /// The bar as it was.
    pub text: String,
    /// What happened to it.
    pub how: WeakenedHow,
    /// Where it stood.
    pub before: Span,
    /// Where it stands; `None` when it is gone.
    pub after: Option<Span>,
    /// Whether this change passes the gate.
    pub passes_gate: bool,
}

/// What holds a rollout back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// An entry criterion.
    Entry,
    /// An exit criterion.
    Exit,
    /// A metric that must not get worse.
    Guardrail,
    /// What makes the team go back.
    Trigger,
    /// The share of users that a stage reaches.
    Audience,
}

/// How a bar became lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakenedHow {
    /// It is gone.
    Removed,
    /// Its number asks for less.
    LaxerNumber,
    /// It says something else, and no number tells what.
    Reworded,
    /// It was newly struck or marked N/A in the change that passes its gate.
    Excused,
    /// More users are reached.
    Raised {
        /// As many as in the next stage, or more.
        reaches_next: bool,
    },
}

impl Change {
    /// Bars that this change lowered while they were in force: criteria, guardrails and the audience of stages that had begun before it, and the
    /// rollback triggers once there were users to protect.
    pub fn weakened_bars(&self) -> Vec<Weakened> {
        let (Some(alone), Some(standing)) = (&self.before, &self.after) else { return Vec::new() };
        let (base, head) = (alone.plan(), standing.plan());
        let Point::Stage(reached) = alone.gate else { return Vec::new() };
        let mut weakened = Vec::new();
        // A stage whose section is gone is a missing section.
        for (before, after) in self.pairing.kept_stages().filter(|(before, _)| before.number <= reached) {
            let leaves_now = standing.left_by(after.number).is_some_and(|row| row.is_new);
            for (kind, old, new) in [(Bar::Entry, &before.entry, &after.entry), (Bar::Exit, &before.exit, &after.exit)]
            {
                // A list that is gone as a whole is an unmet gate.
                if new.is_empty() {
                    continue;
                }
                let passes_gate = kind == Bar::Exit && leaves_now;
                for (old, new) in pair_criteria(old, new) {
                    let Some(how) = weakening(old, new, passes_gate) else { continue };
                    weakened.push(Weakened {
                        kind,
                        stage: after.title.clone(),
                        text: old.text.clone(),
                        how,
                        before: old.span,
                        after: new.map(|new| new.span),
                        passes_gate,
                    });
                }
            }
            // What a finished stage reached is history, and its own rule's.
            let goes_on = alone.left_by(before.number).is_none();
            weakened.extend(raised_audience(before, after, head).filter(|_| goes_on));
        }
        weakened.extend(weakened_guardrails(base, head, reached));
        weakened.extend(weakened_triggers(base, head, reached));
        weakened
    }
}

/// The audience of a running stage, when it reaches more users than before.
fn raised_audience(before: &Stage, after: &Stage, head: &Plan) -> Option<Weakened> {
    let ((was, old), (is, new)) = (before.percentage?, after.percentage?);
    let next = head.stages.iter().filter(|stage| stage.number > after.number).find_map(|stage| stage.percentage);
    (is > was).then(|| Weakened {
        kind: Bar::Audience,
        stage: after.title.clone(),
        text: format!("{was} %"),
        how: WeakenedHow::Raised { reaches_next: next.is_some_and(|(share, _)| is >= share) },
        before: old,
        after: Some(new),
        passes_gate: false,
    })
}

/// Guardrails that are gone, that are none any more, or that let more happen before somebody is woken.
fn weakened_guardrails(base: &Plan, head: &Plan, reached: StageNumber) -> Vec<Weakened> {
    let in_force = |stage: Option<StageNumber>| stage.is_none_or(|number| number <= reached);
    // Nobody knows what stands in a table whose rows do not fit it.
    if head.metrics.iter().any(|table| table.has_uneven_rows) {
        return Vec::new();
    }
    let (before, after) = (guardrails(base), guardrails(head));
    let names = |guardrails: &[(&Metric, Option<StageNumber>)]| -> Vec<String> {
        guardrails.iter().map(|(metric, _)| fold(&metric.name.text)).collect()
    };
    let pairs = pair_names(&names(&before), &names(&after));
    let threshold = |metric: &Metric| metric.threshold.as_ref().map_or_else(String::new, |value| value.text.clone());
    let mut weakened = Vec::new();
    for (index, (old, stage)) in before.into_iter().enumerate().filter(|(_, (_, stage))| in_force(*stage)) {
        let new = pairs.after(index).map(|index| after[index].0);
        let (was, is) = (threshold(old), new.map(threshold).unwrap_or_default());
        let baseline = old.baseline.as_ref().map(|value| value.text.as_str());
        let how = match new {
            None => Some(WeakenedHow::Removed),
            Some(_) => lowered(compare_thresholds(&was, &is, baseline)),
        };
        weakened.extend(how.map(|how| Weakened {
            kind: Bar::Guardrail,
            stage: stage.map_or_else(String::new, |number| stage_title(base, number)),
            text: old.name.text.clone(),
            how,
            before: old.span,
            after: new.map(|new| new.span),
            passes_gate: false,
        }));
    }
    weakened
}

/// The guardrails that are filled in, each with the stage that it stands in.
fn guardrails(plan: &Plan) -> Vec<(&Metric, Option<StageNumber>)> {
    let rows = plan.metrics.iter().flat_map(|table| table.metrics.iter().map(|metric| (metric, table.stage)));
    rows.filter(|(metric, _)| metric.is_guardrail && !metric.is_open()).collect()
}

/// Rollback triggers that are gone, or that let more happen before the team goes back.
fn weakened_triggers(base: &Plan, head: &Plan, reached: StageNumber) -> Vec<Weakened> {
    // Before the second stage there are no users to protect, and a list that is gone as a whole is an incomplete rollback plan.
    let in_force = |stage: Option<StageNumber>| match stage {
        Some(number) => number <= reached,
        None => reached > base.first_stage(),
    };
    let as_criterion = |trigger: &Trigger| Criterion {
        key: fold(&trigger.text),
        text: trigger.text.clone(),
        span: trigger.span,
        met: if trigger.excused { Met::Reasoned } else { Met::Open },
        struck: false,
    };
    let stands = |trigger: &&Trigger| !trigger.excused && in_force(trigger.stage);
    let old: Vec<Criterion> = base.triggers.iter().filter(stands).map(as_criterion).collect();
    let new: Vec<Criterion> = head.triggers.iter().map(as_criterion).collect();
    if new.is_empty() {
        return Vec::new();
    }
    let weakened = pair_criteria(&old, &new).into_iter().filter_map(|(old, new)| {
        let how = match new {
            None => WeakenedHow::Removed,
            Some(new) if new.met == Met::Reasoned || says_the_same(&old.key, &new.key) => return None,
            Some(new) => lowered(compare(&old.text, &new.text, Purpose::Alarm))?,
        };
        Some(Weakened {
            kind: Bar::Trigger,
            stage: String::new(),
            text: old.text.clone(),
            how,
            before: old.span,
            after: new.map(|new| new.span),
            passes_gate: false,
        })
    });
    weakened.collect()
}

/// What happened to a criterion, if it became easier.
fn weakening(old: &Criterion, new: Option<&Criterion>, passes_gate: bool) -> Option<WeakenedHow> {
    let Some(new) = new else { return Some(WeakenedHow::Removed) };
    if !says_the_same(&old.key, &new.key) && new.met != Met::Reasoned {
        // Filling a placeholder sets the bar; it does not lower it.
        if old.text.contains('[') {
            return None;
        }
        return lowered(compare(core_words(&old.key), core_words(&new.key), Purpose::Hold));
    }
    (passes_gate && old.met == Met::Open && new.met == Met::Reasoned).then_some(WeakenedHow::Excused)
}

/// What became of a bar by its amounts, if it is not provably as high as before.
fn lowered(strictness: Strictness) -> Option<WeakenedHow> {
    match strictness {
        Strictness::Stricter | Strictness::Same => None,
        Strictness::Laxer => Some(WeakenedHow::LaxerNumber),
        Strictness::Unknown => Some(WeakenedHow::Reworded),
    }
}

/// Each criterion of the version before with what became of it.
fn pair_criteria<'c>(before: &'c [Criterion], after: &'c [Criterion]) -> Vec<(&'c Criterion, Option<&'c Criterion>)> {
    let keys = |criteria: &'c [Criterion]| criteria.iter().map(|criterion| criterion.key.as_str()).collect::<Vec<_>>();
    let pairs = pair_texts(&keys(before), &keys(after));
    before.iter().enumerate().map(|(index, old)| (old, pairs.after(index).map(|new| &after[new]))).collect()
}
