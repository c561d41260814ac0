//! What tables say was measured, beside what should be.

use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{Table, TableRow, cell};
use crate::plan::metric::{BoundCell, Measured};
use crate::words::metrics::{gives_result, sets_target, sets_threshold};
use crate::words::tables::COUNTS;

impl Reader<'_> {
    /// The rows of the tables of stages that have what was measured beside what should be.
    pub(super) fn measured(&self) -> Vec<Measured> {
        let tables = self.outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log);
        tables.flat_map(|(table, _)| self.measured_in(table)).collect()
    }

    fn measured_in(&self, table: &Table) -> Vec<Measured> {
        let keys = table.keys();
        // Most tables have no such column, and end here.
        let Some(measured) = keys.iter().position(|key| gives_result(key, &keys)) else { return Vec::new() };
        let Some(stage) = self.stage_around(table.scope) else { return Vec::new() };
        let bounds: Vec<usize> = (0..keys.len())
            .filter(|column| *column != measured && (sets_threshold(keys[*column]) || sets_target(keys[*column])))
            .collect();
        let is_name = |column: &usize| *column != measured && !bounds.contains(column) && !COUNTS.has(keys[*column]);
        let Some(named) = (0..keys.len()).find(is_name) else { return Vec::new() };
        // What is struck was not measured, and is asked of nobody.
        let text = |row: &TableRow, column: usize| inline::said(self.source.slice(cell(row, column))).trim().to_owned();
        let read = |row: &TableRow| Measured {
            name: text(row, named),
            stage,
            value: (text(row, measured), cell(row, measured)),
            bounds: bounds
                .iter()
                .map(|column| BoundCell {
                    header: keys[*column].to_owned(),
                    text: text(row, *column),
                    span: cell(row, *column),
                })
                .collect(),
        };
        let rows = table.rows.iter().filter(|row| row.cells.len() == keys.len());
        rows.map(read).filter(|row| !row.name.is_empty()).collect()
    }
}
