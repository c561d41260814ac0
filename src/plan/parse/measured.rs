//! What tables say was measured, against the bounds beside it.

use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{Table, TableRow, cell};
use crate::plan::measure::{self, Purpose, ResultOf};
use crate::plan::metric::MissedBound;
use crate::words::metrics::{ALERT, gives_result, sets_target, sets_threshold};
use crate::words::qualifiers::is_harm;
use crate::words::tables::COUNTS;

impl Reader<'_> {
    /// The values of the tables of stages that do not keep the bound beside them.
    pub(super) fn missed_bounds(&self) -> Vec<MissedBound> {
        let tables = self.outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log);
        tables.flat_map(|(table, _)| self.missed_in(table)).collect()
    }

    fn missed_in(&self, table: &Table) -> Vec<MissedBound> {
        let keys = table.keys();
        // Most tables have no such column, and end here.
        let Some(measured) = keys.iter().position(|key| gives_result(key, &keys)) else { return Vec::new() };
        let Some(stage) = self.stage_around(table.scope) else { return Vec::new() };
        let bounds: Vec<usize> = (0..keys.len())
            .filter(|column| *column != measured && (sets_threshold(keys[*column]) || sets_target(keys[*column])))
            .collect();
        let is_name = |column: &usize| *column != measured && !bounds.contains(column) && !COUNTS.has(keys[*column]);
        let Some(named) = (0..keys.len()).find(is_name) else { return Vec::new() };
        let text =
            |row: &TableRow, column: usize| inline::visible(self.source.slice(cell(row, column))).trim().to_owned();
        let missed = |row: &TableRow| {
            // Of several numbers nobody knows which one holds. What is struck was not measured.
            let value = text(row, measured);
            measure::read_plain(&value)?;
            let is_struck = row.cells.iter().any(|cell| !inline::struck(self.source.slice(*cell)).is_empty());
            let name = text(row, named);
            let column = bounds.iter().find(|column| breaks(&value, (keys[**column], &text(row, **column)), &name))?;
            let bound = (text(row, *column), cell(row, *column));
            (!is_struck).then(|| MissedBound { name, stage, value: (value, cell(row, measured)), bound })
        };
        table.rows.iter().filter(|row| row.cells.len() == keys.len()).filter_map(missed).collect()
    }
}

/// Whether a value does not keep a bound that stands in a column, or sets off the alarm there. Not
/// where nobody knows which of both the bound is.
fn breaks(value: &str, (header, said): (&str, &str), name: &str) -> bool {
    // A number alone is what its header makes of it: `max 1%`.
    let in_words = format!("{header} {said}");
    let statement = if measure::read_bound(said).is_some() { said } else { &in_words };
    let Some(bound) = measure::read_bound(statement) else { return false };
    // `> 40% at GA`, `< 1% in EU, < 2% in US`, `> 1,000` beside `1.240`.
    let is_other = |one: char, other: char| said.contains(one) && value.contains(other);
    if !bound.tail.is_empty() || is_other(',', '.') || is_other('.', ',') {
        return false;
    }
    let is_of_harm = is_harm(&name.to_lowercase());
    let purpose = if sets_target(header) || statement != said || measure::is_to_hold(said) {
        Purpose::Hold
    } else {
        match (bound.is_upper(), is_of_harm, ALERT.any_in(header)) {
            (true, true, false) => Purpose::Hold,
            (false, true, _) | (_, false, true) => Purpose::Alarm,
            _ => return false,
        }
    };
    let result = measure::result_in(value, statement);
    result == Some(if purpose == Purpose::Hold { ResultOf::Broken } else { ResultOf::Kept })
}
