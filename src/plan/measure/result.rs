//! What somebody measured, beside the bound that it should keep.

use super::bound::read_bound;
use super::sentence::{Sentence, may_hold_a_number};

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
    let is_plain = |index: &usize| {
        let amount = sentence.amount(*index).filter(|amount| !amount.signed && !amount.ranged);
        amount.is_some_and(|amount| amount.unit == bound.amount.unit) && sentence.compared(*index).is_none()
    };
    let result = (0..sentence.tokens.len()).find(is_plain).and_then(|index| sentence.amount(index))?;
    Some(if bound.holds(result.value) { ResultOf::Kept } else { ResultOf::Broken })
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
    let text = |sentence: &'_ Sentence, index: usize| sentence.text_of(&sentence.tokens[index]).to_owned();
    let added = (0..old.tokens.len()).find(|index| text(&old, *index) != text(&new, *index))?;
    let is_same = (added..old.tokens.len()).all(|index| text(&old, index) == text(&new, index + 1));
    let result = new.amount(added).filter(|amount| !amount.signed && !amount.ranged)?;
    let bound = read_bound(before).filter(|bound| is_same && bound.amount.unit == result.unit)?;
    Some(if bound.holds(result.value) { ResultOf::Kept } else { ResultOf::Broken })
}

/// Whether an alarm that says the same in other words goes off no later: its bound is on the same side
/// of a number of the same unit that is reached as early, and it lasts as long.
pub(crate) fn goes_off_no_later(before: &str, after: &str) -> bool {
    let (Some(old), Some(new)) = (read_bound(before), read_bound(after)) else { return false };
    if old.side != new.side || old.amount.unit != new.amount.unit || old.length() != new.length() {
        return false;
    }
    let is_as_early = old.amount.value == new.amount.value && (new.inclusive || !old.inclusive);
    is_as_early || new.holds(old.amount.value)
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
            ("4%", "Legal sign-off", None),
        ] {
            assert_eq!(result_in(remark, statement), wanted, "{remark}");
        }
    }

    #[test]
    fn a_result_may_stand_inside_the_statement() {
        assert_eq!(result_inside("Error rate < 1%", "Error rate 0.5% (< 1%)"), Some(ResultOf::Kept));
        assert_eq!(result_inside("Error rate < 1%", "Error rate 5% (< 1%)"), Some(ResultOf::Broken));
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
            ("Conversion drops below 3%", "Conversion above 3%"),
        ] {
            assert!(!goes_off_no_later(before, after), "{before} -> {after}");
        }
    }
}
