//! Decisions that are recorded in memory and judged: `decide` writes one that passes, and what is
//! found with the next one is what a rollout waits for.

use super::files::Rewritten;
use super::judge::judge;
use crate::ahead::{self, Ahead, Open, OpenKind, Tried};
use crate::change::Subject;
use crate::check::{Report, Settings, Summary};
use crate::edit::decide::{Refusal, Wish, decide};
use crate::finding::{Finding, Severity};
use crate::plan::log::Decision;
use crate::rules::find;
use crate::standing::Standing;
use crate::text::{Edit, apply};
use crate::versions::Input;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A decision that was recorded in memory.
pub(super) struct Trial {
    /// The plan with the decision in it.
    pub(super) input: Input,
    /// The files that it changes.
    pub(super) texts: Vec<Rewritten>,
    /// The edits of each file, in their order.
    edits: BTreeMap<String, Vec<Edit>>,
    /// What it brings about.
    pub(super) new: Report,
    /// What is found in the plan then.
    pub(super) whole: Report,
}

/// Records a decision about the one plan of `input` in memory, and judges it. `had` is what is
/// found before it.
///
/// # Errors
/// When the decision cannot be written at all.
pub(super) fn attempt(input: &Input, had: &Report, wish: &Wish) -> Result<Trial, Refusal> {
    let decided = decide(standing_of(input), wish)?;
    let mut after = input.clone();
    let (mut texts, mut edits) = (Vec::new(), BTreeMap::new());
    for (in_log, source, _) in input.subjects[0].plan().files() {
        let mut own = if in_log { decided.log.clone() } else { decided.plan.clone() };
        own.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let text = apply(&source.text, &own).map_err(|_| Refusal {
            message: "the decision cannot be written, since two places of the plan overlap".to_owned(),
            help: "write it by hand, and please report the plan".to_owned(),
        })?;
        edits.insert(source.path.clone(), own);
        if text != *source.text {
            after.rewrite(&source.path, &text);
            texts.push(Rewritten { path: source.path.clone(), before: source.text.to_string(), after: text });
        }
    }
    // What surrounds a row may keep it from being one: a comment or a block of code that is open.
    if standing_of(&after).record.len() != standing_of(input).record.len() + 1 {
        return Err(Refusal {
            message: "the decision cannot be written, since its row would not be read as one of this rollout".to_owned(),
            help: "look for what is open above the end of the log, a comment or a block of code; else write the row by hand, and please report the plan".to_owned(),
        });
    }
    let whole = judge(&after, Settings::default());
    let new = new_findings(had, whole.clone());
    Ok(Trial { input: after, texts, edits, new, whole })
}

impl From<Trial> for Tried {
    fn from(trial: Trial) -> Tried {
        Tried { findings: trial.new.findings, edits: trial.edits }
    }
}

/// What is open before the rollout of the one plan goes on; `None` when the plan cannot be read.
pub(super) fn ahead(input: &Input) -> Option<Ahead> {
    Some(looked_ahead(input)?.0)
}

/// The same, with what is found as long as nothing is decided.
fn looked_ahead(input: &Input) -> Option<(Ahead, Vec<Finding>)> {
    let subject = &input.subjects[0];
    // What a change did on the way to here does not count for what comes next.
    let version = Subject::version(subject.head()?.clone(), subject.today());
    let mut input = input.clone();
    input.subjects = vec![version];
    let standing = input.subjects[0].standing().filter(|standing| standing.plan().is_readable())?;
    let had = judge(&input, Settings::default());
    let word = input.word_for(Decision::Proceed);
    let wish = ahead::next_decision(standing, word);
    let tried = wish.as_ref().map(|wish| attempt(&input, &had, wish).map(Tried::from));
    let ahead = ahead::ahead(standing, &had.findings, wish.as_ref().zip(tried.as_ref()), &input.ruleset.policy);
    Some((ahead, had.findings))
}

/// What is open before each rollout goes on, by the paths of the plans. What a finding of now says
/// for many is said once: a bare copy of the template lacks everything.
pub(super) fn aheads(input: &Input) -> BTreeMap<String, Ahead> {
    let mut one = input.clone();
    let subjects = std::mem::take(&mut one.subjects);
    let each = subjects.into_par_iter().filter_map(|subject| {
        let path = subject.path().to_owned();
        let mut alone = one.clone();
        alone.subjects = vec![subject];
        let (mut ahead, had) = looked_ahead(&alone)?;
        had.iter().for_each(|finding| say_once(&mut ahead.open, finding));
        Some((path, ahead))
    });
    each.collect()
}

/// Puts a finding in place of all that its rule makes silent.
fn say_once(open: &mut Vec<Open>, finding: &Finding) {
    let is_muted = |open: &Open| match open.kind {
        OpenKind::Finding(id, _) => find(finding.rule).zip(find(id)).is_some_and(|(rule, other)| rule.mutes(other)),
        OpenKind::Exit | OpenKind::Entry | OpenKind::Review => false,
    };
    let Some(place) = open.iter().position(is_muted) else { return };
    let (path, line) = (finding.location.source.path.clone(), finding.location.line());
    let (kind, text) = (OpenKind::Finding(finding.rule, finding.severity), finding.message.clone());
    let said = Open { kind, part: open[place].part.clone(), path, line, text };
    open.retain(|open| !is_muted(open));
    open.insert(place, said);
}

/// Where the rollout of the one plan stands.
pub(super) fn standing_of(input: &Input) -> &Standing {
    input.subjects[0].standing().expect("a plan that was read from disk is there")
}

/// What the decision brings about: the findings that the plan did not have before it, or had with a
/// lower severity.
fn new_findings(had: &Report, mut report: Report) -> Report {
    let known: BTreeSet<(&str, &str, Severity)> =
        had.findings.iter().map(|finding| (finding.rule, finding.anchor.as_str(), finding.severity)).collect();
    let is_known = |rule: &str, anchor: &str, severity: Severity| {
        known.iter().any(|known| known.0 == rule && known.1 == anchor && known.2 >= severity)
    };
    report.findings.retain(|finding| !is_known(finding.rule, &finding.anchor, finding.severity));
    let count = |severity: Severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    report.summary = Summary {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
        suppressed: 0,
        not_due: 0,
        ..report.summary
    };
    report.notes.clear();
    report.suppressed.clear();
    report
}
