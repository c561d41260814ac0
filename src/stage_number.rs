//! The number of a stage, as headings, logs, declarations and the configuration write it.

use crate::text::fold;
use crate::words::numerals::{NUMERALS, Numeral, ORDINALS, sign};
use std::fmt;
use std::str::FromStr;

/// The number that a stage is called by: `2`, `2a`, `1.5`, `2-3`. The order of numbers is the order
/// of stages. Which stage comes next, the stages of a plan say: a number has no successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageNumber {
    whole: u32,
    part: Part,
}

/// What stands behind the whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    /// Nothing.
    None,
    /// Digits behind a point, in thousandths: `1.5`.
    Thousandths(u16),
    /// A small letter: `2a`.
    Letter(u8),
    /// The last number of a range: `2-3`.
    To(u32),
}

/// How many stages a range spans at the most.
const LONGEST_RANGE: u32 = 50;

impl StageNumber {
    /// The lowest number: that of the first stage of a plan that has none.
    pub const LOWEST: StageNumber = StageNumber { whole: 0, part: Part::None };

    /// The largest whole number. Nobody has stages with five digits.
    pub(crate) const LARGEST: u32 = 9_999;

    /// The pattern of numbers in JSON Schema.
    pub(crate) const PATTERN: &str = "^[0-9]{1,4}([a-zA-Z]|\\.[0-9]{1,3}|-[0-9]{1,4})?$";

    /// Reads a number at the start of a text. Gives the rest of the text, too.
    pub(crate) fn read_start(text: &str) -> Option<(StageNumber, &str)> {
        let (whole, rest) = read_whole(text)?;
        let number = |part: Part| StageNumber { whole, part };
        let read = read_thousandths(rest).or_else(|| read_letter(rest)).or_else(|| read_end(whole, rest));
        Some(read.map_or((number(Part::None), rest), |(part, rest)| (number(part), rest)))
    }

    /// Reads a number at the start of a text as people write it where nothing but a stage can be
    /// meant: also in full width, in Roman, Japanese or Chinese numerals, and in words.
    pub(crate) fn read_loosely(text: &str) -> Option<(StageNumber, &str)> {
        let end = |is_part: fn(char) -> bool| text.find(|c: char| !is_part(c)).unwrap_or(text.len());
        let split = |end: usize| (end > 0).then(|| text.split_at(end));
        let wide = || {
            let (digits, rest) = split(end(|c| ('０'..='９').contains(&c)))?;
            Some((fold(digits).parse().ok()?, rest))
        };
        let signs = || {
            let (numeral, rest) = split(end(|c| sign(c).is_some()))?;
            Some((signs_value(numeral)?.into(), rest))
        };
        let word = || {
            let (word, rest) = split(end(char::is_alphanumeric))?;
            let roman = roman_value(word);
            let named = || match NUMERALS.meaning(&fold(word)) {
                Some(Numeral::Clear(value)) => Some(u32::from(value)),
                _ => ORDINALS.meaning(&fold(word)).map(u32::from),
            };
            Some((roman.or_else(named)?.into(), rest))
        };
        StageNumber::read_start(text).or_else(wide).or_else(signs).or_else(word)
    }

    /// The first whole number that it stands for.
    pub(crate) fn start(self) -> u32 {
        self.whole
    }

    /// The last whole number that it stands for: 3 in `2-3`.
    pub(crate) fn end(self) -> u32 {
        if let Part::To(end) = self.part { end } else { self.whole }
    }

    /// Whether it is a range: `2-3`.
    pub(crate) fn is_range(self) -> bool {
        matches!(self.part, Part::To(_))
    }

    /// Whether it is another one, or a range that takes the other one's place.
    pub(crate) fn covers(self, other: StageNumber) -> bool {
        self == other || (self.is_range() && self.whole <= other.whole && other.end() <= self.end())
    }

    /// Whether two numbers claim the same place.
    pub(crate) fn overlaps(self, other: StageNumber) -> bool {
        let is_one_a_range = self.is_range() || other.is_range();
        self == other || (is_one_a_range && self.whole <= other.end() && other.whole <= self.end())
    }
}

impl From<u32> for StageNumber {
    fn from(whole: u32) -> StageNumber {
        StageNumber { whole, part: Part::None }
    }
}

/// A text is no number of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoStageNumber;

impl FromStr for StageNumber {
    type Err = NoStageNumber;

    /// Reads a text that is a number and nothing else.
    fn from_str(text: &str) -> Result<StageNumber, NoStageNumber> {
        match StageNumber::read_start(text) {
            Some((number, "")) => Ok(number),
            _ => Err(NoStageNumber),
        }
    }
}

impl fmt::Display for StageNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::None => write!(f, "{}", self.whole),
            Part::Thousandths(part) => write!(f, "{}.{}", self.whole, format!("{part:03}").trim_end_matches('0')),
            Part::Letter(letter) => write!(f, "{}{}", self.whole, char::from(letter)),
            Part::To(end) => write!(f, "{}-{end}", self.whole),
        }
    }
}

/// Reads digits at the start of a text.
fn read_whole(text: &str) -> Option<(u32, &str)> {
    let length = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let whole = text[..length].parse().ok().filter(|whole| *whole <= StageNumber::LARGEST)?;
    Some((whole, &text[length..]))
}

/// The value of a Roman numeral below 40. Larger ones are made of letters that begin words, and `X`
/// alone stands for a number that nobody wrote yet.
fn roman_value(text: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let tens = text.len() - text.trim_start_matches('X').len();
    let one = ONES.iter().position(|ones| *ones == &text[tens..])?;
    (1..40).contains(&(tens * 10 + one)).then(|| (tens * 10 + one) as u32).filter(|_| text != "X")
}

/// The value of a numeral in Japanese or Chinese signs, as far as stages need it: up to 99.
fn signs_value(text: &str) -> Option<u32> {
    let values: Vec<u64> = text.chars().filter_map(sign).collect();
    let value = match values[..] {
        [ones] if ones <= 10 => ones,
        [10, ones] if ones < 10 => 10 + ones,
        [tens, 10] if tens < 10 => tens * 10,
        [tens, 10, ones] if tens < 10 && ones < 10 => tens * 10 + ones,
        _ => return None,
    };
    u32::try_from(value).ok()
}

/// Whether a number may end before a text. A share, a version and a word go on.
fn is_end(rest: &str) -> bool {
    let mut rest = rest.chars();
    match rest.next() {
        Some('.') => !rest.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric() && c != '%',
        None => true,
    }
}

fn read_thousandths(rest: &str) -> Option<(Part, &str)> {
    let digits = rest.strip_prefix('.')?;
    let (_, behind) = read_whole(digits)?;
    let digits = &digits[..digits.len() - behind.len()];
    let thousandths: u16 = format!("{digits:0<3}").parse().ok().filter(|_| digits.len() <= 3)?;
    // `1.0` is `1`.
    let part = if thousandths == 0 { Part::None } else { Part::Thousandths(thousandths) };
    is_end(behind).then_some((part, behind))
}

fn read_letter(rest: &str) -> Option<(Part, &str)> {
    let letter = rest.bytes().next().filter(u8::is_ascii_alphabetic)?;
    let behind = &rest[1..];
    is_end(behind).then_some((Part::Letter(letter.to_ascii_lowercase()), behind))
}

fn read_end(start: u32, rest: &str) -> Option<(Part, &str)> {
    let (end, behind) = read_whole(rest.strip_prefix(['-', '–', '—'])?)?;
    let is_range = end > start && end - start <= LONGEST_RANGE && is_end(behind) && !behind.starts_with(['-', '–']);
    is_range.then_some((Part::To(end), behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written() {
        for text in ["0", "2", "12", "2a", "1.5", "1.25", "2-3"] {
            assert_eq!(text.parse::<StageNumber>().map(|number| number.to_string()), Ok(text.to_owned()));
        }
        for (text, written) in [("2A", "2a"), ("2–3", "2-3"), ("1.50", "1.5"), ("3.0", "3"), ("007", "7")] {
            assert_eq!(text.parse::<StageNumber>().map(|number| number.to_string()), Ok(written.to_owned()));
        }
        for text in ["", "a", "-1", "1.5.2", "1.2345", "2ab", "3-2", "10000", "5%", "1-5%", "2026-03-09", "1 "] {
            assert_eq!(text.parse::<StageNumber>(), Err(NoStageNumber), "{text}");
        }
    }

    #[test]
    fn a_number_ends_where_a_word_or_a_sentence_begins() {
        let rest = |text| StageNumber::read_start(text).map(|(number, rest)| (number.to_string(), rest));
        assert_eq!(rest("2: Beta"), Some(("2".to_owned(), ": Beta")));
        assert_eq!(rest("2. Beta"), Some(("2".to_owned(), ". Beta")));
        assert_eq!(rest("2a — Beta"), Some(("2a".to_owned(), " — Beta")));
        assert_eq!(rest("1.5. Beta"), Some(("1.5".to_owned(), ". Beta")));
        assert_eq!(rest("2nd"), Some(("2".to_owned(), "nd")));
    }

    #[test]
    fn numbers_are_read_in_other_writings_where_a_stage_is_meant() {
        let read = |text| StageNumber::read_loosely(text).map(|(number, rest)| (number.to_string(), rest));
        for (text, number, rest) in [
            ("II: Beta", "2", ": Beta"),
            ("XIV", "14", ""),
            ("２ — Beta", "2", " — Beta"),
            ("二：公开", "2", "：公开"),
            ("十二", "12", ""),
            ("Two", "2", ""),
            ("drei: Beta", "3", ": Beta"),
            ("2a", "2a", ""),
        ] {
            assert_eq!(read(text), Some((number.to_owned(), rest)), "{text}");
        }
        for text in ["Initial", "IIII", "X", "C", "an early look", "Overview", "", "XL"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_have_the_order_of_the_stages() {
        let written = ["0", "1", "1.25", "1.5", "2", "2a", "2b", "3-4", "5"];
        let mut numbers: Vec<StageNumber> = written.iter().rev().filter_map(|text| text.parse().ok()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers.iter().map(StageNumber::to_string).collect::<Vec<_>>(), written);
    }

    #[test]
    fn a_range_takes_the_places_of_its_numbers() {
        let [range, inside, outside] = ["2-4", "3", "5"].map(|text| text.parse::<StageNumber>().expect("a number"));
        assert!(range.covers(inside) && range.overlaps(inside) && inside.overlaps(range));
        assert!(!inside.covers(range) && !range.covers(outside) && !range.overlaps(outside));
    }
}
