use crate::plan::log::{Decision, Point, Route};
use crate::rule::StandingContext;
use crate::stage_number::StageNumber;
use crate::standing::Standing;
use crate::words::arrows::with_one_arrow;

rule! {
    /// A row names something that is no stage, or no move
    ///
    /// Stages are called by their number, by their word and number, by their name, or by the first
    /// word of their name: `2→GA`. A decision that moves the rollout names both ends, `1→2`. A
    /// hold, an abort, a restart and an adoption may name one. So may a row whose one stage
    /// can only be the next one on the way.
    ///
    /// A first row may record that the rollout starts: `planned→1`. `→1`, and `0→1` where no stage
    /// has the number 0, are read so, too. `1` alone is not: it could mean that stage 1 is done.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→7 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→Alpha | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the step with the stages' numbers: `0→1`. Write the start of a rollout as
    /// `planned→1`, with the number of its first stage.
    "log-stage-unknown", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for (index, row) in ctx.standing().judged_rows() {
        let message = match (ctx.standing().route(index), row.verb) {
            (Route::Unknown(text), _) => format!("`{text}` is no stage of this plan"),
            (Route::At(to), Some(verb)) if row.lacks_an_end() && !leads_on(ctx.standing(), index, *to, verb) => {
                format!(
                    "`{}` names no move: a decision to {} goes from a stage to a stage",
                    row.stage.text,
                    verb.word()
                )
            }
            _ => continue,
        };
        let meant = match ctx.standing().route(index) {
            Route::Unknown(text) => plan.names.did_you_mean(text).map(|name| format!("did you mean `{name}`? ")),
            _ => None,
        };
        let start = starts(ctx.standing(), index).then(|| format!("planned→{}", plan.first_stage()));
        let help = format!(
            "{}write the step with arrow and numbers, {}`{}`; the stages are {}",
            meant.unwrap_or_default(),
            start.map(|start| format!("`{start}` for the start, or ")).unwrap_or_default(),
            example(ctx.standing(), index),
            plan.names.in_words()
        );
        ctx.report_row(index, row.stage.span, message).help(help);
    }
}

/// Where the rollout was before a row, by the record.
fn stage_before(standing: &Standing, index: usize) -> StageNumber {
    let before = standing.replay.before.get(&index).and_then(|point| point.stage());
    before.unwrap_or_else(|| standing.plan().first_stage())
}

/// Whether a row leads to the first stage of a rollout that has not begun.
fn starts(standing: &Standing, index: usize) -> bool {
    let plan = standing.plan();
    let text = with_one_arrow(&standing.row(index).stage.text);
    let end = text.rsplit('→').next().unwrap_or(&text);
    standing.replay.before.get(&index) == Some(&Point::Planned)
        && plan.names.read_route(end).target() == Some(Point::Stage(plan.first_stage()))
}

/// Whether the one stage that a row names can only be the one it leads to: the next one from where
/// the rollout is, or for a rollback one before. The first stage is one where an arrow leads there.
fn leads_on(standing: &Standing, index: usize, to: Point, verb: Decision) -> bool {
    let was = stage_before(standing, index);
    let is_way = |to: StageNumber| if verb.is_forward() { to > was } else { to < was };
    !standing.replay.faults.contains_key(&index) && (to.stage().is_some_and(is_way) || standing.is_start(index))
}

/// The step that would be right in a row: from where the rollout was before it to the stage that it
/// names, else to the next one, or to the one before for a rollback.
fn example(standing: &Standing, index: usize) -> String {
    let plan = standing.plan();
    let from = stage_before(standing, index);
    let goes_back = standing.row(index).verb == Some(Decision::Rollback);
    let fits = |to: &StageNumber| if goes_back { *to < from } else { *to > from };
    let named = standing.route(index).target().and_then(Point::stage).filter(fits);
    let next = || if goes_back { plan.names.numbers().rfind(fits) } else { plan.names.numbers().find(fits) };
    match named.or_else(next) {
        Some(to) => format!("{from}→{to}"),
        None => format!("{}→{from}", plan.names.numbers().rfind(|other| *other < from).unwrap_or(from)),
    }
}
