//! What a change means: which decisions it records, which rows it rewrites, whether it moves the stage, and what is due after it.

use crate::finding::Side;
use crate::loosening::PolicyEdit;
use crate::plan::date::read_date;
use crate::plan::log::{
    self, Decision, Ladder, LogRow, Point, Position, Replay, Route, RowFault, RowState, rank, replay,
};
use crate::plan::measure::{self, bounds_that_each_suffice, read_bound, read_plain};
use crate::plan::metric::{Metric, MetricsTable};
use crate::plan::{Criterion, DeclaredStage, Due, Met, Plan, Stage, Statement, Trigger, WorkBox};
use crate::text::{Span, fold};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::ops::RangeInclusive;

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
    /// The word used in the JSON report.
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

/// What is known of the repository around the plans, as it is after the change. Whoever reads the repository finds it out.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Paths that some plan links to, and that are not there.
    pub absent: BTreeSet<String>,
    /// By folded Rollout ID the paths of the plans that have it, as far as it was looked for.
    pub ids: BTreeMap<String, BTreeSet<String>>,
    /// What the change did to the files that say how plans are judged.
    pub policy_edits: Vec<PolicyEdit>,
}

/// Two versions of one plan, or one version whose past is unknown.
#[derive(Clone, Debug)]
pub struct Change {
    /// What happened to the file.
    pub status: Status,
    /// The plan before.
    pub base: Option<Plan>,
    /// The plan after.
    pub head: Option<Plan>,
    /// The plan before, judged by itself.
    pub before: Option<Box<Change>>,
    /// Whether the past is known. Without it nothing is said to be set in this change.
    pub compared: bool,
    /// The day that the plan is judged on.
    pub today: Date,
    /// The recorded rows in the order of time, those that this change rewrote as they stood before.
    pub rows: Vec<Row>,
    /// What those rows say together.
    pub replay: Replay,
    /// Whether the log's newest row stands first.
    pub newest_first: bool,
    /// What this change did to rows that were recorded before it.
    pub rewrites: Vec<Rewrite>,
    /// Which row of the log before is which of the log after, by their places in the two logs.
    pub same_rows: Vec<(usize, usize)>,
    /// The reported stage: what decides what is due.
    pub gate: Point,
    /// Whether the readings of the stage agree.
    pub verdict: StageVerdict,
}

/// A recorded row as it counts.
#[derive(Clone, Debug)]
pub struct Row {
    /// The row.
    pub row: LogRow,
    /// The version that its places are in.
    pub side: Side,
    /// It became recorded in this change.
    pub is_new: bool,
    /// This change rewrote or removed it, and the rule about that speaks for it alone.
    pub is_rewritten: bool,
}

/// What a change did to the record.
#[derive(Clone, Debug)]
pub enum Rewrite {
    /// A recorded row says something else.
    Modified {
        /// As it was.
        before: Box<LogRow>,
        /// As it is.
        after: Box<LogRow>,
        /// The columns that changed their meaning; only the rationale's when that alone was reworded.
        columns: Vec<&'static str>,
    },
    /// A recorded row is gone.
    Removed {
        /// As it was.
        before: Box<LogRow>,
        /// Where it stands struck through.
        struck: Option<Span>,
    },
    /// A new row stands among recorded ones.
    Inserted {
        /// The new row.
        row: Box<LogRow>,
        /// Whether it closes a gap that the log had before.
        closes_gap: bool,
    },
}

/// What shows that a rollout is in a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// The stage that it shows.
    pub stage: u32,
    /// How.
    pub kind: SignKind,
    /// Where, in the head version.
    pub span: Span,
    /// The words there.
    pub text: String,
    /// Whether this change set it.
    pub is_new: bool,
}

/// How a stage is shown outside the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignKind {
    /// The plan declares it.
    Declared,
    /// A box of the stage is ticked that is ticked only when it runs.
    Work,
    /// The Progression Decision of the stage before is filled.
    Progression,
    /// All entry criteria are met, "Stage n complete" among them.
    Entry,
}

/// Whether the readings of the stage agree. One verdict a change: the rules each report one of its kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageVerdict {
    /// They agree, as far as there are any.
    Agrees,
    /// This change shows a stage that no row leads to.
    Moved {
        /// Where the rollout is by its log, or was before anybody asked.
        from: Point,
        /// The stage that is shown.
        to: u32,
        /// What shows it, the plainest first.
        signs: Vec<Sign>,
    },
    /// This change declares an earlier stage without a row for the way back.
    Reset {
        /// Where the rollout is by its log, or was before anybody asked.
        from: Point,
        /// What is declared.
        to: Point,
        /// Where.
        span: Span,
    },
    /// What the plan declares is not what its log says.
    Mismatch {
        /// Where the log says the rollout is.
        logged: Point,
        /// What is declared.
        declared: DeclaredStage,
        /// The words.
        text: String,
        /// Where.
        span: Span,
    },
    /// Work or a claim stands above everything that was ever logged, and not since today.
    Undecided {
        /// The highest stage that the log ever reached.
        from: Point,
        /// The stage that is shown.
        to: u32,
        /// What shows it.
        signs: Vec<Sign>,
    },
}

/// A decision that this change records, or a move that it makes without one.
#[derive(Clone, Debug)]
pub struct Transition {
    /// Where the rollout was.
    pub from: Point,
    /// Where it is.
    pub to: Point,
    /// The row, when there is one.
    pub row: Option<LogRow>,
    /// For how many days the rollout had been where it was, when the days of the rows tell.
    pub stayed: Option<i32>,
    /// The row's line, or what shows the move.
    pub span: Span,
}

/// A bar that was in force before the change, and that is lower after it.
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
    /// Where it stood.
    pub before: Span,
    /// Where it stands; `None` when it is gone.
    pub after: Option<Span>,
    /// Whether this change passes the gate.
    pub passes_gate: bool,
}

/// What holds a rollout back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// An entry criterion.
    Entry,
    /// An exit criterion.
    Exit,
    /// A metric that must not get worse.
    Guardrail,
    /// What makes the team go back.
    Trigger,
    /// The share of users that a stage reaches.
    Audience,
}

/// How a bar became lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakenedHow {
    /// It is gone.
    Removed,
    /// Its number asks for less.
    LaxerNumber,
    /// It says something else, and no number tells what.
    Reworded,
    /// It was newly struck or marked N/A in the change that passes its gate.
    Excused,
    /// More users are reached.
    Raised {
        /// As many as in the next stage, or more.
        reaches_next: bool,
    },
}

/// A finished stage that a change edited.
#[derive(Clone, Debug)]
pub struct EditedStage {
    /// Its number.
    pub number: u32,
    /// `Stage 1`.
    pub title: String,
    /// Its heading, in the version after.
    pub heading: Span,
    /// What was done to it.
    pub edits: Vec<StatementEdit>,
}

/// What a change did to something that a stage says.
#[derive(Clone, Debug)]
pub struct StatementEdit {
    /// What it was called.
    pub name: String,
    /// Whether only a box was unticked.
    pub is_unticked: bool,
    /// Where it stood.
    pub before: Span,
    /// Where it stands; `None` when it is gone.
    pub after: Option<Span>,
}

/// A rollout to a share of the users that no guardrail watches.
#[derive(Clone, Debug)]
pub struct MissingGuardrail<'p> {
    /// The first stage that reaches a share of the users.
    pub stage: &'p Stage,
    /// The share, in percent.
    pub share: f64,
    /// Where the audience names it.
    pub audience: Span,
    /// The table where a guardrail belongs, when the plan has one.
    pub table: Option<&'p MetricsTable>,
    /// What is missing.
    pub lack: GuardrailLack<'p>,
}

/// What is missing for a rollout to be guarded.
#[derive(Clone, Debug)]
pub enum GuardrailLack<'p> {
    /// There is no guardrail at all.
    Row,
    /// Only the template's examples stand there, beside rows that somebody filled in, so that nothing asks for them.
    Filling(Vec<&'p Metric>),
    /// The guardrails have no such column.
    Column(&'static str),
    /// No guardrail has a number as its threshold.
    Number(Vec<&'p Metric>),
}

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

impl Change {
    /// One version, judged by itself.
    pub fn single(plan: Plan, today: Date) -> Change {
        Change::build(Status::Unchanged, None, Some(plan), false, today)
    }

    /// What happened to a plan between two versions. One of them may be missing, not both.
    pub fn between(base: Option<Plan>, head: Option<Plan>, today: Date) -> Change {
        let status = match (&base, &head) {
            (None, _) => Status::Added,
            (Some(_), None) => Status::Removed,
            (Some(base), Some(head)) if base.source.path != head.source.path => Status::Renamed,
            (Some(base), Some(head)) if base.has_the_text_of(head) => Status::Unchanged,
            _ => Status::Modified,
        };
        Change::build(status, base, head, true, today)
    }

    fn build(status: Status, base: Option<Plan>, head: Option<Plan>, compared: bool, today: Date) -> Change {
        let before = base.clone().map(|base| Box::new(Change::single(base, today)));
        let mut change = Change {
            before,
            status,
            compared,
            today,
            rows: Vec::new(),
            replay: Replay::default(),
            newest_first: false,
            rewrites: Vec::new(),
            same_rows: Vec::new(),
            gate: Point::Planned,
            verdict: StageVerdict::Agrees,
            base,
            head,
        };
        change.read_log();
        change.gate = change.reported();
        change.verdict = change.judge_stage();
        change
    }

    /// The plan after the change, or before it when it is gone.
    pub fn plan(&self) -> &Plan {
        self.head.as_ref().or(self.base.as_ref()).expect("a change has at least one side")
    }

    /// The path that the plan is known by: after the change, or before it when the plan is gone.
    pub fn path(&self) -> &str {
        &self.plan().source.path
    }

    /// The stage reported before the change; `None` when nothing was compared or there was no plan.
    pub fn base_gate(&self) -> Option<Point> {
        self.before.as_ref().map(|before| before.gate)
    }

    /// Where the log says the rollout is.
    pub fn logged(&self) -> Position {
        self.replay.position
    }

    fn first_stage(&self) -> u32 {
        self.plan().first_stage()
    }

    /// The stages that the log leads through, as they count in this change. How far a rollout may have come without a row is settled when its plan
    /// comes under rolloutlint: after that it is as far as the version before was, and what follows needs rows.
    fn ladder(&self) -> Ladder {
        let configured = &self.plan().ladder;
        let initial = match &self.before {
            // The first row of the version before started somewhere.
            Some(before) if before.replay.has_moved() => configured.initial,
            Some(before) => configured.initial.and(before.gate.stage()),
            None => configured.initial.filter(|_| !(self.compared && configured.only_for_known)),
        };
        Ladder { initial, ..configured.clone() }
    }

    /// The highest stage that needs no row: the first one, or the one that the rollout had reached before anybody asked. Once a row tells where the
    /// rollout is, that counts: a hold moves nothing, and names the stage that goes on.
    fn level_without_rows(&self) -> u32 {
        let (first, start) = (self.first_stage(), self.ladder().start());
        let held = self.rows.iter().filter(|row| row.row.verb == Some(Decision::Hold)).map(|row| match row.row.route {
            Route::Move(from, _) => from,
            Route::At(at) => at,
            _ => Point::Planned,
        });
        if self.replay.has_moved() {
            first
        } else if self.rows.is_empty() {
            start
        } else {
            held.filter_map(Point::stage).max().map_or(first, |held| held.clamp(first, start))
        }
    }

    /// Where the rollout is when no row tells: nowhere, or in the stage that it had reached before anybody asked.
    fn point_without_rows(&self) -> Point {
        let level = self.level_without_rows();
        if level > self.first_stage() { Point::Stage(level) } else { Point::Planned }
    }

    // --- the log ---

    fn read_log(&mut self) {
        let Some(head) = &self.head else { return };
        let ladder = &self.ladder();
        let head_rows: &[LogRow] = head.log.as_ref().map_or(&[], |log| &log.rows);
        let base_rows: Vec<LogRow> = self.base.iter().flat_map(|base| rows_in_numbers_of(base, head)).collect();
        let newest_first = is_newest_first(&base_rows, head_rows, ladder);
        let pairs = match_rows(&base_rows, head_rows);
        let order = |length: usize| -> Vec<usize> {
            if newest_first.unwrap_or(false) { (0..length).rev().collect() } else { (0..length).collect() }
        };
        let by_head: HashMap<usize, usize> = pairs.iter().map(|(base, head)| (*head, *base)).collect();
        let paired: BTreeSet<usize> = pairs.iter().map(|(base, _)| *base).collect();
        let before_of = |index: usize| by_head.get(&index).map(|base| &base_rows[*base]);
        let was_recorded = |index: usize| before_of(index).is_some_and(|row| row.state == RowState::Recorded);
        // Where nothing tells which end grows, both do.
        let last_old = order(head_rows.len()).into_iter().rposition(was_recorded).filter(|_| newest_first.is_some());

        let mut rows: Vec<Row> = Vec::new();
        let mut rewrites = Vec::new();
        let mut inserted: Vec<(usize, LogRow)> = Vec::new();
        for (place, index) in order(head_rows.len()).into_iter().enumerate() {
            let after = &head_rows[index];
            let before = before_of(index).filter(|row| row.state == RowState::Recorded);
            match before {
                Some(before) if after.state == RowState::Struck => {
                    rewrites.push(Rewrite::Removed { before: Box::new(before.clone()), struck: Some(after.span) });
                    rows.push(Row { row: before.clone(), side: Side::Base, is_new: false, is_rewritten: true });
                }
                Some(before) => {
                    let columns = edited_columns(before, after);
                    // A row whose cells fell out of their places counts as it stood; the rule about its cells speaks.
                    let is_edit = columns.iter().any(|column| *column != RATIONALE) || (after.uneven && !before.uneven);
                    if !columns.is_empty() {
                        rewrites.push(Rewrite::Modified {
                            before: Box::new(before.clone()),
                            after: Box::new(after.clone()),
                            columns,
                        });
                    }
                    let row = match is_edit {
                        true => Row { row: before.clone(), side: Side::Base, is_new: false, is_rewritten: true },
                        false => Row {
                            row: in_old_words(before, after),
                            side: Side::Head,
                            is_new: false,
                            is_rewritten: false,
                        },
                    };
                    rows.push(row);
                }
                None if after.state != RowState::Recorded => {}
                None if self.compared && last_old.is_some_and(|last| place < last) => {
                    inserted.push((rows.len(), after.clone()))
                }
                None => {
                    rows.push(Row { row: after.clone(), side: Side::Head, is_new: self.compared, is_rewritten: false })
                }
            }
        }
        // A row that is gone still counts where it stood.
        let mut seen = 0;
        for index in order(base_rows.len()) {
            let before = &base_rows[index];
            if before.state != RowState::Recorded {
                continue;
            }
            if paired.contains(&index) {
                seen += 1;
                continue;
            }
            rewrites.push(Rewrite::Removed { before: Box::new(before.clone()), struck: None });
            let at = nth_old(&rows, seen);
            rows.insert(at, Row { row: before.clone(), side: Side::Base, is_new: false, is_rewritten: true });
            seen += 1;
        }
        let replay_rows = |rows: &[Row]| replay(&rows.iter().map(|row| &row.row).collect::<Vec<_>>(), ladder);
        for (place, row) in inserted.into_iter().rev() {
            let mut with = rows.clone();
            with.insert(
                place.min(rows.len()),
                Row { row: row.clone(), side: Side::Head, is_new: true, is_rewritten: false },
            );
            let closes_gap = replay_rows(&with).faults.len() < replay_rows(&rows).faults.len();
            if closes_gap {
                rows = with;
            }
            rewrites.push(Rewrite::Inserted { row: Box::new(row), closes_gap });
        }
        self.replay = replay_rows(&rows);
        // A rollout is adopted by the change that adds its plan, or never: later it would be a way around every gate.
        let late = |row: &Row| row.is_new && row.row.verb == Some(Decision::Adopt) && self.base.is_some();
        let adopted: Vec<usize> =
            rows.iter().enumerate().filter(|(_, row)| late(row)).map(|(index, _)| index).collect();
        for index in adopted {
            let was = self.replay.before.get(&index).copied().unwrap_or(Point::Planned);
            self.replay.faults.insert(index, RowFault::Gap { was });
        }
        self.rows = rows;
        self.newest_first = newest_first.unwrap_or(false);
        self.rewrites = rewrites;
        self.same_rows = pairs;
    }

    /// The rows that became recorded in this change.
    pub fn new_rows(&self) -> impl Iterator<Item = &LogRow> {
        self.rows.iter().filter(|row| row.is_new).map(|row| &row.row)
    }

    /// Where the rollout was after a row.
    fn point_after(&self, index: usize) -> Point {
        self.replay.before.get(&(index + 1)).copied().unwrap_or(self.replay.position.point())
    }

    /// The place in [`Change::rows`] of the row that brought the rollout to where it is: after a way back that way, not the first time that it was
    /// there. `None` while no row has.
    pub fn arrival(&self) -> Option<usize> {
        // The first stage may run before any row tells.
        if self.gate != self.replay.position.point() {
            return None;
        }
        self.last_move_before(self.rows.len())
    }

    /// The place of the last row before one that brought the rollout somewhere.
    fn last_move_before(&self, index: usize) -> Option<usize> {
        let moves = |index: &usize| self.replay.before.get(index).is_some_and(|was| *was != self.point_after(*index));
        (0..index).rev().find(moves)
    }

    /// The day of a row, or the one that its amendment's rationale begins with.
    pub fn decided_on(&self, index: usize) -> Option<Date> {
        let amendment = self.replay.amended.get(&index).map(|amended| &self.rows[*amended].row.rationale.text);
        let corrected = amendment.and_then(|text| text.split([' ', ':', ',', ';']).next());
        corrected.and_then(|word| read_date(word).day()).or_else(|| self.rows[index].row.day.day())
    }

    /// How long the rollout was where, as its decision log has it. Time without a row that begins it is not in it.
    pub fn timeline(&self) -> Timeline {
        let mut timeline = Timeline::default();
        let mut began: Option<Date> = None;
        for (index, row) in self.rows.iter().enumerate() {
            let Some(day) = self.decided_on(index) else { continue };
            let (before, after) = (self.replay.before.get(&index).copied(), self.point_after(index));
            timeline.decisions.push(Milestone { day, step: row.row.step(), verb: row.row.verb });
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

    /// The decisions that this change records, in the order of time, and the move that it makes without one.
    pub fn transitions(&self) -> Vec<Transition> {
        let mut transitions = Vec::new();
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| row.is_new) {
            // Before any row has moved it, a rollout may be in a stage all the same.
            let (before, after) = match self.replay.has_moved() {
                true => (self.replay.before.get(&index).copied().unwrap_or(Point::Planned), self.point_after(index)),
                false => (self.point_without_rows(), self.point_without_rows()),
            };
            // `0→1` as the first row says that the first stage ran.
            let from = match (&row.row.route, before) {
                (Route::Move(from, _), Point::Planned) if after != before => *from,
                _ => before,
            };
            let came = self.last_move_before(index).and_then(|came| self.decided_on(came));
            let stayed = came.zip(self.decided_on(index)).map(|(came, left)| (left - came).get_days());
            transitions.push(Transition {
                from,
                to: after,
                row: Some(row.row.clone()),
                stayed: stayed.filter(|days| *days >= 0),
                span: row.row.span,
            });
        }
        match &self.verdict {
            StageVerdict::Moved { from, to, signs } => {
                let from = if *from == Point::Planned { Point::Stage(self.first_stage()) } else { *from };
                let span = signs.first().map_or(self.plan().heading, |sign| sign.span);
                transitions.push(Transition { from, to: Point::Stage(*to), row: None, stayed: None, span });
            }
            StageVerdict::Reset { from, to, span } => {
                transitions.push(Transition { from: *from, to: *to, row: None, stayed: None, span: *span })
            }
            _ => {}
        }
        transitions
    }

    /// Whether this change moves the rollout, with or without a row.
    pub fn moves_stage(&self) -> bool {
        self.transitions().iter().any(|transition| transition.from != transition.to)
    }

    /// Whether this change records a way back or a halt, and no way forward: it must not be held up.
    pub fn is_safe_direction(&self) -> bool {
        let is_halt = |row: &LogRow| matches!(row.verb, Some(Decision::Rollback | Decision::Hold | Decision::Abort));
        let first = self.first_stage();
        let goes_down =
            |row: &LogRow| matches!(row.route, Route::Move(from, to) if rank(to, first) < rank(from, first));
        // A row whose word cannot be read may be a way forward, unless its arrow goes down.
        let goes_back = |row: &LogRow| is_halt(row) || (row.verb.is_none() && goes_down(row));
        self.new_rows().any(goes_back) && self.new_rows().all(|row| goes_back(row) || row.verb == Some(Decision::Amend))
    }

    /// The recorded rows that log rules judge, with their places in [`Change::rows`]. A row that was rewritten, does not fit its table or is
    /// incomplete is another rule's.
    pub fn judged_rows(&self) -> impl Iterator<Item = (usize, &Row)> {
        let is_judged = |row: &&Row| !row.is_rewritten && !row.row.uneven && row.row.open_cells().is_empty();
        self.rows.iter().enumerate().filter(move |(_, row)| is_judged(row))
    }

    // --- the readings ---

    /// Work that is ticked, with what this change ticked.
    fn work_signs(&self, head: &Plan) -> Vec<Sign> {
        let mut signs = Vec::new();
        for stage in &head.stages {
            let before =
                self.base.as_ref().and_then(|base| same_stage(base, stage)).map_or(&[][..], |stage| &stage.work);
            let new = newly_ticked(before, &stage.work);
            let ticked = stage.work.iter().enumerate().filter(|(_, work)| work.ticked);
            signs.extend(ticked.map(|(index, work)| Sign {
                stage: stage.number,
                kind: SignKind::Work,
                span: work.span,
                text: work.text.clone(),
                is_new: self.compared && new.contains(&index),
            }));
        }
        signs
    }

    /// Stages that the plan claims to have reached: by the decision to leave the one before, or by entry criteria that say so.
    fn claim_signs(&self, head: &Plan) -> Vec<Sign> {
        let mut signs = Vec::new();
        for (index, stage) in head.stages.iter().enumerate() {
            let before = self.base.as_ref().and_then(|base| same_stage(base, stage));
            let claimed = decided(stage, self.today).filter(|_| !self.is_answered(stage));
            if let (Some(next), Some(span)) = (head.names.after(stage.number), claimed) {
                let is_new = self.compared && before.is_none_or(|before| !same_decision(before, stage, self.today));
                let text = stage
                    .progression
                    .as_ref()
                    .and_then(|progression| progression.date.as_ref())
                    .map_or_else(String::new, |date| date.text.clone());
                signs.push(Sign { stage: next, kind: SignKind::Progression, span, text, is_new });
            }
            let Some(previous) = index.checked_sub(1).map(|index| &head.stages[index]) else { continue };
            if let Some(criterion) = entry_claim(stage, previous.number, head) {
                let was = before.is_some_and(|before| {
                    self.base.as_ref().is_some_and(|base| entry_claim(before, previous.number, base).is_some())
                });
                signs.push(Sign {
                    stage: stage.number,
                    kind: SignKind::Entry,
                    span: criterion.span,
                    text: criterion.text.clone(),
                    is_new: self.compared && !was,
                });
            }
        }
        signs
    }

    /// Whether a row about a stage that was recorded on the day of its Progression Decision, or since, says that it was not to go on.
    fn is_answered(&self, stage: &Stage) -> bool {
        let day = stage
            .progression
            .as_ref()
            .and_then(|progression| progression.date.as_ref())
            .map(|date| read_date(&date.text));
        let Some(day) = day.and_then(|reading| reading.day()) else { return false };
        let is_about = |row: &LogRow| match row.route {
            Route::Move(from, _) => from == Point::Stage(stage.number),
            Route::At(point) => point == Point::Stage(stage.number),
            Route::Unknown(_) | Route::Open => false,
        };
        let stays = |row: &LogRow| matches!(row.verb, Some(Decision::Hold | Decision::Rollback | Decision::Abort));
        self.rows
            .iter()
            .any(|row| stays(&row.row) && is_about(&row.row) && row.row.day.day().is_some_and(|other| other >= day))
    }

    /// Decisions to leave a stage whose day has come, while the stage goes on and nothing is recorded.
    pub fn overdue_decisions(&self) -> Vec<Sign> {
        let Some(head) = &self.head else { return Vec::new() };
        if self.verdict != StageVerdict::Agrees || head.log.is_none() {
            return Vec::new();
        }
        let signs: Vec<Sign> = self.work_signs(head).into_iter().chain(self.claim_signs(head)).collect();
        let high = self.replay.high.unwrap_or(self.level_without_rows());
        signs.iter().filter(|sign| sign.stage > high && is_overdue(sign, &signs, head)).cloned().collect()
    }

    fn reported(&self) -> Point {
        let Some(head) = &self.head else { return Point::Planned };
        if self.replay.position != Position::Planned {
            return self.replay.position.point();
        }
        let Some(first) = head.stages.first() else { return Point::Planned };
        let level = self.level_without_rows();
        let declared = head.declared.as_ref().and_then(|declared| match declared.stage {
            DeclaredStage::Completed if level == first.number => None,
            _ => declared_stage(&declared.stage, head),
        });
        let work: Vec<u32> = self.work_signs(head).iter().map(|sign| sign.stage).collect();
        let claims = self.claim_signs(head).into_iter().map(|sign| sign.stage);
        let shown = work.iter().copied().chain(declared).chain(claims).filter(|stage| *stage <= level).max();
        let ready = !first.entry.is_empty() && Stage::open(&first.entry).next().is_none();
        let begun = (ready || !work.is_empty()).then_some(first.number);
        shown.max(begun).map_or(Point::Planned, Point::Stage)
    }

    fn judge_stage(&self) -> StageVerdict {
        let Some(head) = &self.head else { return StageVerdict::Agrees };
        // Without a log, and without a template that wants one, there is nothing to compare the other readings with.
        if head.log.is_none() && !head.follows_template && self.rows.is_empty() {
            return StageVerdict::Agrees;
        }
        let first = head.first_stage();
        let logged = self.replay.position;
        let from = if logged == Position::Planned { self.point_without_rows() } else { logged.point() };
        let level = match logged {
            Position::Planned => i64::from(self.level_without_rows()),
            position => rank(position.point(), first),
        };
        let declared = head.declared.as_ref().map(|declared| (declared, self.declared_is_new(&declared.stage)));
        let mut signs: Vec<Sign> = Vec::new();
        if let Some((declared, is_new)) = declared
            && let Some(stage) = declared_stage(&declared.stage, head)
        {
            signs.push(Sign {
                stage,
                kind: SignKind::Declared,
                span: declared.span,
                text: declared.text.clone(),
                is_new,
            });
        }
        signs.extend(self.work_signs(head));
        signs.extend(self.claim_signs(head));
        let reached = self.reached_in_this_change(level);
        let is_uncovered = |sign: &&Sign| {
            let covered = if sign.kind == SignKind::Declared { level } else { reached };
            sign.is_new && i64::from(sign.stage) > covered
        };
        let mut moved: Vec<Sign> = signs.iter().filter(is_uncovered).cloned().collect();
        // A row whose step cannot be read may be the decision that is looked for; that row has its own finding.
        let unread = |row: &&Row| row.row.route.target().is_none();
        if let Some(to) = moved.iter().map(|sign| sign.stage).max()
            && !self.rows.iter().filter(|row| row.is_new).any(|row| unread(&row))
        {
            moved.sort_by_key(|sign| (sign.kind, std::cmp::Reverse(sign.stage), sign.span.start));
            return StageVerdict::Moved { from, to, signs: moved };
        }
        if let Some((declared, is_new)) = declared {
            let lowered = declared_point(&declared.stage)
                .filter(|to| is_new && self.is_lowered(*to) && rank(*to, first) < rank(from, first));
            if let Some(to) = lowered {
                return StageVerdict::Reset { from, to, span: declared.span };
            }
            let unrecorded = first..=self.level_without_rows();
            if !agrees(&declared.stage, logged, &unrecorded, head.last_stage()) {
                return StageVerdict::Mismatch {
                    logged: logged.point(),
                    declared: declared.stage.clone(),
                    text: declared.text.clone(),
                    span: declared.span,
                };
            }
        }
        let high = i64::from(self.replay.high.unwrap_or(self.level_without_rows())).max(reached);
        let above = |sign: &&Sign| sign.kind != SignKind::Declared && i64::from(sign.stage) > high;
        let standing: Vec<Sign> =
            signs.iter().filter(above).filter(|sign| !is_overdue(sign, &signs, head)).cloned().collect();
        match standing.iter().map(|sign| sign.stage).max().filter(|_| !self.rows.iter().any(|row| unread(&row))) {
            Some(to) => StageVerdict::Undecided {
                from: self.replay.high.map_or(logged.point(), Point::Stage),
                to,
                signs: standing,
            },
            None => StageVerdict::Agrees,
        }
    }

    /// Whether the version before declared a later stage, and no way back is recorded.
    fn is_lowered(&self, to: Point) -> bool {
        let first = self.first_stage();
        let before = self
            .base
            .as_ref()
            .and_then(|base| base.declared.as_ref().and_then(|declared| declared_stage(&declared.stage, base)));
        let goes_back = self.new_rows().any(|row| matches!(row.verb, Some(Decision::Rollback | Decision::Abort)));
        before.is_some_and(|before| i64::from(before) > rank(to, first)) && !goes_back
    }

    /// The highest stage that this change's own rows were in, and no less than `level`. Work that is ticked in the change that records the way
    /// back from it was done there.
    fn reached_in_this_change(&self, level: i64) -> i64 {
        let first = self.first_stage();
        // A hold names the step that was considered, and an amendment one that was taken before: neither goes there.
        let goes_to = |row: &LogRow| {
            let stays = matches!(row.verb, Some(Decision::Hold | Decision::Amend | Decision::Abort));
            row.route.target().filter(|_| !stays)
        };
        let reached = self.rows.iter().enumerate().filter(|(_, row)| row.is_new).flat_map(|(index, row)| {
            let before = self.replay.before.get(&index).copied();
            before.into_iter().chain(goes_to(&row.row))
        });
        // A row at the wrong end has its own error, and is the decision that was looked for.
        let inserted = self.rewrites.iter().filter_map(|rewrite| match rewrite {
            Rewrite::Inserted { row, .. } => goes_to(row),
            _ => None,
        });
        reached.chain(inserted).map(|point| rank(point, first)).fold(level, i64::max)
    }

    fn declared_is_new(&self, stage: &DeclaredStage) -> bool {
        let before = self.base.as_ref().and_then(|base| base.declared.as_ref());
        self.compared && before.is_none_or(|before| before.stage != *stage)
    }

    /// Bars that this change lowered while they were in force: criteria, guardrails and the audience of stages that had begun before it, and the
    /// rollback triggers once there were users to protect.
    pub fn weakened_bars(&self) -> Vec<Weakened> {
        let (Some(base), Some(head), Some(Point::Stage(reached))) = (&self.base, &self.head, self.base_gate()) else {
            return Vec::new();
        };
        let mut weakened = Vec::new();
        for before in base.stages.iter().filter(|stage| stage.number <= reached) {
            // A stage whose section is gone is a missing section.
            let Some(after) = same_stage(head, before) else { continue };
            let leaves_now = self.left_by(after.number).is_some_and(|row| row.is_new);
            for (kind, old, new) in [(Bar::Entry, &before.entry, &after.entry), (Bar::Exit, &before.exit, &after.exit)]
            {
                // A list that is gone as a whole is an unmet gate.
                if new.is_empty() {
                    continue;
                }
                let passes_gate = kind == Bar::Exit && leaves_now;
                for (old, new) in pair_criteria(old, new) {
                    let Some(how) = weakening(old, new, passes_gate) else { continue };
                    weakened.push(Weakened {
                        kind,
                        stage: after.title.clone(),
                        text: old.text.clone(),
                        how,
                        before: old.span,
                        after: new.map(|new| new.span),
                        passes_gate,
                    });
                }
            }
            // What a finished stage reached is history, and its own rule's.
            let goes_on = self.before.as_ref().is_none_or(|alone| alone.left_by(before.number).is_none());
            weakened.extend(raised_audience(before, after, head).filter(|_| goes_on));
        }
        weakened.extend(weakened_guardrails(base, head, reached));
        weakened.extend(weakened_triggers(base, head, reached));
        weakened
    }

    /// What this change did to stages that were finished before it, and still are: statements that were reworded, taken away or unticked. Adding
    /// to them, and filling in what was open, rewrites nothing.
    pub fn edited_stages(&self) -> Vec<EditedStage> {
        let (Some(base), Some(head), Some(before)) = (&self.base, &self.head, &self.before) else { return Vec::new() };
        let mut edited = Vec::new();
        for old in base.stages.iter().filter(|stage| before.left_by(stage.number).is_some()) {
            let Some(new) = same_stage(head, old).filter(|new| self.left_by(new.number).is_some()) else { continue };
            let edits = edits_of(&old.statements, &new.statements);
            if !edits.is_empty() {
                edited.push(EditedStage { number: new.number, title: new.title.clone(), heading: new.heading, edits });
            }
        }
        edited
    }

    /// The first rollout to a share of the users, when no guardrail stands before it. What waits in a guardrail to be filled in is no lack.
    pub fn missing_guardrail(&self) -> Option<MissingGuardrail<'_>> {
        let head = self.head.as_ref().filter(|head| head.wants_guardrails)?;
        let exempt =
            |stage: &Stage| head.ladder.skipped.contains(&stage.number) || self.replay.skipped.contains(&stage.number);
        let (stage, (share, audience)) =
            head.stages.iter().filter(|stage| !exempt(stage)).find_map(|stage| Some((stage, stage.percentage?)))?;
        // Where the template has its table is early enough, whatever the stage.
        let in_time = |table: &&MetricsTable| table.is_asked || table.stage.is_none_or(|number| number <= stage.number);
        let tables: Vec<&MetricsTable> = head.metrics.iter().filter(in_time).collect();
        let mut examples: Vec<&Metric> = Vec::new();
        let mut guards: Vec<&Metric> = Vec::new();
        for table in &tables {
            // Nobody knows what a row says that does not fit its table, and an untouched table is asked for as a whole.
            if table.has_uneven_rows {
                return None;
            }
            let is_touched = table.metrics.iter().any(|metric| !metric.is_untouched());
            for metric in table.metrics.iter().filter(|metric| metric.is_guardrail) {
                match (metric.is_untouched(), is_touched) {
                    (true, true) => examples.push(metric),
                    (true, false) => return None,
                    (false, _) => guards.push(metric),
                }
            }
        }
        let is_whole = |metric: &&Metric| metric.has_threshold() && metric.missing_columns().next().is_none();
        if guards.iter().any(|metric| metric.is_open() || is_whole(metric)) {
            return None;
        }
        let lack = match guards.iter().find_map(|metric| metric.missing_columns().next()) {
            _ if guards.is_empty() && examples.is_empty() => GuardrailLack::Row,
            _ if guards.is_empty() => GuardrailLack::Filling(examples),
            Some(column) => GuardrailLack::Column(column),
            None => GuardrailLack::Number(guards),
        };
        let table = tables.iter().find(|table| table.is_asked).or(tables.first()).copied();
        Some(MissingGuardrail { stage, share, audience, table, lack })
    }

    // --- what is due ---

    /// Whether something is due after this change, and why.
    pub fn due(&self, due: Due) -> Option<DueReason> {
        let head = self.head.as_ref()?;
        match due {
            Due::Always => Some(DueReason { message: String::new(), place: None, in_log: false }),
            // An aborted plan is not filled in any more.
            _ if self.gate == Point::Aborted => None,
            Due::Never => None,
            Due::Created => {
                let message = "due as soon as the plan exists".to_owned();
                Some(DueReason { message, place: None, in_log: false })
            }
            Due::Entering(stage) => {
                let reached =
                    matches!(self.gate, Point::Stage(gate) if gate >= stage) && !self.replay.skipped.contains(&stage);
                reached.then(|| self.entered_by(stage, head))
            }
            Due::Leaving(stage) => {
                let index = self.replay.left.get(&stage).filter(|_| !self.replay.skipped.contains(&stage))?;
                let row = &self.rows[*index];
                let new = if row.is_new { " (new in this change)" } else { "" };
                let message = format!("leaving {} is recorded here{new}", stage_title(head, stage));
                Some(DueReason { message, place: Some((row.side, row.row.stage.span)), in_log: true })
            }
        }
    }

    fn entered_by(&self, stage: u32, head: &Plan) -> DueReason {
        let title = stage_title(head, stage);
        if let Some(row) = self.replay.entered.get(&stage).map(|index| &self.rows[*index]) {
            let new = if row.is_new { " (new in this change)" } else { "" };
            return DueReason {
                message: format!("{title} is entered here{new}"),
                place: Some((row.side, row.row.stage.span)),
                in_log: true,
            };
        }
        let declared = head.declared.as_ref().map(|declared| declared.span);
        let work =
            || head.stage(stage).and_then(|stage| stage.work.iter().find(|work| work.ticked)).map(|work| work.span);
        let entry = || head.stage(stage).and_then(|stage| stage.entry.last()).map(|criterion| criterion.span);
        let span = declared.or_else(work).or_else(entry).unwrap_or(head.heading);
        let message = format!("{title} has begun: this shows it");
        DueReason { message, place: Some((Side::Head, span)), in_log: false }
    }

    /// The forward row by which a stage was left, as far as that stands.
    pub fn left_by(&self, stage: u32) -> Option<&Row> {
        self.replay.left.get(&stage).map(|index| &self.rows[*index])
    }

    /// What would be open if the stage were reached by a row: the exit criteria on the way, and the entry criteria of the stage.
    pub fn open_on_the_way(&self, to: u32) -> Vec<(&Stage, &Criterion, &'static str)> {
        self.open_between(self.gate, to)
    }

    /// What is open of the gates between two places: the exit criteria of the stages that are left, and the entry criteria of those that are reached.
    pub fn open_between(&self, from: Point, to: u32) -> Vec<(&Stage, &Criterion, &'static str)> {
        let Some(head) = &self.head else { return Vec::new() };
        let from = from.stage().unwrap_or(head.first_stage());
        let mut open = Vec::new();
        for stage in &head.stages {
            if (from..to).contains(&stage.number) {
                open.extend(Stage::open(&stage.exit).map(|criterion| (stage, criterion, "exit")));
            }
            if stage.number > from && stage.number <= to {
                open.extend(Stage::open(&stage.entry).map(|criterion| (stage, criterion, "entry")));
            }
        }
        open
    }
}

/// The audience of a running stage, when it reaches more users than before.
fn raised_audience(before: &Stage, after: &Stage, head: &Plan) -> Option<Weakened> {
    let ((was, old), (is, new)) = (before.percentage?, after.percentage?);
    let next = head.stages.iter().filter(|stage| stage.number > after.number).find_map(|stage| stage.percentage);
    (is > was).then(|| Weakened {
        kind: Bar::Audience,
        stage: after.title.clone(),
        text: format!("{was} %"),
        how: WeakenedHow::Raised { reaches_next: next.is_some_and(|(share, _)| is >= share) },
        before: old,
        after: Some(new),
        passes_gate: false,
    })
}

/// Guardrails that are gone, that are none any more, or that let more happen before somebody is woken.
fn weakened_guardrails(base: &Plan, head: &Plan, reached: u32) -> Vec<Weakened> {
    let guardrails = |plan: &Plan| -> Vec<(Metric, Option<u32>)> {
        let rows = plan.metrics.iter().flat_map(|table| table.metrics.iter().map(|metric| (metric, table.stage)));
        let filled = rows.filter(|(metric, _)| metric.is_guardrail && !metric.is_open());
        filled.map(|(metric, stage)| (metric.clone(), stage)).collect()
    };
    let in_force = |stage: &Option<u32>| stage.is_none_or(|number| number <= reached);
    // Nobody knows what stands in a table whose rows do not fit it.
    if head.metrics.iter().any(|table| table.has_uneven_rows) {
        return Vec::new();
    }
    let after = guardrails(head);
    let threshold = |metric: &Metric| metric.threshold.as_ref().map_or_else(String::new, |value| value.text.clone());
    let mut weakened = Vec::new();
    for (old, stage) in guardrails(base).into_iter().filter(|(_, stage)| in_force(stage)) {
        let new = after.iter().map(|(metric, _)| metric).find(|new| fold(&new.name.text) == fold(&old.name.text));
        let (was, is) = (threshold(&old), new.map(threshold).unwrap_or_default());
        let how = match new {
            None => Some(WeakenedHow::Removed),
            Some(_) if fold(&was) == fold(&is) => None,
            Some(_) => match (read_bound(&was), read_bound(&is)) {
                // A bound that the baseline keeps is one to hold; one that it does not keep is an alarm.
                (Some(was), Some(is)) if was.side == is.side => {
                    let keeps = old.baseline.as_ref().and_then(|value| read_plain(&value.text));
                    let is_kept = keeps.is_some_and(|(amount, _)| was.holds(amount.value));
                    let rises = is.amount.value > was.amount.value;
                    let differs = is.amount.value != was.amount.value;
                    let is_laxer = differs && rises == ((was.side == measure::Side::Above) != is_kept);
                    is_laxer.then_some(WeakenedHow::LaxerNumber)
                }
                _ => Some(WeakenedHow::Reworded),
            },
        };
        weakened.extend(how.map(|how| Weakened {
            kind: Bar::Guardrail,
            stage: stage.map_or_else(String::new, |number| stage_title(base, number)),
            text: old.name.text.clone(),
            how,
            before: old.span,
            after: new.map(|new| new.span),
            passes_gate: false,
        }));
    }
    weakened
}

/// Rollback triggers that are gone, or that let more happen before the team goes back.
fn weakened_triggers(base: &Plan, head: &Plan, reached: u32) -> Vec<Weakened> {
    // Before the second stage there are no users to protect, and a list that is gone as a whole is an incomplete rollback plan.
    let in_force = |stage: Option<u32>| match stage {
        Some(number) => number <= reached,
        None => reached > base.first_stage(),
    };
    let as_criterion = |trigger: &Trigger| Criterion {
        key: fold(&trigger.text),
        text: trigger.text.clone(),
        span: trigger.span,
        met: if trigger.excused { Met::Reasoned } else { Met::Open },
        struck: false,
    };
    let stands = |trigger: &&Trigger| !trigger.excused && in_force(trigger.stage);
    let old: Vec<Criterion> = base.triggers.iter().filter(stands).map(as_criterion).collect();
    let new: Vec<Criterion> = head.triggers.iter().map(as_criterion).collect();
    if new.is_empty() {
        return Vec::new();
    }
    let weakened = pair_criteria(&old, &new).into_iter().filter_map(|(old, new)| {
        let how = match new {
            None => WeakenedHow::Removed,
            Some(new) if new.met == Met::Reasoned || says_the_same(&old.key, &new.key) => return None,
            Some(new) => match (&bounds_that_each_suffice(&old.text)[..], &bounds_that_each_suffice(&new.text)[..]) {
                ([was], [is]) if was.side == is.side => {
                    let goes_off_later = match was.side {
                        measure::Side::Above => is.amount.value > was.amount.value,
                        measure::Side::Below => is.amount.value < was.amount.value,
                    };
                    // Earlier is stricter, whatever the words.
                    if !goes_off_later && is.amount.value != was.amount.value {
                        return None;
                    }
                    if goes_off_later { WeakenedHow::LaxerNumber } else { WeakenedHow::Reworded }
                }
                _ => WeakenedHow::Reworded,
            },
        };
        Some(Weakened {
            kind: Bar::Trigger,
            stage: String::new(),
            text: old.text.clone(),
            how,
            before: old.span,
            after: new.map(|new| new.span),
            passes_gate: false,
        })
    });
    weakened.collect()
}

/// Each criterion of the version before with what became of it: the same words, else the most similar ones that are new.
fn pair_criteria<'c>(before: &'c [Criterion], after: &'c [Criterion]) -> Vec<(&'c Criterion, Option<&'c Criterion>)> {
    let is_same = |old: &Criterion, new: &Criterion| says_the_same(&old.key, &new.key);
    let mut free: Vec<&Criterion> = after.iter().filter(|new| !before.iter().any(|old| is_same(old, new))).collect();
    let mut pair = |old: &'c Criterion| {
        if let Some(same) = after.iter().find(|new| is_same(old, new)) {
            return (old, Some(same));
        }
        let likeness = |new: &&Criterion| strsim::normalized_levenshtein(&old.key, &new.key);
        let best = (0..free.len()).max_by(|a, b| likeness(&free[*a]).total_cmp(&likeness(&free[*b])));
        let found = best.filter(|index| likeness(&free[*index]) >= 0.5).map(|index| free.swap_remove(index));
        (old, found)
    };
    before.iter().take(MOST_CRITERIA).map(&mut pair).collect()
}

/// More criteria than this in one list are compared by nobody.
const MOST_CRITERIA: usize = 200;

/// A criterion without the reason behind it, `N/A — …`, so that giving one does not make it another criterion.
fn core_words(key: &str) -> &str {
    let end = [" — n/a", " - n/a", " n/a", ": n/a"].iter().filter_map(|mark| key.find(mark)).min();
    key[..end.unwrap_or(key.len())].trim_end_matches([' ', '—', '-', ':'])
}

/// Whether two criteria are the same one: the same words and numbers, whatever their spaces, a remark behind them apart: `— BUG-12`, `(see BUG-12)`.
fn says_the_same(old: &str, new: &str) -> bool {
    let (old, new) = (core_words(old), core_words(new));
    let is_remark = |rest: &str| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with(['—', '–', '(', '[', ';', ':']) || rest.starts_with("- ")
    };
    let extends = |short: &str, long: &str| long.strip_prefix(short).is_some_and(is_remark);
    let letters = |text: &str| {
        text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit() && *c != '.').collect::<String>()
    };
    extends(old, new) || extends(new, old) || (letters(old) == letters(new) && numbers(old) == numbers(new))
}

/// What happened to a criterion, if it became easier.
fn weakening(old: &Criterion, new: Option<&Criterion>, passes_gate: bool) -> Option<WeakenedHow> {
    let Some(new) = new else { return Some(WeakenedHow::Removed) };
    let (old_words, new_words) = (core_words(&old.key), core_words(&new.key));
    if !says_the_same(&old.key, &new.key) && new.met != Met::Reasoned {
        let (before, after) = (numbers(old_words), numbers(new_words));
        // Filling a placeholder sets the bar; it does not lower it.
        if old.text.contains('[') {
            return None;
        }
        if before == after || before.len() != after.len() {
            return Some(WeakenedHow::Reworded);
        }
        let most = ["<", "≤", "under", "below", "at most", "less than", "fewer", "no more"]
            .iter()
            .any(|word| old_words.contains(word));
        let laxer = before.iter().zip(&after).any(|(before, after)| if most { after > before } else { after < before });
        return laxer.then_some(WeakenedHow::LaxerNumber);
    }
    (passes_gate && old.met == Met::Open && new.met == Met::Reasoned).then_some(WeakenedHow::Excused)
}

fn numbers(text: &str) -> Vec<f64> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter_map(|word| word.trim_matches('.').parse().ok())
        .collect()
}

/// The column whose words may change while the decision stays the same.
pub const RATIONALE: &str = "Rationale";

/// The rows of the version before, in the stage numbers of the version after: a stage that was renumbered is matched by its name.
fn rows_in_numbers_of(base: &Plan, head: &Plan) -> Vec<LogRow> {
    let mut rows: Vec<LogRow> = base.log.as_ref().map_or_else(Vec::new, |log| log.rows.clone());
    let number_now = |point: Point| match point {
        Point::Stage(number) => {
            let name = base.stage(number).map_or("", |stage| stage.name.as_str());
            Point::Stage(head.names.named(name).unwrap_or(number))
        }
        other => other,
    };
    for row in &mut rows {
        let route = match &row.route {
            Route::Move(from, to) => Route::Move(number_now(*from), number_now(*to)),
            Route::At(point) => Route::At(number_now(*point)),
            other => other.clone(),
        };
        row.renumbered = route != row.route;
        row.route = route;
    }
    rows
}

/// A row whose stage cell was not touched means what it meant when it was recorded, whatever its words would mean today.
fn in_old_words(before: &LogRow, after: &LogRow) -> LogRow {
    let untouched = fold(&before.stage.text) == fold(&after.stage.text);
    let readable = before.route.target().is_some();
    // A row that names its stages, or whose numbers were brought up to date, is no less old for it.
    if before.route == after.route {
        return LogRow { renumbered: before.renumbered, ..after.clone() };
    }
    if !untouched || !readable {
        return after.clone();
    }
    LogRow { route: before.route.clone(), renumbered: true, ..after.clone() }
}

/// Whether a log's newest row stands first; `None` when nothing tells. The recorded rows decide, those of the version before in doubt, then the
/// steps that the template prepared, at last the dates. The version after comes first, for a log may be turned round.
fn is_newest_first(base: &[LogRow], head: &[LogRow], ladder: &Ladder) -> Option<bool> {
    let recorded =
        |rows: &[LogRow]| rows.iter().filter(|row| row.state == RowState::Recorded).cloned().collect::<Vec<LogRow>>();
    let prepared = |rows: &[LogRow]| {
        rows.iter()
            .filter(|row| row.state != RowState::Struck && row.route.target().is_some())
            .cloned()
            .collect::<Vec<LogRow>>()
    };
    let mut is_broken = false;
    let days: Vec<Date> = recorded(head).iter().filter_map(|row| row.day.day()).collect();
    let rises = days.len() > 1 && days.windows(2).all(|pair| pair[0] < pair[1]);
    for (is_prepared, rows) in
        [(false, recorded(head)), (false, recorded(base)), (true, prepared(base)), (true, prepared(head))]
    {
        match log::order_of(&rows.iter().collect::<Vec<_>>(), ladder) {
            // A row that is only being prepared may stand anywhere; it does not turn round a log whose days rise.
            log::Order::NewestFirst if is_prepared && rises => return Some(false),
            log::Order::OldestFirst => return Some(false),
            log::Order::NewestFirst => return Some(true),
            log::Order::Broken => is_broken = true,
            log::Order::Undecided => {}
        }
    }
    let falls = days.len() > 1 && days.windows(2).all(|pair| pair[0] > pair[1]);
    (is_broken || falls).then_some(falls && !is_broken)
}

/// The place of the row that stands behind the first `seen` rows of the base.
fn nth_old(rows: &[Row], seen: usize) -> usize {
    let mut old = rows.iter().enumerate().filter(|(_, row)| !row.is_new).map(|(index, _)| index);
    match seen.checked_sub(1) {
        Some(last) => old.nth(last).map_or(rows.len(), |index| index + 1),
        None => old.next().unwrap_or(0).min(rows.len()),
    }
}

/// How many pairs of rows are compared at the most: hundreds of rewritten rows, which no honest change has.
const MOST_COMPARISONS: usize = 250_000;

/// Pairs the rows of two versions: equal decisions first, then by most equal cells, then by order.
fn match_rows(base: &[LogRow], head: &[LogRow]) -> Vec<(usize, usize)> {
    let equal = |one: &LogRow, other: &LogRow| {
        one.state == other.state && one.same_decision(other) && fold(&one.rationale.text) == fold(&other.rationale.text)
    };
    let prefix = base.iter().zip(head).take_while(|(one, other)| equal(one, other)).count();
    let rest = (base.len() - prefix).min(head.len() - prefix);
    let suffix =
        base.iter().rev().zip(head.iter().rev()).take(rest).take_while(|(one, other)| equal(one, other)).count();
    let mut pairs: Vec<(usize, usize)> = (0..prefix).map(|index| (index, index)).collect();
    pairs.extend((0..suffix).map(|index| (base.len() - 1 - index, head.len() - 1 - index)));

    let mut taken: (BTreeSet<usize>, BTreeSet<usize>) =
        (pairs.iter().map(|(base, _)| *base).collect(), pairs.iter().map(|(_, head)| *head).collect());
    // Rows that did not change are paired without comparing each with each.
    let mut waiting: HashMap<(RowState, &[String]), VecDeque<usize>> = HashMap::new();
    for (index, row) in head.iter().enumerate().filter(|(index, _)| !taken.1.contains(index)) {
        waiting.entry((row.state, &row.cells)).or_default().push_back(index);
    }
    for (index, row) in base.iter().enumerate().filter(|(index, _)| !taken.0.contains(index)) {
        if let Some(found) = waiting.get_mut(&(row.state, &row.cells[..])).and_then(VecDeque::pop_front) {
            pairs.push((index, found));
        }
    }
    for (one, other) in &pairs {
        taken.0.insert(*one);
        taken.1.insert(*other);
    }
    let left: Vec<usize> = (0..base.len()).filter(|index| !taken.0.contains(index)).collect();
    let right: Vec<usize> = (0..head.len()).filter(|index| !taken.1.contains(index)).collect();
    if left.len() * right.len() > MOST_COMPARISONS {
        pairs.extend(left.into_iter().zip(right));
        return pairs;
    }
    let mut scored: Vec<(usize, usize, usize)> = Vec::new();
    for one in &left {
        for other in &right {
            let score = likeness(&base[*one], &head[*other]);
            if score > 0 {
                scored.push((score, *one, *other));
            }
        }
    }
    scored.sort_by_key(|(score, one, other)| (std::cmp::Reverse(*score), one.abs_diff(*other), *one));
    for (score, one, other) in scored {
        if taken.0.contains(&one) || taken.1.contains(&other) {
            continue;
        }
        // Rows that have little in common are the same row only when they also stand at the same place.
        let crosses = pairs.iter().any(|(base, head)| (*base < one) != (*head < other));
        if score < 3 && (crosses || base[one].state != RowState::Recorded && score < 2) {
            continue;
        }
        taken.0.insert(one);
        taken.1.insert(other);
        pairs.push((one, other));
    }
    pairs
}

/// How much two rows have in common. The stage, the date and the rationale tell more than the other two.
fn likeness(one: &LogRow, other: &LogRow) -> usize {
    if one.uneven || other.uneven {
        return one.cells.iter().filter(|cell| !cell.is_empty() && other.cells.contains(cell)).count() * 2;
    }
    let same = |equal: bool, open: bool, weight: usize| if equal && !open { weight } else { 0 };
    same(one.same_stage(other), one.stage.is_open(), 2)
        + same(one.same_date(other), one.date.is_open(), 2)
        + same(one.same_verb(other), one.decision.is_open(), 1)
        + same(one.same_deciders(other), one.decided_by.is_open(), 1)
        + same(fold(&one.rationale.text) == fold(&other.rationale.text), one.rationale.is_open(), 2)
}

/// The columns of a recorded row that say something else now. What was open or unreadable may be cured; a row whose cells do not fit its table is
/// compared only by the cells that were in their places.
pub fn edited_columns(before: &LogRow, after: &LogRow) -> Vec<&'static str> {
    if after.uneven && !before.uneven {
        // The row became unreadable: the rule about its cells speaks.
        return Vec::new();
    }
    let mut columns = Vec::new();
    if !before.same_date(after) {
        columns.push("Date");
    }
    if !before.same_stage(after) && !matches!(before.route, Route::Open | Route::Unknown(_)) {
        columns.push("Stage");
    }
    // A word that could not be read may be cured, but not so that the row leads elsewhere than it did.
    let leads_elsewhere = |verb: Decision| match verb {
        Decision::Hold | Decision::Amend | Decision::Abort => {
            matches!(before.route, Route::Move(..)) && !before.decision.is_open()
        }
        _ => false,
    };
    if !before.same_verb(after) && (before.verb.is_some() || after.verb.is_some_and(leads_elsewhere)) {
        columns.push("Decision");
    }
    if before.uneven {
        // The names must be among the cells that the row had, wherever they stood.
        if !before.cells.contains(&fold(&after.decided_by.text)) {
            columns.push("Decided By");
        }
        return columns;
    }
    if !before.same_deciders(after) && !before.decided_by.is_open() {
        columns.push("Decided By");
    }
    if fold(&before.rationale.text) != fold(&after.rationale.text) && !before.rationale.is_open() {
        columns.push(RATIONALE);
    }
    columns
}

/// The same stage in another version: by its name, for a stage may be renumbered, else by its number.
fn same_stage<'p>(plan: &'p Plan, stage: &Stage) -> Option<&'p Stage> {
    let key = fold(&stage.name);
    let named = plan.stages.iter().find(|other| !key.is_empty() && fold(&other.name) == key);
    named.or_else(|| plan.stage(stage.number))
}

/// The statements of a stage that say something else after a change. Each has one counterpart: one that says the same, else one of its name,
/// else one that only says more.
fn edits_of(before: &[Statement], after: &[Statement]) -> Vec<StatementEdit> {
    let mut free: Vec<usize> = (0..after.len()).collect();
    let mut take = |is_it: &dyn Fn(&Statement) -> bool| {
        let found = free.iter().position(|index| is_it(&after[*index]))?;
        Some(free.remove(found))
    };
    let before = || before.iter().take(MOST_STATEMENTS);
    // What says the same is taken first, so that no other one takes its place.
    let same: Vec<Option<usize>> =
        before().map(|old| take(&|new: &Statement| new.key == old.key && says_as_before(old, new))).collect();
    let mut edits = Vec::new();
    for (old, same) in before().zip(same).filter(|(old, _)| !old.open) {
        let named = |new: &Statement| new.key == old.key;
        let more = |new: &Statement| says_the_same(&old.key, &new.key);
        let new = same.or_else(|| take(&named)).or_else(|| take(&more)).map(|index| &after[index]);
        let keeps_words = new.is_some_and(|new| says_as_before(old, new) || (new.key != old.key && more(new)));
        if keeps_words && new.is_some_and(|new| old.ticks.iter().all(|tick| new.ticks.contains(tick))) {
            continue;
        }
        let after = new.map(|new| new.span);
        edits.push(StatementEdit { name: old.name.clone(), is_unticked: keeps_words, before: old.span, after });
    }
    edits
}

/// More statements than this in one stage are compared by nobody.
const MOST_STATEMENTS: usize = 500;

/// Whether each part of a statement says what it said. A column that is new says nothing about the old ones.
fn says_as_before(old: &Statement, new: &Statement) -> bool {
    old.said.iter().all(|(column, said)| new.said.iter().any(|(other, now)| other == column && now == said))
}

/// The boxes (by their place in the list) that are ticked now and were not before. A ticked box that was reworded is not ticked anew.
fn newly_ticked(before: &[WorkBox], after: &[WorkBox]) -> BTreeSet<usize> {
    let mut was: HashMap<&str, usize> = HashMap::new();
    for work in before.iter().filter(|work| work.ticked) {
        *was.entry(work.key.as_str()).or_default() += 1;
    }
    let mut new: Vec<usize> = Vec::new();
    for (index, work) in after.iter().enumerate().filter(|(_, work)| work.ticked) {
        match was.get_mut(work.key.as_str()).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => new.push(index),
        }
    }
    let now: BTreeSet<&str> = after.iter().map(|work| work.key.as_str()).collect();
    let texts: BTreeSet<&str> = before.iter().map(|work| work.key.as_str()).collect();
    let mut reworded: usize = was.iter().filter(|(key, _)| !now.contains(**key)).map(|(_, count)| count).sum();
    new.retain(|index| {
        let is_reworded = reworded > 0 && !texts.contains(after[*index].key.as_str());
        reworded -= usize::from(is_reworded);
        !is_reworded
    });
    new.into_iter().collect()
}

/// Where a stage's Progression Decision says that it is over: a date that has come, and somebody who decided.
fn decided(stage: &Stage, today: Date) -> Option<Span> {
    let progression = stage.progression.as_ref()?;
    let date = progression.date.as_ref().filter(|date| date.is_filled())?;
    let decider = progression.decider.as_ref().filter(|decider| decider.is_filled())?;
    let day = read_date(&date.text).day()?;
    (day <= today).then_some(date.span).filter(|_| !decider.text.is_empty())
}

/// Whether the decision to leave a stage stood before, with the same day.
fn same_decision(before: &Stage, after: &Stage, today: Date) -> bool {
    let day = |stage: &Stage| {
        let progression = stage.progression.as_ref()?;
        let date = progression.date.as_ref().filter(|date| date.is_filled())?;
        progression.decider.as_ref().filter(|decider| decider.is_filled())?;
        read_date(&date.text).day()
    };
    // A target date that has come since was no decision of this change.
    day(before).is_some() && day(before) == day(after) && decided(after, today).is_some()
}

/// The entry criterion that says that the stage before is over, when all entry criteria are met and this one is ticked.
fn entry_claim<'s>(stage: &'s Stage, previous: u32, plan: &Plan) -> Option<&'s Criterion> {
    if Stage::open(&stage.entry).next().is_some() {
        return None;
    }
    stage.entry.iter().find(|criterion| criterion.met == Met::Ticked && plan.names.mentions(&criterion.text, previous))
}

/// A Progression date that has passed while the stage goes on: late, not secretly moved.
fn is_overdue(sign: &Sign, signs: &[Sign], head: &Plan) -> bool {
    let only_this = !signs.iter().any(|other| {
        other.stage == sign.stage && other.kind != SignKind::Progression && other.kind != SignKind::Declared
    });
    let before = head.stages.iter().take_while(|stage| stage.number < sign.stage).last();
    let unfinished = before.is_some_and(|stage| Stage::open(&stage.exit).next().is_some());
    sign.kind == SignKind::Progression && only_this && unfinished
}

fn declared_stage(declared: &DeclaredStage, plan: &Plan) -> Option<u32> {
    match declared {
        DeclaredStage::Stage(number) => Some(*number),
        DeclaredStage::Completed => Some(plan.last_stage()),
        DeclaredStage::Planned | DeclaredStage::Aborted | DeclaredStage::Unknown => None,
    }
}

fn declared_point(declared: &DeclaredStage) -> Option<Point> {
    match declared {
        DeclaredStage::Stage(number) => Some(Point::Stage(*number)),
        DeclaredStage::Planned => Some(Point::Planned),
        DeclaredStage::Aborted => Some(Point::Aborted),
        DeclaredStage::Completed | DeclaredStage::Unknown => None,
    }
}

/// `unrecorded` are the stages that need no row.
fn agrees(declared: &DeclaredStage, logged: Position, unrecorded: &RangeInclusive<u32>, last: u32) -> bool {
    match (declared, logged) {
        (DeclaredStage::Planned, Position::Planned) => true,
        (DeclaredStage::Aborted, Position::Aborted(_)) => true,
        (DeclaredStage::Completed, Position::Stage(number)) => number == last,
        (DeclaredStage::Completed, Position::Planned) => *unrecorded.start() < last && unrecorded.contains(&last),
        (DeclaredStage::Stage(number), Position::Planned) => unrecorded.contains(number),
        (DeclaredStage::Stage(number), Position::Stage(logged)) => *number == logged,
        _ => false,
    }
}

/// `Stage 1`, in the plan's own word.
pub fn stage_title(plan: &Plan, number: u32) -> String {
    plan.stage(number).map_or_else(|| format!("Stage {number}"), |stage| stage.title.clone())
}
