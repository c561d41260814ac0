//! The share of everybody at which each stage begins.

use crate::exposure::Percent;
use crate::pairing::Pairing;
use crate::plan::measure::Audience;
use crate::plan::{AudienceLine, Plan, Stage};
use crate::stage_number::StageNumber;
use std::cmp::Ordering;

/// The share of everybody at which a stage begins, and up to which it is meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StageShare {
    /// The stage.
    pub(super) stage: StageNumber,
    /// Where it begins; `None` when no share ever reaches it.
    pub(super) start: Option<Start>,
    /// The largest share of its audience in percent; `None` when it has none.
    pub(super) end: Option<f64>,
}

/// A share in percent that a stage begins at, or just above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Start {
    percent: f64,
    /// `up to 5%` begins just above the stage before.
    is_above: bool,
}

impl Start {
    pub(super) fn is_reached_by(self, percent: f64) -> bool {
        percent > 0.0 && if self.is_above { percent > self.percent } else { percent >= self.percent }
    }

    /// Whether a share that grows from one number to another reaches it on the way.
    pub(super) fn is_passed(self, from: f64, to: f64) -> bool {
        !self.is_reached_by(from) && self.is_reached_by(to)
    }

    /// The share that it begins at, or just above.
    pub(super) fn percent(self) -> Percent {
        Percent::near(self.percent)
    }

    /// Which of two comes first.
    pub(super) fn order(self, other: Start) -> Ordering {
        self.percent.total_cmp(&other.percent).then(self.is_above.cmp(&other.is_above))
    }
}

/// A decimal as the shares of audiences are counted.
pub(super) fn number(percent: Percent) -> f64 {
    // Its text has a few digits; a decimal crate without its extras has no other way.
    percent.0.to_string().parse().unwrap_or(f64::MAX)
}

/// The shares of the stages of a plan. The last stage is for everybody, unless it says otherwise.
fn shares_of(plan: &Plan) -> Vec<StageShare> {
    let mut end_before = 0.0;
    let last = plan.stages.len().saturating_sub(1);
    let share = |(index, stage): (usize, &Stage)| {
        let lines: Vec<&AudienceLine> = stage.audience.own().collect();
        let shares = |of: fn(&AudienceLine) -> &Vec<Audience>| -> Vec<(f64, f64, bool)> {
            let all = lines.iter().flat_map(|line| of(line).iter().map(move |audience| (audience, line.is_limit)));
            let share = |(audience, is_limit): (&Audience, bool)| match audience {
                Audience::Share { least, most } => Some((*least, *most, is_limit && least == most)),
                _ => None,
            };
            all.filter_map(share).collect()
        };
        let said = shares(|line| &line.said);
        let found = if said.is_empty() { shares(|line| &line.planned) } else { said };
        let counts = |audience: &Audience| matches!(audience, Audience::Heads { .. } | Audience::Named(_));
        let is_counted = lines.iter().flat_map(|line| &line.said).any(counts);
        let start = |(least, _, is_limit): &(f64, f64, bool)| match is_limit {
            true => Start { percent: end_before, is_above: true },
            false => Start { percent: *least, is_above: false },
        };
        let lowest = found.iter().map(start).min_by(|one, other| one.order(*other));
        let everybody = Start { percent: 100.0, is_above: false };
        let start = lowest.or((index == last && !is_counted).then_some(everybody));
        let end = found.iter().map(|(_, most, _)| *most).reduce(f64::max).or(start.map(|start| start.percent));
        end_before = end.unwrap_or(end_before);
        StageShare { stage: stage.number, start, end }
    };
    plan.stages.iter().enumerate().map(share).collect()
}

/// The shares of the stages of a version. In a change each stage begins at the lower one of before
/// and after: raising the next audience hides nothing.
pub(super) fn stage_shares(plan: &Plan, pairing: Option<&Pairing>) -> Vec<StageShare> {
    let mut shares = shares_of(plan);
    let Some((pairing, base)) = pairing.and_then(|pairing| Some((pairing, pairing.base.as_ref()?))) else {
        return shares;
    };
    let before = shares_of(base);
    for (share, stage) in shares.iter_mut().zip(&plan.stages) {
        let number = pairing.stage_before(stage).map(|stage| stage.number);
        let was = before.iter().find(|before| Some(before.stage) == number).and_then(|before| before.start);
        share.start = share.start.into_iter().chain(was).min_by(|one, other| one.order(*other));
    }
    shares
}
