//! Many audits as one: all rollouts with where they stand, and what can be counted over them. Pure.

mod metrics;
mod model;
mod read;

pub use model::{Counted, Measure, Metric, Move, Place, Portfolio, Rollout, SourceReport, Standing};
pub use read::{Read, read};

use crate::text::fold;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Puts reports together, for a day. Of two reports of one repository the later one counts.
pub fn portfolio(reports: Vec<Read>, today: Option<Date>) -> Portfolio {
    let mut notes = Vec::new();
    let mut newest: BTreeMap<(String, Option<String>), Read> = BTreeMap::new();
    for report in reports {
        let key = (fold(&report.source.repository), report.source.first_commit.clone());
        match newest.get(&key) {
            Some(known) if known.source.today >= report.source.today => notes.push(older(&report, known)),
            Some(known) => {
                notes.push(older(known, &report));
                newest.insert(key, report);
            }
            None => {
                newest.insert(key, report);
            }
        }
    }
    let latest = newest.values().filter_map(|report| report.source.today).max();
    let today = today.or(latest);
    let mut portfolio = Portfolio { today, notes, ..Portfolio::default() };
    for report in newest.into_values() {
        portfolio.sources.push(report.source);
        portfolio.rollouts.extend(report.rollouts);
    }
    for rollout in &mut portfolio.rollouts {
        rollout.settle(today);
    }
    // What needs somebody comes first.
    portfolio.rollouts.sort_by_cached_key(Rollout::rank);
    portfolio.metrics = metrics::measure(&portfolio.rollouts);
    portfolio
}

fn older(older: &Read, newer: &Read) -> String {
    let day = |read: &Read| read.source.today.map_or_else(|| "no day".to_owned(), |day| day.to_string());
    let (old, new) = (day(older), day(newer));
    format!("two reports are of {}: the one of {old} is left out for that of {new}", older.source.repository)
}
