//! What a repository's history says of its rollouts: who moved which rollout where and why, whether
//! it was recorded, and who rewrote the record. Pure: the caller gives each change with its commit,
//! in the order of time.

mod entries;
mod exposure;
mod following;
mod gates;
mod outcome;
mod policy;

pub use crate::rule::HistoryFault;
pub use outcome::{Audit, AuditFinding, AuditedTransition, CommitFacts, Exposed, LivePoint, Recorded, Rollout, Step};

use crate::change::Change;
use crate::config::Policy;
use crate::finding::Severity;
use crate::plan::Plan;
use crate::text::fold;
use following::Followed;
use jiff::civil::Date;
use outcome::Found;
use policy::PolicyHistory;

/// Reads a history. The caller gives one step after the other, and need not keep them.
#[derive(Default)]
pub struct Auditor {
    followed: Vec<Followed>,
    unread: Vec<(String, CommitFacts)>,
    policy: PolicyHistory,
}

impl Auditor {
    /// Reads what the next commit did.
    pub fn read(&mut self, step: &Step) {
        self.policy.read(&step.policy_edits, &step.commit);
        // Two plans may exchange their paths, so that all rollouts are found before any of them has
        // moved.
        let found: Vec<Option<usize>> = step.changes.iter().map(|change| self.find(change, step)).collect();
        for (change, found) in step.changes.iter().zip(found) {
            // A version that nobody can read changes nothing.
            let loses_its_form = |head: &Plan| found.is_some_and(|index| self.followed[index].loses_its_form(head));
            if change.head().is_some_and(|head| !head.is_readable() || loses_its_form(head)) {
                self.unread.push((change.path().to_owned(), step.commit.clone()));
                continue;
            }
            let index = found.unwrap_or_else(|| self.follow(change));
            if change.head().is_none() {
                self.read_removal(index, &step.commit);
            } else if self.followed[index].is_replaced_by(change) {
                self.read_removal(index, &step.commit);
                let new = Change::between(None, change.head().cloned(), change.today);
                let index = self.follow(&new);
                self.followed[index].read(&new, step);
            } else {
                self.followed[index].read(change, step);
            }
        }
        self.read_exposed(step);
    }

    /// Reads who sees the features after a commit.
    fn read_exposed(&mut self, step: &Step) {
        for exposed in &step.exposed {
            let path = &exposed.version.source.path;
            let is_it = |followed: &Followed| followed.rollout.path == *path && followed.rollout.removed_in.is_none();
            if let Some(followed) = self.followed.iter_mut().rfind(|followed| is_it(followed)) {
                followed.read_exposed(exposed, step);
            }
        }
        if !step.exposed.is_empty() {
            exposure::settle(&mut self.followed.iter_mut().map(Followed::seen).collect::<Vec<_>>(), &step.commit);
        }
    }

    /// Whether a part of history is missing: some plan had decisions before its first commit, or
    /// went elsewhere.
    pub(crate) fn misses_a_part(&self) -> bool {
        self.followed.iter().any(Followed::comes_or_goes)
    }

    /// The audit, once all of history is read. `today` is the day of the report. `until` says that
    /// history goes on after the last step. The policy says how grave each rule's findings are, and
    /// which rules are off.
    pub fn close(self, today: Date, until: bool, policy: &Policy) -> Audit {
        let mut audit = Audit { unread: self.unread, ..Audit::default() };
        let weighed = |found: Found, rollout: Option<usize>| {
            let Found { fault, is_gentle, path, commit, message } = found;
            let rule = fault.rule();
            let own = if is_gentle { rule.severity.min(Severity::Warning) } else { rule.severity };
            let severity = policy.rules.get(rule.id).copied().unwrap_or(Some(own))?;
            Some(AuditFinding { fault, severity, rollout, path, commit, message })
        };
        for followed in self.followed {
            let (rollout, found) = followed.close(today, until);
            let index = audit.rollouts.len();
            audit.rollouts.push(rollout);
            audit.findings.extend(found.into_iter().filter_map(|found| weighed(found, Some(index))));
        }
        audit.findings.extend(self.policy.found.into_iter().filter_map(|found| weighed(found, None)));
        audit
    }

    /// Begins to follow a rollout, and gives its place.
    fn follow(&mut self, change: &Change) -> usize {
        self.followed.push(Followed::new(change));
        self.followed.len() - 1
    }

    /// The rollout that a change is about: the one whose plan had the path before, else one whose
    /// plan was gone and is back.
    fn find(&self, change: &Change, step: &Step) -> Option<usize> {
        let rollouts = || self.followed.iter().map(|followed| &followed.rollout);
        let path = path_before(change).unwrap_or_else(|| change.path());
        // Another rollout may have had the path before, or leave it in this step.
        let is_left = change.base().is_none() && step.changes.iter().any(|other| path_before(other) == Some(path));
        let present = rollouts().rposition(|rollout| rollout.path == path && rollout.removed_in.is_none());
        if present.is_some() && !is_left {
            return present;
        }
        let id = change.plan().id.as_ref().map(|id| fold(id));
        let known_as = |rollout: &Rollout| rollout.id.as_ref().map(|id| fold(id));
        let is_gone = |rollout: &&Rollout| rollout.removed_in.is_some();
        let by_id = |rollout: &Rollout| is_gone(&rollout) && id.is_some() && known_as(rollout) == id;
        // Where one of them has no ID, only the path can tell.
        let by_path = |rollout: &Rollout| {
            let agrees = id.is_none() || known_as(rollout).is_none();
            is_gone(&rollout) && rollout.path == path && agrees
        };
        rollouts().rposition(by_id).or_else(|| rollouts().rposition(by_path))
    }

    /// Reads that a plan is gone. Where another plan has its Rollout ID, the rollout goes on in
    /// that plan.
    fn read_removal(&mut self, index: usize, commit: &CommitFacts) {
        let namesake = self.namesake(index);
        self.followed[index].read_removal(commit, namesake.is_some());
        if let Some(namesake) = namesake {
            let (before, from) = self.followed.split_at_mut(index.max(namesake));
            let (gone, goes_on) = match index < namesake {
                true => (&before[index], &mut from[0]),
                false => (&from[0], &mut before[namesake]),
            };
            goes_on.take_over(gone, commit);
        }
    }

    /// Another plan with the same Rollout ID that is not gone.
    fn namesake(&self, index: usize) -> Option<usize> {
        let known_as = |index: usize| self.followed[index].rollout.id.as_ref().map(|id| fold(id));
        let id = known_as(index)?;
        let is_there = |other: &usize| self.followed[*other].rollout.removed_in.is_none();
        let others = (0..self.followed.len()).filter(|other| *other != index).filter(is_there);
        others.into_iter().find(|other| known_as(*other).as_ref() == Some(&id))
    }
}

/// The path of the plan before a change.
fn path_before(change: &Change) -> Option<&str> {
    change.base().map(|base| base.source.path.as_str())
}
