//! Which statements of a template ask for less than before.

use crate::pairing::{pair_texts, says_the_same};
pub(super) use crate::plan::measure::Purpose;
use crate::plan::measure::{Strictness, compare};
use crate::text::fold;

/// The statements of a template that are gone, reworded or laxer, each with what became of it. A
/// typo that is mended and a bracket that is filled in make no other statement.
pub(super) fn loosened_statements(before: &[String], after: &[String], purpose: Purpose) -> Vec<(String, String)> {
    let keys = |texts: &[String]| texts.iter().map(|text| fold(text)).collect::<Vec<_>>();
    let (old, new) = (keys(before), keys(after));
    let pairs = pair_texts(&borrowed(&old), &borrowed(&new));
    let said = |index: usize| match pairs.after(index) {
        None => Some("is gone".to_owned()),
        Some(other) if is_the_same(&old[index], &new[other]) => None,
        Some(other) => match compare(&before[index], &after[other], purpose) {
            Strictness::Same | Strictness::Stricter => None,
            Strictness::Laxer => Some(format!("asks for less: `{}`", after[other])),
            Strictness::Unknown => Some(format!("has other words: `{}`", after[other])),
        },
    };
    (0..before.len()).filter_map(|index| Some((before[index].clone(), said(index)?))).collect()
}

fn borrowed(keys: &[String]) -> Vec<&str> {
    keys.iter().map(String::as_str).collect()
}

/// Whether two folded statements say the same.
fn is_the_same(old: &str, new: &str) -> bool {
    says_the_same(old, new) || is_filled(old, new) || is_typo(old, new)
}

/// Whether a statement has values where the one before had brackets, and else the same words.
fn is_filled(old: &str, new: &str) -> bool {
    let mut rest = new;
    let mut parts = old.split(['[', ']']).step_by(2);
    let first = parts.next().unwrap_or_default();
    if !old.contains('[') || !rest.starts_with(first) {
        return false;
    }
    rest = &rest[first.len()..];
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    // The last bracket may end the statement.
    rest.is_empty() || old.ends_with(']')
}

/// The least letters of a word in which one that differs is a slip of the pen.
const LEAST_LETTERS: usize = 5;

/// Whether only one long word differs, and only by one letter.
fn is_typo(old: &str, new: &str) -> bool {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let mut differing = old.iter().zip(&new).filter(|(one, other)| one != other);
    let (Some((one, other)), None) = (differing.next(), differing.next()) else { return false };
    let is_word = |word: &str| word.chars().count() >= LEAST_LETTERS && !word.contains(|c: char| c.is_ascii_digit());
    old.len() == new.len() && is_word(one) && is_word(other) && strsim::osa_distance(one, other) == 1
}
