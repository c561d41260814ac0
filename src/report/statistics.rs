//! How many findings each rule has, for a terminal and as JSON.

use super::harmless::write_json;
use super::json::words;
use super::options::{Formats, Options};
use super::phrase::verdict;
use crate::check::Report;
use crate::finding::{Applicability, Severity};
use crate::rules::find;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The formats, by the word that `--format` takes.
pub(crate) const FORMATS: Formats<Report> = &[("human", human), ("full", human), ("json", json)];

/// The findings of one rule.
struct Count {
    rule: &'static str,
    /// That of the gravest finding.
    severity: Severity,
    count: usize,
    /// How many of them `check --fix` cures.
    safe: usize,
}

/// The counts, the highest first.
fn counts(report: &Report) -> Vec<Count> {
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    for finding in &report.findings {
        let count = counts.entry(finding.rule).or_insert(Count {
            rule: finding.rule,
            severity: finding.severity,
            count: 0,
            safe: 0,
        });
        count.severity = count.severity.max(finding.severity);
        count.count += 1;
        count.safe += usize::from(finding.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe));
    }
    let mut counts: Vec<Count> = counts.into_values().collect();
    counts.sort_by_key(|count| Reverse(count.count));
    counts
}

fn human(report: &Report, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let counts = counts(report);
    let width = counts.iter().map(|count| count.rule.len()).max().unwrap_or(0);
    let digits = counts.first().map_or(0, |count| count.count.to_string().len());
    for Count { rule, severity, count, safe } in &counts {
        let summary = find(rule).map_or("", |rule| rule.summary());
        let safe = if *safe > 0 { format!(" ({safe} by `check --fix`)") } else { String::new() };
        writeln!(out, "{count:digits$}  {:7}  {rule:width$}  {summary}{safe}", severity.as_str())?;
    }
    writeln!(out, "{}", verdict(report))
}

/// Version 1: a key may be added, and none is ever renamed, moved or dropped.
fn json(report: &Report, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rule = |count: Count| {
        let severity = words::severity(count.severity);
        json!({ "rule": count.rule, "severity": severity, "count": count.count, "safe_fixes": count.safe })
    };
    let rules: Vec<Value> = counts(report).into_iter().map(rule).collect();
    write_json(&words::page(json!({ "rules": rules })), out)
}
