//! Who really saw the feature of one rollout, as its history has it: the line of what flag files
//! said, the raises past gates, and when each move came into effect.

use super::outcome::{AuditedTransition, CommitFacts, Exposed, LivePoint, Recorded, Step};
use crate::exposure::{Exposure, Live, Percent};
use crate::plan::log::Point;
use crate::stage_number::StageNumber;
use crate::standing::{Reach, StageVerdict, Standing};
use crate::text::CommitId;

/// What is known of a rollout's exposure while the history is read.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) line: Vec<LivePoint>,
    /// Where the rollout stands by the last version that was read.
    now: Option<Standing>,
    pub(super) raises: Vec<Raise>,
    pub(super) cuts: Vec<Cut>,
}

/// A raise past a gate that no decision led to.
pub(super) struct Raise {
    pub(super) commit: CommitFacts,
    /// The flag; `None` when the entry asks for none.
    flag: Option<String>,
    /// The stage that it reaches.
    pub(super) stage: StageNumber,
    was: String,
    is: String,
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
        let commit = &step.commit;
        let standing = Standing::alone(exposed.version.clone(), commit.day);
        let before = side(&standing, &exposed.before);
        // A flag that went may be off for all, or on for all.
        let after = standing.furthest_exposure().and_then(|_| side(&standing, exposed.version.exposures()));
        let since_before = step.is_cut_off || before.as_ref().is_some_and(|before| Some(before) == after.as_ref());
        if let Some(point) = point(&standing, commit, since_before)
            && !self.line.last().is_some_and(|last| last.says_the_same(&point))
        {
            self.line.push(point);
        }
        if let Some((before, after)) = before.zip(after) {
            if after.reach < before.reach {
                let flag = after.flag.as_ref().or(before.flag.as_ref()).map_or("the feature", String::as_str);
                let message = format!("{flag} went down from {} to {}", before.words, after.words);
                self.cuts.push(Cut { commit: commit.clone(), message });
                let is_back = |raise: &&mut Raise| raise.end == RaiseEnd::Waits && Some(raise.stage) > after.reach.0;
                self.raises.iter_mut().filter(is_back).for_each(|raise| raise.end = RaiseEnd::Cut(commit.clone()));
            }
            let needs_row = |stage: &StageNumber| {
                let initial = standing.plan().ladder.initial.filter(|_| step.is_before_rules);
                let is_judged = !matches!(standing.verdict, StageVerdict::NotJudged { .. });
                is_judged && Some(*stage) > standing.covered_stage().max(initial)
            };
            if after.reach > before.reach
                && let Some(stage) = after.reach.0.filter(|stage| Some(*stage) > before.reach.0).filter(needs_row)
            {
                let Side { flag, words, .. } = after;
                let (commit, end) = (commit.clone(), RaiseEnd::Waits);
                self.raises.push(Raise { commit, flag, stage, was: before.words, is: words, end });
            }
        }
        self.now = Some(standing);
    }

    /// Whether this rollout has the decision for a raise, of its own flag or of one that its plan
    /// names, too.
    fn covers(&self, raise: &Raise, is_own: bool) -> bool {
        let Some(standing) = &self.now else { return false };
        let live = match is_own {
            true => Some(raise.stage),
            false => {
                let mut exposures = standing.version.exposures().iter();
                let shared = exposures.find(|exposure| raise.flag.is_some() && exposure.flag == raise.flag);
                shared.and_then(|exposure| standing.live_stage(exposure))
            }
        };
        live.is_some() && live <= standing.covered_stage()
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
                point.stage >= Some(raise.stage) && place >= begin && place < Some(end)
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
        let can_be_told = |stage| self.now.as_ref().is_some_and(|standing| standing.can_be_live(stage));
        is_after == Some(false) && transition.to.stage().is_none_or(can_be_told)
    }

    fn is_aborted(&self) -> bool {
        self.now.as_ref().is_some_and(|standing| standing.covered_stage().is_none())
    }
}

/// Settles the raises that wait for a decision after a commit. Of several plans that name a flag,
/// one that has the decision is enough, and the first one by its path tells of a raise.
pub(super) fn settle(seen: &mut [(&str, &mut Seen)], commit: &CommitFacts) {
    for index in 0..seen.len() {
        for place in 0..seen[index].1.raises.len() {
            let raise = &seen[index].1.raises[place];
            if raise.end != RaiseEnd::Waits {
                continue;
            }
            let is_new = raise.commit.id == commit.id;
            let is_covered = seen.iter().enumerate().any(|(other, (_, seen))| seen.covers(raise, other == index));
            let rank = |(path, seen): &(&str, &mut Seen)| (seen.is_aborted(), (*path).to_owned());
            let own = rank(&seen[index]);
            let is_same =
                |other: &Raise| other.commit.id == raise.commit.id && raise.flag.is_some() && other.flag == raise.flag;
            let is_told_by = |other: &(&str, &mut Seen)| rank(other) < own && other.1.raises.iter().any(is_same);
            let end = match () {
                () if is_new && (is_covered || seen.iter().any(is_told_by)) => RaiseEnd::Told,
                () if is_covered => RaiseEnd::Recorded(commit.clone()),
                () => continue,
            };
            seen[index].1.raises[place].end = end;
        }
    }
}

impl Raise {
    /// What is wrong with it, and whether it was taken back in time; `None` when nothing is.
    pub(super) fn in_words(&self, until: Option<jiff::civil::Date>) -> Option<(String, bool)> {
        let Raise { was, is, stage, .. } = self;
        let flag = self.flag.as_deref().unwrap_or("the feature");
        let raised = format!("{flag} was raised from {was} to {is}, which is stage {stage}");
        Some(match &self.end {
            RaiseEnd::Told => return None,
            RaiseEnd::Waits => match until {
                Some(today) => (format!("{raised}, and no decision was recorded by {today}"), false),
                None => (format!("{raised}, and no decision was ever recorded"), false),
            },
            RaiseEnd::Recorded(later) => {
                let days = (later.day - self.commit.day).get_days();
                let after = match days {
                    0 => "the same day".to_owned(),
                    1 => "1 day later".to_owned(),
                    days => format!("{days} days later"),
                };
                (format!("{raised}, and the decision was recorded {after}, in {}", later.id.short()), false)
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

/// Who sees the feature on one side of a commit.
#[derive(PartialEq)]
struct Side {
    flag: Option<String>,
    words: String,
    reach: Reach,
}

/// The furthest of some exposures. A key that is not there yet lets nobody see the feature.
fn side(standing: &Standing, exposures: &[Exposure]) -> Option<Side> {
    let of = |exposure: &Exposure, reach: Reach| {
        let (flag, words) = (exposure.flag.clone(), exposure.words());
        Side { flag, words, reach }
    };
    standing.furthest_of(exposures).map(|exposure| of(exposure, standing.reach(exposure)))
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
    let stage = furthest.and_then(|exposure| standing.live_stage(exposure));
    let is_known = exposure.is_readable();
    let is_nobody = is_known && stage.is_none() && percent.is_none_or(|percent| percent <= Percent::NONE);
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
