//! What a remark behind an alarm does to it.

use crate::plan::measure::read_bound;
use crate::words::bounds::{KIND_OF_DAY, LASTING, LASTING_BEHIND, LENGTH, SUSTAINED, WINDOWS};
use crate::words::force::{IN_FORCE, SET_ANEW, clauses, opens_with_form};
use crate::words::qualifiers::{Qualifier, STATISTICS, qualifier};
use crate::words::remarks::{FIRED, SECOND_TIME};
use crate::words::units::TIME;
use std::iter;

/// Whether a remark behind an alarm makes it go off later or more rarely: it says for how long, or
/// what else must be the case, or sets another bound. That it did not go off is no such remark.
pub(super) fn delays(remark: &str, statement: &str) -> bool {
    // `Now for 30 minutes` waits, too.
    let is_filler = |word: &str| word.is_empty() || IN_FORCE.has(word) || SET_ANEW.has(word);
    let mut words = remark.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let first = words.find(|word| !is_filler(word)).unwrap_or("");
    let is_condition = matches!(
        qualifier(first),
        Some(Qualifier::And | Qualifier::Average | Qualifier::Condition | Qualifier::Exception | Qualifier::Part)
    ) && !STATISTICS.has(first);
    let is_sustained = || clauses(remark).any(|clause| opens_with_form(&clause, &SUSTAINED));
    let is_length = || clauses(remark).next().is_some_and(|clause| is_length(&clause));
    is_condition
        || LASTING.has(first)
        || SECOND_TIME.has(first)
        || is_sustained()
        || is_length()
        || sets_later_bound(remark, statement)
}

/// Whether a remark behind an alarm has a bound of its own, at which the alarm goes off later:
/// `only above 20%`. That it went off there is no bound.
fn sets_later_bound(remark: &str, statement: &str) -> bool {
    let bounds = || Some((read_bound(statement)?, read_bound(remark)?));
    bounds().is_some_and(|(own, other)| own.goes_off_before(&other)) && !FIRED.any_in(remark)
}

/// Whether a clause is nothing but a length of time: `10 min`, `5-minute window`.
fn is_length(clause: &[&str]) -> bool {
    let unit = clause[0].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let words = || iter::once(unit).chain(clause[1..].iter().copied()).flat_map(|word| word.split('-'));
    let is_part = |word: &str| {
        let tells_length = [&LENGTH, &LASTING_BEHIND, &KIND_OF_DAY, &WINDOWS].iter().any(|words| words.has(word));
        word.is_empty() || tells_length || TIME.meaning(word).is_some()
    };
    unit.len() < clause[0].len() && words().any(|word| TIME.meaning(word).is_some()) && words().all(is_part)
}
