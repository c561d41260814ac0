//! Words that have a meaning in some language: a file for each kind of meaning, a column for each
//! language.
//!
//! All words are in their folded form ([`crate::text::fold`]). A word that means something else in
//! another language is left out: a team that uses it says so in its configuration.

pub(crate) mod arrows;
pub(crate) mod aside;
pub(crate) mod asks;
pub(crate) mod audiences;
pub(crate) mod binding;
pub(crate) mod bounds;
pub(crate) mod brackets;
pub(crate) mod customers;
pub(crate) mod decisions;
pub(crate) mod denials;
pub(crate) mod entries;
pub(crate) mod evidence;
pub(crate) mod force;
pub(crate) mod front_matter;
pub(crate) mod gates;
pub(crate) mod going_back;
pub(crate) mod labels;
pub(crate) mod languages;
pub(crate) mod ledger;
pub(crate) mod log_headers;
pub(crate) mod metrics;
pub(crate) mod months;
pub(crate) mod negations;
pub(crate) mod not_applicable;
pub(crate) mod numerals;
pub(crate) mod open;
pub(crate) mod parts;
pub(crate) mod paths;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod qualifiers;
pub(crate) mod ratings;
pub(crate) mod reasons;
pub(crate) mod remarks;
pub(crate) mod roles;
pub(crate) mod sentences;
pub(crate) mod stages;
pub(crate) mod stands;
pub(crate) mod status;
pub(crate) mod tables;
pub(crate) mod ticks;
pub(crate) mod titles;
pub(crate) mod units;
pub(crate) mod verdicts;
pub(crate) mod work;

use crate::text::is_cjk;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use foldhash::fast::FixedState;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// The words for one meaning, by language. The first English word is the meaning's own name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// English.
    pub(crate) en: &'static [&'static str],
    /// German.
    pub(crate) de: &'static [&'static str],
    /// Portuguese.
    pub(crate) pt: &'static [&'static str],
    /// Spanish.
    pub(crate) es: &'static [&'static str],
    /// French.
    pub(crate) fr: &'static [&'static str],
    /// Italian.
    pub(crate) it: &'static [&'static str],
    /// Japanese.
    pub(crate) ja: &'static [&'static str],
    /// Chinese.
    pub(crate) zh: &'static [&'static str],
    /// Korean.
    pub(crate) ko: &'static [&'static str],
    /// Russian.
    pub(crate) ru: &'static [&'static str],
    /// Dutch.
    pub(crate) nl: &'static [&'static str],
    /// Polish.
    pub(crate) pl: &'static [&'static str],
    /// Turkish.
    pub(crate) tr: &'static [&'static str],
    /// Vietnamese.
    pub(crate) vi: &'static [&'static str],
    /// Signs, which mean the same in all languages.
    pub(crate) signs: &'static [&'static str],
    /// What rules most texts out.
    index: Index,
}

/// With which bytes some words begin and end, and which length they have between which bytes.
#[derive(Clone, Copy, Debug)]
struct Index {
    /// A bit for each first byte.
    firsts: [u64; 4],
    /// A bit for each last byte.
    lasts: [u64; 4],
    /// A bit for each mix of the first byte, the last byte and the length.
    shapes: [u64; 8],
}

impl Index {
    /// The index of words of which nothing is known.
    const ALL: Index = Index { firsts: [u64::MAX; 4], lasts: [u64::MAX; 4], shapes: [u64::MAX; 8] };

    /// The index of no word.
    const NONE: Index = Index { firsts: [0; 4], lasts: [0; 4], shapes: [0; 8] };

    const fn with(mut self, words: &[&str]) -> Index {
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            let (first, last, shape) = (word[0] as usize, word[word.len() - 1] as usize, Index::shape(word));
            self.firsts[first / 64] |= 1 << (first % 64);
            self.lasts[last / 64] |= 1 << (last % 64);
            self.shapes[shape / 64] |= 1 << (shape % 64);
            at += 1;
        }
        self
    }

    /// The bit for the shape of a word.
    const fn shape(word: &[u8]) -> usize {
        (word[0] as usize * 7 + word[word.len() - 1] as usize * 31 + word.len() * 101) % 512
    }

    /// Whether one of the words may begin with the first byte of a text.
    fn may_open(&self, text: &str) -> bool {
        has_bit(&self.firsts, text.bytes().next())
    }

    /// Whether one of the words may end with the last byte of a text.
    fn may_end(&self, text: &str) -> bool {
        has_bit(&self.lasts, text.bytes().next_back())
    }

    /// Whether one of the words may be a text.
    fn may_be(&self, text: &str) -> bool {
        let has = |shape: usize| self.shapes[shape / 64] >> (shape % 64) & 1 == 1;
        !text.is_empty() && has(Index::shape(text.as_bytes()))
    }
}

fn has_bit(bits: &[u64; 4], byte: Option<u8>) -> bool {
    byte.map(usize::from).is_some_and(|byte| bits[byte / 64] >> (byte % 64) & 1 == 1)
}

impl Words {
    /// No word in any language, for the columns that a row leaves empty.
    pub(crate) const NONE: Words = Words {
        en: &[],
        de: &[],
        pt: &[],
        es: &[],
        fr: &[],
        it: &[],
        ja: &[],
        zh: &[],
        ko: &[],
        ru: &[],
        nl: &[],
        pl: &[],
        tr: &[],
        vi: &[],
        signs: &[],
        index: Index::ALL,
    };

    const fn columns(&self) -> [&'static [&'static str]; 15] {
        let Words { en, de, pt, es, fr, it, ja, zh, ko, ru, nl, pl, tr, vi, signs, index: _ } = *self;
        [en, de, pt, es, fr, it, ja, zh, ko, ru, nl, pl, tr, vi, signs]
    }

    /// The same words, which are found sooner. The index is made by the compiler.
    pub(crate) const fn indexed(self) -> Words {
        let columns = self.columns();
        let mut index = Index::NONE;
        let mut column = 0;
        while column < columns.len() {
            index = index.with(columns[column]);
            column += 1;
        }
        Words { index, ..self }
    }

    /// The words of all languages, English first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.columns().into_iter().flatten().copied()
    }

    /// Whether a folded text is one of the words.
    pub(crate) fn has(&self, folded: &str) -> bool {
        self.index.may_be(folded) && self.columns().iter().any(|words| words.contains(&folded))
    }

    /// Whether a folded text is one of the words, in any gender and number: `incompletas` is
    /// `incompleto`.
    pub(crate) fn has_form(&self, folded: &str) -> bool {
        let is_form = |words: &[&str], (own, others): (&str, &[&str])| {
            let mut stems = others.iter().filter_map(|ending| folded.strip_suffix(ending));
            stems.any(|stem| {
                let is_long = stem.chars().count() >= SHORTEST_STEM;
                is_long && words.iter().any(|word| word.strip_suffix(own) == Some(stem))
            })
        };
        self.has(folded)
            || is_form(self.de, GERMAN)
            || is_form(self.fr, FRENCH)
            || [self.pt, self.es, self.it].iter().any(|words| is_form(words, ROMANCE))
    }

    /// The language, by its column, that has a folded word. Signs are in none.
    pub(crate) fn column_of(&self, folded: &str) -> Option<usize> {
        self.columns().iter().take(LANGUAGES).position(|words| words.contains(&folded))
    }

    /// The first word of a language, by its column.
    pub(crate) fn first_in(&self, column: usize) -> Option<&'static str> {
        self.columns()[column].first().copied()
    }

    /// Whether one of the words opens a folded text.
    pub(crate) fn any_opens(&self, folded: &str) -> bool {
        self.behind(folded).next().is_some()
    }

    /// What stands behind each word that opens a folded text.
    pub(crate) fn behind<'t>(&self, folded: &'t str) -> impl Iterator<Item = &'t str> + use<'t> {
        // Most texts begin with other letters.
        let words = self.index.may_open(folded).then(|| self.iter());
        words.into_iter().flatten().filter_map(|word| folded.strip_prefix(word))
    }

    /// What stands before each word that ends a folded text.
    pub(crate) fn before<'t>(&self, folded: &'t str) -> impl Iterator<Item = &'t str> + use<'t> {
        let words = self.index.may_end(folded).then(|| self.iter());
        words.into_iter().flatten().filter_map(|word| folded.strip_suffix(word))
    }

    /// What stands behind one of the words, or before it, in a folded text that begins or ends with
    /// it.
    pub(crate) fn beside<'t>(&self, folded: &'t str) -> impl Iterator<Item = &'t str> + use<'t> {
        self.behind(folded).chain(self.before(folded))
    }

    /// Whether one of the words stands anywhere in a folded text.
    pub(crate) fn any_in(&self, folded: &str) -> bool {
        // Most texts lack the first two bytes of most words.
        let mut starts = [0u64; 8];
        let place = |pair: &[u8]| (usize::from(pair[0]) * 31 + usize::from(pair[1]) * 7) % 512;
        for pair in folded.as_bytes().windows(2) {
            starts[place(pair) / 64] |= 1 << (place(pair) % 64);
        }
        let may_be_in = |word: &str| {
            let start = word.as_bytes().get(..2).map(place);
            start.is_none_or(|place| starts[place / 64] >> (place % 64) & 1 == 1)
        };
        let is_in = |word: &&str| may_be_in(word) && folded.contains(*word);
        self.columns().iter().any(|words| words.iter().any(is_in))
    }

    /// Where the first of the words stands in a folded text, of several at one place the longest.
    /// What is a part of another word does not count, where its script has spaces between words.
    pub(crate) fn place_in(&self, folded: &str) -> Option<Range<usize>> {
        // Most texts have none of them.
        if !self.any_in(folded) {
            return None;
        }
        let ends_word = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || is_cjk(c));
        let is_whole = |place: &Range<usize>| {
            folded[place.clone()].contains(is_cjk)
                || (ends_word(folded[..place.start].chars().next_back())
                    && ends_word(folded[place.end..].chars().next()))
        };
        let places = self.iter().flat_map(|word| folded.match_indices(word).map(|(at, word)| at..at + word.len()));
        places.filter(is_whole).min_by_key(|place| (place.start, Reverse(place.end)))
    }

    /// A folded text with something else in place of each of the words.
    pub(crate) fn replaced_in(&self, folded: &str, other: &str) -> String {
        let words = self.any_in(folded).then(|| self.iter());
        words.into_iter().flatten().fold(folded.to_owned(), |text, word| text.replace(word, other))
    }
}

/// How many columns are for languages; that of the signs comes behind them.
const LANGUAGES: usize = 14;

/// The ending of an adjective as it stands in a column of [`Words`], and its other ones.
type Endings = (&'static str, &'static [&'static str]);

const GERMAN: Endings = ("", &["e", "en", "er", "es", "em"]);
const FRENCH: Endings = ("", &["e", "s", "es"]);
const ROMANCE: Endings = ("o", &["a", "os", "as", "i", "e"]);

/// The fewest letters of a word before its ending.
const SHORTEST_STEM: usize = 4;

/// A table of meanings with their words.
pub(crate) struct Lexicon<M: 'static> {
    rows: &'static [(M, Words)],
    /// The words with their meanings, in the order of the table; made when the first one is asked
    /// for.
    words: OnceLock<Vec<(&'static str, M)>>,
    /// The same words by their first byte. Most texts begin with the first byte of few words.
    by_first_byte: OnceLock<Vec<Vec<(&'static str, M)>>>,
    /// Made when the first word is looked up.
    by_word: OnceLock<HashMap<&'static str, M, FixedState>>,
    /// Finds all words in one pass; made when the first text is searched.
    finder: OnceLock<AhoCorasick>,
}

impl<M: Copy + 'static> Lexicon<M> {
    pub(crate) const fn new(rows: &'static [(M, Words)]) -> Lexicon<M> {
        Lexicon {
            rows,
            words: OnceLock::new(),
            by_first_byte: OnceLock::new(),
            by_word: OnceLock::new(),
            finder: OnceLock::new(),
        }
    }

    /// The meanings with their words, in the order of the table.
    pub(crate) fn rows(&self) -> &'static [(M, Words)] {
        self.rows
    }

    /// The words with their meanings, in the order of the table.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&'static str, M)> {
        let of_row = |(meaning, words): &(M, Words)| words.iter().map(|word| (word, *meaning)).collect::<Vec<_>>();
        self.words.get_or_init(|| self.rows.iter().flat_map(of_row).collect()).iter().copied()
    }

    /// The meaning of a folded text that is one of the words.
    pub(crate) fn meaning(&self, folded: &str) -> Option<M> {
        self.by_word.get_or_init(|| self.words().collect()).get(folded).copied()
    }

    /// The words with the first byte of a folded text.
    fn with_first_byte_of(&self, folded: &str) -> impl Iterator<Item = (&'static str, M)> {
        let by_first_byte = self.by_first_byte.get_or_init(|| {
            let mut by_first_byte = vec![Vec::new(); 256];
            for (word, meaning) in self.words() {
                by_first_byte[usize::from(word.as_bytes()[0])].push((word, meaning));
            }
            by_first_byte
        });
        let words = folded.bytes().next().map(|first| &by_first_byte[usize::from(first)]);
        words.into_iter().flatten().copied()
    }

    /// The words that a folded text begins with, each with its meaning and the rest of the text.
    pub(crate) fn openings<'t>(&self, folded: &'t str) -> impl Iterator<Item = (&'static str, M, &'t str)> {
        let words = self.with_first_byte_of(folded);
        words.filter_map(|(word, meaning)| Some((word, meaning, folded.strip_prefix(word)?)))
    }

    /// The words that begin with a folded text, or are the same.
    pub(crate) fn completions(&self, beginning: &str) -> impl Iterator<Item = (&'static str, M)> {
        self.with_first_byte_of(beginning).filter(move |(word, _)| word.starts_with(beginning))
    }

    /// The longest word that a folded text begins with, with its meaning. `fits` judges a meaning
    /// with what follows the word.
    pub(crate) fn prefix(&self, folded: &str, fits: impl Fn(M, &str) -> bool) -> Option<(&'static str, M)> {
        let fitting = self.openings(folded).filter(|(_, meaning, rest)| fits(*meaning, rest));
        fitting.max_by_key(|(word, _, _)| word.len()).map(|(word, meaning, _)| (word, meaning))
    }

    /// The first meaning in the order of the table that has a word anywhere in a folded text.
    pub(crate) fn meaning_in(&self, folded: &str) -> Option<M> {
        let finder = self.finder.get_or_init(|| {
            let words = self.words().map(|(word, _)| word);
            // The texts are short, and most are remembered: a table for each byte would not pay.
            let builder = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(words);
            builder.expect("a few words make a small automaton")
        });
        let first = finder.find_overlapping_iter(folded).map(|found| found.pattern().as_usize()).min()?;
        self.words().nth(first).map(|(_, meaning)| meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn rows<M: Copy>(lexicon: &Lexicon<M>) -> Vec<Words> {
        lexicon.rows().iter().map(|(_, words)| *words).collect()
    }

    fn tables() -> Vec<Vec<Words>> {
        vec![
            rows(&asks::ASKS),
            rows(&bounds::BEFORE),
            rows(&bounds::BEHIND),
            rows(&decisions::DECISIONS),
            rows(&labels::LABELS),
            rows(&log_headers::PARTS),
            rows(&not_applicable::NOT_APPLICABLE),
            rows(&numerals::NUMERALS),
            rows(&open::OPEN),
            rows(&parts::ROLES),
            rows(&qualifiers::QUALIFIERS),
            rows(&ratings::RATINGS),
            rows(&roles::ROLES),
            rows(&status::STATUS),
            rows(&ticks::INSIDE),
            rows(&ticks::SIGNS),
            rows(&units::MONEY),
            rows(&units::SCALES),
            rows(&units::TIME),
        ]
    }

    #[test]
    fn each_word_is_folded_and_has_one_meaning() {
        for table in tables() {
            let mut meanings = HashMap::new();
            for (row, word) in
                table.iter().enumerate().flat_map(|(row, words)| words.iter().map(move |word| (row, word)))
            {
                assert_eq!(fold(word), word);
                assert_eq!(*meanings.entry(word).or_insert(row), row, "`{word}` has two meanings");
            }
        }
    }

    #[test]
    fn no_word_stands_twice_in_a_column() {
        for column in tables().iter().flatten().flat_map(Words::columns) {
            let repeated = column.iter().enumerate().find(|(index, word)| column[..*index].contains(word));
            assert_eq!(repeated, None);
        }
    }

    #[test]
    fn the_index_rules_out_no_word_of_the_list() {
        for list in [aside::PREPARATIONS, open::OPEN_IN_PLAN, bounds::UP_TO, people::BETWEEN] {
            let bare = Words { index: Index::ALL, ..list };
            let others = tables().concat().into_iter().flat_map(|words| words.iter().collect::<Vec<_>>());
            for text in list.iter().chain(others).chain(["", "x", "\u{e9}"]) {
                assert_eq!(list.has(text), bare.has(text), "{text}");
                assert_eq!(list.any_opens(text), bare.any_opens(text), "{text}");
            }
        }
    }

    #[test]
    fn a_word_is_found_alone_in_front_and_anywhere() {
        let table = Lexicon::new(&[
            (1, Words { en: &["go"], fr: &["aller"], ..Words::NONE }),
            (2, Words { en: &["go on"], ..Words::NONE }),
        ]);
        assert_eq!((table.meaning("aller"), table.meaning("go o")), (Some(1), None));
        assert_eq!(table.prefix("go on then", |_, _| true), Some(("go on", 2)));
        assert_eq!(table.prefix("go on then", |meaning, _| meaning == 1), Some(("go", 1)));
        assert_eq!((table.meaning_in("let us go on"), table.meaning_in("wait")), (Some(1), None));
    }
}
