//! Words and signs in an entry of a log that is running text.

use super::Words;

/// What stands between two parts of an entry, with the spaces around it.
pub(crate) const BETWEEN: Words = Words {
    en: &[" by "],
    signs: &[" — ", " – ", " - ", " | ", " · ", " • ", "; ", ", ", ": ", ". ", "\n", "\r", "(", ")", "："],
    ..Words::NONE
}
.indexed();

/// Before the stage that is left: `Moved from Alpha to Beta`.
pub(crate) const FROM: Words = Words { en: &["from"], ..Words::NONE }.indexed();
