//! Which rows and cells of a plan's tables are the team's data.

use super::brackets;
use super::drafter::{Drafter, is_bracketed};
use super::log::prepared_rows;
use super::remedies::Remedies;
use crate::edit::record::table_row;
use crate::markdown::inline;
use crate::outline::{Header, InlineBox, Look, Table, TableRow, inline_boxes};
use crate::plan::date::{DateReading, read_date};
use crate::plan::log::Column;
use crate::plan::value::not_applicable;
use crate::template::metric_columns;
use crate::template::record::log_columns;
use crate::text::{Span, fold};
use crate::words::asks::{Asks, asks};
use crate::words::tables::{ENTITIES, LABELS, STATES, VALUES};

impl Drafter<'_> {
    pub(super) fn tables(&mut self) {
        let tables = self.outline.tables.clone();
        for table in &tables {
            if Remedies::has(&self.remedies.optional, table.header_span.to(table.span)) && table.header.len() > 2 {
                let words = self.later(table.scope, table.header_span.to(table.span));
                self.annotate(table.header_span, words);
            }
            for column in 0..table.header.len() {
                let cells: Vec<Span> = table.rows.iter().filter_map(|row| row.cells.get(column).copied()).collect();
                let has_boxes = cells.iter().any(|cell| has_box(self.source.slice(*cell)));
                for cell in cells {
                    self.untick(cell, has_boxes);
                }
            }
            if self.outline.is_of_stages(table) {
                self.forget_states(table);
                continue;
            }
            if log_columns(table, self.policy).is_some() {
                self.log(table);
            } else if table.header.len() == 2 {
                self.pairs(table);
            } else {
                self.table(table);
            }
        }
    }

    /// Replaces how far the stages are where each row is one. A box has been unticked.
    fn forget_states(&mut self, table: &Table) {
        for (column, header) in table.header.iter().enumerate().filter(|(_, header)| STATES.has(&header.key)) {
            let cells: Vec<Span> = table.rows.iter().filter_map(|row| row.cells.get(column).copied()).collect();
            for cell in cells.into_iter().filter(|cell| !has_box(self.source.slice(*cell)) && !cell.is_empty()) {
                self.put_cell(cell, &brackets::named(&header.text));
            }
        }
    }

    /// Replaces the rows of the decision log by one for each step, with brackets to fill in.
    fn log(&mut self, table: &Table) {
        let Some(log) = self.standing.plan().log.as_ref().filter(|log| log.header == table.header_span) else {
            return self.reduce(table);
        };
        let [date, why, name] = self.words.brackets;
        let cell = |column: usize, step: &str, word: &str| match log.columns.get(column) {
            Some(Column::Date) => date.to_owned(),
            Some(Column::Stage) => step.to_owned(),
            Some(Column::Decision) => word.to_owned(),
            Some(Column::Rationale) => why.to_owned(),
            Some(Column::DecidedBy) => name.to_owned(),
            _ => brackets::named(&table.header[column].text),
        };
        let line = |(step, word): (String, String)| {
            let cells: Vec<String> = (0..table.header.len()).map(|column| cell(column, &step, &word)).collect();
            table_row(&cells)
        };
        let rows: Vec<String> = prepared_rows(self.standing, self.words).into_iter().map(line).collect();
        self.replace_rows(table, &rows);
    }

    /// Puts rows in the place of those of a table. Each has before it what the lines of the table
    /// have: the signs of a quote, or the space of a list.
    fn replace_rows(&mut self, table: &Table, rows: &[String]) {
        let line = |at: usize| self.source.line_span(self.source.line(at));
        let below = self.source.line_span(self.source.line(table.header_span.start) + 1);
        let text = self.source.slice(below);
        let before = &text[..text.len() - text.trim_start_matches(['>', ' ', '\t']).len()];
        let lines: Vec<String> = rows.iter().map(|row| format!("{before}{row}")).collect();
        let rows = lines.join(self.source.line_ending());
        match (table.rows.first(), table.rows.last()) {
            (Some(first), Some(last)) => {
                let span = Span::new(line(first.span.start).start, line(last.span.start).end);
                // What is put behind the rows is no part of them.
                self.edits.retain(|_, edit| !span.contains(edit.span) || edit.span == Span::at(span.end));
                self.put(span, rows);
            }
            _ => {
                self.put(Span::at(below.end), format!("{}{rows}", self.source.line_ending()));
            }
        }
    }

    /// Replaces the values in a table of two columns, where it holds labels with values.
    fn pairs(&mut self, table: &Table) {
        let (first, second) = (fold(&table.header[0].text), fold(&table.header[1].text));
        let is_list = first.is_empty() || LABELS.has(&first) || second.is_empty() || VALUES.has(&second);
        let asked = asked_by(&table.header[1]);
        let is_data =
            is_list || matches!(asked, Asks::Person | Asks::Date | Asks::Link | Asks::Duration | Asks::Status);
        for row in table.rows.iter().filter(|row| row.cells.len() == 2) {
            let value = self.source.slice(row.cells[1]).to_owned();
            let whole = row.cells[0].to(row.cells[1]);
            let label = inline::visible(self.source.slice(row.cells[0]));
            let is_short = value.split_whitespace().count() <= 12;
            let has_boxes = !inline_boxes(self.source, row.cells[1], Look::Brackets).is_empty();
            let bracket = if is_data && is_short && !value.is_empty() && !is_bracketed(&value) && !has_boxes {
                match Remedies::has(&self.remedies.any_words, whole) {
                    true => Some(brackets::named(&label)),
                    false => brackets::bracket(if is_list { &label } else { &table.header[1].text }, &value),
                }
            } else {
                None
            };
            let text = bracket.unwrap_or(value);
            let is_weak = Remedies::has(&self.remedies.optional, whole);
            let comment = if is_weak {
                format!(" <!-- rolloutlint: {} -->", self.later(table.scope, whole))
            } else {
                String::new()
            };
            let field = self.outline.fields.iter().find(|field| field.label_span == row.cells[0]);
            if field.is_none_or(|field| !self.stays(field)) {
                self.put_cell(row.cells[1], &format!("{text}{comment}"));
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let first = fold(&table.header[0].text);
        let is_stage = |row: &TableRow| {
            let name = inline::visible(self.source.slice(row.cells.first().copied().unwrap_or(row.span)));
            self.standing.plan().names.find(&name).is_some()
        };
        let is_of_stages =
            !table.rows.is_empty() && table.rows.iter().filter(|row| is_stage(row)).count() * 2 > table.rows.len();
        let is_entity = ENTITIES.iter().any(|entity| {
            first == entity
                || first.split_whitespace().any(|word| word == entity || word.strip_suffix('s') == Some(entity))
        });
        let is_metrics = metric_columns(&table.keys())
            .is_some_and(|columns| columns.threshold.is_some() || columns.baseline.is_some());
        let is_gate = self.role_around(table.scope).is_gate() || self.gate_in_headers(table).is_some();
        if is_entity && !is_of_stages && !is_gate && !is_metrics {
            return self.reduce(table);
        }
        // Bounds are masked in a whole column or not at all.
        let is_masked = |column: usize| {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
            let mut texts =
                cells.map(|cell| inline::visible(self.source.slice(*cell))).filter(|text| !self.is_bare(text));
            texts.all(|text| brackets::masked_number(&text).is_some())
        };
        let masked: Vec<bool> = (0..table.header.len()).map(is_masked).collect();
        for row in table.rows.iter().filter(|row| row.cells.len() == table.header.len()) {
            for (column, cell) in row.cells.iter().enumerate().skip(1) {
                let value = self.source.slice(*cell).to_owned();
                let text = inline::visible(&value);
                if self.is_bare(&text)
                    || is_bracketed(&value)
                    || !inline_boxes(self.source, *cell, Look::Brackets).is_empty()
                {
                    continue;
                }
                let header = &table.header[column];
                let is_measured = is_metrics && !is_gate && masked[column];
                let bracket = match asked_by(header) {
                    _ if is_measured => brackets::masked_number(&text),
                    Asks::Person => brackets::bracket(&header.text, &value),
                    // Whatever its header says, a day is this plan's own.
                    _ if !is_gate && read_date(text.trim()) != DateReading::None => Some("[Date]".to_owned()),
                    Asks::Status if !is_gate => Some(brackets::named(&header.text)),
                    Asks::Link if text.contains('/') || value.contains('[') => Some("[Link]".to_owned()),
                    Asks::Measure => brackets::masked_number(&text).or_else(|| Some(brackets::named(&header.text))),
                    Asks::Duration => brackets::masked_number(&text),
                    _ => None,
                };
                if let Some(bracket) = bracket {
                    self.put_cell(*cell, &bracket);
                }
            }
        }
    }

    /// Whether a cell is empty, or says that it does not apply.
    fn is_bare(&self, text: &str) -> bool {
        !text.chars().any(char::is_alphanumeric) || not_applicable(text, self.policy).is_some()
    }

    /// Replaces the team's own rows by one example row. A column that a row leaves open stays open.
    pub(super) fn reduce(&mut self, table: &Table) {
        let says = |row: &&TableRow| {
            row.cells.iter().any(|cell| !brackets::is_open(&inline::visible(self.source.slice(*cell))))
        };
        let is_example = |row: &&TableRow| row.cells.iter().any(|cell| is_bracketed(self.source.slice(*cell)));
        let rows: Vec<&TableRow> = table.rows.iter().filter(says).filter(|row| !is_example(row)).collect();
        // A table that nobody has begun stays as it is.
        if rows.is_empty() {
            return;
        }
        let cell = |column: usize| {
            let cells: Vec<Span> = rows.iter().filter_map(|row| row.cells.get(column).copied()).collect();
            let header = &table.header[column].text;
            let values: Vec<&str> = cells.iter().map(|cell| self.source.slice(*cell)).collect();
            if let Some(with_boxes) = cells.iter().find(|cell| has_box(self.source.slice(**cell))) {
                return unticked(
                    self.source.slice(*with_boxes),
                    &inline_boxes(self.source, *with_boxes, Look::Brackets),
                    with_boxes.start,
                );
            }
            if values.iter().any(|value| self.is_bare(&inline::visible(value))) || cells.len() < rows.len() {
                return String::new();
            }
            let kinds: Vec<Option<String>> = values.iter().map(|value| brackets::bracket(header, value)).collect();
            match kinds.first() {
                Some(Some(first)) if kinds.iter().all(|kind| kind.as_ref() == Some(first)) => first.clone(),
                _ if asks(&fold(header)) == Asks::Person => "[Name]".to_owned(),
                _ => brackets::named(header),
            }
        };
        let cells: Vec<String> = (0..table.header.len()).map(cell).collect();
        let count = table.rows.len();
        self.replace_rows(table, &[table_row(&cells)]);
        if count > 1 {
            let line = self.line(table.header_span.start);
            let first = &table.header[0].text;
            self.note(format!("line {line}: the {count} rows of the table `{first} | …` are this plan's own, and one example row stands for them"));
        }
    }
}

/// What a column asks for.
fn asked_by(header: &Header) -> Asks {
    if STATES.has(&header.key) { Asks::Status } else { asks(&fold(&header.text)) }
}

/// Whether a cell has a box, and not only `[X]` for something to fill in.
fn has_box(cell: &str) -> bool {
    cell.contains("[ ]") || cell.contains("[x]")
}

fn unticked(cell: &str, boxes: &[InlineBox], start: usize) -> String {
    let mut text = cell.to_owned();
    for inline in boxes.iter().rev().filter(|inline| inline.checkbox.is_ticked) {
        text.replace_range(inline.checkbox.span.start - start..inline.checkbox.span.end - start, "[ ]");
    }
    text
}
