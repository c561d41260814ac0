//! Stages that are the rows of a table: each row is a section, and its cells are the labels with
//! their values, and the lists, that would stand in the section of a stage.

use super::boxes::box_of;
use super::build::Builder;
use super::cell_parts::parts;
use super::model::{Field, Outline, Scope, Section, Table, TableRow, cell};
use super::names::is_same_name;
use crate::markdown::inline;
use crate::stage_heading::stage_heading;
use crate::text::Span;
use crate::words::parts::role_of;
use crate::words::status::{WrittenIn, status};
use crate::words::tables::{NAMES, STATES};

impl Builder<'_> {
    /// Whether a table stands where the team says that its stages are: under the heading or the
    /// label of that name.
    pub(super) fn holds_stages(&self, table: &Table) -> bool {
        let Some(name) = &self.policy.stage_table else { return false };
        let section = &self.outline.sections[table.scope.section];
        let is_called = |title: &str, key: &str| is_same_name(key, name) || is_same_name(title, name);
        let mut labels = self.outline.labels_around(table.scope);
        is_called(&section.title, &section.key) || labels.any(|field| is_called(&field.label, &field.key))
    }

    /// Adds a section for each row of a table that is a stage.
    pub(super) fn stage_rows(&mut self, table: &Table) {
        let Some(column) = self.stage_column(table) else { return };
        let around = self.section;
        let level = (self.outline.sections[around].level + 1).clamp(2, 4);
        for row in &table.rows {
            let Some(title) = self.stage_title(table, row, column) else { continue };
            let (key, heading) = (self.key(&title), cell(row, column));
            self.outline.sections.push(Section {
                level,
                heading,
                title,
                key,
                span: row.span,
                parent: Some(around),
                is_listed: true,
            });
            self.section = self.outline.sections.len() - 1;
            for (header, place) in table.header.iter().zip(&row.cells).filter(|(_, place)| **place != heading) {
                self.stage_cell((&header.text, &header.key), *place);
            }
        }
        self.section = around;
    }

    /// The first column with two stages.
    fn stage_column(&self, table: &Table) -> Option<usize> {
        let is_stage = |column: usize| {
            let titles = table.rows.iter().filter_map(|row| self.stage_title(table, row, column));
            titles.count() >= 2
        };
        (0..table.header.len()).find(|column| is_stage(*column))
    }

    /// The title of the stage that a row is. A number alone takes its word from the header, and its
    /// name from the column for it.
    fn stage_title(&self, table: &Table, row: &TableRow, column: usize) -> Option<String> {
        let text_of = |column: usize| inline::visible(self.source.slice(cell(row, column))).trim().to_owned();
        let said = text_of(column);
        let header = &table.header[column].text;
        let name = table.header.iter().position(|header| NAMES.has(&header.key)).filter(|name| *name != column);
        let name = name.map(text_of).filter(|name| !name.is_empty()).map(|name| format!(": {name}"));
        let named = format!("{said}{}", name.unwrap_or_default());
        let is_stage = |title: &String| stage_heading(title, self.policy).is_some();
        [named.clone(), format!("{header} {named}"), said].into_iter().find(is_stage)
    }

    /// Adds what a cell of a stage's row says: a list where the cell has boxes or is a gate, else a
    /// value. A box beside how far the stage is belongs to that.
    fn stage_cell(&mut self, (label, key): (&str, &str), place: Span) {
        let parts = parts(self.source, place);
        let is_box = |part: &Span| box_of(self.source.slice(*part)).is_some();
        let is_list = role_of(key).is_gate() || parts.iter().any(is_box);
        // So does a sign alone below a name for it: `Done`.
        let is_bare =
            || parts.iter().all(|part| box_of(self.source.slice(*part)).is_some_and(|one| one.text.is_empty()));
        let is_state = STATES.has(key) || (status(key, WrittenIn::Stage).is_some() && is_bare());
        let is_list = is_list && !parts.is_empty() && !is_state;
        let scope = Scope { section: self.section, label: None };
        let (label, key) = (label.to_owned(), key.to_owned());
        let (label_span, value) = (Span::at(place.start), if is_list { Span::at(place.start) } else { place });
        self.outline.fields.push(Field { label, key, label_span, value, scope });
        if is_list {
            self.label = Some(self.outline.fields.len() - 1);
            for part in parts {
                self.add_item(&[part], part, place.start, 1);
            }
            self.label = None;
        }
    }
}

impl Outline {
    /// Whether the rows of a table are stages.
    pub(crate) fn is_of_stages(&self, table: &Table) -> bool {
        let first = self.sections.partition_point(|section| section.span.start < table.span.start);
        self.sections[first..]
            .iter()
            .take_while(|section| section.span.start < table.span.end)
            .any(|section| table.rows.iter().any(|row| row.span == section.span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Policy;
    use crate::text::Source;

    #[test]
    fn a_sign_below_a_name_for_a_status_is_a_value_and_a_box_below_another_one_is_work() {
        let text = "## Stages\n\n| Phase | Trained | Done |\n|-|-|-|\n| Alpha | [x] | ✅ |\n| Beta | [ ] | ⬜ |\n";
        let source = Source::new("plan.md", text);
        let policy = Policy {
            stage_table: Some("stages".to_owned()),
            stage_names: vec!["alpha".to_owned(), "beta".to_owned()],
            ..Policy::default()
        };
        let outline = Outline::parse(&source, &policy);
        let done = outline.fields.iter().filter(|field| field.key == "done").map(|field| source.slice(field.value));
        assert_eq!(done.collect::<Vec<&str>>(), ["✅", "⬜"]);
        let is_ticked = outline.items.iter().map(|item| item.checkbox.is_some_and(|checkbox| checkbox.is_ticked));
        assert_eq!(is_ticked.collect::<Vec<bool>>(), [true, false]);
    }
}
