//! SARIF 2.1.0, for GitHub's code scanning and other readers.

use super::harmless::write_json;
use super::json::words;
use super::options::Options;
use super::page::{Pages, page};
use super::phrase::counted;
use super::place::{ends, path_at_head};
use crate::check::{PlanReport, Report};
use crate::finding::{Finding, Location, Severity, Side};
use crate::rule::Rule;
use crate::rules;
use crate::text::uri_segment;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Write};

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    // Only the rules with findings: all pages together are longer than most reports.
    let ids: BTreeSet<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    let rules: Vec<Value> =
        ids.iter().filter_map(|id| rules::find(id)).map(|rule| descriptor(rule, &options.pages)).collect();
    let index = |rule: &str| ids.iter().position(|id| *id == rule);
    let told = told(&report.findings);
    let left_out = report.findings.len() - told.len();
    let places = (MOST_PLACES_IN_ALL / told.len().max(1)).clamp(1, MOST_PLACES);
    let results: Vec<Value> =
        told.into_iter().map(|finding| result(report, finding, index(finding.rule), places)).collect();
    let mut log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            // By this GitHub tells apart two uploads of one tool for one commit.
            "automationDetails": { "id": "rolloutlint/" },
            "columnKind": "unicodeCodePoints",
            "properties": {
                "judged": report.summary.judged,
                "notJudged": report.summary.not_judged,
                "plans": report.plans.iter().map(judged).collect::<Vec<Value>>(),
            },
            "results": results,
        }],
    });
    if left_out > 0 {
        let more = counted(left_out, "more finding");
        let text = format!("{more} left out, the least severe: no reader takes more than {MOST_RESULTS} results");
        log["runs"][0]["invocations"] = json!([{
            "executionSuccessful": true,
            "toolExecutionNotifications": [{ "level": "warning", "message": { "text": text } }],
        }]);
    }
    write_json(&log, out)
}

/// How many results a run may have: GitHub refuses a file with more.
const MOST_RESULTS: usize = 25_000;

/// How many places beside its own a result may have: GitHub shows no more.
const MOST_PLACES: usize = 100;

/// How many of them a run may have.
const MOST_PLACES_IN_ALL: usize = 100_000;

/// The findings that are told: all, or the most severe ones, in their order.
fn told(findings: &[Finding]) -> Vec<&Finding> {
    let mut told: Vec<(usize, &Finding)> = findings.iter().enumerate().collect();
    if told.len() > MOST_RESULTS {
        told.sort_by_key(|(_, finding)| Reverse(finding.severity));
        told.truncate(MOST_RESULTS);
        told.sort_by_key(|(place, _)| *place);
    }
    told.into_iter().map(|(_, finding)| finding).collect()
}

/// What was read of a plan, and whether its moves are judged.
fn judged(plan: &PlanReport) -> Value {
    json!({ "path": plan.path, "judged": words::judged(&plan.judged) })
}

fn descriptor(rule: &'static Rule, pages: &Pages) -> Value {
    let page = page(rule);
    let mut descriptor = json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary() },
        "fullDescription": { "text": format!("{}. Judged: {}.", rule.summary(), rule.due) },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.group.title()] },
    });
    if let Some(address) = pages.address(rule.id) {
        descriptor["helpUri"] = json!(address);
    }
    descriptor
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(report: &Report, finding: &Finding, rule_index: Option<usize>, places: usize) -> Value {
    let help = finding.help.as_ref().map(|help| format!(". {help}")).unwrap_or_default();
    let more = match finding.labels.len().saturating_sub(places) {
        0 => String::new(),
        more => format!(". There are {more} more places"),
    };
    let labels = finding.labels.iter().take(places).enumerate().filter_map(|(id, label)| {
        let mut place = place(report, &label.location)?;
        place["id"] = json!(id + 1);
        place["message"] = json!({ "text": label.message });
        Some(place)
    });
    let related: Vec<Value> = labels.collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": format!("{}{help}{more}", finding.message) },
        "locations": place(report, &finding.location).into_iter().collect::<Vec<Value>>(),
        "partialFingerprints": { "rolloutlint/v1": finding.fingerprint.0 },
        "baselineState": if finding.preexisting { "unchanged" } else { "new" },
    });
    if let Some(index) = rule_index {
        result["ruleIndex"] = json!(index);
    }
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if report.base.is_none() {
        // Nothing was compared, so that nothing is known to be new.
        result.as_object_mut().expect("it was made as an object").remove("baselineState");
    }
    result
}

/// Where a finding is; `None` for a file that is gone. A place in the version before the change has
/// no lines.
fn place(report: &Report, location: &Location) -> Option<Value> {
    let path: Vec<String> = path_at_head(report, location)?.split('/').map(uri_segment).collect();
    let mut physical = json!({ "artifactLocation": { "uri": path.join("/"), "uriBaseId": "%SRCROOT%" } });
    if location.side == Side::Head {
        let (start, end) = ends(location);
        physical["region"] = json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        });
    }
    Some(json!({ "physicalLocation": physical }))
}

#[cfg(test)]
mod tests {
    use super::super::harmless::assert_inert_in_logs;
    use super::super::{Format, sample};
    use super::*;

    #[test]
    fn results_name_their_rules_and_places() {
        let mut log: Value =
            serde_json::from_str(&sample::written(Format::Sarif, &sample::story(), &Options::default())).unwrap();
        for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap() {
            let help = rule["help"]["markdown"].as_str().unwrap();
            assert!(help.starts_with(&format!("# {}\n", rule["id"].as_str().unwrap())));
            rule.as_object_mut().unwrap().remove("help");
        }
        insta::assert_snapshot!(serde_json::to_string_pretty(&log).unwrap());
    }

    #[test]
    fn what_no_reader_takes_is_left_out_and_said() {
        let source = crate::text::Source::new("rollouts/a.md", "one\ntwo\n");
        let location = |span| Location { source: source.clone(), side: Side::Head, span };
        let at = location(crate::text::Span::new(0, 3));
        let finding = |severity| sample::finding("stage-exit-unmet", severity, at.clone(), "Stage 1 was left");
        let mut findings = vec![finding(Severity::Info); MOST_RESULTS];
        findings.push(finding(Severity::Error));
        let label = crate::finding::Label { location: at.clone(), message: "here".to_owned() };
        findings.last_mut().unwrap().labels = vec![label; 300];
        let output = sample::written(Format::Sarif, &sample::report(Vec::new(), findings), &Options::default());
        let log: Value = serde_json::from_str(&output).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!((results.len(), &results[MOST_RESULTS - 1]["level"]), (MOST_RESULTS, &json!("error")));
        let last = &results[MOST_RESULTS - 1];
        let shown = last["relatedLocations"].as_array().unwrap().len();
        assert_eq!(shown, MOST_PLACES_IN_ALL / MOST_RESULTS);
        let text = last["message"]["text"].as_str().unwrap();
        assert!(text.ends_with(&format!("There are {} more places", 300 - shown)), "{text}");
        let said = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(said.as_str().unwrap().starts_with("1 more finding"), "{said}");
    }

    #[test]
    fn hostile_text_stays_text() {
        let output = sample::written(Format::Sarif, &sample::hostile(), &Options::default());
        assert_inert_in_logs(&output);
        let log: Value = serde_json::from_str(&output).unwrap();
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["message"]["text"], format!("{0}. {0}", sample::HOSTILE));
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri}");
    }
}
