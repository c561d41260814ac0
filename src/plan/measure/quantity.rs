//! A number of a statement, and which of two such numbers demands more.

use super::amount::{Amount, Side, Unit, is_in_thousands};
use super::bound::is_more;
use crate::words::bounds::Style;
use crate::words::units::{LONGEST_MONTH, MONTH};
use std::cmp::Ordering;

/// What a statement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It must hold: an exit or entry criterion, a guardrail's target.
    Hold,
    /// It makes somebody act: an alarm, a rollback trigger.
    Alarm,
    /// Nobody can tell: `< 3%` alone may be what a conversion must not come to, or what errors must
    /// keep.
    Unclear,
}

/// Which of two numbers is stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// The smaller one.
    Upper,
    /// The larger one.
    Lower,
}

impl Limit {
    pub(super) fn other(self) -> Limit {
        match self {
            Limit::Upper => Limit::Lower,
            Limit::Lower => Limit::Upper,
        }
    }

    /// The order of two numbers as one of strictness.
    fn judge(self, order: Ordering) -> Ordering {
        match self {
            Limit::Upper => order.reverse(),
            Limit::Lower => order,
        }
    }
}

/// A number with its unit. One that may be meant in two ways lies between them: `1.000`, a month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// The number without its unit, at least and at most.
    written: (f64, f64),
    /// What the unit multiplies it by, at least and at most.
    scale: (f64, f64),
}

impl Number {
    /// The number of an amount with these digits, in a sentence that writes numbers in this style,
    /// if that is known.
    pub(super) fn of(amount: &Amount, digits: &str, style: Option<Style>) -> Number {
        let plain = amount.value / amount.scale;
        let parsed = |digits: String| digits.parse::<f64>().unwrap_or(plain);
        let written = if is_one_group(digits, '.') && style != Some(Style::Point) {
            let thousands = parsed(digits.replace('.', ""));
            (if style.is_none() { plain } else { thousands }, thousands)
        } else if is_one_group(digits, ',') && style == Some(Style::Comma) {
            (parsed(digits.replace(',', ".")), plain)
        } else {
            (plain, plain)
        };
        Number { written, scale: scale_of(amount.scale) }
    }

    /// One of a unit of time.
    pub(super) fn one(seconds: f64) -> Number {
        Number { written: (1.0, 1.0), scale: scale_of(seconds) }
    }

    /// A number without a unit.
    pub(super) fn plain(value: f64) -> Number {
        Number { written: (value, value), scale: (1.0, 1.0) }
    }

    /// Whether it is so large at least, in the same unit.
    pub(super) fn is_at_least(&self, value: f64) -> bool {
        !is_more(value, self.range().0)
    }

    fn is_clear(&self) -> bool {
        self.written.0 == self.written.1
    }

    fn range(&self) -> (f64, f64) {
        (self.written.0 * self.scale.0, self.written.1 * self.scale.1)
    }

    /// How this number stands to another one; `None` where that depends on what is meant.
    fn order(&self, other: &Number) -> Option<Ordering> {
        // Both are written in one way, and are meant in one way.
        if self.scale == other.scale && self.is_clear() == other.is_clear() {
            return Some(order(self.written.0, other.written.0));
        }
        let (one, two) = (self.range(), other.range());
        match (order(one.0, two.1), order(one.1, two.0)) {
            (Ordering::Greater, _) => Some(Ordering::Greater),
            (_, Ordering::Less) => Some(Ordering::Less),
            (Ordering::Equal, Ordering::Equal) => Some(Ordering::Equal),
            _ => None,
        }
    }

    /// How often another number fits into this one, at least and at most.
    fn times(&self, other: &Number) -> (f64, f64) {
        if self.scale == other.scale && self.is_clear() && other.is_clear() {
            let times = self.written.0 / other.written.0;
            return (times, times);
        }
        let (one, two) = (self.range(), other.range());
        (one.0 / two.1, one.1 / two.0)
    }
}

/// Whether a sign parts three digits from those before it, which may make thousands or decimals of
/// them.
fn is_one_group(digits: &str, sign: char) -> bool {
    let is_other = |c: char| !c.is_ascii_digit() && c != sign;
    digits.matches(sign).count() == 1
        && !digits.contains(is_other)
        && digits.len() <= 7
        && is_in_thousands(digits, sign)
}

fn scale_of(scale: f64) -> (f64, f64) {
    if scale == MONTH { (MONTH, LONGEST_MONTH) } else { (scale, scale) }
}

fn order(one: f64, other: f64) -> Ordering {
    match (is_more(one, other), is_more(other, one)) {
        (true, _) => Ordering::Greater,
        (_, true) => Ordering::Less,
        _ => Ordering::Equal,
    }
}

/// What is said of a number.
#[derive(Clone, Debug)]
pub(super) enum Measure {
    /// The number itself: `2%`, `300 ms`, `5 customers`.
    Amount(Number),
    /// So many in a time: `30 a week`.
    Rate {
        /// How many.
        count: Number,
        /// In which time.
        window: Number,
    },
    /// How long something lasts, with the word that says so: `for 7 days`.
    Length(Number, String),
    /// So many of so many: `4 of 5`.
    Share {
        /// How many.
        part: f64,
        /// Of how many.
        whole: f64,
    },
    /// A percentile: `p99`.
    Percentile(Number),
}

/// A number of a statement, with what the statement says of it.
#[derive(Clone, Debug)]
pub(super) struct Quantity {
    /// What is said of the number.
    pub(super) measure: Measure,
    /// The unit. For things that are counted it is bare: what they are stands in the statement's
    /// words.
    pub(super) unit: Unit,
    /// The unit of a difference or a multiple as it is written, which cannot be converted.
    pub(super) unit_text: String,
    /// On which side of the number something lies, and whether the number belongs to that side.
    pub(super) side: Option<(Side, bool)>,
    /// Whether it says that nothing is ever on the other side: `never exceeds`.
    pub(super) is_forever: bool,
    /// The sign before it.
    pub(super) sign: Option<char>,
    /// Whether it is one end of a range.
    pub(super) is_ranged: bool,
    /// Which numbers are stricter; `None` where that is not known.
    pub(super) limit: Option<Limit>,
}

impl Quantity {
    /// How strict this quantity is beside the one that stood in its place before; `None` where
    /// nobody can tell.
    pub(super) fn against(&self, before: &Quantity) -> Option<Ordering> {
        let side = |quantity: &Quantity| quantity.side.map(|(side, _)| side);
        let is_alike = self.unit == before.unit
            && self.unit_text == before.unit_text
            && self.sign == before.sign
            && self.is_ranged == before.is_ranged;
        if is_alike && (self.is_the_least_of(before) || before.is_the_least_of(self)) {
            return self.order(before, Limit::Lower);
        }
        if !is_alike || side(self) != side(before) {
            return None;
        }
        // *Does not exceed* may be said of an average, *never exceeds* of each value.
        let by_time = self.is_forever.cmp(&before.is_forever);
        let is_equal = self.side == before.side && self.order(before, Limit::Lower) == Some(Ordering::Equal);
        if is_equal {
            return Some(by_time);
        }
        let limit = self.limit.filter(|limit| before.limit == Some(*limit))?;
        in_both(self.order(before, limit)?.then_with(|| self.by_its_end(before, limit)), by_time)
    }

    /// Whether it says *at least* of what another quantity only names: `at least 4 of 5` beside
    /// `4 of 5`.
    fn is_the_least_of(&self, plain: &Quantity) -> bool {
        let is_least = self.side == Some((Side::Above, true)) && self.limit == Some(Limit::Lower);
        // Of many things less is better. So many of so many are wanted.
        let is_share = matches!(plain.measure, Measure::Share { .. });
        is_least && plain.side.is_none() && is_share && plain.limit != Some(Limit::Upper)
    }

    /// Whether it counts so many things.
    pub(super) fn counts(&self, number: f64) -> bool {
        let is_bare = self.unit == Unit::Bare && self.sign.is_none() && !self.is_ranged;
        is_bare && matches!(&self.measure, Measure::Amount(amount) if amount.range() == (number, number))
    }

    /// The order of strictness by the numbers alone.
    fn order(&self, before: &Quantity, limit: Limit) -> Option<Ordering> {
        match (&before.measure, &self.measure) {
            (Measure::Amount(old), Measure::Amount(new)) | (Measure::Percentile(old), Measure::Percentile(new)) => {
                new.order(old).map(|order| limit.judge(order))
            }
            (Measure::Length(old, old_word), Measure::Length(new, new_word)) if old_word == new_word => {
                new.order(old).map(|order| limit.judge(order))
            }
            (Measure::Share { part, whole }, Measure::Share { part: new_part, whole: new_whole }) => {
                let share = order(new_part * whole, part * new_whole);
                in_both(share, order(*new_part, *part)).map(|order| limit.judge(order))
            }
            (Measure::Rate { count, window }, Measure::Rate { count: new_count, window: new_window }) => {
                if new_window.order(window) == Some(Ordering::Equal) {
                    return new_count.order(count).map(|order| limit.judge(order));
                }
                let (old, new) = ((count, window), (new_count, new_window));
                match (is_implied(old, new, limit), is_implied(new, old, limit)) {
                    (true, false) => Some(Ordering::Greater),
                    (false, true) => Some(Ordering::Less),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The order of strictness of two equal numbers, of which one belongs to its side: `< 1%` and
    /// `≤ 1%`.
    fn by_its_end(&self, before: &Quantity, limit: Limit) -> Ordering {
        let (Some((side, is_inclusive)), Some((_, was_inclusive))) = (self.side, before.side) else {
            return Ordering::Equal;
        };
        // Something must keep to its side, or must not come to it.
        let is_held = (side == Side::Below) == (limit == Limit::Upper);
        let order = is_inclusive.cmp(&was_inclusive);
        if is_held { order.reverse() } else { order }
    }
}

/// The order of two things that go in one direction, or of which one stays; `None` where they go in
/// two.
fn in_both(one: Ordering, other: Ordering) -> Option<Ordering> {
    match (one, other) {
        (Ordering::Equal, order) | (order, Ordering::Equal) => Some(order),
        (one, other) if one == other => Some(one),
        _ => None,
    }
}

/// Whether what holds for `by`, so many in each such time, makes sure that `bound` holds, too.
fn is_implied(bound: (&Number, &Number), by: (&Number, &Number), limit: Limit) -> bool {
    let (least, most) = bound.1.times(by.1);
    let (bound, by) = (bound.0.range(), by.0.range());
    match limit {
        Limit::Upper => !is_more(by.1 * (most - 1e-9).ceil(), bound.0),
        Limit::Lower => !is_more(bound.1, by.0 * (least + 1e-9).floor()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::measure::{Strictness, compare};

    #[test]
    fn ratings_rates_signs_and_rows_are_compared() {
        for (laxer, stricter) in [
            ("CSAT at least 4.2 out of 5", "CSAT at least 4.5 out of 5"),
            ("Zufriedenheit 4,2 von 5", "Zufriedenheit 4,5 von 5"),
            ("No P1 in 7 days", "No P1 in 10 days"),
            ("No P1 within the last 7 days", "No P1 within the last 10 days"),
            ("No rollback in 2 weeks", "No rollback in 3 weeks"),
            ("Keine P1 in 7 Tagen", "Keine P1 in 10 Tagen"),
            ("Aucun P1 en 7 jours", "Aucun P1 en 10 jours"),
            ("Error rate below 1 in 1000", "Error rate below 1 in 10000"),
            ("1 in 1000 requests fails", "1 in 10000 requests fails"),
            ("Less than one error per 1000 requests", "Less than one error per 10000 requests"),
            ("Reply within 4 business hours", "Reply within 2 business hours"),
            ("Resposta em até 4 horas úteis", "Resposta em até 2 horas úteis"),
            ("Latency ≤ +2% vs. control", "Latency ≤ +1% vs. control"),
            ("Conversion ≥ -2%", "Conversion ≥ -1%"),
            ("Error rate within ±2%", "Error rate within ±1%"),
            ("2 consecutive green builds", "3 consecutive green builds"),
            ("3 builds verdes seguidas", "5 builds verdes seguidas"),
        ] {
            assert_eq!(compare(laxer, stricter, Purpose::Hold), Strictness::Stricter, "{laxer} -> {stricter}");
            assert_eq!(compare(stricter, laxer, Purpose::Hold), Strictness::Laxer, "{stricter} -> {laxer}");
        }
        for (one, other) in [
            ("1 in 1000 customers came back", "1 in 10000 customers came back"),
            ("No ticket open in 7 days", "No ticket open in 10 days"),
            ("2 consecutive failures reported", "3 consecutive failures reported"),
            ("Latency ≤ +2%", "Latency ≤ -2%"),
            ("Launch in week 2 in 2026", "Launch in week 2 in 2027"),
            ("Ready in 4 business days", "Ready in 4 days"),
        ] {
            assert_eq!(compare(one, other, Purpose::Hold), Strictness::Unknown, "{one} -> {other}");
            assert_eq!(compare(other, one, Purpose::Hold), Strictness::Unknown, "{other} -> {one}");
        }
    }
}
