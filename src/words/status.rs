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
pub(crate) enum WrittenIn {
    /// What a plan declares of its own stage: `Current stage: planned`.
    Declaration,
    /// The stage cell of a log row: `planned → 0`.
    LogCell,
    /// The heading of a stage: `Stage 1: Alpha (in progress)`.
    Heading,
}

use WrittenIn::{Declaration, Heading, LogCell};

/// The words for each status, with the places where each is read.
pub(super) static STATUS: Lexicon<(Status, &[WrittenIn])> = Lexicon::new(&[
    (
        (Status::Running, &[Heading]),
        Words {
            en: &["in progress", "live", "current", "active"], signs: &["🚧", "🔄", "▶️", "▶"], ..Words::NONE
        },
    ),
    ((Status::Completed, &[Declaration, Heading]), Words { en: &["completed", "complete", "done"], ..Words::NONE }),
    ((Status::Completed, &[Heading]), Words { signs: &["✅", "✔️", "✔"], ..Words::NONE }),
    ((Status::Completed, &[Declaration]), Words { en: &["finished"], ..Words::NONE }),
    ((Status::Planned, &[Declaration, LogCell, Heading]), Words { en: &["planned", "not started"], ..Words::NONE }),
    ((Status::Planned, &[Declaration, LogCell]), Words { en: &["planning"], ..Words::NONE }),
    ((Status::Planned, &[Declaration]), Words { en: &["draft", "proposed"], ..Words::NONE }),
    ((Status::Planned, &[LogCell]), Words { en: &["start"], ..Words::NONE }),
    ((Status::Planned, &[Heading]), Words { en: &["pending"], signs: &["⏳", "🔜"], ..Words::NONE }),
    (
        (Status::Aborted, &[Declaration, LogCell]),
        Words { en: &["aborted", "stopped", "cancelled", "canceled"], ..Words::NONE },
    ),
    ((Status::Aborted, &[Declaration]), Words { en: &["killed", "abandoned"], ..Words::NONE }),
    ((Status::Aborted, &[LogCell]), Words { en: &["abort"], ..Words::NONE }),
]);

/// The status that a folded text names in a place.
pub(crate) fn status(folded: &str, place: WrittenIn) -> Option<Status> {
    STATUS.meaning(folded).filter(|(_, places)| places.contains(&place)).map(|(status, _)| status)
}

/// The words and signs that say in a stage's heading how far the stage is. Those for a stage under
/// way come first.
pub(crate) fn marks() -> impl Iterator<Item = (&'static str, Status)> {
    let marks = STATUS.words().filter(|(_, (_, places))| places.contains(&Heading));
    marks.map(|(word, (status, _))| (word, status))
}
