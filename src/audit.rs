//! What a repository's history says of its rollouts: who moved which to where, on what grounds, whether it was recorded, and who rewrote the record. Pure: it
//! is given each change with its commit, in the order of time.

use crate::change::{Change, Rewrite, StageVerdict, stage_title};
use crate::config::Policy;
use crate::finding::Severity;
use crate::plan::Plan;
use crate::plan::duration::{DurationReading, read_duration};
use crate::plan::log::{Decision, LogRow, Point};
use crate::rules;
use crate::text::{fold, short_commit};
use jiff::civil::Date;
use std::collections::BTreeMap;

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
    /// What was before is not in the repository: the commit shows what was there, and not who brought it.
    pub is_cut_off: bool,
}

/// What the history says.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// The rollouts, in the order in which they came.
    pub rollouts: Vec<Rollout>,
    /// What is wrong, in the order of the rollouts and then of time.
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
    /// A move that no decision is recorded for.
    fn undecided(from: Point, to: Point, commit: &CommitFacts) -> AuditedTransition {
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
            rewritten_in: Vec::new(),
            completed_in: None,
        }
    }

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
    pub commit: String,
    /// The day of that commit.
    pub day: Date,
    /// What is wrong, in one line without a final dot.
    pub message: String,
}

/// A row's day may be this many days from that of the commit that brings it: a weekend and a day.
const DRIFT: i32 = 3;

/// A stage is stalled after so many times the upper bound of its duration.
const STALL: i64 = 2;

/// A finding in the making.
struct Found {
    rule: &'static str,
    path: String,
    commit: String,
    day: Date,
    message: String,
}

/// What is known of a rollout while the history is read.
struct Known {
    rollout: Rollout,
    findings: Vec<Found>,
    /// The last version of the plan, and where the rollout is by it.
    last: Option<(Plan, Point)>,
    /// Where the rollout was, in words, when its plan went before it was over.
    lost_at: Option<String>,
    /// The day on which it came to where it is, by the row of its log.
    since: Option<Date>,
    /// By a row's key the commit that recorded it, as far as that is known.
    rows: BTreeMap<String, Option<CommitFacts>>,
}

/// Reads a history. The steps are in the order of time; `today` is the day that the report is made for. The policy says how grave each rule's findings are, and
/// which are off.
pub fn audit(steps: &[Step], today: Date, policy: &Policy) -> Audit {
    let mut known: Vec<Known> = Vec::new();
    let mut audit = Audit::default();
    for step in steps {
        for change in &step.changes {
            // What nobody can read took nothing away, and neither did it bring anything.
            if change.head.as_ref().is_some_and(|head| !head.is_readable()) {
                audit.unread.push((change.path().to_owned(), step.commit.clone()));
                continue;
            }
            let index = find(&known, change).unwrap_or_else(|| {
                known.push(Known::new(change));
                known.len() - 1
            });
            known[index].read(change, step);
        }
    }
    for mut known in known {
        known.close(today);
        let rollout = audit.rollouts.len();
        audit.rollouts.push(known.rollout);
        let of_rollout = |found: Found| {
            let rule = rules::find(found.rule).expect("each rule about history has its page");
            let severity = policy.rules.get(rule.id).copied().unwrap_or(Some(rule.severity))?;
            let Found { path, commit, day, message, .. } = found;
            Some(AuditFinding { rule: rule.id, severity, rollout, path, commit, day, message })
        };
        audit.findings.extend(known.findings.into_iter().filter_map(of_rollout));
    }
    audit
}

/// The rollout that a change is about: by the path that it had, or for a plan that comes back by its Rollout ID.
fn find(known: &[Known], change: &Change) -> Option<usize> {
    let before = change.base.as_ref().map(|plan| plan.source.path.as_str());
    match before {
        Some(path) => {
            let is_it = |known: &Known| known.rollout.path == path;
            // Another one may have had the path before.
            let is_here = |known: &Known| is_it(known) && known.rollout.removed_in.is_none();
            known.iter().rposition(is_here).or_else(|| known.iter().rposition(is_it))
        }
        None => {
            let id = change.plan().id.as_ref().map(|id| fold(id))?;
            let is_same = |known: &Known| {
                known.rollout.removed_in.is_some() && known.rollout.id.as_ref().is_some_and(|other| fold(other) == id)
            };
            known.iter().rposition(is_same)
        }
    }
}

impl Known {
    fn new(change: &Change) -> Known {
        let rollout = Rollout {
            path: change.path().to_owned(),
            id: None,
            title: None,
            stage: Point::Planned,
            began: None,
            renames: Vec::new(),
            planned_now: None,
            removed_in: None,
            transitions: Vec::new(),
        };
        Known { rollout, findings: Vec::new(), last: None, lost_at: None, since: None, rows: BTreeMap::new() }
    }

    fn find(&mut self, rule: &'static str, commit: &CommitFacts, message: String) {
        let path = self.rollout.path.clone();
        self.findings.push(Found { rule, path, commit: commit.id.clone(), day: commit.day, message });
    }

    fn read(&mut self, change: &Change, step: &Step) {
        let commit = &step.commit;
        let Some(head) = &change.head else {
            self.read_removal(change, commit);
            return;
        };
        if self.rollout.path != head.source.path {
            let before = std::mem::replace(&mut self.rollout.path, head.source.path.clone());
            self.rollout.renames.push((before, commit.clone()));
        }
        (self.rollout.removed_in, self.lost_at) = (None, None);
        self.rollout.id.clone_from(&head.id);
        self.rollout.title.clone_from(&head.title);
        self.read_rewrites(change, commit);
        let unrecorded = matches!(change.verdict, StageVerdict::Moved { .. } | StageVerdict::Reset { .. });
        for transition in change.transitions() {
            match &transition.row {
                Some(row) => self.read_row(change, row, (transition.from, transition.to), step),
                None if unrecorded => self.read_move(change, (transition.from, transition.to), step),
                None => {}
            }
        }
        let mut gate = change.gate;
        if change.rewrites.iter().any(|rewrite| matches!(rewrite, Rewrite::Removed { .. } | Rewrite::Modified { .. })) {
            // A change that takes a decision back is judged by the gate that it had passed; from then on the plan says what it says.
            gate = Change::single(head.clone(), commit.day).gate;
            if gate != change.gate {
                self.read_withdrawal((change.gate, gate), commit);
            }
        }
        self.rollout.stage = gate;
        self.rollout.planned_now = gate.stage().and_then(|stage| planned_days(head, stage));
        self.last = Some((head.clone(), gate));
    }

    /// A decision is no longer in the record, and the rollout is where it was before.
    fn read_withdrawal(&mut self, (from, to): (Point, Point), commit: &CommitFacts) {
        let arrival = self.rollout.transitions.iter().rev().find(|known| known.to == to && known.moves());
        self.since = arrival.and_then(|known| known.day);
        self.rollout.transitions.push(AuditedTransition {
            recorded: Recorded::Withdrawn,
            ..AuditedTransition::undecided(from, to, commit)
        });
    }

    fn read_removal(&mut self, change: &Change, commit: &CommitFacts) {
        let Some(base) = &change.base else { return };
        // Of a version that nobody could read, the one before it tells where the rollout was.
        let known = self.last.as_ref().filter(|_| !base.is_readable());
        let (base, point) = match known {
            Some((plan, point)) => (plan, *point),
            None => (base, change.base_gate().unwrap_or(Point::Planned)),
        };
        let is_over = point == Point::Aborted || point == Point::Stage(base.last_stage());
        self.rollout.removed_in = Some(commit.clone());
        self.rollout.stage = point;
        self.lost_at = (!is_over).then(|| named(base, point));
    }

    /// A decision that a commit records.
    fn read_row(&mut self, change: &Change, row: &LogRow, (from, to): (Point, Point), step: &Step) {
        let commit = &step.commit;
        let plan = change.plan();
        // A plan that comes with rows was kept elsewhere before: how they came there, nobody can tell.
        let is_first = change.base.as_ref().is_none_or(|base| !base.is_readable());
        if is_first && self.rows.contains_key(&key(row)) {
            // The plan was away, or could not be read, and is back.
            return;
        }
        let day = row.day.day();
        self.rows.insert(key(row), (!step.is_cut_off).then(|| commit.clone()));
        let days = self.since.zip(day).map(|(since, day)| (day - since).get_days());
        let planned = from.stage().and_then(|stage| planned_days(plan, stage));
        let open = if from == to { Vec::new() } else { open_at(change, from, to) };
        let told = AuditedTransition {
            from,
            to,
            decision: row.verb.map(|verb| verb.word().to_owned()),
            day,
            decided_by: row.deciders.clone(),
            rationale: row.rationale.is_filled().then(|| row.rationale.text.clone()),
            commit: commit.clone(),
            recorded: if step.is_cut_off { Recorded::Before } else { Recorded::AtOnce },
            days: days.filter(|_| from != to),
            planned: planned.filter(|_| from != to),
            open,
            rewritten_in: Vec::new(),
            completed_in: None,
        };
        if self.put(told, (from, to)) && from != to && !is_first {
            self.came_directly(from, to, commit);
        }
        if from != to {
            self.since = day;
        }
        let drift = day.map(|day| (commit.day - day).get_days());
        if let Some(drift) = drift.filter(|drift| drift.abs() > DRIFT && !is_first) {
            let side = if drift > 0 { "before" } else { "after" };
            let days = drift.abs();
            let message = format!("the decision {} is dated {days} days {side} the commit that brings it", row.step());
            self.find("audit-date-drift", commit, message);
        }
        if row.verb == Some(Decision::ProceedWithException) {
            let message = format!("{} was passed with an exception by {}", row.step(), people(&row.deciders));
            self.find("audit-exception", commit, message);
        }
    }

    /// Puts a decision where it belongs: to the move that was made without it, else to the end. Says whether it moved the rollout itself.
    fn put(&mut self, told: AuditedTransition, (from, to): (Point, Point)) -> bool {
        let transitions = &mut self.rollout.transitions;
        let is_open = |known: &AuditedTransition| known.recorded == Recorded::Never && from != to;
        let goes_on = |known: &AuditedTransition| known.from == told.from && lies_between(from, to, known.to);
        let recorded = Recorded::Later(told.commit.clone());
        // A jump over stages may be recorded a step at a time.
        if let Some(index) = transitions.iter().position(|known| is_open(known) && goes_on(known)) {
            transitions[index].from = told.to;
            let commit = transitions[index].commit.clone();
            transitions.insert(index, AuditedTransition { commit, recorded, ..told });
            return false;
        }
        if let Some(known) = transitions.iter_mut().rfind(|known| is_open(known) && known.to == told.to) {
            // The move was made before, and what was open is what was open then.
            let (commit, open) = (known.commit.clone(), std::mem::take(&mut known.open));
            *known = AuditedTransition { commit, open, recorded, ..told };
            return false;
        }
        transitions.push(told);
        true
    }

    /// A move that a commit makes without recording it.
    fn read_move(&mut self, change: &Change, (from, to): (Point, Point), step: &Step) {
        let commit = &step.commit;
        let is_known = |known: &AuditedTransition| known.recorded == Recorded::Never && known.to == to;
        if self.rollout.transitions.last().is_some_and(is_known) {
            return;
        }
        let open = open_at(change, from, to);
        self.rollout.transitions.push(AuditedTransition { open, ..AuditedTransition::undecided(from, to, commit) });
        // Who made a move that was there where a clone begins, nobody can tell.
        if !step.is_cut_off {
            self.came_directly(from, to, commit);
        }
    }

    /// A move should come by a pull request, where somebody else has seen it.
    fn came_directly(&mut self, from: Point, to: Point, commit: &CommitFacts) {
        if !commit.is_merge && commit.pull_request.is_none() {
            let message = format!("{from} → {to} came in no merge, and names no pull request");
            self.find("audit-direct-push", commit, message);
        }
    }

    fn read_rewrites(&mut self, change: &Change, commit: &CommitFacts) {
        for rewrite in &change.rewrites {
            let (row, what) = match rewrite {
                Rewrite::Modified { before, after, .. } if after.day.day().is_none() => {
                    (before, "was taken out of the record".to_owned())
                }
                Rewrite::Modified { before, columns, .. } => {
                    (before, format!("was rewritten ({})", columns.join(", ")))
                }
                Rewrite::Removed { before, .. } => (before, "was taken out of the record".to_owned()),
                Rewrite::Inserted { row, .. } => (row, "was put in between older ones".to_owned()),
            };
            let recorded = match rewrite {
                // What is gone may come back, and is recorded then.
                Rewrite::Removed { .. } => self.rows.remove(&key(row)).flatten(),
                Rewrite::Modified { .. } | Rewrite::Inserted { .. } => self.rows.get(&key(row)).cloned().flatten(),
            };
            let recorded = recorded.map(|commit| format!(", which {} had recorded,", short_commit(&commit.id)));
            let message = format!(
                "the decision {}{} {what} in {}",
                row.step(),
                recorded.unwrap_or_default(),
                short_commit(&commit.id)
            );
            self.find("audit-log-rewritten", commit, message);
        }
    }

    /// What is to be said once all of the history is read.
    fn close(&mut self, today: Date) {
        let unlogged: Vec<AuditedTransition> =
            self.rollout.transitions.iter().filter(|known| known.recorded == Recorded::Never).cloned().collect();
        for known in unlogged {
            let message = format!("{} → {} was never recorded", known.from, known.to);
            self.find("audit-unlogged-transition", &known.commit, message);
        }
        if let Some((place, commit)) = self.lost_at.take().zip(self.rollout.removed_in.clone()) {
            let message = format!("the plan was deleted while the rollout was at {place}");
            self.find("audit-plan-lost", &commit, message);
        }
        let Some(((plan, gate), since)) = self.last.take().zip(self.since) else { return };
        let is_running = self.rollout.removed_in.is_none() && plan.next_stage(gate).is_some();
        let Some(stage) = gate.stage().filter(|_| is_running) else { return };
        let days = (today - since).get_days();
        if let Some(most) = planned_days(&plan, stage).filter(|most| i64::from(days) > STALL * i64::from(*most)) {
            let message = format!("{} has lasted {days} days, and {most} were planned", stage_title(&plan, stage));
            let last = self.rollout.transitions.last().map(|known| known.commit.clone());
            if let Some(commit) = last {
                self.find("audit-stalled", &commit, message);
            }
        }
    }
}

/// Whether a step to `to` stops short of a later stage.
fn lies_between(from: Point, to: Point, later: Point) -> bool {
    let (Point::Stage(from), Point::Stage(to), Point::Stage(later)) = (from, to, later) else { return false };
    from < to && to < later
}

/// What a row is known by while others are added and moved.
fn key(row: &LogRow) -> String {
    format!("{}/{}/{}", row.step(), fold(&row.date.text), row.verb.map_or("", Decision::word))
}

fn people(names: &[String]) -> String {
    if names.is_empty() { "nobody by name".to_owned() } else { names.join(", ") }
}

/// `Stage 1`, `planned`.
fn named(plan: &Plan, point: Point) -> String {
    point.stage().map_or_else(|| point.to_string(), |stage| stage_title(plan, stage))
}

/// The upper bound of a stage's duration.
fn planned_days(plan: &Plan, stage: u32) -> Option<u32> {
    match read_duration(&plan.duration_of(stage)?.value.text) {
        DurationReading::Days { most, .. } => Some(most),
        DurationReading::Open | DurationReading::None => None,
    }
}

/// What was open of the gates between two stages, after a change.
fn open_at(change: &Change, from: Point, to: Point) -> Vec<String> {
    let open = to.stage().map(|to| change.open_between(from, to)).unwrap_or_default();
    open.into_iter().map(|(stage, criterion, _)| format!("{}: {}", stage.title, criterion.text)).collect()
}
