//! How far a rollout or a stage is.

use super::{Lexicon, Words};

/// How far a rollout or a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Under way.
    Running,
    /// Over.
    Completed,
    /// Not begun.
    Planned,
    /// Given up.
    Aborted,
}

/// Where a word for a status is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// What a plan declares of its own stage: `Current stage: planned`.
    Declaration,
    /// The stage cell of a log row: `planned → 0`.
    LogCell,
}

use Place::{Declaration, LogCell};

/// The words for each status, with the places where each is read.
static STATUS: Lexicon<(Status, &[Place])> = Lexicon::new(&[
    ((Status::Completed, &[Declaration]), Words { en: &["completed", "complete", "done", "finished"], ..Words::NONE }),
    ((Status::Planned, &[Declaration, LogCell]), Words { en: &["planned", "planning", "not started"], ..Words::NONE }),
    ((Status::Planned, &[Declaration]), Words { en: &["draft", "proposed"], ..Words::NONE }),
    ((Status::Planned, &[LogCell]), Words { en: &["start"], ..Words::NONE }),
    (
        (Status::Aborted, &[Declaration, LogCell]),
        Words { en: &["aborted", "stopped", "cancelled", "canceled"], ..Words::NONE },
    ),
    ((Status::Aborted, &[Declaration]), Words { en: &["killed", "abandoned"], ..Words::NONE }),
    ((Status::Aborted, &[LogCell]), Words { en: &["abort"], ..Words::NONE }),
]);

/// The status that a folded text names in a place.
pub(crate) fn status_in(place: Place, folded: &str) -> Option<Status> {
    STATUS.meaning(folded).filter(|(_, places)| places.contains(&place)).map(|(status, _)| status)
}
