//! What a change did to who sees a feature, by each entry and each flag for itself: a raise of one
//! is no cut because another one falls, and a cut stays one beside what is as it was.

use super::model::Standing;
use crate::exposure::{Exposure, Live, Part, Percent, Place};
use crate::stage_number::StageNumber;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How far a flag is by one entry: what decides is the stage, then the share.
pub(crate) type Reach = (Option<StageNumber>, Percent);

/// What a change did to one exposure.
pub(super) struct Turn<'s> {
    pub(super) exposure: &'s Exposure,
    /// Whether the value is higher than before.
    pub(super) is_raised: bool,
    /// The furthest of the places that are higher, where the largest of all is not.
    pub(super) raised_part: Option<usize>,
    /// Whether it is on for a segment of a later stage than before.
    pub(super) is_on_for_more: bool,
    /// What fell, where nothing is higher.
    pub(super) fall: Option<Fall<'s>>,
}

impl Turn<'_> {
    /// Whether some more see the feature.
    pub(super) fn is_more(&self) -> bool {
        self.is_raised || self.raised_part.is_some() || self.is_on_for_more
    }
}

/// Something by which fewer see the feature than before.
pub(crate) struct Fall<'s> {
    /// What says so now.
    pub(crate) exposure: &'s Exposure,
    /// What it said before.
    pub(crate) was: String,
    /// What it says now.
    pub(crate) is: String,
    /// The one of several places that fell, where the largest of all did not.
    pub(crate) place: Option<&'s Place>,
    /// How far it was before.
    reach: Reach,
}

/// How far one of several places was before a change, with its words.
struct PartBefore {
    reach: Reach,
    words: String,
}

impl Standing {
    /// What this change did to each exposure, in their order.
    pub(super) fn turns(&self) -> Vec<Turn<'_>> {
        let known = |exposure: &Exposure| exposure.live.known().is_some();
        let is_left =
            |base: &&Exposure| known(base) && self.exposure_of(base).is_none_or(|head| !head.is_named || !known(head));
        let left: Vec<&Exposure> = self.exposures_before().iter().filter(is_left).collect();
        let exposures = self.version.exposures();
        let mut turns: Vec<Turn> = exposures.iter().map(|exposure| self.turn(exposure, &left)).collect();
        // What can be read only now may be what another entry said before, and is no fall.
        let is_new = |exposure: &&Exposure| known(exposure) && !self.exposure_before(exposure).is_some_and(known);
        let arrived = exposures.iter().filter(is_new).map(|exposure| self.reach(exposure)).max();
        for turn in &mut turns {
            turn.fall.take_if(|fall| arrived.is_some_and(|arrived| arrived >= fall.reach));
        }
        turns
    }

    /// What an exposure is held against: what the same entry said of the same flag before. Where it
    /// said nothing, it is what has gone from elsewhere (`left`): the number has another place, or
    /// the flag another name.
    fn held_against<'s>(&'s self, exposure: &Exposure, left: &[&'s Exposure]) -> Vec<&'s Exposure> {
        let is_gone = |base: &Exposure| matches!(base.live, Live::Gone { .. });
        match self.exposure_before(exposure) {
            Some(own) if own.live.known().is_some() => vec![own],
            Some(own) if is_gone(own) => left.iter().copied().chain([own]).collect(),
            _ if !left.is_empty() => left.to_vec(),
            _ => {
                let is_told = |base: &&Exposure| base.live.known().is_some() || is_gone(base);
                self.exposures_before().iter().filter(is_told).collect()
            }
        }
    }

    fn turn<'s>(&'s self, exposure: &'s Exposure, left: &[&'s Exposure]) -> Turn<'s> {
        let before = self.held_against(exposure, left);
        let value = self.reach_of(&exposure.live);
        let value_before = before.iter().map(|base| self.reach_of(&base.live)).max();
        let is_raised = value_before.is_some_and(|before| value > before);
        let on_for = self.stage_of_segments(exposure);
        let was_on_for = before.iter().filter_map(|base| self.stage_of_segments(base)).max();
        let stage_before = before.iter().filter_map(|base| self.live_stage(base)).max();
        let is_on_for_more = !before.is_empty() && on_for > stage_before && on_for > value.0;
        let mut turn = Turn { exposure, is_raised, raised_part: None, is_on_for_more, fall: None };
        let parts_before = self.parts_before(exposure, &before);
        let parts = || exposure.parts.iter().zip(&parts_before);
        if !is_raised && exposure.live.known().is_some() {
            let higher = parts().enumerate().filter(|(_, (part, was))| self.reach_of(&part.live) > was.reach);
            let furthest = higher.rev().max_by_key(|(_, (part, _))| self.reach_of(&part.live));
            turn.raised_part = furthest.map(|(index, _)| index);
        }
        let furthest = before.iter().max_by_key(|base| self.reach(base));
        let Some((was, value_before)) = furthest.zip(value_before) else { return turn };
        if turn.is_more() || exposure.live.known().is_none() {
            return turn;
        }
        let reach = self.reach(was);
        if value < value_before || on_for < was_on_for {
            turn.fall = Some(Fall { exposure, was: was.words(), is: exposure.words(), place: None, reach });
            return turn;
        }
        let mut lower = parts().filter(|(part, was)| self.reach_of(&part.live) < was.reach);
        turn.fall = lower.next().map(|(part, was)| {
            let (was, is) = (was.words.clone(), part.live.words());
            Fall { exposure, was, is, place: part.live.place(), reach }
        });
        turn
    }

    /// What each of several places said before; none when no place is known. What has another name
    /// now is held against what has gone, and what is new against nothing.
    fn parts_before(&self, exposure: &Exposure, before: &[&Exposure]) -> Vec<PartBefore> {
        let mut known: BTreeMap<&str, (Reach, &Part)> = BTreeMap::new();
        for part in before.iter().flat_map(|base| &base.parts) {
            let reach = self.reach_of(&part.live);
            let furthest = known.entry(&part.name).or_insert((reach, part));
            *furthest = if reach > furthest.0 { (reach, part) } else { *furthest };
        }
        if known.is_empty() {
            return Vec::new();
        }
        let names: BTreeSet<&str> = exposure.parts.iter().map(|part| part.name.as_str()).collect();
        let gone = known.iter().filter(|(name, _)| !names.contains(**name)).map(|(_, was)| was);
        let gone = gone.max_by_key(|(reach, _)| *reach);
        let was = |part: &Part| match known.get(part.name.as_str()).or(gone) {
            Some((reach, was)) => PartBefore { reach: *reach, words: was.live.words() },
            None => PartBefore { reach: (None, Percent::NONE), words: String::new() },
        };
        exposure.parts.iter().map(was).collect()
    }

    /// The latest stage among the segments that an exposure is on for.
    pub(super) fn stage_of_segments(&self, exposure: &Exposure) -> Option<StageNumber> {
        exposure.segments.iter().filter_map(|segment| self.stage_of_segment(segment)).max()
    }

    /// Whether this change lets fewer see the feature than before, and nobody more.
    pub(crate) fn is_cut(&self) -> bool {
        // What nobody can read any more need not be less.
        let is_unclear = || self.version.exposures().iter().any(|exposure| self.became_unreadable(exposure));
        let turns = self.turns();
        turns.iter().any(|turn| turn.fall.is_some()) && !turns.iter().any(Turn::is_more) && !is_unclear()
    }

    /// What fell, the furthest before first.
    pub(crate) fn falls(&self) -> Vec<Fall<'_>> {
        let mut falls: Vec<Fall> = self.turns().into_iter().filter_map(|turn| turn.fall).collect();
        falls.sort_by_key(|fall| Reverse(fall.reach));
        falls
    }

    /// The exposures whose values are higher than before.
    pub(crate) fn higher(&self) -> impl Iterator<Item = &Exposure> {
        self.turns().into_iter().filter(|turn| turn.is_raised).map(|turn| turn.exposure)
    }
}
