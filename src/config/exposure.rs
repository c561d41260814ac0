//! Where flag files are, and how they say who sees a feature.

mod files;
mod keys;
mod kinds;

use crate::document::{Blank, Blanks, Pointer};
use crate::stage_number::StageNumber;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub use files::{FileBlanks, FilePattern};

/// One entry of `exposure:`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExposureEntry {
    /// The path of the file, a glob in which `{flag}`, `{id}` and `{environment}` may stand.
    pub file: FileBlanks,
    /// Where the values are; at least one without a format, none with one.
    pub at: Vec<Pointer>,
    /// Where it is said whether the flag is on at all.
    pub when: Option<Pointer>,
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

impl ExposureEntry {
    /// Whether the entry says something of one flag, and not of a whole plan.
    pub(crate) fn asks_for_flag(&self) -> bool {
        self.format != ExposureFormat::Pointer || self.asks_for(Blank::Flag)
    }

    /// Whether the name of a flag is all that the entry asks for.
    pub(crate) fn is_by_flag_alone(&self) -> bool {
        self.asks_for_flag() && !self.asks_for(Blank::Id)
    }

    /// Whether a blank stands anywhere in the entry.
    fn asks_for(&self, blank: Blank) -> bool {
        self.file.asks_for(blank) || self.pointers().any(|pointer| pointer.asks_for(blank))
    }

    fn pointers(&self) -> impl Iterator<Item = &Pointer> {
        self.at.iter().chain(&self.when)
    }

    /// The files that hold what the entry says of a flag of a plan, one for each environment of a
    /// ladder; none when there is no name for a blank.
    pub fn files(&self, flag: Option<&str>, id: Option<&str>) -> Vec<FilePattern> {
        if self.ladder.is_empty() {
            return self.file.pattern(flag, id, None).into_iter().collect();
        }
        self.ladder.iter().filter_map(|(_, name)| self.file.pattern(flag, id, Some(name))).collect()
    }

    /// The entry for one file and a place in it, as a plan says them itself, with the rest from the
    /// configured entry for that file; `None` when the place cannot be read, and when nobody says
    /// it.
    pub fn of_plan(file: &str, at: Option<&str>, configured: Option<&ExposureEntry>) -> Option<ExposureEntry> {
        let file = FileBlanks::new(Blanks::parse(&globset::escape(file)).ok()?).ok()?;
        let at = at.map(Pointer::parse).transpose().ok()?;
        match configured {
            Some(entry) => {
                Some(ExposureEntry { file, at: at.map_or_else(|| entry.at.clone(), |at| vec![at]), ..entry.clone() })
            }
            None => Some(ExposureEntry {
                file,
                at: vec![at?],
                when: None,
                absent: Absent::default(),
                scale: None,
                values: BTreeMap::new(),
                ladder: Vec::new(),
                format: ExposureFormat::default(),
                variant: None,
                segments: BTreeMap::new(),
                is_inverse: false,
                of: Combination::default(),
            }),
        }
    }

    /// Where its files are: one file, or the folder below which all of them lie.
    pub fn place(&self) -> String {
        self.file.place()
    }

    /// Whether a file may be one of this entry's, for some flag of some plan.
    pub(crate) fn may_read(&self, path: &str) -> bool {
        self.file.may_be(path)
    }
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

#[cfg(test)]
mod tests;
