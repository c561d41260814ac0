//! An audit as JSON, version 1: a key may be added, and none is ever renamed, moved or dropped.

use super::digest::digest_of;
use super::words;
use crate::audit::{
    Against, AuditFinding, AuditedTransition, CommitFacts, Excerpt, Gap, LedgerHistory, LivePoint, Recorded,
    Renumbering, Rollout, RulesPeriod,
};
use crate::report::audit::page::AuditPage;
use crate::report::harmless::write_json;
use crate::report::options::Options;
use crate::text::CommitId;
use serde_json::{Value, json};
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
    let mut value = json_page(page);
    value["digest"] = digest_of(&value).into();
    value
}

fn json_page(page: &AuditPage) -> Value {
    // Each finding has had a rollout from the beginning, so that the others have a list of their
    // own.
    let of_rollouts = page.audit.findings.iter().filter_map(|finding| Some((finding, finding.rollout?)));
    let findings = of_rollouts.map(|(finding, rollout)| {
        // The place in the list: two rollouts may have had one path.
        let mut told = json!({ "rollout": rollout });
        words::extend(&mut told, json_finding(page, finding));
        told
    });
    let alone = |findings: Vec<&AuditFinding>| -> Value {
        findings.into_iter().map(|finding| json_finding(page, finding)).collect()
    };
    words::page(json!({
        "today": page.today.map(words::day),
        "repository": page.scope.repository,
        "branch": page.scope.branch,
        "head": page.scope.head.as_ref().map(json_commit),
        "since": page.scope.since,
        "until": page.scope.until,
        "rollouts": page.audit.rollouts.iter().map(|rollout| json_rollout(page, rollout)).collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "policy_findings": alone(page.policy_findings()),
        "notes": page.notes,
        "coverage": json_coverage(page),
        "logs": page.audit.ledgers.iter().map(json_log).collect::<Vec<_>>(),
        "log_findings": alone(page.log_findings()),
        "history_findings": alone(page.history_findings()),
        "against": page.against.as_ref().map(json_against),
    }))
}

fn json_rollout(page: &AuditPage, rollout: &Rollout) -> Value {
    let renames = rollout.renames.iter();
    let renames = renames.map(|(from, commit)| json!({ "from": from, "commit": json_commit(commit) }));
    json!({
        "path": rollout.path,
        "id": rollout.id,
        "title": rollout.title,
        "stage": words::point(rollout.stage),
        "began": rollout.began.map(words::day),
        "renames": renames.collect::<Vec<_>>(),
        "removed_in": rollout.removed_in.as_ref().map(json_commit),
        "gaps": rollout.gaps.iter().map(json_gap).collect::<Vec<_>>(),
        "renumberings": rollout.renumberings.iter().map(json_renumbering).collect::<Vec<_>>(),
        "transitions": rollout.transitions.iter().map(json_transition).collect::<Vec<_>>(),
        "exposure": rollout.line.iter().map(json_point).collect::<Vec<_>>(),
        // Who sees it now by an export; null without one.
        "exported": page.exported.get(&rollout.path).map(|now| &now.words),
        // Whether there is a record to hold its moves against.
        "judged": rollout.unjudged.is_none(),
        "owner": rollout.owner,
        "last_stage": rollout.last_stage.map(|stage| stage.to_string()),
        "since": rollout.since.map(words::day),
        "days_planned": rollout.planned_now,
    })
}

/// A time in which a plan was deleted.
fn json_gap(gap: &Gap) -> Value {
    let (removed_in, back_in) = (json_commit(&gap.removed_in), json_commit(&gap.back_in));
    json!({ "path": gap.path, "back_as": gap.back_as, "removed_in": removed_in, "back_in": back_in })
}

/// A commit that gave stages other numbers.
fn json_renumbering(made: &Renumbering) -> Value {
    let stages = made.stages.iter().map(|(was, is)| json!({ "from": was.to_string(), "to": is.to_string() }));
    json!({ "commit": json_commit(&made.commit), "stages": stages.collect::<Vec<_>>() })
}

/// A decision log without stages.
fn json_log(ledger: &LedgerHistory) -> Value {
    let entries = ledger.entries.iter().map(|entry| {
        json!({
            "id": entry.id,
            "name": entry.name,
            "date": entry.day.map(words::day),
            "added_in": entry.added_in.as_ref().map(json_commit),
            "changed_in": json_commits(&entry.changed_in),
            "put_back_in": json_commits(&entry.put_back_in),
            "moved_in": json_commits(&entry.moved_in),
            "removed_in": entry.removed_in.as_ref().map(json_commit),
        })
    });
    json!({ "path": ledger.path, "entries": entries.collect::<Vec<_>>() })
}

/// An earlier report that was compared with.
fn json_against(against: &Against) -> Value {
    json!({
        "digest": against.digest,
        "tip": against.tip.as_ref().map(|tip| &tip.0),
        "is_ancestor": against.is_ancestor,
        "decisions": against.decisions,
        "missing": against.missing,
        "same_tip": against.has_same_tip,
        "differs": against.differs,
    })
}

/// What the audit covers.
fn json_coverage(page: &AuditPage) -> Value {
    let (scope, coverage) = (&page.scope, &page.audit.coverage);
    let rollouts = page.audit.rollouts.len();
    let unread = coverage.unread.iter();
    let unread = unread.map(|one| json!({ "path": one.path, "commit": one.commit.id.0, "why": one.why() }));
    let entries = coverage.entries.iter();
    let entries = entries.map(|(path, count)| json!({ "path": path, "read": count.read, "unread": count.unread }));
    json!({
        "rollouts": rollouts,
        // How many of them have a record to hold their moves against, and the paths of the others.
        "judged": rollouts - page.not_judged().count(),
        "not_judged": page.not_judged().map(|rollout| &rollout.path).collect::<Vec<_>>(),
        // How many versions of plans could not be read.
        "unread": coverage.unread.len(),
        "repository": scope.repository,
        "branch": scope.branch,
        "tip": scope.tip.as_ref().map(json_commit),
        "first_commit": scope.oldest.as_ref().map(json_commit),
        "shallow": scope.is_shallow,
        "commits": scope.walked,
        "versions": coverage.versions,
        "unread_versions": unread.collect::<Vec<_>>(),
        "plan_files": coverage.plan_files,
        // The other files that look like plans; null when nobody looked.
        "like_plans": scope.beside.as_ref().map(|beside| &beside.files),
        "entries": entries.collect::<Vec<_>>(),
        "configurations": coverage.configurations.iter().map(json_period).collect::<Vec<_>>(),
        "templates": coverage.templates.iter().map(json_period).collect::<Vec<_>>(),
        "approvals": {
            "trailers": coverage.has_trailers,
            "pull_requests": scope.reviews,
            "decisions": coverage.decisions,
            "judged": coverage.decisions - coverage.unknown_approvals,
        },
        "command": scope.command,
        "build": scope.build,
        // What lies outside of the part that was asked for; null where all of history was.
        "window": scope.outside.as_ref().map(|outside| json!({
            "since": scope.since,
            "until": scope.until,
            "commits_before": outside.before,
            "commits_after": outside.after,
            "rollouts_outside": outside.rollouts,
        })),
    })
}

/// A configuration or a template, and since when it was in force.
fn json_period(period: &RulesPeriod) -> Value {
    json!({ "path": period.path, "id": period.id, "since": period.since.as_ref().map(json_commit) })
}

/// A row of the record before and after.
fn json_rewrite(page: &AuditPage, finding: &AuditFinding) -> Option<Value> {
    let rewrite = finding.rewrite.as_deref()?;
    let place = |excerpt: &Excerpt, commit: Option<&CommitId>| {
        let url = page.scope.web.as_ref().zip(commit).map(|(web, commit)| web.line(commit, excerpt));
        json!({ "path": excerpt.path, "line": excerpt.line, "url": url })
    };
    let cells = rewrite.cells.iter();
    let cells = cells.map(|cell| json!({ "column": cell.column, "before": cell.before, "after": cell.after }));
    Some(json!({
        "recorded_in": rewrite.recorded_in.as_ref().map(json_commit),
        "cells": cells.collect::<Vec<_>>(),
        "before": rewrite.before.as_ref().map(|before| place(before, finding.commit.parent.as_ref())),
        "after": rewrite.after.as_ref().map(|after| place(after, Some(&finding.commit.id))),
    }))
}

/// A finding without its rollout.
fn json_finding(page: &AuditPage, finding: &AuditFinding) -> Value {
    json!({
        "rule": finding.fault.rule().id,
        "severity": words::severity(finding.severity),
        "path": finding.path,
        "commit": finding.commit.id.0,
        "date": words::day(finding.commit.day),
        "message": finding.message,
        "rewrite": json_rewrite(page, finding),
    })
}

fn json_commit(commit: &CommitFacts) -> Value {
    json!({
        "id": commit.id.0,
        "date": words::day(commit.day),
        "subject": commit.subject,
        "author": commit.author.name,
        "committer": commit.committer.name,
        "signed": commit.is_signed,
        "merge": commit.is_merge,
        "pull_request": commit.pull_request,
        "time": commit.at.as_ref().map(words::moment),
        "signature": words::signature(commit),
        "agent": commit.agent,
    })
}

fn json_commits(commits: &[CommitFacts]) -> Value {
    commits.iter().map(json_commit).collect()
}

fn json_transition(transition: &AuditedTransition) -> Value {
    let (recorded, recorded_in) = words::recorded(transition);
    let taken_back_in = match &transition.recorded {
        Recorded::TakenBack(commit) => Some(json_commit(commit)),
        _ => None,
    };
    let approvers = transition.approvers.iter();
    let approvers = approvers.map(|one| json!({ "name": one.who.name, "how": one.how(), "at": one.at }));
    let late = transition.late_approvers.iter();
    let late = late
        .map(|(one, days)| json!({ "name": one.who.name, "how": one.how(), "at": one.at, "days_after_merge": days }));
    json!({
        "from": words::point(transition.from),
        "to": words::point(transition.to),
        "decision": transition.decision.map(words::decision),
        "date": transition.day.map(words::day),
        "decided_by": transition.decided_by,
        "rationale": transition.rationale,
        "recorded": recorded,
        "recorded_in": recorded_in.map(json_commit),
        "taken_back_in": taken_back_in,
        "rewritten_in": json_commits(&transition.rewritten_in),
        "put_back_in": json_commits(&transition.put_back_in),
        "inserted": transition.is_inserted,
        "completed_in": transition.completed_in.as_ref().map(json_commit),
        "commit": json_commit(&transition.commit),
        "days": transition.days,
        "days_planned": transition.planned,
        "open": transition.open,
        "decided_on": transition.decided_on().map(words::day),
        "live_on": transition.live_in.as_ref().map(|live| words::day(live.day)),
        "live_in": transition.live_in.as_ref().map(json_commit),
        "days_between": transition.days_between(),
        "waits_for_flag": transition.waits_for_flag,
        "written_in": transition.written_in.as_ref().map(json_commit),
        "approved_by": approvers.collect::<Vec<_>>(),
        "approved_late": late.collect::<Vec<_>>(),
        "ticket": transition.ticket,
        "no_box": transition.without_box,
        "new_rollout": transition.is_new_rollout,
    })
}

/// Who really saw the feature from a commit on.
fn json_point(point: &LivePoint) -> Value {
    let (path, line) = point.place.as_ref().map(|(path, line)| (path, line)).unzip();
    json!({
        "date": words::day(point.commit.day),
        "flag": point.flag,
        "path": path,
        "line": line,
        "live": point.live,
        "percent": point.percent.and_then(|percent| percent.0.to_string().parse::<f64>().ok()),
        "stage": point.stage.map(|stage| stage.to_string()),
        "since_before": point.since_before,
        "commit": json_commit(&point.commit),
    })
}
