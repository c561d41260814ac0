//! Parts of a file that Markdown shows in another way than the writer meant.

use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{BoxForm, CheckBox, Look, Outline, Table, TableRow, inline_boxes, mended, mended_in_cell};
use crate::plan::{Conflict, DetachedRows, Faults, MalformedBox, UnevenRow};
use crate::template::Role;
use crate::text::{Edit, Source, Span};

impl Reader<'_> {
    /// The malformed boxes in lists of criteria, and in other lists that have real boxes.
    pub(super) fn malformed_boxes(&self) -> Vec<MalformedBox> {
        let standard_lists = self.outline.lists_with(|form| form == BoxForm::Standard);
        let mut found = Vec::new();
        for item in &self.outline.items {
            let Some(checkbox) = item.checkbox.filter(|checkbox| checkbox.form != BoxForm::Standard) else { continue };
            let group = self.group_of(item.scope);
            let opens_gate = opens_gate(group);
            let is_meant = match checkbox.form {
                BoxForm::Doubtful => self.list_has_boxes(item, group),
                _ => opens_gate || standard_lists.binary_search(&item.list).is_ok(),
            };
            if !is_meant {
                continue;
            }
            let start = item.content.start;
            let moved = |span: Span| Span::new(span.start - start, span.end - start);
            let own = CheckBox { span: moved(checkbox.span), ..checkbox };
            let mend = mended(self.source.slice(item.content), own, moved(item.text)).unwrap_or_default();
            found.push(MalformedBox {
                span: checkbox.span,
                is_ticked: checkbox.is_ticked,
                opens_gate,
                mend: mend.into_iter().map(|edit| Edit { span: edit.span.shifted(start), ..edit }).collect(),
                text: inline::visible(self.source.slice(item.text)).into_owned(),
            });
        }
        for table in &self.outline.tables {
            self.malformed_in_table(table, &mut found);
        }
        found.sort_by_key(|malformed| malformed.span.start);
        found
    }

    /// Adds what looks like a box in the columns for boxes, and is none.
    fn malformed_in_table(&self, table: &Table, found: &mut Vec<MalformedBox>) {
        let columns = self.box_columns(table);
        for row in table.rows.iter().filter(|_| columns.contains(&true)) {
            let cells = row.cells.iter().enumerate().filter(|(column, _)| columns.get(*column) == Some(&true));
            let boxes = cells.flat_map(|(_, cell)| {
                inline_boxes(self.source, *cell, Look::Everything).into_iter().map(move |inline| (*cell, inline))
            });
            for (cell, inline) in boxes.filter(|(_, inline)| inline.checkbox.form != BoxForm::Standard) {
                let CheckBox { span, is_ticked, .. } = inline.checkbox;
                let place = Span::new(span.start - cell.start, span.end - cell.start);
                let mend = mended_in_cell(self.source.slice(cell), CheckBox { span: place, ..inline.checkbox });
                found.push(MalformedBox {
                    span,
                    is_ticked,
                    opens_gate: opens_gate(self.group_of(table.scope)),
                    mend: mend.into_iter().map(|edit| Edit { span: edit.span.shifted(cell.start), ..edit }).collect(),
                    text: [row_name(self.source, row), inline.label].join(" ").trim().to_owned(),
                });
            }
        }
    }
}

/// Whether the boxes of a group open a gate.
pub(super) fn opens_gate(group: Option<&(String, Role)>) -> bool {
    matches!(group, Some((_, Role::Entry | Role::Exit | Role::GoToMarket)))
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
