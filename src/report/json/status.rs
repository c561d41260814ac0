//! Where each rollout stands as JSON, version 1: a key may be added, and none is ever renamed,
//! moved or dropped.

use super::ahead::JsonOpen;
use super::words::{self, JsonJudged, JsonTool};
use crate::plan::log::Point;
use crate::report::harmless::write_json;
use crate::report::options::Options;
use crate::report::status::page::StatusPage;
use crate::status::{Gate, PlanStatus};
use serde::Serialize;
use std::io::{self, Write};

pub(in crate::report) fn write(page: &StatusPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let report = JsonStatus {
        version: 1,
        tool: JsonTool::this(),
        today: words::day(page.today),
        plans: page.plans.iter().map(json_plan).collect(),
    };
    write_json(&report, out)
}

#[derive(Serialize)]
struct JsonStatus<'a> {
    version: u32,
    tool: JsonTool,
    /// The day that everything is counted from, as year-month-day like every day below.
    today: String,
    /// In the order in which to look at them.
    plans: Vec<JsonPlan<'a>>,
}

#[derive(Serialize)]
struct JsonPlan<'a> {
    path: &'a str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    owner: Option<&'a str>,
    /// `refused`, `overdue`, `running`, `planned`, `done` or `aborted`.
    state: &'static str,
    /// The stage's number as text, `planned` or `aborted`, as in the report of a check; null when
    /// the file cannot be read.
    stage: Option<String>,
    /// The stage's name without its number; null outside stages.
    stage_name: Option<&'a str>,
    /// The day of the row that led to the stage; null when no row tells.
    since: Option<String>,
    /// How many days ago that was.
    days: Option<i32>,
    /// The number of the next stage as text; null at the end.
    next_stage: Option<String>,
    /// What must be met before the next stage; at the last stage, what the review goes through.
    gates: Vec<JsonGate<'a>>,
    /// What is open before the next stage, the gates first; at the last stage, what the review goes
    /// through.
    open: Vec<JsonOpen<'a>>,
    next_date: Option<JsonDate<'a>>,
    /// Who sees the feature by the flag files; null when none was read.
    live: Option<JsonLive<'a>>,
    judged: JsonJudged<'a>,
    /// How many errors a check of the plan gives.
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct JsonLive<'a> {
    /// `25 %`, an environment or a word, `off`, `gone` or `unreadable`.
    text: &'a str,
    /// The number of the stage that is live by it; null when none can be told.
    stage: Option<String>,
    /// Whether a decision is recorded that the flag files do not follow yet.
    behind: bool,
    /// Whether more see it than any decision leads to.
    ahead: bool,
}

#[derive(Serialize)]
struct JsonGate<'a> {
    /// `exit` for the current stage, `entry` for the next one, `review` for the review after the
    /// launch.
    kind: &'static str,
    met: usize,
    total: usize,
    /// The texts of those that are not met.
    open: &'a [String],
}

#[derive(Serialize)]
struct JsonDate<'a> {
    /// `progression-decision`, `stage-duration`, `target-ga` or `post-ga-review`.
    kind: &'static str,
    /// As the plan has it.
    text: &'a str,
    /// The day; null when the plan names a quarter or the like.
    date: Option<String>,
    /// How many days from today; negative when it has passed.
    days: Option<i32>,
    past: bool,
}

fn json_plan(plan: &PlanStatus) -> JsonPlan<'_> {
    JsonPlan {
        path: &plan.path,
        id: plan.id.as_deref(),
        title: plan.title.as_deref(),
        owner: plan.owner.as_deref(),
        state: words::state(plan.state),
        stage: plan.stage.map(words::point),
        stage_name: plan.current.as_ref().map(|stage| stage.name.as_str()),
        since: plan.since.map(words::day),
        days: plan.days,
        next_stage: plan.following.as_ref().map(|stage| words::point(Point::Stage(stage.number))),
        gates: plan.gates.iter().map(json_gate).collect(),
        open: plan.ahead.iter().flat_map(|ahead| &ahead.open).map(JsonOpen::of).collect(),
        next_date: plan.next.as_ref().map(|next| JsonDate {
            kind: words::next(next.kind),
            text: &next.text,
            date: next.day.map(words::day),
            days: next.days,
            past: next.is_past(),
        }),
        live: plan.live.as_ref().map(|live| JsonLive {
            text: &live.words,
            stage: live.stage.map(|stage| stage.to_string()),
            behind: live.is_behind,
            ahead: live.is_ahead,
        }),
        judged: JsonJudged::of(&plan.judged),
        errors: plan.errors,
        warnings: plan.warnings,
    }
}

fn json_gate(gate: &Gate) -> JsonGate<'_> {
    let Gate { kind, report } = gate;
    JsonGate { kind: words::gate(*kind), met: report.met, total: report.total(), open: &report.open }
}
