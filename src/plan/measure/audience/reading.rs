//! What the words and numbers of one statement say of who sees a stage.

use crate::plan::measure::amount::{Amount, Unit, is_in_thousands};
use crate::plan::measure::sentence::Sentence;
use crate::text::is_cjk;
use crate::words::audiences::{AudienceLabel, FILLERS, OF, OUT_OF, PEOPLE, SHARES, WHERE};
use crate::words::force::IN_FORCE;
use crate::words::numerals::{NUMERALS, Numeral};
use crate::words::qualifiers::{FOR, Qualifier};
use crate::words::remarks::is_plural_of;
use crate::words::roles::is_own_staff;
use crate::words::stages::{HEADINGS_AMONG_STAGES, NAMES};
use crate::words::status::NEXT;
use std::ops::Range;

/// The reading of one statement.
pub(super) struct Reading<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) label: AudienceLabel,
}

impl Reading<'_> {
    fn word(&self, at: usize) -> &str {
        self.sentence.word(at).unwrap_or_default()
    }

    /// Whether those who are reached stand behind a token.
    fn has_people_behind(&self, at: usize) -> bool {
        let clause = self.sentence.clause(at);
        (at + 1..clause.end.min(at + 5))
            .take_while(|index| self.sentence.amount(*index).is_none())
            .any(|index| is_people(self.word(index)))
    }

    /// Whether what stands at a token is for a stage that its clause names: `then 100% in Stage 3`,
    /// `GA: everyone`.
    fn is_of_another_stage(&self, at: usize) -> bool {
        let clause = self.sentence.clause(at);
        let is_heading = |index: usize| HEADINGS_AMONG_STAGES.has(self.word(index));
        let is_name = |index: usize| NAMES.has(self.word(index));
        let is_in = |index: &usize| {
            let is_place = || matches!(self.sentence.qualifier(index - 1), Some(Qualifier::Adverb | Qualifier::Part));
            is_heading(*index) || (is_name(*index) && is_place())
        };
        let start = clause.start;
        // `next stage: 100%`, `étape suivante : 100 %`
        let is_next = |index: usize| NEXT.has(self.word(index));
        let names_next = |one: usize, other: usize| is_next(one) && is_heading(other);
        let leads_on = start > 1 && (names_next(start - 2, start - 1) || names_next(start - 1, start - 2));
        // `; next: 100%`
        let is_next_alone = start > 0 && is_next(start - 1) && self.sentence.clause(start - 1).len() == 1;
        let is_before =
            leads_on || is_next_alone || (start > 0 && is_name(start - 1)) || (start > 1 && is_heading(start - 2));
        // In a heading it is the name of the stage itself.
        (is_before && self.label != AudienceLabel::Heading) || (at + 1..clause.end).any(|index| is_in(&index))
    }

    /// Where a part goes on behind the day since which it holds: `from 15 March everyone`.
    fn behind_day(&self, part: &Range<usize>) -> usize {
        let sentence = self.sentence;
        if !sentence.is_dated(part.start) {
            return part.start;
        }
        let is_of_day = |index: &usize| match sentence.amount(*index) {
            Some(amount) => sentence.is_number_of_day(amount),
            None => sentence.is_day(self.word(*index)) || sentence.leads_to_day(part.start..*index + 1),
        };
        (part.start + 1..part.end).find(|index| !is_of_day(index)).unwrap_or(part.end)
    }

    /// Whether words say nothing that changes a share.
    fn is_plain(&self, mut range: Range<usize>) -> bool {
        range.all(|index| {
            let word = self.word(index);
            self.sentence.amount(index).is_none()
                && (FILLERS.has(word) || IN_FORCE.has(word) || SHARES.meaning(word).is_some())
        })
    }

    /// Whether a heading gives a percentage as the share of a stage: `Beta (20 %)`, `Canary 5%`,
    /// and not `Beta (80% done)`.
    fn is_in_heading(&self, at: usize, clause: &Range<usize>) -> bool {
        let is_plain = (clause.start == 0 || self.is_plain(clause.start..at))
            && self.is_plain(self.end_of_range(at) + 1..clause.end);
        // `half` in a name measures against nothing: `Half (50%)`.
        let is_share = || clause.start > 0 && self.is_plain(0..clause.start);
        self.label == AudienceLabel::Heading
            && is_plain
            && (!self.sentence.is_relative(self.sentence.all()) || is_share())
    }

    /// All shares that a text names, whatever it says of them.
    pub(super) fn all_shares(&self) -> Vec<f64> {
        let share = |at: usize| match self.sentence.amount(at) {
            Some(amount) => (amount.unit == Unit::Percent && amount.value <= 100.0).then_some(amount.value),
            None => SHARES.meaning(self.word(at)).map(|(part, whole)| f64::from(part) / f64::from(whole) * 100.0),
        };
        (0..self.sentence.tokens.len()).filter_map(share).collect()
    }

    /// The percentages that hold. `is_said` tells that words have said a share before.
    pub(super) fn percentages(&self, is_said: bool) -> Vec<f64> {
        let sentence = self.sentence;
        let mut found: Vec<(usize, f64)> = Vec::new();
        for at in 0..sentence.tokens.len() {
            let Some(amount) = sentence.amount(at).filter(|amount| amount.unit == Unit::Percent) else { continue };
            let is_own = is_own_staff(&sentence.text[amount.place.end..]);
            let (clause, part) = (sentence.clause(at), sentence.part(at));
            let start = self.behind_day(&part);
            let is_dated = start > part.start && start <= at;
            if amount.value > 100.0 || is_own || (sentence.is_past(at) && !is_dated) {
                continue;
            }
            let has_people = self.has_people_behind(self.end_of_range(at));
            let is_first = !is_said && (0..at).all(|index| sentence.amount(index).is_none());
            let holds = if is_first {
                let is_meant = matches!(self.label, AudienceLabel::Audience | AudienceLabel::Size);
                has_people || is_meant || self.is_in_heading(at, &clause)
            } else if self.is_about_others(at, &part) {
                false
            } else if found.iter().any(|(other, _)| clause.contains(other)) {
                true
            } else {
                let is_since = IN_FORCE.has(self.word(at + 1)) || sentence.is_dated(at + 1);
                let is_in_force = at + 1 == part.end || is_since;
                let opens = IN_FORCE.has(self.word(part.start)) || self.is_plain(start..at);
                opens && (has_people || is_in_force) && !self.is_of_another_stage(at)
            };
            if holds {
                found.push((at, amount.value));
            }
        }
        found.into_iter().map(|(_, value)| value).collect()
    }

    /// The shares in words and fractions of the first clause, and those of later ones. `None` is
    /// everybody in a part.
    pub(super) fn quantified(&self) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
        let (mut first, mut later) = (Vec::new(), Vec::new());
        // Most words are neither numbers nor shares.
        let may_be = |at: &usize| {
            let word = self.word(*at);
            self.sentence.amount(*at).is_some() || SHARES.meaning(word).is_some() || NUMERALS.meaning(word).is_some()
        };
        for at in (0..self.sentence.tokens.len()).filter(may_be) {
            let part = self.sentence.part(at);
            let is_first = part.start == 0;
            let start = self.behind_day(&part);
            let is_dated = start > part.start && start <= at;
            let part = if is_dated { start..part.end } else { part };
            let in_numbers = || self.below_one(at, &part).or_else(|| self.one_in(at, &part));
            let Some(share) = self.in_words(at, &part).or_else(|| in_numbers().map(Some)) else {
                continue;
            };
            if self.sentence.is_past(at) && !is_dated {
                continue;
            }
            if is_first {
                first.push(share);
            } else if share.is_some()
                && self.is_plain(part.start..at)
                && !self.is_of_another_stage(at)
                && !self.is_about_others(at, &part)
            {
                later.push(share);
            }
        }
        (first, later)
    }

    /// Whether it is said beside a share of something else that it is whole: `20% of users (all
    /// shops)`, `20% of users for 100% of the sessions`. It has another noun, and does not say from
    /// when on.
    fn is_about_others(&self, at: usize, part: &Range<usize>) -> bool {
        let sentence = &self.sentence;
        let noun_in = |mut range: Range<usize>| range.find(|index| is_people(self.word(*index)));
        let (Some(own), Some(first)) = (noun_in(at + 1..part.end), noun_in(0..at)) else { return false };
        let is_whole = match sentence.amount(at) {
            Some(amount) => amount.unit == Unit::Percent && amount.value >= 100.0,
            None => matches!(SHARES.meaning(self.word(at)), Some((_, 1))),
        };
        let is_timed = part.clone().any(|index| sentence.is_dated(index) || IN_FORCE.has(self.word(index)));
        let is_added = part.start > 0 && sentence.adds(part.start - 1);
        // In the part of the share itself a word leads from it to the other: `to 100%` would raise
        // it.
        let is_led_to =
            |before: usize| FOR.has(self.word(before)) || sentence.qualifier(before) == Some(Qualifier::Part);
        let is_beside = first < part.start || at.checked_sub(1).is_some_and(is_led_to);
        is_whole && is_beside && !is_timed && !is_added && self.word(own) != self.word(first)
    }

    /// Whether everybody in a part comes in addition: `20% of users and everyone in the EU`.
    pub(super) fn adds_a_part(&self) -> bool {
        let sentence = self.sentence;
        (1..sentence.tokens.len()).filter(|at| sentence.adds(at - 1)).any(|at| {
            let part = sentence.part(at);
            part.start == at && self.in_words(at, &part) == Some(None) && !self.is_of_another_stage(at)
        })
    }

    /// Whether everybody in a part, or more of a part, is said behind a share, which may be a part
    /// of that share, or come in addition: `20% of users (100% in the EU)`.
    pub(super) fn has_part_beside(&self) -> bool {
        let sentence = self.sentence;
        let is_in = |at: usize| WHERE.has(self.word(at)) && self.word(at + 1).contains(char::is_alphabetic);
        let is_whole = |at: usize, part: &Range<usize>| match sentence.amount(at) {
            Some(amount) if amount.unit != Unit::Percent || amount.value > 100.0 => false,
            Some(amount) => {
                // In brackets it may be a part of the share itself: `20% (80% in DE)`.
                let is_free = || !sentence.text[..amount.place.start].ends_with(['(', '（']);
                let is_more = || self.all_shares().first().is_some_and(|first| amount.value > *first);
                is_in(at + 1) && (amount.value == 100.0 || (is_free() && is_more()))
            }
            None => {
                let people = (at + 1..part.end).take_while(|index| is_people(self.word(*index))).count();
                is_in(at + 1 + people) && self.in_words(at, part) == Some(None)
            }
        };
        (1..sentence.tokens.len()).any(|at| {
            let part = sentence.part(at);
            let is_behind = part.start > 0 && is_whole(at, &part) && self.is_plain(part.start..at);
            is_behind && !sentence.is_past(at) && !self.is_of_another_stage(at) && !self.is_about_others(at, &part)
        })
    }

    /// The number that is all that the text says, without a unit.
    pub(super) fn bare(&self) -> Option<f64> {
        let [amount] = &self.sentence.amounts[..] else { return None };
        let is_alone = self.sentence.tokens.len() == 1 && amount.unit == Unit::Bare && !amount.signed;
        is_alone.then_some(amount.value)
    }

    /// The share that a number below one is: `0.5`, `½ of users`.
    fn below_one(&self, at: usize, clause: &Range<usize>) -> Option<f64> {
        let amount = self.sentence.amount(at)?;
        let is_below_one = amount.unit.is_count() && !amount.signed && amount.value > 0.0 && amount.value < 1.0;
        let is_plain = |index: usize| index == at || self.is_plain(index..index + 1);
        let is_alone = || self.label == AudienceLabel::Audience && clause.clone().all(is_plain);
        (is_below_one && (self.has_people_behind(at) || is_alone())).then_some(100.0 * amount.value)
    }

    /// The share that a word is: `half`, `2 thirds`, `every fifth`, `all`.
    fn in_words(&self, at: usize, clause: &Range<usize>) -> Option<Option<f64>> {
        let word = self.word(at);
        let (part, whole) = SHARES.meaning(word).filter(|_| !word.contains(is_cjk))?;
        let behind = &self.sentence.text[self.sentence.tokens[at].place.end..];
        if is_own_staff(behind) {
            return None;
        }
        // Since when it holds changes nothing: `everyone from 3 April`.
        let end = (at + 1..clause.end).find(|index| self.sentence.is_dated(*index)).unwrap_or(clause.end);
        let clause = clause.start..end;
        let number = at.checked_sub(1).and_then(|before| self.sentence.amount(before));
        if whole > 1 {
            let is_alone = self.label == AudienceLabel::Audience
                && clause.clone().all(|index| index == at || index + 1 == at || self.is_plain(index..index + 1));
            let needs_every = matches!(word, "other");
            let has_every = at > clause.start && SHARES.meaning(self.word(at - 1)) == Some((1, 1));
            // In English they are levels: `all tiers`, `2 tiers`.
            let needs_people = matches!(word, "tiers");
            let is_meant = self.has_people_behind(at) || (is_alone && !needs_people);
            if !is_meant || (needs_every && !has_every) {
                return None;
            }
            let times = number.and_then(Amount::count).filter(|times| *times < u64::from(whole)).unwrap_or(1);
            return Some(Some(100.0 * times as f64 * f64::from(part) / f64::from(whole)));
        }
        // `half of all users`, `20% of all users`, `all 5 customers`, `every fifth user`.
        let is_part_of_another = clause.clone().any(|index| {
            let is_other = SHARES.meaning(self.word(index)).is_some_and(|(_, whole)| whole > 1);
            self.sentence.amount(index).is_some() || is_other
        });
        if is_part_of_another {
            return None;
        }
        let people = (at + 1..clause.end).find(|index| is_people(self.word(*index)));
        let is_everybody = |word: &str| word.starts_with("every") && word.len() > "every".len();
        match people {
            Some(people) if self.is_plain(at + 1..people) && self.is_plain(people + 1..clause.end) => Some(Some(100.0)),
            Some(_) => Some(None),
            // `everyone`, `all`.
            None if self.label != AudienceLabel::Segment && self.is_plain(at + 1..clause.end) => {
                let is_meant = self.label == AudienceLabel::Audience || is_everybody(word);
                (is_meant && self.is_plain(clause.start..at)).then_some(Some(100.0))
            }
            None => is_everybody(word).then_some(None),
        }
    }

    /// The share that two numbers are: `1 in 5`, `1/5`.
    fn one_in(&self, at: usize, clause: &Range<usize>) -> Option<f64> {
        let article = || NUMERALS.meaning(self.word(at)).filter(|numeral| *numeral == Numeral::Unclear(1)).map(|_| 1);
        let part = self.sentence.amount(at).map_or_else(article, Amount::count)?;
        // `uno de cada dos`: one of the words for two means something else elsewhere.
        let unclear = |index: usize| match NUMERALS.meaning(self.word(index)) {
            Some(Numeral::Unclear(value @ 2..)) => Some(u64::from(value)),
            _ => None,
        };
        let is_number = |index: &usize| self.sentence.amount(*index).is_some() || unclear(*index).is_some();
        let whole = (at + 1..clause.end.min(at + 5)).find(is_number)?;
        let between = at + 1..whole;
        let joins = |index: usize| OUT_OF.has(self.word(index)) || self.word(index) == "/";
        let is_joined =
            between.clone().any(joins) && between.clone().all(|index| joins(index) || is_people(self.word(index)));
        let count = self.sentence.amount(whole).map_or_else(|| unclear(whole), Amount::count)?;
        // `3 of 5 customers` counts those who take part.
        let is_rounded = matches!(count, 100 | 1000);
        let is_count = between.len() == 1 && OF.has(self.word(at + 1)) && part != 1 && !is_rounded;
        let has_people = self.has_people_behind(whole) || between.clone().any(|index| is_people(self.word(index)));
        let is_meant = has_people || self.label == AudienceLabel::Audience;
        (is_joined && !is_count && is_meant && (1..count).contains(&part)).then(|| 100.0 * part as f64 / count as f64)
    }

    /// The place of the upper end of the range that begins at an amount, else of the amount itself.
    fn end_of_range(&self, at: usize) -> usize {
        let is_ranged = |at: usize| self.sentence.amount(at).is_some_and(|amount| amount.ranged);
        if is_ranged(at) && is_ranged(at + 1) { at + 1 } else { at }
    }

    /// How many an amount counts. Nobody counts people, or places, in thousandths.
    fn count(&self, amount: &Amount) -> f64 {
        let digits = self.sentence.digits(amount);
        let plain = is_in_thousands(digits, '.').then(|| digits.replace('.', "").parse().ok());
        plain.flatten().unwrap_or(amount.value)
    }

    /// What the text counts first, and how many of it there are at most: `up to 12 clusters`.
    pub(super) fn counted(&self) -> Option<(String, f64)> {
        let sentence = self.sentence;
        let at = (0..sentence.tokens.len()).find(|at| sentence.amount(*at).is_some())?;
        let leads = |at: usize| FILLERS.has(self.word(at)) || sentence.qualifier(at).is_some();
        let end = sentence.amount(self.end_of_range(at))?;
        let Unit::Other(noun) = &end.unit else { return None };
        let is_noun = noun.chars().count() > 2 && noun.chars().all(char::is_alphabetic);
        let is_meant = is_noun && !FILLERS.has(noun) && !OUT_OF.has(noun) && !end.signed && (0..at).all(leads);
        is_meant.then(|| (noun.clone(), self.count(end)))
    }

    /// A share of something that is in no list of people, with its noun, in percent:
    /// `30% of staff`, `all couriers`.
    pub(super) fn share_of_others(&self) -> Option<(String, f64)> {
        let sentence = self.sentence;
        let is_whole = |at: usize| SHARES.meaning(self.word(at)) == Some((1, 1));
        let share = |at: usize| match sentence.amount(at) {
            Some(amount) => (amount.unit == Unit::Percent && OF.has(self.word(at + 1))).then_some(amount.value),
            None => is_whole(at).then_some(100.0),
        };
        let (at, share) = (0..sentence.tokens.len()).find_map(|at| Some((at, share(at)?)))?;
        let part = sentence.part(at);
        let is_first = part.start == 0 && self.is_plain(0..at);
        if !(is_first || self.label == AudienceLabel::Heading) || share > 100.0 || sentence.is_past(at) {
            return None;
        }
        let noun = (at + 1..part.end).find(|index| !FILLERS.has(self.word(*index)))?;
        // `everyone in Denmark` names no noun.
        if (at + 1..noun).any(|index| WHERE.has(self.word(index))) {
            return None;
        }
        let words: Vec<&str> = (noun..part.end).map(|index| self.word(index)).collect();
        let is_noun = |word: &&str| {
            let is_known = is_people(word) || IN_FORCE.has(word) || WHERE.has(word) || SHARES.meaning(word).is_some();
            word.chars().all(char::is_alphabetic) && !word.is_empty() && !is_known
        };
        (words.len() <= MOST_NOUNS && words.iter().all(is_noun)).then(|| (format!("% {}", words.join(" ")), share))
    }

    /// The numbers of people.
    pub(super) fn heads(&self) -> Vec<f64> {
        let sentence = self.sentence;
        let mut found = Vec::new();
        for at in 0..sentence.tokens.len() {
            let Some(amount) = sentence.amount(at) else { continue };
            let clause = sentence.clause(at);
            let is_whole_of_another = at > clause.start && (OUT_OF.has(self.word(at - 1)) || self.word(at - 1) == "/");
            let is_part_of_another = self.below_one(at, &clause).or_else(|| self.one_in(at, &clause)).is_some();
            if !amount.unit.is_count()
                || amount.signed
                || is_whole_of_another
                || is_part_of_another
                || sentence.is_past(at)
            {
                continue;
            }
            let noun_of = self.end_of_range(at);
            let is_bare_size = self.label == AudienceLabel::Size && clause.start == 0 && amount.unit == Unit::Bare;
            // The word behind a number is its unit.
            let noun = if let Unit::Other(noun) = &amount.unit { noun } else { "" };
            let is_by_now = !found.is_empty() && (IN_FORCE.has(noun) || IN_FORCE.has(self.word(noun_of + 1)));
            if self.has_people_behind(noun_of) || is_bare_size || is_by_now {
                let count = self.count(amount);
                let start = sentence.part(at).start;
                // Those who come in addition make more of those before.
                match found.last_mut().filter(|_| start > 0 && sentence.adds(start - 1)) {
                    Some(last) => *last += count,
                    None => found.push(count),
                }
            }
        }
        found
    }
}

/// How many words what a share is of has at most: `engineering team`.
const MOST_NOUNS: usize = 3;

/// Whether a word is for those who are reached.
fn is_people(word: &str) -> bool {
    let is_one_of = || PEOPLE.iter().any(|many| is_plural_of(many, word));
    PEOPLE.has(word)
        || is_one_of()
        || (word.contains(is_cjk) && PEOPLE.ja.iter().chain(PEOPLE.zh).any(|noun| word.contains(noun)))
}
