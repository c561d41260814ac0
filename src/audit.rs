//! What a repository's history says of its rollouts: who moved which to where, on what grounds, whether it was recorded, and who rewrote the record. Pure: it
//! is given each change with its commit, in the order of time.

mod following;

use crate::change::Change;
use crate::config::Policy;
use crate::finding::Severity;
use crate::plan::Plan;
use crate::plan::log::Point;
use crate::rules;
use crate::text::fold;
use following::Followed;
use jiff::civil::Date;

/// A commit as a report names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitFacts {
    /// Its id, in hex.
    pub id: String,
    /// The first line of its message.
    pub subject: String,
    /// The author's name.
    pub author: String,
    /// The committer's name.
    pub committer: String,
    /// The day on which it was committed.
    pub day: Date,
    /// Whether it carries a signature, valid or not.
    pub is_signed: bool,
    /// Whether it is a merge.
    pub is_merge: bool,
    /// The pull request that it came by, as far as its message tells.
    pub pull_request: Option<u64>,
}

/// What one commit did to the plans.
pub struct Step {
    /// The commit.
    pub commit: CommitFacts,
    /// The changes, one a plan.
    pub changes: Vec<Change>,
    /// Nothing was before it.
    pub is_beginning: bool,
    /// What was before is not in the repository: the commit shows what was there, and not who brought it.
    pub is_cut_off: bool,
    /// The team had no rules yet, and has some later: up to its `initial-stage` rollouts went without decisions then.
    pub is_before_rules: bool,
}

/// What the history says.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// The rollouts, in the order in which they came.
    pub rollouts: Vec<Rollout>,
    /// What is wrong, in the order of the rollouts and then of the commits.
    pub findings: Vec<AuditFinding>,
    /// The versions of plans that could not be read, by their paths.
    pub unread: Vec<(String, CommitFacts)>,
}

/// One rollout through all its names.
#[derive(Clone, Debug)]
pub struct Rollout {
    /// Its path, the last that it had.
    pub path: String,
    /// The Rollout ID, when it is filled.
    pub id: Option<String>,
    /// Its name, when it is filled.
    pub title: Option<String>,
    /// Where it is, or was when its plan went.
    pub stage: Point,
    /// The day of the first commit that has its plan, as far as history is there.
    pub began: Option<Date>,
    /// The paths that it had before, each with the commit that changed it.
    pub renames: Vec<(String, CommitFacts)>,
    /// The commit that took its plan away; `None` while it is there.
    pub removed_in: Option<CommitFacts>,
    /// How many days are planned at most for the stage that it is in.
    pub planned_now: Option<u32>,
    /// What was decided and done, in the order of time.
    pub transitions: Vec<AuditedTransition>,
}

/// One decision, or one move without any.
#[derive(Clone, Debug)]
pub struct AuditedTransition {
    /// The stage left.
    pub from: Point,
    /// The stage reached.
    pub to: Point,
    /// The decision's word; `None` while nobody has recorded one, and for a word that nobody knows.
    pub decision: Option<String>,
    /// The day that the row gives.
    pub day: Option<Date>,
    /// Who decided, a name each.
    pub decided_by: Vec<String>,
    /// Why.
    pub rationale: Option<String>,
    /// The commit that made the move, or recorded the decision.
    pub commit: CommitFacts,
    /// When it was recorded.
    pub recorded: Recorded,
    /// How many days the rollout was in the stage that it left.
    pub days: Option<i32>,
    /// How many days were planned for that, at most.
    pub planned: Option<u32>,
    /// What was open then of the gates on the way.
    pub open: Vec<String>,
    /// The commits that changed or removed its row later, or put it in between older ones.
    pub rewritten_in: Vec<CommitFacts>,
    /// The commit that filled in what the row had left open.
    pub completed_in: Option<CommitFacts>,
}

impl AuditedTransition {
    /// Whether the rollout went from one stage to another.
    pub fn moves(&self) -> bool {
        self.from != self.to
    }
}

/// When a move was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// In the commit that made it.
    AtOnce,
    /// In a later one.
    Later(CommitFacts),
    /// Not to this day.
    Never,
    /// Not at all: a later commit took the move back.
    TakenBack(CommitFacts),
    /// It is the way back from a move whose decision a commit took out of the record.
    Withdrawn,
    /// It is where the rollout is said to be since a commit rewrote a decision.
    Rewritten,
    /// In the commit that history begins with here, or before it.
    Before,
}

/// Something wrong in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFinding {
    /// The rule's public id.
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// The place of its rollout in [`Audit::rollouts`].
    pub rollout: usize,
    /// The plan's path when the finding was made; of what only the end of history shows, the last that it had.
    pub path: String,
    /// The commit that did it.
    pub commit: CommitFacts,
    /// What is wrong, in one line without a final dot.
    pub message: String,
}

/// Reads a history. Whoever asks gives it one step after the other, and need not keep them.
#[derive(Default)]
pub struct Auditor {
    followed: Vec<Followed>,
    unread: Vec<(String, CommitFacts)>,
}

impl Auditor {
    /// Reads what the next commit did.
    pub fn read(&mut self, step: &Step) {
        // Two plans may change places: which is which, is asked before any of them has moved.
        let found: Vec<Option<usize>> = step.changes.iter().map(|change| self.find(change, step)).collect();
        for (change, found) in step.changes.iter().zip(found) {
            // What nobody can read took nothing away, and neither did it bring anything.
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
    }

    /// Whether some plan was there with its decisions before the first commit that has it here, or went to somewhere else: a part of the history told it.
    pub fn misses_a_part(&self) -> bool {
        self.followed.iter().any(Followed::comes_or_goes)
    }

    /// What is to be said once all of it is read. `today` is the day that the report is made for; `until` says that history goes on behind what was read. The
    /// policy says how grave each rule's findings are, and which are off.
    pub fn close(self, today: Date, until: bool, policy: &Policy) -> Audit {
        let mut audit = Audit { unread: self.unread, ..Audit::default() };
        for followed in self.followed {
            let (rollout, found) = followed.close(today, until);
            let index = audit.rollouts.len();
            audit.rollouts.push(rollout);
            let of_rollout = |found: following::Found| {
                let rule = rules::find(found.rule).expect("each rule about history has its page");
                let own = if found.is_gentle { rule.severity.min(Severity::Warning) } else { rule.severity };
                let severity = policy.rules.get(rule.id).copied().unwrap_or(Some(own))?;
                let following::Found { path, commit, message, .. } = found;
                Some(AuditFinding { rule: rule.id, severity, rollout: index, path, commit, message })
            };
            audit.findings.extend(found.into_iter().filter_map(of_rollout));
        }
        audit
    }

    /// Begins to follow a rollout, and gives its place.
    fn follow(&mut self, change: &Change) -> usize {
        self.followed.push(Followed::new(change));
        self.followed.len() - 1
    }

    /// The rollout that a change is about: the one whose plan had the path before, else one whose plan was out of sight or away and is back.
    fn find(&self, change: &Change, step: &Step) -> Option<usize> {
        let rollouts = || self.followed.iter().map(|followed| &followed.rollout);
        let path = path_before(change).unwrap_or_else(|| change.path());
        // Another one may have had the path before, or leave it in this very step.
        let is_left = change.base().is_none() && step.changes.iter().any(|other| path_before(other) == Some(path));
        let here = rollouts().rposition(|rollout| rollout.path == path && rollout.removed_in.is_none());
        if here.is_some() && !is_left {
            return here;
        }
        let id = change.plan().id.as_ref().map(|id| fold(id));
        let known_as = |rollout: &Rollout| rollout.id.as_ref().map(|id| fold(id));
        let is_gone = |rollout: &&Rollout| rollout.removed_in.is_some();
        let by_id = |rollout: &Rollout| is_gone(&rollout) && id.is_some() && known_as(rollout) == id;
        // Where one of them has no ID, the path is all that there is.
        let by_path = |rollout: &Rollout| {
            let agrees = id.is_none() || known_as(rollout).is_none();
            is_gone(&rollout) && rollout.path == path && agrees
        };
        rollouts().rposition(by_id).or_else(|| rollouts().rposition(by_path))
    }

    /// A plan goes. Where another one that is there has its Rollout ID, the rollout goes on in that one.
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

    /// Another plan that is there with the Rollout ID of this one.
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
