//! Reads an audit that was written before, and says what it saw.

use super::audit::value_of;
use super::digest::is_as_written;
use crate::audit::{Earlier, EarlierDecision, HistoryFault};
use crate::report::audit::page::AuditPage;
use crate::text::CommitId;
use serde_json::Value;

/// An audit that was written before.
pub(crate) struct EarlierPage {
    /// What it saw.
    pub(crate) earlier: Earlier,
    value: Value,
}

/// Reads an audit that was written before. The fault is in words.
///
/// # Errors
/// When the text is no such audit, and when it is not what was written: its digest says so.
pub(crate) fn read_earlier(text: &str) -> Result<EarlierPage, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let rollouts = value["rollouts"].as_array().filter(|_| value["version"] == 1 && value["findings"].is_array());
    let Some(rollouts) = rollouts else { return Err("it has no rollouts and findings of version 1".to_owned()) };
    let digest = value["digest"].as_str().map(str::to_owned);
    if !is_as_written(&value) {
        return Err("its digest is that of another text: somebody changed it after it was written".to_owned());
    }
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let mut decisions = Vec::new();
    for rollout in rollouts {
        for transition in rollout["transitions"].as_array().into_iter().flatten() {
            let Some(recorded_in) = text(&transition["recorded_in"]["id"]) else { continue };
            let (from, to) = (text(&transition["from"]), text(&transition["to"]));
            let step = match (from.unwrap_or_default(), to.unwrap_or_default()) {
                (from, to) if from == to => from,
                (from, to) => format!("{from} → {to}"),
            };
            let people = transition["decided_by"].as_array().into_iter().flatten();
            let people: Vec<String> = people.filter_map(text).collect();
            let by = if people.is_empty() { String::new() } else { format!(" by {}", people.join(", ")) };
            let day = text(&transition["date"]).map(|day| format!(" on {day}")).unwrap_or_default();
            let word = text(&transition["decision"]).unwrap_or_else(|| "recorded".to_owned());
            decisions.push(EarlierDecision {
                path: text(&rollout["path"]).unwrap_or_default(),
                id: text(&rollout["id"]),
                words: format!("{step}, {word}{by}{day},"),
                recorded_in: CommitId(recorded_in),
            });
        }
    }
    // A report from before it named the tip has the newest commit that touched a plan.
    let tip = [&value["coverage"]["tip"], &value["head"]].into_iter().find(|tip| tip["id"].is_string());
    let tip =
        tip.and_then(|tip| Some((CommitId(text(&tip["id"])?), text(&tip["date"]).and_then(|day| day.parse().ok()))));
    let earlier = Earlier { digest, tip, decisions };
    Ok(EarlierPage { earlier, value })
}

/// Where two reports of the same history tell something else, in words. What only the day of the
/// report changes is left out, and what an older report does not know.
pub(crate) fn differences(page: &AuditPage, earlier: &EarlierPage) -> Vec<String> {
    let now = value_of(page);
    let mut differs = Vec::new();
    let rollouts = |value: &Value| value["rollouts"].as_array().cloned().unwrap_or_default();
    let (before, after) = (rollouts(&earlier.value), rollouts(&now));
    let path = |rollout: &Value| rollout["path"].as_str().unwrap_or_default().to_owned();
    for old in &before {
        match after.iter().find(|new| path(new) == path(old) && new["id"] == old["id"]) {
            None => differs.push(format!("{} is no rollout here", path(old))),
            Some(new) => {
                let keys =
                    old.as_object().into_iter().flatten().filter(|(key, was)| !says_the_same(was, &new[key.as_str()]));
                differs.extend(keys.map(|(key, _)| format!("{}: `{key}`", path(old))));
            }
        }
    }
    let new = after.iter().filter(|new| !before.iter().any(|old| path(old) == path(new) && old["id"] == new["id"]));
    differs.extend(new.map(|new| format!("{} is a rollout here only", path(new))));
    let findings = |value: &Value| -> Vec<String> {
        let lists = [&value["findings"], &value["policy_findings"]];
        let all = lists.into_iter().filter_map(Value::as_array).flatten();
        let stalled = HistoryFault::Stalled.rule().id;
        let told = all.filter(|finding| finding["rule"] != stalled);
        told.map(|finding| {
            format!(
                "{}: {}",
                finding["rule"].as_str().unwrap_or_default(),
                finding["message"].as_str().unwrap_or_default()
            )
        })
        .collect()
    };
    let (before, after) = (findings(&earlier.value), findings(&now));
    differs
        .extend(before.iter().filter(|one| !after.contains(one)).map(|one| format!("only the earlier one has {one}")));
    differs.extend(after.iter().filter(|one| !before.contains(one)).map(|one| format!("only this one has {one}")));
    differs
}

/// Whether a value is the same now, as far as the earlier page knew its keys.
fn says_the_same(was: &Value, is: &Value) -> bool {
    match (was, is) {
        (Value::Object(was), Value::Object(is)) => {
            was.iter().all(|(key, was)| is.get(key).is_some_and(|is| says_the_same(was, is)))
        }
        (Value::Array(was), Value::Array(is)) => {
            was.len() == is.len() && was.iter().zip(is).all(|(was, is)| says_the_same(was, is))
        }
        _ => was == is,
    }
}
