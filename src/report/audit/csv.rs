//! One line for each transition, for spreadsheets, one for each time in which a plan was deleted,
//! one for each change of who sees a feature, and one for each finding that belongs to no rollout.
//! The last lines say what was read. The words are those of the JSON.

use super::coverage::facts;
use super::page::{self, AuditPage};
use crate::audit::{Approver, CellEdit, CommitFacts, Recorded, Rollout};
use crate::report::harmless::{Plain, csv_cell};
use crate::report::json::audit::digest;
use crate::report::json::words;
use crate::report::options::Options;
use std::io::{self, Write};

const COLUMNS: [&str; 40] = [
    "rollout_id", "title", "path", "from", "to", "decision", "date", "decided_by", "rationale", "recorded",
    "recorded_in", "commit", "commit_date", "author", "committer", "signed", "pull_request", "days", "days_planned",
    "open", "rewritten_in", "completed_in", "finding", "decided_on", "live_on", "live_in", "days_between", "live",
    "live_stage", "committed_at", "written_in", "written_by", "approved_by", "ticket", "signature", "no_box",
    "rewritten_by", "put_back_in", "inserted", "approved_late",
];

pub(super) fn write(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for rollout in &page.audit.rollouts {
        for transition in &rollout.transitions {
            let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
            let (recorded, recorded_in) = words::recorded(transition);
            let id = |commit: Option<&CommitFacts>| commit.map(|commit| commit.id.to_string()).unwrap_or_default();
            let ids = |commits: &[CommitFacts]| {
                commits.iter().map(|commit| commit.id.0.as_str()).collect::<Vec<_>>().join(" ")
            };
            let late = || transition.late_approvers.iter().map(|(late, _)| in_words(late)).collect::<Vec<_>>();
            // Who merged an edit need not have written it.
            let by =
                |made: &CommitFacts| format!("{}{}", made.author.name, if made.is_merge { " (merged)" } else { "" });
            let rewriters = || transition.rewritten_in.iter().map(by).collect::<Vec<_>>();
            let cell = |column: &str| match column {
                "from" => words::point(transition.from),
                "to" => words::point(transition.to),
                "decision" => text(transition.decision.map(words::decision)),
                "date" => transition.day.map(words::day).unwrap_or_default(),
                "decided_by" => csv_cell(&transition.decided_by.join("; ")),
                "rationale" => text(transition.rationale.as_deref()),
                "recorded" => recorded.to_owned(),
                "recorded_in" => id(recorded_in),
                "days" => number(transition.days.map(i64::from)),
                "days_planned" => number(transition.planned.map(i64::from)),
                "open" => csv_cell(&transition.open.join("; ")),
                "rewritten_in" => ids(&transition.rewritten_in),
                "rewritten_by" => csv_cell(&rewriters().join("; ")),
                "put_back_in" => ids(&transition.put_back_in),
                "inserted" => transition.is_inserted.to_string(),
                "approved_late" => csv_cell(&late().join("; ")),
                "completed_in" => id(transition.completed_in.as_ref()),
                "decided_on" => transition.decided_on().map(words::day).unwrap_or_default(),
                "live_on" => transition.live_in.as_ref().map(|live| words::day(live.day)).unwrap_or_default(),
                "live_in" => id(transition.live_in.as_ref()),
                "days_between" => number(transition.days_between().map(i64::from)),
                "written_in" => id(transition.written_in.as_ref()),
                "written_by" => text(transition.written_in.as_ref().map(|written| written.author.name.as_str())),
                "approved_by" => csv_cell(&transition.approvers.iter().map(in_words).collect::<Vec<_>>().join("; ")),
                "ticket" => text(transition.ticket.as_deref()),
                "no_box" => csv_cell(&transition.without_box.join("; ")),
                // Nobody is credited with what was there where a shallow clone begins.
                column if transition.recorded == Recorded::Before && !COMMIT.contains(&column) => {
                    of_rollout(rollout, column).unwrap_or_default()
                }
                column => of_rollout(rollout, column).unwrap_or_else(|| of_commit(&transition.commit, column)),
            };
            writer.write_record(COLUMNS.map(cell))?;
        }
        for gap in &rollout.gaps {
            let cell = |column: &str| match column {
                "rationale" => csv_cell(&page::gap(gap)),
                "finding" => "deleted".to_owned(),
                column => of_rollout(rollout, column).unwrap_or_else(|| of_commit(&gap.removed_in, column)),
            };
            writer.write_record(COLUMNS.map(cell))?;
        }
        for point in &rollout.line {
            let cell = |column: &str| match column {
                "live_on" => words::day(point.commit.day),
                "live_in" => point.commit.id.to_string(),
                "live" => csv_cell(&point.live),
                "live_stage" => point.stage.map(|stage| stage.to_string()).unwrap_or_default(),
                column => of_rollout(rollout, column).unwrap_or_else(|| of_commit(&point.commit, column)),
            };
            writer.write_record(COLUMNS.map(cell))?;
        }
    }
    for finding in page.others().into_iter().flat_map(|(_, findings)| findings) {
        let made = &finding.commit;
        let cell = |column: &str| match column {
            "path" => csv_cell(&finding.path),
            "rationale" => csv_cell(&finding.message),
            "finding" => finding.fault.rule().id.to_owned(),
            column => of_commit(made, column),
        };
        writer.write_record(COLUMNS.map(cell))?;
    }
    // The end says what was read, as in every format.
    let words = facts(page).into_iter().map(|(term, fact)| format!("{term}: {fact}"));
    for words in std::iter::once(page.coverage(Plain::of).as_str().to_owned()).chain(words) {
        let cell = |column: &str| match column {
            "rationale" => csv_cell(&words),
            "finding" => "coverage".to_owned(),
            _ => String::new(),
        };
        writer.write_record(COLUMNS.map(cell))?;
    }
    writer.flush()
}

const FINDING_COLUMNS: [&str; 19] = [
    "rule", "severity", "rollout_id", "title", "path", "message", "date", "commit", "committed_at", "author",
    "committer", "pull_request", "signature", "before", "after", "recorded_in", "url", "repository", "report",
];

/// One line for each finding. The digest of the report stands in each line.
pub(super) fn write_findings(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(FINDING_COLUMNS)?;
    let digest = digest(page);
    for finding in &page.audit.findings {
        let rollout = finding.rollout.map(|rollout| &page.audit.rollouts[rollout]);
        let rewrite = finding.rewrite.as_deref();
        let words = |of: fn(&CellEdit) -> &Option<String>| {
            let cells = rewrite.into_iter().flat_map(|rewrite| &rewrite.cells);
            let words = cells.filter_map(|cell| Some(format!("{}: {}", cell.column, of(cell).as_deref()?)));
            csv_cell(&words.collect::<Vec<_>>().join("; "))
        };
        let url = || {
            let after = rewrite.and_then(|rewrite| rewrite.after.as_ref());
            page.scope.web.as_ref().zip(after).map(|(web, after)| web.line(&finding.commit.id, after))
        };
        let cell = |column: &str| match column {
            "rule" => finding.fault.rule().id.to_owned(),
            "severity" => finding.severity.as_str().to_owned(),
            "rollout_id" => text(rollout.and_then(|rollout| rollout.id.as_deref())),
            "title" => text(rollout.and_then(|rollout| rollout.title.as_deref())),
            "path" => csv_cell(&finding.path),
            "message" => csv_cell(&finding.message),
            "date" => words::day(finding.commit.day),
            "before" => words(|cell| &cell.before),
            "after" => words(|cell| &cell.after),
            "recorded_in" => text(rewrite.and_then(|rewrite| Some(rewrite.recorded_in.as_ref()?.id.0.as_str()))),
            "url" => url().unwrap_or_default(),
            "repository" => csv_cell(&page.scope.repository),
            "report" => digest.clone(),
            column => of_commit(&finding.commit, column),
        };
        writer.write_record(FINDING_COLUMNS.map(cell))?;
    }
    writer.flush()
}

/// `Ann Lee (Reviewed-by)`.
fn in_words(approver: &Approver) -> String {
    format!("{} ({})", approver.who.name, approver.how())
}

fn text(text: Option<&str>) -> String {
    csv_cell(text.unwrap_or_default())
}

/// What a row says of its rollout; `None` for the other columns.
fn of_rollout(rollout: &Rollout, column: &str) -> Option<String> {
    match column {
        "rollout_id" => Some(text(rollout.id.as_deref())),
        "title" => Some(text(rollout.title.as_deref())),
        "path" => Some(csv_cell(&rollout.path)),
        _ => None,
    }
}

/// What a row says of a commit, and not of who made it.
const COMMIT: [&str; 3] = ["commit", "commit_date", "committed_at"];

/// What a row says of its commit.
fn of_commit(commit: &CommitFacts, column: &str) -> String {
    match column {
        "commit" => commit.id.to_string(),
        "commit_date" => words::day(commit.day),
        "author" => csv_cell(&commit.author.name),
        "committer" => csv_cell(&commit.committer.name),
        "committed_at" => commit.at.as_ref().map(words::moment).unwrap_or_default(),
        "signature" => words::signature(commit).unwrap_or_default().to_owned(),
        "signed" => commit.is_signed.to_string(),
        "pull_request" => commit.pull_request.map(|number| number.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}
