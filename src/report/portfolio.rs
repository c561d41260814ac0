//! Many rollouts on one page: for a terminal, as JSON, and as HTML.

mod html;
mod json;

pub use json::JSON_SCHEMA;

use super::harmless::Plain;
use super::options::{BOLD, Options};
use super::phrase::{counted, name_of};
use crate::portfolio::{Counted, Measure, Metric, Place, Portfolio, Rollout, Standing};
use std::io::{self, Write};

/// What writes a portfolio in one format.
pub type PortfolioWriter = fn(&Portfolio, &Options, &mut dyn Write) -> io::Result<()>;

/// The formats that a portfolio can be written in, by the word that `--format` takes.
pub const FORMATS: &[(&str, PortfolioWriter)] = &[("human", human), ("json", json::write), ("html", html::write)];

fn human(portfolio: &Portfolio, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for rollout in &portfolio.rollouts {
        let name: Plain = name_of(rollout.title.as_deref(), rollout.id.as_deref(), &rollout.path, Plain::of);
        let name = options.paint(name.as_str(), BOLD);
        let owner = rollout.owner.as_deref().map(Plain::of).unwrap_or_default();
        let (repository, standing) = (Plain::of(&rollout.repository), standing(rollout));
        writeln!(out, "{standing}  {name}  {repository}/{}  {owner}", Plain::of(&rollout.path))?;
    }
    writeln!(out)?;
    for metric in &portfolio.metrics {
        writeln!(out, "{:24}  {}", metric.name, result(metric, &metric.all))?;
    }
    for note in &portfolio.notes {
        writeln!(out, "note: {}", Plain::of(note))?;
    }
    writeln!(out, "{}", summary(portfolio))
}

/// `stalled, stage 1 for 30 days, 7 planned`.
fn standing(rollout: &Rollout) -> String {
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
fn result(metric: &Metric, counted_: &Counted) -> String {
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
fn summary(portfolio: &Portfolio) -> String {
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
