//! Differences as JSON, version 1: a key may be added, and none is ever renamed, moved or dropped.

use super::words::{self, JsonStages, JsonTool};
use crate::difference::{Detail, Difference};
use crate::report::harmless::write_json;
use crate::report::options::Options;
use serde::Serialize;
use std::io::{self, Write};

pub(in crate::report) fn write(differences: &[Difference], _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page =
        JsonPage { version: 1, tool: JsonTool::this(), plans: differences.iter().map(JsonDifference::of).collect() };
    write_json(&page, out)
}

#[derive(Serialize)]
struct JsonPage<'a> {
    version: u32,
    tool: JsonTool,
    plans: Vec<JsonDifference<'a>>,
}

#[derive(Serialize)]
struct JsonDifference<'a> {
    path: &'a str,
    status: &'static str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    stage: JsonStages,
    changes: Vec<JsonDetail<'a>>,
    says_more: bool,
}

impl<'a> JsonDifference<'a> {
    fn of(difference: &'a Difference) -> JsonDifference<'a> {
        JsonDifference {
            path: &difference.path,
            status: words::status(difference.status),
            id: difference.id.as_deref(),
            title: difference.title.as_deref(),
            stage: JsonStages::of(difference.base_stage, difference.head_stage),
            changes: difference.details.iter().map(JsonDetail::of).collect(),
            says_more: difference.has_other_words,
        }
    }
}

#[derive(Serialize)]
struct JsonDetail<'a> {
    place: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    items: &'a [String],
}

impl<'a> JsonDetail<'a> {
    fn of(detail: &'a Detail) -> JsonDetail<'a> {
        JsonDetail {
            place: &detail.place,
            before: detail.before.as_deref(),
            after: detail.after.as_deref(),
            items: &detail.items,
        }
    }
}
