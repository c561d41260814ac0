//! Reads dates as people write them: ISO 8601, and other forms that can mean one day only.

use crate::text::fold;
use crate::words::months::month;
use jiff::civil::Date;

/// What a text says as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateReading {
    /// `2026-03-16`.
    Iso(Date),
    /// One day, written otherwise: `16 March 2026`, `2026/3/16`, `16.03.2026`.
    Other(Date),
    /// Two days are possible: `03/04/2026`.
    Ambiguous(Date, Date),
    /// The form of a date, but no such day: `2026-02-30`.
    Impossible,
    /// No date.
    None,
}

impl DateReading {
    /// The day, when the text can be read in one way.
    pub fn day(self) -> Option<Date> {
        match self {
            DateReading::Iso(date) | DateReading::Other(date) => Some(date),
            _ => None,
        }
    }
}

/// Reads a text as a date. A time of day or a weekday beside it makes no difference.
pub fn read_date(text: &str) -> DateReading {
    let text = fold(text);
    let Some(first) = text.chars().find(|c| c.is_alphanumeric()) else { return DateReading::None };
    if first.is_ascii_digit()
        && let Some(reading) = numeric(&text)
    {
        return reading;
    }
    spelled(&text)
}

/// Whether a text is a date and nothing else, so that writing the date otherwise loses nothing.
pub fn is_bare_date(text: &str) -> bool {
    let is_part = |word: &str| {
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        month(word).is_some()
            || (!number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) && word.len() <= number.len() + 2)
    };
    let folded = fold(text);
    let words = folded.split(|c: char| c.is_whitespace() || ",.-/".contains(c)).filter(|word| !word.is_empty());
    words.clone().count() == 3 && words.into_iter().all(is_part)
}

fn numeric(text: &str) -> Option<DateReading> {
    // The date ends where the time of day begins.
    let word = text.split(['t', ' ', ',']).next()?;
    let separator = word.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let parts: Vec<&str> = word.trim_end_matches('.').split(separator).collect();
    let [a, b, c] = parts[..] else { return None };
    let numbers = (a.parse::<i16>().ok()?, b.parse::<i16>().ok()?, c.parse::<i16>().ok()?);
    let day =
        |year: i16, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if a.len() == 4 {
        let iso = separator == '-' && b.len() == 2 && c.len() == 2 && clean_tail(&text[word.len()..]);
        return Some(match day(numbers.0, numbers.1, numbers.2) {
            Some(date) if iso => DateReading::Iso(date),
            Some(date) => DateReading::Other(date),
            None => DateReading::Impossible,
        });
    }
    if c.len() != 4 {
        return None;
    }
    let day_first = day(numbers.2, numbers.1, numbers.0);
    let month_first = day(numbers.2, numbers.0, numbers.1);
    Some(match (day_first, month_first) {
        (Some(one), Some(other)) if one == other => DateReading::Other(one),
        (Some(one), Some(other)) => DateReading::Ambiguous(one, other),
        (Some(date), None) | (None, Some(date)) => DateReading::Other(date),
        (None, None) => DateReading::Impossible,
    })
}

/// Behind an ISO date only a time of day may stand.
fn clean_tail(tail: &str) -> bool {
    let tail = tail.trim_start_matches(['t', ' ']);
    tail.is_empty() || (tail.starts_with(|c: char| c.is_ascii_digit()) && tail.contains(':'))
}

fn spelled(text: &str) -> DateReading {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/'))
        .filter(|word| !word.is_empty())
        .collect();
    let number_of = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i16>().ok();
    let named = words.iter().enumerate().find_map(|(at, word)| Some((at, month(word)?)));
    let Some((at, month)) = named else { return DateReading::None };
    let around = |offset: usize| words.get(offset).and_then(|word| number_of(word));
    let before = at.checked_sub(1).and_then(around);
    let (day, year) = match (before, around(at + 1), around(at + 2)) {
        (Some(day @ 1..=31), Some(year @ 1000..), _) => (day, year),
        (Some(year @ 1000..), Some(day @ 1..=31), _) => (day, year),
        (_, Some(day @ 1..=31), Some(year @ 1000..)) => (day, year),
        _ => return DateReading::None,
    };
    match Date::new(year, month, day as i8) {
        Ok(date) => DateReading::Other(date),
        Err(_) => DateReading::Impossible,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn one_day_is_read_and_two_are_asked_about() {
        assert_eq!(read_date("2026-03-16"), DateReading::Iso(date(2026, 3, 16)));
        assert_eq!(read_date("2026-03-16 14:00"), DateReading::Iso(date(2026, 3, 16)));
        assert_eq!(read_date("2026-03-16T14:00Z"), DateReading::Iso(date(2026, 3, 16)));
        for other in [
            "2026/03/16", "2026-3-16", "16.03.2026", "3/16/2026", "16 March 2026", "Mar 16, 2026",
            "Mon, 16th Mar 2026", "2026-03-16 (Mon)",
        ] {
            assert_eq!(read_date(other), DateReading::Other(date(2026, 3, 16)), "{other}");
        }
        for bare in ["2026/03/16", "16.3.2026", "16 March 2026", "Mar 16th, 2026"] {
            assert!(is_bare_date(bare), "{bare}");
        }
        for more in ["16 March 2026 (late)", "Mon, 16 March 2026", "2026-03-16 by Ann", "2026-03-16 14:00"] {
            assert!(!is_bare_date(more), "{more}");
        }
        assert_eq!(read_date("03/04/2026"), DateReading::Ambiguous(date(2026, 4, 3), date(2026, 3, 4)));
        assert_eq!(read_date("2026-02-30"), DateReading::Impossible);
        for none in ["", "soon", "Q2 2026", "16 March", "10:30", "[Date]", "March 2026"] {
            assert_eq!(read_date(none), DateReading::None, "{none}");
        }
    }
}
