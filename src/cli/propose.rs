//! `rolloutlint init --from PLAN`: a template and a configuration from a plan, checked before
//! anybody sees them.

use super::arguments::Common;
use crate::change::{Facts, Subject};
use crate::check::{Report, Settings, check};
use crate::config::{self, Policy};
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::plan::{log::decision_words, parse};
use crate::propose::{Objection, Proposal, settle};
use crate::report::terminal;
use crate::rules::RULES;
use crate::template::Template;
use crate::text::Source;
use crate::version::Version;
use crate::versions::{self, Request};
use jiff::civil::Date;
use std::io::Write;
use std::path::Path;

/// A proposal with the findings of its check.
pub(super) struct Proposed {
    pub(super) proposal: Proposal,
    /// The plan that it was made from.
    plan: String,
    /// How many errors and warnings the plan has by the proposal.
    counts: (usize, usize),
}

/// Proposes a template and a configuration from a plan.
///
/// # Errors
/// When the plan cannot be read, when it has no stages, and when the proposal cannot be used.
pub(super) fn from_plan(common: &Common, plan: &Path) -> Result<Proposed, Error> {
    let paths = [plan.to_path_buf()];
    let request = Request { paths: &paths, ..common.request() };
    let input = versions::plans_on_disk(&request)?;
    let [subject] = &input.subjects[..] else {
        return Err(Error::new(format!("{} is no file", plan.display())).help("name one plan"));
    };
    let (source, today) = (subject.plan().source.clone(), subject.today());
    if source.unreadable.is_some() {
        return Err(Error::new(format!("{} cannot be read", plan.display())).help("save it as UTF-8, under a megabyte"));
    }
    let judge = |proposal: &Proposal| match judged(&source, proposal, &input.facts, today) {
        Ok((report, _)) => objections(&report),
        Err(_) => Vec::new(),
    };
    let mut proposal = settle(&source, today, &judge).ok_or_else(|| {
        Error::new(format!("{} has no stages that could be told: no two headings of level 2 to 4 have a word with a number, a letter, or the name of a stage", plan.display()))
            .help("give each stage a heading such as `## Phase 1: Alpha`, or start from the built-in template: `rolloutlint init`")
    })?;
    let (report, template) = judged(&source, &proposal, &input.facts, today)?;
    proposal
        .notes
        .extend(template.faults.iter().map(|fault| format!("the template: {}; {}", fault.message, fault.help)));
    let copy = Source::new(format!("{}.copy.md", source.path.trim_end_matches(".md")), proposal.template.as_str());
    let (of_copy, _) = judged(&copy, &proposal, &Facts::default(), today)?;
    proposal.notes.extend(notes_on_copy(&of_copy, &report));
    let count = |severity: Severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    Ok(Proposed { plan: source.path.clone(), counts: (count(Severity::Error), count(Severity::Warning)), proposal })
}

/// The faults of the template itself: the findings in an unfilled copy of it that the plan does not have.
fn notes_on_copy(copy: &Report, plan: &Report) -> Vec<String> {
    const SHOWN: usize = 3;
    let is_new = |finding: &&Finding| {
        let same = |other: &Finding| other.rule == finding.rule && other.message == finding.message;
        finding.rule != "template-copy" && !plan.findings.iter().any(same)
    };
    let found: Vec<&Finding> = copy.findings.iter().filter(is_new).collect();
    let note = |finding: &&Finding| {
        let line = finding.location.line();
        format!("line {line} of the template, before anybody fills it in: {} ({})", finding.message, finding.rule)
    };
    let more = found.len().saturating_sub(SHOWN);
    let rest = (more > 0).then(|| format!("and {more} more like these in the template, before anybody fills it in"));
    found.iter().take(SHOWN).map(note).chain(rest).collect()
}

/// Checks a plan by a proposal, as if template and configuration were written already.
fn judged(plan: &Source, proposal: &Proposal, facts: &Facts, today: Date) -> Result<(Report, Template), Error> {
    let policy = policy_of(proposal)?;
    let template = Template::parse(&Source::new(proposal.template_path.as_str(), proposal.template.as_str()), &policy);
    let plan = parse::parse(plan.clone(), &template, &policy, None);
    let report = check(&[Subject::version(Version::new(plan), today)], &policy, facts, Settings::default());
    Ok((report, template))
}

fn policy_of(proposal: &Proposal) -> Result<Policy, Error> {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    config::parse(&Source::new(".rolloutlint.yml", proposal.config.as_str()), &ids, &decision_words())
}

fn objections(report: &Report) -> Vec<Objection> {
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|finding| Objection { rule: finding.rule, span: finding.location.span, message: finding.message.clone() })
        .collect()
}

impl Proposed {
    /// Writes how many findings the plan has, and what a person should look at.
    pub(super) fn write_verdict(&self, out: &mut dyn Write) -> Result<(), Error> {
        let (errors, warnings) = self.counts;
        let some = |count: usize, what: &str| match count {
            0 => format!("no {what}"),
            1 => format!("1 {what}"),
            _ => format!("{count} {what}s"),
        };
        writeln!(out, "\n{} by this: {}, {}", terminal(&self.plan), some(errors, "error"), some(warnings, "warning"))?;
        if !self.proposal.notes.is_empty() {
            writeln!(out, "\nlook at this:")?;
        }
        for note in &self.proposal.notes {
            writeln!(out, "- {}", terminal(note))?;
        }
        Ok(())
    }
}
