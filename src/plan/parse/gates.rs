//! The gates of a stage: the criteria that open it, the launch checklist, and the lists that nobody
//! can meet.

use super::gates_beside::CellOfGate;
use super::reader::Reader;
use super::stages::StageItem;
use crate::markdown::inline;
use crate::outline::{
    BoxForm, CheckBox, Field, InlineBox, Item, Look, Scope, Table, TableRow, cell, cell_parts, inline_boxes,
};
use crate::plan::measure;
use crate::plan::value::{Waiver, has_reason, marker, not_applicable, open_number, waiver};
use crate::plan::{BETWEEN_CELLS, BoxlessList, Criterion, Due, Met};
use crate::template::{Group, Place, Role, TableSlot, bracket_key};
use crate::text::{Span, fold};
use crate::words::metrics::{gives_result, sets_target, sets_threshold};
use crate::words::parts::heads_gates;
use crate::words::remarks::NONE;
use crate::words::stands::NOTHING;
use crate::words::tables::{BESIDE_STATEMENTS, STATES, TELLING};
use crate::words::verdicts::{Verdict, is_result_column, is_verdict_column, verdict};
use std::collections::HashSet;

/// The words of a row with a box.
pub(super) struct RowWords {
    /// The first cell of them, as a reader sees it.
    pub(super) text: String,
    /// The cell, or the row.
    pub(super) words: Span,
    /// All of them, where they stand in several cells.
    pub(super) whole: Option<String>,
    /// What the cells beside the statement tell of it.
    pub(super) note: String,
}

/// What a row says of whether it is met, as boxes, and whether nobody can tell.
type Verdicts = (Vec<InlineBox>, bool);

/// What the rows of a table say where only boxes count.
fn without_verdicts(table: &Table) -> Vec<Verdicts> {
    vec![(Vec::new(), false); table.rows.len()]
}

/// A list of a gate, and whether it has boxes, so that its items are criteria.
pub(super) type GateList<'i> = (Vec<&'i Item>, bool);

/// How deep the items of a list are that stand in no other item.
fn top_of(list: &[&Item]) -> usize {
    list.iter().map(|item| item.depth).min().unwrap_or(1)
}

impl Reader<'_> {
    /// The groups of the template that a stage has its requirements from.
    pub(super) fn groups_of(&self, position: usize) -> impl Iterator<Item = &Group> {
        let place = self.matched[position].map(Place::Stage).filter(|_| self.follows_template);
        self.template.groups.iter().filter(move |group| Some(&group.place) == place.as_ref())
    }

    /// The lists of a gate, by the labels above them, and whether they have boxes: here, or in the
    /// template under the same label. Where no list has the template's label, each stands for it.
    pub(super) fn lists_of_gate<'i>(&self, position: usize, items: &[StageItem<'i>], role: Role) -> Vec<GateList<'i>> {
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
        let with_boxes = |(key, list): (&str, Vec<&'i Item>)| {
            let of_template = boxed.contains(&key) || !is_named && !boxed.is_empty();
            let has_boxes = of_template || list.iter().any(|item| item.has_box());
            (list, has_boxes)
        };
        lists.into_iter().map(with_boxes).collect()
    }

    /// The entry or exit criteria of a stage. Items are criteria only when some of them have boxes,
    /// here or in the template.
    pub(super) fn criteria(&self, position: usize, lists: &[GateList<'_>], role: Role) -> Vec<Criterion> {
        let of_list = |list: &[&Item]| {
            let top = top_of(list);
            self.criteria_of_list(list, |item| item.depth == top || item.checkbox.is_some())
        };
        let of_all = self.lists_of_all(position, role);
        let boxed = lists.iter().chain(&of_all).filter(|(_, has_boxes)| *has_boxes);
        let mut criteria: Vec<Criterion> = boxed.flat_map(|(list, _)| of_list(list)).collect();
        let tables = self.outline.tables.iter().filter(|table| self.is_in_part(table.scope, position, role));
        criteria.extend(tables.flat_map(|table| self.criteria_of_table(table, self.verdicts(table))));
        criteria.extend(self.criteria_elsewhere(position, role).flat_map(|(table, rows)| {
            let is_own = move |criterion: &Criterion| rows.iter().any(|row| row.span.contains(criterion.span));
            self.criteria_of_table(table, self.verdicts_beside(table)).into_iter().filter(is_own)
        }));
        let cells = self.cells_of_gate(position, role).filter(|cell| cell.has_boxes());
        // An overview may sum up what the stage has.
        let is_told = !lists.is_empty() || !criteria.is_empty();
        let cells = cells.filter(|cell| !is_told || self.is_gate_of_all(cell.table.scope.section));
        let boxed: Vec<Criterion> = cells.flat_map(|cell| cell.criteria).collect();
        criteria.extend(boxed);
        criteria
    }

    /// The items of a list that are criteria. An item or a line below one that sets a bound is a
    /// part of it. All others are notes.
    pub(super) fn criteria_of_list(&self, list: &[&Item], is_one: impl Fn(&Item) -> bool) -> Vec<Criterion> {
        let mut criteria: Vec<Criterion> = Vec::new();
        for item in list {
            let is_one = is_one(item);
            if is_one {
                criteria.push(self.criterion(item));
            }
            let Some(above) = criteria.last_mut() else { continue };
            let own = (!is_one).then_some(item.text);
            for text in own.into_iter().chain(self.lines_in(item)).map(|span| self.source.slice(span).trim()) {
                if measure::read_bound(text).is_some() {
                    let whole = above.whole.get_or_insert_with(|| self.source.slice(above.words).trim().to_owned());
                    whole.push_str(" — ");
                    whole.push_str(text);
                }
            }
        }
        criteria
    }

    /// Whether a scope is in the part of a stage with a role.
    pub(super) fn is_in_part(&self, scope: Scope, position: usize, role: Role) -> bool {
        self.is_in_stage(scope, position) && self.group_of(scope).is_some_and(|(_, found)| *found == role)
    }

    /// The labels of a gate of a stage.
    fn labels_of_gate(&self, position: usize, role: Role) -> impl Iterator<Item = &Field> {
        let fields = self.fields_in(self.found[position].0);
        fields.filter(move |(label, _)| self.field_roles[*label] == role).map(|(_, field)| field)
    }

    /// The paragraphs in an item.
    fn lines_in(&self, item: &Item) -> impl Iterator<Item = Span> {
        let place = self.outline.items.partition_point(|other| other.span.start < item.span.start);
        let prose = &self.outline.prose;
        let first = prose.partition_point(|prose| prose.span.start < item.span.end);
        prose[first..].iter().take_while(move |prose| prose.item == Some(place)).map(|prose| prose.span)
    }

    /// What stands around the lists of a gate, and may say something of all their items: its names,
    /// what leads from them to the lists, and the same in a section for the gates of all stages.
    pub(super) fn terms(&self, position: usize, role: Role) -> Vec<Span> {
        let outline = self.outline;
        let is_around = |section: usize| {
            let is_own = self.is_in_stage(Scope { section, label: None }, position);
            self.section_roles[section] == role && (is_own || self.is_gate_of_all(section))
        };
        let headings = outline.sections.iter().enumerate().filter(|(section, _)| is_around(*section));
        let headings = headings.map(|(_, section)| section.heading);
        let labels = self.labels_of_gate(position, role).flat_map(|field| [field.label_span, field.value]);
        let leads = self.fields_in(self.found[position].0).filter(|(label, field)| {
            let scope = Scope { section: field.scope.section, label: Some(*label) };
            let is_bare = field.value.is_empty() && self.field_roles[*label] != role;
            is_bare && self.is_in_part(scope, position, role) && !self.is_apart(scope) && !self.is_in_item(field)
        });
        let all = headings.chain(labels).chain(leads.map(|(_, field)| field.label_span));
        all.chain(self.prose_of_gate(position, role)).filter(|span| !span.is_empty()).collect()
    }

    /// Whether a section is called a gate, and stands beside the stages.
    pub(super) fn is_gate_of_all(&self, section: usize) -> bool {
        matches!(self.places[section], Place::Section(_)) && heads_gates(&self.outline.sections[section].key)
    }

    /// Whether a label stands in an item.
    pub(super) fn is_in_item(&self, label: &Field) -> bool {
        let before = self.outline.items.partition_point(|item| item.span.start <= label.label_span.start);
        self.outline.items[..before].last().is_some_and(|item| item.span.contains(label.label_span))
    }

    /// What stands below the names of a gate, or beside them, and has no boxes, neither here nor in
    /// the template. A table or a value beside other criteria explains them.
    pub(super) fn boxless(
        &self,
        position: usize,
        lists: &[GateList<'_>],
        role: Role,
        criteria: &[Criterion],
    ) -> Vec<BoxlessList> {
        let number = self.found[position].1.number;
        let due = if role == Role::Entry { Due::Entering(number) } else { Due::Leaving(number) };
        // A list elsewhere may sum up what the stage has.
        let is_told = |list: &[&Item]| !criteria.is_empty() && self.is_elsewhere(list[0].scope);
        let boxless_list = |list: &[&Item]| {
            let top = top_of(list);
            let items = list.iter().filter(|item| item.depth == top).map(|item| item.content).collect();
            let criteria = self.criteria_of_list(list, |item| item.depth == top);
            BoxlessList { name: self.name_of(list[0].scope), due, items, criteria, takes_boxes: true }
        };
        let without = lists.iter().filter(|(list, has_boxes)| !has_boxes && !is_told(list));
        let mut boxless: Vec<BoxlessList> = without.map(|(list, _)| boxless_list(list)).collect();
        if !boxless.is_empty() || !criteria.is_empty() || !lists.is_empty() {
            return boxless;
        }
        let tables = self.outline.tables.iter().filter(|table| self.is_in_part(table.scope, position, role));
        boxless.extend(tables.filter_map(|table| {
            let items: Vec<Span> = table.rows.iter().map(|row| cell(row, 0)).filter(|cell| !cell.is_empty()).collect();
            let criteria = || self.rows_without_boxes(table);
            let name = || self.name_of(table.scope);
            (!items.is_empty()).then(|| BoxlessList {
                name: name(),
                due,
                items,
                criteria: criteria(),
                takes_boxes: true,
            })
        }));
        boxless.extend(self.criteria_elsewhere(position, role).map(|(table, rows)| {
            let is_own = |criterion: &Criterion| rows.iter().any(|row| row.span.contains(criterion.span));
            let criteria: Vec<Criterion> = self.rows_without_boxes(table).into_iter().filter(is_own).collect();
            let items = criteria.iter().map(|criterion| criterion.words).collect();
            // A row of several cells has no one place for a box.
            let takes_boxes = criteria.iter().all(|criterion| criterion.words != criterion.span);
            BoxlessList { name: self.name_of(table.scope), due, items, criteria, takes_boxes }
        }));
        let sets_limit = |field: &Field| measure::sets_limit(self.source.slice(field.value));
        let asks = |field: &Field| cell_parts(self.source, field.value).iter().any(|part| self.asks(part));
        let told = self.labels_of_gate(position, role).filter(|field| sets_limit(field) || asks(field));
        boxless.extend(told.map(|field| BoxlessList {
            name: field.label.clone(),
            due,
            items: vec![field.value],
            criteria: match sets_limit(field) {
                // The terms of the gate have it.
                true => Vec::new(),
                false => vec![self.criterion_in(field.value, None, field.scope)],
            },
            takes_boxes: false,
        }));
        let in_prose = |(name, items)| BoxlessList { name, due, items, criteria: Vec::new(), takes_boxes: false };
        if boxless.is_empty() {
            boxless.extend(self.gate_in_prose(position, role).map(in_prose));
        }
        if boxless.is_empty() {
            let of_cell = |cell: CellOfGate| {
                let items = cell.criteria.iter().map(|criterion| criterion.words).collect();
                BoxlessList { name: cell.name, due, items, criteria: cell.criteria, takes_boxes: true }
            };
            let lists = self.lists_of_all(position, role);
            let beside = lists.iter().map(|(list, _)| boxless_list(list));
            let beside = beside.chain(self.cells_of_gate(position, role).map(of_cell));
            let beside: Vec<BoxlessList> = beside.collect();
            // What stands with its box in the stage can be seen to be met there.
            let boxes = if beside.is_empty() { HashSet::new() } else { self.boxes_of(position) };
            let is_boxed = |list: &BoxlessList| list.criteria.iter().all(|criterion| boxes.contains(&criterion.key));
            boxless.extend(beside.into_iter().filter(|list| !is_boxed(list)));
        }
        boxless
    }

    /// Which columns of a table say something beside the statement of a row, as the stage of the
    /// row does.
    fn beside_statements(&self, table: &Table) -> Vec<bool> {
        let of_stages = self.stage_tables().iter().find(|other| self.outline.tables[other.table].span == table.span);
        let keys = table.keys();
        let is_beside = |column: usize, key: &str| {
            BESIDE_STATEMENTS.has(key)
                || gives_result(key, &keys)
                || of_stages.is_some_and(|table| table.is_beside(column))
        };
        table.header.iter().enumerate().map(|(column, header)| is_beside(column, &header.key)).collect()
    }

    /// What the rows of a table ask for that has neither boxes nor verdicts.
    fn rows_without_boxes(&self, table: &Table) -> Vec<Criterion> {
        let is_beside = self.beside_statements(table);
        let rows = table.rows.iter().filter(|row| row.cells.len() == table.header.len());
        let criterion = |row: &TableRow| {
            let RowWords { text, words, whole, note } = self.words_of_row(table, row, &[], &is_beside)?;
            Some(Criterion { whole, note, span: row.span, ..Criterion::open(text, words) })
        };
        rows.filter_map(criterion).collect()
    }

    /// The criteria of a table with boxes, or with verdicts. As in a list, a row without a box is
    /// open.
    fn criteria_of_table(&self, table: &Table, verdicts: Vec<Verdicts>) -> Vec<Criterion> {
        let columns = self.box_columns(table);
        let look = |column: usize| match columns.contains(&true) {
            true if columns.get(column) == Some(&true) => Look::Everything,
            true => Look::Brackets,
            // Signs are all that the table has.
            false => Look::Signs,
        };
        let boxes_of = |row: &TableRow| -> Vec<InlineBox> {
            let cells = row.cells.iter().enumerate();
            cells.flat_map(|(column, cell)| inline_boxes(self.source, *cell, look(column))).collect()
        };
        let with_boxes = |(row, (said, is_unclear)): (&TableRow, Verdicts)| {
            let boxes = boxes_of(row);
            let is_boxed = boxes.iter().any(|inline| self.source.slice(inline.checkbox.span).starts_with('['));
            // Beside a box only what is not met counts.
            let said = said.into_iter().filter(|inline| !is_boxed || !inline.checkbox.is_ticked);
            (said.chain(boxes).collect(), is_unclear && !is_boxed)
        };
        let rows: Vec<Verdicts> = table.rows.iter().zip(verdicts).map(with_boxes).collect();
        if rows.iter().all(|(boxes, is_unclear)| boxes.is_empty() && !is_unclear) {
            return Vec::new();
        }
        // Where boxes have a column, nothing else opens a gate.
        let opens = |inline: &InlineBox| match columns.contains(&true) {
            true => inline.checkbox.opens_gates(),
            false => inline.checkbox.is_ticked,
        };
        let is_beside = self.beside_statements(table);
        let mut criteria = Vec::new();
        // A row with too few or too many cells is the finding of another rule.
        let rows = table.rows.iter().zip(rows);
        for (row, (boxes, is_unclear)) in rows.filter(|(row, _)| row.cells.len() == table.header.len()) {
            let Some(row_words) = self.words_of_row(table, row, &boxes, &is_beside) else {
                // An empty row is no criterion.
                continue;
            };
            let RowWords { text, words, whole, note } = row_words;
            // Beside the statement a struck name is another name, and *N/A* speaks of the row.
            let reasoned = row.cells.iter().zip(&is_beside).any(|(cell, is_beside)| {
                let line = self.source.slice(*cell);
                match is_beside {
                    true => not_applicable(&inline::visible(line), self.policy) == Some(true),
                    false => has_reason(line, self.policy),
                }
            });
            let is_ticked = !is_unclear && !boxes.is_empty() && boxes.iter().all(opens);
            let lacks_value = !self.follows_template
                && row.cells.iter().enumerate().filter(|(column, _)| !is_beside[*column]).any(|(column, cell)| {
                    let (line, key) = (self.source.slice(*cell), table.header[column].key.as_str());
                    let is_bound = || sets_target(key) || sets_threshold(key);
                    open_number(line).is_some() || (is_bound() && marker(line).is_some())
                });
            let met = match (reasoned, is_ticked && !lacks_value) {
                (true, _) => Met::Reasoned,
                (false, true) => Met::Ticked,
                (false, false) => Met::Open,
            };
            let span = boxes.first().map_or(row.span, |first| first.checkbox.span);
            let said = row.cells.iter().zip(&is_beside).filter(|(_, is_beside)| !**is_beside);
            let struck = said.into_iter().any(|(cell, _)| !inline::struck(self.source.slice(*cell)).is_empty());
            let is_apart = self.is_apart(table.scope);
            criteria.push(Criterion {
                key: fold(&text),
                text,
                words,
                whole,
                note,
                span,
                met,
                struck,
                is_apart,
                is_unclear,
                lacks_value,
            });
        }
        criteria
    }

    /// The rows of a table with boxes.
    pub(super) fn rows_with_boxes(&self, table: &Table) -> impl Iterator<Item = Criterion> {
        let rows = self.criteria_of_table(table, without_verdicts(table)).into_iter();
        rows.filter(|criterion| self.source.slice(criterion.span).starts_with('['))
    }

    /// What each row of a table says in words or signs of whether it is met, as boxes, and whether
    /// nobody can tell. It is said in columns for that, where all of them count, or by a sign that
    /// is all of a cell. Where the template has boxes, words say nothing.
    fn verdicts(&self, table: &Table) -> Vec<Verdicts> {
        if self.follows_template && self.template_has_boxes(table.scope, self.group_of(table.scope)) {
            return without_verdicts(table);
        }
        let told = self.columns_with_words(table, is_verdict_column);
        // A result may be a number, which another column judges.
        let told = if told.contains(&true) { told } else { self.columns_with_words(table, is_result_column) };
        self.verdicts_in(table, &told, true)
    }

    /// The same of a table beside the stages. What a row says of its state there may be that of the
    /// stage, and so may a sign.
    fn verdicts_beside(&self, table: &Table) -> Vec<Verdicts> {
        let told = self.columns_with_words(table, |key| is_verdict_column(key) && !STATES.has(key));
        self.verdicts_in(table, &told, false)
    }

    /// Which columns are called so, and are not blank.
    pub(super) fn columns_with_words(&self, table: &Table, is_wanted: impl Fn(&str) -> bool) -> Vec<bool> {
        let is_filled =
            |row: &TableRow, column: usize| !inline::said(self.source.slice(cell(row, column))).trim().is_empty();
        let has_words = |column: usize| table.rows.iter().any(|row| is_filled(row, column));
        let headers = table.header.iter().enumerate();
        headers.map(|(column, header)| is_wanted(&header.key) && has_words(column)).collect()
    }

    fn verdicts_in(&self, table: &Table, told: &[bool], signs_count: bool) -> Vec<Verdicts> {
        let said = |cell: Span| fold(&inline::said(self.source.slice(cell)));
        let is_boxed = |cell: Span| !inline_boxes(self.source, cell, Look::Brackets).is_empty();
        // Beside real boxes no word opens a gate.
        let has_boxes = table.rows.iter().any(|row| row.cells.iter().any(|cell| is_boxed(*cell)));
        let form = if has_boxes { BoxForm::Doubtful } else { BoxForm::Standard };
        let verdicts = table.rows.iter().map(|row| {
            let (mut boxes, mut is_unclear) = (Vec::new(), false);
            for (column, cell) in row.cells.iter().enumerate() {
                let words = said(*cell);
                let is_sign = signs_count && !words.is_empty() && !words.contains(char::is_alphanumeric);
                let is_column = told.get(column) == Some(&true);
                if !(is_column || is_sign) || is_boxed(*cell) {
                    continue;
                }
                let verdict = verdict(&words);
                if words.is_empty() || verdict != Verdict::Unclear {
                    let (span, is_ticked) = (if words.is_empty() { row.span } else { *cell }, verdict == Verdict::Met);
                    let checkbox = CheckBox { span, is_ticked, form };
                    boxes.push(InlineBox { checkbox, label: String::new() });
                } else {
                    is_unclear |= is_column;
                }
            }
            (boxes, is_unclear)
        });
        verdicts.collect()
    }

    /// What a row of a table with boxes says: all cells but those beside the statement, in an order
    /// that the order of the columns does not change. Words in the cell of the box are a remark.
    /// `None` for a row without a box and without words.
    pub(super) fn words_of_row(
        &self,
        table: &Table,
        row: &TableRow,
        boxes: &[InlineBox],
        is_beside: &[bool],
    ) -> Option<RowWords> {
        let has_words = |text: &str| inline::visible(text).chars().any(char::is_alphanumeric);
        // `N/A` or `none` in a column for notes says that there are none.
        let tells = |text: &str| {
            let folded = fold(&inline::visible(text));
            let is_none = NONE.has(&folded) || NOTHING.has(&folded);
            !text.is_empty() && !is_none && not_applicable(&inline::visible(text), self.policy).is_none()
        };
        let (mut said, mut remarks, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        for (column, cell) in row.cells.iter().enumerate() {
            let own: Vec<&InlineBox> = boxes.iter().filter(|inline| cell.contains(inline.checkbox.span)).collect();
            if own.is_empty() {
                let (key, text) = (&table.header[column].key, self.source.slice(*cell).trim());
                if !is_beside[column] && has_words(text) {
                    said.push((key, *cell, text.to_owned()));
                } else if is_beside[column] && TELLING.has(key) && tells(text) {
                    notes.push(text);
                }
            } else {
                let labels = own.iter().map(|inline| inline.label.trim()).filter(|label| has_words(label));
                remarks.extend(labels.map(|label| (&table.header[column].key, *cell, label.to_owned())));
            }
        }
        let note = notes.join(" — ");
        if said.is_empty() {
            // The words stand behind the box, or in a column that elsewhere is beside the
            // statement.
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
            return Some(RowWords { text, words, whole: None, note });
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
            let said = joined(said, BETWEEN_CELLS);
            if remarks.is_empty() { said } else { format!("{said} — {remarks}") }
        });
        Some(RowWords { text, words, whole, note })
    }

    /// The boxes of the review after the last stage.
    pub(super) fn review(&self) -> Vec<Criterion> {
        let is_item = |item: &&Item| item.checkbox.is_some() && self.section_roles[item.scope.section] == Role::Review;
        self.outline.items.iter().filter(is_item).map(|item| self.criterion(item)).collect()
    }

    /// The rows of a stage's launch checklist. A row is open until it is ticked, has no open
    /// bracket and has what the template asks for: its owner.
    pub(super) fn launch(&self, position: usize) -> Vec<Criterion> {
        let tables = self.outline.tables.iter();
        let tables = tables.filter(|table| self.is_in_part(table.scope, position, Role::GoToMarket));
        let wanted =
            self.template.tables.iter().find(|wanted| {
                wanted.group.as_deref().is_some_and(|group| self.template.role(group) == Role::GoToMarket)
            });
        let waits = |table: &Table, criterion: &Criterion| {
            let line = self.source.slice(self.source.line_span(self.source.line(criterion.span.start)));
            let row = table.rows.iter().find(|row| row.span.contains(criterion.span));
            let lacks = |wanted: &TableSlot, row: &TableRow| {
                self.asked_values(row, table, wanted, &wanted.columns).iter().any(|(_, value)| value.is_open())
            };
            self.has_open_bracket(line) || wanted.zip(row).is_some_and(|(wanted, row)| lacks(wanted, row))
        };
        let mut rows = Vec::new();
        for table in tables {
            for mut row in self.criteria_of_table(table, without_verdicts(table)) {
                if row.met == Met::Ticked && waits(table, &row) {
                    row.met = Met::Open;
                }
                rows.push(row);
            }
        }
        rows
    }

    /// What names the launch checklist of a stage, and may say something of the whole list.
    pub(super) fn launch_terms(&self, position: usize) -> Vec<Span> {
        let is_launch = |table: &&Table| self.is_in_part(table.scope, position, Role::GoToMarket);
        let scopes = self.outline.tables.iter().filter(is_launch).map(|table| table.scope);
        let names = scopes.flat_map(|scope| {
            let labels = self.outline.labels_around(scope).flat_map(|field| [field.label_span, field.value]);
            let heading = Some(scope.section).filter(|section| self.section_roles[*section] == Role::GoToMarket);
            labels.chain(heading.map(|section| self.outline.sections[section].heading))
        });
        names.filter(|span| !span.is_empty()).collect()
    }

    /// Whether a line has one of the template's brackets. A ticked box looks like its `[X]`.
    pub(super) fn has_open_bracket(&self, line: &str) -> bool {
        let mut keys = inline::brackets(line).map(|(_, inner)| bracket_key(inner.of(line)));
        keys.any(|key| key != "x" && self.template.has_bracket(&key))
    }

    /// The criterion that an item is.
    pub(super) fn criterion(&self, item: &Item) -> Criterion {
        self.criterion_in(item.text, item.checkbox, item.scope)
    }

    /// The criterion that a text is, with its box.
    pub(super) fn criterion_in(&self, words: Span, checkbox: Option<CheckBox>, scope: Scope) -> Criterion {
        let line = self.source.slice(words);
        let text = inline::visible(line).into_owned();
        let key = fold(&text);
        let is_ticked = checkbox.is_some_and(CheckBox::opens_gates);
        // Where the template has slots, they say what is open.
        let lacks_value = open_number(line).is_some() && !self.is_in_slots(scope);
        let met = match waiver(line, &key, self.policy) {
            Waiver::Reasoned => Met::Reasoned,
            Waiver::None if is_ticked && !lacks_value => Met::Ticked,
            Waiver::None | Waiver::Silent => Met::Open,
        };
        let span = checkbox.map_or(words, |checkbox| checkbox.span);
        let (struck, is_apart) = (!inline::struck(line).is_empty(), self.is_apart(scope));
        Criterion {
            key,
            text,
            words,
            whole: None,
            note: String::new(),
            span,
            met,
            struck,
            is_apart,
            is_unclear: false,
            lacks_value,
        }
    }

    /// Whether the template has slots in the items of a place.
    fn is_in_slots(&self, scope: Scope) -> bool {
        let mut lists = self.template.lists.iter().filter(|list| self.is_in_group(scope, list.group.as_ref()));
        self.follows_template && lists.any(|list| self.homes(&list.place).iter().any(|home| self.is_in(scope, home)))
    }
}
