//! Who sees a stage, and whether more of them see it than before.

mod places;

use self::places::{listed_places, places};
use super::measure::{self, Audience};
use crate::text::{Span, fold, is_cjk};
use crate::words::audiences::{DRAWN, EXTERNAL, FILLERS, ONLY, PEOPLE, REGIONS, SHARES, WHERE};
use crate::words::months::month;
use crate::words::remarks::is_same_noun;
use crate::words::roles::is_own_staff;
use crate::words::units::TIME;
use std::collections::BTreeSet;

/// Who sees a stage, by all that its plan says of it.
#[derive(Clone, Debug, Default)]
pub struct StageAudience {
    /// The statements, in no order.
    pub lines: Vec<AudienceLine>,
}

/// One statement of who sees a stage.
#[derive(Clone, Debug)]
pub struct AudienceLine {
    /// What it says.
    pub said: Vec<Audience>,
    /// What it says with the words in its placeholders.
    pub planned: Vec<Audience>,
    /// Its words without placeholders.
    pub text: String,
    /// Whether it says where they are, and not how many: it may name a segment.
    pub is_segment: bool,
    /// Whether its share is one that is not to be left: `up to 5%`.
    pub is_limit: bool,
    /// Its label, folded; empty for a line of a list without one.
    pub label: String,
    /// Whether its share is one of those whom the label names: `US: 50%`.
    pub is_part: bool,
    /// Whether it stands in a table that sums up the stages.
    pub is_beside: bool,
    /// Whether its share has no upper end: `at least 5%`, `5%+`.
    pub is_open_ended: bool,
    /// Where.
    pub span: Span,
}

/// How the audience of a stage stands to the one before.
#[derive(Clone, Copy, Debug)]
pub enum AudienceChange<'a> {
    /// More see it. The two lines show it.
    Raised {
        /// What it was.
        before: &'a AudienceLine,
        /// What it is.
        after: &'a AudienceLine,
    },
    /// Something else is said of how many see it, which cannot be compared.
    Unclear {
        /// What it was.
        before: &'a AudienceLine,
        /// What it is.
        after: &'a AudienceLine,
    },
    /// As many see it.
    Same,
    /// Fewer see it.
    Lowered,
    /// Nobody can tell.
    Unknown,
}

/// The label of what the heading of a stage says.
pub(crate) const HEADING: &str = "#";

/// So many people are a handful: no share of the users is as small.
const HANDFUL: f64 = 100.0;

/// A statement with more bytes is nobody's.
const LONGEST_STATEMENT: usize = 500;

/// How much two shares or counts may differ and be the same: a third is written as `33%`.
const TOLERANCE: f64 = 0.011;

impl StageAudience {
    /// What the section of the stage says itself.
    pub fn own(&self) -> impl Iterator<Item = &AudienceLine> {
        self.lines.iter().filter(|line| !line.is_beside)
    }

    /// The largest share of all users that the section of the stage gives, in percent, with its
    /// place.
    pub fn share(&self) -> Option<(f64, Span)> {
        largest(self.own(), share_of).map(|(share, line)| (share, line.span))
    }

    /// Whether it is kept to some places: `50% of users in Denmark`.
    pub(crate) fn names_places(&self) -> bool {
        self.lines.iter().any(|line| !line.places().is_empty())
    }

    /// How this audience stands to the one before, as a whole and line by line.
    pub fn against<'a>(&'a self, before: &'a StageAudience) -> AudienceChange<'a> {
        match self.whole_against(before) {
            raised @ AudienceChange::Raised { .. } => raised,
            unclear @ AudienceChange::Unclear { .. } => match self.lines_against(before) {
                Some(raised @ AudienceChange::Raised { .. }) => raised,
                _ => unclear,
            },
            silent => self.lines_against(before).unwrap_or(silent),
        }
    }

    /// What its lines say more than those before, each beside its own. One that came may say more.
    fn lines_against<'a>(&'a self, before: &'a StageAudience) -> Option<AudienceChange<'a>> {
        let (pairs, new) = self.paired_with(before);
        // A table that sums up the stages may come to say what their sections said before.
        let is_known = |after: &AudienceLine| {
            let is_said = |of| after.most(of).zip(before.most(of)).is_some_and(|(new, (old, _))| !is_more(new, old));
            after.is_beside && (is_said(share_of) || is_said(heads_of))
        };
        let raised = pairs.iter().find(|(before, after)| after.is_more_than(before) && !is_known(after));
        if let Some((before, after)) = raised {
            return Some(AudienceChange::Raised { before, after });
        }
        if let Some((before, after)) = pairs.iter().find(|(before, after)| after.may_be_wider_than(before)) {
            return Some(AudienceChange::Unclear { before, after });
        }
        let first = before.lines.iter().find(|line| !line.said.is_empty())?;
        let words: BTreeSet<String> = before.lines.iter().flat_map(|line| words_of(&line.text)).collect();
        let is_split = |line: &AudienceLine| words_of(&line.text).is_subset(&words);
        let after = new.into_iter().find(|line| line.adds() && !is_split(line))?;
        Some(match after.is_whole() {
            true => AudienceChange::Raised { before: first, after },
            false => AudienceChange::Unclear { before: first, after },
        })
    }

    /// Its lines beside those before, one to one: by label and words, then by label in their order.
    /// Gives what came, too.
    fn paired_with<'a>(
        &'a self,
        before: &'a StageAudience,
    ) -> (Vec<(&'a AudienceLine, &'a AudienceLine)>, Vec<&'a AudienceLine>) {
        let mut left: Vec<&AudienceLine> = before.lines.iter().collect();
        let mut new: Vec<&AudienceLine> = self.lines.iter().collect();
        let mut pairs = Vec::new();
        let is_same: [fn(&AudienceLine, &AudienceLine) -> bool; 2] =
            [|one, other| one.label == other.label && one.text == other.text, |one, other| one.label == other.label];
        for is_same in is_same {
            new.retain(|after| {
                let at = left.iter().position(|before| is_same(before, after));
                pairs.extend(at.map(|at| (left.remove(at), *after)));
                at.is_none()
            });
        }
        (pairs, new)
    }

    fn whole_against<'a>(&'a self, before: &'a StageAudience) -> AudienceChange<'a> {
        let (was, is) = (before.most(share_of), self.most(share_of));
        let (heads_before, heads) = (before.most(heads_of), self.most(heads_of));
        let raised = |before: &'a AudienceLine, after: &'a AudienceLine| AudienceChange::Raised { before, after };
        let unclear = || before.lines.iter().find(|line| !line.text.is_empty());
        match (was, is) {
            (Some((old, before)), Some((new, after))) if is_more(new, old) => return raised(before, after),
            (Some((old, _)), Some((new, _))) if is_more(old, new) => return AudienceChange::Lowered,
            (Some((old, before)), Some((_, after))) if old < 100.0 && after.is_open_ended && !before.is_open_ended => {
                return raised(before, after);
            }
            (Some((old, line)), Some(_)) if old < 100.0 && before.added_part().is_none() => {
                if let Some(after) = self.added_part() {
                    return raised(line, after);
                }
            }
            (Some((old, before)), None) => {
                if let Some(after) = self.part().filter(|_| old < 100.0) {
                    return raised(before, after);
                }
            }
            // Everybody is more than whoever it was. A share may be as many as were counted.
            (None, Some((new, after))) if new >= 100.0 => {
                if let Some(before) = unclear() {
                    return raised(before, after);
                }
            }
            (None, Some((_, after))) => {
                let handful = heads_before.filter(|(count, _)| *count <= HANDFUL).map(|(_, line)| line);
                if let Some(before) = handful.or_else(|| before.naming()) {
                    return raised(before, after);
                }
            }
            _ => {}
        }
        match (heads_before, heads) {
            (Some((old, before)), Some((new, after))) if is_more(new, old) => return raised(before, after),
            (Some((old, _)), Some((new, _))) if is_more(old, new) => return AudienceChange::Lowered,
            (Some((old, before)), None) if was.is_none() && is.is_none() => {
                if let Some(after) = self.part().filter(|_| old <= HANDFUL) {
                    return raised(before, after);
                }
            }
            _ => {}
        }
        // A segment that was open for everybody is no smaller beside another one.
        if let (Some(before), None, Some(after)) = (before.segment(false), before.segment(true), self.segment(true)) {
            return raised(before, after);
        }
        if let Some(change) = self.against_names(before).or_else(|| self.against_bare(before)) {
            return change;
        }
        match (was, is, heads_before, heads) {
            (Some((old, line)), Some(_), ..) if old < 100.0 && before.with(&Audience::PartBeside).is_none() => {
                let beside = self.with(&Audience::PartBeside);
                beside.map_or(AudienceChange::Same, |after| AudienceChange::Unclear { before: line, after })
            }
            (Some(_), Some(_), ..) => AudienceChange::Same,
            // A handful is less than any share.
            (Some(_), None, None, Some((count, _))) if count <= HANDFUL => AudienceChange::Lowered,
            (Some((old, line)), None, ..) if old < 100.0 => {
                let is_counted = heads_before.is_some() && heads.is_some();
                let other = self.other_than(before, is_counted);
                other.map_or(AudienceChange::Unknown, |after| AudienceChange::Unclear { before: line, after })
            }
            (_, _, Some(_), Some(_)) => AudienceChange::Same,
            _ => AudienceChange::Unknown,
        }
    }

    /// How a number alone stands to the one before: nobody knows its unit, but it has one.
    fn against_bare<'a>(&'a self, before: &'a StageAudience) -> Option<AudienceChange<'a>> {
        let (old, before) = before.most(bare_of)?;
        if let Some((new, after)) = self.most(share_of) {
            return is_more(new, old).then_some(AudienceChange::Unclear { before, after });
        }
        let (new, after) = self.most(bare_of)?;
        Some(match (is_more(new, old), is_more(old, new)) {
            (true, _) => AudienceChange::Raised { before, after },
            (_, true) => AudienceChange::Lowered,
            _ => AudienceChange::Same,
        })
    }

    /// The first line that says how many see it, and that did not stand there before. Where they
    /// are counted besides, words without a number say who they are.
    fn other_than(&self, before: &StageAudience, is_counted: bool) -> Option<&AudienceLine> {
        let is_new = |line: &&AudienceLine| before.lines.iter().all(|other| other.text != line.text);
        // What waits for a value plans, and says nothing yet.
        let says = |line: &&AudienceLine| !line.is_segment && !line.text.is_empty() && line.said == line.planned;
        let counts = |line: &AudienceLine| line.said.iter().any(|audience| heads_of(audience).is_some());
        let is_meant = |line: &&AudienceLine| !is_counted || (!counts(line) && measure::gives_number(&line.text));
        self.lines.iter().filter(says).filter(is_meant).find(is_new)
    }

    /// Whether names came to those before, beyond a number that is stated.
    fn against_names<'a>(&'a self, before: &'a StageAudience) -> Option<AudienceChange<'a>> {
        let (old, new) = (before.names(), self.names());
        let (old_line, new_line) = (before.naming(), self.naming());
        let stated = self.most(heads_of).map(|(count, _)| count);
        if let (Some(line), None, None, Some(new_count)) = (old_line, new_line, self.most(share_of), stated) {
            let after = self.most(heads_of).map(|(_, line)| line)?;
            return (new_count > old.len() as f64).then_some(AudienceChange::Raised { before: line, after });
        }
        // What counts a crowd counts others than those who are named.
        let is_within = |count: f64| count <= HANDFUL && new.len() as f64 <= count;
        if old.is_empty() || new.len() <= old.len() || !new.is_superset(&old) || stated.is_some_and(is_within) {
            return None;
        }
        // Of a share, names say nothing.
        let is_counted = self.most(share_of).is_none();
        let added = self.naming_lines().find(|line| names_of(line).is_some_and(|names| !names.is_subset(&old)));
        added.zip(old_line).filter(|_| is_counted).map(|(after, before)| AudienceChange::Raised { before, after })
    }

    /// Whether it comes up to a later audience, or is more.
    pub fn reaches(&self, before: &StageAudience, later: &StageAudience) -> bool {
        let planned = |of: fn(&Audience) -> Option<(f64, f64)>| {
            let all = later.lines.iter().flat_map(|line| line.said.iter().chain(&line.planned)).filter_map(of);
            all.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
        };
        let reaches = |of: fn(&Audience) -> Option<(f64, f64)>| {
            let Some(((least, most), (now, _))) = planned(of).zip(self.most(of)) else { return false };
            // What was inside a range before only counts when it comes to the end of it.
            let was_inside = before.most(of).is_some_and(|(was, _)| was >= least);
            now >= if was_inside { most } else { least }
        };
        let is_everybody = self.most(share_of).is_some_and(|(share, _)| share >= 100.0);
        let mut beside = self.paired_with(later).0.into_iter().filter_map(|(later, own)| own.counted_beside(later));
        is_everybody || reaches(share_of) || reaches(heads_of) || beside.any(|(now, planned)| now >= planned)
    }

    /// The line with the largest number of a kind.
    fn most(&self, of: fn(&Audience) -> Option<(f64, f64)>) -> Option<(f64, &AudienceLine)> {
        largest(self.lines.iter(), of)
    }

    /// The line that adds everybody in a part of the users to a share:
    /// `20% of users and everyone in the EU`.
    fn added_part(&self) -> Option<&AudienceLine> {
        let adds = |line: &&AudienceLine| {
            line.said.contains(&Audience::Part) && line.said.iter().any(|audience| share_of(audience).is_some())
        };
        self.lines.iter().find(adds)
    }

    /// The line that speaks of everybody in a part of the users.
    fn part(&self) -> Option<&AudienceLine> {
        self.with(&Audience::Part)
    }

    fn with(&self, audience: &Audience) -> Option<&AudienceLine> {
        self.lines.iter().find(|line| line.said.contains(audience))
    }

    /// The line that names a segment: everybody, or some.
    fn segment(&self, is_everybody: bool) -> Option<&AudienceLine> {
        let names = |line: &&AudienceLine| line.is_segment && !line.text.is_empty();
        self.lines.iter().filter(names).find(|line| measure::is_everybody(&line.text) == is_everybody)
    }

    /// The lines that may name people. The name of a stage does only where nothing else says who
    /// sees it.
    fn naming_lines(&self) -> impl Iterator<Item = &AudienceLine> {
        let is_own = |line: &AudienceLine| line.label != HEADING && !line.text.is_empty();
        let has_own = self.lines.iter().any(is_own);
        self.lines.iter().filter(move |line| !has_own || line.label != HEADING)
    }

    /// The first line with names.
    fn naming(&self) -> Option<&AudienceLine> {
        self.naming_lines().find(|line| names_of(line).is_some())
    }

    fn names(&self) -> BTreeSet<String> {
        self.naming_lines().filter_map(names_of).flatten().cloned().collect()
    }
}

impl AudienceLine {
    /// Whether it says a larger number of the same kind than another line.
    fn is_more_than(&self, before: &AudienceLine) -> bool {
        let is_raised = |of| before.most(of).zip(self.most(of)).is_some_and(|(old, new)| is_more(new, old));
        let counts_more = || self.counted_beside(before).is_some_and(|(new, old)| is_more(new, old));
        is_raised(share_of) || is_raised(heads_of) || counts_more()
    }

    /// The largest number of a kind.
    fn most(&self, of: fn(&Audience) -> Option<(f64, f64)>) -> Option<f64> {
        self.said.iter().filter_map(of).map(|(_, most)| most).reduce(f64::max)
    }

    /// How many it counts of something, and how many of the same another line does.
    fn counted_beside(&self, other: &AudienceLine) -> Option<(f64, f64)> {
        let (noun, most) = self.said.iter().find_map(counted_of)?;
        let (other_noun, other_most) = other.said.iter().find_map(counted_of)?;
        let is_same = is_same_noun(noun, other_noun);
        is_same.then_some((most, other_most))
    }

    /// Whether it may mean more people than another line by its words: others than the team's own,
    /// or the same share of more people.
    fn may_be_wider_than(&self, before: &AudienceLine) -> bool {
        if self.text.is_empty() || self.text == before.text || self.said != self.planned {
            return false;
        }
        if self.leaves_places(before) {
            return true;
        }
        if self.is_segment {
            return false;
        }
        let (was, is) = (fold(&before.text), fold(&self.text));
        let names_others = |text: &str| {
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            words.any(|word| EXTERNAL.has(word) || (word.contains(is_cjk) && EXTERNAL.any_in(word)))
        };
        let names_staff = |text: &str| text.split_whitespace().any(is_own_staff);
        let leaves_staff = || is_own_staff(&was) && (!names_staff(&is) || (names_others(&is) && !names_others(&was)));
        leaves_staff() || self.loses_a_limit(before)
    }

    /// The places that keep it to a part of the people.
    fn places(&self) -> BTreeSet<String> {
        match self.is_segment {
            false => places(&self.text),
            true if REGIONS.has(&self.label) => listed_places(&self.text),
            true => BTreeSet::new(),
        }
    }

    /// Whether it names other places than another line, or more of them, for a share of the people
    /// there: `5% of users in Europe` beside `5% of users in Denmark`. A segment may have become
    /// another one; it is wider by one place more, or by none at all.
    fn leaves_places(&self, before: &AudienceLine) -> bool {
        if !self.is_segment && before.most(share_of).is_none() {
            return false;
        }
        let (was, is) = (before.places(), self.places());
        if was.is_empty() || measure::is_everybody(&before.text) {
            return false;
        }
        // `New Buyers` are some of the `Buyers`.
        let is_inside = |place: &String| was.iter().any(|other| words_of(other).is_subset(&words_of(place)));
        let kept = words_of(&self.text);
        let is_dropped =
            || kept.is_subset(&words_of(&before.text)) && was.iter().any(|place| words_of(place).is_disjoint(&kept));
        match self.is_segment {
            true => is_dropped() || (is.is_superset(&was) && !is.iter().all(is_inside)),
            false => !is.iter().all(is_inside),
        }
    }

    /// Whether it has the share or the count of another line without words that keep it to a part:
    /// `5% of users` beside `5% of EU users`.
    fn loses_a_limit(&self, before: &AudienceLine) -> bool {
        let is_nobodys = before.text.len() > LONGEST_STATEMENT;
        let kept = words_of(&self.text);
        if is_nobodys || self.said.is_empty() || self.said != before.said || !kept.is_subset(&words_of(&before.text)) {
            return false;
        }
        let written: Vec<&str> =
            before.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let words: Vec<String> = written.iter().map(|word| fold(word)).collect();
        let is_lost = |at: &usize| !kept.contains(&words[*at]);
        let means_a_part = |at: &usize| {
            let word = words[*at].as_str();
            let is_number = word.contains(|c: char| c.is_ascii_digit());
            let is_time = TIME.meaning(word).is_some();
            !(is_number || is_time || FILLERS.has(word) || DRAWN.has(word) || SHARES.meaning(word).is_some())
        };
        let limits = |at: usize| {
            let behind = (at + 1..words.len()).find(|at| !is_lost(at)).map(|at| words[at].as_str());
            // An adjective is one word: `utilisateurs chaque jour` keeps nobody out.
            let is_one = at + 1 == words.len() || !is_lost(&(at + 1));
            let ahead = at.checked_sub(1).filter(|_| is_one).map(|before| words[before].as_str());
            let place = (0..at).rev().find(|at| !FILLERS.has(&words[*at]) || WHERE.has(&words[*at]));
            let is_place = written[at].starts_with(char::is_uppercase) && month(&words[at]).is_none();
            ONLY.has(&words[at])
                || behind.is_some_and(|word| PEOPLE.has(word))
                || ahead.is_some_and(is_people_before_adjective)
                || (is_place && place.is_some_and(|at| WHERE.has(&words[at])))
        };
        (0..words.len()).filter(is_lost).filter(means_a_part).any(limits)
    }

    /// Whether it says of some more people that they see the stage.
    fn adds(&self) -> bool {
        let is_free = self.label.is_empty() || self.is_part;
        // What is counted may be anything beside those who see it.
        let says = self.said.iter().any(|audience| counted_of(audience).is_none()) || self.is_whole();
        is_free && !self.is_segment && self.said == self.planned && says
    }

    /// Whether it speaks of all of some people, who are not the team's own: `all partners`.
    fn is_whole(&self) -> bool {
        let text = fold(&self.text);
        let (word, rest) = text.split_once(' ').unwrap_or((&text, ""));
        SHARES.meaning(word) == Some((1, 1)) && !is_own_staff(rest) && !measure::is_everybody(&text)
    }
}

/// Whether a word for people is of a language in which an adjective stands behind: `utilisateurs
/// européens`.
fn is_people_before_adjective(word: &str) -> bool {
    [PEOPLE.pt, PEOPLE.es, PEOPLE.fr, PEOPLE.it].iter().any(|words| words.contains(&word))
}

/// The words of a text, folded.
fn words_of(text: &str) -> BTreeSet<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The line with the largest number of a kind. What is said of a part does not count.
fn largest<'a>(
    lines: impl Iterator<Item = &'a AudienceLine>,
    of: fn(&Audience) -> Option<(f64, f64)>,
) -> Option<(f64, &'a AudienceLine)> {
    let all = lines.filter(|line| !line.is_part).filter_map(|line| Some((line.most(of)?, line)));
    all.max_by(|(one, _), (other, _)| one.total_cmp(other))
}

fn share_of(audience: &Audience) -> Option<(f64, f64)> {
    match audience {
        Audience::Share { least, most } => Some((*least, *most)),
        _ => None,
    }
}

fn heads_of(audience: &Audience) -> Option<(f64, f64)> {
    match audience {
        Audience::Heads { least, most } => Some((*least, *most)),
        _ => None,
    }
}

fn bare_of(audience: &Audience) -> Option<(f64, f64)> {
    match audience {
        Audience::Bare(number) => Some((*number, *number)),
        _ => None,
    }
}

fn counted_of(audience: &Audience) -> Option<(&str, f64)> {
    match audience {
        Audience::Counted { noun, most } => Some((noun, *most)),
        _ => None,
    }
}

fn names_of(line: &AudienceLine) -> Option<&BTreeSet<String>> {
    line.said.iter().find_map(|audience| match audience {
        Audience::Named(names) => Some(names),
        _ => None,
    })
}

/// Whether a number is more than another one, and not the same one rounded.
fn is_more(one: f64, other: f64) -> bool {
    one > other * (1.0 + TOLERANCE)
}
