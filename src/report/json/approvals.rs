//! What was seen of approvals as JSON, version 1: a key may be added, and none is ever renamed,
//! moved or dropped.

use super::words;
use crate::approval::{Approvals, Conversation, Review};
use crate::report::harmless::write_json;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes who reviewed a pull request and whose approvals of its decisions hold. `conversation` is
/// `None` when nobody could read it.
pub(crate) fn write_approvals(
    (repository, number, head): (&str, u64, &str),
    approvals: &Approvals,
    conversation: Option<&Conversation>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let status = approvals.status();
    let decisions = approvals.decisions.iter().map(|decision| {
        json!({
            "path": decision.path,
            "step": decision.step,
            "decided_by": decision.decided_by,
            "approved_by": decision.approvals.iter().map(json_review).collect::<Vec<_>>(),
        })
    });
    let findings = approvals.findings.iter().map(|finding| {
        json!({
            "rule": finding.rule,
            "severity": words::severity(finding.severity),
            "path": finding.location.source.path,
            "line": finding.location.line(),
            "message": finding.message,
        })
    });
    let page = json!({
        "repository": repository,
        "pull_request": number,
        "head": head,
        "author": conversation.map(|conversation| &conversation.author),
        "reviews": conversation.map(|conversation| conversation.reviews.iter().map(json_review).collect::<Vec<_>>()),
        "decisions": decisions.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "status": { "state": status.light.word(), "description": status.description },
    });
    write_json(&words::page(page), out)
}

fn json_review(review: &Review) -> Value {
    json!({
        "login": review.login,
        "is_bot": review.is_bot,
        "verdict": review.verdict.word(),
        "commit": review.commit,
        "at": review.at,
    })
}
