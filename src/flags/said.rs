//! What one value says, before it is put together with others.

use super::file::FlagFile;
use crate::config::ExposureEntry;
use crate::document::Names;
use crate::exposure::{Percent, Place, Segment, Step};
use crate::stage_number::StageNumber;
use crate::text::Span;
use jiff::Timestamp;

/// What is read: a file, by an entry, for some names, on a day.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) entry: &'a ExposureEntry,
    pub(super) file: &'a FlagFile,
    pub(super) names: Names<'a>,
    pub(super) now: Timestamp,
}

/// What one value says.
pub(super) enum Said {
    /// A share of everybody.
    Share { percent: Percent, place: Option<Place> },
    /// A stage, by its word.
    Stage { stage: StageNumber, word: String, place: Place },
    /// There is no value; the place is what is left.
    Absent { place: Option<Place> },
    /// It cannot be told.
    Unreadable { cause: String, place: Option<Place> },
}

/// What one value says, with what comes later and who else sees the feature.
pub(super) struct Answer {
    pub(super) said: Said,
    pub(super) steps: Vec<Step>,
    pub(super) segments: Vec<Segment>,
}

impl Answer {
    pub(super) fn of(said: Said) -> Answer {
        Answer { said, steps: Vec::new(), segments: Vec::new() }
    }
}

impl Seen<'_> {
    /// A place in the file.
    pub(super) fn place(&self, span: Span) -> Place {
        Place { source: self.file.source().clone(), span }
    }

    /// A share that is said at a place.
    pub(super) fn share(&self, percent: Percent, span: Span) -> Said {
        Said::Share { percent, place: Some(self.place(span)) }
    }

    /// Something that cannot be told, at a place.
    pub(super) fn unreadable(&self, span: Span, cause: impl Into<String>) -> Said {
        Said::Unreadable { cause: cause.into(), place: Some(self.place(span)) }
    }
}
