//! What is to be said of approvals: the findings, and the commit status.

use super::reviews::Review;
use crate::config::ApprovalMode;
use crate::finding::{Finding, Severity};

/// What is known of the approvals of a pull request.
#[derive(Clone, Debug)]
pub struct Approvals {
    /// What the team asked for.
    pub mode: ApprovalMode,
    /// The decisions that the pull request records.
    pub decisions: Vec<Decision>,
    /// What is wrong with their approvals, the gravest first.
    pub findings: Vec<Finding>,
    /// Whether GitHub told the reviews.
    pub is_seen: bool,
}

/// A decision that the pull request records.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The plan.
    pub path: String,
    /// From where to where: `1→2`.
    pub step: String,
    /// Who is said to have decided.
    pub decided_by: Vec<String>,
    /// The approving reviews of those people that still hold.
    pub approvals: Vec<Review>,
}

/// The commit status that tells of approvals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Whether it lets the change pass.
    pub light: Light,
    /// Why, in one line.
    pub description: String,
}

/// The state of a commit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// It passes.
    Success,
    /// It does not.
    Failure,
    /// Nobody could look.
    Error,
}

impl Light {
    /// GitHub's own word.
    pub fn word(self) -> &'static str {
        match self {
            Light::Success => "success",
            Light::Failure => "failure",
            Light::Error => "error",
        }
    }
}

impl Status {
    /// The name of the status.
    pub const CONTEXT: &'static str = "rolloutlint/approvals";

    /// The status of a merge queue's group.
    pub fn of_queue() -> Status {
        Status { light: Light::Success, description: "a merge queue takes only what was green before".to_owned() }
    }
}

impl Approvals {
    /// The commit status. A finding for information keeps nothing up.
    pub fn status(&self) -> Status {
        let standing: Vec<&Finding> =
            self.findings.iter().filter(|finding| finding.severity > Severity::Info).collect();
        let more = match standing.len() {
            0 | 1 => String::new(),
            count => format!(" (and {} more)", count - 1),
        };
        let told = standing.first().or(self.findings.first().as_ref()).map(|finding| finding.message.replace('`', ""));
        let description = match (&told, &self.decisions[..]) {
            (Some(told), _) => format!("{told}{more}"),
            (None, []) => "no decision is recorded here".to_owned(),
            (None, [decision]) => format!("{} is decided by {}", decision.step, decision.decided_by.join(", ")),
            (None, decisions) => format!("{} decisions are approved by those who decide", decisions.len()),
        };
        let light = match self.mode {
            ApprovalMode::Reported => Light::Success,
            ApprovalMode::Required if !standing.is_empty() => Light::Failure,
            ApprovalMode::Required if !self.is_seen && !self.decisions.is_empty() => Light::Error,
            ApprovalMode::Required => Light::Success,
        };
        Status { light, description }
    }
}
