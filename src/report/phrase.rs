//! Phrases that several formats share.

use super::harmless::{Harmless, Target, fill};
use crate::check::{ExposureReport, JudgedReport, PlanReport, Report, Summary, Suppressed};
use crate::finding::Severity;
use crate::plan::log::{Decision, Point};
use crate::status::LiveStatus;
use crate::text::capitalized;

/// Makes a plan's text harmless where a phrase goes.
pub(super) type Show<T> = fn(&str) -> Harmless<T>;

/// Whether there is news of a plan without findings: it moved, somebody decided, or its flag
/// changed.
pub(crate) fn has_news(plan: &PlanReport) -> bool {
    stage_change(plan).is_some() || !plan.transitions.is_empty() || flag_news(plan).next().is_some()
}

/// What a change does to the flags of a plan, each with its words: `10 % → 25 %`. Then what the
/// flag still says, where a decision that the change records is not carried out yet.
pub(super) fn flag_news(plan: &PlanReport) -> impl Iterator<Item = (&str, String)> {
    let changed = plan.exposures.iter().filter(|exposure| exposure.is_changed());
    let changed: Vec<(&str, String)> = changed
        .map(|exposure| {
            let before = exposure.before.as_deref().unwrap_or_default();
            (exposure.name(), format!("{before} → {}", exposure.live))
        })
        .collect();
    let is_recorded = plan.transitions.iter().any(|transition| transition.is_recorded);
    let still = plan.flag_still_at.as_ref().filter(|_| changed.is_empty() && is_recorded);
    let first = plan.exposures.first().map_or("the flag", ExposureReport::name);
    let still = still.map(|still| (first, still_at(still)));
    changed.into_iter().chain(still)
}

/// What is said of a flag that does not follow a decision yet.
pub(super) fn still_at(words: &str) -> String {
    format!("decided, flag still at {words}")
}

/// Who sees a feature now: `25 %`, and whether the decisions say so.
pub(crate) fn live_now(live: &LiveStatus) -> String {
    match (live.is_behind, live.is_ahead) {
        (true, _) => still_at(&live.words),
        (false, true) => format!("{}, and no decision leads there", live.words),
        (false, false) => live.words.clone(),
    }
}

/// The stages before and after, when both are known and differ.
pub(super) fn stage_change(plan: &PlanReport) -> Option<(Point, Point)> {
    plan.base_stage.zip(plan.head_stage).filter(|(base, head)| base != head)
}

/// The words for a change of stage that needs no decision.
pub(super) const NO_ROW_NEEDED: &str = "the first stage needs no row";

/// Whether a change of stage needs a decision. The step into the first stage and the step back out
/// of it need none.
pub(super) fn needs_row(from: Point, to: Point) -> bool {
    from != Point::Planned && to != Point::Planned
}

/// Why nobody judges the moves of a plan: `not judged: no decision log`.
pub(super) fn not_judged(judged: &JudgedReport) -> Option<String> {
    judged.why_not.map(|why| format!("not judged: {}", why.as_str()))
}

/// `2 plans judged, 1 not judged`; `2 plans` when all are judged.
pub(super) fn judged_counts(judged: usize, not_judged: usize) -> String {
    match (judged, not_judged) {
        (_, 0) => counted(judged, "plan"),
        (0, _) => format!("{} not judged", counted(not_judged, "plan")),
        _ => format!("{} judged, {not_judged} not judged", counted(judged, "plan")),
    }
}

/// `stage 2`, `planned`.
pub(super) fn place(point: Point) -> String {
    point.stage().map_or_else(|| point.to_string(), |stage| format!("stage {stage}"))
}

/// A decision's word at the start of a sentence. A row may be recorded with a word that nobody
/// knows.
pub(super) fn decision_word(decision: Option<Decision>) -> String {
    capitalized(decision.map_or("recorded", Decision::word))
}

/// `One-page checkout (RO-014)`; a plan without name and ID is known by its path.
pub(super) fn name_of<T: Target>(title: Option<&str>, id: Option<&str>, path: &str, show: Show<T>) -> Harmless<T> {
    match (title, id) {
        (Some(title), Some(id)) => fill!("{} ({})", show(title), show(id)),
        (Some(name), None) | (None, Some(name)) => show(name),
        (None, None) => show(path),
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// `1 error, 2 warnings`; `None` without findings.
pub(crate) fn finding_counts(errors: usize, warnings: usize, infos: usize) -> Option<String> {
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning"), (infos, "info")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The same for findings of these severities.
pub(crate) fn severity_counts(severities: impl Iterator<Item = Severity> + Clone) -> Option<String> {
    let count = |severity: Severity| severities.clone().filter(|one| *one == severity).count();
    finding_counts(count(Severity::Error), count(Severity::Warning), count(Severity::Info))
}

/// Why a comment in the plan hides a finding, in its own words.
pub(super) fn reason(hidden: &Suppressed) -> &str {
    if hidden.reason.is_empty() { "no reason given" } else { &hidden.reason }
}

/// The report in one line: `1 error, 2 warnings in 1 plan (12 requirements not due yet)`.
pub(super) fn verdict(report: &Report) -> String {
    let Summary { errors, warnings, infos, suppressed, not_due, judged, not_judged } = report.summary;
    let findings = finding_counts(errors, warnings, infos);
    if report.plans.is_empty() {
        // A comparison looks only at what changed.
        let none = if report.base.is_some() { "no plan changed" } else { "no plan found" };
        return findings.map_or(none.to_owned(), |findings| format!("{findings}; {none}"));
    }
    let findings = findings.unwrap_or("no findings".to_owned());
    let mut asides = Vec::new();
    if suppressed > 0 {
        asides.push(format!("{suppressed} suppressed"));
    }
    if not_due > 0 {
        asides.push(format!("{} not due yet", counted(not_due, "requirement")));
    }
    let asides = if asides.is_empty() { String::new() } else { format!(" ({})", asides.join(", ")) };
    let plans = judged_counts(judged, not_judged);
    let behind = if not_judged == 0 { " in" } else { ";" };
    format!("{findings}{behind} {plans}{asides}")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::text::CommitId;

    #[test]
    fn the_verdict_counts_what_there_is() {
        let mut report = sample::report(vec![PlanReport::new("a.md"), PlanReport::new("b.md")], Vec::new());
        assert_eq!(verdict(&report), "no findings in 2 plans");
        report.summary =
            Summary { errors: 1, warnings: 2, suppressed: 1, not_due: 12, judged: 2, ..Summary::default() };
        assert_eq!(verdict(&report), "1 error, 2 warnings in 2 plans (1 suppressed, 12 requirements not due yet)");
        report.summary = Summary { not_due: 3, judged: 2, not_judged: 1, ..Summary::default() };
        assert_eq!(verdict(&report), "no findings; 2 plans judged, 1 not judged (3 requirements not due yet)");
        report.summary = Summary { infos: 1, not_judged: 1, ..Summary::default() };
        assert_eq!(verdict(&report), "1 info; 1 plan not judged");
        report.plans.truncate(1);
        report.summary = Summary { not_due: 1, judged: 1, ..Summary::default() };
        assert_eq!(verdict(&report), "no findings in 1 plan (1 requirement not due yet)");
        report.plans.clear();
        report.base = None;
        assert_eq!(verdict(&report), "no plan found");
        report.summary.warnings = 1;
        assert_eq!(verdict(&report), "1 warning; no plan found");
        report.base = Some(CommitId("1111111".to_owned()));
        assert_eq!(verdict(&report), "1 warning; no plan changed");
    }
}
