use crate::edit::decide::redeclare;
use crate::plan::DeclaredStage;
use crate::plan::log::{Point, Route};
use crate::rule::StandingContext;
use crate::standing::StageVerdict;

rule! {
    /// The plan declares another stage than its decision log
    ///
    /// A plan may say where it stands: `stage:` in the front matter, a field `Current stage`, a
    /// `Status:` that names a stage, or a mark in one stage's heading. What it says must be what
    /// its log says. A stage that was declared in this change is `stage-change-without-log-entry`
    /// instead.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Owner:** Priya Nair
    /// +**Current stage:** 0
    /// +**Owner:** Priya Nair
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Owner:** Priya Nair
    /// +**Current stage:** Alpha
    /// +**Owner:** Priya Nair
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Declare the stage that the log names, or record the decision that is missing in the log.
    "stage-declared-mismatch", Stages, Error, due: "always", fix: Suggested, since: "0.1.0",
    conduct: [holds_in_safe_direction, holds_when_preexisting],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let StageVerdict::Mismatch { logged, declared, text, span } = &ctx.standing().verdict else { return };
    // A row that names no stage of the plan is told by itself, and may be the step to that stage.
    let is_unread =
        ctx.standing().judged_rows().any(|(index, _)| matches!(ctx.standing().route(index), Route::Unknown(_)));
    if is_unread && *declared != DeclaredStage::Unknown {
        return;
    }
    let log_says = match logged {
        Point::Planned => "the decision log records no move yet".to_owned(),
        Point::Stage(number) => format!("the decision log says stage {number}"),
        Point::Aborted => "the decision log says that the rollout was aborted".to_owned(),
    };
    let (message, help) = match declared {
        DeclaredStage::Unknown => {
            let meant =
                plan.names.did_you_mean(text).map(|name| format!("did you mean `{name}`? ")).unwrap_or_default();
            (format!("`{text}` is no stage of this plan"), format!("{meant}the stages are {}", plan.names.in_words()))
        }
        _ => (
            format!("the plan declares `{text}`, but {log_says}"),
            format!("declare `{logged}`, or record the decision in the log"),
        ),
    };
    let newest = ctx.standing().record.last().map(|row| (row.id.side, ctx.standing().row_of(row.id).stage.span));
    let draft = ctx.report(*span, "declared", message).help(help);
    // What is not logged at all may be a row that is missing.
    let logged = plan.declared.as_ref().zip(Some(*logged).filter(|point| *point != Point::Planned));
    if let Some(edit) = logged.and_then(|(declared, point)| redeclare(plan, declared, point)) {
        draft.suggest("declare what the log says", vec![edit]);
    }
    if let Some((side, span)) = newest {
        draft.also_in_log(side, span, "the newest decision");
    }
}
