//! What the template asks for, with what the plan has there.

use super::{Home, Reader};
use crate::markdown::inline::{self, PieceKind};
use crate::outline::{Field, Item, Scope, Section, Table, TableRow, cell, inline_boxes};
use crate::plan::log::{Decision, Log};
use crate::plan::value::{Value, ValueState, is_reference};
use crate::plan::{Due, Duplicate, Filling, FillingKind, Missing};
use crate::template;
use crate::template::{FieldSlot, Place, Role, Slot, SlotDue, SlotKind, StageHeading, TableSlot};
use crate::text::{Edit, Span, fold};
use std::hash::{DefaultHasher, Hash, Hasher};

impl Reader<'_> {
    pub(super) fn missing_sections(&self, heading: Span, lacking: &[&StageHeading]) -> Vec<Missing> {
        let absent = self
            .template
            .sections
            .iter()
            .filter(|slot| self.section_of(&slot.key).is_none() && slot.role != Role::DecisionLog);
        let named = absent.map(|slot| Missing {
            anchor: format!("section:{}", slot.key),
            name: slot.title.clone(),
            span: heading,
            due: Due::Created,
            gentle: false,
            edit: self.put_back(&Place::Section(slot.key.clone())),
        });
        let not_skipped = lacking.iter().filter(|stage| !self.policy.skipped.contains(&stage.number));
        let stages = not_skipped.map(|stage| Missing {
            anchor: format!("section:stage {}", stage.number),
            name: format!("{}: {}", stage.title(), stage.name),
            span: heading,
            due: Due::Created,
            gentle: false,
            edit: self
                .template
                .stages
                .iter()
                .position(|other| other.number == stage.number)
                .and_then(|index| self.put_back(&Place::Stage(index))),
        });
        named.chain(stages).collect()
    }

    /// What puts a section of the template back: before the next section of the template that the plan has, else at the end.
    fn put_back(&self, place: &Place) -> Option<Edit> {
        let at = self.template.texts.iter().position(|section| section.place == *place)?;
        let text = &self.template.texts[at].text;
        let has_rules = self.template.texts.len() > 1 && self.source.text.contains("\n---");
        let next = self.template.texts[at + 1..]
            .iter()
            .find_map(|section| self.homes(&section.place).first().map(|home| home.section));
        let between = if has_rules { "\n\n---\n\n" } else { "\n\n" };
        let (span, text) = match next {
            Some(section) => (Span::at(self.outline.sections[section].span.start), format!("{text}{between}")),
            None => (Span::at(self.source.text.len()), format!("{between}{text}\n")),
        };
        Some(Edit { span, replacement: text.replace('\n', self.source.line_ending()) })
    }

    /// What puts the template's decision log into the plan: below the heading that it has, else with its section.
    pub(super) fn missing_log(&self) -> Option<Edit> {
        let is_log =
            |place: &Place| matches!(place, Place::Section(key) if self.template.role(key) == Role::DecisionLog);
        let section = self.template.texts.iter().find(|section| is_log(&section.place))?;
        let Some(own) = self.places.iter().position(is_log) else { return self.put_back(&section.place) };
        let (_, table) = section.text.split_once('\n')?;
        let heading = self.outline.sections[own].heading;
        let end = self.source.line_span(self.source.line(heading.end)).end;
        let replacement = format!("\n\n{}", table.trim()).replace('\n', self.source.line_ending());
        Some(Edit { span: Span::at(end), replacement })
    }

    /// What puts a label of the template back: below the label that stands before it in the template, else above the one behind it.
    fn put_label_back(&self, slot: &FieldSlot, home: &Home) -> Option<Edit> {
        let line = slot.line.as_deref()?;
        let siblings: Vec<&FieldSlot> = self
            .template
            .fields
            .iter()
            .filter(|other| other.place == slot.place && other.group == slot.group)
            .collect();
        let at = siblings.iter().position(|other| other.key == slot.key)?;
        // A label belongs beside others of its form: a row of a table beside rows.
        let form = |line: &str| line.trim_start().chars().next().filter(|first| matches!(first, '|' | '-'));
        let line_of = |other: &&FieldSlot| {
            let number = self.source.line(self.find_field(other, home)?.label_span.start);
            let span = self.source.line_span(number);
            (form(self.source.slice(span)) == form(line)).then_some(span)
        };
        let ending = self.source.line_ending();
        if let Some(before) = siblings[..at].iter().rev().find_map(line_of) {
            return Some(Edit { span: Span::at(before.end), replacement: format!("{ending}{line}") });
        }
        let behind = siblings[at + 1..].iter().find_map(line_of)?;
        Some(Edit { span: Span::at(behind.start), replacement: format!("{line}{ending}") })
    }

    pub(super) fn missing_fields(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        for group in self.template.groups.iter().filter(|group| group.role != Role::Progression) {
            for home in self.homes(&group.place).iter() {
                if !self.has_group(group, home) {
                    missing.push(self.missing(home, &group.label, group.due, false));
                }
            }
        }
        for slot in self.template.fields.iter().filter(|slot| !slot.optional && slot.due != SlotDue::LeavingStage) {
            let group = self.template.group(&slot.place, slot.group.as_ref());
            for home in self.homes(&slot.place).iter() {
                let group_missing = group.is_some_and(|group| !self.has_group(group, home));
                let in_heading = template::section_key(&self.outline.sections[home.section]).starts_with(&slot.key);
                if !group_missing && !in_heading && self.find_field(slot, home).is_none() {
                    let edit = self.put_label_back(slot, home);
                    missing.push(Missing { edit, ..self.missing(home, &slot.label, slot.due, slot.gentle) });
                }
            }
        }
        missing
    }

    pub(super) fn missing(&self, home: &Home, label: &str, due: SlotDue, gentle: bool) -> Missing {
        let name = home.name(label);
        Missing {
            anchor: home.anchor(&fold(label)),
            name,
            span: self.outline.sections[home.section].heading,
            due: self.due(due, home.stage),
            gentle,
            edit: None,
        }
    }

    pub(super) fn find_field(&self, slot: &FieldSlot, home: &Home) -> Option<&Field> {
        let is_named = |field: &&Field| template::is_label(field, &slot.key);
        let here = || self.fields_in(home.section).map(|(_, field)| field).filter(is_named);
        let grouped = here().find(|field| self.is_in_group(field.scope, slot.group.as_ref()));
        let somewhere = || here().find(|field| slot.group.is_some() && self.is_in_group(field.scope, None));
        // Outside stages a label that the template has once may stand anywhere.
        let unique = home.stage.is_none() && slot.is_single;
        let is_outside = |field: &&Field| matches!(self.places[field.scope.section], Place::Section(_));
        let elsewhere = || self.outline.fields.iter().filter(|_| unique).filter(is_named).find(is_outside);
        // A label that stands once where the template has it once is the one, whatever is written above it.
        let only = || here().next().filter(|_| slot.is_single_there && here().count() == 1);
        grouped.or_else(somewhere).or_else(only).or_else(elsewhere)
    }

    /// Where a field's value stands: behind its label, else in the list below it.
    fn value_of(&self, field: &Field) -> Span {
        if !field.value.is_empty() {
            return field.value;
        }
        let is_it = |other: &Field| other.label_span == field.label_span;
        let mut items =
            self.outline.items.iter().filter(|item| {
                item.scope.label.is_some_and(|label| is_it(&self.outline.fields[label])) && !item.is_field
            });
        let Some(first) = items.next() else { return field.value };
        let from = |item: &Item| item.checkbox.map_or(item.text, |checkbox| checkbox.span.to(item.text));
        items.fold(from(first), |span, item| span.to(from(item)))
    }

    pub(super) fn fillings(&self, example_rows: &mut Vec<Missing>) -> Vec<Filling> {
        let mut fillings = Vec::new();
        for slot in self.template.fields.iter().filter(|slot| !slot.optional) {
            for home in self.homes(&slot.place).iter() {
                let Some(field) = self.find_field(slot, home) else { continue };
                fillings.push(self.filling(slot, home, field));
            }
        }
        for table in &self.template.tables {
            for home in self.homes(&table.place).iter() {
                self.table_fillings(table, home, &mut fillings, example_rows);
            }
        }
        for list in &self.template.lists {
            for home in self.homes(&list.place).iter() {
                let items = self.outline.items.iter().filter(|item| self.is_in(item.scope, home) && !item.is_field);
                for item in items.filter(|item| self.is_in_group(item.scope, list.group.as_ref())) {
                    let value = Value::read(self.source, item.text, &list.slot, self.policy);
                    if value.is_filled() || matches!(value.state, ValueState::NotApplicable { .. }) {
                        continue;
                    }
                    let group = list.group.clone().unwrap_or_default();
                    let label = self.template.group(&list.place, list.group.as_ref());
                    fillings.push(Filling {
                        anchor: [&home.anchor(&fold(&group)), "/", &fold(&value.text)].concat(),
                        key: group.clone(),
                        name: home.name(label.map_or(group.as_str(), |group| &group.label)),
                        example: list.slot.written.first().cloned().unwrap_or_default(),
                        value,
                        kind: FillingKind::Text,
                        due: self.due(list.due, home.stage),
                        gentle: false,
                        spoken_for: false,
                    });
                }
            }
        }
        // A filling is large, and moving one costs more than its place.
        fillings.sort_by_cached_key(|filling| filling.value.span.start);
        fillings
    }

    pub(super) fn filling(&self, slot: &FieldSlot, home: &Home, field: &Field) -> Filling {
        let is_review = || matches!(&slot.place, Place::Section(key) if self.template.role(key) == Role::Review);
        let value = self.value_of(field);
        let kind = match slot.slot.kind {
            SlotKind::Date => FillingKind::Date { exact: slot.key == "created" || slot.due == SlotDue::LeavingStage },
            SlotKind::Link => FillingKind::Link { points: self.points_somewhere(value) },
            SlotKind::Duration => FillingKind::Duration,
            _ if slot.slot.boxes && !slot.slot.asks() => {
                let boxes = inline_boxes(self.source, value, true);
                FillingKind::Choice { ticked: boxes.iter().any(|inline| inline.checkbox.ticked) }
            }
            _ => FillingKind::Field,
        };
        Filling {
            anchor: home.anchor(&slot.path),
            key: slot.key.clone(),
            name: home.name(&slot.label),
            example: slot.slot.written.join(" "),
            value: Value::read(self.source, value, &slot.slot, self.policy),
            kind,
            due: self.due(slot.due, home.stage),
            gentle: slot.gentle,
            spoken_for: slot.due == SlotDue::LeavingStage
                || (slot.slot.kind == SlotKind::Date && !slot.gentle && is_review()),
        }
    }

    /// Whether a value holds a link, a path or a ticket.
    pub(super) fn points_somewhere(&self, span: Span) -> bool {
        let line = self.source.slice(span);
        let leads = |kind: PieceKind| match kind {
            PieceKind::Autolink | PieceKind::Link { target: None, .. } => true,
            PieceKind::Link { target: Some(target), .. } => {
                !line[target.start..target.end].trim_matches(['<', '>', '#', ' ']).is_empty()
            }
            _ => false,
        };
        let links = inline::pieces(line).iter().any(|piece| leads(piece.kind));
        links || is_reference(&inline::visible(line))
    }

    /// Lists of the rollback plan whose label stands there without an item.
    pub(super) fn empty_rollback_lists(&self) -> Vec<Missing> {
        let mut empty = Vec::new();
        for list in &self.template.lists {
            let Some(group) = self.template.group(&list.place, list.group.as_ref()) else { continue };
            let is_rollback = matches!(&list.place, Place::Section(key) if self.template.role(key) == Role::Rollback);
            for home in self.homes(&list.place).iter().filter(|home| is_rollback && self.has_group(group, home)) {
                let here = |scope: Scope| self.is_in(scope, home) && self.is_in_group(scope, list.group.as_ref());
                let has_items = self.outline.items.iter().any(|item| here(item.scope))
                    || self.outline.tables.iter().any(|table| here(table.scope));
                let says_something =
                    self.outline.fields.iter().any(|field| field.key == group.key && !field.value.is_empty());
                if !has_items && !says_something {
                    empty.push(self.missing(home, &group.label, list.due, false));
                }
            }
        }
        empty
    }

    /// Sections and labels of the template that stand twice in one place.
    pub(super) fn duplicates(&self) -> Vec<Duplicate> {
        let mut found = Vec::new();
        for slot in &self.template.sections {
            let is_it = |index: &usize| {
                let top = self.outline.sections[*index].level == 2;
                top && matches!(&self.places[*index], Place::Section(key) if template::is_section(key, &slot.key))
            };
            let mut same = (0..self.outline.sections.len()).filter(is_it);
            if let (Some(first), Some(second)) = (same.next(), same.next()) {
                let heading = |index: usize| self.outline.sections[index].heading;
                found.push(Duplicate {
                    is_section: true,
                    name: slot.title.clone(),
                    first: heading(first),
                    second: heading(second),
                });
            }
        }
        let named = |section: &Section| template::stage_heading(&section.title, self.policy);
        let headings: Vec<Option<StageHeading>> = self.outline.sections.iter().map(named).collect();
        for (section, heading) in self.found.iter().filter(|(_, heading)| !heading.name.is_empty()) {
            let own = &self.outline.sections[*section];
            let is_same = |index: usize| {
                let other = headings[index].as_ref().filter(|other| other.number == heading.number);
                index != *section
                    && self.outline.sections[index].level == own.level
                    && other.is_some_and(|other| fold(&other.name) == fold(&heading.name))
            };
            let again = (0..headings.len()).find(|index| is_same(*index));
            found.extend(again.map(|index| Duplicate {
                is_section: true,
                name: own.title.clone(),
                first: own.heading,
                second: self.outline.sections[index].heading,
            }));
        }
        for group in self.template.groups.iter().filter(|group| group.role != Role::Other) {
            for home in self.homes(&group.place).iter() {
                let is_it = |field: &&Field| field.key == group.key && field.value.is_empty();
                let mut same = self.fields_in(home.section).map(|(_, field)| field).filter(is_it);
                if let (Some(first), Some(second)) = (same.next(), same.next()) {
                    found.push(Duplicate {
                        is_section: false,
                        name: home.name(&group.label),
                        first: first.label_span,
                        second: second.label_span,
                    });
                }
            }
        }
        for slot in self.template.fields.iter().filter(|slot| !slot.slot.brackets.is_empty()) {
            for home in self.homes(&slot.place).iter() {
                let is_it =
                    |field: &&Field| field.key == slot.key && self.is_in_group(field.scope, slot.group.as_ref());
                let mut same = self.fields_in(home.section).map(|(_, field)| field).filter(is_it);
                if let (Some(first), Some(second)) = (same.next(), same.next()) {
                    found.push(Duplicate {
                        is_section: false,
                        name: home.name(&slot.label),
                        first: first.label_span,
                        second: second.label_span,
                    });
                }
            }
        }
        found
    }

    /// The stages that the communication plan has rows for.
    pub(super) fn communication(&self) -> Option<(Vec<u32>, Span)> {
        let in_plan = |table: &&Table| matches!(&self.places[table.scope.section], Place::Section(key) if key.contains("communication"));
        let table = self.outline.tables.iter().find(in_plan)?;
        let is_stage = |key: &str| self.policy.stage_words.iter().any(|word| key == word);
        let column = table.header.iter().position(|header| is_stage(&header.key)).unwrap_or(0);
        let said = |row: &TableRow| inline::visible(self.source.slice(cell(row, column)));
        let stages = table.rows.iter().flat_map(|row| self.names.all_in(&said(row))).collect();
        Some((stages, table.header_span))
    }

    /// A number for what the plan says: titles, values, texts, ticks and cells, without their order in columns, without formatting, and without
    /// the date of the last update.
    pub(super) fn meaning(&self, log: Option<&Log>) -> u64 {
        let mut hasher = DefaultHasher::new();
        let said = |span: Span| said_in(self.source.slice(span));
        for section in &self.outline.sections {
            said_in(&section.title).hash(&mut hasher);
        }
        for field in self.outline.fields.iter().filter(|field| !field.key.contains("last updated")) {
            (&field.key, said(field.value)).hash(&mut hasher);
        }
        for item in &self.outline.items {
            (item.checkbox.is_some_and(|checkbox| checkbox.ticked), said(item.text)).hash(&mut hasher);
        }
        // A date and an arrow may be written in several ways.
        for row in log.iter().flat_map(|log| &log.rows) {
            match (row.day.day(), row.route.target()) {
                (Some(day), Some(_)) => {
                    let word = row.verb.map(Decision::word);
                    (day, row.step(), word, said_in(&row.rationale.text), &row.deciders).hash(&mut hasher);
                }
                _ => row.cells.hash(&mut hasher),
            }
        }
        let is_log = |table: &Table| log.is_some_and(|log| log.header == table.header_span);
        let tables = self.outline.tables.iter().filter(|table| !is_log(table));
        for (table, row) in tables.flat_map(|table| table.rows.iter().map(move |row| (table, row))) {
            let name = |column: usize| table.header.get(column).map(|header| header.key.as_str());
            let mut cells: Vec<(Option<&str>, u64)> =
                row.cells.iter().enumerate().map(|(column, cell)| (name(column), said(*cell))).collect();
            cells.sort_unstable();
            cells.hash(&mut hasher);
        }
        hasher.finish()
    }

    pub(super) fn find_table(&self, wanted: &TableSlot, home: &Home) -> Option<&Table> {
        let no_logs = self.outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log);
        let here = no_logs.map(|(table, _)| table).filter(|table| self.is_in(table.scope, home));
        let common = |table: &&Table| table.header.iter().filter(|header| wanted.headers.contains(&header.key)).count();
        let grouped = |table: &&Table| wanted.group.is_some() && self.is_in_group(table.scope, wanted.group.as_ref());
        let best = here.max_by_key(|table| (common(table), grouped(table)))?;
        (grouped(&best) || common(&best) * 2 >= wanted.headers.len()).then_some(best)
    }

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
        let even = |row: &&TableRow| row.cells.len() == table.header.len();
        let text_of = |row: &TableRow, column: usize| fold(&inline::visible(self.source.slice(cell(row, column))));
        let table_name =
            wanted.group.clone().unwrap_or_else(|| self.outline.sections[table.scope.section].title.clone());
        let anchor = home.anchor(&fold(&table_name));
        let due = self.due(wanted.due, home.stage);
        let spoken_for = wanted.group.as_deref().is_some_and(|group| self.template.role(group) == Role::GoToMarket);
        let mut push = |value: Value, column: usize, slot: &Slot, row_name: &str| {
            // What stands in no column of the table is no cell of it.
            if own_column(table, wanted, column).is_none() {
                return;
            }
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
            let Some(row) = table.rows.iter().filter(even).find(|row| is_of(row, template_row)) else { continue };
            let name = text_of(row, first_column);
            for (column, value) in self.asked_values(row, table, wanted, template_row) {
                push(value, column, &template_row[column], &name);
            }
        }
        let is_own = |row: &&TableRow| !fixed.iter().any(|template_row| is_of(row, template_row));
        let rows = table.rows.iter().filter(even).filter(is_own);
        let rows: Vec<_> = rows.map(|row| (row, self.asked_values(row, table, wanted, columns))).collect();
        if examples.is_empty() {
            // A row of the team's own may hold a bracket that was copied from another row.
            for (row, values) in rows {
                let is_left = |value: &Value| matches!(value.state, ValueState::Placeholder { .. });
                for (column, value) in values.into_iter().filter(|(_, value)| is_left(value)) {
                    push(value, column, &columns[column], &text_of(row, first_column));
                }
            }
            return;
        }
        let first = rows.first().map(|(row, _)| *row);
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
                edit: None,
            }));
        }
        let first_value = |row: &TableRow| {
            let own = own_column(table, wanted, 0).map_or(Span::at(row.span.end), |own| cell(row, own));
            Value::read(self.source, own, &columns[0], self.policy)
        };
        let no_row = |end: usize| TableRow { span: Span::at(end), cells: Vec::new(), detached: false };
        // Each row that is asked for and not there is one open value, not one for each of its brackets.
        let least = wanted.min_rows.unwrap_or(1);
        for missing in touched_rows.max(1)..least {
            let end = table.rows.last().map_or(table.header_span.end, |row| row.span.end);
            push(first_value(&no_row(end)), 0, &columns[0], &format!("row {}", missing + 1));
        }
        // A table in which nobody has filled a row is one fault, not one for each of its brackets.
        if touched_rows == 0 && least > 0 {
            let value = first.map_or_else(|| first_value(&no_row(table.header_span.end)), first_value);
            push(value, 0, &columns[0], "first row");
        }
    }

    /// What stands in a row where a row of the template's table asks for something, with the template's columns.
    pub(super) fn asked_values(
        &self,
        row: &TableRow,
        table: &Table,
        wanted: &TableSlot,
        columns: &[Slot],
    ) -> Vec<(usize, Value)> {
        let asked = columns.iter().enumerate().filter(|(_, slot)| slot.asks());
        let read = |(column, slot): (usize, &Slot)| {
            let place = own_column(table, wanted, column).map_or(Span::at(row.span.end), |own| cell(row, own));
            (column, Value::read(self.source, place, slot, self.policy))
        };
        asked.map(read).collect()
    }

    /// How much of the template nobody has touched: the share of its brackets that stand in the plan as they were.
    pub(super) fn untouched(&self) -> f64 {
        let total = self.template.brackets.len();
        let fields = self.outline.fields.iter().map(|field| field.value);
        let items = self.outline.items.iter().filter(|item| !item.is_field).map(|item| item.text);
        let tables = self.outline.tables.iter().filter(|table| table.header.len() > 2);
        let cells = tables.flat_map(|table| &table.rows).flat_map(|row| row.cells.iter().copied());
        let count = |span: Span| {
            let line = self.source.slice(span);
            let is_own = |(_, inner): &(Span, Span)| {
                self.template.has_bracket(&template::bracket_key(&line[inner.start..inner.end]))
            };
            inline::brackets(line).filter(is_own).count()
        };
        let found: usize = fields.chain(items).chain(cells).map(count).sum();
        if total == 0 { 0.0 } else { found as f64 / total as f64 }
    }
}

/// The column of a plan's table that stands for one of the template's: by its header, else by its place where both have as many.
fn own_column(table: &Table, wanted: &TableSlot, column: usize) -> Option<usize> {
    let key = wanted.headers.get(column)?;
    let named = table.header.iter().position(|header| header.key == *key);
    named.or((table.header.len() == wanted.headers.len()).then_some(column))
}

/// Whether nobody has written anything into a row, by what stands where the template asks for something.
pub(super) fn is_untouched(values: &[(usize, Value)]) -> bool {
    let is_open =
        |state: &ValueState| matches!(state, ValueState::Empty | ValueState::Placeholder { .. } | ValueState::Menu);
    values.iter().all(|(_, value)| is_open(&value.state))
}

/// A number for what a text says: its letters, digits and signs, without spaces, emphasis, escapes, brackets and case.
pub(super) fn said_in(text: &str) -> u64 {
    hash_of(text, &SAID)
}

/// The same of a cell, in which an `x` may be a tick.
pub(super) fn said_in_cell(text: &str) -> u64 {
    hash_of(text, &SAID_IN_CELL)
}

const SAID: [u8; 128] = said_letters(b"*_`\\[]");
const SAID_IN_CELL: [u8; 128] = said_letters(b"*_`\\[]xX");

/// For each sign of ASCII what it says: itself in lower case; 0 when it says nothing.
const fn said_letters(silent: &[u8]) -> [u8; 128] {
    let mut said = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        // Just these controls are white space; 0 itself may as well say nothing.
        let is_white = byte == b' ' || (byte >= 0x09 && byte <= 0x0d);
        said[byte as usize] = if is_white { 0 } else { byte.to_ascii_lowercase() };
        byte += 1;
    }
    let mut index = 0;
    while index < silent.len() {
        said[silent[index] as usize] = 0;
        index += 1;
    }
    said
}

fn hash_of(text: &str, letters: &[u8; 128]) -> u64 {
    let mut hasher = DefaultHasher::new();
    if !text.is_ascii() {
        let is_said = |c: &char| {
            u8::try_from(*c).ok().filter(u8::is_ascii).map_or(!c.is_whitespace(), |byte| letters[usize::from(byte)] > 0)
        };
        let said: String = text.chars().filter(is_said).collect();
        hasher.write(said.to_ascii_lowercase().as_bytes());
        return hasher.finish();
    }
    // By pieces, so that a text is nowhere stored a second time.
    for part in text.as_bytes().chunks(64) {
        let mut piece = [0; 64];
        let mut length = 0;
        for byte in part {
            piece[length] = letters[usize::from(*byte)];
            length += usize::from(piece[length] > 0);
        }
        hasher.write(&piece[..length]);
    }
    hasher.finish()
}
