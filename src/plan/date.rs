//! Reads dates as people write them: ISO 8601, and other forms that can mean one day only.

use crate::text::fold;
use crate::words::months::{is_link, is_weekday, month, part_of_year};
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
pub(crate) fn read_date(text: &str) -> DateReading {
    let text = fold(text);
    let bare = without_opening(&text);
    if let Some(reading) = in_characters(bare) {
        return reading;
    }
    if bare.starts_with(|c: char| c.is_ascii_digit())
        && let Some(reading) = numeric(bare)
    {
        // What stands before the day would be lost in ISO 8601.
        let is_alone = bare.len() == text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        return match reading {
            DateReading::Iso(day) if !is_alone => DateReading::Other(day),
            reading => reading,
        };
    }
    spelled(bare)
}

/// The last day of the part of a year that a text names: `2026-Q1`, `H1 2026`, `2026-03`, `March
/// 2026`, `2026`. `None` when it names none, or a day.
pub(crate) fn end_of_period(text: &str) -> Option<Date> {
    if read_date(text) != DateReading::None {
        return None;
    }
    let folded = fold(text);
    let words: Vec<&str> = tokens(&folded).filter(|word| !is_link(word)).collect();
    let is_year = |word: &&str| word.len() == 4 && (1990..2100).contains(&word.parse::<i16>().unwrap_or(0));
    let year = words.iter().find(|word| is_year(word))?.parse().ok()?;
    let month_number =
        |word: &str| word.parse::<i8>().ok().filter(|number| (1..=12).contains(number) && word.len() == 2);
    let last = match words.iter().filter(|word| !is_year(word)).collect::<Vec<_>>()[..] {
        [] => 12,
        [word] => part_of_year(word).or_else(|| month(word)).or_else(|| month_number(word))?,
        _ => return None,
    };
    Some(Date::new(year, last, 1).ok()?.last_of_month())
}

/// Whether a text is a date and nothing else, so that writing the date otherwise loses nothing.
pub(crate) fn is_bare_date(text: &str) -> bool {
    read_date(text).day().is_some() && date_remark(text).is_empty() && !tokens(&fold(text)).any(is_weekday)
}

/// The words beside a date, folded. Of a text without a date these are all of its words. The day of
/// the week says nothing.
pub(crate) fn date_remark(text: &str) -> Vec<String> {
    let folded = fold(text);
    let all = || tokens(&folded).filter(|word| !is_weekday(word));
    if read_date(&folded) == DateReading::None {
        return all().map(str::to_owned).collect();
    }
    // `16`, `16th`, `1er`.
    let is_number = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) && word.len() <= digits.len() + 2
    };
    // A date has three parts; what follows them is a time of day, or a remark.
    let (mut parts, mut beside) = (0, Vec::new());
    for word in all() {
        let is_part = is_number(word) || month(word).is_some();
        let is_whole = is_whole_day(word);
        if parts < 3 && (is_part || is_whole) {
            parts += if is_whole { 3 } else { 1 };
        } else if parts >= 3 || !is_link(word) {
            beside.push(word.to_owned());
        }
    }
    beside
}

/// The words of a folded text. The parts of a date are words of their own.
fn tokens(folded: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || ",.-/()".contains(c) || matches!(c, '年' | '月' | '日' | '号' | '曜');
    folded.split(ends).filter(|word| word.chars().any(char::is_alphanumeric))
}

/// `20260316`.
fn is_whole_day(word: &str) -> bool {
    word.len() == 8 && word.chars().all(|c| c.is_ascii_digit())
}

/// A folded text without the day of the week and the words that may open a date: `on Monday, `.
fn without_opening(folded: &str) -> &str {
    let mut text = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    // Most dates begin with a digit, and no word does.
    while !text.starts_with(|c: char| c.is_ascii_digit()) {
        let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
        // `terça-feira`.
        let whole = text.find([' ', ',', '.']).unwrap_or(text.len());
        let word = if is_weekday(&text[..whole]) { whole } else { end };
        let opens = word < text.len() && month(&text[..word]).is_none();
        if !opens || !(is_weekday(&text[..word]) || is_link(&text[..word])) {
            return text;
        }
        text = text[word..].trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    text
}

/// `2026年3月16日`, and `20260316`.
fn in_characters(text: &str) -> Option<DateReading> {
    let part = |from: &mut &str, mark: &[char]| -> Option<i16> {
        let (number, rest) = from.split_once(mark)?;
        *from = rest.trim_start();
        number.trim().parse().ok()
    };
    let digits = text.split(|c: char| !c.is_ascii_digit()).next().filter(|word| is_whole_day(word));
    let (year, month, day): (i16, i16, i16) = match digits {
        Some(word) => (word[..4].parse().ok()?, word[4..6].parse().ok()?, word[6..].parse().ok()?),
        None => {
            let mut rest = text;
            (part(&mut rest, &['年'])?, part(&mut rest, &['月'])?, part(&mut rest, &['日', '号'])?)
        }
    };
    // Eight digits may be anything.
    if digits.is_some() && !(1990..2100).contains(&year) {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    match (date, digits) {
        (Ok(date), _) => Some(DateReading::Other(date)),
        (Err(_), Some(_)) => None,
        (Err(_), None) => Some(DateReading::Impossible),
    }
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
        // Nobody who writes points between them puts the month first.
        (Some(one), Some(other)) if one == other || separator == '.' => DateReading::Other(one),
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
        .filter(|word| !word.is_empty() && !is_link(word))
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
            "Mon, 16th Mar 2026", "2026-03-16 (Mon)", "Monday 2026-03-16", "16 de março de 2026", "16. März 2026",
            "16 de marzo de 2026", "lundi 16 mars 2026", "le 16 mars 2026", "Mo., 16.03.2026",
            "segunda-feira, 16/03/2026", "2026年3月16日", "2026年03月16日（月）", "the 16th of March 2026",
            "on 16 March 2026", "20260316",
        ] {
            assert_eq!(read_date(other), DateReading::Other(date(2026, 3, 16)), "{other}");
        }
        for bare in ["2026/03/16", "16.3.2026", "16 March 2026", "Mar 16th, 2026"] {
            assert!(is_bare_date(bare), "{bare}");
        }
        for bare in ["16 de março de 2026", "2026年3月16日", "16. März 2026"] {
            assert!(is_bare_date(bare), "{bare}");
        }
        for (text, remark) in [
            ("2026-03-16", ""),
            ("16 March 2026", ""),
            ("Mon, 16 de março de 2026", ""),
            ("2026年3月16日", ""),
            ("2026-03-16 (late)", "late"),
            ("16 March 2026 by Ann", "by ann"),
            ("2026-03-16 14:00", "14:00"),
        ] {
            assert_eq!(date_remark(text).join(" "), remark, "{text}");
        }
        for more in ["16 March 2026 (late)", "Mon, 16 March 2026", "2026-03-16 by Ann", "2026-03-16 14:00"] {
            assert!(!is_bare_date(more), "{more}");
        }
        assert_eq!(read_date("03/04/2026"), DateReading::Ambiguous(date(2026, 4, 3), date(2026, 3, 4)));
        assert_eq!(read_date("03.04.2026"), DateReading::Other(date(2026, 4, 3)));
        assert_eq!(read_date("2026-02-30"), DateReading::Impossible);
        for (text, end) in [
            ("2026-Q1", date(2026, 3, 31)),
            ("Q2 2026", date(2026, 6, 30)),
            ("T3 2026", date(2026, 9, 30)),
            ("H1/2026", date(2026, 6, 30)),
            ("2026-02", date(2026, 2, 28)),
            ("March 2026", date(2026, 3, 31)),
            ("2026", date(2026, 12, 31)),
        ] {
            assert_eq!(end_of_period(text), Some(end), "{text}");
        }
        for none in ["", "Q2", "soon", "2026-03-16", "end of Q2 2026", "2026-W12", "in 2026 or 2027", "mid 2026"] {
            assert_eq!(end_of_period(none), None, "{none}");
        }
        for none in ["", "soon", "Q2 2026", "16 March", "10:30", "[Date]", "March 2026"] {
            assert_eq!(read_date(none), DateReading::None, "{none}");
        }
    }
}
