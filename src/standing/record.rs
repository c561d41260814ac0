//! The record that a version is judged by: its recorded rows in the order of time. In a comparison
//! the rows that the change rewrote stand as they stood before, so that no version judges itself by
//! a row that it rewrote.

use crate::finding::Side;
use crate::pairing::{Pairing, RATIONALE, ROLLOUT, edited_columns};
use crate::plan::log::{
    Decision, Ladder, Log, LogRow, Order, Point, Replay, RowFault, RowState, Step, order_of, replay,
};
use crate::text::fold;
use crate::version::Version;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

/// A row of a log by its place: the version, and the place in its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowId {
    /// The version.
    pub side: Side,
    /// The place in [`Version::rows`].
    pub index: usize,
}

/// A row as it counts in the record.
#[derive(Clone, Debug)]
pub struct RecordedRow {
    /// Which row.
    pub id: RowId,
    /// What it says of the way of the rollout, in the stages of the version that is judged.
    pub step: Step,
    /// It became recorded in this change.
    pub is_new: bool,
    /// This change rewrote or removed it, and the rule about that speaks for it alone.
    pub is_rewritten: bool,
}

/// What a change did to a row that was recorded before it. Rows are named by their places in the
/// log of the version before or after.
#[derive(Clone, Debug)]
pub enum Rewrite {
    /// A recorded row says something else.
    Modified {
        /// As it was, in the log before.
        before: usize,
        /// As it is, in the log after.
        after: usize,
        /// The columns that changed their meaning; the rationale's alone when only that was
        /// reworded.
        columns: Vec<&'static str>,
    },
    /// A recorded row is gone.
    Removed {
        /// As it was, in the log before.
        before: usize,
        /// Where it stands struck through, in the log after.
        struck: Option<usize>,
    },
    /// A new row stands among recorded ones.
    Inserted {
        /// The new row, in the log after.
        row: usize,
        /// Why it may stand there.
        excuse: Option<Excuse>,
    },
}

/// Why a new row may stand among recorded ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excuse {
    /// It closes a gap that the log had before.
    ClosesGap,
    /// It is a hold that moves nothing, where its day belongs.
    Holds,
}

/// So many rows are replayed at the most to excuse rows that were put between others. No honest
/// change puts in hundreds: the rest are told.
const MOST_REPLAYED: usize = 1_000_000;

/// A record with its replay.
pub(super) struct Record {
    pub(super) rows: Vec<RecordedRow>,
    pub(super) is_newest_first: bool,
    pub(super) replay: Replay,
    pub(super) rewrites: Vec<Rewrite>,
}

impl Record {
    /// The record of one version by itself.
    pub(super) fn of(version: &Version, ladder: &Ladder) -> Record {
        let rows = version.rows();
        let newest_first = is_newest_first(&[], &steps_of(rows), &days_of(rows), ladder);
        let order = in_time(version, newest_first, ladder);
        let is_newest_first = grows_upwards(version, &order, newest_first);
        let recorded = order.into_iter().filter(|index| rows[*index].state == RowState::Recorded);
        let row = |index: usize| RecordedRow {
            id: RowId { side: Side::Head, index },
            step: rows[index].as_step(),
            is_new: false,
            is_rewritten: false,
        };
        let rows: Vec<RecordedRow> = recorded.map(row).collect();
        Record { replay: replayed(&rows, ladder), rows, is_newest_first, rewrites: Vec::new() }
    }

    /// The record of the version after a change, merged with that of the version before.
    pub(super) fn merged(pairing: &Pairing, ladder: &Ladder) -> Record {
        let Merger { rows, rewrites, inserted, is_newest_first } = Merger::merge(pairing, ladder);
        let mut record = Record { replay: replayed(&rows, ladder), rows, is_newest_first, rewrites };
        let most = MOST_REPLAYED / (record.rows.len() + inserted.len()).max(1);
        for (count, (place, row)) in inserted.into_iter().rev().enumerate() {
            if count >= most {
                record.rewrites.push(Rewrite::Inserted { row: row.id.index, excuse: None });
                continue;
            }
            let mut with = record.rows.clone();
            let index = row.id.index;
            with.insert(place.min(with.len()), row);
            let replay = replayed(&with, ladder);
            let (faults, before) = (replay.faults.len(), record.replay.faults.len());
            let holds = || is_held_in_order(pairing, &record.rows, place, &with[place.min(record.rows.len())]);
            let excuse = match faults.cmp(&before) {
                Ordering::Less => Some(Excuse::ClosesGap),
                Ordering::Equal if holds() => Some(Excuse::Holds),
                _ => None,
            };
            if excuse.is_some() {
                (record.rows, record.replay) = (with, replay);
            }
            record.rewrites.push(Rewrite::Inserted { row: index, excuse });
        }
        // A rollout is adopted by the change that adds its plan, or never: later it would be a way
        // around every gate.
        if pairing.base.is_some() {
            for (index, row) in record.rows.iter().enumerate() {
                if row.is_new && row.step.verb == Some(Decision::Adopt) {
                    let was = record.replay.before.get(&index).copied().unwrap_or(Point::Planned);
                    record.replay.faults.insert(index, RowFault::Gap { was });
                }
            }
        }
        record
    }
}

/// Whether a row is a hold, and its day lies between those of the rows around its place. Before the
/// first row any earlier day does.
fn is_held_in_order(pairing: &Pairing, rows: &[RecordedRow], place: usize, row: &RecordedRow) -> bool {
    let day = |row: &RecordedRow| {
        let version = match row.id.side {
            Side::Base => pairing.base.as_ref(),
            Side::Head => pairing.head.as_ref(),
        };
        version.and_then(|version| version.rows()[row.id.index].day.day())
    };
    let around = [place.checked_sub(1), Some(place)].map(|place| rows.get(place?).and_then(day));
    row.step.verb == Some(Decision::Hold)
        && match (around, day(row)) {
            ([Some(before), Some(after)], Some(day)) => before.min(after) <= day && day <= before.max(after),
            ([None, Some(after)], Some(day)) => place == 0 && day <= after,
            _ => false,
        }
}

/// Whether the log is in another file than before.
fn has_another_log_file(pairing: &Pairing) -> bool {
    let path = |version: &Option<Arc<Version>>| version.as_ref().map(|version| version.log_file().path.clone());
    path(&pairing.base) != path(&pairing.head)
}

fn replayed(rows: &[RecordedRow], ladder: &Ladder) -> Replay {
    replay(&rows.iter().map(|row| row.step.clone()).collect::<Vec<_>>(), ladder)
}

/// A record while the rows of two versions are merged.
struct Merger {
    rows: Vec<RecordedRow>,
    rewrites: Vec<Rewrite>,
    /// New rows that stand before old ones, each with its place in `rows`.
    inserted: Vec<(usize, RecordedRow)>,
    is_newest_first: bool,
}

impl Merger {
    fn merge(pairing: &Pairing, ladder: &Ladder) -> Merger {
        let before = pairing.base.as_deref().map_or(&[][..], Version::rows);
        let after = pairing.head.as_deref().map_or(&[][..], Version::rows);
        let was: Vec<(RowState, Step)> =
            before.iter().enumerate().map(|(index, row)| (row.state, step_before(pairing, index, row))).collect();
        let newest_first = is_newest_first(&was, &steps_of(after), &days_of(after), ladder);
        let mut merger =
            Merger { rows: Vec::new(), rewrites: Vec::new(), inserted: Vec::new(), is_newest_first: false };

        let recorded_before = |index: usize| {
            pairing.rows.before(index).filter(|before_row| before[*before_row].state == RowState::Recorded)
        };
        let by_head: Vec<Option<usize>> = (0..after.len()).map(recorded_before).collect();
        let order = pairing.head.as_deref().map_or(Vec::new(), |head| in_time(head, newest_first, ladder));
        let order_before = pairing.base.as_deref().map_or(Vec::new(), |base| in_time(base, newest_first, ladder));
        merger.is_newest_first = pairing.head.as_deref().is_some_and(|head| grows_upwards(head, &order, newest_first));
        // Where nothing tells which end grows, both do.
        let last_old = order.iter().rposition(|index| by_head[*index].is_some());
        let first_old = order.iter().position(|index| by_head[*index].is_some());
        let is_between = |place: usize| last_old > Some(place) && (newest_first.is_some() || first_old < Some(place));
        for (place, index) in order.into_iter().enumerate() {
            match by_head[index] {
                Some(old) => merger.keep(pairing, (old, &before[old]), (index, &after[index])),
                None if after[index].state != RowState::Recorded => {}
                None => {
                    let row = RecordedRow {
                        id: RowId { side: Side::Head, index },
                        step: after[index].as_step(),
                        is_new: true,
                        is_rewritten: false,
                    };
                    match is_between(place) {
                        true => merger.inserted.push((merger.rows.len(), row)),
                        false => merger.rows.push(row),
                    }
                }
            }
        }
        merger.put_back_what_is_gone(pairing, before, &order_before);
        merger
    }

    /// Takes in a recorded row that both versions have.
    fn keep(&mut self, pairing: &Pairing, (old, before): (usize, &LogRow), (new, after): (usize, &LogRow)) {
        let as_it_stood = RecordedRow {
            id: RowId { side: Side::Base, index: old },
            step: step_before(pairing, old, before),
            is_new: false,
            is_rewritten: true,
        };
        if after.state == RowState::Struck {
            self.rewrites.push(Rewrite::Removed { before: old, struck: Some(new) });
            self.rows.push(as_it_stood);
            return;
        }
        if after.state == RowState::Template {
            // The row was made empty again.
            self.rewrites.push(Rewrite::Removed { before: old, struck: None });
            self.rows.push(as_it_stood);
            return;
        }
        let mut columns = edited_columns(before, pairing.route_at_head(old), after);
        // In a file of its own the rollout needs no name in each row.
        if has_another_log_file(pairing) {
            columns.retain(|column| *column != ROLLOUT);
        }
        // A row whose cells fell out of their places counts as it stood; the rule about its cells
        // speaks.
        let is_edit = columns.iter().any(|column| *column != RATIONALE) || (after.uneven && !before.uneven);
        if !columns.is_empty() {
            self.rewrites.push(Rewrite::Modified { before: old, after: new, columns });
        }
        self.rows.push(match is_edit {
            true => as_it_stood,
            false => RecordedRow {
                id: RowId { side: Side::Head, index: new },
                step: step_in_old_words(&as_it_stood.step, before, after),
                is_new: false,
                is_rewritten: false,
            },
        });
    }

    /// A row that is gone still counts where it stood.
    fn put_back_what_is_gone(&mut self, pairing: &Pairing, before: &[LogRow], order: &[usize]) {
        let mut seen = 0;
        for index in order.iter().copied() {
            if before[index].state != RowState::Recorded {
                continue;
            }
            if pairing.rows.after(index).is_none() {
                self.rewrites.push(Rewrite::Removed { before: index, struck: None });
                let row = RecordedRow {
                    id: RowId { side: Side::Base, index },
                    step: step_before(pairing, index, &before[index]),
                    is_new: false,
                    is_rewritten: true,
                };
                self.rows.insert(behind_old_rows(&self.rows, seen), row);
            }
            seen += 1;
        }
    }
}

/// What a row of the log before says in the stages of the version after.
fn step_before(pairing: &Pairing, index: usize, row: &LogRow) -> Step {
    let route = pairing.route_at_head(index).clone();
    Step { is_renumbered: route != row.route, route, verb: row.verb }
}

/// A row whose stage cell was not touched means what it meant when it was recorded, whatever its
/// words would mean today. `was` is its step before, in the stages of the version after.
fn step_in_old_words(was: &Step, before: &LogRow, after: &LogRow) -> Step {
    let is = after.as_step();
    // A row that names its stages, or whose numbers were brought up to date, is no less old for it.
    if was.route == is.route {
        return Step { is_renumbered: was.is_renumbered, ..is };
    }
    let is_untouched = fold(&before.stage.text) == fold(&after.stage.text);
    if is_untouched && was.route.target().is_some() {
        return Step { route: was.route.clone(), is_renumbered: true, ..is };
    }
    is
}

fn steps_of(rows: &[LogRow]) -> Vec<(RowState, Step)> {
    rows.iter().map(|row| (row.state, row.as_step())).collect()
}

/// The days of the recorded rows, in the order of the text.
fn days_of(rows: &[LogRow]) -> Vec<Date> {
    rows.iter().filter(|row| row.state == RowState::Recorded).filter_map(|row| row.day.day()).collect()
}

/// Whether a log's newest row stands first; `None` when nothing tells. The recorded rows decide,
/// those of the version before in doubt, then the steps that the template prepared, at last the
/// days of the version after. That version comes first, for a log may be turned round.
fn is_newest_first(
    base: &[(RowState, Step)],
    head: &[(RowState, Step)],
    days: &[Date],
    ladder: &Ladder,
) -> Option<bool> {
    let chosen = |rows: &[(RowState, Step)], is_chosen: fn(RowState, &Step) -> bool| {
        let steps = rows.iter().filter(|(state, step)| is_chosen(*state, step)).map(|(_, step)| step.clone());
        steps.collect::<Vec<Step>>()
    };
    let is_recorded = |state: RowState, _: &Step| state == RowState::Recorded;
    let is_prepared = |state: RowState, step: &Step| state != RowState::Struck && step.route.target().is_some();
    let rises = days.len() > 1 && days.windows(2).all(|pair| pair[0] < pair[1]);
    let mut is_broken = false;
    for (is_only_prepared, steps) in [
        (false, chosen(head, is_recorded)),
        (false, chosen(base, is_recorded)),
        (true, chosen(base, is_prepared)),
        (true, chosen(head, is_prepared)),
    ] {
        match order_of(&steps, ladder) {
            // A row that is only being prepared may stand anywhere; it does not turn round a log
            // whose days rise.
            Order::NewestFirst if is_only_prepared && rises => return Some(false),
            Order::OldestFirst => return Some(false),
            Order::NewestFirst => return Some(true),
            Order::Broken => is_broken = true,
            Order::Undecided => {}
        }
    }
    let falls = days.len() > 1 && days.windows(2).all(|pair| pair[0] > pair[1]);
    (is_broken || falls || rises).then_some(falls && !is_broken)
}

/// The places of a log in the order of time. The blocks of a log may each have a direction of their
/// own; they stand in the order of the text, unless only the other order makes a chain.
fn in_time(version: &Version, newest_first: Option<bool>, ladder: &Ladder) -> Vec<usize> {
    let rows = version.rows();
    let ranges: Vec<Range<usize>> =
        version.log.iter().flat_map(Log::ranges).filter(|range| !range.is_empty()).collect();
    if ranges.len() < 2 {
        let places = 0..rows.len();
        return if newest_first == Some(true) { places.rev().collect() } else { places.collect() };
    }
    // How often the chain breaks, then how often a day lies before the one above it.
    let breaks = |places: &[usize]| {
        let recorded = || places.iter().map(|place| &rows[*place]).filter(|row| row.state == RowState::Recorded);
        let steps: Vec<Step> = recorded().map(LogRow::as_step).collect();
        let days: Vec<Date> = recorded().filter_map(|row| row.day.day()).collect();
        (replay(&steps, ladder).faults.len(), days.windows(2).filter(|pair| pair[0] > pair[1]).count())
    };
    let chained = |ranges: &mut dyn Iterator<Item = &Range<usize>>| {
        ranges.fold(Vec::new(), |before: Vec<usize>, range| {
            let with = |block: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
                before.iter().copied().chain(block).collect()
            };
            let (down, up) = (with(&mut range.clone()), with(&mut range.clone().rev()));
            if breaks(&up) < breaks(&down) { up } else { down }
        })
    };
    let (down, up) = (chained(&mut ranges.iter()), chained(&mut ranges.iter().rev()));
    if breaks(&up) < breaks(&down) { up } else { down }
}

/// Whether new rows go above the newest one. `order` is the log in the order of time.
fn grows_upwards(version: &Version, order: &[usize], newest_first: Option<bool>) -> bool {
    let blocks = || version.log.iter().flat_map(Log::ranges).filter(|range| !range.is_empty());
    let recorded = |place: &usize| version.rows()[*place].state == RowState::Recorded;
    let newest = order.iter().rev().copied().find(recorded);
    let block = newest.and_then(|newest| blocks().find(|range| range.contains(&newest)));
    match block.filter(|_| blocks().count() > 1) {
        Some(block) => {
            let at = |place: usize| order.iter().position(|other| *other == place);
            block.len() > 1 && at(block.start) > at(block.end - 1)
        }
        None => newest_first == Some(true),
    }
}

/// The place behind the first `seen` rows of the version before.
fn behind_old_rows(rows: &[RecordedRow], seen: usize) -> usize {
    let mut old = rows.iter().enumerate().filter(|(_, row)| !row.is_new).map(|(index, _)| index);
    match seen.checked_sub(1) {
        Some(last) => old.nth(last).map_or(rows.len(), |index| index + 1),
        None => old.next().unwrap_or(0).min(rows.len()),
    }
}
