//! How many of something are meant: `5-10 customers`, `9 of 8`.

use super::amount::{Amount, Side, Unit, is_digit};
use super::numerals::with_digits;
use super::sentence::{Sentence, normal};
use crate::words::audiences::PEOPLE;
use crate::words::bounds::{BESIDE_PARTS, IN_SO_MANY, OF, PER_SO_MANY};
use std::ops::Range;

/// How many are meant: at least, and at most where there is an upper end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The lower end.
    pub least: u64,
    /// The upper end.
    pub most: Option<u64>,
}

impl Count {
    /// Whether a number lies within.
    pub(crate) fn includes(self, number: u64) -> bool {
        number >= self.least && self.most.is_none_or(|most| number <= most)
    }
}

/// Reads how many of something a text asks for: `5-10 customers`, `8`, `up to 10 customers`,
/// `at least 5`. `None` when it counts something else than `nouns` (folded), or says more than a
/// number.
pub(crate) fn read_count(text: &str, nouns: &[&str]) -> Option<Count> {
    let sentence = Sentence::read(text);
    if sentence.text.contains(['%', '/']) || sentence.is_vague(sentence.all()) {
        return None;
    }
    let numbers: Vec<u64> = sentence.amounts.iter().map(Amount::count).collect::<Option<_>>()?;
    let places: Vec<usize> = (0..sentence.tokens.len()).filter(|at| sentence.amount(*at).is_some()).collect();
    let (first, last) = (*places.first()?, *places.last()?);
    let compared = places.iter().find_map(|at| sentence.compared(*at));
    let is_free = |at: &usize| {
        let is_used = compared.as_ref().is_some_and(|it| it.phrase.contains(at) || it.negation == Some(*at));
        !is_used
    };
    let words = |from: usize, to: usize| -> Vec<&str> {
        (from..to).filter(is_free).filter_map(|at| sentence.word(at)).collect()
    };
    let (before, between) = (words(0, first), words(first + 1, last));
    let behind = words(last + 1, sentence.tokens.len());
    let opens = |words: &[&str]| words.iter().all(|word| matches!(*word, "the" | "exactly" | "all"));
    let count = match (&numbers[..], &compared) {
        ([least, most], None) => {
            let ends = sentence.amounts.iter().all(|amount| amount.ranged);
            let is_range =
                ends || between == ["to"] && before.is_empty() || between == ["and"] && before == ["between"];
            let is_alone = before.is_empty() || before == ["between"];
            (is_range && is_alone && least <= most).then_some(Count { least: *least, most: Some(*most) })?
        }
        ([number], Some(compared)) if before.is_empty() => {
            let (side, is_inclusive) = compared.side();
            let step = u64::from(!is_inclusive);
            match side {
                Side::Above => Count { least: number + step, most: None },
                Side::Below => Count { least: 0, most: Some(number.saturating_sub(step)) },
            }
        }
        ([number], None) if opens(&before) => Count { least: *number, most: Some(*number) },
        _ => return None,
    };
    let noun = behind.iter().position(|word| nouns.contains(word));
    let joins = |word: &&str| {
        matches!(
            *word,
            "with"
                | "of"
                | "from"
                | "at"
                | "in"
                | "for"
                | "per"
                | "and"
                | "by"
                | "or"
                | "more"
                | "additional"
                | "each"
                | "every"
        )
    };
    let rates =
        |word: &&str| matches!(*word, "per" | "each" | "every" | "more" | "additional" | "then" | "plus" | "or" | "a");
    let clear = match noun {
        None => behind.is_empty(),
        Some(noun) => !behind[..noun].iter().any(joins) && !behind[noun..].iter().any(rates),
    };
    clear.then_some(count)
}

/// The pairs of `9 of 8` and `9 out of 8` in a text.
pub(crate) fn read_parts(text: &str) -> Vec<(u64, u64)> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    if text.is_ascii() && numbers.take(2).count() < 2 {
        return Vec::new();
    }
    let sentence = Sentence::read(text);
    (0..sentence.tokens.len())
        .filter_map(|index| part_at(&sentence, index).map(|(part, whole, _)| (part, whole)))
        .collect()
}

/// Whether a text says that a part of something is enough, and nothing else: `2 of 3`, `any two of
/// three`, `at least 2 out of 3 must hold`. `2 of 3 met` counts what came out.
pub(crate) fn asks_for_part(text: &str) -> bool {
    let sentence = Sentence::of_normal(with_digits(&normal(text)));
    let is_beside = |index: usize| sentence.word(index).is_some_and(|word| BESIDE_PARTS.has(word));
    let is_part = |index: usize| {
        part_at(&sentence, index).is_some_and(|(part, whole, end)| {
            part < whole && (0..index).chain(end + 1..sentence.tokens.len()).all(is_beside)
        })
    };
    // What is longer is a sentence.
    sentence.tokens.len() <= 12 && (0..sentence.tokens.len()).any(is_part)
}

/// The part and the whole of `4 of 5`, which begin at an index, with the index of the whole.
pub(super) fn part_at(sentence: &Sentence, index: usize) -> Option<(u64, u64, usize)> {
    let part = sentence.amount(index).filter(|amount| !amount.ranged)?.count()?;
    // `9/10 people` counts them, too. Without them it may be a date, or a mark: `4/5`.
    let is_of_people = || {
        let whole = sentence.amount(index + 2).filter(|_| sentence.word(index + 1) == Some("/"));
        whole.is_some_and(|whole| matches!(&whole.unit, Unit::Other(noun) if PEOPLE.has(noun)))
    };
    let whole_at = sentence.phrase_at(&OF, index + 1).or_else(|| is_of_people().then_some(index + 2))?;
    let whole = sentence.amount(whole_at).filter(|amount| !amount.ranged)?;
    // `1 000`: a space between the thousands makes another number of it.
    let is_cut = sentence.text[whole.place.end..].trim_start().starts_with(is_digit);
    Some((part, whole.count()?, whole_at)).filter(|_| !is_cut)
}

/// A share as a statement says it.
pub(super) struct Share {
    pub(super) part: f64,
    pub(super) whole: f64,
    /// The tokens behind the part that belong to it. The last one is the whole.
    pub(super) behind: Range<usize>,
    /// Whether it is said of many: `1 in 1000`. Alone it asks for nothing.
    pub(super) is_rate: bool,
}

/// The share that begins at an index: also that of a rating, `4.2 out of 5`, and of many, `1 in
/// 1000` and `1 error per 1000 requests`.
pub(super) fn share_at(sentence: &Sentence, index: usize) -> Option<Share> {
    if let Some((part, whole, end)) = part_at(sentence, index) {
        return Some(Share { part: part as f64, whole: whole as f64, behind: index + 1..end + 1, is_rate: false });
    }
    let part = sentence.amount(index).filter(|amount| amount.unit.is_count() && !amount.ranged && !amount.signed)?;
    let is_rating = sentence.digits(part).contains(['.', ',']) && part.value.fract() != 0.0;
    let (start, at) = if is_rating {
        let is_parted = || sentence.word(index + 1) == Some("/") && sentence.compared(index).is_none();
        (index + 1, sentence.phrase_at(&OF, index + 1).or_else(|| is_parted().then_some(index + 2))?)
    } else if let Some(at) = sentence.phrase_at(&IN_SO_MANY, index + 1) {
        (index + 1, at)
    } else {
        // `1 error per 1000`
        (index + 2, sentence.phrase_at(&PER_SO_MANY, index + 2).filter(|_| sentence.word(index + 1).is_some())?)
    };
    let whole = sentence.amount(at).filter(|amount| !amount.ranged)?;
    // Two customers in five regions are no rate.
    let is_of_many = start == index + 1 || whole.value >= LEAST_OF_MANY;
    // `2 in 2026` names a year.
    let is_whole = whole.count()? as f64 >= part.value && sentence.compared(at).is_none();
    let share = Share { part: part.value, whole: whole.value, behind: start..at + 1, is_rate: !is_rating };
    (is_whole && (is_rating || (is_of_many && !whole.may_be_year()))).then_some(share)
}

/// The smallest number that is very many of something: a part of so many is a rate.
pub(super) const LEAST_OF_MANY: f64 = 100.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_asked_for_where_nothing_is_said_to_be_met() {
        for text in [
            "2 of 3", "any two of three", "at least 2 out of 3 must hold", "2 von 3", "mindestens zwei von drei",
            "2 sur 3", "2 de 3",
        ] {
            assert!(asks_for_part(text), "{text}");
        }
        for text in
            ["3 of 3", "2 of 3 met", "2 of 3 done", "2/3", "2 of 3 pilots", "for 7 days", "zwei von drei erledigt"]
        {
            assert!(!asks_for_part(text), "{text}");
        }
    }

    #[test]
    fn counts_are_read_when_they_count_the_right_thing() {
        let count = |text: &str| {
            let count = read_count(text, &["customer", "customers"])?;
            Some((count.least, count.most))
        };
        for (text, wanted) in [
            ("5-10 customers", (5, Some(10))),
            ("5 – 10", (5, Some(10))),
            ("5 to 10 friendly customers", (5, Some(10))),
            ("between 5 and 10 customers", (5, Some(10))),
            ("8 customers", (8, Some(8))),
            ("Exactly 8", (8, Some(8))),
            ("up to 10 customers", (0, Some(10))),
            ("at most 10", (0, Some(10))),
            ("fewer than 10", (0, Some(9))),
            ("at least 5", (5, None)),
            ("≥ 5 customers", (5, None)),
            ("5+ customers", (5, None)),
            ("5 or more customers", (5, None)),
        ] {
            assert_eq!(count(text), Some(wanted), "{text}");
        }
        for text in [
            "~8 customers", "about 8", "8-10 customers, more later", "20% of users", "200 users",
            "3-5 repositories of other teams", "5 users from customers", "8 customers with 3 users each",
            "3 customers per week", "10-5 customers", "customers", "8 customers (about 200 users)", "1.5 customers",
            "2026-03-12", "",
        ] {
            assert_eq!(count(text), None, "{text}");
        }
    }

    #[test]
    fn parts_of_a_whole_are_read() {
        assert_eq!(read_parts("9 of 8 alpha users successful"), [(9, 8)]);
        assert_eq!(read_parts("at least 3 out of the 5 customers"), [(3, 5)]);
        assert_eq!(read_parts("9/8 users successful"), [(9, 8)]);
        for text in
            ["9 of [8]", "5% of 3", "8 of many", "day 7 of a 5-day trial", "9/8", "10 of 8-12", "3 weeks of 2", ""]
        {
            assert_eq!(read_parts(text), [], "{text}");
        }
    }
}
