//! Follows one rollout through history: what its plan last said, which commit recorded which row,
//! and which moves still wait for their row.

use super::entries::{Entries, lies_between};
use super::exposure::Seen;
use super::gates::{EditedGate, without_boxes};
use super::outcome::{
    AuditedTransition, CommitFacts, Exposed, Found, Gap, Recorded, Renumbering, Rollout, Step, Unjudged,
};
use super::people::ticks_by_programs;
use crate::change::{Change, Transition};
use crate::finding::Side;
use crate::plan::duration::{DurationReading, read_duration};
use crate::plan::log::{Decision, LogRow, Point, Route, RowState};
use crate::plan::{Plan, Stage};
use crate::rule::HistoryFault;
use crate::stage_number::StageNumber;
use crate::standing::{Rewrite, StageVerdict, Standing, stage_title};
use crate::text::{CommitId, fold};
use crate::version::Version;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How many days may lie between a row's day and the day of its commit: a weekend and a day.
const DRIFT: i32 = 3;

/// A recorded row of the log as it was last seen.
pub(super) struct KnownRow {
    /// The commit that recorded it, as far as that is known.
    pub(super) commit: Option<CommitFacts>,
    /// The row when its cells were last in their places.
    pub(super) row: LogRow,
    /// What it said before anybody rewrote it; `None` while nobody has.
    pub(super) first: Option<Box<LogRow>>,
    /// The places in [`Followed::found`] of what is told of its rewriting, each with the columns
    /// that nobody has put back.
    pub(super) told: Vec<(usize, Vec<&'static str>)>,
    /// The number that its entry has, when it has one.
    pub(super) entry: Option<usize>,
}

impl KnownRow {
    /// A row as a commit recorded it.
    pub(super) fn new(row: &LogRow, commit: Option<CommitFacts>, entry: Option<usize>) -> KnownRow {
        KnownRow { commit, row: row.clone(), first: None, told: Vec::new(), entry }
    }
}

/// What is known of a rollout while the history is read.
pub(super) struct Followed {
    /// The rollout in the making; its transitions are in `entries` until the end.
    pub(super) rollout: Rollout,
    pub(super) entries: Entries,
    pub(super) found: Vec<Found>,
    /// The last version of the plan that could be read, and where the rollout is by it.
    pub(super) last: Option<(Arc<Version>, Point)>,
    /// How far the last version showed the rollout, with a record or without.
    shown: Point,
    /// Where the rollout was, in words, when its plan was deleted too early.
    pub(super) lost_at: Option<String>,
    /// The recorded rows, by their places in the log of the last version.
    pub(super) rows: BTreeMap<usize, KnownRow>,
    /// The rows that were taken out of the record, and may be put back.
    pub(super) gone: Vec<KnownRow>,
    /// The commit that brought the rollout to its stage, as far as a row tells.
    pub(super) arrived_in: Option<CommitFacts>,
    /// The gates that were edited while their stages ran, and that nobody has passed since.
    edited_gates: Vec<EditedGate>,
    /// Who sees the feature.
    pub(super) seen: Seen,
    /// The places in time of the commits that touched the plan or its flags.
    pub(super) commits: HashMap<CommitId, usize>,
    /// Whether the first known version is no beginning: it had another version before, or came with
    /// decisions.
    is_from_elsewhere: bool,
}

impl Followed {
    pub(super) fn new(change: &Change) -> Followed {
        Followed {
            rollout: Rollout::new(change.path().to_owned()),
            entries: Entries::default(),
            found: Vec::new(),
            last: None,
            shown: Point::Planned,
            lost_at: None,
            rows: BTreeMap::new(),
            gone: Vec::new(),
            arrived_in: None,
            edited_gates: Vec::new(),
            seen: Seen::default(),
            commits: HashMap::new(),
            is_from_elsewhere: false,
        }
    }

    pub(super) fn find(&mut self, fault: HistoryFault, commit: &CommitFacts, message: String) -> &mut Found {
        let path = self.path_at(commit);
        self.found.push(Found { fault, is_gentle: false, path, commit: commit.clone(), message, rewrite: None });
        self.found.last_mut().expect("one was just put there")
    }

    /// The path that the plan had after a commit.
    fn path_at(&self, commit: &CommitFacts) -> String {
        let place = self.commits.get(&commit.id);
        let is_later = |(_, changed): &&(String, CommitFacts)| place < self.commits.get(&changed.id);
        let renamed = self.rollout.renames.iter().find(|rename| place.is_some() && is_later(rename));
        renamed.map_or(&self.rollout.path, |(before, _)| before).clone()
    }

    fn touch(&mut self, commit: &CommitFacts) {
        let place = self.commits.len();
        self.commits.entry(commit.id.clone()).or_insert(place);
    }

    /// Whether a version has no stages any more. Nobody could follow such a plan.
    pub(super) fn loses_its_form(&self, head: &Plan) -> bool {
        self.last.as_ref().is_some_and(|(last, _)| last.stages.len() > 1 && head.stages.len() < 2)
    }

    /// Whether another rollout takes the path over: nothing of the one before is left.
    pub(super) fn is_replaced_by(&self, change: &Change) -> bool {
        let Some(((last, _), head)) = self.last.as_ref().zip(change.head()) else { return false };
        let ids = last.id.as_ref().zip(head.id.as_ref());
        let is_gone = |rewrite: &&Rewrite| match rewrite {
            Rewrite::Removed { .. } => true,
            Rewrite::Modified { after, .. } => change.row_after(*after).state != RowState::Recorded,
            Rewrite::Inserted { .. } => false,
        };
        let gone = change.rewrites.iter().filter(is_gone).count();
        ids.is_some_and(|(one, other)| fold(one) != fold(other)) && !self.rows.is_empty() && gone >= self.rows.len()
    }

    /// Whether the plan came from elsewhere, or is gone.
    pub(super) fn comes_or_goes(&self) -> bool {
        self.is_from_elsewhere || self.rollout.removed_in.is_some()
    }

    /// Reads what a commit did to the plan.
    pub(super) fn read(&mut self, change: &Change, step: &Step) {
        let Some(head) = change.head() else { return };
        // After a gap the new version is compared with the last one that was read.
        let last = self.last.as_ref().map(|(last, _)| last);
        let is_gap = |last: &&Arc<Version>| change.base().is_none_or(|base| base.source.text != last.source.text);
        let across =
            last.filter(is_gap).map(|last| Change::between(Some(last.clone()), Some(head.clone()), change.today));
        let change = across.as_ref().unwrap_or(change);
        let Some(standing) = &change.after else { return };

        let commit = &step.commit;
        self.touch(commit);
        if change.base().is_none() && !step.is_cut_off {
            self.rollout.began = Some(commit.day);
        }
        if self.last.is_none() && !step.is_beginning {
            self.is_from_elsewhere = change.base().is_some() || !standing.record.is_empty();
        }
        self.read_path(&head.source.path, commit);
        self.lost_at = None;
        self.rollout.id.clone_from(&head.id);
        self.rollout.title.clone_from(&head.title);
        self.rollout.owner.clone_from(&head.owner);
        self.rollout.last_stage = (!head.stages.is_empty()).then(|| head.last_stage());
        let alone = Standing::alone(head.clone(), change.today);
        let is_judged = head.log.is_some() && !matches!(alone.verdict, StageVerdict::NotJudged { .. });
        self.rollout.unjudged = (!is_judged).then_some(Unjudged::NoLog);

        self.read_renumbering(change, commit);
        self.edited_gates.extend(EditedGate::of(change, commit));
        self.read_old_rows(change, commit);
        let entries = self.entries.count();
        let is_unrecorded = matches!(standing.verdict, StageVerdict::Moved { .. } | StageVerdict::Reset { .. });
        for transition in change.transitions() {
            match &transition.row {
                Some(row) => self.read_new_row(change, standing, *row, &transition, step),
                None if is_unrecorded => self.read_move(standing, (transition.from, transition.to), step),
                None => {}
            }
        }
        self.read_moves_without_a_log(&alone, step);
        for (message, commit) in ticks_by_programs(change, step) {
            self.find(HistoryFault::DecisionByAgent, &commit, message);
        }
        self.edited_gates.retain(|gate| gate.waits(standing));
        // A change that takes a decision back is judged by the stage before it. From then on the
        // plan alone counts.
        let gate = if change.rewrites.iter().any(takes_out) { alone.gate } else { standing.gate };
        let stood = change.before.as_ref().filter(|_| change.takes_back()).unwrap_or(standing).gate;
        if gate != stood {
            self.read_rewritten_way(stood, gate, commit);
        }
        self.entries.take_back(entries, &alone, commit);
        let arrival = alone.arrival();
        self.rollout.since = arrival.and_then(|index| self.first_decided_on(&alone, index, change));
        let arrived = arrival.and_then(|index| self.rows.get(&alone.record[index].id.index));
        let entry = arrived.and_then(|known| known.entry).and_then(|entry| self.entries.get_mut(entry));
        self.arrived_in = entry.map(|entry| entry.commit.clone()).or_else(|| arrived?.commit.clone());
        self.rollout.stage = gate;
        let runs = self.entries.transitions().rev().find(|last| last.moves());
        let runs = runs.filter(|last| last.recorded == Recorded::Never).map_or(gate, |last| last.to);
        self.rollout.planned_now = runs.stage().and_then(|stage| planned_days(head, stage));
        self.last = Some((head.clone(), gate));
    }

    /// Reads where the plan is, and since when it is there again when it was deleted.
    fn read_path(&mut self, path: &str, commit: &CommitFacts) {
        let before = std::mem::replace(&mut self.rollout.path, path.to_owned());
        let removed = self.rollout.removed_in.take().filter(|removed| removed.id != commit.id);
        if let Some(removed_in) = removed.clone() {
            let (path, back_as) = (before.clone(), path.to_owned());
            self.rollout.gaps.push(Gap { path, back_as, removed_in, back_in: commit.clone() });
        }
        if before != path {
            self.rollout.renames.push((before, removed.unwrap_or_else(|| commit.clone())));
        }
    }

    /// Reads that stages have other numbers from a commit on.
    fn read_renumbering(&mut self, change: &Change, commit: &CommitFacts) {
        let Some((base, head)) = change.base().zip(change.head()) else { return };
        let numbers = |(was, is): &(usize, usize)| (base.stages[*was].number, head.stages[*is].number);
        let stages: Vec<_> = change.pairing.stages.pairs.iter().map(numbers).filter(|(was, is)| was != is).collect();
        if !stages.is_empty() {
            self.rollout.renumberings.push(Renumbering { commit: commit.clone(), stages });
        }
    }

    /// Reads who sees the feature after a commit.
    pub(super) fn read_exposed(&mut self, exposed: &Exposed, step: &Step) {
        self.touch(&step.commit);
        self.seen.read(exposed, step);
    }

    /// The path of the plan, and who sees its feature.
    pub(super) fn seen(&mut self) -> (&str, &mut Seen) {
        (&self.rollout.path, &mut self.seen)
    }

    /// Reads that a commit deleted the plan. A namesake is another plan in which the rollout goes
    /// on.
    pub(super) fn read_removal(&mut self, commit: &CommitFacts, has_namesake: bool) {
        self.touch(commit);
        self.seen.leave();
        self.rollout.removed_in = Some(commit.clone());
        let Some((plan, point)) = &self.last else { return };
        let is_over = *point == Point::Aborted || *point == Point::Stage(plan.last_stage());
        self.lost_at = (!is_over && !has_namesake).then(|| named(plan, *point));
    }

    // --- decisions and moves that are new ---

    /// Reads a decision that a commit records.
    fn read_new_row(
        &mut self,
        change: &Change,
        standing: &Standing,
        index: usize,
        transition: &Transition,
        step: &Step,
    ) {
        let (to, commit) = (transition.to, &step.commit);
        let (head, row) = (standing.plan(), standing.row(index));
        let begins_again = begins_again(head, transition.from, standing.route(index), row.verb);
        let from = begins_again.unwrap_or(transition.from);
        let moves = from != to;
        self.read_edited_gates(head, (from, to), commit);
        if self.read_return(standing.record[index].id.index, row, commit) {
            if moves {
                self.read_way_back((from, to), commit);
            }
            return;
        }
        let mut made = decision(row, (from, to), commit);
        made.recorded = if step.is_cut_off { Recorded::Before } else { Recorded::AtOnce };
        made.is_new_rollout = begins_again.is_some();
        let place = (head.log_file().path.clone(), row.whole.start);
        made.written_in = step.writers.get(&place).cloned();
        if moves {
            made.days = self.stayed(standing, index, change).filter(|_| begins_again.is_none());
            made.planned = from.stage().and_then(|stage| planned_days(head, stage));
            let skips = row.verb == Some(Decision::Skip);
            made.open = open_at(standing, from, to, skips);
            made.without_box = without_boxes(standing, from, to, skips);
        }
        let (entry, is_late) = self.entries.put(made);
        let by = (!step.is_cut_off).then(|| commit.clone());
        self.rows.insert(standing.record[index].id.index, KnownRow::new(row, by, Some(entry)));
        // A plan that comes with rows was kept elsewhere before. Nobody knows how the rows came
        // there.
        let is_first = change.base().is_none();
        if moves && !is_first {
            self.came_directly((from, to), if is_late { "was recorded" } else { "came" }, commit);
        }
        let drift = row.day.day().map(|day| (commit.day - day).get_days());
        if let Some(drift) = drift.filter(|drift| drift.abs() > DRIFT && !is_first) {
            let side = if drift > 0 { "before" } else { "after" };
            let days = drift.abs();
            let message = format!("the decision {} is dated {days} days {side} the commit that brings it", row.step());
            self.find(HistoryFault::DateDrift, commit, message);
        }
        if row.verb == Some(Decision::ProceedWithException) {
            let message = format!("{} was passed with an exception by {}", row.step(), people(&row.deciders));
            self.find(HistoryFault::Exception, commit, message);
        }
    }

    /// For how many days the rollout had been where a row found it.
    fn stayed(&self, standing: &Standing, index: usize, change: &Change) -> Option<i32> {
        let came = self.first_decided_on(standing, standing.last_move_before(index)?, change)?;
        let days = (standing.decided_on(index)? - came).get_days();
        (days >= 0).then_some(days)
    }

    /// The day of a row of the record as it was recorded first, or as an amendment corrects it.
    /// Whoever rewrites the row changes no count.
    fn first_decided_on(&self, standing: &Standing, index: usize, change: &Change) -> Option<Date> {
        let id = standing.record[index].id;
        let place = match id.side {
            Side::Head => Some(id.index),
            Side::Base => change.pairing.rows.after(id.index),
        };
        let first = place.and_then(|place| self.rows.get(&place)?.first.as_ref()?.day.day());
        standing.amended_day(index).or(first).or_else(|| standing.decided_on(index))
    }

    /// Names the gates that a move passes, and that this commit or an earlier one edited.
    fn read_edited_gates(&mut self, head: &Plan, (from, to): (Point, Point), commit: &CommitFacts) {
        // Before the first stage, nothing is lower.
        let is_left = |stage: &&Stage| (from.stage()..to.stage()).contains(&Some(stage.number));
        let is_entered = |stage: &&Stage| from.stage() < Some(stage.number) && Some(stage.number) <= to.stage();
        let left: Vec<&Stage> = head.stages.iter().filter(is_left).collect();
        let entered: Vec<&Stage> = head.stages.iter().filter(is_entered).collect();
        let (passed, waiting): (Vec<EditedGate>, Vec<EditedGate>) =
            std::mem::take(&mut self.edited_gates).into_iter().partition(|gate| gate.is_passed_by(&left, &entered));
        self.edited_gates = waiting;
        for gate in passed.iter().filter(|gate| !gate.is_restored(head)) {
            let message = format!("{from} → {to} passes {}", gate.in_words(commit));
            self.find(HistoryFault::GateEdited, commit, message);
        }
    }

    /// Reads a move that a commit makes without a record.
    fn read_move(&mut self, standing: &Standing, (from, to): (Point, Point), step: &Step) {
        let commit = &step.commit;
        let first = Point::Stage(standing.plan().first_stage());
        let is_over = from == Point::Stage(standing.plan().last_stage()) && standing.plan().stages.len() > 1;
        if is_over && (to == first || to == Point::Planned) {
            // The stages begin again: the rollout before was over.
            self.entries
                .push(AuditedTransition { is_new_rollout: true, ..AuditedTransition::undecided((from, to), commit) });
            return;
        }
        // Earlier moves without a row have their own entries.
        let mut from = from;
        for earlier in self.entries.transitions().filter(|earlier| !earlier.is_new_rollout) {
            if earlier.recorded == Recorded::Never && earlier.from == from {
                from = earlier.to;
            }
        }
        let goes_up = to.stage() > standing.gate.stage();
        let initial = standing.plan().ladder.initial.filter(|_| step.is_before_rules);
        let needs_none = initial.is_some_and(|initial| to.stage().is_some_and(|to| to <= initial));
        if from == to || (goes_up && from.stage() >= to.stage()) || (goes_up && needs_none) {
            return;
        }
        let (open, without_box) = (open_at(standing, from, to, false), without_boxes(standing, from, to, false));
        self.entries.push(AuditedTransition { open, without_box, ..AuditedTransition::undecided((from, to), commit) });
        // Nobody knows who made a move that is in the first commit of a clone.
        if !step.is_cut_off {
            self.came_directly((from, to), "came", commit);
        }
    }

    /// Reads what a plan of a rollout shows that has no decision log: each step up is one that
    /// nobody recorded.
    fn read_moves_without_a_log(&mut self, alone: &Standing, step: &Step) {
        let (before, is_first) = (self.shown, self.last.is_none());
        self.shown = alone.place();
        let plan = alone.plan();
        let is_of_a_rollout = plan.id.is_some() || plan.title.is_some();
        if self.rollout.unjudged.is_none() || is_first || !is_of_a_rollout || self.shown.stage() <= before.stage() {
            return;
        }
        let from = if before == Point::Planned { Point::Stage(plan.first_stage()) } else { before };
        self.read_move(alone, (from, self.shown), step);
    }

    /// Reads that the rollout is elsewhere, because a decision was rewritten.
    fn read_rewritten_way(&mut self, from: Point, to: Point, commit: &CommitFacts) {
        let puts_back = |entry: &AuditedTransition| entry.put_back_in.iter().any(|back| back.id == commit.id);
        if self.entries.transitions().any(puts_back) {
            return self.read_way_back((from, to), commit);
        }
        let is_back = to.stage() < from.stage();
        let recorded = if is_back { Recorded::Withdrawn } else { Recorded::Rewritten };
        self.entries.push(AuditedTransition { recorded, ..AuditedTransition::undecided((from, to), commit) });
    }

    /// Reads that the rollout is where it was, because a decision was put back into the record.
    fn read_way_back(&mut self, (from, to): (Point, Point), commit: &CommitFacts) {
        let (recorded, put_back_in) = (Recorded::Rewritten, vec![commit.clone()]);
        let back = AuditedTransition { recorded, put_back_in, ..AuditedTransition::undecided((from, to), commit) };
        self.entries.push(back);
    }

    /// A move should come by a pull request, where somebody else has seen it.
    fn came_directly(&mut self, (from, to): (Point, Point), how: &str, commit: &CommitFacts) {
        if !commit.is_merge && commit.pull_request.is_none() {
            let message = format!("{from} → {to} {how} in no merge, and names no pull request");
            self.find(HistoryFault::DirectPush, commit, message);
        }
    }
}

/// Whether an edit changes or removes a recorded row.
fn takes_out(rewrite: &Rewrite) -> bool {
    matches!(rewrite, Rewrite::Removed { .. } | Rewrite::Modified { .. })
}

/// Where a rollout begins again by a row, when the one before had come to the last stage.
fn begins_again(plan: &Plan, was: Point, route: &Route, verb: Option<Decision>) -> Option<Point> {
    let is_over = was == Point::Stage(plan.last_stage()) && plan.stages.len() > 1;
    let is_forward = verb.is_none_or(|verb| verb.is_forward() || matches!(verb, Decision::Restart | Decision::Adopt));
    let Route::Move(from, to) = route else { return None };
    let is_first = from.stage().is_none_or(|from| from == plan.first_stage());
    (is_over && is_forward && is_first && from.stage() < to.stage()).then_some(*from)
}

/// A decision that was recorded with its move.
pub(super) fn decision(row: &LogRow, (from, to): (Point, Point), commit: &CommitFacts) -> AuditedTransition {
    AuditedTransition {
        decision: row.verb,
        day: row.day.day(),
        decided_by: row.deciders.clone(),
        rationale: rationale(row),
        recorded: Recorded::AtOnce,
        ..AuditedTransition::undecided((from, to), commit)
    }
}

pub(super) fn rationale(row: &LogRow) -> Option<String> {
    row.rationale.is_filled().then(|| row.rationale.text.clone())
}

fn people(names: &[String]) -> String {
    if names.is_empty() { "nobody by name".to_owned() } else { names.join(", ") }
}

/// `Stage 1`, `planned`.
fn named(plan: &Plan, point: Point) -> String {
    point.stage().map_or_else(|| point.to_string(), |stage| stage_title(plan, stage))
}

/// The upper bound of a stage's duration.
pub(super) fn planned_days(plan: &Plan, stage: StageNumber) -> Option<u32> {
    match read_duration(&plan.duration_of(stage)?.value.text) {
        DurationReading::Days { most, .. } => Some(most),
        DurationReading::Open | DurationReading::None => None,
    }
}

/// The open criteria of the gates between two stages, after a change. Stages that a decision skips
/// do not count.
fn open_at(standing: &Standing, from: Point, to: Point, skips: bool) -> Vec<String> {
    let open = to.stage().map(|to| standing.open_between(from, to)).unwrap_or_default();
    let is_skipped = |number: StageNumber| skips && lies_between(from, Point::Stage(number), to);
    let asked = open.into_iter().filter(|(stage, _, _)| !is_skipped(stage.number));
    asked.map(|(stage, criterion, _)| format!("{}: {}", stage.title, criterion.text)).collect()
}
