//! Which stage is live by the flag files: from the share of everybody, from words and environments,
//! and from segments, to a stage of the plan.

use super::model::Standing;
use super::shares::{StageShare, number};
use super::turns::{Reach, Turn};
use super::verdict::{Shown, ShownBy, Sign, SignKind};
use crate::exposure::{Exposure, Live, Percent, Place, Segment, Step, Then, same_segments};
use crate::pairing::Pairing;
use crate::plan::AudienceLine;
use crate::plan::log::Position;
use crate::stage_number::StageNumber;
use crate::text::{Span, fold};
use jiff::Timestamp;

/// A gate that time would pass by a schedule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PassedByTime<'e> {
    /// What the schedule says.
    pub(crate) step: &'e Step,
    /// The stage behind the gate.
    pub(crate) stage: StageNumber,
    /// When it would be.
    pub(crate) at: Timestamp,
    /// The share by then; `None` where an environment says the stage.
    pub(crate) percent: Option<Percent>,
}

impl Standing {
    /// Whether any stage begins at a share.
    pub(crate) fn has_shares(&self) -> bool {
        self.shares.iter().any(|share| share.start.is_some())
    }

    /// The highest stage that a share reaches; `None` for a share below all of them.
    pub(crate) fn stage_at(&self, percent: Percent) -> Option<StageNumber> {
        let percent = number(percent);
        let reached = |share: &&StageShare| share.start.is_some_and(|start| start.is_reached_by(percent));
        self.shares.iter().filter(reached).map(|share| share.stage).max()
    }

    /// The stage that is live by one exposure; `None` when it says none.
    pub(crate) fn live_stage(&self, exposure: &Exposure) -> Option<StageNumber> {
        self.reach_of(&exposure.live).0.max(self.stage_of_segments(exposure))
    }

    /// How far a value is, at least, whoever else sees the feature.
    pub(super) fn reach_of(&self, live: &Live) -> Reach {
        match live.known() {
            Some(Live::Share { percent, .. }) => (self.stage_at(*percent), *percent),
            Some(Live::Stage { stage, .. }) => (stage.filter(|stage| self.plan().names.has(*stage)), Percent::NONE),
            _ => (None, Percent::NONE),
        }
    }

    /// The stage that a segment is: by the configuration, or because the audience of a stage names
    /// it.
    pub(crate) fn stage_of_segment(&self, segment: &Segment) -> Option<StageNumber> {
        let names = |line: &&AudienceLine| line.is_segment && fold(&line.text) == fold(&segment.name);
        let named = self.plan().stages.iter().filter(|stage| stage.audience.lines.iter().any(|line| names(&line)));
        segment.stage.filter(|stage| self.plan().names.has(*stage)).or(named.map(|stage| stage.number).max())
    }

    /// Whether the flag files can tell that a stage is live.
    pub(crate) fn can_be_live(&self, stage: StageNumber) -> bool {
        let by_word = |exposure: &Exposure| matches!(exposure.live, Live::Stage { .. });
        self.begins_at_a_share(stage) || self.version.exposures().iter().any(by_word)
    }

    fn begins_at_a_share(&self, stage: StageNumber) -> bool {
        self.shares.iter().any(|share| share.stage == stage && share.start.is_some())
    }

    /// How far one exposure is, at least.
    pub(crate) fn reach(&self, exposure: &Exposure) -> Reach {
        (self.live_stage(exposure), self.reach_of(&exposure.live).1)
    }

    /// How far the furthest of some exposures is; `None` when nobody can tell. A flag that is
    /// nowhere is seen by nobody, so that a new one is raised.
    fn furthest(&self, exposures: &[Exposure]) -> Option<Reach> {
        let is_told =
            |exposure: &&Exposure| exposure.live.known().is_some() || matches!(exposure.live, Live::Gone { .. });
        exposures.iter().filter(is_told).map(|exposure| self.reach(exposure)).max()
    }

    /// The furthest of some exposures; `None` when nobody can tell. A flag that is nowhere is the
    /// least.
    pub(crate) fn furthest_of<'e>(&self, exposures: &'e [Exposure]) -> Option<&'e Exposure> {
        let is_told = |exposure: &&Exposure| exposure.is_readable() || matches!(exposure.live, Live::Gone { .. });
        let told = exposures.iter().filter(is_told);
        told.max_by_key(|exposure| (self.reach(exposure), exposure.is_readable()))
    }

    /// How far the version before was and this one is, by the flag files, in the stages of this
    /// one.
    pub(crate) fn live_reach(&self) -> (Option<Reach>, Option<Reach>) {
        let before = self.base.as_ref().and_then(|base| self.furthest(base.exposures()));
        let is_known = self.version.exposures().iter().any(|exposure| exposure.live.known().is_some());
        (before, self.furthest(self.version.exposures()).filter(|_| is_known))
    }

    /// The stages that are live by the flag files. An exposure shows a stage anew where it had not
    /// come so far before by itself.
    pub(super) fn exposure_signs(&self, pairing: Option<&Pairing>) -> Vec<Sign> {
        // Fewer than before is always a way back, however far the rest is.
        if self.is_cut() {
            return Vec::new();
        }
        // After an abort the flag may serve another rollout: only who raises it goes on with this
        // one.
        let is_aborted = matches!(self.logged(), Position::Aborted(_));
        let turns = self.turns();
        let risen = turns.iter().enumerate().filter(|(_, turn)| turn.fall.is_none());
        let signs = risen.flat_map(|(index, turn)| self.signs_of(index, turn, pairing));
        signs.filter(|sign| sign.is_new || !is_aborted).collect()
    }

    /// The stages that are live by one exposure: by its value, by a place that is higher than
    /// before, and by a segment.
    fn signs_of(&self, index: usize, turn: &Turn, pairing: Option<&Pairing>) -> Vec<Sign> {
        let exposure = turn.exposure;
        let sign = |stage: Option<StageNumber>, by: ShownBy, text: String, is_new: bool| {
            let (kind, span, is_new) = (SignKind::Exposure, self.flag_span(), is_new && pairing.is_some());
            Some(Sign { stage: stage?, kind, span, text, is_new, exposure: Some(Shown { exposure: index, by }) })
        };
        let value = self.reach_of(&exposure.live).0;
        let by_value = sign(value, ShownBy::Value, exposure.live.words(), turn.is_raised);
        let by_part = turn.raised_part.and_then(|at| {
            let live = &exposure.parts[at].live;
            sign(self.reach_of(live).0, ShownBy::Part(at), live.words(), true)
        });
        let on_for = self.stage_of_segments(exposure).filter(|stage| Some(*stage) > value);
        let at =
            exposure.segments.iter().position(|segment| on_for.is_some() && self.stage_of_segment(segment) == on_for);
        let by_segment = at
            .and_then(|at| sign(on_for, ShownBy::Segment(at), exposure.segments[at].name.clone(), turn.is_on_for_more));
        [by_value, by_part, by_segment].into_iter().flatten().collect()
    }

    /// The exposure that shows what a sign says.
    pub(crate) fn exposure_shown(&self, sign: &Sign) -> Option<&Exposure> {
        self.version.exposures().get(sign.exposure?.exposure)
    }

    /// The place in a flag file that shows what a sign says.
    pub(crate) fn place_shown(&self, sign: &Sign) -> Option<&Place> {
        let exposure = self.exposure_shown(sign)?;
        match sign.exposure?.by {
            ShownBy::Value => exposure.place(),
            ShownBy::Part(at) => exposure.parts.get(at)?.live.place(),
            ShownBy::Segment(at) => exposure.segments.get(at).map(|segment| &segment.place),
        }
    }

    /// The exposures that this change raised, each with the stage that is live by it.
    pub(crate) fn raised(&self) -> impl Iterator<Item = (StageNumber, &Exposure)> {
        let new = self.signs.iter().filter(|sign| sign.kind == SignKind::Exposure && sign.is_new);
        new.filter_map(|sign| Some((sign.stage, self.exposure_shown(sign)?)))
    }

    /// Whether anybody sees the feature by an exposure that can be read.
    pub(crate) fn is_seen(&self, exposure: &Exposure) -> bool {
        self.reach(exposure) > (None, Percent::NONE)
    }

    /// Where the plan names its flag; the line of its name when it names none.
    pub(crate) fn flag_span(&self) -> Span {
        self.plan().flags.as_ref().map_or(self.plan().heading, |flags| flags.span)
    }

    /// The stage that counts as reached by the record, for what flag files say: `None` after an
    /// abort.
    pub(crate) fn covered_stage(&self) -> Option<StageNumber> {
        match self.logged() {
            Position::Planned => Some(self.level_without_rows()),
            Position::Stage(stage) => Some(stage),
            Position::Aborted(_) => None,
        }
    }

    /// The furthest exposure that can be read.
    pub(crate) fn furthest_exposure(&self) -> Option<&Exposure> {
        self.furthest_of(self.version.exposures()).filter(|exposure| exposure.is_readable())
    }

    /// Whether a decision is recorded that the flag files do not follow yet: the way forward, or
    /// the way back.
    pub(crate) fn is_flag_behind(&self) -> bool {
        let Some(exposure) = self.furthest_exposure() else { return false };
        let logged = match self.logged() {
            Position::Planned => return false,
            Position::Stage(logged) => logged,
            Position::Aborted(_) => return self.is_seen(exposure),
        };
        let live = self.live_stage(exposure);
        let is_share = matches!(exposure.live, Live::Share { .. });
        let is_told = !is_share || self.begins_at_a_share(logged);
        let is_rolled_back = self.replay.high > Some(logged);
        (live < Some(logged) && is_told) || (live > Some(logged) && is_rolled_back)
    }

    /// The first stage above everything that is recorded that time would bring by the schedule of
    /// an exposure.
    pub(crate) fn gate_passed_by_time<'e>(&self, exposure: &'e Exposure) -> Option<PassedByTime<'e>> {
        let covered = self.covered_stage();
        let passed = |step: &'e Step| match &step.then {
            Then::Stage { stage, .. } => {
                let stage = stage.filter(|stage| self.plan().names.has(*stage) && Some(*stage) > covered)?;
                Some(PassedByTime { step, stage, at: step.at, percent: None })
            }
            Then::Share { percent, ramp } => {
                let on_the_way = ramp.and_then(|ramp| {
                    let starts = self.shares.iter().filter(|share| Some(share.stage) > covered);
                    let starts = starts.filter_map(|share| Some((share.start?, share.stage)));
                    let passed = starts.filter(|(start, _)| start.is_passed(number(ramp.from), number(ramp.to)));
                    let (start, stage) = passed.min_by(|(one, _), (other, _)| one.order(*other))?;
                    let percent = start.percent();
                    Some(PassedByTime { step, stage, at: ramp.reaches(percent), percent: Some(percent) })
                });
                let at_the_end = || {
                    let stage = self.stage_at(*percent).filter(|stage| Some(*stage) > covered)?;
                    Some(PassedByTime { step, stage, at: step.at, percent: Some(*percent) })
                };
                on_the_way.or_else(at_the_end)
            }
        };
        exposure.steps.iter().find_map(passed)
    }
}

impl Standing {
    /// The exposures of the version before; none without one.
    pub(crate) fn exposures_before(&self) -> &[Exposure] {
        self.base.as_ref().map_or(&[], |base| base.exposures())
    }

    /// What the same entry said of the same flag before.
    pub(crate) fn exposure_before(&self, exposure: &Exposure) -> Option<&Exposure> {
        self.exposures_before().iter().find(|base| base.is_of(exposure))
    }

    /// What the same entry says of the same flag now.
    pub(crate) fn exposure_of(&self, base: &Exposure) -> Option<&Exposure> {
        self.version.exposures().iter().find(|head| head.is_of(base))
    }

    /// Whether some exposure says who sees the feature.
    pub(crate) fn has_readable_exposure(&self) -> bool {
        self.version.exposures().iter().any(Exposure::is_readable)
    }

    /// Whether some exposure can be read that could not be read before: the flag has another name,
    /// or another file.
    pub(crate) fn reads_elsewhere(&self) -> bool {
        let is_new = |exposure: &&Exposure| !self.exposure_before(exposure).is_some_and(Exposure::is_readable);
        self.version.exposures().iter().filter(|exposure| exposure.is_readable()).any(|exposure| is_new(&exposure))
    }

    /// Whether the rollout is over, so that its flag may go: it is in its last stage, or aborted.
    pub(crate) fn is_over(&self) -> bool {
        self.is_in_last_stage() || matches!(self.logged(), Position::Aborted(_))
    }

    /// Whether the rollout has reached everybody that it was meant for.
    pub(crate) fn is_in_last_stage(&self) -> bool {
        matches!(self.logged(), Position::Stage(stage) if stage == self.plan().last_stage())
    }

    /// Whether nobody can tell any more what an exposure said before this change.
    pub(crate) fn became_unreadable(&self, exposure: &Exposure) -> bool {
        matches!(exposure.live, Live::Unreadable { .. })
            && self.exposure_before(exposure).is_some_and(Exposure::is_readable)
    }

    /// What an entry that this change brings says of the flag of an exposure; the furthest of
    /// several.
    pub(crate) fn said_by_new_entry(&self, exposure: &Exposure) -> Option<&Exposure> {
        let of_flag = self.version.exposures().iter().filter(|other| other.is_brought && other.flag == exposure.flag);
        of_flag.filter(|other| other.is_readable()).max_by_key(|other| self.reach(other))
    }

    /// Whether what an exposure said before is now inside what stands at its place, where a new
    /// entry reads it: no more than before, and by the same scale.
    pub(crate) fn is_reshaped(&self, exposure: &Exposure, new: &Exposure) -> bool {
        let Some(before) = self.exposure_before(exposure) else { return false };
        let Live::Unreadable { place: Some(whole), .. } = &exposure.live else { return false };
        let is_inside = new.place().is_some_and(|inner| {
            let (whole_span, span) = (whole.span, inner.span);
            inner.source.path == whole.source.path && whole_span.start < span.start && span.end <= whole_span.end
        });
        let is_no_more = self.reach(new) <= self.reach(before) && new.has_the_schedule_of(before);
        is_inside && is_no_more && new.scale == before.scale && same_segments(&new.segments, &before.segments)
    }

    /// Whether this change leaves alone what nobody can read of an exposure, and the plan: then it
    /// is about the places that can be read.
    pub(crate) fn is_about_what_is_known(&self, exposure: &Exposure) -> bool {
        let is_same_plan = self.base.as_ref().is_some_and(|base| base.source.text == self.version.source.text);
        let is_unread_as_before = |base: &Exposure| {
            base.live.known().is_some() && exposure.live.known().is_some() && base.live.is_unread_as(&exposure.live)
        };
        is_same_plan && self.exposure_before(exposure).is_some_and(is_unread_as_before)
    }

    /// Whether this change makes something else of what nobody can read of an exposure.
    pub(crate) fn is_unread_otherwise(&self, exposure: &Exposure) -> bool {
        let is_unreadable = |exposure: &Exposure| matches!(exposure.live, Live::Unreadable { .. });
        let is_other = |base: &Exposure| is_unreadable(base) && !base.live.is_unread_as(&exposure.live);
        is_unreadable(exposure) && self.exposure_before(exposure).is_some_and(is_other)
    }

    /// Whether this change took away what an exposure said: other rules tell that.
    pub(crate) fn is_told_of(&self, exposure: &Exposure) -> bool {
        self.exposure_before(exposure).is_some_and(Exposure::is_readable) || !exposure.is_named
    }

    /// Whether a share is above the audience of the stage that is logged, and below the next start.
    /// It has the end of that audience; `Some(None)` means that no audience up to there is a share.
    pub(crate) fn outside_audience(&self, percent: Percent, logged: StageNumber) -> Option<Option<f64>> {
        let live = number(percent);
        if live <= 0.0 || self.stage_at(percent).is_some_and(|stage| stage > logged) {
            return None;
        }
        let up_to = self.shares.iter().filter(|share| share.stage <= logged);
        match up_to.filter_map(|share| share.end).reduce(f64::max) {
            Some(end) => (live > end).then_some(Some(end)),
            None => Some(None),
        }
    }
}
