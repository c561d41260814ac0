//! What somebody measured, beside the bound that it should keep.

use super::amount::{Amount, Unit};
use super::bound::{Bound, read_bound};
use super::sentence::{Sentence, may_hold_a_number};
use crate::words::qualifiers::Qualifier;
use crate::words::units::TIME;

/// Whether a result keeps a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResultOf {
    /// It does: `0.4%` beside `< 1%`.
    Kept,
    /// It does not: `4%` beside `< 1%`.
    Broken,
}

/// Whether the result in a remark keeps the bound of a statement. `None` where the statement has no
/// bound, or the remark no plain number of the bound's unit.
pub(crate) fn result_in(remark: &str, statement: &str) -> Option<ResultOf> {
    if !may_hold_a_number(remark) {
        return None;
    }
    let bound = read_bound(statement)?;
    let sentence = Sentence::read(remark);
    // A bare number alone counts what the statement counts: `At least 10 orders (8)`.
    let is_alone = sentence.tokens.len() == 1 && bound.amount.unit.is_count();
    let is_result = |amount: &&Amount| {
        let is_plain = !amount.signed && !amount.ranged;
        is_plain && (amount.unit == bound.amount.unit || (is_alone && amount.unit == Unit::Bare))
    };
    sentence.amounts.iter().find(is_result).map(|result| judged(&bound, result))
}

fn judged(bound: &Bound, result: &Amount) -> ResultOf {
    if bound.holds(result.value) { ResultOf::Kept } else { ResultOf::Broken }
}

/// Whether the second text is the first one with a result inside, and whether that keeps the bound:
/// `Error rate 0.5% (< 1%)` is `Error rate < 1%`. `None` where anything else differs.
pub(crate) fn result_inside(before: &str, after: &str) -> Option<ResultOf> {
    if !may_hold_a_number(before) {
        return None;
    }
    let (old, new) = (Sentence::read(before), Sentence::read(after));
    if new.tokens.len() != old.tokens.len() + 1 {
        return None;
    }
    let is_same = |one: usize, other: usize| match (old.amount(one), new.amount(other)) {
        (Some(one), Some(other)) => one.value == other.value && one.unit == other.unit,
        _ => old.text_of(&old.tokens[one]) == new.text_of(&new.tokens[other]),
    };
    let added = (0..old.tokens.len()).find(|index| !is_same(*index, *index))?;
    let keeps_all_else = (added..old.tokens.len()).all(|index| is_same(index, index + 1));
    let result = new.amount(added).filter(|amount| !amount.signed && !amount.ranged)?;
    let bound = read_bound(before).filter(|bound| keeps_all_else && bound.amount.unit == result.unit)?;
    Some(judged(&bound, result))
}

/// Whether an alarm that says the same in other words goes off no later: its bound is on the same
/// side of a number of the same unit that is reached as early, and it has no other number, no other
/// time and no other condition beside it.
pub(crate) fn goes_off_no_later(before: &str, after: &str) -> bool {
    let (Some(old), Some(new)) = (read_bound(before), read_bound(after)) else { return false };
    let is_alike = old.side == new.side && old.amount.unit == new.amount.unit && beside(before) == beside(after);
    let is_as_early = old.amount.value == new.amount.value && (new.inclusive || !old.inclusive);
    is_alike && (is_as_early || new.holds(old.amount.value))
}

/// The words of a text beside its numbers.
pub(crate) fn words_beside_numbers(text: &str) -> Vec<String> {
    let sentence = Sentence::read(text);
    (0..sentence.tokens.len()).filter_map(|index| sentence.word(index)).map(str::to_owned).collect()
}

/// What stands beside the first bound of a text and changes when it is reached: other numbers,
/// units of time, and words that join, deny or take out.
fn beside(text: &str) -> (Vec<(u64, Unit)>, Vec<String>) {
    let sentence = Sentence::read(text);
    let bound = (0..sentence.tokens.len()).find(|index| sentence.compared(*index).is_some());
    let others = (0..sentence.tokens.len()).filter(|index| Some(*index) != bound);
    let numbers = others.clone().filter_map(|index| sentence.amount(index));
    let is_telling = |index: &usize| {
        let joins = matches!(
            sentence.qualifier(*index),
            Some(Qualifier::And | Qualifier::Or | Qualifier::Negation | Qualifier::Exception | Qualifier::Average)
        );
        joins || sentence.word(*index).is_some_and(|word| TIME.meaning(word).is_some())
    };
    let words = others.clone().filter(is_telling).filter_map(|index| sentence.word(index)).map(str::to_owned);
    (numbers.map(|amount| (amount.value.to_bits(), amount.unit.clone())).collect(), words.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_keeps_or_breaks_its_bound() {
        for (remark, statement, wanted) in [
            ("measured 0.4%", "Error rate < 1%", Some(ResultOf::Kept)),
            ("4 %", "Error rate < 1%", Some(ResultOf::Broken)),
            ("230 ms", "Latenz unter 0,3 s", Some(ResultOf::Kept)),
            ("on 3 days", "Error rate < 1%", None),
            ("Priya", "Error rate < 1%", None),
            ("(8)", "At least 10 orders", Some(ResultOf::Broken)),
            ("Churn < 5%", "Churn < 2%", Some(ResultOf::Broken)),
            ("4%", "Legal sign-off", None),
        ] {
            assert_eq!(result_in(remark, statement), wanted, "{remark}");
        }
    }

    #[test]
    fn a_result_may_stand_inside_the_statement() {
        assert_eq!(result_inside("Error rate < 1%", "Error rate 0.5% (< 1%)"), Some(ResultOf::Kept));
        assert_eq!(result_inside("Error rate < 1%", "Error rate 5% (< 1%)"), Some(ResultOf::Broken));
        assert_eq!(result_inside("Error rate < 1%", "Error rate 0.5 % (< 1 %)"), Some(ResultOf::Kept));
        assert_eq!(result_inside("Error rate < 1%", "Error rate 0.5% (< 2%)"), None);
        assert_eq!(result_inside("Error rate < 1%", "Error rate 0.5%"), None);
    }

    #[test]
    fn an_alarm_in_other_words_goes_off_no_later() {
        for (before, after) in [
            ("Error rate exceeds 2%", "Error rate above 1%"),
            ("Critical bug affecting > 1% of users", "A critical bug affects > 1% of users"),
            ("Error rate > 2%", "Errors are at least 2%"),
            ("Conversion drops below 3%", "Conversion falls under 4%"),
        ] {
            assert!(goes_off_no_later(before, after), "{before} -> {after}");
        }
        for (before, after) in [
            ("Error rate above 1%", "Errors exceed 2%"),
            ("Errors are at least 2%", "Error rate > 2%"),
            ("Error rate > 2%", "Errors above 2% for 60 minutes"),
            ("More than 1 in 1000 orders fails", "More than 1 in 100 orders fails"),
            ("Mehr als 10 Beschwerden am Tag", "Mehr als 10 Beschwerden in der Stunde"),
            ("Data loss or error rate > 2%", "Error rate > 2%"),
            ("Conversion drops below 3%", "Conversion above 3%"),
        ] {
            assert!(!goes_off_no_later(before, after), "{before} -> {after}");
        }
    }
}
