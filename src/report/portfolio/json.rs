//! A portfolio as JSON, version 1: a key may be added, and none is ever renamed, moved or dropped.

use crate::portfolio::{Counted, Measure, Metric, Place, Portfolio, Rollout, SourceReport};
use crate::report::harmless::write_json;
use crate::report::json::words::JsonTool;
use crate::report::options::Options;
use serde::Serialize;
use std::io::{self, Write};

/// The JSON Schema of a portfolio. `tests/schema.rs` holds it to what is written.
pub const JSON_SCHEMA: &str = include_str!("../../../schema/portfolio.json");

pub(super) fn write(portfolio: &Portfolio, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page = JsonPage {
        version: 1,
        tool: JsonTool::this(),
        today: portfolio.today.map(|day| day.to_string()),
        reports: portfolio.sources.iter().map(json_source).collect(),
        rollouts: portfolio.rollouts.iter().map(json_rollout).collect(),
        metrics: portfolio.metrics.iter().map(json_metric).collect(),
        notes: &portfolio.notes,
    };
    write_json(&page, out)
}

#[derive(Serialize)]
struct JsonPage<'a> {
    version: u32,
    tool: JsonTool,
    today: Option<String>,
    reports: Vec<JsonSource<'a>>,
    rollouts: Vec<JsonRollout<'a>>,
    metrics: Vec<JsonMetric<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct JsonSource<'a> {
    repository: &'a str,
    today: Option<String>,
    digest: Option<&'a str>,
    tip: Option<&'a str>,
    rollouts: usize,
}

#[derive(Serialize)]
struct JsonRollout<'a> {
    repository: &'a str,
    path: &'a str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    owner: Option<&'a str>,
    stage: String,
    last_stage: Option<String>,
    standing: &'static str,
    since: Option<String>,
    days: Option<i64>,
    days_planned: Option<u32>,
    moves: usize,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct JsonMetric<'a> {
    id: &'a str,
    name: &'a str,
    definition: &'a str,
    unit: &'static str,
    #[serde(flatten)]
    all: JsonCounted,
    months: Vec<JsonMonth<'a>>,
}

#[derive(Serialize)]
struct JsonMonth<'a> {
    month: &'a str,
    #[serde(flatten)]
    counted: JsonCounted,
}

#[derive(Serialize)]
struct JsonCounted {
    value: Option<f64>,
    p90: Option<f64>,
    count: usize,
    of: usize,
}

fn json_source(source: &SourceReport) -> JsonSource<'_> {
    JsonSource {
        repository: &source.repository,
        today: source.today.map(|day| day.to_string()),
        digest: source.digest.as_deref(),
        tip: source.tip.as_deref(),
        rollouts: source.rollouts,
    }
}

fn json_rollout(rollout: &Rollout) -> JsonRollout<'_> {
    JsonRollout {
        repository: &rollout.repository,
        path: &rollout.path,
        id: rollout.id.as_deref(),
        title: rollout.title.as_deref(),
        owner: rollout.owner.as_deref(),
        stage: match rollout.place {
            Place::Aborted => "aborted".to_owned(),
            Place::Planned => "planned".to_owned(),
            Place::Stage(stage) => stage.to_string(),
        },
        last_stage: rollout.last_stage.map(|stage| stage.to_string()),
        standing: rollout.standing.word(),
        since: rollout.since.map(|day| day.to_string()),
        days: rollout.days_here,
        days_planned: rollout.planned,
        moves: rollout.moves.len(),
        errors: rollout.errors,
        warnings: rollout.warnings,
    }
}

fn json_metric(metric: &Metric) -> JsonMetric<'_> {
    JsonMetric {
        id: metric.id,
        name: metric.name,
        definition: metric.definition,
        unit: match metric.measure {
            Measure::Share => "share",
            Measure::Days => "days",
            Measure::OfHundred => "of a hundred",
        },
        all: json_counted(&metric.all),
        months: metric
            .months
            .iter()
            .map(|(month, counted)| JsonMonth { month, counted: json_counted(counted) })
            .collect(),
    }
}

fn json_counted(counted: &Counted) -> JsonCounted {
    JsonCounted { value: counted.value, p90: counted.p90, count: counted.count, of: counted.of }
}
