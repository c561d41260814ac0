//! Boxes that can be ticked.

use crate::markdown::inline::{self, PieceKind};
use crate::text::{Source, Span};

/// A box that can be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CheckBox {
    /// `[ ]`, `[x]`, or one character such as `☑`.
    pub(crate) span: Span,
    pub(crate) ticked: bool,
    pub(crate) form: BoxForm,
}

/// The form in which a box is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoxForm {
    /// `[ ]`, `[x]` or `[X]` with a space behind it: a box of Markdown.
    Standard,
    /// `[]`, `[✓]`, `[-]`, `[x]text`: a person sees a box, but Markdown does not.
    Malformed,
    /// `☑`, `✅`, `☐`: a box, but only in a list that has boxes.
    Glyph,
}

/// A box inside a value or a cell, with its word: `[x] Invited`.
#[derive(Clone, Debug)]
pub(crate) struct InlineBox {
    pub(crate) checkbox: CheckBox,
    /// The text behind the box, up to the next one. It is the text before the box where words come
    /// first.
    pub(crate) label: String,
}

/// The boxes inside a value or a cell, with signs such as `☑` if `glyphs` says so. The caller knows
/// whether a bracket with an `x` can be a box there.
pub(crate) fn inline_boxes(source: &Source, span: Span, glyphs: bool) -> Vec<InlineBox> {
    let line = source.slice(span);
    if !line.contains('[') && (!glyphs || line.is_ascii()) {
        return Vec::new();
    }
    let mut found: Vec<(Span, bool, BoxForm)> = Vec::new();
    for piece in inline::pieces(line) {
        match piece.kind {
            PieceKind::Bracket { inner } => {
                let ticked = box_content(inner.of(line));
                found.extend(ticked.map(|ticked| (piece.span, ticked, BoxForm::Standard)));
            }
            PieceKind::Text if glyphs => {
                let text = piece.span.of(line);
                for (at, _) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
                    let glyph = GLYPHS.iter().find(|(glyph, _)| text[at..].starts_with(glyph));
                    let place = |glyph: &str| Span::new(piece.span.start + at, piece.span.start + at + glyph.len());
                    found.extend(glyph.map(|(glyph, ticked)| (place(glyph), *ticked, BoxForm::Glyph)));
                }
            }
            _ => {}
        }
    }
    let (Some((first, _, _)), Some((last, _, _))) = (found.first(), found.last()) else { return Vec::new() };
    let has_words = |text: &str| text.chars().any(char::is_alphanumeric);
    // `Invited [x] Active [ ]`: each word comes before its box.
    let labels_lead = has_words(&line[..first.start]) && !has_words(&line[last.end..]);
    let starts: Vec<usize> = std::iter::once(0).chain(found.iter().map(|(place, _, _)| place.end)).collect();
    let ends: Vec<usize> = found.iter().skip(1).map(|(place, _, _)| place.start).chain([line.len()]).collect();
    let label_of = |index: usize, place: &Span| match labels_lead {
        true => &line[starts[index]..place.start],
        false => &line[place.end.min(ends[index])..ends[index]],
    };
    let inline_box = |(index, (place, ticked, form)): (usize, &(Span, bool, BoxForm))| InlineBox {
        checkbox: CheckBox { span: place.shifted(span.start), ticked: *ticked, form: *form },
        label: inline::visible(label_of(index, place)).into_owned(),
    };
    found.iter().enumerate().map(inline_box).collect()
}

/// Whether the text between two brackets is a tick, or empty. `None` when the brackets are no box.
fn box_content(inner: &str) -> Option<bool> {
    match inner.trim() {
        "" => Some(false),
        mark if TICKS.contains(&mark) => Some(true),
        _ => None,
    }
}

/// The marks that people write in brackets for a tick.
const TICKS: &[&str] = &["x", "X", "✓", "✔", "✔️", "√", "✅", "☑", "☑️", "☒"];

/// The characters that are a whole box, and whether it is ticked.
const GLYPHS: &[(&str, bool)] = &[
    ("☑️", true),
    ("☑", true),
    ("✅", true),
    ("✔️", true),
    ("✔", true),
    ("✓", true),
    ("☒", true),
    ("☐", false),
    ("⬜", false),
];

/// The box at the start of an item's text, and the offset of the text behind it. Both are relative
/// to the text.
pub(super) fn leading_box(text: &str) -> Option<(CheckBox, usize)> {
    for (glyph, ticked) in GLYPHS {
        if let Some(rest) = text.strip_prefix(glyph) {
            let span = Span::new(0, glyph.len());
            let text_start = text.len() - rest.trim_start().len();
            return Some((CheckBox { span, ticked: *ticked, form: BoxForm::Glyph }, text_start));
        }
    }
    let open = text.strip_prefix('\\').unwrap_or(text).strip_prefix('[')?;
    let start = text.len() - open.len();
    let close = start + open.find(']')?;
    let inner = text[start..close].trim_end_matches('\\');
    let rest = &text[close + 1..];
    let ticked = match inner.trim() {
        "-" | "~" => false,
        _ => box_content(inner)?,
    };
    // This is a link or a reference whose text is one letter.
    if rest.starts_with(['(', '[', ':']) {
        return None;
    }
    let is_apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let is_known = matches!(&text[..close + 1], "[ ]" | "[x]" | "[X]");
    let form = if is_apart && is_known { BoxForm::Standard } else { BoxForm::Malformed };
    let text_start = text.len() - rest.trim_start().len();
    Some((CheckBox { span: Span::new(0, close + 1), ticked, form }, text_start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_boxes_carry_the_word_behind_them() {
        let source = Source::new("plan.md", "[x] Staged %  [ ] Opt-in `[ ]`");
        let boxes = inline_boxes(&source, Span::new(0, source.text.len()), false);
        let shown: Vec<(bool, &str)> =
            boxes.iter().map(|inline| (inline.checkbox.ticked, inline.label.as_str())).collect();
        assert_eq!(shown, [(true, "Staged %"), (false, "Opt-in [ ]")]);
        let source = Source::new("plan.md", "Invited [x] Active [ ]");
        let boxes = inline_boxes(&source, Span::new(0, source.text.len()), false);
        let shown: Vec<(bool, &str)> =
            boxes.iter().map(|inline| (inline.checkbox.ticked, inline.label.as_str())).collect();
        assert_eq!(shown, [(true, "Invited"), (false, "Active")]);
    }
}
