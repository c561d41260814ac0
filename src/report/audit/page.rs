//! An audit as a page, and the phrases for it that several formats share.

use crate::audit::{Audit, AuditFinding, AuditedTransition, CommitFacts, LivePoint, Recorded, Rollout};
use crate::report::harmless::{Harmless, Target, fill};
use crate::report::phrase::{Show, counted, decision_word, name_of, severity_counts};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An audit, and what a reader should know about how history was read.
#[derive(Clone, Debug, Default)]
pub struct AuditPage {
    /// What it says.
    pub audit: Audit,
    /// The day that the page is made for.
    pub today: Option<Date>,
    /// Which part of which history was read.
    pub scope: Scope,
    /// Who sees the features now by exports that are not in Git, by the paths of the plans.
    pub exported: BTreeMap<String, Exported>,
    /// What a person should know about the page itself, such as that the clone is shallow.
    pub notes: Vec<String>,
}

/// Who sees a feature now, by an export that is not in Git. It judges nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// In a few words.
    pub words: String,
    /// Whether those see it whom the decisions lead to.
    pub agrees: bool,
}

/// Which part of which history was read.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The name of the repository's folder.
    pub repository: String,
    /// The branch, when one is checked out.
    pub branch: Option<String>,
    /// The newest commit that was read.
    pub head: Option<CommitFacts>,
    /// Where the report begins, in the words of the command line. History is read from its
    /// beginning all the same.
    pub since: Option<String>,
    /// Where the report ends, in the words of the command line.
    pub until: Option<String>,
}

impl AuditPage {
    /// The findings about a rollout.
    pub(super) fn findings(&self, rollout: usize) -> Vec<&AuditFinding> {
        self.audit.findings.iter().filter(|finding| finding.rollout == Some(rollout)).collect()
    }

    /// The findings that belong to no single rollout: about the configuration and the template.
    pub(in crate::report) fn policy_findings(&self) -> Vec<&AuditFinding> {
        self.audit.findings.iter().filter(|finding| finding.rollout.is_none()).collect()
    }

    /// `1 error in 2 rollouts and 7 transitions`.
    pub(super) fn verdict(&self) -> String {
        let counts = severity_counts(self.audit.findings.iter().map(|finding| finding.severity));
        let transitions: usize = self.audit.rollouts.iter().map(|rollout| rollout.transitions.len()).sum();
        format!(
            "{} in {} and {}",
            counts.unwrap_or_else(|| "no findings".to_owned()),
            counted(self.audit.rollouts.len(), "rollout"),
            counted(transitions, "transition")
        )
    }
}

impl AuditPage {
    /// The rollouts whose moves nobody could judge.
    pub(in crate::report) fn not_judged(&self) -> impl Iterator<Item = &Rollout> {
        self.audit.rollouts.iter().filter(|rollout| !rollout.is_judged)
    }

    /// What the audit covers: `coverage: 3 rollouts, of which 2 are judged; no decision log: docs/a.md`.
    pub(super) fn coverage<T: Target>(&self, show: Show<T>) -> Harmless<T> {
        /// How many rollouts are named that are not judged.
        const NAMED: usize = 5;
        let (all, unjudged) = (self.audit.rollouts.len(), self.not_judged().count());
        let judged = format!("coverage: {}, of which {} judged", counted(all, "rollout"), all - unjudged);
        let names = Harmless::joined(self.not_judged().take(NAMED).map(|rollout| show(&rollout.path)), ", ");
        let more = (unjudged > NAMED).then(|| fill!(" and {} more", unjudged - NAMED));
        let without = (unjudged > 0).then(|| fill!("; no decision log: {}{}", names, more));
        let unread = self.audit.unread.len();
        let unread = (unread > 0).then(|| fill!("; {} could not be read", counted(unread, "version")));
        fill!("{}{}{}", judged, without, unread)
    }
}

pub(super) fn name<T: Target>(rollout: &Rollout, show: Show<T>) -> Harmless<T> {
    name_of(rollout.title.as_deref(), rollout.id.as_deref(), &rollout.path, show)
}

/// `, deleted in 1a2b3c4 on 2026-04-08`; `None` while the plan is there.
pub(super) fn deletion<T: Target>(rollout: &Rollout) -> Option<Harmless<T>> {
    let commit = rollout.removed_in.as_ref()?;
    Some(fill!(", deleted in {} on {}", commit.id.short(), commit.day))
}

/// `1 → 2`; one stage where a decision was not to move.
pub(super) fn step(transition: &AuditedTransition) -> String {
    let AuditedTransition { from, to, .. } = transition;
    if transition.moves() { format!("{from} → {to}") } else { from.to_string() }
}

/// `Proceed by Priya Nair`, `no decision recorded`.
pub(super) fn decision(transition: &AuditedTransition) -> String {
    match transition.recorded {
        Recorded::Never | Recorded::TakenBack(_) => return "no decision recorded".to_owned(),
        Recorded::Withdrawn => return "the decision was taken out of the record".to_owned(),
        Recorded::Rewritten => return "the record was rewritten".to_owned(),
        Recorded::AtOnce | Recorded::Later(_) | Recorded::Before => {}
    }
    let word = decision_word(transition.decision);
    match transition.decided_by.join(", ") {
        names if names.is_empty() => word,
        names => format!("{word} by {names}"),
    }
}

/// `after 14 days, 7 planned`.
pub(super) fn stay(transition: &AuditedTransition) -> Option<String> {
    let days = transition.days?;
    let planned = transition.planned.map(|planned| format!(", {planned} planned")).unwrap_or_default();
    let plural = if days == 1 { "day" } else { "days" };
    Some(format!("after {days} {plural}{planned}"))
}

/// When the audience of a move saw the feature: `live on 2026-03-18, 2 days after the decision`;
/// `None` where no flag file tells.
pub(super) fn live(transition: &AuditedTransition, today: Date) -> Option<String> {
    let days = |days: i32| counted(days.unsigned_abs() as usize, "day");
    match (&transition.live_in, transition.days_between()) {
        (Some(live), None) => Some(format!("live on {}", live.day)),
        (Some(live), Some(0)) => Some(format!("live on {}, the day of the decision", live.day)),
        (Some(live), Some(between)) => {
            let side = if between < 0 { "before" } else { "after" };
            Some(format!("live on {}, {} {side} the decision", live.day, days(between)))
        }
        (None, _) => {
            let decided = transition.decided_on().filter(|_| transition.waits_for_flag)?;
            Some(format!("not live yet, {} after the decision", days((today - decided).get_days())))
        }
    }
}

/// What was live from a commit on: `25 %, stage 2`, `production, stage 3`, `off`.
pub(super) fn live_words(point: &LivePoint) -> String {
    let stage = point.stage.map(|stage| format!(", stage {stage}")).unwrap_or_default();
    let before = if point.since_before { ", as before" } else { "" };
    format!("{}{stage}{before}", point.live)
}

/// `1a2b3c4 (#12) by Priya Nair, signed`. `id` is the commit's id as the format shows it.
pub(super) fn commit<T: Target>(commit: &CommitFacts, id: Harmless<T>, show: Show<T>) -> Harmless<T> {
    let by = if commit.committer == commit.author || commit.committer == "GitHub" {
        show(&commit.author)
    } else {
        fill!("{}, committed by {}", show(&commit.author), show(&commit.committer))
    };
    let pull_request = commit.pull_request.map(|number| fill!(" ({})", show(&format!("#{number}"))));
    let signed = if commit.is_signed { ", signed" } else { "" };
    fill!("{}{} by {}{}", id, pull_request, by, Harmless::ours(signed))
}

/// The day of the decision, or of the commit that moved without one.
pub(super) fn day(transition: &AuditedTransition) -> Date {
    transition.day.unwrap_or(transition.commit.day)
}
