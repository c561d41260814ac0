//! A table beside the stages whose rows name them.

use crate::outline::{Table, TableRow};
use crate::stage_number::StageNumber;
use crate::template::Role;

/// A table outside of the stages whose rows name stages.
pub(super) struct StageTable {
    /// The table, by its index.
    pub(super) table: usize,
    /// Its column for the stages.
    pub(super) column: usize,
    /// For each row the stages that it leads from and to. Most rows name one stage.
    pub(super) ends: Vec<Option<(StageNumber, StageNumber)>>,
    /// Its columns for gates.
    pub(super) gates: Vec<(usize, Role)>,
    /// Whether other columns say of each row whether its gate is met.
    pub(super) has_answers: bool,
}

impl StageTable {
    /// Whether a column says something beside what a row asks for.
    pub(super) fn is_beside(&self, column: usize) -> bool {
        column == self.column || (self.has_answers && !self.gates.iter().any(|(gate, _)| *gate == column))
    }

    /// The rows whose gate of a role is that of a stage.
    pub(super) fn rows_of<'t>(&self, table: &'t Table, number: StageNumber, role: Role) -> Vec<&'t TableRow> {
        let is_own = |ends: &Option<(StageNumber, StageNumber)>| {
            ends.is_some_and(|(from, to)| number == if role == Role::Entry { to } else { from })
        };
        table.rows.iter().zip(&self.ends).filter(|(_, ends)| is_own(ends)).map(|(row, _)| row).collect()
    }
}
