//! What tables say was measured, beside what should be.

use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{Table, TableRow, cell};
use crate::plan::metric::{BoundCell, Measured};
use crate::stage_number::StageNumber;
use crate::words::metrics::{gives_result, sets_target, sets_threshold};
use crate::words::tables::COUNTS;

impl Reader<'_> {
    /// The rows of the tables of stages that have what was measured beside what should be. In a
    /// gate beside the stages the rows name them.
    pub(super) fn measured(&self) -> Vec<Measured> {
        let tables = self.outline.tables.iter().enumerate().filter(|(index, _)| !self.is_log[*index]);
        tables.flat_map(|(index, table)| self.measured_in(index, table)).collect()
    }

    fn measured_in(&self, index: usize, table: &Table) -> Vec<Measured> {
        let keys = table.keys();
        // Most tables have no such column, and end here.
        let Some(measured) = keys.iter().position(|key| gives_result(key, &keys)) else { return Vec::new() };
        let around = self.stage_around(table.scope);
        let beside = self.stage_tables().iter().find(|of_stages| of_stages.table == index);
        if around.is_none() && beside.is_none() {
            return Vec::new();
        }
        let is_of_gate = self.section_roles[table.scope.section].is_gate() || self.is_in_gate(table.scope);
        let stage_of = |row: usize| around.or_else(|| beside?.ends[row].map(|(from, _)| from));
        let is_beside = |column: usize| beside.is_some_and(|of_stages| of_stages.column == column);
        let bounds: Vec<usize> = (0..keys.len())
            .filter(|column| *column != measured && (sets_threshold(keys[*column]) || sets_target(keys[*column])))
            .collect();
        let is_name = |column: &usize| {
            *column != measured && !bounds.contains(column) && !is_beside(*column) && !COUNTS.has(keys[*column])
        };
        let Some(named) = (0..keys.len()).find(is_name) else { return Vec::new() };
        // What is struck was not measured, and is asked of nobody.
        let text = |row: &TableRow, column: usize| inline::said(self.source.slice(cell(row, column))).trim().to_owned();
        let read = |row: &TableRow, stage: StageNumber| Measured {
            name: text(row, named),
            stage,
            value: (text(row, measured), cell(row, measured)),
            bounds: bounds
                .iter()
                .map(|column| BoundCell {
                    header: keys[*column].to_owned(),
                    is_of_gate,
                    text: text(row, *column),
                    span: cell(row, *column),
                })
                .collect(),
        };
        let rows = table.rows.iter().enumerate().filter(|(_, row)| row.cells.len() == keys.len());
        rows.filter_map(|(place, row)| Some(read(row, stage_of(place)?))).filter(|row| !row.name.is_empty()).collect()
    }
}
