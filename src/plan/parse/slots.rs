//! The slots of the template, with the values that the plan has for them.

use super::faults::opens_gate;
use super::reader::{Home, Reader};
use crate::markdown::inline;
use crate::outline::{Field, Item, Look, Table, inline_boxes};
use crate::plan::evidence::has_link;
use crate::plan::value::{Value, ValueState, is_reference};
use crate::plan::{Filling, FillingKind, Missing};
use crate::template::{self, FieldSlot, Place, Role, Slot, SlotDue, SlotKind};
use crate::text::{Span, fold};
use crate::words::asks::{Asks, asks};
use crate::words::people::NOBODY;

impl Reader<'_> {
    /// The values of the plan for all slots of the template, in the order of the plan. Adds to
    /// `example_rows` the rows of the template that are left beside others.
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
                // A box without a text is an open criterion, and no open value besides.
                let is_bare = |item: &&Item| item.text.is_empty() && item.checkbox.is_some();
                let items = items.filter(|item| !(is_bare(item) && opens_gate(self.group_of(item.scope))));
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
        fillings.extend(self.communication_gaps());
        fillings.iter_mut().for_each(|filling| self.leave_nobody(filling));
        // A filling is large: to move one costs more than to cache its offset.
        fillings.sort_by_cached_key(|filling| filling.value.span.start);
        fillings
    }

    /// Leaves the value open where a person is asked for and the text names none: `nobody`,
    /// `~~Priya Nair~~`. A row that is struck out is no row any more.
    fn leave_nobody(&self, filling: &mut Filling) {
        let Value { text, span, state, .. } = &mut filling.value;
        let is_struck = || {
            let line = self.source.slice(*span);
            line.contains("~~") && !inline::visible(&inline::kept(line)).chars().any(char::is_alphanumeric)
        };
        let is_meant = *state == ValueState::Filled && !filling.spoken_for;
        let nobody = match filling.kind {
            _ if !is_meant => None,
            _ if is_nobody(text) => Some(ValueState::Marker { marker: *span }),
            FillingKind::Field if is_struck() => Some(ValueState::Empty),
            _ => None,
        };
        if let Some(open) = nobody.filter(|_| asks(&filling.key) == Asks::Person) {
            *state = open;
        }
    }

    /// The value of a field for its slot.
    fn filling(&self, slot: &FieldSlot, home: &Home, field: &Field) -> Filling {
        let is_review = || matches!(&slot.place, Place::Section(key) if self.template.role(key) == Role::Review);
        let value = self.value_of(field);
        let kind = match slot.slot.kind {
            SlotKind::Date => FillingKind::Date { exact: slot.key == "created" || slot.due == SlotDue::LeavingStage },
            SlotKind::Link => FillingKind::Link { points: self.points_somewhere(value) },
            SlotKind::Duration => FillingKind::Duration,
            _ if slot.slot.boxes && !slot.slot.asks() => {
                let boxes = inline_boxes(self.source, value, Look::Everything);
                FillingKind::Choice { ticked: boxes.iter().any(|inline| inline.checkbox.is_ticked) }
            }
            _ => FillingKind::Field,
        };
        Filling {
            anchor: home.anchor(&slot.path),
            key: slot.key.clone(),
            name: home.name(&slot.label),
            example: slot.slot.written.join(" "),
            value: self.read_filling(value, &slot.slot),
            kind,
            due: self.due(slot.due, home.stage),
            gentle: slot.gentle,
            spoken_for: slot.due == SlotDue::LeavingStage
                || (slot.slot.kind == SlotKind::Date && !slot.gentle && is_review()),
        }
    }

    /// The value of a slot. A day that is struck out beside another one does not count.
    fn read_filling(&self, span: Span, slot: &Slot) -> Value {
        let line = self.source.slice(span);
        let kept = inline::kept(line);
        let counts = slot.kind == SlotKind::Date && inline::visible(&kept).chars().any(char::is_alphanumeric);
        Value::read_line(self.source, span, if counts { &kept } else { line }, slot, self.policy)
    }

    /// The field of the plan for a slot in a place: in the slot's group, else in no group, else the
    /// only one of that label in the place. Outside stages, a label that the template has once may
    /// be anywhere.
    pub(super) fn find_field(&self, slot: &FieldSlot, home: &Home) -> Option<&Field> {
        let is_named = |field: &&Field| template::is_called(&field.key, &slot.key);
        let in_place = || self.fields_in(home.section).map(|(_, field)| field).filter(is_named);
        let grouped = in_place().find(|field| self.is_in_group(field.scope, slot.group.as_ref()));
        let ungrouped = || in_place().find(|field| slot.group.is_some() && self.is_in_group(field.scope, None));
        let is_unique = home.stage.is_none() && slot.is_single;
        let is_outside = |field: &&Field| matches!(self.places[field.scope.section], Place::Section(_));
        let elsewhere = || self.outline.fields.iter().filter(|_| is_unique).filter(is_named).find(is_outside);
        let single = || in_place().next().filter(|_| slot.is_single_there && in_place().count() == 1);
        grouped.or_else(ungrouped).or_else(single).or_else(elsewhere)
    }

    /// The value of a field: behind its label, else in the list below it.
    fn value_of(&self, field: &Field) -> Span {
        if !field.value.is_empty() {
            return field.value;
        }
        let is_same = |other: &Field| other.label_span == field.label_span;
        let mut items = self.outline.items.iter().filter(|item| {
            item.scope.label.is_some_and(|label| is_same(&self.outline.fields[label])) && !item.is_field
        });
        let Some(first) = items.next() else { return field.value };
        let from = |item: &Item| item.checkbox.map_or(item.text, |checkbox| checkbox.span.to(item.text));
        items.fold(from(first), |span, item| span.to(from(item)))
    }

    /// Whether a value holds a link, a path or a ticket.
    pub(super) fn points_somewhere(&self, span: Span) -> bool {
        let line = self.source.slice(span);
        has_link(line) || is_reference(inline::visible(line).trim_matches(['[', ']']))
    }

    /// The share of the template's brackets that are unchanged in the plan, from 0 to 1. What is
    /// filled in as the plan is made shows nothing of anybody's work.
    pub(super) fn untouched(&self) -> f64 {
        let is_known = |key: &str| template::known_at_first(key, self.template.name.as_deref()).is_some();
        let known = self.template.fields.iter().filter(|slot| is_known(&slot.key));
        let known: usize = known.map(|slot| slot.slot.brackets.len()).sum();
        // The open rows of a log stand there in every plan.
        let all = self.template.brackets.len().saturating_sub(self.template.log_brackets.len());
        // A template may ask for nothing else.
        let asks_more = all > known;
        let total = if asks_more { all - known } else { all };
        let counts = |key: &str| !(asks_more && is_known(key));
        let fields = self.outline.fields.iter().filter(|field| counts(&field.key)).map(|field| field.value);
        let items = self.outline.items.iter().filter(|item| !item.is_field).map(|item| item.text);
        let is_counted = |table: &Table| table.header.len() > 2 && !self.outline.is_of_stages(table);
        let tables = self.outline.tables.iter().zip(&self.is_log);
        let tables = tables.filter(|(table, is_log)| !**is_log && is_counted(table)).map(|(table, _)| table);
        let cells = tables.flat_map(|table| &table.rows).flat_map(|row| row.cells.iter().copied());
        let count = |span: Span| {
            let line = self.source.slice(span);
            let is_own = |(_, inner): &(Span, Span)| self.template.has_bracket(&template::bracket_key(inner.of(line)));
            inline::brackets(line).filter(is_own).count()
        };
        let found: usize = fields.chain(items).chain(cells).map(count).sum();
        if total == 0 { 0.0 } else { found as f64 / total as f64 }
    }
}

/// Whether a text in the place of a name says that there is nobody. A remark may stand behind it.
fn is_nobody(text: &str) -> bool {
    let folded = fold(text);
    let ends = |c: char| matches!(c, '(' | '（' | ',' | '，' | '、' | ';' | ':' | '：' | '—' | '–');
    let bare = folded.split(ends).next().unwrap_or(&folded);
    NOBODY.has(bare.trim_matches(|c: char| !c.is_alphanumeric()))
}
