//! The statements that one cell holds.

use super::boxes::{CheckBox, box_of};
use crate::text::{Source, Span};

/// A statement of a cell, as an item of a list would be one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CellPart {
    pub(crate) checkbox: Option<CheckBox>,
    /// The text, without the box.
    pub(crate) text: Span,
}

/// The statements of a cell: breaks and boxes part them, and semicolons where there are no boxes.
pub(crate) fn cell_parts(source: &Source, place: Span) -> Vec<CellPart> {
    let part = |part: &Span| match box_of(source.slice(*part)).map(|boxed| boxed.shifted(part.start)) {
        Some(boxed) => CellPart { checkbox: Some(boxed.checkbox), text: boxed.text },
        None => CellPart { checkbox: None, text: *part },
    };
    let whole = parts(source, place);
    let found: Vec<CellPart> = whole.iter().map(part).collect();
    if found.iter().any(|part| part.checkbox.is_some()) {
        return found;
    }
    let split = whole.iter().flat_map(|whole| between_semicolons(source, *whole));
    split.map(|text| CellPart { checkbox: None, text }).collect()
}

/// The parts of a cell between breaks and before boxes.
pub(super) fn parts(source: &Source, place: Span) -> Vec<Span> {
    let lower = source.slice(place).to_ascii_lowercase();
    let breaks = lower.match_indices("<br").filter_map(|(at, _)| Some((at, at + lower[at..].find('>')? + 1)));
    let boxes = ["[ ]", "[x]"].into_iter().flat_map(|mark| lower.match_indices(mark)).map(|(at, _)| (at, at));
    let mut cuts: Vec<(usize, usize)> = breaks.chain(boxes).collect();
    cuts.sort_unstable();
    pieces(source, place, &cuts)
}

/// The parts of a text between semicolons. One at the end of an entity, `&lt;`, parts nothing.
fn between_semicolons(source: &Source, place: Span) -> Vec<Span> {
    let text = source.slice(place);
    let parts = |(at, sign): &(usize, &str)| {
        let behind = &text[at + sign.len()..];
        let word = text[..*at].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
        let is_entity = *sign == ";" && word.ends_with('&') && word.len() < *at;
        !is_entity && (*sign != ";" || behind.starts_with(char::is_whitespace))
    };
    let signs = text.match_indices([';', '；']).filter(parts);
    let cuts: Vec<(usize, usize)> = signs.map(|(at, sign)| (at, at + sign.len())).collect();
    pieces(source, place, &cuts)
}

/// What lies between some cuts of a text, without the marks around it.
fn pieces(source: &Source, place: Span, cuts: &[(usize, usize)]) -> Vec<Span> {
    let text = source.slice(place);
    let starts = std::iter::once(0).chain(cuts.iter().map(|(_, end)| *end));
    let ends = cuts.iter().map(|(start, _)| *start).chain([text.len()]);
    let is_between = |c: char| c.is_whitespace() || matches!(c, '•' | '·' | ';' | '；' | ',');
    let piece = |(start, end): (usize, usize)| {
        let whole = text.get(start..end)?;
        let bare = whole.trim_start_matches(|c: char| is_between(c) || c == '-').trim_end_matches(is_between);
        let start = start + whole.find(bare)?;
        (!bare.is_empty()).then(|| Span::new(start, start + bare.len()).shifted(place.start))
    };
    starts.zip(ends).filter_map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_cell(text: &str) -> Vec<(Option<bool>, String)> {
        let source = Source::new("plan.md", text);
        let parts = cell_parts(&source, Span::new(0, text.len()));
        let said = |part: CellPart| {
            (part.checkbox.map(|checkbox| checkbox.is_ticked), source.slice(part.text).trim().to_owned())
        };
        parts.into_iter().map(said).collect()
    }

    #[test]
    fn a_cell_holds_as_many_statements_as_its_writer_parted() {
        let plain = |texts: &[&str]| texts.iter().map(|text| (None, (*text).to_owned())).collect::<Vec<_>>();
        assert_eq!(of_cell("No lost parcel"), plain(&["No lost parcel"]));
        assert_eq!(
            of_cell("Jams < 1%<br>Couriers know; town agreed"),
            plain(&["Jams < 1%", "Couriers know", "town agreed"])
        );
        assert_eq!(of_cell("Jams &lt; 1%; p95&#60;3 s"), plain(&["Jams &lt; 1%", "p95&#60;3 s"]));
        assert_eq!(of_cell("扉の故障率 < 1%；苦情なし"), plain(&["扉の故障率 < 1%", "苦情なし"]));
        // Behind a box a semicolon is a sign like any other.
        let boxed = [(Some(true), "Jams < 1%; since May".to_owned()), (Some(false), "Town agreed".to_owned())];
        assert_eq!(of_cell("[x] Jams < 1%; since May<br>[ ] Town agreed"), boxed);
    }
}
