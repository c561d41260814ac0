//! Words that say that something does not apply.

use super::{Lexicon, Words};
use crate::text::fold;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::cmp::Reverse;
use std::sync::LazyLock;

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
pub(crate) const CLEAR: Words = Words { en: &["applica"], signs: &["/"], ..Words::NONE }.indexed();

/// Behind a criterion that need not be met, with the sign before.
pub(crate) const BEHIND: Words = Words { en: &[" — n/a", " – n/a", " - n/a", " (n/a"], ..Words::NONE }.indexed();

/// The words for *not applicable* that hold for a team: those of the languages, and its own.
#[derive(Clone, Debug)]
pub struct NotApplicable {
    /// The folded words, the longest first.
    words: Vec<String>,
    /// Whether a word begins with a byte. Most texts begin with another one.
    first_bytes: [bool; 256],
    /// Finds all words in one pass.
    finder: AhoCorasick,
}

impl NotApplicable {
    /// The words of the languages, and those that a team adds.
    pub(crate) fn with(own: &[String]) -> NotApplicable {
        let known = NOT_APPLICABLE.words().map(|(word, _)| word.to_owned());
        let mut words: Vec<String> = known.chain(own.iter().map(|word| fold(word))).collect();
        words.sort_by_key(|word| Reverse(word.len()));
        let mut first_bytes = [false; 256];
        for byte in words.iter().filter_map(|word| word.bytes().next()) {
            first_bytes[usize::from(byte)] = true;
        }
        let finder = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(&words);
        let finder = finder.expect("a few words make a small automaton");
        NotApplicable { words, first_bytes, finder }
    }

    /// The folded words, the longest first.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether a text may begin with one of the words, in any case and width.
    pub(crate) fn may_open(&self, text: &str) -> bool {
        let first = text.trim_start().bytes().next();
        first.is_some_and(|byte| !byte.is_ascii() || self.first_bytes[usize::from(byte.to_ascii_lowercase())])
    }

    /// The words that a folded text begins with, the longest first, each with the rest of the text.
    pub(crate) fn openings<'t>(&self, folded: &'t str) -> impl Iterator<Item = (&str, &'t str)> {
        // Most texts begin with the first byte of few words.
        let first = folded.as_bytes().first();
        let words = self.words.iter().filter(move |word| word.as_bytes().first() == first);
        words.filter_map(|word| Some((word.as_str(), folded.strip_prefix(word.as_str())?)))
    }

    /// The ends of a folded text from each of the words on. In the middle of a sentence some of the
    /// words mean something else.
    pub(crate) fn ends_from<'t>(&self, folded: &'t str) -> impl Iterator<Item = &'t str> {
        let is_after_sign =
            |before: &str| before.trim_end().ends_with(['—', '–', '-', ':', ';', ',', '(', '/', '.', '、', '。']);
        let found = self.finder.find_overlapping_iter(folded).filter(move |found| {
            let before = &folded[..found.start()];
            match NOT_APPLICABLE.meaning(&self.words[found.pattern().as_usize()]) {
                Some(Means::AtStart) => false,
                Some(Means::BehindSign) => before.is_empty() || is_after_sign(before),
                Some(Means::Anywhere) | None => !before.ends_with(char::is_alphanumeric),
            }
        });
        found.map(|found| &folded[found.start()..])
    }
}

impl Default for NotApplicable {
    fn default() -> NotApplicable {
        static OF_THE_LANGUAGES: LazyLock<NotApplicable> = LazyLock::new(|| NotApplicable::with(&[]));
        OF_THE_LANGUAGES.clone()
    }
}
