//! The share that a text of Japanese or Chinese gives, where no space stands between words.

use crate::text::{fold, is_cjk};
use crate::words::audiences::{PART_OF, PEOPLE, SHARES, TENTHS};
use crate::words::force::{AFTERWARDS, NOT_IN_FORCE};
use crate::words::numerals::sign;
use crate::words::qualifiers::{QUALIFIERS, Qualifier};

/// The shares in a text of Japanese or Chinese, where no space stands between words.
pub(super) fn in_signs(text: &str) -> Vec<f64> {
    let folded = fold(text);
    if !folded.contains(is_cjk) {
        return Vec::new();
    }
    let joiners = QUALIFIERS.rows().iter().filter(|(meaning, _)| *meaning == Qualifier::And).map(|(_, words)| words);
    let words = joiners.chain([&AFTERWARDS]).flat_map(|words| words.ja.iter().chain(words.zh));
    let parted = words.fold(folded, |text, word| text.replace(word, ","));
    let is_past = |part: &str| NOT_IN_FORCE.ja.iter().chain(NOT_IN_FORCE.zh).any(|word| part.contains(word));
    let parts = parted.split(|c| ",、。;:()→".contains(c)).filter(|part| !is_past(part));
    parts.filter_map(in_signs_of_part).collect()
}

/// The share in a part of such a text.
fn in_signs_of_part(folded: &str) -> Option<f64> {
    if !folded.contains(is_cjk) || folded.contains('%') {
        return None;
    }
    let number = |digits: String| digits.parse::<f64>().ok().filter(|number| *number > 0.0);
    let value = |c: char| c.to_digit(10).map(u64::from).or_else(|| sign(c)).filter(|value| *value <= 10);
    for mark in PART_OF.iter() {
        let Some((before, behind)) = folded.split_once(mark) else { continue };
        let before: Vec<u64> = before.chars().rev().map_while(value).collect();
        let behind: Vec<u64> = behind.chars().map_while(value).collect();
        let digits = |values: &[u64]| number(values.iter().map(u64::to_string).collect());
        let whole = digits(&before.into_iter().rev().collect::<Vec<_>>());
        if let Some((part, whole)) = digits(&behind).zip(whole).filter(|(part, whole)| part < whole) {
            return Some(100.0 * part / whole);
        }
    }
    if let Some(share) = in_tenths(folded) {
        return Some(share);
    }
    let is_word = |word: &&str| word.contains(is_cjk) && folded.contains(*word);
    let words = SHARES.words().filter(|(word, _)| is_word(word));
    let ((part, whole), word) =
        words.map(|(word, share)| (share, word)).max_by_key(|(share, word)| (share.1, word.len()))?;
    is_plain(&folded.replace(word, "")).then(|| 100.0 * f64::from(part) / f64::from(whole))
}

/// The share in tenths: `2割`, `五成的用户`.
fn in_tenths(folded: &str) -> Option<f64> {
    let (before, behind) = TENTHS.iter().find_map(|mark| folded.split_once(mark))?;
    let is_digit = |c: char| c.is_ascii_digit() || c == '.';
    let kept = before.trim_end_matches(is_digit);
    let (kept, tenths) = if kept.len() < before.len() {
        (kept, before[kept.len()..].parse::<f64>().ok()?)
    } else {
        let last = before.chars().next_back()?;
        (&before[..before.len() - last.len_utf8()], sign(last)? as f64)
    };
    (tenths <= 10.0 && is_plain(&[kept, behind].concat())).then_some(10.0 * tenths)
}

/// Whether nothing but people, and what joins them, stands beside a share.
fn is_plain(text: &str) -> bool {
    let rest = PEOPLE.ja.iter().chain(PEOPLE.zh).fold(text.to_owned(), |text, noun| text.replace(noun, ""));
    rest.chars().all(|c| !c.is_alphanumeric() || "のにへを向けがは的对".contains(c))
}
