//! What stands over the heading of each stage: how many of its gates are met.

use super::opened::Opened;
use super::place::Columns;
use crate::plan::log::Point;
use crate::plan::{Criterion, Stage};
use crate::report::phrase::counted;
use ls_types::{CodeLens, Command};

/// The lenses of a plan.
pub(super) fn lenses(opened: &Opened, columns: Columns) -> Vec<CodeLens> {
    let here = opened.standing().place();
    let lens = |stage: &Stage| {
        let gates = gates_met(stage)?;
        let title = match here == Point::Stage(stage.number) {
            true => format!("{gates} · the rollout is here"),
            false => gates,
        };
        // Without a command an editor would have to ask for one.
        let command = Command { title, ..Command::default() };
        Some(CodeLens { range: columns.range(opened.source(), stage.heading), command: Some(command), data: None })
    };
    opened.plan().stages.iter().filter(|_| opened.is_plan()).filter_map(lens).collect()
}

/// `1 of 2 gates met, 4 of 7 criteria`. `None` for a stage without gates.
pub(super) fn gates_met(stage: &Stage) -> Option<String> {
    let gates: Vec<&Vec<Criterion>> =
        [&stage.entry, &stage.exit, &stage.launch].into_iter().filter(|gate| !gate.is_empty()).collect();
    let open = |gate: &[Criterion]| Stage::open(gate).count();
    let met = gates.iter().filter(|gate| open(gate) == 0).count();
    let criteria: usize = gates.iter().map(|gate| gate.len()).sum();
    let left: usize = gates.iter().map(|gate| open(gate)).sum();
    let criteria_met =
        format!("{} of {criteria} {}", criteria - left, if criteria == 1 { "criterion" } else { "criteria" });
    (!gates.is_empty()).then(|| format!("{met} of {} met, {criteria_met}", counted(gates.len(), "gate")))
}
