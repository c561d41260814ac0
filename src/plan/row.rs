//! A row of the decision log: its cells, what they say, and whether two rows say the same.

use super::date::DateReading;
use super::route::{Point, Route, Step};
use super::value::Value;
use crate::template::record::Column;
use crate::text::{Span, fold};
use crate::words::arrows::find_arrow;
use crate::words::decisions::Decision;
use std::collections::BTreeSet;

/// A row of the log.
#[derive(Clone, Debug)]
pub struct LogRow {
    /// The row's line, or the line that an entry begins with.
    pub span: Span,
    /// All of it: the row, or the entry with what stands below its first line.
    pub whole: Span,
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
    /// What takes back the word for going on: the step, or a status beside it. With its text.
    pub(crate) taken_back: Option<(Span, String)>,
    /// Why.
    pub rationale: Value,
    /// The words of the reason, and those beside links that only say where to look.
    pub(crate) reason: [Vec<String>; 2],
    /// By whom.
    pub decided_by: Value,
    /// The people, a name each.
    pub deciders: Vec<String>,
    /// What its cells say beside their values.
    pub beside: Beside,
    /// Who they are, in a form in which a name and a login of one person are equal.
    pub people: BTreeSet<String>,
    /// Where it says of which rollout it is.
    pub rollout: Option<Span>,
    /// Some part of it is not there at all, not even empty.
    pub lacks_a_part: bool,
    /// The row has more or fewer cells than the table has columns, so that its cells may not be
    /// what they seem.
    pub uneven: bool,
    /// The folded texts of its cells or parts, in their order, by which a row is known whose cells
    /// are not in their places.
    pub cells: Vec<String>,
}

/// The words of a row's cells that stand beside what is read as their value, folded. Whoever adds,
/// drops or strikes one changes what was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Beside the day.
    pub date: Vec<String>,
    /// Beside the stages: `1→2 (EU)`.
    pub stage: Vec<String>,
    /// Beside the decision: `Proceed (7 of 8)`.
    pub decision: Vec<String>,
    /// The roles of the people.
    pub roles: Vec<String>,
    /// Beside the people: `Priya Nair (for Ann Lee)`.
    pub deciders: Vec<String>,
}

/// The words of a reason, folded, with one sign for whatever parts them. Marks of lists and the
/// sign at the end are left out.
pub(super) fn words_of_reason(text: &str) -> Vec<String> {
    let is_sign = |c: char| ",;:.，；：、。—–".contains(c);
    let mut words: Vec<String> = Vec::new();
    for word in fold(text).split(' ').filter(|word| !matches!(*word, "" | "-" | "*" | "+" | "•")) {
        let bare = word.trim_end_matches(is_sign);
        words.extend(Some(bare.to_owned()).filter(|bare| !bare.is_empty()));
        if bare.len() < word.len() && words.last().is_some_and(|last| last != ",") {
            words.push(",".to_owned());
        }
    }
    if words.last().is_some_and(|last| last == ",") {
        words.pop();
    }
    words
}

/// What has become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

impl LogRow {
    /// What the row says of the way of the rollout, in the stages of its own version.
    pub(crate) fn as_step(&self) -> Step {
        Step { route: self.route.clone(), verb: self.verb, is_renumbered: false }
    }

    /// Whether the row names one stage, and its decision goes from a stage to another one.
    pub(crate) fn lacks_an_end(&self) -> bool {
        let goes = |verb| {
            matches!(verb, Decision::Proceed | Decision::ProceedWithException | Decision::Rollback | Decision::Skip)
        };
        matches!(self.route, Route::At(_)) && self.verb.is_some_and(goes)
    }

    /// Whether the stage cell has an arrow.
    pub(crate) fn has_arrow(&self) -> bool {
        find_arrow(&self.stage.text).is_some()
    }

    /// Whether a cell says the same beside its value. The order of words makes no difference.
    pub(crate) fn says_the_same_beside(&self, other: &LogRow, cell: Column) -> bool {
        let (one, other) = (&self.beside, &other.beside);
        let sorted = |words: &[String]| {
            let mut words = words.to_vec();
            words.sort_unstable();
            words
        };
        let same = |one: &[String], other: &[String]| one == other || sorted(one) == sorted(other);
        match cell {
            Column::Date => same(&one.date, &other.date),
            Column::Stage => same(&one.stage, &other.stage),
            Column::Decision => same(&one.decision, &other.decision),
            // A role says who somebody is, and may be added. Another role is another claim.
            Column::DecidedBy => {
                let keeps_roles = one.roles.is_empty() || other.roles.is_empty() || same(&one.roles, &other.roles);
                keeps_roles && same(&one.deciders, &other.deciders)
            }
            Column::Rationale | Column::Rollout | Column::Standing | Column::Other => true,
        }
    }

    /// Whether the row has the day, the step and the decision of another one.
    pub(crate) fn tells_of(&self, other: &LogRow) -> bool {
        let (one, two) = (self.day.day(), other.day.day());
        one.is_some() && one == two && self.route == other.route && self.verb == other.verb
    }

    /// Whether the dates mean the same day.
    pub(crate) fn same_date(&self, other: &LogRow) -> bool {
        match (self.day.day(), other.day.day()) {
            (Some(one), Some(two)) => one == two,
            _ => fold(&self.date.text) == fold(&other.date.text),
        }
    }

    /// Whether the stage cells mean the same. `route` is this row's, in the stages of the other
    /// row's version.
    pub(crate) fn same_stage(&self, route: &Route, other: &LogRow) -> bool {
        // A start that named only where it leads may say that nothing was before it.
        let is_start = || self.lacks_an_end() && matches!(other.route, Route::Move(Point::Planned, _));
        // `1` and `1→1` both say where a rollout stays.
        let is_stay = || {
            let goes = self.lacks_an_end() || other.lacks_an_end();
            !goes && route.stays().is_some_and(|stage| other.route.stays() == Some(stage))
        };
        let is_same = || *route == other.route || (is_start() && route.target() == other.route.target());
        fold(&self.stage.text) == fold(&other.stage.text) || (route.target().is_some() && (is_same() || is_stay()))
    }

    /// Whether the decisions mean the same.
    pub(crate) fn same_verb(&self, other: &LogRow) -> bool {
        match (self.verb, other.verb) {
            (Some(one), Some(two)) => one == two,
            (None, None) => fold(&self.decision.text) == fold(&other.decision.text),
            // A word that counts in one of them does not in the other.
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Whether the same people decided, in any order.
    pub(crate) fn same_deciders(&self, other: &LogRow) -> bool {
        self.people == other.people
    }

    /// Whether the reasons have the same words. The marks of lists, the sign between two words or
    /// behind the last one, and links that only say where to look make no difference.
    pub(crate) fn same_rationale(&self, other: &LogRow) -> bool {
        self.reason.iter().any(|one| other.reason.contains(one))
    }

    /// The stage cell as the canonical form writes it, or as it stands when it cannot be read.
    pub fn step(&self) -> String {
        self.step_by(&self.route)
    }

    /// The same in the stages of another version, by the route that the cell has there.
    pub fn step_by(&self, route: &Route) -> String {
        match route {
            Route::Move(from, to) => format!("{from}→{to}"),
            Route::At(point) => point.to_string(),
            Route::Unknown(_) | Route::Open => self.stage.text.clone(),
        }
    }

    /// The cells that are open in a row that must be complete, by the names of their columns.
    pub(crate) fn open_cells(&self) -> Vec<(&'static str, &Value)> {
        let cells = [
            ("Stage", &self.stage, !self.stage.is_open()),
            ("Decision", &self.decision, !self.decision.is_open()),
            ("Rationale", &self.rationale, self.rationale.is_answered()),
            ("Decided By", &self.decided_by, self.decided_by.is_filled()),
        ];
        cells.into_iter().filter(|(_, _, answered)| !answered).map(|(name, value, _)| (name, value)).collect()
    }
}
