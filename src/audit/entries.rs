//! The decisions and moves of one rollout in the making, in the order in which the audit lists
//! them.

use super::outcome::{AuditedTransition, CommitFacts, Recorded};
use crate::plan::log::Point;
use crate::standing::Standing;

/// A decision or a move in the making.
struct Entry {
    /// Rows know their entries by it, also when others are put in between.
    number: usize,
    /// Whether the plan itself shows the move. Then the move is taken back when the plan no longer
    /// shows it.
    is_shown: bool,
    transition: AuditedTransition,
}

/// All decisions and moves of a rollout.
#[derive(Default)]
pub(super) struct Entries {
    entries: Vec<Entry>,
    /// How many there were, which is the number of the next one.
    count: usize,
}

impl Entries {
    /// How many entries there were until now.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn transitions(&self) -> impl DoubleEndedIterator<Item = &AuditedTransition> {
        self.entries.iter().map(|entry| &entry.transition)
    }

    pub(super) fn into_transitions(self) -> Vec<AuditedTransition> {
        self.entries.into_iter().map(|entry| entry.transition).collect()
    }

    /// The entry with a number.
    pub(super) fn get_mut(&mut self, number: usize) -> Option<&mut AuditedTransition> {
        self.entries.iter_mut().find(|entry| entry.number == number).map(|entry| &mut entry.transition)
    }

    /// Puts a decision in its place: to the move that was made without it, else to the end. Gives
    /// the number of its entry, and whether the move had been made before.
    pub(super) fn put(&mut self, new: AuditedTransition) -> (usize, bool) {
        let waits = |entry: &Entry| entry.transition.recorded == Recorded::Never && new.moves();
        let is_same_move =
            |entry: &Entry| waits(entry) && (entry.transition.from, entry.transition.to) == (new.from, new.to);
        // The move was made before, so that its open criteria stay those of that time.
        let recorded = Recorded::Later(new.commit.clone());
        let late = |entry: &Entry| AuditedTransition {
            commit: entry.transition.commit.clone(),
            recorded: recorded.clone(),
            ..new.clone()
        };
        if let Some(index) = self.entries.iter().rposition(is_same_move) {
            let moved = &mut self.entries[index].transition;
            let (open, without_box) = (std::mem::take(&mut moved.open), std::mem::take(&mut moved.without_box));
            self.entries[index].transition = AuditedTransition { open, without_box, ..late(&self.entries[index]) };
            return (self.entries[index].number, true);
        }
        // A jump over stages may be recorded step by step.
        let begins = |entry: &Entry| {
            waits(entry) && entry.transition.from == new.from && lies_between(new.from, new.to, entry.transition.to)
        };
        let ends = |entry: &Entry| {
            waits(entry) && entry.transition.to == new.to && lies_between(entry.transition.from, new.from, new.to)
        };
        let number = self.count;
        if let Some(index) = self.entries.iter().rposition(begins) {
            let late = late(&self.entries[index]);
            self.entries[index].transition.from = new.to;
            self.entries.insert(index, Entry { number, is_shown: false, transition: late });
        } else if let Some(index) = self.entries.iter().rposition(ends) {
            let late = late(&self.entries[index]);
            self.entries[index].transition.to = new.from;
            self.entries.insert(index + 1, Entry { number, is_shown: false, transition: late });
        } else {
            return (self.push(new), false);
        }
        self.count += 1;
        (number, true)
    }

    /// Adds a decision or a move at the end, and gives its number.
    pub(super) fn push(&mut self, new: AuditedTransition) -> usize {
        let number = self.count;
        self.count += 1;
        self.entries.push(Entry { number, is_shown: false, transition: new });
        number
    }

    /// Takes back the moves without a record that the plan shows no longer, each by itself.
    /// `before` is the number of entries before the commit; `alone` is the plan after it.
    pub(super) fn take_back(&mut self, before: usize, alone: &Standing, commit: &CommitFacts) {
        let agrees = alone.verdict.agrees();
        let logged = alone.logged().point().stage();
        let shown = alone.signs.iter().map(|sign| sign.stage).max();
        let is_waiting =
            |entry: &&mut Entry| entry.transition.recorded == Recorded::Never && !entry.transition.is_new_rollout;
        for entry in self.entries.iter_mut().filter(is_waiting) {
            // The plan may agree because a decision leads past the move.
            let (from, to) = (entry.transition.from.stage(), entry.transition.to.stage());
            let is_up = from < to;
            let is_passed = if is_up { logged >= to } else { logged <= to };
            let is_shown = if is_up { shown >= to } else { !agrees };
            if entry.number >= before {
                entry.is_shown = is_shown;
            } else if entry.is_shown && !is_shown && !is_passed {
                entry.transition.recorded = Recorded::TakenBack(commit.clone());
            }
        }
    }
}

/// Whether three places are stages in ascending order.
pub(super) fn lies_between(from: Point, middle: Point, to: Point) -> bool {
    let (Point::Stage(from), Point::Stage(middle), Point::Stage(to)) = (from, middle, to) else { return false };
    from < middle && middle < to
}
