//! Findings as items of lists: which plan they are about, and how each reads.

use super::page::Item;
use crate::check::{PlanReport, Report};
use crate::finding::{Finding, Side};
use crate::report::harmless::{Markdown, fill};
use crate::report::page::Pages;
use crate::report::phrase::severity_counts;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Findings by the plan that they are about, in either version of it.
pub(crate) struct ByPlan<'a> {
    of: HashMap<&'a str, Vec<&'a Finding>>,
    /// Those about other files.
    pub(crate) elsewhere: Vec<&'a Finding>,
}

impl<'a> ByPlan<'a> {
    /// Sorts some of a report's findings.
    pub(crate) fn of(report: &'a Report, findings: impl IntoIterator<Item = &'a Finding>) -> ByPlan<'a> {
        let mut paths = HashMap::new();
        for plan in &report.plans {
            // A path may belong to one plan before the change and to another after it.
            paths.insert((Side::Base, path_before(plan)), plan.path.as_str());
            paths.insert((Side::Head, plan.path.as_str()), plan.path.as_str());
        }
        let mut sorted = ByPlan { of: HashMap::new(), elsewhere: Vec::new() };
        for finding in findings {
            // What stands in a flag file is about the plan that it names.
            let named = || report.plans.iter().find(|plan| Some(&plan.path) == finding.plan.as_ref());
            let found = paths.get(&(finding.location.side, finding.location.source.path.as_str())).copied();
            match found.or_else(|| named().map(|plan| plan.path.as_str())) {
                Some(path) => sorted.of.entry(path).or_default().push(finding),
                None => sorted.elsewhere.push(finding),
            }
        }
        sorted
    }

    pub(crate) fn findings(&self, plan: &PlanReport) -> &[&'a Finding] {
        self.of.get(plan.path.as_str()).map_or(&[], Vec::as_slice)
    }
}

fn path_before(plan: &PlanReport) -> &str {
    plan.previous_path.as_deref().unwrap_or(&plan.path)
}

pub(crate) fn gravest_first<'a>(findings: &[&'a Finding]) -> Vec<&'a Finding> {
    let mut findings = findings.to_vec();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    findings
}

/// `1 error, 2 warnings`; nothing without findings.
pub(crate) fn counts(findings: &[&Finding]) -> Option<String> {
    severity_counts(findings.iter().map(|finding| finding.severity))
}

/// A finding as an item of a list. `place` says where it is, `pages` where its rule is explained.
pub(crate) fn listed(finding: &Finding, place: &Markdown, pages: &Pages) -> Item {
    let old = if finding.preexisting { " (not new)" } else { "" };
    let message = fill!("{}{}", Markdown::message(&finding.message), Markdown::ours(old));
    let help = finding.help.as_ref().map(|help| fill!("  - help: {}\n", Markdown::message(help)));
    let severity = finding.severity.as_str();
    Item {
        whole: fill!("- **{}**, {}: {} {}\n{}", severity, place, message, pages.name(finding.rule), help),
        // Without `place`: a link may be longer than the rest.
        brief: fill!("line {} `{}`", finding.location.line(), finding.rule),
    }
}
