//! Gates of a running stage that were edited in one change, and passed in a later one.

use super::entries::lies_between;
use super::outcome::CommitFacts;
use crate::change::{Bar, Change, Weakened};
use crate::plan::log::Point;
use crate::plan::{Due, Plan, Stage};
use crate::standing::Standing;
use crate::text::fold;

/// A gate that a change made easier while its stage ran, and that nobody has passed since.
pub(super) struct EditedGate {
    /// The commit that edited it.
    commit: CommitFacts,
    weakened: Weakened,
}

impl EditedGate {
    /// The gates that a change edited while their stages went on.
    pub(super) fn of(change: &Change, commit: &CommitFacts) -> Vec<EditedGate> {
        let Some(standing) = &change.after else { return Vec::new() };
        let is_passed = |title: &str| {
            let stage = standing.plan().stages.iter().find(|stage| stage.title == title);
            stage.is_some_and(|stage| standing.left_by(stage.number).is_some())
        };
        // The entry gate of a running stage has been passed, and the audience is none.
        let stands = |weakened: &Weakened| match weakened.kind {
            Bar::Exit => !is_passed(&weakened.stage),
            Bar::Guardrail | Bar::Trigger => true,
            Bar::Entry | Bar::Launch | Bar::Procedure | Bar::Audience | Bar::Duration => false,
        };
        let edited = change.weakened_bars().into_iter().filter(stands);
        edited.map(|weakened| EditedGate { commit: commit.clone(), weakened }).collect()
    }

    /// Whether a step up out of some stages passes the gate.
    pub(super) fn is_passed_by(&self, left: &[&Stage]) -> bool {
        match self.weakened.kind {
            Bar::Exit => left.iter().any(|stage| stage.title == self.weakened.stage),
            _ => !left.is_empty(),
        }
    }

    /// Whether a plan has the old words again.
    pub(super) fn is_restored(&self, plan: &Plan) -> bool {
        let wanted = fold(&self.weakened.text);
        let is_it = |text: &str| fold(text) == wanted;
        match self.weakened.kind {
            Bar::Exit => {
                let stages = plan.stages.iter().filter(|stage| stage.title == self.weakened.stage);
                stages.flat_map(|stage| &stage.exit).any(|criterion| is_it(&criterion.text))
            }
            Bar::Trigger => plan.triggers.iter().any(|trigger| is_it(&trigger.text)),
            _ => false,
        }
    }

    /// What the edit did, in words.
    pub(super) fn in_words(&self) -> String {
        let bar = match self.weakened.kind {
            Bar::Guardrail => "guardrail",
            Bar::Trigger => "rollback trigger",
            _ => "exit criterion",
        };
        let id = self.commit.id.short();
        format!("the {bar} `{}`, which {id} had edited", self.weakened.text)
    }
}

/// The items of the gates between two places that nobody can tick, since their lists have no boxes.
/// Stages that a decision skips do not count.
pub(super) fn without_boxes(standing: &Standing, from: Point, to: Point, skips: bool) -> Vec<String> {
    let Some(reached) = to.stage() else { return Vec::new() };
    let plan = standing.plan();
    let left = from.stage().unwrap_or(plan.first_stage());
    let is_due = |due: Due| match due {
        Due::Leaving(stage) => (left..reached).contains(&stage),
        Due::Entering(stage) => stage > left && stage <= reached,
        _ => false,
    };
    let is_skipped = |stage: &Stage| skips && lies_between(from, Point::Stage(stage.number), to);
    let stages = plan.stages.iter().filter(|stage| !is_skipped(stage));
    let lists = stages.flat_map(|stage| stage.boxless.iter().map(move |list| (stage, list)));
    let items = lists.filter(|(_, list)| is_due(list.due)).flat_map(|(stage, list)| {
        list.items.iter().map(move |item| {
            let text = plan.source.slice(*item).lines().next().unwrap_or_default();
            format!("{}: {}", stage.title, text.trim_start_matches(['-', '*', '+', ' ']).trim())
        })
    });
    items.collect()
}
