//! Gates in tables that stand beside the stages: each row is a criterion of the stage that it
//! names, or has a cell for the gate of that stage.

use super::of_stages::{Ends, StageTable};
use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{BoxForm, CellPart, CheckBox, Scope, Table, TableRow, cell, cell_parts};
use crate::plan::date::read_date;
use crate::plan::decision::read_decision;
use crate::plan::log::{Point, Route};
use crate::plan::measure::sets_limit;
use crate::plan::status::Numbers;
use crate::plan::value::not_applicable;
use crate::plan::{BETWEEN_CELLS, Criterion};
use crate::stage_number::StageNumber;
use crate::template::Role;
use crate::template::record::{Column, opens};
use crate::text::{fold, is_cjk};
use crate::words::gates::is_past;
use crate::words::parts::gate_of_column;
use crate::words::roles::opens_with_see;
use crate::words::tables::{NAMES, STATES};
use crate::words::verdicts::{Verdict, is_verdict_column, verdict};
use std::collections::HashSet;

/// What a cell for the gate of a stage asks for.
pub(super) struct CellOfGate<'r> {
    pub(super) table: &'r Table,
    /// The header of its column.
    pub(super) name: String,
    pub(super) criteria: Vec<Criterion>,
}

impl CellOfGate<'_> {
    /// Whether some of its criteria have boxes.
    pub(super) fn has_boxes(&self) -> bool {
        self.criteria.iter().any(|criterion| criterion.span != criterion.words)
    }
}

impl Reader<'_> {
    /// The tables outside of the stages whose rows name stages.
    pub(super) fn stage_tables(&self) -> &[StageTable] {
        self.stage_tables.get_or_init(|| {
            let tables = self.outline.tables.iter().enumerate().filter(|(index, table)| {
                !self.is_log[*index] && self.is_outside_stages(table.scope) && !self.outline.is_of_stages(table)
            });
            tables.filter_map(|(index, table)| self.stage_table(index, table)).collect()
        })
    }

    fn stage_table(&self, index: usize, table: &Table) -> Option<StageTable> {
        let headers = table.header.iter().enumerate();
        let gates = headers.filter_map(|(column, header)| Some((column, gate_of_column(&header.key)?)));
        let gates: Vec<(usize, Role)> = gates.collect();
        let is_in_gates = self.section_roles[table.scope.section].is_gate();
        // Most tables beside the stages are about something else.
        if !is_in_gates && (gates.is_empty() || self.is_no_gate(table.scope)) {
            return None;
        }
        let is_of_stages = |key: &str| opens(key, Column::Stage) || self.is_stage_word(key);
        let called = table.header.iter().position(|header| is_of_stages(&header.key));
        let is_ahead = || (!gates.is_empty() && gates[0].0 > 0).then_some(0);
        let column = called.or_else(is_ahead).or_else(|| self.column_of_stages(table))?;
        let word = self.found.first().map(|(_, heading)| fold(&heading.word)).unwrap_or_default();
        let has_word = !word.is_empty() && table.header[column].key.starts_with(&word);
        let numbers = if has_word || is_in_gates { Numbers::NameStages } else { Numbers::Count };
        let mut named = None;
        let mut ends = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let text = inline::visible(self.source.slice(cell(row, column)));
            // A blank cell means the stage above it, as one that spans several rows does.
            if !text.trim().is_empty() {
                named = self.ends_in(&text, numbers);
            }
            ends.push(named);
        }
        self.join_ends(table, column, &mut ends);
        let others = || !is_in_gates && self.is_of_others(table, column, &ends);
        if (called.is_none() && !is_in_gates && ends.iter().flatten().count() < 2) || others() {
            return None;
        }
        let has_answers = gates.len() == 1 && self.has_answers(table, gates[0].0);
        Some(StageTable { table: index, column, ends, gates, has_answers })
    }

    /// The first column of a table of gates whose cells are stages or lead from one to another,
    /// whatever it is called. Mere numbers may count the rows.
    fn column_of_stages(&self, table: &Table) -> Option<usize> {
        let names_stage = |row: &TableRow, column: usize| {
            let text = inline::visible(self.source.slice(cell(row, column)));
            text.trim().is_empty() || self.ends_in(&text, Numbers::Count).is_some()
        };
        let is_filled = |row: &TableRow, column: usize| !self.source.slice(cell(row, column)).trim().is_empty();
        (0..table.header.len()).find(|column| {
            table.rows.iter().all(|row| names_stage(row, *column))
                && table.rows.iter().any(|row| is_filled(row, *column))
        })
    }

    /// Joins the stages of two columns, of which the first is left and the second entered: `From`
    /// and `To`.
    fn join_ends(&self, table: &Table, column: usize, ends: &mut [Option<Ends>]) {
        let entered = |row: &TableRow| {
            self.ends_in(&inline::visible(self.source.slice(cell(row, column + 1))), Numbers::NameStages)
        };
        let pairs = table.rows.iter().zip(ends.iter()).map(|(row, left)| match (*left, entered(row)) {
            (Some((from, _)), Some((to, _))) if from < to => Some((from, to)),
            _ => None,
        });
        let pairs: Option<Vec<Ends>> = pairs.collect();
        for (ends, pair) in ends.iter_mut().zip(pairs.unwrap_or_default()) {
            *ends = Some(pair);
        }
    }

    /// The stages that a cell leads from and to.
    fn ends_in(&self, text: &str, numbers: Numbers) -> Option<Ends> {
        match self.names.read_route(text) {
            Route::Move(Point::Stage(from), Point::Stage(to)) => Some((from, to)),
            Route::At(Point::Stage(stage)) if numbers == Numbers::NameStages => Some((stage, stage)),
            Route::At(_) | Route::Open | Route::Unknown(_) => {
                self.names.about(text, numbers).map(|stage| (stage, stage))
            }
            Route::Move(..) => None,
        }
    }

    /// Whether the rows of a table number something else than the stages: all have names, and none
    /// has that of its stage.
    fn is_of_others(&self, table: &Table, column: usize, ends: &[Option<Ends>]) -> bool {
        let words = |text: &str| -> Vec<String> {
            let is_name = |word: &&str| word.contains(char::is_alphabetic) && !self.is_stage_word(word);
            fold(text).split(|c: char| !c.is_alphanumeric()).filter(is_name).map(str::to_owned).collect()
        };
        let name = table.header.iter().position(|header| NAMES.has(&header.key)).filter(|name| *name != column);
        let rows = table.rows.iter().zip(ends).filter_map(|(row, ends)| Some((row, (*ends)?)));
        let mut has_rows = false;
        for (row, (from, to)) in rows {
            has_rows = true;
            let cells = [Some(column), name].into_iter().flatten();
            let said = cells.map(|column| inline::visible(self.source.slice(cell(row, column)))).collect::<Vec<_>>();
            let said = words(&said.join(" "));
            let own = self.found.iter().filter(|(_, heading)| heading.number == from || heading.number == to);
            let own: Vec<String> = own.flat_map(|(_, heading)| words(&heading.name)).collect();
            if said.is_empty() || own.is_empty() || said.iter().any(|word| own.contains(word)) {
                return false;
            }
        }
        has_rows
    }

    /// Whether what stands in a scope is no gate, whatever its columns are called: it is about
    /// going back, or about what was.
    fn is_no_gate(&self, scope: Scope) -> bool {
        let mut sections = self.outline.sections_around(scope.section).map(|section| self.section_roles[section]);
        let is_other = |role| matches!(role, Role::Rollback | Role::Risks | Role::Review | Role::DecisionLog);
        sections.any(is_other) || self.names_around(scope).any(is_past)
    }

    /// Whether a column beside that for a gate says of each row whether the gate is met.
    fn has_answers(&self, table: &Table, gate: usize) -> bool {
        let boxes = self.box_columns(table);
        let words = self.columns_with_words(table, |key| is_verdict_column(key) && !STATES.has(key));
        (0..table.header.len()).any(|column| {
            let is_box = boxes[column] && is_verdict_column(&table.header[column].key);
            column != gate && (is_box || words[column])
        })
    }

    /// The rows for a stage of tables beside the stages where all of a row is one criterion.
    pub(super) fn criteria_elsewhere(
        &self,
        position: usize,
        role: Role,
    ) -> impl Iterator<Item = (&Table, Vec<&TableRow>)> {
        let number = self.found[position].1.number;
        let is_gate = move |table: &&StageTable| match table.gates[..] {
            [] => self.section_roles[self.outline.tables[table.table].scope.section] == role,
            [(_, gate)] => table.has_answers && gate == role,
            _ => false,
        };
        let rows = self.stage_tables().iter().filter(is_gate).map(move |of_stages| {
            let table = &self.outline.tables[of_stages.table];
            (table, of_stages.rows_of(table, number, role))
        });
        rows.filter(|(_, rows)| !rows.is_empty())
    }

    /// The cells for the gate of a stage in tables beside the stages.
    pub(super) fn cells_of_gate(&self, position: usize, role: Role) -> impl Iterator<Item = CellOfGate<'_>> {
        let number = self.found[position].1.number;
        let columns = self.stage_tables().iter().filter(|table| !table.has_answers).flat_map(move |table| {
            let columns = table.gates.iter().filter(move |(_, gate)| *gate == role);
            columns.map(move |(column, _)| (table, *column))
        });
        let cells = columns.map(move |(of_stages, column)| {
            let table = &self.outline.tables[of_stages.table];
            let rows = of_stages.rows_of(table, number, role).into_iter();
            let parts = rows.flat_map(|row| cell_parts(self.source, cell(row, column)));
            let asks: Vec<CellPart> = parts.filter(|part| self.asks(part)).collect();
            let is_bracket = |checkbox: CheckBox| self.source.slice(checkbox.span).starts_with('[');
            let has_brackets = asks.iter().filter_map(|part| part.checkbox).any(is_bracket);
            // Signs open a gate where they are all that the cell has.
            let form = |checkbox: CheckBox| if has_brackets { checkbox.form } else { BoxForm::Standard };
            let boxed = |part: &CellPart| part.checkbox.map(|checkbox| CheckBox { form: form(checkbox), ..checkbox });
            let criteria = asks.iter().map(|part| self.criterion_in(part.text, boxed(part), table.scope)).collect();
            CellOfGate { table, name: table.header[column].text.clone(), criteria }
        });
        cells.chain(self.cells_of_stage(position, role)).filter(|cell| !cell.criteria.is_empty())
    }

    /// The same in tables of gates with a column for each stage: a row says what is asked for, and
    /// the cell how much, or whether it is met.
    fn cells_of_stage(&self, position: usize, role: Role) -> impl Iterator<Item = CellOfGate<'_>> {
        let number = self.found[position].1.number;
        let is_of_gate = move |table: &&Table| {
            table.header.len() > 2
                && self.section_roles[table.scope.section] == role
                && self.is_outside_stages(table.scope)
        };
        self.outline.tables.iter().filter(is_of_gate).filter_map(move |table| {
            let stages = table.header[1..].iter().map(|header| self.names.about(&header.text, Numbers::NameStages));
            let stages: Vec<StageNumber> = stages.collect::<Option<_>>()?;
            let column = 1 + stages.iter().position(|stage| *stage == number)?;
            let criterion = |row: &TableRow| {
                let (name, cell) = (cell(row, 0), cell(row, column));
                let parts = cell_parts(self.source, cell);
                let part = parts.iter().find(|part| self.asks(part))?;
                let how_much = inline::visible(self.source.slice(part.text));
                let said = self.criterion_in(name, part.checkbox, table.scope);
                Some(match (how_much.trim(), part.checkbox) {
                    ("", _) => said,
                    (how_much, boxed) => Criterion {
                        whole: Some([&said.text, BETWEEN_CELLS, how_much].concat()),
                        words: cell,
                        span: boxed.map_or(cell, |checkbox| checkbox.span),
                        ..said
                    },
                })
            };
            let criteria = table.rows.iter().filter_map(criterion).collect();
            Some(CellOfGate { table, name: table.header[column].text.clone(), criteria })
        })
    }

    /// Whether a part of a cell asks for something. A name, a day, a reference, and what says how
    /// far it is or was decided, ask for nothing.
    pub(super) fn asks(&self, part: &CellPart) -> bool {
        let line = self.source.slice(part.text).trim();
        let text = inline::visible(line);
        let is_link = line.starts_with('[') && line.ends_with(')');
        if is_link || read_date(&text).day().is_some() || not_applicable(&text, self.policy).is_some() {
            return false;
        }
        let says_state = || {
            // A sign before the words stands for a box.
            let folded = fold(text.trim_matches(|c: char| !c.is_alphanumeric()));
            let is_state =
                verdict(&folded) != Verdict::Unclear || read_decision(&text, self.policy, &self.names).is_some();
            is_state || opens_with_see(&folded)
        };
        let is_sentence = || text.split_whitespace().count() > 1 || text.chars().filter(|c| is_cjk(*c)).count() > 3;
        let asks = || sets_limit(&text) || (is_sentence() && !says_state());
        !text.starts_with(['(', '（']) && (part.checkbox.is_some() || asks())
    }

    /// What the boxes of a stage say, folded.
    pub(super) fn boxes_of(&self, position: usize) -> HashSet<String> {
        let own = self.outline.items.iter().filter(|item| item.has_box() && self.is_in_stage(item.scope, position));
        own.map(|item| fold(&inline::visible(self.source.slice(item.text)))).collect()
    }
}
