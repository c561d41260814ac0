//! Reads what `audit` wrote: one report as JSON, or one object a line.

use super::model::{Move, Place, Rollout, SourceReport, Standing};
use jiff::civil::Date;
use serde_json::Value;

/// A report that was read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// What it is of.
    pub source: SourceReport,
    /// Its rollouts.
    pub rollouts: Vec<Rollout>,
}

/// Reads a report, or several that stand one behind the other. The fault is in words.
/// `is_as_written` says whether a whole report has the digest of its text.
///
/// # Errors
/// When the text is no report of an audit, and when somebody changed it.
pub fn read(text: &str, is_as_written: &dyn Fn(&Value) -> bool) -> Result<Vec<Read>, String> {
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let values: Vec<Value> = values.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    let mut reads: Vec<Read> = Vec::new();
    let mut lines: Vec<Value> = Vec::new();
    for value in values {
        if value["rollouts"].is_array() && value["findings"].is_array() {
            if !is_as_written(&value) {
                return Err("its digest is that of another text: somebody changed it after it was written".to_owned());
            }
            reads.push(whole(&value));
        } else if value["kind"].is_string() {
            // The line about coverage is the last one of a report.
            let is_last = value["kind"] == "coverage";
            lines.push(value);
            if is_last {
                reads.push(of_lines(&std::mem::take(&mut lines)));
            }
        } else {
            return Err("it is neither a report nor the lines of one".to_owned());
        }
    }
    if !lines.is_empty() {
        return Err("its lines end before the one about coverage: a part of it is missing".to_owned());
    }
    if reads.is_empty() { Err("it is empty".to_owned()) } else { Ok(reads) }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn day(value: &Value) -> Option<Date> {
    value.as_str()?.parse().ok()
}

fn whole(report: &Value) -> Read {
    let repository = text(&report["repository"]).unwrap_or_default();
    let findings: Vec<&Value> = report["findings"].as_array().into_iter().flatten().collect();
    let rollouts = report["rollouts"].as_array().into_iter().flatten().enumerate().map(|(index, rollout)| {
        let own = findings.iter().filter(|finding| finding["rollout"].as_u64() == Some(index as u64));
        let moves = rollout["transitions"].as_array().into_iter().flatten().filter(counts);
        rollout_of(&repository, rollout, moves.collect(), own.copied().collect())
    });
    let rollouts: Vec<Rollout> = rollouts.collect();
    let source = source_of(&repository, &report["coverage"], &report["today"], &report["digest"], rollouts.len());
    Read { source, rollouts }
}

fn of_lines(lines: &[Value]) -> Read {
    let of_kind = |kind: &'static str| lines.iter().filter(move |line| line["kind"] == kind);
    let last = &lines[lines.len() - 1];
    let repository = text(&last["repository"]).unwrap_or_default();
    let rollouts = of_kind("rollout").map(|rollout| {
        let is_own = |line: &&Value| line["rollout"] == rollout["rollout"];
        // Two rollouts may have had one path, and then another ID.
        let same_path = |line: &&Value| line["path"] == rollout["path"];
        let moves = of_kind("transition").filter(counts).filter(is_own).filter(same_path);
        rollout_of(&repository, rollout, moves.collect(), of_kind("finding").filter(is_own).collect())
    });
    let rollouts: Vec<Rollout> = rollouts.collect();
    let source = source_of(&repository, last, &last["today"], &last["report"], rollouts.len());
    Read { source, rollouts }
}

fn source_of(repository: &str, coverage: &Value, today: &Value, digest: &Value, rollouts: usize) -> SourceReport {
    SourceReport {
        repository: repository.to_owned(),
        today: day(today),
        digest: text(digest),
        tip: text(&coverage["tip"]["id"]),
        first_commit: text(&coverage["first_commit"]["id"]),
        rollouts,
    }
}

fn rollout_of(repository: &str, rollout: &Value, moves: Vec<&Value>, findings: Vec<&Value>) -> Rollout {
    let count = |severity: &str| findings.iter().filter(|finding| finding["severity"] == severity).count();
    Rollout {
        repository: repository.to_owned(),
        path: text(&rollout["path"]).unwrap_or_default(),
        id: text(&rollout["id"]),
        title: text(&rollout["title"]),
        owner: text(&rollout["owner"]).filter(|owner| !owner.trim().is_empty()),
        place: place(&rollout["stage"]),
        last_stage: rollout["last_stage"].as_str().and_then(|stage| stage.parse().ok()),
        began: day(&rollout["began"]),
        since: day(&rollout["since"]),
        planned: rollout["days_planned"].as_u64().and_then(|days| days.try_into().ok()),
        is_judged: rollout["judged"].as_bool().unwrap_or(true),
        removed_on: day(&rollout["removed_in"]["date"]),
        moves: moves.into_iter().map(move_of).collect(),
        errors: count("error"),
        warnings: count("warning"),
        standing: Standing::Running,
        days_here: None,
    }
}

/// Whether a decision counts: a row that was put in between older ones does not.
fn counts(made: &&Value) -> bool {
    !made["inserted"].as_bool().unwrap_or_default()
}

fn move_of(made: &Value) -> Move {
    Move {
        from: place(&made["from"]),
        to: place(&made["to"]),
        decision: text(&made["decision"]),
        day: day(&made["decided_on"])
            .or_else(|| day(&made["date"]))
            .or_else(|| day(&made["commit"]["date"]))
            .or_else(|| day(&made["commit_date"])),
        recorded: text(&made["recorded"]).unwrap_or_default(),
        days: made["days"].as_i64(),
        is_new_rollout: made["new_rollout"].as_bool().unwrap_or_default(),
    }
}

fn place(value: &Value) -> Place {
    match value.as_str() {
        Some("aborted") => Place::Aborted,
        Some(stage) => stage.parse().map_or(Place::Planned, Place::Stage),
        None => Place::Planned,
    }
}
