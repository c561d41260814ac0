//! Metrics, rollback triggers and selected customers.

use super::reader::{Home, Reader};
use super::rollback::is_numbered;
use super::tables::is_untouched;
use crate::markdown::inline;
use crate::outline::{Item, Scope, Table, TableRow, cell};
use crate::plan::measure;
use crate::plan::metric::{Metric, MetricsTable};
use crate::plan::value::{Value, ValueState, has_reason};
use crate::plan::{Customers, Trigger};
use crate::stage_number::StageNumber;
use crate::template::{
    self, MetricColumns, Place, Role, TableSlot, Template, has_actions, merged_columns, says_guardrail,
};
use crate::text::{Span, fold};
use crate::words::customers::{CUSTOMERS, DECLINED};
use crate::words::gates::{TRIGGERS, names_stop};
use crate::words::going_back::names_steps;
use crate::words::metrics::{ALERT, GUARDRAIL, may_watch, names_metric, sets_threshold};
use crate::words::tables::{ACTIONS, BESIDE_STATEMENTS};

impl Reader<'_> {
    /// The template's table that has guardrails.
    fn guardrail_slot(&self) -> Option<&TableSlot> {
        self.template.guardrails.map(|index| &self.template.tables[index])
    }

    /// Whether the template asks for guardrails, and the plan has the place for them. A missing
    /// label or section is another finding, and a skipped stage needs no guardrails.
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

    /// The tables of metrics.
    pub(super) fn metrics(&self) -> Vec<MetricsTable> {
        let asked: Vec<Place> = self
            .guardrail_slot()
            .map_or_else(Vec::new, |slot| self.homes(&slot.place).iter().map(|home| home.place.clone()).collect());
        let tables = self.outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log);
        tables
            .filter_map(|(table, _)| {
                let columns = template::metric_columns(&table.keys())?;
                (columns.compares() || !self.lists_triggers(table)).then(|| self.metrics_table(table, columns, &asked))
            })
            .collect()
    }

    /// Whether a table stands where it says when the rollout goes back.
    fn lists_triggers(&self, table: &Table) -> bool {
        let is_named = table.header.first().is_some_and(|header| TRIGGERS.any_in(&header.key));
        self.rollback.holds_triggers(table.scope) || (is_named && self.rollback.is_below(table.scope.section))
    }

    pub(super) fn metrics_table(&self, table: &Table, columns: MetricColumns, asked: &[Place]) -> MetricsTable {
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
        let headers = table.keys();
        let header_of = |column: Option<usize>| column.map_or("", |column| headers[column]);
        let all_guard = columns.kind.is_none()
            && (says_guardrail(&fold(&name)) || says_guardrail(headers[columns.name]) || has_actions(&headers));
        let threshold = header_of(columns.threshold);
        let alerts = ALERT.any_in(threshold);
        let has_unit = |text: &str| text.contains(['(', '%', '$', '€']);
        let header_has_unit =
            [columns.baseline, columns.target, columns.threshold].iter().any(|column| has_unit(header_of(*column)));
        let Template { any_words, any_number, .. } = self.template;
        let is_even = |row: &&TableRow| row.cells.len() == table.header.len();
        let metric = |row: &TableRow| -> Metric {
            let read = |column: usize| {
                let value = Value::read(self.source, cell(row, column), any_number, self.policy);
                let line = self.source.slice(value.span);
                // `~~> 1%~~ — too little traffic`, and not `~~> 1%~~ — 2%`, which is a number.
                let is_struck =
                    value.is_filled() && has_reason(line, self.policy) && !measure::gives_number(&inline::said(line));
                if !is_struck {
                    return value;
                }
                let text = inline::said(line).trim().to_owned();
                Value { text, state: ValueState::NotApplicable { reason: true }, ..value }
            };
            let mut name = Value::read(self.source, cell(row, columns.name), any_words, self.policy);
            // `~~Error rate~~ — nothing can fail`.
            if has_reason(self.source.slice(name.span), self.policy) {
                name.state = ValueState::NotApplicable { reason: true };
            }
            let kind = columns.kind.map(|column| fold(&inline::said(self.source.slice(cell(row, column)))));
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
            compares: columns.compares(),
            alerts,
            has_uneven_rows: table.rows.iter().any(|row| !is_even(&row)),
            metrics: table.rows.iter().filter(is_even).filter(|row| !is_gone(row)).map(metric).collect(),
        }
    }

    /// The label without a value, or the heading, that a scope belongs to, as written.
    pub(super) fn name_of(&self, scope: Scope) -> String {
        let label = self.outline.labels_around(scope).find(|field| field.value.is_empty());
        label.map_or_else(|| self.outline.sections[scope.section].title.clone(), |field| field.label.clone())
    }

    /// The conditions under which the rollout goes back: items of a list, values of a label, rows
    /// of a table, and paragraphs with a bound. One with an open bracket is none.
    pub(super) fn triggers(&self) -> Vec<Trigger> {
        let items = self.outline.items.iter().enumerate().filter(|(at, item)| self.rollback.is_trigger(*at, item));
        let mut triggers: Vec<Trigger> = items.filter_map(|(_, item)| self.trigger(item.text, item.scope)).collect();
        triggers.extend(self.trigger_rows());
        triggers.extend(self.trigger_values());
        triggers.sort_by_key(|trigger| trigger.span.start);
        let mut sentences = self.trigger_sentences();
        sentences.retain(|sentence| !is_told(sentence, &triggers));
        triggers.extend(sentences);
        triggers.sort_by_key(|trigger| trigger.span.start);
        triggers
    }

    /// The bounds below labels and headings of guardrails, and the alarms below those of a kill
    /// switch: `**Guardrails:**` above `- Error rate < 1%`, `**Error rate:** < 1%`, or a table with
    /// such rows. A criterion of a gate, and what makes the rollout go back, are none.
    pub(super) fn guards(&self, triggers: &[Trigger]) -> Vec<Trigger> {
        let outline = self.outline;
        let is_named = |key: &str| may_watch(key) && (says_guardrail(key) || !GUARDRAIL.any_in(key));
        let labels: Vec<bool> = outline.fields.iter().map(|field| is_named(&field.key)).collect();
        let sections: Vec<bool> = outline.sections.iter().map(|section| is_named(&section.key)).collect();
        if !labels.contains(&true) && !sections.contains(&true) {
            return Vec::new();
        }
        let is_free = |scope: Scope| !self.rollback.holds_triggers(scope) && !self.is_in_gate(scope);
        let is_below = |scope: Scope| {
            let is_named = outline.label_places_around(scope).any(|label| labels[label]) || sections[scope.section];
            is_named && is_free(scope)
        };
        let is_guardrail = |scope: Scope| self.holds_guardrails(scope);
        let alarms =
            |span: Span| measure::guard_purpose(&inline::visible(self.source.slice(span))) == measure::Purpose::Alarm;
        let in_table = |span: Span| outline.tables.iter().any(|table| table.span.contains(span));
        let items = outline.items.iter().filter(|item| is_below(item.scope)).map(|item| (item.text, item.scope));
        let values = outline.fields.iter().enumerate().filter(|(label, field)| {
            !field.value.is_empty() && is_free(field.scope) && !in_table(field.label_span) && {
                // Below the name of a list the label is what is watched, and an item is read whole.
                let is_about = || BESIDE_STATEMENTS.has(&field.key) || self.is_in_item(field);
                if is_below(field.scope) { !is_about() } else { labels[*label] }
            }
        });
        let values = values.map(|(label, field)| match labels[label] {
            true => (field.value, Scope { label: Some(label), ..field.scope }),
            false => (field.label_span.to(field.value), field.scope),
        });
        let prose = outline.prose.iter().filter(|prose| prose.item.is_none() && is_below(prose.scope));
        let prose = prose.map(|prose| (prose.span, prose.scope));
        // A sentence that says what is done is a trigger.
        let texts = items.chain(prose).filter(|(span, _)| !self.goes_back(*span));
        let counts = |(span, scope): &(Span, Scope)| match is_guardrail(*scope) {
            true => measure::sets_guardrail(&inline::visible(self.source.slice(*span))),
            false => alarms(*span),
        };
        let bounds = texts.chain(values).filter(counts);
        let bounds = bounds.filter_map(|(span, scope)| {
            let guard = self.trigger(span, scope)?;
            Some(Trigger { has_clear_side: measure::is_clear_guardrail(&guard.text), ..guard })
        });
        let tables = outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log).map(|(table, _)| table);
        let is_own = |table: &&Table| is_below(table.scope) && template::metric_columns(&table.keys()).is_none();
        let rows = tables.filter(is_own).flat_map(|table| {
            // In a column for it, a number alone is a bound.
            let has_column = table.keys().iter().any(|header| sets_threshold(header));
            let is_guarded = is_guardrail(table.scope);
            let has_metrics = is_guarded || table.keys().iter().any(|header| names_metric(header));
            // Below a column for an alarm, `< 5%` may be what sets it off.
            let is_of_alarm = table.keys().iter().any(|header| ALERT.any_in(header) || names_stop(header));
            let is_bound = move |row: &Trigger| {
                let is_meant = is_guarded || measure::guard_purpose(&row.text) == measure::Purpose::Alarm;
                let has_number = has_column && has_metrics && measure::gives_number(&row.text);
                has_number || (is_meant && measure::sets_guardrail(&row.text))
            };
            let rows = self.conditions_in(table, |column| self.is_measured(table, column)).into_iter();
            rows.filter(is_bound).map(move |row| {
                let is_alarm = measure::guard_purpose(&row.text) == measure::Purpose::Alarm;
                let has_clear_side =
                    is_guarded && measure::read_bound(&row.text).is_some() && (is_alarm || !is_of_alarm);
                Trigger { has_clear_side, ..row }
            })
        });
        bounds.chain(rows).filter(|guard| !guard.is_struck && !is_told(guard, triggers)).collect()
    }

    /// The trigger in a text; `None` when it waits for a value.
    pub(super) fn trigger(&self, span: Span, scope: Scope) -> Option<Trigger> {
        let line = self.source.slice(span);
        let is_open = inline::brackets(line).next().is_some();
        let excused = has_reason(line, self.policy);
        let is_struck = !excused && !inline::struck(line).is_empty();
        let stage = self.stage_around(scope);
        let text = inline::visible(line).into_owned();
        (!is_open).then_some(Trigger { text, span, whole: None, stage, excused, has_clear_side: true, is_struck })
    }

    /// The stage that a scope is in.
    pub(super) fn stage_around(&self, scope: Scope) -> Option<StageNumber> {
        match &self.places[scope.section] {
            Place::Stage(position) => Some(self.found[*position].1.number),
            Place::Section(_) => None,
        }
    }

    /// The rows of the tables that say when the rollout goes back. What is done then is no part of
    /// the condition. A table of guardrails has its own bounds.
    fn trigger_rows(&self) -> Vec<Trigger> {
        let tables = self.outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log);
        let mut triggers = Vec::new();
        for table in tables.map(|(table, _)| table).filter(|table| self.lists_triggers(table)) {
            let headers = table.keys();
            let guards = |columns: MetricColumns| {
                columns.compares() && self.metrics_table(table, columns, &[]).metrics.iter().any(|row| row.is_guardrail)
            };
            if template::metric_columns(&headers).is_some_and(guards) {
                continue;
            }
            triggers.extend(self.conditions_in(table, |_| false));
        }
        triggers
    }

    /// Whether a column tells what was measured: numbers that bound nothing.
    fn is_measured(&self, table: &Table, column: usize) -> bool {
        let is_number = |row: &TableRow| {
            let text = inline::visible(self.source.slice(cell(row, column)));
            measure::gives_number(&text) && measure::read_bound(&text).is_none()
        };
        column > 0 && !sets_threshold(&table.header[column].key) && table.rows.iter().any(is_number)
    }

    /// What the rows of a table say, without what is done then, who is told, and other columns that
    /// say nothing of it.
    fn conditions_in(&self, table: &Table, is_other: impl Fn(usize) -> bool) -> Vec<Trigger> {
        let keys = table.keys().into_iter().enumerate();
        let is_beside: Vec<bool> =
            keys.map(|(column, key)| BESIDE_STATEMENTS.has(key) || ACTIONS.has(key) || is_other(column)).collect();
        let condition = |row: &TableRow| {
            let words = self.words_of_row(table, row, &[], &is_beside)?;
            let trigger = self.trigger(row.span, table.scope)?;
            let text = words.whole.as_deref().map_or(words.text, |whole| inline::visible(whole).into_owned());
            Some(Trigger { text, whole: words.whole, span: words.words, ..trigger })
        };
        table.rows.iter().filter(|row| row.cells.len() == table.header.len()).filter_map(condition).collect()
    }

    /// The values of labels, and the paragraphs, that say when the rollout goes back.
    fn trigger_values(&self) -> Vec<Trigger> {
        let has_bound = |span: &Span| measure::read_bound(&inline::visible(self.source.slice(*span))).is_some();
        let mut triggers = Vec::new();
        for (index, field) in self.outline.fields.iter().enumerate() {
            let is_inside = self.rollback.holds_triggers(field.scope);
            let is_about = |word: &str| BESIDE_STATEMENTS.has(word);
            let is_called =
                self.rollback.is_trigger_label(index) && !field.key.rsplit(' ').next().is_some_and(is_about);
            if is_inside && self.is_in_item(field) {
                continue;
            }
            match field.value.is_empty() {
                false if is_called && self.is_void(field) => {}
                false if is_called || (is_inside && !names_steps(&field.key) && has_bound(&field.value)) => {
                    let span = if is_called { field.value } else { field.label_span.to(field.value) };
                    triggers.extend(self.trigger(span, field.scope));
                }
                true if is_called => {
                    let is_own = |scope: Scope| scope.label == Some(index);
                    let paragraphs = self.paragraphs(field.label_span.end, field.scope.section, is_own);
                    let paragraphs = paragraphs.into_iter().filter(has_bound);
                    triggers.extend(paragraphs.filter_map(|span| self.trigger(span, field.scope)));
                }
                _ => {}
            }
        }
        for (index, section) in self.outline.sections.iter().enumerate() {
            let scope = Scope { section: index, label: None };
            if !self.rollback.holds_triggers(scope) {
                continue;
            }
            let paragraphs = self.paragraphs(section.heading.end, index, |own| own == scope);
            triggers.extend(paragraphs.into_iter().filter(has_bound).filter_map(|span| self.trigger(span, scope)));
        }
        triggers
    }

    /// The paragraphs behind a label or a heading, as far as the next one. A paragraph above a list
    /// or a table of its own only leads to it.
    fn paragraphs(&self, start: usize, section: usize, is_own: impl Fn(Scope) -> bool) -> Vec<Span> {
        let outline = &self.outline;
        let items = outline.items.iter().enumerate();
        let items = items.map(|(at, item)| (item.span.start, item.scope, self.rollback.is_step(at)));
        let tables = outline.tables.iter().map(|table| (table.span.start, table.scope, false));
        let parts: Vec<(usize, Scope, bool)> = items.chain(tables).collect();
        if parts.iter().any(|(_, scope, is_step)| !is_step && is_own(*scope)) {
            return Vec::new();
        }
        let fields =
            outline.fields.iter().map(|field| self.source.line_span(self.source.line(field.label_span.start)).start);
        let others = outline.sections.iter().map(|section| section.heading.start).chain(fields);
        let next = others.chain(parts.iter().map(|(start, ..)| *start)).filter(|other| *other > start).min();
        let end = next.unwrap_or(usize::MAX).min(outline.sections[section].span.end);
        // The rest of the line of a label has its colon.
        let first = self.source.line_span(self.source.line(start)).end.min(end);
        let mut paragraphs = Vec::new();
        let mut at = first;
        for block in self.source.text[first..end.max(first)].split("\n\n") {
            let text = block.trim();
            let from = at + (block.len() - block.trim_start().len());
            at += block.len() + 2;
            let is_prose = text.starts_with(|c: char| {
                c.is_alphanumeric() || matches!(c, '*' | '_' | '~' | '`' | '<' | '>' | '≥' | '≤')
            });
            if is_prose && !text.starts_with("<!--") && !text.starts_with("```") {
                paragraphs.push(Span::new(from, from + text.len()));
            }
        }
        paragraphs
    }

    /// The steps of the rollback procedure: the items of the rollback plan that are no conditions
    /// and no values. Then those that are struck out, with nothing in their place.
    pub(super) fn rollback_steps(&self) -> (Vec<Span>, Vec<Span>) {
        // `1. Tell finance: #fin-oncall` is one, too.
        let is_step = |(at, item): &(usize, &Item)| {
            let is_free = || self.rollback.is_plan(item.scope.section) && !self.rollback.is_trigger(*at, item);
            (!item.is_field || is_numbered(self.source, item)) && is_free()
        };
        let is_said = |step: &Span| {
            let line = self.source.slice(*step);
            inline::struck(line).is_empty() || inline::said(line).contains(char::is_alphanumeric)
        };
        self.outline.items.iter().enumerate().filter(is_step).map(|(_, item)| item.text).partition(is_said)
    }

    /// The customers of each stage that has one table for them and a target for their number.
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
        // Two tables may have different customers, or the same ones twice.
        let is_rival = |other: &Table| {
            other.header_span != table.header_span && other.header.iter().any(|header| says_customer(&header.key))
        };
        if others.into_iter().any(is_rival) || table.rows.iter().any(|row| row.cells.len() != table.header.len()) {
            return None;
        }
        let target = self.outline.fields.iter().find(|field| {
            self.is_in(field.scope, home)
                && template::is_called(&field.key, "target")
                && matches!(self.group_of(field.scope), Some((_, Role::Audience)))
        })?;
        let read = |span: Span| Value::read(self.source, span, &self.template.any_words, self.policy);
        let columns = merged_columns(&wanted.rows.iter().collect::<Vec<_>>());
        let mut names = Vec::new();
        for row in &table.rows {
            let line = self.source.slice(cell(row, column));
            let name = read(cell(row, column));
            let is_out = !inline::struck(line).is_empty() || matches!(name.state, ValueState::NotApplicable { .. });
            let declined = row
                .cells
                .iter()
                .any(|cell| DECLINED.meaning_in(&fold(&inline::visible(self.source.slice(*cell)))).is_some());
            if is_out || declined {
                continue;
            }
            // With an example row, or a row that is only begun, nobody knows the number of
            // customers yet.
            if is_untouched(&self.asked_values(row, table, wanted, &columns)) {
                return None;
            }
            if !name.is_filled() {
                return None;
            }
            // A second row for a customer is another contact at that customer.
            if !names.iter().any(|known: &String| fold(known) == fold(&name.text)) {
                names.push(name.text);
            }
        }
        Some(Customers { stage, target: read(target.value), header: table.header_span, names })
    }
}

/// Whether some triggers, in their order, tell already what stands in a place.
fn is_told(trigger: &Trigger, triggers: &[Trigger]) -> bool {
    let before = triggers.partition_point(|other| other.span.start < trigger.span.end);
    triggers[..before].last().is_some_and(|other| other.span.end > trigger.span.start)
}

fn says_customer(folded: &str) -> bool {
    CUSTOMERS.has(folded) || folded.starts_with("customer name")
}
