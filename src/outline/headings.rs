//! The text of a heading.

use crate::text::{Source, Span};

/// A heading without the attributes behind it, `{#rollback}`, and without the marks around it when
/// it is bold as a whole.
pub(super) fn bare_heading(source: &Source, heading: Span) -> Span {
    let text = source.slice(heading);
    let without_attributes = || {
        let (title, attributes) = text.strip_suffix('}')?.rsplit_once('{')?;
        let attributes = attributes.trim_start_matches([':', ' ']);
        let is_one = attributes.starts_with(['#', '.']) && attributes.len() > 1;
        (is_one && !title.trim().is_empty()).then(|| title.trim_end())
    };
    let title = without_attributes().unwrap_or(text);
    let inside = ["***", "**", "__", "*", "_"].iter().find_map(|mark| {
        let inner = title.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.trim().is_empty() && !inner.contains(&mark[..1])).then_some((mark.len(), inner))
    });
    let (start, title) = inside.unwrap_or((0, title));
    Span::new(heading.start + start, heading.start + start + title.len())
}
