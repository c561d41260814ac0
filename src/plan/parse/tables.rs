//! The tables of the template, with the values that the plan has in their rows.

use super::reader::{Home, Reader};
use crate::markdown::inline;
use crate::outline::{Table, TableRow, cell};
use crate::plan::status::Numbers;
use crate::plan::value::{Value, ValueState};
use crate::plan::{Filling, FillingKind, Missing};
use crate::template::{self, Role, Slot, TableSlot};
use crate::text::{Span, fold, is_drawn};
use crate::words::tables::STATES;
use crate::words::verdicts::is_verdict_column;

impl Reader<'_> {
    /// The table of the plan for a table of the template in a place: the one with the most common
    /// headers.
    pub(super) fn find_table(&self, wanted: &TableSlot, home: &Home) -> Option<&Table> {
        let no_logs = self.outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log);
        let in_place = no_logs.map(|(table, _)| table).filter(|table| self.is_in(table.scope, home));
        let common = |table: &&Table| table.header.iter().filter(|header| wanted.headers.contains(&header.key)).count();
        let is_grouped =
            |table: &&Table| wanted.group.is_some() && self.is_in_group(table.scope, wanted.group.as_ref());
        let best = in_place.max_by_key(|table| (common(table), is_grouped(table)))?;
        (is_grouped(&best) || common(&best) * 2 >= wanted.headers.len()).then_some(best)
    }

    /// Adds the values of the plan for the slots of a table of the template, and the example rows
    /// that are left.
    pub(super) fn table_fillings(
        &self,
        wanted: &TableSlot,
        home: &Home,
        fillings: &mut Vec<Filling>,
        example_rows: &mut Vec<Missing>,
    ) {
        let Some(table) = self.find_table(wanted, home) else { return };
        let (examples, fixed): (Vec<&Vec<Slot>>, Vec<&Vec<Slot>>) = wanted.rows.iter().partition(template::is_example);
        let columns = &wanted.columns;
        let is_even = |row: &&TableRow| row.cells.len() == table.header.len();
        let text_of = |row: &TableRow, column: usize| fold(&inline::visible(self.source.slice(cell(row, column))));
        let table_name =
            wanted.group.clone().unwrap_or_else(|| self.outline.sections[table.scope.section].title.clone());
        let anchor = home.anchor(&fold(&table_name));
        let due = self.due(wanted.due, home.stage);
        let spoken_for = wanted.group.as_deref().is_some_and(|group| self.template.role(group) == Role::GoToMarket);
        let mut push = |value: Value, column: usize, slot: &Slot, row_name: &str| {
            let title = &wanted.folded_titles[column];
            fillings.push(Filling {
                anchor: [&anchor, "/", row_name, "/", title].concat(),
                key: title.clone(),
                name: home.name(&wanted.titles[column]),
                example: slot.written.join(" "),
                value,
                kind: FillingKind::Cell,
                due,
                gentle: false,
                spoken_for,
            });
        };
        let first_column = own_column(table, wanted, 0).unwrap_or(0);
        let is_of = |row: &TableRow, template_row: &[Slot]| {
            template_row.first().is_some_and(|slot| text_of(row, first_column) == slot.text)
        };
        for template_row in &fixed {
            let Some(row) = table.rows.iter().filter(is_even).find(|row| is_of(row, template_row)) else { continue };
            let name = text_of(row, first_column);
            for (column, value) in self.asked_values(row, table, wanted, template_row) {
                push(value, column, &template_row[column], &name);
            }
        }
        let is_own = |row: &&TableRow| !fixed.iter().any(|template_row| is_of(row, template_row));
        let rows = table.rows.iter().filter(is_even).filter(is_own);
        let rows: Vec<_> = rows.map(|row| (row, self.asked_values(row, table, wanted, columns))).collect();
        if examples.is_empty() {
            // A row of the team's own may have a bracket that was copied from another row.
            for (row, values) in rows {
                let is_left = |value: &Value| matches!(value.state, ValueState::Placeholder { .. });
                for (column, value) in values.into_iter().filter(|(_, value)| is_left(value)) {
                    push(value, column, &columns[column], &text_of(row, first_column));
                }
            }
            return;
        }
        let first = rows.first().map(|(row, values)| (*row, brackets_beside(values)));
        let (untouched, touched): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, values)| is_untouched(values));
        let touched_rows = touched.len();
        for (index, (row, values)) in touched.into_iter().enumerate() {
            let name = text_of(row, first_column);
            let name = if name.is_empty() { format!("row {}", index + 1) } else { name };
            for (column, value) in values {
                push(value, column, &columns[column], &name);
            }
        }
        if touched_rows > 0 {
            example_rows.extend(untouched.into_iter().map(|(row, _)| Missing {
                anchor: [&anchor, "/", &text_of(row, first_column)].concat(),
                name: home.name(&table_name),
                span: row.span,
                due,
                gentle: true,
                instead: None,
                edit: None,
                unread: None,
            }));
        }
        let Some(first_own) = own_column(table, wanted, 0) else { return };
        let first_value = |row: &TableRow| Value::read(self.source, cell(row, first_own), &columns[0], self.policy);
        let no_row = |end: usize| TableRow { span: Span::at(end), cells: Vec::new(), detached: false };
        // A row that is asked for and missing is one open value, not one for each of its brackets.
        let least = wanted.min_rows.unwrap_or(1);
        for missing in touched_rows.max(1)..least {
            let end = table.rows.last().map_or(table.header_span.end, |row| row.span.end);
            push(first_value(&no_row(end)), 0, &columns[0], &format!("row {}", missing + 1));
        }
        // A table without any filled row is one fault, not one for each of its brackets.
        if touched_rows == 0 && least > 0 {
            let value = match first {
                Some((row, others)) => Value { others, ..first_value(row) },
                None => first_value(&no_row(table.header_span.end)),
            };
            push(value, 0, &columns[0], "first row");
        }
    }

    /// The values of a row in the columns that have a slot. Each comes with the column of the
    /// template. A column that the table lacks has no values.
    pub(super) fn asked_values(
        &self,
        row: &TableRow,
        table: &Table,
        wanted: &TableSlot,
        columns: &[Slot],
    ) -> Vec<(usize, Value)> {
        let asked = columns.iter().enumerate().filter(|(_, slot)| slot.asks());
        let read = |(column, slot): (usize, &Slot)| {
            let own = own_column(table, wanted, column)?;
            let mut value = Value::read(self.source, cell(row, own), slot, self.policy);
            if matches!(value.state, ValueState::Marker { .. }) && self.is_sign_of_status(&value, row, table, own) {
                value.state = ValueState::Filled;
            }
            Some((column, value))
        };
        asked.filter_map(read).collect()
    }

    /// Whether a value is a sign alone in the column for the status of the stage that its row
    /// names: `⏳` says how far the stage is.
    fn is_sign_of_status(&self, value: &Value, row: &TableRow, table: &Table, column: usize) -> bool {
        let names_stage =
            |cell: &Span| self.names.about(&inline::visible(self.source.slice(*cell)), Numbers::NameStages).is_some();
        let key = table.header.get(column).map_or("", |header| &header.key);
        let is_sign = value.text.chars().all(|c| is_drawn(c) || c.is_whitespace());
        is_sign && (is_verdict_column(key) || STATES.has(key)) && row.cells.iter().take(column).any(names_stage)
    }
}

/// The column of a plan's table for a column of the template's table: by its header, else by its
/// position when both tables have the same number of columns.
fn own_column(table: &Table, wanted: &TableSlot, column: usize) -> Option<usize> {
    let key = wanted.headers.get(column)?;
    let named = table.header.iter().position(|header| header.key == *key);
    named.or((table.header.len() == wanted.headers.len()).then_some(column))
}

/// The brackets that wait in a row, those of its first column apart.
fn brackets_beside(values: &[(usize, Value)]) -> Vec<Span> {
    let waits = |(column, value): &(usize, Value)| match value.state {
        ValueState::Placeholder { bracket } if *column > 0 => Some(bracket),
        _ => None,
    };
    values.iter().filter_map(waits).collect()
}

/// Whether nobody has filled in anything in a row, by its values.
pub(super) fn is_untouched(values: &[(usize, Value)]) -> bool {
    let is_open =
        |state: &ValueState| matches!(state, ValueState::Empty | ValueState::Placeholder { .. } | ValueState::Menu);
    values.iter().all(|(_, value)| is_open(&value.state))
}
