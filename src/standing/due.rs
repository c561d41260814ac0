//! What is due where a rollout stands, and why; and what is still open on its way.

use super::model::Standing;
use super::record::RecordedRow;
use super::verdict::StageVerdict;
use crate::finding::Side;
use crate::plan::log::{Decision, Point};
use crate::plan::{Criterion, Due, Filling, Met, Plan, Stage};
use crate::stage_number::StageNumber;
use crate::text::Span;

/// Why something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueReason {
    /// In words: `leaving Stage 1 is recorded here`.
    pub message: String,
    /// What made it due, with its version; `None` for what is due from the beginning.
    pub place: Option<(Side, Span)>,
    /// Whether that place is in the decision log, which may be another file.
    pub in_log: bool,
}

impl Standing {
    /// Whether something is due, and why.
    pub fn due(&self, due: Due) -> Option<DueReason> {
        let head = self.plan();
        match due {
            Due::Always => Some(DueReason { message: String::new(), place: None, in_log: false }),
            // An aborted plan is not filled in any more.
            _ if self.gate == Point::Aborted => None,
            Due::Never => None,
            Due::Created => {
                let message = "due as soon as the plan exists".to_owned();
                Some(DueReason { message, place: None, in_log: false })
            }
            // Nobody knows which gates such a plan has passed.
            Due::Entering(_) | Due::Leaving(_) if matches!(self.verdict, StageVerdict::NotJudged { .. }) => None,
            Due::Entering(stage) => {
                let reached = matches!(self.gate, Point::Stage(gate) if gate >= stage) && !self.is_skipped(stage);
                reached.then(|| self.entered_by(stage, head))
            }
            Due::Leaving(stage) => {
                let index = self.left_at(stage).filter(|_| !self.is_skipped(stage))?;
                let row = &self.record[index];
                let new = if row.is_new { " (new in this change)" } else { "" };
                let message = format!("leaving {} is recorded here{new}", stage_title(head, stage));
                Some(DueReason { message, place: Some((row.id.side, self.row(index).stage.span)), in_log: true })
            }
        }
    }

    fn entered_by(&self, stage: StageNumber, head: &Plan) -> DueReason {
        let title = stage_title(head, stage);
        if let Some(index) = self.replay.entered.get(&stage) {
            let row = &self.record[*index];
            let new = if row.is_new { " (new in this change)" } else { "" };
            return DueReason {
                message: format!("{title} is entered here{new}"),
                place: Some((row.id.side, self.row(*index).stage.span)),
                in_log: true,
            };
        }
        let declared = head.declared.as_ref().map(|declared| declared.span);
        let work =
            || head.stage(stage).and_then(|stage| stage.work.iter().find(|work| work.is_ticked)).map(|work| work.span);
        let entry = || head.stage(stage).and_then(|stage| stage.entry.last()).map(|criterion| criterion.span);
        let span = declared.or_else(work).or_else(entry).unwrap_or(head.heading);
        let message = format!("{title} has begun: this shows it");
        DueReason { message, place: Some((Side::Head, span)), in_log: false }
    }

    /// The forward row by which a stage was left, as far as that stands, or which this change
    /// records together with the way back.
    pub(crate) fn left_by(&self, stage: StageNumber) -> Option<&RecordedRow> {
        self.left_at(stage).map(|index| &self.record[index])
    }

    fn left_at(&self, stage: StageNumber) -> Option<usize> {
        self.replay.left.get(&stage).copied().or_else(|| self.passed_at(stage))
    }

    /// The row of this change that goes on from a stage, when the change goes back to it, too. Such
    /// a row has passed the gate all the same.
    fn passed_at(&self, stage: StageNumber) -> Option<usize> {
        let leaves = |index: &usize| {
            let goes_on =
                matches!(self.record[*index].step.verb, Some(Decision::Proceed | Decision::ProceedWithException));
            let from = self.replay.before.get(index).and_then(|from| from.stage());
            goes_on && from.is_none_or(|from| from <= stage) && self.point_after(*index).stage() > Some(stage)
        };
        self.new_rows().rfind(leaves)
    }

    /// Whether a criterion of a stage to which the rollout has gone back was met before the change:
    /// after the way back its box may be cleared.
    pub(crate) fn is_cleared(&self, stage: StageNumber, criterion: &Criterion) -> bool {
        let base = self.base.as_ref().and_then(|base| base.plan().stage(stage));
        let was_met = |stage: &Stage| stage.exit.iter().any(|old| old.key == criterion.key && old.met != Met::Open);
        !self.replay.left.contains_key(&stage) && base.is_some_and(was_met)
    }

    /// How long a stage was meant to run in the version before.
    pub(crate) fn duration_before(&self, stage: StageNumber) -> Option<&Filling> {
        self.base.as_ref()?.plan().duration_of(stage)
    }

    /// Whether a stage is left by the change, and was not before.
    pub(crate) fn is_left_now(&self, stage: StageNumber) -> bool {
        let is_on_the_way = |from: Point| from.stage().is_none_or(|from| stage >= from);
        self.left_by(stage).is_some() && self.gate_before.is_some_and(is_on_the_way)
    }

    /// Whether a stage had been left in the version before.
    pub(crate) fn was_left_before(&self, stage: StageNumber) -> bool {
        self.gate_before.is_some() && self.left_by(stage).is_some() && !self.is_left_now(stage)
    }

    /// Whether a stage was not reached before the change.
    pub(crate) fn is_entered_now(&self, stage: StageNumber) -> bool {
        self.gate_before.is_some_and(|before| before.stage() < Some(stage))
    }

    /// Whether the version before had an exit criterion in the list of the gate itself.
    pub(crate) fn was_in_gate(&self, stage: StageNumber, criterion: &Criterion) -> bool {
        let base = self.base.as_ref().and_then(|base| base.plan().stage(stage));
        base.is_some_and(|stage| stage.exit.iter().any(|old| old.key == criterion.key && !old.is_apart))
    }

    /// What would be open if the stage were reached by a row: the exit criteria on the way, and the
    /// entry criteria of the stage.
    pub(crate) fn open_on_the_way(&self, to: StageNumber) -> Vec<(&Stage, &Criterion, &'static str)> {
        self.open_between(self.gate, to)
    }

    /// The stages that would be left by a row to a stage.
    pub(crate) fn left_on_the_way(&self, to: StageNumber) -> impl Iterator<Item = &Stage> {
        let from = self.gate.stage().unwrap_or(self.plan().first_stage());
        let stages = self.plan().stages.iter();
        stages.filter(move |stage| (from..to).contains(&stage.number) && !self.is_skipped(stage.number))
    }

    /// How many fields would be due by a row to a stage, and are still open.
    pub(crate) fn fields_on_the_way(&self, to: StageNumber) -> usize {
        let comes = |due: Due| match due {
            Due::Entering(stage) => stage <= to,
            Due::Leaving(stage) => stage < to,
            _ => false,
        };
        let slots = self.plan().slots.iter().filter(|slot| !slot.spoken_for && slot.value.is_open());
        slots.filter(|slot| comes(slot.due) && self.due(slot.due).is_none()).count()
    }

    /// What is open of the gates between two places: the exit criteria of the stages that are left,
    /// and the entry criteria of those that are reached. Who has not begun enters the first stage,
    /// too. A stage that is left out has no gates.
    pub(crate) fn open_between(&self, from: Point, to: StageNumber) -> Vec<(&Stage, &Criterion, &'static str)> {
        let head = self.plan();
        let (begins, from) = (from.stage().is_none(), from.stage().unwrap_or(head.first_stage()));
        let mut open = Vec::new();
        for stage in head.stages.iter().filter(|stage| !self.is_skipped(stage.number)) {
            if (from..to).contains(&stage.number) {
                open.extend(Stage::open(&stage.exit).map(|criterion| (stage, criterion, "exit")));
            }
            if (stage.number > from || begins && stage.number == from) && stage.number <= to {
                open.extend(Stage::open(&stage.entry).map(|criterion| (stage, criterion, "entry")));
            }
        }
        open
    }
}

/// `Stage 1`, in the plan's own word.
pub(crate) fn stage_title(plan: &Plan, number: StageNumber) -> String {
    plan.stage(number).map_or_else(|| format!("Stage {number}"), |stage| stage.title.clone())
}
