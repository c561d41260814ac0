//! Lengths of time as plans write them.

use super::date::{date_remark, read_date};
use super::measure::read_length;
use crate::stage_heading::split_arrow;
use crate::text::fold;
use crate::words::bounds::ENDLESS;
use crate::words::units::DAY;
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

/// The days that a duration asks for at least; `None` when it names no time.
pub(crate) fn least_days(text: &str) -> Option<u32> {
    match read_duration(text) {
        DurationReading::Days { least, .. } => Some(least),
        DurationReading::Open | DurationReading::None => None,
    }
}

/// Reads `3 days`, `1-2 weeks`, `48h`, `two weeks`, `Ongoing`, and the first and the last day of
/// the time. A working day counts as a day: the calendar is never shorter.
pub(crate) fn read_duration(text: &str) -> DurationReading {
    let folded = fold(text);
    if ENDLESS.iter().any(|word| folded.contains(word)) {
        return DurationReading::Open;
    }
    match read_length(&folded) {
        Some((least, most)) => DurationReading::Days { least: (least / DAY) as u32, most: (most / DAY) as u32 },
        None => between_days(&folded).unwrap_or(DurationReading::None),
    }
}

/// The time from one day to another: `2026-04-01 – 2026-04-14`. The last day may count or not.
fn between_days(folded: &str) -> Option<DurationReading> {
    let ends = split_arrow(&[" - ", " – ", " — "].iter().fold(folded.to_owned(), |text, dash| text.replace(dash, "→")));
    let [from, to] = &ends[..] else { return None };
    let day = |text: &String| read_date(text).day().filter(|_| date_remark(text).is_empty());
    let days = u32::try_from(day(from)?.until(day(to)?).ok()?.get_days()).ok()?;
    Some(DurationReading::Days { least: days, most: days + 1 })
}

/// The day so many days later; `None` when no calendar has it, however a plan may count.
pub(crate) fn end_of(from: Date, days: u32) -> Option<Date> {
    from.checked_add(0.days().try_days(days).ok()?).ok()
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
        assert_eq!(read_duration("two weeks"), days(14, 14));
        assert_eq!(read_duration("A week"), days(7, 7));
        assert_eq!(read_duration("Zwei Wochen"), days(14, 14));
        assert_eq!(read_duration("eine Woche"), days(7, 7));
        assert_eq!(read_duration("uma semana"), days(7, 7));
        assert_eq!(read_duration("deux semaines"), days(14, 14));
        assert_eq!(read_duration("2026-04-01 – 2026-04-14"), days(13, 14));
        assert_eq!(read_duration("1 April 2026 to 14 April 2026"), days(13, 14));
        assert_eq!(read_duration("30 minutes"), days(0, 0));
        assert_eq!(read_duration("Ongoing"), DurationReading::Open);
        assert_eq!(read_duration("a while"), DurationReading::None);
        assert_eq!(read_duration("2026-04-14 – 2026-04-01"), DurationReading::None);
        assert_eq!(read_duration("Q2 2026"), DurationReading::None);
    }
}
