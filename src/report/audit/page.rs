//! An audit as a page, and the phrases for it that several formats share.

use super::web::WebPlace;
use crate::audit::{
    Against, Approver, Audit, AuditFinding, AuditedTransition, CommitFacts, Gap, HistoryFault, LedgerEntryHistory,
    LivePoint, Recorded, Renumbering, Rollout, Unjudged,
};
use crate::report::harmless::{Harmless, Target, fill};
use crate::report::phrase::{Show, counted, decision_word, name_of, severity_counts};
use jiff::Zoned;
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
    /// What the comparison with an earlier report says; `None` without one.
    pub against: Option<Against>,
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
    /// The newest commit that touched a plan and was read.
    pub head: Option<CommitFacts>,
    /// The commit that the walk began at.
    pub tip: Option<CommitFacts>,
    /// The oldest commit that the walk came to.
    pub oldest: Option<CommitFacts>,
    /// How many commits were walked.
    pub walked: usize,
    /// Whether what came before the oldest commit is not in the clone.
    pub is_shallow: bool,
    /// The other files of the newest commit that look like plans; `None` when nobody looked.
    pub beside: Option<Beside>,
    /// Of how many pull requests files told who reviewed them.
    pub reviews: usize,
    /// The command line.
    pub command: Vec<String>,
    /// What the program was built to: `sha256:` with the digest of its file. `None` for a program
    /// that is being developed.
    pub build: Option<String>,
    /// Where a browser shows the repository's files.
    pub web: Option<WebPlace>,
    /// Where the report begins, in the words of the command line. History is read from its
    /// beginning all the same.
    pub since: Option<String>,
    /// Where the report ends, in the words of the command line.
    pub until: Option<String>,
    /// What lies outside of such a part; `None` where the report is about all of history.
    pub outside: Option<Outside>,
}

/// What a report about a part of history leaves out.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// How many commits are before it.
    pub before: usize,
    /// How many are behind it; `None` where it ends beside the branch.
    pub after: Option<usize>,
    /// How many rollouts no commit of it touched. Those that begin behind it are not known.
    pub rollouts: usize,
}

/// The texts that no configuration takes for plans.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Those that look like plans.
    pub files: Vec<String>,
    /// How many texts were read to find them, of how many.
    pub read: usize,
    /// How many there are.
    pub of: usize,
}

impl AuditPage {
    /// The findings about a rollout.
    pub(super) fn findings(&self, rollout: usize) -> Vec<&AuditFinding> {
        self.audit.findings.iter().filter(|finding| finding.rollout == Some(rollout)).collect()
    }

    /// The findings that belong to no single rollout: about the configuration and the template.
    pub(in crate::report) fn policy_findings(&self) -> Vec<&AuditFinding> {
        self.without_rollout(|finding| finding.fault == HistoryFault::PolicyLoosened)
    }

    /// The findings about logs without stages.
    pub(in crate::report) fn log_findings(&self) -> Vec<&AuditFinding> {
        let is_of_a_log = |fault| matches!(fault, HistoryFault::LogRewritten | HistoryFault::DateDrift);
        self.without_rollout(|finding| is_of_a_log(finding.fault))
    }

    /// What an earlier report had seen and history has no more, as far as it belongs to no rollout.
    pub(in crate::report) fn history_findings(&self) -> Vec<&AuditFinding> {
        self.without_rollout(|finding| finding.fault == HistoryFault::HistoryRewritten)
    }

    /// What belongs to no single rollout, by its headings.
    pub(in crate::report) fn others(&self) -> Vec<(&'static str, Vec<&AuditFinding>)> {
        let all = [
            ("Earlier report", self.history_findings()),
            ("Logs without stages", self.log_findings()),
            ("Configuration and template", self.policy_findings()),
        ];
        all.into_iter().filter(|(_, findings)| !findings.is_empty()).collect()
    }

    fn without_rollout(&self, is_meant: impl Fn(&AuditFinding) -> bool) -> Vec<&AuditFinding> {
        self.audit.findings.iter().filter(|finding| finding.rollout.is_none() && is_meant(finding)).collect()
    }

    /// What the comparison with an earlier report says, in a sentence without its dot.
    pub(super) fn compared(&self) -> Option<String> {
        let against = self.against.as_ref()?;
        let tip = against.tip.as_ref().map(|tip| format!(" at {}", tip.short())).unwrap_or_default();
        let decisions = counted(against.decisions, "decision");
        let stand = match against.missing {
            0 if against.decisions == 1 => "its 1 decision stands here".to_owned(),
            0 => format!("its {decisions} all stand here"),
            missing => format!("{missing} of its {decisions} stand here no more"),
        };
        let same = match (against.has_same_tip, &against.differs[..]) {
            (false, _) => String::new(),
            (true, []) => "; both tell the same".to_owned(),
            (true, differs) => format!("; they differ: {}", differs.join(", ")),
        };
        let ancestor = if against.is_ancestor { "" } else { ", which is not in this history" };
        Some(format!("against the report{tip}{ancestor}: {stand}{same}"))
    }

    /// `1 error in 2 rollouts and 7 transitions`. Where nothing could be judged, nothing was found
    /// either, which is no praise.
    pub(super) fn verdict(&self) -> String {
        let counts = severity_counts(self.audit.findings.iter().map(|finding| finding.severity));
        let transitions: usize = self.audit.rollouts.iter().map(|rollout| rollout.transitions.len()).sum();
        let (all, unjudged) = (self.audit.rollouts.len(), self.not_judged().count());
        let without_log = self.not_judged().filter(|rollout| rollout.unjudged == Some(Unjudged::NoLog)).count();
        let rollouts = counted(all, "rollout");
        let of = match unjudged {
            0 => rollouts.clone(),
            _ => format!("{rollouts} ({} judged, {unjudged} not judged)", all - unjudged),
        };
        let entries: usize = self.audit.ledgers.iter().map(|ledger| ledger.entries.len()).sum();
        let entries = match entries {
            1 => "1 entry of a log without stages".to_owned(),
            count => format!("{count} entries of logs without stages"),
        };
        let logs = (!self.audit.ledgers.is_empty()).then_some(entries);
        match (counts, logs) {
            (None, None) if all == 0 => match &self.scope.outside {
                Some(outside) if outside.rollouts > 0 => {
                    let rollouts = counted(outside.rollouts, "rollout");
                    format!("nothing was judged: no commit of this part of history touched any of {rollouts}")
                }
                _ => "nothing was judged: there is no rollout".to_owned(),
            },
            (None, None) if without_log == all => format!("moves not judged: no decision log in {rollouts}"),
            (counts, logs) => {
                let counts = counts.unwrap_or_else(|| "no findings".to_owned());
                let more = logs.map(|logs| format!(", {logs}")).unwrap_or_default();
                format!("{counts} in {of} and {}{more}", counted(transitions, "transition"))
            }
        }
    }
}

impl AuditPage {
    /// The rollouts whose moves nobody could judge.
    pub(in crate::report) fn not_judged(&self) -> impl Iterator<Item = &Rollout> {
        self.audit.rollouts.iter().filter(|rollout| rollout.unjudged.is_some())
    }

    /// What the audit covers:
    /// `coverage: 3 rollouts, of which 2 are judged; no decision log: docs/a.md`.
    pub(super) fn coverage<T: Target>(&self, show: Show<T>) -> Harmless<T> {
        /// How many rollouts are named that are not judged for one reason.
        const NAMED: usize = 5;
        let (all, unjudged) = (self.audit.rollouts.len(), self.not_judged().count());
        let judged = format!("coverage: {}, of which {} judged", counted(all, "rollout"), all - unjudged);
        let is_without_log = |rollout: &&Rollout| rollout.unjudged == Some(Unjudged::NoLog);
        let (without, unread): (Vec<&Rollout>, Vec<&Rollout>) = self.not_judged().partition(is_without_log);
        let named = |why: &'static str, rollouts: &[&Rollout]| {
            let names = Harmless::joined(rollouts.iter().take(NAMED).map(|rollout| show(&rollout.path)), ", ");
            let more = (rollouts.len() > NAMED).then(|| fill!(" and {} more", rollouts.len() - NAMED));
            (!rollouts.is_empty()).then(|| fill!("; {}: {}{}", why, names, more))
        };
        let (without, unread) = (
            named("moves not judged, no decision log", &without),
            named("not judged, newest version not read", &unread),
        );
        fill!("{}{}{}", judged, without, unread)
    }
}

pub(super) fn name<T: Target>(rollout: &Rollout, show: Show<T>) -> Harmless<T> {
    name_of(rollout.title.as_deref(), rollout.id.as_deref(), &rollout.path, show)
}

/// What is said of a rollout whose moves nobody could judge; nothing of any other.
pub(super) fn not_judged<T: Target>(rollout: &Rollout) -> Harmless<T> {
    rollout.unjudged.as_ref().map_or_else(Harmless::default, |why| fill!(", {}", why_unjudged(why)))
}

/// `moves not judged: no decision log`, `not judged since 1a2b3c4 on 2026-04-08: it is UTF-16, not
/// UTF-8`.
pub(super) fn why_unjudged(why: &Unjudged) -> String {
    match why {
        Unjudged::NoLog => "moves not judged: no decision log".to_owned(),
        Unjudged::Unread(unread) => {
            format!("not judged since {} on {}: {}", unread.commit.id.short(), unread.commit.day, unread.why())
        }
    }
}

/// `, deleted in 1a2b3c4 on 2026-04-08`; `None` while the plan is there.
pub(super) fn deletion<T: Target>(rollout: &Rollout) -> Option<Harmless<T>> {
    let commit = rollout.removed_in.as_ref()?;
    Some(fill!(", deleted in {} on {}", commit.id.short(), commit.day))
}

/// `in 1a2b3c4 on 2026-04-08 by Ann Lee`. Who merged a pull request need not have written it.
pub(super) fn in_commit(commit: &CommitFacts) -> String {
    let by = if commit.is_merge { ", merged by" } else { " by" };
    format!("in {} on {}{by} {}", commit.id.short(), commit.day, commit.author.name)
}

/// `rollouts/a.md was deleted in 1a2b3c4 on 2026-04-08 by Ann Lee, and came back in …`.
pub(super) fn gap(gap: &Gap) -> String {
    let back_as = if gap.back_as == gap.path { String::new() } else { format!(" as {}", gap.back_as) };
    let (removed, back) = (in_commit(&gap.removed_in), in_commit(&gap.back_in));
    format!("{} was deleted {removed}, and came back{back_as} {back}", gap.path)
}

/// What became of a plan beside its decisions, each on its day: that it was deleted and came back,
/// and that its stages got other numbers.
pub(super) fn happened(rollout: &Rollout) -> Vec<(Date, String)> {
    let gaps = rollout.gaps.iter().map(|away| (away.removed_in.day, gap(away)));
    let renumbered = rollout.renumberings.iter().map(|made| (made.commit.day, renumbering(made)));
    gaps.chain(renumbered).collect()
}

/// `stages were renumbered in 1a2b3c4 on 2026-04-08 by Ann Lee: 0 is 1, 1 is 2`.
fn renumbering(renumbering: &Renumbering) -> String {
    let stages: Vec<String> = renumbering.stages.iter().map(|(was, is)| format!("{was} is {is}")).collect();
    format!("stages were renumbered {}: {}", in_commit(&renumbering.commit), stages.join(", "))
}

/// `Proceed by Priya Nair`, `no decision recorded`.
pub(super) fn decision(transition: &AuditedTransition) -> String {
    match transition.recorded {
        Recorded::Never if transition.is_new_rollout => return "a new rollout begins".to_owned(),
        Recorded::Never | Recorded::TakenBack(_) => return "no decision recorded".to_owned(),
        Recorded::Withdrawn => return "the decision was taken out of the record".to_owned(),
        Recorded::Rewritten if !transition.put_back_in.is_empty() => {
            return "the decision was put back into the record".to_owned();
        }
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

/// What became of an entry of a log without stages, each with the commit that did it.
pub(super) fn entry_events(entry: &LedgerEntryHistory) -> Vec<(&'static str, &CommitFacts)> {
    let added = entry.added_in.iter().map(|commit| ("added", commit));
    let changed = entry.changed_in.iter().map(|commit| ("rewritten", commit));
    let changed = changed.chain(entry.put_back_in.iter().map(|commit| ("put back", commit)));
    let moved = entry.moved_in.iter().map(|commit| ("moved", commit));
    let removed = entry.removed_in.iter().map(|commit| ("taken out", commit));
    added.chain(changed).chain(moved).chain(removed).collect()
}

/// `1a2b3c4 (#12) by Priya Nair, 2026-03-16 10:00 +01:00, signature carried, not verified`. `id` is
/// the commit's id as the format shows it.
pub(super) fn commit<T: Target>(commit: &CommitFacts, id: Harmless<T>, show: Show<T>) -> Harmless<T> {
    let by = if commit.committer.name == commit.author.name || commit.committer.is_forge() {
        show(&commit.author.name)
    } else {
        fill!("{}, committed by {}", show(&commit.author.name), show(&commit.committer.name))
    };
    let pull_request = commit.pull_request.map(|number| fill!(" ({})", show(&format!("#{number}"))));
    let at = commit.at.as_ref().map(|at| fill!(", {}", clock(at)));
    let signed = if commit.is_signed { SIGNED } else { "" };
    fill!("{}{} by {}{}{}", id, pull_request, by, at, Harmless::ours(signed))
}

/// The commit of a decision. Nobody is credited with what was there where a shallow clone begins.
pub(super) fn made_in<T: Target>(transition: &AuditedTransition, id: Harmless<T>, show: Show<T>) -> Harmless<T> {
    match transition.recorded {
        Recorded::Before => fill!("{}, with which this clone begins", id),
        _ => commit(&transition.commit, id, show),
    }
}

/// What is said of a commit that has a signature.
const SIGNED: &str = ", signature carried, not verified";

/// `2026-03-16 10:00 +01:00`, by the clock of whoever committed.
pub(super) fn clock(at: &Zoned) -> String {
    at.strftime("%Y-%m-%d %H:%M %:z").to_string()
}

/// Who approved a decision and by which ticket: `approved by Ann Lee (Reviewed-by); ticket CHG-12`.
/// `None` where nobody is known and no ticket.
pub(super) fn approvals(transition: &AuditedTransition) -> Option<String> {
    let by = |approver: &Approver| format!("{} ({})", approver.who.name, approver.how());
    let names: Vec<String> = transition.approvers.iter().map(by).collect();
    let approved = (!names.is_empty()).then(|| format!("approved by {}", names.join(", ")));
    let late = transition.late_approvers.iter().map(|(approver, days)| {
        let when = match *days {
            1.. => format!("{} after the merge", counted(days.unsigned_abs() as usize, "day")),
            _ => "on the day of the merge, after it".to_owned(),
        };
        format!("{} approved {when}", by(approver))
    });
    let ticket = transition.ticket.as_ref().map(|ticket| format!("ticket {ticket}"));
    let parts: Vec<String> = approved.into_iter().chain(late).chain(ticket).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The cells of a rewritten row before and after, in words: `Decided By: Ann Lee → Sam Holt`.
pub(super) fn cell_edits(finding: &AuditFinding) -> Vec<String> {
    let cells = finding.rewrite.iter().flat_map(|rewrite| &rewrite.cells);
    let words = |text: &Option<String>| match text {
        None => "nothing".to_owned(),
        Some(text) if text.trim().is_empty() => "an empty cell".to_owned(),
        Some(text) => format!("“{}”", text.trim()),
    };
    cells.map(|cell| format!("{}: {} → {}", cell.column, words(&cell.before), words(&cell.after))).collect()
}

/// The day of the decision, or of the commit that moved without one.
pub(super) fn day(transition: &AuditedTransition) -> Date {
    transition.day.unwrap_or(transition.commit.day)
}
