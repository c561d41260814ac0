//! A change of one rollout, and what is judged.

use crate::finding::Side;
use crate::pairing::Pairing;
use crate::plan::Plan;
use crate::plan::log::{Decision, LogRow, Point, Route, Step};
use crate::standing::{Reading, Rewrite, RowId, Sign, StageVerdict, Standing};
use crate::text::Span;
use crate::version::Version;
use jiff::civil::Date;
use std::sync::Arc;

/// What a change did to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// There was no such plan before.
    Added,
    /// The plan's text changed, or its decisions in another file.
    Modified,
    /// The plan is gone, or is no longer where plans are kept.
    Removed,
    /// The plan has another path.
    Renamed,
    /// Nothing was compared, or nothing differs.
    Unchanged,
}

impl Status {
    /// The word for it, lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Added => "added",
            Status::Modified => "modified",
            Status::Removed => "removed",
            Status::Renamed => "renamed",
            Status::Unchanged => "unchanged",
        }
    }
}

/// What is judged: one version by itself, or what a change does to a rollout.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A version whose past is unknown.
    Version(Box<Standing>),
    /// A change.
    Change(Box<Change>),
}

/// What a change does to one rollout.
#[derive(Clone, Debug)]
pub struct Change {
    /// What happened to the file.
    pub status: Status,
    /// The two versions, and what is what between them.
    pub pairing: Pairing,
    /// Where the version before stands by itself; `None` for a plan that is new.
    pub before: Option<Standing>,
    /// Where the version after stands by the merged record; `None` for a plan that is gone.
    pub after: Option<Standing>,
    /// What the change did to rows that were recorded before it.
    pub rewrites: Vec<Rewrite>,
    /// The day that it is judged on.
    pub today: Date,
}

/// A decision that this change records, or a move that it makes without one.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    /// Where the rollout was.
    pub from: Point,
    /// Where it is.
    pub to: Point,
    /// The row in the record of the version after, when there is one.
    pub row: Option<usize>,
    /// For how many days the rollout had been where it was, when the days of the rows tell.
    pub stayed: Option<i32>,
    /// The row's line, or what shows the move.
    pub span: Span,
}

impl Subject {
    /// One version by itself.
    pub fn version(version: Arc<Version>, today: Date) -> Subject {
        Subject::Version(Box::new(Standing::alone(version, today)))
    }

    /// What happened between two versions, of which one may be missing.
    pub fn change(base: Option<Arc<Version>>, head: Option<Arc<Version>>, today: Date) -> Subject {
        Subject::Change(Box::new(Change::between(base, head, today)))
    }

    /// Where the rollout stands; `None` when its plan is gone.
    pub fn standing(&self) -> Option<&Standing> {
        match self {
            Subject::Version(standing) => Some(standing),
            Subject::Change(change) => change.after.as_ref(),
        }
    }

    /// The change, when there is one.
    pub(crate) fn as_change(&self) -> Option<&Change> {
        match self {
            Subject::Version(_) => None,
            Subject::Change(change) => Some(change),
        }
    }

    /// The version after, or the only one; `None` when the plan is gone.
    pub fn head(&self) -> Option<&Arc<Version>> {
        self.standing().map(|standing| &standing.version)
    }

    /// The version before; `None` when the plan is new or its past unknown.
    pub fn base(&self) -> Option<&Arc<Version>> {
        self.as_change().and_then(|change| change.pairing.base.as_ref())
    }

    /// The plan after the change, or before it when it is gone.
    pub fn plan(&self) -> &Plan {
        match self {
            Subject::Version(standing) => standing.plan(),
            Subject::Change(change) => change.plan(),
        }
    }

    /// The path that the plan is known by: after the change, or before it when the plan is gone.
    pub fn path(&self) -> &str {
        &self.plan().source.path
    }

    /// What happened to the file. Nothing is known to have happened to a version by itself.
    pub fn status(&self) -> Status {
        self.as_change().map_or(Status::Unchanged, |change| change.status)
    }

    /// The day that it is judged on.
    pub fn today(&self) -> Date {
        match self {
            Subject::Version(standing) => standing.today,
            Subject::Change(change) => change.today,
        }
    }

    /// The decisions that the change records, and the move that it makes without one.
    pub fn transitions(&self) -> Vec<Transition> {
        self.as_change().map(Change::transitions).unwrap_or_default()
    }
}

impl Change {
    /// What happened to a rollout between two versions. One of them may be missing, not both.
    pub fn between(base: Option<Arc<Version>>, head: Option<Arc<Version>>, today: Date) -> Change {
        let status = match (&base, &head) {
            (None, _) => Status::Added,
            (Some(_), None) => Status::Removed,
            (Some(base), Some(head)) if base.source.path != head.source.path => Status::Renamed,
            (Some(base), Some(head)) if base.has_the_text_of(head) => Status::Unchanged,
            _ => Status::Modified,
        };
        let before = base.as_ref().map(|base| Standing::alone(Arc::clone(base), today));
        let pairing = Pairing::new(base, head);
        let (after, rewrites) = Standing::after(&pairing, before.as_ref(), today).unzip();
        Change { status, pairing, before, after, rewrites: rewrites.unwrap_or_default(), today }
    }

    /// The version before; `None` when the plan is new.
    pub fn base(&self) -> Option<&Arc<Version>> {
        self.pairing.base.as_ref()
    }

    /// The version after; `None` when the plan is gone.
    pub fn head(&self) -> Option<&Arc<Version>> {
        self.pairing.head.as_ref()
    }

    /// The plan after the change, or before it when it is gone.
    pub fn plan(&self) -> &Plan {
        self.head().or(self.base()).expect("a change has at least one version").plan()
    }

    /// The path that the plan is known by: after the change, or before it when the plan is gone.
    pub fn path(&self) -> &str {
        &self.plan().source.path
    }

    /// The stage reported before the change; `None` when there was no plan.
    pub(crate) fn base_gate(&self) -> Option<Point> {
        self.before.as_ref().map(|before| before.gate)
    }

    /// Where the rollout was before the change, by what tells where it is after it; `None` when
    /// there was no plan.
    pub(crate) fn place_before(&self) -> Option<Point> {
        let before = self.before.as_ref()?;
        let is_judged = |after: &Standing| !matches!(after.verdict, StageVerdict::NotJudged { .. });
        Some(if self.after.as_ref().is_some_and(is_judged) { before.gate } else { before.place() })
    }

    /// The stage reported after the change; *planned* when the plan is gone.
    pub fn gate(&self) -> Point {
        self.after.as_ref().map_or(Point::Planned, |after| after.gate)
    }

    /// A row of the log before.
    pub(crate) fn row_before(&self, index: usize) -> &LogRow {
        &self.base().expect("only a version before has such rows").rows()[index]
    }

    /// A row of the log after.
    pub(crate) fn row_after(&self, index: usize) -> &LogRow {
        &self.head().expect("only a version after has such rows").rows()[index]
    }

    /// The step of a row of the log before, in the stages of the version after: `1→2`.
    pub(crate) fn step_before(&self, index: usize) -> String {
        self.row_before(index).step_by(self.pairing.route_at_head(index))
    }

    /// The decisions that this change records, in the order of time, and the move that it makes
    /// without one.
    pub fn transitions(&self) -> Vec<Transition> {
        let Some(standing) = &self.after else { return Vec::new() };
        let mut transitions = Vec::new();
        for index in standing.new_rows() {
            // Before any row has moved it, a rollout may be in a stage all the same.
            let (before, after) = match standing.replay.has_moved() {
                true => {
                    (standing.replay.before.get(&index).copied().unwrap_or(Point::Planned), standing.point_after(index))
                }
                false => (standing.point_held(index), standing.point_held(index)),
            };
            // `0→1` as the first row says that the first stage ran.
            let from = match (standing.route(index), before) {
                (Route::Move(from, _), Point::Planned) if after != before => *from,
                _ => before,
            };
            let came = standing.last_move_before(index).and_then(|came| standing.decided_on(came));
            let stayed = came.zip(standing.decided_on(index)).map(|(came, left)| (left - came).get_days());
            transitions.push(Transition {
                from,
                to: after,
                row: Some(index),
                stayed: stayed.filter(|days| *days >= 0),
                span: standing.row(index).span,
            });
        }
        match &standing.verdict {
            StageVerdict::Moved { from, to, signs } => {
                let from = if *from == Point::Planned { Point::Stage(standing.plan().first_stage()) } else { *from };
                let span = signs.first().map_or(standing.plan().heading, |sign| sign.span);
                transitions.push(Transition { from, to: Point::Stage(*to), row: None, stayed: None, span });
            }
            StageVerdict::Reset { from, to, span } => {
                transitions.push(Transition { from: *from, to: *to, row: None, stayed: None, span: *span })
            }
            _ => {}
        }
        transitions
    }

    /// The readings by which this change shows a move: the log first, where a row records it.
    pub fn shown_by(&self, transition: &Transition) -> Vec<Reading> {
        let logged = transition.row.map(|_| Reading::Log);
        let signs = self.after.iter().flat_map(|after| &after.signs);
        let mut new: Vec<&Sign> =
            signs.filter(|sign| sign.is_new && Point::Stage(sign.stage) == transition.to).collect();
        new.sort_by_key(|sign| sign.kind);
        let declares_another = logged.is_none() && new.is_empty();
        let mut shown: Vec<Reading> = logged.into_iter().chain(new.iter().map(|sign| sign.kind.reading())).collect();
        shown.extend(declares_another.then_some(Reading::Declared));
        shown.dedup();
        shown
    }

    /// Whether the plan says what it said before, and only flag files say something else.
    pub(crate) fn is_of_flags_alone(&self) -> bool {
        let is_said = |version: &Arc<Version>| !version.exposures().is_empty();
        self.status == Status::Unchanged && self.head().into_iter().chain(self.base()).any(is_said)
    }

    /// Whether this change moves the rollout, with or without a row.
    pub(crate) fn moves_stage(&self) -> bool {
        self.transitions().iter().any(|transition| transition.from != transition.to)
    }

    /// Whether this change does nothing to the record but take the newest decisions out of it, with
    /// all that they brought, as `git revert` does. Then no row stands in the record as it stood
    /// before.
    pub(crate) fn takes_back(&self) -> bool {
        let is_removed = |rewrite: &Rewrite| matches!(rewrite, Rewrite::Removed { .. });
        let stands = |standing: &Standing| standing.record.iter().all(|row| row.id.side == Side::Head);
        !self.rewrites.is_empty() && self.rewrites.iter().all(is_removed) && self.after.as_ref().is_some_and(stands)
    }

    /// Whether this change records a way back or a halt, and no way forward: it must not be held
    /// up.
    pub(crate) fn is_safe_direction(&self) -> bool {
        let Some(standing) = &self.after else { return false };
        // A row that was written in between older ones says nothing of where the change leads.
        let is_inserted = |id: RowId| {
            id.side == Side::Head
                && self
                    .rewrites
                    .iter()
                    .any(|rewrite| matches!(rewrite, Rewrite::Inserted { row, .. } if *row == id.index))
        };
        let new = || standing.new_rows().map(|index| &standing.record[index]);
        let steps = || new().filter(|row| !is_inserted(row.id)).map(|row| &row.step);
        let is_halt = |step: &Step| matches!(step.verb, Some(Decision::Rollback | Decision::Hold | Decision::Abort));
        let goes_down = |step: &Step| matches!(step.route, Route::Move(from, to) if to.stage() < from.stage());
        // A row whose word cannot be read may be a way forward, unless its arrow goes down.
        let goes_back = |step: &Step| is_halt(step) || (step.verb.is_none() && goes_down(step));
        steps().any(goes_back) && steps().all(|step| goes_back(step) || step.verb == Some(Decision::Amend))
    }
}
