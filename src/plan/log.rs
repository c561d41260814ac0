//! The decision log, and what its rows say together.

#[cfg(feature = "lsp")]
pub(crate) use super::people::people;
pub(crate) use super::people::{Named, people_of};
pub use super::route::{Point, Route, Step};
pub(super) use super::row::words_of_reason;
pub use super::row::{Beside, LogRow, RowState};
use crate::stage_number::StageNumber;
pub use crate::template::record::Column;
use crate::text::Span;
pub use crate::words::decisions::{Decision, decision_words};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The record of the decisions.
#[derive(Clone, Debug)]
pub struct Log {
    /// How its entries are written.
    pub form: Form,
    /// What they stand below: the headers of the table, else the heading of the section around
    /// them. Empty at the top of a file without headings.
    pub header: Span,
    /// What each column of the table holds, in their order; empty in another form.
    pub columns: Vec<Column>,
    /// The rows of all its blocks, in the order of the text.
    pub rows: Vec<LogRow>,
    /// The blocks that it consists of: tables, lists, runs of headings.
    pub blocks: Vec<Block>,
    /// An entry of another rollout in the same file, like which a first one of this rollout is
    /// written.
    pub pattern: Option<Box<LogRow>>,
    /// How entries say which rollout they are of.
    pub naming: Naming,
}

/// One table, list or run of headings of a log. New decisions go into the block with the newest
/// one; form, header and columns of the log are those of this block.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// The place of its first row in [`Log::rows`].
    pub start: usize,
    /// What its entries stand below.
    pub header: Span,
}

/// The first line of a dated entry that looks like a decision and cannot be read as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Where.
    pub span: Span,
    /// The parts for which its table has no column, by their names. Empty outside of tables.
    pub lacks: Vec<&'static str>,
}

impl Log {
    /// The places of the rows of each block. A log without blocks has none.
    pub fn ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let ends = self.blocks.iter().skip(1).map(|block| block.start).chain([self.rows.len()]);
        self.blocks.iter().zip(ends).map(|(block, end)| block.start..end)
    }
}

/// How the entries of a log are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A table with a row for each.
    Table,
    /// A heading for each.
    Headings,
    /// A list with an item for each.
    List,
}

impl Form {
    /// What a person calls one decision in this form.
    pub fn entry(self) -> &'static str {
        match self {
            Form::Table => "row",
            Form::Headings | Form::List => "entry",
        }
    }

    /// The same with its article.
    pub(crate) fn an_entry(self) -> &'static str {
        match self {
            Form::Table => "a row",
            Form::Headings | Form::List => "an entry",
        }
    }
}

/// How the entries of a log say which rollout they are of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// They do not: the log is of one rollout.
    #[default]
    Silent,
    /// In a column, a label or a word of their own.
    Entry,
    /// By the heading that they stand under.
    Heading {
        /// Its level.
        level: u8,
    },
}

/// What is wrong with a row, seen from the rows before it. One fault a row: the gravest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// After an abort only a restart may follow.
    AfterTerminal,
    /// Forward over a stage, without *skip*.
    Skips,
    /// The same step twice with no way back between.
    Repeated,
    /// The decision's word and the arrow disagree.
    Direction,
    /// It does not start where the rollout was.
    Gap {
        /// Where the rollout was.
        was: Point,
    },
}

/// A row as it is replayed, with its index in the caller's list.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// Where the rollout is after the last row. `None` is *planned*.
    pub position: Position,
    /// The highest stage it ever was in.
    pub high: Option<StageNumber>,
    /// By which row each stage at or below the current one was entered.
    pub entered: BTreeMap<StageNumber, usize>,
    /// By which forward row each stage was left, as far as that still stands.
    pub left: BTreeMap<StageNumber, usize>,
    /// Stages that were jumped over by *skip*.
    pub skipped: BTreeSet<StageNumber>,
    /// What is wrong with a row.
    pub faults: BTreeMap<usize, RowFault>,
    /// Where the rollout was before each row that was replayed.
    pub before: BTreeMap<usize, Point>,
    /// The rows that brought the rollout somewhere.
    pub(crate) moves: BTreeSet<usize>,
    /// By which later row each row was amended.
    pub amended: BTreeMap<usize, usize>,
    /// The stage that a rollback led to, until the rollout leaves it again: its boxes may be
    /// cleared and ticked anew.
    pub reopened: Option<StageNumber>,
}

/// Where a rollout is by its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Position {
    /// No row has moved it.
    #[default]
    Planned,
    /// In a stage.
    Stage(StageNumber),
    /// Given up, in this stage when it was in one.
    Aborted(Option<StageNumber>),
}

impl Position {
    /// The same without the stage that an abort happened in.
    pub fn point(self) -> Point {
        match self {
            Position::Planned => Point::Planned,
            Position::Stage(number) => Point::Stage(number),
            Position::Aborted(_) => Point::Aborted,
        }
    }
}

/// The stages that a log leads through.
#[derive(Clone, Debug, Default)]
pub struct Ladder {
    /// The numbers of the plan's stages, in their order.
    pub stages: Vec<StageNumber>,
    /// Stages that the team leaves out by its configuration.
    pub skipped: Vec<StageNumber>,
    /// Up to which stage a rollout may be without a row, and a first row may start, by the team's
    /// configuration.
    pub initial: Option<StageNumber>,
    /// Whether that counts only for plans that were there before the change.
    pub only_for_known: bool,
}

impl Ladder {
    /// Whether a move goes over a stage that the team does not leave out. The first stage needs no
    /// row, but a way past it is a jump.
    fn jumps(&self, from: Point, to: Point) -> bool {
        let Point::Stage(to) = to else { return false };
        // Nothing tells where the rollout was when the first row names only where it leads.
        let from =
            if from == Point::Planned && self.start() > self.first() { Some(self.start()) } else { from.stage() };
        self.between(from, to).any(|stage| !self.skipped.contains(&stage))
    }

    /// The first stage; the lowest number in a plan without stages.
    pub fn first(&self) -> StageNumber {
        self.stages.first().copied().unwrap_or(StageNumber::LOWEST)
    }

    /// The stages that a way from one stage to another goes over. A way from nowhere begins below
    /// the first stage.
    fn between(&self, from: Option<StageNumber>, to: StageNumber) -> impl Iterator<Item = StageNumber> {
        self.stages.iter().copied().filter(move |stage| from < Some(*stage) && *stage < to)
    }

    /// The stage before another one.
    fn before(&self, stage: StageNumber) -> Option<StageNumber> {
        self.between(None, stage).last()
    }

    /// The stage behind another one.
    fn after(&self, stage: StageNumber) -> Option<StageNumber> {
        self.stages.iter().copied().find(|other| *other > stage)
    }

    /// The highest stage that needs no row: the first one, or the one that the team's plans may be
    /// in already.
    pub fn start(&self) -> StageNumber {
        self.initial.map_or(self.first(), |initial| initial.max(self.first()))
    }

    /// The stage that a first move starts at, when it is one that needs no row and is not the
    /// first. A hold moves nothing. An abort ends the rollout where it is, also where its row names
    /// no stage.
    fn started_at(&self, step: &Step) -> Option<StageNumber> {
        let is_abort = step.verb == Some(Decision::Abort);
        let moves = matches!(
            step.verb,
            None | Some(Decision::Proceed | Decision::ProceedWithException | Decision::Skip | Decision::Rollback)
        );
        let from = match step.route {
            Route::Move(Point::Stage(from), _) if moves || is_abort => from,
            Route::At(Point::Stage(from)) if is_abort => from,
            _ if is_abort => self.start(),
            _ => return None,
        };
        (from > self.first() && from <= self.start()).then_some(from)
    }
}

/// Replays the steps of recorded rows, oldest first, from *planned*.
pub fn replay(steps: &[Step], ladder: &Ladder) -> Replay {
    let mut replay = Replay::default();
    for (index, step) in steps.iter().enumerate() {
        // The first move of a rollout that was under way says where it was.
        if let Some(stage) = ladder.started_at(step).filter(|_| !replay.has_moved()) {
            replay.enter(stage, index, ladder);
        }
        replay.before.insert(index, replay.position.point());
        if step.verb == Some(Decision::Amend) {
            let same_step =
                |earlier: &usize| steps[*earlier].route == step.route && steps[*earlier].verb != Some(Decision::Amend);
            if let Some(amended) = (0..index).rev().find(same_step) {
                replay.amended.insert(amended, index);
            }
        }
        if let Some(fault) = replay.take(index, steps, ladder) {
            replay.faults.insert(index, fault);
        }
    }
    let points: Vec<Point> = replay.before.values().copied().chain([replay.position.point()]).collect();
    replay.moves = (0..steps.len()).filter(|index| points[*index] != points[index + 1]).collect();
    replay
}

/// Whether rows stand in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The oldest first.
    OldestFirst,
    /// The newest first.
    NewestFirst,
    /// They chain either way.
    Undecided,
    /// They chain neither way.
    Broken,
}

/// In which order the rows of a log stand, told by their steps. They are newest-first when their
/// transitions chain only upwards; dates decide nothing there.
pub(crate) fn order_of(steps: &[Step], ladder: &Ladder) -> Order {
    let breaks = |steps: &[Step]| {
        let faults = replay(steps, ladder).faults;
        faults
            .values()
            .any(|fault| matches!(fault, RowFault::Gap { .. } | RowFault::Repeated | RowFault::AfterTerminal))
    };
    let reversed: Vec<Step> = steps.iter().rev().cloned().collect();
    match (breaks(steps), breaks(&reversed)) {
        (true, false) => Order::NewestFirst,
        (false, true) => Order::OldestFirst,
        (true, true) => Order::Broken,
        (false, false) => Order::Undecided,
    }
}

impl Replay {
    /// Whether any row has moved the rollout.
    pub(crate) fn has_moved(&self) -> bool {
        self.high.is_some() || self.position != Position::Planned
    }

    fn take(&mut self, index: usize, steps: &[Step], ladder: &Ladder) -> Option<RowFault> {
        let step = &steps[index];
        let target = step.route.target()?;
        if step.verb == Some(Decision::Amend) {
            return None;
        }
        if let Position::Aborted(at) = self.position {
            return self.after_abort(at, target, index, step, ladder);
        }
        let was = self.position.point();
        match step.verb {
            Some(Decision::Hold) => return hold_fault(&step.route, ladder),
            // A hold is over: `2` or `2→2`.
            Some(Decision::Restart) if is_at(&step.route, was) => return None,
            Some(Decision::Abort) => {
                self.position = Position::Aborted(was.stage());
                return None;
            }
            Some(Decision::Adopt) => {
                if let Point::Stage(to) = target {
                    self.enter(to, index, ladder);
                }
                return (was != Point::Planned).then_some(RowFault::Gap { was });
            }
            _ => {}
        }
        // A row that names only where it leads starts where the rollout is.
        let (from, to) = match step.route {
            Route::Move(from, to) => (from, to),
            // Before any row it is in the first stage, which needs none.
            _ if was == Point::Planned
                && ladder.after(ladder.first()).is_some_and(|next| target == Point::Stage(next)) =>
            {
                (Point::Stage(ladder.first()), target)
            }
            _ => (was, target),
        };
        let fault = self.fault(from, to, steps, index, ladder);
        match (from, to) {
            (_, Point::Stage(to)) if from.stage() < Some(to) => self.forward(from, to, index, step.verb, ladder),
            (_, Point::Stage(to)) => self.back(to, index),
            (_, Point::Planned) => {
                self.position = Position::Planned;
                self.entered.clear();
                self.left.clear();
                self.skipped.clear();
            }
            (_, Point::Aborted) => self.position = Position::Aborted(was.stage()),
        }
        fault
    }

    /// Only a restart may follow an abort, to a stage not above the one that was given up.
    fn after_abort(
        &mut self,
        at: Option<StageNumber>,
        target: Point,
        index: usize,
        step: &Step,
        ladder: &Ladder,
    ) -> Option<RowFault> {
        let Some(Decision::Restart) = step.verb else { return Some(RowFault::AfterTerminal) };
        let Point::Stage(to) = target else { return Some(RowFault::Direction) };
        self.enter(to, index, ladder);
        self.left.retain(|stage, _| *stage < to);
        (to > at.unwrap_or(ladder.first())).then_some(RowFault::Direction)
    }

    fn fault(&self, from: Point, to: Point, steps: &[Step], index: usize, ladder: &Ladder) -> Option<RowFault> {
        let step = &steps[index];
        let was = self.position.point();
        let (start, end) = (from.stage(), to.stage());
        let walks =
            matches!(step.verb, Some(Decision::Proceed | Decision::ProceedWithException | Decision::Restart) | None);
        // The steps of a row that was recorded under other numbers were judged then.
        if step.is_renumbered {
            return None;
        }
        if walks && end > start && ladder.jumps(from, to) {
            return Some(RowFault::Skips);
        }
        let chains = from == was || (was == Point::Planned && from == Point::Stage(ladder.first()));
        let earlier = || {
            steps[..index].iter().any(|other| other.route == step.route && other.verb.is_none_or(Decision::is_forward))
        };
        if !chains && to == was && end > start && earlier() {
            return Some(RowFault::Repeated);
        }
        let agrees = match step.verb {
            Some(Decision::Rollback) => end < start,
            // The rollout goes on to where it was before it went back.
            Some(Decision::Restart) => end > start && end <= self.high,
            Some(_) => end > start,
            // The word has a finding of its own.
            None => true,
        };
        if !agrees {
            return Some(RowFault::Direction);
        }
        (!chains).then_some(RowFault::Gap { was })
    }

    /// Enters a stage without leaving one: adopt and restart.
    fn enter(&mut self, to: StageNumber, index: usize, ladder: &Ladder) {
        self.position = Position::Stage(to);
        self.high = self.high.max(Some(to));
        self.entered.retain(|stage, _| *stage <= to);
        for stage in ladder.between(None, to).chain([to]) {
            self.entered.entry(stage).or_insert(index);
        }
    }

    fn forward(&mut self, from: Point, to: StageNumber, index: usize, verb: Option<Decision>, ladder: &Ladder) {
        // A way from *planned* past the stages that need no row leaves the last of them.
        let left = from
            .stage()
            .or_else(|| ladder.before(to).map(|before| before.min(ladder.start())))
            .unwrap_or(ladder.first());
        if left < to {
            self.left.insert(left, index);
        }
        if verb == Some(Decision::Skip) {
            self.skipped.extend(ladder.between(Some(left), to));
        }
        self.reopened = None;
        self.enter(to, index, ladder);
        self.left.retain(|stage, _| *stage < to);
    }

    fn back(&mut self, to: StageNumber, index: usize) {
        self.position = Position::Stage(to);
        self.reopened = Some(to);
        self.left.retain(|stage, _| *stage < to);
        self.entered.retain(|stage, _| *stage <= to);
        self.entered.entry(to).or_insert(index);
        self.skipped.retain(|stage| *stage < to);
    }
}

/// Whether a step begins and ends at a point.
fn is_at(route: &Route, point: Point) -> bool {
    match route {
        Route::Move(from, to) => *from == point && *to == point,
        other => other.target() == Some(point),
    }
}

/// A hold stays where it is: `1`, `1→1`, or `1→2` for a step that was considered.
fn hold_fault(route: &Route, ladder: &Ladder) -> Option<RowFault> {
    let Route::Move(Point::Stage(from), Point::Stage(to)) = route else { return None };
    (*to != *from && Some(*to) != ladder.after(*from)).then_some(RowFault::Direction)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What some steps make of a plan with the stages 1, 1.5, 2a, 2b and 3-4.
    fn replayed(steps: &[(&str, &str, Decision)]) -> Replay {
        let number = |text: &str| text.parse::<StageNumber>().expect("a number");
        let stages = ["1", "1.5", "2a", "2b", "3-4"].map(number).to_vec();
        let step = |(from, to, verb): &(&str, &str, Decision)| Step {
            route: Route::Move(Point::Stage(number(from)), Point::Stage(number(to))),
            verb: Some(*verb),
            is_renumbered: false,
        };
        let steps: Vec<Step> = steps.iter().map(step).collect();
        replay(&steps, &Ladder { stages, ..Ladder::default() })
    }

    /// What is wrong with the last of some steps forward.
    fn fault(steps: &[(&str, &str)], verb: Decision) -> Option<RowFault> {
        let steps: Vec<_> = steps.iter().map(|(from, to)| (*from, *to, verb)).collect();
        replayed(&steps).faults.remove(&(steps.len() - 1))
    }

    #[test]
    fn a_replay_knows_which_rows_brought_the_rollout_somewhere() {
        let mut steps = vec![("1", "1.5", Decision::Proceed)];
        steps.extend(vec![("1.5", "1.5", Decision::Hold); 3000]);
        steps.push(("1.5", "2a", Decision::Proceed));
        steps.push(("2a", "1.5", Decision::Rollback));
        assert_eq!(Vec::from_iter(replayed(&steps).moves), [0, 3001, 3002]);
    }

    #[test]
    fn a_log_leads_from_stage_to_stage_whatever_their_numbers_are() {
        let way = [("1", "1.5"), ("1.5", "2a"), ("2a", "2b"), ("2b", "3-4")];
        for end in 1..=way.len() {
            assert_eq!(fault(&way[..end], Decision::Proceed), None, "{end}");
        }
        assert_eq!(fault(&[("1", "2a")], Decision::Proceed), Some(RowFault::Skips));
        assert_eq!(fault(&[("1", "2a")], Decision::Skip), None);
        assert_eq!(fault(&[("1", "1.5"), ("1.5", "3-4")], Decision::Proceed), Some(RowFault::Skips));
        assert_eq!(fault(&[("1", "1.5")], Decision::Hold), None);
        // Nothing was taken back that could be resumed.
        assert_eq!(fault(&[("1", "1.5")], Decision::Restart), Some(RowFault::Direction));
        assert_eq!(fault(&[("1", "2a")], Decision::Hold), Some(RowFault::Direction));
    }
}
