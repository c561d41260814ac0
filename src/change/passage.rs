//! Which gates a change passes. A gate that a change passes must read as it did before the change.

use super::model::Change;
use crate::plan::Stage;
use crate::plan::log::{Decision, Point, Position};
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
    /// The stages that it goes back to, or begins anew from.
    ways_back: Vec<Option<StageNumber>>,
}

/// How far a rollout has come by where it stands. One that was given up has been where that was.
fn reached(standing: &Standing) -> Option<StageNumber> {
    match (standing.gate, standing.logged()) {
        (Point::Aborted, Position::Aborted(at)) => at,
        (gate, _) => gate.stage(),
    }
}

impl<'c> Passage<'c> {
    /// The way of a change; `None` when one of the versions is missing.
    pub(super) fn of(change: &'c Change) -> Option<Passage<'c>> {
        let (before, after) = (change.before.as_ref()?, change.after.as_ref()?);
        let (mut steps, mut ways_back) = (Vec::new(), Vec::new());
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
            let starts_anew = transition.from == Point::Aborted || to < from;
            if starts_anew && transition.to != Point::Aborted {
                ways_back.push(to);
            }
        }
        Some(Passage { before, after, steps, ways_back })
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
        Some(stage.number) <= reached(self.before)
    }

    /// Whether a stage had begun before the change, and goes on, by the stage before and after.
    pub(super) fn goes_on(&self, old: &Stage, new: &Stage) -> bool {
        self.is_running(old) && !self.is_finished(old, new)
    }

    /// Whether a stage was left before the change, and the change does not go back to it, by the
    /// stage before and after.
    pub(super) fn is_finished(&self, old: &Stage, new: &Stage) -> bool {
        let is_reopened = || self.ways_back.iter().any(|to| *to <= Some(new.number));
        self.before.left_by(old.number).is_some() && !is_reopened()
    }

    /// How a stage of the version after is entered by the rows of the change, if it is.
    pub(super) fn entered(&self, stage: &Stage) -> Option<Hold> {
        let place = Some(stage.number);
        self.on_the_way(|from, to| from < place && place <= to)
    }

    /// How the exit gate of a stage stands to the change, by the stage before and after. `None` for
    /// a stage that is ahead, finished or left out.
    pub(super) fn exit(&self, old: &Stage, new: &Stage) -> Option<Hold> {
        let place = Some(new.number);
        let hold = self.on_the_way(|from, to| from <= place && place < to);
        let running = || (self.is_running(old) || self.entered(new).is_some()).then_some(Hold::Running);
        hold.or_else(running).filter(|_| self.counts(old, new))
    }

    /// The same of the entry gate of a stage. Who goes back below a stage enters it anew.
    pub(super) fn entry(&self, old: &Stage, new: &Stage) -> Option<Hold> {
        self.on_entering(new, self.is_running(old)).filter(|_| self.counts(old, new))
    }

    /// How what must hold on entering a stage stands to the change. `was_there` tells that the
    /// rollout was there before.
    fn on_entering(&self, stage: &Stage, was_there: bool) -> Option<Hold> {
        let is_anew = || !was_there || self.ways_back.iter().any(|to| *to < Some(stage.number));
        self.entered(stage).filter(|_| is_anew()).or(was_there.then_some(Hold::Running))
    }

    /// How the launch checklist stands to the change: it is passed on entering the last stage.
    pub(super) fn launch(&self) -> Option<Hold> {
        let was_there = reached(self.before) >= Some(self.before.plan().last_stage());
        self.on_entering(self.after.plan().stages.last()?, was_there)
    }

    /// How something stands to the change that is due from a stage on, or from the second stage on
    /// where it belongs to the whole rollout.
    pub(super) fn due_from(&self, stage: Option<StageNumber>) -> Option<Hold> {
        let is_due = |standing: &Standing| match (reached(standing), stage) {
            (Some(reached), Some(stage)) => stage <= reached,
            (Some(reached), None) => reached > standing.plan().first_stage(),
            (None, _) => false,
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
        !self.is_finished(old, new) && !self.before.is_skipped(old.number) && !self.after.is_skipped(new.number)
    }
}

impl Change {
    /// Whether this change goes back to an earlier stage, or begins anew there.
    pub(crate) fn goes_back(&self) -> bool {
        Passage::of(self).is_some_and(|passage| !passage.ways_back.is_empty())
    }
}
