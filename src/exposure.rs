//! Who really sees a feature: what flag files say of a flag. Pure: the files are handed in.
//!
//! An [`Exposure`] is what one entry of the configuration finds out about one flag in one version of
//! the repository. It knows nothing of plans; `standing` makes a stage of it.

use crate::stage_number::StageNumber;
use crate::text::{Source, Span};
use jiff::Timestamp;
use rust_decimal::Decimal;

/// What one entry of the configuration says of one flag, in one version.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// The entry's place in the configuration that was read with.
    pub entry: usize,
    /// The flag; `None` when the entry asks for none.
    pub flag: Option<String>,
    /// Whether the change that is judged brings the entry, so that nobody was held to it before.
    pub is_brought: bool,
    /// Whether the version asks for it itself. Else only the version before does, and the next change
    /// would not see it.
    pub is_named: bool,
    /// Who sees it.
    pub live: Live,
    /// What a schedule in the file says about later, in the order of time.
    pub steps: Vec<Step>,
    /// Some by a rule of their own, whoever else sees it.
    pub segments: Vec<Segment>,
}

impl Exposure {
    /// Whether it says who sees the feature.
    pub fn is_readable(&self) -> bool {
        matches!(self.live, Live::Share { .. } | Live::Stage { .. })
    }

    /// The name of the flag, for a sentence.
    pub fn name(&self) -> &str {
        self.flag.as_deref().unwrap_or("the flag")
    }

    /// What it says, in a few words: `25 %`, `production`.
    pub fn words(&self) -> String {
        match &self.live {
            Live::Share { percent, .. } => percent.to_string(),
            Live::Stage { stage: Some(_), word, .. } => word.clone(),
            Live::Stage { stage: None, .. } => "off".to_owned(),
            Live::Gone { .. } => "gone".to_owned(),
            Live::Unreadable { .. } => "unreadable".to_owned(),
        }
    }

    /// What says so.
    pub fn place(&self) -> Option<&Place> {
        match &self.live {
            Live::Share { place, .. } | Live::Stage { place, .. } | Live::Unreadable { place, .. } => place.as_ref(),
            Live::Gone { .. } => None,
        }
    }

    /// Whether two exposures are of one entry and one flag.
    pub fn is_of(&self, other: &Exposure) -> bool {
        self.entry == other.entry && self.flag == other.flag
    }

    /// Whether time brings the same by two exposures.
    pub fn has_the_schedule_of(&self, other: &Exposure) -> bool {
        let steps =
            |exposure: &Exposure| -> Vec<_> { exposure.steps.iter().map(|step| (step.at, step.percent)).collect() };
        steps(self) == steps(other)
    }

    /// Whether two exposures of one flag say the same, wherever it stands.
    pub fn says_the_same(&self, other: &Exposure) -> bool {
        let live = match (&self.live, &other.live) {
            (Live::Share { percent: one, .. }, Live::Share { percent: two, .. }) => one == two,
            (Live::Stage { stage: one, .. }, Live::Stage { stage: two, .. }) => one == two,
            (Live::Gone { .. }, Live::Gone { .. }) | (Live::Unreadable { .. }, Live::Unreadable { .. }) => true,
            _ => false,
        };
        let segments = |exposure: &Exposure| -> Vec<_> {
            exposure.segments.iter().map(|segment| (segment.name.clone(), segment.stage)).collect()
        };
        live && self.has_the_schedule_of(other) && segments(self) == segments(other)
    }
}

/// Who sees a feature.
#[derive(Clone, Debug)]
pub enum Live {
    /// A share of everybody.
    Share {
        /// The share.
        percent: Percent,
        /// What says so; `None` where the absence of something does.
        place: Option<Place>,
    },
    /// A stage by its word, or by the furthest environment that it is on in.
    Stage {
        /// The stage; `None` when it is on nowhere.
        stage: Option<StageNumber>,
        /// The word or the environment.
        word: String,
        /// What says so; `None` where the absence of something does.
        place: Option<Place>,
    },
    /// Neither the file nor the key is there. It may be off for all, or on for all.
    Gone {
        /// What was looked for, in words: `features.checkout in config/production.json`.
        looked_for: String,
    },
    /// It cannot be told.
    Unreadable {
        /// Why, in words, with what was looked for.
        cause: String,
        /// Where it fails.
        place: Option<Place>,
    },
}

/// A share of everybody in percent, as a decimal: 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(pub Decimal);

impl Percent {
    /// Nobody.
    pub const NONE: Percent = Percent(Decimal::ZERO);
    /// Everybody.
    pub const ALL: Percent = Percent(Decimal::ONE_HUNDRED);
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} %", self.0.round_dp(4).normalize())
    }
}

/// A place in one version of a flag file.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file as it stands in that version.
    pub source: Source,
    /// Where in it.
    pub span: Span,
}

/// What time will bring by a schedule in the file.
#[derive(Clone, Debug)]
pub struct Step {
    /// When the share is reached.
    pub at: Timestamp,
    /// The share.
    pub percent: Percent,
    /// What says so.
    pub place: Place,
}

/// Somebody who sees the feature by a rule of their own.
#[derive(Clone, Debug)]
pub struct Segment {
    /// The name or the condition, in a few words.
    pub name: String,
    /// The stage that the configuration says it is.
    pub stage: Option<StageNumber>,
    /// What says so.
    pub place: Place,
}
