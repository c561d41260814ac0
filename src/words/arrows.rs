//! What leads from one stage to the next: `1→2`, `Alpha to Beta`.

use super::Words;
use crate::text::Span;
use std::cmp::Reverse;

/// Ways to write `→`, the longer ones before those that they hold. A word has the spaces that stand
/// around it.
pub(crate) const ARROWS: Words = Words {
    en: &[" to ", " To ", " TO "],
    signs: &[
        "-->", "==>", "—>", "–>", "->", "=>", "⇒", "➔", "➜", "⟶", "➡️", "➡", "⮕", "⟹", "⇨", "➞", "➝", "↦", "&rarr;",
        "»", "▶", "►", "▸", "$\\rightarrow$", "$\\to$",
    ],
    ..Words::NONE
}
.indexed();

/// Words that are too common to be an arrow by themselves. They lead from one stage to the next
/// where a stage, and nothing else, stands on each side: `1 a 2`, `从1到2`.
pub(crate) const TO: Words = Words {
    en: &["to", "into"],
    de: &["nach", "zu", "auf", "in"],
    pt: &["a", "para", "à"],
    es: &["a", "hacia"],
    fr: &["à", "a", "vers"],
    ja: &["から"],
    zh: &["到", "至"],
    ..Words::NONE
}
.indexed();

/// What stands behind the second stage: `1から2へ`.
pub(crate) const BEHIND_TO: Words = Words { ja: &["へ", "に", "まで"], ..Words::NONE }.indexed();

/// The first arrow of a text: of those that begin at one place, the longest.
pub(crate) fn find_arrow(text: &str) -> Option<Span> {
    first_of(text, || ARROWS.iter())
}

/// Whether a title has an arrow, and so speaks of a move between stages. A word leads from one
/// stage to the next only where something else says so.
pub(crate) fn has_arrow(title: &str) -> bool {
    first_of(title, || ARROWS.signs.iter().copied()).is_some()
}

fn first_of<'a, I: Iterator<Item = &'a str>>(text: &str, arrows: impl Fn() -> I) -> Option<Span> {
    // Most texts have nothing that an arrow could be made of.
    if text.is_ascii() && !text.contains(['>', '&', '$']) && !ARROWS.en.iter().any(|to| text.contains(to)) {
        return None;
    }
    let found = arrows().chain(["→"]).filter_map(|arrow| Some((text.find(arrow)?, arrow.len())));
    found.min_by_key(|(at, length)| (*at, Reverse(*length))).map(|(at, length)| Span::new(at, at + length))
}
