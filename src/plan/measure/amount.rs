//! Numbers with their units.

use crate::text::{Span, is_cjk};
use crate::words::Words;
use crate::words::units::{DATA, MONEY, PER_MILLE, PERCENT, RELATIVE, SCALES, TIME};

/// What a number is a number of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nothing stands behind it.
    Bare,
    /// A share, in percent.
    Percent,
    /// A time. The number is one of seconds, whatever was written.
    Time,
    /// An amount of money, by the sign of its currency.
    Money(String),
    /// An amount of data. The number is one of bytes.
    Data,
    /// A difference or a multiple, which only says something beside another number: `2x`,
    /// `3 points`.
    Relative,
    /// Anything else, by its first word: `a` of `30 a week`.
    Other(String),
}

impl Unit {
    /// The unit in words, for those that are known well enough to say that two of them differ.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Unit::Bare => Some("a bare number"),
            Unit::Percent => Some("a percentage"),
            Unit::Time => Some("a time"),
            Unit::Money(_) => Some("an amount of money"),
            Unit::Data => Some("an amount of data"),
            Unit::Relative | Unit::Other(_) => None,
        }
    }

    /// Whether numbers of this unit count things.
    pub(crate) fn is_count(&self) -> bool {
        matches!(self, Unit::Bare | Unit::Other(_))
    }
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The number, times in seconds, `5k` as 5000.
    pub value: f64,
    /// What the unit multiplies the written number by.
    pub(super) scale: f64,
    /// Its unit.
    pub unit: Unit,
    /// Its place in the folded text, a currency's sign before it and the known unit behind it
    /// included.
    pub place: Span,
    /// The place of its digits.
    pub(super) digits: Span,
    /// A sign stands before it: `+20%`.
    pub signed: bool,
    /// It is one end of a range: `10-25%`.
    pub ranged: bool,
}

impl Amount {
    /// Whether it may be the number of a year.
    pub(super) fn may_be_year(&self) -> bool {
        self.unit == Unit::Bare && (1990.0..2100.0).contains(&self.value)
    }

    /// The number as a count of things, when it is one: whole, without a sign, no share and no
    /// time.
    pub(super) fn count(&self) -> Option<u64> {
        let is_whole = self.value.fract() == 0.0 && self.value < 1e9;
        (self.unit.is_count() && !self.signed && is_whole).then_some(self.value as u64)
    }
}

/// The numbers in a folded text. Digits that are a part of a name are none: `p95`, `5xx`, `SLO-12`,
/// `7-day`.
pub(super) fn amounts(folded: &str) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    let mut at = 0;
    let mut opens_range = false;
    while let Some(start) = folded[at..].find(is_digit).map(|start| at + start) {
        let continues_range = opens_range && folded[at..start].chars().all(|c| c == ' ' || is_dash(c));
        opens_range = false;
        let digits_end = number_end(folded, start);
        let power = power_behind(&folded[digits_end..]);
        let end = digits_end + power.map_or(0, |(_, length)| length);
        let before = &folded[..start];
        if !continues_range && is_in_word(before) {
            at = word_end(folded, end);
            continue;
        }
        let Some((unit, scale, unit_end)) = unit_behind(folded, end) else {
            at = word_end(folded, end);
            continue;
        };
        at = unit_end.max(end);
        let Some(value) = number(&folded[start..digits_end]) else { continue };
        let value = power.map_or(value, |(power, _)| value.powi(power));
        let (unit, number_start) = match currency_before(before) {
            Some((sign, start)) if unit.is_count() => (Unit::Money(sign.to_owned()), start),
            _ => (unit, start),
        };
        let signed = !continues_range && before.ends_with(['+', '-', '−', '–', '±', '∓']);
        opens_range = is_range(&folded[at..]);
        found.push(Amount {
            value: value * scale,
            scale,
            unit,
            place: Span::new(number_start, at),
            digits: Span::new(start, end),
            signed,
            ranged: continues_range || opens_range,
        });
    }
    // `10-25%`: the unit behind the second number is the first one's, too.
    for index in (1..found.len()).rev() {
        let (first, second) = (&found[index - 1], &found[index]);
        if first.ranged && second.ranged && first.unit == Unit::Bare {
            let (unit, scale) = (second.unit.clone(), second.scale);
            let first = &mut found[index - 1];
            (first.unit, first.value, first.scale) = (unit, first.value * scale, first.scale * scale);
        }
    }
    found
}

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‐')
}

/// Whether what stands behind a number is the other end of its range: `-25%`, ` – 25%`. A long dash
/// between spaces parts a remark from it: `< 2% — 0.3% in week 1`.
fn is_range(behind: &str) -> bool {
    let rest = behind.trim_start();
    let is_parted = rest.len() < behind.len() && rest.starts_with("— ");
    rest.starts_with(is_dash) && !is_parted && rest.trim_start_matches(is_dash).trim_start().starts_with(is_digit)
}

/// Where the digits end that begin at a place. A point or a comma between digits belongs to them.
pub(super) fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while let Some(byte) = bytes.get(end) {
        let joins = matches!(byte, b'.' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !byte.is_ascii_digit() && !joins {
            break;
        }
        end += 1;
    }
    end
}

/// The power behind a number with its length: `^6`, `^-6`.
fn power_behind(text: &str) -> Option<(i32, usize)> {
    let rest = text.strip_prefix('^')?;
    let bare = rest.strip_prefix(['-', '−', '+']).unwrap_or(rest);
    let digits = bare.len() - bare.trim_start_matches(is_digit).len();
    let power: i32 = bare[..digits].parse().ok().filter(|power| *power < 100)?;
    let sign = if rest.starts_with(['-', '−']) { -1 } else { 1 };
    Some((sign * power, text.len() - bare.len() + digits))
}

/// Whether what stands before a digit makes it a part of a word: `p95`, `#12`, `SLO-12`.
fn is_in_word(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    let joined = is_dash(last) && before[..before.len() - last.len_utf8()].ends_with(char::is_alphanumeric);
    (last.is_alphabetic() && !is_cjk(last)) || matches!(last, '_' | '#') || joined
}

fn word_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.')).unwrap_or(rest.len())
}

/// The most points of a number in thousands. An address has one more.
const MOST_POINTS: usize = 2;

/// `1,000` is a thousand, `2,5` two and a half. A point is one of decimals, unless several points
/// or a comma behind it show that it parts thousands. Other digits with several points are a
/// version or a date.
fn number(digits: &str) -> Option<f64> {
    let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let has_points_in_thousands = match digits.split_once(',') {
        Some((whole, _)) => commas == 1 && points > 0 && is_in_thousands(whole, '.'),
        None => (2..=MOST_POINTS).contains(&points) && is_in_thousands(digits, '.'),
    };
    if has_points_in_thousands {
        return digits.replace('.', "").replace(',', ".").parse().ok();
    }
    let whole = if points == 1 { digits.split('.').next().unwrap_or(digits) } else { digits };
    let plain = match is_in_thousands(whole, ',') {
        true => digits.replace(',', ""),
        false => digits.replace(',', "."),
    };
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Whether a sign parts all thousands of a number.
pub(super) fn is_in_thousands(whole: &str, sign: char) -> bool {
    let Some((first, rest)) = whole.split_once(sign) else { return false };
    first != "0" && (sign == ',' || first.len() <= 3) && rest.split(sign).all(|group| group.len() == 3)
}

/// The unit behind a number, what it multiplies the number by, and where it ends. `None` when the
/// digits begin a word: `5xx`, `1st`, `7-day`.
fn unit_behind(text: &str, end: usize) -> Option<(Unit, f64, usize)> {
    let behind = &text[end..];
    let attached = &behind[..behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len())];
    if matches!(attached, "xx" | "st" | "nd" | "rd" | "th") || opens_word(behind) {
        return None;
    }
    // `$1.2m`: behind a currency an `m` is no minute.
    if matches!(attached, "m" | "mn" | "bn" | "million")
        && currency_before(text[..end].trim_end_matches(|c: char| is_digit(c) || ".,".contains(c))).is_some()
    {
        let scale = if attached == "bn" { 1e9 } else { 1e6 };
        return Some((Unit::Bare, scale, end + attached.len()));
    }
    let (scale, end) = match attached {
        "k" => (1000.0, end + 1),
        _ => scale_at(behind.trim_start()).map_or((1.0, end), |(scale, rest)| (scale, text.len() - rest.len())),
    };
    if opens_word(&text[end..]) {
        return None;
    }
    let rest = text[end..].trim_start();
    let start = text.len() - rest.len();
    let (unit, size, length) = unit_at(rest);
    Some((unit, size * scale, if length == 0 { end } else { start + length }))
}

/// Whether what stands behind a number makes it a part of a word: `7-day`.
fn opens_word(behind: &str) -> bool {
    behind.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// What the word that a text begins with multiplies a number by, and the text behind it.
fn scale_at(text: &str) -> Option<(f64, &str)> {
    let word = first_word(text);
    SCALES.meaning(word).map(|scale| (scale, &text[word.len()..]))
}

/// The unit that a text begins with, what it multiplies a number by, and the length of its word. A
/// word that is no known unit has no length: it says what is counted.
fn unit_at(text: &str) -> (Unit, f64, usize) {
    let Some(first) = text.chars().next() else { return (Unit::Bare, 1.0, 0) };
    match first {
        '‰' => return (Unit::Percent, 0.1, first.len_utf8()),
        '%' => return (if is_points(&text[1..]) { Unit::Relative } else { Unit::Percent }, 1.0, 1),
        '×' => return (Unit::Relative, 1.0, 0),
        // `30/min` is a rate: its word belongs to the unit.
        '/' => return (Unit::Other(format!("/{}", first_word(&text[1..]))), 1.0, 0),
        '0'..='9' => return (Unit::Other(first.to_string()), 1.0, 0),
        _ => {}
    }
    if let Some(sign) = currency(first) {
        return (Unit::Money(sign.to_owned()), 1.0, first.len_utf8());
    }
    let word = first_word(text);
    if word.is_empty() {
        return (Unit::Bare, 1.0, 0);
    }
    if let Some(seconds) = TIME.meaning(word) {
        return (Unit::Time, seconds, word.len());
    }
    if let Some(sign) = MONEY.meaning(word) {
        return (Unit::Money(sign.to_owned()), 1.0, word.len());
    }
    if let Some(bytes) = DATA.meaning(word) {
        return (Unit::Data, bytes, word.len());
    }
    let is_whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let opening = |words: &Words| words.behind(text).find(|rest| is_whole(rest)).map(|rest| text.len() - rest.len());
    if let Some(length) = opening(&PER_MILLE) {
        return (Unit::Percent, 0.1, length);
    }
    match opening(&PERCENT) {
        Some(length) if !is_points(&text[length..]) => (Unit::Percent, 1.0, length),
        _ if RELATIVE.has(word) => (Unit::Relative, 1.0, word.len()),
        _ => (Unit::Other(word.to_owned()), 1.0, 0),
    }
}

/// Whether what stands behind `%` or `percent` makes a difference of it: `3 %-points`.
fn is_points(behind: &str) -> bool {
    behind.trim_start_matches(['-', ' ']).starts_with("point")
}

/// The most signs of a unit. Longer words are cut, so that a text without spaces is not read once
/// for each number.
const LONGEST_UNIT: usize = 40;

fn first_word(text: &str) -> &str {
    let mut signs = text.char_indices().take_while(|(_, c)| c.is_alphanumeric()).take(LONGEST_UNIT);
    let end = signs.by_ref().last().map_or(0, |(at, c)| at + c.len_utf8());
    &text[..end]
}

fn currency(c: char) -> Option<&'static str> {
    ["$", "€", "£", "¥", "₹"].into_iter().find(|sign| sign.starts_with(c))
}

/// The currency before a number, and where it begins.
fn currency_before(before: &str) -> Option<(&'static str, usize)> {
    let text = before.trim_end();
    let last = text.chars().next_back()?;
    if let Some(sign) = currency(last) {
        return Some((sign, text.len() - last.len_utf8()));
    }
    if !last.is_alphabetic() {
        return None;
    }
    let is_whole = |code: &str| text.strip_suffix(code).is_some_and(|kept| !kept.ends_with(char::is_alphanumeric));
    MONEY.words().find(|(code, _)| is_whole(code)).map(|(code, sign)| (sign, text.len() - code.len()))
}

/// On which side of a number something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It is more.
    Above,
    /// It is less.
    Below,
}

impl Side {
    pub(super) fn other(self) -> Side {
        match self {
            Side::Above => Side::Below,
            Side::Below => Side::Above,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn shown(text: &str) -> Vec<String> {
        let show = |amount: &Amount| {
            let signs = format!("{}{}", if amount.signed { "±" } else { "" }, if amount.ranged { "…" } else { "" });
            format!("{signs}{} {:?}", amount.value, amount.unit)
        };
        amounts(&fold(text)).iter().map(show).collect()
    }

    #[test]
    fn numbers_are_read_with_their_units() {
        assert_eq!(shown("0.4%"), ["0.4 Percent"]);
        assert_eq!(shown("2,5 % of 1,000 users"), ["2.5 Percent", "1000 Other(\"users\")"]);
        assert_eq!(shown("10–25%"), ["…10 Percent", "…25 Percent"]);
        assert_eq!(shown("10 - 25 percent"), ["…10 Percent", "…25 Percent"]);
        assert_eq!(shown("300ms, 2 s, 5 min"), ["0.3 Time", "2 Time", "300 Time"]);
        assert_eq!(shown("2% — 0.3%, 2 —3"), ["2 Percent", "0.3 Percent", "…2 Bare", "…3 Bare"]);
        assert_eq!(shown("1-2 h"), ["…3600 Time", "…7200 Time"]);
        assert_eq!(shown("$1,200.50 or 5 EUR"), ["1200.5 Money(\"$\")", "5 Money(\"€\")"]);
        assert_eq!(shown("$5k per 10k"), ["5000 Money(\"$\")", "10000 Bare"]);
        assert_eq!(
            shown("+20%, 2x, 3 percentage points, 3 %-points"),
            ["±20 Percent", "2 Relative", "3 Relative", "3 Relative"]
        );
        assert_eq!(shown("５％"), ["5 Percent"]);
        assert_eq!(shown("2026-03-12"), ["…2026 Bare", "…3 Bare", "…12 Bare"]);
    }

    #[test]
    fn digits_of_names_are_no_numbers() {
        for text in ["p95", "5xx", "SLO-12", "a 7-day average", "#12", "Q2", "1st", "P0/P1", "v1.2.3", "1.2.3"] {
            assert!(shown(text).is_empty(), "{text}: {:?}", shown(text));
        }
    }
}
