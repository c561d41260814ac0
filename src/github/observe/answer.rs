//! What the answers of both interfaces have in common.

use crate::finding::Side;
use crate::github::marker::{Marker, State};
use std::ops::RangeInclusive;

/// Whether an address can stand in a Markdown link as it is.
pub(super) fn is_linkable(url: &str) -> bool {
    url.starts_with("https://") && !url.contains([')', ' ', '<'])
}

/// Whether a comment is as this set-up wrote it, about something that holds. A quoted or edited one
/// is somebody's own.
pub(super) fn is_said_under(instance: &str, body: &str) -> bool {
    let marker = Marker::read(body).filter(|marker| marker.instance == instance && marker.state == State::Open);
    marker.is_some_and(|marker| marker.fits(Marker::text(body)))
}

pub(super) fn side(name: &str) -> Side {
    if name == "LEFT" { Side::Base } else { Side::Head }
}

pub(super) fn lines_of(start: Option<u32>, end: Option<u32>) -> Option<RangeInclusive<u32>> {
    end.map(|end| start.unwrap_or(end).min(end)..=end)
}
