//! The input and the outcome of an audit. They hold facts as types; the writers make the words.

use crate::change::Change;
use crate::exposure::{Exposure, Percent};
use crate::finding::Severity;
use crate::loosening::PolicyEdit;
use crate::plan::log::{Decision, Point};
use crate::rule::HistoryFault;
use crate::stage_number::StageNumber;
use crate::text::CommitId;
use crate::version::Version;
use jiff::civil::Date;
use std::sync::Arc;

/// A commit as a report names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitFacts {
    /// Its id.
    pub id: CommitId,
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

/// A plan with who sees its feature after a commit.
pub struct Exposed {
    /// The plan, with what the flag files say.
    pub version: Arc<Version>,
    /// What they said before the commit, as far as it can be told.
    pub before: Vec<Exposure>,
}

/// What one commit did to the plans.
pub struct Step {
    /// The commit.
    pub commit: CommitFacts,
    /// The changes, one a plan.
    pub changes: Vec<Change>,
    /// The plans whose features others see from then on, and the changed ones that have flags.
    pub exposed: Vec<Exposed>,
    /// The edits of configuration and template.
    pub policy_edits: Vec<PolicyEdit>,
    /// Whether nothing was before it.
    pub is_beginning: bool,
    /// Whether history before it is not in the repository. Then the commit shows what was there,
    /// and not who brought it.
    pub is_cut_off: bool,
    /// Whether the team had no configuration yet, and has one later. Until then rollouts needed no
    /// decisions up to its `initial-stage`.
    pub is_before_rules: bool,
}

/// What the history says.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// The rollouts, in the order in which they came.
    pub rollouts: Vec<Rollout>,
    /// What is wrong, in the order of the rollouts and then of the commits. What belongs to no
    /// rollout comes last.
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
    /// Where it is, or was when its plan was deleted.
    pub stage: Point,
    /// The day of the first commit with its plan; `None` when that commit is not in the clone.
    pub began: Option<Date>,
    /// The paths that it had before, each with the commit that changed it.
    pub renames: Vec<(String, CommitFacts)>,
    /// The commit that took its plan away; `None` while it is there.
    pub removed_in: Option<CommitFacts>,
    /// How many days are planned at most for the stage that it is in.
    pub planned_now: Option<u32>,
    /// Whether the last version that could be read has a record to hold its moves against.
    pub is_judged: bool,
    /// What was decided and done, in the order of time.
    pub transitions: Vec<AuditedTransition>,
    /// Who really saw the feature, in the order of time; empty when no flag file tells.
    pub line: Vec<LivePoint>,
}

/// Who saw a feature from a commit on, by its flag files.
#[derive(Clone, Debug)]
pub struct LivePoint {
    /// The commit.
    pub commit: CommitFacts,
    /// The flag that decides; `None` when the entry asks for none.
    pub flag: Option<String>,
    /// What was live, in a few words: `25 %`, `production`.
    pub live: String,
    /// The share of everybody, where it is one.
    pub percent: Option<Percent>,
    /// The stage that was live by it; `None` when none can be told.
    pub stage: Option<StageNumber>,
    /// The flag file, and the line of what says so, from 1.
    pub place: Option<(String, u32)>,
    /// Whether anybody can tell who saw it.
    pub is_known: bool,
    /// Whether nobody saw it.
    pub is_nobody: bool,
    /// Whether it was so before the commit, nobody knows since when.
    pub since_before: bool,
    /// Whether no decision led there at the time.
    pub is_undecided: bool,
    /// The commit that recorded that decision later.
    pub decided_in: Option<CommitFacts>,
}

/// One decision, or one move without any.
#[derive(Clone, Debug)]
pub struct AuditedTransition {
    /// The stage left.
    pub from: Point,
    /// The stage reached.
    pub to: Point,
    /// What was decided; `None` while nobody has recorded it, and for a word that nobody knows.
    pub decision: Option<Decision>,
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
    /// The criteria on the way that were open then.
    pub open: Vec<String>,
    /// The commits that changed or removed its row later, or put it in between older ones.
    pub rewritten_in: Vec<CommitFacts>,
    /// The commit that filled in open cells of the row.
    pub completed_in: Option<CommitFacts>,
    /// The commit from which on the audience of the move saw the feature, by the flag files. `None`
    /// while it does not, and where no flag file tells.
    pub live_in: Option<CommitFacts>,
    /// Whether it is the last move, is decided, and waits for its flag.
    pub waits_for_flag: bool,
}

impl AuditedTransition {
    /// Whether the rollout went from one stage to another.
    pub(crate) fn moves(&self) -> bool {
        self.from != self.to
    }

    /// The day of the decision; `None` while nobody has recorded it.
    pub fn decided_on(&self) -> Option<Date> {
        match &self.recorded {
            Recorded::AtOnce | Recorded::Before => self.day.or(Some(self.commit.day)),
            Recorded::Later(later) => self.day.or(Some(later.day)),
            Recorded::Never | Recorded::TakenBack(_) | Recorded::Withdrawn | Recorded::Rewritten => None,
        }
    }

    /// How many days after the decision its audience saw the feature; less than 0 when it did before.
    pub fn days_between(&self) -> Option<i32> {
        Some((self.live_in.as_ref()?.day - self.decided_on()?).get_days())
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
    /// Not at all: a commit took the decision of the earlier move out of the record.
    Withdrawn,
    /// Not at all: a commit rewrote an earlier decision, and the rollout is elsewhere for it.
    Rewritten,
    /// In the first commit of the clone, or before it.
    Before,
}

/// Something wrong in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFinding {
    /// What kind of fault it is.
    pub fault: HistoryFault,
    /// How grave.
    pub severity: Severity,
    /// The place of its rollout in [`Audit::rollouts`]. `None` for what belongs to no single one.
    pub rollout: Option<usize>,
    /// The plan's path at the time of the fault. A fault that only the end of history shows has the
    /// last path. What belongs to no rollout has the path of its own file.
    pub path: String,
    /// The commit that did it.
    pub commit: CommitFacts,
    /// What is wrong, in one line without a final dot.
    pub message: String,
}

/// A finding in the making.
pub(super) struct Found {
    pub(super) fault: HistoryFault,
    /// Whether it is a warning at most, unless the configuration says otherwise.
    pub(super) is_gentle: bool,
    pub(super) path: String,
    pub(super) commit: CommitFacts,
    pub(super) message: String,
}
