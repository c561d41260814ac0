//! `rolloutlint init --from PLAN`: a template and a configuration from a plan, checked before
//! anybody sees them.

use super::arguments::Common;
use super::files::Rewritten;
use super::fix::show_edit;
use super::template::{as_plan, left_freely};
use crate::change::{Facts, Subject};
use crate::check::{Report, Settings, check};
use crate::config::{self, Policy, quote};
use crate::edit::decide::update_footer;
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::plan::log::decision_words;
use crate::plan::parse::{self, LogFile};
use crate::propose::{Depth, NoPlan, Objection, Proposal, settle};
use crate::report::{Options, terminal};
use crate::rules;
use crate::template::{Place, Role, Template};
use crate::text::{Source, apply};
use crate::version::Version;
use crate::versions::{self, Request};
use crate::walk::{Ground, Met, adopted, walk};
use crate::words::gates::names_conditions;
use crate::words::paths::is_markdown;
use jiff::civil::Date;
use std::io::Write;
use std::path::Path;

/// How many links of a plan are followed to find its decision log.
const MOST_LINKS: usize = 30;

/// A proposal with the findings of its check.
pub(super) struct Proposed {
    pub(super) proposal: Proposal,
    /// The plan that it was made from, as it is and as it is taken over.
    pub(super) plan: Rewritten,
    /// How many errors and warnings the plan has by the proposal.
    counts: (usize, usize),
    /// Whether the template that is in force already is the one of the proposal.
    is_in_force: bool,
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
    // What the configuration names comes before what the plan links to.
    let known = subject.plan().log_source.iter().cloned();
    let linked = subject.plan().links.iter().map(|link| &link.path).filter(|path| is_markdown(path)).take(MOST_LINKS);
    let read = |path: &String| Some(Source::from_bytes(path.as_str(), &versions::read_file(&input.disk(path)).ok()?));
    let logs: Vec<Source> = known.chain(linked.filter_map(read)).filter(|log| log.path != source.path).collect();
    let judge = |proposal: &Proposal, depth: Depth| objections(&source, proposal, depth, &input.facts, today);
    let mut proposal =
        settle((&source, &logs), &input.ruleset.policy, today, &judge).map_err(|no_plan| refusal(plan, &no_plan))?;
    let taken = dated(taken_over(&source, &proposal), &proposal, versions::machine_date())?;
    let (report, template) = judged(&taken, &proposal, &input.facts, today)?;
    proposal
        .notes
        .extend(template.faults.iter().map(|fault| format!("the template: {}; {}", fault.message, fault.help)));
    proposal.notes.extend(notes_on_gates(&template, &policy_of(&proposal)?));
    let copy = Source::new(format!("{}.copy.md", source.path.trim_end_matches(".md")), proposal.template.as_str());
    let of_copy =
        Proposal { log: proposal.log.as_ref().map(|log| Source::new(log.path.as_str(), "")), ..proposal.clone() };
    let (of_copy, _) = judged(&copy, &of_copy, &Facts::default(), today)?;
    proposal.notes.extend(notes_on_copy(&of_copy, &report));
    let count = |severity: Severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let counts = (count(Severity::Error), count(Severity::Warning));
    let plan = Rewritten { path: source.path.clone(), before: source.text.to_string(), after: taken.text.to_string() };
    let is_in_force = input.ruleset.policy.template.as_deref() == Some(proposal.template_path.as_str());
    Ok(Proposed { plan, counts, proposal, is_in_force })
}

/// Why nothing is proposed from a file.
fn refusal(plan: &Path, no_plan: &NoPlan) -> Error {
    let plan = plan.display();
    let heading = "give each stage a heading such as `## Phase 1: Alpha`, or start from the built-in template: `rolloutlint init`";
    match no_plan {
        NoPlan::NoStages => Error::new(format!("{plan} has no stages that could be told: no two headings of level 2 to 4, rows of a table or items of a list have a word for stages with a number or a letter, the name of a stage, or a share of the users"))
            .help(format!("{heading}; where headings such as `1. Dev` and `2. Staging` are the stages, name them in .rolloutlint.yml: `stages: {{ names: [Dev, Staging] }}`")),
        NoPlan::OtherWord(shown) => Error::new(format!("{plan} has {shown}, and nothing tells that they are the stages of a rollout"))
            .help("if they are, say so in .rolloutlint.yml: `stages: { heading: \"WORD {n}: {name}\" }`"),
        NoPlan::Unordered(first) => Error::new(format!("{plan} has stages that do not ascend, from `{first}` on: a list of stages is no plan"))
            .help("name the plan of one rollout, whose stages stand in the order in which they run"),
        NoPlan::DecisionLog => Error::new(format!("{plan} is a decision log, by its title"))
            .help("name the plan that it belongs to; `log:` in .rolloutlint.yml says where the log is"),
    }
}

/// A line for each stage that nothing holds.
fn notes_on_gates(template: &Template, policy: &Policy) -> Vec<String> {
    let free = left_freely(template, &as_plan(template, policy));
    let is_free = |index: &usize| free.contains(&template.stages[*index].number);
    let note = |index: usize| {
        let mut unknown = template.groups.iter().filter(|group| {
            let is_here = group.place == Place::Stage(index) && group.boxes && group.role == Role::Other;
            is_here && names_conditions(&group.key)
        });
        let way = unknown.next().map_or_else(String::new, |group| {
            let alias = quote(&group.label);
            format!(
                "; if its criteria stand below `{}`, write `aliases: {{ Exit Criteria: [{alias}] }}` into .rolloutlint.yml",
                group.label
            )
        });
        format!(
            "{} has no exit criteria that are read as such: it can be left at any time{way}",
            template.stages[index].title()
        )
    };
    (0..template.stages.len()).filter(is_free).map(note).collect()
}

/// The faults of the template itself: the findings in an unfilled copy of it that the plan does not
/// have.
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
    let plan = match &proposal.log {
        Some(log) => parse::with_log(plan, &LogFile::read(log.clone(), &policy), true, &template, &policy),
        None => plan,
    };
    let report = check(&[Subject::version(Version::new(plan), today)], &policy, facts, Settings::default());
    Ok((report, template))
}

fn policy_of(proposal: &Proposal) -> Result<Policy, Error> {
    config::parse(&Source::new(".rolloutlint.yml", proposal.config.as_str()), &rules::ids(), &decision_words())
}

/// The plan with the edits by which it is taken over.
fn taken_over(plan: &Source, proposal: &Proposal) -> Source {
    apply(&plan.text, &proposal.plan_edits).map_or_else(|_| plan.clone(), |text| Source::new(plan.path.as_str(), text))
}

/// A plan that is edited to be taken over, with the day of that where it says when it was updated.
fn dated(taken: Source, proposal: &Proposal, today: Date) -> Result<Source, Error> {
    if proposal.plan_edits.is_empty() {
        return Ok(taken);
    }
    let policy = policy_of(proposal)?;
    let template = Template::parse(&Source::new(proposal.template_path.as_str(), proposal.template.as_str()), &policy);
    let plan = parse::parse(taken.clone(), &template, &policy, None);
    let edits: Vec<_> = update_footer(&plan, today).into_iter().collect();
    Ok(apply(&taken.text, &edits).map_or(taken.clone(), |text| Source::new(taken.path.as_str(), text)))
}

/// What is said of a plan by a proposal. A proposal that cannot be read has no objection: what is
/// wrong with it is said later.
fn objections(plan: &Source, proposal: &Proposal, depth: Depth, facts: &Facts, today: Date) -> Vec<Objection> {
    let Ok(policy) = policy_of(proposal) else { return Vec::new() };
    let template = Template::parse(&Source::new(proposal.template_path.as_str(), proposal.template.as_str()), &policy);
    let ground = Ground { policy: &policy, template: &template, facts, today, log: proposal.log.as_ref() };
    let met = match depth {
        // The steps of a log in another file are written there.
        Depth::Life if proposal.log.is_none() => walk(plan, &proposal.plan_edits, &ground),
        Depth::Once | Depth::Life => adopted(plan, &proposal.plan_edits, &ground),
    };
    met.into_iter().map(|Met { rule, span, message, fix, .. }| Objection { rule, span, message, fix }).collect()
}

impl Proposed {
    /// Shows the edits of the plan.
    pub(super) fn write_plan(&self, writes: bool, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        if self.plan.after == self.plan.before {
            return Ok(());
        }
        let path = terminal(&self.plan.path);
        match writes {
            true => writeln!(out, "\n{path} itself changes:\n")?,
            false => {
                writeln!(out, "\n{path} itself needs this; `rolloutlint init --from {path} --write` writes it:\n")?
            }
        }
        show_edit(&self.plan.path, &self.plan.before, &self.plan.after, options, out)
    }

    /// Says what to do with the configuration of the proposal where another one is there, which
    /// stays.
    pub(super) fn write_way_to_configuration(&self, there: &str, out: &mut dyn Write) -> Result<(), Error> {
        if !self.is_in_force {
            let (plan, there) = (terminal(&self.plan.path), terminal(there));
            writeln!(
                out,
                "\n{there} is there already and stays: {plan} is judged by it, and not by this, until you put the keys above into it"
            )?;
        }
        Ok(())
    }

    /// Writes how many findings the plan has, and what a person should look at.
    pub(super) fn write_verdict(&self, out: &mut dyn Write) -> Result<(), Error> {
        let (errors, warnings) = self.counts;
        let some = |count: usize, what: &str| match count {
            0 => format!("no {what}"),
            1 => format!("1 {what}"),
            _ => format!("{count} {what}s"),
        };
        writeln!(
            out,
            "\n{} by this: {}, {}",
            terminal(&self.plan.path),
            some(errors, "error"),
            some(warnings, "warning")
        )?;
        if !self.proposal.notes.is_empty() {
            writeln!(out, "\nlook at this:")?;
        }
        for note in &self.proposal.notes {
            writeln!(out, "- {}", terminal(note))?;
        }
        Ok(())
    }
}
