//! What is open before a rollout goes on as JSON, version 1: a key may be added, and none is ever
//! renamed, moved or dropped.

use super::words::{self, JsonJudged, JsonTool};
use crate::ahead::{Open, OpenKind};
use crate::plan::log::Point;
use crate::report::harmless::write_json;
use crate::report::options::Options;
use crate::status::NextPage;
use serde::Serialize;
use std::io::{self, Write};

pub(in crate::report) fn write(page: &NextPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let NextPage { today, plan, ahead } = page;
    let row = ahead.row.as_ref().map(|row| JsonRow {
        text: &row.text,
        path: &row.path,
        line: row.line,
        prepared: row.is_prepared,
        follow: &row.follow,
    });
    let page = JsonNext {
        version: 1,
        tool: JsonTool::this(),
        today: words::day(*today),
        path: &plan.path,
        id: plan.id.as_deref(),
        title: plan.title.as_deref(),
        stage: words::point(ahead.from),
        next_stage: ahead.next.as_ref().map(|next| words::point(Point::Stage(next.number))),
        open: ahead.open.iter().map(JsonOpen::of).collect(),
        refused: ahead.refused.iter().map(JsonOpen::of).collect(),
        row,
        why_not: ahead.why_not.as_ref().map(|why| JsonWhy { message: &why.message, help: &why.help }),
        judged: JsonJudged::of(&plan.judged),
    };
    write_json(&page, out)
}

#[derive(Serialize)]
struct JsonNext<'a> {
    version: u32,
    tool: JsonTool,
    /// The day that everything is judged on.
    today: String,
    path: &'a str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    /// The stage's number as text, `planned` or `aborted`.
    stage: String,
    /// The number of the next stage as text; null at the end.
    next_stage: Option<String>,
    /// What is open before it, the gates first; at the last stage, what the review goes through.
    open: Vec<JsonOpen<'a>>,
    /// What a check refuses already, whatever is decided.
    refused: Vec<JsonOpen<'a>>,
    /// The row that records the decision; null where none is needed, or none can be written.
    row: Option<JsonRow<'a>>,
    /// Why no decision to go on can be recorded; null when one can.
    why_not: Option<JsonWhy<'a>>,
    judged: JsonJudged<'a>,
}

/// One thing to do.
#[derive(Serialize)]
pub(super) struct JsonOpen<'a> {
    /// `exit`, `entry` or `review` for a criterion, `finding` for what a rule finds.
    kind: &'static str,
    /// The rule; null for a criterion.
    rule: Option<&'static str>,
    /// How grave it is; null for a criterion.
    severity: Option<&'static str>,
    /// The part of the plan that it stands in.
    part: &'a str,
    path: &'a str,
    line: u32,
    text: &'a str,
}

impl JsonOpen<'_> {
    pub(super) fn of(open: &Open) -> JsonOpen<'_> {
        let (kind, found) = match open.kind {
            OpenKind::Exit => ("exit", None),
            OpenKind::Entry => ("entry", None),
            OpenKind::Review => ("review", None),
            OpenKind::Finding(rule, severity) => ("finding", Some((rule, severity))),
        };
        JsonOpen {
            kind,
            rule: found.map(|(rule, _)| rule),
            severity: found.map(|(_, severity)| words::severity(severity)),
            part: &open.part,
            path: &open.path,
            line: open.line,
            text: &open.text,
        }
    }
}

#[derive(Serialize)]
struct JsonRow<'a> {
    /// As the log has it, with marks where a person says why and who.
    text: &'a str,
    path: &'a str,
    /// The line that it takes the place of, or that it stands next to.
    line: u32,
    /// Whether the line has the row already, prepared to be filled in.
    prepared: bool,
    /// The lines of the plan that say the same, and have to follow.
    follow: &'a [u32],
}

#[derive(Serialize)]
struct JsonWhy<'a> {
    message: &'a str,
    help: &'a str,
}
