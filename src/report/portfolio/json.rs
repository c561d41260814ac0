//! A portfolio as JSON, version 1: a key may be added, and none is ever renamed, moved or dropped.

use crate::portfolio::{Counted, Measure, Metric, Portfolio, Rollout, SourceReport};
use crate::report::harmless::write_json;
use crate::report::json::words;
use crate::report::options::Options;
use serde_json::{Value, json};
use std::io::{self, Write};

/// The JSON Schema of a portfolio. `tests/schema.rs` holds it to what is written.
pub const JSON_SCHEMA: &str = include_str!("../../../schema/portfolio.json");

pub(super) fn write(portfolio: &Portfolio, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page = json!({
        "today": portfolio.today.map(words::day),
        "reports": portfolio.sources.iter().map(json_source).collect::<Vec<_>>(),
        "rollouts": portfolio.rollouts.iter().map(json_rollout).collect::<Vec<_>>(),
        "metrics": portfolio.metrics.iter().map(json_metric).collect::<Vec<_>>(),
        "notes": portfolio.notes,
    });
    write_json(&words::page(page), out)
}

fn json_source(source: &SourceReport) -> Value {
    json!({
        "repository": source.repository,
        "today": source.today.map(words::day),
        "digest": source.digest,
        "tip": source.tip,
        "rollouts": source.rollouts,
    })
}

fn json_rollout(rollout: &Rollout) -> Value {
    json!({
        "repository": rollout.repository,
        "path": rollout.path,
        "id": rollout.id,
        "title": rollout.title,
        "owner": rollout.owner,
        "stage": rollout.place.to_string(),
        "last_stage": rollout.last_stage.map(|stage| stage.to_string()),
        "standing": rollout.standing.word(),
        "since": rollout.since.map(words::day),
        "days": rollout.days_here,
        "days_planned": rollout.planned,
        "moves": rollout.moves.len(),
        "errors": rollout.errors,
        "warnings": rollout.warnings,
    })
}

fn json_metric(metric: &Metric) -> Value {
    let mut told = json!({
        "id": metric.id,
        "name": metric.name,
        "definition": metric.definition,
        "unit": match metric.measure {
            Measure::Share => "share",
            Measure::Days => "days",
            Measure::OfHundred => "of a hundred",
        },
    });
    words::extend(&mut told, json_counted(&metric.all));
    let months = metric.months.iter().map(|(month, counted)| {
        let mut told = json!({ "month": month });
        words::extend(&mut told, json_counted(counted));
        told
    });
    told["months"] = months.collect();
    told
}

fn json_counted(counted: &Counted) -> Value {
    json!({ "value": counted.value, "p90": counted.p90, "count": counted.count, "of": counted.of })
}
