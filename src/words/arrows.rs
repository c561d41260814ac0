//! What leads from one stage to the next: `1→2`, `Alpha to Beta`.

use super::Words;
use crate::text::Span;
use std::borrow::Cow;
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
/// where a stage stands right on each side: `1 a 2`, `从1到2`. A word has the spaces that stand
/// around it.
pub(crate) const TO: Words = Words {
    en: &[" to ", " to the ", " into ", " into the "],
    de: &[" nach ", " zu ", " auf ", " in ", " zur ", " zum ", " in die ", " auf die "],
    pt: &[" a ", " para ", " à ", " para a ", " para o ", " ao "],
    es: &[" a ", " hacia ", " a la ", " al ", " hacia la "],
    fr: &[" à ", " a ", " vers ", " à la ", " au ", " vers la "],
    it: &[" a ", " alla ", " al ", " verso "],
    ja: &["から"],
    zh: &["到", "至"],
    ..Words::NONE
}
.indexed();

/// What stands behind the second stage: `1から2へ`.
pub(crate) const BEHIND_TO: Words = Words { ja: &["へ", "に", "まで"], ..Words::NONE }.indexed();

/// The first arrow of a text: of those that begin at one place, the longest.
pub(crate) fn find_arrow(text: &str) -> Option<Span> {
    first_of(text, ARROWS.iter())
}

/// Whether a title has an arrow, and so speaks of a move between stages. A word leads from one
/// stage to the next only where something else says so.
pub(crate) fn has_arrow(title: &str) -> bool {
    first_of(title, ARROWS.signs.iter().copied()).is_some()
}

/// A text with `→` for each arrow, however it is written.
pub(crate) fn with_one_arrow(text: &str) -> Cow<'_, str> {
    if !may_have_one(text) {
        return Cow::Borrowed(text);
    }
    ARROWS.iter().fold(Cow::Borrowed(text), |text, arrow| {
        if text.contains(arrow) { Cow::Owned(text.replace(arrow, "→")) } else { text }
    })
}

/// Whether a text has anything that an arrow could be made of. Most have not.
fn may_have_one(text: &str) -> bool {
    !text.is_ascii() || text.contains(['>', '&', '$']) || ARROWS.en.iter().any(|to| text.contains(to))
}

fn first_of<'a>(text: &str, arrows: impl Iterator<Item = &'a str>) -> Option<Span> {
    if !may_have_one(text) {
        return None;
    }
    let found = arrows.chain(["→"]).filter_map(|arrow| Some((text.find(arrow)?, arrow.len())));
    found.min_by_key(|(at, length)| (*at, Reverse(*length))).map(|(at, length)| Span::new(at, at + length))
}
