//! What holds a rollout back, and what a change made easier of it.

use super::audience::{raised_audience, stages_put_in_between};
use super::doubts::weakened_doubts;
use super::model::Change;
use super::passage::{Hold, Passage};
use super::weakened::{Bar, Gate, Statement, Weakened, WeakenedHow};
use crate::finding::Severity;
use crate::pairing::{Kind, Pairing, Rewording, Wording, pair_texts, reworded};
use crate::plan::duration::least_days;
use crate::plan::log::Point;
use crate::plan::measure::{Purpose, Strictness, compare, read_bound, read_plain, threshold_purpose};
use crate::plan::metric::{Metric, Trigger, VoidList, Watches};
use crate::plan::value::{Value, ValueState};
use crate::plan::{Plan, Stage};
use crate::stage_number::StageNumber;
use crate::standing::{Standing, stage_title};
use crate::text::{Span, fold};

impl Change {
    /// What holds the rollout back, and does not read as it did: the gates that this change passes
    /// and those of the stages that run, the launch checklist, guardrails, rollback triggers, and
    /// the audience of a running stage. Gates that are ahead may be worded as the team likes; those
    /// of finished stages have a rule of their own.
    pub(crate) fn weakened_bars(&self) -> Vec<Weakened> {
        let Some(passage) = Passage::of(self) else { return Vec::new() };
        let (alone, standing) = passage.standings();
        let (base, head) = (alone.plan(), standing.plan());
        let known = &base.known_statements;
        let mut weakened = Vec::new();
        for (before, after) in self.pairing.kept_stages() {
            let lists = [
                (Bar::Entry, passage.entry(before, after), &before.entry, &after.entry),
                (Bar::Exit, passage.exit(before, after), &before.exit, &after.exit),
                (Bar::Launch, passage.launch(), &before.launch, &after.launch),
            ];
            for (kind, hold, old, new) in lists {
                let Some(hold) = hold else { continue };
                // A gate that has lost its whole list is not met, and another rule says so.
                let is_asked = (kind == Bar::Entry && after.wants_entry) || (kind == Bar::Exit && after.wants_exit);
                if new.is_empty() && hold > Hold::Running && is_asked {
                    continue;
                }
                let (old, new) = (Statement::of_gate(old, base), Statement::of_criteria(new, head));
                weakened.extend(Gate { kind, stage: &after.title, hold }.weakened(&old, &new, known));
            }
            for (hold, old, new) in [
                (passage.entry(before, after), &before.entry_terms, &after.entry_terms),
                (passage.exit(before, after), &before.exit_terms, &after.exit_terms),
                (passage.launch(), &before.launch_terms, &after.launch_terms),
            ] {
                let Some(hold) = hold else { continue };
                let gate = Gate { kind: Bar::Terms, stage: &after.title, hold };
                // What is said of the gates of all stages is told of the first one.
                let terms = gate.weakened_terms((old, base), (new, head)).into_iter();
                let is_told = |told: &Weakened, term: &Weakened| (told.kind, told.before) == (term.kind, term.before);
                let new: Vec<Weakened> =
                    terms.filter(|term| !weakened.iter().any(|told| is_told(told, term))).collect();
                weakened.extend(new);
            }
            weakened.extend(weakened_doubts(&self.pairing, &passage, before, after));
            weakened.extend(weakened_audience(&passage, before, after));
        }
        weakened.extend(stages_put_in_between(&passage, &self.pairing));
        weakened.extend(shortened_stages(&passage, &self.pairing));
        weakened.extend(weakened_guardrails(&passage));
        let lists = [(Bar::Trigger, &base.triggers, &head.triggers), (Bar::Guardrail, &base.guards, &head.guards)];
        for (kind, before, after) in lists {
            let mut stages: Vec<Option<StageNumber>> = before.iter().map(|trigger| trigger.stage).collect();
            stages.sort_unstable();
            stages.dedup();
            for stage in stages {
                let Some(hold) = passage.due_from(stage) else { continue };
                let old = Statement::of_triggers(before, base, stage);
                let new = Statement::of_triggers(after, head, stage);
                // A rollback plan without any is incomplete, or is missing: other rules say so.
                // None of them says that all are struck.
                let is_told = kind == Bar::Trigger && head.follows_template && !head.has_struck_triggers;
                if new.is_empty() && stage.is_none() && is_told {
                    continue;
                }
                let mut told = Gate { kind, stage: "", hold }.weakened(&old, &new, known);
                let is_unclear =
                    |told: &Weakened| before.iter().any(|guard| guard.span == told.before && !guard.has_clear_side);
                told.iter_mut().filter(|told| is_unclear(told)).for_each(|told| told.severity = Severity::Warning);
                weakened.extend(told);
            }
        }
        weakened.extend(newly_void(&passage));
        weakened.extend(fewer_steps(&passage));
        weakened
    }

    /// What the stage that comes next is entered by, and does not read as it did. Until then the
    /// team words it as it likes, and only a history tells what came of that.
    pub(crate) fn weakened_ahead(&self) -> Vec<Weakened> {
        let Some(passage) = Passage::of(self) else { return Vec::new() };
        let (alone, standing) = passage.standings();
        let next = |standing: &Standing| match standing.gate {
            Point::Stage(reached) => {
                let mut numbers = standing.plan().stages.iter().map(|stage| stage.number);
                numbers.find(|number| *number > reached)
            }
            _ => None,
        };
        let (was, is) = (next(alone), next(standing));
        let is_next = |(old, new): &(&Stage, &Stage)| Some(old.number) == was && Some(new.number) == is;
        let weakened = self.pairing.kept_stages().filter(is_next).flat_map(|(old, new)| {
            let gate = Gate { kind: Bar::Entry, stage: &new.title, hold: Hold::Running };
            let (before, after) = (&old.entry, Statement::of_criteria(&new.entry, standing.plan()));
            gate.weakened(&Statement::of_gate(before, alone.plan()), &after, &alone.plan().known_statements)
        });
        weakened.collect()
    }
}

/// What no longer reads as it did in the gates of a stage that was finished before a change.
pub(super) fn reworded_gates((old, base): (&Stage, &Plan), (new, head): (&Stage, &Plan)) -> Vec<Weakened> {
    let lists = [(Bar::Entry, &old.entry, &new.entry), (Bar::Exit, &old.exit, &new.exit)];
    // Where the template has such a list, other rules say that it or its label is gone.
    let kept = lists.into_iter().filter(|(_, _, list)| !(list.is_empty() && head.follows_template));
    let reworded = kept.flat_map(|(kind, before, after)| {
        let gate = Gate { kind, stage: &new.title, hold: Hold::Running };
        let (before, after) = (Statement::of_gate(before, base), Statement::of_criteria(after, head));
        gate.weakened(&before, &after, &base.known_statements)
    });
    reworded.collect()
}

/// The audience of a stage that runs, where more see it than before, or where nobody can tell.
/// Until it begins the team says who sees it; the change that enters it does not let as many see it
/// as the next one.
fn weakened_audience(passage: &Passage, before: &Stage, after: &Stage) -> Option<Weakened> {
    let (alone, standing) = passage.standings();
    let hold = passage.exit(before, after)?;
    let raised = raised_audience((before, alone.plan()), (after, standing.plan()))?;
    // Who leaves the stage by a row may reach the next one.
    let reaches_next = raised.reaches_next && hold == Hold::Running;
    let is_judged = passage.goes_on(before, after) || (reaches_next && raised.was_said);
    if !is_judged {
        return None;
    }
    let how = if raised.is_clear { WeakenedHow::Raised { reaches_next } } else { WeakenedHow::Incomparable };
    // Nobody sees what was given up, and an exception says that the team knows.
    let is_given_up = [alone, standing].iter().all(|standing| standing.gate == Point::Aborted);
    let is_excepted = !passage.goes_on(before, after) && passage.entered(after) == Some(Hold::Excepted);
    let severity = if is_given_up || is_excepted { Severity::Warning } else { how.severity(hold)? };
    Some(Weakened {
        kind: Bar::Audience,
        stage: after.title.clone(),
        text: raised.text,
        how,
        values: None,
        before: raised.before,
        after: Some(raised.after),
        severity,
    })
}

/// The running stages whose Duration asks for less than before. Who leaves a stage is held to the
/// Duration before: another rule says so.
fn shortened_stages(passage: &Passage, pairing: &Pairing) -> Vec<Weakened> {
    let (alone, standing) = passage.standings();
    let shortened = pairing.kept_stages().filter_map(|(before, after)| {
        passage.exit(before, after).filter(|hold| *hold == Hold::Running && passage.goes_on(before, after))?;
        let old = &alone.plan().duration_of(before.number)?.value;
        let new = &standing.plan().answered_duration(after.number)?.value;
        let was = least_days(&old.text)?;
        // What cannot be read is another finding, and may take as long.
        let is = if new.is_filled() { least_days(&new.text)? } else { 0 };
        (is < was).then(|| Weakened {
            kind: Bar::Duration,
            stage: after.title.clone(),
            text: old.text.clone(),
            how: WeakenedHow::Shorter,
            values: Some((old.text.clone(), new.text.clone())),
            before: old.span,
            after: Some(new.span),
            severity: Severity::Warning,
        })
    });
    shortened.collect()
}

/// The lists of triggers and guardrails whose names take them out of force, and did not before.
fn newly_void(passage: &Passage) -> Vec<Weakened> {
    let (alone, standing) = passage.standings();
    let (base, head) = (alone.plan(), standing.plan());
    let is_same = |one: &VoidList, other: &VoidList| (one.watches, one.stage) == (other.watches, other.stage);
    let is_known =
        |list: &VoidList, old: &VoidList| is_same(old, list) && (old.for_now.is_none() || list.for_now.is_some());
    let new = head.void_lists.iter().filter(|list| !base.void_lists.iter().any(|old| is_known(list, old)));
    // A list for some time beside the old one takes nothing out of force.
    let was_there = |bar: &Trigger| {
        let all = base.triggers.iter().chain(&base.guards);
        all.filter(|old| old.stage == bar.stage).any(|old| fold(&old.text) == fold(&bar.text))
    };
    let had_row = |row: &Metric| metrics(base).iter().any(|(old, _)| fold(&old.name.text) == fold(&row.name.text));
    let holds_old = |below: Span| {
        let bars = head.triggers.iter().chain(&head.guards);
        bars.filter(|bar| below.contains(bar.span)).any(was_there)
            || metrics(head).iter().any(|(row, _)| below.contains(row.span) && had_row(row))
    };
    let new = new.filter(|list| list.for_now.is_none_or(holds_old));
    let weakened = new.filter_map(|list| {
        let (kind, before) = match list.watches {
            Watches::Triggers => (Bar::Trigger, base.triggers.iter().find(|trigger| trigger.stage == list.stage)?.span),
            Watches::Guardrails => {
                let rows = metrics(base).into_iter().filter(|(row, stage)| row.is_guardrail && *stage == list.stage);
                let items = base.guards.iter().filter(|guard| guard.stage == list.stage).map(|guard| guard.span);
                (Bar::Guardrail, rows.map(|(row, _)| row.span).chain(items).next()?)
            }
        };
        let how = WeakenedHow::Reworded(Rewording::TakenBack);
        Some(Weakened {
            kind,
            stage: list.stage.map_or_else(String::new, |number| stage_title(base, number)),
            text: list.text.clone(),
            how,
            values: None,
            before,
            after: Some(list.name),
            severity: how.severity(passage.due_from(list.stage)?)?,
        })
    });
    weakened.collect()
}

/// The rollback procedure, when it has lost steps, by the first of those that are gone.
fn fewer_steps(passage: &Passage) -> Option<Weakened> {
    let (alone, standing) = passage.standings();
    let (base, head) = (alone.plan(), standing.plan());
    let (was, left) = (base.rollback_steps.len(), head.rollback_steps.len());
    // A procedure without anything is incomplete or missing, and other rules say so. One that
    // became a sentence is neither.
    let is_lacking = !head.empty_rollback_lists.is_empty() || !head.missing_sections.is_empty();
    let is_told = left == 0 && is_lacking && !head.has_struck_steps;
    let hold = passage.due_from(None).filter(|_| left < was && !is_told)?;
    let texts = |plan: &Plan| -> Vec<String> {
        plan.rollback_steps.iter().map(|step| fold(plan.source.slice(*step))).collect()
    };
    let gone = *pair_texts(&texts(base), &texts(head)).gone.first()?;
    let how = WeakenedHow::Fewer { left };
    Some(Weakened {
        kind: Bar::Procedure,
        stage: String::new(),
        text: was.to_string(),
        how,
        values: None,
        before: base.rollback_steps[gone],
        after: None,
        severity: how.severity(hold)?,
    })
}

/// Guardrails that are gone, that are none any more, or that let more happen before somebody is
/// woken.
fn weakened_guardrails(passage: &Passage) -> Vec<Weakened> {
    let (alone, standing) = passage.standings();
    let (base, head) = (alone.plan(), standing.plan());
    // Nobody knows what stands in a table whose rows do not fit it.
    if head.metrics.iter().any(|table| table.has_uneven_rows) {
        return Vec::new();
    }
    let (before, after) = (metrics(base), metrics(head));
    let names = |metrics: &[(&Metric, Option<StageNumber>)]| -> Vec<String> {
        metrics.iter().map(|(metric, _)| fold(&metric.name.text)).collect()
    };
    let is_whole = |value: &Option<Value>| value.as_ref().is_some_and(Value::is_answered);
    let pairs = pair_texts(&names(&before), &names(&after));
    let mut weakened = Vec::new();
    for (index, (old, stage)) in before.into_iter().enumerate() {
        if !old.is_guardrail || !old.name.is_answered() || !is_whole(&old.threshold) {
            continue;
        }
        let Some(hold) = passage.due_from(stage) else { continue };
        let new = pairs.after(index).map(|index| after[index].0);
        let hows = new.map_or_else(|| vec![WeakenedHow::Removed], |new| compared_guardrails((old, base), (new, head)));
        let worst = hows.into_iter().filter_map(|how| Some((how.severity(hold)?, how)));
        let Some((severity, how)) = worst.max_by_key(|(severity, _)| *severity == Severity::Error) else { continue };
        weakened.push(Weakened {
            kind: Bar::Guardrail,
            stage: stage.map_or_else(String::new, |number| stage_title(base, number)),
            text: old.name.text.clone(),
            how,
            values: new.and_then(|new| changed_values(old, new)),
            before: old.span,
            after: new.map(|new| new.span),
            severity,
        });
    }
    weakened
}

/// What a change did to a guardrail: to its name, its type, its threshold and its target. The
/// baseline is measured, and free.
fn compared_guardrails((old, base): (&Metric, &Plan), (new, head): (&Metric, &Plan)) -> Vec<WeakenedHow> {
    let text = |value: &Option<Value>| value.as_ref().map_or_else(String::new, |value| value.text.clone());
    let was = text(&old.threshold);
    let purpose = threshold_purpose(&was, old.baseline.as_ref().map(|value| value.text.as_str()));
    let known = &base.known_statements;
    let cell = |value: &Value, plan: &'_ Plan| plan.source.slice(value.span).to_owned();
    let judged = |old: &Value, new: &Value, kind: Kind| {
        let is_excused = |value: &Value| matches!(value.state, ValueState::NotApplicable { reason: true });
        let (old_line, new_line) = (cell(old, base), cell(new, head));
        let before = Wording { line: &old_line, is_excused: is_excused(old) };
        reworded(before, Wording { line: &new_line, is_excused: is_excused(new) }, kind, known)
    };
    let mut hows = vec![WeakenedHow::Reworded(judged(&old.name, &new.name, Kind::Criterion))];
    hows.push(match (&old.threshold, &new.threshold) {
        (Some(old), Some(new)) => WeakenedHow::Reworded(judged(old, new, Kind::Threshold(purpose))),
        _ => WeakenedHow::Reworded(Rewording::Other),
    });
    if !new.is_guardrail {
        hows.push(WeakenedHow::OtherType);
    }
    if is_lower_target(&text(&old.target), &text(&new.target), &was, purpose) {
        hows.push(WeakenedHow::LowerTarget);
    }
    hows
}

/// The threshold before and after, else the target, when it is not the same.
fn changed_values(old: &Metric, new: &Metric) -> Option<(String, String)> {
    let text = |value: &Option<Value>| value.as_ref().map_or_else(String::new, |value| value.text.clone());
    let pairs = [(&old.threshold, &new.threshold), (&old.target, &new.target)];
    pairs.into_iter().map(|(old, new)| (text(old), text(new))).find(|(was, is)| fold(was) != fold(is))
}

/// Whether a target asks for less than the one before. What is alarmed about above its threshold
/// should be low.
fn is_lower_target(was: &str, is: &str, threshold: &str, purpose: Purpose) -> bool {
    if compare(was, is, Purpose::Hold) == Strictness::Laxer {
        return true;
    }
    let amount = |text: &str| read_plain(text).map(|(amount, _)| amount).or_else(|| Some(read_bound(text)?.amount));
    let (Some((old, _)), Some(bound)) = (read_plain(was), read_bound(threshold)) else { return false };
    let Some(new) = amount(is) else { return false };
    let is_better_low = bound.is_upper() == (purpose == Purpose::Hold);
    old.unit == new.unit && if is_better_low { new.value > old.value } else { new.value < old.value }
}

/// All metrics, each with the stage that it stands in.
fn metrics(plan: &Plan) -> Vec<(&Metric, Option<StageNumber>)> {
    plan.metrics.iter().flat_map(|table| table.metrics.iter().map(|metric| (metric, table.stage))).collect()
}
