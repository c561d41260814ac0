//! Schedules: what the clock makes of a share.

use crate::exposure::Percent;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

/// A share that grows or falls in a straight line.
#[derive(Clone, Copy)]
pub(super) struct Ramp {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    pub(super) from: Percent,
    pub(super) to: Percent,
}

impl Ramp {
    /// The share at some time; before the start it is that of the start.
    pub(super) fn at(self, now: Timestamp) -> Percent {
        if now >= self.end {
            return self.to;
        }
        let seconds = |from: Timestamp, to: Timestamp| Decimal::from((to.as_second() - from.as_second()).max(0));
        let gone = seconds(self.start, now) / seconds(self.start, self.end).max(Decimal::ONE);
        Percent((self.from.0 + (self.to.0 - self.from.0) * gone).round_dp(12).normalize())
    }
}

/// A time as files write it. Without a zone it is one of UTC, without a time of day it is midnight.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let civil = || text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(|date| date.at(0, 0, 0, 0)));
    text.parse().ok().or_else(|| civil().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp()))
}
