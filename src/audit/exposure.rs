//! Who really saw the feature of one rollout, as its history has it: the line of what flag files
//! said, the raises past gates, and when each move came into effect.

use super::outcome::{Answer, AuditedTransition, CommitFacts, Exposed, LivePoint, Recorded, Step};
use crate::change::Change;
use crate::config::ExposureEntry;
use crate::exposure::{Exposure, Live};
use crate::plan::log::Point;
use crate::stage_number::StageNumber;
use crate::standing::{StageVerdict, Standing};
use crate::text::CommitId;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::sync::Arc;

/// What is known of a rollout's exposure while the history is read.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) line: Vec<LivePoint>,
    /// Where the rollout stands by the last commit that was read.
    now: Option<Arc<Standing>>,
    /// What the plan asks now, with the answers.
    asked: Vec<(Question, Exposure)>,
    /// What was last said of all that was ever asked.
    said: Vec<(Question, Exposure)>,
    /// The gates that raises passed, in the order of time and then of the stages.
    pub(super) raises: Vec<Raise>,
    pub(super) cuts: Vec<Cut>,
    /// Whether the plan was deleted.
    is_gone: bool,
}

/// An entry of the configuration and the flag that it is asked about.
#[derive(Clone, PartialEq)]
struct Question {
    entry: Arc<ExposureEntry>,
    flag: Option<String>,
}

impl Question {
    fn of(answer: &Answer) -> Question {
        Question { entry: Arc::clone(&answer.entry), flag: answer.after.flag.clone() }
    }
}

/// A raise past a gate that no decision led through. A raise past several gates is several of them,
/// as each gate has its own decision.
pub(super) struct Raise {
    pub(super) commit: CommitFacts,
    question: Question,
    /// The stage behind the gate.
    pub(super) stage: StageNumber,
    /// The stage that the raise reaches.
    top: StageNumber,
    was: String,
    is: String,
    /// Where the rollout stood then. It has the share at which the stage began: a later edit of the
    /// audience takes nothing back.
    standing: Arc<Standing>,
    pub(super) end: RaiseEnd,
}

/// What became of a raise.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum RaiseEnd {
    /// No decision leads to it yet.
    Waits,
    /// A later commit recorded the decision.
    Recorded(CommitFacts),
    /// A later commit took it back before anybody had decided.
    Cut(CommitFacts),
    /// Another plan that names the flag has the decision, or tells of the raise.
    Told,
}

/// A commit that let fewer see the feature.
pub(super) struct Cut {
    pub(super) commit: CommitFacts,
    pub(super) message: String,
}

impl Seen {
    /// Reads who sees the feature after a commit.
    pub(super) fn read(&mut self, exposed: &Exposed, step: &Step) {
        let alone = Standing::alone(exposed.version.clone(), step.commit.day);
        self.read_point(exposed, &alone, step);
        let change = self.held_against_before(exposed, &alone);
        self.remember(exposed);
        let Some(after) = change.after.map(Arc::new) else { return };
        self.read_cut(&after, exposed, &step.commit);
        if !matches!(after.verdict, StageVerdict::NotJudged { .. }) {
            // How far a new plan may be without rows, it says itself.
            let is_new = exposed.base.is_none() && self.now.is_none();
            let initial = after.plan().ladder.initial.filter(|_| step.is_before_rules);
            self.read_raise(&after, exposed, alone.covered_stage().filter(|_| is_new).max(initial), &step.commit);
        }
        self.now = Some(after);
    }

    /// Reads what the line says from a commit on.
    fn read_point(&mut self, exposed: &Exposed, alone: &Standing, step: &Step) {
        let before: Vec<Exposure> = exposed.answers.iter().filter_map(|answer| answer.before.clone()).collect();
        let (was, is) = (alone.furthest_of(&before), alone.furthest_exposure());
        let said = |exposure: &Exposure| (exposure.flag.clone(), exposure.words(), alone.reach(exposure));
        // A plan that comes with its flag file was kept elsewhere before, or nobody knows.
        let came_with_file = self.now.is_none() && was.is_none();
        let is_same = was.is_some_and(|was| is.is_some_and(|is| said(was) == said(is)));
        let since_before = step.is_cut_off || came_with_file || is_same;
        if let Some(point) = point(alone, &step.commit, since_before)
            && !self.line.last().is_some_and(|last| last.says_the_same(&point))
        {
            self.line.push(point);
        }
    }

    /// What a commit did, as a pull request with it would be judged. What nobody asked or could
    /// tell for a while is held against what was last said, so that no detour hides a raise.
    fn held_against_before(&self, exposed: &Exposed, alone: &Standing) -> Change {
        let last_said = |answer: &Answer| {
            let question = Question::of(answer);
            self.said.iter().find(|(other, _)| *other == question).map(|(_, said)| said)
        };
        // An entry that was edited before its file has no past of its own: that of the flag counts.
        let last_said_of_flag = |answer: &Answer| {
            let is_of_flag = |(question, _): &&(Question, Exposure)| {
                let is_it = |other: &Answer| Question::of(other) == *question;
                question.flag == answer.after.flag && !exposed.answers.iter().any(is_it)
            };
            self.said.iter().filter(is_of_flag).map(|(_, said)| said).max_by_key(|said| alone.reach(said))
        };
        let said_before = |answer: &Answer| -> Option<Exposure> {
            let is_told = |said: &&Exposure| !matches!(said.live, Live::Unreadable { .. });
            let told = answer.before.iter().chain(last_said(answer)).filter(is_told);
            let told = told.min_by_key(|said| alone.reach(said));
            told.or_else(|| answer.before.as_ref().map(|before| last_said_of_flag(answer).unwrap_or(before))).cloned()
        };
        let (mut before, mut others, mut after) = (Vec::new(), Vec::new(), Vec::new());
        for (entry, answer) in exposed.answers.iter().enumerate() {
            let side = if answer.is_asked_before { &mut before } else { &mut others };
            side.extend(said_before(answer).map(|said| Exposure { entry, ..said }));
            after.push(Exposure { entry, ..answer.after.clone() });
        }
        // Another flag is held against that of the plan before, if that one can be read.
        if !before.iter().any(Exposure::is_readable) {
            before.append(&mut others);
        }
        let last = self.now.as_ref().map(|now| &now.version);
        // A plan without stages says nothing of them, and one that is new is held to its own words.
        let base = exposed.base.as_ref().filter(|base| base.stages.len() > 1).or(last).unwrap_or(&exposed.version);
        let sides = (base.with_exposures(before), exposed.version.with_exposures(after));
        Change::between(Some(sides.0), Some(sides.1), alone.today)
    }

    fn remember(&mut self, exposed: &Exposed) {
        self.is_gone = false;
        for answer in exposed.answers.iter().filter(|answer| answer.is_told()) {
            let (question, said) = (Question::of(answer), answer.after.clone());
            match self.said.iter_mut().find(|(other, _)| *other == question) {
                Some((_, last)) => *last = said,
                None => self.said.push((question, said)),
            }
        }
        let answers = exposed.answers.iter().filter(|answer| answer.is_asked);
        self.asked = answers.map(|answer| (Question::of(answer), answer.after.clone())).collect();
    }

    /// Reads that fewer see the feature, and which raises that takes back.
    fn read_cut(&mut self, after: &Standing, exposed: &Exposed, commit: &CommitFacts) {
        if after.is_cut()
            && let Some(fall) = after.falls().first()
        {
            let flag = fall.exposure.flag.as_deref().unwrap_or("the feature");
            let message = format!("{flag} went down from {} to {}", fall.was, fall.is);
            self.cuts.push(Cut { commit: commit.clone(), message });
        }
        for raise in self.raises.iter_mut().filter(|raise| raise.end == RaiseEnd::Waits) {
            let is_gone = |answer: &Answer| !answer.after.is_readable() && raise.question == Question::of(answer);
            let is_asked = self.asked.iter().any(|(question, _)| *question == raise.question);
            if !is_asked && exposed.answers.iter().any(is_gone) {
                // The number has another place, or its flag another name.
                let readable = self.asked.iter().filter(|(_, said)| said.is_readable());
                if let Some((question, _)) = readable.max_by_key(|(_, said)| after.reach(said)) {
                    raise.question = question.clone();
                }
            }
            let now = self.asked.iter().find(|(question, said)| *question == raise.question && said.is_readable());
            if now.is_some_and(|(_, said)| raise.standing.live_stage(said) < Some(raise.stage)) {
                raise.end = RaiseEnd::Cut(commit.clone());
            }
        }
    }

    /// Reads that more see the feature than any decision leads to. `without_rows` is a stage up to
    /// which none is asked for.
    fn read_raise(
        &mut self,
        after: &Arc<Standing>,
        exposed: &Exposed,
        without_rows: Option<StageNumber>,
        commit: &CommitFacts,
    ) {
        let covered = after.covered_stage().max(without_rows);
        let Some(was) = after.furthest_of(after.exposures_before()) else { return };
        let mut raised: Vec<(StageNumber, &Exposure)> = after.raised().collect();
        raised.sort_by_key(|(_, exposure)| Reverse(after.reach(exposure)));
        for (top, exposure) in raised {
            let question = Question::of(&exposed.answers[exposure.entry]);
            let stages = after.plan().stages.iter();
            let passed =
                stages.filter(|stage| stage.number == top || (stage.number < top && !after.is_skipped(stage.number)));
            for stage in passed.map(|stage| stage.number).filter(|stage| Some(*stage) > covered) {
                // Who goes on inside the stage has passed no other gate.
                let is_known =
                    |raise: &Raise| raise.end == RaiseEnd::Waits && raise.stage == stage && raise.question == question;
                if !self.raises.iter().any(is_known) {
                    self.raises.push(Raise {
                        commit: commit.clone(),
                        question: question.clone(),
                        stage,
                        top,
                        was: was.words(),
                        is: exposure.words(),
                        standing: Arc::clone(after),
                        end: RaiseEnd::Waits,
                    });
                }
            }
        }
    }

    /// Reads that the plan was deleted.
    pub(super) fn leave(&mut self) {
        self.is_gone = true;
    }

    /// Where the rollout stands, while it has a plan.
    fn standing(&self) -> Option<&Standing> {
        self.now.as_deref().filter(|_| !self.is_gone)
    }

    /// Whether the rollout goes on, so that its decisions count for other plans, too.
    fn goes_on(&self) -> bool {
        self.standing().is_some_and(|standing| !standing.is_over())
    }

    fn asks(&self, question: &Question) -> Option<&Exposure> {
        self.asked.iter().find(|(other, _)| other == question).map(|(_, said)| said)
    }

    /// Whether this rollout has the decision for a raise of its own.
    fn has_decided(&self, raise: &Raise) -> bool {
        let is_recorded = |standing: &&Standing| !standing.record.is_empty();
        self.standing().filter(is_recorded).is_some_and(|standing| standing.covered_stage() >= Some(raise.stage))
    }

    /// Whether this rollout has the decision for what is said of a flag that another plan names,
    /// too.
    fn covers(&self, raise: &Raise) -> bool {
        let live = self.standing().zip(self.asks(&raise.question));
        live.is_some_and(|(standing, said)| {
            let live = standing.live_stage(said);
            live.is_some() && live <= standing.covered_stage()
        })
    }

    /// Marks in the line what no decision had led to. `place_of` gives the places of commits in
    /// time.
    pub(super) fn mark_undecided(&mut self, place_of: impl Fn(&CommitId) -> Option<usize>) {
        for raise in self.raises.iter().filter(|raise| raise.end != RaiseEnd::Told) {
            let (end, decided_in) = match &raise.end {
                RaiseEnd::Recorded(later) => (place_of(&later.id), Some(later)),
                RaiseEnd::Cut(cut) => (place_of(&cut.id), None),
                RaiseEnd::Waits | RaiseEnd::Told => (None, None),
            };
            let (begin, end) = (place_of(&raise.commit.id), end.unwrap_or(usize::MAX));
            let is_meant = |point: &&mut LivePoint| {
                let place = place_of(&point.commit.id);
                let is_reached = point.stage >= Some(raise.stage) || place == begin;
                is_reached && place >= begin && place < Some(end)
            };
            for point in self.line.iter_mut().filter(is_meant) {
                point.is_undecided = true;
                point.decided_in = decided_in.cloned();
            }
        }
    }

    /// Whether the flag has not come where a move leads, although it could.
    pub(super) fn awaits(&self, transition: &AuditedTransition) -> bool {
        let is_after = self.line.last().and_then(|point| point.is_after(transition));
        is_after == Some(false) && self.can_be_live(transition.to)
    }

    /// Whether the flag files can tell that a place is live: not a stage that is for some customers
    /// where they have shares.
    pub(super) fn can_be_live(&self, point: Point) -> bool {
        let can_be_told = |stage| self.now.as_ref().is_some_and(|standing| standing.can_be_live(stage));
        point.stage().is_none_or(can_be_told)
    }
}

/// Settles the raises that wait for a decision after a commit. Of several plans that name a flag,
/// one that has the decision is enough, and the first one by its path tells of a raise. Rollouts
/// that are over are not asked beside others.
pub(super) fn settle(seen: &mut [(&str, &mut Seen)], commit: &CommitFacts) {
    for index in 0..seen.len() {
        for place in 0..seen[index].1.raises.len() {
            let raise = &seen[index].1.raises[place];
            if raise.end != RaiseEnd::Waits {
                continue;
            }
            let sharing = seen.iter().filter(|(_, seen)| seen.asks(&raise.question).is_some());
            let does_one_go_on = seen[index].1.goes_on() || sharing.clone().any(|(_, seen)| seen.goes_on());
            let asked = sharing.filter(|(_, seen)| seen.goes_on() || !does_one_go_on);
            let is_covered = asked.clone().any(|other| other.0 != seen[index].0 && other.1.covers(raise));
            let rank = |(path, seen): &(&str, &mut Seen)| (!seen.goes_on(), (*path).to_owned());
            let own = rank(&seen[index]);
            let is_same = |other: &Raise| {
                let is_open = other.end == RaiseEnd::Waits;
                other.question == raise.question && (is_open || other.commit.id == raise.commit.id)
            };
            let is_told_by = |other: &(&str, &mut Seen)| rank(other) < own && other.1.raises.iter().any(is_same);
            let is_new = raise.commit.id == commit.id;
            let end = match () {
                () if is_new && (is_covered || asked.clone().any(is_told_by)) => RaiseEnd::Told,
                () if is_covered || seen[index].1.has_decided(raise) => RaiseEnd::Recorded(commit.clone()),
                () => continue,
            };
            seen[index].1.raises[place].end = end;
        }
    }
}

/// What is wrong with the raises, each with its commit, and whether it was taken back in time. What
/// one commit did and has one end is told once: for the furthest flag and stage.
pub(super) fn told(raises: Vec<Raise>, until: Option<Date>) -> Vec<(CommitFacts, String, bool)> {
    let mut told: Vec<Raise> = Vec::new();
    for raise in raises {
        let is_one = |other: &&mut Raise| other.commit.id == raise.commit.id && other.end == raise.end;
        match told.iter_mut().find(is_one) {
            Some(known) if known.question == raise.question => known.stage = known.stage.max(raise.stage),
            Some(_) => {}
            None => told.push(raise),
        }
    }
    let words = |raise: Raise| raise.in_words(until).map(|(message, is_gentle)| (raise.commit, message, is_gentle));
    told.into_iter().filter_map(words).collect()
}

impl Raise {
    /// What is wrong with it, and whether it was taken back in time; `None` when nothing is.
    fn in_words(&self, until: Option<Date>) -> Option<(String, bool)> {
        let Raise { was, is, stage, .. } = self;
        let flag = self.question.flag.as_deref().unwrap_or("the feature");
        let reached = match *stage == self.top {
            true => format!("which is stage {stage}"),
            false => format!("past the gate of stage {stage}"),
        };
        let raised = format!("{flag} was raised from {was} to {is}, {reached}");
        Some(match &self.end {
            RaiseEnd::Told => return None,
            RaiseEnd::Waits => match until {
                Some(today) => (format!("{raised}, and no decision was recorded by {today}"), false),
                None => (format!("{raised}, and no decision was ever recorded"), false),
            },
            RaiseEnd::Recorded(later) => {
                let id = later.id.short();
                let recorded = match (later.day - self.commit.day).get_days() {
                    // Clocks differ: what comes later in history may be dated earlier.
                    ..0 => format!("recorded later, in {id}, which is dated {}", later.day),
                    0 => format!("recorded the same day, in {id}"),
                    1 => format!("recorded 1 day later, in {id}"),
                    days => format!("recorded {days} days later, in {id}"),
                };
                (format!("{raised}, and the decision was {recorded}"), false)
            }
            RaiseEnd::Cut(cut) => (format!("{raised}, without a decision, and taken back in {}", cut.id.short()), true),
        })
    }

    /// Whether a move without a decision tells of the same.
    pub(super) fn is_told_by(&self, transition: &AuditedTransition) -> bool {
        let is_open = matches!(transition.recorded, Recorded::Never | Recorded::TakenBack(_));
        let is_on_the_way = transition.from.stage() < Some(self.stage) && Some(self.stage) <= transition.to.stage();
        is_open && is_on_the_way && !matches!(self.end, RaiseEnd::Recorded(_))
    }
}

/// What the line says from a commit on; `None` when no entry is about the plan.
fn point(standing: &Standing, commit: &CommitFacts, since_before: bool) -> Option<LivePoint> {
    let exposures = standing.version.exposures();
    let furthest = standing.furthest_exposure();
    let exposure = furthest.or(exposures.first())?;
    let percent = match exposure.live {
        Live::Share { percent, .. } => Some(percent),
        _ => None,
    };
    // Where a part cannot be read, it is the stage that is live at least.
    let stage = standing.live_stage(exposure);
    let is_known = exposure.is_readable();
    let is_nobody = is_known && !standing.is_seen(exposure);
    let (commit, live) = (commit.clone(), exposure.words());
    let place = exposure.place().map(|place| (place.source.path.clone(), place.source.line(place.span.start)));
    Some(LivePoint {
        is_undecided: false,
        decided_in: None,
        commit,
        flag: exposure.flag.clone(),
        live,
        percent,
        stage,
        place,
        is_known,
        is_nobody,
        since_before,
    })
}

impl LivePoint {
    fn says_the_same(&self, other: &LivePoint) -> bool {
        let said = |point: &LivePoint| (point.live.clone(), point.stage, point.is_known);
        said(self) == said(other)
    }

    /// Whether the audience of a move sees the feature, or on the way back nobody else does; `None`
    /// when nobody can tell.
    fn is_after(&self, transition: &AuditedTransition) -> Option<bool> {
        let is_up = transition.to.stage() > transition.from.stage();
        self.is_known.then(|| match transition.to {
            Point::Aborted => self.is_nobody,
            to if is_up => self.stage >= to.stage(),
            to => self.stage <= to.stage(),
        })
    }
}

/// The commit by which a move came into effect: the first one from which on its audience has seen
/// the feature. It may be before the decision. `None` while it has not, and when it was so before
/// anybody could tell. `places` gives the places of commits in time; `until` is that of the next
/// move that turns back.
pub(super) fn live_on(
    line: &[LivePoint],
    transition: &AuditedTransition,
    until: Option<usize>,
    place_of: impl Fn(&CommitId) -> Option<usize>,
) -> Option<CommitFacts> {
    if !transition.moves() {
        return None;
    }
    let made = place_of(&transition.commit.id)?;
    let place = |point: &LivePoint| place_of(&point.commit.id).unwrap_or(usize::MAX);
    let is_after = |point: &&LivePoint| point.is_after(transition);
    let (past, future) = line.split_at(line.iter().take_while(|point| place(point) <= made).count());
    let known: Vec<&LivePoint> = past.iter().filter(|point| is_after(point).is_some()).collect();
    let lasting = known.iter().rev().take_while(|point| is_after(point) == Some(true)).count();
    if lasting > 0 {
        let first = known[known.len() - lasting];
        // A way back from where the feature never was takes nothing away.
        let is_way_back = transition.to.stage() <= transition.from.stage();
        let was_never_there = is_way_back && lasting == known.len();
        return (!first.since_before && !was_never_there).then(|| first.commit.clone());
    }
    let is_in_time = |point: &&LivePoint| until.is_none_or(|until| place(point) < until);
    let later = future.iter().take_while(is_in_time).find(|point| is_after(point) == Some(true));
    later.map(|point| point.commit.clone())
}
