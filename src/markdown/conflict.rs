//! Conflicts that a merge left in a file.

use crate::text::{Source, Span};
use memchr::memmem;

/// A conflict that a merge left in a file.
pub(super) struct Conflict {
    /// The conflict, from the `<<<<<<<` line to the `>>>>>>>` line.
    pub(super) span: Span,
    /// The numbers of the lines with markers.
    pub(super) lines: Vec<u32>,
}

/// The conflicts of a file: a `<<<<<<<` line, a `>>>>>>>` line, or both. A `=======` line counts
/// only between the two, since alone it underlines a heading.
pub(super) fn conflict_markers(source: &Source) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    let holds = |mark: &str| memmem::find(source.text.as_bytes(), mark.as_bytes()).is_some();
    if !holds("<<<<<<<") && !holds(">>>>>>>") {
        return conflicts;
    }
    let mut open: Option<Conflict> = None;
    for number in 1..=source.line_count() {
        let span = source.line_span(number);
        let line = source.slice(span).trim_start_matches('\u{feff}');
        let is_marker =
            |mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        if is_marker("<<<<<<<") {
            conflicts.extend(open.take());
            open = Some(Conflict { span, lines: vec![number] });
        } else if is_marker(">>>>>>>") {
            // An end without a start: somebody removed only a part of the markers.
            let mut conflict = open.take().unwrap_or(Conflict { span, lines: Vec::new() });
            conflict.span = conflict.span.to(span);
            conflict.lines.push(number);
            conflicts.push(conflict);
        } else if let Some(conflict) = &mut open
            && (is_marker("=======") || is_marker("|||||||"))
        {
            conflict.lines.push(number);
        }
    }
    conflicts.extend(open);
    conflicts
}

/// The text with all marker lines replaced, so that the rows on both sides of a conflict are still
/// read. The new line neither ends a table nor opens a quote, and has as many bytes, so that every
/// span stays right. The lines `blank` are replaced by spaces. `None` when there is nothing to
/// replace.
pub(super) fn mask_lines(source: &Source, markers: &[u32], blank: &[Span]) -> Option<String> {
    if markers.is_empty() && blank.is_empty() {
        return None;
    }
    let mut bytes = source.text.as_bytes().to_vec();
    for blank in blank {
        bytes[blank.start..blank.end].fill(b' ');
    }
    for number in markers {
        let span = source.line_span(*number);
        let line = &mut bytes[span.start..span.end];
        line.fill(b' ');
        // This is the shortest row for comrak. A marker line has at least seven characters.
        let last = line.len() - 1;
        (line[0], line[1], line[last]) = (b'|', b'x', b'|');
    }
    Some(String::from_utf8(bytes).expect("whole lines were replaced by ASCII"))
}
