//! What shows a stage outside of the record, and whether all of it agrees with the record.

use crate::plan::DeclaredStage;
use crate::plan::log::Point;
use crate::stage_number::StageNumber;
use crate::text::Span;
use std::cmp::Reverse;

/// What shows that a rollout is in a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// The stage that it shows.
    pub stage: StageNumber,
    /// How.
    pub kind: SignKind,
    /// Where, in the head version.
    pub span: Span,
    /// The words there.
    pub text: String,
    /// Whether this change set it.
    pub is_new: bool,
    /// What of the exposures of the version shows it.
    pub exposure: Option<Shown>,
}

/// What of the exposures of a version shows a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The place of the exposure in the version.
    pub exposure: usize,
    /// What of it.
    pub by: ShownBy,
}

/// What of an exposure shows a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownBy {
    /// What all its places come to.
    Value,
    /// One of its places.
    Part(usize),
    /// One of its segments.
    Segment(usize),
}

impl Sign {
    /// The order of signs: the plainest first, then that of the highest stage.
    pub(super) fn rank(&self) -> (SignKind, Reverse<StageNumber>, usize) {
        (self.kind, Reverse(self.stage), self.span.start)
    }
}

/// How a stage is shown outside the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignKind {
    /// The plan declares it.
    Declared,
    /// The plan says that the stage is under way or over: in a Status column or line, in an index
    /// with boxes.
    Status,
    /// A box of the stage is ticked that is ticked only when it runs.
    Work,
    /// The Progression Decision of the stage before is filled.
    Progression,
    /// All entry criteria are met, "Stage n complete" among them.
    Entry,
    /// A flag file lets its audience see the feature.
    Exposure,
}

/// One of the places that tell the stage of a rollout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// What the plan says of its own stage.
    Declared,
    /// The rows of the decision log.
    Log,
    /// What the plan says of how far its stages are.
    Status,
    /// Work that is ticked.
    Evidence,
    /// A decision or entry criteria that claim a stage.
    Claim,
    /// What flag files say of who sees the feature.
    Exposure,
}

impl SignKind {
    /// The reading that a sign belongs to.
    pub fn reading(self) -> Reading {
        match self {
            SignKind::Declared => Reading::Declared,
            SignKind::Status => Reading::Status,
            SignKind::Work => Reading::Evidence,
            SignKind::Progression | SignKind::Entry => Reading::Claim,
            SignKind::Exposure => Reading::Exposure,
        }
    }
}

/// Whether the readings of the stage agree. One verdict a change: the rules each report one of its
/// kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageVerdict {
    /// They agree, as far as there are any.
    Agrees,
    /// There is no record to hold the other readings against.
    NotJudged {
        /// What this change sets above all that the version before showed, the plainest first.
        moved: Vec<Sign>,
    },
    /// This change shows a stage that no row leads to.
    Moved {
        /// Where the rollout is by its log, or was before anybody asked.
        from: Point,
        /// The stage that is shown.
        to: StageNumber,
        /// What shows it, the plainest first.
        signs: Vec<Sign>,
    },
    /// This change declares an earlier stage without a row for the way back.
    Reset {
        /// Where the rollout is by its log, or was before anybody asked.
        from: Point,
        /// What is declared.
        to: Point,
        /// Where.
        span: Span,
    },
    /// What the plan declares is not what its log says.
    Mismatch {
        /// Where the log says the rollout is.
        logged: Point,
        /// What is declared.
        declared: DeclaredStage,
        /// The words.
        text: String,
        /// Where.
        span: Span,
    },
    /// Work or a claim stands above everything that was ever logged, and not since today.
    Undecided {
        /// The highest stage that the log ever reached.
        from: Point,
        /// The stage that is shown.
        to: StageNumber,
        /// What shows it.
        signs: Vec<Sign>,
    },
}

impl StageVerdict {
    /// Whether nothing speaks against the record.
    pub fn agrees(&self) -> bool {
        matches!(self, StageVerdict::Agrees | StageVerdict::NotJudged { .. })
    }
}
