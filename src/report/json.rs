//! The JSON report of a check, version 1. Other programs read it, and the pages of this folder. A
//! key may be added; none is ever renamed, moved or dropped.

pub(super) mod ahead;
#[cfg(feature = "github")]
pub(super) mod approvals;
pub(super) mod audit;
pub(super) mod difference;
pub(super) mod digest;
pub(super) mod earlier;
pub(super) mod live;
pub(super) mod reviews;
pub(super) mod status;
pub(in crate::report) mod words;

use super::harmless::write_json;
use super::options::Options;
use super::page::Pages;
use super::place::ends;
use crate::check::{PlanReport, Report, TransitionReport};
use crate::finding::{Finding, Fix, Location};
use crate::text::Position;
use serde_json::{Value, json};
use std::io::{self, Write};

/// The JSON Schema of the report. `tests/schema.rs` holds it to what is written.
pub const SCHEMA: &str = include_str!("../../schema/report.json");

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    write_json(&json_report(report, &options.pages), out)
}

/// The moves of all plans, for the later steps of a workflow.
#[cfg(feature = "github")]
pub(crate) fn moves(report: &Report) -> Value {
    let moves = report.plans.iter().flat_map(|plan| plan.transitions.iter().map(move |transition| (plan, transition)));
    let moves = moves.map(|(plan, transition)| {
        let (from, to) = (words::point(transition.from), words::point(transition.to));
        json!({ "path": plan.path, "from": from, "to": to, "recorded": transition.is_recorded })
    });
    Value::Array(moves.collect())
}

fn json_report(report: &Report, pages: &Pages) -> Value {
    let summary = report.summary;
    words::page(json!({
        "base": report.base.as_ref().map(|id| &id.0),
        "head": report.head.as_ref().map(|id| &id.0),
        "plans": report.plans.iter().map(json_plan).collect::<Vec<_>>(),
        "findings": report.findings.iter().map(|finding| json_finding(finding, pages)).collect::<Vec<_>>(),
        "summary": {
            "errors": summary.errors,
            "warnings": summary.warnings,
            "infos": summary.infos,
            "suppressed": summary.suppressed,
            "not_due": summary.not_due,
            "judged": summary.judged,
            "not_judged": summary.not_judged,
        },
    }))
}

fn json_plan(plan: &PlanReport) -> Value {
    json!({
        "path": plan.path,
        "previous_path": plan.previous_path,
        "status": words::status(plan.status),
        "id": plan.id,
        "title": plan.title,
        "stage": words::stages(plan.base_stage, plan.head_stage),
        "transitions": plan.transitions.iter().map(json_transition).collect::<Vec<_>>(),
        "judged": words::judged(&plan.judged),
        "exposure": plan.exposures.iter().map(words::exposure).collect::<Vec<_>>(),
    })
}

fn json_transition(transition: &TransitionReport) -> Value {
    json!({
        "from": words::point(transition.from),
        "to": words::point(transition.to),
        "decision": transition.decision.map(words::decision),
        "date": transition.date.map(words::day),
        "decided_by": transition.decided_by,
        "recorded": transition.is_recorded,
        "shown_by": transition.shown_by.iter().map(|reading| words::reading(*reading)).collect::<Vec<_>>(),
    })
}

fn json_finding(finding: &Finding, pages: &Pages) -> Value {
    let mut told = json!({ "rule": finding.rule, "severity": words::severity(finding.severity) });
    words::extend(&mut told, json_place(&finding.location, &finding.message));
    let more = json!({
        "help": finding.help,
        "labels": finding.labels.iter().map(|label| json_place(&label.location, &label.message)).collect::<Vec<_>>(),
        "preexisting": finding.preexisting,
        "fingerprint": finding.fingerprint.0,
        "fix": finding.fix.as_ref().map(|fix| json_fix(finding, fix)),
        "url": pages.address(finding.rule),
        // The plan that it is about, whatever file it stands in.
        "plan": finding.plan,
    });
    words::extend(&mut told, more);
    told
}

/// A place with what is said of it.
fn json_place(location: &Location, message: &str) -> Value {
    let (start, end) = ends(location);
    json!({
        "path": location.source.path,
        "side": words::side(location.side),
        "start": json_position(start),
        "end": json_position(end),
        "message": message,
    })
}

fn json_fix(finding: &Finding, fix: &Fix) -> Value {
    let source = &fix.source;
    let mut told = json!({ "title": fix.title, "applicability": words::applicability(fix.applicability) });
    // The file of the edits, when it is not the finding's.
    if source.path != finding.location.source.path {
        told["path"] = source.path.as_str().into();
    }
    let edits = fix.edits.iter().map(|edit| {
        json!({
            // Unlike a finding's end, an edit's end is exact: it matters whether the edit takes the
            // line break, too.
            "start": json_position(source.position(edit.span.start)),
            "end": json_position(source.position(edit.span.end)),
            "replacement": edit.replacement,
        })
    });
    told["edits"] = edits.collect();
    told
}

fn json_position(position: Position) -> Value {
    json!({ "line": position.line, "column": position.column })
}

#[cfg(test)]
mod tests {
    use super::super::harmless::assert_inert_in_logs;
    use super::super::{Format, sample};
    use super::*;
    use crate::finding::{Applicability, Severity};
    use crate::text::{Edit, Source};

    fn parsed(report: &Report) -> Value {
        serde_json::from_str(&sample::written(Format::Json, report, &Options::default())).unwrap()
    }

    fn keys(value: &Value) -> Vec<&str> {
        value.as_object().unwrap().keys().map(String::as_str).collect()
    }

    /// The story with everything in it that a report can hold.
    fn full() -> Report {
        let mut report = sample::story();
        let owner = &mut report.findings[0];
        let span = owner.location.span;
        let source = owner.location.source.clone();
        let edits = vec![Edit { span, replacement: "Priya Nair".to_owned() }];
        owner.fix = Some(Fix {
            title: "Fill in the owner".to_owned(),
            applicability: Applicability::Suggestion,
            source,
            edits,
        });
        report
    }

    #[test]
    fn the_report_has_the_keys_of_version_1_in_their_order() {
        let report = parsed(&full());
        assert_eq!(keys(&report), ["version", "tool", "base", "head", "plans", "findings", "summary"]);
        assert_eq!(report["version"], 1);
        assert_eq!(keys(&report["tool"]), ["name", "version"]);
        let plan = &report["plans"][0];
        assert_eq!(
            keys(plan),
            ["path", "previous_path", "status", "id", "title", "stage", "transitions", "judged", "exposure"]
        );
        assert_eq!(keys(&plan["judged"]), ["readings", "log", "entries", "unread", "gates", "why_not"]);
        assert_eq!(keys(&plan["judged"]["log"]), ["path", "line"]);
        assert_eq!(keys(&plan["stage"]), ["base", "head"]);
        assert_eq!(
            keys(&plan["transitions"][0]),
            ["from", "to", "decision", "date", "decided_by", "recorded", "shown_by"]
        );
        let (owner, open) = (&report["findings"][0], &report["findings"][1]);
        let of_finding = [
            "rule", "severity", "path", "side", "start", "end", "message", "help", "labels", "preexisting",
            "fingerprint", "fix", "url", "plan",
        ];
        assert_eq!(keys(owner), of_finding);
        assert_eq!(keys(&owner["start"]), ["line", "column"]);
        assert_eq!(keys(&owner["end"]), ["line", "column"]);
        assert_eq!(keys(&owner["fix"]), ["title", "applicability", "edits"]);
        assert_eq!(keys(&owner["fix"]["edits"][0]), ["start", "end", "replacement"]);
        assert_eq!(keys(&open["labels"][0]), ["path", "side", "start", "end", "message"]);
        let of_summary = ["errors", "warnings", "infos", "suppressed", "not_due", "judged", "not_judged"];
        assert_eq!(keys(&report["summary"]), of_summary);
    }

    #[test]
    fn the_report_says_what_was_found() {
        insta::assert_snapshot!(sample::written(Format::Json, &full(), &Options::default()));
    }

    #[test]
    fn an_end_points_behind_the_last_character() {
        let source = Source::new("a.md", "\u{feff}äö [x]\r\nnext\rlast");
        let range = |text: &str| {
            let finding = sample::finding("placeholder", Severity::Error, sample::place(&source, text), "m");
            let report = parsed(&sample::report(Vec::new(), vec![finding]));
            let number = |end: &str, key: &str| report["findings"][0][end][key].as_u64().unwrap();
            (number("start", "line"), number("start", "column"), number("end", "line"), number("end", "column"))
        };
        assert_eq!(range("[x]"), (1, 4, 1, 7));
        assert_eq!(range("[x]\r\n"), (1, 4, 1, 7));
        assert_eq!(range("\n"), (1, 7, 1, 7));
        assert_eq!(range("x]\r\nne"), (1, 5, 2, 3));
        assert_eq!(range("next\r"), (2, 1, 2, 5));
        assert_eq!(range("last"), (3, 1, 3, 5));
    }

    #[test]
    fn an_edit_keeps_its_exact_end() {
        let source = Source::new("a.md", "gone\nkept\n");
        let mut finding = sample::finding("placeholder", Severity::Error, sample::place(&source, "gone\n"), "m");
        let edits = vec![Edit { span: finding.location.span, replacement: String::new() }];
        finding.fix =
            Some(Fix { title: "Remove the line".to_owned(), applicability: Applicability::Safe, source, edits });
        let report = parsed(&sample::report(Vec::new(), vec![finding]));
        let fix = &report["findings"][0]["fix"];
        assert_eq!(fix["applicability"], "safe");
        assert_eq!(fix["edits"][0]["end"], serde_json::json!({"line": 2, "column": 1}));
    }

    #[test]
    fn hostile_text_comes_back_whole_and_does_nothing_on_the_way() {
        let report = sample::hostile();
        let json = sample::written(Format::Json, &report, &Options::default());
        assert_inert_in_logs(&json);
        let parsed: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(parsed["findings"][0]["message"], sample::HOSTILE);
        assert_eq!(parsed["plans"][0]["path"], sample::HOSTILE);
        assert_eq!(parsed["plans"][0]["transitions"][0]["decided_by"][0], sample::HOSTILE);
    }
}
