//! Which gates a change passes. A gate that a change passes must read as it did before the change.

use super::model::Change;
use crate::plan::Stage;
use crate::plan::log::{Decision, Point};
use crate::stage_number::StageNumber;
use crate::standing::Standing;

/// How a gate of the version before stands to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hold {
    /// Its stage runs, and the change does not pass it.
    Running,
    /// The change passes it, if it is one: nobody could tell, or could see what is met.
    Doubted,
    /// The change passes it, and the row says that it is an exception.
    Excepted,
    /// The change passes it.
    Passed,
}

/// The way of a rollout through its gates in one change: the steps up that it newly records.
pub(super) struct Passage<'c> {
    before: &'c Standing,
    after: &'c Standing,
    /// From where to where each step goes, and how it holds the gates on its way. `None` is before
    /// the first stage.
    steps: Vec<(Option<StageNumber>, Option<StageNumber>, Hold)>,
}

impl<'c> Passage<'c> {
    /// The way of a change; `None` when one of the versions is missing.
    pub(super) fn of(change: &'c Change) -> Option<Passage<'c>> {
        let (before, after) = (change.before.as_ref()?, change.after.as_ref()?);
        let mut steps = Vec::new();
        for transition in change.transitions() {
            let Some(row) = transition.row else { continue };
            let (from, to) = (transition.from.stage(), transition.to.stage());
            // The first row enters the first stage, too, when nothing showed that stage before.
            let enters_first = before.gate == Point::Planned && from == Some(after.plan().first_stage());
            let from = from.filter(|_| !enters_first);
            let is_exception = after.record[row].step.verb == Some(Decision::ProceedWithException);
            if from < to {
                steps.push((from, to, if is_exception { Hold::Excepted } else { Hold::Passed }));
            }
        }
        Some(Passage { before, after, steps })
    }

    /// The version before and the version after, each where it stands.
    pub(super) fn standings(&self) -> (&'c Standing, &'c Standing) {
        (self.before, self.after)
    }

    fn on_the_way(&self, passes: impl Fn(Option<StageNumber>, Option<StageNumber>) -> bool) -> Option<Hold> {
        self.steps.iter().filter(|(from, to, _)| passes(*from, *to)).map(|(_, _, hold)| *hold).max()
    }

    /// Whether a stage had begun before the change.
    pub(super) fn is_running(&self, stage: &Stage) -> bool {
        matches!(self.before.gate, Point::Stage(reached) if stage.number <= reached)
    }

    /// Whether a stage had begun before the change, and was not left.
    pub(super) fn was_in(&self, stage: &Stage) -> bool {
        self.is_running(stage) && self.before.left_by(stage.number).is_none()
    }

    /// How the exit gate of a stage stands to the change, by the stage before and after. `None` for
    /// a stage that is ahead, finished or left out.
    pub(super) fn exit(&self, old: &Stage, new: &Stage) -> Option<Hold> {
        let place = Some(new.number);
        let is_entered_here = || self.on_the_way(|from, to| from < place && place <= to).is_some();
        let hold = self.on_the_way(|from, to| from <= place && place < to);
        let running = || (self.is_running(old) || is_entered_here()).then_some(Hold::Running);
        hold.or_else(running).filter(|_| self.counts(old, new))
    }

    /// The same of the entry gate of a stage.
    pub(super) fn entry(&self, old: &Stage, new: &Stage) -> Option<Hold> {
        let place = Some(new.number);
        let hold = self.on_the_way(|from, to| from < place && place <= to).filter(|_| !self.is_running(old));
        hold.or_else(|| self.is_running(old).then_some(Hold::Running)).filter(|_| self.counts(old, new))
    }

    /// How the launch checklist stands to the change: it is passed on entering the last stage.
    pub(super) fn launch(&self) -> Option<Hold> {
        let last = Some(self.after.plan().last_stage());
        let was_there = matches!(self.before.gate, Point::Stage(reached) if reached >= self.before.plan().last_stage());
        if was_there {
            return Some(Hold::Running);
        }
        self.on_the_way(|from, to| from < last && last <= to)
    }

    /// How something stands to the change that is due from a stage on, or from the second stage on
    /// where it belongs to the whole rollout.
    pub(super) fn due_from(&self, stage: Option<StageNumber>) -> Option<Hold> {
        let is_due = |standing: &Standing| match (standing.gate, stage) {
            (Point::Stage(reached), Some(stage)) => stage <= reached,
            (Point::Stage(reached), None) => reached > standing.plan().first_stage(),
            _ => false,
        };
        if is_due(self.after)
            && let Some(hold) = self.on_the_way(|_, _| true)
        {
            return Some(hold);
        }
        is_due(self.before).then_some(Hold::Running)
    }

    /// Whether the gates of a stage count: those of a finished stage have a rule of their own.
    fn counts(&self, old: &Stage, new: &Stage) -> bool {
        self.before.left_by(old.number).is_none()
            && !self.before.is_skipped(old.number)
            && !self.after.is_skipped(new.number)
    }
}
