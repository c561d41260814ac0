//! What the answers of both interfaces have in common.

use crate::finding::Side;
use crate::github::marker::{Marker, State};
use crate::github::operation::Anchor;
use crate::report::harmless::terminal;
use std::ops::RangeInclusive;

/// Whether an address can stand in a Markdown link as it is.
pub(super) fn is_linkable(url: &str) -> bool {
    url.starts_with("https://") && !url.contains([')', ' ', '<'])
}

/// Whether a comment is as this set-up wrote it, about something that holds. A quoted or edited one is
/// somebody's own.
pub(super) fn is_said_under(instance: &str, body: &str) -> bool {
    let marker = Marker::read(body).filter(|marker| marker.instance == instance && marker.state == State::Open);
    marker.is_some_and(|marker| marker.fits(Marker::text(body)))
}

/// The place of a thread, in words for a terminal.
pub(super) fn place_in_words(path: &str, side_name: &str, lines: Option<RangeInclusive<u32>>) -> String {
    let anchor = lines.map(|lines| Anchor { path: path.to_owned(), side: side(side_name), lines });
    anchor.map_or_else(|| terminal(path), |anchor| anchor.to_string())
}

pub(super) fn side(name: &str) -> Side {
    if name == "LEFT" { Side::Base } else { Side::Head }
}

pub(super) fn lines_of(start: Option<u32>, end: Option<u32>) -> Option<RangeInclusive<u32>> {
    end.map(|end| start.unwrap_or(end).min(end)..=end)
}
