//! The days that a drawing shows, and where each is.

use jiff::ToSpan;
use jiff::civil::Date;

/// The room at either side.
pub(super) const EDGE: f64 = 10.0;
/// The width of the time at the end in which nothing happened, when it is folded.
const FOLDED: f64 = 96.0;
/// How many days without any event are drawn at the end before they are folded.
const IDLE: i32 = 60;

/// The days that a drawing shows, and where each is.
pub(super) struct Scale {
    pub(super) first: Date,
    pub(super) today: Date,
    pub(super) last: Date,
    /// The day behind which nothing happened until today. From there on, time is folded.
    pub(super) fold: Option<Date>,
    pub(super) width: f64,
}

impl Scale {
    /// A scale over all days on which something happened; `None` when there is none. `planned` has
    /// the days on which something was to end. Planned days after today take at most half of the
    /// drawing.
    pub(super) fn over(days: &[Date], planned: &[Date], today: Date, width: f64) -> Option<Scale> {
        let first = days.iter().min()?.min(&today).to_owned();
        let end = planned.iter().max().copied().unwrap_or(today);
        let half = (today - first).get_days().max(28);
        let most = today.checked_add(half.days()).unwrap_or(today);
        let last = end.min(most).max(today);
        let events = days.iter().chain(planned).filter(|day| **day <= today).max().copied().unwrap_or(today);
        let (active, idle) = ((events - first).get_days(), (today - events).get_days());
        let is_idle = last == today && idle > IDLE.max(active / 2);
        // Some days behind the last event show that it was the last one.
        let rest = (active / 10).clamp(3, 30);
        let fold = events.checked_add(rest.days()).ok().filter(|_| is_idle);
        Some(Scale { first, today, last, fold, width })
    }

    /// A day outside of the scale is at its end.
    pub(super) fn x(&self, day: Date) -> f64 {
        let days = |from: Date, until: Date| f64::from((until - from).get_days());
        let (day, room) = (day.clamp(self.first, self.last), self.width - 2.0 * EDGE);
        match self.fold {
            None => EDGE + days(self.first, day) / days(self.first, self.last).max(1.0) * room,
            Some(fold) if day <= fold => {
                EDGE + days(self.first, day) / days(self.first, fold).max(1.0) * (room - FOLDED)
            }
            Some(fold) => EDGE + room - FOLDED + days(fold, day) / days(fold, self.last).max(1.0) * FOLDED,
        }
    }

    /// The last day of the time that is drawn day by day.
    pub(super) fn unfolded(&self) -> Date {
        self.fold.unwrap_or(self.last)
    }

    /// Where a day of the past is. Nothing has happened after today, whatever the record says.
    pub(super) fn past(&self, day: Date) -> f64 {
        self.x(day.min(self.today))
    }
}
