//! Words around the names of people.

use super::Words;

/// Words between the names of two people, with the spaces around them.
pub(crate) const BETWEEN: Words = Words {
    en: &[" and ", " with ", " plus ", " as well as ", " together with ", " along with ", " and also "],
    de: &[" und ", " mit ", " sowie ", " gemeinsam mit "],
    pt: &[" e ", " com ", " bem como ", " assim como "],
    es: &[" y ", " con ", " junto con ", " así como "],
    fr: &[" et ", " avec ", " ainsi que "],
    it: &[" e "],
    ja: &[" と ", " 及び ", " および "],
    zh: &[" 和 ", " 与 ", " 與 ", " 及 ", " 以及 "],
    ..Words::NONE
}
.indexed();

/// Words before a name that are no part of it, folded.
pub(crate) const TITLES: Words = Words {
    en: &["mr", "mrs", "ms", "mx", "dr", "prof", "both"],
    de: &["herr", "frau", "sowohl"],
    pt: &["sr", "sra", "dra", "ambos"],
    es: &["sr", "sra", "dra", "ambos"],
    fr: &["m", "mme", "mlle"],
    ..Words::NONE
}
.indexed();

/// Before those who decided, with the space behind it.
pub(crate) const BY: Words = Words { en: &["by "], ..Words::NONE }.indexed();

/// Words and signs that stand in a list of names and are none.
pub(crate) const AND: Words = Words { en: &["and"], signs: &["&"], ..Words::NONE }.indexed();
