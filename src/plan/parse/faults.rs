//! Parts of a file that Markdown shows in another way than the writer meant.

use super::reader::{Reader, lists_with};
use crate::markdown::inline;
use crate::outline::{BoxForm, Outline, TableRow};
use crate::plan::{Conflict, DetachedRows, Faults, MalformedBox, UnevenRow};
use crate::template::Role;
use crate::text::{Source, Span};

impl Reader<'_> {
    /// The malformed boxes in lists of criteria, and in other lists that have real boxes.
    pub(super) fn malformed_boxes(&self) -> Vec<MalformedBox> {
        let standard_lists = lists_with(self.outline, |form| form == BoxForm::Standard);
        let mut found = Vec::new();
        for item in &self.outline.items {
            let Some(checkbox) = item.checkbox.filter(|checkbox| checkbox.form == BoxForm::Malformed) else { continue };
            let group = self.group_of(item.scope);
            let gates = matches!(group, Some((_, Role::Entry | Role::Exit)));
            if !gates && standard_lists.binary_search(&item.list).is_err() {
                continue;
            }
            let text = inline::visible(self.source.slice(item.text)).into_owned();
            let glued = checkbox.span.end == item.text.start && !item.text.is_empty();
            found.push(MalformedBox { span: checkbox.span, ticked: checkbox.ticked, glued, gates, text });
        }
        found
    }
}

/// The faults of a file, other than malformed boxes.
pub(super) fn faults(source: &Source, outline: &Outline) -> Faults {
    Faults {
        detached_rows: detached_rows(source, outline),
        uneven_rows: uneven_rows(source, outline),
        conflicts: conflicts(outline),
    }
}

/// The runs of rows that a blank line or a comment cuts off from their table.
fn detached_rows(source: &Source, outline: &Outline) -> Vec<DetachedRows> {
    let mut found: Vec<DetachedRows> = Vec::new();
    for table in &outline.tables {
        let mut above = table.span.end;
        for row in &table.rows {
            let gap = Span::new(above.min(row.span.start), row.span.start);
            above = row.span.end;
            if !row.detached {
                continue;
            }
            let is_next_line = source.line(gap.start) + 1 == source.line(gap.end);
            match found.last_mut() {
                Some(rows) if is_next_line && rows.span.end == gap.start => rows.span.end = row.span.end,
                _ => found.push(DetachedRows { span: row.span, gap, name: row_name(source, row) }),
            }
        }
    }
    found
}

/// The name of a row: its first cell with a text.
pub(super) fn row_name(source: &Source, row: &TableRow) -> String {
    let texts = row.cells.iter().map(|cell| inline::visible(source.slice(*cell)));
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default().into_owned()
}

/// The rows with too few or too many cells.
fn uneven_rows(source: &Source, outline: &Outline) -> Vec<UnevenRow> {
    let mut rows = Vec::new();
    for table in &outline.tables {
        for row in table.rows.iter().filter(|row| row.cells.len() != table.header.len()) {
            rows.push(UnevenRow {
                span: row.span,
                header: table.header_span,
                found: row.cells.len(),
                wanted: table.header.len(),
                name: row_name(source, row),
            });
        }
    }
    rows
}

/// The conflicts that a merge left, each with the table or section in which it mutes other
/// findings.
fn conflicts(outline: &Outline) -> Vec<Conflict> {
    let mutes = |span: &Span| {
        let table = outline
            .tables
            .iter()
            .find(|table| table.span.start < span.end && span.start < table.span.end)
            .map(|table| table.span);
        let section = || {
            outline
                .sections
                .iter()
                .rev()
                .find(|section| section.span.contains(Span::at(span.start)))
                .map(|section| section.span)
        };
        table.or_else(section).unwrap_or(*span).to(*span)
    };
    outline.conflicts.iter().map(|span| Conflict { span: *span, mutes: mutes(span) }).collect()
}
