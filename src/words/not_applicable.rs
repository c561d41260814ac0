//! Words that say that something does not apply.

use super::{Lexicon, Words};

/// Where a word for *not applicable* means that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    /// In the middle of a sentence, too.
    Anywhere,
    /// At the start of a text and behind a sign. Elsewhere it is the verb of a sentence.
    BehindSign,
    /// At the start of a text. In the middle of a sentence it means what it says.
    AtStart,
}

/// The words for *not applicable*.
pub(crate) static NOT_APPLICABLE: Lexicon<Means> = Lexicon::new(&[
    (Means::Anywhere, Words { en: &["not applicable", "n/a"], ..Words::NONE }),
    (
        Means::BehindSign,
        Words {
            de: &["nicht zutreffend", "nicht anwendbar", "nicht erforderlich", "trifft nicht zu", "entfällt"],
            pt: &["não se aplica", "não aplicável"],
            es: &["no se aplica", "no aplica", "no aplicable", "no procede"],
            fr: &["sans objet", "non applicable", "ne s'applique pas"],
            it: &["non applicabile", "non si applica"],
            ja: &["該当なし", "対象外", "適用外", "該当しない"],
            zh: &["不适用", "不適用"],
            ..Words::NONE
        },
    ),
    (Means::AtStart, Words { en: &["none", "n.a.", "na"], signs: &["–", "—", "-"], ..Words::NONE }),
]);

/// Parts of words that need no sign between themselves and the reason: `N/A because …`.
pub(crate) const CLEAR: Words = Words { en: &["applica"], signs: &["/"], ..Words::NONE };

/// Behind a criterion that need not be met, with the sign before.
pub(crate) const BEHIND: Words = Words { en: &[" — n/a", " – n/a", " - n/a", " (n/a"], ..Words::NONE };
