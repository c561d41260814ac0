//! Gates that were edited in one change, and passed in it or in a later one.

use super::entries::lies_between;
use super::outcome::CommitFacts;
use crate::change::{Bar, Change, Weakened};
use crate::finding::Severity;
use crate::plan::log::Point;
use crate::plan::metric::{Metric, MetricsTable, Trigger};
use crate::plan::value::Value;
use crate::plan::{Criterion, Due, Plan, Stage};
use crate::standing::Standing;
use crate::text::fold;

/// A gate that a change made easier, and that nobody had passed before.
pub(super) struct EditedGate {
    /// The commit that edited it.
    commit: CommitFacts,
    weakened: Weakened,
    /// What it said, with the target and the bound in its row.
    said: Option<Vec<String>>,
}

impl EditedGate {
    /// The gates that a change edited: those of stages that go on, that by which the next stage is
    /// entered, and those that it passes itself although a check refuses the edit there.
    pub(super) fn of(change: &Change, commit: &CommitFacts) -> Vec<EditedGate> {
        let Some(standing) = &change.after else { return Vec::new() };
        let is_gate = |bar: Bar| matches!(bar, Bar::Entry | Bar::Exit | Bar::Launch | Bar::Guardrail | Bar::Trigger);
        let counts =
            |weakened: &Weakened| weakened.severity == Severity::Error || EditedGate::goes_on(weakened, standing);
        let here = change.weakened_bars().into_iter().filter(|weakened| is_gate(weakened.kind) && counts(weakened));
        let edited = here.chain(change.weakened_ahead());
        let said = |weakened: &Weakened| {
            let before = change.before.as_ref()?.plan();
            let wanted = fold(&weakened.text);
            statements(before, weakened).into_iter().find(|said| said[0] == wanted)
        };
        let gate = |weakened| EditedGate { commit: commit.clone(), said: said(&weakened), weakened };
        edited.map(gate).collect()
    }

    /// Whether a gate is still to be passed after a change.
    fn goes_on(weakened: &Weakened, standing: &Standing) -> bool {
        let stage = standing.plan().stages.iter().find(|stage| stage.title == weakened.stage);
        match weakened.kind {
            Bar::Exit => stage.is_none_or(|stage| standing.left_by(stage.number).is_none()),
            Bar::Entry => stage.is_some_and(|stage| standing.gate.stage() < Some(stage.number)),
            Bar::Guardrail | Bar::Trigger => true,
            _ => false,
        }
    }

    /// Whether the gate waits for a later change.
    pub(super) fn waits(&self, standing: &Standing) -> bool {
        EditedGate::goes_on(&self.weakened, standing)
    }

    /// Whether a step up out of some stages into others passes the gate.
    pub(super) fn is_passed_by(&self, left: &[&Stage], entered: &[&Stage]) -> bool {
        let is_among = |stages: &[&Stage]| stages.iter().any(|stage| stage.title == self.weakened.stage);
        match self.weakened.kind {
            Bar::Exit => is_among(left),
            Bar::Entry | Bar::Launch => is_among(entered),
            _ => !left.is_empty(),
        }
    }

    /// Whether a plan has the old words again.
    pub(super) fn is_restored(&self, plan: &Plan) -> bool {
        self.said.as_ref().is_some_and(|said| statements(plan, &self.weakened).contains(said))
    }

    /// What the edit did, in words, in the commit that passes the gate.
    pub(super) fn in_words(&self, passing: &CommitFacts) -> String {
        let bar = match self.weakened.kind {
            Bar::Guardrail => "guardrail",
            Bar::Trigger => "rollback trigger",
            Bar::Entry => "entry criterion",
            Bar::Launch => "item of the launch checklist",
            _ => "exit criterion",
        };
        let edit = match self.commit.id == passing.id {
            true => "which the same commit edits".to_owned(),
            false => format!("which {} had edited", self.commit.id.short()),
        };
        format!("the {bar} `{}`, {edit}", self.weakened.text)
    }
}

/// What a plan says where an edit weakened a gate: each statement by its name, folded, with the
/// target and the bound beside it. What was measured before the rollout is free.
fn statements(plan: &Plan, weakened: &Weakened) -> Vec<Vec<String>> {
    let stage = plan.stages.iter().find(|stage| stage.title == weakened.stage);
    let criterion = |criterion: &Criterion| {
        std::iter::once(&criterion.text).chain(&criterion.whole).map(|text| fold(text)).collect()
    };
    let condition = |condition: &Trigger| vec![fold(&condition.text)];
    let words = |value: &Value| fold(&value.text);
    let guardrail = |row: &Metric| {
        let bound = [&row.target, &row.threshold].map(|value| value.as_ref().map_or_else(String::new, words));
        std::iter::once(words(&row.name)).chain(bound).collect()
    };
    match weakened.kind {
        Bar::Entry => stage.map_or_else(Vec::new, |stage| stage.entry.iter().map(criterion).collect()),
        Bar::Exit => stage.map_or_else(Vec::new, |stage| stage.exit.iter().map(criterion).collect()),
        Bar::Launch => stage.map_or_else(Vec::new, |stage| stage.launch.iter().map(criterion).collect()),
        Bar::Trigger => plan.triggers.iter().map(condition).collect(),
        Bar::Guardrail => {
            let is_there = |table: &&MetricsTable| table.stage == stage.map(|stage| stage.number);
            let rows = plan.metrics.iter().filter(is_there).flat_map(|table| &table.metrics);
            let rows = rows.filter(|row| row.is_guardrail).map(guardrail);
            rows.chain(plan.guards.iter().map(condition)).collect()
        }
        _ => Vec::new(),
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
