//! The engine: runs the rules over changes and gives a report. Pure: no I/O, no clock.

mod outcome;

pub use crate::change::Status;
pub use outcome::{
    ExposureReport, GateReport, JudgedReport, LogPlaceReport, PlanReport, Report, StageReport, Summary, Suppressed,
    TransitionReport, WhyNotJudged,
};

use crate::change::{Change, Facts, OutOfSight, Subject};
use crate::config::Policy;
use crate::finding::{Finding, Fingerprint, Fix, Label, Location, Severity, Side};
use crate::loosening::PolicyEdit;
use crate::plan::{Due, Suppression};
use crate::rule::{Check, Context, Draft, Group, Rule, Spot, SpotFile, Surroundings};
use crate::rules::RULES;
use crate::standing::{DueReason, StageVerdict, Standing};
use crate::text::{Source, Span, fold, one_line};
use crate::version::Version;
use outcome::plan_report;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How a run judges, beside the team's policy.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// Judge everything at full severity, what the base had already included.
    pub all: bool,
    /// Show what is not due yet, as information.
    pub show_not_due: bool,
}

/// Judges versions and changes, one a plan. Pure and infallible.
pub fn check(subjects: &[Subject], policy: &Policy, facts: &Facts, settings: Settings) -> Report {
    let judged = subjects.par_iter().map(|subject| judge(subject, policy, facts, settings)).collect();
    report(judged, policy, facts)
}

/// The report on plans that were judged one by one.
pub(crate) fn report(judged: Vec<Judged>, policy: &Policy, facts: &Facts) -> Report {
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    for id in judged.iter().filter_map(|judged| judged.plan.id.as_ref()) {
        *ids.entry(fold(id)).or_default() += 1;
    }
    let mut report = Report::default();
    for judged in judged {
        let plan = judged.plan;
        // A plan without an ID of its own is still the same when the change moves its file.
        let path = plan.previous_path.as_ref().unwrap_or(&plan.path);
        let key = fold(plan.id.as_ref().filter(|id| ids.get(&fold(id)) == Some(&1)).unwrap_or(path));
        report.findings.extend(judged.findings.into_iter().map(|(mut finding, ordinal)| {
            finding.fingerprint = Fingerprint::new(finding.rule, &key, &finding.anchor, ordinal);
            finding
        }));
        report.summary.not_due += judged.not_due;
        report.suppressed.extend(judged.suppressed);
        report.notes.extend(judged.note);
        report.unsound.extend(judged.is_unsound.then(|| plan.path.clone()));
        match plan.judged.why_not {
            None => report.summary.judged += 1,
            Some(_) => report.summary.not_judged += 1,
        }
        report.plans.push(plan);
    }
    for edit in &facts.policy_edits {
        report.findings.extend(judge_policy(edit, Surroundings { policy, facts, rules: RULES, unused: &[] }));
        report.other_files.extend(edit.head.as_ref().map(|source| source.path.clone()));
    }
    for missed in &facts.out_of_sight {
        report.findings.extend(judge_sight(missed, Surroundings { policy, facts, rules: RULES, unused: &[] }));
        report.other_files.push(missed.source.path.clone());
    }
    let plans: BTreeSet<&str> = report.plans.iter().map(|plan| plan.path.as_str()).collect();
    let at_head = report.findings.iter().filter(|finding| finding.location.side == Side::Head);
    let paths = at_head.map(|finding| finding.location.source.path.as_str()).filter(|path| !plans.contains(path));
    let others: BTreeSet<String> = paths.map(str::to_owned).collect();
    report.other_files.extend(others);
    report.plans.sort_by(|a, b| a.path.cmp(&b.path));
    report.findings.sort_by(|a, b| order(a).cmp(&order(b)));
    report.suppressed.sort();
    report.summary.suppressed = report.suppressed.len();
    for finding in &report.findings {
        match finding.severity {
            Severity::Error => report.summary.errors += 1,
            Severity::Warning => report.summary.warnings += 1,
            Severity::Info => report.summary.infos += 1,
        }
    }
    report
}

fn order(finding: &Finding) -> (&str, usize, usize, &str) {
    (&finding.location.source.path, finding.location.span.start, finding.location.span.end, finding.rule)
}

/// What a change does as a whole, by which its findings are weighed.
struct Course {
    moves_stage: bool,
    is_safe_direction: bool,
}

/// The files of the versions that findings are about.
#[derive(Clone, Copy)]
struct Files<'a> {
    base: Option<&'a Version>,
    head: Option<&'a Version>,
}

impl<'a> Files<'a> {
    fn of(subject: &'a Subject) -> Files<'a> {
        Files { base: subject.base().map(Arc::as_ref), head: subject.head().map(Arc::as_ref) }
    }

    fn version(self, side: Side) -> Option<&'a Version> {
        match side {
            Side::Base => self.base,
            Side::Head => self.head,
        }
    }

    /// The file that a place is in.
    fn source(self, spot: &Spot) -> Option<Source> {
        let version = self.version(spot.side);
        match &spot.file {
            SpotFile::Plan => Some(version?.plan().source.clone()),
            SpotFile::Log => Some(version?.plan().log_file().clone()),
            SpotFile::Flags(source) => Some(source.clone()),
        }
    }

    /// Whether a place is in a file that holds the decision log and no plan.
    fn is_log_file(self, spot: &Spot) -> bool {
        matches!(spot.file, SpotFile::Log)
            && self.version(spot.side).is_some_and(|version| version.log_source.is_some())
    }
}

/// What is kept of a plan that was judged: its findings, and what the report and other plans must
/// know of it.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) plan: PlanReport,
    /// The findings, each with its place among those of one rule about one thing. Their
    /// fingerprints wait for the other plans: an ID that two plans have tells neither of them.
    findings: Vec<(Finding, usize)>,
    suppressed: Vec<Suppressed>,
    not_due: usize,
    note: Option<String>,
    /// Whether the plan went up without a recorded decision, and no error says so.
    is_unsound: bool,
}

/// Judges one version or change.
pub(crate) fn judge(subject: &Subject, policy: &Policy, facts: &Facts, settings: Settings) -> Judged {
    let around = Surroundings { policy, facts, rules: RULES, unused: &[] };
    let files = Files::of(subject);
    let reason_of = |due: Due| subject.standing().and_then(|standing| standing.due(due));
    let Drafts { open: drafts, hidden } = run_rules(subject.as_change(), subject.standing(), files, around);
    let before = match subject {
        Subject::Change(change) if !drafts.is_empty() && change.after.is_some() => preexisting(change, around),
        _ => BTreeMap::new(),
    };
    let course = match subject {
        Subject::Version(_) => Course { moves_stage: false, is_safe_direction: false },
        Subject::Change(change) => {
            Course { moves_stage: change.moves_stage(), is_safe_direction: change.is_safe_direction() }
        }
    };
    let is_due = |draft: &Draft| draft.due == Due::Always || reason_of(draft.due).is_some();
    let suppressed = hidden.iter().filter(|(draft, _)| is_due(draft) && !is_off(policy, draft));
    let suppressed = suppressed.map(|(draft, reason)| Suppressed {
        path: subject.path().to_owned(),
        line: files.source(&draft.spot).map_or(1, |source| source.line(draft.spot.span.start)),
        rule: draft.rule.id,
        reason: reason.clone(),
    });
    // Of a plan without a record its own finding says more.
    let is_unlike_template = subject.standing().is_some_and(|standing| {
        let plan = standing.plan();
        let has_record = !matches!(standing.verdict, StageVerdict::NotJudged { .. }) || plan.stages.is_empty();
        !plan.follows_template && plan.is_readable() && has_record
    });
    let note = is_unlike_template.then(|| {
        format!(
            "{} has less than half of the template's sections, so it is judged only by its stages and its decision log; to hold it to your own template, name that as `template:` in .rolloutlint.yml",
            subject.path()
        )
    });
    let mut judged = Judged {
        plan: plan_report(subject, policy),
        findings: Vec::new(),
        suppressed: suppressed.collect(),
        not_due: 0,
        note,
        is_unsound: false,
    };
    let goes_up_unrecorded = judged.plan.transitions.iter().any(|step| !step.is_recorded && step.is_upwards());
    // What the team itself made lighter is the team's decision.
    let is_lowered = |draft: &Draft| {
        let configured = policy.rules.get(draft.rule.id);
        draft.severity == Severity::Error && configured.is_some_and(|level| *level < Some(Severity::Error))
    };
    let may_pass = !goes_up_unrecorded || drafts.iter().any(is_lowered);
    let mut ordinals: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    for draft in drafts {
        let key = (draft.rule.id, draft.anchor.clone());
        let preexisting =
            before.get(&key).is_some_and(|details| draft.details.iter().all(|detail| details.contains(detail)));
        let reason = reason_of(draft.due);
        let Some(severity) = severity(&course, policy, settings, &draft, reason.is_some(), preexisting) else {
            judged.not_due += usize::from(!is_off(policy, &draft));
            continue;
        };
        let ordinal = ordinals.entry(key).or_default();
        let place = *ordinal;
        *ordinal += 1;
        let locate = |spot: Spot| {
            let source = files.source(&spot).unwrap_or_else(|| subject.plan().source.clone());
            Location { side: spot.side, span: spot.span, source }
        };
        let mut finding = finding(draft, severity, preexisting, &locate);
        finding.plan = Some(subject.path().to_owned());
        explain(&mut finding, reason, &locate);
        judged.findings.push((finding, place));
    }
    let has_error = judged.findings.iter().any(|(finding, _)| finding.severity == Severity::Error);
    judged.is_unsound = !may_pass && !has_error;
    judged
}

/// What the version before has by itself: by rule and anchor, all that is wrong there in detail.
fn preexisting(change: &Change, around: Surroundings) -> BTreeMap<(&'static str, String), BTreeSet<String>> {
    let Some(alone) = &change.before else { return BTreeMap::new() };
    let files = Files { base: None, head: Some(&alone.version) };
    let drafts = run_rules(None, Some(alone), files, around).open.into_iter();
    let drafts = drafts.filter(|draft| alone.due(draft.due).is_some() || draft.early.is_some());
    drafts.map(|draft| ((draft.rule.id, draft.anchor), draft.details.into_iter().collect())).collect()
}

/// What the rules about the rules of the game find in an edit of a file.
fn judge_policy(edit: &PolicyEdit, around: Surroundings) -> Vec<Finding> {
    let checks = checks(|check| if let Check::Policy(check) = check { Some(*check) } else { None });
    let source = |side: Side| edit.side(side).or(edit.base.as_ref()).or(edit.head.as_ref());
    // Who sets rolloutlint up is told, and not held up by it.
    let level = |draft: &Draft| draft.rule.level(around.policy).filter(|l| l.is_none() || !edit.is_first());
    judge_file(edit, checks, source, level, around)
}

/// What is to be said of something that the search for plans misses.
fn judge_sight(missed: &OutOfSight, around: Surroundings) -> Vec<Finding> {
    let checks = checks(|check| if let Check::Sight(check) = check { Some(*check) } else { None });
    let level = |draft: &Draft| draft.rule.level(around.policy);
    judge_file(missed, checks, |_| Some(&missed.source), level, around)
}

/// The checks of a kind, each with its rule.
fn checks<C>(of: impl Fn(&Check) -> Option<C>) -> Vec<(&'static Rule, C)> {
    RULES
        .iter()
        .flat_map(|rule| rule.checks.iter().map(move |check| (rule, check)))
        .filter_map(|(rule, check)| Some((rule, of(check)?)))
        .collect()
}

/// A check of something, with its rule.
type CheckOf<'a, S> = (&'static Rule, fn(&mut Context<'a, S>));

/// The findings in a file that is no plan. No due point and no course of a rollout weighs it.
/// `level` is what the configuration makes of a finding: `Some(None)` means that its rule is off.
fn judge_file<'a, S>(
    subject: &'a S,
    checks: Vec<CheckOf<'a, S>>,
    source: impl Fn(Side) -> Option<&'a Source>,
    level: impl Fn(&Draft) -> Option<Option<Severity>>,
    around: Surroundings<'a>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (rule, check) in checks {
        let mut context = Context::new(rule, subject, &around);
        check(&mut context);
        for draft in context.drafts {
            let Some(severity) = level(&draft).unwrap_or(Some(draft.severity)) else { continue };
            let locate = |spot: Spot| Location {
                side: spot.side,
                span: spot.span,
                source: source(spot.side).cloned().unwrap_or_else(|| Source::new("", "")),
            };
            let key = fold(&locate(draft.spot.clone()).source.path);
            let mut finding = finding(draft, severity, false, &locate);
            finding.fingerprint = Fingerprint::new(rule.id, &key, &finding.anchor, 0);
            findings.push(finding);
        }
    }
    findings
}

fn is_off(policy: &Policy, draft: &Draft) -> bool {
    draft.rule.level(policy) == Some(None)
}

/// What all rules find.
struct Drafts {
    /// What is to be said.
    open: Vec<Draft>,
    /// What a comment in the plan hides, with the reason that it gives.
    hidden: Vec<(Draft, String)>,
}

/// What all rules find, without what another finding already tells: one cause, one finding.
fn run_rules(change: Option<&Change>, standing: Option<&Standing>, files: Files, around: Surroundings) -> Drafts {
    let run = |rule: &'static Rule, unused: &[(usize, String)]| {
        let around = Surroundings { unused, ..around };
        let mut drafts = Vec::new();
        for check in rule.checks {
            match (check, change, standing) {
                (Check::Change(check), Some(change), _) => {
                    let mut context = Context::new(rule, change, &around);
                    check(&mut context);
                    drafts.extend(context.drafts);
                }
                (Check::Standing(check), _, Some(standing)) => {
                    let mut context = Context::new(rule, standing, &around);
                    check(&mut context);
                    drafts.extend(context.drafts);
                }
                _ => {}
            }
        }
        drafts
    };
    let rules = || RULES.iter().filter(|rule| rule.group != Group::Meta);
    let mut drafts: Vec<Draft> = rules().flat_map(|rule| run(rule, &[])).collect();
    drafts = without_consequences(drafts, files);
    // Who changes a flag alone is not asked about the rest of the plan.
    if change.is_some_and(Change::is_of_flags_alone) {
        drafts.retain(is_about_flags);
    }
    let comments = files.head.filter(|head| head.is_readable()).map_or(&[][..], |head| &head.plan().suppressions);
    let mut used: BTreeSet<(usize, &str)> = BTreeSet::new();
    let mut sorted = Drafts { open: Vec::new(), hidden: Vec::new() };
    for draft in drafts {
        match comments.iter().position(|comment| hides(comment, &draft, files.head)) {
            Some(index) => {
                used.insert((index, draft.rule.id));
                sorted.hidden.push((draft, comments[index].reason.clone().unwrap_or_default()));
            }
            None => sorted.open.push(draft),
        }
    }
    let named =
        comments.iter().enumerate().flat_map(|(index, comment)| comment.rules.iter().map(move |id| (index, id)));
    let unused = named.filter(|(index, id)| !used.contains(&(*index, id.as_str())));
    let unused: Vec<(usize, String)> = unused.map(|(index, id)| (index, id.clone())).collect();
    if !comments.is_empty() {
        for rule in RULES.iter().filter(|rule| rule.group == Group::Meta) {
            sorted.open.extend(run(rule, &unused));
        }
    }
    sorted
}

/// Whether something is about who sees the feature by the flag files.
fn is_about_flags(draft: &Draft) -> bool {
    let is_in_flags = |spot: &Spot| matches!(spot.file, SpotFile::Flags(_));
    let has_label = || draft.labels.iter().any(|(spot, _)| is_in_flags(spot));
    draft.rule.group == Group::Exposure || is_in_flags(&draft.spot) || has_label()
}

/// Leaves out what is a consequence of something else that was found.
fn without_consequences(mut drafts: Vec<Draft>, files: Files) -> Vec<Draft> {
    let versions = || files.head.or(files.base);
    let is_unreadable = versions().is_some_and(|version| !version.is_readable());
    let muting: Vec<&'static Rule> =
        drafts.iter().map(|draft| draft.rule).filter(|rule| !rule.mutes.is_empty()).collect();
    let is_muted_by_rule = |draft: &Draft| muting.iter().any(|rule| rule.mutes(draft.rule));
    let conflicts = |in_log: bool| {
        let files =
            files.head.into_iter().flat_map(|head| head.plan().files()).filter(|(is_log, _, _)| *is_log == in_log);
        merged(files.flat_map(|(_, _, faults)| &faults.conflicts).map(|conflict| conflict.mutes).collect())
    };
    let (muted_in_plan, muted_in_log) = (conflicts(false), conflicts(true));
    let is_muted_by_place = |draft: &Draft| {
        let is_in_plan = !matches!(draft.spot.file, SpotFile::Flags(_));
        let is_other = !draft.rule.conduct.mutes_its_place && draft.spot.side == Side::Head && is_in_plan;
        let muted = if files.is_log_file(&draft.spot) { &muted_in_log } else { &muted_in_plan };
        let next = muted.partition_point(|span| span.start <= draft.spot.span.start);
        is_other && next > 0 && muted[next - 1].contains(draft.spot.span)
    };
    drafts.retain(|draft| {
        !is_muted_by_rule(draft)
            && !is_muted_by_place(draft)
            && (!is_unreadable || draft.rule.conduct.speaks_of_unreadable_plans)
    });
    drafts
}

/// Whether a comment in the plan hides a finding. The record of decisions, and the sections of the
/// stages, are gates that no comment opens.
fn hides(comment: &Suppression, draft: &Draft, head: Option<&Version>) -> bool {
    let place = &draft.spot;
    let names = comment.is_known && comment.rules.iter().any(|id| id == draft.rule.id);
    let decides = |version: &Version| version.is_in_log(place.span) || version.is_in_progression(place.span);
    let is_gate = !matches!(place.file, SpotFile::Plan) || head.is_some_and(decides);
    names && draft.rule.can_be_hidden() && place.side == Side::Head && comment.covers.contains(place.span) && !is_gate
}

/// Spans in their order, those that overlap made one.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => *last = last.to(span),
            _ => merged.push(span),
        }
    }
    merged
}

/// How grave a finding is here; `None` when it is not due, or its rule is off.
fn severity(
    course: &Course,
    policy: &Policy,
    settings: Settings,
    draft: &Draft,
    has_come: bool,
    preexisting: bool,
) -> Option<Severity> {
    let configured = draft.rule.level(policy);
    if configured == Some(None) {
        return None;
    }
    // Findings about a plan that is gone, or about its record, are due whatever the stage.
    let is_due = draft.due == Due::Always || has_come;
    if !is_due {
        return draft.early.or(settings.show_not_due.then_some(Severity::Info));
    }
    let mut severity = draft.severity;
    if let Some(Some(level)) = configured {
        severity = level;
    }
    if settings.all {
        return Some(severity);
    }
    let conduct = draft.rule.conduct;
    if preexisting && !conduct.holds_when_preexisting && !course.moves_stage {
        severity = severity.min(Severity::Warning);
    }
    let holds = draft.holds_in_safe_direction
        || conduct.holds_in_safe_direction
        || (conduct.holds_in_safe_direction_if_new && !preexisting);
    if !holds && course.is_safe_direction {
        severity = severity.min(Severity::Warning);
    }
    Some(severity)
}

fn finding(draft: Draft, severity: Severity, preexisting: bool, locate: &dyn Fn(Spot) -> Location) -> Finding {
    let label = |(spot, message): (Spot, String)| Label { location: locate(spot), message: on_one_line(message) };
    // The edits are in the file of the finding, or in that of the log when they say so.
    let fix = draft.fix.map(|fix| {
        let file = if fix.in_log { SpotFile::Log } else { draft.spot.file.clone() };
        let spot = Spot { file, ..draft.spot };
        Fix {
            title: on_one_line(fix.title),
            applicability: fix.applicability,
            source: locate(spot).source,
            edits: fix.edits,
        }
    });
    Finding {
        rule: draft.rule.id,
        severity,
        plan: None,
        location: locate(draft.spot),
        label: draft.label.map(on_one_line),
        message: on_one_line(draft.message),
        help: draft.help.map(on_one_line),
        labels: draft.labels.into_iter().map(label).collect(),
        fix,
        anchor: draft.anchor,
        preexisting,
        // It is known when all plans are.
        fingerprint: Fingerprint(String::new()),
    }
}

/// What a finding says is one line each, whatever it quotes: a placeholder, a path or a cell of
/// HTML may go on behind a line break.
fn on_one_line(text: String) -> String {
    if text.contains(['\n', '\r']) { one_line(&text) } else { text }
}

/// Adds why a finding is due.
fn explain(finding: &mut Finding, reason: Option<DueReason>, locate: &dyn Fn(Spot) -> Location) {
    let Some(reason) = reason.filter(|reason| !reason.message.is_empty()) else { return };
    let message = on_one_line(reason.message);
    match reason.place {
        Some((side, span)) => {
            finding.labels.push(Label { location: locate(Spot::in_file(reason.in_log, side, span)), message });
        }
        None => finding.label = finding.label.take().or(Some(message)),
    }
}
