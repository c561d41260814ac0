//! The decision log, and what the plan says of its own stage.

use super::Reader;
use crate::markdown::inline;
use crate::outline::{Field, Table, TableRow, cell};
use crate::plan::date::{DateReading, read_date};
use crate::plan::log;
use crate::plan::log::{Column, Decision, Log, LogRow, Route, RowState};
use crate::plan::value::{Value, ValueState};
use crate::plan::{Declared, DeclaredStage};
use crate::template;
use crate::template::{Place, Role, Slot, SlotKind};
use crate::text::{Span, fold};

impl Reader<'_> {
    pub(super) fn log(&self) -> Option<Log> {
        let tables = || self.outline.tables.iter().filter_map(|table| Some((table, template::log_columns(table)?)));
        let in_log_section = |table: &Table| matches!(&self.places[table.scope.section], Place::Section(key) if self.template.role(key) == Role::DecisionLog);
        let (table, columns) = tables().find(|(table, _)| in_log_section(table)).or_else(|| tables().next())?;
        let column_of = |index: usize| match index {
            _ if index == columns.date => Column::Date,
            _ if index == columns.stage => Column::Stage,
            _ if index == columns.decision => Column::Decision,
            _ if index == columns.rationale => Column::Rationale,
            _ if index == columns.decided_by => Column::DecidedBy,
            _ => Column::Other,
        };
        let rows = table.rows.iter().map(|row| self.log_row(row, table.header.len(), columns)).collect();
        Some(Log { header: table.header_span, columns: (0..table.header.len()).map(column_of).collect(), rows })
    }

    pub(super) fn log_row(&self, row: &TableRow, width: usize, columns: template::LogColumns) -> LogRow {
        let slot = |kind: SlotKind| Slot { brackets: self.template.log_brackets.clone(), kind, ..Slot::default() };
        let read =
            |column: usize, kind: SlotKind| Value::read(self.source, cell(row, column), &slot(kind), self.policy);
        let date = read(columns.date, SlotKind::Date);
        let stage = read(columns.stage, SlotKind::Text);
        let decision = read(columns.decision, SlotKind::Text);
        let rationale = read(columns.rationale, SlotKind::Text);
        let decided_by = read(columns.decided_by, SlotKind::Text);
        let day = if date.is_filled() { read_date(&date.text) } else { DateReading::None };
        let route = if stage.is_open() { Route::Open } else { self.names.read_route(&stage.text) };
        let verb = if decision.is_open() { None } else { Decision::read(&decision.text, &self.policy.decisions) };
        let deciders = if decided_by.is_open() { Vec::new() } else { log::people(&decided_by.text) };
        let people = deciders.iter().map(|name| self.policy.person(name)).collect();
        let untouched = |value: &Value| matches!(value.state, ValueState::Empty | ValueState::Placeholder { .. });
        let date_line = self.source.slice(cell(row, columns.date));
        // Whoever strikes the date takes the decision back.
        let struck = matches!(inline::struck(date_line)[..], [struck] if struck == Span::new(0, date_line.len()));
        let state = if struck {
            RowState::Struck
        } else if day.day().is_some() {
            RowState::Recorded
        } else if untouched(&date) && untouched(&rationale) && untouched(&decided_by) {
            RowState::Template
        } else {
            RowState::Pending
        };
        LogRow {
            span: row.span,
            state,
            date,
            day,
            stage,
            route,
            decision,
            verb,
            rationale,
            decided_by,
            deciders,
            people,
            uneven: row.cells.len() != width,
            cells: row.cells.iter().map(|cell| fold(&inline::visible(self.source.slice(*cell)))).collect(),
            renumbered: false,
        }
    }

    pub(super) fn declared(&self) -> Option<Declared> {
        let declared = |text: String, span: Span| Declared { stage: self.names.read_declared(&text), text, span };
        if let Some((text, span)) = self.front_matter("stage") {
            return Some(declared(text, span));
        }
        let outside = || {
            self.outline
                .fields
                .iter()
                .filter(|field| !matches!(self.places[field.scope.section], Place::Stage(_)) && !field.value.is_empty())
        };
        let text_of = |field: &Field| inline::visible(self.source.slice(field.value));
        if let Some(field) = outside().find(|field| field.key == "current stage" || field.key == "current phase") {
            let text = text_of(field);
            let bare = text.trim_matches(['[', ']']).to_owned();
            let slot = Slot { brackets: vec![String::new()], ..Slot::default() };
            let value = Value::read(self.source, field.value, &slot, self.policy);
            // `[Stage]` and TBD declare nothing; `[1]` is a stage in brackets.
            if value.is_filled() || self.names.find(&bare).is_some() {
                return Some(declared(bare, field.value));
            }
        }
        if let Some((text, span)) = self.front_matter("status")
            && let Some(status) = self.names.read_status(&text, span)
        {
            return Some(status);
        }
        let in_table = |field: &Field| self.outline.tables.iter().any(|table| table.span.contains(field.label_span));
        let status = outside().filter(|field| field.key == "status" && !in_table(field));
        if let Some(status) = status.filter_map(|field| self.names.read_status(&text_of(field), field.value)).next() {
            return Some(status);
        }
        let mut marked = self.found.iter().filter(|(_, heading)| heading.mark.is_some());
        let (section, heading) = marked.next().filter(|_| marked.next().is_none())?;
        let span = self.outline.sections[*section].heading;
        Some(Declared {
            stage: DeclaredStage::Stage(heading.number),
            text: heading.mark.clone().unwrap_or_default(),
            span,
        })
    }

    /// A scalar of the front matter. Each line is read by itself, so that a fault elsewhere in it does not hide the stage.
    pub(super) fn front_matter(&self, key: &str) -> Option<(String, Span)> {
        let matter = self.outline.front_matter?;
        let first = self.source.line(matter.start);
        let last = self.source.line(matter.end);
        (first..last).find_map(|number| {
            let span = self.source.line_span(number);
            let line = self.source.slice(span);
            // An indented key belongs to another one.
            let (name, value) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t']))?;
            if fold(name).replace(['_', '-'], " ") != key
                && fold(name).replace(['_', '-'], " ") != format!("current {key}")
            {
                return None;
            }
            let text: String = serde_yaml::from_str(value.trim()).ok().or_else(|| Some(value.trim().to_owned()))?;
            let start = span.end - value.trim_start().len();
            let end = start.max(span.start + line.trim_end().len());
            (!text.is_empty()).then(|| (text, Span::new(start, end)))
        })
    }
}
