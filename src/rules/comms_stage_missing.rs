use crate::plan::Due;
use crate::rule::StandingContext;

rule! {
    /// The communication plan has no row for a stage that was reached
    ///
    /// Somebody should have been told, and nobody wrote down whom.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| Stage 1 | Team + CS | Alpha customer emails |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| Stage 1 | Team + CS | Alpha customer emails |
    /// +| Alpha | Team + CS | Alpha customer emails |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Add a row for the stage: who is told inside, who outside.
    "comms-stage-missing", Stages, Warning, due: "entering the stage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    if !plan.follows_template {
        return;
    }
    let Some((stages, header)) = &plan.communication else { return };
    for stage in plan.stages.iter().filter(|stage| !stages.contains(&stage.number)) {
        let message = format!("the communication plan has no row for {}", stage.title);
        let draft =
            ctx.report(*header, format!("communication:{}", stage.number), message).due(Due::Entering(stage.number));
        draft.help(format!("add a row: `| {} | who is told inside | who outside |`", stage.title));
    }
}
