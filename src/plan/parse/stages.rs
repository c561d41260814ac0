//! The stages: their gates, the work in them, and the decisions that end them.

use super::around::Around;
use super::meaning::{cell_digest, digest};
use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{BoxForm, CheckBox, Field, Item, Look, Scope, Table, TableRow, cell, inline_boxes};
use crate::plan::date::read_date;
use crate::plan::log::people_of;
use crate::plan::value::{Value, ValueState};
use crate::plan::{Criterion, Due, Filling, FillingKind, Progression, Stage, Statement, UnreadHeading, WorkBox};
use crate::stage_heading::StageHeading;
use crate::stage_number::StageNumber;
use crate::template::record::{Column, opens};
use crate::template::{Place, Role, Slot, SlotKind, UnreadSection};
use crate::text::{Span, fold};
use crate::words::gates::LEADS;
use crate::words::tables::ENTITIES;
use std::collections::BTreeSet;

/// An item of a stage, with its group.
pub(super) type StageItem<'i> = (&'i Item, Option<&'i (String, Role)>);

impl Reader<'_> {
    /// The stages of the plan, by number.
    pub(super) fn stages(&self, slots: &[Filling]) -> Vec<Stage> {
        let mut stages: Vec<Stage> = self
            .found
            .iter()
            .enumerate()
            .map(|(position, (section, heading))| self.stage(position, *section, heading, slots))
            .collect();
        stages.sort_by_key(|stage| stage.number);
        stages
    }

    /// The headings that look like that of a stage and are not read as one.
    pub(super) fn unread_headings(&self) -> Vec<UnreadHeading> {
        let heading = |unread: &UnreadSection| {
            let section = &self.outline.sections[unread.section];
            let meaning = digest(&inline::visible(self.source.slice(self.own_span(unread.section))));
            let spelling = unread.number.and_then(|number| self.spelling(&section.title, number));
            UnreadHeading { title: section.title.clone(), span: section.heading, spelling, meaning }
        };
        self.unread.iter().map(heading).collect()
    }

    /// The heading of a stage as the first one has its own, with the name that the template or a
    /// title has for it.
    fn spelling(&self, title: &str, number: StageNumber) -> Option<String> {
        let (section, first) = self.found.first()?;
        let level = self.outline.sections[*section].level.saturating_add_signed(self.outline.level_shift);
        let known = self.template.stages.iter().find(|stage| stage.number == number).map(|stage| stage.name.as_str());
        let own = title.split_once([':', '：', '—', '–']).map(|(_, name)| name.trim());
        let name = own.or(known).filter(|name| !name.is_empty()).map_or_else(String::new, |name| format!(": {name}"));
        Some(format!("{} {} {number}{name}", "#".repeat(level.into()), first.word))
    }

    /// The text of a section that opens a stage, or looks so. It ends where another one begins,
    /// although that may stand inside by its level.
    fn own_span(&self, section: usize) -> Span {
        let whole = self.outline.sections[section].span;
        let others = self.found.iter().map(|(other, _)| *other).chain(self.unread.iter().map(|other| other.section));
        let starts = others.map(|other| self.outline.sections[other].span.start);
        Span::new(whole.start, starts.filter(|start| *start > whole.start).fold(whole.end, usize::min))
    }

    fn stage(&self, position: usize, section: usize, heading: &StageHeading, slots: &[Filling]) -> Stage {
        let items: Vec<StageItem<'_>> = self
            .outline
            .items
            .iter()
            .filter(|item| self.is_in_stage(item.scope, position))
            .map(|item| (item, self.group_of(item.scope)))
            .collect();
        let span = self.own_span(section);
        let in_template = |role: Role| self.groups_of(position).any(|group| group.role == role);
        let gates_in_template =
            |role: Role| self.groups_of(position).any(|group| group.role == role && self.template.has_boxes(group));
        let wants_progression = in_template(Role::Progression);
        let entry = self.lists_of_gate(position, &items, Role::Entry);
        let exit = self.lists_of_gate(position, &items, Role::Exit);
        let entry_criteria = self.criteria(position, &entry, Role::Entry);
        let exit_criteria = self.criteria(position, &exit, Role::Exit);
        let mut boxless = self.boxless(position, &entry, Role::Entry, &entry_criteria);
        boxless.extend(self.boxless(position, &exit, Role::Exit, &exit_criteria));
        let has_label = |role: Role| self.label_for(role, position).is_some();
        let has_gate = in_template(Role::Exit) || has_label(Role::Exit) || !exit_criteria.is_empty();
        Stage {
            number: heading.number,
            title: heading.title(),
            name: heading.name.clone(),
            first_word: heading.first_word().to_owned(),
            heading: self.outline.sections[section].heading,
            span,
            entry: entry_criteria,
            exit: exit_criteria,
            boxless,
            entry_terms: self.terms(position, Role::Entry),
            exit_terms: self.terms(position, Role::Exit),
            launch_terms: self.launch_terms(position),
            work: self.work(position, &items),
            preparation: self.preparation(&items),
            doubtful_work: self.doubtful_work(position, &items),
            launch: self.launch(position),
            statements: self.statements(position, &items),
            audience: self.audience(position, &items, heading),
            progression: self.progression(position, slots, heading.number),
            perhaps_gate: if has_gate { Vec::new() } else { self.perhaps_gate(position, &items) },
            approvals: self.approvals(&items),
            wants_entry: gates_in_template(Role::Entry) && has_label(Role::Entry),
            wants_exit: gates_in_template(Role::Exit) && has_label(Role::Exit),
            wants_progression,
        }
    }

    /// The statements of a stage. Its gates, its launch checklist and its Progression Decision are
    /// none: they have rules of their own.
    fn statements(&self, position: usize, items: &[StageItem<'_>]) -> Vec<Statement> {
        let is_gate = |group: Option<&(String, Role)>| {
            matches!(group, Some((_, Role::Entry | Role::Exit | Role::Progression | Role::GoToMarket)))
        };
        let is_open = |span: Span| {
            let line = self.source.slice(span);
            line.trim().is_empty() || self.has_open_bracket(line)
        };
        let mut statements = Vec::new();
        for (item, group) in items.iter().filter(|(item, group)| !item.is_field && !is_gate(*group)) {
            let name = inline::visible(self.source.slice(item.text)).into_owned();
            let ticks = item.checkbox.filter(|checkbox| checkbox.is_ticked).map(|_| String::new());
            statements.push(Statement {
                key: [under(*group), "/", &fold(&name)].concat(),
                said: vec![(String::new(), digest(&name))],
                ticks: ticks.into_iter().collect(),
                open: is_open(item.text),
                span: item.checkbox.map_or(item.text, |checkbox| checkbox.span),
                name,
            });
        }
        let in_table = |field: &Field| {
            self.outline.tables.iter().any(|table| table.header.len() == 2 && table.span.contains(field.label_span))
        };
        // How far the stage is may be written when it is over.
        let status = self.status_field(position).map(|field| field.label_span);
        for (_, field) in self.fields_in(self.found[position].0) {
            let group = self.group_of(field.scope);
            if field.value.is_empty()
                || Some(field.label_span) == status
                || self.is_heading(field)
                || in_table(field)
                || is_gate(group)
            {
                continue;
            }
            statements.push(Statement {
                name: field.label.clone(),
                key: [under(group), "/", &field.key, ":"].concat(),
                said: vec![(String::new(), digest(&inline::visible(self.source.slice(field.value))))],
                ticks: Vec::new(),
                open: is_open(field.value),
                span: field.value,
            });
        }
        for table in self.outline.tables.iter().filter(|table| self.is_in_stage(table.scope, position)) {
            let group = self.group_of(table.scope);
            for row in table.rows.iter().filter(|_| !is_gate(group)) {
                statements.push(self.row_statement(table, row, under(group), &is_open));
            }
        }
        statements
    }

    /// The statement that a row of a table is.
    fn row_statement(&self, table: &Table, row: &TableRow, under: &str, is_open: &dyn Fn(Span) -> bool) -> Statement {
        let name = super::faults::row_name(self.source, row);
        let boxes = row.cells.iter().flat_map(|cell| inline_boxes(self.source, *cell, Look::Signs));
        let ticked = boxes.filter(|inline| inline.checkbox.is_ticked).map(|inline| fold(&inline.label));
        // The order of columns makes no difference. The ticks are compared apart from the text.
        let said: Vec<(String, u64)> = row
            .cells
            .iter()
            .enumerate()
            .map(|(column, cell)| {
                let said = cell_digest(&inline::visible(self.source.slice(*cell)));
                (table.header.get(column).map_or_else(String::new, |header| header.key.clone()), said)
            })
            .collect();
        let first =
            table.header.iter().enumerate().min_by_key(|(_, header)| &header.key).map_or(0, |(column, _)| column);
        let key = [under, "/", &fold(&inline::visible(self.source.slice(cell(row, first)))), "|"].concat();
        Statement {
            key,
            said,
            ticks: ticked.collect(),
            open: row.cells.iter().any(|cell| is_open(*cell)),
            span: row.span,
            name,
        }
    }

    /// The boxes whose tick shows that the stage runs.
    fn work(&self, position: usize, items: &[StageItem<'_>]) -> Vec<WorkBox> {
        let mut work = Vec::new();
        let shows =
            |(item, group): &&StageItem<'_>| !self.prepares(position, item, *group) && !self.may_be_ahead(item.scope);
        for (item, group) in items.iter().filter(shows) {
            let Some(checkbox) = item.checkbox else { continue };
            if checkbox.form == BoxForm::Doubtful && !self.list_has_boxes(item, *group) {
                continue;
            }
            work.push(self.work_box(checkbox, item.text, *group));
        }
        let is_work = |table: &&Table| {
            let prepares = || self.is_preparation(position, self.group_of(table.scope));
            self.is_in_stage(table.scope, position)
                && (self.is_out_of_reach(table.scope, table.is_beyond) || !prepares())
        };
        for table in self.outline.tables.iter().filter(is_work) {
            self.work_in_table(table, &mut work);
        }
        work
    }

    /// The boxes of lists and tables below no name, or below one that nobody knows, and those of a
    /// gate outside of the stages that does not say whose it is.
    fn perhaps_gate(&self, position: usize, items: &[StageItem<'_>]) -> Vec<Criterion> {
        let is_told = |scope: Scope| self.around().apart.has(scope);
        // A list below a label with a value is not the label's own.
        let is_unknown = |item: &Item, group: Option<&(String, Role)>| match group {
            Some((_, Role::Audience | Role::Other)) => !self.prepares(position, item, group),
            Some(_) => false,
            None => true,
        };
        let own = items.iter().filter(|(item, group)| is_unknown(item, *group) && !is_told(item.scope));
        let is_of_all = |item: &&Item| {
            let section = item.scope.section;
            self.section_roles[section] == Role::Exit && !self.is_of_a_stage(item) && self.is_gate_of_all(section)
        };
        let of_all = self.outline.items.iter().filter(is_of_all);
        let found: Vec<&Item> = own.map(|(item, _)| *item).chain(of_all).collect();
        let lists = found.chunk_by(|one, other| one.list == other.list || other.depth > 1);
        let boxes = lists.flat_map(|list| self.criteria_of_list(list, Item::has_box));
        // What a rollout has of its own is listed elsewhere: its customers, its risks.
        let is_of_others = |table: &Table| table.header.first().is_some_and(|header| ENTITIES.has(&header.key));
        let is_unknown = |table: &&Table| {
            self.is_in_stage(table.scope, position) && self.group_of(table.scope).is_none() && !is_told(table.scope)
        };
        let tables = self.outline.tables.iter().filter(is_unknown).filter(|table| !is_of_others(table));
        boxes.chain(tables.flat_map(|table| self.rows_with_boxes(table))).collect()
    }

    /// The boxes of the stage's own lists of who has to agree.
    fn approvals(&self, items: &[StageItem<'_>]) -> Vec<Criterion> {
        let own = items.iter().filter(|(item, _)| {
            item.has_box() && !self.is_in_gate(item.scope) && self.around().approves.has(item.scope)
        });
        own.map(|(item, _)| self.criterion(item)).collect()
    }

    /// The boxes of lists that are called a preparation.
    fn preparation(&self, items: &[StageItem<'_>]) -> Vec<WorkBox> {
        let called = items.iter().filter(|(item, _)| self.around().prepares.has(item.scope));
        called.filter_map(|(item, group)| Some(self.work_box(item.checkbox?, item.text, *group))).collect()
    }

    /// What the names around the items of the stages say of them.
    pub(super) fn around(&self) -> &Around {
        let is_stage =
            |index: usize| matches!(self.places[index], Place::Stage(position) if self.found[position].0 == index);
        self.around.get_or_init(|| Around::of(self.outline, &self.field_roles, &is_stage))
    }

    /// Whether a group of boxes says nothing about a stage: entry criteria are preparation, an
    /// audience is an intention, and a launch checklist says nothing about users. That stands in
    /// the last stage, or where the template has it: elsewhere a label makes no launch of work.
    fn is_preparation(&self, position: usize, group: Option<&(String, Role)>) -> bool {
        match group {
            Some((_, Role::Entry | Role::Audience)) => true,
            Some((_, Role::GoToMarket)) => {
                let number = self.found[position].1.number;
                self.found.iter().all(|(_, other)| other.number <= number)
                    || self.groups_of(position).any(|group| group.role == Role::GoToMarket)
            }
            _ => false,
        }
    }

    /// Whether a box of an item says nothing about the stage, since it belongs to a group that
    /// prepares it. A label with a value on its own line says all that it says there: the boxes
    /// below it are work, however far below, unless the value leads to them.
    fn prepares(&self, position: usize, item: &Item, group: Option<&(String, Role)>) -> bool {
        if self.is_out_of_reach(item.scope, item.is_beyond) {
            return false;
        }
        let Some((key, role)) = group.filter(|_| self.is_preparation(position, group)) else {
            return self.around().prepares.has(item.scope);
        };
        let label = self.outline.label_places_around(item.scope).find(|label| self.field_roles[*label] == *role);
        let label = label.map(|label| &self.outline.fields[label]);
        let has_value = |field: &&Field| {
            let line = |at: usize| self.source.line(at);
            !field.value.is_empty() && line(field.value.start) == line(field.label_span.start)
        };
        let Some(label) = label.filter(has_value) else { return true };
        let value = fold(&inline::visible(self.source.slice(label.value)));
        let is_remark =
            value.starts_with(['(', '（']) || value.ends_with([':', '：', '…', '↓']) || value.ends_with("...");
        let leads = || value.split(|c: char| !c.is_alphanumeric()).any(|word| LEADS.has(word));
        let is_in_template = || {
            let place = self.place_in_template(item.scope.section);
            let mut groups = self.template.groups.iter();
            self.follows_template && groups.any(|known| Some(&known.place) == place.as_ref() && known.key == *key)
        };
        is_remark || (*role != Role::Audience && leads()) || self.is_in_item(label) || is_in_template()
    }

    /// Whether what stands below a label of what prepares a stage may be its work all the same:
    /// other text parts it from the list right below the label, or a name for work. It may still
    /// be one of the criteria. A heading reaches over all of its section.
    fn is_out_of_reach(&self, scope: Scope, is_beyond: bool) -> bool {
        // How far a value reaches is another question.
        let label = self.around().entry_label(scope).filter(|label| label.is_list);
        label.is_some_and(|label| label.has_work || (is_beyond && !self.has_work(scope)))
    }

    /// Whether the stage around a scope has boxes of work elsewhere. Then nobody looks for some
    /// behind its entry criteria.
    fn has_work(&self, scope: Scope) -> bool {
        let Place::Stage(position) = self.places[scope.section] else { return false };
        let of_stages = self.has_work.get_or_init(|| {
            let mut has_work = vec![false; self.found.len()];
            for item in self.outline.items.iter().filter(|item| item.has_box()) {
                let Place::Stage(position) = self.places[item.scope.section] else { continue };
                let group = self.group_of(item.scope);
                let is_gate = group.is_some_and(|(_, role)| *role == Role::Exit);
                let is_work = !is_gate && !self.is_preparation(position, group);
                has_work[position] |= is_work && !self.around().prepares.has(item.scope);
            }
            has_work
        });
        of_stages[position]
    }

    /// The place in the template that a section has its requirements from.
    fn place_in_template(&self, section: usize) -> Option<Place> {
        match &self.places[section] {
            Place::Stage(position) => self.matched[*position].map(Place::Stage),
            place => Some(place.clone()),
        }
    }

    /// What looks ticked in lists that have no boxes, neither here nor in the template.
    fn doubtful_work(&self, position: usize, items: &[StageItem<'_>]) -> Vec<WorkBox> {
        let mut work = Vec::new();
        for (item, group) in items.iter().filter(|(item, group)| !self.prepares(position, item, *group)) {
            let sign = item.checkbox.filter(|checkbox| checkbox.form == BoxForm::Doubtful);
            let found = item.doubtful.or(sign.map(|checkbox| (checkbox, item.text)));
            let Some((checkbox, place)) = found.filter(|(checkbox, _)| checkbox.is_ticked) else { continue };
            if !self.list_has_boxes(item, *group) {
                work.push(self.work_box(checkbox, place, *group));
            }
        }
        work
    }

    /// The lists whose place in the template has boxes.
    pub(super) fn lists_with_boxes_in_template(&self) -> BTreeSet<usize> {
        let items = self.outline.items.iter();
        items
            .filter(|item| self.template_has_boxes(item.scope, self.group_of(item.scope)))
            .map(|item| item.list)
            .collect()
    }

    /// Whether the list of an item has real boxes, here or in the template.
    pub(super) fn list_has_boxes(&self, item: &Item, group: Option<&(String, Role)>) -> bool {
        self.boxed_lists.binary_search(&item.list).is_ok() || self.template_has_boxes(item.scope, group)
    }

    /// Whether the template has boxes in the group that a scope is in.
    pub(super) fn template_has_boxes(&self, scope: Scope, group: Option<&(String, Role)>) -> bool {
        let place = self.place_in_template(scope.section);
        self.template.groups.iter().any(|known| {
            Some(&known.place) == place.as_ref() && known.boxes && group.is_some_and(|(key, _)| *key == known.key)
        })
    }

    pub(super) fn work_box(&self, checkbox: CheckBox, text: Span, group: Option<&(String, Role)>) -> WorkBox {
        let text = inline::visible(self.source.slice(text)).into_owned();
        WorkBox {
            key: [under(group), "/", &fold(&text)].concat(),
            group: under(group).to_owned(),
            text,
            span: checkbox.span,
            is_ticked: checkbox.is_ticked,
        }
    }

    /// Whether each column of a table is one for boxes: in the template, or by an open box here.
    pub(super) fn box_columns(&self, table: &Table) -> &[bool] {
        let tables = &self.outline.tables;
        let index = tables.partition_point(|other| other.span.start < table.span.start);
        &self.box_columns.get_or_init(|| tables.iter().map(|table| self.box_columns_of(table)).collect())[index]
    }

    fn box_columns_of(&self, table: &Table) -> Vec<bool> {
        let place = self.place_in_template(table.scope.section);
        let wanted = self.template.tables.iter().filter(|wanted| Some(&wanted.place) == place.as_ref());
        let in_template: Vec<&String> = wanted
            .flat_map(|wanted| {
                wanted.headers.iter().zip(&wanted.box_columns).filter(|(_, has)| **has).map(|(header, _)| header)
            })
            .collect();
        let is_blank = |span: Span| {
            inline_boxes(self.source, span, Look::Brackets).iter().any(|inline| !inline.checkbox.is_ticked)
        };
        let has_blank = |column: usize| table.rows.iter().any(|row| is_blank(cell(row, column)));
        let headers = table.header.iter().enumerate();
        headers.map(|(column, header)| in_template.contains(&&header.key) || has_blank(column)).collect()
    }

    /// Adds the boxes of a table whose tick shows that the stage runs.
    pub(super) fn work_in_table(&self, table: &Table, work: &mut Vec<WorkBox>) {
        let columns = self.box_columns(table);
        for (column, header) in table.header.iter().enumerate().filter(|(column, _)| columns[*column]) {
            for row in &table.rows {
                let row_name = inline::visible(self.source.slice(cell(row, 0)));
                for inline in inline_boxes(self.source, cell(row, column), Look::Everything) {
                    if fold(&inline.label).starts_with("invited") {
                        continue;
                    }
                    let text = [&row_name, ": ", &inline.label].concat();
                    work.push(WorkBox {
                        key: [&header.key, "/", &fold(&text)].concat(),
                        group: header.key.clone(),
                        text,
                        span: inline.checkbox.span,
                        is_ticked: inline.checkbox.is_ticked,
                    });
                }
            }
        }
    }

    /// The Progression Decision of a stage.
    fn progression(&self, position: usize, slots: &[Filling], number: StageNumber) -> Option<Progression> {
        let fields = || self.outline.fields.iter().filter(|field| self.is_in_stage(field.scope, position));
        let label = self.label_for(Role::Progression, position)?;
        // The label tells a date from a decider. Where it does not, the template's bracket does.
        let leaving: Vec<&Filling> =
            slots.iter().filter(|filling| filling.due == Due::Leaving(number) && filling.spoken_for).collect();
        let is_date =
            |filling: &Filling| matches!(filling.kind, FillingKind::Date { .. }) || opens(&filling.key, Column::Date);
        let of_template = |part: Column| {
            let called = leaving.iter().find(|filling| opens(&filling.key, part));
            let wants_date = part == Column::Date;
            let found = called.or_else(|| leaving.iter().find(|filling| is_date(filling) == wants_date));
            found.map(|filling| filling.value.clone())
        };
        let by_name = |part: Column, kind: SlotKind| {
            let in_group =
                fields().filter(|field| self.group_of(field.scope).is_some_and(|(_, role)| *role == Role::Progression));
            let mut named = in_group.filter(|field| opens(&field.key, part));
            let slot = Slot { kind, brackets: vec!["date".to_owned(), "name".to_owned()], ..Slot::default() };
            named.next().map(|field| Value::read(self.source, field.value, &slot, self.policy))
        };
        let mut date = of_template(Column::Date).or_else(|| by_name(Column::Date, SlotKind::Date));
        let says_nothing = |date: &&mut Value| inline::said(self.source.slice(date.span)).trim().is_empty();
        // What is struck is no day any more.
        if let Some(date) = date.as_mut().filter(|date| date.is_filled()).filter(says_nothing) {
            date.state = ValueState::Empty;
        }
        let mut decider = of_template(Column::DecidedBy).or_else(|| by_name(Column::DecidedBy, SlotKind::Text));
        let named = decider.as_mut().filter(|decider| decider.is_filled());
        let named = named.map(|decider| people_of(decider, self.source.slice(decider.span)).names).unwrap_or_default();
        let filled = |value: &Option<Value>| value.as_ref().filter(|value| value.is_filled()).map(|value| value.span);
        let day = filled(&date).and_then(|span| read_date(&inline::said(self.source.slice(span))).day());
        let people = named.iter().map(|name| self.policy.person(name)).collect();
        Some(Progression { label, date, decider, day, people })
    }
}

/// The key of a group, or the empty key of no group.
fn under(group: Option<&(String, Role)>) -> &str {
    group.map_or("", |(key, _)| key)
}
