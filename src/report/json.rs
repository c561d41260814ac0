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
use crate::finding::{Finding, Fix, Label, Location};
use crate::text::Position;
use serde::Serialize;
#[cfg(feature = "github")]
use serde_json::{Value, json};
use std::io::{self, Write};
use words::{JsonExposure, JsonJudged, JsonStages, JsonTool};

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

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    tool: JsonTool,
    base: Option<&'a str>,
    head: Option<&'a str>,
    plans: Vec<JsonPlan<'a>>,
    findings: Vec<JsonFinding<'a>>,
    summary: JsonSummary,
}

#[derive(Serialize)]
struct JsonPlan<'a> {
    path: &'a str,
    previous_path: Option<&'a str>,
    status: &'static str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    stage: JsonStages,
    transitions: Vec<JsonTransition<'a>>,
    judged: JsonJudged<'a>,
    exposure: Vec<JsonExposure<'a>>,
}

#[derive(Serialize)]
struct JsonTransition<'a> {
    from: String,
    to: String,
    decision: Option<&'static str>,
    date: Option<String>,
    decided_by: &'a [String],
    recorded: bool,
    shown_by: Vec<&'static str>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'static str,
    severity: &'static str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    message: &'a str,
    help: Option<&'a str>,
    labels: Vec<JsonLabel<'a>>,
    preexisting: bool,
    fingerprint: &'a str,
    fix: Option<JsonFix<'a>>,
    url: Option<String>,
    /// The plan that it is about, whatever file it stands in.
    plan: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    path: &'a str,
    side: &'static str,
    start: JsonPosition,
    end: JsonPosition,
}

#[derive(Serialize)]
struct JsonPosition {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    applicability: &'static str,
    /// The file of the edits, when it is not the finding's.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    start: JsonPosition,
    end: JsonPosition,
    replacement: &'a str,
}

#[derive(Serialize)]
struct JsonSummary {
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
    not_due: usize,
    judged: usize,
    not_judged: usize,
}

fn json_report<'a>(report: &'a Report, pages: &Pages) -> JsonReport<'a> {
    let summary = report.summary;
    JsonReport {
        version: 1,
        tool: JsonTool::this(),
        base: report.base.as_ref().map(|id| id.0.as_str()),
        head: report.head.as_ref().map(|id| id.0.as_str()),
        plans: report.plans.iter().map(json_plan).collect(),
        findings: report.findings.iter().map(|finding| json_finding(finding, pages)).collect(),
        summary: JsonSummary {
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            suppressed: summary.suppressed,
            not_due: summary.not_due,
            judged: summary.judged,
            not_judged: summary.not_judged,
        },
    }
}

fn json_plan(plan: &PlanReport) -> JsonPlan<'_> {
    JsonPlan {
        path: &plan.path,
        previous_path: plan.previous_path.as_deref(),
        status: words::status(plan.status),
        id: plan.id.as_deref(),
        title: plan.title.as_deref(),
        stage: JsonStages::of(plan.base_stage, plan.head_stage),
        transitions: plan.transitions.iter().map(json_transition).collect(),
        judged: JsonJudged::of(&plan.judged),
        exposure: plan.exposures.iter().map(JsonExposure::of).collect(),
    }
}

fn json_transition(transition: &TransitionReport) -> JsonTransition<'_> {
    JsonTransition {
        from: words::point(transition.from),
        to: words::point(transition.to),
        decision: transition.decision.map(words::decision),
        date: transition.date.map(words::day),
        decided_by: &transition.decided_by,
        recorded: transition.is_recorded,
        shown_by: transition.shown_by.iter().map(|reading| words::reading(*reading)).collect(),
    }
}

fn json_finding<'a>(finding: &'a Finding, pages: &Pages) -> JsonFinding<'a> {
    JsonFinding {
        rule: finding.rule,
        severity: words::severity(finding.severity),
        place: json_place(&finding.location),
        message: &finding.message,
        help: finding.help.as_deref(),
        labels: finding.labels.iter().map(json_label).collect(),
        preexisting: finding.preexisting,
        fingerprint: &finding.fingerprint.0,
        fix: finding.fix.as_ref().map(|fix| json_fix(finding, fix)),
        url: pages.address(finding.rule),
        plan: finding.plan.as_deref(),
    }
}

fn json_label(label: &Label) -> JsonLabel<'_> {
    JsonLabel { place: json_place(&label.location), message: &label.message }
}

fn json_place(location: &Location) -> JsonPlace<'_> {
    let (start, end) = ends(location);
    JsonPlace {
        path: &location.source.path,
        side: words::side(location.side),
        start: json_position(start),
        end: json_position(end),
    }
}

fn json_fix<'a>(finding: &Finding, fix: &'a Fix) -> JsonFix<'a> {
    let source = &fix.source;
    let path = Some(source.path.as_str()).filter(|path| *path != finding.location.source.path);
    let applicability = words::applicability(fix.applicability);
    let edits = fix.edits.iter().map(|edit| JsonEdit {
        // Unlike a finding's end, an edit's end is exact: it matters whether the edit takes the
        // line break, too.
        start: json_position(source.position(edit.span.start)),
        end: json_position(source.position(edit.span.end)),
        replacement: &edit.replacement,
    });
    JsonFix { title: &fix.title, applicability, path, edits: edits.collect() }
}

fn json_position(position: Position) -> JsonPosition {
    JsonPosition { line: position.line, column: position.column }
}

#[cfg(test)]
mod tests {
    use super::super::harmless::assert_inert_in_logs;
    use super::super::{Format, sample};
    use super::*;
    use crate::finding::{Applicability, Severity};
    use crate::text::{Edit, Source};
    use serde_json::Value;

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
