use crate::plan::log::{Decision, Route};
use crate::rule::StandingContext;
use crate::stage_number::StageNumber;
use crate::standing::Standing;

rule! {
    /// A row names something that is no stage, or no move
    ///
    /// Stages are called by their number, by their word and number, by their name, or by the first
    /// word of their name: `2→GA`. A decision that moves the rollout names both ends, `1→2`; only a
    /// hold, an abort, a restart and an adoption may name one.
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
    /// Write the step with the stages' numbers: `0→1`.
    "log-stage-unknown", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for (index, row) in ctx.standing().judged_rows() {
        let message = match (ctx.standing().route(index), row.verb) {
            (Route::Unknown(text), _) => format!("`{text}` is no stage of this plan"),
            (Route::At(_), Some(verb)) if row.lacks_an_end() => {
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
        let help = format!(
            "{}write the step with arrow and numbers, `{}`; the stages are {}",
            meant.unwrap_or_default(),
            example(ctx.standing(), row.verb),
            plan.names.in_words()
        );
        ctx.report_row(index, row.stage.span, message).help(help);
    }
}

/// A step that the plan may take: the next one, or the one back for a rollback.
fn example(standing: &Standing, verb: Option<Decision>) -> String {
    let numbers: Vec<StageNumber> = standing.plan().names.numbers().collect();
    let steps: Vec<&[StageNumber]> = numbers.windows(2).collect();
    if verb == Some(Decision::Rollback) {
        let back = steps.iter().rfind(|step| Some(step[1]) <= standing.gate.stage()).or(steps.first());
        return back.map_or_else(|| "1→0".to_owned(), |step| format!("{}→{}", step[1], step[0]));
    }
    let next = steps.iter().find(|step| Some(step[0]) >= standing.gate.stage()).or(steps.last());
    next.map_or_else(|| "0→1".to_owned(), |step| format!("{}→{}", step[0], step[1]))
}
