//! What a rollout is watched by: tables of metrics, the conditions to go back, and the customers that were selected.

use super::slots::merged_columns;
use super::{Home, Reader};
use crate::markdown::inline::{self, PieceKind};
use crate::outline::{Scope, Table, TableRow, cell};
use crate::plan::metric::{Metric, MetricsTable};
use crate::plan::value::{Value, ValueState, has_reason};
use crate::plan::{Customers, Trigger};
use crate::template::{self, MetricColumns, Place, Role, Slot, SlotKind, TableSlot};
use crate::text::{Span, fold};
use std::collections::HashMap;

impl Reader<'_> {
    /// The template's table that has guardrails.
    fn guardrail_slot(&self) -> Option<&TableSlot> {
        self.template.tables.iter().find(|table| {
            let headers: Vec<&str> = table.headers.iter().map(String::as_str).collect();
            let kind = template::metric_columns(&headers).and_then(|columns| columns.kind);
            let guards = |row: &Vec<Slot>, kind: usize| row.get(kind).is_some_and(|slot| says_guardrail(&slot.text));
            kind.is_some_and(|kind| table.rows.iter().any(|row| guards(row, kind)))
        })
    }

    /// Whether the template asks for guardrails, and the plan has kept the place for them. A label or a section that is gone is another finding,
    /// and a skipped stage owes nothing.
    pub(super) fn wants_guardrails(&self, lacks_section: impl Fn(&Place) -> bool) -> bool {
        let Some(slot) = self.guardrail_slot() else { return false };
        let homes = self.homes(&slot.place);
        let group = self.template.group(&slot.place, slot.group.as_ref());
        let has_label = |home: &Home| group.is_none_or(|group| self.has_group(group, home));
        let is_skipped = || match &slot.place {
            Place::Stage(index) => self.matched.contains(&Some(*index)),
            Place::Section(_) => true,
        };
        if homes.is_empty() { !lacks_section(&slot.place) && !is_skipped() } else { homes.iter().all(has_label) }
    }

    pub(super) fn metrics(&self) -> Vec<MetricsTable> {
        let asked: Vec<Place> = self
            .guardrail_slot()
            .map_or_else(Vec::new, |slot| self.homes(&slot.place).iter().map(|home| home.place.clone()).collect());
        let tables = self.outline.tables.iter().filter(|table| template::record::log_columns(table).is_none());
        tables
            .filter_map(|table| {
                let headers: Vec<&str> = table.header.iter().map(|header| header.key.as_str()).collect();
                Some(self.metrics_table(table, template::metric_columns(&headers)?, &asked))
            })
            .collect()
    }

    fn metrics_table(&self, table: &Table, columns: MetricColumns, asked: &[Place]) -> MetricsTable {
        let place = &self.places[table.scope.section];
        let name = self.name_of(table.scope);
        let stage = match place {
            Place::Stage(position) => Some(self.found[*position].1.number),
            Place::Section(_) => None,
        };
        let anchor = match stage {
            Some(number) => format!("stage:{number}/{}", fold(&name)),
            None => format!("section:{}", fold(&name)),
        };
        let header_of = |column: Option<usize>| column.map_or("", |column| table.header[column].key.as_str());
        let all_guard =
            columns.kind.is_none() && (says_guardrail(&fold(&name)) || says_guardrail(header_of(Some(columns.name))));
        let threshold = header_of(columns.threshold);
        let alerts =
            ["alert", "alarm", "rollback", "abort", "page", "trip"].iter().any(|word| threshold.contains(word));
        let has_unit = |text: &str| text.contains(['(', '%', '$', '€']);
        let header_has_unit =
            [columns.baseline, columns.target, columns.threshold].iter().any(|column| has_unit(header_of(*column)));
        // Whatever bracket the template has, it may have been moved to another row.
        let slot = Slot { brackets: self.template.brackets.clone(), kind: SlotKind::Number, ..Slot::default() };
        let name_slot = Slot { kind: SlotKind::Text, ..slot.clone() };
        let even = |row: &&TableRow| row.cells.len() == table.header.len();
        let metric = |row: &TableRow| -> Metric {
            let read = |column: usize| Value::read(self.source, cell(row, column), &slot, self.policy);
            let mut name = Value::read(self.source, cell(row, columns.name), &name_slot, self.policy);
            // `~~Error rate~~ — nothing can fail`.
            if has_reason(self.source.slice(name.span), self.policy) {
                name.state = ValueState::NotApplicable { reason: true };
            }
            let kind = columns.kind.map(|column| fold(&inline::visible(self.source.slice(cell(row, column)))));
            Metric {
                anchor: format!("{anchor}/{}", fold(&name.text)),
                span: row.span,
                is_guardrail: all_guard || kind.is_some_and(|kind| says_guardrail(&kind)),
                baseline: columns.baseline.map(read),
                target: columns.target.map(read),
                threshold: columns.threshold.map(read),
                names_unit: header_has_unit || has_unit(&name.text),
                name,
            }
        };
        let is_gone = |row: &&TableRow| {
            let text = self.source.slice(cell(row, columns.name));
            !inline::struck(text).is_empty() && !has_reason(text, self.policy)
        };
        MetricsTable {
            name,
            header: table.header_span,
            stage,
            is_asked: asked.contains(place),
            alerts,
            has_uneven_rows: table.rows.iter().any(|row| !even(&row)),
            metrics: table.rows.iter().filter(even).filter(|row| !is_gone(row)).map(metric).collect(),
        }
    }

    /// The label or the heading that something stands under, as it is written.
    fn name_of(&self, scope: Scope) -> String {
        let label = self.outline.labels_around(scope).find(|field| field.value.is_empty());
        label.map_or_else(|| self.outline.sections[scope.section].title.clone(), |field| field.label.clone())
    }

    /// The conditions under which the rollout goes back. What is struck without a reason or waits for a value is none.
    pub(super) fn triggers(&self) -> Vec<Trigger> {
        let mut known: HashMap<Scope, bool> = HashMap::new();
        let find = |scope: Scope| {
            let mut labels = self.outline.labels_around(scope).map(|field| field.key.as_str());
            let title = self.outline.sections[scope.section].key.clone();
            let in_plan =
                matches!(&self.places[scope.section], Place::Section(key) if self.template.role(key) == Role::Rollback);
            let says = |key: &str| key.contains("trigger") && (in_plan || key.contains("rollback"));
            labels.any(says) || says(&title)
        };
        let mut triggers = Vec::new();
        for item in &self.outline.items {
            if !*known.entry(item.scope).or_insert_with(|| find(item.scope)) {
                continue;
            }
            let line = self.source.slice(item.text);
            let waits = inline::pieces(line).iter().any(|piece| matches!(piece.kind, PieceKind::Bracket { .. }));
            let excused = has_reason(line, self.policy);
            if waits || (!excused && !inline::struck(line).is_empty()) {
                continue;
            }
            let stage = match &self.places[item.scope.section] {
                Place::Stage(position) => Some(self.found[*position].1.number),
                Place::Section(_) => None,
            };
            triggers.push(Trigger { text: inline::visible(line), span: item.text, stage, excused });
        }
        triggers
    }

    /// The customers of each stage that has one table for them, and says how many it wants.
    pub(super) fn customers(&self) -> Vec<Customers> {
        let is_wanted = |table: &&TableSlot| table.headers.first().is_some_and(|header| says_customer(header));
        let mut found: Vec<Customers> = Vec::new();
        for wanted in self.template.tables.iter().filter(is_wanted) {
            for home in self.homes(&wanted.place).iter() {
                found.extend(self.customers_of(wanted, home));
            }
        }
        found
    }

    fn customers_of(&self, wanted: &TableSlot, home: &Home) -> Option<Customers> {
        let stage = home.stage?;
        let table = self.find_table(wanted, home)?;
        let column = table.header.iter().position(|header| says_customer(&header.key))?;
        let others = self.outline.tables.iter().filter(|other| self.is_in(other.scope, home));
        // Two tables may share the customers between them, or name the same ones twice.
        let is_rival = |other: &Table| {
            other.header_span != table.header_span && other.header.iter().any(|header| says_customer(&header.key))
        };
        if others.into_iter().any(is_rival) || table.rows.iter().any(|row| row.cells.len() != table.header.len()) {
            return None;
        }
        let target = self.outline.fields.iter().find(|field| {
            self.is_in(field.scope, home)
                && template::is_label(field, "target")
                && matches!(self.group_of(field.scope), Some((_, Role::Audience)))
        })?;
        let slot = Slot { brackets: self.template.brackets.clone(), kind: SlotKind::Text, ..Slot::default() };
        let read = |span: Span| Value::read(self.source, span, &slot, self.policy);
        let columns = merged_columns(&wanted.rows.iter().collect::<Vec<_>>());
        let mut names = Vec::new();
        for row in &table.rows {
            let line = self.source.slice(cell(row, column));
            let name = read(cell(row, column));
            let is_out = !inline::struck(line).is_empty() || matches!(name.state, ValueState::NotApplicable { .. });
            let declined =
                row.cells.iter().any(|cell| says_declined(&fold(&inline::visible(self.source.slice(*cell)))));
            if is_out || declined {
                continue;
            }
            // An example row that was left, or a row that somebody has begun: nobody knows yet how many there will be.
            if self.is_untouched(row, table, wanted, &columns) {
                return None;
            }
            if !name.is_filled() {
                return None;
            }
            // A second row for a customer is another contact of theirs.
            if !names.iter().any(|known: &String| fold(known) == fold(&name.text)) {
                names.push(name.text);
            }
        }
        Some(Customers { stage, target: read(target.value), header: table.header_span, names })
    }
}

/// Whether a cell says that a customer does not take part.
fn says_declined(folded: &str) -> bool {
    ["declined", "withdrew", "withdrawn", "dropped out", "opted out", "cancelled", "canceled"]
        .iter()
        .any(|word| folded.contains(word))
}

fn says_guardrail(folded: &str) -> bool {
    folded.replace(['-', ' '], "").contains("guardrail")
}

fn says_customer(folded: &str) -> bool {
    matches!(folded, "customer" | "customers" | "client" | "clients") || folded.starts_with("customer name")
}
