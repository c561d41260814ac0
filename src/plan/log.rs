//! The decision log: rows with their states, what each row says, and what the rows say together.

use super::date::DateReading;
use super::value::Value;
use crate::text::{Span, fold};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The table that records decisions.
#[derive(Clone, Debug)]
pub struct Log {
    /// The line of the headers.
    pub header: Span,
    /// What each column holds, in their order.
    pub columns: Vec<Column>,
    /// The rows, in the order of the table.
    pub rows: Vec<LogRow>,
}

/// What a column of the log holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// When it was decided.
    Date,
    /// From which stage to which.
    Stage,
    /// What was decided.
    Decision,
    /// Why.
    Rationale,
    /// By whom.
    DecidedBy,
    /// A column of the team's own.
    Other,
}

/// A row of the log.
#[derive(Clone, Debug)]
pub struct LogRow {
    /// The row's line.
    pub span: Span,
    /// What has become of it.
    pub state: RowState,
    /// When it was decided.
    pub date: Value,
    /// The date, read.
    pub day: DateReading,
    /// From which stage to which.
    pub stage: Value,
    /// The stage cell, read.
    pub route: Route,
    /// What was decided.
    pub decision: Value,
    /// The decision, read; `None` when the cell is open or its word unknown.
    pub verb: Option<Decision>,
    /// Why.
    pub rationale: Value,
    /// By whom.
    pub decided_by: Value,
    /// The people, a name each.
    pub deciders: Vec<String>,
    /// The row has more or fewer cells than the table has columns, so that its cells may not be what they seem.
    pub uneven: bool,
}

/// What has become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    /// Still the template's text.
    Template,
    /// Begun, without a date that can be read: a plan, not a decision.
    Pending,
    /// Dated: a decision, immutable once it is on the base branch.
    Recorded,
    /// Struck through: taken back.
    Struck,
}

/// A decision's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// Go on to the next stage.
    Proceed,
    /// Go on although an exit criterion is open: the one sanctioned way.
    ProceedWithException,
    /// Considered, and stay.
    Hold,
    /// Back to an earlier stage.
    Rollback,
    /// Jump over stages.
    Skip,
    /// End the rollout.
    Abort,
    /// Begin again after an abort.
    Restart,
    /// Bring a running rollout under this plan.
    Adopt,
    /// Correct an earlier row.
    Amend,
}

/// Each decision with its own word and the words that mean the same.
const VOCABULARY: &[(Decision, &str, &[&str])] = &[
    (
        Decision::Proceed,
        "proceed",
        &[
            "go",
            "advance",
            "advanced",
            "approved",
            "approve",
            "ship",
            "ship it",
            "launch",
            "promote",
            "promoted",
            "proceeded",
            "go live",
        ],
    ),
    (
        Decision::ProceedWithException,
        "proceed with exception",
        &[
            "proceed with exceptions",
            "go with exception",
            "go with exceptions",
            "approved with exception",
            "conditional go",
            "go condicionado",
        ],
    ),
    (
        Decision::Hold,
        "hold",
        &["no-go", "no go", "nogo", "pause", "paused", "extend", "extended", "held", "wait", "stay", "not ready"],
    ),
    (Decision::Rollback, "rollback", &["roll back", "rolled back", "roll-back", "revert", "reverted"]),
    (Decision::Skip, "skip", &["skipped"]),
    (Decision::Abort, "abort", &["aborted", "kill", "killed", "stop", "stopped", "cancel", "cancelled", "canceled"]),
    (Decision::Restart, "restart", &["resume", "resumed", "restarted"]),
    (Decision::Adopt, "adopt", &["adopted"]),
    (Decision::Amend, "amend", &["amended", "amendment", "correction", "corrected"]),
];

/// The decisions' own words, which a configuration may add words to.
pub fn decision_words() -> Vec<&'static str> {
    VOCABULARY.iter().map(|(_, word, _)| *word).collect()
}

impl Decision {
    /// The decision's own word, lower case.
    pub fn word(self) -> &'static str {
        VOCABULARY.iter().find(|(decision, _, _)| *decision == self).map_or("", |(_, word, _)| word)
    }

    /// Reads a decision cell. A remark may stand behind the word: `Proceed (7 of 8)`. `more` are a team's own words by decision word.
    pub fn read(text: &str, more: &BTreeMap<String, Vec<String>>) -> Option<Decision> {
        let folded = fold(text);
        let said = folded.trim_matches(|c: char| !c.is_alphanumeric());
        let mut best: Option<(usize, Decision)> = None;
        for (decision, word, synonyms) in VOCABULARY {
            let own = more.get(*word).into_iter().flatten().map(|word| fold(word));
            for word in synonyms.iter().chain([word]).map(|word| (*word).to_owned()).chain(own) {
                let Some(rest) = said.strip_prefix(word.as_str()) else { continue };
                let ends =
                    rest.trim_start().chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '/');
                if ends && best.is_none_or(|(length, _)| word.len() > length) {
                    best = Some((word.len(), *decision));
                }
            }
        }
        best.map(|(_, decision)| decision)
    }

    /// Whether the decision takes the rollout further.
    pub fn is_forward(self) -> bool {
        matches!(
            self,
            Decision::Proceed | Decision::ProceedWithException | Decision::Skip | Decision::Adopt | Decision::Restart
        )
    }
}

/// What a stage cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `1→2`.
    Move(Point, Point),
    /// `2`, or `→2`.
    At(Point),
    /// A word that names no stage.
    Unknown(String),
    /// Nothing, or the template's bracket.
    Open,
}

impl Route {
    /// Where the row leads.
    pub fn target(&self) -> Option<Point> {
        match self {
            Route::Move(_, to) | Route::At(to) => Some(*to),
            Route::Unknown(_) | Route::Open => None,
        }
    }
}

/// Where a rollout can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Point {
    /// Not begun.
    Planned,
    /// In a stage.
    Stage(u32),
    /// Given up.
    Aborted,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Point::Planned => f.write_str("planned"),
            Point::Stage(number) => write!(f, "{number}"),
            Point::Aborted => f.write_str("aborted"),
        }
    }
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
    pub high: Option<u32>,
    /// By which row each stage at or below the current one was entered.
    pub entered: BTreeMap<u32, usize>,
    /// By which forward row each stage was left, as far as that still stands.
    pub left: BTreeMap<u32, usize>,
    /// Stages that were jumped over by *skip*.
    pub skipped: BTreeSet<u32>,
    /// What is wrong with a row.
    pub faults: BTreeMap<usize, RowFault>,
    /// Where the rollout was before each row that was replayed.
    pub before: BTreeMap<usize, Point>,
}

/// Where a rollout is by its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Position {
    /// No row has moved it.
    #[default]
    Planned,
    /// In a stage.
    Stage(u32),
    /// Given up, in this stage when it was in one.
    Aborted(Option<u32>),
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

/// Replays recorded rows, oldest first, from *planned*. `first` is the number of the plan's first stage.
pub fn replay(rows: &[&LogRow], first: u32) -> Replay {
    let mut replay = Replay::default();
    for (index, row) in rows.iter().enumerate() {
        replay.before.insert(index, replay.position.point());
        if let Some(fault) = replay.step(index, row, rows, first) {
            replay.faults.insert(index, fault);
        }
    }
    replay
}

/// The rows in the order of time. A table is newest-first when its transitions chain only upwards; dates decide nothing there.
pub fn is_newest_first(rows: &[&LogRow], first: u32) -> bool {
    let breaks = |rows: &[&LogRow]| {
        let faults = replay(rows, first).faults;
        faults
            .values()
            .filter(|fault| matches!(fault, RowFault::Gap { .. } | RowFault::Repeated | RowFault::AfterTerminal))
            .count()
    };
    let reversed: Vec<&LogRow> = rows.iter().rev().copied().collect();
    rows.len() > 1 && breaks(&reversed) < breaks(rows)
}

impl Replay {
    fn step(&mut self, index: usize, row: &LogRow, rows: &[&LogRow], first: u32) -> Option<RowFault> {
        let target = row.route.target()?;
        match row.verb {
            Some(Decision::Hold) => return hold_fault(&row.route),
            Some(Decision::Amend) => return None,
            _ => {}
        }
        if let Position::Aborted(at) = self.position {
            let Some(Decision::Restart) = row.verb else { return Some(RowFault::AfterTerminal) };
            let Point::Stage(to) = target else { return Some(RowFault::Direction) };
            let above = at.is_some_and(|at| to > at) || (at.is_none() && to > first);
            self.enter(to, index, first);
            self.left.retain(|stage, _| *stage < to);
            return above.then_some(RowFault::Direction);
        }
        match row.verb {
            Some(Decision::Abort) => {
                let at = match self.position {
                    Position::Stage(number) => Some(number),
                    _ => None,
                };
                self.position = Position::Aborted(at);
                return None;
            }
            Some(Decision::Adopt) => {
                let was = self.position.point();
                if let Point::Stage(to) = target {
                    self.enter(to, index, first);
                }
                return (was != Point::Planned).then_some(RowFault::Gap { was });
            }
            _ => {}
        }
        let Route::Move(from, to) = row.route else { return None };
        let was = self.position.point();
        let fault = self.fault(row, from, to, rows, index, first);
        match (from, to) {
            (_, Point::Stage(to)) if rank(from, first) < i64::from(to) => {
                self.forward(from, to, index, row.verb, first)
            }
            (_, Point::Stage(to)) => self.back(to, index),
            (_, Point::Planned) => {
                *self = Replay {
                    high: self.high,
                    faults: std::mem::take(&mut self.faults),
                    before: std::mem::take(&mut self.before),
                    ..Replay::default()
                }
            }
            (_, Point::Aborted) => self.position = Position::Aborted(stage_of(was)),
        }
        fault
    }

    fn fault(
        &self,
        row: &LogRow,
        from: Point,
        to: Point,
        rows: &[&LogRow],
        index: usize,
        first: u32,
    ) -> Option<RowFault> {
        let was = self.position.point();
        let (start, end) = (rank(from, first), rank(to, first));
        let skips = matches!(row.verb, Some(Decision::Proceed | Decision::ProceedWithException) | None)
            && end > start.max(i64::from(first)) + 1;
        if skips {
            return Some(RowFault::Skips);
        }
        let chains = from == was || (was == Point::Planned && from == Point::Stage(first));
        let earlier =
            rows[..index].iter().any(|other| other.route == row.route && other.verb.is_none_or(Decision::is_forward));
        if !chains && earlier && to == was && end > start {
            return Some(RowFault::Repeated);
        }
        let agrees = match row.verb {
            Some(Decision::Rollback) => end < start,
            Some(_) => end > start,
            None => end != start,
        };
        if !agrees {
            return Some(RowFault::Direction);
        }
        (!chains).then_some(RowFault::Gap { was })
    }

    /// Enters a stage without leaving one: adopt and restart.
    fn enter(&mut self, to: u32, index: usize, first: u32) {
        self.position = Position::Stage(to);
        self.high = self.high.max(Some(to));
        self.entered.retain(|stage, _| *stage <= to);
        for stage in first..=to {
            self.entered.entry(stage).or_insert(index);
        }
    }

    fn forward(&mut self, from: Point, to: u32, index: usize, verb: Option<Decision>, first: u32) {
        if let Point::Stage(from) = from {
            self.left.insert(from, index);
            if verb == Some(Decision::Skip) {
                self.skipped.extend(from + 1..to);
            }
        }
        self.enter(to, index, first);
        self.left.retain(|stage, _| *stage < to);
    }

    fn back(&mut self, to: u32, index: usize) {
        self.position = Position::Stage(to);
        self.left.retain(|stage, _| *stage < to);
        self.entered.retain(|stage, _| *stage <= to);
        self.entered.entry(to).or_insert(index);
        self.skipped.retain(|stage| *stage < to);
    }
}

fn stage_of(point: Point) -> Option<u32> {
    match point {
        Point::Stage(number) => Some(number),
        Point::Planned | Point::Aborted => None,
    }
}

/// The order of where a rollout can be: planned and aborted come before the first stage.
pub fn rank(point: Point, first: u32) -> i64 {
    match point {
        Point::Stage(number) => i64::from(number),
        Point::Planned | Point::Aborted => i64::from(first) - 1,
    }
}

/// A hold stays where it is: `1`, `1→1`, or `1→2` for a step that was considered.
fn hold_fault(route: &Route) -> Option<RowFault> {
    let Route::Move(Point::Stage(from), Point::Stage(to)) = route else { return None };
    (*to != *from && *to != from + 1).then_some(RowFault::Direction)
}

impl LogRow {
    /// Whether the two rows record the same decision: date, stage, decision and deciders mean the same.
    pub fn same_decision(&self, other: &LogRow) -> bool {
        self.same_date(other) && self.same_stage(other) && self.same_verb(other) && self.same_deciders(other)
    }

    /// Whether the dates mean the same day.
    pub fn same_date(&self, other: &LogRow) -> bool {
        match (self.day.day(), other.day.day()) {
            (Some(one), Some(two)) => one == two,
            _ => fold(&self.date.text) == fold(&other.date.text),
        }
    }

    /// Whether the stage cells mean the same.
    pub fn same_stage(&self, other: &LogRow) -> bool {
        match (&self.route, &other.route) {
            (Route::Unknown(_) | Route::Open, _) | (_, Route::Unknown(_) | Route::Open) => {
                fold(&self.stage.text) == fold(&other.stage.text)
            }
            (one, two) => one == two,
        }
    }

    /// Whether the decisions mean the same.
    pub fn same_verb(&self, other: &LogRow) -> bool {
        match (self.verb, other.verb) {
            (Some(one), Some(two)) => one == two,
            _ => fold(&self.decision.text) == fold(&other.decision.text),
        }
    }

    /// Whether the same people decided, in any order.
    pub fn same_deciders(&self, other: &LogRow) -> bool {
        let set = |row: &LogRow| row.deciders.iter().map(|name| fold(name)).collect::<BTreeSet<String>>();
        set(self) == set(other)
    }

    /// The stage cell as the canonical form writes it, or as it stands when it cannot be read.
    pub fn step(&self) -> String {
        match &self.route {
            Route::Move(from, to) => format!("{from}→{to}"),
            Route::At(point) => point.to_string(),
            Route::Unknown(_) | Route::Open => self.stage.text.clone(),
        }
    }

    /// The cells that are open in a row that must be complete, by the names of their columns.
    pub fn open_cells(&self) -> Vec<(&'static str, &Value)> {
        let cells = [
            ("Stage", &self.stage),
            ("Decision", &self.decision),
            ("Rationale", &self.rationale),
            ("Decided By", &self.decided_by),
        ];
        cells.into_iter().filter(|(_, value)| value.is_open()).collect()
    }
}

/// The people in a cell: separated by commas, `and`, `&`, `+` or semicolons.
pub fn people(text: &str) -> Vec<String> {
    let joined = text.replace(" and ", ",").replace(" und ", ",").replace([';', '&', '+'], ",");
    joined.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_read_by_its_first_words() {
        let none = BTreeMap::new();
        let read = |text: &str| Decision::read(text, &none).map(Decision::word);
        assert_eq!(read("Proceed"), Some("proceed"));
        assert_eq!(read("✅ GO"), Some("proceed"));
        assert_eq!(read("Proceed (7 of 8)"), Some("proceed"));
        assert_eq!(read("Proceed with exception: docs"), Some("proceed with exception"));
        assert_eq!(read("No-go"), Some("hold"));
        assert_eq!(read("Go/No-go"), None);
        assert_eq!(read("Gone"), None);
        assert_eq!(read("Do not proceed"), None);
        let more = BTreeMap::from([("proceed".to_owned(), vec!["Weiter".to_owned()])]);
        assert_eq!(Decision::read("weiter", &more), Some(Decision::Proceed));
    }

    #[test]
    fn people_are_separated_in_every_usual_way() {
        assert_eq!(people("Ann, Bo and Cy & Di + Ed; Flo"), ["Ann", "Bo", "Cy", "Di", "Ed", "Flo"]);
    }
}
