//! Ranges of shares in any writing, as two numbers with a dash between them: `10 to 25%` as
//! `10-25%`.

use super::amount::{is_digit, number_end};
use crate::words::bounds::{BETWEEN, RANGES};
use crate::words::force::FROM;
use crate::words::qualifiers::{Qualifier, qualifier};
use crate::words::stages::HEADINGS_AMONG_STAGES;
use crate::words::units::PERCENT;

/// A text in its normal form with a dash in each range of percentages.
pub(super) fn with_ranges(text: String) -> String {
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(start) = text[at..].find(is_digit).map(|start| at + start) {
        let end = number_end(&text, start);
        at = end;
        if let Some(other) = other_end(&text, start, end) {
            // Before one number alone it would say what was.
            let before = text[copied..start].trim_end();
            let word = word_at_end(before);
            out.push_str(if FROM.has(word) { &before[..before.len() - word.len()] } else { &text[copied..start] });
            out.push_str(&text[start..end]);
            out.push('-');
            (copied, at) = (other, number_end(&text, other));
        }
    }
    if copied == 0 {
        return text;
    }
    out.push_str(&text[copied..]);
    out
}

fn word_at_end(text: &str) -> &str {
    text.rsplit(' ').next().unwrap_or_default()
}

/// Where the other end begins of the range that a number begins.
fn other_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let word_before = word_at_end(text[..start].trim_end());
    // `Stage 2 to 50% of users` names a stage.
    if HEADINGS_AMONG_STAGES.has(word_before) || text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '-') {
        return None;
    }
    let behind = text[end..].trim_start();
    let behind = behind_percent(behind).unwrap_or(behind).trim_start();
    let joined = BETWEEN.has(word_before).then(|| behind.split_once(' ')).flatten();
    let joined = joined.filter(|(word, _)| qualifier(word) == Some(Qualifier::And)).map(|(_, rest)| rest);
    let rests = RANGES.behind(behind).chain(joined).map(|rest| rest.trim_start_matches(['.', ' ']));
    let rest = rests.into_iter().find(|rest| rest.starts_with(is_digit))?;
    let other = text.len() - rest.len();
    let other_end = number_end(text, other);
    let number = |digits: &str| digits.replace(',', ".").parse::<f64>().ok();
    let is_range = number(&text[start..end])? < number(&text[other..other_end])?;
    (is_range && behind_percent(text[other_end..].trim_start()).is_some()).then_some(other)
}

/// What stands behind the sign or the word for percent that opens a text.
fn behind_percent(text: &str) -> Option<&str> {
    let is_whole = |rest: &&str| !rest.starts_with(char::is_alphabetic);
    text.strip_prefix('%').or_else(|| PERCENT.behind(text).find(is_whole))
}
