//! The clauses of a statement, and what is known of each.

use crate::plan::measure::amount::Side;
use crate::plan::measure::sentence::Sentence;
use crate::words::qualifiers::{Qualifier, is_harm};
use std::ops::Range;

/// What is known of a clause. Signs part clauses.
#[derive(Clone, Copy, Default)]
pub(super) struct Clause {
    pub(super) start: usize,
    /// Whether it denies something else than a comparison, before or behind its numbers.
    pub(super) is_denied: bool,
    /// Whether a word in it means harm.
    pub(super) is_about_harm: bool,
    pub(super) is_about_averages: bool,
    pub(super) has_bound: bool,
    /// Whether a word before the place that is read says something.
    pub(super) has_words: bool,
    /// Whether a word before picks some out of many.
    pub(super) has_choice: bool,
    /// Whether a word before says for whom.
    pub(super) has_purpose: bool,
    /// The last bound before.
    pub(super) bound: Option<Bounded>,
    /// The last number before, when it counts something.
    pub(super) counted: Option<usize>,
    /// Whether that number is zero.
    pub(super) counts_none: bool,
}

/// A bound that has been read.
#[derive(Clone, Copy)]
pub(super) struct Bounded {
    pub(super) side: Side,
    /// The index behind it.
    pub(super) end: usize,
    /// Whether it counts things, which the words behind it may describe.
    pub(super) is_count: bool,
    /// Whether a word behind it joins another demand.
    pub(super) is_joined: bool,
}

/// The clauses of a sentence, with what is known of each before it is read. `is_read` marks the
/// words that belong to a comparison.
pub(super) fn clauses(sentence: &Sentence, is_read: &[bool]) -> Vec<(Range<usize>, Clause)> {
    let mut clauses: Vec<(Range<usize>, Clause)> = Vec::new();
    for (index, token) in sentence.tokens.iter().enumerate() {
        // `max. 5`: no clause begins within a comparison.
        let continues = index > 0 && is_read[index - 1];
        if clauses.is_empty() || (token.is_parted && !continues) {
            clauses.push((index..index, Clause { start: index, ..Clause::default() }));
        }
        let Some((range, clause)) = clauses.last_mut() else { continue };
        range.end = index + 1;
        clause.is_denied |= !is_read[index] && sentence.is_negation(index);
        clause.is_about_harm |= sentence.word(index).is_some_and(is_harm);
        clause.has_bound |= is_read[index];
        clause.is_about_averages |= sentence.qualifier(index) == Some(Qualifier::Average);
    }
    clauses
}
