//! Who sees a stage: a share of all users, so many of them, or some by their names.

mod signs;

use self::signs::in_signs;
use super::amount::{Amount, Side, Unit};
use super::numerals::{with_digits, with_joined_thousands};
use super::sentence::{Sentence, normal};
use super::statement::with_millions;
use crate::text::{Memo, fold, is_cjk, remembered};
use crate::words::audiences::{AudienceLabel, EVERYBODY, EVERYWHERE, FILLERS, OF, OUT_OF, PEOPLE, SHARES, WHERE};
use crate::words::force::IN_FORCE;
use crate::words::numerals::{NUMERALS, Numeral};
use crate::words::people::BETWEEN;
use crate::words::qualifiers::{FOR, Qualifier};
use crate::words::roles::is_own_staff;
use crate::words::stages::{HEADINGS_AMONG_STAGES, NAMES};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// Who sees a stage, by one statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Audience {
    /// A share of all users, in percent.
    Share {
        /// The lower end.
        least: f64,
        /// The upper end.
        most: f64,
    },
    /// So many of them.
    Heads {
        /// The lower end.
        least: f64,
        /// The upper end.
        most: f64,
    },
    /// Everybody in a part of them, of which nobody knows how large it is: `all users in the EU`.
    Part,
    /// The same beside a share, where nobody can tell whether it comes in addition:
    /// `20% of users (100% in the EU)`.
    PartBeside,
    /// A number alone, of which nobody knows whether it is a share or a count.
    Bare(f64),
    /// These, by their folded names.
    Named(BTreeSet<String>),
}

thread_local! {
    static KNOWN: RefCell<Memo<Vec<Audience>>> = RefCell::default();
}

/// Reads who sees a stage. `label` says what the label before the text promises. What is not
/// understood is left out.
pub(crate) fn read_audience(text: &str, label: AudienceLabel) -> Vec<Audience> {
    // The same text may mean another thing behind another label.
    let labelled = [char::from(label as u8).encode_utf8(&mut [0; 4]), text].concat();
    remembered(&KNOWN, &labelled, |_| audience(text, label))
}

/// A text with more words and numbers than these is nobody's sentence.
const MOST_TOKENS: usize = 2000;

fn audience(text: &str, label: AudienceLabel) -> Vec<Audience> {
    if label == AudienceLabel::Percent {
        let is_number = text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic);
        let in_percent = if is_number && !text.contains('%') { &*format!("{text}%") } else { text };
        return audience(in_percent, AudienceLabel::Audience);
    }
    if matches!(label, AudienceLabel::Audience | AudienceLabel::Size) && EVERYBODY.has(&bare(text)) {
        return vec![Audience::Share { least: 100.0, most: 100.0 }];
    }
    // An estimate is a number like any other here.
    let is_estimate = |c: char| matches!(c, '~' | '≈');
    let exact = if text.contains(is_estimate) { &*text.replace(is_estimate, " ") } else { text };
    let sentence = Sentence::of_normal(with_digits(&normal(&with_millions(&with_joined_thousands(exact)))));
    let reading = Reading { sentence: &sentence, label };
    if sentence.tokens.len() > MOST_TOKENS {
        return ends(&reading.all_shares()).map(|(least, most)| Audience::Share { least, most }).into_iter().collect();
    }
    let (first, later) = reading.quantified();
    let mut shares: Vec<f64> = first.iter().copied().flatten().collect();
    shares.extend(reading.percentages(!shares.is_empty()));
    shares.extend(later.iter().copied().flatten());
    shares.extend(in_signs(text));
    let is_part = reading.adds_a_part() || (shares.is_empty() && (first.contains(&None) || later.contains(&None)));
    let heads = reading.heads();
    let mut found = Vec::new();
    found.extend(ends(&shares).map(|(least, most)| Audience::Share { least, most }));
    found.extend(ends(&heads).map(|(least, most)| Audience::Heads { least, most }));
    if is_part {
        found.push(Audience::Part);
    } else if !shares.is_empty() && reading.has_part_beside() {
        found.push(Audience::PartBeside);
    }
    if found.is_empty() && label == AudienceLabel::Audience {
        found.extend(reading.bare().map(Audience::Bare));
    }
    if found.is_empty() && !matches!(label, AudienceLabel::Segment | AudienceLabel::Size) {
        found.extend(names(text).map(Audience::Named));
    }
    found
}

/// Whether a text says as a whole that a segment leaves nobody out: `All`, `Worldwide`.
pub(crate) fn is_everybody(text: &str) -> bool {
    let text = bare(text);
    EVERYBODY.has(&text) || EVERYWHERE.has(&text)
}

/// A folded text without the signs around it.
fn bare(text: &str) -> String {
    fold(text).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Whether a text gives a share without an upper end: `at least 20% of users`, `20%+`.
pub(crate) fn is_open_ended(text: &str) -> bool {
    if !text.contains('%') {
        return false;
    }
    let sentence = Sentence::read(text);
    let is_share =
        |at: &usize| sentence.amount(*at).is_some_and(|amount| amount.unit == Unit::Percent && !amount.ranged);
    let is_above = |at: usize| sentence.compared(at).is_some_and(|compared| compared.side().0 == Side::Above);
    (0..sentence.tokens.len()).find(is_share).is_some_and(is_above)
}

fn ends(values: &[f64]) -> Option<(f64, f64)> {
    let least = values.iter().copied().min_by(f64::total_cmp)?;
    Some((least, values.iter().copied().max_by(f64::total_cmp)?))
}

/// The reading of one statement.
struct Reading<'a> {
    sentence: &'a Sentence,
    label: AudienceLabel,
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
        let is_before = (start > 0 && is_name(start - 1)) || (start > 1 && is_heading(start - 2));
        // In a heading it is the name of the stage itself.
        (is_before && self.label != AudienceLabel::Heading) || (at + 1..clause.end).any(|index| is_in(&index))
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
        let is_plain = (clause.start == 0 || self.is_plain(clause.start..at)) && self.is_plain(at + 1..clause.end);
        self.label == AudienceLabel::Heading && is_plain && !self.sentence.is_relative()
    }

    /// All shares that a text names, whatever it says of them.
    fn all_shares(&self) -> Vec<f64> {
        let share = |at: usize| match self.sentence.amount(at) {
            Some(amount) => (amount.unit == Unit::Percent && amount.value <= 100.0).then_some(amount.value),
            None => SHARES.meaning(self.word(at)).map(|(part, whole)| f64::from(part) / f64::from(whole) * 100.0),
        };
        (0..self.sentence.tokens.len()).filter_map(share).collect()
    }

    /// The percentages that hold. `is_said` tells that words have said a share before.
    fn percentages(&self, is_said: bool) -> Vec<f64> {
        let sentence = self.sentence;
        let mut found: Vec<(usize, f64)> = Vec::new();
        for at in 0..sentence.tokens.len() {
            let Some(amount) = sentence.amount(at).filter(|amount| amount.unit == Unit::Percent) else { continue };
            let is_own = is_own_staff(&sentence.text[amount.place.end..]);
            if amount.value > 100.0 || is_own || sentence.is_past(at) {
                continue;
            }
            let (clause, part) = (sentence.clause(at), sentence.part(at));
            let has_people = self.has_people_behind(at);
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
                let opens = IN_FORCE.has(self.word(part.start)) || self.is_plain(part.start..at);
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
    fn quantified(&self) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
        let (mut first, mut later) = (Vec::new(), Vec::new());
        // Most words are neither numbers nor shares.
        let may_be = |at: &usize| {
            let word = self.word(*at);
            self.sentence.amount(*at).is_some() || SHARES.meaning(word).is_some() || NUMERALS.meaning(word).is_some()
        };
        for at in (0..self.sentence.tokens.len()).filter(may_be) {
            let part = self.sentence.part(at);
            let in_numbers = || self.below_one(at, &part).or_else(|| self.one_in(at, &part));
            let Some(share) = self.in_words(at, &part).or_else(|| in_numbers().map(Some)) else {
                continue;
            };
            if self.sentence.is_past(at) {
                continue;
            }
            if part.start == 0 {
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
    fn adds_a_part(&self) -> bool {
        let sentence = self.sentence;
        (1..sentence.tokens.len()).filter(|at| sentence.adds(at - 1)).any(|at| {
            let part = sentence.part(at);
            part.start == at && self.in_words(at, &part) == Some(None) && !self.is_of_another_stage(at)
        })
    }

    /// Whether everybody in a part is said behind a share, which may be a part of that share, or
    /// come in addition: `20% of users (100% in the EU)`.
    fn has_part_beside(&self) -> bool {
        let sentence = self.sentence;
        let is_in = |at: usize| WHERE.has(self.word(at)) && self.word(at + 1).contains(char::is_alphabetic);
        let is_whole = |at: usize, part: &Range<usize>| match sentence.amount(at) {
            Some(amount) => amount.unit == Unit::Percent && amount.value == 100.0 && is_in(at + 1),
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
    fn bare(&self) -> Option<f64> {
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

    /// The numbers of people.
    fn heads(&self) -> Vec<f64> {
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
            let is_range = amount.ranged && sentence.amount(at + 1).is_some_and(|next| next.ranged);
            let noun_of = if is_range { at + 1 } else { at };
            let is_bare_size = self.label == AudienceLabel::Size && clause.start == 0 && amount.unit == Unit::Bare;
            // The word behind a number is its unit.
            let noun = if let Unit::Other(noun) = &amount.unit { noun } else { "" };
            let is_by_now = !found.is_empty() && (IN_FORCE.has(noun) || IN_FORCE.has(self.word(noun_of + 1)));
            if self.has_people_behind(noun_of) || is_bare_size || is_by_now {
                // Nobody counts people in thousandths.
                let digits = sentence.digits(amount);
                let plain = super::amount::is_in_thousands(digits, '.').then(|| digits.replace('.', "").parse().ok());
                let count = plain.flatten().unwrap_or(amount.value);
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

/// Whether a word is for those who are reached.
fn is_people(word: &str) -> bool {
    PEOPLE.has(word) || (word.contains(is_cjk) && PEOPLE.ja.iter().chain(PEOPLE.zh).any(|noun| word.contains(noun)))
}

/// The names in a text that is nothing but names.
fn names(text: &str) -> Option<BTreeSet<String>> {
    // Most texts are sentences, and end here.
    if text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let listed = BETWEEN.iter().fold(text.to_owned(), |text, word| text.replace(word, ","));
    let parts = listed.split([',', ';', '/', '&', '、', '，']).map(str::trim).filter(|part| !part.is_empty());
    let is_name = |part: &str| {
        let is_capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let mut words = part.split_whitespace();
        words.clone().count() <= 4 && words.all(is_capital) && part.chars().any(char::is_uppercase)
    };
    let names: Option<BTreeSet<String>> = parts.map(|part| is_name(part).then(|| fold(part))).collect();
    names.filter(|names| !names.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Audience> {
        read_audience(text, AudienceLabel::Audience)
    }

    fn share(text: &str) -> Option<f64> {
        read(text).iter().find_map(|audience| match audience {
            Audience::Share { most, .. } => Some(*most),
            _ => None,
        })
    }

    fn heads(text: &str) -> Option<f64> {
        read(text).iter().find_map(|audience| match audience {
            Audience::Heads { most, .. } => Some(*most),
            _ => None,
        })
    }

    #[test]
    fn a_text_that_nobody_writes_has_all_shares_that_it_names() {
        let many = "20% and ".repeat(50_000);
        assert_eq!(share(&[&many, "10% of users"].concat()), Some(20.0));
        assert_eq!(share(&[&many, "60% of users"].concat()), Some(60.0));
        assert_eq!(share(&[&many, "everyone"].concat()), Some(100.0));
    }

    #[test]
    fn a_share_is_read_in_any_writing() {
        for text in [
            "20% of users", "20 percent of users", "twenty percent of users", "20 % der Nutzer",
            "zwanzig Prozent der Nutzer", "20% dos usuários", "vinte por cento dos usuários",
            "el 20 % de los usuarios", "20 % des utilisateurs", "one in five users", "1 in 5 users", "1/5 of users",
            "a fifth of the users", "every fifth user", "jeder fünfte Nutzer", "ein Fünftel der Nutzer",
            "um em cada cinco usuários", "uno de cada 5 usuarios", "un utilisateur sur 5", "1 utilisateur sur 5",
            "un cinquième des utilisateurs", "um quinto dos usuários", "20% of users (was 50%)", "20%, down from 50%",
            "20% of users (80% EU)", "20% of users (error rate 30%)", "20% of users (planned: 50%)", "20%のユーザー",
            "20% of users, 50% in Stage 3", "20% of users; GA: 100%", "20% of users, then everyone at GA",
            "20% of users, up from 5%", "20% of users and all employees", "20% of users, 80% by June", "5人に1人",
            "5分の1のユーザー", "五分之一的用户", "20%的用户", "20% of users for 100% of sessions",
            "20% of users with 100% of traffic", "20% of users (100% of traffic)", "20% of users (all tiers)",
            "20% of users, 2 tiers", "20 % Nutzer für 100 % Verkehr", "0.2", "0.2 of users", "0,2 der Nutzer",
            "⅕ of users", "2割", "ユーザーの2割", "二割のユーザー", "两成用户", "uno de cada cinco",
        ] {
            let read = share(text).unwrap_or_default();
            assert!((read - 20.0).abs() < 0.01, "{text}: {read}");
        }
        for text in [
            "half of all users", "half the traffic", "die Hälfte der Nutzer", "metade dos usuários",
            "la mitad de los usuarios", "la moitié des utilisateurs", "every other user", "jeder zweite Nutzer",
            "half", "fifty percent", "20% of users, 50% since Monday", "20% of users (now 50%)", "20% → 50% of users",
            "20 % der Nutzer, seit Montag 50 %", "半数のユーザー", "一半用户", "2 in 4 users",
            "5 customers and half of the users", "20% of users or 50% of traffic", "20% of users, then 50%",
            "3 clientes + 50% dos usuários", "5 Kunden sowie 50 % der Nutzer", "20% of users, then 50% from Monday",
            "½ of users", "½", "0.5 of all traffic", "uno de cada dos usuarios", "5割", "用户的五成",
        ] {
            assert_eq!(share(text), Some(50.0), "{text}");
        }
        for text in [
            "all users", "everyone", "All of our users", "100% of users", "all traffic", "every user", "alle Nutzer",
            "alle unsere Kunden", "todos os usuários", "todos los usuarios", "tous les utilisateurs", "tout le monde",
            "20% of users (100% since Monday)", "20% of users, now all users", "all users worldwide", "todo el mundo",
            "all users (20% were first)", "20% of users (all from today)", "5 customers, then all users",
            "everyone from 3 April", "20% of users; all users since Monday", "5社、その後全ユーザー",
            "20% of users and 100% of sessions", "20% of users, then 100% of traffic",
            "20% of users to 100% of customers", "20% of users (100% of traffic now)", "la totalité des utilisateurs",
            "nearly everyone", "full traffic", "全员", "tráfego total", "voller Verkehr", "全ユーザー",
            "全てのユーザー", "所有用户", "全部用户",
        ] {
            assert_eq!(share(text), Some(100.0), "{text}");
        }
    }

    #[test]
    fn a_share_may_have_no_upper_end() {
        for text in ["at least 20% of users", "> 20% of users", "20% or more", "mindestens 20 % der Nutzer"] {
            assert!(is_open_ended(text), "{text}");
        }
        for text in ["20% of users", "up to 20%", "10-25% of users", "20% of users (> 5% of orders)", "20 users"] {
            assert!(!is_open_ended(text), "{text}");
        }
    }

    #[test]
    fn a_part_of_the_users_is_no_share() {
        for text in ["all users in the EU", "everyone in Denmark", "alle Nutzer in der Schweiz", "all beta users"] {
            assert_eq!(read(text), [Audience::Part], "{text}");
        }
        for text in ["100% of the team", "all employees", "Engaged, forgiving users", "[X%] of users"] {
            assert_eq!(share(text), None, "{text}");
        }
    }

    #[test]
    fn everybody_in_a_part_may_come_in_addition() {
        let share = Audience::Share { least: 20.0, most: 20.0 };
        for text in ["20% of users and everyone in the EU", "20 % der Nutzer und alle Kunden in der Schweiz"] {
            assert_eq!(read(text), [share.clone(), Audience::Part], "{text}");
        }
        for text in ["20% of users (all users in the EU)", "20% of users, everyone in Denmark", "20% (100% in DE)"] {
            assert_eq!(read(text), [share.clone(), Audience::PartBeside], "{text}");
        }
        for text in [
            "20% of users (100% of them in the EU)",
            "20% of users (100% in Stage 3)",
            "20% (80% in DE)",
            "20% of users, everyone else keeps the old page",
            "20% of users (all on version 5)",
        ] {
            assert_eq!(read(text), std::slice::from_ref(&share), "{text}");
        }
    }

    #[test]
    fn a_number_alone_is_a_share_where_its_label_says_so() {
        assert_eq!(read_audience("20", AudienceLabel::Percent), [Audience::Share { least: 20.0, most: 20.0 }]);
        assert_eq!(read("20"), [Audience::Bare(20.0)]);
        assert_eq!(read("2026-04-01"), []);
        assert_eq!(read("進捗2割"), []);
    }

    #[test]
    fn a_heading_may_give_the_share() {
        let most = |text: &str| match read_audience(text, AudienceLabel::Heading)[..] {
            [Audience::Share { most, .. }] => Some(most),
            _ => None,
        };
        for text in ["Beta (20 %)", "Canary 20%", "20% rollout", "Beta 2 (20%)", "Beta (20% of users)"] {
            assert_eq!(most(text), Some(20.0), "{text}");
        }
        for text in ["Beta — alle Nutzer", "Beta (all users)", "Piloto — todos os usuários", "GA: everyone"] {
            assert_eq!(most(text), Some(100.0), "{text}");
        }
        for text in ["Beta (80% done)", "Beta (done 80%)", "Beta", "Improve conversion by 5%", "80% complete"] {
            assert_eq!(most(text), None, "{text}");
        }
    }

    #[test]
    fn people_are_counted_and_named() {
        for text in ["5 customers", "3-5 customers", "up to 5 friendly customers", "fünf Kunden", "5 usuários", "5 人"]
        {
            assert_eq!(heads(text), Some(5.0), "{text}");
        }
        for text in ["40,000 users", "~40 000 users", "40k users", "40.000 Nutzer", "40 mil usuários"] {
            assert_eq!(heads(text), Some(40_000.0), "{text}");
        }
        for (text, count) in [
            ("40 000–90 000 users", 90_000.0),
            ("~40 000 users (60 000 since May)", 60_000.0),
            ("40 000 users + 10 000 guests", 50_000.0),
            ("40 000 Nutzer und 10 000 Gäste", 50_000.0),
            ("40 000 users (was 60 000)", 40_000.0),
        ] {
            assert_eq!(heads(text), Some(count), "{text}");
        }
        let size = |text: &str| read_audience(text, AudienceLabel::Size);
        assert_eq!(size("~500"), [Audience::Heads { least: 500.0, most: 500.0 }]);
        assert_eq!(heads("5 customers (12 invited)"), Some(5.0));
        let named = |names: &[&str]| vec![Audience::Named(names.iter().map(|name| (*name).to_owned()).collect())];
        assert_eq!(read("Acme, Globex and Initech"), named(&["acme", "globex", "initech"]));
        assert_eq!(read("Engaged customers, invited by mail"), []);
    }
}
