//! What holds a rollout back, and what a change made easier of it.

use super::audience::raised_audience;
use super::model::Change;
use super::passage::{Hold, Passage};
use crate::finding::Severity;
use crate::pairing::{Kind, Pairing, Rewording, Wording, pair_texts, reworded};
use crate::plan::duration::least_days;
use crate::plan::measure::{
    Purpose, Strictness, compare, guard_purpose, read_bound, read_plain, sets_limit, threshold_purpose,
};
use crate::plan::metric::{Metric, VoidList, Watches};
use crate::plan::value::{Value, ValueState};
use crate::plan::{Criterion, Met, Plan, Stage, Trigger};
use crate::stage_number::StageNumber;
use crate::standing::stage_title;
use crate::text::{Span, fold};
use crate::words::gates::asks_for_some;

/// Something that holds a rollout back, and that does not read as it did before the change.
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
    /// The values before and after, where it has some beside its name: a threshold.
    pub values: Option<(String, String)>,
    /// Its words before, or the row.
    pub before: Span,
    /// Its words after, or the row; `None` when it is gone.
    pub after: Option<Span>,
    /// An error in the change that passes the gate, where nothing says that the gate is as high as
    /// it was.
    pub severity: Severity,
}

/// What holds a rollout back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bar {
    /// An entry criterion.
    Entry,
    /// An exit criterion.
    Exit,
    /// What a gate says of its whole list: `Exit Criteria (for 7 days in a row)`.
    Terms,
    /// An item of the launch checklist.
    Launch,
    /// A metric that must not get worse.
    Guardrail,
    /// What makes the team go back.
    Trigger,
    /// The steps of the rollback procedure.
    Procedure,
    /// The share of users that a stage reaches.
    Audience,
    /// How long a stage runs at least.
    Duration,
}

/// What happened to a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakenedHow {
    /// It is gone.
    Removed,
    /// Its words changed.
    Reworded(Rewording),
    /// It is a metric of another type now.
    OtherType,
    /// What is aimed at is less.
    LowerTarget,
    /// There are fewer of them.
    Fewer {
        /// How many there are.
        left: usize,
    },
    /// It takes less time, or any.
    Shorter,
    /// More users are reached.
    Raised {
        /// As many as in the next stage, or more.
        reaches_next: bool,
    },
}

impl WeakenedHow {
    /// How heavy it is at a gate; `None` when it lowers nothing.
    fn severity(self, hold: Hold) -> Option<Severity> {
        use Rewording::{Bracket, Excused, Filled, Laxer, Other, Remark, Rephrased, Same, Slip, Stricter, TakenBack};
        match self {
            WeakenedHow::Removed | WeakenedHow::OtherType | WeakenedHow::Reworded(Laxer | Other) => {
                Some(if hold == Hold::Passed { Severity::Error } else { Severity::Warning })
            }
            WeakenedHow::Reworded(TakenBack | Excused) => Some(Severity::Warning),
            WeakenedHow::Reworded(Slip | Bracket | Rephrased) => (hold > Hold::Running).then_some(Severity::Warning),
            WeakenedHow::Reworded(Same | Remark | Filled | Stricter) => None,
            WeakenedHow::LowerTarget | WeakenedHow::Fewer { .. } | WeakenedHow::Shorter => Some(Severity::Warning),
            WeakenedHow::Raised { reaches_next } => {
                Some(if reaches_next { Severity::Error } else { Severity::Warning })
            }
        }
    }
}

/// A statement of a gate in one version.
#[derive(Clone, Copy)]
struct Statement<'v> {
    text: &'v str,
    words: Span,
    line: &'v str,
    is_excused: bool,
}

impl<'v> Statement<'v> {
    fn of_criteria(criteria: impl IntoIterator<Item = &'v Criterion>, plan: &'v Plan) -> Vec<Statement<'v>> {
        let statement = |criterion: &'v Criterion| Statement {
            text: &criterion.text,
            words: criterion.words,
            line: criterion.whole.as_deref().unwrap_or_else(|| plan.source.slice(criterion.words)),
            is_excused: criterion.met == Met::Reasoned,
        };
        criteria.into_iter().map(statement).collect()
    }

    /// The criteria that stand in the list of the gate itself. What stands apart may be worded
    /// anew.
    fn of_gate(criteria: &'v [Criterion], plan: &'v Plan) -> Vec<Statement<'v>> {
        Statement::of_criteria(criteria.iter().filter(|criterion| !criterion.is_apart), plan)
    }

    /// The triggers, or guardrails, of a stage, or of the whole rollout.
    fn of_triggers(triggers: &'v [Trigger], plan: &'v Plan, stage: Option<StageNumber>) -> Vec<Statement<'v>> {
        let own = triggers.iter().filter(|trigger| trigger.stage == stage);
        let statement = |trigger: &'v Trigger| Statement {
            text: &trigger.text,
            words: trigger.span,
            line: trigger.whole.as_deref().unwrap_or_else(|| plan.source.slice(trigger.span)),
            is_excused: trigger.excused,
        };
        own.map(statement).collect()
    }

    /// What stands around a list, and may say something of all its items.
    fn of_terms(spans: &[Span], plan: &'v Plan) -> Vec<Statement<'v>> {
        let statement = |span: &Span| {
            let line = plan.source.slice(*span).trim_matches(|c: char| c.is_whitespace() || "*_:：".contains(c));
            Statement { text: line, words: *span, line, is_excused: false }
        };
        spans.iter().map(statement).collect()
    }

    fn wording(&self) -> Wording<'v> {
        Wording { line: self.line, is_excused: self.is_excused }
    }
}

/// A list of statements that hold at one gate.
struct Gate<'t> {
    kind: Bar,
    stage: &'t str,
    hold: Hold,
}

impl Gate<'_> {
    /// What became of each statement of the version before, as far as it lowers the gate.
    fn weakened(&self, before: &[Statement], after: &[Statement], known: &[String]) -> Vec<Weakened> {
        let keys = |statements: &[Statement]| -> Vec<String> {
            statements.iter().map(|statement| statement.wording().key()).collect()
        };
        let mut pairs = pair_texts(&keys(before), &keys(after));
        let reword = |old: usize, new: usize| {
            let kind = match self.kind {
                Bar::Trigger => Kind::Trigger,
                Bar::Guardrail if guard_purpose(before[old].text) == Purpose::Alarm => Kind::Trigger,
                _ => Kind::Criterion,
            };
            reworded(before[old].wording(), after[new].wording(), kind, known)
        };
        // What is left over may be a placeholder that somebody filled in, or the statement that
        // stands in the place of another one.
        let (mut left, mut free) = (Vec::new(), pairs.new.clone());
        for gone in pairs.gone {
            let old = before[gone].wording();
            // Only what waits for a value is compared with each that is new.
            let is_filled = |new: &usize| old.is_blank() || (old.is_open() && reword(gone, *new) == Rewording::Filled);
            let place = free.iter().position(is_filled).or_else(|| free.iter().position(|new| *new == gone));
            match place {
                Some(place) => pairs.pairs.push((gone, free.remove(place))),
                None => left.push(gone),
            }
        }
        let kept = pairs.pairs.iter().map(|(old, new)| {
            let is_reason_alone = after[*new].wording().is_reason_alone() && !before[*old].is_excused;
            let how = match reword(*old, *new) {
                _ if before[*old].wording().is_blank() => Rewording::Filled,
                Rewording::Other if is_reason_alone => Rewording::Excused,
                how => how,
            };
            (*old, Some(*new), WeakenedHow::Reworded(how))
        });
        let gone = left.iter().filter(|gone| !before[**gone].wording().is_blank());
        let gone = gone.map(|gone| (*gone, None, WeakenedHow::Removed));
        let mut all: Vec<(usize, Option<usize>, WeakenedHow)> = kept.chain(gone).collect();
        all.sort_by_key(|(old, ..)| *old);
        let told = all.into_iter().filter_map(|(old, new, how)| {
            let new = new.map(|new| &after[new]);
            // What waits for a value has set no bar yet.
            let is_set = self.hold > Hold::Running || !before[old].wording().is_open();
            Some(Weakened {
                kind: self.kind,
                stage: self.stage.to_owned(),
                text: before[old].text.to_owned(),
                how,
                values: None,
                before: before[old].words,
                after: new.map(|new| new.words),
                severity: how.severity(self.hold).filter(|_| is_set)?,
            })
        });
        told.collect()
    }

    /// What a gate said of its whole list, and does not say any more, or that it newly says that
    /// some of its items are enough, or that the list does not count.
    fn weakened_terms(&self, (old, base): (&[Span], &Plan), (new, head): (&[Span], &Plan)) -> Vec<Weakened> {
        let (before, after) = (Statement::of_terms(old, base), Statement::of_terms(new, head));
        let sets_limits = |term: &&Statement| sets_limit(term.line);
        let old: Vec<Statement> = before.iter().filter(sets_limits).copied().collect();
        let new: Vec<Statement> = after.iter().filter(sets_limits).copied().collect();
        let known = &base.known_statements;
        let mut weakened = self.weakened(&old, &new, known);
        // The same numbers in other words may say the same.
        let numbers = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).map(str::to_owned).collect()
        };
        let is_kept = |term: &Weakened| after.iter().any(|other| numbers(other.line) == numbers(&term.text));
        weakened.iter_mut().filter(|term| is_kept(term)).for_each(|term| term.severity = Severity::Warning);
        let keys: Vec<String> = before.iter().map(|term| term.wording().key()).collect();
        let is_for_some = |key: &str, line: &str| asks_for_some(key) && !line.ends_with(['.', '。', '!', '?']);
        let was_for_some = before.iter().zip(&keys).any(|(term, key)| is_for_some(key, term.line));
        let takes_back = |term: &&Statement| {
            let key = term.wording().key();
            let is_same = |(old, known_key): (&Statement, &String)| {
                let goes_on = key.len() > known_key.len() && key.starts_with(known_key.as_str());
                goes_on && reworded(old.wording(), term.wording(), Kind::Criterion, known) == Rewording::TakenBack
            };
            !keys.contains(&key)
                && (!was_for_some && is_for_some(&key, term.line) || before.iter().zip(&keys).any(is_same))
        };
        if let (Some(first), Some(term)) = (before.first(), after.iter().find(takes_back)) {
            let how = WeakenedHow::Reworded(Rewording::TakenBack);
            weakened.extend(how.severity(self.hold).map(|severity| Weakened {
                kind: self.kind,
                stage: self.stage.to_owned(),
                text: term.text.to_owned(),
                how,
                values: None,
                before: first.words,
                after: Some(term.words),
                severity,
            }));
        }
        weakened
    }
}

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
            ] {
                let Some(hold) = hold else { continue };
                let gate = Gate { kind: Bar::Terms, stage: &after.title, hold };
                weakened.extend(gate.weakened_terms((old, base), (new, head)));
            }
            // The team says who sees a stage until it begins.
            let exit = passage.exit(before, after).filter(|_| passage.was_in(before));
            let raised = exit.and_then(|hold| Some((hold, raised_audience(before, after, head)?)));
            weakened.extend(raised.and_then(|(hold, raised)| {
                // Who leaves the stage by a row may reach the next one.
                let how = WeakenedHow::Raised { reaches_next: raised.reaches_next && hold == Hold::Running };
                Some(Weakened {
                    kind: Bar::Audience,
                    stage: after.title.clone(),
                    text: raised.text,
                    how,
                    values: None,
                    before: raised.before,
                    after: Some(raised.after),
                    severity: how.severity(hold)?,
                })
            }));
        }
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
                // Nobody knows which side of a number the columns of a team's own table mean.
                let is_of_row = |told: &Weakened| {
                    kind == Bar::Guardrail
                        && before.iter().any(|guard| guard.span == told.before && guard.whole.is_some())
                };
                told.iter_mut().filter(|told| is_of_row(told)).for_each(|told| told.severity = Severity::Warning);
                weakened.extend(told);
            }
        }
        weakened.extend(newly_void(&passage));
        weakened.extend(fewer_steps(&passage));
        weakened
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

/// The running stages whose Duration asks for less than before. Who leaves a stage is held to the
/// Duration before: another rule says so.
fn shortened_stages(passage: &Passage, pairing: &Pairing) -> Vec<Weakened> {
    let (alone, standing) = passage.standings();
    let shortened = pairing.kept_stages().filter_map(|(before, after)| {
        passage.exit(before, after).filter(|hold| *hold == Hold::Running && passage.was_in(before))?;
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
    let new = head.void_lists.iter().filter(|list| !base.void_lists.iter().any(|old| is_same(old, list)));
    let weakened = new.filter_map(|list| {
        let (kind, before) = match list.watches {
            Watches::Triggers => (Bar::Trigger, base.triggers.iter().find(|trigger| trigger.stage == list.stage)?.span),
            Watches::Guardrails => {
                let guards = metrics(base).into_iter().find(|(row, stage)| row.is_guardrail && *stage == list.stage);
                (Bar::Guardrail, guards?.0.span)
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
