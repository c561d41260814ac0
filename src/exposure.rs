//! Who really sees a feature: what flag files say of a flag. Pure: the files are handed in.
//!
//! An [`Exposure`] is what one entry of the configuration finds out about one flag in one version
//! of the repository. It knows nothing of plans; `standing` makes a stage of it.

use crate::stage_number::StageNumber;
use crate::text::{Source, Span};
use jiff::Timestamp;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// What one entry of the configuration says of one flag, in one version.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// The entry's place in the configuration that was read with.
    pub entry: usize,
    /// The flag; `None` when the entry asks for none.
    pub flag: Option<String>,
    /// Whether the change that is judged brings the entry, so that nobody was held to it before.
    pub is_brought: bool,
    /// Whether the version asks for it itself. Else only the version before does, and the next
    /// change would not see it.
    pub is_named: bool,
    /// Where the file is now whose place the entry knows. Nobody looks there from the next change
    /// on.
    pub moved_to: Option<String>,
    /// What 100 % is by the entry, where it says so.
    pub scale: Option<Decimal>,
    /// Who sees it.
    pub live: Live,
    /// The values of several places of which the largest counts, such as those of regions.
    pub parts: Vec<Part>,
    /// What a schedule in the file says about later, in the order of time.
    pub steps: Vec<Step>,
    /// Some by a rule of their own, whoever else sees it.
    pub segments: Vec<Segment>,
}

impl Exposure {
    /// Whether it says who sees the feature.
    pub(crate) fn is_readable(&self) -> bool {
        self.live.is_readable()
    }

    /// The name of the flag, for a sentence.
    pub fn name(&self) -> &str {
        self.flag.as_deref().unwrap_or("the flag")
    }

    /// What it says, in a few words: `25 %`, `production`, `0 % and beta`.
    pub fn words(&self) -> String {
        let segments: Vec<&str> = self
            .segments
            .iter()
            .filter(|segment| segment.stage.is_some())
            .map(|segment| segment.name.as_str())
            .collect();
        let live = self.live.words();
        match segments[..] {
            [] => live,
            [only] => format!("{live} and {only}"),
            [first, ..] => format!("{live} and {} segments, the first {first}", segments.len()),
        }
    }

    /// What says so; of what cannot be told, what says the least.
    pub fn place(&self) -> Option<&Place> {
        self.live.place()
    }

    /// All that it was read from.
    #[cfg(feature = "github")]
    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        let steps = self.steps.iter().map(|step| &step.place);
        self.place().into_iter().chain(steps).chain(self.segments.iter().map(|segment| &segment.place))
    }

    /// Whether two exposures are of one entry and one flag.
    pub fn is_of(&self, other: &Exposure) -> bool {
        self.entry == other.entry && self.flag == other.flag
    }

    /// Whether time brings the same by two exposures.
    pub(crate) fn has_the_schedule_of(&self, other: &Exposure) -> bool {
        same_steps(&self.steps, &other.steps)
    }

    /// Whether two exposures of one flag say the same, wherever it stands. What nobody can read
    /// says the same as long as it is the same.
    pub(crate) fn says_the_same(&self, other: &Exposure) -> bool {
        self.live.says_the_same(&other.live)
            && same_parts(&self.parts, &other.parts)
            && self.has_the_schedule_of(other)
            && same_segments(&self.segments, &other.segments)
    }
}

/// Whether the same is said in each place, wherever the places are.
fn same_parts(one: &[Part], other: &[Part]) -> bool {
    let [one, other] = [(one, other), (other, one)].map(|(own, others)| {
        let known: BTreeSet<&str> = others.iter().map(|part| part.name.as_str()).collect();
        let name = |part: &'_ Part| known.get(part.name.as_str()).copied().map(str::to_owned);
        let mut said: Vec<_> = own.iter().map(|part| (name(part), part.live.amount())).collect();
        said.sort();
        // Of places that only one side has, nobody knows which is which.
        said.dedup_by(|one, other| one.0.is_none() && one == other);
        said
    });
    one == other
}

/// Whether two schedules bring the same, wherever they stand.
pub(crate) fn same_steps(one: &[Step], other: &[Step]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| (one.at, &one.then) == (other.at, &other.then))
}

/// Whether the same see a feature by rules of their own.
pub(crate) fn same_segments(one: &[Segment], other: &[Segment]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(one, other)| (&one.name, one.stage, &one.means) == (&other.name, other.stage, &other.means))
}

/// One of several places that say who sees a feature.
#[derive(Clone, Debug)]
pub struct Part {
    /// The file, and the key in it.
    pub name: String,
    /// Who sees it by this place alone.
    pub live: Live,
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
        /// What is known all the same: the places that can be read say so much, and the others can
        /// only add to it.
        at_least: Option<Box<Live>>,
        /// A hash of what cannot be read. Nobody can tell whether something else says the same.
        print: u64,
    },
}

impl Live {
    fn is_readable(&self) -> bool {
        matches!(self, Live::Share { .. } | Live::Stage { .. })
    }

    /// What it comes to, as far as it is known.
    fn amount(&self) -> Option<(Option<StageNumber>, Percent)> {
        match self.known()? {
            Live::Share { percent, .. } => Some((None, *percent)),
            Live::Stage { stage, .. } => Some((*stage, Percent::NONE)),
            Live::Gone { .. } | Live::Unreadable { .. } => None,
        }
    }

    /// What is known of it for sure: all, or what it is at least.
    pub(crate) fn known(&self) -> Option<&Live> {
        match self {
            Live::Share { .. } | Live::Stage { .. } => Some(self),
            Live::Unreadable { at_least, .. } => at_least.as_deref(),
            Live::Gone { .. } => None,
        }
    }

    /// Whether nobody can read the same of both.
    pub(crate) fn is_unread_as(&self, other: &Live) -> bool {
        let print = |live: &Live| match live {
            Live::Unreadable { print, .. } => Some(*print),
            Live::Share { .. } | Live::Stage { .. } | Live::Gone { .. } => None,
        };
        print(self) == print(other)
    }

    /// What it says, in a few words.
    pub(crate) fn words(&self) -> String {
        match self {
            Live::Share { percent, .. } => percent.to_string(),
            Live::Stage { stage: Some(_), word, .. } => word.clone(),
            Live::Stage { stage: None, .. } => "off".to_owned(),
            Live::Gone { .. } => "gone".to_owned(),
            Live::Unreadable { at_least: Some(live), .. } => format!("{} or more", live.words()),
            Live::Unreadable { at_least: None, .. } => "unreadable".to_owned(),
        }
    }

    /// What says so; of what cannot be told, what says the least.
    pub(crate) fn place(&self) -> Option<&Place> {
        match self {
            Live::Share { place, .. } | Live::Stage { place, .. } => place.as_ref(),
            Live::Unreadable { place, at_least, .. } => at_least.as_deref().and_then(Live::place).or(place.as_ref()),
            Live::Gone { .. } => None,
        }
    }

    fn says_the_same(&self, other: &Live) -> bool {
        match (self, other) {
            (Live::Share { percent: one, .. }, Live::Share { percent: two, .. }) => one == two,
            (Live::Stage { stage: one, .. }, Live::Stage { stage: two, .. }) => one == two,
            (Live::Unreadable { .. }, Live::Unreadable { .. }) => {
                let is_known_the_same = match (self.known(), other.known()) {
                    (Some(one), Some(other)) => one.says_the_same(other),
                    (one, other) => one.is_none() && other.is_none(),
                };
                self.is_unread_as(other) && is_known_the_same
            }
            (Live::Gone { .. }, Live::Gone { .. }) => true,
            _ => false,
        }
    }
}

/// A share of everybody in percent, as a decimal: 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(pub Decimal);

impl Percent {
    /// Nobody.
    pub const NONE: Percent = Percent(Decimal::ZERO);
    /// Everybody.
    pub const ALL: Percent = Percent(Decimal::ONE_HUNDRED);

    /// The share that is nearest to a number from 0 to 100.
    pub fn near(number: f64) -> Percent {
        let nearest = if number > 0.0 { Decimal::ONE_HUNDRED } else { Decimal::ZERO };
        Percent(Decimal::try_from(number).map_or(nearest, |number| number.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED)))
    }
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
    /// When it is reached.
    pub at: Timestamp,
    /// Who sees the feature from then on.
    pub then: Then,
    /// What says so.
    pub place: Place,
}

/// Who will see a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// A share of everybody.
    Share {
        /// The share.
        percent: Percent,
        /// How it comes there; `None` when it jumps.
        ramp: Option<Ramp>,
    },
    /// Those of the furthest environment that it will be on in.
    Stage {
        /// The stage; `None` when it will be on nowhere.
        stage: Option<StageNumber>,
        /// The environment.
        word: String,
    },
}

impl std::fmt::Display for Then {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Then::Share { percent, .. } => percent.fmt(f),
            Then::Stage { stage: Some(stage), word } => write!(f, "{word}, stage {stage}"),
            Then::Stage { stage: None, word } => f.write_str(word),
        }
    }
}

/// A share that grows or falls in a straight line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ramp {
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// The share at its start.
    pub from: Percent,
    /// The share at its end.
    pub to: Percent,
}

impl Ramp {
    /// The share at some time; before the start it is that of the start.
    pub fn at(self, now: Timestamp) -> Percent {
        if now >= self.end {
            return self.to;
        }
        let seconds = |from: Timestamp, to: Timestamp| Decimal::from((to.as_second() - from.as_second()).max(0));
        let gone = seconds(self.start, now) / seconds(self.start, self.end).max(Decimal::ONE);
        Percent((self.from.0 + (self.to.0 - self.from.0) * gone).round_dp(12).normalize())
    }

    /// When a share above that of the start is reached; the end for what it never reaches.
    pub fn reaches(self, percent: Percent) -> Timestamp {
        let way = self.to.0 - self.from.0;
        if percent <= self.from || percent >= self.to || way.is_zero() {
            return if percent <= self.from { self.start } else { self.end };
        }
        let seconds = Decimal::from(self.end.as_second() - self.start.as_second());
        let gone = ((percent.0 - self.from.0) / way * seconds).ceil();
        let gone = i64::try_from(gone).ok().and_then(|gone| self.start.as_second().checked_add(gone));
        gone.and_then(|at| Timestamp::from_second(at).ok()).map_or(self.end, |at| at.min(self.end))
    }
}

/// Somebody who sees the feature by a rule of their own.
#[derive(Clone, Debug)]
pub struct Segment {
    /// The name or the condition, in a few words.
    pub name: String,
    /// All that the file says of who is in it, without spaces.
    pub means: String,
    /// The stage that the configuration says it is.
    pub stage: Option<StageNumber>,
    /// What says so.
    pub place: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(from: i64, to: i64) -> Ramp {
        let percent = |number: i64| Percent(Decimal::from(number));
        Ramp { start: second(0), end: second(100), from: percent(from), to: percent(to) }
    }

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time of today")
    }

    #[test]
    fn a_share_grows_from_the_start_of_a_ramp_to_its_end() {
        for (now, percent) in [(-10, 5), (0, 5), (50, 15), (100, 25), (500, 25)] {
            assert_eq!(ramp(5, 25).at(second(now)), Percent(Decimal::from(percent)), "{now}");
        }
    }

    #[test]
    fn a_share_is_reached_between_the_ends_of_a_ramp() {
        let reached = |ramp: Ramp, percent: i64| ramp.reaches(Percent(Decimal::from(percent))).as_second();
        for (percent, at) in [(1, 0), (5, 0), (15, 50), (16, 55), (25, 100), (40, 100)] {
            assert_eq!(reached(ramp(5, 25), percent), at, "{percent}");
        }
        assert_eq!([reached(ramp(5, 5), 5), reached(ramp(5, 5), 7)], [0, 100]);
    }
}
