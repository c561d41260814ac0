//! A history as one object a line, for programs that read tables: one for each rollout, transition,
//! finding and change of who sees a feature, and one that says what was read. Each names its
//! repository and its rollout.

use super::page::AuditPage;
use crate::report::harmless::write_json_line;
use crate::report::json::audit::value_of;
use crate::report::options::Options;
use serde_json::{Map, Value};
use std::io::{self, Write};

pub(super) fn write(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut whole = value_of(page);
    let digest = whole["digest"].take();
    let repository = whole["repository"].clone();
    let (today, tool) = (whole["today"].clone(), whole["tool"].clone());
    let rollouts = list(&mut whole["rollouts"]);
    let mut write = |kind: &str, key: Value, own: Map<String, Value>| {
        let first =
            [("kind", kind.into()), ("version", 1.into()), ("repository", repository.clone()), ("rollout", key)];
        let mut line: Map<String, Value> = first.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        line.extend(own.into_iter().filter(|(name, _)| name != "rollout"));
        name_commit(&mut line);
        line.insert("report".to_owned(), digest.clone());
        write_json_line(&line, out)
    };
    let mut keys = Vec::new();
    for rollout in rollouts {
        let Value::Object(mut rollout) = rollout else { continue };
        let key = key_of(&rollout);
        keys.push((key.clone(), rollout["path"].clone()));
        let exposure = rollout.get_mut("exposure").map(list).unwrap_or_default();
        let (flag, live) =
            exposure.last().map_or((Value::Null, Value::Null), |last| (last["flag"].clone(), last["live"].clone()));
        let transitions = rollout.get_mut("transitions").map(list).unwrap_or_default();
        let about: Vec<(String, Value)> =
            ["path", "id", "title", "owner"].iter().map(|name| ((*name).to_owned(), rollout[*name].clone())).collect();
        let with_rollout = |own: Value, flag: &Value, live: &Value| {
            let mut line: Map<String, Value> = about.iter().cloned().collect();
            if let Value::Object(own) = own {
                line.extend(own);
            }
            line.insert("flag".to_owned(), flag.clone());
            line.insert("live".to_owned(), live.clone());
            line
        };
        rollout.retain(|name, _| name != "transitions" && name != "exposure");
        let now: Vec<(&str, Value)> = vec![("flag", flag.clone()), ("live", live.clone()), ("today", today.clone())];
        rollout.extend(now.into_iter().map(|(name, value)| (name.to_owned(), value)));
        write("rollout", key.clone(), rollout.clone())?;
        for transition in transitions {
            // What was live on the day on which the move came into effect.
            let seen = exposure
                .iter()
                .find(|point| point["commit"]["id"] == transition["live_in"]["id"] && !transition["live_in"].is_null());
            let (flag, live) =
                seen.map_or((flag.clone(), Value::Null), |point| (point["flag"].clone(), point["live"].clone()));
            write("transition", key.clone(), with_rollout(transition, &flag, &live))?;
        }
        for point in exposure {
            let Value::Object(point) = point else { continue };
            write("exposure", key.clone(), point)?;
        }
    }
    for name in ["findings", "log_findings", "policy_findings", "history_findings"] {
        for finding in list(&mut whole[name]) {
            let Value::Object(finding) = finding else { continue };
            let rollout = finding.get("rollout").and_then(Value::as_u64).and_then(|index| keys.get(index as usize));
            write("finding", rollout.map_or(Value::Null, |(key, _)| key.clone()), finding)?;
        }
    }
    let Value::Object(mut coverage) = whole["coverage"].take() else { return Ok(()) };
    coverage.insert("today".to_owned(), today);
    coverage.insert("tool".to_owned(), tool);
    write("coverage", Value::Null, coverage)
}

/// Gives the commit of a line as its id, with who made it when beside it, so that a column has one
/// type in all lines.
fn name_commit(line: &mut Map<String, Value>) {
    if !line.get("commit").is_some_and(Value::is_object) {
        return;
    }
    let Some(Value::Object(mut commit)) = line.remove("commit") else { return };
    let parts = [
        ("commit", "id"),
        ("commit_date", "date"),
        ("committed_at", "time"),
        ("author", "author"),
        ("committer", "committer"),
        ("pull_request", "pull_request"),
    ];
    for (name, key) in parts {
        line.insert(name.to_owned(), commit.get_mut(key).map(Value::take).unwrap_or_default());
    }
}

fn list(value: &mut Value) -> Vec<Value> {
    match value.take() {
        Value::Array(items) => items,
        _ => Vec::new(),
    }
}

/// By what a rollout is known across reports: its ID, or its path.
fn key_of(rollout: &Map<String, Value>) -> Value {
    let id = &rollout["id"];
    if id.is_null() { rollout["path"].clone() } else { id.clone() }
}
