//! What only the end of history tells of a rollout: what nobody ever recorded, when each move came
//! into effect, and what has lasted too long.

use super::Closing;
use super::exposure::{live_on, told};
use super::following::{Followed, planned_days};
use super::outcome::{AuditedTransition, EntryCount, Found, Recorded, Rollout};
use super::people::{Approvals, writer};
use crate::plan::log::{Point, RowState};
use crate::rule::HistoryFault;
use crate::stage_number::StageNumber;
use crate::standing::{Standing, stage_title};
use crate::text::CommitId;
use crate::version::Version;
use jiff::civil::Date;
use std::sync::Arc;

/// After how many times the upper bound of its duration a stage is stalled.
const STALL: i64 = 2;

impl Followed {
    /// The dated entries of its log as it stands last, with the path of the file; `None` without a
    /// log.
    pub(super) fn entries_of_log(&self) -> Option<(String, EntryCount)> {
        let (version, _) = self.last.as_ref()?;
        version.log.as_ref()?;
        let read = version.rows().iter().filter(|row| row.state == RowState::Recorded).count();
        let count = EntryCount { read, unread: version.unread.len() };
        Some((version.log_file().path.clone(), count))
    }

    /// The rollout and its findings, once all of history is read. The findings are in the order of
    /// the commits.
    pub(super) fn close(mut self, closing: &Closing, approvals: &mut Approvals) -> (Rollout, Vec<Found>) {
        let Closing { today, goes_on: until, policy, .. } = *closing;
        self.begin_without_a_row(policy.initial_stage);
        let mut transitions = std::mem::take(&mut self.entries).into_transitions();
        self.read_when_live(&mut transitions);
        for transition in &mut transitions {
            self.read_people(transition, approvals);
        }
        self.seen.mark_undecided(|commit| self.commits.get(commit).copied());
        self.find_exposures(until.then_some(today), &transitions);
        for transition in &transitions {
            let (from, to) = (transition.from, transition.to);
            let message = match &transition.recorded {
                _ if transition.is_new_rollout => continue,
                Recorded::Never if until => format!("{from} → {to} was not recorded by {today}"),
                Recorded::Never => format!("{from} → {to} was never recorded"),
                Recorded::TakenBack(back) => {
                    format!("{from} → {to} was never recorded, and was taken back in {}", back.id.short())
                }
                // A word that nobody knows may be one for going on.
                Recorded::AtOnce | Recorded::Later(_) if transition.decision.is_none() && to.stage() > from.stage() => {
                    format!("{from} → {to} has a row, and no word in it that the log knows for going on")
                }
                _ => continue,
            };
            let is_gentle = transition.recorded != Recorded::Never;
            self.find(HistoryFault::UnloggedTransition, &transition.commit, message).is_gentle = is_gentle;
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

    /// Finds out where a rollout stands that needs no row up to a stage. The configuration that
    /// says so may have come after the last commit that touched the plan.
    fn begin_without_a_row(&mut self, initial: Option<StageNumber>) {
        let is_untold = self.rows.is_empty() && self.entries.count() == 0;
        let may_begin = is_untold && self.rollout.unjudged.is_none() && self.rollout.removed_in.is_none();
        let last = self.last.as_ref().filter(|_| may_begin);
        let Some(((version, _), initial)) = last.zip(initial) else { return };
        let mut plan = version.plan().clone();
        plan.ladder.initial = Some(initial.min(version.last_stage()));
        let version = Version::new(plan);
        // No row has a day to be judged on.
        let gate = Standing::alone(Arc::clone(&version), Date::default()).gate;
        self.rollout.stage = gate;
        self.rollout.planned_now = gate.stage().and_then(|stage| planned_days(&version, stage));
        self.last = Some((version, gate));
    }

    /// Finds out who stands for a decision.
    fn read_people(&mut self, transition: &mut AuditedTransition, approvals: &mut Approvals) {
        transition.ticket = approvals.ticket(transition);
        let Some(recorded) = transition.recorded_by().cloned() else { return };
        let step = transition.step();
        if let Some(author) = approvals.read(transition) {
            let message = format!("nobody but {author}, who wrote the row, stands for {step}");
            self.find(HistoryFault::SelfApproved, &recorded, message);
        }
        if let Some((written, agent)) = writer(transition).and_then(|by| Some((by.clone(), by.agent.clone()?))) {
            let message = format!("the decision {step} was written by {agent} in {}", written.id.short());
            self.find(HistoryFault::DecisionByAgent, &recorded, message);
        }
    }

    /// Finds out when each move came into effect, before the next one that turns back.
    fn read_when_live(&self, transitions: &mut [AuditedTransition]) {
        let place_of = |commit: &CommitId| self.commits.get(commit).copied();
        let made = transitions.iter().map(|made| (made.moves().then_some(made.to), place_of(&made.commit.id)));
        let made: Vec<(Option<Point>, Option<usize>)> = made.collect();
        for (index, transition) in transitions.iter_mut().enumerate() {
            let is_up = transition.to.stage() > transition.from.stage();
            let turns =
                |to: Point| if is_up { to.stage() < transition.to.stage() } else { to.stage() > transition.to.stage() };
            let turned = made[index + 1..].iter().filter(|(to, _)| to.is_some_and(turns));
            let until = turned.filter_map(|(_, place)| *place).min();
            if !is_up || self.seen.can_be_live(transition.to) {
                transition.live_in = live_on(&self.seen.line, transition, until, place_of);
            }
        }
        if let Some(last) = transitions.iter_mut().rfind(|transition| transition.moves()) {
            last.waits_for_flag = last.decided_on().is_some() && self.seen.awaits(last);
        }
    }

    /// Finds the raises that no decision led to, and the cuts.
    fn find_exposures(&mut self, until: Option<Date>, transitions: &[AuditedTransition]) {
        let mut raises = std::mem::take(&mut self.seen.raises);
        raises.retain(|raise| !transitions.iter().any(|transition| raise.is_told_by(transition)));
        for (commit, message, is_gentle) in told(raises, until) {
            self.find(HistoryFault::ExposureUnlogged, &commit, message).is_gentle = is_gentle;
        }
        for cut in std::mem::take(&mut self.seen.cuts) {
            self.find(HistoryFault::ExposureCut, &cut.commit, cut.message);
        }
    }

    fn find_stall(&mut self, today: Date, transitions: &[AuditedTransition]) {
        let Some(((plan, gate), since)) = self.last.take().zip(self.rollout.since) else { return };
        let is_running = self.rollout.removed_in.is_none() && plan.next_stage(gate).is_some();
        let Some(stage) = gate.stage().filter(|_| is_running) else { return };
        let days = (today - since).get_days();
        let Some(most) = planned_days(&plan, stage).filter(|most| i64::from(days) > STALL * i64::from(*most)) else {
            return;
        };
        let were = if most == 1 { "was" } else { "were" };
        let message = format!("{} has lasted {days} days, and {most} {were} planned", stage_title(&plan, stage));
        // The commit that began the stage, or the last one that is known.
        let led_here = transitions.iter().rfind(|made| made.moves() && made.to == gate).or(transitions.last());
        if let Some(commit) = self.arrived_in.take().or_else(|| Some(led_here?.commit.clone())) {
            self.find(HistoryFault::Stalled, &commit, message);
        }
    }
}
