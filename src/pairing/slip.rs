//! Slips of the pen: one word of a statement that differs in one letter, or in number only.

use crate::text::is_cjk;
use crate::words::negations::NEGATIONS;
use crate::words::numerals::NUMERALS;
use crate::words::remarks::{OUTCOMES, is_plural_of};
use crate::words::units::{SCALES, TIME};

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
    let of_template = nearest(known, old).map(|statement| words(statement)).unwrap_or_default();
    let is_mended = || of_template.contains(two);
    let is_of_template = || of_template.contains(one);
    let is_long = one.chars().count().max(two.chars().count()) >= 5;
    let is_one_edit = strsim::osa_distance(one, two) == 1;
    let is_inside = one.contains(two.as_str()) || two.contains(one.as_str());
    is_long && is_one_edit && (is_mended() || (!is_inside && !is_of_template()))
}

/// Texts that have less than this in common are not the same one, reworded.
pub(super) const LEAST_LIKENESS: f64 = 0.5;

/// The statement of the template that a text comes from.
fn nearest<'k>(known: &'k [String], text: &str) -> Option<&'k String> {
    let likeness = |statement: &&String| strsim::normalized_levenshtein(statement, text);
    let found = known.iter().max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
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
