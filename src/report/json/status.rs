//! Where each rollout stands as JSON, version 1: a key may be added, and none is ever renamed,
//! moved or dropped.

use super::ahead::open;
use super::words;
use crate::plan::log::Point;
use crate::report::harmless::write_json;
use crate::report::options::Options;
use crate::report::status::page::StatusPage;
use crate::status::{Gate, PlanStatus};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(in crate::report) fn write(page: &StatusPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page = json!({
        // The day that everything is counted from, as year-month-day like every day below.
        "today": words::day(page.today),
        // In the order in which to look at them.
        "plans": page.plans.iter().map(json_plan).collect::<Vec<_>>(),
    });
    write_json(&words::page(page), out)
}

fn json_plan(plan: &PlanStatus) -> Value {
    let next = plan.next.as_ref().map(|next| {
        json!({
            "kind": words::next(next.kind),
            // As the plan has it.
            "text": next.text,
            // The day; null when the plan names a quarter or the like.
            "date": next.day.map(words::day),
            // How many days from today; negative when it has passed.
            "days": next.days,
            "past": next.is_past(),
        })
    });
    let live = plan.live.as_ref().map(|live| {
        json!({
            // `25 %`, an environment or a word, `off`, `gone` or `unreadable`.
            "text": live.words,
            // The stage that is live by it; null when none can be told.
            "stage": live.stage.map(|stage| stage.to_string()),
            // Whether a decision is recorded that the flag files do not follow yet.
            "behind": live.is_behind,
            // Whether more see it than any decision leads to.
            "ahead": live.is_ahead,
        })
    });
    json!({
        "path": plan.path,
        "id": plan.id,
        "title": plan.title,
        "owner": plan.owner,
        "state": words::state(plan.state),
        // The stage's number as text, `planned` or `aborted`, as in the report of a check; null
        // when the file cannot be read.
        "stage": plan.stage.map(words::point),
        // Without its number; null outside stages.
        "stage_name": plan.current.as_ref().map(|stage| &stage.name),
        // The day of the row that led to the stage, and how many days ago that was; null when no
        // row tells.
        "since": plan.since.map(words::day),
        "days": plan.days,
        // Null at the end.
        "next_stage": plan.following.as_ref().map(|stage| words::point(Point::Stage(stage.number))),
        // What must be met before the next stage; at the last stage, what the review goes through.
        "gates": plan.gates.iter().map(json_gate).collect::<Vec<_>>(),
        // What is open before the next stage, the gates first.
        "open": plan.ahead.iter().flat_map(|ahead| &ahead.open).map(open).collect::<Vec<_>>(),
        "next_date": next,
        // Who sees the feature by the flag files; null when none was read.
        "live": live,
        "judged": words::judged(&plan.judged),
        // What a check of the plan gives.
        "errors": plan.errors,
        "warnings": plan.warnings,
    })
}

fn json_gate(Gate { kind, report }: &Gate) -> Value {
    // `open` has the texts of those that are not met.
    json!({ "kind": words::gate(*kind), "met": report.met, "total": report.total(), "open": report.open })
}
