//! Which row of the log before is which of the log after.

use super::pairs::Pairs;
use crate::plan::log::{Column, Decision, LogRow, Route, RowState};
use crate::text::fold;
use std::collections::{BTreeSet, HashMap, VecDeque};

/// The column whose words may change while the decision stays the same.
pub const RATIONALE: &str = "Rationale";

/// The name of the column by which a row says of which rollout it is.
pub(crate) const ROLLOUT: &str = "Rollout";

/// How many pairs of rows are compared at the most: hundreds of rewritten rows, which no honest
/// change has.
const MOST_COMPARISONS: usize = 250_000;

/// Pairs the rows of two versions: equal decisions first, then by most equal cells, then by order.
pub(super) fn pair_rows(base: &[LogRow], routes: &[Route], head: &[LogRow]) -> Pairs {
    let equal = |one: usize, other: usize| {
        let (before, after) = (&base[one], &head[other]);
        before.state == after.state
            && before.same_date(after)
            && before.same_stage(&routes[one], after)
            && before.same_verb(after)
            && before.same_deciders(after)
            && before.same_rationale(after)
    };
    let most = base.len().min(head.len());
    let prefix = (0..most).take_while(|index| equal(*index, *index)).count();
    let suffix = (1..=most - prefix).take_while(|index| equal(base.len() - index, head.len() - index)).count();
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
        return Pairs::of(pairs, base.len(), head.len());
    }
    let mut scored: Vec<(usize, usize, usize)> = Vec::new();
    for one in &left {
        for other in &right {
            let score = likeness(&base[*one], &routes[*one], &head[*other]);
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
        // Rows that have little in common are the same row only when they also stand at the same
        // place.
        let crosses = pairs.iter().any(|(base, head)| (*base < one) != (*head < other));
        if score < 3 && (crosses || base[one].state != RowState::Recorded && score < 2) {
            continue;
        }
        taken.0.insert(one);
        taken.1.insert(other);
        pairs.push((one, other));
    }
    Pairs::of(pairs, base.len(), head.len())
}

/// How much two rows have in common. The stage, the date and the rationale tell more than the other
/// two.
fn likeness(one: &LogRow, route: &Route, other: &LogRow) -> usize {
    if one.uneven || other.uneven {
        return one.cells.iter().filter(|cell| !cell.is_empty() && other.cells.contains(cell)).count() * 2;
    }
    let same = |equal: bool, open: bool, weight: usize| if equal && !open { weight } else { 0 };
    same(one.same_stage(route, other), one.stage.is_open(), 2)
        + same(one.same_date(other), one.date.is_open(), 2)
        + same(one.same_verb(other), one.decision.is_open(), 1)
        + same(one.same_deciders(other), one.decided_by.is_open(), 1)
        + same(one.same_rationale(other), one.rationale.is_open(), 2)
}

/// The columns of a recorded row that say something else now: another value, or other words beside
/// it. What was open or unreadable may be cured. `route` is what the stage cell said, in the stages
/// of the row after.
pub(crate) fn edited_columns(before: &LogRow, route: &Route, after: &LogRow) -> Vec<&'static str> {
    if after.uneven && !before.uneven {
        // The row became unreadable: the rule about its cells speaks.
        return Vec::new();
    }
    if before.uneven {
        return edited_out_of_place(before, route, after);
    }
    let mut columns = edited_values(before, route, after);
    let is_beside = |cell: Column| !before.says_the_same_beside(after, cell);
    let beside = [
        ("Date", before.day.day().is_some() && is_beside(Column::Date)),
        ("Stage", route.target().is_some() && is_stage_edited(before, after)),
        ("Decision", before.verb.is_some() && is_beside(Column::Decision)),
        ("Decided By", !before.decided_by.is_open() && is_beside(Column::DecidedBy)),
    ];
    columns.extend(beside.into_iter().filter(|(_, is_edited)| *is_edited).map(|(name, _)| name));
    if !before.same_deciders(after) && !before.decided_by.is_open() {
        columns.push("Decided By");
    }
    if before.rollout.is_some() && after.rollout.is_none() {
        columns.push(ROLLOUT);
    }
    if !before.same_rationale(after) && !before.rationale.is_open() {
        columns.push(RATIONALE);
    }
    let order = ["Date", "Stage", "Decision", "Decided By", ROLLOUT, RATIONALE];
    order.into_iter().filter(|name| columns.contains(name)).collect()
}

/// Whether a stage cell has other words beside the stages. Its own words mean what they meant.
fn is_stage_edited(before: &LogRow, after: &LogRow) -> bool {
    fold(&before.stage.text) != fold(&after.stage.text) && !before.says_the_same_beside(after, Column::Stage)
}

/// The columns of date, stage and decision whose value is another one.
fn edited_values(before: &LogRow, route: &Route, after: &LogRow) -> Vec<&'static str> {
    let mut columns = Vec::new();
    if !before.same_date(after) {
        columns.push("Date");
    }
    if !before.same_stage(route, after) && route.target().is_some() {
        columns.push("Stage");
    }
    // A word that could not be read may be cured, but not so that the row leads elsewhere than it
    // did.
    let leads_elsewhere = |verb: Decision| match verb {
        Decision::Hold | Decision::Amend | Decision::Abort => {
            matches!(route, Route::Move(..)) && !before.decision.is_open()
        }
        _ => false,
    };
    if !before.same_verb(after) && (before.verb.is_some() || after.verb.is_some_and(leads_elsewhere)) {
        columns.push("Decision");
    }
    columns
}

/// The same of a row whose cells did not fit its table. It is known by the cells that it had,
/// wherever they stood: a cell that was missing may be filled in, and a bar may be escaped.
fn edited_out_of_place(before: &LogRow, route: &Route, after: &LogRow) -> Vec<&'static str> {
    if before.cells == after.cells {
        return Vec::new();
    }
    let mut columns = edited_values(before, route, after);
    let is_kept = |cell: &String| cell.is_empty() || after.cells.contains(cell);
    let was_short = before.cells.len() < after.cells.len();
    let names = fold(&after.decided_by.text);
    if before.cells.contains(&names) || (was_short && before.cells.iter().all(is_kept)) {
        return columns;
    }
    columns.push("Decided By");
    columns
}
