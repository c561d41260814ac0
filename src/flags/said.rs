//! What one value says, before it is put together with others.

use super::file::FlagFile;
use crate::config::ExposureEntry;
use crate::document::{Names, Node};
use crate::exposure::{Live, Percent, Place, Segment, Step, same_segments, same_steps};
use crate::stage_number::StageNumber;
use crate::text::{Span, fold};
use jiff::Timestamp;
use rust_decimal::Decimal;

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
    /// Neither a value nor its switch is there: the flag itself is not there. The place is what is
    /// left.
    NoFlag { place: Option<Place> },
    /// It cannot be told.
    Unreadable { cause: String, place: Option<Place> },
}

impl Said {
    /// Who sees the feature by it alone; `None` when it does not say that.
    pub(super) fn live(&self) -> Option<Live> {
        match self {
            Said::Share { percent, place } => Some(Live::Share { percent: *percent, place: place.clone() }),
            Said::Stage { stage, word, place } => {
                Some(Live::Stage { stage: Some(*stage), word: word.clone(), place: Some(place.clone()) })
            }
            Said::Absent { .. } | Said::NoFlag { .. } | Said::Unreadable { .. } => None,
        }
    }
}

/// What one value says, with what comes later and who else sees the feature.
pub(super) struct Answer {
    pub(super) said: Said,
    /// Which of several values of its file it is: where the entry looks, and the key that stands
    /// for all.
    pub(super) key: String,
    pub(super) steps: Vec<Step>,
    pub(super) segments: Vec<Segment>,
}

impl Answer {
    pub(super) fn of(said: Said) -> Answer {
        Answer { said, key: String::new(), steps: Vec::new(), segments: Vec::new() }
    }

    /// Whether two values say the same, wherever they stand. Of values that cannot be read only the
    /// reason is compared.
    pub(super) fn says_the_same(&self, other: &Answer) -> bool {
        let said = match (&self.said, &other.said) {
            (Said::Share { percent: one, .. }, Said::Share { percent: two, .. }) => one == two,
            (Said::Stage { stage: one, .. }, Said::Stage { stage: two, .. }) => one == two,
            (Said::Unreadable { cause: one, .. }, Said::Unreadable { cause: two, .. }) => one == two,
            (Said::Absent { .. }, Said::Absent { .. }) | (Said::NoFlag { .. }, Said::NoFlag { .. }) => true,
            _ => false,
        };
        said && same_steps(&self.steps, &other.steps) && same_segments(&self.segments, &other.segments)
    }

    /// What everybody gets, and the groups that get more.
    pub(super) fn of_part(seen: &Seen, all: Part, groups: Vec<Group>) -> Answer {
        let more = groups.into_iter().filter(|group| group.part.percent > all.percent);
        let segments = more.map(|group| seen.segment(&group)).collect();
        Answer { segments, ..Answer::of(seen.share(all.percent, all.span)) }
    }
}

/// A part of everybody, and what says so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// The share in percent.
    pub(super) percent: Percent,
    /// What says so.
    pub(super) span: Span,
}

impl Part {
    /// All or nobody.
    pub(super) fn whole(is_on: bool, span: Span) -> Part {
        Part { percent: if is_on { Percent::ALL } else { Percent::NONE }, span }
    }

    /// What parts of some weights come to; the place is that of the largest one that is on. `None`
    /// when all weights are 0, or too large to be added.
    pub(super) fn of_weights(parts: &[(Decimal, Part)]) -> Option<Part> {
        let all = parts.iter().try_fold(Decimal::ZERO, |sum, (weight, _)| sum.checked_add(*weight))?;
        let share = |(weight, part): &(Decimal, Part)| weight.checked_div(all)?.checked_mul(part.percent.0);
        let shares: Vec<Decimal> = parts.iter().map(share).collect::<Option<_>>()?;
        let percent = Percent(shares.iter().sum::<Decimal>().round_dp(12).normalize());
        let (_, (_, largest)) = shares.iter().zip(parts).rev().max_by_key(|(share, _)| **share)?;
        Some(Part { percent, span: largest.span })
    }
}

/// Somebody who sees the feature by a rule of their own, and how many of them.
pub(super) struct Group {
    /// The name or the condition, in a few words.
    pub(super) name: String,
    /// What the file says of who is in it: conditions, and the rules that they name.
    pub(super) means: Vec<Span>,
    /// How many of them see it, and what says so.
    pub(super) part: Part,
}

/// How many values a flag may be. Nobody writes a hundredth of them, and what costs more time than
/// it has values must have an end.
const LARGEST_FLAG: usize = 10_000;

impl Seen<'_> {
    /// A flag that is not too large to be read.
    ///
    /// # Errors
    /// When it is.
    pub(super) fn of_size<'d>(&self, flag: &'d Node) -> Result<&'d Node, Said> {
        match flag.is_larger_than(LARGEST_FLAG) {
            true => Err(self.unreadable(self.start_of(flag.span), self.flag_says("is too large to be read"))),
            false => Ok(flag),
        }
    }

    /// A place in the file.
    pub(super) fn place(&self, span: Span) -> Place {
        Place { source: self.file.source().clone(), span }
    }

    /// The place of a value that may have many lines: its first one.
    pub(super) fn start_of(&self, span: Span) -> Span {
        let text = self.file.source().slice(span);
        Span::new(span.start, span.start + text.lines().next().unwrap_or_default().len())
    }

    /// Words about the flag, as the end of a sentence.
    pub(super) fn flag_says(&self, words: &str) -> String {
        format!("the flag `{}` in {} {words}", self.names.flag.unwrap_or_default(), self.file.path())
    }

    /// Somebody who sees the feature by a rule of their own.
    pub(super) fn segment(&self, group: &Group) -> Segment {
        let name = &group.name;
        let folded = fold(name);
        let stage = self.entry.segments.iter().find(|(known, _)| fold(known) == folded).map(|(_, stage)| *stage);
        let said = group.means.iter().flat_map(|span| self.file.source().slice(*span).chars());
        let means = said.filter(|c| !c.is_whitespace()).collect();
        Segment { name: name.clone(), means, stage, place: self.place(group.part.span) }
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
