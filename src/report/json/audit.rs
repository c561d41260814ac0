//! An audit as JSON, version 1: a key may be added, and none is ever renamed, moved or dropped.

use super::words::{self, JsonTool};
use crate::audit::{AuditFinding, AuditedTransition, CommitFacts, LivePoint, Recorded};
use crate::report::audit::page::AuditPage;
use crate::report::harmless::write_json;
use crate::report::options::Options;
use serde::Serialize;
use std::io::{self, Write};

/// The JSON Schema of an audit. `tests/schema.rs` holds it to what is written.
pub const JSON_SCHEMA: &str = include_str!("../../../schema/audit.json");

pub(in crate::report) fn write(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rollouts = page.audit.rollouts.iter().map(|rollout| JsonRollout {
        path: &rollout.path,
        id: rollout.id.as_deref(),
        title: rollout.title.as_deref(),
        stage: words::point(rollout.stage),
        began: rollout.began.map(words::day),
        renames: rollout
            .renames
            .iter()
            .map(|(from, commit)| JsonRename { from, commit: json_commit(commit) })
            .collect(),
        removed_in: rollout.removed_in.as_ref().map(json_commit),
        transitions: rollout.transitions.iter().map(json_transition).collect(),
        exposure: rollout.line.iter().map(json_point).collect(),
        exported: page.exported.get(&rollout.path).map(|now| now.words.as_str()),
    });
    // Each finding has had a rollout from the beginning, so that the others have a list of their own.
    let of_rollouts = page.audit.findings.iter().filter_map(|finding| Some((finding, finding.rollout?)));
    let findings = of_rollouts.map(|(finding, rollout)| JsonFinding { rollout, finding: json_finding(finding) });
    let page = JsonPage {
        version: 1,
        tool: JsonTool::this(),
        today: page.today.map(words::day),
        repository: &page.scope.repository,
        branch: page.scope.branch.as_deref(),
        head: page.scope.head.as_ref().map(json_commit),
        since: page.scope.since.as_deref(),
        until: page.scope.until.as_deref(),
        rollouts: rollouts.collect(),
        findings: findings.collect(),
        policy_findings: page.policy_findings().into_iter().map(json_finding).collect(),
        notes: &page.notes,
        coverage: JsonCoverage {
            rollouts: page.audit.rollouts.len(),
            judged: page.audit.rollouts.len() - page.not_judged().count(),
            not_judged: page.not_judged().map(|rollout| rollout.path.as_str()).collect(),
            unread: page.audit.unread.len(),
        },
    };
    write_json(&page, out)
}

#[derive(Serialize)]
struct JsonPage<'a> {
    version: u32,
    tool: JsonTool,
    today: Option<String>,
    repository: &'a str,
    branch: Option<&'a str>,
    head: Option<JsonCommit<'a>>,
    since: Option<&'a str>,
    until: Option<&'a str>,
    rollouts: Vec<JsonRollout<'a>>,
    findings: Vec<JsonFinding<'a>>,
    policy_findings: Vec<JsonFindingAlone<'a>>,
    notes: &'a [String],
    coverage: JsonCoverage<'a>,
}

/// What the audit covers.
#[derive(Serialize)]
struct JsonCoverage<'a> {
    rollouts: usize,
    /// How many of them have a record to hold their moves against.
    judged: usize,
    /// The paths of the others.
    not_judged: Vec<&'a str>,
    /// How many versions of plans could not be read.
    unread: usize,
}

#[derive(Serialize)]
struct JsonRollout<'a> {
    path: &'a str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    stage: String,
    began: Option<String>,
    renames: Vec<JsonRename<'a>>,
    removed_in: Option<JsonCommit<'a>>,
    transitions: Vec<JsonTransition<'a>>,
    exposure: Vec<JsonPoint<'a>>,
    /// Who sees it now by an export; null without one.
    exported: Option<&'a str>,
}

/// Who really saw the feature from a commit on.
#[derive(Serialize)]
struct JsonPoint<'a> {
    date: String,
    flag: Option<&'a str>,
    path: Option<&'a str>,
    line: Option<u32>,
    live: &'a str,
    percent: Option<f64>,
    stage: Option<String>,
    since_before: bool,
    commit: JsonCommit<'a>,
}

#[derive(Serialize)]
struct JsonRename<'a> {
    from: &'a str,
    commit: JsonCommit<'a>,
}

#[derive(Serialize)]
struct JsonTransition<'a> {
    from: String,
    to: String,
    decision: Option<&'static str>,
    date: Option<String>,
    decided_by: &'a [String],
    rationale: Option<&'a str>,
    recorded: &'static str,
    recorded_in: Option<JsonCommit<'a>>,
    taken_back_in: Option<JsonCommit<'a>>,
    rewritten_in: Vec<JsonCommit<'a>>,
    completed_in: Option<JsonCommit<'a>>,
    commit: JsonCommit<'a>,
    days: Option<i32>,
    days_planned: Option<u32>,
    open: &'a [String],
    decided_on: Option<String>,
    live_on: Option<String>,
    live_in: Option<JsonCommit<'a>>,
    days_between: Option<i32>,
    waits_for_flag: bool,
}

#[derive(Serialize)]
struct JsonCommit<'a> {
    id: &'a str,
    date: String,
    subject: &'a str,
    author: &'a str,
    committer: &'a str,
    signed: bool,
    merge: bool,
    pull_request: Option<u64>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    /// The place of its rollout in the list: two rollouts may have had one path.
    rollout: usize,
    #[serde(flatten)]
    finding: JsonFindingAlone<'a>,
}

/// A finding without its rollout.
#[derive(Serialize)]
struct JsonFindingAlone<'a> {
    rule: &'static str,
    severity: &'static str,
    path: &'a str,
    commit: &'a str,
    date: String,
    message: &'a str,
}

fn json_finding(finding: &AuditFinding) -> JsonFindingAlone<'_> {
    JsonFindingAlone {
        rule: finding.fault.rule().id,
        severity: words::severity(finding.severity),
        path: &finding.path,
        commit: &finding.commit.id.0,
        date: words::day(finding.commit.day),
        message: &finding.message,
    }
}

fn json_commit(commit: &CommitFacts) -> JsonCommit<'_> {
    JsonCommit {
        id: &commit.id.0,
        date: words::day(commit.day),
        subject: &commit.subject,
        author: &commit.author,
        committer: &commit.committer,
        signed: commit.is_signed,
        merge: commit.is_merge,
        pull_request: commit.pull_request,
    }
}

fn json_transition(transition: &AuditedTransition) -> JsonTransition<'_> {
    let (recorded, recorded_in) = words::recorded(transition);
    let taken_back_in = match &transition.recorded {
        Recorded::TakenBack(commit) => Some(json_commit(commit)),
        _ => None,
    };
    JsonTransition {
        from: words::point(transition.from),
        to: words::point(transition.to),
        decision: transition.decision.map(words::decision),
        date: transition.day.map(words::day),
        decided_by: &transition.decided_by,
        rationale: transition.rationale.as_deref(),
        recorded,
        recorded_in: recorded_in.map(json_commit),
        taken_back_in,
        rewritten_in: transition.rewritten_in.iter().map(json_commit).collect(),
        completed_in: transition.completed_in.as_ref().map(json_commit),
        commit: json_commit(&transition.commit),
        days: transition.days,
        days_planned: transition.planned,
        open: &transition.open,
        decided_on: transition.decided_on().map(words::day),
        live_on: transition.live_in.as_ref().map(|live| words::day(live.day)),
        live_in: transition.live_in.as_ref().map(json_commit),
        days_between: transition.days_between(),
        waits_for_flag: transition.waits_for_flag,
    }
}

fn json_point(point: &LivePoint) -> JsonPoint<'_> {
    JsonPoint {
        date: words::day(point.commit.day),
        flag: point.flag.as_deref(),
        path: point.place.as_ref().map(|(path, _)| path.as_str()),
        line: point.place.as_ref().map(|(_, line)| *line),
        live: &point.live,
        percent: point.percent.and_then(|percent| percent.0.to_string().parse().ok()),
        stage: point.stage.map(|stage| stage.to_string()),
        since_before: point.since_before,
        commit: json_commit(&point.commit),
    }
}
