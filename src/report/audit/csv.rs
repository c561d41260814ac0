//! One line for each transition, for spreadsheets, one for each change of who sees a feature, and one
//! for each finding that belongs to no rollout. The words are those of the JSON.

use super::page::AuditPage;
use crate::audit::CommitFacts;
use crate::report::harmless::csv_cell;
use crate::report::json::words;
use crate::report::options::Options;
use std::io::{self, Write};

const COLUMNS: [&str; 29] = [
    "rollout_id", "title", "path", "from", "to", "decision", "date", "decided_by", "rationale", "recorded",
    "recorded_in", "commit", "commit_date", "author", "committer", "signed", "pull_request", "days", "days_planned",
    "open", "rewritten_in", "completed_in", "finding", "decided_on", "live_on", "live_in", "days_between", "live",
    "live_stage",
];

pub(super) fn write(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for rollout in &page.audit.rollouts {
        for transition in &rollout.transitions {
            let text = |text: Option<&str>| csv_cell(text.unwrap_or_default());
            let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
            let (recorded, recorded_in) = words::recorded(transition);
            let id = |commit: Option<&CommitFacts>| commit.map(|commit| commit.id.to_string()).unwrap_or_default();
            let rewritten: Vec<&str> = transition.rewritten_in.iter().map(|commit| commit.id.0.as_str()).collect();
            let made = &transition.commit;
            writer.write_record([
                text(rollout.id.as_deref()),
                text(rollout.title.as_deref()),
                csv_cell(&rollout.path),
                words::point(transition.from),
                words::point(transition.to),
                text(transition.decision.map(words::decision)),
                transition.day.map(words::day).unwrap_or_default(),
                csv_cell(&transition.decided_by.join("; ")),
                text(transition.rationale.as_deref()),
                recorded.to_owned(),
                id(recorded_in),
                made.id.to_string(),
                words::day(made.day),
                csv_cell(&made.author),
                csv_cell(&made.committer),
                made.is_signed.to_string(),
                number(made.pull_request.map(|number| number as i64)),
                number(transition.days.map(i64::from)),
                number(transition.planned.map(i64::from)),
                csv_cell(&transition.open.join("; ")),
                rewritten.join(" "),
                id(transition.completed_in.as_ref()),
                String::new(),
                transition.decided_on().map(words::day).unwrap_or_default(),
                transition.live_in.as_ref().map(|live| words::day(live.day)).unwrap_or_default(),
                id(transition.live_in.as_ref()),
                number(transition.days_between().map(i64::from)),
                String::new(),
                String::new(),
            ])?;
        }
        for point in &rollout.line {
            let cell = |column: &str| match column {
                "rollout_id" => csv_cell(rollout.id.as_deref().unwrap_or_default()),
                "title" => csv_cell(rollout.title.as_deref().unwrap_or_default()),
                "path" => csv_cell(&rollout.path),
                "live_on" => words::day(point.commit.day),
                "live_in" => point.commit.id.to_string(),
                "live" => csv_cell(&point.live),
                "live_stage" => point.stage.map(|stage| stage.to_string()).unwrap_or_default(),
                column => of_commit(&point.commit, column),
            };
            writer.write_record(COLUMNS.map(cell))?;
        }
    }
    for finding in page.policy_findings() {
        let made = &finding.commit;
        let cell = |column: &str| match column {
            "path" => csv_cell(&finding.path),
            "rationale" => csv_cell(&finding.message),
            "finding" => finding.fault.rule().id.to_owned(),
            column => of_commit(made, column),
        };
        writer.write_record(COLUMNS.map(cell))?;
    }
    writer.flush()
}

/// What a row says of its commit.
fn of_commit(commit: &CommitFacts, column: &str) -> String {
    match column {
        "commit" => commit.id.to_string(),
        "commit_date" => words::day(commit.day),
        "author" => csv_cell(&commit.author),
        "committer" => csv_cell(&commit.committer),
        "signed" => commit.is_signed.to_string(),
        "pull_request" => commit.pull_request.map(|number| number.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}
