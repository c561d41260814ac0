//! Edits of a plan's text, byte for byte: nothing but what has to change is touched.

pub mod create;
pub mod decide;
pub mod fix;
pub mod record;

use crate::text::Edit;

/// Two edits want the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap;

/// The text after some edits, in any order. Edits that insert at one place keep their order.
///
/// # Errors
/// When two edits overlap; nothing is applied then.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { span: Span::new(start, end), replacement: replacement.to_owned() }
    }

    #[test]
    fn edits_are_applied_together_or_not_at_all() {
        assert_eq!(apply("abcdef", &[edit(4, 6, "Y"), edit(0, 2, ""), edit(2, 2, "x")]), Ok("xcdY".to_owned()));
        assert_eq!(apply("abcdef", &[edit(0, 3, "x"), edit(2, 4, "y")]), Err(Overlap));
    }
}
