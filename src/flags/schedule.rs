//! Schedules: times as flag files write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// A time as files write it. Without a zone it is one of UTC, without a time of day it is midnight.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let civil = || text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(|date| date.at(0, 0, 0, 0)));
    text.parse().ok().or_else(|| civil().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp()))
}
