//! An audit as JSON, version 1: a key may be added, and none is ever renamed, moved or dropped.

use super::digest::digest_of;
use super::words::{self, JsonTool};
use crate::audit::{
    Against, Approver, AuditFinding, AuditedTransition, CellEdit, CommitFacts, Excerpt, LedgerHistory, LivePoint,
    Recorded, RulesPeriod,
};
use crate::report::audit::page::AuditPage;
use crate::report::harmless::write_json;
use crate::report::options::Options;
use crate::text::CommitId;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// The JSON Schema of an audit. `tests/schema.rs` holds it to what is written.
pub const JSON_SCHEMA: &str = include_str!("../../../schema/audit.json");

pub(in crate::report) fn write(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    write_json(&value_of(page), out)
}

/// The digest of the page of JSON that belongs to an audit.
pub(in crate::report) fn digest(page: &AuditPage) -> String {
    value_of(page)["digest"].as_str().unwrap_or_default().to_owned()
}

/// The page with its digest.
pub(in crate::report) fn value_of(page: &AuditPage) -> Value {
    let mut value = serde_json::to_value(json_page(page)).expect("the page has texts as keys");
    value["digest"] = digest_of(&value).into();
    value
}

fn json_page(page: &AuditPage) -> JsonPage<'_> {
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
        judged: rollout.unjudged.is_none(),
        owner: rollout.owner.as_deref(),
        last_stage: rollout.last_stage.map(|stage| stage.to_string()),
        since: rollout.since.map(words::day),
        days_planned: rollout.planned_now,
    });
    // Each finding has had a rollout from the beginning, so that the others have a list of their
    // own.
    let of_rollouts = page.audit.findings.iter().filter_map(|finding| Some((finding, finding.rollout?)));
    let findings = of_rollouts.map(|(finding, rollout)| JsonFinding { rollout, finding: json_finding(page, finding) });
    JsonPage {
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
        policy_findings: page.policy_findings().into_iter().map(|finding| json_finding(page, finding)).collect(),
        notes: &page.notes,
        coverage: JsonCoverage::of(page),
        logs: page.audit.ledgers.iter().map(json_log).collect(),
        log_findings: page.log_findings().into_iter().map(|finding| json_finding(page, finding)).collect(),
        history_findings: page.history_findings().into_iter().map(|finding| json_finding(page, finding)).collect(),
        against: page.against.as_ref().map(json_against),
    }
}

/// A decision log without stages.
#[derive(Serialize)]
struct JsonLedger<'a> {
    path: &'a str,
    entries: Vec<JsonLedgerEntry<'a>>,
}

/// An entry of such a log.
#[derive(Serialize)]
struct JsonLedgerEntry<'a> {
    id: Option<&'a str>,
    name: &'a str,
    date: Option<String>,
    added_in: Option<JsonCommit<'a>>,
    changed_in: Vec<JsonCommit<'a>>,
    moved_in: Vec<JsonCommit<'a>>,
    removed_in: Option<JsonCommit<'a>>,
}

fn json_log(ledger: &LedgerHistory) -> JsonLedger<'_> {
    let entries = ledger.entries.iter().map(|entry| JsonLedgerEntry {
        id: entry.id.as_deref(),
        name: &entry.name,
        date: entry.day.map(words::day),
        added_in: entry.added_in.as_ref().map(json_commit),
        changed_in: entry.changed_in.iter().map(json_commit).collect(),
        moved_in: entry.moved_in.iter().map(json_commit).collect(),
        removed_in: entry.removed_in.as_ref().map(json_commit),
    });
    JsonLedger { path: &ledger.path, entries: entries.collect() }
}

/// An earlier report that was compared with.
#[derive(Serialize)]
struct JsonAgainst<'a> {
    digest: Option<&'a str>,
    tip: Option<&'a str>,
    is_ancestor: bool,
    decisions: usize,
    missing: usize,
    same_tip: bool,
    differs: &'a [String],
}

fn json_against(against: &Against) -> JsonAgainst<'_> {
    JsonAgainst {
        digest: against.digest.as_deref(),
        tip: against.tip.as_ref().map(|tip| tip.0.as_str()),
        is_ancestor: against.is_ancestor,
        decisions: against.decisions,
        missing: against.missing,
        same_tip: against.has_same_tip,
        differs: &against.differs,
    }
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
    logs: Vec<JsonLedger<'a>>,
    log_findings: Vec<JsonFindingAlone<'a>>,
    history_findings: Vec<JsonFindingAlone<'a>>,
    against: Option<JsonAgainst<'a>>,
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
    repository: &'a str,
    branch: Option<&'a str>,
    tip: Option<JsonCommit<'a>>,
    first_commit: Option<JsonCommit<'a>>,
    shallow: bool,
    commits: usize,
    versions: usize,
    unread_versions: Vec<JsonUnread<'a>>,
    plan_files: Vec<&'a str>,
    /// The other files that look like plans; null when nobody looked.
    like_plans: Option<&'a [String]>,
    entries: Vec<JsonEntries<'a>>,
    configurations: Vec<JsonPeriod<'a>>,
    templates: Vec<JsonPeriod<'a>>,
    approvals: JsonApprovals,
    command: &'a [String],
    build: Option<&'a str>,
}

/// A version that could not be read.
#[derive(Serialize)]
struct JsonUnread<'a> {
    path: &'a str,
    commit: &'a str,
    why: String,
}

/// How many dated entries a log has.
#[derive(Serialize)]
struct JsonEntries<'a> {
    path: &'a str,
    read: usize,
    unread: usize,
}

/// A configuration or a template, and since when it was in force.
#[derive(Serialize)]
struct JsonPeriod<'a> {
    path: Option<&'a str>,
    id: Option<&'a str>,
    since: Option<JsonCommit<'a>>,
}

/// What is known of approvals.
#[derive(Serialize)]
struct JsonApprovals {
    trailers: bool,
    pull_requests: usize,
    decisions: usize,
    judged: usize,
}

impl JsonCoverage<'_> {
    fn of(page: &AuditPage) -> JsonCoverage<'_> {
        let (scope, coverage) = (&page.scope, &page.audit.coverage);
        let rollouts = page.audit.rollouts.len();
        let unread = coverage.unread.iter();
        let unread = unread.map(|one| JsonUnread { path: &one.path, commit: &one.commit.id.0, why: one.why() });
        let entries = coverage.entries.iter();
        let entries = entries.map(|(path, count)| JsonEntries { path, read: count.read, unread: count.unread });
        JsonCoverage {
            rollouts,
            judged: rollouts - page.not_judged().count(),
            not_judged: page.not_judged().map(|rollout| rollout.path.as_str()).collect(),
            unread: coverage.unread.len(),
            repository: &scope.repository,
            branch: scope.branch.as_deref(),
            tip: scope.tip.as_ref().map(json_commit),
            first_commit: scope.oldest.as_ref().map(json_commit),
            shallow: scope.is_shallow,
            commits: scope.walked,
            versions: coverage.versions,
            unread_versions: unread.collect(),
            plan_files: coverage.plan_files.iter().map(String::as_str).collect(),
            like_plans: scope.beside.as_ref().map(|beside| &beside.files[..]),
            entries: entries.collect(),
            configurations: coverage.configurations.iter().map(json_period).collect(),
            templates: coverage.templates.iter().map(json_period).collect(),
            approvals: JsonApprovals {
                trailers: coverage.has_trailers,
                pull_requests: scope.reviews,
                decisions: coverage.decisions,
                judged: coverage.decisions - coverage.unknown_approvals,
            },
            command: &scope.command,
            build: scope.build.as_deref(),
        }
    }
}

fn json_period(period: &RulesPeriod) -> JsonPeriod<'_> {
    let since = period.since.as_ref().map(json_commit);
    JsonPeriod { path: period.path.as_deref(), id: period.id.as_deref(), since }
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
    /// Whether there is a record to hold its moves against.
    judged: bool,
    owner: Option<&'a str>,
    last_stage: Option<String>,
    since: Option<String>,
    days_planned: Option<u32>,
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
    written_in: Option<JsonCommit<'a>>,
    approved_by: Vec<JsonApprover<'a>>,
    ticket: Option<&'a str>,
    no_box: &'a [String],
    new_rollout: bool,
}

/// Somebody who approved a decision.
#[derive(Serialize)]
struct JsonApprover<'a> {
    name: &'a str,
    how: &'a str,
    at: Option<&'a str>,
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
    time: Option<String>,
    signature: Option<&'static str>,
    agent: Option<&'a str>,
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
    rewrite: Option<JsonRewrite<'a>>,
}

/// A row of the record before and after.
#[derive(Serialize)]
struct JsonRewrite<'a> {
    recorded_in: Option<JsonCommit<'a>>,
    cells: Vec<JsonCell<'a>>,
    before: Option<JsonPlace<'a>>,
    after: Option<JsonPlace<'a>>,
}

/// A cell before and after.
#[derive(Serialize)]
struct JsonCell<'a> {
    column: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

/// A line of a file.
#[derive(Serialize)]
struct JsonPlace<'a> {
    path: &'a str,
    line: u32,
    url: Option<String>,
}

fn json_rewrite<'a>(page: &AuditPage, finding: &'a AuditFinding) -> Option<JsonRewrite<'a>> {
    let rewrite = finding.rewrite.as_deref()?;
    let place = |excerpt: &'a Excerpt, commit: Option<&CommitId>| {
        let url = page.scope.web.as_ref().zip(commit).map(|(web, commit)| web.line(commit, excerpt));
        JsonPlace { path: &excerpt.path, line: excerpt.line, url }
    };
    let cell = |cell: &'a CellEdit| JsonCell {
        column: &cell.column,
        before: cell.before.as_deref(),
        after: cell.after.as_deref(),
    };
    Some(JsonRewrite {
        recorded_in: rewrite.recorded_in.as_ref().map(json_commit),
        cells: rewrite.cells.iter().map(cell).collect(),
        before: rewrite.before.as_ref().map(|before| place(before, finding.commit.parent.as_ref())),
        after: rewrite.after.as_ref().map(|after| place(after, Some(&finding.commit.id))),
    })
}

fn json_finding<'a>(page: &AuditPage, finding: &'a AuditFinding) -> JsonFindingAlone<'a> {
    JsonFindingAlone {
        rule: finding.fault.rule().id,
        severity: words::severity(finding.severity),
        path: &finding.path,
        commit: &finding.commit.id.0,
        date: words::day(finding.commit.day),
        message: &finding.message,
        rewrite: json_rewrite(page, finding),
    }
}

fn json_commit(commit: &CommitFacts) -> JsonCommit<'_> {
    JsonCommit {
        id: &commit.id.0,
        date: words::day(commit.day),
        subject: &commit.subject,
        author: &commit.author.name,
        committer: &commit.committer.name,
        signed: commit.is_signed,
        merge: commit.is_merge,
        pull_request: commit.pull_request,
        time: commit.at.as_ref().map(words::moment),
        signature: words::signature(commit),
        agent: commit.agent.as_deref(),
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
        written_in: transition.written_in.as_ref().map(json_commit),
        approved_by: transition.approvers.iter().map(json_approver).collect(),
        ticket: transition.ticket.as_deref(),
        no_box: &transition.without_box,
        new_rollout: transition.is_new_rollout,
    }
}

fn json_approver(approver: &Approver) -> JsonApprover<'_> {
    JsonApprover { name: &approver.who.name, how: approver.how(), at: approver.at.as_deref() }
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
