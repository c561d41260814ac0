//! Which places of a finding are shown in one frame.

use crate::finding::{Finding, Location};
use crate::report::harmless::Plain;
use crate::text::Source;
use std::ops::Range;

/// How many places of one finding are shown. Nobody reads more before the help.
pub(super) const PLACES_SHOWN: usize = 20;

/// How many lines of a span are shown. Of a longer span only the first line is shown.
const LINES_OF_A_SPAN: u32 = 6;

/// How many lines may lie between two places of one frame.
const LINES_BETWEEN: u32 = 2;

/// A place that a frame underlines.
pub(super) struct Place<'a> {
    pub(super) location: &'a Location,
    text: Option<&'a str>,
}

impl Place<'_> {
    /// The last line that is shown of the place.
    pub(super) fn last_line(&self) -> u32 {
        if self.is_long() { self.location.line() } else { self.location.end_line() }
    }

    fn is_long(&self) -> bool {
        self.location.end_line() - self.location.line() >= LINES_OF_A_SPAN
    }

    pub(super) fn label(&self) -> Option<String> {
        let text = self.text.map(|text| Plain::of(text).to_string());
        if !self.is_long() {
            return text;
        }
        let until = format!("up to line {}", self.location.end_line());
        Some(text.map_or(until.clone(), |text| format!("{text} ({until})")))
    }
}

/// Consecutive lines in one version of one file, and the underlined places in them. The head of the
/// frame has the position of the first place.
pub(super) struct Frame<'a> {
    pub(super) first: Place<'a>,
    others: Vec<Place<'a>>,
}

impl<'a> Frame<'a> {
    pub(super) fn places(&self) -> impl Iterator<Item = &Place<'a>> {
        std::iter::once(&self.first).chain(&self.others)
    }

    pub(super) fn source(&self) -> &'a Source {
        &self.first.location.source
    }

    pub(super) fn first_line(&self) -> u32 {
        self.others.iter().map(|place| place.location.line()).fold(self.first.location.line(), u32::min)
    }

    pub(super) fn last_line(&self) -> u32 {
        self.others.iter().map(Place::last_line).fold(self.first.last_line(), u32::max)
    }

    fn takes(&self, place: &Place) -> bool {
        let (own, other) = (self.first.location, place.location);
        let near = LINES_BETWEEN + 1;
        own.side == other.side
            && own.source.path == other.source.path
            && other.line() <= self.last_line() + near
            && self.first_line() <= place.last_line() + near
    }

    /// The part of a line that a reader must see, as bytes of the file: the first place on it.
    pub(super) fn focus(&self, line: u32) -> Range<usize> {
        let line_span = self.source().line_span(line);
        let clamped = |offset: usize| offset.clamp(line_span.start, line_span.end);
        let place = self.places().find(|place| place.location.line() <= line && line <= place.last_line());
        place.map_or(line_span.start..line_span.start, |place| {
            let span = place.location.span;
            clamped(span.start)..clamped(span.end)
        })
    }
}

/// The frames of a finding. Its own place comes first; the others follow in the order of the rule.
pub(super) fn frames(finding: &Finding) -> Vec<Frame<'_>> {
    let own = Place { location: &finding.location, text: finding.label.as_deref() };
    let others = finding.labels.iter().map(|label| Place { location: &label.location, text: Some(&label.message) });
    let mut frames: Vec<Frame> = Vec::new();
    for place in std::iter::once(own).chain(others).take(PLACES_SHOWN) {
        match frames.iter_mut().find(|frame| frame.takes(&place)) {
            Some(frame) => frame.others.push(place),
            None => frames.push(Frame { first: place, others: Vec::new() }),
        }
    }
    frames
}
