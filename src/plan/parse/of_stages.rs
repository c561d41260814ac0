//! What stands beside the stages, and says whose it is.

use crate::outline::{Item, Table, TableRow};
use crate::stage_number::StageNumber;
use crate::template::Role;
use crate::text::Span;

/// The stages that something leads from and to; mostly it names one stage.
pub(super) type Ends = (StageNumber, StageNumber);

/// Whether the gate of a role of what names some stages is that of a stage.
pub(super) fn is_gate_of(number: StageNumber, role: Role, (from, to): Ends) -> bool {
    number == if role == Role::Entry { to } else { from }
}

/// An item that says whose gate it is of, or that stands below one.
pub(super) struct ItemOfStage {
    /// The item, without the words that name the stage.
    pub(super) item: Item,
    pub(super) ends: Ends,
    /// Whether it names the stage and says nothing else.
    pub(super) is_bare: bool,
}

/// A paragraph of the gates of all stages.
pub(super) struct ProseOfStages {
    pub(super) span: Span,
    /// The section that it stands in.
    pub(super) section: usize,
    /// Whether no lists, tables or headings stand there, which it would explain.
    pub(super) is_alone: bool,
    /// The stages that it names by their numbers, and whether it leads there.
    pub(super) stages: Vec<(StageNumber, bool)>,
}

/// A table outside of the stages whose rows name stages.
pub(super) struct StageTable {
    /// The table, by its index.
    pub(super) table: usize,
    /// Its column for the stages.
    pub(super) column: usize,
    /// For each row the stages that it names.
    pub(super) ends: Vec<Option<Ends>>,
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
        let is_own = |ends: &Option<Ends>| ends.is_some_and(|ends| is_gate_of(number, role, ends));
        table.rows.iter().zip(&self.ends).filter(|(_, ends)| is_own(ends)).map(|(row, _)| row).collect()
    }
}
