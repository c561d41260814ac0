//! Who sees the features as JSON, version 1: a key may be added, and none is ever renamed, moved or
//! dropped.

use super::words::{self, JsonTool};
use crate::exposure::{Percent, Then};
use crate::live::{LivePlan, LiveValue};
use crate::report::harmless::write_json;
use crate::report::options::Options;
use jiff::Timestamp;
use serde::Serialize;
use std::io::{self, Write};

pub(in crate::report) fn write(plans: &[LivePlan], _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page = JsonPage { version: 1, tool: JsonTool::this(), plans: plans.iter().map(json_plan).collect() };
    write_json(&page, out)
}

#[derive(Serialize)]
struct JsonPage<'a> {
    version: u32,
    tool: JsonTool,
    plans: Vec<JsonPlan<'a>>,
}

#[derive(Serialize)]
struct JsonPlan<'a> {
    path: &'a str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    /// Where the record says that the rollout is: a stage's number as text, `planned` or `aborted`;
    /// null when the file cannot be read.
    stage: Option<String>,
    flags: &'a [String],
    exposures: Vec<JsonValue<'a>>,
}

#[derive(Serialize)]
struct JsonValue<'a> {
    flag: Option<&'a str>,
    file: &'a str,
    /// Where in the file, as the configuration says it; null when the format says it.
    key: Option<&'a str>,
    line: Option<u32>,
    /// As it is written.
    value: Option<&'a str>,
    /// From 0 to 100; null where a word or an environment says the stage, and with a problem.
    percent: Option<f64>,
    word: Option<&'a str>,
    /// The stage that it comes to, as text; null for none.
    stage: Option<String>,
    /// Why nothing can be told; null when something can.
    problem: Option<&'a str>,
    steps: Vec<JsonStep>,
    segments: Vec<JsonSegment<'a>>,
}

#[derive(Serialize)]
struct JsonStep {
    /// The time, by RFC 3339.
    at: String,
    percent: Option<f64>,
    /// Whether the share grows or falls up to then in a straight line.
    is_ramp: bool,
    /// The environment on a ladder; null where a share says it.
    word: Option<String>,
    /// The stage of the environment, as text; null for none.
    stage: Option<String>,
}

#[derive(Serialize)]
struct JsonSegment<'a> {
    name: &'a str,
    stage: Option<String>,
}

fn json_plan(plan: &LivePlan) -> JsonPlan<'_> {
    JsonPlan {
        path: &plan.path,
        id: plan.id.as_deref(),
        title: plan.title.as_deref(),
        stage: plan.logged.map(words::point),
        flags: &plan.flags,
        exposures: plan.values.iter().map(json_value).collect(),
    }
}

fn json_value(value: &LiveValue) -> JsonValue<'_> {
    JsonValue {
        flag: value.flag.as_deref(),
        file: &value.file,
        key: value.key.as_deref(),
        line: value.line,
        value: value.value.as_deref(),
        percent: value.percent.and_then(number),
        word: value.word.as_deref(),
        stage: value.stage.map(|stage| stage.to_string()),
        problem: value.problem.as_deref(),
        steps: value.steps.iter().map(|(at, then)| json_step(*at, then)).collect(),
        segments: (value.segments.iter())
            .map(|(name, stage)| JsonSegment { name, stage: stage.map(|stage| stage.to_string()) })
            .collect(),
    }
}

fn json_step(at: Timestamp, then: &Then) -> JsonStep {
    let at = at.to_string();
    match then {
        Then::Share { percent, ramp } => {
            JsonStep { at, percent: number(*percent), is_ramp: ramp.is_some(), word: None, stage: None }
        }
        Then::Stage { stage, word } => {
            let stage = stage.map(|stage| stage.to_string());
            JsonStep { at, percent: None, is_ramp: false, word: Some(word.clone()), stage }
        }
    }
}

/// A share as a number of JSON.
fn number(percent: Percent) -> Option<f64> {
    percent.0.normalize().to_string().parse().ok()
}
