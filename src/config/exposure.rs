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

    /// Whether its files are named after flags.
    pub(crate) fn is_flag_in_path(&self) -> bool {
        self.file.asks_for(Blank::Flag)
    }

    /// The flags that a file is named after; `None` where a glob leaves that open.
    pub(crate) fn flags_of_path(&self, path: &str) -> Option<Vec<String>> {
        let all = self.environments().into_iter().map(|environment| self.file.flag_in(path, environment));
        Some(all.collect::<Option<Vec<_>>>()?.into_iter().flatten().map(str::to_owned).collect())
    }

    /// Whether `{flag}` stands in one step twice, so that no key says the name of its flag.
    pub(crate) fn repeats_flag(&self) -> bool {
        self.pointers().any(|pointer| pointer.repeats(Blank::Flag))
    }

    /// The environments by which one file may say something else of one flag.
    pub(crate) fn environments_in_files(&self) -> Vec<Option<&str>> {
        match self.pointers().any(|pointer| pointer.asks_for(Blank::Environment)) {
            true => self.environments(),
            false => vec![None],
        }
    }

    /// The environments of the ladder; without a ladder there is one that has no name.
    fn environments(&self) -> Vec<Option<&str>> {
        match self.ladder.is_empty() {
            true => vec![None],
            false => self.ladder.iter().map(|(_, name)| Some(name.as_str())).collect(),
        }
    }

    /// Whether a blank stands anywhere in the entry.
    fn asks_for(&self, blank: Blank) -> bool {
        self.file.asks_for(blank) || self.pointers().any(|pointer| pointer.asks_for(blank))
    }

    /// Where values and switches are.
    pub(crate) fn pointers(&self) -> impl Iterator<Item = &Pointer> {
        self.at.iter().chain(&self.when)
    }

    /// The files that hold what the entry says of a flag of a plan, one for each environment of a
    /// ladder; none when there is no name for a blank.
    pub fn files(&self, flag: Option<&str>, id: Option<&str>) -> Vec<FilePattern> {
        self.environments().into_iter().filter_map(|environment| self.file.pattern(flag, id, environment)).collect()
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
