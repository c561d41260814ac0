//! Schedules: what the clock makes of a share.

use crate::exposure::{Percent, Place, Step};
use jiff::Timestamp;
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
    /// The share at some time, with the steps that come later. `before` is the share before the start.
    pub(super) fn at(self, now: Timestamp, before: Percent, place: impl Fn() -> Place) -> (Percent, Vec<Step>) {
        let percent = if now < self.start {
            before
        } else if now >= self.end {
            self.to
        } else {
            let part = |from: Timestamp, to: Timestamp| Decimal::from(to.as_second() - from.as_second());
            let gone = part(self.start, now) / part(self.start, self.end).max(Decimal::ONE);
            Percent((self.from.0 + (self.to.0 - self.from.0) * gone).normalize())
        };
        let steps = [(self.start, self.from), (self.end, self.to)];
        let later = steps.into_iter().filter(|(at, _)| *at > now);
        (percent, later.map(|(at, percent)| Step { at, percent, place: place() }).collect())
    }
}
