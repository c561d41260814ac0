//! Where the plan says how far its stages are: in tables, in lists with boxes, in the sections of the stages, in a line.

use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{CheckBox, Field, Item, Look, Scope, Table, cell, inline_boxes};
use crate::plan::Declared;
use crate::plan::status::{Numbers, Progress, StatusEntry, StatusForm, StatusReading, read_progress};
use crate::stage_number::StageNumber;
use crate::template::Place;
use crate::text::{Span, fold};
use crate::words::status::{ASIDE, ASIDE_ANYWHERE, MESSAGES, OVERVIEWS, OVERVIEWS_ANYWHERE, speaks_of};
use crate::words::tables::{COUNTS, STATES};
use std::borrow::Cow;

impl Reader<'_> {
    /// The places where the plan says how far its stages are. What declares a stage is none of them.
    pub(super) fn statuses(&self, declared: Option<&Declared>) -> Vec<StatusReading> {
        if self.found.len() < 2 {
            return Vec::new();
        }
        let no_logs = self.outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log);
        let mut readings: Vec<StatusReading> = no_logs.filter_map(|(table, _)| self.status_table(table)).collect();
        readings.extend(self.status_lists());
        readings.extend(self.status_sections(declared));
        readings.extend(self.status_line(declared));
        readings
    }

    /// A table in which each row is one stage, in their order, with a column for the status.
    fn status_table(&self, table: &Table) -> Option<StatusReading> {
        let is_key = |words: &crate::words::Words| table.header.iter().position(|header| words.has(&header.key));
        let status = is_key(&STATES)?;
        let is_message = || table.header.iter().any(|header| MESSAGES.has(&header.key));
        if table.rows.len() < 2 || !self.is_outside_stages(table.scope) || self.is_aside(table.scope) || is_message() {
            return None;
        }
        // A number or a sign may stand before the name.
        let column = table.header.iter().position(|header| !COUNTS.has(&header.key) && !header.key.is_empty())?;
        let of = |column: usize| {
            let numbers = match self.is_stage_word(&table.header[column].key) {
                true => Numbers::NameStages,
                false => Numbers::Count,
            };
            self.in_order(table.rows.iter().map(|row| {
                let text = inline::visible(self.source.slice(cell(row, column)));
                self.names.about(&text, numbers)
            }))
        };
        let stages = (column != status).then(|| of(column))??;
        let entries = stages.into_iter().zip(&table.rows).map(|(stage, row)| self.entry(stage, cell(row, status)));
        Some(StatusReading { form: StatusForm::Table, entries: entries.collect() })
    }

    /// The lists in which each item is one stage with a box.
    fn status_lists(&self) -> Vec<StatusReading> {
        let mut readings = Vec::new();
        let items: Vec<&Item> = self.outline.items.iter().filter(|item| item.depth == 1).collect();
        for items in items.chunk_by(|one, other| one.list == other.list) {
            let scope = items[0].scope;
            if items.len() < 2 || items.iter().any(|item| item.checkbox.is_none()) || !self.is_outside_stages(scope) {
                continue;
            }
            let named = items.iter().map(|item| {
                let text = inline::visible(
                    self.source.slice(self.source.trimmed(first_line(self.source.slice(item.text), item.text))),
                );
                self.names.about(&text, Numbers::Count)
            });
            let Some(stages) = self.in_order(named).filter(|_| self.is_overview(scope)) else { continue };
            let entry = |(stage, item): (StageNumber, &&Item)| {
                let checkbox = item.checkbox.expect("all of them have one");
                boxed(stage, checkbox, self.source.slice(checkbox.span))
            };
            let entries = stages.into_iter().zip(items).map(entry).collect();
            readings.push(StatusReading { form: StatusForm::List, entries });
        }
        readings
    }

    /// What the sections of the stages say of them: the first field for the status, else a mark in the heading.
    fn status_sections(&self, declared: Option<&Declared>) -> Option<StatusReading> {
        let mut entries = Vec::new();
        for (position, (section, heading)) in self.found.iter().enumerate() {
            let span = self.outline.sections[*section].heading;
            if let Some(field) = self.status_field(position) {
                entries.push(self.entry(heading.number, field.value));
                continue;
            }
            // Before its time a sign in a heading is decoration.
            let said = heading.said.as_ref().filter(|_| declared.is_none_or(|declared| declared.span != span));
            let said = said.map(|(mark, status)| (mark, Progress::of(*status)));
            if let Some((mark, progress)) = said.filter(|(_, progress)| progress.is_reached()) {
                let (stage, text) = (heading.number, mark.clone());
                entries.push(StatusEntry { stage, progress, text, span, is_box: false });
            }
        }
        entries.sort_by_key(|entry| entry.stage);
        (!entries.is_empty()).then_some(StatusReading { form: StatusForm::Sections, entries })
    }

    /// The field in which a stage says how far it is: the first one of its own section, under no other label.
    pub(super) fn status_field(&self, position: usize) -> Option<&Field> {
        let section = self.found[position].0;
        let mut fields = self.fields_in(section).map(|(_, field)| field);
        fields.find(|field| field.key == "status" && self.is_own(field.scope, section) && !field.value.is_empty())
    }

    /// Whether a scope is a section itself. A label with a value of its own heads nothing.
    fn is_own(&self, scope: Scope, section: usize) -> bool {
        scope.section == section && self.outline.labels_around(scope).all(|label| !label.value.is_empty())
    }

    /// The line of the plan that names the stage which is under way.
    fn status_line(&self, declared: Option<&Declared>) -> Option<StatusReading> {
        let in_table = |field: &Field| self.outline.tables.iter().any(|table| table.span.contains(field.label_span));
        let is_line = |field: &&Field| {
            field.key == "status" && self.is_outside_stages(field.scope) && !in_table(field) && !field.value.is_empty()
        };
        let in_front = self.front_matter("status");
        let line = || {
            let field = self.outline.fields.iter().find(is_line).filter(|field| !self.is_aside(field.scope))?;
            Some((inline::visible(self.source.slice(field.value)).into_owned(), field.value))
        };
        let (text, span) =
            in_front.or_else(line).filter(|(_, span)| declared.is_none_or(|declared| declared.span != *span))?;
        let (stage, progress) = self.names.read_state(&text)?;
        let entry = StatusEntry { stage, progress, text, span, is_box: false };
        Some(StatusReading { form: StatusForm::Line, entries: vec![entry] })
    }

    /// What a cell or a value says of a stage.
    fn entry(&self, stage: StageNumber, span: Span) -> StatusEntry {
        let line = self.source.slice(span);
        if let [only] = &inline_boxes(self.source, span, Look::Brackets)[..]
            && !only.label.chars().any(char::is_alphanumeric)
        {
            return boxed(stage, only.checkbox, self.source.slice(only.checkbox.span));
        }
        let text = inline::visible(line).trim().to_owned();
        let progress = read_progress(&self.in_words_of_all(&text)).unwrap_or(Progress::Unclear);
        StatusEntry { stage, progress, text, span, is_box: false }
    }

    /// A text that is a word of the team's own, in the word that the configuration gives for it.
    pub(super) fn in_words_of_all<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        let own = || self.policy.aliases.get(&fold(text.trim_matches(|c: char| !c.is_alphanumeric())));
        match self.policy.aliases.is_empty() {
            true => Cow::Borrowed(text),
            false => own().map_or(Cow::Borrowed(text), |meant| Cow::Borrowed(meant.as_str())),
        }
    }

    /// Stages that are all known and ascend.
    fn in_order(&self, stages: impl Iterator<Item = Option<StageNumber>>) -> Option<Vec<StageNumber>> {
        let stages: Vec<StageNumber> = stages.collect::<Option<_>>()?;
        stages.is_sorted_by(|one, other| one < other).then_some(stages)
    }

    fn is_stage_word(&self, key: &str) -> bool {
        self.names.words().any(|word| key == word || key.strip_suffix('s') == Some(word))
    }

    fn is_outside_stages(&self, scope: Scope) -> bool {
        !matches!(self.places[scope.section], Place::Stage(_))
    }

    /// The names of what a scope stands under: its labels, and the sections around it but the title of the file.
    fn names_around(&self, scope: Scope) -> impl Iterator<Item = &str> {
        let labels = self.outline.labels_around(scope).map(|field| field.key.as_str());
        let sections = self.outline.sections_around(scope.section).map(|section| &self.outline.sections[section]);
        labels.chain(sections.filter(|section| section.level > 1).map(|section| section.key.as_str()))
    }

    /// Whether a scope is about something else than how far the stages are: messages, tests, risks.
    fn is_aside(&self, scope: Scope) -> bool {
        self.names_around(scope).any(|name| speaks_of(name, &ASIDE, &ASIDE_ANYWHERE))
    }

    /// Whether a scope is an overview of the stages.
    fn is_overview(&self, scope: Scope) -> bool {
        let is_one = |name: &str| {
            self.names.words().any(|word| name.contains(word)) || speaks_of(name, &OVERVIEWS, &OVERVIEWS_ANYWHERE)
        };
        let mut names = self.names_around(scope).peekable();
        names.peek().is_none_or(|nearest| is_one(nearest)) && !self.is_aside(scope)
    }
}

/// The first line of a text at a place.
fn first_line(text: &str, place: Span) -> Span {
    Span::new(place.start, place.start + text.find('\n').unwrap_or(text.len()))
}

/// What a box says of a stage. An open one says that the stage is not over.
fn boxed(stage: StageNumber, checkbox: CheckBox, text: &str) -> StatusEntry {
    let progress = if checkbox.is_ticked { Progress::Done } else { Progress::Unclear };
    StatusEntry { stage, progress, text: text.to_owned(), span: checkbox.span, is_box: true }
}
