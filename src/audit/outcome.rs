//! The input and the outcome of an audit. They hold facts as types; the writers make the words.

use super::somebody::{Approver, Somebody};
use crate::change::Change;
use crate::config::ExposureEntry;
use crate::exposure::{Exposure, Live, Percent};
use crate::finding::Severity;
use crate::loosening::PolicyEdit;
use crate::plan::ledger::Ledger;
use crate::plan::log::{Decision, Point};
use crate::rule::HistoryFault;
use crate::stage_number::StageNumber;
use crate::text::{CommitId, Source, Span, Unreadable};
use crate::version::Version;
use jiff::Zoned;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A commit as a report names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitFacts {
    /// Its id.
    pub id: CommitId,
    /// Its first parent; `None` where history begins.
    pub parent: Option<CommitId>,
    /// The first line of its message.
    pub subject: String,
    /// The author.
    pub author: Somebody,
    /// The committer.
    pub committer: Somebody,
    /// The day on which it was committed.
    pub day: Date,
    /// The moment at which it was committed, by the committer's own clock and time zone. `None`
    /// when no calendar holds it.
    pub at: Option<Zoned>,
    /// Whether it carries a signature, valid or not.
    pub is_signed: bool,
    /// Whether it is a merge.
    pub is_merge: bool,
    /// The pull request that it came by, as far as its message tells.
    pub pull_request: Option<u64>,
    /// Who approved it by the trailers of its message.
    pub approvers: Vec<Approver>,
    /// The change ticket that its message names.
    pub ticket: Option<String>,
    /// The program that wrote it or helped, by its author, its co-authors or its trailers.
    pub agent: Option<String>,
}

/// A plan with who sees its feature after a commit.
pub struct Exposed {
    /// The plan, with what the flag files say that it asks.
    pub version: Arc<Version>,
    /// The plan before the commit; `None` where there was none.
    pub base: Option<Arc<Version>>,
    /// What the flag files said before the commit and say after it. As in a pull request, what the
    /// plan before asked is answered for both sides, too.
    pub answers: Vec<Answer>,
}

/// What one entry of the configuration says of one flag, on both sides of a commit.
pub struct Answer {
    /// The entry.
    pub entry: Arc<ExposureEntry>,
    /// What it said before; `None` where the plan before does not ask, and where no file was there
    /// that could say it.
    pub before: Option<Exposure>,
    /// What it says after.
    pub after: Exposure,
    /// Whether a file is there after the commit that can say it.
    pub has_file: bool,
    /// Whether the plan before asks for it. A plan that is new asks what it asks after.
    pub is_asked_before: bool,
    /// Whether the plan after asks for it.
    pub is_asked: bool,
}

impl Answer {
    /// Whether it can be told what it says after. A key that is not there is one that nobody had
    /// set, unless its file is not there either.
    pub(super) fn is_told(&self) -> bool {
        self.after.is_readable() || (self.has_file && matches!(self.after.live, Live::Gone { .. }))
    }
}

/// A line or an entry of a file: the path, and where in the file it begins.
pub type Place = (String, usize);

/// What one commit did to a log without stages.
pub struct LedgerChange {
    /// The log before, if it was there.
    pub before: Option<Ledger>,
    /// The log after, if it is there.
    pub after: Option<Ledger>,
}

/// What one commit did to the plans.
pub struct Step {
    /// The commit.
    pub commit: CommitFacts,
    /// The changes, one a plan.
    pub changes: Vec<Change>,
    /// The plans whose features others see from then on, and the changed ones that have flags.
    pub exposed: Vec<Exposed>,
    /// The changes of decision logs without stages.
    pub ledgers: Vec<LedgerChange>,
    /// The rules of the game after it, where they may be others than before.
    pub rules: Option<RulesNow>,
    /// The edits of configuration and template.
    pub policy_edits: Vec<PolicyEdit>,
    /// The commits on a merged branch that wrote the new rows and the new ticks, by their places
    /// after the merge.
    pub writers: BTreeMap<Place, CommitFacts>,
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
    /// The decision logs without stages.
    pub ledgers: Vec<LedgerHistory>,
    /// What was read for it.
    pub coverage: Coverage,
}

/// A decision log without stages, through history.
#[derive(Clone, Debug)]
pub struct LedgerHistory {
    /// Its path, the last that it had.
    pub path: String,
    /// Its entries, in the order in which they came.
    pub entries: Vec<LedgerEntryHistory>,
    /// How many parts of its last version stand where entries do, and are none.
    pub unread: usize,
}

/// An entry of such a log, through history.
#[derive(Clone, Debug)]
pub struct LedgerEntryHistory {
    /// Its ID, folded, when it has one.
    pub id: Option<String>,
    /// What it is called.
    pub name: String,
    /// The day that it gives.
    pub day: Option<Date>,
    /// The commit that added it; `None` when it was there where a shallow clone begins.
    pub added_in: Option<CommitFacts>,
    /// The commits that changed its words.
    pub changed_in: Vec<CommitFacts>,
    /// The commits that put its first words back.
    pub put_back_in: Vec<CommitFacts>,
    /// The commits that moved it among the others.
    pub moved_in: Vec<CommitFacts>,
    /// The commit that took it out; `None` while it is there.
    pub removed_in: Option<CommitFacts>,
}

/// What an audit read of the plans.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// How many versions of plans were read.
    pub versions: usize,
    /// The versions that could not be read.
    pub unread: Vec<UnreadVersion>,
    /// The files that any configuration on the way took for plans.
    pub plan_files: BTreeSet<String>,
    /// The dated entries of the logs as they stand last, by the files that they are in.
    pub entries: BTreeMap<String, EntryCount>,
    /// How many decisions were recorded by somebody in the history.
    pub decisions: usize,
    /// How many of them nobody could tell the approvers of.
    pub unknown_approvals: usize,
    /// Whether the messages of commits name approvers.
    pub has_trailers: bool,
    /// The configurations on the way, in the order of time.
    pub configurations: Vec<RulesPeriod>,
    /// The templates on the way.
    pub templates: Vec<RulesPeriod>,
}

/// A time in which one version of the configuration or of the template was in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesPeriod {
    /// Its path; `None` when there was none.
    pub path: Option<String>,
    /// The id that Git gives its text; `None` when there was no such file.
    pub id: Option<String>,
    /// The commit that brought it; `None` for what the command line names, and when it was there
    /// where history begins.
    pub since: Option<CommitFacts>,
}

/// The configuration and the template of a version, each as a path with the id of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesNow {
    /// The configuration; `None` when there is none.
    pub configuration: Option<(String, Option<String>)>,
    /// The team's own template; `None` when the built-in one is in force.
    pub template: Option<(String, Option<String>)>,
}

/// A version of a plan that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadVersion {
    /// The path of the plan.
    pub path: String,
    /// The commit that brought the version.
    pub commit: CommitFacts,
    /// What keeps the file, or that of its log, from being read; `None` where it is a text without
    /// stages.
    pub cause: Option<Unreadable>,
}

impl UnreadVersion {
    /// Why, as the end of the sentence that it could not be read.
    pub fn why(&self) -> String {
        self.cause.map_or_else(|| "it has no stages any more".to_owned(), |cause| cause.to_string())
    }
}

/// Why nobody can hold the moves of a rollout against a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unjudged {
    /// The last version that could be read has no decision log.
    NoLog,
    /// The newest version could not be read.
    Unread(Box<UnreadVersion>),
}

/// How many dated entries a log has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryCount {
    /// Those that were read.
    pub read: usize,
    /// Those that could not be read.
    pub unread: usize,
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
    /// Who owns it, when the plan says so.
    pub owner: Option<String>,
    /// Where it is, or was when its plan was deleted.
    pub stage: Point,
    /// The last stage of its plan; `None` for a plan without stages.
    pub last_stage: Option<StageNumber>,
    /// The day on which it came to its stage, by its log.
    pub since: Option<Date>,
    /// The day of the first commit with its plan; `None` when that commit is not in the clone.
    pub began: Option<Date>,
    /// The paths that it had before, each with the commit that changed it, or that deleted the plan
    /// there.
    pub renames: Vec<(String, CommitFacts)>,
    /// The times in which its plan was deleted, before it came back.
    pub gaps: Vec<Gap>,
    /// The commits that gave its stages other numbers.
    pub renumberings: Vec<Renumbering>,
    /// The commit that took its plan away; `None` while it is there.
    pub removed_in: Option<CommitFacts>,
    /// How many days are planned at most for the stage that it is in.
    pub planned_now: Option<u32>,
    /// Why its moves are not judged; `None` where they are.
    pub unjudged: Option<Unjudged>,
    /// What was decided and done, in the order of time.
    pub transitions: Vec<AuditedTransition>,
    /// Who really saw the feature, in the order of time; empty when no flag file tells.
    pub line: Vec<LivePoint>,
}

impl Rollout {
    /// A rollout of which only the path of its plan is known.
    pub fn new(path: String) -> Rollout {
        Rollout {
            path,
            id: None,
            title: None,
            owner: None,
            stage: Point::Planned,
            last_stage: None,
            since: None,
            began: None,
            renames: Vec::new(),
            gaps: Vec::new(),
            renumberings: Vec::new(),
            planned_now: None,
            removed_in: None,
            unjudged: None,
            transitions: Vec::new(),
            line: Vec::new(),
        }
    }
}

/// A time in which the plan of a rollout was deleted.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The path that it had before.
    pub path: String,
    /// The path that it came back with.
    pub back_as: String,
    /// The commit that deleted it.
    pub removed_in: CommitFacts,
    /// The commit that brought it back.
    pub back_in: CommitFacts,
}

/// A commit that gave stages other numbers.
#[derive(Clone, Debug)]
pub struct Renumbering {
    /// The commit.
    pub commit: CommitFacts,
    /// The numbers before and after.
    pub stages: Vec<(StageNumber, StageNumber)>,
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
    /// The items of the gates on the way that nobody could tick: their lists have no boxes.
    pub without_box: Vec<String>,
    /// The commit on the merged branch that wrote the row. `None` where the commit that recorded it
    /// is no merge, and where nobody can tell.
    pub written_in: Option<CommitFacts>,
    /// Who approved it before it was merged, without the author of the row and without programs.
    pub approvers: Vec<Approver>,
    /// Who of them approved it only afterwards, each with the days since the merge.
    pub late_approvers: Vec<(Approver, i32)>,
    /// The change ticket that the commit or the row names.
    pub ticket: Option<String>,
    /// Whether a rollout begins again with it, after the one before was over.
    pub is_new_rollout: bool,
    /// The commits that changed or removed its row later.
    pub rewritten_in: Vec<CommitFacts>,
    /// The commits that put back what its row had said first.
    pub put_back_in: Vec<CommitFacts>,
    /// Whether its commit put the row in between older ones. Such a row counts for no stage.
    pub is_inserted: bool,
    /// The commit that filled in open cells of the row.
    pub completed_in: Option<CommitFacts>,
    /// The commit from which on the audience of the move saw the feature, by the flag files. `None`
    /// while it does not, and where no flag file tells.
    pub live_in: Option<CommitFacts>,
    /// Whether it is the last move, is decided, and waits for its flag.
    pub waits_for_flag: bool,
}

impl AuditedTransition {
    /// A move that no decision is recorded for.
    pub fn undecided((from, to): (Point, Point), commit: &CommitFacts) -> AuditedTransition {
        AuditedTransition {
            from,
            to,
            decision: None,
            day: None,
            decided_by: Vec::new(),
            rationale: None,
            commit: commit.clone(),
            recorded: Recorded::Never,
            days: None,
            planned: None,
            open: Vec::new(),
            without_box: Vec::new(),
            written_in: None,
            approvers: Vec::new(),
            late_approvers: Vec::new(),
            ticket: None,
            is_new_rollout: false,
            rewritten_in: Vec::new(),
            put_back_in: Vec::new(),
            is_inserted: false,
            completed_in: None,
            live_in: None,
            waits_for_flag: false,
        }
    }

    /// Whether the rollout went from one stage to another.
    pub(crate) fn moves(&self) -> bool {
        self.from != self.to && !self.is_inserted
    }

    /// `1 → 2`; one stage where a decision was not to move.
    pub(crate) fn step(&self) -> String {
        let AuditedTransition { from, to, .. } = self;
        if from == to { from.to_string() } else { format!("{from} → {to}") }
    }

    /// The commit that recorded the decision; `None` while nobody has, and when nobody knows.
    pub fn recorded_by(&self) -> Option<&CommitFacts> {
        match &self.recorded {
            Recorded::AtOnce => Some(&self.commit),
            Recorded::Later(later) => Some(later),
            _ => None,
        }
    }

    /// The day of the decision; `None` while nobody has recorded it.
    pub fn decided_on(&self) -> Option<Date> {
        match &self.recorded {
            Recorded::AtOnce | Recorded::Before => self.day.or(Some(self.commit.day)),
            Recorded::Later(later) => self.day.or(Some(later.day)),
            Recorded::Never | Recorded::TakenBack(_) | Recorded::Withdrawn | Recorded::Rewritten => None,
        }
    }

    /// How many days after the decision its audience saw the feature; less than 0 when it did
    /// before.
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
    /// The plan's path after the commit. What belongs to no rollout has the path of its own file.
    pub path: String,
    /// The commit that did it.
    pub commit: CommitFacts,
    /// What is wrong, in one line without a final dot.
    pub message: String,
    /// What was rewritten of the record, and where.
    pub rewrite: Option<Box<RewrittenRow>>,
}

/// A row of the record before and after somebody rewrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewrittenRow {
    /// The commit that had recorded it, as far as that is known.
    pub recorded_in: Option<CommitFacts>,
    /// Its cells that changed.
    pub cells: Vec<CellEdit>,
    /// Where it stood, with the line above and the line below; `None` for a row that is new.
    pub before: Option<Excerpt>,
    /// Where it stands; `None` for a row that is gone.
    pub after: Option<Excerpt>,
}

/// A cell of a row before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellEdit {
    /// The name of its column.
    pub column: String,
    /// Its words before; `None` in a row that is new.
    pub before: Option<String>,
    /// Its words after; `None` in a row that is gone.
    pub after: Option<String>,
}

/// Some lines of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The path of the file.
    pub path: String,
    /// The line of the row, from 1.
    pub line: u32,
    /// The lines, each with its number.
    pub lines: Vec<(u32, String)>,
}

impl Excerpt {
    /// The lines of a place in a file, with the line above and the line below.
    pub(super) fn around(source: &Source, span: Span) -> Excerpt {
        /// How many lines are told of an entry that has many.
        const MOST: u32 = 7;
        let (first, last) = (source.line(span.start), source.line(span.end.max(span.start + 1) - 1));
        let to = (last + 1).min(source.line_count()).min(first.saturating_sub(1) + MOST);
        let numbers = first.saturating_sub(1).max(1)..=to;
        let line = |number: u32| (number, source.slice(source.line_span(number)).trim_end().to_owned());
        Excerpt { path: source.path.clone(), line: first, lines: numbers.map(line).collect() }
    }
}

/// A finding in the making.
pub(super) struct Found {
    pub(super) fault: HistoryFault,
    /// Whether it is a warning at most, unless the configuration says otherwise.
    pub(super) is_gentle: bool,
    pub(super) path: String,
    pub(super) commit: CommitFacts,
    pub(super) message: String,
    pub(super) rewrite: Option<Box<RewrittenRow>>,
}
