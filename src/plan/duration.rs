//! Lengths of time as plans write them.

use crate::text::fold;
use jiff::ToSpan;
use jiff::civil::Date;

/// What a text says as a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationReading {
    /// So many calendar days, at least and at most. Less than a day is none.
    Days {
        /// The lower bound.
        least: u32,
        /// The upper bound.
        most: u32,
    },
    /// No end is meant: `Ongoing`.
    Open,
    /// No length of time.
    None,
}

/// Reads `3 days`, `1-2 weeks`, `48h`, `Ongoing`. A working day counts as a day: the calendar is never shorter.
pub fn read_duration(text: &str) -> DurationReading {
    let folded = fold(text);
    let open = ["ongoing", "open-ended", "open ended", "permanent", "indefinite", "forever", "until"];
    if open.iter().any(|word| folded.contains(word)) {
        return DurationReading::Open;
    }
    let mut numbers: Vec<u32> = Vec::new();
    let mut rest = folded.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - start);
        numbers.extend(rest[start..start + digits].parse::<u32>());
        rest = &rest[start + digits..];
        if let Some(days) = unit_in_days(rest) {
            let bounds: Vec<u32> = numbers.iter().map(|number| (f64::from(*number) * days) as u32).collect();
            let upper = ["up to", "max", "at most", "no longer", "no more", "less than", "within", "<", "≤"];
            let is_upper = upper.iter().any(|word| folded.contains(word));
            let (least, most) = (bounds.iter().min().copied().unwrap_or(0), bounds.iter().max().copied().unwrap_or(0));
            return DurationReading::Days { least: if is_upper { 0 } else { least }, most };
        }
    }
    DurationReading::None
}

/// The day so many days later; `None` when no calendar has it, however a plan may count.
pub fn end_of(from: Date, days: u32) -> Option<Date> {
    from.checked_add(0.days().try_days(days).ok()?).ok()
}

/// The length in days of the unit that a text begins with.
fn unit_in_days(text: &str) -> Option<f64> {
    let unit = text
        .trim_start_matches([' ', '-', '+'])
        .trim_start_matches("business ")
        .trim_start_matches("working ")
        .trim_start_matches("full ");
    let word: String = unit.chars().take_while(|c| c.is_alphabetic()).collect();
    seconds_in(&word).map(|seconds| seconds / DAY)
}

const DAY: f64 = 24.0 * 60.0 * 60.0;

/// How many seconds a unit of time has; `None` when the word is none. A lone `m` may mean minutes, months or millions.
pub(super) fn seconds_in(word: &str) -> Option<f64> {
    let is = |words: &[&str]| words.contains(&word);
    if is(&["day", "days", "d", "tag", "tage", "dia", "dias", "días", "jours", "jour"]) {
        Some(DAY)
    } else if is(&["week", "weeks", "w", "wk", "wks", "woche", "wochen", "semana", "semanas", "semaine", "semaines"]) {
        Some(7.0 * DAY)
    } else if is(&["month", "months", "monat", "monate", "mes", "meses", "mês", "mois"]) {
        Some(28.0 * DAY)
    } else if is(&["hour", "hours", "h", "hr", "hrs"]) {
        Some(60.0 * 60.0)
    } else if is(&["minute", "minutes", "min", "mins"]) {
        Some(60.0)
    } else if is(&["second", "seconds", "s", "sec", "secs"]) {
        Some(1.0)
    } else if is(&["millisecond", "milliseconds", "ms", "msec"]) {
        Some(0.001)
    } else if is(&["microsecond", "microseconds", "μs", "µs"]) {
        Some(0.000_001)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_in_days() {
        let days = |least, most| DurationReading::Days { least, most };
        assert_eq!(read_duration("3 days"), days(3, 3));
        assert_eq!(read_duration("1-3 days"), days(1, 3));
        assert_eq!(read_duration("1–2 weeks (at least)"), days(7, 14));
        assert_eq!(read_duration("5 business days"), days(5, 5));
        assert_eq!(read_duration("48h"), days(2, 2));
        assert_eq!(read_duration("30 minutes"), days(0, 0));
        assert_eq!(read_duration("Ongoing"), DurationReading::Open);
        assert_eq!(read_duration("a while"), DurationReading::None);
        assert_eq!(read_duration("Q2 2026"), DurationReading::None);
    }
}
