//! What a remark counts: what there should be none of, and what is left.

use crate::plan::measure::{ResultOf, read_bound, result_in};
use crate::words::bounds::BEFORE;
use crate::words::force::clauses;
use crate::words::negations::NEGATIONS;
use crate::words::numerals::{NUMERALS, Numeral};
use crate::words::qualifiers::is_harm;
use crate::words::remarks::{LEFT_OVER, LOSSES, LOST, MET, is_same_noun};
use crate::words::units::TIME;

/// Whether a remark counts some of what a statement says that there is none of: `1`, `1 bug` or
/// `one left` beside `No critical bugs`. `1 bug fixed` does not.
pub(super) fn counts_denied(remark: &str, statement: &str) -> bool {
    let mut words = behind_lengths(remark).split_whitespace();
    let is_some = |first: &str| match NUMERALS.meaning(first) {
        Some(numeral) => matches!(numeral, Numeral::Clear(1..)),
        None => first.parse::<u32>().is_ok_and(|count| count > 0),
    };
    if !denies(statement) || !words.next().is_some_and(is_some) {
        return false;
    }
    let rest: Vec<&str> = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let is_denied = |word: &&str| {
        // `12 days so far` beside `No outage for 7 days` counts no outage.
        if TIME.meaning(word).is_some() {
            return false;
        }
        let mut denied = statement.split_whitespace().skip(1);
        let is_loss = |other: &str| LOSSES.has(other) && LOST.has_form(word);
        denied.any(|other| is_same_noun(other, word) || is_loss(other))
    };
    let is_of_it = |word: &&str| LEFT_OVER.has(word) || is_denied(word);
    rest.is_empty() || (rest.iter().take(3).any(is_of_it) && !rest.iter().any(|word| MET.has_form(word)))
}

/// A remark without the lengths of time before its first comma, which count nothing that is denied:
/// `0 P1` of `21 days, 0 P1`.
fn behind_lengths(remark: &str) -> &str {
    let is_length = |part: &str| {
        let mut words = part.split_whitespace();
        let is_number = words.next().is_some_and(|first| first.parse::<f64>().is_ok());
        is_number && words.next().is_some_and(|unit| TIME.meaning(unit).is_some()) && words.next().is_none()
    };
    let mut rest = remark;
    while let Some((_, behind)) = rest.split_once([',', ';']).filter(|(part, _)| is_length(part)) {
        rest = behind.trim_start();
    }
    rest
}

/// Whether a remark counts what is left where a statement asks for so much at least: `83% left`
/// beside `Error budget ≥ 50%`.
pub(super) fn leaves_enough(remark: &str, statement: &str) -> bool {
    let mut words = remark.split_whitespace();
    let (Some(count), Some(left), None) = (words.next(), words.next(), words.next()) else { return false };
    count.starts_with(|c: char| c.is_ascii_digit())
        && LEFT_OVER.has(left)
        && read_bound(statement).is_some_and(|bound| !bound.is_upper())
        && result_in(count, statement) == Some(ResultOf::Kept)
}

/// Whether a remark counts first what is left of what a statement allows some of, and takes nothing
/// back: `3 open`, `2 remaining, both minor` beside `At most 5 open tickets`.
pub(super) fn leaves_few(remark: &str, statement: &str, takes_back: impl Fn(&str) -> bool) -> bool {
    let count_left = || {
        let first = clauses(remark).next()?;
        let [count, left] = first[..] else { return None };
        let is_left = LEFT_OVER.has(left) && count.parse::<u32>().is_ok();
        let behind = remark.split_once(left)?.1;
        is_left.then_some((count, behind))
    };
    let Some((count, behind)) = count_left() else { return false };
    let mut words = statement.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    // What is left of a list of work is not what may be left of harm.
    let mut allows_some = || words.any(|word| LEFT_OVER.has(word) || is_harm(word));
    read_bound(statement).is_some_and(|bound| bound.is_upper() && bound.amount.unit.is_count())
        && allows_some()
        && result_in(count, statement) == Some(ResultOf::Kept)
        && !(behind.contains(char::is_alphanumeric) && takes_back(behind))
}

/// Whether a folded statement says that there is none of something. `No more than 2` says how many.
pub(super) fn denies(statement: &str) -> bool {
    let is_none =
        |first: &str| NEGATIONS.has(first) || first == "0" || NUMERALS.meaning(first) == Some(Numeral::Clear(0));
    statement.split_whitespace().next().is_some_and(is_none) && BEFORE.openings(statement).next().is_none()
}
