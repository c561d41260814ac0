//! Edits of a text, and the hunks of a diff.

use super::span::Span;
use std::ops::Range;

/// The replacement of a span by another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The span to replace. At an empty span, the text is inserted.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

impl Edit {
    /// Whether both edits can be applied. Two that insert at one place can.
    pub(crate) fn is_clear_of(&self, other: &Edit) -> bool {
        self.span.end <= other.span.start || other.span.end <= self.span.start
    }
}

/// The error that two edits overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap;

/// The text after some edits, which may come in any order. Edits that insert at the same place keep
/// their order.
///
/// # Errors
/// When two edits overlap.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Overlap> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        if edit.span.start < at {
            return Err(Overlap);
        }
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.replacement);
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    Ok(out)
}

/// A place of the text behind some edits, in the text before them. The edits are in their order.
/// What an edit has put there is at the place of the edit.
pub(crate) fn before_edits(at: usize, edits: &[Edit]) -> usize {
    // How far places are moved by the edits before.
    let (mut added, mut taken) = (0, 0);
    for edit in edits {
        let start = edit.span.start + added - taken;
        if at < start {
            break;
        }
        if at < start + edit.replacement.len() {
            return edit.span.start + (at - start).min(edit.span.len());
        }
        added += edit.replacement.len();
        taken += edit.span.len();
    }
    at + taken - added
}

/// A hunk of a diff: the lines, from 1, that it shows on both sides, with their context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// The lines of the version before.
    pub before: Range<u32>,
    /// The lines of the version after.
    pub after: Range<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { span: Span::new(start, end), replacement: replacement.to_owned() }
    }

    #[test]
    fn edits_are_applied_together_or_not_at_all() {
        assert_eq!(apply("abcdef", &[edit(4, 6, "Y"), edit(0, 2, ""), edit(2, 2, "x")]), Ok("xcdY".to_owned()));
        assert_eq!(apply("abcdef", &[edit(0, 3, "x"), edit(2, 4, "y")]), Err(Overlap));
    }

    #[test]
    fn a_place_is_found_again_before_the_edits() {
        let edits = [edit(2, 2, "xx"), edit(5, 8, "y")];
        // `abcdefghij` becomes `abxxcdeyij`.
        for (now, before) in [(0, 0), (2, 2), (3, 2), (4, 2), (6, 4), (7, 5), (8, 8), (9, 9)] {
            assert_eq!(before_edits(now, &edits), before, "{now}");
        }
    }

    proptest! {
        #[test]
        fn edits_change_their_own_spans_only(pieces in prop::collection::vec(("[a-c]{0,3}", any::<bool>()), 0..8)) {
            let (mut text, mut expected, mut edits) = (String::new(), String::new(), Vec::new());
            for (piece, is_edited) in pieces {
                if is_edited {
                    edits.insert(0, edit(text.len(), text.len() + piece.len(), "-"));
                }
                text.push_str(&piece);
                expected.push_str(if is_edited { "-" } else { &piece });
            }
            prop_assert_eq!(apply(&text, &edits), Ok(expected));
        }
    }
}
