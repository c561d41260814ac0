//! The places that a statement keeps an audience to: `5% of users in Denmark and Sweden`.

use crate::text::fold;
use crate::words::audiences::{FILLERS, WHERE};
use crate::words::months::{is_weekday, month};
use crate::words::qualifiers::{Qualifier, qualifier};
use crate::words::stages::HEADINGS_AMONG_STAGES;
use std::collections::BTreeSet;

/// A word of a text, and what stands between it and the next one.
struct Word<'t> {
    text: &'t str,
    gap: &'t str,
}

impl Word<'_> {
    /// Whether it may be of a name of a place: it has a capital, and is no time or stage.
    fn is_name(&self) -> bool {
        let folded = fold(self.text);
        let is_other = || month(&folded).is_some() || is_weekday(&folded) || HEADINGS_AMONG_STAGES.has(&folded);
        self.text.starts_with(char::is_uppercase) && !self.text.contains(|c: char| c.is_numeric()) && !is_other()
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches(|c| !is_of_word(c));
    while !rest.is_empty() {
        let (text, behind) = rest.split_at(rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()));
        let (gap, next) = behind.split_at(behind.find(is_of_word).unwrap_or(behind.len()));
        words.push(Word { text, gap });
        rest = next;
    }
    words
}

/// Whether a word joins what stands before it with what follows.
fn joins(word: &Word) -> bool {
    qualifier(&fold(word.text)) == Some(Qualifier::And)
}

/// The places of a list that begins at a word, folded, and the word behind it. A name that other
/// words follow begins a sentence.
fn list(words: &[Word], start: usize) -> (BTreeSet<String>, usize) {
    let (mut places, mut at, mut end) = (BTreeSet::new(), start, start);
    loop {
        while words.get(at).is_some_and(|word| FILLERS.has(&fold(word.text)) && !word.is_name()) {
            at += 1;
        }
        let first = at;
        while words.get(at).is_some_and(Word::is_name) {
            at += 1;
            if words[at - 1].gap.trim() != "" {
                break;
            }
        }
        let Some(last) = at.checked_sub(1).filter(|_| at > first) else { return (places, end) };
        let gap = words[last].gap.trim();
        let is_joined = words.get(at).is_some_and(|word| gap.is_empty() && joins(word));
        if !places.is_empty() && gap.is_empty() && !is_joined && at < words.len() {
            return (places, end);
        }
        let name: Vec<String> = words[first..at].iter().map(|word| fold(word.text)).collect();
        places.insert(name.join(" "));
        end = at;
        if is_joined {
            at += 1;
        } else if !matches!(gap, "," | "&" | "/" | "+" | ";") {
            return (places, end);
        }
    }
}

/// The places that a text names behind a word for where: `Denmark` and `Sweden` in `5% of users in
/// Denmark and Sweden`.
pub(super) fn places(text: &str) -> BTreeSet<String> {
    let words = words(text);
    let is_where = |at: &usize| WHERE.has(&fold(words[*at].text)) && words[*at].gap.trim().is_empty();
    (0..words.len()).filter(is_where).flat_map(|at| list(&words, at + 1).0).collect()
}

/// The places that a segment is: those that it names so, or all of it as a list: `EU and the US`.
pub(super) fn listed_places(text: &str) -> BTreeSet<String> {
    let named = places(text);
    let words = words(text);
    let (listed, end) = list(&words, 0);
    if named.is_empty() && end == words.len() { listed } else { named }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(places: BTreeSet<String>) -> String {
        places.into_iter().collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_place_stands_behind_a_word_for_where() {
        for (text, expected) in [
            ("5% of users in Denmark", "denmark"),
            ("5% of users in the EU", "eu"),
            ("5% of users in Denmark and Sweden", "denmark|sweden"),
            ("5% of users in Denmark, Sweden & New Zealand", "denmark|new zealand|sweden"),
            ("5 % der Nutzer in Österreich und der Schweiz", "schweiz|österreich"),
            ("5% of users in Denmark, Ann watches it", "denmark"),
            ("5% of users in Denmark (from Monday)", "denmark"),
            ("5% of users in Phase 2", ""),
            ("5% of users from March on", ""),
            ("5% of users", ""),
        ] {
            assert_eq!(shown(places(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_segment_may_be_nothing_but_places() {
        for (text, expected) in [
            ("EU", "eu"),
            ("EU and the US", "eu|us"),
            ("Buyers in the EU", "eu"),
            ("Buyers with a card", ""),
            ("Small shops", ""),
        ] {
            assert_eq!(shown(listed_places(text)), expected, "{text}");
        }
    }
}
