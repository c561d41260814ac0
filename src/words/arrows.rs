//! What leads from one stage to the next: `1→2`, `Alpha to Beta`.

use super::Words;

/// Ways to write `→`, the longer ones before those that they hold. A word has the spaces that stand
/// around it.
pub(crate) const ARROWS: Words = Words {
    en: &[" to ", " To ", " TO "],
    signs: &[
        "-->", "==>", "—>", "–>", "->", "=>", "⇒", "➔", "➜", "⟶", "➡️", "➡", "⮕", "⟹", "⇨", "➞", "➝", "↦", "&rarr;",
        "»", "$\\rightarrow$", "$\\to$",
    ],
    ..Words::NONE
}
.indexed();
