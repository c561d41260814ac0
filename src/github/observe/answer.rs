//! What the answers of both interfaces have in common.

use crate::finding::Side;
use std::ops::RangeInclusive;

/// Whether an address can stand in a Markdown link as it is.
pub(super) fn is_linkable(url: &str) -> bool {
    url.starts_with("https://") && !url.contains([')', ' ', '<'])
}

pub(super) fn side(name: &str) -> Side {
    if name == "LEFT" { Side::Base } else { Side::Head }
}

pub(super) fn lines_of(start: Option<u32>, end: Option<u32>) -> Option<RangeInclusive<u32>> {
    end.map(|end| start.unwrap_or(end).min(end)..=end)
}
