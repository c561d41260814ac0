//! One rollout as it is followed through history: what its plan last said, which commit recorded which row, and which moves still wait for their row.

use super::{AuditedTransition, CommitFacts, Recorded, Rollout, Step};
use crate::change::{Change, Transition};
use crate::pairing::{RATIONALE, edited_columns};
use crate::plan::Plan;
use crate::plan::duration::{DurationReading, read_duration};
use crate::plan::log::{Decision, LogRow, Point, Route, RowState, rank};
use crate::standing::{Rewrite, StageVerdict, Standing, stage_title};
use crate::text::{fold, short_commit};
use crate::version::Version;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A row's day may be this many days from that of the commit that brings it: a weekend and a day.
const DRIFT: i32 = 3;

/// A stage is stalled after so many times the upper bound of its duration.
const STALL: i64 = 2;

/// A finding in the making.
pub(super) struct Found {
    pub(super) rule: &'static str,
    /// It is a warning at most, unless the configuration says otherwise.
    pub(super) is_gentle: bool,
    pub(super) path: String,
    pub(super) commit: CommitFacts,
    pub(super) message: String,
}

/// A recorded row of the log as it was last seen.
struct KnownRow {
    /// The commit that recorded it, as far as that is known.
    commit: Option<CommitFacts>,
    /// As it stood when its cells were last in their places.
    row: LogRow,
    /// The number that its entry has, when it has one.
    entry: Option<usize>,
}

/// A decision or a move in the making.
struct Entry {
    /// By which rows know their entries while others are put in between.
    number: usize,
    /// The plan itself shows the move, so that it is taken back when the plan no longer does.
    shows: bool,
    told: AuditedTransition,
}

/// What is known of a rollout while the history is read.
pub(super) struct Followed {
    /// What is told of it; its transitions are in `entries` until the end.
    pub(super) rollout: Rollout,
    entries: Vec<Entry>,
    found: Vec<Found>,
    /// The last version of the plan that could be read, and where the rollout is by it.
    last: Option<(Arc<Version>, Point)>,
    /// Where the rollout was, in words, when its plan went before it was over.
    lost_at: Option<String>,
    /// The day on which it came to where it is, by its log.
    since: Option<Date>,
    /// The recorded rows, by their places in the log of the last version.
    rows: BTreeMap<usize, KnownRow>,
    /// How many entries there were, by which they are numbered.
    count: usize,
    /// The places in time of the commits that touched the plan.
    commits: HashMap<String, usize>,
    /// The first that is known of it is no beginning: it had another version before, or came with decisions.
    came_from_elsewhere: bool,
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
            transitions: Vec::new(),
        };
        Followed {
            rollout,
            entries: Vec::new(),
            found: Vec::new(),
            last: None,
            lost_at: None,
            since: None,
            rows: BTreeMap::new(),
            count: 0,
            commits: HashMap::new(),
            came_from_elsewhere: false,
        }
    }

    fn find(&mut self, rule: &'static str, commit: &CommitFacts, message: String) -> &mut Found {
        let path = self.rollout.path.clone();
        self.found.push(Found { rule, is_gentle: false, path, commit: commit.clone(), message });
        self.found.last_mut().expect("one was just put there")
    }

    fn touch(&mut self, commit: &CommitFacts) {
        let place = self.commits.len();
        self.commits.entry(commit.id.clone()).or_insert(place);
    }

    /// Whether a version has no stages any more: as long as that lasts, it is no plan that anybody could follow.
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

    /// Whether the plan came from elsewhere, as far as anybody can tell, or is gone.
    pub(super) fn comes_or_goes(&self) -> bool {
        self.came_from_elsewhere || self.rollout.removed_in.is_some()
    }

    /// Reads what a commit did to the plan.
    pub(super) fn read(&mut self, change: &Change, step: &Step) {
        let Some(head) = change.head() else { return };
        // The plan may have been away or out of sight: then what it says now is compared with what it last said.
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
            self.came_from_elsewhere = change.base().is_some() || !standing.record.is_empty();
        }
        if self.rollout.path != head.source.path {
            let before = std::mem::replace(&mut self.rollout.path, head.source.path.clone());
            self.rollout.renames.push((before, commit.clone()));
        }
        (self.rollout.removed_in, self.lost_at) = (None, None);
        self.rollout.id.clone_from(&head.id);
        self.rollout.title.clone_from(&head.title);
        let alone = Standing::alone(head.clone(), change.today);

        self.read_old_rows(change, commit);
        let entries = self.count;
        let is_unrecorded = matches!(standing.verdict, StageVerdict::Moved { .. } | StageVerdict::Reset { .. });
        for transition in change.transitions() {
            match &transition.row {
                Some(row) => self.read_new_row(change, standing, *row, &transition, step),
                None if is_unrecorded => self.read_move(standing, (transition.from, transition.to), step),
                None => {}
            }
        }
        // A change that takes a decision back is judged by the gate that it had passed; from then on the plan says what it says.
        let gate = if change.rewrites.iter().any(takes_out) { alone.gate } else { standing.gate };
        if gate != standing.gate {
            self.read_rewritten_way(standing, gate, commit);
        }
        self.read_way_back(&alone, entries, commit);
        self.since = alone.arrival().and_then(|index| alone.decided_on(index));
        self.rollout.stage = gate;
        let runs = self.entries.iter().rev().map(|entry| &entry.told).find(|told| told.moves());
        let runs = runs.filter(|told| told.recorded == Recorded::Never).map_or(gate, |told| told.to);
        self.rollout.planned_now = runs.stage().and_then(|stage| planned_days(head, stage));
        self.last = Some((head.clone(), gate));
    }

    /// Reads that a commit took the plan away. A namesake is another plan that the rollout goes on in.
    pub(super) fn read_removal(&mut self, commit: &CommitFacts, has_namesake: bool) {
        self.touch(commit);
        self.rollout.removed_in = Some(commit.clone());
        let Some((plan, point)) = &self.last else { return };
        let is_over = *point == Point::Aborted || *point == Point::Stage(plan.last_stage());
        self.lost_at = (!is_over && !has_namesake).then(|| named(plan, *point));
    }

    /// Goes on with the rollout of a plan that is gone, and was the same one: what that one had recorded must be here.
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

    /// Finds the rows again that were there before, and tells what became of them.
    fn read_old_rows(&mut self, change: &Change, commit: &CommitFacts) {
        let before = change.base().map_or(&[][..], |base| base.rows());
        let after = change.head().map_or(&[][..], |head| head.rows());
        let mut old = std::mem::take(&mut self.rows);
        for (was, is) in &change.pairing.rows.pairs {
            let (row, is_recorded) = (&after[*is], before[*was].state == RowState::Recorded);
            let unknown = || is_recorded.then(|| KnownRow { commit: None, row: before[*was].clone(), entry: None });
            let Some(mut known) = old.remove(was).or_else(unknown) else { continue };
            let told = change.rewrites.iter().find_map(|rewrite| match rewrite {
                Rewrite::Modified { before, columns, .. } if before == was => Some(columns.clone()),
                Rewrite::Removed { before, struck: Some(_) } if before == was => Some(Vec::new()),
                _ => None,
            });
            // What a row without its cells in their places hid is seen when they are back.
            let hidden = || {
                let is_back = before[*was].uneven && !row.uneven && !known.row.uneven;
                Some(edited_columns(&known.row, &known.row.route, row)).filter(|columns| is_back && !columns.is_empty())
            };
            match told.or_else(hidden) {
                Some(columns) => {
                    let (what, is_gentle) = edit(row, &columns);
                    self.read_own_rewrite(&known, &what, is_gentle, commit);
                }
                None => self.read_completion(&known, row, commit),
            }
            if row.state != RowState::Recorded {
                // What is gone may come back, and is recorded then.
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
        // A row of a log elsewhere may only have lost its owner, since it does not say whose it is.
        for (_, known) in old.into_iter().filter(|(place, _)| is_gone(place)) {
            self.read_own_rewrite(&known, TAKEN_OUT, false, commit);
        }
        let inserted = change.rewrites.iter().filter_map(|rewrite| match rewrite {
            Rewrite::Inserted { row, closes_gap } => Some((*row, *closes_gap)),
            _ => None,
        });
        for (place, closes_gap) in inserted {
            let row = &after[place];
            let message =
                format!("the decision {} was put in between older ones in {}", row.step(), short_commit(&commit.id));
            self.find("audit-log-rewritten", commit, message).is_gentle = closes_gap;
            if !closes_gap {
                // It counts for no stage, and is told all the same.
                let at = match row.route {
                    Route::Move(from, _) | Route::At(from) => from,
                    Route::Open | Route::Unknown(_) => change.gate(),
                };
                let told = AuditedTransition { rewritten_in: vec![commit.clone()], ..decision(row, (at, at), commit) };
                let entry = Some(self.push(told));
                self.rows.insert(place, KnownRow { commit: Some(commit.clone()), row: row.clone(), entry });
            }
        }
    }

    /// A row of this plan's log does not say any more what it said.
    fn read_own_rewrite(&mut self, known: &KnownRow, what: &str, is_gentle: bool, commit: &CommitFacts) {
        self.read_rewrite(known, what, is_gentle, commit);
        if let Some(entry) = self.entry(known) {
            entry.told.rewritten_in.push(commit.clone());
        }
    }

    fn read_rewrite(&mut self, known: &KnownRow, what: &str, is_gentle: bool, commit: &CommitFacts) {
        let recorded = known.commit.as_ref().map(|by| format!(", which {} had recorded,", short_commit(&by.id)));
        let kind = if known.row.verb == Some(Decision::Amend) { "amendment of" } else { "decision" };
        let message = format!(
            "the {kind} {}{} {what} in {}",
            known.row.step(),
            recorded.unwrap_or_default(),
            short_commit(&commit.id)
        );
        self.find("audit-log-rewritten", commit, message).is_gentle = is_gentle;
    }

    /// What a row had left open may be filled in later, and it is told by whom.
    fn read_completion(&mut self, known: &KnownRow, row: &LogRow, commit: &CommitFacts) {
        let is_answered = |before: bool, after: bool| !before && after;
        let gained = is_answered(known.row.decided_by.is_filled(), row.decided_by.is_filled())
            || is_answered(known.row.rationale.is_filled(), row.rationale.is_filled());
        if let Some(entry) = self.entry(known).filter(|_| gained) {
            entry.told.decided_by.clone_from(&row.deciders);
            entry.told.rationale = rationale(row);
            entry.told.completed_in = Some(commit.clone());
        }
    }

    fn entry(&mut self, known: &KnownRow) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| Some(entry.number) == known.entry)
    }

    // --- decisions and moves that are new ---

    /// A decision that a commit records.
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
        let mut told = decision(row, (from, to), commit);
        told.recorded = if step.is_cut_off { Recorded::Before } else { Recorded::AtOnce };
        if moves {
            told.days = transition.stayed;
            told.planned = from.stage().and_then(|stage| planned_days(head, stage));
            told.open = open_at(standing, from, to, row.verb == Some(Decision::Skip));
        }
        let (entry, is_late) = self.put(told);
        let by = (!step.is_cut_off).then(|| commit.clone());
        let known = KnownRow { commit: by, row: row.clone(), entry: Some(entry) };
        self.rows.insert(standing.record[index].id.index, known);
        // A plan that comes with rows was kept elsewhere before: how they came there, nobody can tell.
        let is_first = change.base().is_none();
        if moves && !is_first {
            self.came_directly((from, to), if is_late { "was recorded" } else { "came" }, commit);
        }
        let drift = row.day.day().map(|day| (commit.day - day).get_days());
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

    /// Puts a decision where it belongs: to the move that was made without it, else to the end. Gives the number of its entry, and whether the move had been
    /// made before.
    fn put(&mut self, told: AuditedTransition) -> (usize, bool) {
        let waits = |entry: &Entry| entry.told.recorded == Recorded::Never && told.moves();
        let is_it = |entry: &Entry| waits(entry) && (entry.told.from, entry.told.to) == (told.from, told.to);
        // The move was made before, and what was open is what was open then.
        let recorded = Recorded::Later(told.commit.clone());
        let late = |entry: &Entry| AuditedTransition {
            commit: entry.told.commit.clone(),
            recorded: recorded.clone(),
            ..told.clone()
        };
        if let Some(index) = self.entries.iter().rposition(is_it) {
            let open = std::mem::take(&mut self.entries[index].told.open);
            self.entries[index].told = AuditedTransition { open, ..late(&self.entries[index]) };
            return (self.entries[index].number, true);
        }
        // A jump over stages may be recorded a step at a time.
        let begins = |entry: &Entry| {
            waits(entry) && entry.told.from == told.from && lies_between(told.from, told.to, entry.told.to)
        };
        let ends = |entry: &Entry| {
            waits(entry) && entry.told.to == told.to && lies_between(entry.told.from, told.from, told.to)
        };
        let number = self.count;
        if let Some(index) = self.entries.iter().rposition(begins) {
            let late = late(&self.entries[index]);
            self.entries[index].told.from = told.to;
            self.entries.insert(index, Entry { number, shows: false, told: late });
        } else if let Some(index) = self.entries.iter().rposition(ends) {
            let late = late(&self.entries[index]);
            self.entries[index].told.to = told.from;
            self.entries.insert(index + 1, Entry { number, shows: false, told: late });
        } else {
            return (self.push(told), false);
        }
        self.count += 1;
        (number, true)
    }

    fn push(&mut self, told: AuditedTransition) -> usize {
        let number = self.count;
        self.count += 1;
        self.entries.push(Entry { number, shows: false, told });
        number
    }

    /// A move that a commit makes without recording it.
    fn read_move(&mut self, standing: &Standing, (from, to): (Point, Point), step: &Step) {
        let commit = &step.commit;
        // How far others went without a row before it is told already.
        let mut from = from;
        for told in self.entries.iter().map(|entry| &entry.told) {
            if told.recorded == Recorded::Never && told.from == from {
                from = told.to;
            }
        }
        let first = standing.plan().first_stage();
        let goes_up = rank(to, first) > rank(standing.gate, first);
        let initial = standing.plan().ladder.initial.filter(|_| step.is_before_rules);
        let needs_none = initial.is_some_and(|initial| to.stage().is_some_and(|to| to <= initial));
        if from == to || (goes_up && rank(from, first) >= rank(to, first)) || (goes_up && needs_none) {
            return;
        }
        let open = open_at(standing, from, to, false);
        self.push(AuditedTransition { open, ..undecided((from, to), commit) });
        // Who made a move that was there where a clone begins, nobody can tell.
        if !step.is_cut_off {
            self.came_directly((from, to), "came", commit);
        }
    }

    /// A decision is no longer in the record as it was, and the rollout is elsewhere for it.
    fn read_rewritten_way(&mut self, standing: &Standing, to: Point, commit: &CommitFacts) {
        let first = standing.plan().first_stage();
        let is_back = rank(to, first) < rank(standing.gate, first);
        let recorded = if is_back { Recorded::Withdrawn } else { Recorded::Rewritten };
        self.push(AuditedTransition { recorded, ..undecided((standing.gate, to), commit) });
    }

    /// A move that nobody recorded is taken back when the plan shows it no longer. `entries` are those that were there before the commit.
    fn read_way_back(&mut self, alone: &Standing, entries: usize, commit: &CommitFacts) {
        let agrees = alone.verdict == StageVerdict::Agrees;
        let first = alone.plan().first_stage();
        let logged = rank(alone.logged().point(), first);
        for entry in self.entries.iter_mut().filter(|entry| entry.told.recorded == Recorded::Never) {
            // A decision that leads over the place of the move may be why the plan agrees.
            let (from, to) = (rank(entry.told.from, first), rank(entry.told.to, first));
            let is_passed = if from < to { logged >= to } else { logged <= to };
            if entry.number >= entries {
                entry.shows = !agrees;
            } else if entry.shows && agrees && !is_passed {
                entry.told.recorded = Recorded::TakenBack(commit.clone());
            }
        }
    }

    /// A move should come by a pull request, where somebody else has seen it.
    fn came_directly(&mut self, (from, to): (Point, Point), how: &str, commit: &CommitFacts) {
        if !commit.is_merge && commit.pull_request.is_none() {
            let message = format!("{from} → {to} {how} in no merge, and names no pull request");
            self.find("audit-direct-push", commit, message);
        }
    }

    /// What is to be said once all of the history is read. The findings are in the order of the commits.
    pub(super) fn close(mut self, today: Date, until: bool) -> (Rollout, Vec<Found>) {
        let unrecorded: Vec<AuditedTransition> = self.entries.iter().map(|entry| entry.told.clone()).collect();
        for told in unrecorded {
            let (from, to) = (told.from, told.to);
            let message = match &told.recorded {
                Recorded::Never if until => format!("{from} → {to} was not recorded by {today}"),
                Recorded::Never => format!("{from} → {to} was never recorded"),
                Recorded::TakenBack(back) => {
                    format!("{from} → {to} was never recorded, and was taken back in {}", short_commit(&back.id))
                }
                _ => continue,
            };
            let is_taken_back = told.recorded != Recorded::Never;
            self.find("audit-unlogged-transition", &told.commit, message).is_gentle = is_taken_back;
        }
        if let Some((place, commit)) = self.lost_at.take().zip(self.rollout.removed_in.clone()) {
            // Nobody had begun: that is no more than untidy.
            let is_planned = self.rollout.stage == Point::Planned;
            let message = match is_planned {
                true => "the plan was deleted before the rollout began".to_owned(),
                false => format!("the plan was deleted while the rollout was at {place}"),
            };
            self.find("audit-plan-lost", &commit, message).is_gentle = is_planned;
        }
        self.find_stall(today);
        self.found.sort_by_key(|found| self.commits.get(&found.commit.id));
        self.rollout.transitions = self.entries.into_iter().map(|entry| entry.told).collect();
        (self.rollout, self.found)
    }

    fn find_stall(&mut self, today: Date) {
        let Some(((plan, gate), since)) = self.last.take().zip(self.since) else { return };
        let is_running = self.rollout.removed_in.is_none() && plan.next_stage(gate).is_some();
        let Some(stage) = gate.stage().filter(|_| is_running) else { return };
        let days = (today - since).get_days();
        let Some(most) = planned_days(&plan, stage).filter(|most| i64::from(days) > STALL * i64::from(*most)) else {
            return;
        };
        let message = format!("{} has lasted {days} days, and {most} were planned", stage_title(&plan, stage));
        if let Some(commit) = self.entries.last().map(|entry| entry.told.commit.clone()) {
            self.find("audit-stalled", &commit, message);
        }
    }
}

const TAKEN_OUT: &str = "was taken out of the record";

/// What became of a row in words, and whether that is none but other words for the same reason.
fn edit(row: &LogRow, columns: &[&'static str]) -> (String, bool) {
    match row.state == RowState::Recorded {
        true => (format!("was rewritten ({})", columns.join(", ")), columns == [RATIONALE]),
        false => (TAKEN_OUT.to_owned(), false),
    }
}

/// Whether a row does not say any more what it said.
fn takes_out(rewrite: &Rewrite) -> bool {
    matches!(rewrite, Rewrite::Removed { .. } | Rewrite::Modified { .. })
}

/// A decision as its row has it, recorded with the move.
fn decision(row: &LogRow, (from, to): (Point, Point), commit: &CommitFacts) -> AuditedTransition {
    AuditedTransition {
        decision: row.verb.map(|verb| verb.word().to_owned()),
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
    }
}

fn rationale(row: &LogRow) -> Option<String> {
    row.rationale.is_filled().then(|| row.rationale.text.clone())
}

/// Whether three places are stages in ascending order.
fn lies_between(from: Point, middle: Point, to: Point) -> bool {
    let (Point::Stage(from), Point::Stage(middle), Point::Stage(to)) = (from, middle, to) else { return false };
    from < middle && middle < to
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

/// What was open of the gates between two stages, after a change. The criteria of stages that a decision skips are not asked for.
fn open_at(standing: &Standing, from: Point, to: Point, skips: bool) -> Vec<String> {
    let open = to.stage().map(|to| standing.open_between(from, to)).unwrap_or_default();
    let is_skipped = |number: u32| skips && lies_between(from, Point::Stage(number), to);
    let asked = open.into_iter().filter(|(stage, _, _)| !is_skipped(stage.number));
    asked.map(|(stage, criterion, _)| format!("{}: {}", stage.title, criterion.text)).collect()
}
