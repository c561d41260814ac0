//! How long a rollout was where, as its decision log has it.

use super::model::Standing;
use crate::plan::date::read_date;
use crate::plan::log::{Decision, Point};
use jiff::civil::Date;

/// How long a rollout was where, and what was decided when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Where it was, in the order of time.
    pub periods: Vec<Period>,
    /// The decisions that have a day, in the order of time.
    pub decisions: Vec<Milestone>,
    /// The day on which this was so; `None` for a timeline of nothing.
    pub today: Option<Date>,
}

/// A time that a rollout spent in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Where it was.
    pub at: Point,
    /// The day of the decision that brought it there.
    pub from: Date,
    /// The day of the decision that took it away; `None` when it is there still.
    pub until: Option<Date>,
}

/// A decision on its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The day.
    pub day: Date,
    /// What the row's stage cell says, tidied: `1 → 2`.
    pub step: String,
    /// What was decided; `None` for a word that nobody knows.
    pub verb: Option<Decision>,
}

impl Standing {
    /// Where the rollout was after a row.
    pub(crate) fn point_after(&self, index: usize) -> Point {
        self.replay.before.get(&(index + 1)).copied().unwrap_or(self.replay.position.point())
    }

    /// The place in [`Standing::record`] of the row that brought the rollout to where it is: after
    /// a way back that way, not the first time that it was there. `None` while no row has.
    pub(crate) fn arrival(&self) -> Option<usize> {
        // The first stage may run before any row tells.
        if self.gate != self.replay.position.point() {
            return None;
        }
        self.last_move_before(self.record.len())
    }

    /// The place of the last row before one that brought the rollout somewhere.
    pub(crate) fn last_move_before(&self, index: usize) -> Option<usize> {
        self.replay.moves.range(..index).next_back().copied()
    }

    /// The day of a row, or the one that its amendment's rationale begins with.
    pub fn decided_on(&self, index: usize) -> Option<Date> {
        self.amended_day(index).or_else(|| self.row(index).day.day())
    }

    /// The day that the rationale of a row's amendment begins with.
    pub(crate) fn amended_day(&self, index: usize) -> Option<Date> {
        let amendment = &self.row(*self.replay.amended.get(&index)?).rationale.text;
        read_date(amendment.split([' ', ':', ',', ';']).next()?).day()
    }

    /// How long the rollout was where, as its decision log has it. Time without a row that begins
    /// it is not in it.
    pub fn timeline(&self) -> Timeline {
        let mut timeline = Timeline::default();
        let mut began: Option<Date> = None;
        for index in 0..self.record.len() {
            let row = self.row(index);
            let Some(day) = self.decided_on(index) else { continue };
            let (before, after) = (self.replay.before.get(&index).copied(), self.point_after(index));
            timeline.decisions.push(Milestone { day, step: self.step(index), verb: row.verb });
            if before.is_none_or(|before| before == after) {
                continue;
            }
            let left = began.replace(day).zip(before);
            timeline.periods.extend(left.map(|(from, at)| Period { at, from, until: Some(day) }));
        }
        let now = began.map(|from| Period { at: self.replay.position.point(), from, until: None });
        timeline.periods.extend(now);
        timeline.today = Some(self.today);
        timeline
    }
}
