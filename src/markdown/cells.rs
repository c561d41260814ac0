//! The cells of a table's row.

use crate::text::{Source, Span};

/// Most rows have no more cells than these.
const LIKELY_CELLS: usize = 7;

/// The cells of a row, trimmed: the parts between the pipes that are not escaped. A pipe at one of
/// the ends only opens or closes the row.
pub(crate) fn split_cells(source: &Source, line: Span) -> Vec<Span> {
    let bytes = source.slice(line).as_bytes();
    let mut bounds = Vec::with_capacity(LIKELY_CELLS + 1);
    let mut index = 0;
    while index < bytes.len() {
        match bytes[index] {
            b'\\' if bytes.get(index + 1) == Some(&b'|') => index += 1,
            b'|' => bounds.push(index),
            _ => {}
        }
        index += 1;
    }
    let mut start = 0;
    let mut cells = Vec::with_capacity(bounds.len());
    for bound in bounds.into_iter().chain([bytes.len()]) {
        let cell = Span::new(line.start + start, line.start + bound);
        let is_outside = (start == 0 || bound == bytes.len()) && source.slice(cell).trim().is_empty();
        if !is_outside {
            cells.push(source.trimmed(cell));
        }
        start = bound + 1;
        if start > bytes.len() {
            break;
        }
    }
    cells
}
