//! Who sees the features as JSON, version 1: a key may be added, and none is ever renamed, moved or
//! dropped.

use super::words;
use crate::exposure::{Percent, Then};
use crate::live::{LivePlan, LiveValue};
use crate::report::harmless::write_json;
use crate::report::options::Options;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::io::{self, Write};

pub(in crate::report) fn write(plans: &[LivePlan], _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let plans: Vec<Value> = plans.iter().map(json_plan).collect();
    write_json(&words::page(json!({ "plans": plans })), out)
}

fn json_plan(plan: &LivePlan) -> Value {
    json!({
        "path": plan.path,
        "id": plan.id,
        "title": plan.title,
        // Where the record says that the rollout is: a stage's number as text, `planned` or
        // `aborted`; null when the file cannot be read.
        "stage": plan.logged.map(words::point),
        "flags": plan.flags,
        "exposures": plan.values.iter().map(json_value).collect::<Vec<_>>(),
    })
}

fn json_value(value: &LiveValue) -> Value {
    let segments = value.segments.iter();
    let segments = segments.map(|(name, stage)| json!({ "name": name, "stage": stage.map(|stage| stage.to_string()) }));
    json!({
        "flag": value.flag,
        "file": value.file,
        // Where in the file, as the configuration says it; null when the format says it.
        "key": value.key,
        "line": value.line,
        // As it is written.
        "value": value.value,
        // From 0 to 100; null where a word or an environment says the stage, and with a problem.
        "percent": value.percent.and_then(number),
        "word": value.word,
        // The stage that it comes to; null for none.
        "stage": value.stage.map(|stage| stage.to_string()),
        // Why nothing can be told; null when something can.
        "problem": value.problem,
        "steps": value.steps.iter().map(|(at, then)| json_step(*at, then)).collect::<Vec<_>>(),
        "segments": segments.collect::<Vec<_>>(),
    })
}

fn json_step(at: Timestamp, then: &Then) -> Value {
    let (percent, is_ramp, word, stage) = match then {
        Then::Share { percent, ramp } => (number(*percent), ramp.is_some(), None, None),
        Then::Stage { stage, word } => (None, false, Some(word), stage.map(|stage| stage.to_string())),
    };
    json!({
        // The time, by RFC 3339.
        "at": at.to_string(),
        "percent": percent,
        // Whether the share grows or falls up to then in a straight line.
        "is_ramp": is_ramp,
        // The environment on a ladder with its stage; null where a share says it.
        "word": word,
        "stage": stage,
    })
}

/// A share as a number of JSON.
fn number(percent: Percent) -> Option<f64> {
    percent.0.normalize().to_string().parse().ok()
}
