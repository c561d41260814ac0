//! What became of the statements of a gate.

use super::passage::Hold;
use crate::finding::Severity;
use crate::pairing::{Kind, Rewording, Wording, is_taken_back_by, joined_in_one, pair_texts, reworded};
use crate::plan::measure::{Purpose, asks_for_part, guard_purpose, sets_limit};
use crate::plan::{Criterion, Met, Plan, Stage, Trigger};
use crate::stage_number::StageNumber;
use crate::text::{Span, fold};
use crate::words::binding::{makes_unbinding, says_need_not_hold, says_some_are_enough};
use crate::words::gates::asks_for_some;
use crate::words::negations::NEGATIONS;
use crate::words::parts::{is_gate_name, says_stage_of_gate};

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
    /// A box that may be of the exit gate: below no name, or below one that nobody knows.
    Perhaps,
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
    /// It stands among what is no criterion.
    Elsewhere,
    /// Its box is ticked beside words that say that it is not met.
    Contradicted,
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
    /// It is said of other users, and nobody can tell whether they are more.
    Incomparable,
    /// A new stage reaches as many users as the next one, and does not ask for what that is entered
    /// by.
    Around,
}

impl WeakenedHow {
    /// Whether nothing that holds as much stands in its place.
    pub(super) fn is_lost(self) -> bool {
        matches!(self, WeakenedHow::Removed | WeakenedHow::Reworded(Rewording::Laxer | Rewording::Other))
    }

    /// How heavy it is at a gate; `None` when it lowers nothing.
    pub(super) fn severity(self, hold: Hold) -> Option<Severity> {
        use Rewording::{Bracket, Excused, Filled, Laxer, Other, Remark, Rephrased, Same, Slip, Stricter, TakenBack};
        match self {
            WeakenedHow::Removed
            | WeakenedHow::OtherType
            | WeakenedHow::Around
            | WeakenedHow::Reworded(Laxer | Other) => {
                Some(if hold == Hold::Passed { Severity::Error } else { Severity::Warning })
            }
            // With a reason nothing is kept from a reader that a list without a name had to say.
            WeakenedHow::Reworded(Slip | Bracket | Rephrased | Excused) if hold == Hold::Doubted => None,
            WeakenedHow::Reworded(TakenBack | Excused) | WeakenedHow::Elsewhere | WeakenedHow::Contradicted => {
                Some(Severity::Warning)
            }
            WeakenedHow::Reworded(Slip | Bracket | Rephrased) => (hold > Hold::Running).then_some(Severity::Warning),
            WeakenedHow::Reworded(Same | Remark | Filled | Stricter) => None,
            WeakenedHow::LowerTarget | WeakenedHow::Fewer { .. } | WeakenedHow::Shorter | WeakenedHow::Incomparable => {
                Some(Severity::Warning)
            }
            WeakenedHow::Raised { reaches_next } => {
                Some(if reaches_next { Severity::Error } else { Severity::Warning })
            }
        }
    }
}

/// A statement of a gate in one version.
#[derive(Clone, Copy)]
pub(super) struct Statement<'v> {
    text: &'v str,
    pub(super) words: Span,
    line: &'v str,
    is_excused: bool,
    /// What its box says; `None` where it has none.
    met: Option<Met>,
    /// What the other cells of its row tell of it, where it is ticked.
    note: &'v str,
    /// Whether it is open, and stands where nobody takes it for a criterion.
    is_elsewhere: bool,
}

impl<'v> Statement<'v> {
    pub(super) fn of_criteria(criteria: impl IntoIterator<Item = &'v Criterion>, plan: &'v Plan) -> Vec<Statement<'v>> {
        let statement = |criterion: &'v Criterion| Statement {
            text: &criterion.text,
            words: criterion.words,
            line: criterion.whole.as_deref().unwrap_or_else(|| plan.source.slice(criterion.words)),
            is_excused: criterion.met == Met::Reasoned,
            met: (criterion.span != criterion.words).then_some(criterion.met),
            note: if criterion.met == Met::Ticked { &criterion.note } else { "" },
            is_elsewhere: false,
        };
        criteria.into_iter().map(statement).collect()
    }

    /// The criteria that stand in the list of the gate itself.
    pub(super) fn of_gate(criteria: &'v [Criterion], plan: &'v Plan) -> Vec<Statement<'v>> {
        Statement::of_criteria(criteria.iter().filter(|criterion| !criterion.is_apart), plan)
    }

    /// The boxes of a stage, wherever they stand in it.
    pub(super) fn of_work(stage: &'v Stage) -> impl Iterator<Item = Statement<'v>> {
        stage.work.iter().chain(&stage.preparation).map(|work| Statement {
            text: &work.text,
            words: work.span,
            line: &work.text,
            is_excused: false,
            met: None,
            note: "",
            is_elsewhere: !work.is_ticked,
        })
    }

    /// The triggers, or guardrails, of a stage, or of the whole rollout.
    pub(super) fn of_triggers(
        triggers: &'v [Trigger],
        plan: &'v Plan,
        stage: Option<StageNumber>,
    ) -> Vec<Statement<'v>> {
        let own = triggers.iter().filter(|trigger| trigger.stage == stage);
        let statement = |trigger: &'v Trigger| Statement {
            text: &trigger.text,
            words: trigger.span,
            line: trigger.whole.as_deref().unwrap_or_else(|| plan.source.slice(trigger.span)),
            is_excused: trigger.excused,
            met: None,
            note: "",
            is_elsewhere: false,
        };
        own.map(statement).collect()
    }

    /// What stands around a list, and may say something of all its items.
    pub(super) fn of_terms(spans: &[Span], plan: &'v Plan) -> Vec<Statement<'v>> {
        let statement = |span: &Span| {
            let line = plan.source.slice(*span).trim_matches(|c: char| c.is_whitespace() || "*_:：".contains(c));
            Statement { text: line, words: *span, line, is_excused: false, met: None, note: "", is_elsewhere: false }
        };
        spans.iter().map(statement).collect()
    }

    pub(super) fn wording(&self) -> Wording<'v> {
        Wording { line: self.line, is_excused: self.is_excused }
    }
}

/// A list of statements that hold at one gate.
pub(super) struct Gate<'t> {
    pub(super) kind: Bar,
    pub(super) stage: &'t str,
    pub(super) hold: Hold,
}

impl Gate<'_> {
    /// What became of each statement of the version before, as far as it lowers the gate.
    pub(super) fn weakened(&self, before: &[Statement], after: &[Statement], known: &[String]) -> Vec<Weakened> {
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
            // Where a list may be no gate, another item in it is another one.
            let is_in_its_place = |new: &usize| *new == gone && self.hold != Hold::Doubted;
            let place = free.iter().position(is_filled).or_else(|| free.iter().position(is_in_its_place));
            match place {
                Some(place) => pairs.pairs.push((gone, free.remove(place))),
                None => left.push(gone),
            }
        }
        // Where a list may be no gate, two of its items may as well be one.
        if self.hold == Hold::Doubted && !left.is_empty() {
            let (old, new) = (keys(before), keys(after));
            let others = || pairs.pairs.iter().filter(|(one, other)| old[*one] != new[*other]);
            let gone = left.iter().chain(others().map(|(one, _)| one)).map(|place| (*place, old[*place].as_str()));
            let came = free.iter().chain(others().map(|(_, other)| other)).filter(|place| !after[**place].is_elsewhere);
            let came: Vec<&str> = came.map(|place| new[*place].as_str()).collect();
            let joined = joined_in_one(&gone.collect::<Vec<_>>(), &came);
            left.retain(|place| !joined.contains(place));
            pairs.pairs.retain(|(place, _)| !joined.contains(place));
        }
        let kept = pairs.pairs.iter().map(|(old, new)| {
            let is_perhaps = self.kind == Bar::Perhaps;
            let how = match reword(*old, *new) {
                _ if before[*old].wording().is_blank() => Rewording::Filled,
                // What may be mere work is worded as one likes, and not denied.
                Rewording::Other if is_perhaps && is_mere_wording(&before[*old], &after[*new]) => Rewording::Rephrased,
                how if how < Rewording::TakenBack && is_denied_beside(&before[*old], &after[*new]) => {
                    Rewording::TakenBack
                }
                how => how,
            };
            match how {
                Rewording::Laxer | Rewording::Excused => (*old, Some(*new), WeakenedHow::Reworded(how)),
                Rewording::Other | Rewording::Rephrased if after[*new].is_elsewhere => {
                    (*old, None, WeakenedHow::Removed)
                }
                _ if after[*new].is_elsewhere => (*old, Some(*new), WeakenedHow::Elsewhere),
                Rewording::Same | Rewording::Filled | Rewording::Remark | Rewording::Stricter
                    if self.is_ticked_unmet(&before[*old], &after[*new], known) =>
                {
                    (*old, Some(*new), WeakenedHow::Contradicted)
                }
                // How far a criterion has come says nothing against it before its box is ticked.
                Rewording::TakenBack | Rewording::Other if self.waits(&before[*old], &after[*new], how) => {
                    (*old, Some(*new), WeakenedHow::Reworded(Rewording::Remark))
                }
                _ => (*old, Some(*new), WeakenedHow::Reworded(how)),
            }
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

    /// Whether a statement is open while its gate is not passed, and what stands behind it only
    /// says how far it has come: as words that are new, or as others that were there.
    fn waits(&self, before: &Statement, after: &Statement, how: Rewording) -> bool {
        let is_open = self.hold == Hold::Running && after.met == Some(Met::Open);
        let unmet = is_open.then(|| after.wording().unmet()).flatten();
        unmet.is_some() && (how == Rewording::TakenBack || before.wording().unmet() == unmet)
    }

    /// Whether a box is ticked by the change, or passed by it, beside words that say that it is not
    /// met. What the template says itself is what is asked for.
    fn is_ticked_unmet(&self, before: &Statement, after: &Statement, known: &[String]) -> bool {
        let is_judged = before.met != Some(Met::Ticked) || matches!(self.hold, Hold::Excepted | Hold::Passed);
        is_judged
            && after.met == Some(Met::Ticked)
            && self.hold != Hold::Doubted
            && !known.contains(&after.wording().key())
            && after.wording().unmet().is_some()
    }

    /// What a gate said of its whole list, and does not say any more, or that it newly says that
    /// some of its items are enough, or that the list does not count.
    pub(super) fn weakened_terms(&self, (old, base): (&[Span], &Plan), (new, head): (&[Span], &Plan)) -> Vec<Weakened> {
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
        let is_for_some = |key: &str, line: &str| {
            let mut asides = line.split(['(', ')', '（', '）', ':', '：', '—', '–']);
            match line.ends_with(['.', '。', '!', '?']) {
                true => says_some_are_enough(key),
                false => asks_for_some(key) || asides.any(asks_for_part),
            }
        };
        let was_for_some = before.iter().zip(&keys).any(|(term, key)| is_for_some(key, term.line));
        let takes_back = |term: &&Statement| {
            let key = term.wording().key();
            let is_same = |(old, known_key): (&Statement, &String)| {
                let goes_on =
                    key.len() > known_key.len() && key.starts_with(known_key.as_str()) && !says_stage_of_gate(&key);
                goes_on && reworded(old.wording(), term.wording(), Kind::Criterion, known) == Rewording::TakenBack
            };
            // `Former exit criteria`
            let is_name = |known: &String| key.starts_with(known.as_str()) || key.ends_with(known.as_str());
            let is_former =
                || makes_unbinding(&key) && keys.iter().any(|known| is_name(known) && !makes_unbinding(known));
            let is_newly_struck = || {
                let name = key.trim_end_matches([':', '：']);
                let is_before = |(old, known): (&Statement, &String)| known == name && !base.is_struck_out(old.words);
                is_gate_name(name) && head.is_struck_out(term.words) && before.iter().zip(&keys).any(is_before)
            };
            is_newly_struck()
                || !keys.contains(&key)
                    && (!was_for_some && is_for_some(&key, term.line)
                        || is_former()
                        || says_need_not_hold(&key)
                        || before.iter().zip(&keys).any(is_same))
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

/// Whether a change wrote into another cell of a row that its statement does not hold.
fn is_denied_beside(before: &Statement, after: &Statement) -> bool {
    let is_new = !after.note.is_empty() && fold(after.note) != fold(before.note);
    is_new && is_taken_back_by(after.text, after.note, Kind::Criterion)
}

/// Whether other words of a statement neither touch a number that it keeps to nor deny more.
fn is_mere_wording(before: &Statement, after: &Statement) -> bool {
    let denials = |statement: &Statement| {
        let key = statement.wording().key();
        key.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| NEGATIONS.has(word)).count()
    };
    !sets_limit(before.line) && denials(after) <= denials(before)
}
