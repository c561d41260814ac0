//! Which values behind labels, and which items of lists, are this plan's own.

use super::brackets;
use super::drafter::{Drafter, is_bracketed};
use super::remedies::Remedies;
use crate::markdown::inline;
use crate::outline::{BoxForm, Field, Item, Look, Scope, inline_boxes};
use crate::plan::date::{DateReading, read_date};
use crate::plan::value::has_reason;
use crate::template::{Place, Role, role_of};
use crate::text::{Span, fold};
use crate::words::asks::{Asks, asks};
use crate::words::{front_matter, not_applicable, sentences};
use std::collections::BTreeMap;

impl Drafter<'_> {
    pub(super) fn fields(&mut self) {
        let in_tables = |field: &Field| self.outline.tables.iter().any(|table| table.span.contains(field.label_span));
        let fields: Vec<Field> =
            self.outline.fields.iter().filter(|field| !in_tables(field) && !self.in_heading(field)).cloned().collect();
        for (index, field) in fields.iter().enumerate() {
            let line = self.line(field.label_span.start);
            let beside = |other: Option<&Field>| {
                other.is_some_and(|other| self.line(other.label_span.start).abs_diff(line) <= 1)
            };
            let has_neighbour =
                beside(fields.get(index + 1)) || index.checked_sub(1).is_some_and(|before| beside(fields.get(before)));
            self.field(field, has_neighbour);
        }
    }

    fn field(&mut self, field: &Field, has_neighbour: bool) {
        let whole = field.label_span.to(field.value);
        let value = self.source.slice(field.value).to_owned();
        if self.stays(field) {
            return;
        }
        let is_weak = Remedies::has(&self.remedies.optional, whole);
        let in_item = self.item_at(field.label_span.start).is_some();
        if is_weak && (in_item || self.keeps(field, &value, has_neighbour)) && !value.is_empty() {
            let bracket = if in_item { self.bracket(field, &value) } else { None };
            let text = bracket.unwrap_or(value);
            let words = self.later(field.scope, whole);
            return self.put(field.value, format!("{text} <!-- rolloutlint: {words} -->"));
        }
        if is_weak {
            let inner = brackets::bracket(&field.label, &value).unwrap_or_else(|| brackets::named(&field.label));
            let space = if value.is_empty() { " " } else { "" };
            return self.put(
                field.value,
                format!("{space}[Optional: {}]", inner.trim_matches(|c: char| "[]<>~ ".contains(c))),
            );
        }
        if self.keeps(field, &value, has_neighbour) {
            return;
        }
        if let Some(bracket) = self.bracket(field, &value) {
            self.put(field.value, bracket);
        }
    }

    /// Whether a value keeps its words, because brackets would make two labels of a place equal.
    pub(super) fn stays(&self, field: &Field) -> bool {
        if self.remedies.kept.is_empty() {
            return false;
        }
        let is_same = |other: &&Field| {
            other.key == field.key && self.places[other.scope.section] == self.places[field.scope.section]
        };
        let mut same = self.outline.fields.iter().filter(is_same);
        same.any(|other| Remedies::has(&self.remedies.kept, other.label_span.to(other.value)))
    }

    fn bracket(&self, field: &Field, value: &str) -> Option<String> {
        if Remedies::has(&self.remedies.any_words, field.label_span.to(field.value)) {
            return Some(brackets::named(&field.label));
        }
        brackets::bracket(&field.label, value)
    }

    /// Whether the value behind a label is the same in every plan.
    fn keeps(&self, field: &Field, value: &str, has_neighbour: bool) -> bool {
        let text = inline::visible(value);
        let words = text.split_whitespace().count();
        let asked = asks(&field.key);
        let is_cut = value.matches("**").count() % 2 == 1;
        if value.is_empty() || is_cut || is_bracketed(value) || self.has_boxes(field.value) {
            return true;
        }
        let first = field.key.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let is_sentence = |text: &str| text.ends_with('.') && words > 3 || words > 12 || text.lines().count() > 1;
        if asked == Asks::Other && sentences::OPENING.has(first) || is_sentence(&text) {
            return true;
        }
        let in_stage = matches!(self.places[field.scope.section], Place::Stage(_));
        let repeats = in_stage && self.repeated.get(&field.key).is_some_and(|stages| *stages > 1);
        // A number with a sign before it is a bound, and bounds are rules.
        let is_number = brackets::masked_number(&text).is_some_and(|masked| masked.starts_with('['));
        let is_day = read_date(text.trim()) != DateReading::None;
        let is_known = asked != Asks::Other || is_number || is_day || brackets::is_open(&text);
        if let Some(item) = self.item_at(field.label_span.start) {
            let is_numbered = self.source.slice(item.span).starts_with(|c: char| c.is_ascii_digit());
            let is_text = self.texts.contains(&item.list) || self.boxes.contains(&item.list);
            let is_data = asked != Asks::Other || is_day || !is_text && (is_known || repeats);
            return is_numbered || self.under_rules(field.scope) || !is_data;
        }
        let is_bold = self.source.slice(field.label_span).starts_with(['*', '_']);
        let is_likely = if in_stage { repeats && words <= 8 } else { words <= 8 && (is_bold || has_neighbour) };
        role_of(&field.key).is_gate() || !(is_known || is_likely)
    }

    fn under_rules(&self, scope: Scope) -> bool {
        let gates = matches!(self.role_around(scope), Role::Entry | Role::Exit | Role::Activities);
        let is_rule = |key: &str| sentences::RULES.any_in(key);
        let label = self.outline.labels_around(scope).next().map(|field| field.key.as_str());
        let section = &self.outline.sections[scope.section];
        let in_stage = self.found.iter().any(|(stage, _)| *stage == scope.section);
        gates || label.map_or(!in_stage && section.level > 1 && is_rule(&section.key), is_rule)
    }

    pub(super) fn items(&mut self) {
        let mut signs: BTreeMap<usize, u32> = BTreeMap::new();
        for item in &self.outline.items {
            if let Some(checkbox) = item.checkbox {
                let is_sign = checkbox.form == BoxForm::Doubtful && !self.boxes.contains(&item.list);
                match (checkbox.is_ticked, is_sign) {
                    // In a gate boxes take the place of signs.
                    (true, true) if self.role_around(item.scope) != Role::Exit => {
                        signs.entry(item.list).or_insert(self.source.line(item.span.start));
                    }
                    (true, false) if checkbox.form == BoxForm::Doubtful => self.put(checkbox.span, "☐"),
                    (true, false) => self.put(checkbox.span, "[ ]"),
                    (true, true) | (false, _) => {}
                }
            }
            if Remedies::has(&self.remedies.optional, item.text) && !item.is_field {
                let words = self.later(item.scope, item.text);
                self.put(Span::at(item.text.end), format!(" <!-- rolloutlint: {words} -->"));
            }
            if item.checkbox.is_some() && has_reason(self.source.slice(item.text), self.policy) {
                self.without_reason(item);
            }
        }
        for field in &self.outline.fields {
            self.untick(field.value, false);
        }
        if let Some(line) = signs.values().next() {
            let count = signs.len();
            self.note(format!("{count} list(s) begin their items with a tick, the first in line {line}; they count as met: write `- [ ]` where something is still to be checked"));
        }
    }

    /// Takes from a criterion the reason why it need not be met here.
    fn without_reason(&mut self, item: &Item) {
        let line = self.source.slice(item.text);
        if let Some(struck) = inline::struck(line).first() {
            let text = line[struck.start..struck.end].trim_matches('~').to_owned();
            return self.put(item.text, text);
        }
        let lower = line.to_ascii_lowercase();
        let cut = not_applicable::BEHIND.iter().filter_map(|mark| lower.find(mark)).min();
        if let Some(cut) = cut {
            self.put(Span::new(item.text.start + cut, item.text.end), "");
        }
    }

    /// Clears the boxes of a value or a cell. A lone `[X]` is a placeholder, unless other boxes
    /// stand beside it.
    pub(super) fn untick(&mut self, span: Span, has_boxes: bool) {
        let boxes = inline_boxes(self.source, span, Look::Brackets);
        let has_boxes = has_boxes || boxes.len() > 1;
        for inline in boxes.into_iter().filter(|inline| inline.checkbox.is_ticked) {
            if has_boxes || self.source.slice(inline.checkbox.span) != "[X]" {
                self.put(inline.checkbox.span, "[ ]");
            }
        }
    }

    /// Replaces the values in the front matter that are this plan's own. The brackets stand in
    /// quotes, because YAML reads bare ones as lists.
    pub(super) fn front_matter(&mut self) {
        let Some(matter) = self.outline.front_matter else { return };
        for number in self.line(matter.start)..self.line(matter.end) {
            let span = self.source.line_span(number);
            let text = self.source.slice(span);
            let Some((key, value)) = text.split_once(": ").filter(|(key, _)| !key.starts_with([' ', '-', '#'])) else {
                continue;
            };
            let bracket = match asks(&fold(key).replace(['_', '-'], " ")) {
                Asks::Person => "\"[Name]\"",
                Asks::Date => "\"[Date]\"",
                Asks::Status => "\"[Status]\"",
                _ if front_matter::NAME.has(&fold(key)) => "\"[Name]\"",
                _ if front_matter::ID.has(&fold(key)) => "\"[ID]\"",
                _ => continue,
            };
            let value = value.trim();
            if !value.is_empty() {
                let start = span.start + text.rfind(value).unwrap_or(0);
                self.put(Span::new(start, start + value.len()), bracket);
            }
        }
    }

    /// Replaces the days in the last line of text: `Generated on 2026-02-01`.
    pub(super) fn footer(&mut self) {
        let text = &self.source.text;
        let trimmed = text.trim_end();
        let start = trimmed.rfind('\n').map_or(0, |at| at + 1);
        let line = &trimmed[start..];
        if line.starts_with(['|', '#', '-']) {
            return;
        }
        for (at, _) in line.char_indices().filter(|(_, c)| c.is_ascii_digit()).collect::<Vec<_>>() {
            let is_day = |text: &str| text.len() == 10 && matches!(read_date(text), DateReading::Iso(_));
            if line.get(at..at + 10).is_some_and(is_day) {
                self.put(Span::new(start + at, start + at + 10), "[Date]");
            }
        }
    }
}
