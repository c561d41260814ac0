//! The phrases of a portfolio that several formats share.

use crate::portfolio::{Counted, Measure, Metric, Place, Portfolio, Rollout, Standing};
use crate::report::phrase::counted;

/// `stalled, stage 1 for 30 days, 7 planned`.
pub(super) fn standing(rollout: &Rollout) -> String {
    let place = match rollout.place {
        Place::Stage(stage) => format!(", stage {stage}"),
        Place::Aborted | Place::Planned => String::new(),
    };
    let runs = matches!(rollout.standing, Standing::Stalled | Standing::Overdue | Standing::Running);
    let days = rollout.days_here.filter(|_| runs).map(|days| format!(" for {}", counted(days.max(0) as usize, "day")));
    let planned = rollout.planned.filter(|_| runs).map(|planned| format!(", {planned} planned"));
    format!("{}{place}{}{}", rollout.standing.word(), days.unwrap_or_default(), planned.unwrap_or_default())
}

/// `12.5 % (1 of 8)`, `14 days, p90 30 (8 cases)`; `no case`.
pub(super) fn result(metric: &Metric, counted_: &Counted) -> String {
    let Some(value) = counted_.value else { return "no case".to_owned() };
    let Counted { count, of, p90, .. } = *counted_;
    match metric.measure {
        Measure::Share => format!("{:.1} % ({count} of {of})", 100.0 * value),
        Measure::OfHundred => format!("{value:.1} ({count} of {of})"),
        Measure::Days => {
            format!("{value} days, p90 {} ({})", p90.unwrap_or(value), counted(of, "case"))
        }
    }
}

/// `3 rollouts of 2 repositories; 1 stalled, 1 overdue`.
pub(super) fn summary(portfolio: &Portfolio) -> String {
    let count = |standing: Standing| portfolio.rollouts.iter().filter(|rollout| rollout.standing == standing).count();
    let (stalled, overdue) = (count(Standing::Stalled), count(Standing::Overdue));
    let repositories = match portfolio.sources.len() {
        1 => "1 repository".to_owned(),
        many => format!("{many} repositories"),
    };
    let rollouts = counted(portfolio.rollouts.len(), "rollout");
    let unjudged = count(Standing::NotJudged);
    let unjudged = if unjudged > 0 { format!(", {unjudged} not judged") } else { String::new() };
    format!("{rollouts} of {repositories}; {stalled} stalled, {overdue} overdue{unjudged}")
}
