//! What was seen of approvals as JSON, version 1: a key may be added, and none is ever renamed,
//! moved or dropped.

use super::words::{JsonTool, severity};
use crate::approval::{Approvals, Conversation, Review};
use crate::report::harmless::write_json;
use serde::Serialize;
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
    let reviews = conversation.map(|conversation| conversation.reviews.iter().map(JsonReview::of).collect());
    let decisions = approvals.decisions.iter().map(|decision| JsonDecision {
        path: &decision.path,
        step: &decision.step,
        decided_by: &decision.decided_by,
        approved_by: decision.approvals.iter().map(JsonReview::of).collect(),
    });
    let findings = approvals.findings.iter().map(|finding| JsonFault {
        rule: finding.rule,
        severity: severity(finding.severity),
        path: &finding.location.source.path,
        line: finding.location.line(),
        message: &finding.message,
    });
    let page = JsonPage {
        version: 1,
        tool: JsonTool::this(),
        repository,
        pull_request: number,
        head,
        author: conversation.and_then(|conversation| conversation.author.as_deref()),
        reviews,
        decisions: decisions.collect(),
        findings: findings.collect(),
        status: JsonStatus { state: status.light.word(), description: &status.description },
    };
    write_json(&page, out)
}

#[derive(Serialize)]
struct JsonPage<'a> {
    version: u32,
    tool: JsonTool,
    repository: &'a str,
    pull_request: u64,
    head: &'a str,
    author: Option<&'a str>,
    reviews: Option<Vec<JsonReview<'a>>>,
    decisions: Vec<JsonDecision<'a>>,
    findings: Vec<JsonFault<'a>>,
    status: JsonStatus<'a>,
}

#[derive(Serialize)]
struct JsonReview<'a> {
    login: Option<&'a str>,
    is_bot: bool,
    verdict: &'static str,
    commit: Option<&'a str>,
    at: Option<&'a str>,
}

impl<'a> JsonReview<'a> {
    fn of(review: &'a Review) -> JsonReview<'a> {
        JsonReview {
            login: review.login.as_deref(),
            is_bot: review.is_bot,
            verdict: review.verdict.word(),
            commit: review.commit.as_deref(),
            at: review.at.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct JsonDecision<'a> {
    path: &'a str,
    step: &'a str,
    decided_by: &'a [String],
    approved_by: Vec<JsonReview<'a>>,
}

#[derive(Serialize)]
struct JsonFault<'a> {
    rule: &'static str,
    severity: &'static str,
    path: &'a str,
    line: u32,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonStatus<'a> {
    state: &'static str,
    description: &'a str,
}
