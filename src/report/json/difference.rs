//! Differences as JSON, version 1: a key may be added, and none is ever renamed, moved or dropped.

use super::words;
use crate::difference::{Detail, Difference};
use crate::report::harmless::write_json;
use crate::report::options::Options;
use serde_json::{Value, json};
use std::io::{self, Write};

pub(in crate::report) fn write(differences: &[Difference], _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let plans: Vec<Value> = differences.iter().map(json_difference).collect();
    write_json(&words::page(json!({ "plans": plans })), out)
}

fn json_difference(difference: &Difference) -> Value {
    json!({
        "path": difference.path,
        "status": words::status(difference.status),
        "id": difference.id,
        "title": difference.title,
        "stage": words::stages(difference.base_stage, difference.head_stage),
        "changes": difference.details.iter().map(json_detail).collect::<Vec<_>>(),
        "says_more": difference.has_other_words,
    })
}

fn json_detail(detail: &Detail) -> Value {
    json!({ "place": detail.place, "before": detail.before, "after": detail.after, "items": detail.items })
}
