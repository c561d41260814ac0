//! Words around the names of people.

use super::Words;

/// Words between the names of two people, with the spaces around them.
pub(crate) const BETWEEN: Words = Words {
    en: &[" and ", " with ", " plus "],
    de: &[" und ", " mit "],
    pt: &[" e "],
    es: &[" y "],
    fr: &[" et "],
    it: &[" e "],
    ..Words::NONE
}
.indexed();

/// Words before a name that are no part of it, folded.
pub(crate) const TITLES: Words = Words {
    en: &["mr", "mrs", "ms", "mx", "dr", "prof"],
    de: &["herr", "frau"],
    pt: &["sr", "sra", "dra"],
    es: &["sr", "sra", "dra"],
    fr: &["m", "mme", "mlle"],
    ..Words::NONE
}
.indexed();

/// Before those who decided, with the space behind it.
pub(crate) const BY: Words = Words { en: &["by "], ..Words::NONE }.indexed();

/// Words and signs that stand in a list of names and are none.
pub(crate) const AND: Words = Words { en: &["and"], signs: &["&"], ..Words::NONE }.indexed();
