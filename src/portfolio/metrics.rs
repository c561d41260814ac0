//! What can be counted over many rollouts, each with its definition and with the number of cases
//! that it is counted from.

use super::model::{Counted, Measure, Metric, Move, Place, Rollout};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A case of a metric: the day that tells its month, and whether it counts, or how many days it
/// took.
struct Case {
    day: Option<Date>,
    value: f64,
}

/// Counts over some rollouts.
pub(super) fn measure(rollouts: &[Rollout]) -> Vec<Metric> {
    let metric = |id, name, definition, measure, cases: Vec<Case>| {
        let mut months: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for case in &cases {
            if let Some(day) = case.day {
                months.entry(format!("{:04}-{:02}", day.year(), day.month())).or_default().push(case.value);
            }
        }
        let all = counted(measure, cases.iter().map(|case| case.value).collect());
        let months = months.into_iter().map(|(month, values)| (month, counted(measure, values))).collect();
        Metric { id, name, definition, measure, all, months }
    };
    vec![
        metric(
            "change-failure-rate",
            "Change failure rate",
            "forward moves whose stage was left by a rollback or an abort, of all forward moves; the month is that of the forward move",
            Measure::Share,
            over(rollouts, |rollout| {
                let forward = rollout.moves.iter().enumerate().filter(|(_, made)| made.is_forward());
                let case = |(place, made): (usize, &Move)| Case {
                    day: made.day,
                    value: f64::from(u8::from(failure(rollout, place).is_some())),
                };
                forward.map(case).collect()
            }),
        ),
        metric(
            "lead-time",
            "Lead time",
            "days from the first commit with the plan to the day on which the last stage was reached; the month is that of the last stage",
            Measure::Days,
            over(rollouts, |rollout| {
                let reached = |made: &&Move| {
                    made.is_forward() && matches!(made.to, Place::Stage(stage) if Some(stage) == rollout.last_stage)
                };
                let first = rollout.moves.iter().find(reached).and_then(|made| made.day);
                let days = rollout
                    .began
                    .zip(first)
                    .map(|(began, day)| Case { day: Some(day), value: f64::from((day - began).get_days()) });
                days.into_iter().collect()
            }),
        ),
        metric(
            "days-in-stage",
            "Days in a stage",
            "days between the decision that entered a stage and the one that left it forward; the month is that of the second",
            Measure::Days,
            over(rollouts, |rollout| {
                let forward = rollout.moves.iter().filter(|made| made.is_forward());
                forward.filter_map(|made| Some(Case { day: made.day, value: made.days? as f64 })).collect()
            }),
        ),
        metric(
            "time-to-restore",
            "Time to restore",
            "days from a forward move to the rollback or abort that left its stage; the month is that of the rollback",
            Measure::Days,
            over(rollouts, |rollout| {
                let forward = rollout.moves.iter().enumerate().filter(|(_, made)| made.is_forward());
                let days = forward.filter_map(|(place, made)| {
                    let back = failure(rollout, place)?;
                    let days = made.day.zip(back.day).map(|(made, back)| (back - made).get_days())?;
                    Some(Case { day: back.day, value: f64::from(days) })
                });
                days.collect()
            }),
        ),
        metric(
            "recorded-at-once",
            "Recorded at once",
            "decisions and moves whose row came in the commit that made the move, of all that history shows",
            Measure::Share,
            over(rollouts, |rollout| {
                let known = rollout.moves.iter().filter(|made| {
                    matches!(made.recorded.as_str(), "at-once" | "later" | "never" | "taken-back")
                        && !(made.is_new_rollout && made.recorded == "never")
                });
                known
                    .map(|made| Case { day: made.day, value: f64::from(u8::from(made.recorded == "at-once")) })
                    .collect()
            }),
        ),
        metric(
            "exceptions",
            "Exceptions per 100 moves",
            "forward moves that were decided with an exception, of a hundred forward moves",
            Measure::OfHundred,
            over(rollouts, |rollout| {
                let forward = rollout.moves.iter().filter(|made| made.is_forward());
                let is_exception = |made: &Move| made.decision.as_deref() == Some("proceed with exception");
                forward.map(|made| Case { day: made.day, value: f64::from(u8::from(is_exception(made))) }).collect()
            }),
        ),
    ]
}

fn over(rollouts: &[Rollout], cases: impl Fn(&Rollout) -> Vec<Case>) -> Vec<Case> {
    rollouts.iter().flat_map(cases).collect()
}

impl Move {
    /// Whether more saw the feature from then on. What was taken back, and what only a rewritten
    /// record says, is no move.
    pub(crate) fn is_forward(&self) -> bool {
        let is_up = matches!(self.to, Place::Stage(_)) && self.from != Place::Aborted && self.from < self.to;
        is_up && self.is_made()
    }

    fn is_back(&self) -> bool {
        let is_down = matches!(self.from, Place::Stage(_)) && (self.to < self.from || self.to == Place::Aborted);
        is_down && self.is_made() && !self.is_new_rollout
    }

    fn is_made(&self) -> bool {
        !matches!(self.recorded.as_str(), "taken-back" | "withdrawn" | "rewritten")
    }
}

/// The rollback or the abort by which the stage of a forward move was left.
fn failure(rollout: &Rollout, place: usize) -> Option<&Move> {
    let made = &rollout.moves[place];
    let left =
        rollout.moves[place + 1..].iter().find(|next| next.from != next.to && next.is_made() && next.from >= made.to);
    left.filter(|next| next.is_back() && (next.to < made.to))
}

fn counted(measure: Measure, mut values: Vec<f64>) -> Counted {
    let of = values.len();
    if of == 0 {
        return Counted::default();
    }
    match measure {
        Measure::Days => {
            values.sort_by(f64::total_cmp);
            Counted { value: Some(percentile(&values, 50)), p90: Some(percentile(&values, 90)), count: of, of }
        }
        Measure::Share | Measure::OfHundred => {
            let count = values.iter().filter(|value| **value > 0.0).count();
            let share = count as f64 / of as f64;
            let value = if measure == Measure::Share { share } else { 100.0 * share };
            Counted { value: Some(value), p90: None, count, of }
        }
    }
}

/// The value that so many percent of the sorted values do not exceed.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted[rank - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        assert_eq!(percentile(&[3.0], 90), 3.0);
        assert_eq!(percentile(&[1.0, 2.0, 3.0, 4.0], 50), 2.0);
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!((percentile(&ten, 50), percentile(&ten, 90)), (5.0, 9.0));
    }
}
