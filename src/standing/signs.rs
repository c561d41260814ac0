//! The readings of the stage, and whether they agree.

use super::model::Standing;
use super::record::{Rewrite, RowId};
use super::verdict::{Sign, SignKind, StageVerdict};
use crate::finding::Side;
use crate::pairing::Pairing;
use crate::plan::log::{Decision, LogRow, Point, Position, Route};
use crate::plan::status::{StatusEntry, StatusReading};
use crate::plan::{Criterion, Declared, DeclaredStage, Met, Plan, Stage, WorkBox};
use crate::stage_number::StageNumber;
use crate::text::Span;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::RangeInclusive;

impl Standing {
    /// The highest stage that needs no row: the first one, or the one that the rollout had reached
    /// before anybody asked. Once a row tells where the rollout is, that counts: a hold moves
    /// nothing, and names the stage that goes on.
    pub(super) fn level_without_rows(&self) -> StageNumber {
        let (first, start) = (self.plan().first_stage(), self.ladder.start());
        let holds = self.record.iter().filter(|row| row.step.verb == Some(Decision::Hold));
        let held = holds.map(|row| match row.step.route {
            Route::Move(from, _) => from,
            Route::At(at) => at,
            Route::Unknown(_) | Route::Open => Point::Planned,
        });
        if self.replay.has_moved() {
            first
        } else if self.record.is_empty() {
            start
        } else {
            held.filter_map(Point::stage).max().map_or(first, |held| held.clamp(first, start))
        }
    }

    /// Where the rollout is when no row tells: nowhere, or in the stage that it had reached before
    /// anybody asked.
    pub(crate) fn point_without_rows(&self) -> Point {
        let level = self.level_without_rows();
        if level > self.plan().first_stage() { Point::Stage(level) } else { Point::Planned }
    }

    /// Where a row finds the rollout when no row has moved it: a hold may name the first stage,
    /// once the plan shows that it runs.
    pub(crate) fn point_held(&self, index: usize) -> Point {
        let first = Point::Stage(self.plan().first_stage());
        let names_it = matches!(self.route(index), Route::Move(at, _) | Route::At(at) if *at == first);
        if names_it && self.gate == first { first } else { self.point_without_rows() }
    }

    /// Work that is ticked, with what this change ticked.
    fn work_signs(&self, pairing: Option<&Pairing>) -> Vec<Sign> {
        let mut signs = Vec::new();
        let head = self.plan();
        for stage in &head.stages {
            let stage_before = pairing.and_then(|pairing| pairing.stage_before(stage));
            let before = stage_before.map_or(&[][..], |stage| &stage.work);
            let had_boxes = |work: &&WorkBox| before.iter().any(|other| other.group == work.group);
            // Another name for the list does not take away that it is work.
            let was_work = |work: &&WorkBox| before.iter().any(|other| other.text == work.text);
            let doubtful = stage.doubtful_work.iter().filter(had_boxes);
            let work = stage.work.iter().chain(doubtful).chain(stage.preparation.iter().filter(was_work));
            // Nor does a line between two criteria make work of one.
            let known = stage_before.map_or_else(HashMap::new, criteria_without_work);
            let criteria: HashSet<usize> = stage.entry.iter().map(|criterion| criterion.span.start).collect();
            let is_criterion = |work: &WorkBox| criteria.contains(&work.span.start);
            let stays = |work: &WorkBox| known.get(&*work.text).is_some_and(|ticked| *ticked || is_criterion(work));
            let work: Vec<&WorkBox> = work.filter(|work| !stays(work)).collect();
            let new = newly_ticked(before, &work, self.is_left_behind(stage));
            // What may be a criterion as well shows the stage only to whoever ticks it.
            let shows = |index: usize, work: &WorkBox| work.is_ticked && (new.contains(&index) || !is_criterion(work));
            let ticked = work.iter().enumerate().filter(|(index, work)| shows(*index, work));
            signs.extend(ticked.map(|(index, work)| Sign {
                stage: stage.number,
                kind: SignKind::Work,
                span: work.span,
                text: work.text.clone(),
                is_new: pairing.is_some() && new.contains(&index),
                exposure: None,
            }));
            // Nor does a place among the entry criteria.
            let is_moved = |criterion: &&Criterion| {
                let is_it = |work: &WorkBox| work.text == criterion.text;
                let was_there = |stage: &Stage| stage.entry.iter().any(|other| other.key == criterion.key);
                criterion.met == Met::Ticked
                    && before.iter().any(|work| is_it(work) && !work.is_ticked)
                    && !stage_before.is_some_and(was_there)
                    && !work.iter().any(|work| is_it(work))
            };
            signs.extend(stage.entry.iter().filter(is_moved).map(|criterion| Sign {
                stage: stage.number,
                kind: SignKind::Work,
                span: criterion.span,
                text: criterion.text.clone(),
                is_new: true,
                exposure: None,
            }));
        }
        signs.extend(self.signs_elsewhere(pairing));
        signs
    }

    /// Whether the rollout has gone back from a stage that it had reached.
    fn is_left_behind(&self, stage: &Stage) -> bool {
        let is_reached = self.replay.high.is_some_and(|high| stage.number <= high);
        is_reached && matches!(self.replay.position, Position::Stage(position) if position < stage.number)
    }

    /// Stages that the plan claims to have reached: by the decision to leave the one before, or by
    /// entry criteria that say so.
    fn claim_signs(&self, pairing: Option<&Pairing>) -> Vec<Sign> {
        let mut signs = Vec::new();
        let head = self.plan();
        for (index, stage) in head.stages.iter().enumerate() {
            let before = pairing.and_then(|pairing| pairing.stage_before(stage));
            let claimed = decided(stage, self.today).filter(|_| !self.is_answered(stage));
            if let (Some(next), Some(span)) = (head.names.after(stage.number), claimed) {
                let is_new = pairing.is_some() && before.is_none_or(|before| !same_decision(before, stage, self.today));
                let text = stage
                    .progression
                    .as_ref()
                    .and_then(|progression| progression.date.as_ref())
                    .map_or_else(String::new, |date| date.text.clone());
                signs.push(Sign { stage: next, kind: SignKind::Progression, span, text, is_new, exposure: None });
            }
            let Some(previous) = index.checked_sub(1).map(|index| &head.stages[index]) else { continue };
            if let Some(criterion) = entry_claim(stage, previous.number, head) {
                let was = before.is_some_and(|before| {
                    self.base.as_ref().is_some_and(|base| entry_claim(before, previous.number, base.plan()).is_some())
                });
                signs.push(Sign {
                    stage: stage.number,
                    kind: SignKind::Entry,
                    span: criterion.span,
                    text: criterion.text.clone(),
                    is_new: pairing.is_some() && !was,
                    exposure: None,
                });
            }
        }
        signs
    }

    /// Whether a row about a stage that was recorded on the day of its Progression Decision, or
    /// since, says that it was not to go on.
    fn is_answered(&self, stage: &Stage) -> bool {
        let Some(day) = stage.progression.as_ref().and_then(|progression| progression.day) else { return false };
        let is_about = |index: usize| match self.route(index) {
            Route::Move(from, _) => *from == Point::Stage(stage.number),
            Route::At(point) => *point == Point::Stage(stage.number),
            Route::Unknown(_) | Route::Open => false,
        };
        let stays = |row: &LogRow| matches!(row.verb, Some(Decision::Hold | Decision::Rollback | Decision::Abort));
        let is_later = |row: &LogRow| row.day.day().is_some_and(|other| other >= day);
        (0..self.record.len()).any(|index| {
            let row = self.row(index);
            stays(row) && is_about(index) && is_later(row)
        })
    }

    /// Decisions to leave a stage whose day has come, while the stage goes on and nothing is
    /// recorded.
    pub(crate) fn overdue_decisions(&self) -> Vec<Sign> {
        if self.verdict != StageVerdict::Agrees || self.plan().log.is_none() {
            return Vec::new();
        }
        let high = self.replay.high.unwrap_or(self.level_without_rows());
        let is_above = |sign: &&Sign| sign.stage > high && is_overdue(sign, &self.signs, self.plan());
        self.signs.iter().filter(is_above).cloned().collect()
    }

    /// The stage that the plan declares.
    fn declared_sign(&self, pairing: Option<&Pairing>) -> Option<Sign> {
        let head = self.plan();
        let declared = head.declared.as_ref()?;
        Some(Sign {
            stage: declared_stage(&declared.stage, head)?,
            kind: SignKind::Declared,
            span: declared.span,
            text: declared.text.clone(),
            is_new: self.declares_anew(declared, pairing),
            exposure: None,
        })
    }

    /// Whether this change set what the plan declares.
    fn declares_anew(&self, declared: &Declared, pairing: Option<&Pairing>) -> bool {
        let before = self.base.as_ref().and_then(|base| base.declared.as_ref());
        pairing.is_some() && before.is_none_or(|before| before.stage != declared.stage)
    }

    /// The stages up to which the places for the status say that the plan has come. Such a place
    /// shows a stage anew where none of them had come so far before: the same in another place is
    /// no move.
    fn status_signs(&self, pairing: Option<&Pairing>) -> Vec<Sign> {
        let head = self.plan();
        let reached_before = |pairing: &Pairing| {
            let shown = self.base.as_ref()?.shown_by_status()?;
            let place = |stage: &&Stage| pairing.stage_before(stage).is_some_and(|before| before.number == shown);
            Some(head.stages.iter().find(place).map_or(shown, |stage| stage.number))
        };
        let before = pairing.and_then(reached_before);
        let furthest = head.statuses.iter().filter_map(|reading| reading.furthest_by(self.today));
        let sign = |entry: &StatusEntry| Sign {
            stage: entry.stage,
            kind: SignKind::Status,
            span: entry.span,
            text: entry.text.clone(),
            is_new: pairing.is_some() && Some(entry.stage) > before,
            exposure: None,
        };
        furthest.map(sign).chain(self.line_signs(pairing)).collect()
    }

    /// The stages that lines were moved up to which said before what the record says. Such a line
    /// is about the rollout, whatever it is called.
    fn line_signs(&self, pairing: Option<&Pairing>) -> Vec<Sign> {
        let Some(base) = self.base.as_ref().filter(|_| pairing.is_some()) else { return Vec::new() };
        let point = self.logged().point().stage().unwrap_or(self.level_without_rows());
        let has_rows = self.new_rows().next().is_some();
        let is_moved = |(key, line): &&(String, StatusEntry)| {
            let before = base.stage_lines.iter().find(|(other, _)| other == key);
            before.is_some_and(|(_, before)| line.stage > before.stage && (before.stage == point || has_rows))
        };
        let moved = self.plan().stage_lines.iter().filter(is_moved);
        let sign = |(_, line): &(String, StatusEntry)| Sign {
            stage: line.stage,
            kind: SignKind::Status,
            span: line.span,
            text: line.text.clone(),
            is_new: true,
            exposure: None,
        };
        moved.map(sign).collect()
    }

    /// The places for the status that do not say what the record says, each with the words that
    /// differ. It is for those who recorded a decision and forgot the table; where anything else
    /// does not agree, that is told instead.
    pub(crate) fn stale_statuses(&self) -> Vec<(&StatusReading, &StatusEntry)> {
        let plan = self.plan();
        if self.verdict != StageVerdict::Agrees || plan.log.is_none() {
            return Vec::new();
        }
        let (level, is_moved) = match self.logged() {
            Position::Planned => (self.level_without_rows(), false),
            Position::Stage(stage) => (stage, true),
            Position::Aborted(_) => return Vec::new(),
        };
        let differs = |reading: &'_ StatusReading| -> Option<StageNumber> {
            let ahead = reading.furthest_by(self.today).filter(|entry| entry.stage > level);
            let behind = || reading.behind(level).filter(|_| is_moved);
            ahead.or_else(behind).map(|entry| entry.stage)
        };
        let found = plan.statuses.iter().filter_map(|reading| Some((reading, reading.entry(differs(reading)?)?)));
        found.collect()
    }

    /// The lines that this change brings, and that name a stage above that of the record. Such a
    /// line may be about something else, and a number alone may count anything.
    pub(crate) fn lines_ahead(&self) -> Vec<&StatusEntry> {
        let plan = self.plan();
        let level = match self.logged() {
            Position::Planned => Some(self.level_without_rows()),
            position => position.point().stage(),
        };
        let (Some(base), Some(level), true) = (&self.base, level, self.verdict == StageVerdict::Agrees) else {
            return Vec::new();
        };
        let is_new = |key: &str| base.stage_lines.iter().all(|(other, _)| other != key);
        let ahead = plan.stage_lines.iter().filter(|(key, line)| line.stage > level && is_new(key));
        let is_named = |line: &&StatusEntry| line.text.parse::<StageNumber>().is_err();
        ahead.map(|(_, line)| line).filter(is_named).filter(|_| plan.log.is_some()).collect()
    }

    /// All readings of the stage outside of the log: what the plan declares and says of its stages,
    /// then work and claims in the order of the stages.
    pub(super) fn read_signs(&self, pairing: Option<&Pairing>) -> Vec<Sign> {
        let said = self.declared_sign(pairing).into_iter().chain(self.status_signs(pairing));
        said.chain(self.work_signs(pairing))
            .chain(self.claim_signs(pairing))
            .chain(self.exposure_signs(pairing))
            .collect()
    }

    /// What newly shows a stage in this change, by whatever reading, above everything that the
    /// version before showed; the plainest first. It asks for no log. What needs no decision, as
    /// the first stage, is never among them.
    pub(crate) fn newly_shown<'s>(&'s self, before: Option<&Standing>) -> Vec<&'s Sign> {
        let start = self.ladder.start();
        let shown = before.into_iter().flat_map(|before| &before.signs).map(|sign| sign.stage);
        let known = shown.chain(before.and_then(|before| before.gate.stage())).fold(start, StageNumber::max);
        let mut new: Vec<&Sign> = self.signs.iter().filter(|sign| sign.is_new && sign.stage > known).collect();
        new.sort_by_key(|sign| sign.rank());
        new
    }

    /// The stage that is reported: the one that the record leads to; before any row has moved the
    /// rollout, the one that the plan shows as far as no row is needed.
    pub(super) fn reported(&self) -> Point {
        let head = self.plan();
        if self.replay.position != Position::Planned {
            return self.replay.position.point();
        }
        let Some(first) = head.stages.first() else { return Point::Planned };
        let level = self.level_without_rows();
        let declared = head.declared.as_ref().and_then(|declared| match declared.stage {
            DeclaredStage::Completed if level == first.number => None,
            _ => declared_stage(&declared.stage, head),
        });
        let is_said_by_the_plan = |sign: &&Sign| !matches!(sign.kind, SignKind::Declared | SignKind::Exposure);
        let signs = self.signs.iter().filter(is_said_by_the_plan);
        // A status that goes up, and that no row followed, leaves the rollout where it was.
        let had_begun = self.base.as_ref().is_some_and(|base| base.shown_by_status().is_some());
        let counts = |stage: StageNumber| (stage <= level || had_begun).then_some(stage.min(level));
        let shown = signs.map(|sign| sign.stage).chain(declared).filter_map(counts).max();
        let has_work = self.signs.iter().any(|sign| sign.kind == SignKind::Work);
        let ready = !first.entry.is_empty() && Stage::open(&first.entry).next().is_none();
        let begun = (ready || has_work).then_some(first.number);
        shown.max(begun).map_or(Point::Planned, Point::Stage)
    }

    /// Whether the readings of the stage agree. Without a pairing nothing is set in this change.
    /// `before` is where the version before stood by itself.
    pub(super) fn judge(
        &self,
        pairing: Option<&Pairing>,
        before: Option<&Standing>,
        rewrites: &[Rewrite],
    ) -> StageVerdict {
        let head = self.plan();
        // Without a log, and without a template that wants one, there is nothing to compare the
        // other readings with.
        if head.log.is_none() && !head.follows_template && self.record.is_empty() {
            return StageVerdict::NotJudged { moved: self.newly_shown(before).into_iter().cloned().collect() };
        }
        let first = head.first_stage();
        let logged = self.replay.position;
        let from = if logged == Position::Planned { self.point_without_rows() } else { logged.point() };
        let level = match logged {
            Position::Planned => Some(self.level_without_rows()),
            position => position.point().stage(),
        };
        let declared = head.declared.as_ref();
        let decided = self.decided_at_the_wrong_end(level, rewrites);
        let reached = self.reached_in_this_change(decided);
        let is_uncovered = |sign: &&Sign| {
            let covered = match sign.kind {
                SignKind::Declared => level,
                // Work was done before the way back; who sees the feature is said of now.
                SignKind::Exposure => decided,
                SignKind::Status | SignKind::Work | SignKind::Progression | SignKind::Entry => reached,
            };
            sign.is_new && Some(sign.stage) > covered
        };
        let mut moved: Vec<Sign> = self.signs.iter().filter(is_uncovered).cloned().collect();
        // A row whose step cannot be read may be the decision that is looked for; that row has its
        // own finding.
        let is_unread = |index: usize| self.route(index).target().is_none();
        if let Some(to) = moved.iter().map(|sign| sign.stage).max()
            && !self.new_rows().any(is_unread)
        {
            moved.sort_by_key(Sign::rank);
            return StageVerdict::Moved { from, to, signs: moved };
        }
        if let Some(declared) = declared {
            let is_new = self.declares_anew(declared, pairing);
            let lowered = declared_point(&declared.stage)
                .filter(|to| is_new && self.is_lowered(*to) && to.stage() < from.stage());
            if let Some(to) = lowered {
                return StageVerdict::Reset { from, to, span: declared.span };
            }
            let unrecorded = first..=self.level_without_rows();
            if !agrees(&declared.stage, logged, &unrecorded, head.last_stage()) {
                return StageVerdict::Mismatch {
                    logged: logged.point(),
                    declared: declared.stage.clone(),
                    text: declared.text.clone(),
                    span: declared.span,
                };
            }
        }
        let high = self.replay.high.or(Some(self.level_without_rows())).max(reached);
        // What a plan says of its status counts as a move in the change that raises it, and later
        // it is told gently.
        let is_evidence = |sign: &&Sign| !matches!(sign.kind, SignKind::Declared | SignKind::Status);
        let above = |sign: &&Sign| is_evidence(sign) && Some(sign.stage) > high;
        let is_standing = |sign: &&Sign| above(sign) && !is_overdue(sign, &self.signs, head);
        let standing: Vec<Sign> = self.signs.iter().filter(is_standing).cloned().collect();
        match standing.iter().map(|sign| sign.stage).max().filter(|_| !(0..self.record.len()).any(is_unread)) {
            Some(to) => StageVerdict::Undecided {
                from: self.replay.high.map_or(logged.point(), Point::Stage),
                to,
                signs: standing,
            },
            None => StageVerdict::Agrees,
        }
    }

    /// Whether the version before declared a later stage, and no way back is recorded.
    fn is_lowered(&self, to: Point) -> bool {
        let declared = |base: &Plan| declared_stage(&base.declared.as_ref()?.stage, base);
        let before = self.base.as_ref().and_then(|base| declared(base));
        let goes_back =
            self.new_rows().any(|index| matches!(self.row(index).verb, Some(Decision::Rollback | Decision::Abort)));
        before.is_some_and(|before| Some(before) > to.stage()) && !goes_back
    }

    /// The highest stage that this change's own rows were in, and no less than `level`. Work that
    /// is ticked in the change that records the way back from it was done there.
    fn reached_in_this_change(&self, level: Option<StageNumber>) -> Option<StageNumber> {
        let reached = self.new_rows().flat_map(|index| {
            let before = self.replay.before.get(&index).copied();
            let step = &self.record[index].step;
            before.into_iter().chain(goes_to(step.verb, &step.route))
        });
        reached.map(Point::stage).fold(level, Option::max)
    }

    /// Whether a row that this change records leads to a stage, or beyond it.
    pub(crate) fn is_led_to(&self, stage: StageNumber) -> bool {
        let steps = self.new_rows().map(|index| &self.record[index].step);
        let targets = steps.filter_map(|step| goes_to(step.verb, &step.route));
        targets.filter_map(Point::stage).any(|target| target >= stage)
    }

    /// The highest stage that a row leads to which this change records at the wrong end of the log,
    /// and no less than `level`. That row has its own error, and is the decision that was looked
    /// for.
    fn decided_at_the_wrong_end(&self, level: Option<StageNumber>, rewrites: &[Rewrite]) -> Option<StageNumber> {
        let inserted = rewrites.iter().filter_map(|rewrite| match rewrite {
            Rewrite::Inserted { row, .. } => {
                let row = self.row_of(RowId { side: Side::Head, index: *row });
                goes_to(row.verb, &row.route)
            }
            Rewrite::Modified { .. } | Rewrite::Removed { .. } => None,
        });
        inserted.map(Point::stage).fold(level, Option::max)
    }
}

/// Where a row goes. A hold names the step that was considered, and an amendment one that was taken
/// before: neither goes there.
fn goes_to(verb: Option<Decision>, route: &Route) -> Option<Point> {
    let stays = matches!(verb, Some(Decision::Hold | Decision::Amend | Decision::Abort));
    route.target().filter(|_| !stays)
}

/// The entry criteria of a stage that are no work besides, and whether each is ticked.
fn criteria_without_work(stage: &Stage) -> HashMap<&str, bool> {
    let all = stage.entry.iter().map(|criterion| (&*criterion.text, criterion.met == Met::Ticked));
    let mut criteria: HashMap<&str, bool> = all.collect();
    for work in &stage.work {
        criteria.remove(&*work.text);
    }
    criteria
}

/// The boxes (by their place in the list) that are ticked now and were not before. A ticked box
/// that was reworded is not ticked anew, unless the rollout has gone back from its stage: then it
/// may be work of the next try. A remark behind the words is no rewording.
fn newly_ticked(before: &[WorkBox], after: &[&WorkBox], is_left_behind: bool) -> BTreeSet<usize> {
    let mut was: HashMap<&str, usize> = HashMap::new();
    for work in before.iter().filter(|work| work.is_ticked) {
        *was.entry(work.key.as_str()).or_default() += 1;
    }
    let mut new: Vec<usize> = Vec::new();
    for (index, work) in after.iter().enumerate().filter(|(_, work)| work.is_ticked) {
        match was.get_mut(work.key.as_str()).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => new.push(index),
        }
    }
    let now: BTreeSet<&str> = after.iter().map(|work| work.key.as_str()).collect();
    let texts: BTreeSet<&str> = before.iter().map(|work| work.key.as_str()).collect();
    let mut reworded: usize = was.iter().filter(|(key, _)| !now.contains(**key)).map(|(_, count)| count).sum();
    let is_remark = |rest: &str| rest.trim_start().starts_with(|c: char| !c.is_alphanumeric());
    let has_remark =
        |key: &str| was.keys().any(|old| !now.contains(old) && key.strip_prefix(old).is_some_and(is_remark));
    new.retain(|index| {
        let key = after[*index].key.as_str();
        let is_reworded = reworded > 0 && !texts.contains(key) && (!is_left_behind || has_remark(key));
        reworded -= usize::from(is_reworded);
        !is_reworded
    });
    new.into_iter().collect()
}

/// Where a stage's Progression Decision says that it is over: a date that has come, and somebody
/// who decided.
fn decided(stage: &Stage, today: Date) -> Option<Span> {
    let progression = stage.progression.as_ref()?;
    let date = progression.date.as_ref().filter(|date| date.is_filled())?;
    let decider = progression.decider.as_ref().filter(|decider| decider.is_filled())?;
    let day = progression.day?;
    (day <= today).then_some(date.span).filter(|_| !decider.text.is_empty())
}

/// Whether the decision to leave a stage stood before, with the same day.
fn same_decision(before: &Stage, after: &Stage, today: Date) -> bool {
    let day = |stage: &Stage| {
        let progression = stage.progression.as_ref()?;
        progression.decider.as_ref().filter(|decider| decider.is_filled())?;
        progression.day
    };
    // A target date that has come since was no decision of this change.
    day(before).is_some() && day(before) == day(after) && decided(after, today).is_some()
}

/// The entry criterion that says that the stage before is over, when all entry criteria are met and
/// this one is ticked.
fn entry_claim<'s>(stage: &'s Stage, previous: StageNumber, plan: &Plan) -> Option<&'s Criterion> {
    if Stage::open(&stage.entry).next().is_some() {
        return None;
    }
    stage.entry.iter().find(|criterion| criterion.met == Met::Ticked && plan.names.mentions(&criterion.text, previous))
}

/// A Progression date that has passed while the stage goes on: late, not secretly moved.
fn is_overdue(sign: &Sign, signs: &[Sign], head: &Plan) -> bool {
    let only_this = !signs.iter().any(|other| {
        other.stage == sign.stage
            && !matches!(other.kind, SignKind::Progression | SignKind::Declared | SignKind::Status)
    });
    let before = head.stages.iter().take_while(|stage| stage.number < sign.stage).last();
    let unfinished = before.is_some_and(|stage| Stage::open(&stage.exit).next().is_some());
    sign.kind == SignKind::Progression && only_this && unfinished
}

fn declared_stage(declared: &DeclaredStage, plan: &Plan) -> Option<StageNumber> {
    match declared {
        DeclaredStage::Stage(number) => Some(*number),
        DeclaredStage::Completed => Some(plan.last_stage()),
        DeclaredStage::Planned | DeclaredStage::Aborted | DeclaredStage::Unknown => None,
    }
}

fn declared_point(declared: &DeclaredStage) -> Option<Point> {
    match declared {
        DeclaredStage::Stage(number) => Some(Point::Stage(*number)),
        DeclaredStage::Planned => Some(Point::Planned),
        DeclaredStage::Aborted => Some(Point::Aborted),
        DeclaredStage::Completed | DeclaredStage::Unknown => None,
    }
}

/// `unrecorded` are the stages that need no row.
fn agrees(
    declared: &DeclaredStage,
    logged: Position,
    unrecorded: &RangeInclusive<StageNumber>,
    last: StageNumber,
) -> bool {
    match (declared, logged) {
        (DeclaredStage::Planned, Position::Planned) => true,
        (DeclaredStage::Aborted, Position::Aborted(_)) => true,
        (DeclaredStage::Completed, Position::Stage(number)) => number == last,
        (DeclaredStage::Completed, Position::Planned) => *unrecorded.start() < last && unrecorded.contains(&last),
        (DeclaredStage::Stage(number), Position::Planned) => unrecorded.contains(number),
        (DeclaredStage::Stage(number), Position::Stage(logged)) => *number == logged,
        _ => false,
    }
}
