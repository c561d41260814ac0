//! Follows one rollout through history: what its plan last said, which commit recorded which row,
//! and which moves still wait for their row.

use super::entries::{Entries, lies_between};
use super::exposure::{Seen, live_on};
use super::gates::EditedGate;
use super::outcome::{AuditedTransition, CommitFacts, Exposed, Found, Recorded, Rollout, Step};
use crate::change::{Change, Transition};
use crate::pairing::{RATIONALE, edited_columns};
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

/// After how many times the upper bound of its duration a stage is stalled.
const STALL: i64 = 2;

/// A recorded row of the log as it was last seen.
struct KnownRow {
    /// The commit that recorded it, as far as that is known.
    commit: Option<CommitFacts>,
    /// The row when its cells were last in their places.
    row: LogRow,
    /// The number that its entry has, when it has one.
    entry: Option<usize>,
}

/// What is known of a rollout while the history is read.
pub(super) struct Followed {
    /// The rollout in the making; its transitions are in `entries` until the end.
    pub(super) rollout: Rollout,
    entries: Entries,
    found: Vec<Found>,
    /// The last version of the plan that could be read, and where the rollout is by it.
    last: Option<(Arc<Version>, Point)>,
    /// Where the rollout was, in words, when its plan was deleted too early.
    lost_at: Option<String>,
    /// The day on which it came to its stage, by its log.
    since: Option<Date>,
    /// The recorded rows, by their places in the log of the last version.
    rows: BTreeMap<usize, KnownRow>,
    /// The gates that were edited while their stages ran, and that nobody has passed since.
    edited_gates: Vec<EditedGate>,
    /// Who sees the feature.
    seen: Seen,
    /// The places in time of the commits that touched the plan or its flags.
    commits: HashMap<CommitId, usize>,
    /// Whether the first known version is no beginning: it had another version before, or came with
    /// decisions.
    is_from_elsewhere: bool,
}

impl Followed {
    pub(super) fn new(change: &Change) -> Followed {
        let rollout = Rollout {
            path: change.path().to_owned(),
            id: None,
            title: None,
            stage: Point::Planned,
            began: None,
            renames: Vec::new(),
            planned_now: None,
            removed_in: None,
            is_judged: true,
            transitions: Vec::new(),
            line: Vec::new(),
        };
        Followed {
            rollout,
            entries: Entries::default(),
            found: Vec::new(),
            last: None,
            lost_at: None,
            since: None,
            rows: BTreeMap::new(),
            edited_gates: Vec::new(),
            seen: Seen::default(),
            commits: HashMap::new(),
            is_from_elsewhere: false,
        }
    }

    fn find(&mut self, fault: HistoryFault, commit: &CommitFacts, message: String) -> &mut Found {
        let path = self.rollout.path.clone();
        self.found.push(Found { fault, is_gentle: false, path, commit: commit.clone(), message });
        self.found.last_mut().expect("one was just put there")
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
        if self.rollout.path != head.source.path {
            let before = std::mem::replace(&mut self.rollout.path, head.source.path.clone());
            self.rollout.renames.push((before, commit.clone()));
        }
        (self.rollout.removed_in, self.lost_at) = (None, None);
        self.rollout.id.clone_from(&head.id);
        self.rollout.title.clone_from(&head.title);
        let alone = Standing::alone(head.clone(), change.today);
        self.rollout.is_judged = !matches!(alone.verdict, StageVerdict::NotJudged { .. });

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
        self.edited_gates.extend(EditedGate::of(change, commit));
        // A change that takes a decision back is judged by the stage before it. From then on the
        // plan alone counts.
        let gate = if change.rewrites.iter().any(takes_out) { alone.gate } else { standing.gate };
        let stood = change.before.as_ref().filter(|_| change.takes_back()).unwrap_or(standing).gate;
        if gate != stood {
            self.read_rewritten_way(stood, gate, commit);
        }
        self.entries.take_back(entries, &alone, commit);
        self.since = alone.arrival().and_then(|index| alone.decided_on(index));
        self.rollout.stage = gate;
        let runs = self.entries.transitions().rev().find(|last| last.moves());
        let runs = runs.filter(|last| last.recorded == Recorded::Never).map_or(gate, |last| last.to);
        self.rollout.planned_now = runs.stage().and_then(|stage| planned_days(head, stage));
        self.last = Some((head.clone(), gate));
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
        self.rollout.removed_in = Some(commit.clone());
        let Some((plan, point)) = &self.last else { return };
        let is_over = *point == Point::Aborted || *point == Point::Stage(plan.last_stage());
        self.lost_at = (!is_over && !has_namesake).then(|| named(plan, *point));
    }

    /// Takes over the rollout of a plan that is gone. This plan must have the recorded rows of that
    /// one.
    pub(super) fn take_over(&mut self, gone: &Followed, commit: &CommitFacts) {
        let Some(((was, _), (is, _))) = gone.last.as_ref().zip(self.last.as_ref()) else { return };
        let change = Change::between(Some(was.clone()), Some(is.clone()), commit.day);
        for rewrite in &change.rewrites {
            let (before, what, is_gentle) = match rewrite {
                Rewrite::Modified { before, after, columns } => {
                    let (what, is_gentle) = edit(change.row_after(*after), columns);
                    (before, what, is_gentle)
                }
                Rewrite::Removed { before, .. } => (before, TAKEN_OUT.to_owned(), false),
                Rewrite::Inserted { .. } => continue,
            };
            if let Some(known) = gone.rows.get(before) {
                self.read_rewrite(known, &format!("{what} by the plan that it goes on in,"), is_gentle, commit);
            }
        }
    }

    // --- rows that were recorded before ---

    /// Finds the older rows again, and reads what became of them.
    fn read_old_rows(&mut self, change: &Change, commit: &CommitFacts) {
        let before = change.base().map_or(&[][..], |base| base.rows());
        let after = change.head().map_or(&[][..], |head| head.rows());
        let mut old = std::mem::take(&mut self.rows);
        for (was, is) in &change.pairing.rows.pairs {
            let (row, is_recorded) = (&after[*is], before[*was].state == RowState::Recorded);
            let unknown = || is_recorded.then(|| KnownRow { commit: None, row: before[*was].clone(), entry: None });
            let Some(mut known) = old.remove(was).or_else(unknown) else { continue };
            let rewritten = change.rewrites.iter().find_map(|rewrite| match rewrite {
                Rewrite::Modified { before, columns, .. } if before == was => Some(columns.clone()),
                Rewrite::Removed { before, .. } if before == was => Some(Vec::new()),
                _ => None,
            });
            // A row whose cells were not in their places may have hidden an edit.
            let hidden = || {
                let is_back = before[*was].uneven && !row.uneven && !known.row.uneven;
                Some(edited_columns(&known.row, &known.row.route, row)).filter(|columns| is_back && !columns.is_empty())
            };
            match rewritten.or_else(hidden) {
                Some(columns) => {
                    let (what, is_gentle) = edit(row, &columns);
                    self.read_own_rewrite(&known, &what, is_gentle, commit);
                }
                None => self.read_completion(&known, row, commit),
            }
            if row.state != RowState::Recorded {
                // A row that is gone may come back, and is recorded then.
                continue;
            }
            if !row.uneven {
                known.row = row.clone();
            }
            self.rows.insert(*is, known);
        }
        let is_gone = |place: &usize| {
            change.rewrites.iter().any(|rewrite| matches!(rewrite, Rewrite::Removed { before, .. } if before == place))
        };
        // A row of a shared log that names no rollout may only have lost its owner.
        for (_, known) in old.into_iter().filter(|(place, _)| is_gone(place)) {
            self.read_own_rewrite(&known, TAKEN_OUT, false, commit);
        }
        let inserted = change.rewrites.iter().filter_map(|rewrite| match rewrite {
            Rewrite::Inserted { row, excuse } => Some((*row, excuse.is_some())),
            _ => None,
        });
        for (place, is_excused) in inserted {
            let row = &after[place];
            let message = format!("the decision {} was put in between older ones in {}", row.step(), commit.id.short());
            self.find(HistoryFault::LogRewritten, commit, message).is_gentle = is_excused;
            if !is_excused {
                // It counts for no stage, and the audit names it all the same.
                let at = match row.route {
                    Route::Move(from, _) | Route::At(from) => from,
                    Route::Open | Route::Unknown(_) => change.gate(),
                };
                let inserted =
                    AuditedTransition { rewritten_in: vec![commit.clone()], ..decision(row, (at, at), commit) };
                let entry = Some(self.entries.push(inserted));
                self.rows.insert(place, KnownRow { commit: Some(commit.clone()), row: row.clone(), entry });
            }
        }
    }

    /// A row of this plan's log was rewritten.
    fn read_own_rewrite(&mut self, known: &KnownRow, what: &str, is_gentle: bool, commit: &CommitFacts) {
        self.read_rewrite(known, what, is_gentle, commit);
        if let Some(entry) = known.entry.and_then(|entry| self.entries.get_mut(entry)) {
            entry.rewritten_in.push(commit.clone());
        }
    }

    fn read_rewrite(&mut self, known: &KnownRow, what: &str, is_gentle: bool, commit: &CommitFacts) {
        let recorded = known.commit.as_ref().map(|by| format!(", which {} had recorded,", by.id.short()));
        let kind = if known.row.verb == Some(Decision::Amend) { "amendment of" } else { "decision" };
        let message =
            format!("the {kind} {}{} {what} in {}", known.row.step(), recorded.unwrap_or_default(), commit.id.short());
        self.find(HistoryFault::LogRewritten, commit, message).is_gentle = is_gentle;
    }

    /// Names the gates that a move passes, and that an earlier commit edited while their stage ran.
    fn read_edited_gates(&mut self, head: &Plan, (from, to): (Point, Point), commit: &CommitFacts) {
        // Before the first stage, nothing is lower.
        let is_left = |stage: &&Stage| (from.stage()..to.stage()).contains(&Some(stage.number));
        let left: Vec<&Stage> = head.stages.iter().filter(is_left).collect();
        let (passed, waiting): (Vec<EditedGate>, Vec<EditedGate>) =
            std::mem::take(&mut self.edited_gates).into_iter().partition(|gate| gate.is_passed_by(&left));
        self.edited_gates = waiting;
        for gate in passed.iter().filter(|gate| !gate.is_restored(head)) {
            let message = format!("{from} → {to} passes {}", gate.in_words());
            self.find(HistoryFault::GateEdited, commit, message);
        }
    }

    /// Reads that a commit filled in an open cell of a recorded row.
    fn read_completion(&mut self, known: &KnownRow, row: &LogRow, commit: &CommitFacts) {
        let is_answered = |before: bool, after: bool| !before && after;
        let gained = is_answered(known.row.decided_by.is_filled(), row.decided_by.is_filled())
            || is_answered(known.row.rationale.is_filled(), row.rationale.is_filled());
        if let Some(entry) = known.entry.filter(|_| gained).and_then(|entry| self.entries.get_mut(entry)) {
            entry.decided_by.clone_from(&row.deciders);
            entry.rationale = rationale(row);
            entry.completed_in = Some(commit.clone());
        }
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
        let (from, to, commit) = (transition.from, transition.to, &step.commit);
        let (head, row) = (standing.plan(), standing.row(index));
        let moves = from != to;
        self.read_edited_gates(head, (from, to), commit);
        let mut made = decision(row, (from, to), commit);
        made.recorded = if step.is_cut_off { Recorded::Before } else { Recorded::AtOnce };
        if moves {
            made.days = transition.stayed;
            made.planned = from.stage().and_then(|stage| planned_days(head, stage));
            made.open = open_at(standing, from, to, row.verb == Some(Decision::Skip));
        }
        let (entry, is_late) = self.entries.put(made);
        let by = (!step.is_cut_off).then(|| commit.clone());
        let known = KnownRow { commit: by, row: row.clone(), entry: Some(entry) };
        self.rows.insert(standing.record[index].id.index, known);
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

    /// Reads a move that a commit makes without a record.
    fn read_move(&mut self, standing: &Standing, (from, to): (Point, Point), step: &Step) {
        let commit = &step.commit;
        // Earlier moves without a row have their own entries.
        let mut from = from;
        for earlier in self.entries.transitions() {
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
        let open = open_at(standing, from, to, false);
        self.entries.push(AuditedTransition { open, ..undecided((from, to), commit) });
        // Nobody knows who made a move that is in the first commit of a clone.
        if !step.is_cut_off {
            self.came_directly((from, to), "came", commit);
        }
    }

    /// Reads that the rollout is elsewhere, because a decision was rewritten.
    fn read_rewritten_way(&mut self, from: Point, to: Point, commit: &CommitFacts) {
        let is_back = to.stage() < from.stage();
        let recorded = if is_back { Recorded::Withdrawn } else { Recorded::Rewritten };
        self.entries.push(AuditedTransition { recorded, ..undecided((from, to), commit) });
    }

    /// A move should come by a pull request, where somebody else has seen it.
    fn came_directly(&mut self, (from, to): (Point, Point), how: &str, commit: &CommitFacts) {
        if !commit.is_merge && commit.pull_request.is_none() {
            let message = format!("{from} → {to} {how} in no merge, and names no pull request");
            self.find(HistoryFault::DirectPush, commit, message);
        }
    }

    /// The rollout and its findings, once all of history is read. The findings are in the order of
    /// the commits.
    pub(super) fn close(mut self, today: Date, until: bool) -> (Rollout, Vec<Found>) {
        let mut transitions = std::mem::take(&mut self.entries).into_transitions();
        self.read_when_live(&mut transitions);
        self.seen.mark_undecided(|commit| self.commits.get(commit).copied());
        self.find_exposures(until.then_some(today), &transitions);
        for transition in &transitions {
            let (from, to) = (transition.from, transition.to);
            let message = match &transition.recorded {
                Recorded::Never if until => format!("{from} → {to} was not recorded by {today}"),
                Recorded::Never => format!("{from} → {to} was never recorded"),
                Recorded::TakenBack(back) => {
                    format!("{from} → {to} was never recorded, and was taken back in {}", back.id.short())
                }
                _ => continue,
            };
            let is_taken_back = transition.recorded != Recorded::Never;
            self.find(HistoryFault::UnloggedTransition, &transition.commit, message).is_gentle = is_taken_back;
        }
        if let Some((place, commit)) = self.lost_at.take().zip(self.rollout.removed_in.clone()) {
            // Nobody had begun the rollout, so that little is lost.
            let is_planned = self.rollout.stage == Point::Planned;
            let message = match is_planned {
                true => "the plan was deleted before the rollout began".to_owned(),
                false => format!("the plan was deleted while the rollout was at {place}"),
            };
            self.find(HistoryFault::PlanLost, &commit, message).is_gentle = is_planned;
        }
        self.find_stall(today, &transitions);
        self.found.sort_by_key(|found| self.commits.get(&found.commit.id));
        self.rollout.transitions = transitions;
        self.rollout.line = self.seen.line;
        (self.rollout, self.found)
    }

    /// Finds out when each move came into effect, before the next one that turns back.
    fn read_when_live(&self, transitions: &mut [AuditedTransition]) {
        let place_of = |commit: &CommitId| self.commits.get(commit).copied();
        let made: Vec<(Point, Option<usize>)> =
            transitions.iter().map(|made| (made.to, place_of(&made.commit.id))).collect();
        for (index, transition) in transitions.iter_mut().enumerate() {
            let is_up = transition.to.stage() > transition.from.stage();
            let turns =
                |to: Point| if is_up { to.stage() < transition.to.stage() } else { to.stage() > transition.to.stage() };
            let turned = made[index + 1..].iter().filter(|(to, _)| turns(*to));
            let until = turned.filter_map(|(_, place)| *place).min();
            transition.live_in = live_on(&self.seen.line, transition, until, place_of);
        }
        if let Some(last) = transitions.iter_mut().rfind(|transition| transition.moves()) {
            last.waits_for_flag = last.decided_on().is_some() && self.seen.awaits(last);
        }
    }

    /// Finds the raises that no decision led to, and the cuts.
    fn find_exposures(&mut self, until: Option<Date>, transitions: &[AuditedTransition]) {
        for raise in std::mem::take(&mut self.seen.raises) {
            let is_told = transitions.iter().any(|transition| raise.is_told_by(transition));
            if let Some((message, is_gentle)) = raise.in_words(until).filter(|_| !is_told) {
                self.find(HistoryFault::ExposureUnlogged, &raise.commit, message).is_gentle = is_gentle;
            }
        }
        for cut in std::mem::take(&mut self.seen.cuts) {
            self.find(HistoryFault::ExposureCut, &cut.commit, cut.message);
        }
    }

    fn find_stall(&mut self, today: Date, transitions: &[AuditedTransition]) {
        let Some(((plan, gate), since)) = self.last.take().zip(self.since) else { return };
        let is_running = self.rollout.removed_in.is_none() && plan.next_stage(gate).is_some();
        let Some(stage) = gate.stage().filter(|_| is_running) else { return };
        let days = (today - since).get_days();
        let Some(most) = planned_days(&plan, stage).filter(|most| i64::from(days) > STALL * i64::from(*most)) else {
            return;
        };
        let message = format!("{} has lasted {days} days, and {most} were planned", stage_title(&plan, stage));
        if let Some(commit) = transitions.last().map(|last| last.commit.clone()) {
            self.find(HistoryFault::Stalled, &commit, message);
        }
    }
}

const TAKEN_OUT: &str = "was taken out of the record";

/// What became of a row in words, and whether only the wording of the reason changed.
fn edit(row: &LogRow, columns: &[&'static str]) -> (String, bool) {
    match row.state == RowState::Recorded {
        true => (format!("was rewritten ({})", columns.join(", ")), columns == [RATIONALE]),
        false => (TAKEN_OUT.to_owned(), false),
    }
}

/// Whether an edit changes or removes a recorded row.
fn takes_out(rewrite: &Rewrite) -> bool {
    matches!(rewrite, Rewrite::Removed { .. } | Rewrite::Modified { .. })
}

/// A decision that was recorded with its move.
fn decision(row: &LogRow, (from, to): (Point, Point), commit: &CommitFacts) -> AuditedTransition {
    AuditedTransition {
        decision: row.verb,
        day: row.day.day(),
        decided_by: row.deciders.clone(),
        rationale: rationale(row),
        recorded: Recorded::AtOnce,
        ..undecided((from, to), commit)
    }
}

/// A move that no decision is recorded for.
fn undecided((from, to): (Point, Point), commit: &CommitFacts) -> AuditedTransition {
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
        live_in: None,
        waits_for_flag: false,
    }
}

fn rationale(row: &LogRow) -> Option<String> {
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
fn planned_days(plan: &Plan, stage: StageNumber) -> Option<u32> {
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
