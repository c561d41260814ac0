//! What a repository's history says of its rollouts: who moved which rollout where and why, whether
//! it was recorded, and who rewrote the record. Pure: the caller gives each change with its commit,
//! in the order of time.

mod against;
mod closing;
mod entries;
mod exposure;
mod following;
mod gates;
mod ledger;
mod outcome;
mod people;
mod policy;
mod rows;
mod somebody;

pub use crate::rule::HistoryFault;
pub use against::{Against, Earlier, EarlierDecision};
pub use outcome::{
    Answer, Audit, AuditFinding, AuditedTransition, CellEdit, CommitFacts, Coverage, EntryCount, Excerpt, Exposed, Gap,
    LedgerChange, LedgerEntryHistory, LedgerHistory, LivePoint, Place, Recorded, Renumbering, RewrittenRow, Rollout,
    RulesNow, RulesPeriod, Step, Unjudged, UnreadVersion,
};
pub(crate) use people::traced;
pub use somebody::{Approver, KnownReviews, Somebody};

use crate::change::Change;
use crate::config::Policy;
use crate::finding::Severity;
use crate::plan::Plan;
use crate::plan::ledger::Ledger;
use crate::text::{CommitId, fold};
use following::Followed;
use jiff::civil::Date;
use ledger::FollowedLedger;
use outcome::Found;
use people::Approvals;
use policy::PolicyHistory;
use std::collections::{BTreeMap, HashMap};

/// Reads a history. The caller gives one step after the other, and need not keep them.
#[derive(Default)]
pub struct Auditor {
    followed: Vec<Followed>,
    /// The logs without stages.
    ledgers: Vec<FollowedLedger>,
    coverage: Coverage,
    policy: PolicyHistory,
    /// The places of all steps in time, by their commits.
    places: HashMap<CommitId, usize>,
    /// The place of the first commit that names an approver in a trailer.
    trailers_since: Option<usize>,
}

/// How an audit is closed.
pub struct Closing<'a> {
    /// The day of the report.
    pub today: Date,
    /// Whether history goes on after the last step.
    pub goes_on: bool,
    /// How grave each rule's findings are, which rules are off, and which names are of one person.
    pub policy: &'a Policy,
    /// What files told of reviews, by the numbers of pull requests.
    pub reviews: &'a BTreeMap<u64, KnownReviews>,
}

impl Auditor {
    /// Reads what the next commit did.
    pub fn read(&mut self, step: &Step) {
        let place = self.places.len();
        self.places.insert(step.commit.id.clone(), place);
        if std::iter::once(&step.commit).chain(step.writers.values()).any(|commit| !commit.approvers.is_empty()) {
            self.trailers_since.get_or_insert(place);
        }
        self.policy.read(&step.policy_edits, &step.commit);
        if let Some(rules) = &step.rules {
            let since = (!step.is_cut_off).then_some(&step.commit);
            put_period(&mut self.coverage.configurations, rules.configuration.as_ref(), since);
            put_period(&mut self.coverage.templates, rules.template.as_ref(), since);
        }
        // Two plans may exchange their paths, so that all rollouts are found before any of them has
        // moved.
        let found: Vec<Option<usize>> = step.changes.iter().map(|change| self.find(change, step)).collect();
        for (change, found) in step.changes.iter().zip(found) {
            // A version that nobody can read changes nothing.
            let loses_its_form = |head: &Plan| found.is_some_and(|index| self.followed[index].loses_its_form(head));
            self.coverage.plan_files.insert(change.path().to_owned());
            if let Some(head) = change.head().filter(|head| !head.is_readable() || loses_its_form(head)) {
                let (path, commit) = (change.path().to_owned(), step.commit.clone());
                let cause = head.files().find_map(|(_, source, _)| source.unreadable);
                let unread = UnreadVersion { path, commit, cause };
                if let Some(index) = found {
                    self.followed[index].rollout.unjudged = Some(Unjudged::Unread(Box::new(unread.clone())));
                }
                self.coverage.unread.push(unread);
                continue;
            }
            self.coverage.versions += usize::from(change.head().is_some());
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
        for change in &step.ledgers {
            self.read_ledger(change, step);
        }
    }

    /// Reads what a commit did to a log without stages. One that was deleted and comes back goes
    /// on.
    fn read_ledger(&mut self, change: &LedgerChange, step: &Step) {
        let path = |ledger: &Ledger| ledger.source.path.clone();
        let known = change.before.as_ref().or(change.after.as_ref()).map(path);
        let followed = self.ledgers.iter_mut().find(|followed| Some(followed.path()) == known.as_deref());
        match (followed, &change.after) {
            (Some(followed), Some(after)) => followed.read(after, &step.commit),
            (Some(followed), None) => followed.read_removal(&step.commit),
            (None, Some(after)) => self.ledgers.push(FollowedLedger::new(after, &step.commit, step.is_cut_off)),
            (None, None) => {}
        }
    }

    /// Reads who sees the features after a commit.
    fn read_exposed(&mut self, step: &Step) {
        for exposed in &step.exposed {
            let path = &exposed.version.source.path;
            let is_it = |followed: &Followed| followed.rollout.path == *path && followed.rollout.removed_in.is_none();
            // A version that nobody can follow has no stage to hold a number against.
            let found = self.followed.iter_mut().rfind(|followed| is_it(followed));
            if let Some(followed) = found.filter(|followed| !followed.loses_its_form(&exposed.version)) {
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

    /// The audit, once all of history is read.
    pub fn close(self, closing: &Closing) -> Audit {
        let Closing { policy, reviews, .. } = *closing;
        let mut audit = Audit { coverage: self.coverage, ..Audit::default() };
        let mut approvals = Approvals::new(policy, reviews, &self.places, self.trailers_since);
        let weighed = |found: Found, rollout: Option<usize>| {
            let Found { fault, is_gentle, path, commit, message, rewrite } = found;
            let rule = fault.rule();
            let own = if is_gentle { rule.severity.min(Severity::Warning) } else { rule.severity };
            let severity = policy.rules.get(rule.id).copied().unwrap_or(Some(own))?;
            Some(AuditFinding { fault, severity, rollout, path, commit, message, rewrite })
        };
        for followed in self.followed {
            if let Some((path, count)) = followed.entries_of_log() {
                let sum = audit.coverage.entries.entry(path).or_default();
                // Plans that share a log have the same entries that nobody can read.
                (sum.read, sum.unread) = (sum.read + count.read, sum.unread.max(count.unread));
            }
            let (rollout, found) = followed.close(closing, &mut approvals);
            let index = audit.rollouts.len();
            audit.rollouts.push(rollout);
            audit.findings.extend(found.into_iter().filter_map(|found| weighed(found, Some(index))));
        }
        audit.findings.extend(self.policy.found.into_iter().filter_map(|found| weighed(found, None)));
        for ledger in self.ledgers {
            let read = ledger.history.entries.iter().filter(|entry| entry.removed_in.is_none()).count();
            let count = EntryCount { read, unread: ledger.history.unread };
            audit.coverage.entries.insert(ledger.history.path.clone(), count);
            audit.findings.extend(ledger.found.into_iter().filter_map(|found| weighed(found, None)));
            audit.ledgers.push(ledger.history);
        }
        audit.coverage.decisions = approvals.decisions;
        audit.coverage.unknown_approvals = approvals.unknown;
        audit.coverage.has_trailers = self.trailers_since.is_some();
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

/// Begins a period, unless the same rules go on.
fn put_period(periods: &mut Vec<RulesPeriod>, now: Option<&(String, Option<String>)>, since: Option<&CommitFacts>) {
    let (path, id) = now.cloned().map_or((None, None), |(path, id)| (Some(path), id));
    if periods.last().is_some_and(|last| last.path == path && last.id == id) {
        return;
    }
    periods.push(RulesPeriod { path, id, since: since.cloned() });
}

/// The path of the plan before a change.
fn path_before(change: &Change) -> Option<&str> {
    change.base().map(|base| base.source.path.as_str())
}
