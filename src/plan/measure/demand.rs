//! What a statement demands in numbers, as far as what came out can be held against it.

use super::amount::Unit;
use super::bound::{Bound, read_bound};
use super::count::part_at;
use super::numerals::with_digits;
use super::quantity::{Limit, Measure, Purpose};
use super::sentence::{Sentence, normal};
use super::statement::{Part, read_statement};
use crate::text::{fold, is_cjk};
use crate::words::bounds::LASTING;
use crate::words::denials::ASSENTS;
use crate::words::numerals::{NUMERALS, Numeral};
use crate::words::remarks::{ALL_OF, is_plural_of};
use crate::words::units::TIME;
use std::borrow::Cow;

/// A number that a statement demands.
pub(super) struct Demand {
    pub(super) bound: Bound,
    /// Of how many: `4 of 5`.
    pub(super) whole: Option<u64>,
    /// Whether no word compares it, so that a number beside it must say more of itself.
    pub(super) is_bare: bool,
}

impl Demand {
    /// What a statement demands.
    pub(super) fn of(statement: &str) -> Option<Demand> {
        let compared = read_bound(statement).map(|bound| Demand { bound, whole: None, is_bare: false });
        compared.or_else(|| Demand::without_comparison(statement))
    }

    /// The only number of a statement, where that many are asked for at least although no word says
    /// so: `4 of 5 users`, `stable for 7 days`.
    fn without_comparison(statement: &str) -> Option<Demand> {
        let parts = read_statement(statement, Purpose::Hold);
        let mut quantities = parts.iter().filter_map(|part| match part {
            Part::Quantity(quantity) => Some(quantity),
            Part::Word(_) => None,
        });
        let (Some(only), None) = (quantities.next(), quantities.next()) else { return None };
        let sentence = Sentence::of_normal(with_digits(&normal(statement)));
        let mut places = 0..sentence.tokens.len();
        let (mut amount, whole) = match only.measure {
            Measure::Share { .. } => {
                let (at, (_, whole, _)) = places.find_map(|at| Some((at, part_at(&sentence, at)?)))?;
                (sentence.amount(at)?.clone(), Some(whole))
            }
            Measure::Length(..) => {
                let is_time = |at: &usize| sentence.amount(*at).is_some_and(|amount| amount.unit == Unit::Time);
                (sentence.amount(places.find(is_time)?)?.clone(), None)
            }
            // `Two approvals from SRE`. Of most things nobody knows whether more are better.
            Measure::Amount(_) => {
                let first = sentence.amount(0).filter(|amount| !amount.ranged && !amount.signed)?;
                let Unit::Other(noun) = &first.unit else { return None };
                let is_assent = ASSENTS.iter().any(|assent| assent == noun || is_plural_of(noun, assent));
                is_assent.then(|| (first.clone(), None))?
            }
            _ => return None,
        };
        if whole.is_some() {
            amount.unit = Unit::Bare;
        }
        let is_counted = matches!(only.measure, Measure::Amount(_)) && only.limit.is_none();
        let is_least = only.side.is_none() && (is_counted || only.limit == Some(Limit::Lower));
        is_least.then(|| Demand { bound: Bound::at_least(amount), whole, is_bare: true })
    }

    /// For how long something is to hold beside its bound: `< 1% for 7 days`.
    pub(super) fn of_length(statement: &str) -> Option<Demand> {
        let bound = read_bound(statement).filter(|bound| bound.amount.unit != Unit::Time)?;
        let sentence = Sentence::read(statement);
        let is_length = |at: &usize| {
            let is_said =
                || at.checked_sub(1).and_then(|before| sentence.word(before)).is_some_and(|word| LASTING.has(word));
            sentence.amount(*at).is_some_and(|amount| amount.unit == Unit::Time && *amount != bound.amount) && is_said()
        };
        let mut lengths = (0..sentence.tokens.len()).filter(is_length);
        let (Some(at), None) = (lengths.next(), lengths.next()) else { return None };
        let bound = Bound::at_least(sentence.amount(at)?.clone());
        Some(Demand { bound, whole: None, is_bare: true })
    }

    /// A remark with `3/5` as `3 of 5`, where the demand is one of five.
    pub(super) fn in_words<'r>(&self, remark: &'r str) -> Cow<'r, str> {
        let Some(whole) = self.whole else { return Cow::Borrowed(remark) };
        let behind = format!("/{whole}");
        let is_alone = |at: &usize| {
            let (before, after) = (&remark[..*at], &remark[at + behind.len()..]);
            before.trim_end_matches(|c: char| c.is_ascii_digit()).len() < before.len()
                && !before.contains('/')
                && !after.contains(char::is_alphanumeric)
        };
        match remark.match_indices(&behind).map(|(at, _)| at).find(is_alone) {
            Some(at) => Cow::Owned([&remark[..at], " of ", &remark[at + 1..]].concat()),
            None => Cow::Borrowed(remark),
        }
    }
}

/// A statement with its numbers in digits, where it has none in digits: `at least three customers`.
pub(super) fn statement_in_digits(statement: &str) -> Cow<'_, str> {
    let is_numeral = |word: &str| NUMERALS.meaning(&fold(word.trim_matches(|c: char| !c.is_alphanumeric()))).is_some();
    match !statement.contains(|c: char| c.is_numeric()) && statement.split_whitespace().any(is_numeral) {
        true => Cow::Owned(with_digits(&normal(statement))),
        false => Cow::Borrowed(statement),
    }
}

/// More words than these make a sentence, in which a number in words may be anything.
const FEW: usize = 3;

/// A remark that is little more than a number in words with that in digits: `five percent`,
/// `one day`.
pub(super) fn remark_in_digits(remark: &str) -> Cow<'_, str> {
    if remark.contains(|c: char| c.is_numeric()) {
        return Cow::Borrowed(remark);
    }
    let words = || remark.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let mut folded = words().take(FEW + 1).map(|word| fold(word.trim_matches(|c: char| !c.is_alphanumeric())));
    let (first, second) = (folded.next().unwrap_or_default(), folded.next().unwrap_or_default());
    let value = match NUMERALS.meaning(&first) {
        Some(Numeral::Clear(value)) => Some(value),
        Some(Numeral::Unclear(value)) => TIME.meaning(&second).is_some().then_some(value),
        None => None,
    };
    match value.filter(|_| words().count() <= FEW) {
        Some(value) => {
            let rest: Vec<&str> = words().skip(1).collect();
            Cow::Owned(format!("{value} {}", rest.join(" ")).trim_matches([' ', ')', '）', '.']).to_owned())
        }
        None => Cow::Borrowed(remark),
    }
}

/// Whether a remark that is nothing but a part says that it is all, where a statement asks for
/// that: `8 of 10`, `90%` beside `All customers migrated`.
pub(super) fn is_all(remark: &str, statement: &str) -> Option<bool> {
    let folded = fold(statement);
    let is_whole = |rest: &str| rest.starts_with(|c: char| c.is_whitespace() || is_cjk(c));
    if statement.contains(|c: char| c.is_numeric()) || !ALL_OF.behind(&folded).any(is_whole) {
        return None;
    }
    let sentence = Sentence::read(remark);
    let first = sentence.amount(0).filter(|amount| !amount.signed && !amount.ranged)?;
    match part_at(&sentence, 0) {
        Some((part, whole, end)) if end + 1 == sentence.tokens.len() => Some(part >= whole),
        None if first.unit == Unit::Percent && sentence.tokens.len() == 1 => Some(first.value >= 100.0),
        _ => None,
    }
}
