//! The stages: their gates, the work in them, and the decisions that end them.

use super::meaning::{cell_digest, digest};
use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{BoxForm, CheckBox, Field, InlineBox, Item, Look, Table, TableRow, cell, inline_boxes};
use crate::plan::date::read_date;
use crate::plan::log::people;
use crate::plan::measure;
use crate::plan::value::{Value, Waiver, has_reason, waiver};
use crate::plan::{
    BoxlessList, Criterion, Due, Filling, FillingKind, Met, Progression, Stage, Statement, UnreadHeading, WorkBox,
};
use crate::stage_heading::StageHeading;
use crate::stage_number::StageNumber;
use crate::template::record::{Column, opens};
use crate::template::{Group, Place, Role, Slot, SlotKind, TableSlot, bracket_key};
use crate::text::{Span, fold};
use crate::words::tables::BESIDE_STATEMENTS;
use std::collections::BTreeSet;

/// The words of a row with a box.
struct RowWords {
    /// The first cell of them, as a reader sees it.
    text: String,
    /// The cell, or the row.
    words: Span,
    /// All of them, where they stand in several cells.
    whole: Option<String>,
}

/// An item of a stage, with its group.
type StageItem<'i> = (&'i Item, Option<&'i (String, Role)>);

/// How deep the items of a list are that stand in no other item.
fn top_of(list: &[&Item]) -> usize {
    list.iter().map(|item| item.depth).min().unwrap_or(1)
}

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
        let heading = |index: &usize| {
            let section = &self.outline.sections[*index];
            let meaning = digest(&inline::visible(self.source.slice(section.span)));
            UnreadHeading { title: section.title.clone(), span: section.heading, meaning }
        };
        self.unread.iter().map(heading).collect()
    }

    fn stage(&self, position: usize, section: usize, heading: &StageHeading, slots: &[Filling]) -> Stage {
        let items: Vec<StageItem<'_>> = self
            .outline
            .items
            .iter()
            .filter(|item| self.is_in_stage(item.scope, position))
            .map(|item| (item, self.group_of(item.scope)))
            .collect();
        // A stage ends where another one begins, although it may stand inside by its level.
        let whole = self.outline.sections[section].span;
        let inner = self.found.iter().map(|(other, _)| self.outline.sections[*other].span.start);
        let end = inner.filter(|start| *start > whole.start).fold(whole.end, usize::min);
        let span = Span::new(whole.start, end);
        let in_template = |role: Role| self.groups_of(position).any(|group| group.role == role);
        let has_boxes = |group: &Group| {
            let mut tables = self.template.tables.iter();
            let holds = |table: &TableSlot| table.place == group.place && table.group.as_ref() == Some(&group.key);
            group.boxes || tables.any(|table| holds(table) && table.box_columns.contains(&true))
        };
        let gates_in_template =
            |role: Role| self.groups_of(position).any(|group| group.role == role && has_boxes(group));
        let wants_progression = in_template(Role::Progression);
        let has_label = |role: Role| self.label_for(role, position).is_some();
        Stage {
            number: heading.number,
            title: heading.title(),
            name: heading.name.clone(),
            first_word: heading.first_word().to_owned(),
            heading: self.outline.sections[section].heading,
            span,
            entry: self.criteria(position, &items, Role::Entry),
            exit: self.criteria(position, &items, Role::Exit),
            boxless: self.boxless(position, &items, heading.number),
            work: self.work(position, &items),
            doubtful_work: self.doubtful_work(&items),
            launch: self.launch(position),
            statements: self.statements(position, &items),
            audience: self.audience(position, &items, heading),
            progression: self.progression(position, slots, heading.number),
            wants_entry: gates_in_template(Role::Entry) && has_label(Role::Entry),
            wants_exit: gates_in_template(Role::Exit) && has_label(Role::Exit),
            wants_progression,
        }
    }

    /// The groups of the template that a stage has its requirements from.
    fn groups_of(&self, position: usize) -> impl Iterator<Item = &Group> {
        let place = self.matched[position].map(Place::Stage).filter(|_| self.follows_template);
        self.template.groups.iter().filter(move |group| Some(&group.place) == place.as_ref())
    }

    /// The lists of a gate, by the labels above them, and whether they have boxes: here, or in the
    /// template under the same label. Where no list has the template's label, each stands for it.
    fn lists_of_gate<'i>(&self, position: usize, items: &[StageItem<'i>], role: Role) -> Vec<(Vec<&'i Item>, bool)> {
        let mut lists: Vec<(&str, Vec<&'i Item>)> = Vec::new();
        for (item, group) in items {
            let Some((key, _)) = group.filter(|(_, found)| *found == role) else { continue };
            match lists.iter_mut().find(|(known, _)| known == key) {
                Some((_, list)) => list.push(item),
                None => lists.push((key, vec![item])),
            }
        }
        let boxed: Vec<&str> = self
            .groups_of(position)
            .filter(|group| group.role == role && group.boxes)
            .map(|group| group.key.as_str())
            .collect();
        let is_named = lists.iter().any(|(key, _)| boxed.contains(key));
        let is_box = |item: &&Item| item.checkbox.is_some_and(|checkbox| checkbox.form != BoxForm::Doubtful);
        let with_boxes = |(key, list): (&str, Vec<&'i Item>)| {
            let of_template = boxed.contains(&key) || !is_named && !boxed.is_empty();
            let has_boxes = of_template || list.iter().any(is_box);
            (list, has_boxes)
        };
        lists.into_iter().map(with_boxes).collect()
    }

    /// The entry or exit criteria of a stage. Items are criteria only when some of them have boxes,
    /// here or in the template.
    fn criteria(&self, position: usize, items: &[StageItem<'_>], role: Role) -> Vec<Criterion> {
        let mut criteria: Vec<Criterion> = Vec::new();
        for (list, _) in self.lists_of_gate(position, items, role).iter().filter(|(_, has_boxes)| *has_boxes) {
            let (first, top) = (criteria.len(), top_of(list));
            for item in list {
                if item.depth == top || item.checkbox.is_some() {
                    criteria.push(self.criterion(item));
                    continue;
                }
                // An item below a criterion that sets a bound is a part of it. All others are notes.
                let text = self.source.slice(item.text).trim();
                let is_bound = measure::read_bound(text).is_some();
                let Some(above) = criteria[first..].last_mut().filter(|_| is_bound) else { continue };
                let whole = above.whole.get_or_insert_with(|| self.source.slice(above.words).trim().to_owned());
                whole.push_str(" — ");
                whole.push_str(text);
            }
        }
        let is_of_role = |group: Option<&(String, Role)>| group.is_some_and(|(_, found)| *found == role);
        let tables = self
            .outline
            .tables
            .iter()
            .filter(|table| self.is_in_stage(table.scope, position) && is_of_role(self.group_of(table.scope)));
        criteria.extend(tables.flat_map(|table| self.criteria_of_table(table)));
        criteria
    }

    /// The lists of the gates of a stage that have no boxes, neither here nor in the template.
    fn boxless(&self, position: usize, items: &[StageItem<'_>], number: StageNumber) -> Vec<BoxlessList> {
        let dues = [(Role::Entry, Due::Entering(number)), (Role::Exit, Due::Leaving(number))];
        let of_role = |(role, due): (Role, Due)| {
            let lists = self.lists_of_gate(position, items, role).into_iter();
            lists.filter(|(_, has_boxes)| !has_boxes).map(move |(list, _)| {
                let top = top_of(&list);
                let items = list.iter().filter(|item| item.depth == top).map(|item| item.content).collect();
                BoxlessList { name: self.name_of(list[0].scope), due, items }
            })
        };
        dues.into_iter().flat_map(of_role).collect()
    }

    /// The criteria of a table with boxes. As in a list, a row without a box is open.
    fn criteria_of_table(&self, table: &Table) -> Vec<Criterion> {
        let columns = self.box_columns(table);
        let look = |column: usize| match columns.contains(&true) {
            true if columns.get(column) == Some(&true) => Look::Everything,
            true => Look::Brackets,
            // Signs are all that the table has.
            false => Look::Signs,
        };
        let opens = |inline: &InlineBox| match columns.contains(&true) {
            true => inline.checkbox.opens_gates(),
            false => inline.checkbox.is_ticked,
        };
        let boxes_of = |row: &TableRow| -> Vec<InlineBox> {
            let cells = row.cells.iter().enumerate();
            cells.flat_map(|(column, cell)| inline_boxes(self.source, *cell, look(column))).collect()
        };
        let rows: Vec<(&TableRow, Vec<InlineBox>)> = table.rows.iter().map(|row| (row, boxes_of(row))).collect();
        if rows.iter().all(|(_, boxes)| boxes.is_empty()) {
            return Vec::new();
        }
        let is_beside: Vec<bool> = table.header.iter().map(|header| BESIDE_STATEMENTS.has(&header.key)).collect();
        let mut criteria = Vec::new();
        // A row with too few or too many cells is the finding of another rule.
        for (row, boxes) in rows.into_iter().filter(|(row, _)| row.cells.len() == table.header.len()) {
            let Some(row_words) = self.words_of_row(table, row, &boxes, &is_beside) else {
                // An empty row is no criterion.
                continue;
            };
            let RowWords { text, words, whole } = row_words;
            let reasoned = row.cells.iter().any(|cell| has_reason(self.source.slice(*cell), self.policy));
            let is_ticked = !boxes.is_empty() && boxes.iter().all(opens);
            let met = match (reasoned, is_ticked) {
                (true, _) => Met::Reasoned,
                (false, true) => Met::Ticked,
                (false, false) => Met::Open,
            };
            let span = boxes.first().map_or(row.span, |first| first.checkbox.span);
            let struck = row.cells.iter().any(|cell| !inline::struck(self.source.slice(*cell)).is_empty());
            criteria.push(Criterion { key: fold(&text), text, words, whole, span, met, struck });
        }
        criteria
    }

    /// What a row of a table with boxes says: all cells but those beside the statement, in an order that
    /// the order of the columns does not change. Words in the cell of the box are a remark. `None` for
    /// a row without a box and without words.
    fn words_of_row(&self, table: &Table, row: &TableRow, boxes: &[InlineBox], is_beside: &[bool]) -> Option<RowWords> {
        let has_words = |text: &str| inline::visible(text).chars().any(char::is_alphanumeric);
        let (mut said, mut remarks) = (Vec::new(), Vec::new());
        for (column, cell) in row.cells.iter().enumerate() {
            let own: Vec<&InlineBox> = boxes.iter().filter(|inline| cell.contains(inline.checkbox.span)).collect();
            if own.is_empty() {
                if !is_beside[column] && has_words(self.source.slice(*cell)) {
                    said.push((&table.header[column].key, *cell, self.source.slice(*cell).trim().to_owned()));
                }
            } else {
                let labels = own.iter().map(|inline| inline.label.trim()).filter(|label| has_words(label));
                remarks.extend(labels.map(|label| (&table.header[column].key, *cell, label.to_owned())));
            }
        }
        if said.is_empty() {
            // The words stand behind the box, or in a column that elsewhere is beside the statement.
            said = std::mem::take(&mut remarks);
        }
        if said.is_empty() {
            let named = row.cells.iter().find(|cell| has_words(self.source.slice(**cell)));
            let named = named.filter(|cell| boxes.iter().all(|inline| !cell.contains(inline.checkbox.span)));
            if boxes.is_empty() && named.is_none() {
                return None;
            }
            let words = named.copied().unwrap_or(row.span);
            let text = named.map(|cell| inline::visible(self.source.slice(*cell)).into_owned()).unwrap_or_default();
            return Some(RowWords { text, words, whole: None });
        }
        let text = inline::visible(&said[0].2).into_owned();
        let is_one = said.len() == 1 && remarks.is_empty() && self.source.slice(said[0].1).trim() == said[0].2;
        let words = if is_one { said[0].1 } else { row.span };
        said.sort_by_key(|(header, ..)| *header);
        let joined = |parts: Vec<(&String, Span, String)>, between: &str| {
            parts.into_iter().map(|(.., text)| text).collect::<Vec<String>>().join(between)
        };
        let whole = (!is_one).then(|| {
            let remarks = joined(remarks, " — ");
            let said = joined(said, " | ");
            if remarks.is_empty() { said } else { format!("{said} — {remarks}") }
        });
        Some(RowWords { text, words, whole })
    }

    /// The boxes of the review after the last stage.
    pub(super) fn review(&self) -> Vec<Criterion> {
        let is_item = |item: &&Item| item.checkbox.is_some() && self.section_roles[item.scope.section] == Role::Review;
        self.outline.items.iter().filter(is_item).map(|item| self.criterion(item)).collect()
    }

    /// The rows of a stage's launch checklist. A row is open until it is ticked and has no open
    /// bracket.
    fn launch(&self, position: usize) -> Vec<Criterion> {
        let is_launch = |table: &&Table| {
            self.is_in_stage(table.scope, position)
                && self.group_of(table.scope).is_some_and(|(_, role)| *role == Role::GoToMarket)
        };
        let waits = |criterion: &Criterion| {
            let line = self.source.slice(self.source.line_span(self.source.line(criterion.span.start)));
            self.has_open_bracket(line)
        };
        let mut rows: Vec<Criterion> =
            self.outline.tables.iter().filter(is_launch).flat_map(|table| self.criteria_of_table(table)).collect();
        for row in rows.iter_mut().filter(|row| row.met == Met::Ticked) {
            row.met = if waits(row) { Met::Open } else { Met::Ticked };
        }
        rows
    }

    /// Whether a line has one of the template's brackets. A ticked box looks like its `[X]`.
    fn has_open_bracket(&self, line: &str) -> bool {
        let mut keys = inline::brackets(line).map(|(_, inner)| bracket_key(inner.of(line)));
        keys.any(|key| key != "x" && self.template.has_bracket(&key))
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

    /// The criterion that an item is.
    fn criterion(&self, item: &Item) -> Criterion {
        let line = self.source.slice(item.text);
        let text = inline::visible(line).into_owned();
        let key = fold(&text);
        let is_ticked = item.checkbox.is_some_and(CheckBox::opens_gates);
        let met = match waiver(line, &key, self.policy) {
            Waiver::Reasoned => Met::Reasoned,
            Waiver::None if is_ticked => Met::Ticked,
            Waiver::None | Waiver::Silent => Met::Open,
        };
        let span = item.checkbox.map_or(item.text, |checkbox| checkbox.span);
        Criterion { key, text, words: item.text, whole: None, span, met, struck: !inline::struck(line).is_empty() }
    }

    /// The boxes whose tick shows that the stage runs.
    fn work(&self, position: usize, items: &[StageItem<'_>]) -> Vec<WorkBox> {
        let mut work = Vec::new();
        for (item, group) in items.iter().filter(|(_, group)| !prepares(*group)) {
            let Some(checkbox) = item.checkbox else { continue };
            if checkbox.form == BoxForm::Doubtful && !self.list_has_boxes(item, *group) {
                continue;
            }
            work.push(self.work_box(checkbox, item.text, *group));
        }
        for table in self
            .outline
            .tables
            .iter()
            .filter(|table| self.is_in_stage(table.scope, position) && !prepares(self.group_of(table.scope)))
        {
            self.work_in_table(table, &mut work);
        }
        work
    }

    /// The place in the template that a section has its requirements from.
    fn place_in_template(&self, section: usize) -> Option<Place> {
        match &self.places[section] {
            Place::Stage(position) => self.matched[*position].map(Place::Stage),
            place => Some(place.clone()),
        }
    }

    /// What looks ticked in lists that have no boxes, neither here nor in the template.
    fn doubtful_work(&self, items: &[StageItem<'_>]) -> Vec<WorkBox> {
        let mut work = Vec::new();
        for (item, group) in items.iter().filter(|(_, group)| !prepares(*group)) {
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
        items.filter(|item| self.template_has_boxes(item, self.group_of(item.scope))).map(|item| item.list).collect()
    }

    /// Whether the list of an item has real boxes, here or in the template.
    pub(super) fn list_has_boxes(&self, item: &Item, group: Option<&(String, Role)>) -> bool {
        self.boxed_lists.binary_search(&item.list).is_ok() || self.template_has_boxes(item, group)
    }

    fn template_has_boxes(&self, item: &Item, group: Option<&(String, Role)>) -> bool {
        let place = self.place_in_template(item.scope.section);
        self.template.groups.iter().any(|known| {
            Some(&known.place) == place.as_ref() && known.boxes && group.is_some_and(|(key, _)| *key == known.key)
        })
    }

    fn work_box(&self, checkbox: CheckBox, text: Span, group: Option<&(String, Role)>) -> WorkBox {
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
    pub(super) fn box_columns(&self, table: &Table) -> Vec<bool> {
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
    fn work_in_table(&self, table: &Table, work: &mut Vec<WorkBox>) {
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
        let date = of_template(Column::Date).or_else(|| by_name(Column::Date, SlotKind::Date));
        let decider = of_template(Column::DecidedBy).or_else(|| by_name(Column::DecidedBy, SlotKind::Text));
        let filled = |value: &Option<Value>| value.as_ref().filter(|value| value.is_filled()).map(|value| value.span);
        let day = filled(&date).and_then(|span| read_date(&inline::said(self.source.slice(span))).day());
        let named = filled(&decider).map(|span| people(self.source.slice(span)).names).unwrap_or_default();
        let people = named.iter().map(|name| self.policy.person(name)).collect();
        Some(Progression { label, date, decider, day, people })
    }
}

/// Whether the boxes of a group say nothing about the stage: entry criteria are preparation, an
/// audience is an intention, and a launch checklist says nothing about users.
fn prepares(group: Option<&(String, Role)>) -> bool {
    matches!(group, Some((_, Role::Entry | Role::Audience | Role::GoToMarket)))
}

/// The key of a group, or the empty key of no group.
fn under(group: Option<&(String, Role)>) -> &str {
    group.map_or("", |(key, _)| key)
}
