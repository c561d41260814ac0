//! How long something takes.

use super::amount::Side;
use super::numerals::with_digits;
use super::sentence::{Sentence, normal};
use crate::words::bounds::KIND_OF_DAY;
use crate::words::units::TIME;

/// Reads the first length of time of a text: at least and at most so many seconds. A working day
/// counts as a day, and what is only limited above may take no time at all.
pub(in crate::plan) fn read_length(text: &str) -> Option<(f64, f64)> {
    // A length stands alone as it does behind `for`: `a week`.
    let sentence = Sentence::of_normal(with_digits(&normal(&format!("for {}", without_joints(text)))));
    let indices = 0..sentence.tokens.len();
    let mut numbers: Vec<f64> = Vec::new();
    let unit = indices.clone().find_map(|index| {
        let amount = sentence.amount(index)?;
        numbers.push(amount.value / amount.scale);
        // `5 business days`: the unit stands behind a word.
        let is_adjective = |at: usize| sentence.word(at).is_some_and(|word| KIND_OF_DAY.has(word));
        let unit = || TIME.meaning(sentence.word(index + 2)?).filter(|_| is_adjective(index + 1));
        TIME.meaning(sentence.unit_text(amount)).or_else(unit)
    })?;
    let is_upper = |index: usize| sentence.compared(index).is_some_and(|compared| compared.side().0 == Side::Below);
    let least = if indices.into_iter().any(is_upper) { 0.0 } else { numbers.iter().copied().fold(f64::MAX, f64::min) };
    let most = numbers.iter().copied().fold(0.0, f64::max);
    Some((least * unit, most * unit))
}

/// The text without the signs that join a number to its unit: `3-day`, `2+ weeks`.
fn without_joints(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let joins = matches!(c, '-' | '+') && out.ends_with(|c: char| c.is_ascii_digit());
        let is_before_digit = chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if joins && !is_before_digit { ' ' } else { c });
    }
    out
}
