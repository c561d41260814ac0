//! Where a rule points at.

use crate::exposure::{Exposure, Place};
use crate::finding::Side;
use crate::standing::Standing;
use crate::text::{Source, Span};

/// A place as a rule names it; the engine adds the file.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub(crate) side: Side,
    pub(crate) file: SpotFile,
    pub(crate) span: Span,
}

/// The file that a place is in.
#[derive(Clone, Debug)]
pub(crate) enum SpotFile {
    /// The plan's own.
    Plan,
    /// The one that holds the decision log, which may be another one.
    Log,
    /// A flag file.
    Flags(Source),
}

impl Spot {
    /// A place in a version of the plan's file.
    pub(crate) fn in_version(side: Side, span: Span) -> Spot {
        Spot::in_file(false, side, span)
    }

    /// A place in a version of the file of the log, or of the plan's own.
    pub(crate) fn in_file(is_log: bool, side: Side, span: Span) -> Spot {
        Spot { side, file: if is_log { SpotFile::Log } else { SpotFile::Plan }, span }
    }

    /// Where a statement is to be seen that was at `before`: in the version after, or where it is
    /// gone in the one before.
    pub(crate) fn of_statement(before: Span, after: Option<Span>) -> Spot {
        after.map_or(Spot::in_version(Side::Base, before), |after| Spot::in_version(Side::Head, after))
    }

    /// What says who sees the feature, or said it where a value is gone; else the plan's flag.
    pub(crate) fn of_exposure(standing: &Standing, exposure: &Exposure) -> Spot {
        let gone = || standing.exposure_before(exposure).and_then(Exposure::place);
        match (exposure.place(), gone()) {
            (Some(place), _) => Spot::in_flags(Side::Head, place),
            (None, Some(place)) => Spot::in_flags(Side::Base, place),
            (None, None) => Spot::in_version(Side::Head, standing.flag_span()),
        }
    }

    /// A place in a version of a flag file.
    pub(crate) fn in_flags(side: Side, place: &Place) -> Spot {
        Spot { side, file: SpotFile::Flags(place.source.clone()), span: place.span }
    }
}
