//! The words of version 1. Other programs compare them, so that no change of a phrase elsewhere may
//! change them.

use crate::audit::{AuditedTransition, CommitFacts, Recorded};
use crate::check::{ExposureReport, JudgedReport, Status, WhyNotJudged};
use crate::finding::{Applicability, Severity, Side};
use crate::plan::log::{Decision, Point};
use crate::standing::Reading;
use crate::status::{GateKind, NextKind, State};
use jiff::Zoned;
use jiff::civil::Date;
use serde_json::{Value, json};

/// A page of version 1, with the program that wrote it: what `own` has comes behind.
pub(in crate::report) fn page(own: Value) -> Value {
    let tool = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") });
    let mut page = json!({ "version": 1, "tool": tool });
    extend(&mut page, own);
    page
}

/// Puts the keys of an object behind those of another.
pub(in crate::report) fn extend(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend(more);
    }
}

/// Where a plan was and where it is.
pub(super) fn stages(base: Option<Point>, head: Option<Point>) -> Value {
    json!({ "base": base.map(point), "head": head.map(point) })
}

/// Who sees the feature by a flag file.
pub(super) fn exposure(exposure: &ExposureReport) -> Value {
    let (path, line) = exposure.place.as_ref().map(|(path, line)| (path, line)).unzip();
    json!({
        "flag": exposure.flag,
        "path": path,
        "line": line,
        "live": exposure.live,
        "before": exposure.before,
        "stage": exposure.stage.map(|stage| stage.to_string()),
    })
}

/// What was read of a rollout, and whether its moves are judged.
pub(in crate::report) fn judged(judged: &JudgedReport) -> Value {
    json!({
        "readings": judged.readings.iter().copied().map(reading).collect::<Vec<_>>(),
        "log": judged.log.as_ref().map(|log| json!({ "path": log.path, "line": log.line })),
        "entries": judged.entries,
        "unread": judged.unread,
        "gates": judged.gates,
        // Null when its moves are judged.
        "why_not": judged.why_not.map(why_not),
    })
}

fn why_not(why_not: WhyNotJudged) -> &'static str {
    match why_not {
        WhyNotJudged::Unreadable => "unreadable",
        WhyNotJudged::NoStages => "no-stages",
        WhyNotJudged::NoLog => "no-log",
    }
}

pub(in crate::report) fn point(point: Point) -> String {
    match point {
        Point::Planned => "planned".to_owned(),
        Point::Stage(number) => number.to_string(),
        Point::Aborted => "aborted".to_owned(),
    }
}

pub(in crate::report) fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Proceed => "proceed",
        Decision::ProceedWithException => "proceed with exception",
        Decision::Hold => "hold",
        Decision::Rollback => "rollback",
        Decision::Skip => "skip",
        Decision::Abort => "abort",
        Decision::Restart => "restart",
        Decision::Adopt => "adopt",
        Decision::Amend => "amend",
    }
}

/// Year, month and day.
pub(in crate::report) fn day(day: Date) -> String {
    day.to_string()
}

/// A moment with its zone, as RFC 3339 writes it.
pub(in crate::report) fn moment(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// What is said of a commit's signature; `None` where it has none.
pub(in crate::report) fn signature(commit: &CommitFacts) -> Option<&'static str> {
    commit.is_signed.then_some("carried, not verified")
}

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Added => "added",
        Status::Modified => "modified",
        Status::Removed => "removed",
        Status::Renamed => "renamed",
        Status::Unchanged => "unchanged",
    }
}

pub(in crate::report) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

pub(super) fn side(side: Side) -> &'static str {
    match side {
        Side::Base => "base",
        Side::Head => "head",
    }
}

pub(super) fn applicability(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "safe",
        Applicability::Suggestion => "suggestion",
    }
}

pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Refused => "refused",
        State::Overdue => "overdue",
        State::Running => "running",
        State::Planned => "planned",
        State::Done => "done",
        State::Aborted => "aborted",
    }
}

pub(super) fn reading(reading: Reading) -> &'static str {
    match reading {
        Reading::Log => "logged",
        Reading::Declared => "declared",
        Reading::Status => "status",
        Reading::Evidence => "evidence",
        Reading::Exposure => "exposure",
        Reading::Claim => "claim",
    }
}

pub(super) fn gate(kind: GateKind) -> &'static str {
    match kind {
        GateKind::Exit => "exit",
        GateKind::Entry => "entry",
        GateKind::Review => "review",
    }
}

pub(super) fn next(kind: NextKind) -> &'static str {
    match kind {
        NextKind::Decision => "progression-decision",
        NextKind::Duration => "stage-duration",
        NextKind::TargetGa => "target-ga",
        NextKind::Review => "post-ga-review",
    }
}

/// When a transition was recorded, and the commit that did it.
pub(in crate::report) fn recorded(transition: &AuditedTransition) -> (&'static str, Option<&CommitFacts>) {
    match &transition.recorded {
        Recorded::AtOnce => ("at-once", Some(&transition.commit)),
        Recorded::Later(later) => ("later", Some(later)),
        Recorded::Never => ("never", None),
        Recorded::TakenBack(_) => ("taken-back", None),
        Recorded::Withdrawn => ("withdrawn", None),
        Recorded::Rewritten => ("rewritten", None),
        Recorded::Before => ("unknown", None),
    }
}
