//! Slips of the pen: one word of a statement that differs in one letter, or in number only.

use crate::text::is_cjk;
use crate::words::negations::NEGATIONS;
use crate::words::numerals::NUMERALS;
use crate::words::remarks::{OUTCOMES, is_plural_of};
use crate::words::units::{SCALES, TIME};
use std::collections::HashMap;

/// Whether two texts differ in one word by one slip of the pen, or in number only.
pub(super) fn is_slip(old: &str, new: &str, known: &[String]) -> bool {
    let words = |text: &str| -> Vec<String> {
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
    };
    let (before, after) = (words(old), words(new));
    let mut other = before.iter().zip(&after).filter(|(one, other)| one != other);
    let (Some((one, two)), None) = (other.next(), other.next()) else { return false };
    if before.len() != after.len() || [one, two].iter().any(|word| is_telling(word)) {
        return false;
    }
    if is_plural_of(one, two) || is_plural_of(two, one) {
        return true;
    }
    let (least, most) = in_order(one.chars().count(), two.chars().count());
    if most < 5 || most - least > 1 || strsim::osa_distance(one, two) != 1 {
        return false;
    }
    let of_template = nearest(known, old).map(|statement| words(statement)).unwrap_or_default();
    let is_inside = one.contains(two.as_str()) || two.contains(one.as_str());
    of_template.contains(two) || (!is_inside && !of_template.contains(one))
}

/// Texts that have less than this in common are not the same one, reworded.
pub(super) const LEAST_LIKENESS: f64 = 0.5;

fn in_order(one: usize, other: usize) -> (usize, usize) {
    (one.min(other), one.max(other))
}

/// The share of the words that two texts have in common, however long they are.
pub(super) fn likeness_by_words(one: &str, other: &str) -> f64 {
    let mut free: HashMap<&str, usize> = HashMap::new();
    one.split_whitespace().for_each(|word| *free.entry(word).or_default() += 1);
    let total = one.split_whitespace().count() + other.split_whitespace().count();
    let mut common = 0;
    for word in other.split_whitespace() {
        if let Some(left) = free.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    (2 * common) as f64 / total.max(1) as f64
}

/// The statement of the template that a text comes from.
fn nearest<'k>(known: &'k [String], text: &str) -> Option<&'k String> {
    let likeness = |statement: &&String| strsim::normalized_levenshtein(statement, text);
    let length = text.chars().count();
    // No other length can be so alike.
    let may_be = |statement: &&String| {
        let (least, most) = in_order(statement.chars().count(), length);
        least as f64 >= most as f64 * LEAST_LIKENESS
    };
    let found = known.iter().filter(may_be).max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    found.filter(|statement| likeness(statement) >= LEAST_LIKENESS)
}

/// Whether a word says how much, whether, or how something ended.
fn is_telling(word: &str) -> bool {
    // Where one character is a word, no slip is told from another word.
    word.chars().any(|c| c.is_numeric() || is_cjk(c))
        || TIME.meaning(word).is_some()
        || SCALES.meaning(word).is_some()
        || NUMERALS.meaning(word).is_some()
        || NEGATIONS.has(word)
        || OUTCOMES.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_how_much_whether_or_how_it_ended_are_no_slips() {
        for (old, new) in [("no securty findings", "no security findings"), ("no refund disputes", "no refund dispute")]
        {
            assert!(is_slip(old, new, &[]), "{old} -> {new}");
        }
        for (old, new) in [
            ("checked on build20481", "checked on build20482"),
            ("quiet for months", "quiet for month"),
            ("two millions paid", "two million paid"),
            ("two of threes agree", "two of three agree"),
            ("load tests passed", "load tests passes"),
        ] {
            assert!(!is_slip(old, new, &[]), "{old} -> {new}");
        }
    }
}
