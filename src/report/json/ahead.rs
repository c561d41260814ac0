//! What is open before a rollout goes on as JSON, version 1: a key may be added, and none is ever
//! renamed, moved or dropped.

use super::words;
use crate::ahead::{Open, OpenKind};
use crate::plan::log::Point;
use crate::report::harmless::write_json;
use crate::report::options::Options;
use crate::status::NextPage;
use serde_json::{Value, json};
use std::io::{self, Write};

pub(in crate::report) fn write(page: &NextPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let NextPage { today, plan, ahead } = page;
    let row = ahead.row.as_ref().map(|row| {
        json!({
            // As the log has it, with marks where a person says why and who.
            "text": row.text,
            "path": row.path,
            // The line that it takes the place of, or that it stands next to.
            "line": row.line,
            // Whether the line has the row already, prepared to be filled in.
            "prepared": row.is_prepared,
            // The lines of the plan that say the same, and have to follow.
            "follow": row.follow,
        })
    });
    let page = json!({
        // The day that everything is judged on.
        "today": words::day(*today),
        "path": plan.path,
        "id": plan.id,
        "title": plan.title,
        // The stage's number as text, `planned` or `aborted`.
        "stage": words::point(ahead.from),
        // Null at the end.
        "next_stage": ahead.next.as_ref().map(|next| words::point(Point::Stage(next.number))),
        // What is open before it, the gates first; at the last stage, what the review goes through.
        "open": ahead.open.iter().map(open).collect::<Vec<_>>(),
        // What a check refuses already, whatever is decided.
        "refused": ahead.refused.iter().map(open).collect::<Vec<_>>(),
        // The row that records the decision; null where none is needed, or none can be written.
        "row": row,
        // Why no decision to go on can be recorded; null when one can.
        "why_not": ahead.why_not.as_ref().map(|why| json!({ "message": why.message, "help": why.help })),
        "judged": words::judged(&plan.judged),
    });
    write_json(&words::page(page), out)
}

/// One thing to do.
pub(super) fn open(open: &Open) -> Value {
    let (kind, found) = match open.kind {
        OpenKind::Exit => ("exit", None),
        OpenKind::Entry => ("entry", None),
        OpenKind::Review => ("review", None),
        OpenKind::Finding(rule, severity) => ("finding", Some((rule, severity))),
    };
    json!({
        "kind": kind,
        // Both are null for a criterion.
        "rule": found.map(|(rule, _)| rule),
        "severity": found.map(|(_, severity)| words::severity(severity)),
        // The part of the plan that it stands in.
        "part": open.part,
        "path": open.path,
        "line": open.line,
        "text": open.text,
    })
}
