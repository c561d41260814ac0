//! Numbers in words, and numbers in groups of three digits, as plain digits.

use super::sentence::PUNCTUATION;
use crate::words::bounds::{BEFORE, BEHIND, LASTING, QUIET_TIMES};
use crate::words::numerals::{NUMERALS, Numeral, sign};
use crate::words::units::{SCALES, TIME};
use foldhash::fast::FixedState;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A text in which no space parts the thousands of a number: `40 000–90 000`.
pub(super) fn with_joined_thousands(text: &str) -> String {
    let is_gap = |at: usize, c: char| {
        let (before, behind) = (&text[..at], &text[at + c.len_utf8()..]);
        let group = behind.chars().take_while(char::is_ascii_digit).count();
        let own = before.chars().rev().take_while(char::is_ascii_digit).count();
        c.is_whitespace() && group == 3 && (1..=3).contains(&own)
    };
    text.char_indices().filter(|(at, c)| !is_gap(*at, *c)).map(|(_, c)| c).collect()
}

/// A text in its normal form with the hyphens out of its quiet times: `3-day soak` as `3 day soak`.
/// Elsewhere `3-day` is a part of a name.
pub(super) fn with_lengths(text: String) -> String {
    let is_name = |word: &str| QUIET_TIMES.has(word.trim_matches(PUNCTUATION));
    let is_hyphen = |at: &usize| {
        let before = text[..*at].rsplit(' ').next().unwrap_or_default().trim_start_matches(PUNCTUATION);
        let mut behind = text[at + 1..].split(' ');
        let is_unit = behind.next().is_some_and(|unit| TIME.meaning(unit).is_some());
        let is_number = !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit());
        is_number && is_unit && behind.next().is_some_and(is_name)
    };
    match text.match_indices('-').map(|(at, _)| at).find(is_hyphen) {
        Some(at) => [&text[..at], " ", &text[at + 1..]].concat(),
        None => text,
    }
}

/// The last words of the phrases that a number follows.
static CALLS: LazyLock<HashSet<&str, FixedState>> = LazyLock::new(|| {
    let phrases = BEFORE.words().map(|(phrase, _)| phrase).chain(LASTING.iter());
    phrases.filter_map(|phrase| phrase.split(' ').next_back()).collect()
});

/// A text in its normal form with its numbers in digits: `five`, `for a week`, `五 天`, `1 000`.
pub(super) fn with_digits(normal: &str) -> String {
    let words: Vec<&str> = normal.split(' ').filter(|word| !word.is_empty()).collect();
    let mut out = String::with_capacity(normal.len());
    for (index, part) in words.iter().enumerate() {
        let before = index.checked_sub(1).map_or("", |before| words[before]);
        let behind = words.get(index + 1).copied().unwrap_or_default();
        if index > 0 && !continues_thousands(before, part, behind) {
            out.push(' ');
        }
        let word = part.trim_matches(PUNCTUATION);
        match value(behind_kana(word), before, behind.trim_matches(PUNCTUATION)) {
            Some(value) => {
                out.push_str(&part[..part.len() - part.trim_start_matches(PUNCTUATION).len()]);
                let stem = word.len() - behind_kana(word).len();
                out.push_str(&word[..stem]);
                out.push_str(if stem > 0 { " " } else { "" });
                out.push_str(&value.to_string());
                out.push_str(&part[part.trim_end_matches(PUNCTUATION).len()..]);
            }
            None => out.push_str(part),
        }
    }
    out
}

/// The signs behind the kana of a Japanese word, where a number may begin: `一` of `が一`.
fn behind_kana(word: &str) -> &str {
    let is_kana = |c: char| matches!(c, '\u{3040}'..='\u{30ff}');
    word.rfind(is_kana).map_or(word, |at| word[at..].split_at(word[at..].chars().next().map_or(0, char::len_utf8)).1)
}

/// The number that a word means between its neighbours.
fn value(word: &str, before: &str, behind: &str) -> Option<u64> {
    // `abaixo dos 2%`: the number follows.
    if behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match NUMERALS.meaning(word) {
        Some(Numeral::Clear(value)) => Some(value.into()),
        Some(Numeral::Unclear(value)) => {
            let is_time = || TIME.meaning(behind).is_some();
            // `A week without alerts`, `at least a hundred orders`
            let is_clear = (CALLS.contains(before) && (value > 1 || is_time()))
                || (before.is_empty() && is_time())
                || SCALES.meaning(behind).is_some();
            is_clear.then_some(value.into())
        }
        None => {
            let is_counted = behind.starts_with('%')
                || TIME.meaning(behind).is_some()
                || SCALES.meaning(behind).is_some()
                || BEHIND.meaning(behind).is_some();
            in_signs(word).filter(|_| is_counted)
        }
    }
}

/// The number of a word that has only signs of Japanese or Chinese numbers.
fn in_signs(word: &str) -> Option<u64> {
    let (mut sum, mut digit) = (0, None);
    for c in word.chars().map(sign).take(MOST_SIGNS) {
        match c? {
            factor @ (10 | 100 | 1000) => sum += digit.take().unwrap_or(1) * factor,
            value => digit = Some(value),
        }
    }
    let is_number = !word.is_empty() && word.chars().nth(MOST_SIGNS).is_none();
    is_number.then_some(sum + digit.unwrap_or(0))
}

/// The most signs of a number in words.
const MOST_SIGNS: usize = 7;

/// Whether a word is the next group of three digits of a number: `1 000`. No share is as large.
fn continues_thousands(before: &str, word: &str, behind: &str) -> bool {
    let is_group = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_first = (1..=3).contains(&before.len()) && is_group(before) && !before.starts_with('0');
    let digits = word.trim_end_matches(PUNCTUATION);
    has_first && digits.len() == 3 && is_group(digits) && !behind.starts_with('%')
}
/// The percentile that a folded word names: `p99`, `p99.9`, `99th`.
pub(crate) fn percentile(word: &str) -> Option<f64> {
    let digits = word.strip_prefix('p').or_else(|| word.strip_suffix("th"))?;
    let is_number = digits.len() >= 2 && digits.starts_with(|c: char| c.is_ascii_digit());
    digits.parse().ok().filter(|value: &f64| is_number && *value <= 100.0)
}
