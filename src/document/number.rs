//! Numbers as decimals, however they are written.

use rust_decimal::Decimal;

/// A number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// A number, exact up to 28 digits.
    Finite(Decimal),
    /// Infinity, no number at all, or a number beyond all amounts.
    Boundless,
}

/// How many digits in front of the point a number may have, and how many places it may be moved.
const MOST_DIGITS: usize = 28;

/// Reads a number in any of the writings that JSON5, YAML and TOML share: a sign, digits with a
/// point anywhere, an exponent; or digits of another base behind `0x`, `0o`, `0b`. `None` when it
/// is none.
pub(crate) fn amount(text: &str) -> Option<Number> {
    let is_start = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'+' | b'-');
    if !text.as_bytes().first().is_some_and(is_start) {
        return None;
    }
    let (is_negative, bare) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let number = based(bare).or_else(|| decimal(bare))?;
    Some(match number {
        Number::Finite(number) if is_negative => Number::Finite(-number),
        number => number,
    })
}

/// A number to the base of 16, 8 or 2.
fn based(text: &str) -> Option<Number> {
    let base = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => return None,
    };
    let digits = &text[2..];
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
        return None;
    }
    Some(u64::from_str_radix(digits, base).map_or(Number::Boundless, |number| Number::Finite(number.into())))
}

fn decimal(text: &str) -> Option<Number> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(m, e)| (m, Some(e)));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + part.len() == 0 || !are_digits(whole) || !are_digits(part) {
        return None;
    }
    let moved = match exponent {
        None => 0,
        Some(exponent) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digits.is_empty() || !are_digits(digits) {
                return None;
            }
            // Whatever has more digits moves the point out of sight.
            exponent.parse::<i64>().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX })
        }
    };
    // Where the point stands among the digits that count.
    let digits: String = [whole, part].concat();
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    let digits = digits[zeros..].trim_end_matches('0');
    let point = (whole.len() as i64 - zeros as i64).saturating_add(moved);
    if digits.is_empty() || point < -(MOST_DIGITS as i64) {
        return Some(Number::Finite(Decimal::ZERO));
    }
    let Ok(point) = usize::try_from(point.max(0)).map(|at| at.min(MOST_DIGITS + 1)) else {
        return Some(Number::Boundless);
    };
    if point > MOST_DIGITS {
        return Some(Number::Boundless);
    }
    let leading = (whole.len() as i64 - zeros as i64).saturating_add(moved).min(0).unsigned_abs() as usize;
    let shifted = format!("{}{digits}", "0".repeat(leading));
    let (whole, part) = shifted.split_at(point.min(shifted.len()));
    let whole = format!("{whole}{}", "0".repeat(point - whole.len()));
    let part: String = part.chars().take(MOST_DIGITS - point.min(MOST_DIGITS)).collect();
    let written = format!("{}.{part}", if whole.is_empty() { "0" } else { &whole });
    Some(written.trim_end_matches('.').parse().map_or(Number::Boundless, Number::Finite))
}
