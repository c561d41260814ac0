//! Where flag files are, and how they say who sees a feature.

use crate::stage_number::StageNumber;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// One entry of `exposure:`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExposureEntry {
    /// The path of the file, a glob in which `{flag}`, `{id}` and `{environment}` may stand.
    pub file: String,
    /// Where the value is, as written.
    pub at: Option<String>,
    /// Where it is said whether the flag is on at all, as written.
    pub when: Option<String>,
    /// What it means when there is no value.
    pub absent: Absent,
    /// What 100 % is.
    pub scale: Option<Decimal>,
    /// Words that name stages.
    pub values: BTreeMap<String, StageNumber>,
    /// The environments of the stages, in the order of the stages.
    pub ladder: Vec<(StageNumber, String)>,
    /// The format.
    pub format: ExposureFormat,
    /// The variant that is on, where variants are no booleans.
    pub variant: Option<String>,
    /// The stages that segments are.
    pub segments: BTreeMap<String, StageNumber>,
    /// Whether the value says who does not see it.
    pub is_inverse: bool,
    /// What several values come to.
    pub of: Combination,
}

/// What it means when a flag has no value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Absent {
    /// Everybody sees it.
    On,
    /// Nobody sees it.
    Off,
    /// It cannot be told.
    #[default]
    Unreadable,
}

/// How a flag file is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExposureFormat {
    /// By `at:` and `when:`.
    #[default]
    Pointer,
    /// As flagd does.
    Flagd,
    /// As GO Feature Flag does.
    Goff,
    /// As Flipt does.
    Flipt,
}

/// What several values come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Combination {
    /// The largest of them.
    #[default]
    Max,
    /// The smallest of them.
    Min,
    /// Their sum.
    Sum,
}
