//! Words between the names of two people.

use super::Words;

/// The words with the spaces that stand around them.
pub(crate) const BETWEEN: Words = Words {
    en: &[" and ", " with "],
    de: &[" und ", " mit "],
    pt: &[" e "],
    es: &[" y "],
    fr: &[" et "],
    it: &[" e "],
    ..Words::NONE
};
